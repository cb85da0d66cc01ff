"""Notices of the closed channels, how a school tells their mail, and where its staff open each app."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.notices import Source
from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, Key, SchoolId
from gateway.store.transaction import connection


class NoticeRow(Base):
    """One notice; ``mark`` tells one from its repetition, ``seen_by`` is reader → ISO moment, ``state`` as in ``Notice``."""

    __tablename__ = "notices"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "thread_id"], ["threads.school_id", "threads.thread_id"]),
        UniqueConstraint("school_id", "mark"),
        Index(None, "school_id", "state", "due_at"),
    )

    school_id: Mapped[SchoolId]
    notice_id: Mapped[Id]
    mark: Mapped[Code]
    channel: Mapped[Code]
    account: Mapped[str]
    tells: Mapped[Code]
    subject: Mapped[str]
    excerpt: Mapped[str]
    arrived_at: Mapped[datetime]
    due_at: Mapped[datetime]
    seen_by: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[Code]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[Code]
    thread_id: Mapped[int | None]


class NoticeSourceRow(Base):
    """One kind of mail by which an app of this school tells something."""

    __tablename__ = "notice_sources"

    school_id: Mapped[SchoolId]
    source_id: Mapped[Id]
    channel: Mapped[Code]
    sender: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str]
    tells: Mapped[Code]
    account: Mapped[str]
    reader: Mapped[Code]
    classes: Mapped[list[str]] = mapped_column(JSON)


class AppPageRow(Base):
    """Where staff open an app in their browser."""

    __tablename__ = "app_pages"

    school_id: Mapped[SchoolId]
    channel: Mapped[Key]
    address: Mapped[str]


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice. ``state``: ``waiting``, ``copied``, ``nothing`` (there was no message), ``bridged`` (a bridge carries it).

    ``seen_by`` is reader (a staff id or ``office``) → the ISO moment from which they see it; from ``due_at`` on the office
    sees it too; ``thread_id`` is where its message was copied.
    """

    notice_id: int
    mark: str
    channel: str
    account: str
    tells: str
    subject: str
    excerpt: str
    arrived_at: datetime
    due_at: datetime
    seen_by: Mapping[str, str]
    state: str
    settled_at: datetime | None
    settled_by: str
    thread_id: int | None


_columns = [column for column in NoticeRow.__table__.columns if column.name != "school_id"]
_SOURCE = [column for column in NoticeSourceRow.__table__.columns if column.name != "school_id"]
_WAITING = (
    select(*_columns)
    .where(NoticeRow.school_id == bindparam("school"), NoticeRow.state == "waiting")
    .order_by(NoticeRow.due_at, NoticeRow.notice_id)
    .limit(bindparam("most"))
)


def is_noted(scope: Scope, mark: str) -> bool:
    """Whether a notice with this mark is held."""
    found = select(NoticeRow.notice_id).where(NoticeRow.school_id == scope.school_id, NoticeRow.mark == mark)
    return connection().execute(found).first() is not None


def add_notice(scope: Scope, notice: Notice) -> None:
    """Write a notice; a second one with its mark is an IntegrityError."""
    row = {column.name: getattr(notice, column.name) for column in _columns}
    connection().execute(insert(NoticeRow), {"school_id": scope.school_id, **row})


def notice(scope: Scope, notice_id: int) -> Notice | None:
    """One notice, or None."""
    found = select(*_columns).where(NoticeRow.school_id == scope.school_id, NoticeRow.notice_id == notice_id)
    row = connection().execute(found).first()
    return Notice(*row) if row else None


def waiting(scope: Scope, *, limit: int) -> tuple[Notice, ...]:
    """The notices whose message nobody has copied yet, the one that is due first on top."""
    rows = connection().execute(_WAITING, {"school": scope.school_id, "most": limit})
    return tuple(Notice(*row) for row in rows)


def settle(scope: Scope, notice_id: int, *, state: str, by: str, thread_id: int | None, now: datetime) -> bool:
    """Write what became of a waiting notice; False when somebody was quicker."""
    mine = (NoticeRow.school_id == scope.school_id, NoticeRow.notice_id == notice_id, NoticeRow.state == "waiting")
    values = {"state": state, "settled_at": now, "settled_by": by, "thread_id": thread_id}
    return connection().execute(update(NoticeRow).where(*mine).values(values)).rowcount == 1


def sources(scope: Scope) -> tuple[tuple[int, Source], ...]:
    """The kinds of mail that a school has entered, each with its id, in the order in which they were."""
    found = select(*_SOURCE).where(NoticeSourceRow.school_id == scope.school_id).order_by(NoticeSourceRow.source_id)
    return tuple(
        (
            row.source_id,
            Source(row.channel, row.sender, row.subject, row.tells, row.account, row.reader, tuple(row.classes)),
        )
        for row in connection().execute(found)
    )


def add_source(scope: Scope, source_id: int, source: Source) -> None:
    """Write one kind of mail."""
    row = {name: getattr(source, name) for name in ("channel", "sender", "subject", "tells", "account", "reader")}
    values = {"school_id": scope.school_id, "source_id": source_id, "classes": list(source.classes), **row}
    connection().execute(insert(NoticeSourceRow), values)


def remove_source(scope: Scope, source_id: int) -> bool:
    """Take one kind of mail away; False when there was none."""
    mine = (NoticeSourceRow.school_id == scope.school_id, NoticeSourceRow.source_id == source_id)
    return connection().execute(delete(NoticeSourceRow).where(*mine)).rowcount == 1


def app_pages(scope: Scope) -> dict[str, str]:
    """Channel → where staff open its app; what the school has not entered is left out."""
    found = select(AppPageRow.channel, AppPageRow.address).where(AppPageRow.school_id == scope.school_id)
    return {row.channel: row.address for row in connection().execute(found)}


def put_app_page(scope: Scope, channel: str, address: str) -> None:
    """Put where an app is opened in the place of what was held; blank takes it away."""
    connection().execute(
        delete(AppPageRow).where(AppPageRow.school_id == scope.school_id, AppPageRow.channel == channel)
    )
    if address:
        row = {"school_id": scope.school_id, "channel": channel, "address": address}
        connection().execute(insert(AppPageRow), row)
