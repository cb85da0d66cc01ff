"""Approaches outside the sanctioned channels that staff have recorded, and the words with which a school turns them back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, and_, delete, func, insert, or_, select
from sqlalchemy.orm import Mapped

from gateway.domain.channels import CLOSED, TEXT
from gateway.domain.delivery import EMAIL
from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, Key, SchoolId, first_id
from gateway.store.outbox import OutboxRow
from gateway.store.threads import MessageRow
from gateway.store.transaction import connection


class ApproachRow(Base):
    """One approach; ``form`` is the mark of the form that was sent, ``outbox_id`` the letter it was answered with."""

    __tablename__ = "approaches"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "thread_id"], ["threads.school_id", "threads.thread_id"]),
        UniqueConstraint("school_id", "form"),
        Index(None, "school_id", "recorded_at"),
        Index(None, "school_id", "contact_id"),
    )

    school_id: Mapped[SchoolId]
    approach_id: Mapped[Id]
    form: Mapped[Code]
    contact_id: Mapped[Code]
    way: Mapped[Code]
    recorded_by: Mapped[Code]
    recorded_at: Mapped[datetime]
    thread_id: Mapped[int | None]
    outbox_id: Mapped[int | None]
    outcome: Mapped[Code]


class SchoolWordsRow(Base):
    """What a school says in its own words in a letter of ours, in the place of the usual ones."""

    __tablename__ = "school_words"

    school_id: Mapped[SchoolId]
    letter: Mapped[Key]
    words: Mapped[str]
    written_by: Mapped[Code]
    written_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Approach:
    """One approach. ``thread_id`` is None where no conversation came of it, ``outbox_id`` where no letter was written."""

    approach_id: int
    form: str
    contact_id: str
    way: str
    recorded_by: str
    recorded_at: datetime
    thread_id: int | None
    outbox_id: int | None
    outcome: str


_columns = [column for column in ApproachRow.__table__.columns if column.name != "school_id"]


def add_approach(scope: Scope, approach: Approach) -> None:
    """Write one approach; a second one of the same form is an IntegrityError."""
    row = {column.name: getattr(approach, column.name) for column in _columns}
    connection().execute(insert(ApproachRow), {"school_id": scope.school_id, **row})


def approach_of_form(scope: Scope, form: str) -> Approach | None:
    """The approach that a form has recorded already, or None."""
    found = select(*_columns).where(ApproachRow.school_id == scope.school_id, ApproachRow.form == form)
    row = connection().execute(found).first()
    return Approach(*row) if row else None


def was_turned_back(scope: Scope, contact_id: str, *, since: datetime) -> bool:
    """Whether this person has been sent the ways to write to school since a moment."""
    found = select(ApproachRow.approach_id).where(
        ApproachRow.school_id == scope.school_id,
        ApproachRow.contact_id == contact_id,
        ApproachRow.outbox_id.is_not(None),
        ApproachRow.recorded_at > since,
    )
    return connection().execute(found.limit(1)).first() is not None


def approaches_by_way(scope: Scope, *, since: datetime) -> Mapping[str, int]:
    """How often each way was recorded since a moment; a way that nobody tried is left out."""
    found = (
        select(ApproachRow.way, func.count().label("number"))
        .where(ApproachRow.school_id == scope.school_id, ApproachRow.recorded_at >= since)
        .group_by(ApproachRow.way)
    )
    return {row.way: row.number for row in connection().execute(found)}


def not_talked_with(scope: Scope, *, since: datetime) -> Mapping[tuple[str, bool], int]:
    """Messages since a moment that could not be talked about: (channel, is it a way the policy does not name) → how many.

    Of a way that it names, they are those of people nobody knows; mail whose sender was not proven is no stranger's.
    """
    is_barred = and_(MessageRow.rule == "C1.route_not_sanctioned", MessageRow.by != "staff")
    found = (
        select(MessageRow.channel, is_barred.label("barred"), func.count().label("number"))
        .where(
            MessageRow.school_id == scope.school_id,
            MessageRow.message_id >= first_id(since),
            MessageRow.channel.in_((EMAIL, TEXT, *CLOSED)),
            or_(is_barred, (MessageRow.by == "other") & (MessageRow.rule != "C14.sender_not_proven")),
        )
        .group_by(MessageRow.channel, is_barred)
    )
    return {(row.channel, bool(row.barred)): row.number for row in connection().execute(found)}


def turned_back_politely(scope: Scope, *, since: datetime) -> int:
    """How many answers told somebody which ways school talks on since a moment."""
    found = select(func.count()).where(
        OutboxRow.school_id == scope.school_id,
        OutboxRow.outbox_id >= first_id(since),
        OutboxRow.letter == "redirect",
    )
    return int(connection().scalar(found) or 0)


def school_words(scope: Scope, letter: str) -> str:
    """The school's own words for a letter, or blank where it has written none."""
    found = select(SchoolWordsRow.words).where(
        SchoolWordsRow.school_id == scope.school_id, SchoolWordsRow.letter == letter
    )
    return str(connection().scalar(found) or "")


def write_school_words(scope: Scope, letter: str, *, words: str, written_by: str, now: datetime) -> None:
    """Put a school's own words into a letter, in the place of those held; blank brings the usual ones back."""
    mine = (SchoolWordsRow.school_id == scope.school_id, SchoolWordsRow.letter == letter)
    connection().execute(delete(SchoolWordsRow).where(*mine))
    if words:
        row = {"letter": letter, "words": words, "written_by": written_by, "written_at": now}
        connection().execute(insert(SchoolWordsRow), {"school_id": scope.school_id, **row})
