"""What limits a family's adults, for the headteacher: who is limited, one family's page, lifting with a paper, putting back."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import restrictions
from gateway.actions.restrictions import NothingToLift, Paper
from gateway.domain.errors import InputProblem
from gateway.web.errors import show as show_error
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor

pages = Blueprint("restrictions", __name__, url_prefix="/restrictions")


@pages.get("")
def show() -> ResponseReturnValue:
    """Every child about whom a restriction stands, or was lifted."""
    found = restrictions.limited_families(visitor().scope)
    return render_template("restrictions/show.html", day=my_day(), families=found)


@pages.get("/<pupil_id>")
def family(pupil_id: str) -> ResponseReturnValue:
    """One child's adults, and what limits each."""
    return _page(pupil_id, wrong="", wrong_at="")


@pages.post("/<pupil_id>/<contact_id>/lift")
def lift(pupil_id: str, contact_id: str) -> ResponseReturnValue:
    """Lift what limits one adult about this child; the reason and the paper are kept."""
    me, written = visitor(), request.form.get("document_on", "")
    try:
        document_on = date.fromisoformat(written) if written else None
    except ValueError:
        document_on = None
    paper = Paper(request.form.get("reason", ""), request.form.get("document", ""), document_on)
    try:
        restrictions.lift(me.scope, pupil_id, contact_id, staff_id=me.key, paper=paper, now=now())
    except InputProblem as problem:
        return _page(pupil_id, wrong=str(problem), wrong_at=contact_id), 400
    flash("Lifted. Your reason and the document are in the record.")
    return redirect(url_for(".family", pupil_id=pupil_id))


@pages.post("/<pupil_id>/<contact_id>/back")
def put_back(pupil_id: str, contact_id: str) -> ResponseReturnValue:
    """Let a restriction that was lifted stand again."""
    me = visitor()
    try:
        restrictions.put_back(me.scope, pupil_id, contact_id, reason=request.form.get("reason", ""), now=now())
    except InputProblem as problem:
        return _page(pupil_id, wrong=str(problem), wrong_at=contact_id), 400
    flash("It stands again as it was.")
    return redirect(url_for(".family", pupil_id=pupil_id))


@pages.errorhandler(NothingToLift)
def changed_meanwhile(problem: NothingToLift) -> ResponseReturnValue:
    """Somebody was quicker, or an import: one sentence and a way back."""
    return show_error("400", 409, sentence=str(problem))


def _page(pupil_id: str, *, wrong: str, wrong_at: str) -> str:
    found = restrictions.family(visitor().scope, pupil_id)
    return render_template(
        "restrictions/family.html",
        day=my_day(),
        family=found,
        wrong=wrong,
        wrong_at=wrong_at,
        words=request.form,
    )
