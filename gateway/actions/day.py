"""A member of staff's own day: whether they are on duty, until when, and how much is new to them; every page's frame."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from gateway.actions import placing
from gateway.actions.accounts import Visitor
from gateway.actions.directory import directory
from gateway.actions.early_finishes import can_finish_early
from gateway.domain.errors import InputProblem
from gateway.domain.hours import (
    Calendar,
    Spans,
    Worker,
    duty_of,
    is_on_duty,
    is_open_to,
    next_on_duty,
    next_reading,
    rests_until,
)
from gateway.domain.permissions import may
from gateway.domain.scope import Scope
from gateway.store import accounts, audit, concerns, inbox
from gateway.store.transaction import reading, writing

OPENS_OFF_DUTY_FOR = timedelta(minutes=15)
OPENINGS_SHOWN = 20
OFF_DUTY_REASONS = {
    "safety": "A child may not be safe",
    "trip": "I am on a school trip or event",
    "other": "Something else",
}


class OffDuty(Exception):
    """The inbox stays closed until the next working time; opening it asks why."""


@dataclass(frozen=True, slots=True)
class Day:
    """One person's day as their pages show it; moments are in the school's zone.

    ``spans`` are their working times of today, ``ends_at`` the end of the one they are in, ``next_at`` when they are next
    on duty (None: no working time is known), ``can_finish_early`` whether their working day has begun and is not over,
    ``finished_at`` when they finished today early (None: they did not), ``is_open`` whether the inbox is open: on duty, or
    opened with a reason until ``opened_until``. ``in_lessons_until`` is when what comes now rings, while they are in a lesson
    that holds messages (None: they are not). ``unread`` counts conversations up to 100 and is 0 while the inbox is
    closed. ``has_alerts`` is whether alerts are theirs to see: by their role, or because one was sent to them.
    """

    name: str
    first_name: str
    school: str
    classes: str
    zone: ZoneInfo
    now: datetime
    spans: Spans
    on_duty: bool
    ends_at: datetime | None
    next_at: datetime | None
    can_finish_early: bool
    finished_at: datetime | None
    opened_until: datetime | None
    in_lessons_until: datetime | None
    unread: int
    has_alerts: bool

    @property
    def is_open(self) -> bool:
        """Whether messages may be shown."""
        return self.on_duty or self.opened_until is not None


def day_of(visitor: Visitor, *, now: datetime) -> Day:
    """The visitor's day at this moment. No event: nothing of a message is shown."""
    opened = visitor.opened_off_duty_until
    with reading():
        people = directory(visitor.scope)
        staffing, staff = people.staffing, people.staff[visitor.key]
        worker, calendar = staffing.workers[visitor.key], staffing.calendar
        here = now.astimezone(calendar.zone)
        on_duty = is_on_duty(worker, calendar, now)
        reads_at = next_reading(worker, calendar, now) if worker.lessons is not None else None
        is_open = on_duty or (opened is not None and opened > now)
        spans = spans_on(worker, calendar, here.date())
        return Day(
            name=staff.name,
            first_name=staff.first_name,
            school=people.roster.school.name,
            classes=", ".join(people.classes[one].name for one in staff.classes if one in people.classes),
            zone=calendar.zone,
            now=here,
            spans=spans,
            on_duty=on_duty,
            ends_at=next((end for start, end in spans if start <= here < end), None) if on_duty else None,
            next_at=next_on_duty(worker, calendar, now),
            can_finish_early=can_finish_early(worker, calendar, now),
            finished_at=worker.finished_at if rests_until(worker, calendar.zone, now) else None,
            opened_until=opened.astimezone(calendar.zone) if opened is not None and opened > now else None,
            in_lessons_until=reads_at if on_duty and reads_at is not None and reads_at > now else None,
            unread=inbox.unread(visitor.scope, visitor.key, placing.readers_for(people, visitor.key)) if is_open else 0,
            has_alerts=may(visitor.roles, "take_alerts") or concerns.was_told(visitor.scope, visitor.key),
        )


def spans_on(worker: Worker, calendar: Calendar, day: date) -> Spans:
    """A person's working times of a day in the school's zone; none where the day is not open to them."""
    if not is_open_to(worker, calendar, day):
        return ()
    zone = calendar.zone
    return tuple((start.astimezone(zone), end.astimezone(zone)) for start, end in duty_of(worker, zone, day))


def spans_between(scope: Scope, reader: str, *, first_at: datetime, last_at: datetime) -> Spans:
    """The working times of a reader (a staff id or ``office``) from the day of one moment to that of another.

    No event: hours are no message. At most six weeks are given, which is more than any holiday.
    """
    with reading():
        staffing = directory(scope).staffing
    worker, calendar = staffing.workers[reader], staffing.calendar
    first, last = calendar.day_of(first_at), calendar.day_of(last_at)
    days = min((last - first).days, 42) + 1
    return tuple(span for step in range(days) for span in spans_on(worker, calendar, first + timedelta(days=step)))


def refuse_off_duty(day: Day) -> None:
    """Raise OffDuty outside a person's own hours, unless they said why and opened their inbox a moment ago."""
    if not day.is_open:
        raise OffDuty("You are off duty.")


def open_off_duty(visitor: Visitor, *, reason: str, now: datetime) -> None:
    """Open the inbox for fifteen minutes outside hours. Raises InputProblem. Event: inbox.opened_off_duty."""
    if reason not in OFF_DUTY_REASONS:
        raise InputProblem("Choose why you need to open your inbox.")
    with writing():
        accounts.open_off_duty(visitor.scope, visitor.token_hash, until=now + OPENS_OFF_DUTY_FOR)
        audit.append(visitor.scope, "inbox.opened_off_duty", now=now, clause="C3", reason=reason)


@dataclass(frozen=True, slots=True)
class Opening:
    """One time that somebody opened their own inbox off duty, and why, in the words of the form."""

    at: datetime
    reason: str


def openings_of(visitor: Visitor) -> tuple[Opening, ...]:
    """The last times the visitor opened their inbox off duty, the newest first. No event: it is their own list."""
    with reading():
        links = audit.own(visitor.scope, "inbox.opened_off_duty", limit=OPENINGS_SHOWN)
    return tuple(Opening(one.at, OFF_DUTY_REASONS.get(one.detail["reason"], one.detail["reason"])) for one in links)
