"""The first risk screen: a help that misses things, never a detection, and that alerts where it is unsure."""

from __future__ import annotations

from gateway.domain.risk.screening import by_rules, rules_say, screen

__all__ = ["by_rules", "rules_say", "screen"]
