"""Replies that stand in the outbox and wait for their hour: one author's, and everybody's."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from gateway.domain.scope import Scope
from gateway.store.outbox import OF_A_TALK, OutboxRow, Parcel, parcel_columns
from gateway.store.threads import MessageRow
from gateway.store.transaction import connection


def kept_of(scope: Scope, author_id: str, *, now: datetime, limit: int) -> tuple[Parcel, ...]:
    """The replies of one author that still wait for their hour, the next to leave first."""
    found = (
        select(*parcel_columns)
        .join(
            MessageRow,
            (MessageRow.school_id == OutboxRow.school_id) & (MessageRow.message_id == OutboxRow.message_id),
        )
        .where(
            OutboxRow.school_id == scope.school_id,
            OutboxRow.state == "waiting",
            OutboxRow.send_after > now,
            OutboxRow.letter == "reply",
            MessageRow.author_id == author_id,
        )
        .order_by(OutboxRow.send_after, OutboxRow.outbox_id)
        .limit(limit)
    )
    return tuple(Parcel(*row) for row in connection().execute(found))


def left_over(scope: Scope, *, due_before: datetime) -> tuple[Parcel, ...]:
    """The replies that should have left before a moment and have not, without those that somebody let go sooner."""
    found = select(*parcel_columns).where(
        OutboxRow.school_id == scope.school_id,
        OutboxRow.state == "waiting",
        OutboxRow.send_after < due_before,
        OutboxRow.letter.in_(OF_A_TALK),
        OutboxRow.override == "",
    )
    return tuple(Parcel(*row) for row in connection().execute(found.order_by(OutboxRow.outbox_id)))


def waiting_replies(scope: Scope, *, now: datetime) -> tuple[Parcel, ...]:
    """The replies of everybody that wait for their hour and that nobody has begun to send, the next to leave first."""
    found = (
        select(*parcel_columns)
        .where(
            OutboxRow.school_id == scope.school_id,
            OutboxRow.state == "waiting",
            OutboxRow.send_after > now,
            OutboxRow.letter.in_(OF_A_TALK),
            OutboxRow.attempts == 0,
        )
        .order_by(OutboxRow.send_after, OutboxRow.outbox_id)
    )
    return tuple(Parcel(*row) for row in connection().execute(found))
