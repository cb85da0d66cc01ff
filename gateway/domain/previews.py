"""How a message begins, as a list of conversations shows it."""

from __future__ import annotations

LONGEST = 140
"""Characters, the dots included."""
_READ = 20 * LONGEST
_LONGEST_WORD = 30


def preview_of(text: str) -> str:
    """The first words of a text on one line, with "…" behind them where more follows; no word is cut in two unless it is
    longer than words are.
    """
    start = " ".join(text[:_READ].split())
    if len(start) <= LONGEST:
        return start
    cut = start[: LONGEST - 1]
    whole, _, broken = start[:LONGEST].rpartition(" ")
    shown = whole if whole and len(broken) <= _LONGEST_WORD else cut
    return f"{shown.rstrip('.,;:!? ')}…"
