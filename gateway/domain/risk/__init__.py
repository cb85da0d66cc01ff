"""The first risk screen: a help that misses things, never a detection, and that alerts where it is unsure."""

from __future__ import annotations

from gateway.domain.risk.screening import screen, screen_weighed

__all__ = ["screen", "screen_weighed"]
