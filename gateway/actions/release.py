"""Keeping the promise: what has waited rings, exactly once, in order; a changed calendar changes every promise and says so."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gateway.actions import outgoing, suggestions
from gateway.actions.calling_anew import replan_calls
from gateway.actions.directory import directory
from gateway.actions.first_promises import changed_for_families
from gateway.actions.own_threads import hears
from gateway.actions.replanning import RINGS_WITHIN, Moved, would_move
from gateway.actions.waiting_replies import replan_replies
from gateway.domain.identity import Directory
from gateway.domain.promises import is_missed, sooner
from gateway.domain.scope import Scope
from gateway.store import audit, overdue, queue, replans, threads
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
    rung; two processes at once are given different entries. After an outage nothing rings for somebody who is off duty by now:
    it is planned anew, and counts as late when it rings.
    """
    released, due_at = 0, next_release_at(scope)
    if due_at is not None and now - due_at > RINGS_WITHIN:
        replan_promises(scope, now=now)
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
        promised_at=_said(entry.promised_at),
        kept=not late,
    )
    if entry.promised_at is not None:
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

    The family was promised the first of its readers: what rings for one of them in time is a promise kept, and the first ring
    after that moment says that it was missed.
    """
    own = [one for one in queue.entries_of(scope, entry.thread_id) if one.message_id == entry.message_id]
    first = min(own, key=lambda one: sooner(one.promised_at))
    if not is_missed(first.promised_at, now) or any(one.rung_at and one.reader != entry.reader for one in own):
        return
    audit.append(
        scope,
        "promise.missed",
        now=now,
        clause="C3",
        thread_id=entry.thread_id,
        message=entry.message_id,
        promised_at=_said(first.promised_at),
    )
    thread = threads.thread(scope, entry.thread_id)
    if thread is None or thread.contact_id not in people.contacts:
        return
    if not overdue.was_told_late(scope, thread.address, since=first.promised_at or now):
        outgoing.put_letter(
            scope,
            people,
            letter="late",
            to_address=thread.address,
            to_name=people.contacts[thread.contact_id].name,
            facts={"reader": entry.reader, "was_reader": first.addressed, "promised_at": _said(first.promised_at)},
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
        return sum(one.is_elsewhere for one in moved)


def _replan(scope: Scope, moved: Sequence[Moved], *, now: datetime) -> None:
    anew = [(one, becomes) for one in moved if (becomes := one.becomes) is not None]
    replans.replan(scope, [(one.entry, becomes) for one, becomes in anew if not one.is_new])
    replans.drop(scope, [one.entry for one in moved if one.becomes is None])
    replans.join(scope, [(one.entry.message_id, reader, whom) for one in moved for whom, reader in one.joins])
    queue.enter(scope, [becomes for one, becomes in anew if one.is_new])
    changed = [
        (
            one.entry.thread_id,
            {
                "message": one.entry.message_id,
                "was": {one.entry.reader: _said(one.entry.visible_at)},
                "is_now": {one.promise.visible_to: _said(one.promise.visible_at)},
            },
        )
        for one in moved
        if one.is_elsewhere
    ]
    audit.append_all(scope, "promise.changed", changed, now=now, clause="C3")


def _said(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


def _say_changed(scope: Scope, people: Directory, moved: Sequence[Moved], *, now: datetime) -> None:
    """One letter for each contact, in the conversation that moved first; it names the others that moved with it."""
    first: dict[int, Moved] = {}
    for one in sorted(moved, key=lambda one: sooner(one.entry.visible_at)):
        rings_late = is_missed(one.entry.promised_at, now) and sooner(one.promise.visible_at) <= sooner(now)
        if not rings_late:  # what does is told of when it rings
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
        "was": _said(was.visible_at),
        "was_reader": was.reader,
    }


def next_release_at(scope: Scope) -> datetime | None:
    """When the next message is to ring, or None."""
    with reading():
        return queue.next_due_at(scope)
