"""The page of the replies that a person copies into an app, and the confirmation that it was sent there."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import handovers
from gateway.actions.day import refuse_off_duty
from gateway.actions.handovers import HandedOverAlready
from gateway.domain.errors import InputProblem
from gateway.web.errors import show as show_error
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor
from gateway.web.places import read_id

pages = Blueprint("handovers", __name__, url_prefix="/handovers")


@pages.get("")
def show() -> ResponseReturnValue:
    """What this person is to copy into the apps, the same words once with everybody whom they are for."""
    refuse_off_duty(my_day())
    return _page()


@pages.post("")
def confirm() -> ResponseReturnValue:
    """This person says that they have sent it there."""
    me = visitor()
    chosen = [read_id(one) for one in request.form.getlist("sent")]
    try:
        confirmed = handovers.confirm(me.scope, chosen, staff_id=me.key, now=now())
    except InputProblem as problem:
        return _page(str(problem)), 400
    if confirmed:
        flash("Written down: you have sent it there." if confirmed == 1 else f"Written down: {confirmed} are sent.")
    if request.form.get("from"):
        return redirect(url_for("threads.conversation", thread_id=read_id(request.form["from"])))
    return redirect(url_for(".show"))


def _page(problem: str = "") -> str:
    me = visitor()
    found = handovers.waiting(me.scope, me.key, now=now())
    return render_template("handovers/list.html", day=my_day(), found=found, problem=problem)


@pages.errorhandler(HandedOverAlready)
def settled(problem: HandedOverAlready) -> ResponseReturnValue:
    """It no longer waits to be copied: one sentence and a way back."""
    return show_error("400", 409, sentence=str(problem))
