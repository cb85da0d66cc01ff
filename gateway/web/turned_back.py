"""The settings page of what school tells a family that writes elsewhere, with how often that happened this term."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import approaches, turned_back
from gateway.domain.approaches import LONGEST, WAYS
from gateway.domain.errors import InputProblem
from gateway.web.composer import plain
from gateway.web.guards import now, visitor

pages = Blueprint("turned_back", __name__, url_prefix="/settings/turned-back")


@pages.get("")
def show() -> ResponseReturnValue:
    """The words as they stand, and the counts of this term."""
    return _page()


@pages.post("")
def change() -> ResponseReturnValue:
    """Save the school's own words, or bring the usual ones back; what cannot be saved stays on the page."""
    me, words = visitor(), plain(request.form.get("words", ""))
    if request.form.get("usual") or words.strip() == turned_back.words_of_school(me.scope)[1]:
        words = ""
    elif not words.strip():
        return _page("Write what they are told, or use the usual words again."), 400
    try:
        turned_back.change_words(me.scope, words, staff_id=me.key, now=now())
    except InputProblem as problem:
        return _page(str(problem)), 400
    flash("Saved. It stands in every letter from now on." if words else "The usual words stand in the letter.")
    return redirect(url_for(".show"))


def _page(problem: str = "") -> str:
    me = visitor()
    own, usual = turned_back.words_of_school(me.scope)
    return render_template(
        "turned_back/show.html",
        words=request.form.get("words", own or usual),
        is_own=bool(own),
        longest=LONGEST,
        tally=approaches.tally(me.scope, now=now()),
        ways=WAYS,
        problem=problem,
    )
