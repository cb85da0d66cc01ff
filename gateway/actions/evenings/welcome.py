"""Never suggest, at a parents' evening: whether a teacher may meet a family there, and who is told where they may not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gateway.actions.directory import directory
from gateway.actions.refusals import welcome_at_evening
from gateway.actions.stopped_talks import STOPPED, put_stopped
from gateway.domain.errors import HandbellError
from gateway.domain.identity import Directory
from gateway.domain.meetings.evenings import Evening
from gateway.domain.scope import Scope
from gateway.store import audit
from gateway.store.transaction import reading, writing

RECALLED = 50


class ChoosingOver(HandbellError):
    """Times of this evening are not chosen here any more."""


def is_welcome(scope: Scope, people: Directory, evening: Evening, contact_id: str, *, pupil_ids: Sequence[str]) -> bool:
    """Whether the teacher of an evening may meet a family there as things stand, in the open transaction."""
    return welcome_at_evening(scope, people, contact_id, tuple(pupil_ids), staff_id=evening.staff_id)


def refuse_unwelcome(scope: Scope, people: Directory, evening: Evening, *, pupil_id: str) -> None:
    """Raise ChoosingOver where the teacher may not meet the family of the scope, in the open transaction."""
    if not is_welcome(scope, people, evening, scope.actor.key, pupil_ids=(pupil_id,)):
        raise ChoosingOver("Times are not chosen here any more. Call the office.")


def note_unwelcome(scope: Scope, evening: Evening, *, now: datetime) -> None:
    """Tell a leader, once, that a family can choose no time of an evening to which it was asked. Event: meeting.stopped."""
    with reading():
        if any(one.detail.get("evening") == evening.evening_id for one in audit.own(scope, STOPPED, limit=RECALLED)):
            return
    with writing():
        audit.take_turn(scope)
        facts = {"path": f"/evenings/{evening.evening_id}"}
        put_stopped(scope, directory(scope), None, staff_id=evening.staff_id, facts=facts, now=now)
        audit.append(scope, STOPPED, now=now, clause="C22", evening=evening.evening_id)
