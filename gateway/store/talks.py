"""Talks of staff with families: what came of each, which message is its note, and what was promised in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKeyConstraint, Index, bindparam, insert, select, update
from sqlalchemy.orm import Mapped

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, SchoolId
from gateway.store.transaction import connection


class TalkRow(Base):
    """One talk, or one try. ``message_id`` is its note, ``meeting_id`` the booking it was; ``taken_back_at``: a slip."""

    __tablename__ = "talks"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "thread_id"], ["threads.school_id", "threads.thread_id"]),
        ForeignKeyConstraint(["school_id", "message_id"], ["messages.school_id", "messages.message_id"]),
        Index(None, "school_id", "thread_id"),
    )

    school_id: Mapped[SchoolId]
    talk_id: Mapped[Id]
    thread_id: Mapped[int]
    staff_id: Mapped[Code]
    way: Mapped[Code]
    outcome: Mapped[Code]
    held_on: Mapped[date]
    noted_at: Mapped[datetime]
    meeting_id: Mapped[int | None]
    message_id: Mapped[int | None]
    taken_back_at: Mapped[datetime | None]


class FollowUpRow(Base):
    """What somebody promised in a talk. ``state``: ``open``, ``kept`` or ``taken_back``; ``missed_at``: its day was over."""

    __tablename__ = "follow_ups"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "talk_id"], ["talks.school_id", "talks.talk_id"]),
        Index(None, "school_id", "state", "due_on"),
        Index(None, "school_id", "thread_id"),
    )

    school_id: Mapped[SchoolId]
    follow_up_id: Mapped[Id]
    talk_id: Mapped[int]
    thread_id: Mapped[int]
    staff_id: Mapped[Code]
    what: Mapped[str]
    due_on: Mapped[date]
    state: Mapped[Code]
    reader: Mapped[Code]
    rung_at: Mapped[datetime | None]
    missed_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[Code]


@dataclass(frozen=True, slots=True)
class Talk:
    """One talk, as read back."""

    talk_id: int
    thread_id: int
    staff_id: str
    way: str
    outcome: str
    held_on: date
    noted_at: datetime
    meeting_id: int | None
    message_id: int | None
    taken_back_at: datetime | None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One promise of a talk; ``reader`` is in whose inbox it rang, blank before that."""

    follow_up_id: int
    talk_id: int
    thread_id: int
    staff_id: str
    what: str
    due_on: date
    state: str
    reader: str
    rung_at: datetime | None
    missed_at: datetime | None
    settled_at: datetime | None
    settled_by: str


_talk_columns = [column for column in TalkRow.__table__.columns if column.name != "school_id"]
_follow_columns = [column for column in FollowUpRow.__table__.columns if column.name != "school_id"]
_OF_THREADS = (
    select(*_follow_columns)
    .where(
        FollowUpRow.school_id == bindparam("school"),
        FollowUpRow.thread_id.in_(bindparam("ids", expanding=True)),
        FollowUpRow.state != "taken_back",
    )
    .order_by(FollowUpRow.due_on, FollowUpRow.follow_up_id)
)


def add_talk(scope: Scope, talk: Talk) -> None:
    """Write one talk."""
    row = {column.name: getattr(talk, column.name) for column in _talk_columns}
    connection().execute(insert(TalkRow), {"school_id": scope.school_id, **row})


def talk(scope: Scope, talk_id: int) -> Talk | None:
    """One talk, or None."""
    found = select(*_talk_columns).where(TalkRow.school_id == scope.school_id, TalkRow.talk_id == talk_id)
    row = connection().execute(found).first()
    return Talk(*row) if row else None


def talks_of(scope: Scope, thread_id: int) -> tuple[Talk, ...]:
    """The talks of a conversation that were not taken back, the oldest first."""
    found = (
        select(*_talk_columns)
        .where(TalkRow.school_id == scope.school_id, TalkRow.thread_id == thread_id, TalkRow.taken_back_at.is_(None))
        .order_by(TalkRow.talk_id)
    )
    return tuple(Talk(*row) for row in connection().execute(found))


def put_note(scope: Scope, talk_id: int, *, message_id: int, way: str, held_on: date) -> None:
    """Say which message is the note of a talk, and what it says of the talk."""
    connection().execute(
        update(TalkRow)
        .where(TalkRow.school_id == scope.school_id, TalkRow.talk_id == talk_id)
        .values(message_id=message_id, way=way, held_on=held_on)
    )


