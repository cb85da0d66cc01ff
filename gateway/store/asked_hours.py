"""Hours that members of staff have asked for and nobody has set yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, delete, insert, select, update
from sqlalchemy.orm import Mapped

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Key, SchoolId
from gateway.store.transaction import connection


class AskedHoursRow(Base):
    """What one person has asked for, in the hours grammar; ``declined_by`` is who could not agree, blank while it is open."""

    __tablename__ = "asked_hours"
    __table_args__ = (ForeignKeyConstraint(["school_id", "staff_id"], ["staff.school_id", "staff.staff_id"]),)

    school_id: Mapped[SchoolId]
    staff_id: Mapped[Key]
    hours: Mapped[str]
    asked_at: Mapped[datetime]
    declined_by: Mapped[Code]


@dataclass(frozen=True, slots=True)
class AskedHours:
    """Hours that somebody has asked for; ``declined_by`` is blank while nobody has answered."""

    staff_id: str
    hours: str
    asked_at: datetime
    declined_by: str = ""


def ask(scope: Scope, asked: AskedHours) -> None:
    """Keep what somebody asks for, in the place of what they asked before."""
    forget(scope, asked.staff_id)
    connection().execute(
        insert(AskedHoursRow).values(
            school_id=scope.school_id,
            staff_id=asked.staff_id,
            hours=asked.hours,
            asked_at=asked.asked_at,
            declined_by=asked.declined_by,
        )
    )


def asked(scope: Scope, staff_id: str) -> AskedHours | None:
    """What somebody has asked for, answered or not; None when there is nothing."""
    found = _ASKED.where(AskedHoursRow.school_id == scope.school_id, AskedHoursRow.staff_id == staff_id)
    row = connection().execute(found).first()
    return AskedHours(*row) if row else None


def open_asks(scope: Scope) -> tuple[AskedHours, ...]:
    """What has been asked for and not answered, the oldest first."""
    found = _ASKED.where(AskedHoursRow.school_id == scope.school_id, AskedHoursRow.declined_by == "")
    return tuple(AskedHours(*row) for row in connection().execute(found.order_by(AskedHoursRow.asked_at)))


def decline(scope: Scope, staff_id: str, *, by: str) -> bool:
    """Note who could not agree; False when nothing was asked or it is answered already."""
    changed = connection().execute(
        update(AskedHoursRow)
        .where(
            AskedHoursRow.school_id == scope.school_id,
            AskedHoursRow.staff_id == staff_id,
            AskedHoursRow.declined_by == "",
        )
        .values(declined_by=by)
    )
    return changed.rowcount == 1


def forget(scope: Scope, staff_id: str) -> bool:
    """Drop what somebody has asked for; whether there was anything."""
    gone = connection().execute(
        delete(AskedHoursRow).where(AskedHoursRow.school_id == scope.school_id, AskedHoursRow.staff_id == staff_id)
    )
    return gone.rowcount == 1


_ASKED = select(AskedHoursRow.staff_id, AskedHoursRow.hours, AskedHoursRow.asked_at, AskedHoursRow.declined_by)
