"""A newer list of bank holidays: what it would change is shown first, then it holds, and it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from gateway.actions.calendars import Move, moves_of
from gateway.actions.directory import directory
from gateway.actions.release import replan_promises
from gateway.domain.bank_holidays import PUBLISHED_ON, HolidayList, bank_holidays
from gateway.domain.holiday_list import read_list
from gateway.domain.scope import Scope
from gateway.store import audit, schools
from gateway.store.transaction import reading, writing


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a school's bank holidays: the list that was brought in (None: Handbell's own alone), when Handbell's
    own was copied, and the last day known.
    """

    brought: HolidayList | None
    published_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Differences:
    """What a list would change for a school: days from today on, in order, and the promises that would move."""

    added: tuple[date, ...]
    removed: tuple[date, ...]
    ends_on: date
    moves: tuple[Move, ...]


def standing(scope: Scope) -> Standing:
    """What is known as it stands. No event: nothing changes."""
    with reading():
        school = schools.school(scope)
        return Standing(school.bank_holidays, PUBLISHED_ON, max(bank_holidays(school.division, school.bank_holidays)))


def read_file(scope: Scope, raw: bytes, *, source: str, now: datetime) -> HolidayList:
    """Read a published list, as brought in on the school's day of ``now``. Raises NotAList. No event: nothing changes."""
    with reading():
        today = directory(scope).staffing.calendar.day_of(now)
    return read_list(raw, source=source, today=today)


def preview(scope: Scope, brought: HolidayList | None, *, now: datetime) -> Differences:
    """What ``set_bank_holidays`` would change. No event: nothing changes."""
    with reading():
        held = directory(scope)
        school, today = held.roster.school, held.staffing.calendar.day_of(now)
        before = bank_holidays(school.division, school.bank_holidays)
        after = bank_holidays(school.division, brought)
        changed = replace(held.roster, school=replace(school, bank_holidays=brought))
        return Differences(
            added=tuple(sorted(day for day in after - before if day >= today)),
            removed=tuple(sorted(day for day in before - after if day >= today)),
            ends_on=max(after),
            moves=moves_of(scope, held, changed, now=now),
        )


def set_bank_holidays(scope: Scope, brought: HolidayList | None, *, now: datetime) -> int:
    """Let a list hold, or with None Handbell's own alone; how many promises moved.

    Events: bank_holidays.changed, promise.changed.
    """
    with writing():
        audit.take_turn(scope)
        school = schools.school(scope)
        if school.bank_holidays == brought:
            return 0
        schools.save_school(scope, replace(school, bank_holidays=brought))
        schools.bump_people_version(scope)
        audit.append(
            scope,
            "bank_holidays.changed",
            now=now,
            clause="C3",
            source=brought.source if brought else "",
            days=[day.isoformat() for day in brought.of(school.division)] if brought else [],
        )
        return replan_promises(scope, now=now)
