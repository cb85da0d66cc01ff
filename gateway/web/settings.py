"""Settings: everybody's own hours and who looked at their messages; for the office and the headteacher the school's times."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import calendars
from gateway.actions.calendars import Move, Rules, Week
from gateway.actions.day import openings_of
from gateway.actions.desk import looks_at_mine
from gateway.domain.errors import InputProblem
from gateway.domain.hours import Pattern
from gateway.domain.moments import say_day
from gateway.domain.permissions import may
from gateway.domain.roster import Absence, CalendarDay
from gateway.domain.scope import Scope
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor
from gateway.web.months import months_of, typed_as_hours, week_of

pages = Blueprint("settings", __name__, url_prefix="/settings")
"""Open to every member of staff, at any hour."""
school_pages = Blueprint("school_times", __name__, url_prefix="/settings")
"""Only for who may set hours."""

EVENING = time(19, 42)
"""When the family of the example writes."""
REASONS = ("Snow", "Heating", "Polling day", "Other")
KINDS = {"term": "Term", "inset": "Training day", "closed": "Closed"}


@pages.get("/hours")
def mine() -> ResponseReturnValue:
    """My week, what a family sees, who reads when I am away, and the term dates."""
    me, day = visitor(), my_day()
    times = calendars.times(me.scope)
    staff = next(one for one in times.staff if one.staff_id == me.key)
    evening = datetime.combine(day.now.date(), EVENING, tzinfo=day.zone)
    if evening <= day.now:
        evening += timedelta(days=1)
    return render_template(
        "settings/mine.html",
        day=day,
        staff=staff,
        week=week_of(times.staffing.workers[me.key].pattern),
        names=times.names,
        evening=evening,
        promise=calendars.promise_now(me.scope, me.key, at=evening),
        absences=[one for one in times.absences if one.staff_id == me.key and one.last_on >= day.now.date()],
        months=months_of(times.calendar, times.school.division, now=day.now),
        may_set=may(me.roles, "set_hours"),
    )


@pages.get("/looks")
def looks() -> ResponseReturnValue:
    """Who looked at my messages, when and why; and when I opened my inbox off duty."""
    me = visitor()
    found = looks_at_mine(me.scope, me.key, now=now())
    return render_template("settings/looks.html", day=my_day(), looks=found, openings=openings_of(me))


@school_pages.get("/school")
def school() -> ResponseReturnValue:
    """The school's own hours, and the way to everything else."""
    times = calendars.times(visitor().scope)
    return render_template("settings/school.html", day=my_day(), school=times.school, most=calendars.MOST_DAYS_TO_REPLY)


@school_pages.get("/calendar")
def calendar() -> ResponseReturnValue:
    """Terms, training days and closures; closing school is two taps."""
    day, times = my_day(), calendars.times(visitor().scope)
    return render_template(
        "settings/calendar.html",
        day=day,
        calendar=[one for one in times.calendar if one.last_on >= day.now.date()],
        kinds=KINDS,
        reasons=REASONS,
        months=months_of(times.calendar, times.school.division, now=day.now),
        today=day.now.date(),
        tomorrow=day.now.date() + timedelta(days=1),
    )


@school_pages.get("/staff")
def staff_list() -> ResponseReturnValue:
    """Everybody's week, and who is away."""
    day, times = my_day(), calendars.times(visitor().scope)
    return render_template(
        "settings/staff.html",
        day=day,
        staff=times.staff,
        names=times.names,
        absences=[one for one in times.absences if one.last_on >= day.now.date()],
        today=day.now.date(),
    )


