"""A second reading of the contract's sentences about hours, hour by hour of the clock, that shares no line with the product."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from gateway.domain.bank_holidays import bank_holidays
from gateway.domain.promises import OFFICE
from gateway.domain.roster import Absence, CalendarDay, Roster, StaffMember
from tests.domain.staffrooms import SCHOOL, a_roster, member, week_of

LONDON = ZoneInfo("Europe/London")
HORIZON = 430
"""Days that a scan looks ahead: more than any calendar here lasts."""
Stretch = tuple[datetime, datetime]


@cache
def hours_of(day: date) -> tuple[tuple[datetime, int], ...]:
    """The hours of a day as London's clocks show them, 23 to 25 of them: when each begins, and the minute on the wall."""
    begins = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=2)
    walls = [(at, at.astimezone(LONDON)) for at in (begins + timedelta(hours=step) for step in range(29))]
    return tuple((at, wall.hour * 60) for at, wall in walls if wall.date() == day)


@cache
def stretches(spans: tuple[tuple[int, int], ...], day: date) -> tuple[Stretch, ...]:
    """Spans of the clock on the wall as stretches of time, in order."""
    found = [
        (begins + timedelta(minutes=max(start, wall) - wall), begins + timedelta(minutes=min(end, wall + 60) - wall))
        for begins, wall in hours_of(day)
        for start, end in sorted(spans)
        if start < wall + 60 and end > wall
    ]
    return tuple(found)


class Scan:
    """Answers by walking from one day to the next, and on each through its hours."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self.members = {one.staff_id: one for one in roster.staff}
        self.weeks = {one.staff_id: one.hours or roster.school.staff_hours for one in roster.staff}
        self.weeks[OFFICE] = roster.school.office_hours
        self.turns = {key: turns_of(text, roster.school.staff_hours) for key, text in self.weeks.items()}
        office = [one for one in roster.staff if "office" in one.roles]
        self.on_inset = {one.staff_id for one in roster.staff if one.works_inset}
        self.all_year = {one.staff_id for one in roster.staff if one.year_round}
        self.on_inset |= {OFFICE} if any(one.works_inset for one in office) else set()
        self.all_year |= {OFFICE} if any(one.year_round for one in office) else set()
        self.shut = bank_holidays(roster.school.division)
        self.kinds: dict[date, set[str]] = {}
        for one in roster.calendar:
            for step in range((one.last_on - one.first_on).days + 1):
                self.kinds.setdefault(one.first_on + timedelta(days=step), set()).add(one.kind)

    def spans(self, key: str, day: date) -> tuple[tuple[int, int], ...]:
        """What somebody works on a day by their own weeks alone."""
        first, weeks = next(turn for turn in reversed(self.turns[key]) if turn[0] <= day or turn is self.turns[key][0])
        if len(weeks) == 1:
            return tuple(weeks[0][day.weekday()])
        monday = first - timedelta(days=first.weekday())
        return tuple(weeks[(day - monday).days // 7 % 2][day.weekday()])

    def away(self, key: str, day: date) -> Absence | None:
        """The absence of a day; of several, one that names a cover."""
        rows = [one for one in self.roster.absences if one.staff_id == key and one.first_on <= day <= one.last_on]
        return sorted(rows, key=lambda one: not one.covered_by)[0] if rows else None

    def is_open(self, key: str, day: date) -> bool:
        """Whether a day is open to somebody, their absence aside."""
        kinds = self.kinds.get(day, set())
        if "closed" in kinds or day in self.shut:
            return False
        if "inset" in kinds:
            return key in self.on_inset
        return "term" in kinds or key in self.all_year

    def is_on_duty(self, key: str, at: datetime) -> bool:
        """Whether somebody is at work at a moment."""
        day = at.astimezone(LONDON).date()
        if not self.is_open(key, day) or self.away(key, day):
            return False
        return any(start <= at < end for start, end in stretches(self.spans(key, day), day))

    def next_at(self, key: str, at: datetime, *, although_away: bool = False) -> datetime | None:
        """The first moment from ``at`` on at which somebody is at work."""
        day = at.astimezone(LONDON).date()
        for step in range(HORIZON):
            one = day + timedelta(days=step)
            if not self.is_open(key, one) or (self.away(key, one) and not although_away):
                continue
            for start, end in stretches(self.spans(key, one), one):
                if end > at:
                    return max(start, at)
        return None

    def has_hours(self, key: str, at: datetime) -> bool:
        """Whether any week to come has hours, whatever the calendar says."""
        day = at.astimezone(LONDON).date()
        days = (day + timedelta(days=step) for step in range(HORIZON))
        return any(end > at for one in days for _, end in stretches(self.spans(key, one), one))

    def named(self, key: str, day: date) -> str:
        """Who is named as cover on a day: on the absence, else for the person."""
        away = self.away(key, day)
        return (away.covered_by if away else "") or (self.members[key].covered_by if key in self.members else "")

    def seen(self, key: str, at: datetime) -> tuple[datetime | None, str]:
        """When a message for somebody is seen, and by whom."""
        if self.is_on_duty(key, at):
            return at, key
        if not self.has_hours(key, at):
            return self.next_at(OFFICE, at), OFFICE
        seen_at, by = self._seen_by_them_or_cover(key, at)
        is_leaving = not any(self.spans(key, at.date() + timedelta(days=HORIZON + step)) for step in range(14))
        if seen_at is None and by == key and is_leaving and not self._cover_of(key, at):
            return self.next_at(OFFICE, at), OFFICE
        return seen_at, by

    def _cover_of(self, key: str, at: datetime) -> str:
        since = self._away_from(key, at)
        return self.named(key, since.astimezone(LONDON).date()) if since else ""

    def _away_from(self, key: str, at: datetime) -> datetime | None:
        """From when a message meets an absence: now, or the midnight of the day on which it would have been seen."""
        if self.away(key, at.astimezone(LONDON).date()):
            return at
        usual = self.next_at(key, at, although_away=True)
        if usual is None or not self.away(key, usual.astimezone(LONDON).date()):
            return None
        return hours_of(usual.astimezone(LONDON).date())[0][0]

    def _seen_by_them_or_cover(self, key: str, at: datetime) -> tuple[datetime | None, str]:
        own, since = self.next_at(key, at), self._away_from(key, at)
        if since is None:
            return own, key
        day = since.astimezone(LONDON).date()
        cover = self.named(key, day)
        if not cover:
            return own, key
        if not self._is_there(cover, day):
            second = self.named(cover, day)
            cover = second if second and second != key and self._is_there(second, day) else OFFICE
        covered = self.next_at(cover, since)
        return (own, key) if covered is None or (own is not None and own <= covered) else (covered, cover)

    def _is_there(self, key: str, day: date) -> bool:
        later = (day + timedelta(days=step) for step in range(HORIZON))
        return not self.away(key, day) and any(self.spans(key, one) for one in later)

    def reply_by(self, key: str, day: date, days: int) -> date | None:
        """The so-manieth working day of somebody after a day."""
        for step in range(1, HORIZON):
            one = day + timedelta(days=step)
            if self.spans(key, one) and self.is_open(key, one) and not self.away(key, one):
                days -= 1
                if not days:
                    return one
        return None


@cache
def turns_of(text: str, school: str) -> list[tuple[date, list[list[list[tuple[int, int]]]]]]:
    """Hours over time, ``week | from 2027-01-04: week / week``, as first days and weeks."""
    found = []
    for piece in text.split("|"):
        dated = re.match(r"\s*from (\S+): (.*)", piece)
        weeks = (dated[2] if dated else piece).split("/")
        first = date.fromisoformat(dated[1]) if dated else date.min
        found.append((first, [week_of(school if one.strip() in ("", "school") else one) for one in weeks]))
    return found


# Random schools.

KEYS = ("nair", "pettit", "lowe", "garrod")
NAMES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def clock_changes() -> tuple[date, ...]:
    """The Sundays on which London's clocks change from 2024 to 2030: the last of March and of October."""
    months = [date(year, month, 31) for year in range(2024, 2031) for month in (3, 10)]
    return tuple(one - timedelta(days=(one.weekday() + 1) % 7) for one in months)


