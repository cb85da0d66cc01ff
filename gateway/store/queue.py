"""Who will see which message when: the queue with its promises, and each reader's inbox that it fills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    and_,
    bindparam,
    case,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, Key, Moment, SchoolId
from gateway.store.transaction import connection, is_postgresql

HAS_UNREAD = text("inbox.unread > 0")
"""Said in the very words of the index, or neither database would use it."""


class EntryRow(Base):
    """One message for one reader. ``state``: ``waiting``, ``rung`` or ``withdrawn``. ``reader`` is a staff id or ``office``.

    ``also_for`` holds whom it is for besides ``addressed``, with semicolons between: both fall to this reader.
    ``planned_from`` is from when its time is reckoned: since it came, hours changed, or somebody gave it to them; None for what
    was there before this was noted.
    ``is_alone`` where it waits for a leader who took it over: no cover reads it, and nobody was promised anything.
    """

    __tablename__ = "queue_entries"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "message_id"], ["messages.school_id", "messages.message_id"]),
        Index(None, "school_id", "state", "visible_at"),
        Index(None, "school_id", "thread_id"),
    )

    school_id: Mapped[SchoolId]
    message_id: Mapped[Id]
    reader: Mapped[Key]
    addressed: Mapped[Code]
    also_for: Mapped[str]
    thread_id: Mapped[int]
    state: Mapped[Code]
    visible_at: Mapped[datetime | None]
    promised_at: Mapped[datetime | None]
    reply_by_on: Mapped[date | None]
    why: Mapped[str]
    rung_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]
    planned_from: Mapped[datetime | None]
    is_alone: Mapped[bool]


class InboxRow(Base):
    """One conversation in one reader's inbox, since it first rang there; what rang before ``open_since`` is done with."""

    __tablename__ = "inbox"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "thread_id"], ["threads.school_id", "threads.thread_id"]),
        Index(None, "school_id", "reader", "state", "rung_at"),
        # As partial on PostgreSQL, by its migration: to say so here would load that database's dialect into every process.
        Index(None, "school_id", "reader", "unread", sqlite_where=HAS_UNREAD),
    )

    school_id: Mapped[SchoolId]
    reader: Mapped[Key]
    thread_id: Mapped[Id]
    state: Mapped[Code]
    rung_at: Mapped[datetime]
    open_since: Mapped[datetime]
    unread: Mapped[int]


@dataclass(frozen=True, slots=True)
class Entry:
    """One message for one reader; ``addressed`` is whom it was for when the reader is their cover, ``also_for`` who else."""

    message_id: int
    reader: str
    addressed: str
    also_for: str
    thread_id: int
    state: str
    visible_at: datetime | None
    promised_at: datetime | None
    reply_by_on: date | None
    why: str
    rung_at: datetime | None
    opened_at: datetime | None
    planned_from: datetime | None = None
    is_alone: bool = False

    @property
    def meant_for(self) -> tuple[str, ...]:
        """Everybody whom the message is for by this entry."""
        return (self.addressed, *filter(None, self.also_for.split(";")))


entry_columns = [column for column in EntryRow.__table__.columns if column.name not in ("school_id", "leased_until")]


_ENTER = insert(EntryRow)
_SINCE: BindParameter[datetime] = bindparam("since", type_=Moment)
_RING = (
    update(InboxRow)
    .where(
        InboxRow.school_id == bindparam("school"),
        InboxRow.reader == bindparam("by"),
        InboxRow.thread_id == bindparam("thread"),
    )
    .values(
        state="open",
        rung_at=bindparam("at"),
        # The earlier of two that ring at once counts, whichever of them is written first.
        open_since=case(
            (and_(InboxRow.state == "open", InboxRow.open_since <= _SINCE), InboxRow.open_since), else_=_SINCE
        ),
        unread=InboxRow.unread + bindparam("count"),
    )
)
_FIRST_RING = insert(InboxRow)
_ENTRIES = (
    select(*entry_columns)
    .where(EntryRow.school_id == bindparam("school"), EntryRow.thread_id == bindparam("thread"))
    .order_by(EntryRow.message_id, EntryRow.reader)
)


