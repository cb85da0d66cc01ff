"""Times to meet as a page lists them: by day, in order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, tzinfo

from gateway.domain.meetings import Slot


def by_day(slots: Iterable[Slot], zone: tzinfo) -> tuple[tuple[date, tuple[Slot, ...]], ...]:
    """Slots under the school's day on which they begin."""
    days: dict[date, list[Slot]] = {}
    for one in sorted(slots, key=lambda slot: slot.starts_at):
        days.setdefault(one.starts_at.astimezone(zone).date(), []).append(one)
    return tuple((day, tuple(held)) for day, held in days.items())


def late_minutes(pressed: str) -> int:
    """How late a pressed button ``late-10`` says that somebody is; 0, which nobody is, for anything else."""
    number = pressed.removeprefix("late-")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 4 else 0
