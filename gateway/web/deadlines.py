"""Deadlines: what runs and what may, the words that show it, and what people decide; for headteacher and office."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import deadlines
from gateway.actions.day import refuse_off_duty
from gateway.actions.deadlines import DecidedMeanwhile
from gateway.domain.deadlines import KINDS
from gateway.domain.errors import InputProblem
from gateway.web.errors import show as show_error
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor
from gateway.web.places import ID

pages = Blueprint("deadlines", __name__, url_prefix="/deadlines")


@pages.get("")
def show() -> ResponseReturnValue:
    """Every deadline, the first to end first."""
    return _list_page()


def _list_page(problem: str = "") -> str:
    me = visitor()
    found = deadlines.deadline_list(me.scope, me.key, now=now())
    return render_template(
        "deadlines/show.html", day=my_day(), found=found, kinds=KINDS, typed=request.form, problem=problem
    )


@pages.post("")
def write_down() -> ResponseReturnValue:
    """Write down a request, complaint or breach that came by no message."""
    form = request.form
    try:
        made = deadlines.write_down(
            visitor().scope,
            form.get("kind", ""),
            about=form.get("about", ""),
            received_on=form.get("received_on", ""),
            now=now(),
        )
    except InputProblem as wrong:
        return _list_page(str(wrong)), 400
    flash("Written down. It runs from the day it came.")
    return redirect(url_for(".one", deadline_id=made))


@pages.post("/procedure")
def procedure() -> ResponseReturnValue:
    """The two numbers of the school's complaints procedure."""
    sent = request.form
    try:
        deadlines.set_procedure(
            visitor().scope, acknowledge=sent.get("acknowledge", ""), answer=sent.get("answer", ""), now=now()
        )
    except InputProblem as wrong:
        return _list_page(str(wrong)), 400
    flash("Kept. What runs already keeps its dates.")
    return redirect(url_for(".show"))


@pages.get(f"/<{ID}:deadline_id>")
def one(deadline_id: int) -> ResponseReturnValue:
    """One deadline with the words that began it."""
    refuse_off_duty(my_day())
    return _page(deadline_id)


def _page(deadline_id: int, *, problem: str = "") -> str:
    me = visitor()
    page = deadlines.open_deadline(me.scope, deadline_id, staff_id=me.key, now=now())
    return render_template(
        "deadlines/one.html", day=my_day(), page=page, kinds=KINDS, typed=request.form, problem=problem
    )


@pages.post(f"/<{ID}:deadline_id>")
def decide(deadline_id: int) -> ResponseReturnValue:
    """What a person decides: it is one, it is none, it takes longer, or what was done."""
    me, sent, said = visitor(), request.form, request.form.get("said", "")
    try:
        match sent.get("do", ""):
            case "confirm":
                deadlines.confirm(me.scope, deadline_id, kind=sent.get("kind", ""), staff_id=me.key, now=now())
                flash("It runs, from the day it came.")
            case "put_away":
                deadlines.put_away(me.scope, deadline_id, reason=said, staff_id=me.key, now=now())
                flash("Put away, with your reason in the record.")
            case "extend":
                until = sent.get("until", "")
                deadlines.extend(me.scope, deadline_id, until=until, reason=said, staff_id=me.key, now=now())
                flash("Noted. The new last day stands.")
            case "close":
                deadlines.close(me.scope, deadline_id, done=said, staff_id=me.key, now=now())
                flash("Closed, with what was done in the record.")
            case _:
                raise InputProblem("Choose what you decide.")
    except InputProblem as wrong:
        return _page(deadline_id, problem=str(wrong)), 400
    return redirect(url_for(".one", deadline_id=deadline_id))


@pages.errorhandler(DecidedMeanwhile)
def decided(problem: DecidedMeanwhile) -> ResponseReturnValue:
    """Somebody else was quicker: one sentence and a way back."""
    return show_error("400", 409, sentence=str(problem))
