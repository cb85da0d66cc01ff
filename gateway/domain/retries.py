"""How long to wait before trying to send again, and when to stop."""

from __future__ import annotations

from datetime import timedelta

WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
)
"""After the first failed attempt, the second, and so on; about eighteen hours in all."""


def wait_before(attempt: int, *, asked: timedelta | None = None) -> timedelta | None:
    """How long to wait after this many failed attempts, at least as long as the other side asked; None means stop."""
    if attempt > len(WAITS):
        return None
    return max(WAITS[attempt - 1], asked or timedelta(0))
