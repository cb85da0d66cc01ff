"""The days a school is open to a person: terms, closures, bank holidays, training days and absences."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gateway.domain.bank_holidays import bank_holidays
from gateway.domain.errors import InputProblem
from gateway.domain.hours.pattern import DAY, Span, merged
from gateway.domain.hours.rota import Rota
from gateway.domain.roster import Absence, CalendarDay, School

_ANY_DAY: tuple[Span, ...] = ((date.min.toordinal(), date.max.toordinal()),)


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
    FINISHED = "finished"
    OUTSIDE_HOURS = "outside_hours"


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
    """Somebody who sees messages: a staff id or ``office``, with their own rota, absences and named cover (or blank).

    ``finished_at`` is the aware moment at which they last finished a day early; that day ends for them there. ``lessons``
    are the hours in which they work and read no messages, on days with pupils; None where nothing is held for them.
    """

    key: str
    name: str
    rota: Rota
    works_inset: bool = False
    year_round: bool = False
    absences: tuple[Absence, ...] = ()
    covered_by: str = ""
    finished_at: datetime | None = None
    lessons: Rota | None = None

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
        shut = merged((*self.closed, *self.bank_holidays))
        with_inset = merged((*self.terms, *self.inset))
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
            kind: merged((one.first_on.toordinal(), one.last_on.toordinal() + 1) for one in days if one.kind == kind)
            for kind in ("term", "closed", "inset")
        }
        holidays = merged(
            (day.toordinal(), day.toordinal() + 1) for day in bank_holidays(school.division, school.bank_holidays)
        )
        return Calendar(zone, kinds["term"], kinds["closed"], kinds["inset"], holidays)

    @property
    def last_on(self) -> date | None:
        """The last day of the last term, or None for a calendar without terms."""
        return date.fromordinal(self.terms[-1][1] - 1) if self.terms else None

    def open_days(self, worker: Worker) -> tuple[Span, ...]:
        """The runs of days that are open to people of this kind, their own absences aside."""
        return self._open[worker.works_inset + 2 * worker.year_round]

    def has_pupils(self, day: date) -> bool:
        """Whether pupils are in school on a day: in a term, and no training day, closure or bank holiday."""
        return _holds(self._open[0], day.toordinal())

    def day_of(self, at: datetime) -> date:
        """The school's day at an aware moment. Raises NaiveMoment."""
        return aware(at).astimezone(self.zone).date()


def aware(at: datetime) -> datetime:
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
    runs, number = calendar.open_days(worker), day.toordinal()
    place = max(0, bisect_right(runs, (number, 0)) - 1)
    while place < len(runs):
        start, end = runs[place]
        found = worker.rota.next_worked(date.fromordinal(max(number, start)))
        if found is None:
            return None
        number = found.toordinal()
        if number >= end:
            place += 1
            continue
        away = worker.absence_on(found)
        if away is None:
            return found
        number = away.last_on.toordinal() + 1
    return None


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
