"""The conversation pages: reading, answering, and what may be done with an answer until it has left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.actions import (
    calendar_answers,
    claims,
    deadlines,
    handovers,
    paper_list,
    replies,
    suggestions,
    taking_over,
    threads,
)
from gateway.actions.checking import HeldBack, NothingToSend
from gateway.actions.claims import Meanwhile
from gateway.actions.day import refuse_off_duty
from gateway.actions.meetings.showing import in_thread
from gateway.actions.paper_list import NotFailed
from gateway.actions.refusals import TalkRefused
from gateway.actions.replies import TooLate
from gateway.actions.taking_over import NobodyLeads
from gateway.actions.threads import Shown
from gateway.actions.waiting_replies import SENDS_SOONER
from gateway.domain.approaches import SPOKEN
from gateway.domain.moments import say_moment
from gateway.domain.permissions import may
from gateway.web.composer import Composer, changed, composer_of, knowing_of, plain
from gateway.web.downloads import FileLink, as_file, safe_name, say_size
from gateway.web.errors import show
from gateway.web.frame import my_day
from gateway.web.guards import now, visitor
from gateway.web.places import ID

pages = Blueprint("threads", __name__)

GLYPHS = {
    "distress": "heart-straight",
    "incident": "warning",
    "confidential": "lock-key",
    "complex": "clipboard-text",
    "hostile": "hand-palm",
    "unresolved": "chats",
    "complaint": "note-pencil",
    "request_to_meet": "handshake",
    "bad_news": "chat-circle-text",
    "public_criticism": "megaphone",
}
"""The icon beside each reason of a suggestion."""


@pages.get(f"/threads/<{ID}:thread_id>")
def conversation(thread_id: int) -> ResponseReturnValue:
    """One conversation of one's own, with the composer beneath it."""
    day = my_day()
    refuse_off_duty(day)
    me = visitor()
    talk = threads.open_thread(me.scope, thread_id, staff_id=me.key, now=now())
    words = talk.draft[0] if talk.draft else ""
    checked = replies.check_reply(me.scope, thread_id, staff_id=me.key, text=words, now=now())
    name = talk.contact.first_name if talk.contact else "them"
    return render_template(
        "threads/conversation.html",
        day=day,
        talk=talk,
        file_links=_file_links,
        quotes=partial(_quotes, {one.message.message_id: one.message.text for one in talk.shown}),
        handovers=handovers.in_thread(me.scope, thread_id, now=now()),
        reasons=threads.REASONS,
        words=words,
        name=name,
        composer=composer_of(checked, name=name, now=now(), zone=day.zone, knowing=frozenset()),
        problem=request.args.get("problem", ""),
        dismissals=suggestions.DISMISSALS,
        ways=suggestions.WAYS,
        glyphs=GLYPHS,
        spoken=SPOKEN,
        may_send_sooner=may(me.roles, SENDS_SOONER),
        works_office=may(me.roles, "work_office"),
        dates=deadlines.open_in(me.scope, thread_id, staff_id=me.key, now=now()),
        calendars=calendar_answers.answered_in(me.scope, thread_id, now=now()),
        shared=claims.standing(me.scope, thread_id, staff_id=me.key, now=now()),
        me=me,
        meetings=in_thread(me.scope, thread_id, staff_id=me.key, now=now()),
    )


def _quotes(texts: Mapping[int, str], evidence: Sequence[tuple[int, int, int]]) -> tuple[str, ...]:
    """The words that a reason rests on, in the order of the conversation; at most three."""
    found: list[str] = []
    for message_id in sorted({one[0] for one in evidence} & texts.keys()):
        spans = [(start, end) for place, start, end in evidence if place == message_id]
        found += [texts[message_id][start:end] for start, end in threads.apart(spans)]
    return tuple(found[:3])


def _file_links(shown: Shown) -> tuple[FileLink, ...]:
    message = shown.message
    return tuple(
        FileLink(
            url_for(".file", thread_id=message.thread_id, message_id=message.message_id, part=one.part),
            safe_name(one.name),
            say_size(one.bytes),
        )
        for one in shown.files
    )


@pages.post(f"/threads/<{ID}:thread_id>/reply")
def reply(thread_id: int) -> ResponseReturnValue:
    """Send an answer, keep it for later, or put one name as "the other child"; the words are kept whatever happens."""
    me, words = visitor(), plain(request.form.get("text", ""))
    here = url_for(".conversation", thread_id=thread_id)
    if request.form.get("change"):
        words = changed(words, request.form["change"])
    elif request.form.get("do") == "send":
        return _send(thread_id, words, knowing_of(request.form.getlist("knowing")))
    replies.save_draft(me.scope, thread_id, staff_id=me.key, text=words, now=now())
    if request.form.get("do") == "keep":
        flash("Your words are kept as a draft.")
    return redirect(f"{here}#compose")


