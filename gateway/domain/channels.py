"""The closed channels: apps of the school that no program may send through, so that a bridge or a person carries messages;
and every channel that calls us."""

from __future__ import annotations

from collections.abc import Mapping

CLOSED: Mapping[str, str] = {
    "tapestry": "Tapestry",
    "school_gateway": "School Gateway",
    "schoolcomms": "SchoolComms",
}
"""Channel → how people call it (clause C1 names all three)."""
TEXT = "schoolcomms_text"
"""SchoolComms' text leg: a number of the school's own, which the policy covers only once the school has said so."""
CALLING: Mapping[str, str] = {**CLOSED, TEXT: "SchoolComms text"}
"""Every channel that calls us, and names its writers in its own way; channel → how people call it."""