@school_pages.get("/staff/<staff_id>")
def week(staff_id: str) -> ResponseReturnValue:
    """One person's week, to be changed."""
    times = calendars.times(visitor().scope)
    staff = next((one for one in times.staff if one.staff_id == staff_id), None)
    if staff is None:
        raise InputProblem("Choose a member of staff from the list.")
    return render_template(
        "settings/week.html",
        day=my_day(),
        staff=staff,
        week=week_of(times.staffing.workers[staff_id].pattern),
        others=[one for one in times.staff if one.staff_id != staff_id],
        names=times.names,
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a form asks for: what it says, what it would move, how it is done, and the page to go back to."""

    says: str
    preview: Callable[..., tuple[Move, ...]]
    do: Callable[..., int]
    goes_to: str


@school_pages.post("/change/<what>")
def change(what: str) -> ResponseReturnValue:
    """First what would change, then, when somebody is sure, the change itself."""
    if what not in _CHANGES:
        raise InputProblem("Choose what to change from the settings pages.")
    asked = _CHANGES[what](visitor().scope, request.form)
    if request.form.get("sure") != "yes":
        moves = asked.preview(now=now())
        fields = [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", "sure")]
        return render_template(
            "settings/preview.html", day=my_day(), change=asked, moves=moves, fields=fields, what=what
        )
    moved = asked.do(now=now())
    told = f" {moved} {'promise has' if moved == 1 else 'promises have'} moved, and families are told." if moved else ""
    flash(f"{asked.says}.{told or ' No promise had to move.'}")
    return redirect(url_for(asked.goes_to))


def _rules(scope: Scope, form: Mapping[str, str]) -> Change:
    days = form.get("reply_within_days", "")
    if not days.isascii() or not days.isdigit() or len(days) > 2:
        raise InputProblem("Write the working days for an answer as a number, for example 3.")
    rules = Rules(form.get("office", ""), form.get("staff", ""), form.get("courtesy", ""), int(days))
    return Change(
        "The school’s hours are changed",
        partial(calendars.preview_rules, scope, rules),
        partial(calendars.set_rules, scope, rules),
        "school_times.school",
    )


def _week(scope: Scope, form: Mapping[str, str]) -> Change:
    staff_id, own = form.get("staff_id", ""), form.get("own") == "yes"
    hours = typed_as_hours([form.get(f"day{number}", "") for number in range(7)]) if own else ""
    if own:
        Pattern.parse(hours)
    asked = Week(hours, form.get("works_inset") == "yes", form.get("year_round") == "yes", form.get("covered_by", ""))
    name = calendars.times(scope).names.get(staff_id, "")
    return Change(
        f"The hours of {name} are changed",
        partial(calendars.preview_hours, scope, staff_id, asked),
        partial(calendars.set_hours, scope, staff_id, asked),
        "school_times.staff_list",
    )


def _calendar_day(form: Mapping[str, str]) -> CalendarDay:
    first = _date(form.get("first_on", ""))
    last = _date(form.get("last_on", "")) if form.get("last_on") else first
    return CalendarDay(form.get("kind", ""), first, last, form.get("label", "")[:80])


def _add_day(scope: Scope, form: Mapping[str, str]) -> Change:
    asked = _calendar_day(form)
    said = {"closed": "School is closed", "term": "The term is set", "inset": "The training day is set"}
    return Change(
        f"{said.get(asked.kind, 'The calendar is changed')}: {_days(asked.first_on, asked.last_on)}",
        partial(calendars.preview_day, scope, asked),
        partial(calendars.add_day, scope, asked),
        "school_times.calendar",
    )


def _remove_day(scope: Scope, form: Mapping[str, str]) -> Change:
    asked = _calendar_day(form)
    return Change(
        f"{KINDS.get(asked.kind, 'The line')} taken out of the calendar: {_days(asked.first_on, asked.last_on)}",
        partial(calendars.preview_without_day, scope, asked),
        partial(calendars.remove_day, scope, asked),
        "school_times.calendar",
    )


def _absence_of(form: Mapping[str, str]) -> Absence:
    first = _date(form.get("first_on", ""))
    last = _date(form.get("last_on", "")) if form.get("last_on") else first
    return Absence(form.get("staff_id", ""), first, last, form.get("covered_by", ""))


def _add_absence(scope: Scope, form: Mapping[str, str]) -> Change:
    asked = _absence_of(form)
    name = calendars.times(scope).names.get(asked.staff_id, "")
    return Change(
        f"{name} is away: {_days(asked.first_on, asked.last_on)}",
        partial(calendars.preview_absence, scope, asked),
        partial(calendars.add_absence, scope, asked),
        "school_times.staff_list",
    )


def _remove_absence(scope: Scope, form: Mapping[str, str]) -> Change:
    asked = _absence_of(form)
    name = calendars.times(scope).names.get(asked.staff_id, "")
    return Change(
        f"{name} is not away after all: {_days(asked.first_on, asked.last_on)}",
        partial(calendars.preview_without_absence, scope, asked),
        partial(calendars.remove_absence, scope, asked),
        "school_times.staff_list",
    )


_CHANGES: dict[str, Callable[[Scope, Mapping[str, str]], Change]] = {
    "rules": _rules,
    "week": _week,
    "day": _add_day,
    "without-day": _remove_day,
    "absence": _add_absence,
    "without-absence": _remove_absence,
}


def _date(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as problem:
        raise InputProblem("Choose a day from the calendar, or write it as 2026-11-23.") from problem


def _days(first: date, last: date) -> str:
    return say_day(first) if first == last else f"{say_day(first)} to {say_day(last)}"
