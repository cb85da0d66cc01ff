"""Asking for other hours: a member of staff asks, who may set hours sets them or cannot agree; nothing moves until then."""

from __future__ import annotations

from datetime import datetime

from gateway.actions.directory import directory
from gateway.domain.errors import InputProblem
from gateway.domain.hours import Pattern
from gateway.domain.scope import Scope
from gateway.store import asked_hours, audit
from gateway.store.asked_hours import AskedHours
from gateway.store.transaction import reading, writing


def ask_for_hours(scope: Scope, staff_id: str, hours: str, *, now: datetime) -> None:
    """Ask for these hours, in the hours grammar. Raises HoursProblem, InputProblem. Event: hours.asked_for."""
    pattern = Pattern.parse(hours)
    with writing():
        audit.take_turn(scope)
        staffing = directory(scope).staffing
        rota = staffing.workers[staff_id].rota
        if not rota.varies and rota.week_on(staffing.calendar.day_of(now)) == pattern:
            raise InputProblem("These are your hours already. Change a time first.")
        asked_hours.ask(scope, AskedHours(staff_id, pattern.written(), now))
        audit.append(scope, "hours.asked_for", now=now, clause="C3", staff=staff_id, hours=pattern.written())


def take_back_ask(scope: Scope, staff_id: str, *, now: datetime) -> None:
    """Ask for nothing any more, or put an answer away; does nothing where there is neither. Event: hours.ask_taken_back."""
    with writing():
        audit.take_turn(scope)
        if asked_hours.forget(scope, staff_id):
            audit.append(scope, "hours.ask_taken_back", now=now, clause="C3", staff=staff_id)


def decline_hours(scope: Scope, staff_id: str, *, now: datetime) -> bool:
    """Say that these hours cannot be; False when nothing is asked any more. Event: hours.declined."""
    with writing():
        audit.take_turn(scope)
        if not asked_hours.decline(scope, staff_id, by=scope.actor.key):
            return False
        audit.append(scope, "hours.declined", now=now, clause="C3", staff=staff_id)
        return True


def asked_by(scope: Scope, staff_id: str) -> AskedHours | None:
    """What somebody has asked for, with its answer if it has one. No event: working times are nobody's words."""
    with reading():
        return asked_hours.asked(scope, staff_id)


def open_asks(scope: Scope) -> tuple[AskedHours, ...]:
    """What waits for an answer, of people who are still here, the oldest first. No event, as above."""
    with reading():
        people = directory(scope)
        return tuple(one for one in asked_hours.open_asks(scope) if one.staff_id in people.staff)
