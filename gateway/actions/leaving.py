"""When an answer leaves: in hours that suit its author and the family, but not later than was promised for its author's sake."""

from __future__ import annotations

from datetime import datetime

from gateway.domain.identity import Directory
from gateway.domain.promises import Leaving, courteous_at, leaving
from gateway.domain.scope import Scope
from gateway.store import overdue


def leaving_in(
    scope: Scope, people: Directory, thread_id: int | None, staff_id: str, *, now: datetime, answer: int | None = None
) -> Leaving:
    """When what this person says in a conversation leaves, in the open transaction; ``answer`` is its message once written.

    Whoever has left the school since has no hours that could be waited for: the courtesy hours alone remain.
    """
    if staff_id not in people.staffing.workers:
        return Leaving(courteous_at(people.staffing, now), "")
    promised = overdue.answer_promised_by(scope, thread_id, before=answer) if thread_id is not None else None
    return leaving(people.staffing, staff_id, now, answer_by=promised)
