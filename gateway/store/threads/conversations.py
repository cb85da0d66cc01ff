"""Conversations without their messages: the contact, the pupils, and the mail ids and reply tokens that lead to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    bindparam,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, Key, SchoolId
from gateway.store.transaction import connection

AT_ONCE = 500
"""Ids that one statement names: databases bound how many."""


class ThreadRow(Base):
    """One conversation. ``contact_id`` is blank while nobody knows who wrote; ``sealed_from`` names who may not see it."""

    __tablename__ = "threads"
    __table_args__ = (
        UniqueConstraint("school_id", "token"),
        Index(None, "school_id", "contact_id", "last_at"),
        Index(None, "school_id", "last_at"),
    )

    school_id: Mapped[SchoolId]
    thread_id: Mapped[Id]
    contact_id: Mapped[Code]
    address: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str]
    base_subject: Mapped[str]
    token: Mapped[Code]
    channel: Mapped[Code]
    opened_at: Mapped[datetime]
    last_at: Mapped[datetime]
    last_by: Mapped[Code]
    preview: Mapped[str]
    sealed_from: Mapped[str]


class ThreadPupilRow(Base):
    """A pupil whom a conversation is about."""

    __tablename__ = "thread_pupils"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "thread_id"], ["threads.school_id", "threads.thread_id"]),
        Index(None, "school_id", "pupil_id"),
    )

    school_id: Mapped[SchoolId]
    thread_id: Mapped[Id]
    pupil_id: Mapped[Key]


class MailIdRow(Base):
    """A Message-ID that leads to a conversation; two different mails may carry one id."""

    __tablename__ = "mail_ids"

    school_id: Mapped[SchoolId]
    rfc_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    message_id: Mapped[Id]
    thread_id: Mapped[int]


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation without its messages."""

    thread_id: int
    contact_id: str
    address: str
    subject: str
    base_subject: str
    token: str
    channel: str
    opened_at: datetime
    last_at: datetime
    last_by: str
    preview: str
    sealed_from: frozenset[str]
    pupil_ids: tuple[str, ...]


_BETWEEN = "\x1f"
"""What stands between the pupils of a conversation where they are read with it: ASCII's own separator of units."""
_pupils = (
    select(func.aggregate_strings(ThreadPupilRow.pupil_id, _BETWEEN))
    .where(ThreadPupilRow.school_id == ThreadRow.school_id, ThreadPupilRow.thread_id == ThreadRow.thread_id)
    .correlate(ThreadRow)
    .scalar_subquery()
)
_thread_columns = [*(column for column in ThreadRow.__table__.columns if column.name != "school_id"), _pupils]
_OPEN = insert(ThreadRow)
_ADD_PUPIL = insert(ThreadPupilRow)
_ADD_MAIL_ID = insert(MailIdRow)
_ONE = (ThreadRow.school_id == bindparam("school"), ThreadRow.thread_id == bindparam("thread"))
_TOUCH = update(ThreadRow).where(*_ONE)
_THREAD = select(*_thread_columns).where(*_ONE)
_BY_TOKEN = select(*_thread_columns).where(
    ThreadRow.school_id == bindparam("school"), ThreadRow.token == bindparam("token")
)
_BY_SUBJECT = (
    select(*_thread_columns)
    .where(
        ThreadRow.school_id == bindparam("school"),
        ThreadRow.contact_id == bindparam("contact"),
        ThreadRow.base_subject == bindparam("subject"),
        ThreadRow.last_at >= bindparam("since"),
    )
    .order_by(ThreadRow.last_at.desc())
    .limit(1)
)
_BY_MAIL_IDS = (
    select(*_thread_columns, MailIdRow.rfc_id)
    .join(MailIdRow, (MailIdRow.school_id == ThreadRow.school_id) & (MailIdRow.thread_id == ThreadRow.thread_id))
    .where(MailIdRow.school_id == bindparam("school"), MailIdRow.rfc_id.in_(bindparam("ids", expanding=True)))
)


def open_thread(scope: Scope, thread: Thread) -> None:
    """Write a new conversation."""
    connection().execute(
        _OPEN,
        {
            "school_id": scope.school_id,
            "thread_id": thread.thread_id,
            "contact_id": thread.contact_id,
            "address": thread.address,
            "subject": thread.subject,
            "base_subject": thread.base_subject,
            "token": thread.token,
            "channel": thread.channel,
            "opened_at": thread.opened_at,
            "last_at": thread.last_at,
            "last_by": thread.last_by,
            "preview": thread.preview,
            "sealed_from": _sealed_text(thread.sealed_from),
        },
    )
    add_pupils(scope, thread.thread_id, thread.pupil_ids)


def add_pupils(scope: Scope, thread_id: int, pupil_ids: Sequence[str]) -> None:
    """Say that a conversation is about these pupils too."""
    if pupil_ids:
        connection().execute(
            _ADD_PUPIL,
            [{"school_id": scope.school_id, "thread_id": thread_id, "pupil_id": one} for one in pupil_ids],
        )


def touch(scope: Scope, thread_id: int, *, last_at: datetime, last_by: str, preview: str) -> None:
    """Note the newest message of a conversation."""
    connection().execute(
        _TOUCH,
        {"school": scope.school_id, "thread": thread_id, "last_at": last_at, "last_by": last_by, "preview": preview},
    )


def sealed(scope: Scope, thread_ids: Sequence[int]) -> dict[int, frozenset[str]]:
    """Of these conversations those that are closed to somebody, and to whom."""
    found = select(ThreadRow.thread_id, ThreadRow.sealed_from).where(
        ThreadRow.school_id == scope.school_id, ThreadRow.thread_id.in_(thread_ids), ThreadRow.sealed_from != ""
    )
    return {row.thread_id: frozenset(row.sealed_from.split(";")) for row in connection().execute(found)}


