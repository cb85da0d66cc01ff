"""The school's times: its hours, its calendar, everybody's week and absences; what would move is shown first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from gateway.actions import calendars
from gateway.actions.asked_hours import asked_by, decline_hours, open_asks
from gateway.actions.calendars import Move, Rules, Week
from gateway.domain.errors import InputProblem
from gateway.domain.hours import Pattern, Rota, say_rota
from gateway.domain.moments import say_dates, say_moment
from gateway.domain.promises import Promise
from gateway.domain.roster import Absence, CalendarDay, School, StaffMember
from gateway.domain.scope import Scope
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor
from gateway.web.months import months_of
from gateway.web.rotas import (
    WHENS,
    LessonFields,
    RotaFields,
    changed_lessons,
    changed_rota,
    lesson_fields,
    rota_fields,
    say_lessons,
    typed_lessons,
    typed_rota,
)
from gateway.web.weeks import WeekFields, asks_for_fields, typed_week, week_fields

pages = Blueprint("school_times", __name__, url_prefix="/settings")
"""Only for who may set hours."""

REASONS = ("Snow", "Heating", "Polling day", "Other")
OTHER_DAY = "other"
"""What the form for closing school sends where neither of its two days is meant."""
EDITED = {"office": "The office", "staff": "Staff without their own", "courtesy": "Replies reach families"}
KINDS = {"term": "Term", "inset": "Training day", "closed": "Closed"}
Form = MultiDict[str, str]


@pages.get("/school")
def school() -> ResponseReturnValue:
    """The school's own hours, and the way to everything else."""
    held = calendars.times(visitor().scope).school
    weeks = {
        "office": week_fields("office", Pattern.parse(held.office_hours)),
        "staff": week_fields("staff", Pattern.parse(held.staff_hours)),
        "courtesy": week_fields("courtesy", Pattern.parse(held.courtesy_hours)),
    }
    return _school_page(weeks, str(held.reply_within_days), lessons_hold=held.lessons_hold, phoned=held)


def _school_page(
    weeks: dict[str, WeekFields],
    reply_within_days: str,
    problem: str = "",
    *,
    lessons_hold: bool,
    phoned: School | Rules,
) -> str:
    staff = calendars.times(visitor().scope).staff
    return render_template(
        "settings/school.html",
        day=my_day(),
        weeks=weeks,
        reply_within_days=reply_within_days,
        lessons_hold=lessons_hold,
        phoned=phoned,
        longest_rule=calendars.LONGEST_RULE,
        with_lessons=sum(1 for one in staff if one.lessons),
        problem=problem,
        most=calendars.MOST_DAYS_TO_REPLY,
    )


@pages.get("/calendar")
def calendar() -> ResponseReturnValue:
    """Terms, training days and closures; closing school is two taps."""
    day, times = my_day(), calendars.times(visitor().scope)
    coming = [one for one in times.calendar if one.last_on >= day.now.date()]
    return render_template(
        "settings/calendar.html",
        day=day,
        calendar=sorted(coming, key=lambda one: (one.first_on, one.kind)),
        kinds=KINDS,
        reasons=REASONS,
        months=months_of(times.calendar, times.bank_holidays, now=day.now),
        today=day.now.date(),
        tomorrow=day.now.date() + timedelta(days=1),
    )


@pages.get("/staff")
def staff_list() -> ResponseReturnValue:
    """Everybody's week, and who is away."""
    day, times = my_day(), calendars.times(visitor().scope)
    return render_template(
        "settings/staff.html",
        day=day,
        staff=times.staff,
        rotas={one.staff_id: times.staffing.workers[one.staff_id].rota for one in times.staff},
        asks=[(one, Pattern.parse(one.hours)) for one in open_asks(visitor().scope)],
        names=times.names,
        absences=[one for one in times.absences if one.last_on >= day.now.date()],
        today=day.now.date(),
    )


@pages.get("/staff/<staff_id>")
def week(staff_id: str) -> ResponseReturnValue:
    """One person's week, to be changed."""
    times = calendars.times(visitor().scope)
    staff = _one_of(times.staff, staff_id)
    asked = asked_by(visitor().scope, staff_id) if request.args.get("show") == "asked" else None
    wish = Pattern.parse(asked.hours) if asked is not None else None
    today, lessons = my_day().now.date(), Rota.of_lessons(staff.lessons)
    fields = rota_fields(times.staffing.workers[staff_id].rota, lessons, today, asked=wish)
    return _week_page(staff, fields, lesson_fields(lessons, today))


@pages.post("/staff/<staff_id>/decline")
def decline(staff_id: str) -> ResponseReturnValue:
    """Say that the hours somebody has asked for cannot be; they see it on their own page."""
    if decline_hours(visitor().scope, staff_id, now=now()):
        name = calendars.times(visitor().scope).names[staff_id]
        flash(f"Nothing has changed. {name} is told on their own page; talk about it in person.")
    return redirect(url_for(".staff_list"))


