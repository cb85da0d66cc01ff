"""What staff do about the answer of a family's calendar: leave the meeting as it is."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions.meetings import NotYourMeeting
from gateway.actions.meetings.settling import keep_anyway
from gateway.web.guards import now, visitor
from gateway.web.places import ID, read_id

pages = Blueprint("calendar_answers", __name__, url_prefix="/calendar-answers")
"""Open at any hour: it shows no message, and whoever has seen to something need not keep it in mind."""


@pages.post(f"/<{ID}:meeting_id>")
def leave(meeting_id: int) -> ResponseReturnValue:
    """It is seen to, and the meeting stays as it is."""
    try:
        keep_anyway(visitor().scope, meeting_id, now=now())
    except NotYourMeeting:
        abort(404)
    flash("Put away. The meeting stays as it is.")
    return redirect(url_for("threads.conversation", thread_id=read_id(request.form.get("from", ""))))
