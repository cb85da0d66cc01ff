"""What did not reach a family and of which nobody has told them another way."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, func, select, update

from gateway.domain.scope import Scope
from gateway.store.outbox import OutboxRow, Parcel, parcel_columns
from gateway.store.transaction import connection


def ended(scope: Scope, *, limit: int) -> tuple[Parcel, ...]:
    """The parcels that no way was left for and that nobody has told otherwise, the newest first."""
    found = (
        select(*parcel_columns)
        .where(*_untold(scope), OutboxRow.facts["ended"].as_boolean())
        .order_by(OutboxRow.settled_at.desc())
        .limit(limit)
    )
    return tuple(Parcel(*row) for row in connection().execute(found))


def count_untold(scope: Scope, *, without: Collection[int]) -> int:
    """How many parcels failed and were not told otherwise since, those of some conversations not counted."""
    return _count(*_untold(scope), _outside(without))


def count_unknown(scope: Scope, *, without: Collection[int]) -> int:
    """How many parcels nobody knows of whether they went, those of some conversations not counted."""
    return _count(OutboxRow.school_id == scope.school_id, OutboxRow.state == "unknown", _outside(without))


def _count(*which: ColumnElement[bool]) -> int:
    return connection().scalar(select(func.count()).select_from(OutboxRow).where(*which)) or 0


def _outside(thread_ids: Collection[int]) -> ColumnElement[bool]:
    """Parcels of none of these conversations; some are of no conversation at all."""
    return OutboxRow.thread_id.is_(None) | OutboxRow.thread_id.not_in(thread_ids)


def note_facts(scope: Scope, outbox_id: int, *, facts: dict[str, Any]) -> bool:
    """Put other facts into a parcel that failed: why, or who has told the family since; False when it is no failure."""
    changed = connection().execute(
        update(OutboxRow)
        .where(OutboxRow.school_id == scope.school_id, OutboxRow.outbox_id == outbox_id, OutboxRow.state == "failed")
        .values(facts=facts)
    )
    return changed.rowcount == 1


def _untold(scope: Scope) -> tuple[Any, ...]:
    return (
        OutboxRow.school_id == scope.school_id,
        OutboxRow.state == "failed",
        OutboxRow.facts["told_by"].as_string().is_(None),
    )
