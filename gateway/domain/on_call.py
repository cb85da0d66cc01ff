"""Who is on call out of hours: leaders in turns of days or weeks, a later turn standing over an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo

from gateway.domain.roster import OnCall

BEGINS_AFTER = timedelta(hours=7)
"""A day on call runs from seven in the morning to seven of the next: whoever has the evening has the night."""
LEADERS = frozenset({"headteacher", "deputy_head", "dsl", "deputy_dsl"})
"""The roles that share the rota; nobody else is put on it."""
LOOKS_AHEAD = 14
"""Days ahead in which a gap is said on Today."""


def call_day(at: datetime, zone: tzinfo) -> date:
    """The day on call to which an aware moment belongs."""
    return (at.astimezone(zone).replace(tzinfo=None) - BEGINS_AFTER).date()


def on_call_on(turns: Sequence[OnCall], day: date) -> str:
    """The staff id of who is on call on a day, or blank; of several turns the one that was entered last."""
    held = [one for one in turns if one.first_on <= day <= one.last_on]
    return max(held, key=lambda one: one.turn_id).staff_id if held else ""


def gaps(turns: Sequence[OnCall], first_on: date, *, days: int) -> tuple[date, ...]:
    """The days from one on, so many, on which nobody is on call."""
    ahead = (first_on + timedelta(days=step) for step in range(days))
    return tuple(day for day in ahead if not on_call_on(turns, day))
