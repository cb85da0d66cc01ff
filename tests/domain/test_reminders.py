"""When each side is reminded of a meeting: in their own hours, a day ahead where that can be, and never when it has begun."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gateway.domain.hours import Pattern
from gateway.domain.meetings.reminders import is_time_for_family, is_time_for_staff
from gateway.domain.promises import Staffing
from tests.schools import a_roster

LONDON = ZoneInfo("Europe/London")
STAFFING = Staffing.of(a_roster())
"""Families are written to on weekdays from 7:30am to 6:30pm; Miss Nair works Monday to Wednesday, 8:15am to 4pm."""


def at(words: str) -> datetime:
    """A moment of November and December 2026 by the clock of school: ``24 Nov 15:45``."""
    return datetime.strptime(f"2026 {words}", "%Y %d %b %H:%M").replace(tzinfo=LONDON).astimezone(UTC)


def first_time(starts_at: datetime, *, staff: str = "") -> datetime | None:
    """The first quarter of an hour of the ten days before at which somebody is reminded, by the clock of school."""
    moment = starts_at - timedelta(days=10)
    while moment < starts_at + timedelta(days=1):
        is_time = (
            is_time_for_staff(STAFFING.workers[staff], STAFFING.calendar, starts_at, at=moment)
            if staff
            else is_time_for_family(STAFFING.courtesy, STAFFING.calendar, starts_at, at=moment)
        )
        if is_time:
            return moment
        moment += timedelta(minutes=15)
    return None


@pytest.mark.parametrize(
    ("meets", "reminded"),
    [
        ("24 Nov 15:45", "23 Nov 15:45"),
        ("24 Nov 08:30", "23 Nov 07:30"),
        ("24 Nov 19:00", "24 Nov 07:30"),
        ("23 Nov 15:45", "23 Nov 07:30"),
        ("23 Nov 08:30", "20 Nov 07:30"),
        ("28 Nov 10:00", "27 Nov 07:30"),
    ],
)
def test_a_family_is_reminded_a_day_ahead_or_in_the_last_hours_that_come_in_time(meets: str, reminded: str) -> None:
    assert first_time(at(meets)) == at(reminded)


@pytest.mark.parametrize(
    ("meets", "reminded"),
    [("24 Nov 15:45", "24 Nov 08:15"), ("26 Nov 17:00", "25 Nov 08:15"), ("23 Nov 08:15", "18 Nov 08:15")],
)
def test_staff_are_reminded_when_their_day_begins_or_on_their_last_day_before(meets: str, reminded: str) -> None:
    assert first_time(at(meets), staff="nair") == at(reminded)


def test_nobody_is_reminded_of_what_has_begun_nor_out_of_their_hours() -> None:
    starts_at = at("24 Nov 15:45")
    worker = STAFFING.workers["nair"]
    for moment in (starts_at, at("24 Nov 15:50"), at("25 Nov 09:00")):
        assert not is_time_for_staff(worker, STAFFING.calendar, starts_at, at=moment)
        assert not is_time_for_family(STAFFING.courtesy, STAFFING.calendar, starts_at, at=moment)
    assert not is_time_for_family(STAFFING.courtesy, STAFFING.calendar, starts_at, at=at("23 Nov 21:00"))
    assert not is_time_for_staff(worker, STAFFING.calendar, starts_at, at=at("24 Nov 07:00"))


def test_who_has_no_hours_is_not_reminded_and_a_school_without_courtesy_hours_reminds_a_day_ahead() -> None:
    starts_at = at("24 Nov 15:45")
    assert first_time(starts_at, staff="bell") is None
    none = Pattern.parse("off")
    assert not is_time_for_family(none, STAFFING.calendar, starts_at, at=starts_at - timedelta(hours=25))
    assert is_time_for_family(none, STAFFING.calendar, starts_at, at=starts_at - timedelta(hours=23))
