"""When a person is on duty, and when next: spans on the clock of the wall, both clock changes, days finished early."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from gateway.domain.hours.calendar import (
    Calendar,
    Off,
    Worker,
    aware,
    is_open_to,
    next_working_day,
    why_shut,
)
from gateway.domain.hours.pattern import Pattern, Span

Spans = tuple[tuple[datetime, datetime], ...]
"""Stretches of time, each from a first moment to the first moment after it."""


@lru_cache(maxsize=64)
def _change_on(zone: ZoneInfo, day: date) -> datetime:
    """The moment, to the second, at which the clocks of a zone change on a day on which they do."""
    low = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
    before, seconds = low.astimezone(zone).utcoffset(), 26 * 3600
    first, last = 0, seconds
    while last - first > 1:
        middle = (first + last) // 2
        if (low + timedelta(seconds=middle)).astimezone(zone).utcoffset() == before:
            first = middle
        else:
            last = middle
    return low + timedelta(seconds=last)


def duty_on(pattern: Pattern, zone: ZoneInfo, day: date) -> Spans:
    """The spans of a pattern on a day as moments in UTC, start on duty, end off duty.

    Duty follows the clock on the wall: where clocks go forward, a start in the missing hour is the moment they do; where
    they go back, the repeated hour counts both times. Sums are made in UTC because datetimes of one zone compare by
    wall clock, which is wrong in the repeated hour.
    """
    spans = pattern.days[day.weekday()]
    return _moments(spans, zone, day) if spans else ()


@lru_cache(maxsize=4096)
def _moments(spans: tuple[Span, ...], zone: ZoneInfo, day: date) -> Spans:
    """Kept, because most of a staff work the same hours and each day of theirs is asked about many times."""
    naive = datetime(day.year, day.month, day.day, tzinfo=UTC)
    before = naive.replace(tzinfo=zone).utcoffset() or timedelta()
    after = (naive + timedelta(days=1)).replace(tzinfo=zone).utcoffset() or timedelta()
    early = naive - before
    if before == after:
        return tuple((early + timedelta(minutes=start), early + timedelta(minutes=end)) for start, end in spans)
    late, change = naive - after, _change_on(zone, day)
    pieces = [
        piece
        for start, end in spans
        for piece in (
            (early + timedelta(minutes=start), min(early + timedelta(minutes=end), change)),
            (max(late + timedelta(minutes=start), change), late + timedelta(minutes=end)),
        )
        if piece[0] < piece[1]
    ]
    joined: list[tuple[datetime, datetime]] = []
    for begins, ends in sorted(pieces):
        if joined and begins <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(ends, joined[-1][1])
        else:
            joined.append((begins, ends))
    return tuple(joined)


def duty_of(worker: Worker, zone: ZoneInfo, day: date) -> Spans:
    """The spans of a person on a day that is open to them, as moments in UTC; a day finished early ends there."""
    spans, finished_at = duty_on(worker.rota.week_on(day), zone, day), worker.finished_at
    if finished_at is None or finished_at.astimezone(zone).date() != day:
        return spans
    return tuple((start, min(end, finished_at)) for start, end in spans if start < finished_at)


def rests_until(worker: Worker, zone: ZoneInfo, at: datetime) -> datetime | None:
    """The midnight until which somebody who has finished early rests; None where at a moment they do not."""
    if worker.finished_at is None or at < worker.finished_at:
        return None
    day = worker.finished_at.astimezone(zone).date()
    if at.astimezone(zone).date() != day:
        return None
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=zone)


def reading_of(worker: Worker, calendar: Calendar, day: date) -> Spans:
    """The spans of a person on a day that is open to them in which they read messages: their duty, without their lessons."""
    spans = duty_of(worker, calendar.zone, day)
    if worker.lessons is None or not calendar.has_pupils(day):
        return spans
    for begins, ends in duty_on(worker.lessons.week_on(day), calendar.zone, day):
        pieces = [piece for start, end in spans for piece in ((start, min(end, begins)), (max(start, ends), end))]
        spans = tuple((start, end) for start, end in pieces if start < end)
    return spans


def _first_in(spans: Spans, at: datetime) -> datetime | None:
    for start, end in spans:
        if at < end:
            return max(at, start)
    return None


def next_on_duty(worker: Worker, calendar: Calendar, at: datetime) -> datetime | None:
    """The first moment from ``at`` on at which a person is on duty, in the school's zone; ``at`` itself if they are now.

    None when they have no hours, or when the calendar ends first. Raises NaiveMoment.
    """
    return _first_moment(worker, calendar, at, _duty_in)


def next_reading(worker: Worker, calendar: Calendar, at: datetime) -> datetime | None:
    """The first moment from ``at`` on at which a person is on duty and in no lesson, in the school's zone.

    Where lessons leave them none before the calendar ends, it is when they are next on duty: a hold must end.
    None as for ``next_on_duty``. Raises NaiveMoment.
    """
    found = _first_moment(worker, calendar, at, reading_of) if worker.lessons is not None else None
    return found if found is not None else next_on_duty(worker, calendar, at)


def _duty_in(worker: Worker, calendar: Calendar, day: date) -> Spans:
    return duty_of(worker, calendar.zone, day)


def _first_moment(
    worker: Worker, calendar: Calendar, at: datetime, spans_on: Callable[[Worker, Calendar, date], Spans]
) -> datetime | None:
    moment = aware(at).astimezone(UTC)
    today = moment.astimezone(calendar.zone).date()
    day = next_working_day(worker, calendar, today)
    while day is not None:
        found = _first_in(spans_on(worker, calendar, day), moment)
        if found is not None:
            return found.astimezone(calendar.zone)
        day = next_working_day(worker, calendar, day + timedelta(days=1))
    return None


def is_on_duty(worker: Worker, calendar: Calendar, at: datetime) -> bool:
    """Whether a person is on duty at an aware moment. Raises NaiveMoment."""
    moment = aware(at).astimezone(UTC)
    day = moment.astimezone(calendar.zone).date()
    if not is_open_to(worker, calendar, day):
        return False
    return any(start <= moment < end for start, end in duty_of(worker, calendar.zone, day))


def next_courteous(pattern: Pattern, zone: ZoneInfo, at: datetime) -> datetime:
    """The first moment from ``at`` on at which parents may be written to, whatever the school's calendar says.

    A pattern that is off on every day holds nothing back: a hold that could never end is no courtesy. Raises NaiveMoment.
    """
    moment = aware(at).astimezone(UTC)
    today = moment.astimezone(zone).date()
    for step in range(9):  # a week and a day find every pattern; the ninth is for a day that loses its only hour
        found = _first_in(duty_on(pattern, zone, today + timedelta(days=step)), moment)
        if found is not None:
            return found.astimezone(zone)
    return at.astimezone(zone)


def next_usual(worker: Worker, zone: ZoneInfo, at: datetime) -> datetime | None:
    """The first moment from ``at`` on in a person's own weeks, whatever the calendar says; None where none is to come."""
    moment = aware(at).astimezone(UTC)
    day = worker.rota.next_worked(moment.astimezone(zone).date())
    while day is not None:
        found = _first_in(duty_on(worker.rota.week_on(day), zone, day), moment)
        if found is not None:
            return found.astimezone(zone)
        day = worker.rota.next_worked(day + timedelta(days=1))
    return None


def why_off(worker: Worker, calendar: Calendar, at: datetime) -> Off | None:
    """Why a person is not on duty at a moment, or None where they are. Raises NaiveMoment."""
    day = calendar.day_of(at)
    if worker.rota.next_worked(day) is None:
        return Off.NO_HOURS
    if shut := why_shut(worker, calendar, day):
        return shut
    if not worker.rota.week_on(day).days[day.weekday()]:
        return Off.DAY_OFF
    if is_on_duty(worker, calendar, at):
        return None
    usual = duty_on(worker.rota.week_on(day), calendar.zone, day)
    rests = rests_until(worker, calendar.zone, at) is not None and at < usual[-1][1]
    return Off.FINISHED if rests else Off.OUTSIDE_HOURS
