"""Lists of conversations, as the inbox and search pages show them; drafts that survive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import TextClause, delete, func, insert, select, text, update
from sqlalchemy.orm import Mapped

from gateway.domain.scope import Scope
from gateway.store.base import Base, Id, Key, SchoolId
from gateway.store.queue import InboxRow
from gateway.store.threads import MessageRow, ThreadRow
from gateway.store.transaction import connection, is_postgresql


class DraftRow(Base):
    """Words that a member of staff has not sent yet; one draft a conversation and writer."""

    __tablename__ = "drafts"

    school_id: Mapped[SchoolId]
    thread_id: Mapped[Id]
    staff_id: Mapped[Key]
    text: Mapped[str]
    saved_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Line:
    """One conversation in a list."""

    thread_id: int
    contact_id: str
    address: str
    subject: str
    preview: str
    last_by: str
    rung_at: datetime
    unread: int
    state: str
    channel: str
    sealed_from: str


_line_columns = (
    ThreadRow.thread_id,
    ThreadRow.contact_id,
    ThreadRow.address,
    ThreadRow.subject,
    ThreadRow.preview,
    ThreadRow.last_by,
    InboxRow.rung_at,
    InboxRow.unread,
    InboxRow.state,
    ThreadRow.channel,
    ThreadRow.sealed_from,
)


def lines(
    scope: Scope, readers: Sequence[str], *, states: Sequence[str], before: datetime | None, limit: int
) -> tuple[Line, ...]:
    """Conversations of these readers in these states, newest first, older than ``before`` when given."""
    found = (
        select(*_line_columns)
        .join(ThreadRow, (ThreadRow.school_id == InboxRow.school_id) & (ThreadRow.thread_id == InboxRow.thread_id))
        .where(
            InboxRow.school_id == scope.school_id,
            InboxRow.reader.in_(readers) if len(readers) > 1 else InboxRow.reader == readers[0],
            InboxRow.state.in_(states) if len(states) > 1 else InboxRow.state == states[0],
        )
        .order_by(InboxRow.rung_at.desc())
        .limit(limit)
    )
    if before is not None:
        found = found.where(InboxRow.rung_at < before)
    return tuple(Line(*row) for row in connection().execute(found))


def state_of(scope: Scope, thread_id: int, readers: Sequence[str]) -> str:
    """In which folder a conversation is for these readers: ``open``, ``answered``, ``done``, or blank for none."""
    found = select(InboxRow.state).where(
        InboxRow.school_id == scope.school_id, InboxRow.thread_id == thread_id, InboxRow.reader.in_(readers)
    )
    states = set(connection().scalars(found))
    return next((one for one in ("open", "answered", "done") if one in states), "")


def unread(scope: Scope, readers: Sequence[str]) -> int:
    """How many conversations of these readers hold something they have not opened."""
    found = select(func.count()).where(
        InboxRow.school_id == scope.school_id,
        InboxRow.reader.in_(readers),
        InboxRow.state == "open",
        InboxRow.unread > 0,
    )
    return int(connection().scalar(found) or 0)


def index_message(scope: Scope, message_id: int, *, words: str) -> None:
    """Make a message's words findable."""
    statement = _INDEX_POSTGRESQL if is_postgresql() else _INDEX_SQLITE
    connection().execute(statement, {"school": scope.school_id, "message": message_id, "words": words})


def found_messages(
    scope: Scope, query: str, *, readers: Sequence[str] | None, before: int | None, limit: int
) -> tuple[int, ...]:
    """Ids of messages that hold every word of ``query``, newest first; only of these readers' conversations when given."""
    words = _words(query)
    if not words:
        return ()
    statement = _search(readers is not None)
    values = {
        "school": scope.school_id,
        "query": " & ".join(f"{one}:*" for one in words) if is_postgresql() else " ".join(f'"{one}"*' for one in words),
        "before": before if before is not None else (1 << 62),
        "limit": limit,
    }
    for number, reader in enumerate([*readers, "", ""][:2] if readers is not None else ()):
        values[f"reader{number}"] = reader
    return tuple(connection().execute(statement, values).scalars())


