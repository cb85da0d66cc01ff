"""Weeks and months as the settings pages draw them: a rope for each weekday, a table for each month."""

from __future__ import annotations

import calendar
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gateway.domain.hours import Pattern, Span, say_spans
from gateway.domain.roster import CalendarDay
from gateway.web.daylines import Bar

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
OPENS, CLOSES = 6 * 60, 20 * 60
"""The minutes of the day that a rope of the week covers."""
MONTHS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One weekday of a pattern: its times in words, and as bars of a rope; ``lessons`` and their bars lie within them."""

    name: str
    said: str
    bars: tuple[Bar, ...]
    lessons: str = ""
    lesson_bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a month's table; ``kind`` is in, inset, hol or soft, ``word`` what a screen reader adds, ``is_now`` today."""

    day: int
    kind: str
    word: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class Month:
    """One month: its name and its weeks, each seven cells, None outside the month."""

    name: str
    weeks: tuple[tuple[Cell | None, ...], ...]


def week_of(pattern: Pattern, lessons: Pattern) -> tuple[WeekDay, ...]:
    """The seven days of a pattern, Monday first, with what of them is lessons."""
    return tuple(
        _weekday(name, pattern.spans_on(number), lessons.spans_on(number)) for number, name in enumerate(WEEKDAYS)
    )


def _weekday(name: str, spans: tuple[Span, ...], taught: tuple[Span, ...]) -> WeekDay:
    taught = taught if spans else ()
    return WeekDay(name, say_spans(spans), bars_of(spans), say_spans(taught), bars_of(taught))


def bars_of(spans: Sequence[Span]) -> tuple[Bar, ...]:
    """The spans of a day as bars of its rope."""
    return tuple(Bar(_x(start), round(_x(end) - _x(start), 2)) for start, end in spans if _x(end) > _x(start))


def _x(minutes: int) -> float:
    return round(min(max((minutes - OPENS) / (CLOSES - OPENS), 0), 1) * 100, 2)


def months_of(days: Sequence[CalendarDay], bank_holidays: Set[date], *, now: datetime) -> tuple[Month, ...]:
    """The month of ``now`` (on the school's clock) and the two after it."""
    today, found = now.date(), []
    first = today.replace(day=1)
    for _ in range(MONTHS_SHOWN):
        weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
        rows = tuple(
            tuple(_cell(day, days, bank_holidays, today=today) if day.month == first.month else None for day in week)
            for week in weeks
        )
        found.append(Month(f"{first:%B} {first.year}", rows))
        first = (first + timedelta(days=31)).replace(day=1)
    return tuple(found)


def _cell(day: date, days: Sequence[CalendarDay], bank_holidays: Set[date], *, today: date) -> Cell:
    kinds = {one.kind for one in days if one.first_on <= day <= one.last_on}
    if "closed" in kinds:
        kind, word = "hol", "closed"
    elif day in bank_holidays:
        kind, word = "hol", "bank holiday"
    elif "inset" in kinds:
        kind, word = "inset", "training day"
    elif day.weekday() > 4:
        kind, word = "soft", ""
    elif "term" in kinds:
        kind, word = "in", ""
    else:
        kind, word = "hol", "holiday"
    return Cell(day.day, kind, word, day == today)