def _one_of(staff: tuple[StaffMember, ...], staff_id: str) -> StaffMember:
    found = next((one for one in staff if one.staff_id == staff_id), None)
    if found is None:
        raise InputProblem("Choose a member of staff from the list.")
    return found


def _week_page(staff: StaffMember, fields: RotaFields, lessons: LessonFields, problem: str = "") -> str:
    times = calendars.times(visitor().scope)
    asked = asked_by(visitor().scope, staff.staff_id)
    return render_template(
        "settings/week.html",
        day=my_day(),
        staff=staff,
        asked=asked if asked is not None and not asked.declined_by else None,
        asked_week=Pattern.parse(asked.hours) if asked else None,
        rota=fields,
        lessons=lessons,
        lessons_hold=times.school.lessons_hold,
        whens=WHENS,
        problem=problem,
        school_week=Pattern.parse(times.school.staff_hours),
        others=[one for one in times.staff if one.staff_id != staff.staff_id],
        names=times.names,
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a form asks for: what it says, what it would move, how it is done, and the page to go back to.

    ``reader`` is whose next moment is told once it is done, or blank, ``promise`` what a family that writes now would then be
    told; ``weeks`` are the editors that were filled in and ``readings`` what they come to, headed; ``problem`` is what else
    of the form is wrong, or blank, and ``again`` shows it once more, with what is wrong with the whole in a sentence.
    """

    says: str
    preview: Callable[..., tuple[Move, ...]]
    do: Callable[..., int]
    goes_to: str
    reader: str = ""
    promise: Callable[..., Promise] | None = None
    weeks: tuple[WeekFields, ...] = ()
    readings: tuple[tuple[str, str], ...] = ()
    problem: str = ""
    again: Callable[[str], str] | None = None


@pages.post("/change/<what>")
def change(what: str) -> ResponseReturnValue:
    """First what would change, then, when somebody is sure, the change itself."""
    if what not in _CHANGES:
        raise InputProblem("Choose what to change from the settings pages.")
    asked = _CHANGES[what](visitor().scope, request.form)
    if asked.again is not None and asks_for_fields(request.form):
        return asked.again("")
    if asked.again is not None and (asked.problem or any(one.problems for one in asked.weeks)):
        return asked.again(asked.problem), 400
    try:
        return _done(asked) if request.form.get("sure") == "yes" else _shown(asked, what)
    except InputProblem as problem:
        if asked.again is None:
            raise
        return asked.again(str(problem)), 400


def _shown(asked: Change, what: str) -> str:
    """What would move, with everything that was sent to be sent again."""
    return render_template(
        "settings/preview.html",
        day=my_day(),
        change=asked,
        moves=asked.preview(now=now()),
        promise=asked.promise(at=now()) if asked.promise is not None else None,
        names=calendars.times(visitor().scope).names,
        fields=[one for one in request.form.items(multi=True) if one[0] not in ("csrf_token", "sure")],
        what=what,
    )


def _done(asked: Change) -> ResponseReturnValue:
    moved = asked.do(now=now())
    flash(f"{asked.says}.{told(moved)}{_promised(asked.reader)}")
    return redirect(url_for(asked.goes_to))


def told(moved: int) -> str:
    """How many promises moved, as the end of a sentence on the next page."""
    if not moved:
        return " No promise had to move."
    return f" {moved} {'promise has' if moved == 1 else 'promises have'} moved, and families are told."


def _promised(reader: str) -> str:
    """What a family that writes now is promised, where hours of somebody have changed."""
    if not reader:
        return ""
    times = calendars.times(visitor().scope)
    promise = calendars.promise_now(visitor().scope, reader, at=now())
    if promise.visible_at is None:
        return f" Who writes now is told: {promise.why}"
    when = "at once" if promise.visible_at <= now() else f"on {say_moment(promise.visible_at, my_day().zone)}"
    return f" Whoever writes now is seen by {times.names[promise.visible_to]} {when}."


def _rules(scope: Scope, form: Form) -> Change:
    weeks = {name: typed_week(name, form) for name in EDITED}
    days, held = form.get("reply_within_days", ""), calendars.times(scope).school
    rules = Rules(
        weeks["office"].pattern.written(),
        weeks["staff"].pattern.written(),
        weeks["courtesy"].pattern.written(),
        int(days) if days.isdecimal() and len(days) <= 2 else 0,
        lessons_hold=form.get("lessons_hold") == "yes",
        own_rule=form.get("own_rule", ""),
        register_closes=form.get("register_closes") or held.register_closes,
    )
    return Change(
        "The school’s hours are changed",
        partial(calendars.preview_rules, scope, rules),
        partial(calendars.set_rules, scope, rules),
        "school_times.school",
        weeks=tuple(weeks.values()),
        readings=(*((EDITED[name], one.reading) for name, one in weeks.items()), *_phoned(rules)),
        again=partial(_school_page, weeks, days, lessons_hold=rules.lessons_hold, phoned=rules),
    )


def _phoned(rules: Rules) -> tuple[tuple[str, str], ...]:
    """What families will read where they write, and when the register closes, headed, for the preview."""
    return ("Families read", rules.own_rule or "Nothing more"), ("The register closes", rules.register_closes)


def _week(scope: Scope, form: Form) -> Change:
    times, today = calendars.times(scope), my_day().now.date()
    staff = _one_of(times.staff, form.get("staff_id", ""))
    rota = times.staffing.workers[staff.staff_id].rota
    taught = Rota.of_lessons(staff.lessons)
    fields, lessons = typed_rota(rota, taught, today, form), typed_lessons(taught, today, form)
    asked = Week(
        "",
        works_inset=form.get("works_inset") == "yes",
        year_round=form.get("year_round") == "yes",
        covered_by=form.get("covered_by", ""),
        lessons=staff.lessons,
    )
    shown = replace(staff, works_inset=asked.works_inset, year_round=asked.year_round, covered_by=asked.covered_by)
    problem = ""
    try:
        rota = changed_rota(rota, fields, today)
        if "lessons" in form:
            taught = changed_lessons(taught, lessons, fields, today)
        asked = replace(asked, hours=rota.written(), lessons=taught.written())
    except InputProblem as wrong:
        problem = str(wrong)
    return Change(
        f"The hours of {staff.name} are changed",
        partial(calendars.preview_hours, scope, staff.staff_id, asked),
        partial(calendars.set_hours, scope, staff.staff_id, asked),
        "school_times.staff_list",
        reader=staff.staff_id,
        promise=partial(calendars.promise_with_hours, scope, staff.staff_id, asked),
        weeks=(*fields.editors, *lessons.editors),
        readings=(
            *zip(("Now", *["Later"] * len(rota.turns)), say_rota(rota, today), strict=False),
            *_said(taught, today),
        ),
        problem=problem,
        again=partial(_week_page, shown, fields, lessons),
    )


def _said(lessons: Rota, today: date) -> tuple[tuple[str, str], ...]:
    """Somebody's lessons as they will be, headed, for the preview; nothing where there are none."""
    return () if lessons.ends and not lessons.varies else (("Lessons", " ".join(say_lessons(lessons, today))),)


def _calendar_day(form: Form) -> CalendarDay:
    chosen = form.get("first_on", "")
    first = _date(form.get("other_on", "") if chosen == OTHER_DAY else chosen)
    last = _date(form.get("last_on", "")) if form.get("last_on") else first
    return CalendarDay(form.get("kind", ""), first, last, form.get("label", "")[:80])


def _add_day(scope: Scope, form: Form) -> Change:
    asked = _calendar_day(form)
    said = {"closed": "School is closed", "term": "The term is set", "inset": "The training day is set"}
    return Change(
        f"{said.get(asked.kind, 'The calendar is changed')}: {_days(asked.first_on, asked.last_on)}",
        partial(calendars.preview_day, scope, asked),
        partial(calendars.add_day, scope, asked),
        "school_times.calendar",
    )


def _remove_day(scope: Scope, form: Form) -> Change:
    asked = _calendar_day(form)
    return Change(
        f"{KINDS.get(asked.kind, 'The line')} taken out of the calendar: {_days(asked.first_on, asked.last_on)}",
        partial(calendars.preview_without_day, scope, asked),
        partial(calendars.remove_day, scope, asked),
        "school_times.calendar",
    )


def _absence_of(form: Form) -> Absence:
    first = _date(form.get("first_on", ""))
    last = _date(form.get("last_on", "")) if form.get("last_on") else first
    return Absence(form.get("staff_id", ""), first, last, form.get("covered_by", ""))


def _add_absence(scope: Scope, form: Form) -> Change:
    asked = _absence_of(form)
    name = calendars.times(scope).names.get(asked.staff_id, "")
    return Change(
        f"{name} is away: {_days(asked.first_on, asked.last_on)}",
        partial(calendars.preview_absence, scope, asked),
        partial(calendars.add_absence, scope, asked),
        "school_times.staff_list",
    )


def _remove_absence(scope: Scope, form: Form) -> Change:
    asked = _absence_of(form)
    name = calendars.times(scope).names.get(asked.staff_id, "")
    return Change(
        f"{name} is not away after all: {_days(asked.first_on, asked.last_on)}",
        partial(calendars.preview_without_absence, scope, asked),
        partial(calendars.remove_absence, scope, asked),
        "school_times.staff_list",
    )


_CHANGES: dict[str, Callable[[Scope, Form], Change]] = {
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
    return say_dates(first, last, today=my_day().now.date())
