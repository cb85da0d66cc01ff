"""The pages on which the office brings in what SchoolComms exports: choose the file, say which column is which, look, take."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import channel_lists
from gateway.actions.channel_lists import NoSuchList, Outcome
from gateway.domain.channel_lists import KINDS
from gateway.domain.delivery import STATES
from gateway.domain.errors import InputProblem
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor

pages = Blueprint("channel_lists", __name__, url_prefix="/settings/lists")

MOST_SHOWN = 20
"""Lines of a kind that the page names; the rest are counted."""


@pages.get("")
def show() -> ResponseReturnValue:
    """The form for a file, and what was brought in before."""
    return _page()


@pages.post("")
def bring() -> ResponseReturnValue:
    """Keep a file and show what it would do; nothing is done yet."""
    me, file = visitor(), request.files.get("file")
    if file is None or not file.filename:
        return _page("Choose the file that you saved from SchoolComms."), 400
    raw = file.stream.read(channel_lists.LARGEST + 1)
    try:
        list_id = channel_lists.bring(
            me.scope, request.form.get("kind", ""), name=file.filename, raw=raw, staff_id=me.key, now=now()
        )
    except InputProblem as problem:
        return _page(str(problem)), 400
    return redirect(url_for(".one", list_id=list_id))


@pages.get("/<int(max=9223372036854775807):list_id>")
def one(list_id: int) -> ResponseReturnValue:
    """One list: its columns, and what it would do by those that were saved or that its headings suggest."""
    return _one(list_id, None)


@pages.post("/<int(max=9223372036854775807):list_id>")
def take(list_id: int) -> ResponseReturnValue:
    """Look again by other columns, or do what the list says."""
    me = visitor()
    if request.form.get("do") != "take":
        return _one(list_id, request.form)
    try:
        found = channel_lists.take(me.scope, list_id, request.form, now=now())
    except NoSuchList as problem:
        flash(str(problem))
        return redirect(url_for(".show"))
    except InputProblem as problem:
        return _one(list_id, request.form, str(problem))
    flash(_said(found))
    return redirect(url_for(".show"))


@pages.post("/unblock")
def unblock() -> ResponseReturnValue:
    """Take the mark of an address away."""
    channel_lists.unblock(visitor().scope, request.form.get("address", ""), now=now())
    return redirect(url_for(".show"))


def _said(found: Outcome) -> str:
    counts = found.counts()
    messages = f"{counts['settled']} {'message has' if counts['settled'] == 1 else 'messages have'} their state"
    addresses = f"{counts['dead']} {'address is' if counts['dead'] == 1 else 'addresses are'} marked"
    return f"Done. {addresses if found.dead else messages}."


def _one(list_id: int, columns: dict[str, str] | None, problem: str = "") -> ResponseReturnValue:
    try:
        shown = channel_lists.show(visitor().scope, list_id, columns)
    except NoSuchList as gone:
        flash(str(gone))
        return redirect(url_for(".show"))
    called, fields = KINDS[shown.brought.kind]
    page = render_template(
        "channel_lists/one.html",
        shown=shown,
        called=called,
        fields=fields,
        states=STATES,
        most=MOST_SHOWN,
        problem=problem,
        day=my_day(),
    )
    return page, 400 if problem else 200


def _page(problem: str = "") -> str:
    return render_template(
        "channel_lists/show.html",
        brought=channel_lists.brought(visitor().scope),
        blocked=channel_lists.blocked(visitor().scope),
        kinds={key: called for key, (called, _) in KINDS.items()},
        problem=problem,
        day=my_day(),
    )
