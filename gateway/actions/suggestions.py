"""Seeing that a conversation is better held face to face, and what staff say to that."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from gateway.actions.directory import directory
from gateway.actions.own_threads import own_thread
from gateway.domain.errors import InputProblem
from gateway.domain.flags import look
from gateway.domain.messages import Finding, Turn
from gateway.domain.scope import Scope
from gateway.store import audit, flags, threads
from gateway.store.flags import Suggestion
from gateway.store.threads import Message
from gateway.store.transaction import writing

DISMISSALS = {
    "settled": "It is settled",
    "talked": "We have talked already",
    "writing": "Writing works better here",
    "wrong": "It misread the words",
}
"""The reasons a suggestion can be put away with, one tap each."""
LOOKS_BACK = 6
"""Messages that a look goes back: what calls for a talk today stands in these, and a year of thanks costs nothing."""
WAYS = {"phone": "I will phone today"}
"""How staff follow a suggestion, as far as this product can know of it."""


def turns_of(messages: tuple[Message, ...]) -> tuple[Turn, ...]:
    """A conversation as the rules read it."""
    return tuple(Turn(one.by, one.author_name, one.text, one.received_at) for one in messages)


def look_again(
    scope: Scope, thread_id: int, *, now: datetime, begun_with: Message | None = None
) -> tuple[Finding, ...]:
    """Look at a conversation after a new message, in the open transaction; a put-away matter stays away.

    ``begun_with`` is the message of a conversation that has no other, so that it need not be read back.
    """
    messages = (begun_with,) if begun_with else threads.newest_of(scope, thread_id, limit=LOOKS_BACK)
    seen = look(turns_of(messages))
    if not seen.flags:
        return ()
    held = flags.suggestion(scope, thread_id)
    fresh = {one.code for one in seen.flags} - {one["code"] for one in held.findings} if held else set()
    if held is not None and held.state != "open" and not fresh:
        return seen.flags
    flags.save_suggestion(
        scope,
        Suggestion(
            thread_id=thread_id,
            state="open",
            score=seen.score,
            findings=[_plain(one, messages) for one in seen.flags],
            raised_at=held.raised_at if held and held.state == "open" else now,
            answered_at=None,
            answered_by="",
            answer="",
        ),
    )
    return seen.flags


def dismiss(scope: Scope, thread_id: int, *, staff_id: str, answer: str, now: datetime) -> None:
    """Put a suggestion away with one of ``DISMISSALS``. Raises NotYourThread, InputProblem. Event: suggestion.dismissed."""
    if answer not in DISMISSALS:
        raise InputProblem("Choose why this is better left as it is.")
    _answer(scope, thread_id, state="dismissed", staff_id=staff_id, answer=answer, now=now)


def take_up(scope: Scope, thread_id: int, *, staff_id: str, answer: str, now: datetime) -> None:
    """Follow a suggestion in one of ``WAYS``. Raises NotYourThread, InputProblem. Event: suggestion.taken."""
    if answer not in WAYS:
        raise InputProblem("Choose how you will talk.")
    _answer(scope, thread_id, state="taken", staff_id=staff_id, answer=answer, now=now)


def restore(scope: Scope, thread_id: int, *, staff_id: str, now: datetime) -> None:
    """Bring an answered suggestion back. Raises NotYourThread. Event: suggestion.restored."""
    with writing():
        audit.take_turn(scope)
        own_thread(scope, directory(scope), thread_id, staff_id)
        held = flags.suggestion(scope, thread_id)
        if held is None or held.state == "open":
            return
        back = replace(held, state="open", answered_at=None, answered_by="", answer="")
        flags.save_suggestion(scope, back)
        audit.append(scope, "suggestion.restored", now=now, clause="C22", thread_id=thread_id)


def _answer(scope: Scope, thread_id: int, *, state: str, staff_id: str, answer: str, now: datetime) -> None:
    with writing():
        audit.take_turn(scope)
        own_thread(scope, directory(scope), thread_id, staff_id)
        held = flags.suggestion(scope, thread_id)
        if held is None or held.state != "open":
            return
        answered = replace(held, state=state, answered_at=now, answered_by=staff_id, answer=answer)
        flags.save_suggestion(scope, answered)
        audit.append(scope, f"suggestion.{state}", now=now, clause="C22", thread_id=thread_id, answer=answer)


def _plain(finding: Finding, messages: tuple[Message, ...]) -> dict[str, Any]:
    return {
        "code": finding.code,
        "reason": finding.reason,
        "evidence": [[messages[one.message].message_id, one.start, one.end] for one in finding.evidence],
    }
