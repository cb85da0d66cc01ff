"""Who was reminded of which meeting at which time: a row is what lets nobody be reminded of it twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, String, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.scope import Scope
from gateway.store.base import Base, Id, SchoolId
from gateway.store.transaction import connection


class ReminderRow(Base):
    """One reminder; ``who`` is an actor such as ``contact:agnieszka``. A meeting that moves is a time of its own."""

    __tablename__ = "meeting_reminders"
    __table_args__ = (ForeignKeyConstraint(["school_id", "meeting_id"], ["meetings.school_id", "meetings.meeting_id"]),)

    school_id: Mapped[SchoolId]
    meeting_id: Mapped[Id]
    who: Mapped[str] = mapped_column(String(80), primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    reminded_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Reminder:
    """That somebody was reminded of a meeting while it was to begin at a moment."""

    meeting_id: int
    who: str
    starts_at: datetime


def reminded(scope: Scope, meeting_ids: Iterable[int]) -> frozenset[Reminder]:
    """Who was reminded of these meetings, at any time of theirs."""
    found = select(ReminderRow.meeting_id, ReminderRow.who, ReminderRow.starts_at).where(
        ReminderRow.school_id == scope.school_id, ReminderRow.meeting_id.in_(tuple(meeting_ids))
    )
    return frozenset(Reminder(*row) for row in connection().execute(found))


def note_reminded(scope: Scope, reminders: Iterable[Reminder], *, now: datetime) -> None:
    """Write that these were reminded; one that was already is an IntegrityError."""
    rows = [
        {
            "school_id": scope.school_id,
            "meeting_id": one.meeting_id,
            "who": one.who,
            "starts_at": one.starts_at,
            "reminded_at": now,
        }
        for one in reminders
    ]
    if rows:
        connection().execute(insert(ReminderRow), rows)
