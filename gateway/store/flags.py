"""Suggestions to talk face to face: what was seen in a conversation, and what staff said to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKeyConstraint, Index, Row, bindparam, func, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, SchoolId
from gateway.store.transaction import connection


class SuggestionRow(Base):
    """The suggestion of one conversation. ``state``: ``open``, ``dismissed``, ``taken`` or ``closed`` (they have talked).

    ``put_away`` holds the codes of the matters that staff have put away: they stay away in this conversation.
    """

    __tablename__ = "suggestions"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "thread_id"], ["threads.school_id", "threads.thread_id"]),
        Index(None, "school_id", "state", "raised_at"),
    )

    school_id: Mapped[SchoolId]
    thread_id: Mapped[Id]
    state: Mapped[Code]
    score: Mapped[float] = mapped_column(Float)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    raised_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[Code]
    answer: Mapped[str]
    put_away: Mapped[list[str]] = mapped_column(JSON)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What was seen; each finding is ``{"code", "reason", "evidence": [{"message_id", "start", "end"}]}``."""

    thread_id: int
    state: str
    score: float
    findings: list[dict[str, Any]]
    raised_at: datetime
    answered_at: datetime | None
    answered_by: str
    answer: str
    put_away: tuple[str, ...] = ()


_columns = [column for column in SuggestionRow.__table__.columns if column.name != "school_id"]


_OF_THREAD = select(*_columns).where(
    SuggestionRow.school_id == bindparam("school"), SuggestionRow.thread_id == bindparam("thread")
)


def suggestion(scope: Scope, thread_id: int) -> Suggestion | None:
    """The suggestion of a conversation, or None."""
    row = connection().execute(_OF_THREAD, {"school": scope.school_id, "thread": thread_id}).first()
    return _suggestion(row) if row else None


def _suggestion(row: Row[Any]) -> Suggestion:
    values: dict[str, Any] = dict(row._mapping)
    return Suggestion(**values | {"put_away": tuple(values["put_away"])})


def suggestions(scope: Scope, thread_ids: list[int]) -> dict[int, Suggestion]:
    """The open suggestions of these conversations."""
    found = select(*_columns).where(
        SuggestionRow.school_id == scope.school_id,
        SuggestionRow.thread_id.in_(thread_ids),
        SuggestionRow.state == "open",
    )
    return {row.thread_id: _suggestion(row) for row in connection().execute(found)}


def save_suggestion(scope: Scope, suggestion: Suggestion) -> None:
    """Write what was seen, in the place of what was seen before."""
    row = {column.name: getattr(suggestion, column.name) for column in _columns} | {
        "put_away": list(suggestion.put_away)
    }
    changed = connection().execute(
        update(SuggestionRow)
        .where(SuggestionRow.school_id == scope.school_id, SuggestionRow.thread_id == suggestion.thread_id)
        .values(**row)
    )
    if changed.rowcount == 0:
        connection().execute(insert(SuggestionRow), {"school_id": scope.school_id, **row})


def raised_since(scope: Scope, since: datetime, *, without: frozenset[int]) -> tuple[Suggestion, ...]:
    """The suggestions raised since a moment, as they stand; ``without`` are conversations that do not count."""
    found = select(*_columns).where(
        SuggestionRow.school_id == scope.school_id,
        SuggestionRow.raised_at >= since,
        SuggestionRow.thread_id.not_in(without),
    )
    return tuple(_suggestion(row) for row in connection().execute(found))


def count_open(scope: Scope, *, without: frozenset[int]) -> int:
    """How many conversations carry an open suggestion, for the whole school; those of ``without`` do not count."""
    found = select(func.count()).where(
        SuggestionRow.school_id == scope.school_id,
        SuggestionRow.state == "open",
        SuggestionRow.thread_id.not_in(without),
    )
    return int(connection().scalar(found) or 0)
