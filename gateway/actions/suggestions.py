"""Seeing that a conversation is better held face to face, and what staff say to that."""

from __future__ import annotations

from datetime import datetime
from typing import Any

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


def turns_of(messages: tuple[Message, ...]) -> tuple[Turn, ...]:
    """A conversation as the rules read it."""
    return tuple(Turn(one.by, one.author_name, one.text, one.received_at) for one in messages)


def look_again(scope: Scope, thread_id: int, *, now: datetime) -> tuple[Finding, ...]:
    """Look at a conversation after a new message, in the open transaction; a put-away matter stays away."""
    messages = threads.messages_of(scope, thread_id)
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
    """Put a suggestion away with one of ``DISMISSALS``. Event: suggestion.dismissed."""
    with writing():
        held = flags.suggestion(scope, thread_id)
        if held is None or held.state != "open" or answer not in DISMISSALS:
            return
        flags.save_suggestion(
            scope,
            Suggestion(thread_id, "dismissed", held.score, held.findings, held.raised_at, now, staff_id, answer),
        )
        audit.append(scope, "suggestion.dismissed", now=now, clause="C22", thread_id=thread_id, answer=answer)


def restore(scope: Scope, thread_id: int, *, now: datetime) -> None:
    """Bring a put-away suggestion back. Event: suggestion.restored."""
    with writing():
        held = flags.suggestion(scope, thread_id)
        if held is None or held.state != "dismissed":
            return
        flags.save_suggestion(
            scope, Suggestion(thread_id, "open", held.score, held.findings, held.raised_at, None, "", "")
        )
        audit.append(scope, "suggestion.restored", now=now, clause="C22", thread_id=thread_id)


def _plain(finding: Finding, messages: tuple[Message, ...]) -> dict[str, Any]:
    return {
        "code": finding.code,
        "reason": finding.reason,
        "evidence": [[messages[one.message].message_id, one.start, one.end] for one in finding.evidence],
    }
