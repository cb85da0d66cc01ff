"""What limits how school may talk with a family: noted by a person, standing until a person ends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Index, insert, select, update
from sqlalchemy.orm import Mapped

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, SchoolId
from gateway.store.transaction import connection


class LimitRow(Base):
    """One limit of a contact; it stands while ``ended_at`` is None."""

    __tablename__ = "talk_limits"
    __table_args__ = (Index(None, "school_id", "contact_id"),)

    school_id: Mapped[SchoolId]
    limit_id: Mapped[Id]
    contact_id: Mapped[Code]
    kind: Mapped[Code]
    reason: Mapped[str]
    look_again_on: Mapped[date]
    noted_at: Mapped[datetime]
    noted_by: Mapped[Code]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[Code]


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit, as read back."""

    limit_id: int
    contact_id: str
    kind: str
    reason: str
    look_again_on: date
    noted_at: datetime
    noted_by: str
    ended_at: datetime | None
    ended_by: str


_columns = [column for column in LimitRow.__table__.columns if column.name != "school_id"]


def add_limit(scope: Scope, limit: Limit) -> None:
    """Write that a limit stands."""
    row = {column.name: getattr(limit, column.name) for column in _columns}
    connection().execute(insert(LimitRow), {"school_id": scope.school_id, **row})


def standing(scope: Scope, contact_ids: Sequence[str] | None = None) -> tuple[Limit, ...]:
    """The limits that stand, of these contacts or of all, the oldest first."""
    found = select(*_columns).where(LimitRow.school_id == scope.school_id, LimitRow.ended_at.is_(None))
    if contact_ids is not None:
        found = found.where(LimitRow.contact_id.in_(contact_ids))
    return tuple(Limit(*row) for row in connection().execute(found.order_by(LimitRow.limit_id)))


def ended_since(scope: Scope, contact_id: str, *, since: datetime) -> tuple[Limit, ...]:
    """The limits of a contact that somebody has ended since a moment, the newest first."""
    found = (
        select(*_columns)
        .where(LimitRow.school_id == scope.school_id, LimitRow.contact_id == contact_id, LimitRow.ended_at >= since)
        .order_by(LimitRow.ended_at.desc())
    )
    return tuple(Limit(*row) for row in connection().execute(found))


def limit(scope: Scope, limit_id: int) -> Limit | None:
    """One limit, or None."""
    found = select(*_columns).where(LimitRow.school_id == scope.school_id, LimitRow.limit_id == limit_id)
    row = connection().execute(found).first()
    return Limit(*row) if row else None


def stands_already(scope: Scope, contact_id: str, *, kind: str) -> bool:
    """Whether a limit of this kind stands for a contact."""
    found = select(LimitRow.limit_id).where(
        LimitRow.school_id == scope.school_id,
        LimitRow.contact_id == contact_id,
        LimitRow.kind == kind,
        LimitRow.ended_at.is_(None),
    )
    return connection().execute(found.limit(1)).first() is not None


def end(scope: Scope, limit_id: int, *, staff_id: str, now: datetime) -> bool:
    """Note that a limit stands no more; False when somebody had ended it already."""
    changed = connection().execute(
        update(LimitRow)
        .where(LimitRow.school_id == scope.school_id, LimitRow.limit_id == limit_id, LimitRow.ended_at.is_(None))
        .values(ended_at=now, ended_by=staff_id)
    )
    return changed.rowcount == 1


def bring_back(scope: Scope, limit_id: int) -> bool:
    """Let a limit that was ended stand again; False when it stands."""
    changed = connection().execute(
        update(LimitRow)
        .where(LimitRow.school_id == scope.school_id, LimitRow.limit_id == limit_id, LimitRow.ended_at.is_not(None))
        .values(ended_at=None, ended_by="")
    )
    return changed.rowcount == 1
