"""The closed channels: apps of the school that no program may send through, so that a bridge or a person carries messages."""

from __future__ import annotations

from collections.abc import Mapping

CLOSED: Mapping[str, str] = {
    "tapestry": "Tapestry",
    "school_gateway": "School Gateway",
    "schoolcomms": "SchoolComms",
}
"""Channel → how people call it (clause C1 names all three)."""
