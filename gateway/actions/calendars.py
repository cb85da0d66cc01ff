"""Changing hours, the school's calendar and absences: what would move is shown first, then promises are planned again."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from gateway.actions.directory import directory
from gateway.actions.release import replan_promises
from gateway.actions.replanning import would_move
from gateway.domain.bank_holidays import bank_holidays
from gateway.domain.dates_ahead import DatesAhead, dates_ahead
from gateway.domain.errors import InputProblem
from gateway.domain.hours import Pattern, Rota
from gateway.domain.identity import Directory
from gateway.domain.promises import OFFICE, OFFICE_NAME, Promise, Staffing, plan
from gateway.domain.roster import PAGE, REGISTER_CLOSES, Absence, CalendarDay, Roster, School, StaffMember, folder_said
from gateway.domain.scope import Scope
from gateway.store import asked_hours, audit, people, schools
from gateway.store.transaction import reading, writing

KINDS = ("term", "inset", "closed")
MOST_DAYS_TO_REPLY = 10
LONGEST_RULE = 160


@dataclass(frozen=True, slots=True)
class Week:
    """One person's weeks, as the settings page asks for them; ``hours`` is a rota as text, blank for the school's own.

    ``lessons`` is one too, blank for none.
    """

    hours: str
    works_inset: bool = False
    year_round: bool = False
    covered_by: str = ""
    lessons: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """The hours of the school as a whole, each in the hours grammar, within how many working days staff answer, whether
    messages wait for the end of lessons, the school's own sentence on what it wants to be phoned about, or blank, and when
    its register closes.
    """

    office_hours: str
    staff_hours: str
    courtesy_hours: str
    reply_within_days: int
    lessons_hold: bool = False
    own_rule: str = ""
    register_closes: str = REGISTER_CLOSES


@dataclass(frozen=True, slots=True)
class Move:
    """So many promises that would move together, from one reader and moment to another; None is no known moment."""

    was: str
    was_at: datetime | None
    will_be: str
    will_be_at: datetime | None
    promises: int


@dataclass(frozen=True, slots=True)
class Times:
    """Everything the settings pages show: the school with its calendar, absences and people."""

    school: School
    calendar: tuple[CalendarDay, ...]
    absences: tuple[Absence, ...]
    staff: tuple[StaffMember, ...]
    staffing: Staffing
    names: dict[str, str]

    @property
    def bank_holidays(self) -> frozenset[date]:
        """The bank holidays that are known for this school."""
        return bank_holidays(self.school.division, self.school.bank_holidays)


def times(scope: Scope) -> Times:
    """The school's times as they stand. No event: these are everybody's working times, not anybody's words."""
    with reading():
        held = directory(scope)
        roster = held.roster
        names = {one.staff_id: one.name for one in roster.staff} | {OFFICE: OFFICE_NAME}
        return Times(roster.school, roster.calendar, roster.absences, roster.staff, held.staffing, names)


def ahead(scope: Scope, *, now: datetime) -> DatesAhead:
    """What of the school's dates runs out soon. No event: nothing changes."""
    with reading():
        held = directory(scope)
        calendar = held.staffing.calendar
        return dates_ahead(calendar, held.roster.school, calendar.day_of(now))


def promise_now(scope: Scope, staff_id: str, *, at: datetime) -> Promise:
    """What a family that writes ``at`` would be promised. No event: nothing is promised."""
    with reading():
        return plan(directory(scope).staffing, staff_id, at)


def set_hours(scope: Scope, staff_id: str, week: Week, *, now: datetime) -> int:
    """Change one person's week, which answers what they asked for; how many promises moved.

    Raises HoursProblem, InputProblem. Events: hours.changed, promise.changed.
    """
    with writing():
        audit.take_turn(scope)
        held = directory(scope)
        before = held.staff.get(staff_id)
        changed = _with_week(held, staff_id, week)
        asked_hours.forget(scope, staff_id)
        if before is None or changed == held.roster:
            return 0
        people.save_staff(scope, next(one for one in changed.staff if one.staff_id == staff_id))
        audit.append(
            scope,
            "hours.changed",
            now=now,
            clause="C3",
            staff=staff_id,
            was=before.hours,
            is_now=week.hours.strip(),
            lessons=week.lessons,
        )
        return replan_promises(scope, now=now)


def preview_hours(scope: Scope, staff_id: str, week: Week, *, now: datetime) -> tuple[Move, ...]:
    """What ``set_hours`` would move. Raises HoursProblem, InputProblem. No event: nothing changes."""
    with reading():
        held = directory(scope)
        return moves_of(scope, held, _with_week(held, staff_id, week), now=now)


def promise_with_hours(scope: Scope, staff_id: str, week: Week, *, at: datetime) -> Promise:
    """What a family that writes ``at`` would be promised after ``set_hours``. Raises as it does. No event: nothing changes."""
    with reading():
        return plan(Staffing.of(_with_week(directory(scope), staff_id, week)), staff_id, at)