def message_lines(scope: Scope, message_ids: Sequence[int]) -> tuple[tuple[int, int, str, str, datetime], ...]:
    """For each message: its id, conversation, author, text and moment, newest first."""
    found = (
        select(
            MessageRow.message_id,
            MessageRow.thread_id,
            MessageRow.author_name,
            MessageRow.text,
            MessageRow.received_at,
        )
        .where(MessageRow.school_id == scope.school_id, MessageRow.message_id.in_(message_ids))
        .order_by(MessageRow.message_id.desc())
    )
    return tuple((row[0], row[1], row[2], row[3], row[4]) for row in connection().execute(found))


def _words(query: str) -> list[str]:
    """The words of a query, without anything that either search language would read as a sign."""
    return ["".join(filter(str.isalnum, one)) for one in query.split()[:12] if any(map(str.isalnum, one))]


_INDEX_SQLITE = text("INSERT INTO message_words (rowid, words) VALUES (:message, :words)")
_INDEX_POSTGRESQL = text(
    "INSERT INTO message_words (school_id, message_id, words)"
    " VALUES (:school, :message, to_tsvector('simple', left(:words, 200000)))"
)
_OF_READER = (
    " AND EXISTS (SELECT 1 FROM inbox i JOIN queue_entries e ON e.school_id = i.school_id"
    " AND e.thread_id = i.thread_id WHERE i.school_id = :school AND i.thread_id = m.thread_id"
    " AND i.reader IN (:reader0, :reader1) AND (m.by = 'staff' OR (e.message_id = m.message_id"
    " AND e.reader = i.reader AND e.state = 'rung')))"
)
_SQLITE = (
    "SELECT m.message_id FROM message_words w CROSS JOIN messages m"
    " ON m.school_id = :school AND m.message_id = w.rowid"
    " WHERE message_words MATCH :query AND w.rowid < :before{scope} ORDER BY w.rowid DESC LIMIT :limit"
)
_POSTGRESQL = (
    "SELECT m.message_id FROM message_words w JOIN messages m"
    " ON m.school_id = w.school_id AND m.message_id = w.message_id"
    " WHERE w.school_id = :school AND w.words @@ to_tsquery('simple', :query) AND w.message_id < :before{scope}"
    " ORDER BY w.message_id DESC LIMIT :limit"
)


def _search(of_readers: bool) -> TextClause:
    template = _POSTGRESQL if is_postgresql() else _SQLITE
    return text(template.format(scope=_OF_READER if of_readers else ""))


def save_draft(scope: Scope, thread_id: int, staff_id: str, *, words: str, now: datetime) -> None:
    """Keep unsent words; blank words remove the draft."""
    mine = (DraftRow.school_id == scope.school_id) & (DraftRow.thread_id == thread_id) & (DraftRow.staff_id == staff_id)
    if not words.strip():
        connection().execute(delete(DraftRow).where(mine))
        return
    changed = connection().execute(update(DraftRow).where(mine).values(text=words, saved_at=now))
    if changed.rowcount == 0:
        connection().execute(
            insert(DraftRow),
            {
                "school_id": scope.school_id,
                "thread_id": thread_id,
                "staff_id": staff_id,
                "text": words,
                "saved_at": now,
            },
        )


def draft(scope: Scope, thread_id: int, staff_id: str) -> tuple[str, datetime] | None:
    """Unsent words and when they were saved, or None."""
    row = (
        connection()
        .execute(
            select(DraftRow.text, DraftRow.saved_at).where(
                DraftRow.school_id == scope.school_id, DraftRow.thread_id == thread_id, DraftRow.staff_id == staff_id
            )
        )
        .first()
    )
    return (row.text, row.saved_at) if row else None
