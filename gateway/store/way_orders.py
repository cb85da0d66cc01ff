"""The order of ways that somebody has set: for the school and each purpose, and for one contact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Key, SchoolId
from gateway.store.transaction import connection


class WayOrderRow(Base):
    """One order; a blank ``contact_id`` is the school's own."""

    __tablename__ = "way_orders"

    school_id: Mapped[SchoolId]
    purpose: Mapped[Key]
    contact_id: Mapped[Key]
    channels: Mapped[list[str]] = mapped_column(JSON)
    set_at: Mapped[datetime]
    set_by: Mapped[Code]


@dataclass(frozen=True, slots=True)
class WayOrder:
    """One order, as read back; ``contact_id`` is blank for the school's own."""

    purpose: str
    contact_id: str
    channels: tuple[str, ...]
    set_at: datetime
    set_by: str


def orders(scope: Scope) -> tuple[WayOrder, ...]:
    """Every order that was set, the school's own first."""
    found = (
        select(
            WayOrderRow.purpose, WayOrderRow.contact_id, WayOrderRow.channels, WayOrderRow.set_at, WayOrderRow.set_by
        )
        .where(WayOrderRow.school_id == scope.school_id)
        .order_by(WayOrderRow.contact_id, WayOrderRow.purpose)
    )
    return tuple(
        WayOrder(row.purpose, row.contact_id, tuple(row.channels), row.set_at, row.set_by)
        for row in connection().execute(found)
    )


def set_order(
    scope: Scope, *, purpose: str, contact_id: str, channels: tuple[str, ...], now: datetime, set_by: str
) -> None:
    """Put an order in the place of the one that was held."""
    forget_order(scope, purpose=purpose, contact_id=contact_id)
    row = {"purpose": purpose, "contact_id": contact_id, "channels": list(channels), "set_at": now, "set_by": set_by}
    connection().execute(insert(WayOrderRow), {"school_id": scope.school_id, **row})


def forget_order(scope: Scope, *, purpose: str, contact_id: str) -> bool:
    """Take an order away; False where none was set."""
    mine = (
        WayOrderRow.school_id == scope.school_id,
        WayOrderRow.purpose == purpose,
        WayOrderRow.contact_id == contact_id,
    )
    return connection().execute(delete(WayOrderRow).where(*mine)).rowcount == 1
