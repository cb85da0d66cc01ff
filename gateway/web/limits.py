"""What limits how school may talk with a family: the list, one conversation's page, noting, ending, and taking that back."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import limits
from gateway.actions.limits import AlreadyStands
from gateway.domain.errors import InputProblem
from gateway.domain.meetings.limits import KINDS, LONGEST
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor
from gateway.web.places import ID

pages = Blueprint("limits", __name__, url_prefix="/limits")


@pages.get("")
def show() -> ResponseReturnValue:
    """Everything that stands, for the whole school."""
    found = limits.all_limits(visitor().scope, staff_id=visitor().key, now=now())
    return render_template("limits/list.html", day=my_day(), found=found)


@pages.get(f"/of/<{ID}:thread_id>")
def of_thread(thread_id: int) -> ResponseReturnValue:
    """What limits a talk in one conversation."""
    return _page(thread_id)


@pages.post(f"/of/<{ID}:thread_id>")
def note(thread_id: int) -> ResponseReturnValue:
    """Note one limit; what was typed stays where something is missing."""
    me, written = visitor(), request.form.get("look_again_on", "")
    try:
        look_again_on = date.fromisoformat(written) if written else None
    except ValueError:
        look_again_on = None
    try:
        limits.note(
            me.scope,
            thread_id,
            staff_id=me.key,
            kind=request.form.get("kind", ""),
            reason=request.form.get("reason", ""),
            look_again_on=look_again_on,
            now=now(),
        )
    except (InputProblem, AlreadyStands) as problem:
        return _page(thread_id, problem=str(problem)), 400 if isinstance(problem, InputProblem) else 409
    flash("Noted. Whoever may know it sees it beside the conversation.")
    return redirect(url_for(".of_thread", thread_id=thread_id))


@pages.post(f"/<{ID}:limit_id>/end")
def end(limit_id: int) -> ResponseReturnValue:
    """End one limit."""
    return _change(limits.end, limit_id, "Ended. You can bring it back here for thirty days.")


@pages.post(f"/<{ID}:limit_id>/back")
def back(limit_id: int) -> ResponseReturnValue:
    """Let a limit that was ended stand again."""
    return _change(limits.bring_back, limit_id, "It stands again.")


def _change(act: limits.Change, limit_id: int, done: str) -> ResponseReturnValue:
    me, thread = visitor(), request.form.get("thread", "")
    try:
        act(me.scope, limit_id, staff_id=me.key, now=now())
        flash(done)
    except AlreadyStands as problem:
        flash(str(problem))
    if thread.isascii() and thread.isdigit() and len(thread) < 19:
        return redirect(url_for(".of_thread", thread_id=int(thread)))
    return redirect(url_for(".show"))


def _page(thread_id: int, *, problem: str = "") -> str:
    page = limits.limits_page(visitor().scope, thread_id, staff_id=visitor().key, now=now())
    return render_template(
        "limits/one.html",
        day=my_day(),
        page=page,
        kinds=KINDS,
        longest=LONGEST,
        typed=request.form,
        problem=problem,
    )