def _send(thread_id: int, words: str, knowing: frozenset[str]) -> ResponseReturnValue:
    me = visitor()
    try:
        sent = replies.send_reply(
            me.scope,
            thread_id,
            staff_id=me.key,
            text=words,
            now=now(),
            knowing=knowing,
            seen=int(seen) if (seen := request.form.get("seen", "")).isdecimal() else None,
            told=request.form.get("told", ""),
        )
    except Meanwhile as problem:
        replies.save_draft(me.scope, thread_id, staff_id=me.key, text=words, now=now())
        flash(f"{problem} Nothing was sent yet, and your words are kept. Look, then send them if they still help.")
        return redirect(url_for(".conversation", thread_id=thread_id, problem="meanwhile") + "#compose")
    except HeldBack:
        return redirect(url_for(".conversation", thread_id=thread_id, problem="fix") + "#compose")
    except NothingToSend:
        replies.save_draft(me.scope, thread_id, staff_id=me.key, text=words, now=now())
        kind = "address" if words.strip() else "empty"
        return redirect(url_for(".conversation", thread_id=thread_id, problem=kind) + "#compose")
    at_once = sent.leaves_at <= now()
    if sent.outbox_id in handovers.in_thread(me.scope, thread_id, now=now()):
        flash("Ready. Copy it into the app, and say so below.")
    else:
        flash("Sent." if at_once else f"Kept. It leaves on {say_moment(sent.leaves_at, my_day().zone)}.")
    return redirect(url_for(".conversation", thread_id=thread_id))


@pages.post(f"/threads/<{ID}:thread_id>/checks")
def checks(thread_id: int) -> ResponseReturnValue:
    """The composer's lower half for the words so far, which are kept as a draft: htmx asks for it while one writes."""
    me, words = visitor(), plain(request.form.get("text", ""))
    replies.save_draft(me.scope, thread_id, staff_id=me.key, text=words, now=now())
    checked = replies.check_reply(me.scope, thread_id, staff_id=me.key, text=words, now=now())
    name = " ".join(request.form.get("name", "").split())[:60] or "them"
    knowing = knowing_of(request.form.getlist("knowing"))
    made: Composer = composer_of(checked, name=name, now=now(), zone=my_day().zone, knowing=knowing)
    return render_template("_parts/checks.html", composer=made, saved_at=now(), zone=my_day().zone)


@pages.post(f"/threads/<{ID}:thread_id>/claim")
def claim(thread_id: int) -> ResponseReturnValue:
    """ "I am answering this", or the same given back."""
    me = visitor()
    if request.form.get("do") == "give_back":
        claims.give_back(me.scope, thread_id, staff_id=me.key)
    elif (held := claims.take(me.scope, thread_id, staff_id=me.key, now=now())).staff_id != me.key:
        flash(f"{held.name} was first: they are answering this now.")
    return redirect(url_for(".conversation", thread_id=thread_id) + "#compose")


@pages.post(f"/threads/<{ID}:thread_id>/state")
def state(thread_id: int) -> ResponseReturnValue:
    """Finish a conversation, or bring it back."""
    me, wanted = visitor(), request.form.get("state", "")
    threads.set_state(me.scope, thread_id, staff_id=me.key, state=wanted, now=now())
    if wanted == "done":
        flash("Finished. It comes back by itself when the family writes again.")
        return redirect(url_for("inbox.lines"))
    return redirect(url_for(".conversation", thread_id=thread_id))


@pages.post(f"/threads/<{ID}:thread_id>/suggestion")
def suggestion(thread_id: int) -> ResponseReturnValue:
    """Say no to a suggestion with one tap, follow it, or bring it back."""
    me, answer = visitor(), request.form.get("answer", "")
    if answer == "restore":
        suggestions.restore(me.scope, thread_id, staff_id=me.key, now=now())
    elif answer in suggestions.WAYS:
        suggestions.take_up(me.scope, thread_id, staff_id=me.key, answer=answer, now=now())
    else:
        suggestions.dismiss(me.scope, thread_id, staff_id=me.key, answer=answer, now=now())
    return redirect(url_for(".conversation", thread_id=thread_id))


