"""How a school has tuned what suggests a talk, and the replay of past conversations that came before each change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, Index, and_, func, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, SchoolId
from gateway.store.threads import MessageRow
from gateway.store.transaction import connection


class TuningRow(Base):
    """One tuning: asked for, replayed from ``since`` to ``until`` conversation by conversation, and in force from ``set_at``.

    ``before`` and ``after`` count conversations by reason, ``*`` being any; ``reached`` is the last that was looked at.
    """

    __tablename__ = "tunings"
    __table_args__ = (Index(None, "school_id", "set_at"),)

    school_id: Mapped[SchoolId]
    tuning_id: Mapped[Id]
    modes: Mapped[dict[str, str]] = mapped_column(JSON)
    asked_at: Mapped[datetime]
    asked_by: Mapped[Code]
    since: Mapped[datetime]
    until: Mapped[datetime]
    looked: Mapped[int]
    of: Mapped[int]
    reached: Mapped[int | None]
    before: Mapped[dict[str, int]] = mapped_column(JSON)
    after: Mapped[dict[str, int]] = mapped_column(JSON)
    set_at: Mapped[datetime | None]
    set_by: Mapped[Code]


@dataclass(frozen=True, slots=True)
class Tuning:
    """One tuning, as read back."""

    tuning_id: int
    modes: dict[str, str]
    asked_at: datetime
    asked_by: str
    since: datetime
    until: datetime
    looked: int
    of: int
    reached: int | None
    before: dict[str, int]
    after: dict[str, int]
    set_at: datetime | None
    set_by: str

    @property
    def is_replayed(self) -> bool:
        """Whether every conversation of the replay has been looked at."""
        return self.looked >= self.of


_columns = [column for column in TuningRow.__table__.columns if column.name != "school_id"]


def add_tuning(scope: Scope, tuning: Tuning) -> None:
    """Write a tuning that somebody asks for."""
    row = {column.name: getattr(tuning, column.name) for column in _columns}
    connection().execute(insert(TuningRow), {"school_id": scope.school_id, **row})


def tuning(scope: Scope, tuning_id: int) -> Tuning | None:
    """One tuning, or None."""
    found = select(*_columns).where(TuningRow.school_id == scope.school_id, TuningRow.tuning_id == tuning_id)
    row = connection().execute(found).first()
    return Tuning(*row) if row else None


def were_set(scope: Scope, *, limit: int) -> tuple[Tuning, ...]:
    """The tunings that came into force, the newest first: that one holds."""
    found = (
        select(*_columns)
        .where(TuningRow.school_id == scope.school_id, TuningRow.set_at.is_not(None))
        .order_by(TuningRow.set_at.desc(), TuningRow.tuning_id.desc())
        .limit(limit)
    )
    return tuple(Tuning(*row) for row in connection().execute(found))


def in_force(scope: Scope) -> dict[str, str]:
    """How the school has tuned each reason; one that is missing counts as it is."""
    newest = were_set(scope, limit=1)
    return newest[0].modes if newest else {}


def note_replayed(
    scope: Scope, tuning: Tuning, *, looked: int, reached: int, before: Mapping[str, int], after: Mapping[str, int]
) -> bool:
    """Note how far a replay has come; False where another request has come further meanwhile."""
    changed = connection().execute(
        update(TuningRow)
        .where(
            TuningRow.school_id == scope.school_id,
            TuningRow.tuning_id == tuning.tuning_id,
            TuningRow.looked == tuning.looked,
        )
        .values(looked=looked, reached=reached, before=dict(before), after=dict(after))
    )
    return changed.rowcount == 1


def put_in_force(scope: Scope, tuning_id: int, *, staff_id: str, now: datetime) -> bool:
    """Let a tuning hold from now on; False when it has come into force already."""
    changed = connection().execute(
        update(TuningRow)
        .where(TuningRow.school_id == scope.school_id, TuningRow.tuning_id == tuning_id, TuningRow.set_at.is_(None))
        .values(set_at=now, set_by=staff_id)
    )
    return changed.rowcount == 1


def count_threads(scope: Scope, *, since: datetime, until: datetime) -> int:
    """How many conversations have a message between two moments."""
    within = and_(
        MessageRow.school_id == scope.school_id, MessageRow.received_at >= since, MessageRow.received_at < until
    )
    return int(connection().scalar(select(func.count(MessageRow.thread_id.distinct())).where(within)) or 0)


def threads_between(
    scope: Scope, *, since: datetime, until: datetime, before: int | None, limit: int
) -> tuple[int, ...]:
    """Conversations with a message between two moments, the newest first, after ``before`` where given."""
    found = (
        select(MessageRow.thread_id)
        .distinct()
        .where(MessageRow.school_id == scope.school_id, MessageRow.received_at >= since, MessageRow.received_at < until)
    )
    if before is not None:
        found = found.where(MessageRow.thread_id < before)
    return tuple(connection().scalars(found.order_by(MessageRow.thread_id.desc()).limit(limit)))
