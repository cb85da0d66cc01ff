"""Alerts of the risk clock: who was told, who has taken it, and what happens next."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKeyConstraint, Index, String, cast, func, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, SchoolId
from gateway.store.transaction import connection


class AlertRow(Base):
    """One alert; open until a person acknowledges it. ``told`` is the ordered list of staff ids of its route."""

    __tablename__ = "alerts"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "message_id"], ["messages.school_id", "messages.message_id"]),
        Index(None, "school_id", "acknowledged_at"),
        Index(None, "school_id", "thread_id"),
    )

    school_id: Mapped[SchoolId]
    alert_id: Mapped[Id]
    message_id: Mapped[int]
    thread_id: Mapped[int]
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    told: Mapped[list[str]] = mapped_column(JSON)
    raised_at: Mapped[datetime]
    next_call_at: Mapped[datetime | None]
    calls: Mapped[int]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[Code]


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert, as read back."""

    alert_id: int
    message_id: int
    thread_id: int
    findings: list[dict[str, Any]]
    told: list[str]
    raised_at: datetime
    next_call_at: datetime | None
    calls: int
    acknowledged_at: datetime | None
    acknowledged_by: str


_columns = [column for column in AlertRow.__table__.columns if column.name != "school_id"]


def raise_alert(scope: Scope, alert: Alert) -> None:
    """Write a new alert in the transaction that placed its message."""
    row = {column.name: getattr(alert, column.name) for column in _columns}
    connection().execute(insert(AlertRow), {"school_id": scope.school_id, **row})


def alert(scope: Scope, alert_id: int) -> Alert | None:
    """One alert, or None."""
    found = select(*_columns).where(AlertRow.school_id == scope.school_id, AlertRow.alert_id == alert_id)
    row = connection().execute(found).first()
    return Alert(*row) if row else None


def open_alerts(scope: Scope) -> tuple[Alert, ...]:
    """Every alert that no person has taken, oldest first."""
    found = (
        select(*_columns)
        .where(AlertRow.school_id == scope.school_id, AlertRow.acknowledged_at.is_(None))
        .order_by(AlertRow.alert_id)
    )
    return tuple(Alert(*row) for row in connection().execute(found))


def latest_alerts(scope: Scope, *, limit: int) -> tuple[Alert, ...]:
    """The newest alerts, taken or not."""
    found = (
        select(*_columns).where(AlertRow.school_id == scope.school_id).order_by(AlertRow.alert_id.desc()).limit(limit)
    )
    return tuple(Alert(*row) for row in connection().execute(found))


def alerts_of(scope: Scope, thread_id: int) -> tuple[Alert, ...]:
    """The alerts of one conversation, oldest first."""
    found = (
        select(*_columns)
        .where(AlertRow.school_id == scope.school_id, AlertRow.thread_id == thread_id)
        .order_by(AlertRow.alert_id)
    )
    return tuple(Alert(*row) for row in connection().execute(found))


def acknowledge(scope: Scope, alert_id: int, *, staff_id: str, now: datetime) -> bool:
    """Note who has taken an alert; False when somebody had it already."""
    changed = connection().execute(
        update(AlertRow)
        .where(AlertRow.school_id == scope.school_id, AlertRow.alert_id == alert_id, AlertRow.acknowledged_at.is_(None))
        .values(acknowledged_at=now, acknowledged_by=staff_id, next_call_at=None)
    )
    return changed.rowcount == 1


def due_for_a_call(scope: Scope, *, now: datetime) -> tuple[Alert, ...]:
    """Open alerts whose next person is to be told now."""
    found = (
        select(*_columns)
        .where(
            AlertRow.school_id == scope.school_id,
            AlertRow.acknowledged_at.is_(None),
            AlertRow.next_call_at <= now,
        )
        .order_by(AlertRow.alert_id)
    )
    return tuple(Alert(*row) for row in connection().execute(found))


def note_call(
    scope: Scope, alert_id: int, *, seen_calls: int, told: Sequence[str], next_call_at: datetime | None
) -> bool:
    """Note that the next person was told; False when another process told them meanwhile."""
    changed = connection().execute(
        update(AlertRow)
        .where(
            AlertRow.school_id == scope.school_id,
            AlertRow.alert_id == alert_id,
            AlertRow.calls == seen_calls,
            AlertRow.acknowledged_at.is_(None),
        )
        .values(calls=seen_calls + 1, told=list(told), next_call_at=next_call_at)
    )
    return changed.rowcount == 1


def was_told(scope: Scope, staff_id: str) -> bool:
    """Whether any alert of this school, open or taken, has this person on its route."""
    found = select(AlertRow.alert_id).where(
        AlertRow.school_id == scope.school_id,
        cast(AlertRow.told, String).contains(json.dumps(staff_id), autoescape=True),
    )
    return connection().execute(found.limit(1)).first() is not None


def open_count(scope: Scope) -> int:
    """How many alerts no person has taken."""
    found = select(func.count()).where(AlertRow.school_id == scope.school_id, AlertRow.acknowledged_at.is_(None))
    return int(connection().scalar(found) or 0)
