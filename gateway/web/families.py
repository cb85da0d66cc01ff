"""The pages of families: their conversations with school, each with its promise, and writing at any hour."""

from __future__ import annotations

import secrets

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import families, family_messages
from gateway.actions.families import Home, Talk, Wait
from gateway.actions.family_messages import LONGEST_SUBJECT, NEW, NothingWritten, RangAlready
from gateway.actions.front import front_of
from gateway.actions.meetings.showing import of_family
from gateway.domain.moments import say_moment, say_time
from gateway.web.daylines import Dayline, line_of_today, line_of_wait
from gateway.web.guards import now, visitor
from gateway.web.places import ID

pages = Blueprint("families", __name__, url_prefix="/messages")


@pages.get("")
def home() -> ResponseReturnValue:
    """Every conversation of this family member."""
    found = families.home(visitor(), now=now())
    talks = of_family(visitor().scope, visitor().key, now=now())
    return _private("families/home.html", page=found, front=found.front, line=_today(found), meetings=talks)


@pages.get("/new")
def choose() -> ResponseReturnValue:
    """Whom to write to."""
    front = front_of(visitor().scope, now=now(), contact_id=visitor().key)
    return _private("families/choose.html", front=front, choices=family_messages.choices(visitor(), now=now()))


@pages.get("/new/<key>")
def new(key: str) -> ResponseReturnValue:
    """A conversation that has not begun, with the promise that it would be given."""
    return _new_page(key)


@pages.post("/new/<key>")
def begin(key: str) -> ResponseReturnValue:
    """Send the first message of a conversation."""
    try:
        thread_id = family_messages.begin_talk(
            visitor(),
            key,
            subject=request.form.get("subject", ""),
            text=request.form.get("text", ""),
            form=_form(),
            now=now(),
        )
    except NothingWritten as problem:
        return _new_page(key, problem=str(problem)), 400
    flash("Sent. We keep your message safe.")
    return redirect(url_for("families.talk", thread_id=thread_id) if thread_id else url_for("families.home"))


@pages.get(f"/<{ID}:thread_id>")
def talk(thread_id: int) -> ResponseReturnValue:
    """One conversation."""
    return _talk_page(thread_id)


@pages.post(f"/<{ID}:thread_id>")
def write(thread_id: int) -> ResponseReturnValue:
    """Send a message into a conversation."""
    try:
        family_messages.write(visitor(), thread_id, text=request.form.get("text", ""), form=_form(), now=now())
    except NothingWritten as problem:
        return _talk_page(thread_id, problem=str(problem)), 400
    flash("Sent. We keep your message safe.")
    return redirect(url_for("families.talk", thread_id=thread_id))


@pages.post("/draft", defaults={"thread_id": NEW})
@pages.post(f"/<{ID}:thread_id>/draft")
def keep_draft(thread_id: int) -> ResponseReturnValue:
    """Keep words while they are being written."""
    family_messages.keep_draft(visitor(), thread_id, text=request.form.get("text", ""), now=now())
    return render_template("families/_kept.html", front=front_of(visitor().scope, now=now(), contact_id=visitor().key))


@pages.post(f"/<{ID}:thread_id>/<{ID}:message_id>/take-back")
def take_back(thread_id: int, message_id: int) -> ResponseReturnValue:
    """Take a message back before it rings."""
    try:
        family_messages.take_back(visitor(), thread_id, message_id, now=now())
    except RangAlready as refused:
        flash(str(refused))
    else:
        flash("Taken back. Your words are in the box below, to change or to leave.")
    return redirect(url_for("families.talk", thread_id=thread_id))


@pages.post(f"/<{ID}:thread_id>/office")
def ask_office(thread_id: int) -> ResponseReturnValue:
    """Ask the office to read what still waits."""
    slip = family_messages.ask_office(visitor(), thread_id, now=now())
    zone = front_of(visitor().scope, now=now()).zone
    if slip is None:
        flash("Nothing waits any more: your message has rung.")
    elif slip.visible_at is None:
        flash("We have passed it on. We do not know yet when it will be read, so please phone.")
    elif slip.has_it:
        flash(f"{slip.who} has your message now, or whoever at school should read it instead.")
    else:
        when = say_moment(slip.visible_at, zone)
        flash(f"{slip.who} will see your message on {when}, or whoever at school should read it instead.")
    return redirect(url_for("families.talk", thread_id=thread_id))


def _form() -> str:
    """The mark of the form that was sent, so that one form sends one message; a form without one is its own."""
    given = request.form.get("form", "")[:64]
    return given if given.isalnum() and given.isascii() else secrets.token_hex(16)


def _new_page(key: str, *, problem: str = "") -> Response:
    found = family_messages.about_to_begin(visitor(), key, now=now())
    return _private(
        "families/new.html",
        page=found,
        front=found.front,
        subject=request.form.get("subject", ""),
        words=request.form.get("text", found.draft),
        longest_subject=LONGEST_SUBJECT,
        problem=problem,
        form=_form(),
    )


def _talk_page(thread_id: int, *, problem: str = "") -> Response:
    found = families.talk(visitor(), thread_id, now=now())
    talks = of_family(visitor().scope, visitor().key, now=now())
    return _private(
        "families/talk.html",
        meetings=[one for one in talks if one.thread_id == thread_id],
        page=found,
        front=found.front,
        line=_line(found, found.wait) if found.wait is not None else None,
        words=request.form.get("text", found.draft),
        problem=problem,
        form=_form(),
    )


def _today(page: Home) -> Dayline:
    front = page.front
    label = f"The hours of the school office today. It is {say_time(front.now, front.zone)} now."
    return line_of_today(page.office_spans, front.now, zone=front.zone, label=label)


def _line(page: Talk, wait: Wait) -> Dayline | None:
    if wait.slip.visible_at is None:
        return None
    zone = page.front.zone
    label = f"You wrote on {say_moment(wait.since, zone)}. {wait.slip.who} sees it on {say_moment(wait.slip.visible_at, zone)}."
    return line_of_wait(wait.spans, wait.since, wait.slip.visible_at.astimezone(zone), label=label)


def _private(template: str, **values: object) -> Response:
    answer = make_response(render_template(template, **values))
    answer.headers["Cache-Control"] = "no-store"
    return answer
