"""The page of bank holidays: what is known and from where, a newer list from GOV.UK shown first, and the way back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import bank_holidays
from gateway.domain.bank_holidays import HolidayList
from gateway.domain.errors import InputProblem
from gateway.domain.holiday_list import LARGEST, written
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor
from gateway.web.school_times import told

pages = Blueprint("bank_holidays", __name__, url_prefix="/settings/bank-holidays")
"""Only for who may set hours."""


@pages.get("")
def show() -> ResponseReturnValue:
    """Which bank holidays are known, and the form for a newer list."""
    return _page()


@pages.post("")
def bring() -> ResponseReturnValue:
    """Show what a list would change, or going back to Handbell's own; then, when somebody is sure, let it hold."""
    scope = visitor().scope
    try:
        brought = _asked()
        if request.form.get("sure") != "yes":
            return _shown(brought)
        moved = bank_holidays.set_bank_holidays(scope, brought, now=now())
    except InputProblem as problem:
        return _page(str(problem)), 400
    flash(f"{'The newer list holds' if brought else 'Handbell’s own list holds again'}.{told(moved)}")
    return redirect(url_for(".show"))


def _asked() -> HolidayList | None:
    """The list of the file, or the one that was shown; None for Handbell's own. Raises InputProblem."""
    if request.form.get("back") == "yes":
        return None
    file, shown = request.files.get("file"), request.form.get("list", "")
    if file is not None and file.filename:
        raw, name = file.stream.read(LARGEST + 1), file.filename
    elif shown:
        raw, name = shown.encode(), request.form.get("name", "")
    else:
        raise InputProblem("Choose the file bank-holidays.json from GOV.UK.")
    return bank_holidays.read_file(visitor().scope, raw, source=name, now=now())


def _shown(brought: HolidayList | None) -> str:
    return render_template(
        "settings/bank_holidays_shown.html",
        day=my_day(),
        brought=brought,
        written=written(brought) if brought else "",
        found=bank_holidays.preview(visitor().scope, brought, now=now()),
    )


def _page(problem: str = "") -> str:
    held = bank_holidays.standing(visitor().scope)
    return render_template("settings/bank_holidays.html", day=my_day(), held=held, problem=problem)
