"""Everything that is to leave the school, one row a message and address, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Index,
    String,
    UniqueConstraint,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.delivery import MAY_FOLLOW
from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, SchoolId
from gateway.store.transaction import connection, is_postgresql

OF_A_TALK = ("reply", "turned_back", "meeting_offer")
"""The letters that are messages of a conversation, with their words on its page."""
ORIGINAL = "original"
"""The letter that is a family's own mail, byte for byte, on its way to a mailbox of the school."""


class OutboxRow(Base):
    """One message to one address; ``state``: ``waiting``, ``cancelled``, or a key of ``domain.delivery.MAY_FOLLOW``. A row
    that is leased has begun to be sent.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(None, "school_id", "state", "send_after"),
        Index(None, "school_id", "thread_id"),
        Index(None, "school_id", "message_id"),
        UniqueConstraint("school_id", "rfc_id"),
    )

    school_id: Mapped[SchoolId]
    outbox_id: Mapped[Id]
    thread_id: Mapped[int | None]
    message_id: Mapped[int | None]
    letter: Mapped[Code]
    channel: Mapped[Code]
    to_address: Mapped[str] = mapped_column(String(320))
    to_name: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    rfc_id: Mapped[str] = mapped_column(String(255))
    send_after: Mapped[datetime]
    state: Mapped[Code]
    attempts: Mapped[int]
    leased_until: Mapped[datetime | None]
    failure: Mapped[str]
    vendor_id: Mapped[str]
    written_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    override: Mapped[str]


@dataclass(frozen=True, slots=True)
class Parcel:
    """One row of the outbox. ``letter`` names the template in ``templates/mail``, ``facts`` fill it."""

    outbox_id: int
    thread_id: int | None
    message_id: int | None
    letter: str
    channel: str
    to_address: str
    to_name: str
    facts: dict[str, Any]
    rfc_id: str
    send_after: datetime
    state: str
    attempts: int
    failure: str
    vendor_id: str
    written_at: datetime
    settled_at: datetime | None
    override: str


parcel_columns = [column for column in OutboxRow.__table__.columns if column.name not in ("school_id", "leased_until")]


_PUT = insert(OutboxRow)
_BY_RFC_ID = select(*parcel_columns).where(
    OutboxRow.school_id == bindparam("school"), OutboxRow.rfc_id == bindparam("rfc")
)


def put(scope: Scope, parcels: Sequence[Parcel]) -> None:
    """Write messages to be sent, in the transaction that decided it."""
    rows = [
        {"school_id": scope.school_id, "leased_until": None}
        | {column.name: getattr(parcel, column.name) for column in parcel_columns}
        for parcel in parcels
    ]
    if rows:
        connection().execute(_PUT, rows)


def claim_due(
    scope: Scope,
    *,
    now: datetime,
    lease_for: timedelta,
    limit: int,
    only: Collection[str] = (),
    but: Collection[str] = (),
) -> tuple[Parcel, ...]:
    """Take the oldest due parcels for ``lease_for`` and count the attempt; nobody else is given them meanwhile.

    ``only`` names the channels to take from, blank is all; ``but`` those to leave.
    """
    due = (
        select(*parcel_columns)
        .where(
            OutboxRow.school_id == scope.school_id,
            OutboxRow.state == "waiting",
            OutboxRow.send_after <= now,
            or_(OutboxRow.leased_until.is_(None), OutboxRow.leased_until <= now),
        )
        .order_by(OutboxRow.send_after, OutboxRow.outbox_id)
        .limit(limit)
    )
    if only:
        due = due.where(OutboxRow.channel.in_(only))
    if but:
        due = due.where(OutboxRow.channel.not_in(but))
    rows = connection().execute(due.with_for_update(skip_locked=True) if is_postgresql() else due).all()
    claimed = tuple(Parcel(*row) for row in rows)
    if claimed:
        connection().execute(
            update(OutboxRow)
            .where(
                OutboxRow.school_id == scope.school_id,
                OutboxRow.outbox_id.in_([parcel.outbox_id for parcel in claimed]),
            )
            .values(leased_until=now + lease_for, attempts=OutboxRow.attempts + 1)
        )
    return claimed


def settle(scope: Scope, outbox_id: int, *, state: str, now: datetime, vendor_id: str = "", failure: str = "") -> None:
    """Write what became of a parcel; news that comes too late changes nothing, and a blank ``vendor_id`` keeps the one held."""
    values: dict[str, object] = {"state": state, "settled_at": now, "failure": failure, "leased_until": None}
    connection().execute(
        update(OutboxRow)
        .where(
            OutboxRow.school_id == scope.school_id,
            OutboxRow.outbox_id == outbox_id,
            OutboxRow.state.in_(MAY_FOLLOW[state]),
        )
        .values(values | ({"vendor_id": vendor_id} if vendor_id else {}))
    )


def put_back(scope: Scope, outbox_id: int, *, send_after: datetime, failure: str) -> None:
    """Leave a parcel for a later attempt."""
    connection().execute(
        update(OutboxRow)
        .where(OutboxRow.school_id == scope.school_id, OutboxRow.outbox_id == outbox_id, OutboxRow.state == "waiting")
        .values(send_after=send_after, failure=failure, leased_until=None)
    )


def next_leaving_at(scope: Scope, *, channel: str, after: datetime) -> datetime | None:
    """When the next parcel of a channel leaves that is to leave after a moment, or None."""
    return connection().scalar(
        select(func.min(OutboxRow.send_after)).where(
            OutboxRow.school_id == scope.school_id,
            OutboxRow.state == "waiting",
            OutboxRow.channel == channel,
            OutboxRow.send_after > after,
        )
    )


def uncollected(scope: Scope, *, channels: Collection[str], due_before: datetime) -> tuple[Parcel, ...]:
    """The parcels of these channels that were due by then and that nobody has begun to send."""
    found = select(*parcel_columns).where(
        OutboxRow.school_id == scope.school_id,
        OutboxRow.state == "waiting",
        OutboxRow.send_after <= due_before,
        OutboxRow.leased_until.is_(None),
        OutboxRow.channel.in_(channels),
    )
    return tuple(Parcel(*row) for row in connection().execute(found))


def explain(scope: Scope, channel: str, *, now: datetime, failure: str) -> None:
    """Write beside everything that is due on a channel and not begun why it does not leave yet."""
    connection().execute(
        update(OutboxRow)
        .where(
            OutboxRow.school_id == scope.school_id,
            OutboxRow.state == "waiting",
            OutboxRow.send_after <= now,
            OutboxRow.leased_until.is_(None),
            OutboxRow.channel == channel,
            OutboxRow.failure == "",
        )
        .values(failure=failure)
    )


def hold_unknown(scope: Scope, *, now: datetime) -> tuple[int, ...]:
    """Mark as ``unknown`` the parcels whose sender died while sending: they may have gone, so nobody sends them again."""
    died = select(OutboxRow.outbox_id).where(
        OutboxRow.school_id == scope.school_id,
        OutboxRow.state == "waiting",
        OutboxRow.leased_until.is_not(None),
        OutboxRow.leased_until <= now,
    )
    ids = tuple(connection().scalars(died))
    if ids:
        connection().execute(
            update(OutboxRow)
            .where(OutboxRow.school_id == scope.school_id, OutboxRow.outbox_id.in_(ids))
            .values(state="unknown", leased_until=None, settled_at=now)
        )
    return ids


def _not_begun(scope: Scope, outbox_id: int) -> ColumnElement[bool]:
    """A parcel that nobody has begun to send."""
    return and_(
        OutboxRow.school_id == scope.school_id,
        OutboxRow.outbox_id == outbox_id,
        OutboxRow.state == "waiting",
        OutboxRow.leased_until.is_(None),
    )


def cancel(scope: Scope, outbox_id: int, *, now: datetime) -> bool:
    """Take a parcel back before anybody has begun to send it; False when it is too late."""
    changed = connection().execute(
        update(OutboxRow).where(_not_begun(scope, outbox_id)).values(state="cancelled", settled_at=now)
    )
    return changed.rowcount == 1


def send_sooner(scope: Scope, outbox_id: int, *, now: datetime, reason: str) -> bool:
    """Let a held parcel go now, with the recorded reason of someone who may; False when it no longer waits."""
    changed = connection().execute(
        update(OutboxRow)
        .where(OutboxRow.school_id == scope.school_id, OutboxRow.outbox_id == outbox_id, OutboxRow.state == "waiting")
        .values(send_after=now, override=reason)
    )
    return changed.rowcount == 1


def replan(scope: Scope, outbox_id: int, *, send_after: datetime) -> bool:
    """Give a parcel that nobody has begun to send another time; False when it is too late."""
    changed = connection().execute(update(OutboxRow).where(_not_begun(scope, outbox_id)).values(send_after=send_after))
    return changed.rowcount == 1


def send_again(scope: Scope, outbox_id: int, *, send_after: datetime) -> bool:
    """Let a parcel that failed, or of which nobody knows, wait to be sent once more; False when it is neither."""
    changed = connection().execute(
        update(OutboxRow)
        .where(
            OutboxRow.school_id == scope.school_id,
            OutboxRow.outbox_id == outbox_id,
            OutboxRow.state.in_(("failed", "unknown")),
        )
        .values(state="waiting", send_after=send_after, attempts=0, failure="", leased_until=None, settled_at=None)
    )
    return changed.rowcount == 1


def readdress(
    scope: Scope, outbox_id: int, *, channel: str, to_address: str, send_after: datetime, facts: dict[str, Any]
) -> bool:
    """Let a parcel wait to go another way than the one that failed it; False when it has arrived or was taken back."""
    changed = connection().execute(
        update(OutboxRow)
        .where(
            OutboxRow.school_id == scope.school_id,
            OutboxRow.outbox_id == outbox_id,
            OutboxRow.state.in_(MAY_FOLLOW["failed"]),
        )
        .values(
            channel=channel,
            to_address=to_address,
            facts=facts,
            send_after=send_after,
            state="waiting",
            attempts=0,
            failure="",
            vendor_id="",
            leased_until=None,
            settled_at=None,
        )
    )
    return changed.rowcount == 1


def change_facts(scope: Scope, outbox_id: int, *, facts: dict[str, Any]) -> bool:
    """Put new words into a parcel that nobody has begun to send; False when it is too late."""
    changed = connection().execute(update(OutboxRow).where(_not_begun(scope, outbox_id)).values(facts=facts))
    return changed.rowcount == 1


def parcel(scope: Scope, outbox_id: int) -> Parcel | None:
    """One parcel, or None."""
    found = select(*parcel_columns).where(OutboxRow.school_id == scope.school_id, OutboxRow.outbox_id == outbox_id)
    row = connection().execute(found).first()
    return Parcel(*row) if row else None


def parcels_of(scope: Scope, thread_id: int) -> tuple[Parcel, ...]:
    """Everything that left, or is to leave, for one conversation."""
    found = (
        select(*parcel_columns)
        .where(OutboxRow.school_id == scope.school_id, OutboxRow.thread_id == thread_id)
        .order_by(OutboxRow.outbox_id)
    )
    return tuple(Parcel(*row) for row in connection().execute(found))


def by_rfc_id(scope: Scope, rfc_id: str) -> Parcel | None:
    """The parcel that carried this Message-ID, or None."""
    row = connection().execute(_BY_RFC_ID, {"school": scope.school_id, "rfc": rfc_id[:255]}).first()
    return Parcel(*row) if row else None


def newest_to(scope: Scope, address: str) -> Parcel | None:
    """The newest parcel handed over to an address: what a bounce without an id is most likely about."""
    found = (
        select(*parcel_columns)
        .where(
            OutboxRow.school_id == scope.school_id,
            OutboxRow.to_address == address,
            OutboxRow.state.in_(("handed_over", "dispatched", "delivered", "opened")),
        )
        .order_by(OutboxRow.outbox_id.desc())
        .limit(1)
    )
    row = connection().execute(found).first()
    return Parcel(*row) if row else None


def counts(scope: Scope) -> dict[str, int]:
    """How many parcels are in each state."""
    rows = connection().execute(
        select(OutboxRow.state, func.count()).where(OutboxRow.school_id == scope.school_id).group_by(OutboxRow.state)
    )
    return {row[0]: row[1] for row in rows}
