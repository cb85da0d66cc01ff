"""A progress bar on standard error: only on a terminal, and only for work that takes more than a second."""

from __future__ import annotations

import sys
import time

WIDTH = 30
PATIENCE = 1.0
"""Seconds before a bar appears."""
EVERY = 0.1
"""Seconds between two drawings."""


class Progress:
    """Draws how far a long work is; ``clear`` makes room for a line of output on the same terminal."""

    def __init__(self) -> None:
        self._is_terminal = sys.stderr.isatty()
        self._draws_at = time.monotonic() + PATIENCE
        self._is_drawn = False

    def step(self, what: str, done: int, count: int) -> None:
        """Say that ``done`` of ``count`` are done."""
        if not self._is_terminal or (now := time.monotonic()) < self._draws_at:
            return
        self._draws_at = now + EVERY
        filled = WIDTH * done // max(count, 1)
        sys.stderr.write(f"\r\x1b[K{what}  [{'#' * filled}{'.' * (WIDTH - filled)}]  {done:,} of {count:,}")
        sys.stderr.flush()
        self._is_drawn = True

    def clear(self) -> None:
        """Take the bar away until the next step."""
        if self._is_drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._is_drawn = False
