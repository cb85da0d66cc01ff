"""Deadlines: what may have begun one and when it came, by when it must be done, and what a person decided and did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKeyConstraint, Index, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.deadlines import Procedure
from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, SchoolId
from gateway.store.transaction import connection

OPEN = ("possible", "running")


class DeadlineRow(Base):
    """One deadline. ``state``: ``possible``, ``running``, ``put_away`` or ``closed``; ``message_id`` is None for what came
    by no message; ``about`` says what it is where a person wrote it down.
    """

    __tablename__ = "deadlines"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "message_id"], ["messages.school_id", "messages.message_id"]),
        Index(None, "school_id", "state", "due_at"),
        Index(None, "school_id", "thread_id"),
    )

    school_id: Mapped[SchoolId]
    deadline_id: Mapped[Id]
    message_id: Mapped[int | None]
    thread_id: Mapped[int | None]
    kind: Mapped[Code]
    state: Mapped[Code]
    about: Mapped[str]
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    received_at: Mapped[datetime]
    acknowledge_on: Mapped[date | None]
    due_at: Mapped[datetime | None]
    extended_why: Mapped[str]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[Code]
    settled_how: Mapped[str]


class ProcedureRow(Base):
    """The numbers of the school's complaints procedure, where they are not the usual ones."""

    __tablename__ = "procedures"

    school_id: Mapped[SchoolId]
    acknowledge_days: Mapped[int]
    answer_days: Mapped[int]


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline, as read back; ``findings`` are plain (code, reason, evidence as pairs of characters)."""

    deadline_id: int
    message_id: int | None
    thread_id: int | None
    kind: str
    state: str
    about: str
    findings: list[dict[str, Any]]
    received_at: datetime
    acknowledge_on: date | None
    due_at: datetime | None
    extended_why: str
    settled_at: datetime | None
    settled_by: str
    settled_how: str


_columns = [column for column in DeadlineRow.__table__.columns if column.name != "school_id"]


def add_deadline(scope: Scope, deadline: Deadline) -> None:
    """Write a new deadline."""
    connection().execute(insert(DeadlineRow), {"school_id": scope.school_id, **asdict(deadline)})


def save_deadline(scope: Scope, deadline: Deadline, *, was: Sequence[str]) -> bool:
    """Put a deadline in the place of the one held, while that stands in one of these states; whether it did."""
    values = asdict(deadline)
    changed = connection().execute(
        update(DeadlineRow)
        .where(
            DeadlineRow.school_id == scope.school_id,
            DeadlineRow.deadline_id == values.pop("deadline_id"),
            DeadlineRow.state.in_(was),
        )
        .values(**values)
    )
    return changed.rowcount == 1


def deadline(scope: Scope, deadline_id: int) -> Deadline | None:
    """One deadline, or None."""
    found = select(*_columns).where(DeadlineRow.school_id == scope.school_id, DeadlineRow.deadline_id == deadline_id)
    row = connection().execute(found).first()
    return Deadline(*row) if row else None


def open_deadlines(scope: Scope) -> tuple[Deadline, ...]:
    """Every deadline that is possible or runs, the first to end first; those without a date last."""
    found = (
        select(*_columns)
        .where(DeadlineRow.school_id == scope.school_id, DeadlineRow.state.in_(OPEN))
        .order_by(DeadlineRow.due_at.is_(None), DeadlineRow.due_at, DeadlineRow.deadline_id)
    )
    return tuple(Deadline(*row) for row in connection().execute(found))


def settled_deadlines(scope: Scope, *, limit: int) -> tuple[Deadline, ...]:
    """The deadlines that were closed or put away, the newest first."""
    found = (
        select(*_columns)
        .where(DeadlineRow.school_id == scope.school_id, DeadlineRow.state.not_in(OPEN))
        .order_by(DeadlineRow.settled_at.desc(), DeadlineRow.deadline_id.desc())
        .limit(limit)
    )
    return tuple(Deadline(*row) for row in connection().execute(found))


def running_in(scope: Scope, thread_ids: Sequence[int], *, kind: str) -> frozenset[int]:
    """Of these conversations those in which a deadline of this kind runs."""
    found = select(DeadlineRow.thread_id).where(
        DeadlineRow.school_id == scope.school_id,
        DeadlineRow.thread_id.in_(thread_ids),
        DeadlineRow.kind == kind,
        DeadlineRow.state == "running",
    )
    return frozenset(one for one in connection().scalars(found) if one is not None)


def deadlines_of(scope: Scope, thread_id: int) -> tuple[Deadline, ...]:
    """The deadlines of one conversation, in the order in which they came."""
    found = (
        select(*_columns)
        .where(DeadlineRow.school_id == scope.school_id, DeadlineRow.thread_id == thread_id)
        .order_by(DeadlineRow.deadline_id)
    )
    return tuple(Deadline(*row) for row in connection().execute(found))


def procedure(scope: Scope) -> Procedure:
    """The numbers of the complaints procedure; the usual ones where the school has said nothing else."""
    found = select(ProcedureRow.acknowledge_days, ProcedureRow.answer_days)
    row = connection().execute(found.where(ProcedureRow.school_id == scope.school_id)).first()
    return Procedure(*row) if row else Procedure()


def save_procedure(scope: Scope, procedure: Procedure) -> None:
    """Note the numbers of the school's own procedure."""
    changed = connection().execute(
        update(ProcedureRow).where(ProcedureRow.school_id == scope.school_id).values(**asdict(procedure))
    )
    if changed.rowcount == 0:
        connection().execute(insert(ProcedureRow), {"school_id": scope.school_id, **asdict(procedure)})
