"""Which schools there are, and that their jobs are alive."""

from __future__ import annotations

from datetime import datetime

from gateway.domain.scope import Scope, one_school
from gateway.store import schools
from gateway.store.transaction import reading, writing


def every_school() -> tuple[Scope, ...]:
    """A scope of its own for each school of this database. No event: nothing is read but ids."""
    with reading():
        return tuple(one_school(school_id) for school_id in schools.school_ids(Scope(())))


def beat(scope: Scope, job: str, *, now: datetime, failure: str) -> None:
    """Note that a job finished, or why it failed. No event: heartbeats would drown the record."""
    with writing():
        schools.beat(scope, job, now=now, failure=failure)
