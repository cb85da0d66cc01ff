"""Lists that closed channels export, as they were brought in, and the columns by which a school reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, LargeBinary, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, Key, SchoolId
from gateway.store.outbox import OutboxRow, Parcel, parcel_columns
from gateway.store.threads import ThreadRow
from gateway.store.transaction import connection


class ChannelListRow(Base):
    """One list; ``taken_at`` is when it was acted upon, after which ``raw`` is empty, and ``counts`` what came of it."""

    __tablename__ = "channel_lists"

    school_id: Mapped[SchoolId]
    list_id: Mapped[Id]
    kind: Mapped[Code]
    name: Mapped[str]
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    brought_at: Mapped[datetime]
    brought_by: Mapped[Code]
    taken_at: Mapped[datetime | None]
    counts: Mapped[dict[str, int]] = mapped_column(JSON)


class ListColumnsRow(Base):
    """Field → heading, as a school last read lists of a kind."""

    __tablename__ = "list_columns"

    school_id: Mapped[SchoolId]
    kind: Mapped[Key]
    columns: Mapped[dict[str, str]] = mapped_column(JSON)


@dataclass(frozen=True, slots=True)
class ChannelList:
    """A list as it was brought in, without its bytes."""

    list_id: int
    kind: str
    name: str
    brought_at: datetime
    brought_by: str
    taken_at: datetime | None
    counts: dict[str, int]


_columns = [column for column in ChannelListRow.__table__.columns if column.name not in ("school_id", "raw")]


def keep(scope: Scope, one: ChannelList, *, raw: bytes) -> None:
    """Keep a list."""
    row = {name: getattr(one, name) for name in ChannelList.__dataclass_fields__}
    connection().execute(insert(ChannelListRow), {"school_id": scope.school_id, "raw": raw, **row})


def newest(scope: Scope, *, limit: int) -> tuple[ChannelList, ...]:
    """The lists, the newest first."""
    found = (
        select(*_columns)
        .where(ChannelListRow.school_id == scope.school_id)
        .order_by(ChannelListRow.list_id.desc())
        .limit(limit)
    )
    return tuple(ChannelList(*row) for row in connection().execute(found))


def channel_list(scope: Scope, list_id: int) -> tuple[ChannelList, bytes] | None:
    """One list with its bytes, or None."""
    found = select(*_columns, ChannelListRow.raw).where(
        ChannelListRow.school_id == scope.school_id, ChannelListRow.list_id == list_id
    )
    row = connection().execute(found).first()
    return (ChannelList(*row[:-1]), row[-1]) if row else None


def note_taken(scope: Scope, list_id: int, *, now: datetime, counts: dict[str, int]) -> None:
    """Note that a list was acted upon, and let its rows go: what they settled stands with the messages."""
    connection().execute(
        update(ChannelListRow)
        .where(ChannelListRow.school_id == scope.school_id, ChannelListRow.list_id == list_id)
        .values(taken_at=now, counts=counts, raw=b"")
    )


def forget_untaken(scope: Scope, *, brought_before: datetime) -> None:
    """Put the lists away that nobody has acted upon: they name families, and are good for nothing any more."""
    connection().execute(
        delete(ChannelListRow).where(
            ChannelListRow.school_id == scope.school_id,
            ChannelListRow.brought_at < brought_before,
            ChannelListRow.taken_at.is_(None),
        )
    )


def columns_of(scope: Scope, kind: str) -> dict[str, str]:
    """The columns by which lists of a kind were last read; empty where none was."""
    found = select(ListColumnsRow.columns).where(
        ListColumnsRow.school_id == scope.school_id, ListColumnsRow.kind == kind
    )
    return dict(connection().scalar(found) or {})


def save_columns(scope: Scope, kind: str, columns: dict[str, str]) -> None:
    """Read lists of a kind by these columns from now on."""
    mine = (ListColumnsRow.school_id == scope.school_id, ListColumnsRow.kind == kind)
    connection().execute(delete(ListColumnsRow).where(*mine))
    connection().execute(insert(ListColumnsRow), {"school_id": scope.school_id, "kind": kind, "columns": columns})


def unsettled_on(scope: Scope, channel: str) -> tuple[tuple[Parcel, str], ...]:
    """What was handed over on a channel and has no better state yet, each with its contact, the oldest first."""
    found = (
        select(*parcel_columns, ThreadRow.contact_id)
        .join(
            ThreadRow,
            (ThreadRow.school_id == OutboxRow.school_id) & (ThreadRow.thread_id == OutboxRow.thread_id),
        )
        .where(
            OutboxRow.school_id == scope.school_id,
            OutboxRow.channel == channel,
            OutboxRow.state.in_(("handed_over", "dispatched", "unknown")),
        )
        .order_by(OutboxRow.outbox_id)
    )
    return tuple((Parcel(*row[:-1]), row[-1]) for row in connection().execute(found))
