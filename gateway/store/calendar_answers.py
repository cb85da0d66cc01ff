"""What families' calendars answered to invitations."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, insert, select, update
from sqlalchemy.orm import Mapped

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, SchoolId
from gateway.store.meetings import MeetingRow
from gateway.store.transaction import connection


class CalendarAnswerRow(Base):
    """One answer, as ``CalendarAnswer`` says."""

    __tablename__ = "calendar_answers"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "meeting_id"], ["meetings.school_id", "meetings.meeting_id"]),
        Index(None, "school_id", "meeting_id"),
    )

    school_id: Mapped[SchoolId]
    answer_id: Mapped[Id]
    meeting_id: Mapped[int]
    sequence: Mapped[int]
    answer: Mapped[Code]
    contact_id: Mapped[Code]
    starts_at: Mapped[datetime | None]
    answered_at: Mapped[datetime]
    settled_by: Mapped[Code]
    settled_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class CalendarAnswer:
    """What a calendar said about the meeting as it was at ``sequence``: ``accepted``, ``declined``, ``tentative``, ``counter``,
    ``delegated``.

    ``contact_id`` is blank where the answer came from an address that school does not know; ``starts_at`` is the other time
    that was proposed, or None; ``settled_by`` who of school has seen to it, blank while nobody has.
    """

    answer_id: int
    meeting_id: int
    sequence: int
    answer: str
    contact_id: str
    starts_at: datetime | None
    answered_at: datetime
    settled_by: str
    settled_at: datetime | None


_columns = [column for column in CalendarAnswerRow.__table__.columns if column.name != "school_id"]


def add_answer(scope: Scope, answer: CalendarAnswer) -> None:
    """Write an answer."""
    values = {column.name: getattr(answer, column.name) for column in _columns}
    connection().execute(insert(CalendarAnswerRow), {"school_id": scope.school_id, **values})


def newest_answer(scope: Scope, meeting_id: int) -> CalendarAnswer | None:
    """What was answered last about a meeting, or None."""
    found = (
        select(*_columns)
        .where(CalendarAnswerRow.school_id == scope.school_id, CalendarAnswerRow.meeting_id == meeting_id)
        .order_by(CalendarAnswerRow.answer_id.desc())
        .limit(1)
    )
    row = connection().execute(found).first()
    return CalendarAnswer(*row) if row else None


def answers_of_thread(scope: Scope, thread_id: int) -> dict[int, CalendarAnswer]:
    """What was answered last about each meeting of a conversation, by the meeting's id."""
    found = (
        select(*_columns)
        .join(
            MeetingRow,
            (MeetingRow.school_id == CalendarAnswerRow.school_id)
            & (MeetingRow.meeting_id == CalendarAnswerRow.meeting_id),
        )
        .where(CalendarAnswerRow.school_id == scope.school_id, MeetingRow.thread_id == thread_id)
        .order_by(CalendarAnswerRow.answer_id)
    )
    return {row.meeting_id: CalendarAnswer(*row) for row in connection().execute(found)}


def answers_of_meetings(scope: Scope, meeting_ids: Collection[int]) -> dict[int, CalendarAnswer]:
    """What was answered last about each of these meetings, by the meeting's id."""
    if not meeting_ids:
        return {}
    found = (
        select(*_columns)
        .where(CalendarAnswerRow.school_id == scope.school_id, CalendarAnswerRow.meeting_id.in_(meeting_ids))
        .order_by(CalendarAnswerRow.answer_id)
    )
    return {row.meeting_id: CalendarAnswer(*row) for row in connection().execute(found)}


def settle_answer(scope: Scope, answer_id: int, *, by: str, now: datetime) -> bool:
    """Note who has seen to an answer; False where somebody has already."""
    changed = connection().execute(
        update(CalendarAnswerRow)
        .where(
            CalendarAnswerRow.school_id == scope.school_id,
            CalendarAnswerRow.answer_id == answer_id,
            CalendarAnswerRow.settled_by == "",
        )
        .values(settled_by=by, settled_at=now)
    )
    return changed.rowcount == 1