def _with_week(held: Directory, staff_id: str, week: Week) -> Roster:
    if staff_id not in held.staff:
        raise InputProblem("Choose a member of staff from the list.")
    Rota.parse(week.hours, school=Pattern.parse(held.roster.school.staff_hours))
    _refuse_cover(held, staff_id, week.covered_by)
    before = held.staff[staff_id]
    fresh = replace(
        before,
        hours=week.hours.strip(),
        works_inset=week.works_inset,
        year_round=week.year_round,
        covered_by=week.covered_by,
        lessons=_lessons(week.lessons),
    )
    fresh = replace(fresh, folder_hours=folder_said(before, fresh))
    return replace(held.roster, staff=tuple(fresh if one.staff_id == staff_id else one for one in held.roster.staff))


def _lessons(text: str) -> str:
    """Lessons as they are kept: blank where there are none now and none to come."""
    rota = Rota.of_lessons(text)
    return "" if not rota.varies and rota.ends else rota.written()


def _refuse_cover(held: Directory, staff_id: str, covered_by: str) -> None:
    if covered_by and (covered_by not in held.staff or covered_by == staff_id):
        raise InputProblem("Choose somebody else as cover, or nobody.")


def set_rules(scope: Scope, rules: Rules, *, now: datetime) -> int:
    """Change the school's hours; how many promises moved. Raises HoursProblem, InputProblem. Event: school_hours.changed."""
    with writing():
        audit.take_turn(scope)
        held = directory(scope).roster.school
        changed = _with_rules(held, rules)
        if changed == held:
            return 0
        schools.save_school(scope, changed)
        schools.bump_people_version(scope)
        audit.append(
            scope,
            "school_hours.changed",
            now=now,
            clause="C3",
            office=changed.office_hours,
            staff=changed.staff_hours,
            courtesy=changed.courtesy_hours,
            reply_within_days=changed.reply_within_days,
            lessons_hold=changed.lessons_hold,
            own_rule=changed.own_rule,
            register_closes=changed.register_closes,
        )
        return replan_promises(scope, now=now)


def preview_rules(scope: Scope, rules: Rules, *, now: datetime) -> tuple[Move, ...]:
    """What ``set_rules`` would move. Raises HoursProblem, InputProblem. No event: nothing changes."""
    with reading():
        held = directory(scope)
        return moves_of(scope, held, replace(held.roster, school=_with_rules(held.roster.school, rules)), now=now)


def _with_rules(school: School, rules: Rules) -> School:
    Pattern.parse(rules.staff_hours)
    Pattern.parse(rules.courtesy_hours)
    if Pattern.parse(rules.office_hours).is_empty:
        raise InputProblem("The office needs hours: messages for people without hours of their own go there.")
    if not 1 <= rules.reply_within_days <= MOST_DAYS_TO_REPLY:
        raise InputProblem(f"Answers are due within 1 to {MOST_DAYS_TO_REPLY} working days; choose a number between.")
    own_rule = " ".join(rules.own_rule.split())
    if len(own_rule) > LONGEST_RULE:
        raise InputProblem(
            f"Say it in at most {LONGEST_RULE} letters: families read it beside the field they write in."
        )
    if not re.fullmatch("([01][0-9]|2[0-3]):[0-5][0-9]", rules.register_closes):
        raise InputProblem("Say when the register closes, as 09:15.")
    changed = replace(
        school,
        office_hours=rules.office_hours.strip(),
        staff_hours=rules.staff_hours.strip(),
        courtesy_hours=rules.courtesy_hours.strip(),
        reply_within_days=rules.reply_within_days,
        lessons_hold=rules.lessons_hold,
        own_rule=own_rule,
        register_closes=rules.register_closes,
    )
    return replace(changed, folder_hours=folder_said(school, changed))


def add_day(scope: Scope, day: CalendarDay, *, now: datetime) -> int:
    """Add a term, an INSET day or a closure; how many promises moved. Raises InputProblem. Event: calendar.changed."""
    with writing():
        audit.take_turn(scope)
        return replace_calendar(scope, _with_day(schools.calendar(scope), day), now=now)


def preview_day(scope: Scope, day: CalendarDay, *, now: datetime) -> tuple[Move, ...]:
    """What ``add_day`` would move. Raises InputProblem. No event: nothing changes."""
    with reading():
        held = directory(scope)
        changed = replace(held.roster, calendar=_with_day(held.roster.calendar, day))
        return moves_of(scope, held, changed, now=now)


def close_school(scope: Scope, day: CalendarDay, *, now: datetime) -> int:
    """Add one closure; how many promises moved. Raises InputProblem. Event: calendar.changed."""
    return add_day(scope, replace(day, kind="closed"), now=now)


