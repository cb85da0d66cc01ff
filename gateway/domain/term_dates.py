"""Term dates as councils publish them: what each line of their calendar is taken for, and the school calendar that gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from gateway.domain.errors import InputProblem
from gateway.domain.roster import PAGE, CalendarDay

TERM, BEGINS, ENDS, HOLIDAY, INSET, CLOSED, LEFT_OUT = "term", "begins", "ends", "holiday", "inset", "closed", ""
KINDS = {
    TERM: "A term, or a part of one",
    BEGINS: "The first day of a term",
    ENDS: "The last day of a term",
    HOLIDAY: "A holiday",
    INSET: "A training day for staff",
    CLOSED: "School is closed",
    LEFT_OUT: "Nothing: leave it out",
}
LONGEST_HALF_TERM = 16
"""Days of the longest half-term holiday, two weeks with three weekends; what is longer and bears its name is a part of a term."""
SHORTEST_TERM = 15
LONGEST = 400
"""Days of the longest line that can be one of a school's year."""
SUNDAY, SATURDAY = 6, 5


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a published calendar, both days included; ``is_timed`` is whether it had a time of day."""

    first_on: date
    last_on: date
    name: str
    is_timed: bool = False

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.last_on - self.first_on).days + 1


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line is taken for, a key of ``KINDS``; ``why`` says what makes that unsure, and is blank where it is not."""

    line: Line
    kind: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class TermDates:
    """The school calendar that readings give: the whole of it, what is new in it, what goes, and what came to nothing."""

    calendar: tuple[CalendarDay, ...]
    added: tuple[CalendarDay, ...]
    removed: tuple[CalendarDay, ...]
    notes: tuple[str, ...]


_BANK = (
    r"bank holiday|good friday|easter (sunday|monday)|christmas (day|eve)|boxing day|new years? (day|eve)"
    r"|may day|st (andrew|patrick)s? day|coronation|jubilee"
)
_INSET = (
    r"inset|in ?service|training|staff development|professional (development|learning)|non ?pupil"
    r"|\b(pd|cpd|baker|teacher|planning|staff) days?\b|closed to (pupils|children|students)|staff only"
)
_HALF = r"half ?terms?|mid ?term|midterm"
_ENDS = r"last day|end of|breaks? up|\b(ends?|finish(es)?|closes?|conclud(es?|ing))\b"
_BEGINS = (
    r"first day|start of|beginning of|back to school"
    r"|\b(starts?|begins?|(re ?)?opens?|resumes?|returns?|commences?|restarts?)\b"
)
_HOLIDAY = r"\b(school )?(holidays?|vacation|recess|hols|break)\b"
_CLOSED = r"\bclos(ed|ures?)\b|polling|no school|\bsnow\b|occasional day"
_SEASON = r"(autumn|spring|summer|lent|michaelmas|trinity|hilary|advent|easter)"
_NOT_SCHOOLS = r"\b(club|camp|fair|fete|sale|activity|activities|reading challenge|registration|deadline|payment)\b"


def read_line(line: Line) -> Reading:
    """What a line is taken for, by its name and length alone."""
    found = _read(line, " ".join(re.sub(r"[’'`]", "", re.sub(r"[-‐‑‒–—/_]", " ", line.name.casefold())).split()))
    if found.kind and line.is_timed and not found.why:
        return Reading(line, found.kind, "It has a time of day, as events of school have.")
    return found


def _read(line: Line, name: str) -> Reading:
    if re.search(_BANK, name) and line.days <= 2:
        return Reading(line, LEFT_OUT)
    if re.search(_NOT_SCHOOLS, name):
        return Reading(line, LEFT_OUT)
    if re.search(_INSET, name):
        return Reading(line, INSET, "" if line.days <= 5 else f"It lasts {line.days} days.")
    if re.search(_HALF, name):
        return _half_term(line, name)
    if line.days <= 2 and re.search(_HOLIDAY, name) and re.search(f"{_ENDS}|{_BEGINS}", name):
        return Reading(line, LEFT_OUT, "It names one end of a holiday, and not the days between.")
    if line.days <= 2 and re.search(_ENDS, name):
        return Reading(line, ENDS, _unless_of_school(name))
    if line.days <= 2 and re.search(_BEGINS, name):
        return Reading(line, BEGINS, _unless_of_school(name))
    if re.search(_CLOSED, name):
        return Reading(
            line, CLOSED if line.days <= 5 else HOLIDAY, "" if line.days <= 5 else f"It lasts {line.days} days."
        )
    if re.search(_HOLIDAY, name):
        return Reading(line, HOLIDAY, "" if line.days > 1 else "It is one day only.")
    return _term(line, name)


def _half_term(line: Line, name: str) -> Reading:
    if line.days <= 2 and re.search(
        r"break(s|ing)? up|last day|(school|term|pupils?|children) .*(close|end|finish|break)", name
    ):
        return Reading(line, ENDS)
    if line.days <= 2 and re.search(r"re ?(open|turn|start|sume)|back", name):
        return Reading(line, BEGINS)
    if line.days <= 2 and re.search(f"{_ENDS}|{_BEGINS}", name):
        return Reading(line, LEFT_OUT, "It names one end of half-term, and not the days between.")
    if line.days > LONGEST_HALF_TERM:
        return Reading(line, TERM, f"It lasts {line.days} days: too long for a holiday in the middle of a term.")
    if line.days == 1:
        return Reading(line, HOLIDAY, "It is one day only.")
    return Reading(
        line, HOLIDAY, "It may be a part of a term." if re.search(r"\b([1-6]|first|second|1st|2nd)\b", name) else ""
    )


