"""A person's weeks over time: one that stays, or several in turn, from one day on and from another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from gateway.domain.hours.pattern import HoursProblem, Pattern

WEEK = timedelta(weeks=1)
MOST_WEEKS = 2
NO_LESSONS = "off"
SCHOOL = "school"
"""Stands in a rota for the school's hours for staff."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Weeks that come in turn from a day on; the first of them is the calendar week of that day.

    A week is None where it is the school's own. ``date.min`` is "always".
    """

    first_on: date
    weeks: tuple[Pattern | None, ...]

    def week_in(self, day: date) -> int:
        """Which of the weeks a day is in, also before the first of them."""
        return (_monday(day) - _monday(self.first_on)).days // 7 % len(self.weeks)

    def from_day(self, day: date) -> Turn:
        """The same weeks, begun at another day, in the same turn."""
        place = self.week_in(day)
        return Turn(day, self.weeks[place:] + self.weeks[:place])


@dataclass(frozen=True, slots=True)
class Rota:
    """The turns of a person, in order of their days; the first holds before its day too. ``school`` is a week of the school's."""

    turns: tuple[Turn, ...]
    school: Pattern
    _steady: Pattern | None = field(init=False, repr=False, compare=False)
    """The one week that holds at all times; None where weeks differ."""

    def __post_init__(self) -> None:
        week = None if self.varies else self.turns[0].weeks[0] or self.school
        object.__setattr__(self, "_steady", week)

    @staticmethod
    def always(pattern: Pattern) -> Rota:
        """The same week at all times."""
        return Rota((Turn(date.min, (pattern,)),), pattern)

    @staticmethod
    def parse(text: str, *, school: Pattern) -> Rota:
        """Read hours with their days: ``Mo-Fr 08:30-16:30 | from 2027-01-04: Mo-We 08:30-16:30 / Mo-Th 08:30-16:30``.

        Each piece is a week in the hours grammar, or weeks in turn, or ``school``; blank is ``school``. Raises HoursProblem.
        """
        return Rota(_turns(text), school)

    @staticmethod
    def of_lessons(text: str) -> Rota:
        """Read somebody's lessons, which may come in turn and from a day on like hours; blank is none. Raises HoursProblem."""
        return Rota.parse(text or NO_LESSONS, school=Pattern.parse(NO_LESSONS))

    def turn_on(self, day: date) -> Turn:
        """The turn that holds on a day."""
        held = self.turns[0]
        for turn in self.turns[1:]:
            if turn.first_on > day:
                break
            held = turn
        return held

    def week_on(self, day: date) -> Pattern:
        """The week that holds on a day."""
        if self._steady is not None:
            return self._steady
        turn = self.turn_on(day)
        return turn.weeks[0 if len(turn.weeks) == 1 else turn.week_in(day)] or self.school

    def next_worked(self, day: date) -> date | None:
        """The first day from ``day`` on that has hours, whatever the calendar says; None when none is to come."""
        steady, last = self._steady, self.turns[-1]
        if steady is not None:
            if steady.is_empty:
                return None
            ahead = steady.days_until_worked(day.weekday())
            return day + timedelta(days=ahead) if ahead else day
        for _ in range(len(self.turns) + len(last.weeks) + _weeks_between(day, last.first_on)):
            week, until = self.week_on(day), self._until(day)
            found = day + timedelta(days=week.days_until_worked(day.weekday()))
            if not week.is_empty and (until is None or found < until):
                return found
            if until is None:
                return None
            day = until
        return None

    def _until(self, day: date) -> date | None:
        """The first day after ``day`` on which another week may hold; None when this one stays."""
        later = next((turn.first_on for turn in self.turns[1:] if turn.first_on > day), None)
        if len(self.turn_on(day).weeks) == 1:
            return later
        monday = _monday(day) + WEEK
        return monday if later is None else min(monday, later)

    def instead(self, day: date, weeks: Sequence[Pattern | None]) -> Rota:
        """These weeks in the place of those that hold on a day, the first of them being the week of that day."""
        later = self.since(day).turns[1:]
        return replace(self, turns=(Turn(date.min if len(weeks) == 1 else _monday(day), tuple(weeks)), *later))

    def with_turn(self, first_on: date, weeks: Sequence[Pattern | None]) -> Rota:
        """These weeks from a day on, until the next turn that is known already."""
        earlier = self._before(first_on)
        later = tuple(turn for turn in self.turns if turn.first_on > first_on)
        return replace(self, turns=(*earlier, Turn(first_on, tuple(weeks)), *later))

    def with_one_week(self, day: date, week: Pattern | None) -> Rota:
        """Another week in the calendar week of a day; what would have held after it holds again, in its turn."""
        monday, after = _monday(day), _monday(day) + WEEK
        again = self.turn_on(after).from_day(after)
        later = tuple(turn for turn in self.turns if turn.first_on > after)
        return replace(self, turns=(*self._before(monday), Turn(monday, (week,)), again, *later))

    def _before(self, day: date) -> tuple[Turn, ...]:
        """What holds before a day; a first turn that would begin later is begun a week before it, in the same turn."""
        earlier = tuple(turn for turn in self.turns if turn.first_on < day)
        return earlier or (self.turns[0].from_day(_monday(day) - WEEK),)

    def without(self, first_on: date) -> Rota:
        """The rota without the turn that begins on a day: what held before it goes on."""
        kept = tuple(turn for turn in self.turns if turn.first_on != first_on)
        return replace(self, turns=kept or self.turns)

    @property
    def varies(self) -> bool:
        """Whether one week is not like every other."""
        return len(self.turns) > 1 or len(self.turns[0].weeks) > 1

    @property
    def ends(self) -> bool:
        """Whether no week has hours any more from some day on."""
        return all((week or self.school).is_empty for week in self.turns[-1].weeks)

    @property
    def weekdays(self) -> tuple[int, ...]:
        """The weekdays worked in every week, Monday being 0; none where weeks differ."""
        week = self.turns[0].weeks[0] or self.school
        return () if self.varies else tuple(weekday for weekday, spans in enumerate(week.days) if spans)

    def since(self, day: date) -> Rota:
        """The rota without the turns that are over on a day."""
        return replace(self, turns=(self.turn_on(day), *(turn for turn in self.turns if turn.first_on > day)))

    def written(self) -> str:
        """The rota as text that reads back as the same; blank for the school's hours at all times."""
        said = " | ".join(_written(turn) for turn in self.turns)
        return "" if said == SCHOOL else said


