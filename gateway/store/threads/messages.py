"""The messages of conversations, as their writers newly wrote them, and their files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, bindparam, insert, select, update
from sqlalchemy.orm import Mapped

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, SchoolId
from gateway.store.threads.conversations import ThreadRow, add_mail_id
from gateway.store.transaction import connection


class MessageRow(Base):
    """One message. ``text`` is what was newly written; ``folded`` the quoted history and signature beneath it."""

    __tablename__ = "messages"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "thread_id"], ["threads.school_id", "threads.thread_id"]),
        Index(None, "school_id", "thread_id", "message_id"),
    )

    school_id: Mapped[SchoolId]
    message_id: Mapped[Id]
    thread_id: Mapped[int]
    by: Mapped[Code]
    author_id: Mapped[Code]
    author_name: Mapped[str]
    channel: Mapped[Code]
    received_at: Mapped[datetime]
    subject: Mapped[str]
    text: Mapped[str]
    folded: Mapped[str]
    disposition: Mapped[Code]
    rule: Mapped[Code]
    arrival_id: Mapped[int | None]
    rfc_id: Mapped[str]
    files: Mapped[int]
    record: Mapped[int]
    answers_to: Mapped[int | None]


class AttachmentRow(Base):
    """A file of a message; its bytes are ``part`` of the arrival's raw mail."""

    __tablename__ = "attachments"
    __table_args__ = (ForeignKeyConstraint(["school_id", "message_id"], ["messages.school_id", "messages.message_id"]),)

    school_id: Mapped[SchoolId]
    message_id: Mapped[Id]
    part: Mapped[Id]
    name: Mapped[str]
    type: Mapped[str]
    bytes: Mapped[int]


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it is kept; ``by`` is ``parent``, ``staff`` or ``other``.

    ``answers_to`` is the newest message that one of staff answers; None for all that had rung when it was written.
    """

    message_id: int
    thread_id: int
    by: str
    author_id: str
    author_name: str
    channel: str
    received_at: datetime
    subject: str
    text: str
    folded: str
    disposition: str
    rule: str
    arrival_id: int | None
    rfc_id: str
    files: int
    record: int
    answers_to: int | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file of a message, without its bytes."""

    message_id: int
    part: int
    name: str
    type: str
    bytes: int


message_columns = [column for column in MessageRow.__table__.columns if column.name != "school_id"]
_ADD_MESSAGE = insert(MessageRow)
_ADD_FILE = insert(AttachmentRow)
_MESSAGES = (
    select(*message_columns)
    .where(MessageRow.school_id == bindparam("school"), MessageRow.thread_id == bindparam("thread"))
    .order_by(MessageRow.message_id)
)
_NEWEST = (
    select(*message_columns)
    .where(MessageRow.school_id == bindparam("school"), MessageRow.thread_id == bindparam("thread"))
    .order_by(MessageRow.message_id.desc())
    .limit(bindparam("limit"))
)


def add_message(scope: Scope, message: Message, *, files: Sequence[File] = (), rfc_ids: Sequence[str] = ()) -> None:
    """Write one message, its files, and the mail ids that lead to it."""
    row = {column.name: getattr(message, column.name) for column in message_columns}
    connection().execute(_ADD_MESSAGE, {"school_id": scope.school_id, **row})
    if files:
        connection().execute(
            _ADD_FILE,
            [
                {
                    "school_id": scope.school_id,
                    "message_id": file.message_id,
                    "part": file.part,
                    "name": file.name,
                    "type": file.type,
                    "bytes": file.bytes,
                }
                for file in files
            ],
        )
    for rfc_id in rfc_ids:
        add_mail_id(scope, rfc_id, message_id=message.message_id, thread_id=message.thread_id)


def messages_of(scope: Scope, thread_id: int) -> tuple[Message, ...]:
    """Every message of a conversation, oldest first."""
    found = connection().execute(_MESSAGES, {"school": scope.school_id, "thread": thread_id})
    return tuple(Message(*row) for row in found)


def newest_of(scope: Scope, thread_id: int, *, limit: int) -> tuple[Message, ...]:
    """The newest messages of a conversation, oldest first."""
    values = {"school": scope.school_id, "thread": thread_id, "limit": limit}
    found = connection().execute(_NEWEST, values).all()
    return tuple(Message(*row) for row in reversed(found))


def message(scope: Scope, message_id: int) -> Message | None:
    """One message, or None."""
    found = select(*message_columns).where(MessageRow.school_id == scope.school_id, MessageRow.message_id == message_id)
    row = connection().execute(found).first()
    return Message(*row) if row else None


def has_written(scope: Scope, address: str, *, since: datetime) -> bool:
    """Whether somebody known has written from an address after a moment."""
    found = (
        select(MessageRow.message_id)
        .join(
            ThreadRow,
            (ThreadRow.school_id == MessageRow.school_id) & (ThreadRow.thread_id == MessageRow.thread_id),
        )
        .where(
            MessageRow.school_id == scope.school_id,
            MessageRow.by == "parent",
            MessageRow.received_at > since,
            ThreadRow.address == address,
        )
        .limit(1)
    )
    return connection().scalar(found) is not None


def school_wrote(scope: Scope, thread_ids: Sequence[int]) -> dict[int, tuple[datetime, ...]]:
    """When school wrote in conversations, oldest first; those in which it never did are left out."""
    found = (
        select(MessageRow.thread_id, MessageRow.received_at)
        .where(MessageRow.school_id == scope.school_id, MessageRow.thread_id.in_(thread_ids), MessageRow.by == "staff")
        .order_by(MessageRow.message_id)
    )
    wrote: dict[int, tuple[datetime, ...]] = {}
    for thread_id, at in connection().execute(found):
        wrote[thread_id] = (*wrote.get(thread_id, ()), at)
    return wrote


def change_text(scope: Scope, message_id: int, *, text: str) -> None:
    """Put an author's new words in the place of the old ones, while nobody has been shown them."""
    connection().execute(
        update(MessageRow)
        .where(MessageRow.school_id == scope.school_id, MessageRow.message_id == message_id)
        .values(text=text)
    )


def files_of(scope: Scope, thread_id: int) -> tuple[File, ...]:
    """The files of every message of a conversation."""
    found = (
        select(
            AttachmentRow.message_id, AttachmentRow.part, AttachmentRow.name, AttachmentRow.type, AttachmentRow.bytes
        )
        .join(
            MessageRow,
            (MessageRow.school_id == AttachmentRow.school_id) & (MessageRow.message_id == AttachmentRow.message_id),
        )
        .where(MessageRow.school_id == scope.school_id, MessageRow.thread_id == thread_id)
        .order_by(AttachmentRow.message_id, AttachmentRow.part)
    )
    return tuple(File(*row) for row in connection().execute(found))


def settle_contact(scope: Scope, thread_id: int, *, contact_id: str, name: str, address: str) -> None:
    """A person has said who the unknown writer is; answers go to ``address``, which school holds for them."""
    mine = (MessageRow.school_id == scope.school_id, MessageRow.thread_id == thread_id, MessageRow.by == "other")
    connection().execute(update(MessageRow).where(*mine).values(by="parent", author_id=contact_id, author_name=name))
    connection().execute(
        update(ThreadRow)
        .where(ThreadRow.school_id == scope.school_id, ThreadRow.thread_id == thread_id)
        .values(contact_id=contact_id, address=address, last_by="parent")
    )
