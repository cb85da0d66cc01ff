"""Small staffrooms for tests of hours and promises, and a slow oracle that looks at every minute in turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from gateway.domain.bank_holidays import bank_holidays
from gateway.domain.promises import OFFICE
from gateway.domain.roster import Absence, CalendarDay, Emergency, Roster, School, StaffMember
from tests.schools import ELMSWICK

LONDON = ZoneInfo("Europe/London")
TERM = CalendarDay("term", date(2026, 9, 1), date(2026, 12, 18))
SCHOOL = replace(ELMSWICK, emergency=Emergency("signpost", "", "", ""))


def member(key: str, hours: str = "", **more: object) -> StaffMember:
    """Somebody on the staff, a teacher unless ``roles`` says otherwise."""
    held = StaffMember(key, "Miss", key, key.capitalize(), f"{key}@elmswick.example", frozenset({"teacher"}), (), hours)
    return replace(held, **more)


def a_roster(
    *staff: StaffMember,
    calendar: tuple[CalendarDay, ...] = (TERM,),
    absences: tuple[Absence, ...] = (),
    school: School = SCHOOL,
) -> Roster:
    """A roster of staff alone."""
    return Roster(school, calendar, staff, (), (), (), (), absences)


def at(text: str) -> datetime:
    """A moment on London's clock, ``2026-11-23 08:15``."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


class Oracle:
    """Answers from the contract's sentences alone, one minute after the other; knows nothing of the code under test."""

    def __init__(self, roster: Roster, *, days: int = 40) -> None:
        self.roster = roster
        self.zone = ZoneInfo(roster.school.timezone)
        self.horizon = timedelta(days=days)
        self.hours = {one.staff_id: week_of(one.hours or roster.school.staff_hours) for one in roster.staff}
        self.hours[OFFICE] = week_of(roster.school.office_hours)
        self.members = {one.staff_id: one for one in roster.staff}

    def absence(self, key: str, day: date) -> Absence | None:
        """The absence of a day; of several, one that names a cover."""
        rows = [one for one in self.roster.absences if one.staff_id == key and one.first_on <= day <= one.last_on]
        return next((one for one in rows if one.covered_by), rows[0] if rows else None)

    def is_open(self, key: str, day: date, *, although_away: bool = False) -> bool:
        """Open to a person: term, not closed, no bank holiday, not away; INSET and holidays by their own marks."""
        kinds = {one.kind for one in self.roster.calendar if one.first_on <= day <= one.last_on}
        if "closed" in kinds or day in bank_holidays(self.roster.school.division):
            return False
        if self.absence(key, day) is not None and not although_away:
            return False
        office = [one for one in self.roster.staff if "office" in one.roles]
        people = office if key == OFFICE else [self.members[key]]
        if "inset" in kinds:
            return any(one.works_inset for one in people)
        return "term" in kinds or any(one.year_round for one in people)

    def is_on_duty(self, key: str, moment: datetime, *, although_away: bool = False) -> bool:
        """Whether the clock on the wall stands within a span of an open day."""
        wall = moment.astimezone(self.zone)
        minute = wall.hour * 60 + wall.minute
        spans = self.hours[key][wall.weekday()]
        return any(start <= minute < end for start, end in spans) and self.is_open(
            key, wall.date(), although_away=although_away
        )

    def minutes(self, moment: datetime) -> Iterator[datetime]:
        """Every minute from a moment on, to the horizon."""
        now, last = moment.astimezone(UTC), moment.astimezone(UTC) + self.horizon
        while now < last:
            yield now
            now += timedelta(minutes=1)

    def next_on_duty(self, key: str, moment: datetime, *, although_away: bool = False) -> datetime | None:
        """The first minute on duty, or None within the horizon."""
        if not any(self.hours[key]):
            return None
        return next(
            (one for one in self.minutes(moment) if self.is_on_duty(key, one, although_away=although_away)), None
        )

    def is_reading(self, key: str, moment: datetime, *, although_away: bool = False) -> bool:
        """On duty, and in no lesson of a day with pupils where the school lets lessons hold."""
        if not self.is_on_duty(key, moment, although_away=although_away):
            return False
        wall = moment.astimezone(self.zone)
        days = [one.kind for one in self.roster.calendar if one.first_on <= wall.date() <= one.last_on]
        if not self.roster.school.lessons_hold or key == OFFICE or "term" not in days or "inset" in days:
            return True
        taught = week_of(_week_in_turn(self.members[key].lessons or "off", wall.date()))[wall.weekday()]
        return not any(start <= wall.hour * 60 + wall.minute < end for start, end in taught)

    def next_reading(self, key: str, moment: datetime, *, although_away: bool = False) -> datetime | None:
        """The first minute in which they read; where none is left, the first on duty: a hold must end."""
        away = although_away
        found = (one for one in self.minutes(moment) if self.is_reading(key, one, although_away=away))
        return next(found, None) or self.next_on_duty(key, moment, although_away=away)

    def named_cover(self, key: str, day: date) -> str:
        """The absence row's cover, else the staff row's, else blank."""
        away = self.absence(key, day)
        return (away.covered_by if away else "") or (self.members[key].covered_by if key in self.members else "")

    def seen(self, key: str, moment: datetime) -> tuple[datetime | None, str]:
        """When and by whom a message for ``key`` is seen, sentence by sentence."""
        if self.is_reading(key, moment):
            return moment.astimezone(UTC), key
        if not any(self.hours[key]):
            return self.next_on_duty(OFFICE, moment), OFFICE
        own = self.next_reading(key, moment)
        away_from = self._away_from(key, moment)
        if away_from is None:
            return own, key
        day = away_from.astimezone(self.zone).date()
        named = self.named_cover(key, day)
        if not named:
            return own, key
        chosen = named
        if not self._is_there(named, day):
            second = self.named_cover(named, day)
            chosen = second if second and second != key and self._is_there(second, day) else OFFICE
        covered = self.next_reading(chosen, away_from)
        if covered is None or (own is not None and own <= covered):
            return own, key
        return covered, chosen

    def _is_there(self, key: str, day: date) -> bool:
        return self.absence(key, day) is None and any(self.hours[key])

    def _away_from(self, key: str, moment: datetime) -> datetime | None:
        """Now, on a day of absence; else midnight of the day that would have been theirs and is one (DECISIONS 9)."""
        if self.absence(key, moment.astimezone(self.zone).date()):
            return moment
        usual = self.next_reading(key, moment, although_away=True)
        if usual is None or not self.absence(key, usual.astimezone(self.zone).date()):
            return None
        day = usual.astimezone(self.zone).date()
        return datetime(day.year, day.month, day.day, tzinfo=self.zone)

    def reply_by(self, key: str, seen_at: datetime, days: int) -> date | None:
        """The so-manieth working day of whoever sees it, counted from the day after."""
        day = seen_at.astimezone(self.zone).date()
        left = days
        for _ in range(400):
            day += timedelta(days=1)
            if self.hours[key][day.weekday()] and self.is_open(key, day):
                left -= 1
                if left == 0:
                    return day
        return None


