"""What the headteacher's desk reads across the school: conversations by what is known of them, and when families write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, literal, not_, or_, select

from gateway.domain.promises import OFFICE
from gateway.domain.scope import Scope
from gateway.store.accounts import SessionRow
from gateway.store.audit import LinkRow
from gateway.store.base import new_id
from gateway.store.flags import SuggestionRow
from gateway.store.newest import newest
from gateway.store.outbox import OutboxRow
from gateway.store.queue import EntryRow, InboxRow
from gateway.store.threads import MessageRow, ThreadPupilRow, ThreadRow
from gateway.store.transaction import connection

ONLY = ("kept", "not_delivered", "in_person", "stopped")
"""What a search may be narrowed to."""


@dataclass(frozen=True, slots=True)
class People:
    """Whom a conversation must have to do with: any of these contacts, pupils or readers."""

    contact_ids: tuple[str, ...]
    pupil_ids: tuple[str, ...]
    readers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """What a search asks; None and blank ask nothing. ``hidden_from`` is the member of staff who searches."""

    hidden_from: str
    people: People | None = None
    thread_ids: tuple[int, ...] | None = None
    since: datetime | None = None
    until: datetime | None = None
    only: str = ""
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A conversation without a word of its content; ``channel`` is how the family's newest words came, if it wrote any."""

    thread_id: int
    contact_id: str
    address: str
    channel: str
    last_at: datetime
    messages: int
    marks: frozenset[str]


def found_threads(scope: Scope, sought: Sought, *, limit: int) -> tuple[Known, ...]:
    """The conversations that a search finds, the newest first; one that is hidden from who asks is never among them."""
    sealed = (literal(";") + ThreadRow.sealed_from + ";").contains(f";{sought.hidden_from};", autoescape=True)
    found = select(
        ThreadRow.thread_id, ThreadRow.contact_id, ThreadRow.address, ThreadRow.channel, ThreadRow.last_at
    ).where(ThreadRow.school_id == scope.school_id, not_(sealed))
    if sought.people is not None:
        found = found.where(_has_to_do_with(sought.people))
    if sought.thread_ids is not None:
        found = found.where(ThreadRow.thread_id.in_(sought.thread_ids))
    if sought.since is not None:
        found = found.where(ThreadRow.last_at >= sought.since)
    if sought.until is not None:
        found = found.where(ThreadRow.opened_at < sought.until)
    if sought.before is not None:
        found = found.where(ThreadRow.last_at < sought.before)
    if sought.only:
        found = found.where(_mark(sought.only))
    rows = connection().execute(found.order_by(ThreadRow.last_at.desc(), ThreadRow.thread_id.desc()).limit(limit)).all()
    ids = [row.thread_id for row in rows]
    counts, marks, last = _counts(scope, ids), _marks(scope, ids), newest(scope, ids)
    return tuple(
        Known(
            row.thread_id,
            row.contact_id,
            row.address,
            (last[row.thread_id].came_by if row.thread_id in last else "") or row.channel,
            row.last_at,
            counts.get(row.thread_id, 0),
            frozenset(marks.get(row.thread_id, ())),
        )
        for row in rows
    )


def _has_to_do_with(people: People) -> ColumnElement[bool]:
    pupil = exists().where(
        ThreadPupilRow.school_id == ThreadRow.school_id,
        ThreadPupilRow.thread_id == ThreadRow.thread_id,
        ThreadPupilRow.pupil_id.in_(people.pupil_ids),
    )
    reader = exists().where(
        EntryRow.school_id == ThreadRow.school_id,
        EntryRow.thread_id == ThreadRow.thread_id,
        EntryRow.reader.in_(people.readers),
    )
    author = exists().where(
        MessageRow.school_id == ThreadRow.school_id,
        MessageRow.thread_id == ThreadRow.thread_id,
        MessageRow.by == "staff",
        MessageRow.author_id.in_(people.readers),
    )
    return or_(ThreadRow.contact_id.in_(people.contact_ids), pupil, reader, author)


