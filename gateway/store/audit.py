"""The record: an append-only chain of keyed links, one chain a school, with its newest link anchored outside the table."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import current_app
from sqlalchemy import Index, String, bindparam, func, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, Key, SchoolId
from gateway.store.threads import MessageRow
from gateway.store.transaction import connection, is_postgresql, written

FIRST = "0" * 64
"""What the first link of a chain carries in the place of the one before it."""
MISSING = "a link is missing"
CUT = "the newest links have been cut off"
LOOSE = "it does not carry the mark of the link before it"
WORDS = "the words that are kept are not the words it was made for"
CHANGED = "its content does not match its mark"


HOLDING_WORDS = ("message.placed", "reply.accepted", "reply.changed", "approach.answered")
"""The events that carry a digest of the words of the message they are about."""


class LinkRow(Base):
    """One event. ``detail`` is the exact text that was signed; the database refuses to change or delete a row."""

    __tablename__ = "audit_links"
    __table_args__ = (Index(None, "school_id", "thread_id", "seq"),)

    school_id: Mapped[SchoolId]
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    event: Mapped[Code]
    clause: Mapped[Code]
    thread_id: Mapped[int | None]
    detail: Mapped[str]
    before: Mapped[str] = mapped_column(String(64))
    mark: Mapped[str] = mapped_column(String(64))


class HeadRow(Base):
    """The newest link of a school's chain, locked by whoever appends: it also puts a school's writers in a line."""

    __tablename__ = "audit_heads"

    school_id: Mapped[SchoolId]
    seq: Mapped[int]
    mark: Mapped[str] = mapped_column(String(64))


class LookRow(Base):
    """Whom a look by an auditor is told to, and from when: ``record`` is the number of the link that says who and why."""

    __tablename__ = "looks"
    __table_args__ = (Index(None, "school_id", "staff_id", "told_at"),)

    school_id: Mapped[SchoolId]
    record: Mapped[Id]
    staff_id: Mapped[Key]
    told_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Link:
    """One event of the record, as read back; ``text`` is the exact text of ``detail`` that was signed."""

    seq: int
    at: datetime
    actor: str
    event: str
    clause: str
    thread_id: int | None
    detail: dict[str, Any]
    text: str
    before: str
    mark: str


@dataclass(frozen=True, slots=True)
class Broken:
    """Where a chain stops being whole, and why."""

    seq: int
    why: str


@dataclass(frozen=True, slots=True)
class Checked:
    """How many links of a conversation were checked, and the first that does not hold, or None."""

    links: int
    broken: Broken | None


_HEAD = select(HeadRow.seq, HeadRow.mark).where(HeadRow.school_id == bindparam("school"))
_LOCKED_HEAD = _HEAD.with_for_update()
_ADD = insert(LinkRow)
_NEWEST = "newest link of {}"
_OF_THREAD = (
    select(*LinkRow.__table__.columns)
    .where(LinkRow.school_id == bindparam("school"), LinkRow.thread_id == bindparam("thread"))
    .order_by(LinkRow.seq)
)
_MOVE_HEAD = update(HeadRow).where(HeadRow.school_id == bindparam("school"))


def open_chain(scope: Scope) -> None:
    """Begin a school's record; does nothing where it has begun."""
    held = connection().execute(_HEAD, {"school": scope.school_id}).first()
    if held is None:
        connection().execute(insert(HeadRow), {"school_id": scope.school_id, "seq": 0, "mark": FIRST})


def take_turn(scope: Scope) -> None:
    """Wait until no other transaction is writing for this school; SQLite's BEGIN IMMEDIATE has done so already."""
    if is_postgresql():
        _locked_head(scope)


def append(
    scope: Scope, event: str, *, now: datetime, clause: str = "", thread_id: int | None = None, **detail: Any
) -> int:
    """Add one event to the school's record, in the open transaction, and give its number."""
    return append_all(scope, event, ((thread_id, detail),), now=now, clause=clause)


