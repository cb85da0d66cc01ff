"""The only reader of the time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from gateway.domain.errors import InputProblem

Clock = Callable[[], datetime]
"""A function that gives the present moment, aware, in UTC."""


def real_clock() -> datetime:
    """The machine's own time."""
    return datetime.now(UTC)


def clock_from(setting: str) -> Clock:
    """Build a clock from ``HANDBELL_CLOCK``.

    Blank is the machine's time; ``2026-11-23T08:10:00+00:00`` stands still there;
    ``+3600s`` or ``-86400s`` runs that many seconds off the machine's time.
    """
    if not setting:
        return real_clock
    if match := re.fullmatch(r"([+-]\d+)s", setting):
        offset = timedelta(seconds=int(match[1]))
        return lambda: datetime.now(UTC) + offset
    try:
        fixed = datetime.fromisoformat(setting)
    except ValueError:
        fixed = None
    if fixed is None or fixed.tzinfo is None:
        raise InputProblem(
            f"HANDBELL_CLOCK is {setting!r}; give an ISO time with an offset, or seconds such as +3600s."
        )
    return lambda: fixed.astimezone(UTC)
