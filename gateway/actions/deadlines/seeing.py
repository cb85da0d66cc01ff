"""Seeing a deadline in a message as it comes: it has its date before anybody has read a word, and the headteacher is told."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, time, timedelta

from gateway.actions import outgoing
from gateway.actions.deadlines.record import note, written
from gateway.actions.originals import own_moment
from gateway.domain.deadlines import acknowledge_by, due_at, recognise
from gateway.domain.identity import Directory
from gateway.domain.messages import Finding
from gateway.domain.scope import Scope
from gateway.store import audit, deadlines, threads
from gateway.store.base import new_id
from gateway.store.deadlines import OPEN, Deadline
from gateway.store.threads import Message

log = logging.getLogger(__name__)

TOLD_WITHIN = timedelta(hours=24)
"""A possible breach reaches the headteacher within a day, whatever their hours: its 72 run through every weekend."""
BY_DAYLIGHT = time(9)


def look(scope: Scope, people: Directory, message: Message, *, now: datetime) -> tuple[str, ...]:
    """See whether a message may have begun a deadline, in the open transaction that places it; the kinds of new ones.

    The clock begins at receipt, so a possible deadline has its date before anybody has read it. That looking breaks must never
    keep a message back. Event: deadline.raised.
    """
    try:
        found = recognise(message.text, subject=message.subject)
    except Exception:  # the record names the message, so that somebody can look by hand
        log.exception("no deadline", extra={"message_id": message.message_id})
        audit.append(scope, "deadline.failed", now=now, thread_id=message.thread_id, message=message.message_id)
        return ()
    if not found:
        return ()
    running = {one.kind for one in deadlines.deadlines_of(scope, message.thread_id) if one.state in OPEN}
    fresh = [one for one in found if one.code not in running]
    for one in fresh:
        _raise(scope, people, message, one, now=now)
    return tuple(one.code for one in fresh)


def _raise(scope: Scope, people: Directory, message: Message, finding: Finding, *, now: datetime) -> None:
    made = dated(scope, people, finding.code, received_at=message.received_at, now=now)
    evidence = [[one.start, one.end] for one in finding.evidence]
    held = replace(
        made,
        message_id=message.message_id,
        thread_id=message.thread_id,
        findings=[{"code": finding.code, "reason": finding.reason, "evidence": evidence}],
    )
    deadlines.add_deadline(scope, held)
    note(scope, "deadline.raised", held, now=now, due_at=written(held.due_at))
    sealed_from = threads.sealed(scope, [message.thread_id]).get(message.thread_id, frozenset())
    for head in people.with_role("headteacher"):
        if head.staff_id not in sealed_from:
            outgoing.put_staff_letter(
                scope,
                people,
                head.staff_id,
                letter="deadline",
                facts={"kind": held.kind, "deadline": held.deadline_id, "due_at": written(held.due_at)},
                thread_id=message.thread_id,
                send_after=_told_at(people, head.staff_id, held.kind, now=now),
                now=now,
            )


def _told_at(people: Directory, staff_id: str, kind: str, *, now: datetime) -> datetime:
    """When the headteacher is written to: in their own hours; of a breach within a day, by daylight."""
    moment = own_moment(people.staffing, (staff_id,), now)
    if kind != "breach" or moment - now <= TOLD_WITHIN:
        return moment
    zone = people.staffing.calendar.zone
    return datetime.combine(now.astimezone(zone).date() + timedelta(days=1), BY_DAYLIGHT, tzinfo=zone)


def dated(scope: Scope, people: Directory, kind: str, *, received_at: datetime, now: datetime) -> Deadline:
    """A deadline of a kind with the dates that follow from its receipt."""
    calendar, procedure = people.staffing.calendar, deadlines.procedure(scope)
    is_complaint = kind == "complaint"
    return Deadline(
        deadline_id=new_id(now),
        message_id=None,
        thread_id=None,
        kind=kind,
        state="possible",
        about="",
        findings=[],
        received_at=received_at,
        acknowledge_on=acknowledge_by(received_at, calendar, procedure) if is_complaint else None,
        due_at=due_at(kind, received_at, calendar, procedure),
        extended_why="",
        settled_at=None,
        settled_by="",
        settled_how="",
    )
