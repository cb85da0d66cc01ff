"""Where published calendars come from: a source that reads the lines of a file, and what it says of a file it cannot read."""

from __future__ import annotations

from datetime import date, tzinfo
from typing import Protocol

from gateway.domain.errors import InputProblem
from gateway.domain.term_dates import Line

LARGEST = 5 * 1024 * 1024
"""Bytes of the largest calendar file that is read."""


class CalendarUnreadable(InputProblem):
    """A file is no calendar, or one that is too large; nothing of it was used."""


class CalendarSource(Protocol):
    """Reads the lines of a calendar file that touch a stretch of days."""

    def __call__(self, raw: bytes, *, zone: tzinfo, since: date, until: date) -> tuple[Line, ...]:
        """Its lines in the order of their days, each day as the school's ``zone`` has it. Raises CalendarUnreadable."""
        ...
