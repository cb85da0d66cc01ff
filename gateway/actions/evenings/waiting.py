"""The waiting list of a parents' evening: a free time is kept for who has waited longest for one like it, and they are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from gateway.actions.directory import directory
from gateway.actions.evenings.choosing import child_at
from gateway.actions.evenings.letters import tell
from gateway.actions.evenings.welcome import is_welcome
from gateway.domain.identity import Directory
from gateway.domain.meetings.evenings import OPEN, Evening
from gateway.domain.promises import courteous_at
from gateway.domain.scope import Scope
from gateway.store import audit, evenings
from gateway.store.evenings import Wait
from gateway.store.transaction import reading, writing

KEPT_FOR = timedelta(hours=24)
"""How long a time is kept for one family before the next is asked; from when they hear of it, not from the night before."""


def offer_freed(scope: Scope, *, now: datetime) -> int:
    """Keep free times for whoever waits for one like them, the longest first; how many were told. Event: evening.kept.

    Whoever lets it lapse is off the list; they were told so. One transaction, so that a killed run has told nobody twice.
    """
    with reading():
        if not any(evenings.waits_of(scope, one.evening_id) for one in _open(scope, now=now)):
            return 0
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        return sum(_offer(scope, people, one, now=now) for one in _open(scope, now=now))


def _open(scope: Scope, *, now: datetime) -> tuple[Evening, ...]:
    return tuple(one for one in evenings.evenings_after(scope, now) if one.state == OPEN and one.closes_at > now)


def _offer(scope: Scope, people: Directory, evening: Evening, *, now: datetime) -> int:
    told = 0
    for wait in evenings.waits_of(scope, evening.evening_id):
        if wait.kept_until is not None and wait.kept_until > now:
            continue
        if wait.kept_until is not None or wait.contact_id not in people.contacts:
            evenings.end_wait(scope, evening.evening_id, contact_id=wait.contact_id, pupil_id=wait.pupil_id)
            continue
        told += _keep(scope, people, evening, wait, now=now)
    return told


def _keep(scope: Scope, people: Directory, evening: Evening, wait: Wait, *, now: datetime) -> int:
    child = child_at(scope, people, evening, contact_id=wait.contact_id, pupil_id=wait.pupil_id, now=now)
    has = child.mine.starts_at if child.mine is not None else None
    if not is_welcome(scope, people, evening, wait.contact_id, pupil_ids=(wait.pupil_id,)):
        return 0
    fits = [one for one in child.free if child.may_book and one.starts_at != has and suits(wait, one.starts_at)]
    if not fits:
        return 0
    chosen = next((one for one in fits if one.is_beside), fits[0])
    hears_at = courteous_at(people.staffing, now)
    kept_until = min(evening.closes_at, hears_at + KEPT_FOR)
    evenings.put_wait(scope, evening.evening_id, replace(wait, kept_at=chosen.starts_at, kept_until=kept_until))
    tell(
        scope,
        people,
        evening,
        wait.contact_id,
        "evening_free",
        facts={"starts_at": chosen.starts_at.isoformat(), "until": kept_until.isoformat(), "pupils": [wait.pupil_id]},
        send_after=hears_at,
        now=now,
    )
    audit.append(scope, "evening.kept", now=now, clause="C2", evening=evening.evening_id)
    return 1


def suits(wait: Wait, starts_at: datetime) -> bool:
    """Whether a time is one that somebody waits for."""
    is_late_enough = wait.earliest_at is None or starts_at >= wait.earliest_at
    return is_late_enough and (wait.latest_at is None or starts_at <= wait.latest_at)
