"""What stands last in conversations, and what of them is still to be done in an inbox."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from gateway.domain.scope import Scope
from gateway.store.queue import EntryRow, InboxRow
from gateway.store.threads import Message, MessageRow
from gateway.store.transaction import connection


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest message of a conversation, and by which way the newest words came that school did not write, or blank.

    That is not always the way by which the conversation is answered: what was written on a page is answered by mail.
    """

    message_id: int
    by: str
    text: str
    received_at: datetime
    came_by: str


def newest(scope: Scope, thread_ids: Sequence[int], *, without: Collection[int] = ()) -> dict[int, Newest]:
    """What stands last in each of these conversations, ``without`` the messages that are kept from whoever asks."""
    theirs = case((MessageRow.by != "staff", MessageRow.message_id))
    ends = (
        select(func.max(MessageRow.message_id).label("last"), func.max(theirs).label("theirs"))
        .where(
            MessageRow.school_id == scope.school_id,
            MessageRow.thread_id.in_(thread_ids),
            MessageRow.message_id.not_in(without),
        )
        .group_by(MessageRow.thread_id)
        .subquery()
    )
    last, family = aliased(MessageRow), aliased(MessageRow)
    found = (
        select(
            last.thread_id,
            last.message_id,
            last.by,
            last.text,
            last.received_at,
            func.coalesce(family.channel, ""),
        )
        .join_from(ends, last, (last.school_id == scope.school_id) & (last.message_id == ends.c.last))
        .join(family, (family.school_id == scope.school_id) & (family.message_id == ends.c.theirs), isouter=True)
    )
    return {row[0]: Newest(*row[1:]) for row in connection().execute(found)}


def waiting_in(
    scope: Scope, reader: str, thread_ids: Sequence[int], *, unopened: bool = False
) -> dict[int, tuple[Message, ...]]:
    """What school did not write and rang in an inbox since it was last dealt with there, the oldest first, by conversation.

    ``unopened`` leaves out what has been opened; a conversation with nothing left is left out too.
    """
    is_in_inbox = (
        (InboxRow.school_id == EntryRow.school_id)
        & (InboxRow.thread_id == EntryRow.thread_id)
        & (InboxRow.reader == EntryRow.reader)
    )
    found = (
        select(*(column for column in MessageRow.__table__.columns if column.name != "school_id"))
        .join(EntryRow, (EntryRow.school_id == MessageRow.school_id) & (EntryRow.message_id == MessageRow.message_id))
        .join(InboxRow, is_in_inbox)
        .where(
            MessageRow.school_id == scope.school_id,
            MessageRow.thread_id.in_(thread_ids),
            MessageRow.by != "staff",
            EntryRow.reader == reader,
            EntryRow.state == "rung",
            EntryRow.rung_at >= InboxRow.open_since,
        )
        .order_by(MessageRow.message_id)
    )
    if unopened:
        found = found.where(EntryRow.opened_at.is_(None))
    held: dict[int, tuple[Message, ...]] = {}
    for row in connection().execute(found):
        held[row.thread_id] = (*held.get(row.thread_id, ()), Message(*row))
    return held
