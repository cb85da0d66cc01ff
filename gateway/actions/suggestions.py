"""Seeing that a conversation is better held face to face, and what staff say to that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from gateway.actions.directory import directory
from gateway.actions.own_threads import own_thread
from gateway.actions.refusals import refuse_talk
from gateway.domain import tuning
from gateway.domain.errors import InputProblem
from gateway.domain.flags import Seen, look
from gateway.domain.messages import Finding, Turn
from gateway.domain.scope import Scope
from gateway.store import audit, flags, queue, talks, threads, tunings
from gateway.store.flags import Suggestion
from gateway.store.threads import Message
from gateway.store.transaction import reading, writing

DISMISSALS = {
    "settled": "It is settled",
    "talked": "We have talked already",
    "writing": "Writing works better here",
    "wrong": "It misread the words",
}
"""The reasons a suggestion can be put away with, one tap each."""
LOOKS_BACK = 6
"""Messages that a look goes back: what calls for a talk today stands in these, and a year of thanks costs nothing."""
MEETING = "meeting"
WAYS = {"phone": "I will phone today", MEETING: "Times to talk are offered"}
"""How staff follow a suggestion, as far as this product can know of it; an offer of times says so by itself."""


def turns_of(messages: tuple[Message, ...]) -> tuple[Turn, ...]:
    """A conversation as the rules read it."""
    return tuple(Turn(one.by, one.author_name, one.text, one.received_at) for one in messages)


def seen_in(scope: Scope, messages: tuple[Message, ...]) -> tuple[tuple[Message, ...], Seen]:
    """What rules and weights see in messages, before a school's tuning, in the open transaction; and which it is about.

    The notes of talks are left out, for what was said in a talk is spoken of, and so is what a family took back before it rang.
    """
    seen = look(turns_of(messages))
    if seen.flags and (left_out := _left_out(scope, messages)):
        messages = tuple(one for one in messages if one.message_id not in left_out)
        seen = look(turns_of(messages))
    return messages, seen


def _left_out(scope: Scope, messages: Sequence[Message]) -> frozenset[int]:
    taken_back = {one.message_id for one in queue.entries_of(scope, messages[0].thread_id) if one.state == "withdrawn"}
    return frozenset(talks.notes_among(scope, [one.message_id for one in messages])) | taken_back


def hear(scope: Scope, thread_id: int, *, begun_with: Message | None = None) -> tuple[Finding, ...]:
    """What is seen in a conversation with a new message, after the school's tuning, in the open transaction; nothing is saved.

    ``begun_with`` is the message of a conversation that has no other, so that it need not be read back.
    """
    messages = (begun_with,) if begun_with else threads.newest_of(scope, thread_id, limit=LOOKS_BACK)
    return _heard(scope, seen_in(scope, messages)[1])


def _heard(scope: Scope, seen: Seen) -> tuple[Finding, ...]:
    return tuning.heard(seen.flags, tunings.in_force(scope)) if seen.flags else ()


def look_again(scope: Scope, thread_id: int, *, now: datetime) -> None:
    """Look at what has rung of a conversation, after a ring or a reply, in the open transaction; a put-away matter stays away.

    What has rung for nobody waits with its suggestion: one that opened or came back by it would give it away.
    """
    entries = queue.entries_of(scope, thread_id)
    rung = {one.message_id: one.rung_at for one in reversed(entries) if one.state == "rung" and one.rung_at is not None}
    waits = {one.message_id for one in entries} - rung.keys()
    newest = threads.newest_of(scope, thread_id, limit=LOOKS_BACK)
    messages = tuple(one for one in newest if one.by == "staff" or one.message_id not in waits)
    if not messages:
        return
    messages, seen = seen_in(scope, messages)
    heard = _heard(scope, seen)
    if not heard:
        return
    held = flags.suggestion(scope, thread_id)
    put_away = held.put_away if held is not None else ()
    shown = [_plain(one, messages) for one in heard if one.code not in put_away]
    read_at = {one.message_id: rung.get(one.message_id, one.received_at) for one in messages}
    if not shown or (held is not None and held.state != "open" and not _is_new(held, shown, read_at)):
        return
    flags.save_suggestion(
        scope,
        Suggestion(
            thread_id=thread_id,
            state="open",
            score=seen.score,
            findings=shown,
            raised_at=held.raised_at if held and held.state == "open" else now,
            answered_at=None,
            answered_by="",
            answer="",
            put_away=put_away,
        ),
    )


def _is_new(held: Suggestion, shown: list[dict[str, Any]], read_at: Mapping[int, datetime]) -> bool:
    """Whether something was seen that an answered suggestion did not rest on: a new matter, or words after they talked."""
    if {one["code"] for one in shown} - {one["code"] for one in held.findings}:
        return True
    if held.state != "closed" or held.answered_at is None:
        return False
    since = {message_id for message_id, at in read_at.items() if at > held.answered_at}
    return any(place[0] in since for one in shown for place in one["evidence"])


def dismiss(scope: Scope, thread_id: int, *, staff_id: str, answer: str, now: datetime) -> None:
    """Put a suggestion away with one of ``DISMISSALS``. Raises NotYourThread, InputProblem. Event: suggestion.dismissed."""
    if answer not in DISMISSALS:
        raise InputProblem("Choose why this is better left as it is.")
    _answer(scope, thread_id, state="dismissed", staff_id=staff_id, answer=answer, now=now)


def take_up(scope: Scope, thread_id: int, *, staff_id: str, answer: str, now: datetime) -> None:
    """Follow a suggestion in one of ``WAYS``. Raises NotYourThread, InputProblem, TalkRefused. Event: suggestion.taken."""
    if answer not in WAYS:
        raise InputProblem("Choose how you will talk.")
    with reading():
        people = directory(scope)
        thread = own_thread(scope, people, thread_id, staff_id)
        refuse_talk(scope, people, thread, staff_id=staff_id, ways=(answer,))
    _answer(scope, thread_id, state="taken", staff_id=staff_id, answer=answer, now=now)


def close(scope: Scope, thread_id: int, *, staff_id: str, answer: str, now: datetime) -> None:
    """Close a suggestion with the way they talked, in the open transaction. Event: suggestion.closed."""
    held = flags.suggestion(scope, thread_id)
    if held is None or held.state not in ("open", "taken"):
        return
    closed = replace(held, state="closed", answered_at=now, answered_by=staff_id, answer=answer)
    flags.save_suggestion(scope, closed)
    audit.append(scope, "suggestion.closed", now=now, clause="C22", thread_id=thread_id, answer=answer)


def restore(scope: Scope, thread_id: int, *, staff_id: str, now: datetime) -> None:
    """Bring an answered suggestion back. Raises NotYourThread. Event: suggestion.restored."""
    with writing():
        audit.take_turn(scope)
        own_thread(scope, directory(scope), thread_id, staff_id)
        held = flags.suggestion(scope, thread_id)
        if held is not None and held.state != "open":
            _bring_back(scope, held, now=now)


def reopen(scope: Scope, thread_id: int, *, now: datetime) -> None:
    """Bring a suggestion back that a talk had closed which has not been, in the open transaction. Event: suggestion.restored."""
    held = flags.suggestion(scope, thread_id)
    if held is not None and held.state == "closed":
        _bring_back(scope, held, now=now)


def _bring_back(scope: Scope, held: Suggestion, *, now: datetime) -> None:
    left = tuple(one for one in held.put_away if one not in _matters(held))
    back = replace(held, state="open", answered_at=None, answered_by="", answer="", put_away=left)
    flags.save_suggestion(scope, back)
    audit.append(scope, "suggestion.restored", now=now, clause="C22", thread_id=held.thread_id)


def _answer(scope: Scope, thread_id: int, *, state: str, staff_id: str, answer: str, now: datetime) -> None:
    with writing():
        audit.take_turn(scope)
        own_thread(scope, directory(scope), thread_id, staff_id)
        held = flags.suggestion(scope, thread_id)
        if held is None or held.state != "open":
            return
        answered = replace(held, state=state, answered_at=now, answered_by=staff_id, answer=answer)
        if state == "dismissed":
            answered = replace(answered, put_away=tuple(sorted({*held.put_away, *_matters(held)})))
        flags.save_suggestion(scope, answered)
        audit.append(scope, f"suggestion.{state}", now=now, clause="C22", thread_id=thread_id, answer=answer)


def _matters(held: Suggestion) -> frozenset[str]:
    return frozenset(str(one["code"]) for one in held.findings)


def _plain(finding: Finding, messages: tuple[Message, ...]) -> dict[str, Any]:
    return {
        "code": finding.code,
        "reason": finding.reason,
        "evidence": [[messages[one.message].message_id, one.start, one.end] for one in finding.evidence],
    }
