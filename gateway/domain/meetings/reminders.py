"""When each side of a meeting is reminded of it: in their own hours, near enough to help, early enough to change it."""

from __future__ import annotations

from datetime import datetime, timedelta

from gateway.domain.hours import (
    Calendar,
    Pattern,
    Spans,
    Worker,
    duty_of,
    duty_on,
    is_on_duty,
    next_courteous,
    next_on_duty,
)

FAMILY_AHEAD = timedelta(hours=24)
LAST_CHANCE = timedelta(hours=4)
"""A reminder that could only come later than so long before a meeting comes in the hours before those."""
FRESH_FOR = timedelta(hours=12)
"""For so long after a booking or a change nobody needs to be reminded: they have only just been told."""


def is_time_for_family(courtesy: Pattern, calendar: Calendar, starts_at: datetime, *, at: datetime) -> bool:
    """Whether a family is reminded at an aware moment: a day ahead, or in the last courtesy hours that come in time."""
    if at >= starts_at or next_courteous(courtesy, calendar.zone, at) > at:
        return False
    if at >= starts_at - FAMILY_AHEAD or courtesy.is_empty:
        return at >= starts_at - FAMILY_AHEAD
    over_at = _end(duty_on(courtesy, calendar.zone, calendar.day_of(at)), at)
    return next_courteous(courtesy, calendar.zone, over_at) > starts_at - LAST_CHANCE


def is_time_for_staff(worker: Worker, calendar: Calendar, starts_at: datetime, *, at: datetime) -> bool:
    """Whether somebody of school is reminded at an aware moment: at work on the day of it, or for the last time before it."""
    if at >= starts_at or not is_on_duty(worker, calendar, at):
        return False
    if calendar.day_of(at) == calendar.day_of(starts_at):
        return True
    again_at = next_on_duty(worker, calendar, _end(duty_of(worker, calendar.zone, calendar.day_of(at)), at))
    return again_at is None or again_at >= starts_at


def _end(spans: Spans, at: datetime) -> datetime:
    """When the span ends that a moment lies in."""
    return next((last for first, last in spans if first <= at < last), at)
