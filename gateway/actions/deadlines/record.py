"""The record of deadlines: one event for each thing that happens to one, without a name or a word of anybody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gateway.domain.deadlines import KINDS
from gateway.domain.scope import Scope
from gateway.store import audit
from gateway.store.deadlines import Deadline

STEPS = (
    "deadline.raised",
    "deadline.opened",
    "deadline.confirmed",
    "deadline.put_away",
    "deadline.extended",
    "deadline.closed",
)


def written(at: datetime | None) -> str | None:
    """A moment as the record keeps it."""
    return at.isoformat() if at is not None else None


def note(scope: Scope, event: str, held: Deadline, *, now: datetime, **detail: Any) -> None:
    """Add what happened to a deadline to the record, in the open transaction."""
    audit.append(
        scope,
        event,
        now=now,
        clause=KINDS[held.kind].clause,
        thread_id=held.thread_id,
        deadline=held.deadline_id,
        kind=held.kind,
        **detail,
    )
