"""Keeping the promise: what has waited rings, exactly once, in order; a changed calendar changes every promise and says so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from gateway.actions import outgoing
from gateway.actions.directory import directory
from gateway.actions.own_threads import hears
from gateway.actions.placing import from_colleague
from gateway.actions.waiting_replies import replan_replies
from gateway.domain.identity import Directory
from gateway.domain.promises import OFFICE, Promise, Staffing, plan
from gateway.domain.scope import Scope
from gateway.store import audit, queue, threads
from gateway.store.queue import Entry
from gateway.store.transaction import reading, writing

LEASE_FOR = timedelta(minutes=2)
BATCH = 50
"""Entries that ring in one transaction: small, so that a writer at the door never waits long."""
LATE_AFTER = timedelta(minutes=15)
"""How late a ring may be before the promise counts as missed; the release job ticks every minute."""


@dataclass(frozen=True, slots=True)
class Released:
    """One pass of the release job."""

    released: int
    next_at: datetime | None


def release_due(scope: Scope, *, now: datetime) -> Released:
    """Let everything whose moment has come ring, oldest first. Events: message.rang, message.withheld, promise.missed.

    In a conversation that is closed to its reader the moment passes as it would, and the bell is silent.
    Claim, ring and record are one transaction, so a process killed at any instruction leaves an entry either waiting or
    rung; two processes at once are given different entries.
    """
    released = 0
    while True:
        with writing():
            audit.take_turn(scope)
            due = queue.claim_due(scope, now=now, lease_for=LEASE_FOR, limit=BATCH)
            if due:
                people, sealed = directory(scope), threads.sealed(scope, list({one.thread_id for one in due}))
                released += sum(
                    _ring(scope, people, one, sealed.get(one.thread_id, frozenset()), now=now) for one in due
                )
            if len(due) < BATCH:
                return Released(released, queue.next_due_at(scope))


def _ring(scope: Scope, people: Directory, entry: Entry, sealed_from: frozenset[str], *, now: datetime) -> int:
    if not queue.mark_rung(scope, entry.message_id, entry.reader, now=now):
        return 0
    is_heard = hears(sealed_from, entry.reader)
    if is_heard:
        queue.ring_in_inbox(scope, entry.thread_id, entry.reader, rung_at=now)
    late = entry.promised_at is not None and now > entry.promised_at + LATE_AFTER
    audit.append(
        scope,
        "message.rang" if is_heard else "message.withheld",
        now=now,
        clause="C3",
        thread_id=entry.thread_id,
        message=entry.message_id,
        reader=entry.reader,
        promised_at=entry.promised_at.isoformat() if entry.promised_at else None,
        kept=not late,
    )
    if late:
        _say_late(scope, people, entry, now=now)
    return 1


def _say_late(scope: Scope, people: Directory, entry: Entry, *, now: datetime) -> None:
    """A missed promise is told to the office, then to the parent; it is never a mark against a person."""
    audit.append(
        scope,
        "promise.missed",
        now=now,
        clause="C3",
        thread_id=entry.thread_id,
        message=entry.message_id,
        promised_at=entry.promised_at.isoformat() if entry.promised_at else None,
    )
    thread = threads.thread(scope, entry.thread_id)
    if thread is not None and thread.contact_id in people.contacts:
        outgoing.put_letter(
            scope,
            people,
            letter="late",
            to_address=thread.address,
            to_name=people.contacts[thread.contact_id].name,
            facts={
                "reader": entry.reader,
                "promised_at": entry.promised_at.isoformat() if entry.promised_at else None,
            },
            thread_id=entry.thread_id,
            message_id=entry.message_id,
            channel=thread.channel,
            now=now,
        )


def replan_promises(scope: Scope, *, now: datetime) -> int:
    """Give every waiting entry its time again after a change of hours, calendar or cover; how many moved.

    Events: promise.changed, reply.replanned. Each parent is told once, whatever number of their messages moved; the
    replies of staff that wait move too, and their authors see the new time beside them.
    """
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        colleagues, came_at = queue.from_colleagues(scope), queue.came_at(scope)
        moved: dict[int, tuple[Entry, Promise]] = {}
        count = 0
        for entry in queue.waiting(scope):
            if entry.visible_at is not None and entry.visible_at <= now:
                continue  # it is due and rings with the next pass: nothing has changed for its family
            from_staff = entry.message_id in colleagues
            promise = planned(people.staffing, entry, from_staff=from_staff, came_at=came_at[entry.message_id], now=now)
            if (promise.visible_at, promise.visible_to) == (entry.visible_at, entry.reader):
                continue
            if entry.reader != promise.visible_to and queue.entry(scope, entry.message_id, promise.visible_to):
                continue  # the new reader has this message already
            _replan(scope, entry, promise, promised=not from_staff, now=now)
            if not from_staff:
                moved.setdefault(entry.thread_id, (entry, promise))
            count += 1
        for entry, promise in moved.values():
            _say_changed(scope, people, entry, promise, now=now)
        replan_replies(scope, people, now=now)
        return count


def planned(staffing: Staffing, entry: Entry, *, from_staff: bool, came_at: datetime, now: datetime) -> Promise:
    """When a waiting entry would be seen as of now; what a colleague wrote waits by the courtesy hours alone.

    A family's message is planned from the moment it came, as its first promise was: what came on the last day of an
    absence stays with the cover, who has promised, when the absence has ended and the message has not rung yet.
    """
    # Whoever has left the school since is nobody's promise any more: the office sees what was meant for them.
    addressed = entry.addressed if entry.addressed in staffing.workers else OFFICE
    if from_staff:
        return from_colleague(staffing, addressed, at=now)
    as_it_came = plan(staffing, addressed, min(came_at, now))
    still_ahead = as_it_came.visible_at is not None and as_it_came.visible_at > now
    return as_it_came if still_ahead else plan(staffing, addressed, now)


def _replan(scope: Scope, entry: Entry, promise: Promise, *, promised: bool, now: datetime) -> None:
    anew = replace(
        entry,
        reader=promise.visible_to,
        visible_at=promise.visible_at,
        promised_at=promise.visible_at if promised else None,
        reply_by_on=promise.reply_by if promised else None,
        why=promise.why,
    )
    queue.replan(scope, entry.message_id, entry.reader, planned=anew)
    audit.append(
        scope,
        "promise.changed",
        now=now,
        clause="C3",
        thread_id=entry.thread_id,
        message=entry.message_id,
        was={entry.reader: entry.visible_at.isoformat() if entry.visible_at else None},
        is_now={anew.reader: anew.visible_at.isoformat() if anew.visible_at else None},
    )


def _say_changed(scope: Scope, people: Directory, entry: Entry, promise: Promise, *, now: datetime) -> None:
    thread = threads.thread(scope, entry.thread_id)
    if thread is None or thread.contact_id not in people.contacts:
        return
    outgoing.put_letter(
        scope,
        people,
        letter="promise_changed",
        to_address=thread.address,
        to_name=people.contacts[thread.contact_id].name,
        facts=outgoing.promise_facts(promise)
        | {"was": entry.visible_at.isoformat() if entry.visible_at else None, "was_reader": entry.reader},
        thread_id=entry.thread_id,
        message_id=entry.message_id,
        channel=thread.channel,
        now=now,
    )


def next_release_at(scope: Scope) -> datetime | None:
    """When the next message is to ring, or None."""
    with reading():
        return queue.next_due_at(scope)
