"""The page on which staff record that a family came to them outside the school's channels."""

from __future__ import annotations

import secrets

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import approaches, finding
from gateway.actions.approaches import Recorded, Told
from gateway.domain.approaches import SPOKEN, WAYS
from gateway.domain.errors import InputProblem
from gateway.domain.moments import say_moment
from gateway.web.composer import plain
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor

pages = Blueprint("approaches", __name__, url_prefix="/elsewhere")
"""Open off duty as well: it shows nothing of a message, and a worry must not wait for the morning."""


@pages.get("")
def show() -> ResponseReturnValue:
    """Who it was, by which way, and what they wrote."""
    return _page()


@pages.post("")
def record() -> ResponseReturnValue:
    """Record it; who was typed in and can be several people is asked for once more, with everything else kept."""
    me, form = visitor(), request.form
    chosen, fitting = form.get("contact", ""), finding.fitting(me.scope, me.key, form.get("who", ""))
    if not chosen and len(fitting) != 1:
        several = "Several people fit. Choose one of them." if fitting else _NOBODY
        return _page(several, field="contact-0" if fitting else "who", fitting=fitting[: finding.MOST]), 400
    told = Told(
        form=_form(),
        contact_id=chosen or fitting[0].contact.contact_id,
        way=form.get("way", ""),
        words=plain(form.get("words", "")),
        answer=form.get("answer", "redirect"),
    )
    try:
        recorded = approaches.record(me.scope, told, staff_id=me.key, now=now())
    except InputProblem as problem:
        return _page(str(problem), field=_field_of(told)), 400
    flash(_said(recorded))
    if recorded.thread_id is None:
        return redirect(url_for("inbox.lines"))
    return redirect(url_for("threads.conversation", thread_id=recorded.thread_id))


_NOBODY = "Nobody of your children’s families fits. Type a parent’s or a child’s name, or ask the office."


def _field_of(told: Told) -> str:
    if told.way not in WAYS:
        return f"way-{next(iter(WAYS))}"
    return "words"


def _form() -> str:
    given = request.form.get("form", "")[:64]
    return given if given.isalnum() and given.isascii() else secrets.token_hex(16)


def _said(recorded: Recorded) -> str:
    name = recorded.name
    if recorded.outcome == "sent" and recorded.leaves_at is not None and recorded.leaves_at > now():
        return (
            f"Written down. {name} gets our ways to write to school on {say_moment(recorded.leaves_at, my_day().zone)}."
        )
    return {
        "sent": f"Written down. {name} is sent our ways to write to school.",
        "told_already": f"Written down. {name} was told our ways less than a day ago, so nothing more was sent.",
        "noted": "Noted. Nothing was sent; the family does not see this note.",
        "restricted": f"Written down. School may not write to {name}, so nothing was sent. Tell the office.",
        "no_address": f"Written down. School holds no email address for {name}: please tell them our ways yourself.",
    }[recorded.outcome]


def _page(problem: str = "", *, field: str = "", fitting: tuple[finding.Match, ...] = ()) -> str:
    me = visitor()
    return render_template(
        "approaches/show.html",
        everybody=finding.everybody_for(me.scope, me.key),
        fitting=fitting,
        ways=WAYS,
        spoken=SPOKEN,
        typed=request.form,
        form=_form(),
        longest=approaches.LONGEST,
        problem=problem,
        field=field,
    )