def append_all(
    scope: Scope, event: str, about: Sequence[tuple[int | None, dict[str, Any]]], *, now: datetime, clause: str = ""
) -> int:
    """Add one event for each conversation (or None) and detail, in the open transaction; the number of the newest."""
    newest, mark = _locked_head(scope)
    rows = []
    for seq, (thread_id, detail) in enumerate(about, newest + 1):
        row = {
            "school_id": scope.school_id,
            "seq": seq,
            "at": now,
            "actor": str(scope.actor),
            "event": event,
            "clause": clause,
            "thread_id": thread_id,
            "detail": json.dumps(detail, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
            "before": mark,
        }
        mark = _mark(row)
        rows.append({**row, "mark": mark})
    if not rows:
        return newest
    newest += len(rows)
    connection().execute(_ADD, rows)
    connection().execute(_MOVE_HEAD, {"school": scope.school_id, "seq": newest, "mark": mark})
    written()[_NEWEST.format(scope.school_id)] = newest, mark
    return newest


def _locked_head(scope: Scope) -> tuple[int, str]:
    """The newest link: read and locked once a transaction, for nobody else moves it before this one ends."""
    known: tuple[int, str] | None = written().get(_NEWEST.format(scope.school_id))
    if known is None:
        row = connection().execute(_LOCKED_HEAD if is_postgresql() else _HEAD, {"school": scope.school_id}).one()
        known = written()[_NEWEST.format(scope.school_id)] = int(row.seq), row.mark
    return known


def links_of_thread(scope: Scope, thread_id: int) -> tuple[Link, ...]:
    """Every event about one conversation, oldest first."""
    rows = connection().execute(_OF_THREAD, {"school": scope.school_id, "thread": thread_id})
    return tuple(_link(row) for row in rows)


def check_thread(scope: Scope, thread_id: int) -> Checked:
    """Check every link of one conversation, that each hangs on the one before, and that the record has lost none."""
    rows = [
        dict(row)
        for row in connection().execute(_OF_THREAD, {"school": scope.school_id, "thread": thread_id}).mappings()
    ]
    checked = len(rows)
    marks = _marks_before(scope, [row["seq"] for row in rows])
    for row in rows:
        if not hmac.compare_digest(_mark(row), row["mark"]):
            return Checked(checked, Broken(row["seq"], CHANGED))
        if row["before"] != marks.get(row["seq"] - 1, FIRST):
            return Checked(checked, Broken(row["seq"], LOOSE))
    held = connection().scalar(select(func.count()).where(LinkRow.school_id == scope.school_id)) or 0
    newest, mark = head(scope)
    if held != newest or mark_of(scope, newest) != (mark if newest else ""):
        return Checked(checked, Broken(min(int(held), newest) + 1, MISSING))
    return Checked(checked, None)


def _marks_before(scope: Scope, numbers: list[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for first in range(0, len(numbers), 500):
        wanted = [one - 1 for one in numbers[first : first + 500]]
        rows = connection().execute(
            select(LinkRow.seq, LinkRow.mark).where(LinkRow.school_id == scope.school_id, LinkRow.seq.in_(wanted))
        )
        found |= {row.seq: row.mark for row in rows}
    return found


def marks_from(scope: Scope, seq: int) -> Iterator[tuple[int, str]]:
    """Number and mark of every link from ``seq`` on, oldest first: the chain without a word of what it holds."""
    rows = connection().execute(
        select(LinkRow.seq, LinkRow.mark)
        .where(LinkRow.school_id == scope.school_id, LinkRow.seq >= seq)
        .order_by(LinkRow.seq),
        execution_options={"yield_per": 1000},
    )
    for row in rows:
        yield row.seq, row.mark


def note_look(scope: Scope, record: int, told: Mapping[str, datetime]) -> None:
    """Note whom the look of link ``record`` is told to, and from when."""
    rows = [
        {"school_id": scope.school_id, "record": record, "staff_id": one, "told_at": at} for one, at in told.items()
    ]
    if rows:
        connection().execute(insert(LookRow), rows)


def looks_at(scope: Scope, staff_id: str, *, now: datetime, limit: int) -> tuple[Link, ...]:
    """The looks that this person has been told of by now, the newest first."""
    found = (
        select(*LinkRow.__table__.columns)
        .join(LookRow, (LookRow.school_id == LinkRow.school_id) & (LookRow.record == LinkRow.seq))
        .where(LookRow.school_id == scope.school_id, LookRow.staff_id == staff_id, LookRow.told_at <= now)
        .order_by(LookRow.told_at.desc(), LookRow.record.desc())
        .limit(limit)
    )
    return tuple(_link(row) for row in connection().execute(found))


def latest(scope: Scope, events: tuple[str, ...], *, limit: int) -> tuple[Link, ...]:
    """The newest events of these kinds, newest first."""
    found = (
        select(*LinkRow.__table__.columns)
        .where(LinkRow.school_id == scope.school_id, LinkRow.event.in_(events))
        .order_by(LinkRow.seq.desc())
        .limit(limit)
    )
    return tuple(_link(row) for row in connection().execute(found))


def newest_of_threads(scope: Scope, events: tuple[str, ...], thread_ids: Sequence[int]) -> dict[int, Link]:
    """The newest event of these kinds about each of these conversations; those without one are left out."""
    found = (
        select(*LinkRow.__table__.columns)
        .where(LinkRow.school_id == scope.school_id, LinkRow.thread_id.in_(thread_ids), LinkRow.event.in_(events))
        .order_by(LinkRow.seq)
    )
    return {row.thread_id: _link(row) for row in connection().execute(found)}


def own(scope: Scope, event: str, *, limit: int) -> tuple[Link, ...]:
    """The newest events of one kind that the actor of this scope made, newest first."""
    found = (
        select(*LinkRow.__table__.columns)
        .where(LinkRow.school_id == scope.school_id, LinkRow.event == event, LinkRow.actor == str(scope.actor))
        .order_by(LinkRow.seq.desc())
        .limit(limit)
    )
    return tuple(_link(row) for row in connection().execute(found))


def counts_since(scope: Scope, since: datetime) -> dict[str, int]:
    """How often each event happened since a moment."""
    rows = connection().execute(
        select(LinkRow.event, func.count())
        .where(LinkRow.school_id == scope.school_id, LinkRow.at >= since)
        .group_by(LinkRow.event)
    )
    return {row[0]: row[1] for row in rows}


def head(scope: Scope) -> tuple[int, str]:
    """The number and mark of the newest link, by the anchor; (0, FIRST) for an empty record."""
    held = connection().execute(_HEAD, {"school": scope.school_id}).first()
    return (held.seq, held.mark) if held else (0, FIRST)


def newest_at(scope: Scope) -> datetime | None:
    """When the newest event happened, or None for an empty record."""
    return connection().scalar(select(func.max(LinkRow.at)).where(LinkRow.school_id == scope.school_id))


def began_with(scope: Scope, event: str) -> bool:
    """Whether this event is among the first ten of the record."""
    first = select(LinkRow.seq).where(LinkRow.school_id == scope.school_id, LinkRow.seq <= 10, LinkRow.event == event)
    return connection().execute(first).first() is not None


def mark_of(scope: Scope, seq: int) -> str:
    """The mark of one link, or blank where there is none."""
    found = select(LinkRow.mark).where(LinkRow.school_id == scope.school_id, LinkRow.seq == seq)
    return connection().scalar(found) or ""


def first_break(scope: Scope) -> Broken | None:
    """Walk the whole chain; the first link that does not hold, or None when it is whole."""
    before, seq = FIRST, 0
    for row in _walk(scope):
        seq += 1
        if row["seq"] != seq:
            return Broken(seq, MISSING)
        if row["before"] != before:
            return Broken(seq, LOOSE)
        if not hmac.compare_digest(_mark(row), row["mark"]):
            return Broken(seq, CHANGED)
        before = row["mark"]
    if (seq, before) != head(scope):
        return Broken(seq + 1, CUT)
    return None


def first_wrong_words(scope: Scope) -> Broken | None:
    """The first link whose message no longer holds the words it was made for, or None when all do."""
    made_for: dict[int, tuple[int, bytes]] = {}
    links = select(LinkRow.seq, LinkRow.detail).where(
        LinkRow.school_id == scope.school_id, LinkRow.event.in_(HOLDING_WORDS)
    )
    for row in connection().execute(links.order_by(LinkRow.seq), execution_options={"yield_per": 1000}):
        detail = json.loads(row.detail)
        if "content" in detail:
            made_for[detail["message"]] = row.seq, bytes.fromhex(detail["content"])
    messages = select(MessageRow.message_id, MessageRow.text).where(MessageRow.school_id == scope.school_id)
    for message in connection().execute(messages, execution_options={"yield_per": 1000}):
        if (
            message.message_id in made_for
            and made_for[message.message_id][1] == hashlib.sha256(message.text.encode()).digest()
        ):
            del made_for[message.message_id]
    wrong = min((seq for seq, _ in made_for.values()), default=None)
    return Broken(wrong, WORDS) if wrong is not None else None


def _walk(scope: Scope) -> Iterator[dict[str, Any]]:
    rows = connection().execute(
        select(*LinkRow.__table__.columns).where(LinkRow.school_id == scope.school_id).order_by(LinkRow.seq),
        execution_options={"yield_per": 1000},
    )
    for row in rows.mappings():
        yield dict(row)


def _link(row: Any) -> Link:
    return Link(
        row.seq,
        row.at,
        row.actor,
        row.event,
        row.clause,
        row.thread_id,
        json.loads(row.detail),
        row.detail,
        row.before,
        row.mark,
    )


def _mark(row: dict[str, Any]) -> str:
    """The keyed mark of a link: HMAC-SHA256 over every field in order, so that only this house can make one."""
    at = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    fields = (row["school_id"], row["seq"], at, row["actor"], row["event"], row["clause"], row["thread_id"])
    signed = json.dumps([*fields, row["detail"], row["before"]], ensure_ascii=False, separators=(",", ":"))
    return hmac.new(current_app.config["AUDIT_KEY"], signed.encode(), hashlib.sha256).hexdigest()