def _monday(day: date) -> date:
    return day if day == date.min else day - timedelta(days=day.weekday())


def _weeks_between(day: date, later: date) -> int:
    return max(0, (later - day).days // 7 + 1)


def _written(turn: Turn) -> str:
    weeks = " / ".join(one.written() if one is not None else SCHOOL for one in turn.weeks)
    return weeks if turn.first_on == date.min else f"from {turn.first_on.isoformat()}: {weeks}"


@lru_cache(maxsize=4096)
def _turns(text: str) -> tuple[Turn, ...]:
    turns = tuple(_turn(piece.strip(), is_first=not place) for place, piece in enumerate(text.split("|")))
    for one, other in pairwise(turns):
        if one.first_on >= other.first_on:
            raise HoursProblem(f"Hours from {other.first_on.isoformat()} stand after later ones; put them in order.")
    return turns


def _turn(piece: str, *, is_first: bool) -> Turn:
    match = re.fullmatch(r"from\s+([0-9-]+)\s*:\s*(.*)", piece, re.DOTALL | re.IGNORECASE)
    weeks = tuple(_week(one.strip()) for one in (match[2] if match else piece).split("/"))
    if match is None and (len(weeks) > 1 or not is_first):
        raise HoursProblem(f"{piece!r} has no first day; write it as from 2027-01-04: Mo-Fr 08:30-16:30.")
    if len(weeks) > MOST_WEEKS:
        raise HoursProblem(f"{piece!r} has more than {MOST_WEEKS} weeks in turn.")
    return Turn(_date(match[1]) if match else date.min, weeks)


def _week(text: str) -> Pattern | None:
    return None if text.casefold() in ("", SCHOOL) else Pattern.parse(text)


def _date(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as problem:
        raise HoursProblem(f"{written!r} is not a day; write it as 2027-01-04.") from problem
