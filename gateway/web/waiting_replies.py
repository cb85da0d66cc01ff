"""Replies that wait for their hour, for who may let one go sooner: never a word of them, and how often it was done."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import waiting_replies
from gateway.actions.replies import TooLate
from gateway.actions.waiting_replies import NeedsReason
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor
from gateway.web.places import ID

pages = Blueprint("waiting_replies", __name__, url_prefix="/waiting")
"""Open at any hour to who may send outside hours: that is when it is needed."""


@pages.get("")
def show() -> ResponseReturnValue:
    """Every reply that waits, and the overrides of the last four weeks."""
    return _page(wrong="", wrong_at=0), 200


@pages.post(f"/<{ID}:outbox_id>/sooner")
def sooner(outbox_id: int) -> ResponseReturnValue:
    """Let one leave now, with the reason in the record and beside the reply."""
    me, reason = visitor(), request.form.get("reason", "")
    try:
        thread_id = waiting_replies.send_sooner(me.scope, outbox_id, staff_id=me.key, reason=reason, now=now())
    except (NeedsReason, TooLate) as problem:
        return _page(wrong=str(problem), wrong_at=outbox_id), 409
    flash("It leaves now. Your reason is in the record, and its author sees it.")
    if request.form.get("from") == "conversation":
        return redirect(url_for("threads.conversation", thread_id=thread_id))
    return redirect(url_for(".show"))


def _page(*, wrong: str, wrong_at: int) -> str:
    me = visitor()
    found = waiting_replies.waiting_replies(me.scope, me.key, now=now())
    return render_template("waiting_replies/show.html", day=my_day(), found=found, wrong=wrong, wrong_at=wrong_at)
