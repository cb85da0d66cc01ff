"""Meetings for staff: offering times from a conversation, the list of one's talks, and what becomes of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import meetings, replies
from gateway.actions.checking import HeldBack, NothingToSend
from gateway.actions.day import refuse_off_duty
from gateway.actions.meetings import LATE_BY, LENGTHS, Asked, MeetingOver, NotYourMeeting, OfferEnded
from gateway.actions.meetings.offer_page import OfferPage, offer_page
from gateway.actions.meetings.showing import of_days, one_talk
from gateway.actions.refusals import TalkRefused
from gateway.domain.errors import HandbellError, InputProblem
from gateway.domain.meetings import VIDEO, WAYS, TimeTaken
from gateway.domain.moments import say_moment
from gateway.web.composer import Composer, composer_of, knowing_of, plain
from gateway.web.errors import show as show_error
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor
from gateway.web.places import ID
from gateway.web.slots import by_day, late_minutes

pages = Blueprint("meetings", __name__)

SHOWN_DAYS = 28
OPEN_DAYS = 3
"""Days whose times stand open on the page of an offer; later ones are folded."""
USUAL_WORDS = (
    "{title}, I would like to talk about this properly, so I understand. It takes {minutes} minutes. "
    "Choose what is easy for you."
)


@pages.get("/meetings")
def show() -> ResponseReturnValue:
    """One's own talks of the coming weeks, and of the last days."""
    refuse_off_duty(my_day())
    me, today = visitor(), my_day().now.date()
    talks = of_days(me.scope, me.key, today - timedelta(days=7), days=7 + SHOWN_DAYS, now=now())
    return render_template("meetings/list.html", day=my_day(), talks=talks, ways=WAYS)


@pages.get(f"/threads/<{ID}:thread_id>/meeting")
def offer_form(thread_id: int) -> ResponseReturnValue:
    """Choose the times to offer to whom this conversation is with."""
    refuse_off_duty(my_day())
    return _offer_page(thread_id, _asked(fresh=True))


@pages.post(f"/threads/<{ID}:thread_id>/meeting")
def offer(thread_id: int) -> ResponseReturnValue:
    """Show the times for what was chosen, keep the words, or send the offer; whatever was typed stays."""
    me, do = visitor(), request.form.get("do", "")
    try:
        asked = _asked(fresh=False)
        if do != "send":
            meetings.keep_offer_words(me.scope, thread_id, staff_id=me.key, text=asked.words, now=now())
            return _offer_page(thread_id, asked)
        sent = meetings.offer_times(
            me.scope,
            thread_id,
            asked,
            staff_id=me.key,
            now=now(),
            knowing=knowing_of(request.form.getlist("knowing")),
        )
    except (InputProblem, TimeTaken, HeldBack, NothingToSend, TalkRefused) as problem:
        code = 400 if isinstance(problem, InputProblem) else 409 if isinstance(problem, TimeTaken) else 422
        return _offer_page(thread_id, _asked(fresh=False, strict=False), problem=problem), code
    number = len(sent.times)
    flash(f"{number} {'time is' if number == 1 else 'times are'} offered. Nothing is booked until one is chosen.")
    return redirect(url_for("threads.conversation", thread_id=thread_id))


@pages.post(f"/offers/<{ID}:offer_id>/withdraw")
def withdraw(offer_id: int) -> ResponseReturnValue:
    """Take an offer back."""
    me, words = visitor(), plain(request.form.get("words", ""))
    held = meetings.withdraw_offer(me.scope, offer_id, staff_id=me.key, words=words, now=now())
    flash("The offer is taken back.")
    return redirect(url_for("threads.conversation", thread_id=held.thread_id))


@pages.get(f"/meetings/<{ID}:meeting_id>")
def one(meeting_id: int) -> ResponseReturnValue:
    """One talk: when, with whom, and what can be done with it."""
    refuse_off_duty(my_day())
    return _meeting_page(meeting_id)


@pages.post(f"/meetings/<{ID}:meeting_id>")
def change(meeting_id: int) -> ResponseReturnValue:
    """Move it, cancel it, say that one is late, or note what became of it."""
    scope, form, why = visitor().scope, request.form, plain(request.form.get("why", ""))
    do = form.get("do", "")
    try:
        if do == "move":
            moved = meetings.move_meeting(
                scope, meeting_id, starts_at=_when(), way=form.get("how", ""), why=why, now=now()
            )
            flash(f"Moved to {say_moment(moved.starts_at, my_day().zone)}. The family is told.")
        elif do == "cancel":
            meetings.cancel_meeting(scope, meeting_id, why=why, now=now())
            flash("Cancelled. The family is told.")
        elif do.startswith("late-"):
            meetings.running_late(scope, meeting_id, minutes=late_minutes(do), now=now())
            flash("The family is told.")
        else:
            _note(meeting_id, do)
    except (TimeTaken, InputProblem, MeetingOver, TalkRefused) as problem:
        return _meeting_page(meeting_id, problem=problem), 400 if isinstance(problem, InputProblem) else 409
    return redirect(url_for(".one", meeting_id=meeting_id))


