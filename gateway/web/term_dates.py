"""The pages that bring term dates in from a calendar file: choose it, look at what its lines are taken for, take or take back."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import term_dates
from gateway.domain.errors import InputProblem
from gateway.domain.term_dates import KINDS, Reading, read_line
from gateway.ports.calendars import LARGEST
from gateway.web.frame import my_day
from gateway.web.guards import equipment, now, visitor
from gateway.web.school_times import KINDS as SAID
from gateway.web.school_times import told

pages = Blueprint("term_dates", __name__, url_prefix="/settings/term-dates")
"""Only for who may set hours."""


@pages.get("")
def show() -> ResponseReturnValue:
    """The form for a file, and what was brought in last."""
    return _form()


@pages.post("")
def bring() -> ResponseReturnValue:
    """Read a file and show what it would change; nothing is kept and nothing changes."""
    me, file = visitor(), request.files.get("file")
    if file is None or not file.filename:
        return _form("Choose the calendar file of term dates."), 400
    raw = file.stream.read(LARGEST + 1)
    try:
        found = term_dates.read_file(me.scope, raw, read=equipment().read_calendar, now=now())
    except InputProblem as problem:
        return _form(str(problem)), 400
    return _lines(found, file.filename[:80])


@pages.post("/take")
def take() -> ResponseReturnValue:
    """Look again by other readings, or change the calendar by them."""
    me, name = visitor(), request.form.get("name", "")[:80]
    try:
        lines = [read_line(term_dates.line_of(one)) for one in request.form.getlist("line")[: term_dates.MOST_READ]]
        found = term_dates.corrected(lines, request.form.getlist("kind"))
    except InputProblem as problem:
        return _form(str(problem)), 400
    if request.form.get("do") != "take" or request.form.get("shown") != _shown(found):
        return _lines(found, name)
    try:
        moved = term_dates.import_term_dates(me.scope, found, name=name, now=now())
    except InputProblem as problem:
        return _lines(found, name, str(problem)), 400
    flash(f"The term dates are set.{told(moved)}")
    return redirect(url_for("school_times.calendar"))


@pages.post("/take-back")
def take_back() -> ResponseReturnValue:
    """Show what taking the newest import back would move, then, when somebody is sure, do it."""
    me = visitor()
    try:
        if request.form.get("sure") != "yes":
            moves = term_dates.preview_take_back(me.scope, now=now())
            return render_template("settings/term_dates_back.html", day=my_day(), moves=moves, **_before())
        moved = term_dates.take_back(me.scope, now=now())
    except InputProblem as problem:
        return _form(str(problem)), 400
    flash(f"The term dates of the file are taken back.{told(moved)}")
    return redirect(url_for("school_times.calendar"))


def _form(problem: str = "") -> str:
    return render_template("settings/term_dates.html", day=my_day(), problem=problem, **_before())


def _before() -> dict[str, object]:
    return {"before": term_dates.last_import(visitor().scope), "said": SAID}


def _shown(readings: Sequence[Reading]) -> str:
    """What was shown, for a form to bring back: nothing else may be done by it."""
    return ",".join(one.kind for one in readings)


def _lines(readings: Sequence[Reading], name: str, problem: str = "") -> str:
    readings = sorted(readings, key=lambda one: not one.why)
    proposal = None
    try:
        proposal = term_dates.preview(visitor().scope, readings, now=now())
    except InputProblem as wrong:
        problem = problem or str(wrong)
    return render_template(
        "settings/term_dates_lines.html",
        day=my_day(),
        lines=[(one, term_dates.written_line(one.line)) for one in readings],
        unsure=sum(1 for one in readings if one.why),
        name=name,
        kinds=KINDS,
        shown=_shown(readings),
        said=SAID,
        proposal=proposal,
        problem=problem,
    )
