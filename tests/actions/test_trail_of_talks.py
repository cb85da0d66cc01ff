"""Every event of a talk has its own sentence on the trail, with names and times and without a code."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

import gateway.actions
from gateway.actions.directory import directory
from gateway.actions.meetings import cancel_meeting, decline, mark_no_show, none_suit, running_late, take_time
from gateway.actions.reminders import remind_due
from gateway.actions.trail import meetings, trail_of
from gateway.domain.meetings import PHONE
from gateway.store import audit
from gateway.store.transaction import reading
from tests.mail.calendars import google
from tests.meetings import NAIR, QUARTER, TUESDAY, WEDNESDAY, booked, offered, parent
from tests.schools import MONDAY_MORNING, SCHOOL
from tests.talks import answers

MORNING = datetime(2026, 11, 24, 8, 15, tzinfo=UTC)


def test_no_event_of_a_talk_is_without_its_sentence() -> None:
    code = "".join(one.read_text() for one in Path(*gateway.actions.__path__).rglob("*.py"))
    written = set(re.findall(r'"(meeting\.[a-z_]+)"', code)) | {"meeting.none_suit", "meeting.declined"}
    assert written == set(meetings.SENTENCES)


@pytest.mark.clause("C15")
def test_the_trail_of_a_talk_reads_as_sentences(sqlite_school: Flask) -> None:
    offer = offered(sqlite_school)
    agnieszka = parent("agnieszka")
    none_suit(agnieszka, offer.offer_id, cannot="", words="", now=MONDAY_MORNING)
    decline(agnieszka, offer.offer_id, words="", now=MONDAY_MORNING)
    meeting = booked(offer, WEDNESDAY)
    take_time(agnieszka, offer.offer_id, starts_at=TUESDAY, way=PHONE, now=MONDAY_MORNING)
    answers(sqlite_school, google("DECLINED", uid=meeting.uid, sequence=1))
    remind_due(SCHOOL, now=MORNING)
    running_late(NAIR, meeting.meeting_id, minutes=5, now=TUESDAY)
    mark_no_show(NAIR, meeting.meeting_id, now=TUESDAY + QUARTER)
    with reading():
        links = audit.links_of_thread(SCHOOL, offer.thread_id)
        said = [one.words for one in trail_of(directory(SCHOOL), (), links)]
    told = [one for one, link in zip(said, links, strict=True) if link.event.startswith("meeting.")]
    assert told == [
        "Miss Nair offered a talk at school or by phone: Tuesday 24 November, 3:30pm or Wednesday 25 November, 8:15am.",
        "Agnieszka Nowak said that none of the offered times suits.",
        "Agnieszka Nowak said that they do not want to meet.",
        "Agnieszka Nowak chose Wednesday 25 November, 8:15am, at school. Both were told.",
        "Agnieszka Nowak moved the talk of Wednesday 25 November, 8:15am to Tuesday 24 November, 3:30pm, by phone.",
        "Their calendar said no to the talk.",
        "Agnieszka Nowak was reminded of the talk.",
        "Miss Nair was reminded of the talk.",
        "Miss Nair said that they are 5 minutes late.",
        "Miss Nair noted that nobody came to the talk.",
    ]
    other = booked(offered(sqlite_school, "tom"), WEDNESDAY)
    cancel_meeting(parent("tom"), other.meeting_id, now=MONDAY_MORNING)
    with reading():
        last = trail_of(directory(SCHOOL), (), audit.links_of_thread(SCHOOL, other.thread_id or 0))[-1]
    assert last.words == "Tom Reed cancelled the talk, and the other was told."
