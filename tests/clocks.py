"""A clock that tests set by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MONDAY_MORNING = datetime(2026, 11, 23, 8, 10, tzinfo=UTC)
"""Ten past eight on a school day, before lessons, in the season when the school's time is UTC."""


@dataclass(slots=True)
class SetClock:
    """Stands still at ``now`` until a test moves it; given to the application as its clock."""

    now: datetime = MONDAY_MORNING

    def __call__(self) -> datetime:
        return self.now

    def set(self, moment: str) -> None:
        """Put the clock to an ISO moment with an offset."""
        self.now = datetime.fromisoformat(moment).astimezone(UTC)

    def forward(self, span: timedelta) -> None:
        """Let time pass."""
        self.now += span
