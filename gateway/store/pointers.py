"""Where a concern is kept outside Handbell: who took it there and when, and its number there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, String, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, SchoolId
from gateway.store.transaction import connection


class PointerRow(Base):
    """The pointer of one alert; blank and None are what nobody has done yet."""

    __tablename__ = "pointers"
    __table_args__ = (ForeignKeyConstraint(["school_id", "alert_id"], ["alerts.school_id", "alerts.alert_id"]),)

    school_id: Mapped[SchoolId]
    alert_id: Mapped[Id]
    exported_at: Mapped[datetime | None]
    exported_by: Mapped[Code]
    system: Mapped[Code]
    reference: Mapped[str] = mapped_column(String(64))
    noted_at: Mapped[datetime | None]
    noted_by: Mapped[Code]


@dataclass(frozen=True, slots=True)
class Pointer:
    """The pointer of one alert, as read back. ``system`` is a key of ``domain.concerns.SYSTEMS``."""

    alert_id: int
    exported_at: datetime | None
    exported_by: str
    system: str
    reference: str
    noted_at: datetime | None
    noted_by: str


_columns = [column for column in PointerRow.__table__.columns if column.name != "school_id"]


def pointer(scope: Scope, alert_id: int) -> Pointer | None:
    """The pointer of an alert, or None while nobody has exported or noted it."""
    found = select(*_columns).where(PointerRow.school_id == scope.school_id, PointerRow.alert_id == alert_id)
    row = connection().execute(found).first()
    return Pointer(*row) if row else None


def save_pointer(scope: Scope, pointer: Pointer) -> None:
    """Put this pointer in the place of the one held, new or changed."""
    values = {column.name: getattr(pointer, column.name) for column in _columns}
    changed = connection().execute(
        update(PointerRow)
        .where(PointerRow.school_id == scope.school_id, PointerRow.alert_id == pointer.alert_id)
        .values(**values)
    )
    if changed.rowcount == 0:
        connection().execute(insert(PointerRow), {"school_id": scope.school_id, **values})
