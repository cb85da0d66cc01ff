"""Mail that machines write: it reaches no inbox, but a bounce says what became of a message of ours."""

from __future__ import annotations

from datetime import datetime

from gateway.actions.own_threads import bring_back
from gateway.actions.reading import Reading
from gateway.domain.scope import Scope
from gateway.store import audit, outbox


def note(scope: Scope, reading: Reading, *, arrival_id: int, now: datetime) -> None:
    """Write what an automatic mail tells, in the open transaction. Events: delivery.failed, automatic.noted."""
    for failure in reading.failures:
        parcel = outbox.by_rfc_id(scope, failure.original_message_id) if failure.original_message_id else None
        parcel = parcel or outbox.newest_to(scope, failure.address)
        if parcel is None or failure.temporary:
            continue
        outbox.settle(scope, parcel.outbox_id, state="failed", now=now, failure=failure.code or "returned")
        bring_back(scope, parcel, now=now)
        audit.append(
            scope,
            "delivery.failed",
            now=now,
            clause="C1",
            thread_id=parcel.thread_id,
            outbox=parcel.outbox_id,
            code=failure.code,
        )
    audit.append(scope, "automatic.noted", now=now, clause="C3", arrival=arrival_id, kind=reading.kind)
