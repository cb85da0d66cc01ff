"""What the relay asks of memory: the original that a mail was first kept as, and the originals that wait to be handed on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from gateway.domain.delivery import RELAY
from gateway.domain.scope import Scope
from gateway.store.arrivals import ArrivalRow
from gateway.store.outbox import ORIGINAL, OutboxRow, Parcel, parcel_columns
from gateway.store.threads.conversations import MailIdRow
from gateway.store.threads.messages import Message, MessageRow, message_columns
from gateway.store.transaction import connection


def first_kept(scope: Scope, fingerprint: str) -> int | None:
    """The arrival that holds the bytes of a mail, by whichever way it came first, or None."""
    found = (
        select(ArrivalRow.arrival_id)
        .where(
            ArrivalRow.school_id == scope.school_id,
            ArrivalRow.fingerprint == fingerprint,
            ArrivalRow.state != "duplicate",
        )
        .order_by(ArrivalRow.arrival_id)
        .limit(1)
    )
    return connection().scalar(found)


def message_of(scope: Scope, arrival_id: int) -> Message | None:
    """The message that an arrival became, or None where it became none, or not yet."""
    found = (
        select(*message_columns)
        .where(MessageRow.school_id == scope.school_id, MessageRow.arrival_id == arrival_id)
        .order_by(MessageRow.message_id)
        .limit(1)
    )
    row = connection().execute(found).first()
    return Message(*row) if row else None


def relayed(scope: Scope, rfc_id: str, *, address: str) -> Parcel | None:
    """The parcel that took a mail of staff under this Message-ID to ``address``; the only one, where it went to one alone."""
    found = (
        select(*parcel_columns)
        .join(MailIdRow, (MailIdRow.school_id == OutboxRow.school_id) & (MailIdRow.message_id == OutboxRow.message_id))
        .where(
            OutboxRow.school_id == scope.school_id,
            MailIdRow.rfc_id == rfc_id[:255],
            OutboxRow.channel == RELAY,
            OutboxRow.letter != ORIGINAL,
        )
        .order_by(OutboxRow.outbox_id)
    )
    parcels = [Parcel(*row) for row in connection().execute(found)]
    named = [one for one in parcels if one.to_address.lower() == address]
    return next(iter(named or (parcels if len(parcels) == 1 else ())), None)


def waiting(scope: Scope, letter: str) -> tuple[Parcel, ...]:
    """The parcels of one letter that wait for their hour and that nobody has begun to send, the next to leave first."""
    found = (
        select(*parcel_columns)
        .where(
            OutboxRow.school_id == scope.school_id,
            OutboxRow.state == "waiting",
            OutboxRow.letter == letter,
            OutboxRow.leased_until.is_(None),
            OutboxRow.attempts == 0,
        )
        .order_by(OutboxRow.send_after, OutboxRow.outbox_id)
    )
    return tuple(Parcel(*row) for row in connection().execute(found))


def leave_to(scope: Scope, outbox_id: int, *, channel: str) -> None:
    """Let another channel send a parcel that was claimed."""
    connection().execute(
        update(OutboxRow)
        .where(OutboxRow.school_id == scope.school_id, OutboxRow.outbox_id == outbox_id, OutboxRow.state == "waiting")
        .values(channel=channel, leased_until=None, attempts=0)
    )


def withhold(scope: Scope, outbox_id: int, *, now: datetime) -> None:
    """Keep a parcel that was claimed from ever being sent."""
    connection().execute(
        update(OutboxRow)
        .where(OutboxRow.school_id == scope.school_id, OutboxRow.outbox_id == outbox_id, OutboxRow.state == "waiting")
        .values(state="cancelled", settled_at=now, leased_until=None)
    )