def take_back(scope: Scope, talk_id: int, *, now: datetime) -> bool:
    """Take a talk back that was noted by a slip; False where it has a note, or was taken back already."""
    changed = connection().execute(
        update(TalkRow)
        .where(
            TalkRow.school_id == scope.school_id,
            TalkRow.talk_id == talk_id,
            TalkRow.message_id.is_(None),
            TalkRow.taken_back_at.is_(None),
        )
        .values(taken_back_at=now)
    )
    return changed.rowcount == 1


def notes_among(scope: Scope, message_ids: Sequence[int]) -> frozenset[int]:
    """Which of these messages are notes of a talk."""
    found = select(TalkRow.message_id).where(
        TalkRow.school_id == scope.school_id, TalkRow.message_id.in_(list(message_ids))
    )
    return frozenset(one for one in connection().scalars(found) if one is not None)


def add_follow_up(scope: Scope, follow_up: FollowUp) -> None:
    """Write one promise."""
    row = {column.name: getattr(follow_up, column.name) for column in _follow_columns}
    connection().execute(insert(FollowUpRow), {"school_id": scope.school_id, **row})


def follow_up(scope: Scope, follow_up_id: int) -> FollowUp | None:
    """One promise, or None."""
    found = select(*_follow_columns).where(
        FollowUpRow.school_id == scope.school_id, FollowUpRow.follow_up_id == follow_up_id
    )
    row = connection().execute(found).first()
    return FollowUp(*row) if row else None


def follow_ups_of(scope: Scope, thread_ids: Sequence[int]) -> tuple[FollowUp, ...]:
    """What was promised in the talks of these conversations and not taken back, the first due on top."""
    values = {"school": scope.school_id, "ids": list(thread_ids)}
    return tuple(FollowUp(*row) for row in connection().execute(_OF_THREADS, values))


def promised_in(scope: Scope, message_id: int) -> tuple[FollowUp, ...]:
    """The open promises of the talk of which a message is the note."""
    same = (TalkRow.school_id == FollowUpRow.school_id) & (TalkRow.talk_id == FollowUpRow.talk_id)
    found = (
        select(*_follow_columns)
        .join(TalkRow, same)
        .where(FollowUpRow.school_id == scope.school_id, TalkRow.message_id == message_id, FollowUpRow.state == "open")
    )
    return tuple(FollowUp(*row) for row in connection().execute(found))


def due(scope: Scope, *, by: date) -> tuple[FollowUp, ...]:
    """The open promises whose day is this one or before it, the first due on top."""
    found = (
        select(*_follow_columns)
        .where(FollowUpRow.school_id == scope.school_id, FollowUpRow.state == "open", FollowUpRow.due_on <= by)
        .order_by(FollowUpRow.due_on, FollowUpRow.follow_up_id)
    )
    return tuple(FollowUp(*row) for row in connection().execute(found))


def mark_rung(scope: Scope, follow_up_id: int, *, reader: str, now: datetime) -> bool:
    """Note for whom a promise has rung; False when it has already, so that it rings once."""
    return _change(scope, follow_up_id, was=("open",), only=FollowUpRow.rung_at.is_(None), rung_at=now, reader=reader)


def mark_missed(scope: Scope, follow_up_id: int, *, now: datetime) -> bool:
    """Note that the day of an open promise is over; False when that was noted already."""
    return _change(scope, follow_up_id, was=("open",), only=FollowUpRow.missed_at.is_(None), missed_at=now)


def settle(scope: Scope, follow_up_id: int, *, state: str, staff_id: str, now: datetime) -> bool:
    """Settle an open promise (``kept`` or ``taken_back``), or let a settled one be ``open`` again; False where it was so."""
    was = ("kept", "taken_back") if state == "open" else ("open",)
    at, by = (None, "") if state == "open" else (now, staff_id)
    return _change(scope, follow_up_id, was=was, only=None, state=state, settled_at=at, settled_by=by)


def _change(
    scope: Scope, follow_up_id: int, *, was: Sequence[str], only: ColumnElement[bool] | None, **values: object
) -> bool:
    mine = [
        FollowUpRow.school_id == scope.school_id,
        FollowUpRow.follow_up_id == follow_up_id,
        FollowUpRow.state.in_(was),
    ]
    changed = connection().execute(update(FollowUpRow).where(*mine, *([] if only is None else [only])).values(**values))
    return changed.rowcount == 1
