"""How far ahead a school's dates reach: its terms, and the official list of bank holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from gateway.domain.bank_holidays import last_known_on
from gateway.domain.hours import Calendar
from gateway.domain.roster import School

A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class DatesAhead:
    """What runs out soon. ``no_next_term`` is whether no term is known that begins later, ``terms_end_on`` the last day of the
    last one (None where no term is known at all), ``holidays_end_on`` the end of the list where that is within a year.
    """

    no_next_term: bool
    terms_end_on: date | None
    holidays_end_on: date | None


def dates_ahead(calendar: Calendar, school: School, day: date) -> DatesAhead:
    """What of a school's dates runs out, as seen from a day. Raises UnknownDivision."""
    ends_on = last_known_on(school.division, school.bank_holidays)
    return DatesAhead(
        no_next_term=not any(start > day.toordinal() for start, _ in calendar.terms),
        terms_end_on=calendar.last_on,
        holidays_end_on=ends_on if ends_on < day + A_YEAR else None,
    )
