"""How often the fault, race and fuzz tests repeat: in full for ``make torture``, a seeded tenth otherwise."""

from __future__ import annotations

import os


def repeats(full: int) -> int:
    """The number of repeats for a test that has ``full`` of them under torture; never none."""
    return full if os.environ.get("HANDBELL_TORTURE") == "full" else max(full // 10, 1)
