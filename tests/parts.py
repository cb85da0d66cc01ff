"""The real parts that some tests need, and what happens where one is not installed."""

from __future__ import annotations

import os

import pytest


def required_parts() -> frozenset[str]:
    """The parts named in ``REQUIRE``, a list joined by commas."""
    return frozenset(name.strip() for name in os.environ.get("REQUIRE", "").split(",") if name.strip())


def require_or_skip(name: str, found: object, install: str) -> None:
    """Go on when the part was found; else skip with the line that installs it, or fail when ``REQUIRE`` names it."""
    if found:
        return
    reason = f"{name} is not installed; install it with: {install}"
    if name in required_parts():
        pytest.fail(f"{reason} (REQUIRE names it, so its tests may not be skipped)", pytrace=False)
    pytest.skip(reason)
