"""The times at which everybody whom a meeting needs is free, and why another time is not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from gateway.domain.hours import DAY, Calendar, Pattern, Span, Spans, Worker, duty_of, duty_on, is_open_to
from gateway.domain.meetings.meeting import APART_FOR, IN_PERSON, WAYS

STEP = timedelta(minutes=15)
"""Meetings are offered on the quarter hours."""
WHOLE_DAY: Span = (0, DAY)


class Busy(StrEnum):
    """Why a time is not free, never whose fault it is; what is said first is what nobody can change."""

    PAST = "over or too soon"
    OFF = "off"
    LESSONS = "lessons"
    BOOKED = "booked"
    SECOND = "second adult not free"
    INTERPRETER = "interpreter not free"
    CANNOT = "the family cannot"
    UNKIND = "too early or late for families"
    ROOM = "room taken"
    APART = "too near another visit"


@dataclass(frozen=True, slots=True)
class Shut:
    """A stretch of time in which a need is not met, and why."""

    first_at: datetime
    last_at: datetime
    why: Busy


@dataclass(frozen=True, slots=True)
class Need:
    """Somebody or something that a meeting needs: when there at all, why not otherwise, and what shuts pieces of that.

    ``ways`` are the ways of talking that need it: nobody needs a room to telephone.
    """

    name: str
    open: Spans
    otherwise: Busy
    shut: tuple[Shut, ...] = ()
    ways: frozenset[str] = frozenset(WAYS)

    def why_not(self, start: datetime, end: datetime) -> Busy | None:
        """Why this is not there for the whole of a stretch, or None where it is."""
        if not any(first <= start and end <= last for first, last in self.open):
            return self.otherwise
        return next((one.why for one in self.shut if one.first_at < end and start < one.last_at), None)


@dataclass(frozen=True, slots=True)
class Slot:
    """A time to begin: the ways in which one can talk then, and for the others why not. Free where any way is left."""

    starts_at: datetime
    ways: tuple[str, ...]
    why_not: Busy | None


def slot_at(
    needs: Sequence[Need], starts_at: datetime, *, minutes: int, ways: Sequence[str], not_before: datetime
) -> Slot:
    """What one time is worth: the ways that are free, and the first reason against the others."""
    end = starts_at + timedelta(minutes=minutes)
    if starts_at < not_before:
        return Slot(starts_at, (), Busy.PAST)
    free: list[str] = []
    reason: Busy | None = None
    for way in ways:
        against = next(
            (found for one in needs if way in one.ways and (found := one.why_not(starts_at, end)) is not None), None
        )
        if against is None:
            free.append(way)
        reason = reason or against
    return Slot(starts_at, tuple(free), reason)


def free_slots(
    needs: Sequence[Need], candidates: Iterable[datetime], *, minutes: int, ways: Sequence[str], not_before: datetime
) -> tuple[Slot, ...]:
    """Those of the candidates at which at least one way of talking is free for everybody, in their order.

    None begins before ``not_before``, and every one of them, for its whole length, lies within what each need has open.
    """
    found = (slot_at(needs, one, minutes=minutes, ways=ways, not_before=not_before) for one in candidates)
    return tuple(one for one in found if one.ways)


def quarters(spans: Spans) -> tuple[datetime, ...]:
    """The quarter hours in these spans, each once, in order, in UTC: real quarters, also where the clocks change."""
    found: set[datetime] = set()
    for first, last in spans:
        first = first.astimezone(UTC)
        at = first.replace(minute=first.minute // 15 * 15, second=0, microsecond=0)
        while at < last:
            if at >= first:
                found.add(at)
            at += STEP
    return tuple(sorted(found))


def of_worker(
    worker: Worker,
    calendar: Calendar,
    days: Sequence[date],
    *,
    lessons: Pattern | None,
    booked: Spans,
    gap: timedelta,
    role: Busy | None = None,
) -> Need:
    """Somebody of school on these days: there in their own hours, not in ``lessons``, and not within ``gap`` of a booking.

    ``role`` is what every reason is called instead, for whoever the family need not know the day of.
    """
    open_ = tuple(
        span for day in days if is_open_to(worker, calendar, day) for span in duty_of(worker, calendar.zone, day)
    )
    taught = () if lessons is None else tuple(span for day in days for span in duty_on(lessons, calendar.zone, day))
    shut = (
        *(Shut(first, last, role or Busy.LESSONS) for first, last in taught),
        *(Shut(first - gap, last + gap, role or Busy.BOOKED) for first, last in booked),
    )
    return Need(worker.name, open_, role or Busy.OFF, shut)


def of_room(name: str, *, whole: tuple[datetime, datetime], booked: Spans) -> Need:
    """A room: there at all times but those that are booked, and needed by nobody who telephones."""
    shut = tuple(Shut(first, last, Busy.ROOM) for first, last in booked)
    return Need(name, (whole,), Busy.ROOM, shut, frozenset({IN_PERSON}))


def of_parent(
    name: str,
    calendar: Calendar,
    days: Sequence[date],
    *,
    courtesy: Pattern,
    cannot: Pattern | None,
    booked: Spans,
) -> Need:
    """A parent: in the hours in which school writes to families, not when they said they cannot, nor while booked already.

    Courtesy hours that are off on every day hold nothing back, as for letters.
    """
    zone = calendar.zone
    kind = Pattern(((WHOLE_DAY,),) * 7) if courtesy.is_empty else courtesy
    shut = [Shut(first, last, Busy.BOOKED) for first, last in booked]
    if cannot is not None:
        shut += [Shut(first, last, Busy.CANNOT) for day in days for first, last in duty_on(cannot, zone, day)]
    return Need(name, tuple(span for day in days for span in duty_on(kind, zone, day)), Busy.UNKIND, tuple(shut))


def of_others(*, whole: tuple[datetime, datetime], visits: Spans) -> Need:
    """The way to school without anybody whom a parent must not meet: not near the ``visits`` of these people."""
    shut = tuple(Shut(first - 2 * APART_FOR, last + 2 * APART_FOR, Busy.APART) for first, last in visits)
    return Need("", (whole,), Busy.APART, shut, frozenset({IN_PERSON}))
