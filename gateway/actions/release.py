"""Keeping the promise: what has waited rings, exactly once, in order; a changed calendar changes every promise and says so."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from gateway.actions import outgoing, suggestions
from gateway.actions.calling_anew import replan_calls
from gateway.actions.directory import directory
from gateway.actions.first_promises import Moved, changed_for_families
from gateway.actions.own_threads import for_them_alone, hears
from gateway.actions.placing import from_colleague
from gateway.actions.waiting_replies import replan_replies
from gateway.domain.identity import Directory
from gateway.domain.promises import OFFICE, Promise, Staffing, is_missed, plan, plan_alone
from gateway.domain.scope import Scope
from gateway.store import audit, overdue, queue, threads
from gateway.store.queue import Entry
from gateway.store.threads import Thread
from gateway.store.transaction import reading, writing

log = logging.getLogger(__name__)

LEASE_FOR = timedelta(minutes=2)
BATCH = 50
"""Entries that ring in one transaction: small, so that a writer at the door never waits long."""
APART = timedelta(microseconds=1)
"""So far apart do those of one ring stand in an inbox, the one that was written last on top."""


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
                for one in due:
                    after = now + released * APART
                    released += _ring(
                        scope, people, one, sealed.get(one.thread_id, frozenset()), now=now, stands_at=after
                    )
                _look_again(scope, list({one.thread_id for one in due}), now=now)
            if len(due) < BATCH:
                return Released(released, queue.next_due_at(scope))


def _ring(
    scope: Scope,
    people: Directory,
    entry: Entry,
    sealed_from: frozenset[str],
    *,
    now: datetime,
    stands_at: datetime,
) -> int:
    if not queue.mark_rung(scope, entry.message_id, entry.reader, now=now):
        return 0
    is_heard = hears(sealed_from, entry.reader)
    if is_heard:
        queue.ring_in_inbox(scope, entry.thread_id, entry.reader, rung_at=now, stands_at=stands_at)
    late = is_missed(entry.promised_at, now)
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


def _look_again(scope: Scope, thread_ids: Sequence[int], *, now: datetime) -> None:
    """What rang may call for a talk with a family; that the rules for it break must never keep a message back."""
    for thread in threads.threads_by_id(scope, thread_ids).values():
        try:
            if thread.contact_id:
                suggestions.look_again(scope, thread.thread_id, now=now)
        except Exception:  # the record names the conversation, so that somebody can look by hand
            log.exception("no suggestion", extra={"thread_id": thread.thread_id})
            audit.append(scope, "suggestion.failed", now=now, clause="C22", thread_id=thread.thread_id)


def _say_late(scope: Scope, people: Directory, entry: Entry, *, now: datetime) -> None:
    """A missed promise is told to the office, then to the parent, once an outage; it is never a mark against a person.

    The family was promised the first of its readers, so a second one's late ring is no promise missed.
    """
    own = [one for one in queue.entries_of(scope, entry.thread_id) if one.message_id == entry.message_id]
    if any(one.rung_at and not is_missed(one.promised_at, one.rung_at) for one in own):
        return
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
    if thread is None or thread.contact_id not in people.contacts:
        return
    if not overdue.was_told_late(scope, thread.address, since=entry.promised_at or now):
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

    Events: promise.changed, reply.replanned, alert.escalated. Each parent is told once, whatever number of their messages
    and conversations moved; the replies of staff that wait move too, and their authors see the new time beside them.
    """
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        moved = would_move(scope, people.staffing, now=now)
        told = changed_for_families(scope, moved)
        _replan(scope, moved, now=now)
        _say_changed(scope, people, told, now=now)
        replan_replies(scope, people, now=now)
        replan_calls(scope, people, now=now)
        return len(moved)


def would_move(scope: Scope, staffing: Staffing, *, now: datetime) -> tuple[Moved, ...]:
    """The waiting entries that a staffing gives another time or reader, the earliest first. No event: nothing changes."""
    colleagues, came_at, readers = queue.from_colleagues(scope), queue.came_at(scope), queue.readers_waiting(scope)
    found = []
    for entry in queue.waiting(scope):
        if entry.visible_at is not None and entry.visible_at <= now:
            continue  # it is due and rings with the next pass: nothing has changed for its family
        from_staff, is_twice = entry.message_id in colleagues, False
        is_handed_on = _is_handed_on(staffing, entry, from_staff=from_staff)
        if is_handed_on:
            promise = for_them_alone(staffing, entry.addressed, at=now)
        else:
            promise = planned(staffing, entry, from_staff=from_staff, came_at=came_at[entry.message_id], now=now)
        if promise.visible_to != entry.reader and (entry.message_id, promise.visible_to) in readers:
            own = staffing.workers.get(entry.addressed)
            is_twice = own is None or (own.key != entry.reader and (entry.message_id, own.key) in readers)
            if own is not None and not is_twice:
                promise = plan_alone(staffing, own, now, instead=promise)
        if (promise.visible_at, promise.visible_to) == (entry.visible_at, entry.reader):
            continue
        readers.remove((entry.message_id, entry.reader))
        readers.add((entry.message_id, promise.visible_to))
        found.append(Moved(entry, promise, not from_staff and not is_handed_on, is_twice))
    return tuple(found)


