"""A family's page for a parents' evening, by the link of a letter without an account: choose, change, give back, wait."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import evenings
from gateway.actions.evenings import ChoosingOver, LinkEnded
from gateway.actions.front import front_door
from gateway.actions.meetings import LATE_BY, MeetingOver, running_late
from gateway.domain.errors import HandbellError, InputProblem
from gateway.domain.meetings import WAYS, TimeTaken
from gateway.domain.meetings.evenings import times_of
from gateway.domain.scope import Scope
from gateway.web.guards import EVERY_SCHOOL, now
from gateway.web.security import limiter
from gateway.web.slots import late_minutes

pages = Blueprint("evening_places", __name__, url_prefix="/meet/evening")

LOOKS = "60 per minute; 600 per hour"
"""From one address of the network, which a whole school may share; a link is too long to guess all the same."""
ANSWERS = "20 per minute; 200 per hour"


@pages.get("/<token>")
@limiter.limit(LOOKS)
def show(token: str) -> ResponseReturnValue:
    """The times that can be chosen for each child, and what is chosen; looking chooses nothing."""
    scope, evening_id = evenings.evening_by_link(EVERY_SCHOOL, token, now=now())
    return _page(scope, evening_id, token)


@pages.post("/<token>")
@limiter.limit(ANSWERS)
def answer(token: str) -> ResponseReturnValue:
    """Take a time, give it back, wait for a better one or wait no more."""
    scope, evening_id = evenings.evening_by_link(EVERY_SCHOOL, token, now=now())
    try:
        chosen = evenings.chosen_evening(scope, evening_id, request.form.get("evening", ""), now=now())
        flash(_answered(scope, chosen))
    except (TimeTaken, ChoosingOver, MeetingOver) as gone:
        return _page(scope, evening_id, token, problem=gone), 409
    except InputProblem as problem:
        return _page(scope, evening_id, token, problem=problem), 400
    return redirect(url_for(".show", token=token))


@pages.errorhandler(LinkEnded)
def link_ended(_: LinkEnded) -> ResponseReturnValue:
    """One page for a link that has ended and for one that never was."""
    return _private("meeting_answers/ended.html", front=front_door(now=now())), 410


def _answered(scope: Scope, evening_id: int) -> str:
    """Do what the form asks for, and say what was done."""
    form = request.form
    pupil_id, at = form.get("child", ""), now()
    if form.get("do") == "give_back":
        evenings.give_back(scope, evening_id, pupil_id=pupil_id, now=at)
        return "Cancelled. Somebody else can have this time."
    if form.get("do") == "wait":
        earliest_at, latest_at = _moment(form.get("earliest", "")), _moment(form.get("latest", ""))
        evenings.wait_for(scope, evening_id, pupil_id=pupil_id, earliest_at=earliest_at, latest_at=latest_at, now=at)
        return "You are on the list. We will write to you when such a time is free."
    if form.get("do") == "stop":
        evenings.stop_waiting(scope, evening_id, pupil_id=pupil_id, now=at)
        return "You are off the list."
    if form.get("do", "").startswith("late-"):
        _late(scope, evening_id, pupil_id)
        return "School knows that you are late. Please come all the same."
    starts_at = _moment(form.get("when", ""))
    if starts_at is None:
        raise InputProblem("Choose a time.")
    if form.get("how", "") not in WAYS:
        raise InputProblem("Choose how you would like to talk.")
    evenings.take_place(
        scope,
        evening_id,
        pupil_id=pupil_id,
        starts_at=starts_at,
        way=form["how"],
        phone=form.get("phone", ""),
        now=at,
    )
    return "Booked."


def _late(scope: Scope, evening_id: int, pupil_id: str) -> None:
    page = evenings.invitation_to(scope, evening_id, now=now())
    held = next((one.mine for one in page.children if one.pupil.pupil_id == pupil_id and one.mine is not None), None)
    if held is None:
        raise InputProblem("There is no time of yours to be late for.")
    running_late(scope, held.meeting_id, minutes=late_minutes(request.form["do"]), now=now())


def _moment(written_as: str) -> datetime | None:
    """A moment as the page wrote it, None for a blank. Raises InputProblem."""
    if not written_as:
        return None
    try:
        moment = datetime.fromisoformat(written_as)
    except ValueError as problem:
        raise InputProblem("Choose a time.") from problem
    if moment.tzinfo is None:
        raise InputProblem("Choose a time.")
    return moment


def _page(scope: Scope, evening_id: int, token: str, *, problem: HandbellError | None = None) -> Response:
    pages_of_day = evenings.invitations_of_day(scope, evening_id, now=now())
    return _private(
        "evening_places/choose.html",
        invitations=pages_of_day,
        front=front_door(now=now()),
        here=url_for(".show", token=token),
        times={one.evening.evening_id: times_of(one.evening) for one in pages_of_day},
        ways=WAYS,
        late_by=LATE_BY,
        typed=request.form,
        problem=problem,
    )


def _private(template: str, **values: object) -> Response:
    answer = make_response(render_template(template, **values))
    answer.headers["Cache-Control"] = "no-store"
    return answer
