"""The practical facts of a message as it stands in its conversation: it begins something, or it answers school."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from gateway.actions.reading import Reading
from gateway.domain import operations
from gateway.domain.messages import Finding
from gateway.domain.scope import Scope
from gateway.mail.threading import own_subject
from gateway.store import threads
from gateway.store.threads import Message, Thread

ANSWERS_WITHIN = timedelta(days=7)
"""What a family writes so long after school's last word begins something new, whatever old mail it was put under."""


def facts_of_arrival(
    scope: Scope, reading: Reading, thread: Thread | None, *, received_at: datetime
) -> tuple[Finding, ...]:
    """The facts of a message that joins a conversation, or None: begins one; in the open transaction that places it."""
    if thread is None or not reading.operations:
        return reading.operations
    wrote = threads.school_wrote(scope, [thread.thread_id])
    if not _answers(wrote.get(thread.thread_id, ()), at=received_at):
        return reading.operations
    return operations.recognise(reading.text, in_answer=True)


def facts_of(scope: Scope, messages: Sequence[Message]) -> dict[int, tuple[Finding, ...]]:
    """The facts of messages that are kept, by their ids, in the open transaction."""
    wrote = threads.school_wrote(scope, list({one.thread_id for one in messages})) if messages else {}
    return {
        one.message_id: operations.recognise(
            one.text,
            subject=own_subject(one.subject),
            in_answer=_answers(wrote.get(one.thread_id, ()), at=one.received_at),
        )
        for one in messages
    }


def _answers(wrote: Sequence[datetime], *, at: datetime) -> bool:
    return any(at - ANSWERS_WITHIN <= one < at for one in wrote)
