"""Going off duty early, and coming back: for the rest of today alone, with every promise planned again."""

from __future__ import annotations

from datetime import UTC, datetime

from gateway.actions.directory import directory
from gateway.actions.release import release_due, replan_promises
from gateway.domain.errors import InputProblem
from gateway.domain.hours import Calendar, Worker, duty_of, is_open_to, next_on_duty, rests_until
from gateway.domain.scope import Scope
from gateway.store import audit, people
from gateway.store.transaction import writing


class OutsideWorkingDay(InputProblem):
    """You can go off duty early once your working day has begun and before it ends."""


def can_finish_early(worker: Worker, calendar: Calendar, at: datetime) -> bool:
    """Whether a person's working day has begun at a moment and is not over; a break in it counts."""
    day = calendar.day_of(at)
    spans = duty_of(worker, calendar.zone, day) if is_open_to(worker, calendar, day) else ()
    return bool(spans) and spans[0][0] <= at < spans[-1][1]


def finish_early(scope: Scope, staff_id: str, *, now: datetime) -> datetime | None:
    """Be off duty for the rest of today; when they are next on duty (None: not known). Raises OutsideWorkingDay.

    Events: duty.finished_early, promise.changed.
    """
    with writing():
        audit.take_turn(scope)
        staffing = directory(scope).staffing
        worker, calendar = staffing.workers[staff_id], staffing.calendar
        if not can_finish_early(worker, calendar, now):
            raise OutsideWorkingDay("You can go off duty early once your working day has begun and before it ends.")
        people.finish_early(scope, staff_id, finished_at=now)
        next_at = next_on_duty(directory(scope).staffing.workers[staff_id], calendar, now)
        audit.append(
            scope,
            "duty.finished_early",
            now=now,
            clause="C3",
            staff=staff_id,
            next_at=next_at.astimezone(UTC).isoformat() if next_at else None,
        )
        replan_promises(scope, now=now)
        return next_at


def come_back(scope: Scope, staff_id: str, *, now: datetime) -> bool:
    """Be on duty again today after all; whether they had finished early. What waited for them rings at once.

    Events: duty.resumed, promise.changed, message.rang.
    """
    with writing():
        audit.take_turn(scope)
        staffing = directory(scope).staffing
        if rests_until(staffing.workers[staff_id], staffing.calendar.zone, now) is None:
            return False
        people.come_back(scope, staff_id)
        audit.append(scope, "duty.resumed", now=now, clause="C3", staff=staff_id)
        replan_promises(scope, now=now)
    release_due(scope, now=now)
    return True
