"""The out-of-hours rota: who is on call on which days, and where nobody is."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import on_call
from gateway.domain.errors import InputProblem
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor
from gateway.web.places import ID

pages = Blueprint("on_call", __name__, url_prefix="/settings/on-call")


@pages.get("")
def show() -> ResponseReturnValue:
    """The rota of the next four weeks."""
    return _page()


def _page(problem: str = "") -> str:
    found = on_call.rota_page(visitor().scope, now=now())
    return render_template("on_call/show.html", day=my_day(), page=found, typed=request.form, problem=problem)


@pages.post("")
def add() -> ResponseReturnValue:
    """Put a leader on call for a day, a week, or any stretch of days."""
    sent = request.form
    first, last = sent.get("first_on", ""), sent.get("last_on", "")
    try:
        on_call.put_on_call(visitor().scope, sent.get("staff_id", ""), first_on=first, last_on=last, now=now())
    except InputProblem as problem:
        return _page(str(problem)), 400
    flash("On the rota.")
    return redirect(url_for(".show"))


@pages.post("/number")
def set_number() -> ResponseReturnValue:
    """Let a leader be texted besides their mail, or no longer."""
    sent = request.form
    try:
        on_call.set_number(visitor().scope, sent.get("staff_id", ""), typed=sent.get("mobile", ""), now=now())
    except InputProblem as problem:
        return _page(str(problem)), 400
    flash("Saved.")
    return redirect(url_for(".show"))


@pages.post(f"/<{ID}:turn_id>/remove")
def remove(turn_id: int) -> ResponseReturnValue:
    """Take a turn out again."""
    on_call.take_off_call(visitor().scope, turn_id, now=now())
    flash("Taken off the rota.")
    return redirect(url_for(".show"))
