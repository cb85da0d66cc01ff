"""The office's pages: what must be done now, who is this, the shelf, and missed promises."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import calendars, copying, deadlines, follow_ups, handovers, office, overdue, strangers
from gateway.actions.day import refuse_off_duty
from gateway.actions.dead_addresses import dead_addresses
from gateway.actions.office import WroteAgain
from gateway.actions.open_alerts import help_now
from gateway.actions.overdue import AnsweredMeanwhile
from gateway.actions.strangers import AlreadyMatched
from gateway.domain.deadlines import KINDS as DEADLINES
from gateway.domain.moments import say_moment
from gateway.web.downloads import as_file, say_size
from gateway.web.errors import show as show_error
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor
from gateway.web.places import ID

pages = Blueprint("office", __name__, url_prefix="/office")

KINDS = {
    "absence": ("user-circle", "Absent"),
    "late": ("clock", "Late"),
    "collection": ("backpack", "Collecting"),
    "medicine": ("pill", "Medicine, allergy"),
}
"""How each practical matter is shown: its icon and its word."""


@pages.get("")
def show() -> ResponseReturnValue:
    """Everything the office has to do now."""
    day = my_day()
    refuse_off_duty(day)
    me = visitor()
    found = office.office_day(me.scope, me.key, now=now())
    return render_template(
        "office/show.html",
        day=day,
        found=found,
        lapsed=handovers.lapsed(me.scope),
        elsewhere=copying.waiting(me.scope, me.key, now=now()),
        overdue=overdue.overdue_answers(me.scope, now=now()),
        unkept=follow_ups.missed_follow_ups(me.scope, now=now()),
        unheard=dead_addresses(me.scope),
        ahead=calendars.ahead(me.scope, now=now()),
        kinds=KINDS,
        deadlines=deadlines.open_for(me.scope, me.key, now=now()),
        deadline_kinds=DEADLINES,
        say_size=say_size,
        help=help_now(me.scope, now=now()),
    )


@pages.get(f"/who/<{ID}:thread_id>")
def who(thread_id: int) -> ResponseReturnValue:
    """One message of somebody nobody knows, with whom it might be from."""
    day = my_day()
    refuse_off_duty(day)
    me = visitor()
    found = strangers.stranger(me.scope, thread_id, staff_id=me.key, now=now())
    return render_template("office/who.html", day=day, found=found, everybody=strangers.everybody(me.scope))


@pages.post(f"/who/<{ID}:thread_id>")
def match(thread_id: int) -> ResponseReturnValue:
    """A person says who wrote; the contact's own addresses stay as they are."""
    me, contact_id = visitor(), request.form.get("contact", "")
    seers = strangers.match(me.scope, thread_id, staff_id=me.key, contact_id=contact_id, now=now())
    flash(f"Joined. {' and '.join(seers)} will see it in their own hours.")
    return redirect(url_for(".show"))


@pages.post(f"/done/<{ID}:thread_id>")
def done(thread_id: int) -> ResponseReturnValue:
    """The office has done what a message asks; what came after the page was loaded is looked at first."""
    sent = request.form.get("seen", "")
    seen = int(sent) if sent.isdecimal() else None
    try:
        office.deal_with(visitor().scope, thread_id, staff_id=visitor().key, now=now(), seen=seen)
        flash("Done. A teacher who has it too sees that the office dealt with it.")
    except WroteAgain as problem:
        flash(str(problem))
    return redirect(url_for(".show"))


@pages.post(f"/answers/<{ID}:thread_id>/remind")
def remind(thread_id: int) -> ResponseReturnValue:
    """Remind whoever was to answer, in their own hours."""
    at = overdue.remind(visitor().scope, thread_id, now=now())
    flash("Reminded." if at <= now() else f"The reminder reaches them on {say_moment(at, my_day().zone)}.")
    return redirect(url_for(".show") + "#answers")


@pages.post(f"/answers/<{ID}:thread_id>/hand-on")
def hand_on(thread_id: int) -> ResponseReturnValue:
    """Hand a conversation that waits to somebody else."""
    promise = overdue.hand_on(visitor().scope, thread_id, to=request.form.get("to", ""), now=now())
    at = promise.visible_at
    flash(f"Handed on. They see it on {say_moment(at, my_day().zone)}." if at and at > now() else "Handed on.")
    return redirect(url_for(".show") + "#answers")


@pages.post(f"/answers/<{ID}:thread_id>/here")
def answer_here(thread_id: int) -> ResponseReturnValue:
    """The office answers a conversation that waits: it opens with the composer."""
    overdue.answer_here(visitor().scope, thread_id, now=now())
    return redirect(url_for("threads.conversation", thread_id=thread_id) + "#compose")


@pages.get(f"/shelf/<{ID}:arrival_id>")
def shelved(arrival_id: int) -> Response:
    """A delivery that nobody could read, as it came, to be saved and looked at with care."""
    refuse_off_duty(my_day())
    body = office.open_shelved(visitor().scope, arrival_id, now=now())
    return as_file(body, name=f"delivery-{arrival_id}.eml", kind="application/octet-stream")


@pages.post(f"/shelf/<{ID}:arrival_id>")
def clear(arrival_id: int) -> ResponseReturnValue:
    """A person has dealt with a delivery on the shelf."""
    office.clear_shelved(visitor().scope, arrival_id, now=now())
    flash("Taken off the shelf. Its bytes are kept.")
    return redirect(url_for(".show"))


@pages.errorhandler(AlreadyMatched)
@pages.errorhandler(AnsweredMeanwhile)
def matched(problem: AlreadyMatched | AnsweredMeanwhile) -> ResponseReturnValue:
    """Somebody else was quicker: one sentence and a way back."""
    return show_error("400", 409, sentence=str(problem))
