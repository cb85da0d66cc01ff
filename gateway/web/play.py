"""Playing a parent: their letters, a mail to write, and a clock to move; only ever registered in a demo."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import playing
from gateway.actions.delivery import send_due
from gateway.actions.schools import every_school
from gateway.clock import MovableClock
from gateway.domain.errors import InputProblem
from gateway.domain.scope import Scope
from gateway.ports.playground import Playground
from gateway.web.guards import equipment, now

pages = Blueprint("play", __name__, url_prefix="/play")


def _school() -> Scope:
    return every_school()[0]


def _playground() -> Playground:
    kit = equipment()
    if kit.demo is None:
        raise InputProblem("This Handbell sends real mail, so nobody can be played here.")
    return kit.demo.playground


@pages.get("")
def parts() -> ResponseReturnValue:
    """Everybody whom one can play."""
    return render_template(
        "play/parts.html", parts=playing.parts(_school()), moment=now(), zone=playing.zone(_school())
    )


@pages.get("/<contact_id>")
def desk(contact_id: str) -> ResponseReturnValue:
    """One parent's letters, and a mail to write."""
    found = playing.desk(_school(), _playground(), contact_id)
    answered = next((one for one in found.letters if one.letter_id == request.args.get("answer")), None)
    return render_template("play/desk.html", desk=found, answered=answered, moment=now(), zone=playing.zone(_school()))


@pages.post("/<contact_id>")
def write(contact_id: str) -> ResponseReturnValue:
    """Send a mail as this parent."""
    taken = playing.write(
        _school(),
        _playground(),
        contact_id,
        to_address=request.form.get("to", ""),
        subject=request.form.get("subject", ""),
        text=request.form.get("text", ""),
        in_reply_to=request.form.get("in_reply_to", ""),
        now=now(),
    )
    flash(f"Sent, and kept safe. The policy said: {taken.rule}. The answer comes in a few seconds; look again.")
    return redirect(url_for("play.desk", contact_id=contact_id))


@pages.post("/clock")
def clock() -> ResponseReturnValue:
    """Move the demo's clock on, for every page and every job."""
    movable = current_app.extensions["handbell.clock"]
    if not isinstance(movable, MovableClock):
        raise InputProblem("This clock cannot be moved; start Handbell with make demo.")
    contact_id, to = request.form.get("contact", ""), request.form.get("to", "")
    kit, school = equipment(), _school()
    later = playing.move_on(
        school, to, now=now(), send=lambda at: send_due(school, kit.channels(school), kit.letters, now=at)
    )
    if later is None:
        flash("Nothing is waiting to ring. Write something out of hours first.")
    else:
        movable.move_to(later)
    return redirect(url_for("play.desk", contact_id=contact_id) if contact_id else url_for("play.parts"))
