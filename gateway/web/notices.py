"""The pages of what waits in the apps of the school: the list, and the form by which a person copies a message in."""

from __future__ import annotations

import secrets

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import copying, finding, handovers, notice_sources
from gateway.actions.copying import AlreadySettled, Copied, Copy, NotYourNotice, Waits
from gateway.actions.day import refuse_off_duty
from gateway.domain.channels import CLOSED
from gateway.domain.errors import InputProblem
from gateway.web.composer import plain
from gateway.web.errors import show as show_error
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor
from gateway.web.places import ID

pages = Blueprint("notices", __name__, url_prefix="/notices")

_NOBODY = "Nobody of your children’s families fits. Type a parent’s or a child’s name, or ask the office."


@pages.get("")
def show() -> ResponseReturnValue:
    """What waits in the apps for this person."""
    day = my_day()
    refuse_off_duty(day)
    me = visitor()
    found = copying.waiting(me.scope, me.key, now=now())
    return render_template(
        "notices/list.html",
        day=day,
        found=found,
        app_pages=notice_sources.app_pages(me.scope),
        to_copy_out=sum(len(one.handovers) for one in handovers.waiting(me.scope, me.key, now=now())),
    )


@pages.get("/copy")
def ask() -> ResponseReturnValue:
    """The form for a message of which no notice came."""
    refuse_off_duty(my_day())
    return _page(None)


@pages.post("/copy")
def copy() -> ResponseReturnValue:
    """Take in a message of which no notice came."""
    return _copy(None)


@pages.get(f"/<{ID}:notice_id>")
def ask_about(notice_id: int) -> ResponseReturnValue:
    """The form for the message of one notice."""
    refuse_off_duty(my_day())
    return _page(copying.own_notice(visitor().scope, notice_id, staff_id=visitor().key, now=now()))


@pages.post(f"/<{ID}:notice_id>")
def copy_of(notice_id: int) -> ResponseReturnValue:
    """Take in the message of one notice."""
    return _copy(copying.own_notice(visitor().scope, notice_id, staff_id=visitor().key, now=now()))


@pages.post(f"/<{ID}:notice_id>/nothing")
def nothing(notice_id: int) -> ResponseReturnValue:
    """There was no message: the app told of something else."""
    copying.nothing_there(visitor().scope, notice_id, staff_id=visitor().key, now=now())
    flash("Taken off the list. There was no message.")
    return redirect(url_for(".show"))


def _copy(about: Waits | None) -> ResponseReturnValue:
    me, form = visitor(), request.form
    chosen, fitting = form.get("contact", ""), finding.fitting(me.scope, me.key, form.get("who", ""))
    if not chosen and len(fitting) != 1:
        several = "Several people fit. Choose one of them." if fitting else _NOBODY
        return _page(about, several, field="contact-0" if fitting else "who", fitting=fitting[: finding.MOST]), 400
    told = Copy(
        form=_form(),
        channel=form.get("channel", ""),
        contact_id=chosen or fitting[0].contact.contact_id,
        words=plain(form.get("words", "")),
        notice_id=about.notice.notice_id if about is not None else None,
    )
    try:
        copied = copying.copy_in(me.scope, told, staff_id=me.key, now=now())
    except InputProblem as problem:
        missing = "words" if told.channel in CLOSED or about is not None else f"channel-{next(iter(CLOSED))}"
        return _page(about, str(problem), field=missing), 400
    flash(_said(copied))
    if copied.thread_id is None:
        return redirect(url_for(".show"))
    return redirect(url_for("threads.conversation", thread_id=copied.thread_id))


def _said(copied: Copied) -> str:
    if not copied.is_new:
        return "This was copied in already. It stands in its conversation once."
    if copied.thread_id is None:
        return f"Copied in. Whoever {copied.name}’s message is for sees it in their own hours."
    return f"Copied in. It stands in the conversation with {copied.name}."


def _form() -> str:
    given = request.form.get("form", "")[:64]
    return given if given.isalnum() and given.isascii() else secrets.token_hex(16)


def _page(about: Waits | None, problem: str = "", *, field: str = "", fitting: tuple[finding.Match, ...] = ()) -> str:
    me = visitor()
    return render_template(
        "notices/copy.html",
        day=my_day(),
        about=about,
        app_pages=notice_sources.app_pages(me.scope),
        everybody=finding.everybody_for(me.scope, me.key),
        fitting=fitting,
        closed=CLOSED,
        typed=request.form,
        form=_form(),
        longest=copying.LONGEST,
        problem=problem,
        field=field,
    )


@pages.errorhandler(AlreadySettled)
def settled(problem: AlreadySettled) -> ResponseReturnValue:
    """Somebody else was quicker: one sentence and a way back."""
    return show_error("400", 409, sentence=str(problem))


@pages.errorhandler(NotYourNotice)
def not_yours(_: NotYourNotice) -> ResponseReturnValue:
    """What is another's looks like what does not exist."""
    return show_error("404", 404)
