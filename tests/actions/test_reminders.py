"""Reminders of meetings: to both sides in their own hours, once, after an outage too, and never of what is over."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask

from gateway.actions.directory import directory
from gateway.actions.reminders import remind_due
from gateway.domain.meetings import Meeting
from gateway.ports.channels import Outbound
from gateway.store import meetings
from gateway.store.outbox import Parcel
from gateway.store.transaction import reading, writing
from tests.schools import SCHOOL, parcels
from tests.talks import BOOKED_AT, TUESDAY_AFTERNOON, a_thread, book, recorded

A_DAY_AHEAD = TUESDAY_AFTERNOON - timedelta(hours=24) + timedelta(minutes=5)
TUESDAY_MORNING = datetime.fromisoformat("2026-11-24T08:20:00+00:00")
LONG_BEFORE = BOOKED_AT - timedelta(days=7)


def agreed(app: Flask, **changes: object) -> Meeting:
    """A talk that was booked a week ago."""
    return book(a_thread(app), **{"booked_at": LONG_BEFORE, "changed_at": LONG_BEFORE, **changes})


def letter(app: Flask, parcel: Parcel) -> Outbound:
    """The mail that a parcel becomes."""
    with reading():
        people = directory(SCHOOL)
    mail: Outbound = app.extensions["handbell.equipment"].letters.compose(people, parcel)
    return mail


def test_both_are_reminded_once_each_in_their_own_hours(sample_school: Flask) -> None:
    agreed(sample_school)
    assert remind_due(SCHOOL, now=A_DAY_AHEAD - timedelta(hours=2)) == 0
    assert [remind_due(SCHOOL, now=A_DAY_AHEAD) for _ in range(3)] == [1, 0, 0]
    assert remind_due(SCHOOL, now=TUESDAY_MORNING - timedelta(hours=1)) == 0, "Miss Nair is not at work yet"
    assert [remind_due(SCHOOL, now=TUESDAY_MORNING) for _ in range(3)] == [1, 0, 0]
    (family,), (nair,) = parcels(sample_school, "meeting_reminder"), parcels(sample_school, "meetings_ahead")
    assert (family.to_address, nair.to_address) == ("agnieszka@mail.example", "nair@elmswick.example")
    assert {one["who"] for one in recorded("meeting.reminded")} == {"contact:agnieszka", "staff:nair"}


def test_the_letters_say_when_how_and_to_whom_without_a_childs_family_name(sqlite_school: Flask) -> None:
    agreed(sqlite_school)
    remind_due(SCHOOL, now=A_DAY_AHEAD)
    remind_due(SCHOOL, now=TUESDAY_MORNING)
    family = letter(sqlite_school, parcels(sqlite_school, "meeting_reminder")[0])
    assert family.subject == "You meet Miss Nair on Tuesday 24 November, 3:45pm"
    assert "At school, Robin classroom." in family.text
    assert family.calendar == b"", "the calendar has it already"
    nair = letter(sqlite_school, parcels(sqlite_school, "meetings_ahead")[0])
    assert nair.subject == "You meet a family on Tuesday 24 November, 3:45pm"
    assert "Zofia N, family. At school, Robin classroom" in nair.text
    assert "Nowak" not in nair.text + nair.html


def test_a_day_full_of_meetings_is_one_letter_for_staff(sqlite_school: Flask) -> None:
    thread_id = a_thread(sqlite_school)
    for at in range(3):
        book(thread_id, starts_at=TUESDAY_AFTERNOON + timedelta(minutes=20 * at), changed_at=LONG_BEFORE)
    remind_due(SCHOOL, now=TUESDAY_MORNING)
    (nair,) = parcels(sqlite_school, "meetings_ahead")
    assert [one["starts_at"][11:16] for one in nair.facts["meetings"]] == ["15:45", "16:05", "16:25"]
    assert letter(sqlite_school, nair).subject == "Three meetings from Tuesday 24 November, 3:45pm"


def test_after_an_outage_what_is_still_ahead_is_caught_up_and_what_is_over_is_not(sqlite_school: Flask) -> None:
    agreed(sqlite_school)
    assert remind_due(SCHOOL, now=TUESDAY_AFTERNOON - timedelta(minutes=30)) == 2
    agreed(sqlite_school, starts_at=TUESDAY_AFTERNOON + timedelta(days=1))
    for late in (timedelta(0), timedelta(minutes=5), timedelta(days=1)):
        assert remind_due(SCHOOL, now=TUESDAY_AFTERNOON + timedelta(days=1) + late) == 0


def test_at_night_nobody_is_reminded_however_late_it_is(sqlite_school: Flask) -> None:
    agreed(sqlite_school, starts_at=TUESDAY_MORNING + timedelta(minutes=10))
    assert remind_due(SCHOOL, now=TUESDAY_MORNING - timedelta(hours=4)) == 0


@pytest.mark.parametrize("changes", [{"state": "cancelled"}, {"changed_at": A_DAY_AHEAD - timedelta(hours=1)}])
def test_nobody_is_reminded_of_what_is_cancelled_or_was_booked_just_now(
    sqlite_school: Flask, changes: dict[str, object]
) -> None:
    agreed(sqlite_school, **changes)
    assert remind_due(SCHOOL, now=A_DAY_AHEAD) == 0


def test_a_meeting_that_moved_is_reminded_of_again(sqlite_school: Flask) -> None:
    meeting = agreed(sqlite_school)
    remind_due(SCHOOL, now=A_DAY_AHEAD)
    later = timedelta(days=7)
    moved = replace(meeting, starts_at=meeting.starts_at + later, ends_at=meeting.ends_at + later, sequence=1)
    with writing():
        meetings.change_meeting(SCHOOL, moved)
    assert remind_due(SCHOOL, now=A_DAY_AHEAD + later) == 1


def test_two_schedulers_at_once_remind_once(sample_school: Flask) -> None:
    agreed(sample_school)

    def run(_: int) -> int:
        with sample_school.app_context():
            return remind_due(SCHOOL, now=A_DAY_AHEAD)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(run, range(8))) == 1
    assert len(parcels(sample_school, "meeting_reminder")) == 1
