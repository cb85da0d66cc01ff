"""A dated copy of the official list of bank holidays, for the three divisions of the United Kingdom.

Source: the list that GOV.UK publishes for each division, as it stood on ``PUBLISHED_ON``. It ends on 26 December 2028 for all
three; days after that, and any one-off day announced since, are not known here: a school can bring in a newer list. The list
gives the day on which a holiday is kept: a substitute day stands in place of the date it replaces.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gateway.domain.errors import InputProblem

PUBLISHED_ON = date(2026, 2, 25)
"""The day of the copy. Scotland's one-off holiday of 15 June 2026 was proclaimed on 3 February 2026 and is included."""

DIVISIONS = ("england-and-wales", "scotland", "northern-ireland")


class UnknownDivision(InputProblem):
    """A school's division is none of the three that have a list."""


@dataclass(frozen=True, slots=True)
class HolidayList:
    """The days of each division as a file gave them: ``source`` is the file's name, ``brought_on`` the day it was brought in."""

    source: str
    brought_on: date
    days: tuple[tuple[str, tuple[date, ...]], ...]

    def of(self, division: str) -> tuple[date, ...]:
        """The days of a division, in order."""
        return dict(self.days)[division]


_EVERYWHERE = {
    2024: "01-01 03-29 05-06 05-27 12-25 12-26",
    2025: "01-01 04-18 05-05 05-26 12-25 12-26",
    2026: "01-01 04-03 05-04 05-25 12-25 12-28",
    2027: "01-01 03-26 05-03 05-31 12-27 12-28",
    2028: "01-03 04-14 05-01 05-29 12-25 12-26",
}
"""New Year's Day, Good Friday, the two in May, Christmas Day and Boxing Day."""

_EASTER_MONDAY_AND_SUMMER = {
    2024: "04-01 08-26",
    2025: "04-21 08-25",
    2026: "04-06 08-31",
    2027: "03-29 08-30",
    2028: "04-17 08-28",
}
"""Kept everywhere but in Scotland."""

_SCOTLAND = {
    2024: "01-02 08-05 12-02",
    2025: "01-02 08-04 12-01",
    2026: "01-02 06-15 08-03 11-30",
    2027: "01-04 08-02 11-30",
    2028: "01-04 08-07 11-30",
}
"""2 January, the first Monday of August, St Andrew's Day, and in 2026 the World Cup."""

_NORTHERN_IRELAND = {
    2024: "03-18 07-12",
    2025: "03-17 07-14",
    2026: "03-17 07-13",
    2027: "03-17 07-12",
    2028: "03-17 07-12",
}
"""St Patrick's Day and the Battle of the Boyne."""


def _days(*lists: dict[int, str]) -> frozenset[date]:
    return frozenset(
        date.fromisoformat(f"{year}-{day}") for one in lists for year, days in one.items() for day in days.split()
    )


_LISTS = {
    "england-and-wales": _days(_EVERYWHERE, _EASTER_MONDAY_AND_SUMMER),
    "scotland": _days(_EVERYWHERE, _SCOTLAND),
    "northern-ireland": _days(_EVERYWHERE, _EASTER_MONDAY_AND_SUMMER, _NORTHERN_IRELAND),
}


def bank_holidays(division: str, brought: HolidayList | None = None) -> frozenset[date]:
    """Every bank holiday known for a division, to ``last_known_on``. Raises UnknownDivision.

    Of Handbell's list and one that a school has brought in the newer holds for its own years, the other before and after.
    """
    if division not in _LISTS:
        raise UnknownDivision(f"There is no division {division!r}; use one of {', '.join(DIVISIONS)}.")
    own = _LISTS[division]
    if brought is None:
        return own
    newer, older = frozenset(brought.of(division)), own
    if brought.brought_on <= PUBLISHED_ON:
        newer, older = older, newer
    first, last = min(newer).year, max(newer).year
    return newer | {day for day in older if not first <= day.year <= last}


def last_known_on(division: str, brought: HolidayList | None = None) -> date:
    """The last day on the list: whether later days are bank holidays is unknown. Raises UnknownDivision."""
    return max(bank_holidays(division, brought))
