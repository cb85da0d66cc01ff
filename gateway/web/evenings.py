"""Parents' evenings for staff: the list, setting one up, the sheet to print, letting families know, breaks, calling off."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import calendars, evenings
from gateway.actions.evenings import Asked, NoSuchEvening
from gateway.domain.errors import InputProblem
from gateway.domain.hours import Spans
from gateway.domain.meetings import WAYS
from gateway.domain.meetings.evenings import DRAFT, LENGTHS, MOST_EACH
from gateway.domain.permissions import may
from gateway.web.composer import plain
from gateway.web.errors import show as show_error
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor
from gateway.web.places import ID

pages = Blueprint("evenings", __name__, url_prefix="/evenings")
"""Open at any hour: it shows no message, and an evening is outside anybody's hours anyway."""

MOST_BREAKS = 3


@pages.get("")
def lines() -> ResponseReturnValue:
    """The evenings to come that one may see, and the form for another."""
    return _list()


@pages.post("")
def plan() -> ResponseReturnValue:
    """Set one up; no family hears of it yet."""
    chosen = request.form.getlist("with")
    try:
        if chosen:
            return _plan_together(chosen)
        evening = evenings.plan_evening(visitor().scope, _asked(), now=now())
    except InputProblem as problem:
        return _list(str(problem)), 400
    flash("Set up. No family has been told yet.")
    return redirect(url_for(".sheet", evening_id=evening.evening_id))


def _plan_together(chosen: list[str]) -> ResponseReturnValue:
    pairs = [(one.partition(":")[0], one.partition(":")[2]) for one in chosen]
    made = evenings.plan_together(visitor().scope, _asked(), pairs, now=now())
    if len(made) == 1:
        flash("Set up. No family has been told yet.")
        return redirect(url_for(".sheet", evening_id=made[0].evening_id))
    flash(f"{len(made)} evenings are set up. No family has been told yet.")
    return redirect(url_for(".lines"))


@pages.post("/open")
def let_day_know() -> ResponseReturnValue:
    """Let the families of every evening of one day know."""
    try:
        day = _day(request.form.get("day", ""), "the day of the evenings")
        told = evenings.open_together(visitor().scope, day, now=now())
    except InputProblem as problem:
        return _list(str(problem)), 400
    flash(f"{told} letters leave, each adult one.")
    return redirect(url_for(".lines"))


@pages.get(f"/<{ID}:evening_id>")
def sheet(evening_id: int) -> ResponseReturnValue:
    """The order of the evening, for the screen and for the hand."""
    return _sheet(evening_id)


@pages.post(f"/<{ID}:evening_id>/open")
def let_know(evening_id: int) -> ResponseReturnValue:
    """Let the families of the class know."""
    try:
        told = evenings.open_evening(visitor().scope, evening_id, now=now())
    except InputProblem as problem:
        return _sheet(evening_id, str(problem)), 400
    flash(f"{told} letters leave, each adult one.")
    return redirect(url_for(".sheet", evening_id=evening_id))


@pages.post(f"/<{ID}:evening_id>/breaks")
def breaks(evening_id: int) -> ResponseReturnValue:
    """Other breaks."""
    held = evenings.sheet_of(visitor().scope, evening_id, now=now()).evening
    try:
        day = held.starts_at.astimezone(my_day().zone).date()
        evenings.change_breaks(visitor().scope, evening_id, _breaks(day), now=now())
    except InputProblem as problem:
        return _sheet(evening_id, str(problem)), 400
    flash("The breaks are changed.")
    return redirect(url_for(".sheet", evening_id=evening_id))


@pages.post(f"/<{ID}:evening_id>/call-off")
def call_off(evening_id: int) -> ResponseReturnValue:
    """Call it off; every family that has a time is told."""
    why = plain(request.form.get("words", ""))
    cancelled = evenings.call_off(visitor().scope, evening_id, why=why, now=now())
    flash(f"Called off. {cancelled} families are told." if cancelled else "Called off. No family had a time.")
    return redirect(url_for(".lines"))


@pages.errorhandler(NoSuchEvening)
def not_there(_: NoSuchEvening) -> ResponseReturnValue:
    """Somebody else's, or none."""
    return show_error("404", 404)


def _list(problem: str = "") -> str:
    me, day = visitor(), my_day()
    times = calendars.times(me.scope)
    mine = next(one for one in times.staff if one.staff_id == me.key)
    found, may_open = evenings.my_evenings(me.scope, now=now()), may(me.roles, "set_hours")
    drafts = [one.starts_at.astimezone(day.zone).date() for one in found if may_open and one.state == DRAFT]
    return render_template(
        "evenings/list.html",
        day=day,
        found=found,
        drafts=sorted(set(drafts)),
        teachers=evenings.teachers(me.scope) if may_open else (),
        names=times.names,
        classes=mine.classes,
        class_names=evenings.class_names(me.scope),
        ways=WAYS,
        lengths=LENGTHS,
        most_each=MOST_EACH,
        most_breaks=MOST_BREAKS,
        typed=request.form,
        problem=problem,
    )


def _sheet(evening_id: int, problem: str = "") -> str:
    me = visitor()
    found = evenings.sheet_of(me.scope, evening_id, now=now())
    return render_template(
        "evenings/sheet.html",
        day=my_day(),
        sheet=found,
        ways=WAYS,
        may_open=may(me.roles, "set_hours"),
        most_breaks=MOST_BREAKS,
        problem=problem,
    )


def _asked() -> Asked:
    """The form of a new evening. Raises InputProblem with the field that cannot be read."""
    form = request.form
    day = _day(form.get("day", ""), "the day of the evening")
    closes_on = form.get("closes", "")
    starts_at = _at(day, form.get("from", ""), "when it begins")
    return Asked(
        class_id=form.get("class", ""),
        starts_at=starts_at,
        ends_at=_at(day, form.get("to", ""), "when it ends"),
        minutes=form.get("minutes", 0, type=int),
        breaks=_breaks(day),
        ways=tuple(one for one in WAYS if one in form.getlist("how")),
        room=form.get("room", ""),
        video=form.get("video", ""),
        words=plain(form.get("words", "")),
        each=form.get("each", 1, type=int),
        closes_at=_at(_day(closes_on, "until when families choose"), "12:00", "until when families choose")
        if closes_on
        else starts_at - timedelta(hours=24),
    )


def _breaks(day: date) -> Spans:
    found = []
    for number in range(MOST_BREAKS):
        first, last = request.form.get(f"break-{number}-from", ""), request.form.get(f"break-{number}-to", "")
        if first or last:
            found.append((_at(day, first, "when the break begins"), _at(day, last, "when the break ends")))
    return tuple(found)


def _day(typed: str, what: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as problem:
        raise InputProblem(f"Say {what}.") from problem


def _at(day: date, typed: str, what: str) -> datetime:
    try:
        return datetime.combine(day, time.fromisoformat(typed), tzinfo=my_day().zone)
    except ValueError as problem:
        raise InputProblem(f"Say {what}.") from problem