def all_sealed(scope: Scope) -> dict[int, frozenset[str]]:
    """Every conversation that is closed to somebody, and to whom."""
    found = select(ThreadRow.thread_id, ThreadRow.sealed_from).where(
        ThreadRow.school_id == scope.school_id, ThreadRow.sealed_from != ""
    )
    return {row.thread_id: frozenset(row.sealed_from.split(";")) for row in connection().execute(found)}


def hidden_from(scope: Scope, staff_id: str) -> frozenset[int]:
    """The conversations that are closed to a member of staff: they stand in no list of theirs, and in no number."""
    names = (literal(";") + ThreadRow.sealed_from + ";").contains(f";{staff_id};", autoescape=True)
    found = select(ThreadRow.thread_id).where(
        ThreadRow.school_id == scope.school_id, ThreadRow.sealed_from != "", names
    )
    return frozenset(connection().scalars(found))


def seal(scope: Scope, thread_id: int, *, sealed_from: frozenset[str]) -> None:
    """Hide a conversation from these members of staff: it is about them."""
    connection().execute(
        update(ThreadRow)
        .where(ThreadRow.school_id == scope.school_id, ThreadRow.thread_id == thread_id)
        .values(sealed_from=_sealed_text(sealed_from))
    )


def thread(scope: Scope, thread_id: int) -> Thread | None:
    """One conversation, or None."""
    row = connection().execute(_THREAD, {"school": scope.school_id, "thread": thread_id}).first()
    return _thread(tuple(row)) if row else None


def threads_by_id(scope: Scope, thread_ids: Sequence[int]) -> dict[int, Thread]:
    """These conversations by their ids, however many; one that is not there is left out."""
    found: dict[int, Thread] = {}
    for first in range(0, len(thread_ids), AT_ONCE):
        some = thread_ids[first : first + AT_ONCE]
        asked = select(*_thread_columns).where(ThreadRow.school_id == scope.school_id, ThreadRow.thread_id.in_(some))
        found |= {row.thread_id: _thread(tuple(row)) for row in connection().execute(asked)}
    return found


def thread_by_token(scope: Scope, token: str) -> Thread | None:
    """The conversation that a reply address leads to, or None."""
    row = connection().execute(_BY_TOKEN, {"school": scope.school_id, "token": token}).first()
    return _thread(tuple(row)) if row else None


def thread_by_mail_ids(scope: Scope, ids: Sequence[str]) -> tuple[Thread, ...]:
    """The conversations that any of these Message-IDs lead to, in the order of ``ids``."""
    wanted = [one[:255] for one in ids[:50]]
    rows = connection().execute(_BY_MAIL_IDS, {"school": scope.school_id, "ids": wanted}).all()
    place = {one: number for number, one in reversed(list(enumerate(wanted)))}
    found: dict[int, tuple[Any, ...]] = {}
    for row in sorted(rows, key=lambda row: place[row.rfc_id]):
        found.setdefault(row.thread_id, tuple(row)[:-1])
    return tuple(_thread(row) for row in found.values())


def thread_by_subject(scope: Scope, *, contact_id: str, base_subject: str, since: datetime) -> Thread | None:
    """The newest conversation of this contact with this base subject since a moment, or None."""
    values = {"school": scope.school_id, "contact": contact_id, "subject": base_subject, "since": since}
    row = connection().execute(_BY_SUBJECT, values).first()
    return _thread(tuple(row)) if row else None


def threads_of_contact(scope: Scope, contact_id: str, *, limit: int) -> tuple[Thread, ...]:
    """A family member's conversations, newest first."""
    found = (
        select(*_thread_columns)
        .where(ThreadRow.school_id == scope.school_id, ThreadRow.contact_id == contact_id)
        .order_by(ThreadRow.last_at.desc())
        .limit(limit)
    )
    return tuple(_thread(tuple(row)) for row in connection().execute(found).all())


def add_mail_id(scope: Scope, rfc_id: str, *, message_id: int, thread_id: int) -> None:
    """Let a Message-ID lead to a conversation."""
    add_mail_ids(scope, ((rfc_id, message_id, thread_id),))


def add_mail_ids(scope: Scope, ids: Sequence[tuple[str, int, int]]) -> None:
    """Let Message-IDs, each with a message and its conversation, lead there."""
    rows = [
        {"school_id": scope.school_id, "rfc_id": rfc_id[:255], "message_id": message_id, "thread_id": thread_id}
        for rfc_id, message_id, thread_id in ids
    ]
    if rows:
        connection().execute(_ADD_MAIL_ID, rows)


def pupils_of(scope: Scope, thread_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """For each conversation, the pupils it is about."""
    rows = connection().execute(
        select(ThreadPupilRow.thread_id, ThreadPupilRow.pupil_id).where(
            ThreadPupilRow.school_id == scope.school_id, ThreadPupilRow.thread_id.in_(thread_ids)
        )
    )
    found: dict[int, tuple[str, ...]] = {}
    for row in rows:
        found[row.thread_id] = (*found.get(row.thread_id, ()), row.pupil_id)
    return found


def _sealed_text(staff_ids: frozenset[str]) -> str:
    return ";".join(sorted(staff_ids))


def _thread(row: tuple[Any, ...]) -> Thread:
    *plain, sealed_from, pupils = row
    pupil_ids = sorted(pupils.split(_BETWEEN)) if pupils else ()
    return Thread(*(*plain, frozenset(filter(None, sealed_from.split(";"))), tuple(pupil_ids)))
