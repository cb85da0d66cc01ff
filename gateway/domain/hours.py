"""Working hours: the hours grammar, the days a school is open to a person, and when that person is next on duty."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gateway.domain.bank_holidays import bank_holidays
from gateway.domain.errors import InputProblem
from gateway.domain.roster import Absence, CalendarDay, School

Span = tuple[int, int]
"""Minutes after midnight on the school's clock: the first on duty, the first off duty again; 1440 is 24:00."""

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
DAY = 24 * 60
_ANY_DAY: tuple[Span, ...] = ((date.min.toordinal(), date.max.toordinal()),)


class HoursProblem(InputProblem):
    """Hours are not written in the hours grammar; the sentence names the piece that is wrong."""


class NaiveMoment(InputProblem):
    """A moment came without an offset, so nobody can say when it was."""


class UnknownZone(InputProblem):
    """A school's time zone is not one that exists."""


class Off(StrEnum):
    """Why somebody is not on duty, the weightiest reason first."""

    NO_HOURS = "no_hours"
    ABSENT = "absent"
    CLOSED = "closed"
    HOLIDAY = "holiday"
    BANK_HOLIDAY = "bank_holiday"
    INSET = "inset"
    DAY_OFF = "day_off"
    OUTSIDE_HOURS = "outside_hours"


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
    return days, () if match[2].lower() == "off" else _merged(_span(piece.strip()) for piece in match[2].split(","))


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


def _merged(runs: Iterable[Span]) -> tuple[Span, ...]:
    """Half-open runs, sorted, with those that touch or overlap made one."""
    merged: list[Span] = []
    for start, end in sorted(runs):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)


