"""What Handbell remembers; the only floor that speaks SQL."""

from gateway.store import (
    accounts,
    arrivals,
    audit,
    concerns,
    drafts,
    endpoints,
    flags,
    inbox,
    mailboxes,
    outbox,
    people,
    queue,
    restrictions,
    schools,
    threads,
)

__all__ = [
    "accounts",
    "arrivals",
    "audit",
    "concerns",
    "drafts",
    "endpoints",
    "flags",
    "inbox",
    "mailboxes",
    "outbox",
    "people",
    "queue",
    "restrictions",
    "schools",
    "threads",
]
