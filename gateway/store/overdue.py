"""What has not come by the time that was promised: the answers that families wait for, and who was told that we are late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Exists, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from gateway.domain.scope import Scope
from gateway.store.concerns import AlertRow
from gateway.store.outbox import OutboxRow
from gateway.store.queue import EntryRow, InboxRow
from gateway.store.threads import MessageRow, ThreadRow
from gateway.store.transaction import connection


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A conversation whose promised day has come: ``reader`` promised first, ``reply_by_on`` is the earliest such day.

    It is None where the calendar ended before that day when the message rang.
    """

    thread_id: int
    reader: str
    contact_id: str
    reply_by_on: date | None
    rung_at: datetime


def unanswered(
    scope: Scope, *, until: date, away: Sequence[str], limit: int, thread_id: int | None = None
) -> tuple[Unanswered, ...]:
    """Conversations with an answer that has not been written and was promised for a day up to ``until``, or without a day, or
    by one of those who are ``away`` for any day; the longest waiting first, those without a day last.

    Finished ones are not among them, nor those with an alert or closed to somebody: whoever has the alert answers for them.
    """
    found = (
        select(EntryRow.thread_id, EntryRow.reader, ThreadRow.contact_id, EntryRow.reply_by_on, EntryRow.rung_at)
        .join(ThreadRow, and_(ThreadRow.school_id == EntryRow.school_id, ThreadRow.thread_id == EntryRow.thread_id))
        .join(
            InboxRow,
            and_(
                InboxRow.school_id == EntryRow.school_id,
                InboxRow.thread_id == EntryRow.thread_id,
                InboxRow.reader == EntryRow.reader,
            ),
        )
        .where(
            EntryRow.school_id == scope.school_id,
            EntryRow.state == "rung",
            or_(EntryRow.reply_by_on <= until, EntryRow.reply_by_on.is_(None), EntryRow.reader.in_(away)),
            InboxRow.state == "open",
            EntryRow.rung_at >= InboxRow.open_since,
            ThreadRow.contact_id != "",
            ThreadRow.sealed_from == "",
            _is_of_family(),
            ~_is_alerted(),
            ~_is_answered(),
            ~_was_promised_sooner(),
        )
        .order_by(EntryRow.reply_by_on.nulls_last(), EntryRow.message_id)
        .limit(limit)
    )
    if thread_id is not None:
        found = found.where(EntryRow.thread_id == thread_id)
    first: dict[int, Unanswered] = {}
    for thread, reader, contact_id, reply_by_on, rung_at in connection().execute(found):
        if rung_at is not None:
            first.setdefault(thread, Unanswered(thread, reader, contact_id, reply_by_on, rung_at))
    return tuple(first.values())


def unanswered_messages(scope: Scope, thread_id: int, reader: str) -> tuple[int, ...]:
    """A family's messages of a conversation that rang for a reader, or for whoever read in their place, and that nobody of
    school has answered, oldest first.
    """
    found = (
        select(EntryRow.message_id)
        .distinct()
        .where(
            EntryRow.school_id == scope.school_id,
            EntryRow.thread_id == thread_id,
            EntryRow.state == "rung",
            or_(EntryRow.reader == reader, EntryRow.addressed == reader, _is_also_for(reader)),
            _is_of_family(),
            ~_is_answered(),
            ~_is_done(),
        )
        .order_by(EntryRow.message_id)
    )
    return tuple(connection().scalars(found))


def answer_promised_by(scope: Scope, thread_id: int, *, before: int | None = None) -> date | None:
    """The earliest day for which a family was promised an answer to what rang of a conversation and nobody has answered.

    ``before`` is the answer that is meant, where it is written already. None: nothing waits for one, or no day was promised.
    """
    found = select(func.min(EntryRow.reply_by_on)).where(
        EntryRow.school_id == scope.school_id,
        EntryRow.thread_id == thread_id,
        EntryRow.state == "rung",
        ~_is_answered(before),
        ~_is_done(),
        ~_was_promised_sooner(),
    )
    if before is not None:
        found = found.where(EntryRow.message_id < before)
    return connection().scalar(found)


def was_told_late(scope: Scope, address: str, *, since: datetime) -> bool:
    """Whether somebody was written to since a moment that we are late."""
    found = select(OutboxRow.outbox_id).where(
        OutboxRow.school_id == scope.school_id,
        OutboxRow.letter == "late",
        OutboxRow.to_address == address,
        OutboxRow.written_at >= since,
    )
    return connection().execute(found.limit(1)).first() is not None


def _is_also_for(whom: str) -> ColumnElement[bool]:
    return (";" + EntryRow.also_for + ";").contains(f";{whom};", autoescape=True)


def _is_of_family() -> Exists:
    """A family wrote the message: nothing is promised to a colleague."""
    return exists().where(
        MessageRow.school_id == EntryRow.school_id,
        MessageRow.message_id == EntryRow.message_id,
        MessageRow.by != "staff",
    )


def _is_done() -> Exists:
    """Whoever read the message has finished with it: what rang before the day on which their inbox opened again, too."""
    inbox = aliased(InboxRow)
    return exists().where(
        inbox.school_id == EntryRow.school_id,
        inbox.thread_id == EntryRow.thread_id,
        inbox.reader == EntryRow.reader,
        or_(inbox.state == "done", inbox.open_since > EntryRow.rung_at),
    )


def _is_alerted() -> Exists:
    return exists().where(AlertRow.school_id == EntryRow.school_id, AlertRow.thread_id == EntryRow.thread_id)


def _is_answered(before: int | None = None) -> Exists:
    """Something that school wrote to the family answers the message, and was not taken back or failed to go.

    It was written after the message had rung for somebody, or answers what came up to one that it names; with ``before``
    only what was written before that message counts.
    """
    taken_back = exists().where(
        OutboxRow.school_id == MessageRow.school_id,
        OutboxRow.message_id == MessageRow.message_id,
        OutboxRow.state.in_(("cancelled", "failed")),
    )
    other = aliased(EntryRow)
    rang_at = (
        select(func.min(other.rung_at))
        .where(other.school_id == EntryRow.school_id, other.message_id == EntryRow.message_id)
        .correlate(EntryRow)
        .scalar_subquery()
    )
    found = exists().where(
        MessageRow.school_id == EntryRow.school_id,
        MessageRow.thread_id == EntryRow.thread_id,
        MessageRow.by == "staff",
        MessageRow.message_id > EntryRow.message_id,
        or_(
            and_(MessageRow.answers_to.is_(None), MessageRow.received_at >= rang_at),
            MessageRow.answers_to >= EntryRow.message_id,
        ),
        ~taken_back,
    )
    return found if before is None else found.where(MessageRow.message_id < before)


def _was_promised_sooner() -> Exists:
    """Another reader was to see the message before, so it is their promise that the family was given."""
    other = aliased(EntryRow)
    sooner = func.coalesce(other.promised_at, other.rung_at, other.visible_at)
    own = func.coalesce(EntryRow.promised_at, EntryRow.rung_at, EntryRow.visible_at)
    return exists().where(
        other.school_id == EntryRow.school_id,
        other.message_id == EntryRow.message_id,
        other.reader != EntryRow.reader,
        other.state != "withdrawn",
        or_(other.reply_by_on.is_not(None), EntryRow.reply_by_on.is_(None)),
        or_(sooner < own, and_(sooner == own, other.reader < EntryRow.reader)),
    )
