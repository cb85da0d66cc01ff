"""What a change of hours, calendar or cover does to waiting entries: all of them read at once, and written at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, delete, func, select, update

from gateway.domain.scope import Scope
from gateway.store.queue import Entry, EntryRow, entry_columns
from gateway.store.threads import MessageRow
from gateway.store.transaction import connection

_REPLAN = update(EntryRow).where(
    EntryRow.school_id == bindparam("school"),
    EntryRow.message_id == bindparam("message"),
    EntryRow.reader == bindparam("was_reader"),
    EntryRow.state == "waiting",
)
_DROP = delete(EntryRow).where(
    EntryRow.school_id == bindparam("school"),
    EntryRow.message_id == bindparam("message"),
    EntryRow.reader == bindparam("by"),
)
_JOIN = (
    update(EntryRow)
    .where(
        EntryRow.school_id == bindparam("school"),
        EntryRow.message_id == bindparam("message"),
        EntryRow.reader == bindparam("by"),
    )
    .values(also_for=EntryRow.also_for + bindparam("whom"))
)


def shared(scope: Scope) -> tuple[Entry, ...]:
    """Every entry, waiting or rung, of the messages that wait for somebody and have more than one reader."""
    waits = select(EntryRow.message_id).where(EntryRow.school_id == scope.school_id, EntryRow.state == "waiting")
    counted = (
        EntryRow.school_id == scope.school_id,
        EntryRow.state.in_(("waiting", "rung")),
        EntryRow.message_id.in_(waits),
    )
    several = select(EntryRow.message_id).where(*counted).group_by(EntryRow.message_id).having(func.count() > 1)
    found = select(*entry_columns).where(*counted, EntryRow.message_id.in_(several)).order_by(EntryRow.visible_at)
    return tuple(Entry(*row) for row in connection().execute(found))


def came(scope: Scope) -> dict[int, tuple[datetime, bool]]:
    """When each message that waits had come, and whether a colleague wrote it, by its id."""
    found = (
        select(MessageRow.message_id, MessageRow.received_at, MessageRow.by)
        .join(EntryRow, and_(MessageRow.school_id == EntryRow.school_id, MessageRow.message_id == EntryRow.message_id))
        .where(EntryRow.school_id == scope.school_id, EntryRow.state == "waiting")
    )
    return {row.message_id: (row.received_at, row.by == "staff") for row in connection().execute(found)}


def replan(scope: Scope, plans: Sequence[tuple[Entry, Entry]]) -> None:
    """Give waiting entries, each as it was and as it is to be, their new times, readers and people whom they are for."""
    values = [
        {
            "school": scope.school_id,
            "message": was.message_id,
            "was_reader": was.reader,
            "reader": planned.reader,
            "addressed": planned.addressed,
            "also_for": planned.also_for,
            "visible_at": planned.visible_at,
            "promised_at": planned.promised_at,
            "reply_by_on": planned.reply_by_on,
            "why": planned.why,
            "planned_from": planned.planned_from,
            "leased_until": None,
        }
        for was, planned in plans
    ]
    if values:
        connection().execute(_REPLAN, values)


def drop(scope: Scope, gone: Sequence[Entry]) -> None:
    """Take out entries that wait for one reader of several, and whose people have the message by another."""
    keys = [{"school": scope.school_id, "message": one.message_id, "by": one.reader} for one in gone]
    if keys:
        connection().execute(_DROP, keys)


def join(scope: Scope, joined: Sequence[tuple[int, str, str]]) -> None:
    """Note of messages, each with its reader, for whom else they are by what has rung or will for that reader."""
    values = [{"school": scope.school_id, "message": m, "by": by, "whom": f";{whom}"} for m, by, whom in joined]
    if values:
        connection().execute(_JOIN, values)
