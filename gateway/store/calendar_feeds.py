"""The private addresses at which staff let their own calendars fetch their meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, String, UniqueConstraint, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.scope import Scope
from gateway.store.base import Base, Key, SchoolId
from gateway.store.transaction import connection


class CalendarFeedRow(Base):
    """One member of staff's address; only the hash of its secret is kept."""

    __tablename__ = "calendar_feeds"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "staff_id"], ["staff.school_id", "staff.staff_id"]),
        UniqueConstraint("token_hash"),
    )

    school_id: Mapped[SchoolId]
    staff_id: Mapped[Key]
    token_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    fetched_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class CalendarFeed:
    """When an address was made, and when a calendar fetched from it last."""

    made_at: datetime
    fetched_at: datetime | None


def put_feed(scope: Scope, staff_id: str, *, token_hash: str, made_at: datetime) -> None:
    """Write somebody's address in the place of the one before, which ends with that."""
    close_feed(scope, staff_id)
    values = {"staff_id": staff_id, "token_hash": token_hash, "made_at": made_at, "fetched_at": None}
    connection().execute(insert(CalendarFeedRow), {"school_id": scope.school_id, **values})


def close_feed(scope: Scope, staff_id: str) -> bool:
    """Take somebody's address away; False when there was none."""
    mine = (CalendarFeedRow.school_id == scope.school_id, CalendarFeedRow.staff_id == staff_id)
    return connection().execute(delete(CalendarFeedRow).where(*mine)).rowcount == 1


def feed_of(scope: Scope, staff_id: str) -> CalendarFeed | None:
    """Somebody's address as it stands, or None."""
    row = connection().execute(
        select(CalendarFeedRow.made_at, CalendarFeedRow.fetched_at).where(
            CalendarFeedRow.school_id == scope.school_id, CalendarFeedRow.staff_id == staff_id
        )
    )
    found = row.first()
    return CalendarFeed(*found) if found else None


def whose_feed(scope: Scope, token_hash: str) -> tuple[int, str] | None:
    """The school and the member of staff of an address, or None; a scope over no school reaches every one."""
    found = select(CalendarFeedRow.school_id, CalendarFeedRow.staff_id).where(CalendarFeedRow.token_hash == token_hash)
    if scope.school_ids:
        found = found.where(CalendarFeedRow.school_id.in_(scope.school_ids))
    row = connection().execute(found).first()
    return (row.school_id, row.staff_id) if row else None


def note_fetched(scope: Scope, staff_id: str, *, now: datetime) -> None:
    """Note that a calendar has fetched somebody's meetings."""
    connection().execute(
        update(CalendarFeedRow)
        .where(CalendarFeedRow.school_id == scope.school_id, CalendarFeedRow.staff_id == staff_id)
        .values(fetched_at=now)
    )