def _is_handed_on(staffing: Staffing, entry: Entry, *, from_staff: bool) -> bool:
    """Whether a family's message waits for a leader who takes over: it is theirs alone, and the family was promised nothing."""
    is_promised = entry.visible_at is None or entry.promised_at is not None
    return not from_staff and not is_promised and entry.addressed in staffing.workers


def planned(staffing: Staffing, entry: Entry, *, from_staff: bool, came_at: datetime, now: datetime) -> Promise:
    """When a waiting entry would be seen as of now; what a colleague wrote waits by the courtesy hours alone.

    A family's message is planned from the moment it came, as its first promise was: what came on the last day of an
    absence stays with the cover, who has promised, when the absence has ended and the message has not rung yet. Where
    a message that came now would be seen then too, the reason is the one of now: it is what has changed.
    """
    # Whoever has left the school since is nobody's promise any more: the office sees what was meant for them.
    addressed = entry.addressed if entry.addressed in staffing.workers else OFFICE
    if from_staff:
        return from_colleague(staffing, addressed, at=now)
    as_it_came = plan(staffing, addressed, min(came_at, now))
    as_of_now = plan(staffing, addressed, now)
    is_same = (as_it_came.visible_at, as_it_came.visible_to) == (as_of_now.visible_at, as_of_now.visible_to)
    still_ahead = as_it_came.visible_at is not None and as_it_came.visible_at > now
    return as_it_came if still_ahead and not is_same else as_of_now


def _replan(scope: Scope, moved: Sequence[Moved], *, now: datetime) -> None:
    plans = [(one.entry, _anew(one)) for one in moved]
    queue.replan(scope, [plan for one, plan in zip(moved, plans, strict=True) if not one.is_twice])
    for one in moved:
        if one.is_twice:
            queue.drop(scope, one.entry)
    changed = [
        (
            was.thread_id,
            {
                "message": was.message_id,
                "was": {was.reader: was.visible_at.isoformat() if was.visible_at else None},
                "is_now": {anew.reader: anew.visible_at.isoformat() if anew.visible_at else None},
            },
        )
        for was, anew in plans
    ]
    audit.append_all(scope, "promise.changed", changed, now=now, clause="C3")


def _anew(moved: Moved) -> Entry:
    promise = moved.promise
    return replace(
        moved.entry,
        reader=promise.visible_to,
        visible_at=promise.visible_at,
        promised_at=promise.visible_at if moved.is_promised else None,
        reply_by_on=promise.reply_by if moved.is_promised else None,
        why=promise.why,
    )


def _say_changed(scope: Scope, people: Directory, moved: Sequence[Moved], *, now: datetime) -> None:
    """One letter for each contact, in the conversation that moved first; it names the others that moved with it."""
    first: dict[int, Moved] = {}
    for one in moved:
        first.setdefault(one.entry.thread_id, one)
    held = threads.threads_by_id(scope, list(first))
    by_contact: dict[str, list[tuple[Thread, Moved]]] = {}
    for thread_id, one in first.items():
        thread = held.get(thread_id)
        if thread is not None and thread.contact_id in people.contacts:
            by_contact.setdefault(thread.contact_id, []).append((thread, one))
    letters = [
        outgoing.letter_to(
            people,
            thread,
            letter="promise_changed",
            message_id=one.entry.message_id,
            facts=_changed_facts(one) | {"also": [_changed_facts(more) | {"about": of.subject} for of, more in others]},
            now=now,
        )
        for (thread, one), *others in by_contact.values()
    ]
    outgoing.put_all(scope, letters)


def _changed_facts(moved: Moved) -> dict[str, Any]:
    was = moved.entry
    return outgoing.promise_facts(moved.promise) | {
        "was": was.visible_at.isoformat() if was.visible_at else None,
        "was_reader": was.reader,
    }


def next_release_at(scope: Scope) -> datetime | None:
    """When the next message is to ring, or None."""
    with reading():
        return queue.next_due_at(scope)