@pages.post(f"/threads/<{ID}:thread_id>/leader")
def hand_to_leader(thread_id: int) -> ResponseReturnValue:
    """Let a leader take over a conversation."""
    me = visitor()
    handed = taking_over.hand_to_leader(me.scope, thread_id, staff_id=me.key, now=now())
    rings = (
        "" if handed.visible_at <= now() else f" It rings for them on {say_moment(handed.visible_at, my_day().zone)}."
    )
    flash(f"{handed.name} takes over. You need not answer.{rings}")
    return redirect(url_for(".conversation", thread_id=thread_id))


@pages.get(f"/threads/<{ID}:thread_id>/files/<{ID}:message_id>/<{ID}:part>")
def file(thread_id: int, message_id: int, part: int) -> Response:
    """One file of a message, always to be saved and never to be run by the browser."""
    refuse_off_duty(my_day())
    me = visitor()
    held = threads.open_file(me.scope, thread_id, message_id, part, staff_id=me.key, now=now())
    return as_file(held.body, name=held.name, kind=held.type)


@pages.get(f"/replies/<{ID}:outbox_id>")
def change(outbox_id: int) -> ResponseReturnValue:
    """The words of an answer that still waits, to change them."""
    held = replies.waiting_reply(visitor().scope, outbox_id, staff_id=visitor().key)
    return _change_page(outbox_id, held.thread_id, held.text, composer=None)


@pages.post(f"/replies/<{ID}:outbox_id>")
def save_change(outbox_id: int) -> ResponseReturnValue:
    """Put new words into an answer that still waits; the words stay on the page when something is to be fixed."""
    me, words = visitor(), plain(request.form.get("text", ""))
    held = replies.waiting_reply(me.scope, outbox_id, staff_id=me.key)
    if request.form.get("change"):
        words, knowing = changed(words, request.form["change"]), frozenset[str]()
        return _change_page(outbox_id, held.thread_id, words, composer=_checked(held.thread_id, words, knowing))
    knowing = knowing_of(request.form.getlist("knowing"))
    try:
        replies.change_reply(me.scope, outbox_id, staff_id=me.key, text=words, now=now(), knowing=knowing)
    except (HeldBack, NothingToSend, TooLate) as problem:
        made = _checked(held.thread_id, words, knowing)
        return _change_page(outbox_id, held.thread_id, words, composer=made, problem=str(problem)), 422
    flash("Changed. It waits with your new words.")
    return redirect(url_for(".conversation", thread_id=held.thread_id))


def _checked(thread_id: int, words: str, knowing: frozenset[str]) -> Composer:
    me = visitor()
    found = replies.check_reply(me.scope, thread_id, staff_id=me.key, text=words, now=now())
    return composer_of(found, name="them", now=now(), zone=my_day().zone, knowing=knowing)


def _change_page(outbox_id: int, thread_id: int, words: str, *, composer: Composer | None, problem: str = "") -> str:
    return render_template(
        "threads/change.html",
        outbox_id=outbox_id,
        thread_id=thread_id,
        words=words,
        composer=composer,
        problem=problem,
    )


@pages.post(f"/replies/<{ID}:outbox_id>/take-back")
def take_back(outbox_id: int) -> ResponseReturnValue:
    """Take a waiting answer back; its words are a draft again."""
    me = visitor()
    thread_id = replies.cancel_reply(me.scope, outbox_id, staff_id=me.key, now=now())
    flash("Taken back. Nothing was sent, and your words are kept as a draft.")
    return redirect(url_for(".conversation", thread_id=thread_id) + "#compose")


@pages.post(f"/replies/<{ID}:outbox_id>/again")
def again(outbox_id: int) -> ResponseReturnValue:
    """Send an answer once more that did not go, or may not have."""
    me = visitor()
    thread_id = replies.send_again(me.scope, outbox_id, staff_id=me.key, now=now())
    flash("It is sent once more.")
    return redirect(url_for(".conversation", thread_id=thread_id))


@pages.post(f"/replies/<{ID}:outbox_id>/told")
def told(outbox_id: int) -> ResponseReturnValue:
    """Somebody has told the family another way what did not arrive."""
    me = visitor()
    thread_id = paper_list.tell_otherwise(me.scope, outbox_id, staff_id=me.key, now=now())
    flash("Written down: you have told them another way.")
    if request.form.get("from") == "paper":
        return redirect(url_for("paper_list.show"))
    return redirect(url_for(".conversation", thread_id=thread_id))


@pages.errorhandler(NotFailed)
@pages.errorhandler(TooLate)
@pages.errorhandler(HeldBack)
@pages.errorhandler(NothingToSend)
@pages.errorhandler(TalkRefused)
@pages.errorhandler(NobodyLeads)
def refused(problem: Exception) -> ResponseReturnValue:
    """What an action refuses outside the composer, as one sentence and a way back."""
    return show("400", 409, sentence=str(problem))