def remove_day(scope: Scope, day: CalendarDay, *, now: datetime) -> int:
    """Take a line of the calendar away again; how many promises moved. Event: calendar.changed."""
    with writing():
        audit.take_turn(scope)
        held = schools.calendar(scope)
        kept = tuple(one for one in held if one != day)
        return replace_calendar(scope, kept, now=now) if kept != held else 0


def preview_without_day(scope: Scope, day: CalendarDay, *, now: datetime) -> tuple[Move, ...]:
    """What ``remove_day`` would move. No event: nothing changes."""
    with reading():
        held = directory(scope)
        kept = tuple(one for one in held.roster.calendar if one != day)
        return moves_of(scope, held, replace(held.roster, calendar=kept), now=now)


def _with_day(held: tuple[CalendarDay, ...], day: CalendarDay) -> tuple[CalendarDay, ...]:
    if day.kind not in KINDS:
        raise InputProblem("Choose a term, a training day or a closure.")
    if day.last_on < day.first_on:
        raise InputProblem("The last day is before the first; swap them.")
    if day in held:
        return held
    return tuple(sorted((*held, replace(day, origin=PAGE)), key=lambda one: (one.first_on, one.kind)))


def replace_calendar(scope: Scope, days: tuple[CalendarDay, ...], *, now: datetime) -> int:
    if days == schools.calendar(scope):
        return 0
    schools.replace_calendar(scope, days)
    schools.bump_people_version(scope)
    audit.append(
        scope,
        "calendar.changed",
        now=now,
        clause="C3",
        days=[[one.kind, one.first_on.isoformat(), one.last_on.isoformat()] for one in days],
    )
    return replan_promises(scope, now=now)


def add_absence(scope: Scope, absence: Absence, *, now: datetime) -> int:
    """Note that somebody is away; how many promises moved. Raises InputProblem. Event: absence.added."""
    with writing():
        audit.take_turn(scope)
        held = directory(scope)
        changed = _with_absence(held, absence)
        if changed == held.roster:
            return 0
        people.replace_absences(scope, changed.absences)
        schools.bump_people_version(scope)
        audit.append(scope, "absence.added", now=now, clause="C3", **_said(absence))
        return replan_promises(scope, now=now)


def preview_absence(scope: Scope, absence: Absence, *, now: datetime) -> tuple[Move, ...]:
    """What ``add_absence`` would move. Raises InputProblem. No event: nothing changes."""
    with reading():
        held = directory(scope)
        return moves_of(scope, held, _with_absence(held, absence), now=now)


def _with_absence(held: Directory, absence: Absence) -> Roster:
    if absence.staff_id not in held.staff:
        raise InputProblem("Choose a member of staff from the list.")
    if absence.last_on < absence.first_on:
        raise InputProblem("The last day is before the first; swap them.")
    _refuse_cover(held, absence.staff_id, absence.covered_by)
    if absence in held.roster.absences:
        return held.roster
    return replace(held.roster, absences=(*held.roster.absences, replace(absence, origin=PAGE)))


def remove_absence(scope: Scope, absence: Absence, *, now: datetime) -> int:
    """Take an absence away again; how many promises moved. Event: absence.removed."""
    with writing():
        audit.take_turn(scope)
        held = directory(scope).roster.absences
        if absence not in held:
            return 0
        people.replace_absences(scope, tuple(one for one in held if one != absence))
        schools.bump_people_version(scope)
        audit.append(scope, "absence.removed", now=now, clause="C3", **_said(absence))
        return replan_promises(scope, now=now)


def preview_without_absence(scope: Scope, absence: Absence, *, now: datetime) -> tuple[Move, ...]:
    """What ``remove_absence`` would move. No event: nothing changes."""
    with reading():
        held = directory(scope)
        kept = tuple(one for one in held.roster.absences if one != absence)
        return moves_of(scope, held, replace(held.roster, absences=kept), now=now)


def _said(absence: Absence) -> dict[str, Any]:
    return {
        "staff": absence.staff_id,
        "first_on": absence.first_on.isoformat(),
        "last_on": absence.last_on.isoformat(),
        "covered_by": absence.covered_by,
    }


def moves_of(scope: Scope, held: Directory, changed: Roster, *, now: datetime) -> tuple[Move, ...]:
    """The promises that a changed roster would move, those that move alike as one, the earliest first."""
    found: Counter[tuple[str, datetime | None, str, datetime | None]] = Counter()
    for one in would_move(scope, Staffing.of(changed), now=now):
        was, promise = one.entry, one.promise
        if one.is_elsewhere:
            found[
                held.name_inside(was.reader), was.visible_at, held.name_inside(promise.visible_to), promise.visible_at
            ] += 1
    never = datetime.max.replace(tzinfo=now.tzinfo)
    return tuple(
        Move(*key, count) for key, count in sorted(found.items(), key=lambda one: (one[0][1] or never, str(one[0])))
    )
