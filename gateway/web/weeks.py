"""The editor of a week: seven days of time fields, what they say in words, and what is wrong beside the field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from gateway.domain.hours import DAY, Pattern, Span, merged, say_week
from gateway.web.daylines import Bar
from gateway.web.months import WEEKDAYS, bars_of

MOST_SPANS = 6
"""More spans than anybody works in a day; the button for another one goes away."""
SCHOOL_DAYS = 5
BUTTONS = ("more", "less", "copy")
"""Buttons that change the fields and save nothing; the value is the name of the week, then the day and the span."""


@dataclass(frozen=True, slots=True)
class SpanFields:
    """Two time fields as they stand in the form."""

    start: str = ""
    end: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing is typed in either."""
        return not self.start and not self.end


@dataclass(frozen=True, slots=True)
class DayFields:
    """One day of the editor: its tick, its time fields (at least one pair), and what they come to.

    ``problem`` is what is wrong with it in a sentence, or blank, and ``wrong`` the id of the field that it is about.
    ``is_fresh`` is whether the last pair has just been added.
    """

    name: str
    is_on: bool
    fields: tuple[SpanFields, ...]
    spans: tuple[Span, ...] = ()
    problem: str = ""
    wrong: str = ""
    is_fresh: bool = False

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The day as bars of its rope; none where something is wrong."""
        return bars_of(self.spans)

    @property
    def takes_more(self) -> bool:
        """Whether the day has room for another span."""
        return len(self.fields) < MOST_SPANS


@dataclass(frozen=True, slots=True)
class WeekFields:
    """The editor of one week; ``name`` heads the names of its fields."""

    name: str
    days: tuple[DayFields, ...]

    @property
    def problems(self) -> tuple[tuple[str, str], ...]:
        """What is wrong: the id of a field and a sentence."""
        return tuple((one.wrong, f"{one.name}: {one.problem}") for one in self.days if one.problem)

    @property
    def pattern(self) -> Pattern:
        """The hours that the fields come to; days with a problem are off."""
        return Pattern(tuple(one.spans for one in self.days))

    @property
    def reading(self) -> str:
        """The week as a sentence, or how much must be put right first."""
        wrong = len(self.problems)
        if wrong:
            return f"{'One day needs' if wrong == 1 else f'{wrong} days need'} putting right first."
        return say_week(self.pattern)


def week_fields(name: str, pattern: Pattern) -> WeekFields:
    """The editor of a pattern."""
    return WeekFields(name, tuple(_shown(number, pattern.spans_on(number)) for number in range(7)))


def _shown(number: int, spans: Sequence[Span]) -> DayFields:
    fields = tuple(SpanFields(_clock(start), _clock(end)) for start, end in spans)
    return DayFields(WEEKDAYS[number], bool(spans), fields or (SpanFields(),), tuple(spans))


def _clock(minutes: int) -> str:
    """A time as a time field holds it; the end of the day is its midnight, which such a field writes 00:00."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def typed_week(name: str, form: MultiDict[str, str]) -> WeekFields:
    """The editor as it was sent: its buttons done, its times read, and what is wrong named."""
    days = [_typed_day(name, number, form) for number in range(7)]
    if form.get("copy") == name:
        days[1:SCHOOL_DAYS] = [replace(days[0], name=one.name) for one in days[1:SCHOOL_DAYS]]
    return WeekFields(name, tuple(_read(name, number, one) for number, one in enumerate(days)))


def asks_for_fields(form: MultiDict[str, str]) -> bool:
    """Whether a button of an editor was pressed, which changes fields and saves nothing."""
    return any(name in form for name in BUTTONS)


def _typed_day(name: str, number: int, form: MultiDict[str, str]) -> DayFields:
    key = f"{name}-{number}"
    starts, ends = form.getlist(f"{key}-from")[:MOST_SPANS], form.getlist(f"{key}-to")[:MOST_SPANS]
    fields = [SpanFields(start.strip(), end.strip()) for start, end in zip(starts, ends, strict=False)]
    removed = [index for index in range(len(fields)) if form.get("less") == f"{key}-{index}"]
    fields = [one for index, one in enumerate(fields) if index not in removed]
    is_fresh = form.get("more") == key and len(fields) < MOST_SPANS
    if is_fresh or not fields:
        fields.append(SpanFields())
    return DayFields(WEEKDAYS[number], form.get(f"{key}-on") == "yes", tuple(fields), is_fresh=is_fresh)


class _WrongTime(Exception):
    """A pair of time fields is no span of time; ``at`` is which of them is wrong, ``from`` or ``to``."""

    def __init__(self, at: str, sentence: str) -> None:
        super().__init__(sentence)
        self.at = at


def _read(name: str, number: int, day: DayFields) -> DayFields:
    """The day with its spans, or with what is wrong; a pair that was just added may be blank."""
    if not day.is_on:
        return day
    found: list[Span] = []
    for index, one in enumerate(day.fields):
        try:
            found += [] if one.is_blank else [_span(one, found)]
        except _WrongTime as wrong:
            return replace(day, problem=str(wrong), wrong=f"{name}-{number}-{wrong.at}-{index}")
    if not found and not day.is_fresh:
        problem = "Write when the day starts and ends, or take the tick away."
        return replace(day, problem=problem, wrong=f"{name}-{number}-from-0")
    return replace(day, spans=merged(found))


def _span(fields: SpanFields, others: Sequence[Span]) -> Span:
    """A pair of fields as a span; midnight as an end is the end of the day. Raises _WrongTime."""
    start, end = _minutes("from", fields.start), _minutes("to", fields.end) or DAY
    if end <= start:
        sentence = "The end has to come after the start. For hours over midnight, give each day its own times."
        raise _WrongTime("to", sentence)
    if any(start < other_end and other_start < end for other_start, other_end in others):
        raise _WrongTime("from", "Two of these times overlap.")
    return start, end


def _minutes(at: str, typed: str) -> int:
    """A time as a field or a person writes it: ``08:15``, ``8.15``, ``8:15am``, ``4pm``. Raises _WrongTime."""
    if not typed:
        raise _WrongTime(at, "Write both times, the start and the end.")
    match = re.fullmatch(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(?::[0-9]{2})? ?(am|pm)?", typed.casefold())
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (DAY, 0)
    if match and match[3]:
        hour = hour % 12 + (12 if match[3] == "pm" else 0) if 1 <= hour <= 12 else DAY
    if match is None or (match[2] is None and match[3] is None) or hour > 23 or minute > 59:
        raise _WrongTime(at, f"“{typed[:20]}” is not a time; write it as 08:15.")
    return hour * 60 + minute
