"""Alerts of the risk clock: who was told, who has taken it, and what happens next."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKeyConstraint,
    Index,
    String,
    and_,
    bindparam,
    cast,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, SchoolId
from gateway.store.threads import ThreadPupilRow
from gateway.store.transaction import connection


class AlertRow(Base):
    """One alert; open until a person acknowledges it. ``told`` is the ordered list of staff ids of its route.

    ``cleared_for`` says who may talk with the family: nobody (blank), ``leaders``, or ``all`` as usual.
    """

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
    cleared_for: Mapped[Code]
    cleared_at: Mapped[datetime | None]
    cleared_by: Mapped[Code]


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
    cleared_for: str = ""
    cleared_at: datetime | None = None
    cleared_by: str = ""


_columns = [column for column in AlertRow.__table__.columns if column.name != "school_id"]
_TOLD = (
    select(AlertRow.alert_id)
    .where(
        AlertRow.school_id == bindparam("school"),
        cast(AlertRow.told, String).contains(bindparam("person"), escape="/"),
    )
    .limit(1)
)


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


def alerts_among(scope: Scope, thread_ids: Sequence[int]) -> dict[int, tuple[Alert, ...]]:
    """The alerts of several conversations, by these, the oldest first."""
    found = (
        select(*_columns)
        .where(AlertRow.school_id == scope.school_id, AlertRow.thread_id.in_(thread_ids))
        .order_by(AlertRow.alert_id)
    )
    held: dict[int, tuple[Alert, ...]] = {}
    for row in connection().execute(found):
        held[row.thread_id] = (*held.get(row.thread_id, ()), Alert(*row))
    return held


def acknowledge(scope: Scope, alert_id: int, *, staff_id: str, now: datetime) -> bool:
    """Note who has taken an alert; False when somebody had it already."""
    changed = connection().execute(
        update(AlertRow)
        .where(AlertRow.school_id == scope.school_id, AlertRow.alert_id == alert_id, AlertRow.acknowledged_at.is_(None))
        .values(acknowledged_at=now, acknowledged_by=staff_id, next_call_at=None)
    )
    return changed.rowcount == 1


def clear(scope: Scope, alert_id: int, *, cleared_for: str, staff_id: str, now: datetime) -> bool:
    """Note who may talk with the family again (``leaders``, ``all``, blank for nobody); False when that stood already."""
    changed = connection().execute(
        update(AlertRow)
        .where(
            AlertRow.school_id == scope.school_id,
            AlertRow.alert_id == alert_id,
            AlertRow.acknowledged_at.is_not(None),
            AlertRow.cleared_for != cleared_for,
        )
        .values(cleared_for=cleared_for, cleared_at=now if cleared_for else None, cleared_by=staff_id)
    )
    return changed.rowcount == 1


def not_cleared(scope: Scope, thread_ids: Sequence[int], pupil_ids: Sequence[str]) -> tuple[tuple[Alert, str], ...]:
    """The alerts not cleared for all in these conversations, or in any about these pupils, each once with every such pupil.

    The second of a pair is a pupil of the alert's conversation, blank where it is about none.
    """
    about = and_(ThreadPupilRow.school_id == AlertRow.school_id, ThreadPupilRow.thread_id == AlertRow.thread_id)
    found = (
        select(*_columns, func.coalesce(ThreadPupilRow.pupil_id, "").label("pupil"))
        .outerjoin(ThreadPupilRow, about)
        .where(
            AlertRow.school_id == scope.school_id,
            AlertRow.cleared_for != "all",
            or_(AlertRow.thread_id.in_(thread_ids), ThreadPupilRow.pupil_id.in_(pupil_ids)),
        )
        .order_by(AlertRow.alert_id)
    )
    return tuple((Alert(*row[:-1]), row.pupil) for row in connection().execute(found))


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


def hand_over(scope: Scope, alert_id: int, *, told: Sequence[str]) -> None:
    """Note who may see an alert that somebody has taken."""
    connection().execute(
        update(AlertRow)
        .where(
            AlertRow.school_id == scope.school_id, AlertRow.alert_id == alert_id, AlertRow.acknowledged_at.is_not(None)
        )
        .values(told=list(told))
    )


def put_off(scope: Scope, alert_id: int, *, to: datetime | None) -> None:
    """Let an open alert's next call wait for another moment."""
    connection().execute(
        update(AlertRow)
        .where(AlertRow.school_id == scope.school_id, AlertRow.alert_id == alert_id, AlertRow.acknowledged_at.is_(None))
        .values(next_call_at=to)
    )


def was_told(scope: Scope, staff_id: str) -> bool:
    """Whether any alert of this school, open or taken, has this person on its route."""
    person = re.sub(r"([/%_])", r"/\1", json.dumps(staff_id))
    values = {"school": scope.school_id, "person": person}
    return connection().execute(_TOLD, values).first() is not None


def open_count(scope: Scope) -> int:
    """How many alerts no person has taken."""
    found = select(func.count()).where(AlertRow.school_id == scope.school_id, AlertRow.acknowledged_at.is_(None))
    return int(connection().scalar(found) or 0)
