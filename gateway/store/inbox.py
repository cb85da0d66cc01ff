"""Lists of conversations, as the inbox, search and office pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    and_,
    any_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from gateway.domain.promises import OFFICE
from gateway.domain.reports import REPORT
from gateway.domain.scope import Scope
from gateway.store.claims import ClaimRow
from gateway.store.concerns import AlertRow
from gateway.store.flags import SuggestionRow
from gateway.store.outbox import OF_A_TALK, OutboxRow
from gateway.store.queue import HAS_UNREAD, EntryRow, InboxRow
from gateway.store.talks import FollowUpRow
from gateway.store.threads import MessageRow, ThreadPupilRow, ThreadRow
from gateway.store.transaction import connection

STATES = ("open", "answered", "done")
"""Where a conversation stands in an inbox, the most open first."""
COUNTED = 100
"""How far new conversations are counted; a page says "99+" after that."""


@dataclass(frozen=True, slots=True)
class Line:
    """One conversation in a list; ``last_at`` is when its newest message was written, ``rung_at`` when it rang here."""

    thread_id: int
    contact_id: str
    address: str
    subject: str
    preview: str
    last_by: str
    last_at: datetime
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
    ThreadRow.last_at,
    InboxRow.rung_at,
    InboxRow.unread,
    InboxRow.state,
    ThreadRow.channel,
    ThreadRow.sealed_from,
)
Place = tuple[datetime, int]
"""Where a page of a list ended: the ring and the id of its last conversation, because many ring at one moment."""


def lines(
    scope: Scope,
    readers: Sequence[str],
    *,
    states: Sequence[str],
    before: Place | None,
    limit: int,
    only: str = "",
) -> tuple[Line, ...]:
    """Conversations of these readers in these states, newest ring first, after ``before`` when given.

    ``only`` narrows the list: ``unanswered`` (the family wrote last), ``in_person`` (an open suggestion to talk) or
    ``unknown`` (nobody knows the writer). A conversation in two of the readers' inboxes is given once, and is in the most
    open of its states. Each reader and state is one walk of an index, so the cost does not grow with the inbox.
    """
    found: list[Line] = []
    for reader in readers:
        for state in states:
            statement = _walk(state, tuple(states), len(readers) > 1, only, before is not None)
            values = {"school": scope.school_id, "me": reader, "readers": list(readers), "most": limit}
            if before is not None:
                values |= {"at": before[0], "id": before[1]}
            found += [Line(*row) for row in connection().execute(statement, values)]
    found.sort(key=lambda line: (line.rung_at, line.thread_id), reverse=True)
    return tuple(found[:limit])


@lru_cache(maxsize=256)
def _walk(state: str, states: tuple[str, ...], shared: bool, only: str, goes_on: bool) -> Select[*tuple[Any, ...]]:
    """One list of one reader in one state; built once, because building costs more than running."""
    found = (
        select(*_line_columns)
        .join(ThreadRow, (ThreadRow.school_id == InboxRow.school_id) & (ThreadRow.thread_id == InboxRow.thread_id))
        .where(InboxRow.school_id == bindparam("school"), InboxRow.reader == bindparam("me"), InboxRow.state == state)
        .order_by(InboxRow.rung_at.desc(), InboxRow.thread_id.desc())
        .limit(bindparam("most"))
    )
    if goes_on:
        found = found.where(
            InboxRow.rung_at <= bindparam("at"),
            or_(InboxRow.rung_at < bindparam("at"), InboxRow.thread_id < bindparam("id")),
        )
    if shared:
        found = found.where(~_stands_higher(states))
    narrowed = {
        "unanswered": ThreadRow.last_by != "staff",
        "unknown": and_(ThreadRow.contact_id == "", ThreadRow.channel != REPORT),
        "in_person": exists().where(
            SuggestionRow.school_id == InboxRow.school_id,
            SuggestionRow.thread_id == InboxRow.thread_id,
            SuggestionRow.state == "open",
        ),
    }
    return found.where(narrowed[only]) if only else found


def _stands_higher(states: tuple[str, ...]) -> ColumnElement[bool]:
    """Whether another inbox of the same readers shows the conversation in a more open state, or rang later."""
    other = aliased(InboxRow)
    later = or_(
        other.rung_at > InboxRow.rung_at, and_(other.rung_at == InboxRow.rung_at, other.reader > InboxRow.reader)
    )
    return exists().where(
        other.school_id == InboxRow.school_id,
        other.thread_id == InboxRow.thread_id,
        other.reader.in_(bindparam("readers", expanding=True)),
        other.reader != InboxRow.reader,
        or_(other.state.in_(STATES[: STATES.index(states[0])]), and_(other.state.in_(states), later)),
    )


_UNREAD = select(func.count()).select_from(
    select(InboxRow.thread_id)
    .distinct()
    .join(ThreadRow, (ThreadRow.school_id == InboxRow.school_id) & (ThreadRow.thread_id == InboxRow.thread_id))
    .where(
        InboxRow.school_id == bindparam("school"),
        InboxRow.reader.in_(bindparam("readers", expanding=True)),
        InboxRow.state == "open",
        HAS_UNREAD,
        (";" + ThreadRow.sealed_from + ";").not_like(bindparam("sealed")),
    )
    .limit(bindparam("most"))
    .subquery()
)
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_MESSAGE_LINES = (
    select(
        MessageRow.message_id,
        MessageRow.thread_id,
        MessageRow.by,
        MessageRow.author_name,
        MessageRow.text,
        MessageRow.received_at,
        ThreadRow.contact_id,
        ThreadRow.subject,
        ThreadRow.sealed_from,
    )
    .join(ThreadRow, (ThreadRow.school_id == MessageRow.school_id) & (ThreadRow.thread_id == MessageRow.thread_id))
    .where(MessageRow.school_id == bindparam("school"), MessageRow.message_id.in_(_IDS))
    .order_by(MessageRow.message_id.desc())
)


@lru_cache(maxsize=2)
def _marks(dialect: str) -> CompoundSelect[Any]:
    parts: tuple[Select[*tuple[Any, ...]], ...] = (
        select(ThreadPupilRow.thread_id, literal("pupil").label("kind"), ThreadPupilRow.pupil_id.label("detail")).where(
            ThreadPupilRow.school_id == bindparam("school"), _among(ThreadPupilRow.thread_id, dialect)
        ),
        select(SuggestionRow.thread_id, literal("talk"), SuggestionRow.state).where(
            SuggestionRow.school_id == bindparam("school"),
            _among(SuggestionRow.thread_id, dialect),
            SuggestionRow.state == "open",
        ),
        select(
            AlertRow.thread_id,
            case((AlertRow.acknowledged_at.is_(None), literal("alert")), else_=literal("taken")),
            cast(AlertRow.told, String),
        ).where(AlertRow.school_id == bindparam("school"), _among(AlertRow.thread_id, dialect)),
        select(InboxRow.thread_id, literal("office"), InboxRow.state).where(
            InboxRow.school_id == bindparam("school"),
            InboxRow.reader == OFFICE,
            InboxRow.state != "passed_on",
            _among(InboxRow.thread_id, dialect),
        ),
        select(OutboxRow.thread_id, literal("failed"), OutboxRow.state).where(
            OutboxRow.school_id == bindparam("school"),
            _among(OutboxRow.thread_id, dialect),
            OutboxRow.letter.in_(OF_A_TALK),
            OutboxRow.state.in_(("failed", "unknown")),
        ),
        select(FollowUpRow.thread_id, literal("promise"), FollowUpRow.state).where(
            FollowUpRow.school_id == bindparam("school"),
            _among(FollowUpRow.thread_id, dialect),
            FollowUpRow.state == "open",
        ),
        select(ClaimRow.thread_id, literal("claim"), ClaimRow.staff_id).where(
            ClaimRow.school_id == bindparam("school"), _among(ClaimRow.thread_id, dialect)
        ),
        _not_rung(dialect),
        _came_by(dialect),
    )
    return union_all(*parts)


def _not_rung(dialect: str) -> Select[*tuple[Any, ...]]:
    """The messages that have rung for none of the readers: what school did not write, and a worry that a colleague wrote.

    A conversation that is closed to somebody has none: it has no readers beside those who may open it.
    """
    tells_a_worry = exists().where(
        AlertRow.school_id == MessageRow.school_id,
        AlertRow.thread_id == MessageRow.thread_id,
        AlertRow.message_id == MessageRow.message_id,
    )
    has_rung = exists().where(
        EntryRow.school_id == MessageRow.school_id,
        EntryRow.message_id == MessageRow.message_id,
        EntryRow.state == "rung",
        or_(_is_reader(EntryRow.reader, dialect), _is_reader(EntryRow.addressed, dialect)),
    )
    return (
        select(MessageRow.thread_id, literal("kept"), cast(MessageRow.message_id, String))
        .join(ThreadRow, (ThreadRow.school_id == MessageRow.school_id) & (ThreadRow.thread_id == MessageRow.thread_id))
        .where(
            MessageRow.school_id == bindparam("school"),
            _among(MessageRow.thread_id, dialect),
            or_(MessageRow.by != "staff", and_(~_is_reader(MessageRow.author_id, dialect), tells_a_worry)),
            ThreadRow.sealed_from == "",
            ~has_rung,
        )
    )


def _came_by(dialect: str) -> Select[*tuple[Any, ...]]:
    theirs = (
        MessageRow.school_id == bindparam("school"),
        _among(MessageRow.thread_id, dialect),
        MessageRow.by != "staff",
    )
    newest = select(func.max(MessageRow.message_id)).where(*theirs).group_by(MessageRow.thread_id)
    way = select(MessageRow.thread_id, literal("came_by"), MessageRow.channel)
    return way.where(*theirs, MessageRow.message_id.in_(newest))


def _is_reader(column: InstrumentedAttribute[Any], dialect: str) -> ColumnElement[bool]:
    if dialect == "postgresql":
        return column == any_(bindparam("readers", type_=ARRAY(String)))
    return column.in_(bindparam("readers", expanding=True))


def _among(column: InstrumentedAttribute[Any], dialect: str) -> ColumnElement[bool]:
    """Whether it is one of ``ids``: on PostgreSQL in one array, for psycopg keeps no statement ready that has seven lists."""
    if dialect == "postgresql":
        return column == any_(bindparam("ids", type_=ARRAY(BigInteger)))
    return column.in_(_IDS)


def state_of(scope: Scope, thread_id: int, readers: Sequence[str]) -> str:
    """In which folder a conversation is for these readers: ``open``, ``answered``, ``done``, or blank for none."""
    found = select(InboxRow.state).where(
        InboxRow.school_id == scope.school_id, InboxRow.thread_id == thread_id, InboxRow.reader.in_(readers)
    )
    states = set(connection().scalars(found))
    return next((one for one in STATES if one in states), "")


def unread(scope: Scope, staff_id: str, readers: Sequence[str]) -> int:
    """How many open conversations of these readers hold something new to them, up to ``COUNTED``; none that is sealed."""
    values = {
        "school": scope.school_id,
        "readers": list(readers),
        "sealed": f"%;{staff_id};%",
        "most": COUNTED,
    }
    return int(connection().scalar(_UNREAD, values) or 0)


def marks(scope: Scope, readers: Sequence[str], thread_ids: Sequence[int]) -> dict[int, dict[str, tuple[str, ...]]]:
    """What stands beside each conversation of a list, in one question: for each kind of mark, its details.

    Kinds: ``pupil`` (their ids), ``talk`` (an open suggestion), ``alert`` (one that nobody has taken) and ``taken`` (one
    that somebody has), each with the JSON list of whom it was sent to, ``office`` (the state in the office's inbox),
    ``failed`` (``failed`` or ``unknown``: a reply that may not have gone), ``promise`` (one of a talk that is open, whenever
    it is due), ``claim`` (whose, even one that has lapsed), ``kept`` (the ids of the messages that have rung for none of these
    readers), ``came_by`` (the way of the newest words that school did not write).
    """
    found: dict[int, dict[str, tuple[str, ...]]] = {one: {} for one in thread_ids}
    if thread_ids:
        values = {"school": scope.school_id, "ids": list(thread_ids), "readers": list(readers)}
        for row in connection().execute(_marks(connection().dialect.name), values):
            held = found[row.thread_id]
            held[row.kind] = (*held.get(row.kind, ()), row.detail)
    return found


@dataclass(frozen=True, slots=True)
class FoundMessage:
    """One message that a search found, with what is needed to name its conversation."""

    message_id: int
    thread_id: int
    by: str
    author_name: str
    text: str
    received_at: datetime
    contact_id: str
    subject: str
    sealed_from: str


def message_lines(scope: Scope, message_ids: Sequence[int]) -> tuple[FoundMessage, ...]:
    """These messages with their conversations, newest first."""
    found = connection().execute(_MESSAGE_LINES, {"school": scope.school_id, "ids": list(message_ids)})
    return tuple(FoundMessage(*row) for row in found)