def enter(scope: Scope, entries: Sequence[Entry]) -> None:
    """Write where a message waits or has rung."""
    rows = [
        {"school_id": scope.school_id, "leased_until": None}
        | {column.name: getattr(entry, column.name) for column in entry_columns}
        for entry in entries
    ]
    if rows:
        connection().execute(_ENTER, rows)


def claim_due(scope: Scope, *, now: datetime, lease_for: timedelta, limit: int) -> tuple[Entry, ...]:
    """Take the oldest entries whose moment has come, for ``lease_for``; nobody else is given them meanwhile."""
    due = (
        select(EntryRow.message_id, EntryRow.reader)
        .where(
            EntryRow.school_id == scope.school_id,
            EntryRow.state == "waiting",
            EntryRow.visible_at <= now,
            or_(EntryRow.leased_until.is_(None), EntryRow.leased_until <= now),
        )
        .order_by(EntryRow.visible_at, EntryRow.message_id)
        .limit(limit)
    )
    keys = connection().execute(due.with_for_update(skip_locked=True) if is_postgresql() else due).all()
    for key in keys:
        connection().execute(
            update(EntryRow)
            .where(
                EntryRow.school_id == scope.school_id,
                EntryRow.message_id == key.message_id,
                EntryRow.reader == key.reader,
            )
            .values(leased_until=now + lease_for)
        )
    return tuple(found for key in keys if (found := entry(scope, key.message_id, key.reader)) is not None)


def entry(scope: Scope, message_id: int, reader: str) -> Entry | None:
    """One entry, or None."""
    found = select(*entry_columns).where(
        EntryRow.school_id == scope.school_id, EntryRow.message_id == message_id, EntryRow.reader == reader
    )
    row = connection().execute(found).first()
    return Entry(*row) if row else None


def mark_rung(scope: Scope, message_id: int, reader: str, *, now: datetime) -> bool:
    """Let a waiting entry ring; False when it has rung or was withdrawn already, so that it rings once."""
    changed = connection().execute(
        update(EntryRow)
        .where(
            EntryRow.school_id == scope.school_id,
            EntryRow.message_id == message_id,
            EntryRow.reader == reader,
            EntryRow.state == "waiting",
        )
        .values(state="rung", rung_at=now, leased_until=None)
    )
    return changed.rowcount == 1


def withdraw(scope: Scope, message_id: int) -> int:
    """Take a message back before it rings; how many entries still waited."""
    changed = connection().execute(
        update(EntryRow)
        .where(EntryRow.school_id == scope.school_id, EntryRow.message_id == message_id, EntryRow.state == "waiting")
        .values(state="withdrawn")
    )
    return int(changed.rowcount)


def waiting(scope: Scope) -> tuple[Entry, ...]:
    """Every entry that still waits, the earliest first."""
    found = (
        select(*entry_columns)
        .where(EntryRow.school_id == scope.school_id, EntryRow.state == "waiting")
        .order_by(EntryRow.visible_at, EntryRow.message_id)
    )
    return tuple(Entry(*row) for row in connection().execute(found))


def promised_between(scope: Scope, since: datetime, until: datetime) -> tuple[Entry, ...]:
    """Entries that were promised for a moment between two others, and have rung or still wait, the newest first.

    What was put off after its moment had been missed is among them.
    """
    found = (
        select(*entry_columns)
        .where(
            EntryRow.school_id == scope.school_id,
            EntryRow.state.in_(("rung", "waiting")),
            EntryRow.visible_at >= since,
            EntryRow.promised_at <= until,
        )
        .order_by(EntryRow.visible_at.desc())
    )
    return tuple(Entry(*row) for row in connection().execute(found))


def next_due_at(scope: Scope) -> datetime | None:
    """When the next entry is to ring, or None."""
    return connection().scalar(
        select(func.min(EntryRow.visible_at)).where(EntryRow.school_id == scope.school_id, EntryRow.state == "waiting")
    )


