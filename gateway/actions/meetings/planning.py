"""Which times suit everybody whom a meeting needs: their hours, their bookings, the room, and what the family has said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from gateway.domain.hours import Pattern, Spans, Worker, duty_of, next_working_day
from gateway.domain.identity import Directory
from gateway.domain.meetings import (
    IN_PERSON,
    Busy,
    Meeting,
    Need,
    Offer,
    Slot,
    free_slots,
    must_not_meet,
    of_others,
    of_parent,
    of_room,
    of_worker,
    quarters,
    slot_at,
)
from gateway.domain.scope import Scope
from gateway.store import meeting_rules, meetings
from gateway.store.meeting_rules import Rules

DAYS_AHEAD = 10
"""Working days of the teacher over which times are looked for."""
FURTHEST = timedelta(weeks=8)
"""How far ahead a day may be: further, nobody knows their own week."""
NOTICE = timedelta(minutes=30)
"""How soon the next meeting may begin: a parent has to hear of it, and to come."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A meeting that is to be: who is there, how, for how long and in which room; ``but`` is a meeting that it replaces."""

    contact_id: str
    staff_id: str
    second_id: str
    interpreter_id: str
    ways: tuple[str, ...]
    minutes: int
    room: str
    but: int | None = None


def wanted_by(held: Offer | Meeting) -> Wanted:
    """What an offer asks for; or what a meeting does, which is then in nobody's way itself."""
    if isinstance(held, Offer):
        ways, minutes, but = held.ways, held.minutes, None
    else:
        ways, minutes, but = (held.way,), (held.ends_at - held.starts_at) // timedelta(minutes=1), held.meeting_id
    return Wanted(
        held.contact_id, held.staff_id, held.second_id, held.interpreter_id, ways, minutes, held.room, but=but
    )


def free_times(scope: Scope, people: Directory, wanted: Wanted, *, now: datetime) -> tuple[Slot, ...]:
    """The free times of the next working days, in the open transaction."""
    days = days_ahead(people, wanted.staff_id, now=now)
    needs = needs_of(scope, people, wanted, days=days)
    return free_slots(
        needs, _candidates(people, wanted, days), minutes=wanted.minutes, ways=wanted.ways, not_before=now + NOTICE
    )


def every_time(scope: Scope, people: Directory, wanted: Wanted, *, now: datetime) -> tuple[Slot, ...]:
    """The same with the times that are not free and why, so that nobody wonders; what is over or too soon is left out."""
    days = days_ahead(people, wanted.staff_id, now=now)
    needs = needs_of(scope, people, wanted, days=days)
    found = (
        slot_at(needs, one, minutes=wanted.minutes, ways=wanted.ways, not_before=now + NOTICE)
        for one in _candidates(people, wanted, days)
    )
    return tuple(one for one in found if one.why_not is not Busy.PAST)


def time_at(
    scope: Scope,
    people: Directory,
    wanted: Wanted,
    starts_at: datetime,
    *,
    now: datetime,
    own_choice: bool,
    not_before: datetime | None = None,
) -> Slot:
    """What one time is worth; with ``own_choice`` the teacher's own hours and lessons do not bind them, all else does."""
    day = people.staffing.calendar.day_of(starts_at)
    needs = needs_of(scope, people, wanted, days=(day, day + timedelta(days=1)), own_choice=own_choice)
    return slot_at(needs, starts_at, minutes=wanted.minutes, ways=wanted.ways, not_before=not_before or now + NOTICE)


def days_ahead(people: Directory, staff_id: str, *, now: datetime) -> tuple[date, ...]:
    """The next working days of a person, today included."""
    calendar, worker = people.staffing.calendar, people.staffing.workers[staff_id]
    day: date | None = calendar.day_of(now)
    found: list[date] = []
    while len(found) < DAYS_AHEAD:
        day = next_working_day(worker, calendar, day) if day is not None else None
        if day is None or day > calendar.day_of(now) + FURTHEST:
            break
        found.append(day)
        day += timedelta(days=1)
    return tuple(found)


def _candidates(people: Directory, wanted: Wanted, days: Sequence[date]) -> tuple[datetime, ...]:
    worker, zone = people.staffing.workers[wanted.staff_id], people.staffing.calendar.zone
    spans = tuple(span for day in days for span in duty_of(worker, zone, day))
    return quarters(spans)


def needs_of(
    scope: Scope, people: Directory, wanted: Wanted, *, days: Sequence[date], own_choice: bool = False
) -> tuple[Need, ...]:
    """Everybody and everything that a meeting needs on these days, in the open transaction."""
    calendar, rules = people.staffing.calendar, meeting_rules.rules(scope)
    if not days:
        return ()
    whole = (
        datetime.combine(days[0], time(0), tzinfo=calendar.zone),
        datetime.combine(days[-1] + timedelta(days=1), time(0), tzinfo=calendar.zone),
    )
    booked = [
        one
        for one in meetings.booked_between(scope, whole[0] - timedelta(days=1), whole[1] + timedelta(days=1))
        if one.meeting_id != wanted.but
    ]
    found = [_of_staff(people, wanted.staff_id, rules, booked, days, role=None)]
    if own_choice:
        found = [_without_hours(found[0], whole)]
    others = ((wanted.second_id, Busy.SECOND), (wanted.interpreter_id, Busy.INTERPRETER))
    found += [_of_staff(people, key, rules, booked, days, role=role) for key, role in others if key in people.staff]
    cannot = meeting_rules.terms(scope, wanted.contact_id).cannot
    contact = people.contacts.get(wanted.contact_id)
    found.append(
        of_parent(
            contact.first_name if contact else "",
            calendar,
            days,
            courtesy=people.staffing.courtesy,
            cannot=Pattern.parse(cannot) if cannot else None,
            booked=tuple((one.starts_at, one.ends_at) for one in booked if one.contact_id == wanted.contact_id),
        )
    )
    visits = [one for one in booked if one.way == IN_PERSON]
    if wanted.room:
        rooms = tuple((one.starts_at, one.ends_at) for one in visits if one.room == wanted.room)
        found.append(of_room(wanted.room, whole=whole, booked=rooms))
    kept_apart = must_not_meet(wanted.contact_id, people.roster.ties)
    near = tuple((one.starts_at, one.ends_at) for one in visits if one.contact_id in kept_apart)
    found.append(of_others(whole=whole, visits=near))
    return tuple(found)


def _of_staff(
    people: Directory,
    staff_id: str,
    rules: Rules,
    booked: Sequence[Meeting],
    days: Sequence[date],
    *,
    role: Busy | None,
) -> Need:
    staff = people.staff[staff_id]
    teaches = bool(staff.classes) and bool(staff.roles & {"teacher", "teaching_assistant"})
    worker: Worker = people.staffing.workers[staff_id]
    mine: Spans = tuple((one.starts_at, one.ends_at) for one in booked if staff_id in one.staff_ids)
    return of_worker(
        worker,
        people.staffing.calendar,
        days,
        lessons=Pattern.parse(rules.lessons) if teaches else None,
        booked=mine,
        gap=timedelta(minutes=rules.gap_minutes),
        role=role,
    )


def _without_hours(need: Need, whole: tuple[datetime, datetime]) -> Need:
    """Somebody who chooses a time of their own: only their bookings are in the way."""
    return replace(need, open=(whole,), shut=tuple(one for one in need.shut if one.why is Busy.BOOKED))
