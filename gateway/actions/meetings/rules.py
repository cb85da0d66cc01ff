"""What a school sets for its meetings: rooms, lessons, and the gap between two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gateway.domain.errors import InputProblem
from gateway.domain.hours import Pattern
from gateway.domain.scope import Scope
from gateway.store import audit, meeting_rules
from gateway.store.meeting_rules import Rules
from gateway.store.transaction import reading, writing

GAPS = (0, 5, 10, 15, 20, 30)
"""Minutes that can be kept free between two meetings."""
MOST_ROOMS, LONGEST_NAME = 30, 60


def standing(scope: Scope) -> tuple[Rules, tuple[str, ...]]:
    """A school's rules, and its rooms by name. No event: no message is shown."""
    with reading():
        return meeting_rules.rules(scope), meeting_rules.rooms(scope)


def set_rules(scope: Scope, *, rooms: Sequence[str], lessons: str, gap_minutes: int, now: datetime) -> None:
    """Set the rooms, when lessons are, and the gap. What is booked stays. Raises InputProblem. Event: meeting_rules.changed."""
    names = tuple(dict.fromkeys(filter(None, (" ".join(one.split()) for one in rooms))))
    if len(names) > MOST_ROOMS or any(len(one) > LONGEST_NAME for one in names):
        raise InputProblem(f"Name at most {MOST_ROOMS} rooms, each in at most {LONGEST_NAME} letters.")
    if gap_minutes not in GAPS:
        raise InputProblem("Choose how many minutes are kept free between two meetings.")
    written = Pattern.parse(lessons).written()
    with writing():
        audit.take_turn(scope)
        meeting_rules.replace_rooms(scope, names)
        meeting_rules.save_rules(scope, Rules(written, gap_minutes))
        audit.append(
            scope, "meeting_rules.changed", now=now, clause="C2", rooms=list(names), lessons=written, gap=gap_minutes
        )
