"""What the pages of a family ask for: the newest words of each of their conversations, and what of theirs still waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, func, or_, select

from gateway.domain.scope import Scope
from gateway.store.outbox import OF_A_TALK, OutboxRow
from gateway.store.queue import Entry, EntryRow
from gateway.store.threads import MessageRow, ThreadRow
from gateway.store.transaction import connection

_LEFT = exists().where(
    OutboxRow.school_id == MessageRow.school_id,
    OutboxRow.message_id == MessageRow.message_id,
    OutboxRow.letter.in_(OF_A_TALK),
    OutboxRow.state.not_in(("waiting", "cancelled")),
)
"""An answer of staff is a family's to see from the moment it has left, and not while it waits for its hour."""
_IS_THEIRS = or_(MessageRow.by == "parent", and_(MessageRow.by == "staff", _LEFT))


@dataclass(frozen=True, slots=True)
class Newest:
    """A conversation with the newest message that its family may see."""

    thread_id: int
    subject: str
    message_id: int
    by: str
    author_name: str
    text: str
    at: datetime


def newest(scope: Scope, contact_id: str, *, limit: int) -> tuple[Newest, ...]:
    """A contact's conversations, the one with the newest words first."""
    last = (
        select(func.max(MessageRow.message_id))
        .join(ThreadRow, and_(ThreadRow.school_id == MessageRow.school_id, ThreadRow.thread_id == MessageRow.thread_id))
        .where(MessageRow.school_id == scope.school_id, ThreadRow.contact_id == contact_id, _IS_THEIRS)
        .group_by(MessageRow.thread_id)
    )
    found = (
        select(
            ThreadRow.thread_id,
            ThreadRow.subject,
            MessageRow.message_id,
            MessageRow.by,
            MessageRow.author_name,
            MessageRow.text,
            MessageRow.received_at,
        )
        .join(
            MessageRow, and_(MessageRow.school_id == ThreadRow.school_id, MessageRow.thread_id == ThreadRow.thread_id)
        )
        .where(MessageRow.school_id == scope.school_id, MessageRow.message_id.in_(last))
        .order_by(MessageRow.message_id.desc())
        .limit(limit)
    )
    return tuple(Newest(*row) for row in connection().execute(found))


def shown_ids(scope: Scope, thread_id: int) -> frozenset[int]:
    """The messages of a conversation that its family may see."""
    found = select(MessageRow.message_id).where(
        MessageRow.school_id == scope.school_id, MessageRow.thread_id == thread_id, _IS_THEIRS
    )
    return frozenset(connection().scalars(found))


def entries_of_contact(scope: Scope, contact_id: str) -> tuple[Entry, ...]:
    """Whom each conversation of a contact is with, and what of it waits or has rung, oldest first."""
    columns = [column for column in EntryRow.__table__.columns if column.name not in ("school_id", "leased_until")]
    found = (
        select(*columns)
        .join(ThreadRow, and_(ThreadRow.school_id == EntryRow.school_id, ThreadRow.thread_id == EntryRow.thread_id))
        .where(EntryRow.school_id == scope.school_id, ThreadRow.contact_id == contact_id)
        .order_by(EntryRow.message_id, EntryRow.reader)
    )
    return tuple(Entry(*row) for row in connection().execute(found))
