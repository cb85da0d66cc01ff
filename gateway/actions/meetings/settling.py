"""Seeing to what a family's calendar answered: the meeting stays, and the answer is put away."""

from __future__ import annotations

from datetime import datetime

from gateway.actions.meetings.changing import own_meeting
from gateway.domain.scope import Scope
from gateway.store import audit, calendar_answers
from gateway.store.transaction import writing


def keep_anyway(scope: Scope, meeting_id: int, *, now: datetime) -> None:
    """Note that an answer has been seen to and the meeting stays as it is; does nothing where there is none.

    Raises NotYourMeeting. Event: meeting.answer_settled.
    """
    with writing():
        audit.take_turn(scope)
        meeting = own_meeting(scope, meeting_id)
        last = calendar_answers.newest_answer(scope, meeting_id)
        if last is not None and calendar_answers.settle_answer(scope, last.answer_id, by=scope.actor.key, now=now):
            audit.append(
                scope, "meeting.answer_settled", now=now, clause="C2", thread_id=meeting.thread_id, meeting=meeting_id
            )
