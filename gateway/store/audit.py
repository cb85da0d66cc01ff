"""The record: an append-only chain of keyed links, one chain a school, with its newest link anchored outside the table."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import current_app
from sqlalchemy import Index, String, bindparam, func, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, SchoolId
from gateway.store.transaction import connection, is_postgresql

FIRST = "0" * 64
"""What the first link of a chain carries in the place of the one before it."""


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


@dataclass(frozen=True, slots=True)
class Link:
    """One event of the record, as read back."""

    seq: int
    at: datetime
    actor: str
    event: str
    clause: str
    thread_id: int | None
    detail: dict[str, Any]
    mark: str


@dataclass(frozen=True, slots=True)
class Broken:
    """Where a chain stops being whole, and why."""

    seq: int
    why: str


_HEAD = select(HeadRow.seq, HeadRow.mark).where(HeadRow.school_id == bindparam("school"))
_LOCKED_HEAD = _HEAD.with_for_update()
_ADD = insert(LinkRow)
_MOVE_HEAD = update(HeadRow).where(HeadRow.school_id == bindparam("school"))


def open_chain(scope: Scope) -> None:
    """Begin a school's record; does nothing where it has begun."""
    held = connection().execute(_HEAD, {"school": scope.school_id}).first()
    if held is None:
        connection().execute(insert(HeadRow), {"school_id": scope.school_id, "seq": 0, "mark": FIRST})


def take_turn(scope: Scope) -> None:
    """Wait until no other transaction is writing for this school; SQLite's BEGIN IMMEDIATE has done so already."""
    if is_postgresql():
        connection().execute(_LOCKED_HEAD, {"school": scope.school_id})


def append(
    scope: Scope, event: str, *, now: datetime, clause: str = "", thread_id: int | None = None, **detail: Any
) -> int:
    """Add one event to the school's record, in the open transaction, and give its number."""
    held = connection().execute(_LOCKED_HEAD if is_postgresql() else _HEAD, {"school": scope.school_id}).one()
    seq, before = int(held.seq) + 1, held.mark
    text = json.dumps(detail, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    row = {
        "school_id": scope.school_id,
        "seq": seq,
        "at": now,
        "actor": str(scope.actor),
        "event": event,
        "clause": clause,
        "thread_id": thread_id,
        "detail": text,
        "before": before,
    }
    mark = _mark(row)
    connection().execute(_ADD, {**row, "mark": mark})
    connection().execute(_MOVE_HEAD, {"school": scope.school_id, "seq": seq, "mark": mark})
    return seq


def links_of_thread(scope: Scope, thread_id: int) -> tuple[Link, ...]:
    """Every event about one conversation, oldest first."""
    return tuple(
        _link(row)
        for row in connection().execute(
            select(LinkRow)
            .where(LinkRow.school_id == scope.school_id, LinkRow.thread_id == thread_id)
            .order_by(LinkRow.seq)
        )
    )


def latest(scope: Scope, events: tuple[str, ...], *, limit: int) -> tuple[Link, ...]:
    """The newest events of these kinds, newest first."""
    found = (
        select(LinkRow)
        .where(LinkRow.school_id == scope.school_id, LinkRow.event.in_(events))
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
            return Broken(seq, "a link is missing")
        if row["before"] != before:
            return Broken(seq, "it does not carry the mark of the link before it")
        if not hmac.compare_digest(_mark(row), row["mark"]):
            return Broken(seq, "its content does not match its mark")
        before = row["mark"]
    if (seq, before) != head(scope):
        return Broken(seq + 1, "the newest links have been cut off")
    return None


def _walk(scope: Scope) -> Iterator[dict[str, Any]]:
    rows = connection().execute(
        select(*LinkRow.__table__.columns).where(LinkRow.school_id == scope.school_id).order_by(LinkRow.seq),
        execution_options={"yield_per": 1000},
    )
    for row in rows.mappings():
        yield dict(row)


def _link(row: Any) -> Link:
    return Link(row.seq, row.at, row.actor, row.event, row.clause, row.thread_id, json.loads(row.detail), row.mark)


def _mark(row: dict[str, Any]) -> str:
    """The keyed mark of a link: HMAC-SHA256 over every field in order, so that only this house can make one."""
    at = row["at"].astimezone(UTC).isoformat(timespec="microseconds")
    fields = (row["school_id"], row["seq"], at, row["actor"], row["event"], row["clause"], row["thread_id"])
    signed = json.dumps([*fields, row["detail"], row["before"]], ensure_ascii=False, separators=(",", ":"))
    return hmac.new(current_app.config["AUDIT_KEY"], signed.encode(), hashlib.sha256).hexdigest()
