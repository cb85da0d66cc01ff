"""When a parent cannot talk: ticks on a small grid of days and parts of a day, kept in the hours grammar."""

from __future__ import annotations

from collections.abc import Iterable

from gateway.domain.hours import DAYS, Pattern

PARTS = {
    "before": ("Before school", "00:00-09:00"),
    "during": ("In school time", "09:00-15:00"),
    "after": ("After school", "15:00-24:00"),
}
"""Part of a day → how the grid names it, and its hours."""
SCHOOL_DAYS = DAYS[:5]
TICKS = frozenset(f"{day}-{part}" for day in SCHOOL_DAYS for part in PARTS)


def written(ticks: Iterable[str]) -> str:
    """Ticks such as ``Tu-after`` in the hours grammar; what is no tick is left out, and blank is for none."""
    held = TICKS & set(ticks)
    rules = (
        (day, ",".join(hours for part, (_, hours) in PARTS.items() if f"{day}-{part}" in held)) for day in SCHOOL_DAYS
    )
    said = "; ".join(f"{day} {hours}" for day, hours in rules if hours)
    return Pattern.parse(said).written() if said else ""


def ticks_of(cannot: str) -> frozenset[str]:
    """The ticks that ``written`` gave these hours for."""
    if not cannot:
        return frozenset()
    pattern = Pattern.parse(cannot)
    whole = {part: Pattern.parse(f"Mo {hours}").spans_on(0)[0] for part, (_, hours) in PARTS.items()}
    return frozenset(
        f"{day}-{part}"
        for number, day in enumerate(SCHOOL_DAYS)
        for part, (start, end) in whole.items()
        if any(first <= start and end <= last for first, last in pattern.spans_on(number))
    )
