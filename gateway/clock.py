"""The only reader of the time."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from gateway.domain.errors import InputProblem

FURTHEST_S = 20 * 366 * 86_400
"""Seconds that a clock may run off the machine's time."""

Clock = Callable[[], datetime]
"""A function that gives the present moment, aware, in UTC."""


def real_clock() -> datetime:
    """The machine's own time."""
    return datetime.now(UTC)


class MovableClock:
    """A demo's clock: runs as far off the machine's time as a small file says, so that all of its processes agree."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._offset()

    def move_to(self, at: datetime) -> None:
        """Let it be this moment now, for every process that reads the file. It never runs backwards."""
        if at > self():
            self.start_at(at)

    def start_at(self, at: datetime) -> None:
        """Begin at a moment, whatever an earlier demo left in the file."""
        fresh = self.path.with_suffix(".new")
        fresh.write_text(f"{(at - datetime.now(UTC)).total_seconds()}\n", encoding="utf-8")
        os.replace(fresh, self.path)

    def _offset(self) -> timedelta:
        try:
            return timedelta(seconds=float(self.path.read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError):
            return timedelta(days=-36500)


def clock_from(setting: str) -> Clock:
    """Build a clock from ``HANDBELL_CLOCK``.

    Blank is the machine's time; ``2026-11-23T08:10:00+00:00`` stands still there;
    ``+3600s`` or ``-86400s`` runs that many seconds off the machine's time; ``@FILE`` is a demo's movable clock.
    """
    if not setting:
        return real_clock
    if setting.startswith("@"):
        return MovableClock(Path(setting[1:]))
    if match := re.fullmatch(r"([+-]\d+)s", setting):
        seconds = int(match[1])
        if abs(seconds) <= FURTHEST_S:
            return lambda: datetime.now(UTC) + timedelta(seconds=seconds)
    try:
        fixed = datetime.fromisoformat(setting)
    except ValueError:
        fixed = None
    if fixed is None or fixed.tzinfo is None or not 2000 <= fixed.year < 2100:
        raise InputProblem(
            f"HANDBELL_CLOCK is {setting!r}; give an ISO time of this century with an offset, or seconds such as +3600s."
        )
    return lambda: fixed.astimezone(UTC)
