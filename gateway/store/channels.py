"""What has passed over each channel, counted from the messages and the outbox; nothing is kept here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from gateway.domain.scope import Scope
from gateway.store.outbox import OutboxRow
from gateway.store.threads import MessageRow
from gateway.store.transaction import connection

LEFT = ("handed_over", "dispatched", "delivered", "opened")


@dataclass(frozen=True, slots=True)
class Overdue:
    """What should have left by one channel and waits still: how many, when the first is or was to leave, how often the one
    that was tried most was tried, and why the newest that was tried did not go.
    """

    channel: str
    parcels: int
    since_at: datetime
    tries: int
    failure: str


def last_in(scope: Scope) -> dict[str, datetime]:
    """Channel → when a family's newest message came by it."""
    found = (
        select(MessageRow.channel, func.max(MessageRow.received_at))
        .where(MessageRow.school_id == scope.school_id, MessageRow.by != "staff")
        .group_by(MessageRow.channel)
    )
    return {row[0]: row[1] for row in connection().execute(found)}


def last_out(scope: Scope) -> dict[str, datetime]:
    """Channel → when the newest message of ours left by it."""
    found = (
        select(OutboxRow.channel, func.max(OutboxRow.settled_at))
        .where(OutboxRow.school_id == scope.school_id, OutboxRow.state.in_(LEFT))
        .group_by(OutboxRow.channel)
    )
    return {row[0]: row[1] for row in connection().execute(found) if row[1] is not None}


def overdue(scope: Scope, *, now: datetime) -> dict[str, Overdue]:
    """Channel → what should have left by it and waits still."""
    due = (
        OutboxRow.school_id == scope.school_id,
        OutboxRow.state == "waiting",
        or_(OutboxRow.send_after <= now, OutboxRow.failure != ""),
    )
    counted = (
        select(OutboxRow.channel, func.count(), func.min(OutboxRow.send_after), func.max(OutboxRow.attempts))
        .where(*due)
        .group_by(OutboxRow.channel)
    )
    why = (
        select(OutboxRow.channel, OutboxRow.failure).where(*due, OutboxRow.failure != "").order_by(OutboxRow.outbox_id)
    )
    reasons = {row.channel: row.failure for row in connection().execute(why)}
    return {row[0]: Overdue(*row, failure=reasons.get(row[0], "")) for row in connection().execute(counted)}


def bounced(scope: Scope, *, among: Collection[str]) -> dict[str, datetime]:
    """Address → since when everything that was sent to it by these channels has come back, the newest thing included."""
    newest = (
        select(OutboxRow.to_address, func.max(OutboxRow.outbox_id).label("outbox_id"))
        .where(
            OutboxRow.school_id == scope.school_id,
            OutboxRow.channel.in_(among),
            OutboxRow.state.in_((*LEFT, "failed")),
        )
        .group_by(OutboxRow.to_address)
        .subquery()
    )
    found = (
        select(OutboxRow.to_address, OutboxRow.settled_at)
        .join(newest, OutboxRow.outbox_id == newest.c.outbox_id)
        .where(OutboxRow.school_id == scope.school_id, OutboxRow.state == "failed")
    )
    return {row.to_address: row.settled_at for row in connection().execute(found)}
