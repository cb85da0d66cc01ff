"""Term dates out of a published calendar: shown first, then all of them or none, and they can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from gateway.actions.calendars import Move, moves_of, replace_calendar
from gateway.actions.directory import directory
from gateway.domain.errors import InputProblem
from gateway.domain.roster import CalendarDay
from gateway.domain.scope import Scope
from gateway.domain.term_dates import KINDS, LONGEST, Line, Reading, TermDates, compose, read_line
from gateway.ports.calendars import CalendarSource
from gateway.store import audit, schools
from gateway.store.transaction import reading, writing

IMPORTED, TAKEN_BACK = "term_dates.imported", "term_dates.taken_back"
AHEAD = timedelta(days=3 * 366)
"""How far ahead lines are looked at: councils publish two or three years."""
MOST_READ = 200
"""Lines that a person can look through; a council's calendar has some dozens."""


class NothingToTakeBack(InputProblem):
    """No term dates were brought in from a file, or they have been taken back."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a file's lines would make of the calendar: the whole of it, and the promises that would move."""

    readings: tuple[Reading, ...]
    dates: TermDates
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """The newest import that stands: the name of its file, when, by whom, and the lines it added and took out."""

    name: str
    at: datetime
    by: str
    added: tuple[CalendarDay, ...]
    removed: tuple[CalendarDay, ...]


def read_file(scope: Scope, raw: bytes, *, read: CalendarSource, now: datetime) -> tuple[Reading, ...]:
    """What the lines of a file are taken for, those alone that say anything of school days, the unsure among them.

    Raises CalendarUnreadable; InputProblem for a file without such a line or with more than anybody looks through.
    No event: nothing changes.
    """
    with reading():
        zone = directory(scope).staffing.calendar.zone
    today = now.astimezone(zone).date()
    # From the school's year on: a term that has begun is known by a line that is over.
    since = date(today.year if today.month >= 8 else today.year - 1, 8, 1)
    found = [read_line(one) for one in read(raw, zone=zone, since=since, until=today + AHEAD)]
    said = tuple(one for one in found if one.kind or one.why)
    if not said:
        raise InputProblem(
            f"None of the {len(found)} lines of this file is a term, a holiday or a training day from {since:%B %Y} on."
        )
    if len(said) > MOST_READ:
        raise InputProblem(
            f"{len(said)} lines of this file look like school days; nobody can look through more than {MOST_READ}. "
            "Save the calendar of term dates alone."
        )
    return said


def corrected(readings: Sequence[Reading], kinds: Sequence[str]) -> tuple[Reading, ...]:
    """The readings with what a person says they are, in their order. Raises InputProblem. No event: nothing changes."""
    if len(readings) != len(kinds) or not set(kinds) <= set(KINDS):
        raise InputProblem("Choose for each line what it is.")
    return tuple(
        one if one.kind == kind else replace(one, kind=kind, why="") for one, kind in zip(readings, kinds, strict=True)
    )


def preview(scope: Scope, readings: Sequence[Reading], *, now: datetime) -> Proposal:
    """What ``import_term_dates`` would do. Raises InputProblem. No event: nothing changes."""
    with reading():
        held = directory(scope)
        dates = compose(held.roster.calendar, _checked(readings))
        moves = moves_of(scope, held, replace(held.roster, calendar=dates.calendar), now=now)
        return Proposal(tuple(readings), dates, moves)


def import_term_dates(scope: Scope, readings: Sequence[Reading], *, name: str, now: datetime) -> int:
    """Put the dates that these lines give into the calendar, all of them or none; how many promises moved.

    Raises InputProblem. Events: term_dates.imported, calendar.changed, promise.changed.
    """
    with writing():
        audit.take_turn(scope)
        dates = compose(schools.calendar(scope), _checked(readings))
        if not dates.added and not dates.removed:
            return 0
        audit.append(
            scope,
            IMPORTED,
            now=now,
            clause="C3",
            name=name[:80],
            added=[_written(one) for one in dates.added],
            removed=[_written(one) for one in dates.removed],
        )
        return replace_calendar(scope, dates.calendar, now=now)


def last_import(scope: Scope) -> Imported | None:
    """The newest import, where it has not been taken back. No event: a calendar is nobody's words."""
    with reading():
        return _last(scope)


def take_back(scope: Scope, *, now: datetime) -> int:
    """Undo the newest import and nothing that was changed since; how many promises moved. Raises NothingToTakeBack.

    Events: term_dates.taken_back, calendar.changed, promise.changed.
    """
    with writing():
        audit.take_turn(scope)
        held = schools.calendar(scope)
        newest = _last(scope)
        if newest is None:
            raise NothingToTakeBack("There are no term dates of a file to take back.")
        audit.append(scope, TAKEN_BACK, now=now, clause="C3", name=newest.name)
        return replace_calendar(scope, _without(held, newest), now=now)


def preview_take_back(scope: Scope, *, now: datetime) -> tuple[Move, ...]:
    """What ``take_back`` would move. Raises NothingToTakeBack. No event: nothing changes."""
    with reading():
        newest = _last(scope)
        if newest is None:
            raise NothingToTakeBack("There are no term dates of a file to take back.")
        held = directory(scope)
        return moves_of(scope, held, replace(held.roster, calendar=_without(held.roster.calendar, newest)), now=now)


def _last(scope: Scope) -> Imported | None:
    newest = next(iter(audit.latest(scope, (IMPORTED, TAKEN_BACK), limit=1)), None)
    if newest is None or newest.event == TAKEN_BACK:
        return None
    said = newest.detail
    by = directory(scope).name_of(newest.actor.partition(":")[2])
    added, removed = (tuple(CalendarDay(*_read(one)) for one in said[key]) for key in ("added", "removed"))
    return Imported(said["name"], newest.at, by, added, removed)


def _without(held: Sequence[CalendarDay], newest: Imported) -> tuple[CalendarDay, ...]:
    kept = [one for one in held if one not in newest.added]
    again = [one for one in newest.removed if one not in kept]
    return tuple(sorted((*kept, *again), key=lambda one: (one.first_on, one.kind)))


def _checked(readings: Sequence[Reading]) -> Sequence[Reading]:
    for one in readings:
        if one.line.days < 1 or one.line.days > LONGEST:
            raise InputProblem(f"“{one.line.name}” lasts {one.line.days} days; leave it out.")
    return readings


def line_of(written: str) -> Line:
    """A line as ``written_line`` wrote it. Raises InputProblem. No event: nothing changes."""
    first, _, rest = written.partition(" ")
    last, _, name = rest.partition(" ")
    try:
        return Line(date.fromisoformat(first), date.fromisoformat(last), name[:80])
    except ValueError as failure:
        raise InputProblem("Bring the file in once more; its lines cannot be read back.") from failure


def written_line(line: Line) -> str:
    """A line as one text, to be sent back by a form. No event: nothing changes."""
    return f"{line.first_on.isoformat()} {line.last_on.isoformat()} {line.name}"


def _written(one: CalendarDay) -> list[str]:
    return [one.kind, one.first_on.isoformat(), one.last_on.isoformat(), one.label, one.origin]


def _read(said: Sequence[str]) -> tuple[str, date, date, str, str]:
    kind, first, last, label, origin = said
    return kind, date.fromisoformat(first), date.fromisoformat(last), label, origin