def _week_in_turn(text: str, day: date) -> str:
    """Of weeks written as ``from DATE: ONE / OTHER`` the one of a day, counted in whole weeks from the Monday of that date."""
    first, _, weeks = text.removeprefix("from ").partition(": ")
    if not weeks:
        return text
    began = date.fromisoformat(first)
    passed = day.toordinal() - day.weekday() - (began.toordinal() - began.weekday())
    return weeks.split(" / ")[passed // 7 % 2]


def week_of(text: str) -> list[list[tuple[int, int]]]:
    """The grammar read once more, as simply as it goes: ``Mo,We 08:00-12:00,13:00-15:00; Fr off``."""
    names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    week: list[list[tuple[int, int]]] = [[] for _ in names]
    for rule in text.split(";"):
        words = rule.split()
        if words == ["off"]:
            week = [[] for _ in names]
            continue
        chosen: list[int] = []
        for piece in words[0].split(","):
            first, _, last = piece.partition("-")
            number = names.index(first)
            chosen.append(number)
            while last and names[number] != last:
                number = (number + 1) % 7
                chosen.append(number)
        spans = []
        if words[1] != "off":
            for span in words[1].split(","):
                start, end = ([int(part) for part in one.split(":")] for one in span.split("-"))
                spans.append((start[0] * 60 + start[1], end[0] * 60 + end[1]))
        for number in chosen:
            week[number] = spans
    return week
