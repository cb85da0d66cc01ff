"""Restrictions of a contact about a pupil that were lifted: by whom, why, and on the strength of which paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Index, insert, select, update
from sqlalchemy.orm import Mapped

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, SchoolId
from gateway.store.transaction import connection


class LiftRow(Base):
    """One restriction that was lifted, with what the row said that had brought it; ``ended_at`` is when that was over:
    it was put back, or a school folder no longer held that row.
    """

    __tablename__ = "lifts"
    __table_args__ = (Index(None, "school_id", "pupil_id"),)

    school_id: Mapped[SchoolId]
    lift_id: Mapped[Id]
    pupil_id: Mapped[Code]
    contact_id: Mapped[Code]
    restriction: Mapped[Code]
    may_contact: Mapped[bool]
    reason: Mapped[str]
    document: Mapped[str]
    document_on: Mapped[date]
    lifted_by: Mapped[Code]
    lifted_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Lift:
    """One restriction that was lifted."""

    lift_id: int
    pupil_id: str
    contact_id: str
    restriction: str
    may_contact: bool
    reason: str
    document: str
    document_on: date
    lifted_by: str
    lifted_at: datetime
    ended_at: datetime | None


_columns = [column for column in LiftRow.__table__.columns if column.name != "school_id"]


def add_lift(scope: Scope, lift: Lift) -> None:
    """Write that a restriction was lifted."""
    row = {column.name: getattr(lift, column.name) for column in _columns}
    connection().execute(insert(LiftRow), {"school_id": scope.school_id, **row})


def lifts(scope: Scope) -> tuple[Lift, ...]:
    """The lifts that stand, the newest first."""
    found = (
        select(*_columns)
        .where(LiftRow.school_id == scope.school_id, LiftRow.ended_at.is_(None))
        .order_by(LiftRow.lift_id.desc())
    )
    return tuple(Lift(*row) for row in connection().execute(found))


def end_lift(scope: Scope, lift_id: int, *, now: datetime) -> bool:
    """Note that a lift is over; False when it was over already."""
    changed = connection().execute(
        update(LiftRow)
        .where(LiftRow.school_id == scope.school_id, LiftRow.lift_id == lift_id, LiftRow.ended_at.is_(None))
        .values(ended_at=now)
    )
    return changed.rowcount == 1
