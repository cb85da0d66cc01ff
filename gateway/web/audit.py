"""The audit desk: searching by what is known, looking into a conversation with a reason, its trail, its proof and its pack."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date, datetime

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import desk
from gateway.actions.desk import LookFirst, NeedsPurpose, Question
from gateway.actions.packs import COPY, KINDS, WHOLE, make_pack
from gateway.actions.record import checked_at, first_break
from gateway.actions.trail import PURPOSES, say_dated
from gateway.domain.errors import InputProblem
from gateway.web.frame import my_day
from gateway.web.guards import equipment, now, visitor
from gateway.web.places import ID

pages = Blueprint("audit", __name__, url_prefix="/audit")

ONLY = {
    "": "Everything",
    "kept": "Kept out of hours",
    "not_delivered": "Not delivered",
    "in_person": "Better in person",
    "stopped": "Stopped before sending",
}
LARGEST_IN_MEMORY = 8 * 1024 * 1024
"""Bytes of a pack from which it is put together on the disk."""


@pages.get("", endpoint="search")
@pages.post("", endpoint="find")
def search() -> ResponseReturnValue:
    """What is known of conversations. Names and words come by POST, so that no address or log ever holds them."""
    asked = request.form if request.method == "POST" else request.args.to_dict()
    question = _question(asked)
    wrong, page, status = "", None, 200
    try:
        page = desk.search(visitor().scope, question, now=now())
    except NeedsPurpose as problem:
        wrong, status = str(problem), 400
    return (
        render_template(
            "audit/search.html", day=my_day(), question=question, page=page, only=ONLY, purposes=PURPOSES, wrong=wrong
        ),
        status,
    )


def _question(asked: Mapping[str, str]) -> Question:
    before = asked.get("before", "")
    try:
        place = datetime.fromisoformat(before) if before else None
    except ValueError as problem:
        raise InputProblem("This is no page of the list; search again.") from problem
    if place is not None and place.tzinfo is None:
        raise InputProblem("This is no page of the list; search again.")
    return Question(
        words=asked.get("words", "")[:200],
        who=asked.get("who", "")[:200],
        first_on=_day(asked.get("first_on", "")),
        last_on=_day(asked.get("last_on", "")),
        only=asked.get("only", ""),
        purpose=asked.get("purpose", ""),
        before=place,
    )


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as problem:
        raise InputProblem("Choose a day from the calendar, or write it as 2026-11-23.") from problem


@pages.get(f"/<{ID}:thread_id>")
def thread(thread_id: int) -> ResponseReturnValue:
    """One conversation with its trail, once a look at it is written down; before that, the question why."""
    try:
        found = desk.open_audited(visitor().scope, thread_id, now=now())
    except LookFirst:
        return _ask(thread_id, purpose="", reason="", wrong="")
    zone = my_day().zone
    return render_template(
        "audit/thread.html", day=my_day(), audited=found, printed=say_dated(now(), zone), me=visitor(), kinds=KINDS
    )


@pages.post(f"/<{ID}:thread_id>/look")
def look(thread_id: int) -> ResponseReturnValue:
    """Write down who looks and why; the conversation opens after that."""
    purpose, reason = request.form.get("purpose", ""), request.form.get("reason", "")
    try:
        desk.look(visitor().scope, thread_id, purpose=purpose, reason=reason, now=now())
    except NeedsPurpose as problem:
        return _ask(thread_id, purpose=purpose, reason=reason, wrong=str(problem)), 400
    return redirect(url_for(".thread", thread_id=thread_id))


def _ask(thread_id: int, *, purpose: str, reason: str, wrong: str) -> str:
    known = desk.known_thread(visitor().scope, thread_id)
    return render_template(
        "audit/ask.html", day=my_day(), known=known, purposes=PURPOSES, purpose=purpose, reason=reason, wrong=wrong
    )


@pages.post(f"/<{ID}:thread_id>/pack")
def pack(thread_id: int) -> ResponseReturnValue:
    """The evidence pack as a file; that it was made is written down and told like any look."""
    reason, kind = request.form.get("reason", ""), request.form.get("kind", WHOLE)
    file = tempfile.SpooledTemporaryFile(max_size=LARGEST_IN_MEMORY)  # noqa: SIM115 - the answer reads and closes it
    try:
        make_pack(visitor().scope, thread_id, file, purpose="evidence", reason=reason, now=now(), kind=kind)
    except NeedsPurpose as problem:
        file.close()
        flash(str(problem))
        return redirect(url_for(".thread", thread_id=thread_id))
    file.seek(0)
    name = f"T{thread_id}-{kind}.zip" if kind == COPY else f"T{thread_id}.zip"
    answer = send_file(file, mimetype="application/zip", as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@pages.get("/record")
def record() -> ResponseReturnValue:
    """Whether the whole record is unbroken: when it was last walked, and, when asked for, a walk now."""
    scope = visitor().scope
    broken, links = None, None
    if request.args.get("check") == "now":
        kit = equipment()
        broken, links = first_break(scope, anchored=kit.anchored(scope.school_id))
    last, failing = checked_at(scope)
    return render_template(
        "audit/record.html", day=my_day(), broken=broken, links=links, last_checked_at=last, failing=failing
    )
