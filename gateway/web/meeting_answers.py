"""A parent's answer to an offer of times: by the link of a letter without an account, or from their own messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import meetings
from gateway.actions.front import front_door
from gateway.actions.meetings import LATE_BY, LinkEnded, MeetingOver, OfferEnded
from gateway.actions.meetings.showing import Answering, answering
from gateway.domain.errors import HandbellError, InputProblem
from gateway.domain.meetings import TimeTaken
from gateway.domain.meetings.cannots import PARTS, SCHOOL_DAYS, ticks_of, written
from gateway.domain.scope import Scope
from gateway.web.composer import plain
from gateway.web.errors import show as show_error
from gateway.web.guards import EVERY_SCHOOL, now, visitor
from gateway.web.places import ID
from gateway.web.security import limiter
from gateway.web.slots import by_day, late_minutes

links = Blueprint("meeting_links", __name__, url_prefix="/meet")
pages = Blueprint("meeting_answers", __name__, url_prefix="/messages/meetings")

LOOKS = "60 per minute; 600 per hour"
"""From one address of the network, which a whole school may share; a link is too long to guess all the same."""
ANSWERS = "20 per minute; 200 per hour"
DAY_NAMES = dict(zip(SCHOOL_DAYS, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"), strict=True))


@dataclass(frozen=True, slots=True)
class _Door:
    """Through which door an offer is answered: as whom, which one, where its page is, and the frame around it."""

    scope: Scope
    offer_id: int
    here: str
    frame: str


def _by_link(token: str) -> _Door:
    scope, offer = meetings.offer_by_link(EVERY_SCHOOL, token, now=now())
    return _Door(scope, offer.offer_id, url_for("meeting_links.show", token=token), "meeting_answers/_alone.html")


def _signed_in(offer_id: int) -> _Door:
    return _Door(visitor().scope, offer_id, url_for("meeting_answers.show_own", offer_id=offer_id), "_family.html")


@links.get("/<token>")
@limiter.limit(LOOKS)
def show(token: str) -> ResponseReturnValue:
    """What is offered, what is booked, or what became of it; looking answers nothing."""
    return _page(_by_link(token))


@links.get(f"/<token>/<{ID}:number>")
@limiter.limit(LOOKS)
def show_time(token: str, number: int) -> ResponseReturnValue:
    """The same with one of the times chosen already: the one that was pressed in the letter."""
    return _page(_by_link(token), number=number)


@links.post("/<token>")
@limiter.limit(ANSWERS)
def answer(token: str) -> ResponseReturnValue:
    """Choose a time, say that none suits or that one does not want to meet, or cancel."""
    return _answer(_by_link(token))


@links.errorhandler(LinkEnded)
def link_ended(_: LinkEnded) -> ResponseReturnValue:
    """One page for a link that has ended and for one that never was."""
    return _private("meeting_answers/ended.html", front=front_door(now=now())), 410


@pages.get(f"/<{ID}:offer_id>")
def show_own(offer_id: int) -> ResponseReturnValue:
    """The same, from one's own messages."""
    return _page(_signed_in(offer_id))


@pages.post(f"/<{ID}:offer_id>")
def answer_own(offer_id: int) -> ResponseReturnValue:
    """The same, from one's own messages."""
    return _answer(_signed_in(offer_id))


@pages.errorhandler(OfferEnded)
@links.errorhandler(OfferEnded)
def offer_ended(ended: OfferEnded) -> ResponseReturnValue:
    """There is nothing of theirs here."""
    return show_error("404", 404)


def _answer(door: _Door) -> ResponseReturnValue:
    form, scope = request.form, door.scope
    try:
        if form.get("do") == "cancel":
            _cancel(door)
        elif form.get("do", "").startswith("late-"):
            _late(door)
        elif form.get("do") == "none":
            meetings.none_suit(
                scope,
                door.offer_id,
                cannot=written(form.getlist("cannot")),
                words=plain(form.get("words", "")),
                now=now(),
            )
            flash("Thank you. School has your answer, and will write to you.")
        elif form.get("do") == "no":
            meetings.decline(scope, door.offer_id, words=plain(form.get("words", "")), now=now())
            flash("Thank you. School has your answer, and will write to you.")
        else:
            meeting = meetings.take_time(
                scope,
                door.offer_id,
                starts_at=_moment(form.get("when", "")),
                way=form.get("how", ""),
                wishes=form.getlist("wish"),
                phone=form.get("phone", ""),
                now=now(),
            )
            flash("Changed. School knows." if meeting.sequence else "Booked.")
    except (TimeTaken, OfferEnded, MeetingOver) as gone:
        return _page(door, problem=gone), 409
    except InputProblem as problem:
        return _page(door, problem=problem), 400
    return redirect(door.here)


def _cancel(door: _Door) -> None:
    held = answering(door.scope, door.offer_id, now=now()).meeting
    if held is None:
        raise OfferEnded("There is no meeting to cancel.")
    why = plain(request.form.get("words", ""))
    meetings.cancel_meeting(door.scope, held.meeting_id, why=why, now=now())
    flash("Cancelled. School knows.")


def _late(door: _Door) -> None:
    held = answering(door.scope, door.offer_id, now=now()).meeting
    if held is None:
        raise OfferEnded("There is no meeting to be late for.")
    meetings.running_late(door.scope, held.meeting_id, minutes=late_minutes(request.form["do"]), now=now())
    flash("School knows that you are late. Please come all the same.")


def _moment(written_as: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written_as)
    except ValueError as problem:
        raise InputProblem("Choose a time.") from problem
    if moment.tzinfo is None:
        raise InputProblem("Choose a time.")
    return moment


def _page(door: _Door, *, number: int = 0, problem: HandbellError | None = None) -> Response:
    page = answering(door.scope, door.offer_id, now=now())
    ticks = request.form.getlist("cannot") or ticks_of(page.cannot)
    return _private(
        "meeting_answers/answer.html",
        page=page,
        front=page.front,
        frame=door.frame,
        here=door.here,
        home=url_for("families.home") if door.frame == "_family.html" else "",
        say=request.values.get("say", "") or request.form.get("do", ""),
        days=by_day(page.slots, page.front.zone),
        chosen=_chosen(page, number),
        how=request.form.get("how", page.meeting.way if page.meeting else next(iter(page.offer.ways), "")),
        typed=request.form,
        ticks=ticks,
        parts=PARTS,
        day_names=DAY_NAMES,
        late_by=LATE_BY,
        problem=problem,
    )


def _chosen(page: Answering, number: int) -> str:
    """The time that stands chosen: what was sent, else the one that was pressed in the letter, where it can still be had."""
    sent = request.form.get("when", "")
    if not sent and 1 <= number <= len(page.offer.times):
        sent = page.offer.times[number - 1].isoformat()
    left = [one.starts_at.isoformat() for one in page.slots]
    return sent if sent in left else ""


def _private(template: str, **values: object) -> Response:
    answer = make_response(render_template(template, **values))
    answer.headers["Cache-Control"] = "no-store"
    return answer
