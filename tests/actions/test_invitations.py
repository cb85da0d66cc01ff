"""The invitation that goes with a letter about a meeting, to be put into a family's calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import vobject
from flask import Flask

from gateway.actions.directory import directory
from gateway.actions.invitations import calendar_part
from gateway.actions.meetings import cancel_meeting, move_meeting
from gateway.actions.outgoing import put_letter
from gateway.ports.channels import Outbound
from gateway.store.transaction import reading, writing
from integrations.school_email.wire import mail_of
from tests.meetings import NAIR, TUESDAY, WEDNESDAY, booked, offered
from tests.schools import FRIDAY_MORNING, MONDAY_MORNING, SCHOOL, parcels

FACTS: dict[str, Any] = {
    "uid": "7@elmswick.example",
    "sequence": 0,
    "staff_ids": ["nair"],
    "starts_at": "2026-11-24T15:45:00+00:00",
    "minutes": 15,
    "way": "in_person",
    "room": "Robin classroom",
    "video": "",
}


def invited(letter: str, **facts: Any) -> tuple[str, Any]:
    """The METHOD that goes with a letter, and the calendar as an independent reader finds it, or None."""
    with writing():
        people = directory(SCHOOL)
        parcel = put_letter(
            SCHOOL,
            people,
            letter=letter,
            to_address="agnieszka@mail.example",
            to_name="Agnieszka Nowak",
            facts=FACTS | facts,
            now=FRIDAY_MORNING,
        )
    method, content = calendar_part(people, parcel)
    assert calendar_part(people, parcel) == (method, content), "sent again it is the same"
    return method, vobject.readOne(content.decode("utf-8")) if content else None


def test_a_booked_talk_is_an_invitation_by_school(sqlite_school: Flask) -> None:
    method, calendar = invited("meeting_booked")
    event = calendar.vevent
    assert (method, calendar.method.value) == ("REQUEST", "REQUEST")
    assert event.dtstart.value == datetime(2026, 11, 24, 15, 45, tzinfo=UTC)
    assert event.dtend.value == datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
    assert event.dtstamp.value == FRIDAY_MORNING
    assert event.summary.value == "Talk with Miss Nair"
    assert event.location.value == "Robin classroom, Elmswick Primary School"
    assert event.attendee.value == "mailto:agnieszka@mail.example"
    assert event.organizer.value == "mailto:office@elmswick.example", "answers come to school's own mailbox"


def test_a_moved_talk_takes_the_old_ones_place(sqlite_school: Flask) -> None:
    _, calendar = invited("meeting_moved", sequence=1)
    assert (calendar.vevent.uid.value, calendar.vevent.sequence.value) == (FACTS["uid"], "1")


def test_a_cancelled_talk_leaves_the_calendar(sqlite_school: Flask) -> None:
    method, calendar = invited("meeting_cancelled", sequence=2)
    assert (method, calendar.method.value, calendar.vevent.status.value) == ("CANCEL", "CANCEL", "CANCELLED")


@pytest.mark.parametrize(
    ("way", "says", "where"),
    [
        ("phone", "By phone. Miss Nair rings you.", ""),
        ("video", "By video: https://video.example/robin", "https://video.example/robin"),
    ],
)
def test_a_talk_from_afar_says_how_and_names_no_room(sqlite_school: Flask, way: str, says: str, where: str) -> None:
    event = invited("meeting_booked", way=way, video="https://video.example/robin")[1].vevent
    located = event.contents.get("location")
    assert event.description.value.startswith(says)
    assert (located[0].value if located else "") == where


def test_everybody_of_school_who_is_there_is_named(sqlite_school: Flask) -> None:
    calendar = invited("meeting_booked", staff_ids=["nair", "ashdown"])[1]
    assert calendar.vevent.summary.value == "Talk with Miss Nair and Mrs Ashdown"


@pytest.mark.parametrize(("letter", "facts"), [("reply", {}), ("meeting_booked", {"uid": ""})])
def test_a_letter_about_no_meeting_carries_none(sqlite_school: Flask, letter: str, facts: dict[str, Any]) -> None:
    assert invited(letter, **facts) == ("", None)


def letters(app: Flask, name: str) -> Outbound:
    """The newest letter of a name as it leaves."""
    with reading():
        people = directory(SCHOOL)
    mail: Outbound = app.extensions["handbell.equipment"].letters.compose(people, parcels(app, name)[-1])
    return mail


def test_booked_moved_and_cancelled_a_talk_is_one_meeting_in_the_familys_calendar(sqlite_school: Flask) -> None:
    meeting = booked(offered(sqlite_school))
    move_meeting(NAIR, meeting.meeting_id, starts_at=WEDNESDAY, way="in_person", now=MONDAY_MORNING)
    cancel_meeting(NAIR, meeting.meeting_id, now=MONDAY_MORNING)
    sent = [letters(sqlite_school, f"meeting_{what}") for what in ("booked", "moved", "cancelled")]
    read = [vobject.readOne(one.calendar.decode("utf-8")) for one in sent]
    assert [one.calendar_method for one in sent] == ["REQUEST", "REQUEST", "CANCEL"]
    assert {one.vevent.uid.value for one in read} == {meeting.uid}
    assert [one.vevent.sequence.value for one in read] == ["0", "1", "2"]
    assert [one.vevent.dtstart.value for one in read] == [TUESDAY, WEDNESDAY, WEDNESDAY]
    assert "For your calendar: press Yes or Accept" in sent[0].text
    assert "It takes the place of the one before." in sent[1].html
    assert "Your calendar takes it out by itself" in sent[2].text
    assert b'text/calendar; charset="utf-8"; method="CANCEL"' in mail_of(
        sent[2], from_address="office@elmswick.example", eight_bit=True
    )


def test_what_an_app_carries_says_nothing_of_files(sqlite_school: Flask) -> None:
    booked(offered(sqlite_school))
    with reading():
        people = directory(SCHOOL)
    by_app = replace(parcels(sqlite_school, "meeting_booked")[-1], channel="tapestry", to_address="12345")
    mail = sqlite_school.extensions["handbell.equipment"].letters.compose(people, by_app)
    assert (mail.calendar, "invite.ics" in mail.text) == (b"", False)
