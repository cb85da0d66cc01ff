"""The hours of an ordinary week: the hours grammar, read and written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from gateway.domain.errors import InputProblem

Span = tuple[int, int]
"""Minutes after midnight on the school's clock: the first on duty, the first off duty again; 1440 is 24:00."""

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
DAY = 24 * 60


class HoursProblem(InputProblem):
    """Hours are not written in the hours grammar; the sentence names the piece that is wrong."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """The hours of an ordinary week: for Monday to Sunday, the spans of that day, sorted and apart from each other."""

    days: tuple[tuple[Span, ...], ...]
    _ahead: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ahead = tuple(next((step for step in range(7) if self.days[(weekday + step) % 7]), 0) for weekday in range(7))
        object.__setattr__(self, "_ahead", ahead)

    @staticmethod
    def parse(text: str) -> Pattern:
        """Read ``Mo-Fr 08:30-12:00,13:00-16:30; We off``: a later rule replaces the days it names. Raises HoursProblem.

        A range may wrap (``Fr-Mo``), spans that touch or overlap are one, and 24:00 is the end of a day. ``off`` alone
        is off on every day. Hours over midnight are two rules, so that each belongs to the day it is worked on.
        """
        return _parsed(text)

    def spans_on(self, weekday: int) -> tuple[Span, ...]:
        """The spans of a weekday, Monday being 0."""
        return self.days[weekday]

    @property
    def is_empty(self) -> bool:
        """Whether every day is off."""
        return not any(self.days)

    def days_until_worked(self, weekday: int) -> int:
        """How many days from this weekday to the next that is worked, 0 being the day itself."""
        return self._ahead[weekday]

    def alike(self) -> tuple[tuple[tuple[Span, ...], tuple[int, ...]], ...]:
        """The spans that are worked, each with the weekdays on which it is those, in the order of the week."""
        found: dict[tuple[Span, ...], tuple[int, ...]] = {}
        for weekday, spans in enumerate(self.days):
            if spans:
                found[spans] = (*found.get(spans, ()), weekday)
        return tuple(found.items())

    def written(self) -> str:
        """The pattern in the hours grammar, days that are alike together: ``Mo-We 08:15-16:00; Fr 08:15-13:00``.

        Reading this back gives the same pattern.
        """
        rules = (f"{_day_names(weekdays)} {','.join(map(_span_text, spans))}" for spans, weekdays in self.alike())
        return "; ".join(rules) or "off"


def _day_names(weekdays: Sequence[int]) -> str:
    """Sorted weekdays as the grammar names them, three or more in a row as a range."""
    runs = merged((one, one + 1) for one in weekdays)
    pieces = [(f"{DAYS[a]}-{DAYS[b - 1]}",) if b - a > 2 else DAYS[a:b] for a, b in runs]
    return ",".join(name for piece in pieces for name in piece)


def _span_text(span: Span) -> str:
    return "-".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in span)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Pattern:
    plain = " ".join(re.sub("[‐‑‒–−]", "-", text).split())
    week: list[tuple[Span, ...]] = [()] * 7
    rules = [rule.strip() for rule in plain.split(";")]
    if not any(rules):
        raise HoursProblem("There are no hours; write for example Mo-Fr 08:30-16:30, or off.")
    for rule in filter(None, rules):
        days, spans = _rule(rule)
        for day in days:
            week[day] = spans
    return Pattern(tuple(week))


def _rule(rule: str) -> tuple[tuple[int, ...], tuple[Span, ...]]:
    if rule.lower() == "off":
        return tuple(range(7)), ()
    match = re.fullmatch(r"([A-Za-z][A-Za-z, -]*?) *((?<= )off|[0-9].*)", rule, re.IGNORECASE)
    if match is None:
        raise HoursProblem(
            f"{rule!r} is not a rule of hours; name days, then times or off, for example Mo-Fr 08:30-16:30."
        )
    days = tuple(day for piece in match[1].split(",") for day in _days(piece.strip()))
    return days, () if match[2].lower() == "off" else merged(_span(piece.strip()) for piece in match[2].split(","))


def _days(piece: str) -> tuple[int, ...]:
    ends = [end.strip().capitalize() for end in piece.split("-")]
    if len(ends) > 2 or not set(ends) <= set(DAYS):
        raise HoursProblem(f"{piece!r} is not a day; use Mo, Tu, We, Th, Fr, Sa or Su, or a range such as Mo-Fr.")
    first, last = DAYS.index(ends[0]), DAYS.index(ends[-1])
    return tuple((first + step) % 7 for step in range((last - first) % 7 + 1))


def _span(piece: str) -> Span:
    match = re.fullmatch(r"([0-9]{2}):([0-9]{2}) ?- ?([0-9]{2}):([0-9]{2})", piece)
    if match is None:
        raise HoursProblem(f"{piece!r} is not a span of time; write it as 08:30-16:30.")
    hours, minutes = (int(match[1]), int(match[3])), (int(match[2]), int(match[4]))
    start, end = hours[0] * 60 + minutes[0], hours[1] * 60 + minutes[1]
    if max(minutes) > 59 or end > DAY:
        raise HoursProblem(f"{piece!r} has a time that no clock shows; times run from 00:00 to 24:00.")
    if end <= start:
        raise HoursProblem(f"{piece!r} ends before it begins; for hours over midnight give each day its own span.")
    return start, end


def merged(runs: Iterable[Span]) -> tuple[Span, ...]:
    """Half-open runs, sorted, with those that touch or overlap made one."""
    merged: list[Span] = []
    for start, end in sorted(runs):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)
