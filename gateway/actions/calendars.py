"""Changing hours, the school's calendar and absences: every promise is planned again and parents are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from gateway.actions.directory import directory
from gateway.actions.release import replan_promises
from gateway.domain.errors import InputProblem
from gateway.domain.hours import Pattern
from gateway.domain.roster import Absence, CalendarDay
from gateway.domain.scope import Scope
from gateway.store import audit, people, schools
from gateway.store.transaction import reading, writing


def calendar_days(scope: Scope) -> tuple[CalendarDay, ...]:
    """The school's calendar as it stands."""
    with reading():
        return schools.calendar(scope)


def set_hours(scope: Scope, staff_id: str, *, hours: str, works_inset: bool, covered_by: str, now: datetime) -> int:
    """Change one person's pattern; how many promises moved. Raises HoursProblem, InputProblem. Event: hours.changed."""
    Pattern.parse(hours)
    with writing():
        audit.take_turn(scope)
        known = directory(scope).staff
        if staff_id not in known:
            raise InputProblem("Choose a member of staff from the list.")
        if covered_by and (covered_by not in known or covered_by == staff_id):
            raise InputProblem("Choose somebody else as cover, or nobody.")
        before = known[staff_id]
        people.set_hours(scope, staff_id, hours=hours, works_inset=works_inset, covered_by=covered_by)
        audit.append(scope, "hours.changed", now=now, clause="C3", staff=staff_id, was=before.hours, is_now=hours)
        return replan_promises(scope, now=now)


def set_calendar(scope: Scope, days: tuple[CalendarDay, ...], *, now: datetime) -> int:
    """Put a calendar in the place of the one held; how many promises moved. Event: calendar.changed."""
    for day in days:
        if day.last_on < day.first_on:
            raise InputProblem(f"{day.label or day.kind}: the last day is before the first; swap them.")
    with writing():
        audit.take_turn(scope)
        schools.replace_calendar(scope, days)
        schools.bump_people_version(scope)
        audit.append(scope, "calendar.changed", now=now, clause="C3", days=len(days))
        return replan_promises(scope, now=now)


def close_school(scope: Scope, day: CalendarDay, *, now: datetime) -> int:
    """Add one closure; how many promises moved. Event: calendar.changed."""
    return set_calendar(scope, (*calendar_days(scope), replace(day, kind="closed")), now=now)


def add_absence(scope: Scope, absence: Absence, *, now: datetime) -> int:
    """Note that somebody is away; how many promises moved. Raises InputProblem. Event: absence.added."""
    if absence.last_on < absence.first_on:
        raise InputProblem("The last day is before the first; swap them.")
    with writing():
        audit.take_turn(scope)
        held = directory(scope)
        if absence.staff_id not in held.staff:
            raise InputProblem("Choose a member of staff from the list.")
        people.replace_absences(scope, (*held.roster.absences, absence))
        schools.bump_people_version(scope)
        audit.append(
            scope,
            "absence.added",
            now=now,
            clause="C3",
            staff=absence.staff_id,
            first_on=absence.first_on.isoformat(),
            last_on=absence.last_on.isoformat(),
            covered_by=absence.covered_by,
        )
        return replan_promises(scope, now=now)


def remove_absence(scope: Scope, absence: Absence, *, now: datetime) -> int:
    """Take an absence away again; how many promises moved. Event: absence.removed."""
    with writing():
        audit.take_turn(scope)
        kept = tuple(one for one in directory(scope).roster.absences if one != absence)
        people.replace_absences(scope, kept)
        schools.bump_people_version(scope)
        audit.append(
            scope,
            "absence.removed",
            now=now,
            clause="C3",
            staff=absence.staff_id,
            first_on=absence.first_on.isoformat(),
        )
        return replan_promises(scope, now=now)