def _mark(only: str) -> ColumnElement[bool]:
    marks = {
        "kept": exists().where(
            EntryRow.school_id == ThreadRow.school_id,
            EntryRow.thread_id == ThreadRow.thread_id,
            EntryRow.promised_at.is_not(None),
        ),
        "not_delivered": exists().where(
            OutboxRow.school_id == ThreadRow.school_id,
            OutboxRow.thread_id == ThreadRow.thread_id,
            OutboxRow.state.in_(("failed", "unknown")),
        ),
        "in_person": exists().where(
            SuggestionRow.school_id == ThreadRow.school_id, SuggestionRow.thread_id == ThreadRow.thread_id
        ),
        "stopped": exists().where(
            LinkRow.school_id == ThreadRow.school_id,
            LinkRow.thread_id == ThreadRow.thread_id,
            LinkRow.event == "reply.stopped",
        ),
    }
    return marks[only]


def _counts(scope: Scope, thread_ids: Sequence[int]) -> dict[int, int]:
    rows = connection().execute(
        select(MessageRow.thread_id, func.count())
        .where(MessageRow.school_id == scope.school_id, MessageRow.thread_id.in_(thread_ids))
        .group_by(MessageRow.thread_id)
    )
    return {row[0]: row[1] for row in rows}


def _marks(scope: Scope, thread_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for only in ONLY:
        ids = select(ThreadRow.thread_id).where(
            ThreadRow.school_id == scope.school_id, ThreadRow.thread_id.in_(thread_ids), _mark(only)
        )
        for thread_id in connection().scalars(ids):
            found.setdefault(thread_id, []).append(only)
    return found


def threads_of_messages(scope: Scope, message_ids: Sequence[int]) -> tuple[int, ...]:
    """The conversations that these messages belong to, each once."""
    found = select(MessageRow.thread_id).where(
        MessageRow.school_id == scope.school_id, MessageRow.message_id.in_(message_ids)
    )
    return tuple(connection().scalars(found.distinct()))


def unknown_writers(scope: Scope) -> int:
    """How many conversations wait in the office's inbox for a person to say who wrote."""
    thread = (ThreadRow.school_id == InboxRow.school_id) & (ThreadRow.thread_id == InboxRow.thread_id)
    found = (
        select(func.count())
        .select_from(InboxRow)
        .join(ThreadRow, thread)
        .where(
            InboxRow.school_id == scope.school_id,
            InboxRow.reader == OFFICE,
            InboxRow.state == "open",
            ThreadRow.contact_id == "",
        )
    )
    return int(connection().scalar(found) or 0)


def families_wrote_at(scope: Scope, since: datetime, *, without: frozenset[int]) -> tuple[tuple[datetime, bool], ...]:
    """When each message of a family came since a moment, and whether it was kept for somebody's hour.

    ``without`` are conversations that do not count.
    """
    # What the office is for waits for its opening like everything else; where it was open, nothing was promised.
    waited = exists().where(
        EntryRow.school_id == scope.school_id,
        EntryRow.message_id == MessageRow.message_id,
        EntryRow.reader == OFFICE,
        EntryRow.promised_at.is_not(None),
    )
    kept = (MessageRow.disposition == "queue") | ((MessageRow.disposition == "office") & waited)
    # Ids sort by the moment they were made, so that the primary key finds the newest weeks without another index.
    found = select(MessageRow.received_at, kept).where(
        MessageRow.school_id == scope.school_id,
        MessageRow.message_id >= new_id(since) >> 20 << 20,
        MessageRow.received_at >= since,
        MessageRow.by == "parent",
        MessageRow.thread_id.not_in(without),
    )
    return tuple((row[0], bool(row[1])) for row in connection().execute(found))


def opened_off_duty(scope: Scope, since: datetime) -> int:
    """How many members of staff opened their inbox off duty since a moment."""
    found = select(func.count(SessionRow.person_id.distinct())).where(
        SessionRow.school_id == scope.school_id, SessionRow.opened_off_duty_until >= since
    )
    return int(connection().scalar(found) or 0)