def _term(line: Line, name: str) -> Reading:
    is_named = re.search(r"\bterms?\b", name) is not None
    if is_named and re.search(r"\bdates?\b|newsletter|calendar", name):
        return Reading(line, LEFT_OUT)
    if line.days >= SHORTEST_TERM and (is_named or re.fullmatch(rf"{_SEASON}( term)?( [1-6])?( \d{{4}})?", name)):
        return Reading(line, TERM)
    if is_named and line.days == 1:
        return Reading(line, LEFT_OUT, "It is one day, and does not say whether a term begins or ends.")
    if is_named and re.search(_SEASON, name):
        return Reading(line, LEFT_OUT, f"It lasts {line.days} days: too short for a term.")
    return Reading(line, LEFT_OUT)


def _unless_of_school(name: str) -> str:
    """Much begins and ends in a school; a term does where its name says so."""
    says = re.search(rf"\bterms?\b|\bschools?\b|\byear\b|pupils|children|breaks? up|^{_SEASON}\b", name)
    return "" if says else "It does not say that a term does."


def compose(held: Sequence[CalendarDay], readings: Sequence[Reading]) -> TermDates:
    """The calendar with what was read in it.

    Its terms take the place of those held from its first day of term to its last; training days and closures are added,
    and what is held of these stays. Raises InputProblem where the lines say nothing of any school day.
    """
    terms, notes = _terms(readings)
    off = {day for one in readings if one.kind == HOLIDAY for day in _days(one.line.first_on, one.line.last_on)}
    if not terms and not any(one.kind in (HOLIDAY, INSET, CLOSED) for one in readings):
        raise InputProblem(
            "Nothing in this file is a term, a holiday, a training day or a closure. Say what its lines are."
        )
    standing = [one for one in held if one.kind == TERM]
    first, last = (min(terms), max(terms)) if terms else (date.max, date.min)
    touched = [one for one in standing if (one.first_on <= last and first <= one.last_on) or off & set(_line_days(one))]
    kept = {day: one.label for one in touched for day in _line_days(one) if not first <= day <= last}
    runs = _runs({day: label for day, label in (kept | terms).items() if day not in off})
    new = [*(one for one in standing if one not in touched), *(_as_held(one, touched) for one in runs)]
    more = _more(held, readings)
    calendar = tuple(
        sorted((*(one for one in held if one.kind != TERM), *new, *more), key=lambda one: (one.first_on, one.kind))
    )
    return TermDates(
        calendar=calendar if set(calendar) != set(held) else tuple(held),
        added=tuple(one for one in calendar if one not in held),
        removed=tuple(one for one in held if one not in calendar),
        notes=notes,
    )


def _terms(readings: Iterable[Reading]) -> tuple[dict[date, str], tuple[str, ...]]:
    """Every day of a term with the term's name, from the lines that hold one and those that name its ends."""
    ordered = sorted(readings, key=lambda one: (one.line.first_on, one.kind != BEGINS))
    found: dict[date, str] = {}
    notes: list[str] = []
    begun: Line | None = None
    for one in ordered:
        if one.kind == TERM:
            found |= {day: one.line.name for day in _days(one.line.first_on, one.line.last_on) if day not in found}
        elif one.kind == BEGINS:
            if begun is not None:
                notes.append(f"“{begun.name}” begins a term, and no line ends it.")
            begun = one.line
        elif one.kind == ENDS and begun is not None:
            label = _bare(begun.name)
            found |= {day: label for day in _days(begun.first_on, one.line.last_on) if day not in found}
            begun = None
        elif one.kind == ENDS and one.line.last_on not in found:
            notes.append(f"“{one.line.name}” ends a term, and no line begins it.")
    if begun is not None and begun.first_on not in found:
        notes.append(f"“{begun.name}” begins a term, and no line ends it.")
    return found, tuple(notes)


def _bare(name: str) -> str:
    """A term's name without the word that says that it begins."""
    return " ".join(re.sub(_BEGINS, "", name, flags=re.IGNORECASE).strip(" -–:").split()) or name


def _runs(days: dict[date, str]) -> list[CalendarDay]:
    """Days that follow each other in one term as its stretches, each from a weekday to a weekday."""
    ordered = sorted(days)
    found = []
    for _, group in groupby(enumerate(ordered), key=lambda one: (one[1].toordinal() - one[0], days[one[1]])):
        run = [day for _, day in group]
        while run and run[0].weekday() in (SATURDAY, SUNDAY):
            del run[0]
        while run and run[-1].weekday() in (SATURDAY, SUNDAY):
            del run[-1]
        if run:
            found.append(CalendarDay(TERM, run[0], run[-1], days[run[0]][:80], PAGE))
    return found


def _as_held(one: CalendarDay, held: Iterable[CalendarDay]) -> CalendarDay:
    """The line that stands already for the same days, whatever it is called."""
    same = (other for other in held if (other.first_on, other.last_on) == (one.first_on, one.last_on))
    return next(same, one)


def _more(held: Iterable[CalendarDay], readings: Iterable[Reading]) -> list[CalendarDay]:
    """The training days and closures that are not held yet."""
    known = {(one.kind, day) for one in held for day in _line_days(one) if one.kind in (INSET, CLOSED)}
    found: list[CalendarDay] = []
    for one in readings:
        line = one.line
        if one.kind in (INSET, CLOSED) and any(
            (one.kind, day) not in known for day in _days(line.first_on, line.last_on)
        ):
            found.append(CalendarDay(one.kind, line.first_on, line.last_on, line.name[:80], PAGE))
            known |= {(one.kind, day) for day in _days(line.first_on, line.last_on)}
    return found


def _line_days(one: CalendarDay) -> Iterable[date]:
    return _days(one.first_on, one.last_on)


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=step) for step in range((last - first).days + 1))
