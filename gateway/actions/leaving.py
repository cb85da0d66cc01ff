"""When an answer leaves: in hours that suit its author and the family, but not later than was promised for its author's sake."""

from __future__ import annotations

from datetime import datetime

from gateway.actions.directory import directory
from gateway.domain.identity import Directory
from gateway.domain.promises import LATE_AFTER, Leaving, courteous_at, is_courteous, leaving
from gateway.domain.scope import Scope
from gateway.store import audit, held_replies, outbox, overdue
from gateway.store.outbox import OF_A_TALK, Parcel
from gateway.store.transaction import reading, writing


def leaving_in(scope: Scope, people: Directory, thread_id: int | None, staff_id: str, *, now: datetime) -> Leaving:
    """When what this person writes now in a conversation leaves, in the open transaction; None: in a new one."""
    promised = overdue.answer_promised_by(scope, thread_id) if thread_id is not None else None
    return leaving(people.staffing, staff_id, now, answer_by=promised)


def leaves_again_at(scope: Scope, people: Directory, parcel: Parcel, *, now: datetime) -> datetime:
    """When a reply that was written already leaves by the hours of now, in the open transaction.

    Whoever has left the school since has no hours that could be waited for: the courtesy hours alone remain.
    """
    author = str(parcel.facts["staff_id"])
    if author not in people.staffing.workers or parcel.thread_id is None:
        return courteous_at(people.staffing, now)
    promised = overdue.answer_promised_by(scope, parcel.thread_id, before=parcel.message_id)
    found = leaving(people.staffing, author, now, answer_by=promised, written_at=parcel.written_at)
    return found.leaves_at


def plan_again(scope: Scope, people: Directory, parcel: Parcel, *, now: datetime) -> bool:
    """Give a reply that waits its time by the hours of now, in the open transaction; whether it is another.

    Event: reply.replanned.
    """
    moment = leaves_again_at(scope, people, parcel, now=now)
    if moment == parcel.send_after or not outbox.replan(scope, parcel.outbox_id, send_after=moment):
        return False
    audit.append(
        scope,
        "reply.replanned",
        now=now,
        clause="C2",
        thread_id=parcel.thread_id,
        message=parcel.message_id,
        was=parcel.send_after.isoformat(),
        is_now=moment.isoformat(),
    )
    return True


def tries_again_at(scope: Scope, people: Directory, parcel: Parcel, at: datetime) -> datetime:
    """When what did not go is tried again, ``at`` the soonest: a reply in hours that suit both, where nobody let it go sooner."""
    if parcel.letter not in OF_A_TALK or parcel.override or is_courteous(people.staffing, at):
        return at
    return leaves_again_at(scope, people, parcel, now=at)


def keep_courtesy(scope: Scope, *, now: datetime) -> None:
    """Before anything is sent: what should have left long ago and would reach a family at night waits for its next hour.

    So after an outage, or where somebody lets a mailbox go on that was paused. Event: reply.replanned.
    """
    with reading():
        late = held_replies.left_over(scope, due_before=now - LATE_AFTER)
        if not late or is_courteous(directory(scope).staffing, now):
            return
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        for parcel in late:
            plan_again(scope, people, parcel, now=now)
