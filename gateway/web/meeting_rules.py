"""The settings of meetings: rooms, lessons, and the gap between two."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions.meetings import rules
from gateway.domain.errors import InputProblem
from gateway.web.guards import now, visitor

pages = Blueprint("meeting_rules", __name__, url_prefix="/settings/meetings")


@pages.get("")
def show() -> ResponseReturnValue:
    """The rules as they stand."""
    return _page()


@pages.post("")
def change() -> ResponseReturnValue:
    """Set them; whatever was typed stays when something is to be fixed."""
    form = request.form
    gap = form.get("gap", "")
    try:
        rules.set_rules(
            visitor().scope,
            rooms=form.get("rooms", "").splitlines(),
            lessons=form.get("lessons", ""),
            gap_minutes=int(gap) if gap.isascii() and gap.isdecimal() and len(gap) < 4 else -1,
            now=now(),
        )
    except InputProblem as problem:
        return _page(problem=str(problem)), 400
    flash("Saved. What is booked stays.")
    return redirect(url_for(".show"))


def _page(*, problem: str = "") -> str:
    (held, names), form = rules.standing(visitor().scope), request.form
    return render_template(
        "meeting_rules/show.html",
        rooms=form.get("rooms", "\n".join(names)),
        lessons=form.get("lessons", held.lessons),
        gap=form.get("gap", str(held.gap_minutes)),
        gaps=rules.GAPS,
        problem=problem,
    )
