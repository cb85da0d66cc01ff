"""Settings of one's own: my hours, asking for others, and who looked at my messages."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import calendars
from gateway.actions.asked_hours import ask_for_hours, asked_by, take_back_ask
from gateway.actions.day import openings_of
from gateway.actions.desk import looks_at_mine
from gateway.domain.errors import InputProblem
from gateway.domain.hours import Pattern, Rota
from gateway.domain.permissions import may
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor
from gateway.web.months import months_of, week_of
from gateway.web.weeks import WeekFields, asks_for_fields, typed_week, week_fields

pages = Blueprint("settings", __name__, url_prefix="/settings")
"""Open to every member of staff, at any hour."""

EVENING = time(19, 42)
"""When the family of the example writes."""
EDITORS = ("week", "other", "lessons", "lessons-other", "office", "staff", "courtesy")
"""The weeks that have an editor: one person's two, two of their lessons, and the three of the school."""


@pages.get("/hours")
def mine() -> ResponseReturnValue:
    """My week, what a family sees, who reads when I am away, and the term dates."""
    return _my_page()


@pages.post("/hours")
def ask() -> ResponseReturnValue:
    """Ask for other hours; the buttons of the editor change its fields and ask for nothing."""
    me, fields = visitor(), typed_week("week", request.form)
    if asks_for_fields(request.form):
        return _my_page(fields)
    if fields.problems:
        return _my_page(fields), 400
    try:
        ask_for_hours(me.scope, me.key, fields.pattern.written(), now=now())
    except InputProblem as problem:
        return _my_page(fields, str(problem)), 400
    flash("You have asked. Your hours stay as they are until somebody agrees.")
    return redirect(url_for(".mine"))


@pages.post("/hours/take-back")
def take_back() -> ResponseReturnValue:
    """Ask for nothing any more, or put an answer away."""
    take_back_ask(visitor().scope, visitor().key, now=now())
    return redirect(url_for(".mine"))


def _my_page(fields: WeekFields | None = None, problem: str = "") -> str:
    me, day = visitor(), my_day()
    times = calendars.times(me.scope)
    staff = next(one for one in times.staff if one.staff_id == me.key)
    evening = datetime.combine(day.now.date(), EVENING, tzinfo=day.zone)
    if evening <= day.now:
        evening += timedelta(days=1)
    rota, asked = times.staffing.workers[me.key].rota, asked_by(me.scope, me.key)
    pattern = rota.week_on(day.now.date())
    return render_template(
        "settings/mine.html",
        day=day,
        staff=staff,
        rota=rota,
        week=week_of(pattern, Rota.of_lessons(staff.lessons).week_on(day.now.date())),
        lessons_hold=times.school.lessons_hold,
        asked=asked,
        asked_week=Pattern.parse(asked.hours) if asked else None,
        editor_week=fields or week_fields("week", pattern),
        is_asking=fields is not None,
        problem=problem,
        names=times.names,
        evening=evening,
        promise=calendars.promise_now(me.scope, me.key, at=evening),
        absences=[one for one in times.absences if one.staff_id == me.key and one.last_on >= day.now.date()],
        months=months_of(times.calendar, times.bank_holidays, now=day.now),
        may_set=may(me.roles, "set_hours"),
    )


@pages.get("/looks")
def looks() -> ResponseReturnValue:
    """Who looked at my messages, when and why; and when I opened my inbox off duty."""
    me = visitor()
    found = looks_at_mine(me.scope, me.key, now=now())
    return render_template("settings/looks.html", day=my_day(), looks=found, openings=openings_of(me))


@pages.post("/weeks/<name>")
def week(name: str) -> ResponseReturnValue:
    """An editor as it stands in the browser, read and said in words; htmx asks for it while one types. Saves nothing."""
    if name not in EDITORS:
        raise InputProblem("Change hours on the settings pages.")
    part = "fields" if asks_for_fields(request.form) else "words"
    return render_template("settings/week_part.html", week=typed_week(name, request.form), part=part)
