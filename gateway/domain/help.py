"""Help to phone: whom a family can call at an hour, said alike to everybody and whatever they wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.domain.hours import duty_on, is_on_duty, next_on_duty
from gateway.domain.promises import OFFICE, Staffing
from gateway.domain.roster import Council, Emergency

NSPCC = "0808 800 5000"
"""The NSPCC's helpline; its hours are not printed, because the published ones disagree (research/domain.md, 2.7)."""
COUNCIL_DAY = range(9, 17)
"""Hours of a weekday in which a council's children's services answer on the day number; at all others the duty team does."""


@dataclass(frozen=True, slots=True)
class CouncilLine:
    """The number of one council for an hour; ``place`` is blank where no other stands beside it, or for the school's own."""

    place: str
    number: str


@dataclass(frozen=True, slots=True)
class Help:
    """Whom to phone at one moment, in the school's zone.

    ``opens_at`` is when the office next answers, None when it is open now (then until ``open_until``) or when no day is
    known (then ``open_until`` is None too). ``councils`` are the numbers for this hour of every council that answers for the
    children, none where the school has given none.
    ``nobody_is_on_call`` is True for a school that only shows the way to help (``signpost``); ``own_rule`` is what the school
    itself says of absence and the like, or blank.
    """

    office: str
    open_until: datetime | None
    opens_at: datetime | None
    councils: tuple[CouncilLine, ...]
    is_night: bool
    nspcc: str
    nobody_is_on_call: bool
    own_rule: str

    def opens_before(self, moment: datetime | None) -> bool:
        """Whether the office can be reached before a moment; before one that nobody knows, whenever it opens at all."""
        if self.open_until is not None:
            return True
        return self.opens_at is not None and (moment is None or self.opens_at < moment)


def help_at(
    staffing: Staffing, emergency: Emergency, councils: Sequence[Council], at: datetime, *, own_rule: str = ""
) -> Help:
    """The help there is at an aware moment, with the councils that answer for the children."""
    calendar, office = staffing.calendar, staffing.workers[OFFICE]
    here = at.astimezone(calendar.zone)
    spans = (
        duty_on(office.rota.week_on(here.date()), calendar.zone, here.date())
        if is_on_duty(office, calendar, at)
        else ()
    )
    open_until = next((end.astimezone(calendar.zone) for start, end in spans if start <= at < end), None)
    is_day = here.weekday() < 5 and here.hour in COUNCIL_DAY and not _is_bank_holiday(staffing, here.toordinal())
    told: dict[str, str] = {}
    for one in councils:  # two that have one number at this hour stand once
        told.setdefault(one.day if is_day else one.night, one.name)
    return Help(
        office=emergency.office_phone,
        open_until=open_until,
        opens_at=None if open_until is not None else next_on_duty(office, calendar, at),
        councils=tuple(CouncilLine(place if len(told) > 1 else "", number) for number, place in told.items() if number),
        is_night=not is_day,
        nspcc=NSPCC,
        nobody_is_on_call=emergency.mode != "on_call",
        own_rule=own_rule,
    )


def _is_bank_holiday(staffing: Staffing, number: int) -> bool:
    return any(first <= number < end for first, end in staffing.calendar.bank_holidays)
