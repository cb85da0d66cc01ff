"""Terms of the school year: when the one that a day belongs to began, half terms taken together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from gateway.domain.roster import CalendarDay


@dataclass(frozen=True, slots=True)
class Term:
    """A school term that has begun; ``label`` is the school's own name for it."""

    label: str
    first_on: date


def term_of(days: Iterable[CalendarDay], today: date) -> Term | None:
    """The term that ``today`` falls into, else the last one before it; None before the first. Two halves of one name are one."""
    begun = sorted((one for one in days if one.kind == "term" and one.first_on <= today), key=lambda one: one.first_on)
    if not begun:
        return None
    first = begun[-1]
    for one in reversed(begun[:-1]):
        if one.label != first.label or not one.label or one.first_on.year != first.first_on.year:
            break
        first = one
    return Term(first.label, first.first_on)


def term_begins_at(days: Iterable[CalendarDay], now: datetime, zone: tzinfo) -> datetime:
    """The first moment of the term of ``term_of``, from which its figures are counted; long ago before the first."""
    term = term_of(days, now.astimezone(zone).date())
    return datetime.combine(term.first_on if term else date.min.replace(year=2000), time(0), tzinfo=zone)
