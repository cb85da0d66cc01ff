"""Starting a conversation: pick the child, pick the person, write; nothing of a message is shown, so it works off duty."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import compose
from gateway.actions.checking import HeldBack, NothingToSend
from gateway.actions.compose import Choice, Choosing
from gateway.domain.channels import CLOSED
from gateway.domain.errors import InputProblem
from gateway.domain.moments import say_moment
from gateway.web.composer import Composer, changed, composer_of, knowing_of, plain
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor

pages = Blueprint("compose", __name__, url_prefix="/write")


@pages.get("")
def pick_child() -> ResponseReturnValue:
    """The children about whom one may write, by class."""
    return render_template("compose/child.html", classes=compose.classes_for(visitor().scope, visitor().key))


@pages.get("/<pupil_id>")
def pick_person(pupil_id: str) -> ResponseReturnValue:
    """The adults of one child, with what each may receive."""
    return render_template(
        "compose/person.html", choosing=_choosing(pupil_id), by_hand=compose.apps_by_hand(visitor().scope)
    )


@pages.get("/<pupil_id>/<contact_id>")
def words(pupil_id: str, contact_id: str) -> ResponseReturnValue:
    """The first words to one person about one child; what was kept for them is there again."""
    me = visitor()
    held = compose.first_words(me.scope, staff_id=me.key, contact_id=contact_id, pupil_id=pupil_id)
    return _page(pupil_id, contact_id, subject="", by="", text=held, knowing=frozenset())


@pages.post("/<pupil_id>/<contact_id>")
def send(pupil_id: str, contact_id: str) -> ResponseReturnValue:
    """Begin the conversation under the same checks as an answer; the words stay on the page when something is to be fixed."""
    me, text = visitor(), plain(request.form.get("text", ""))
    subject, by = request.form.get("subject", ""), request.form.get("by", "")
    knowing = knowing_of(request.form.getlist("knowing"))
    _chosen(_choosing(pupil_id), contact_id)
    if request.form.get("change"):
        words = changed(text, request.form["change"])
        return _page(pupil_id, contact_id, subject=subject, by=by, text=words, knowing=knowing)
    if request.form.get("do") == "keep":
        compose.keep_first_words(
            me.scope, staff_id=me.key, contact_id=contact_id, pupil_id=pupil_id, text=text, now=now()
        )
        flash("Your words are kept. They are here when you choose this child and person again.")
        return redirect(url_for(".words", pupil_id=pupil_id, contact_id=contact_id))
    try:
        sent = compose.start_thread(
            me.scope,
            staff_id=me.key,
            contact_id=contact_id,
            pupil_id=pupil_id,
            channel=by,
            subject=subject,
            text=text,
            now=now(),
            knowing=knowing,
        )
    except (HeldBack, NothingToSend) as problem:
        page = _page(pupil_id, contact_id, subject=subject, by=by, text=text, knowing=knowing, problem=str(problem))
        return page, 422
    at_once = sent.leaves_at <= now()
    if by in compose.apps_by_hand(me.scope):
        flash(
            f"Written. Copy it into {CLOSED[by]} {'now' if at_once else 'when its time comes'}, and say that it is there."
        )
        return redirect(url_for("threads.conversation", thread_id=sent.thread_id))
    flash("Sent." if at_once else f"Kept. It leaves on {say_moment(sent.leaves_at, my_day().zone)}.")
    return redirect(url_for("threads.conversation", thread_id=sent.thread_id))


@pages.post("/<pupil_id>/<contact_id>/checks")
def checks(pupil_id: str, contact_id: str) -> ResponseReturnValue:
    """The composer's lower half for the words so far, which are kept: htmx asks for it while one writes."""
    me, text = visitor(), plain(request.form.get("text", ""))
    chosen = _chosen(_choosing(pupil_id), contact_id)
    compose.keep_first_words(me.scope, staff_id=me.key, contact_id=contact_id, pupil_id=pupil_id, text=text, now=now())
    made = _checked(chosen, text, by=request.form.get("by", ""), knowing=knowing_of(request.form.getlist("knowing")))
    return render_template("_parts/checks.html", composer=made, saved_at=now(), zone=my_day().zone, heading="h2")


def _choosing(pupil_id: str) -> Choosing:
    return compose.choices_for(visitor().scope, pupil_id, staff_id=visitor().key)


def _chosen(choosing: Choosing, contact_id: str) -> Choice:
    found = next((one for one in choosing.choices if one.contact.contact_id == contact_id), None)
    if found is None:
        raise InputProblem("This person is no contact of this child. Choose one of the list.")
    return found


def _checked(chosen: Choice, text: str, *, by: str, knowing: frozenset[str]) -> Composer:
    me = visitor()
    found = compose.check_words(
        me.scope,
        staff_id=me.key,
        contact_id=chosen.contact.contact_id,
        pupil_id=chosen.tie.pupil_id,
        text=text,
        now=now(),
        channel=by,
    )
    return composer_of(found, name=chosen.contact.first_name, now=now(), zone=my_day().zone, knowing=knowing)


def _page(
    pupil_id: str,
    contact_id: str,
    *,
    subject: str,
    by: str,
    text: str,
    knowing: frozenset[str],
    problem: str = "",
) -> str:
    choosing = _choosing(pupil_id)
    chosen = _chosen(choosing, contact_id)
    return render_template(
        "compose/words.html",
        choosing=choosing,
        chosen=chosen,
        subject=subject,
        by=by,
        words=text,
        composer=_checked(chosen, text, by=by, knowing=knowing),
        problem=problem,
        day=my_day(),
        by_hand=compose.apps_by_hand(visitor().scope),
    )