def entries_of(scope: Scope, thread_id: int) -> tuple[Entry, ...]:
    """Every entry of a conversation, in the order of its messages."""
    found = connection().execute(_ENTRIES, {"school": scope.school_id, "thread": thread_id})
    return tuple(Entry(*row) for row in found)


def entries_among(scope: Scope, thread_ids: Sequence[int]) -> dict[int, tuple[Entry, ...]]:
    """Every entry of several conversations, by these, in the order of their messages."""
    found = select(*entry_columns).where(EntryRow.school_id == scope.school_id, EntryRow.thread_id.in_(thread_ids))
    held: dict[int, list[Entry]] = {}
    for row in connection().execute(found.order_by(EntryRow.message_id, EntryRow.reader)):
        held.setdefault(row.thread_id, []).append(Entry(*row))
    return {thread_id: tuple(entries) for thread_id, entries in held.items()}


def mark_opened(scope: Scope, thread_id: int, reader: str, *, now: datetime) -> int:
    """Note that the reader has opened what rang for them, an alert included; how many messages were new to them."""
    changed = connection().execute(
        update(EntryRow)
        .where(
            EntryRow.school_id == scope.school_id,
            EntryRow.thread_id == thread_id,
            EntryRow.reader == reader,
            EntryRow.state == "rung",
            EntryRow.opened_at.is_(None),
        )
        .values(opened_at=now)
    )
    read = connection().execute(
        update(InboxRow).where(_mine(scope, thread_id, reader), InboxRow.unread > 0).values(unread=0)
    )
    return int(changed.rowcount or read.rowcount)


def ring_in_inbox(
    scope: Scope, thread_id: int, reader: str, *, rung_at: datetime, stands_at: datetime | None = None, count: int = 1
) -> None:
    """Put a conversation on top of a reader's inbox, at ``stands_at`` of several at one moment, with so many more unread."""
    place = stands_at or rung_at
    values = {"school": scope.school_id, "by": reader, "thread": thread_id}
    values |= {"at": place, "since": rung_at, "count": count}
    changed = connection().execute(_RING, values)
    if changed.rowcount == 0:
        connection().execute(
            _FIRST_RING,
            {
                "school_id": scope.school_id,
                "reader": reader,
                "thread_id": thread_id,
                "state": "open",
                "rung_at": place,
                "open_since": rung_at,
                "unread": count,
            },
        )


def set_inbox_state(scope: Scope, thread_id: int, reader: str, *, state: str) -> None:
    """Move a conversation in a reader's inbox: ``open``, ``answered`` or ``done``; ``passed_on`` leaves it to others."""
    connection().execute(update(InboxRow).where(_mine(scope, thread_id, reader)).values(state=state))


def is_reader(scope: Scope, thread_id: int, readers: Sequence[str]) -> bool:
    """Whether the conversation has rung in one of these inboxes."""
    found = select(InboxRow.thread_id).where(
        InboxRow.school_id == scope.school_id, InboxRow.thread_id == thread_id, InboxRow.reader.in_(readers)
    )
    return connection().execute(found.limit(1)).first() is not None


def has_unread(scope: Scope, thread_id: int, readers: Sequence[str]) -> bool:
    """Whether something of a conversation is new in one of these inboxes."""
    found = select(InboxRow.thread_id).where(
        InboxRow.school_id == scope.school_id,
        InboxRow.thread_id == thread_id,
        InboxRow.reader.in_(readers),
        InboxRow.unread > 0,
    )
    return connection().execute(found.limit(1)).first() is not None


def readers_of(scope: Scope, thread_id: int) -> tuple[str, ...]:
    """Everybody in whose inbox the conversation is."""
    found = select(InboxRow.reader).where(InboxRow.school_id == scope.school_id, InboxRow.thread_id == thread_id)
    return tuple(connection().scalars(found.order_by(InboxRow.reader)))


def _mine(scope: Scope, thread_id: int, reader: str) -> ColumnElement[bool]:
    return and_(InboxRow.school_id == scope.school_id, InboxRow.reader == reader, InboxRow.thread_id == thread_id)