def _without(runs: tuple[Span, ...], holes: tuple[Span, ...]) -> tuple[Span, ...]:
    """What is left of sorted runs once the sorted holes are cut out."""
    left: list[Span] = []
    for start, end in runs:
        for hole_start, hole_end in holes[max(0, bisect_right(holes, (start, 0)) - 1) :]:
            if hole_start >= end:
                break
            if hole_end <= start:
                continue
            if hole_start > start:
                left.append((start, hole_start))
            start = hole_end
        if start < end:
            left.append((start, end))
    return tuple(left)


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who sees messages: a staff id or ``office``, with their own pattern, absences and named cover (or blank)."""

    key: str
    name: str
    pattern: Pattern
    works_inset: bool = False
    year_round: bool = False
    absences: tuple[Absence, ...] = ()
    covered_by: str = ""

    def absence_on(self, day: date) -> Absence | None:
        """The absence that holds on a day; of several, one that names a cover goes first."""
        if not self.absences:
            return None
        rows = [one for one in self.absences if one.first_on <= day <= one.last_on]
        return next((one for one in rows if one.covered_by), rows[0] if rows else None)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A school's days, as half-open runs of day numbers (``date.toordinal``)."""

    zone: ZoneInfo
    terms: tuple[Span, ...]
    closed: tuple[Span, ...]
    inset: tuple[Span, ...]
    bank_holidays: tuple[Span, ...]
    _open: tuple[tuple[Span, ...], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        shut = _merged((*self.closed, *self.bank_holidays))
        with_inset = _merged((*self.terms, *self.inset))
        kinds = (
            _without(_without(self.terms, self.inset), shut),
            _without(with_inset, shut),
            _without(_without(_ANY_DAY, self.inset), shut),
            _without(_ANY_DAY, shut),
        )
        object.__setattr__(self, "_open", kinds)

    @staticmethod
    def of(school: School, days: tuple[CalendarDay, ...]) -> Calendar:
        """A school's calendar. Raises UnknownZone, UnknownDivision."""
        try:
            zone = ZoneInfo(school.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
            raise UnknownZone(
                f"There is no time zone {school.timezone!r}; use a name such as Europe/London."
            ) from problem
        kinds = {
            kind: _merged((one.first_on.toordinal(), one.last_on.toordinal() + 1) for one in days if one.kind == kind)
            for kind in ("term", "closed", "inset")
        }
        holidays = _merged((day.toordinal(), day.toordinal() + 1) for day in bank_holidays(school.division))
        return Calendar(zone, kinds["term"], kinds["closed"], kinds["inset"], holidays)

    @property
    def last_on(self) -> date | None:
        """The last day of the last term, or None for a calendar without terms."""
        return date.fromordinal(self.terms[-1][1] - 1) if self.terms else None

    def open_days(self, worker: Worker) -> tuple[Span, ...]:
        """The runs of days that are open to people of this kind, their own absences aside."""
        return self._open[worker.works_inset + 2 * worker.year_round]

    def day_of(self, at: datetime) -> date:
        """The school's day at an aware moment. Raises NaiveMoment."""
        return _aware(at).astimezone(self.zone).date()


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None or at.utcoffset() is None:
        raise NaiveMoment(f"{at.isoformat()} has no offset; write a time such as 2026-11-23T08:15:00+00:00.")
    return at


def _holds(runs: tuple[Span, ...], number: int) -> bool:
    place = bisect_right(runs, (number, DAY * date.max.toordinal())) - 1
    return place >= 0 and number < runs[place][1]


def is_open_to(worker: Worker, calendar: Calendar, day: date) -> bool:
    """Whether a day is open to a person: its kind, a closure, a bank holiday, their absence; not their weekly hours."""
    return _holds(calendar.open_days(worker), day.toordinal()) and worker.absence_on(day) is None


def next_working_day(worker: Worker, calendar: Calendar, day: date) -> date | None:
    """The first day from ``day`` on that is open to a person and has hours of theirs; None when the calendar ends first."""
    if worker.pattern.is_empty:
        return None
    runs, number = calendar.open_days(worker), day.toordinal()
    place = max(0, bisect_right(runs, (number, 0)) - 1)
    while place < len(runs):
        start, end = runs[place]
        number = max(number, start)
        number += worker.pattern.days_until_worked((number + 6) % 7)
        if number >= end:
            place += 1
            continue
        found = date.fromordinal(number)
        away = worker.absence_on(found)
        if away is None:
            return found
        number = away.last_on.toordinal() + 1
    return None


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


def duty_on(pattern: Pattern, zone: ZoneInfo, day: date) -> tuple[tuple[datetime, datetime], ...]:
    """The spans of a pattern on a day as moments in UTC, start on duty, end off duty.

    Duty follows the clock on the wall: where clocks go forward, a start in the missing hour is the moment they do; where
    they go back, the repeated hour counts both times. Sums are made in UTC because datetimes of one zone compare by
    wall clock, which is wrong in the repeated hour.
    """
    spans = pattern.days[day.weekday()]
    if not spans:
        return ()
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


def _first_in(spans: tuple[tuple[datetime, datetime], ...], at: datetime) -> datetime | None:
    for start, end in spans:
        if at < end:
            return max(at, start)
    return None


def next_on_duty(worker: Worker, calendar: Calendar, at: datetime) -> datetime | None:
    """The first moment from ``at`` on at which a person is on duty, in the school's zone; ``at`` itself if they are now.

    None when they have no hours, or when the calendar ends first. Raises NaiveMoment.
    """
    moment = _aware(at).astimezone(UTC)
    today = moment.astimezone(calendar.zone).date()
    day = next_working_day(worker, calendar, today)
    while day is not None:
        found = _first_in(duty_on(worker.pattern, calendar.zone, day), moment)
        if found is not None:
            return found.astimezone(calendar.zone)
        day = next_working_day(worker, calendar, day + timedelta(days=1))
    return None


def is_on_duty(worker: Worker, calendar: Calendar, at: datetime) -> bool:
    """Whether a person is on duty at an aware moment. Raises NaiveMoment."""
    moment = _aware(at).astimezone(UTC)
    day = moment.astimezone(calendar.zone).date()
    if not is_open_to(worker, calendar, day):
        return False
    return any(start <= moment < end for start, end in duty_on(worker.pattern, calendar.zone, day))


def next_courteous(pattern: Pattern, zone: ZoneInfo, at: datetime) -> datetime:
    """The first moment from ``at`` on at which parents may be written to, whatever the school's calendar says.

    A pattern that is off on every day holds nothing back: a hold that could never end is no courtesy. Raises NaiveMoment.
    """
    moment = _aware(at).astimezone(UTC)
    today = moment.astimezone(zone).date()
    for step in range(9):  # a week and a day find every pattern; the ninth is for a day that loses its only hour
        found = _first_in(duty_on(pattern, zone, today + timedelta(days=step)), moment)
        if found is not None:
            return found.astimezone(zone)
    return at.astimezone(zone)


def why_shut(worker: Worker, calendar: Calendar, day: date) -> Off | None:
    """Why a day is not open to a person, or None where it is."""
    number = day.toordinal()
    if worker.absence_on(day) is not None:
        return Off.ABSENT
    if _holds(calendar.open_days(worker), number):
        return None
    if _holds(calendar.closed, number):
        return Off.CLOSED
    if _holds(calendar.inset, number) and not _holds(calendar.bank_holidays, number):
        return Off.INSET
    if not _holds(calendar.terms, number) and not worker.year_round:
        return Off.HOLIDAY
    return Off.BANK_HOLIDAY


def why_off(worker: Worker, calendar: Calendar, at: datetime) -> Off | None:
    """Why a person is not on duty at a moment, or None where they are. Raises NaiveMoment."""
    if worker.pattern.is_empty:
        return Off.NO_HOURS
    day = calendar.day_of(at)
    if shut := why_shut(worker, calendar, day):
        return shut
    if not worker.pattern.days[day.weekday()]:
        return Off.DAY_OFF
    return None if is_on_duty(worker, calendar, at) else Off.OUTSIDE_HOURS