def a_random_roster(draw: random.Random, around: date) -> Roster:
    """Four people with weeks, turns, covers, marks and absences, in a calendar around a day."""
    staff = [_someone(draw, key, around) for key in KEYS]
    days = [_run(draw, "term", around, before=60, after=70, longest=60) for _ in range(draw.randint(1, 3))]
    days += [_run(draw, "inset", around, before=8, after=16, longest=2) for _ in range(draw.randint(0, 3))]
    days += [_run(draw, "closed", around, before=8, after=16, longest=3) for _ in range(draw.randint(0, 3))]
    absences = []
    for _ in range(draw.choice((0, 1, 2, 4))):
        key, run = draw.choice(KEYS), _run(draw, "", around, before=6, after=8, longest=9)
        absences.append(Absence(key, run.first_on, run.last_on, _other(draw, key)))
    school = replace(
        SCHOOL,
        division=draw.choice(("england-and-wales", "scotland", "northern-ireland")),
        staff_hours=a_random_week(draw),
        office_hours=a_random_week(draw),
        reply_within_days=draw.randint(1, 5),
    )
    return a_roster(*staff, calendar=tuple(days), absences=tuple(absences), school=school)


def _someone(draw: random.Random, key: str, around: date) -> StaffMember:
    return member(
        key,
        _random_hours(draw, around),
        covered_by=_other(draw, key),
        works_inset=draw.random() < 0.4,
        year_round=draw.random() < 0.15,
        roles=frozenset({draw.choice(("teacher", "teacher", "office"))}),
    )


def _random_hours(draw: random.Random, around: date) -> str:
    """Hours as a page writes them: the school's, one week, or weeks in turn from days on."""
    if draw.random() < 0.15:
        return ""
    first = draw.choice(("school", a_random_week(draw), a_random_week(draw)))
    turns, day = [first], around - timedelta(days=20)
    for _ in range(draw.choice((0, 0, 1, 3))):
        day += timedelta(days=draw.randint(1, 25))
        weeks = [draw.choice(("school", a_random_week(draw))) for _ in range(draw.randint(1, 2))]
        turns.append(f"from {day.isoformat()}: {' / '.join(weeks)}")
    return " | ".join(turns)


def a_random_week(draw: random.Random) -> str:
    """A week in the hours grammar; the small hours, in which clocks change, come up often."""
    rules = []
    for name in draw.sample(NAMES, draw.choice((0, 1, 3, 5, 5, 7))):
        edges = sorted(draw.sample(range(12) if draw.random() < 0.2 else range(97), 2 * draw.randint(1, 3)))
        spans = (
            f"{a // 4:02}:{a % 4 * 15:02}-{b // 4:02}:{b % 4 * 15:02}"
            for a, b in zip(edges[::2], edges[1::2], strict=True)
        )
        rules.append(f"{name} {','.join(spans)}")
    return "; ".join(rules) or "off"


def _other(draw: random.Random, key: str) -> str:
    return draw.choice(["", *(one for one in KEYS if one != key)])


def _run(draw: random.Random, kind: str, around: date, *, before: int, after: int, longest: int) -> CalendarDay:
    first = around + timedelta(days=draw.randint(-before, after))
    return CalendarDay(kind, first, first + timedelta(days=draw.randint(0, longest)))
