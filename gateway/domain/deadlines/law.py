"""How long there is: the date that each kind of deadline ends on, counted from receipt and by nobody's hours.

Sources. A request for personal data: UK GDPR, Article 12(3), one month from receipt, two months more where it is complex
or there are many; ICO, "I need to complete a SAR" (ico.org.uk/global/sar-checklist-for-smes): from the day of receipt to the
same date of the next month, the last day of a shorter month, the next working day where that is a weekend or a public holiday.
School holidays stop nothing (research/domain.md, 3.12). A breach: UK GDPR, Article 33(1), 72 hours after becoming aware;
the Commissioner is told within them where there is a risk to people (research/domain.md, 3.18). A complaint: no law gives
one number, each school's own procedure does (research/domain.md, 5.3), so both of its numbers are settings.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from gateway.domain.hours import Calendar, Pattern, Rota, Worker, next_working_day
from gateway.domain.moments import say_day_of, say_moment

BREACH_FOR = timedelta(hours=72)
WITHIN_MONTHS, EXTENDED_BY_MONTHS = 1, 2
_SCHOOL = Worker("school", "School", Rota.always(Pattern.parse("Mo-Fr 09:00-15:00")))
"""Whoever is there on each day on which children are."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of deadline: its name, how it is called before a person has decided, its rule, and what it takes to end it."""

    name: str
    maybe: str
    rule: str
    done: str
    may_extend: bool
    clause: str


KINDS: dict[str, Kind] = {
    "data_request": Kind(
        "Request for personal data",
        "This may be a request for personal data",
        "One calendar month from the day it came, holidays included. Where that day is a weekend or a bank holiday, the next "
        "working day. It may be made to anybody, aloud too, and need not name any law.",
        "What was given, by whom and how; or why it was refused",
        True,
        "C4",
    ),
    "complaint": Kind(
        "Formal complaint",
        "This may be a formal complaint",
        "The days of your own complaints procedure, counted in school days from the day it came.",
        "What was answered, at which stage, and that the family was told the next one",
        True,
        "C23",
    ),
    "breach": Kind(
        "Data breach",
        "This may be a data breach",
        "72 hours from the moment school knew of it, nights and weekends included. Where people may be at risk, the Information "
        "Commissioner is told within them.",
        "What was done for the people it touches, and whether the Commissioner was told, with the reason",
        False,
        "C7",
    ),
}
"""Kind → its rule, in the words of the page."""


@dataclass(frozen=True, slots=True)
class Procedure:
    """The two numbers of the school's complaints procedure, in school days from receipt."""

    acknowledge_days: int = 5
    answer_days: int = 20


def due_at(kind: str, received_at: datetime, calendar: Calendar, procedure: Procedure) -> datetime | None:
    """When what came at an aware moment must be done, in the school's zone; the end of a day but for a breach.

    None for a complaint whose last day lies beyond the school's calendar.
    """
    received_on = calendar.day_of(received_at)
    if kind == "breach":
        return (received_at.astimezone(UTC) + BREACH_FOR).astimezone(calendar.zone)
    if kind == "data_request":
        return last_day_of(_working(_months_after(received_on, WITHIN_MONTHS), calendar), calendar)
    day = _school_day(received_on, calendar, procedure.answer_days)
    return last_day_of(day, calendar) if day is not None else None


def acknowledge_by(received_at: datetime, calendar: Calendar, procedure: Procedure) -> date | None:
    """The day by which a complaint is acknowledged; None where it lies beyond the school's calendar."""
    return _school_day(calendar.day_of(received_at), calendar, procedure.acknowledge_days)


def extended_to(received_at: datetime, calendar: Calendar) -> datetime:
    """The furthest that a request for personal data may be extended to: two months more, from the same receipt."""
    day = _months_after(calendar.day_of(received_at), WITHIN_MONTHS + EXTENDED_BY_MONTHS)
    return last_day_of(_working(day, calendar), calendar)


def last_day_of(day: date, calendar: Calendar) -> datetime:
    """The end of a last day: the midnight after it, in the school's zone."""
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=calendar.zone)


def say_end(kind: str, at: datetime, zone: tzinfo) -> str:
    """When a deadline ends, after "ends": a breach "at" its moment, any other "with" the day to which that midnight belongs."""
    if kind == "breach":
        return f"at {say_moment(at, zone)}"
    return f"with {say_day_of(at - timedelta(microseconds=1), zone)}"


def _months_after(day: date, months: int) -> date:
    """The same date so many months on, or the last day of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _working(day: date, calendar: Calendar) -> date:
    """The day itself, or the next one that is neither of a weekend nor a bank holiday."""
    while day.weekday() > 4 or any(first <= day.toordinal() < end for first, end in calendar.bank_holidays):
        day += timedelta(days=1)
    return day


def _school_day(day: date, calendar: Calendar, days: int) -> date | None:
    found: date | None = day
    for _ in range(days):
        if found is not None:
            found = next_working_day(_SCHOOL, calendar, found + timedelta(days=1))
    return found
