"""After a talk: what came of ringing, the note that both sides see, and what was promised in it."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import follow_ups, talks
from gateway.actions.checking import HeldBack, NothingToSend
from gateway.actions.meetings import MeetingOver
from gateway.actions.talks import TooLateForThat
from gateway.domain.errors import InputProblem
from gateway.domain.meetings.talks import LONGEST_NOTE, LONGEST_PROMISE, OUTCOMES, SAID_WAYS, SPOKE, Agreed
from gateway.web.composer import knowing_of, plain
from gateway.web.errors import show
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor
from gateway.web.places import ID

pages = Blueprint("talks", __name__)

DONE = {
    "no_answer": "Noted: no answer. The card stays, so that you can try again.",
    "left_message": "Noted: you left a message. The card stays, so that you can try again.",
}
SETTLED = {
    "kept": "Done. The family sees that it is.",
    "taken_back": "Taken back. Tell the family yourself, where it was promised to them.",
    "open": "It is promised again.",
}


@pages.post(f"/threads/<{ID}:thread_id>/call")
def call(thread_id: int) -> ResponseReturnValue:
    """Note what came of ringing."""
    me, outcome = visitor(), request.form.get("outcome", "")
    talk_id = talks.note_outcome(me.scope, thread_id, staff_id=me.key, outcome=outcome, now=now())
    if outcome == SPOKE:
        return redirect(url_for(".note", thread_id=thread_id, talk=talk_id))
    flash(DONE[outcome])
    return redirect(url_for("threads.conversation", thread_id=thread_id))


@pages.get(f"/threads/<{ID}:thread_id>/talk")
def note(thread_id: int) -> ResponseReturnValue:
    """The form after a talk."""
    return _page(thread_id)


@pages.post(f"/threads/<{ID}:thread_id>/talk")
def write(thread_id: int) -> ResponseReturnValue:
    """Send the note, or keep its words for later; whatever is typed stays when something is to be fixed."""
    me, form = visitor(), request.form
    words = plain(form.get("words", ""))
    if form.get("do") == "keep":
        talks.keep_words(me.scope, thread_id, staff_id=me.key, words=words, now=now())
        flash("Your words are kept.")
        return redirect(url_for("threads.conversation", thread_id=thread_id))
    try:
        agreed = Agreed(
            form.get("way", ""),
            _day(form.get("held_on", ""), "Give the day of the talk.") or my_day().now.date(),
            words,
            plain(form.get("promise", "")),
            _day(form.get("promise_on", ""), "Give the day of your promise as a date."),
        )
        talks.write_note(
            me.scope,
            thread_id,
            agreed,
            staff_id=me.key,
            now=now(),
            talk_id=_number("talk"),
            meeting_id=_number("meeting"),
            knowing=knowing_of(form.getlist("knowing")),
        )
    except (InputProblem, HeldBack, NothingToSend) as problem:
        talks.keep_words(me.scope, thread_id, staff_id=me.key, words=words, now=now())
        return _page(thread_id, problem=problem), 400 if isinstance(problem, InputProblem) else 422
    flash("The note is in the conversation, and the family gets it.")
    return redirect(url_for("threads.conversation", thread_id=thread_id))


@pages.post(f"/talks/of/<{ID}:meeting_id>/nobody")
def nobody_came(meeting_id: int) -> ResponseReturnValue:
    """Nobody came to a booked meeting."""
    thread_id = talks.nobody_came(visitor().scope, meeting_id, now=now())
    flash("Noted. Nothing was sent to the family.")
    return redirect(url_for("threads.conversation", thread_id=thread_id))


@pages.post(f"/talks/<{ID}:talk_id>/take-back")
def take_back(talk_id: int) -> ResponseReturnValue:
    """Take an outcome back that was tapped by a slip."""
    thread_id = talks.take_back(visitor().scope, talk_id, staff_id=visitor().key, now=now())
    flash("Taken back.")
    return redirect(url_for("threads.conversation", thread_id=thread_id))


@pages.post(f"/follow-ups/<{ID}:follow_up_id>")
def settle(follow_up_id: int) -> ResponseReturnValue:
    """Say that a promise was kept, take it back, or let it be open again."""
    me, state = visitor(), request.form.get("state", "")
    thread_id = follow_ups.settle(me.scope, follow_up_id, staff_id=me.key, state=state, now=now())
    flash(SETTLED[state])
    return redirect(url_for("threads.conversation", thread_id=thread_id))


@pages.errorhandler(TooLateForThat)
@pages.errorhandler(MeetingOver)
def too_late(problem: TooLateForThat | MeetingOver) -> ResponseReturnValue:
    """Somebody was quicker: one sentence and a way back."""
    return show("400", 409, sentence=str(problem))


def _day(written: str, sentence: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as problem:
        raise InputProblem(sentence) from problem


def _number(name: str) -> int | None:
    given = request.values.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None


def _page(thread_id: int, *, problem: Exception | None = None) -> str:
    me, typed = visitor(), request.form
    page = talks.note_page(me.scope, thread_id, talk_id=_number("talk"), meeting_id=_number("meeting"), staff_id=me.key)
    day = my_day()
    held_on = page.talk.held_on if page.talk else day.now.date()
    if page.meeting is not None:
        held_on = page.meeting.starts_at.astimezone(day.zone).date()
    known = page.meeting or page.talk
    return render_template(
        "talks/note.html",
        day=day,
        page=page,
        ways=SAID_WAYS,
        typed=typed,
        words=typed.get("words", page.words),
        way=typed.get("way", known.way if known is not None else "phone"),
        held_on=typed.get("held_on", held_on.isoformat()),
        longest=LONGEST_NOTE,
        longest_promise=LONGEST_PROMISE,
        problem=str(problem) if problem is not None else "",
        checks=problem.checks if isinstance(problem, HeldBack) else (),
        knowing=typed.getlist("knowing"),
        outcomes=OUTCOMES,
    )
