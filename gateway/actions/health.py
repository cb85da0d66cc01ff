"""How Handbell stands: is everything it needs there, and how much waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from gateway.actions.mailboxes import NOT_READ
from gateway.actions.relay_pulse import BEATS
from gateway.domain.scope import Scope, one_school
from gateway.store import arrivals, concerns, mailboxes, outbox, queue, schools
from gateway.store.transaction import is_migrated, reading

JOBS_SILENT_AFTER = timedelta(minutes=5)
MAILBOX_SILENT_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Standing:
    """Each check with ``ok`` or a sentence, and the counts by name; counts are sums over all schools."""

    checks: dict[str, str]
    counts: dict[str, int]

    @property
    def is_ready(self) -> bool:
        """Whether every check is well."""
        return all(value == "ok" for value in self.checks.values())

    def as_prometheus(self) -> bytes:
        """The counts in Prometheus' text form."""
        registry = CollectorRegistry()
        for name, value in self.counts.items():
            Gauge(f"handbell_{name}", f"Handbell: {name.replace('_', ' ')}.", registry=registry).set(value)
        return generate_latest(registry)


def how_it_stands(scope: Scope, *, now: datetime) -> Standing:
    """Look at the database, the migrations, the jobs and the mailboxes. No event: nobody's words are read."""
    if not is_migrated():
        return Standing({"database": "the database does not answer, or its migrations have not run"}, {})
    with reading():
        return _look(scope, now=now)


def _look(scope: Scope, *, now: datetime) -> Standing:
    checks = {"database": "ok", "jobs": "ok", "mailboxes": "ok"}
    counts = {"queue_waiting": 0, "outbox_waiting": 0, "outbox_failed": 0, "alerts_open": 0, "arrivals_on_shelf": 0}
    ids = schools.school_ids(scope)
    if not ids:
        checks["database"] = "no school has been imported"
    for school_id in ids:
        own = one_school(school_id)
        beats = schools.heartbeats(own)
        if not any(now - beat_at < JOBS_SILENT_AFTER for name, (beat_at, _) in beats.items() if name not in BEATS):
            checks["jobs"] = "no job has finished in the last five minutes"
        for mailbox in mailboxes.mailboxes(own):
            if mailbox.kind in NOT_READ:
                continue
            if mailbox.paused_at is not None:
                continue
            if mailbox.checked_at is None or now - mailbox.checked_at > MAILBOX_SILENT_AFTER:
                checks["mailboxes"] = "a mailbox has not been read in the last ten minutes"
        parcels = outbox.counts(own)
        counts["queue_waiting"] += len(queue.waiting(own))
        counts["outbox_waiting"] += parcels.get("waiting", 0)
        counts["outbox_failed"] += parcels.get("failed", 0) + parcels.get("unknown", 0)
        counts["alerts_open"] += concerns.open_count(own)
        counts["arrivals_on_shelf"] += arrivals.on_shelf(own)
    return Standing(checks, counts)
