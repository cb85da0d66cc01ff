"""Other councils: their numbers, and the children who live in their area."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import councils
from gateway.domain.errors import InputProblem
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor
from gateway.web.places import ID

pages = Blueprint("councils", __name__, url_prefix="/settings/councils")


@pages.get("")
def show() -> ResponseReturnValue:
    """Every other council with its children."""
    return _page()


def _page(problem: str = "", wrong_at: int = 0) -> str:
    found = councils.councils_page(visitor().scope)
    typed = request.form if problem else {}
    return render_template(
        "councils/show.html", day=my_day(), page=found, typed=typed, problem=problem, wrong_at=wrong_at
    )


@pages.post("")
def add() -> ResponseReturnValue:
    """Enter a council."""
    return _save(None)


@pages.post(f"/<{ID}:council_id>")
def change(council_id: int) -> ResponseReturnValue:
    """Change a council's name or numbers, take it out, or say which children live there."""
    sent, scope, do = request.form, visitor().scope, request.form.get("do", "save")
    if do == "save":
        return _save(council_id)
    try:
        if do == "remove":
            councils.drop_council(scope, council_id, now=now())
            flash("Taken out. Its families are shown your own council’s numbers again.")
        else:
            lives_there = do == "add_child"
            councils.move_child(scope, council_id, sent.get("pupil_id", ""), lives_there=lives_there, now=now())
            flash("Noted.")
    except InputProblem as problem:
        return _page(str(problem), council_id), 400
    return redirect(url_for(".show"))


def _save(council_id: int | None) -> ResponseReturnValue:
    sent = request.form
    try:
        councils.save_council(
            visitor().scope,
            council_id,
            name=sent.get("name", ""),
            day=sent.get("day", ""),
            night=sent.get("night", ""),
            now=now(),
        )
    except InputProblem as problem:
        return _page(str(problem), council_id or 0), 400
    flash("Kept. The headteacher is asked to confirm the numbers.")
    return redirect(url_for(".show"))