def _note(meeting_id: int, do: str) -> None:
    notes = {"no_show": meetings.mark_no_show, "held": meetings.mark_held, "booked": meetings.mark_booked}
    if do not in notes:
        raise InputProblem("Choose what to do with this meeting.")
    notes[do](visitor().scope, meeting_id, now=now())


@pages.errorhandler(NotYourMeeting)
def not_yours(_: NotYourMeeting) -> ResponseReturnValue:
    """A meeting of others is no page."""
    return show_error("404", 404)


@pages.errorhandler(OfferEnded)
def too_late(ended: OfferEnded) -> ResponseReturnValue:
    """Somebody was quicker: one sentence and a way back."""
    return show_error("400", 409, sentence=str(ended))


def _when() -> datetime:
    """The chosen time, or the day and time that were typed."""
    form = request.form
    if form.get("own_day") and form.get("own_time"):
        return _own_time()
    try:
        moment = datetime.fromisoformat(form.get("when", ""))
    except ValueError as problem:
        raise InputProblem("Choose a time.") from problem
    if moment.tzinfo is None:
        raise InputProblem("Choose a time.")
    return moment


def _own_time() -> datetime:
    form = request.form
    try:
        day, at = date.fromisoformat(form["own_day"]), time.fromisoformat(form["own_time"])
    except ValueError as problem:
        raise InputProblem("Write the day and the time of your own choice, such as 3:35pm.") from problem
    return datetime.combine(day, at.replace(tzinfo=None), tzinfo=my_day().zone)


def _times(*, strict: bool) -> tuple[datetime, ...]:
    found = []
    for value in request.form.getlist("when"):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError as problem:
            if strict:
                raise InputProblem("Choose the times from the list.") from problem
            continue
        if moment.tzinfo is not None:
            found.append(moment)
    return tuple(found)


def _asked(*, fresh: bool, strict: bool = True) -> Asked:
    """What the form asks for; a fresh one asks for every way but video, for which an address is needed."""
    form = request.form
    if fresh:
        return Asked("", tuple(one for one in WAYS if one != VIDEO), LENGTHS[1], ())
    own: tuple[datetime, ...] = ()
    if form.get("own_day") and form.get("own_time"):
        try:
            own = (_own_time(),)
        except InputProblem:
            if strict:
                raise
    length = form.get("minutes", "")
    return Asked(
        words=plain(form.get("words", "")),
        ways=tuple(one for one in WAYS if one in form.getlist("how")),
        minutes=int(length) if length.isascii() and length.isdecimal() and len(length) < 4 else 0,
        times=(*_times(strict=strict), *own),
        own_times=own,
        room=form.get("room", ""),
        second_id=form.get("second", ""),
        interpreter_id=form.get("interpreter_id", ""),
        interpreter=" ".join(form.get("interpreter", "").split())[:120],
        video=form.get("video", "").strip()[:500],
    )


def _offer_page(thread_id: int, asked: Asked, *, problem: HandbellError | None = None) -> str:
    me, day = visitor(), my_day()
    sane = asked if asked.minutes in LENGTHS else replace(asked, minutes=LENGTHS[1])
    looked_up = replace(sane, ways=sane.ways or tuple(WAYS))
    page = offer_page(me.scope, thread_id, looked_up, staff_id=me.key, now=now())
    words = asked.words or ("" if request.form else page.draft or _usual(page, sane.minutes))
    return render_template(
        "meetings/offer.html",
        day=day,
        page=page,
        asked=sane,
        words=words,
        days=by_day(page.slots, day.zone),
        open_days=OPEN_DAYS,
        ways=WAYS,
        lengths=LENGTHS,
        chosen=[one.isoformat() for one in asked.times],
        composer=_composer(page, thread_id, words),
        typed=request.form,
        problem=problem,
    )


def _usual(page: OfferPage, minutes: int) -> str:
    contact = page.contact
    title = f"{contact.title} {contact.last_name}" if contact.title else contact.first_name
    return USUAL_WORDS.format(title=title, minutes=minutes)


def _composer(page: OfferPage, thread_id: int, words: str) -> Composer:
    me = visitor()
    checked = replies.check_reply(me.scope, thread_id, staff_id=me.key, text=words, now=now())
    knowing = knowing_of(request.form.getlist("knowing"))
    return composer_of(checked, name=page.contact.first_name, now=now(), zone=my_day().zone, knowing=knowing)


def _meeting_page(meeting_id: int, *, problem: HandbellError | None = None) -> str:
    day = my_day()
    page = one_talk(visitor().scope, meeting_id, now=now())
    meeting = page.talk.meeting
    is_today = meeting.starts_at.astimezone(day.zone).date() == day.now.date()
    return render_template(
        "meetings/one.html",
        day=day,
        page=page,
        days=by_day(page.slots, day.zone),
        ways=WAYS,
        late_by=LATE_BY if is_today and meeting.ends_at > day.now else (),
        has_begun=meeting.starts_at <= day.now,
        typed=request.form,
        problem=problem,
    )
