"""A leader takes over a conversation that its reader should not go on with: it rings for them in their own hours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from gateway.actions import placing
from gateway.actions.alerts import may_see
from gateway.actions.directory import directory
from gateway.actions.own_threads import for_them_alone, own_thread
from gateway.actions.readable import rang_for
from gateway.actions.refusals import leaders_beside
from gateway.domain.errors import HandbellError
from gateway.domain.identity import Directory
from gateway.domain.promises import Promise, plan
from gateway.domain.scope import Scope
from gateway.store import audit, concerns, queue
from gateway.store.threads import Thread
from gateway.store.transaction import writing

_NOBODY = "The school has named nobody who could take this over. Speak to the office."


class NobodyLeads(HandbellError):
    """The school has named no leader beside this person."""


@dataclass(frozen=True, slots=True)
class HandedOn:
    """Who takes a conversation over, and when it rings for them."""

    name: str
    visible_at: datetime


def hand_to_leader(scope: Scope, thread_id: int, *, staff_id: str, now: datetime) -> HandedOn:
    """Let a leader take over: everything that the member of staff has of it rings for them when they next work, once.

    Where the first of the line is away, the next takes it, and never a cover; an alert goes with it only to who may see it.
    The promise to the family stays as it is, and whoever handed it on keeps it in their inbox, answered. Raises
    NotYourThread, NobodyLeads. Event: thread.handed_on.
    """
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        thread = own_thread(scope, people, thread_id, staff_id)
        readers = placing.readers_for(people, staff_id)
        promise = _who_takes(people, thread, staff_id, now=now)
        theirs = _what_goes(scope, people, thread, readers, to=promise.visible_to)
        handed = HandedOn(people.name_of(promise.visible_to), promise.visible_at or now)
        if queue.entry(scope, max(theirs), promise.visible_to) is not None:
            return handed
        entries = [
            replace(one, promised_at=None, reply_by_on=None, is_alone=True)
            for message_id in theirs
            if queue.entry(scope, message_id, promise.visible_to) is None
            for one in placing.entries_for(
                {promise.visible_to: promise}, message_id=message_id, thread_id=thread_id, at=now
            )
        ]
        queue.enter(scope, entries)
        for entry in entries:
            if entry.state == "rung":
                queue.ring_in_inbox(scope, thread_id, entry.reader, rung_at=now)
        for reader in readers:
            queue.set_inbox_state(scope, thread_id, reader, state="answered")
        audit.append(
            scope,
            "thread.handed_on",
            now=now,
            clause="C22",
            thread_id=thread_id,
            to=promise.visible_to,
            visible_at=handed.visible_at.isoformat(),
        )
        return handed


def _who_takes(people: Directory, thread: Thread, staff_id: str, *, now: datetime) -> Promise:
    """The first of the line who will see it themselves, else the first at their own next moment. Raises NobodyLeads."""
    line = [one.staff_id for one in leaders_beside(people, staff_id)]
    if not line or line[0] in thread.sealed_from:
        raise NobodyLeads(_NOBODY)
    open_to = [one for one in line if one not in thread.sealed_from]
    themselves = (one for one in open_to if plan(people.staffing, one, now).visible_to == one)
    promise = for_them_alone(people.staffing, next(themselves, line[0]), at=now)
    if promise.visible_at is None:
        raise NobodyLeads(_NOBODY)
    return promise


def _what_goes(
    scope: Scope, people: Directory, thread: Thread, readers: tuple[str, ...], *, to: str
) -> tuple[int, ...]:
    """The messages that these readers have, without those whose alert whoever takes over may not see. Raises NobodyLeads."""
    raised = concerns.alerts_of(scope, thread.thread_id)
    kept = {one.message_id for one in raised if not may_see(people, to, one)}
    theirs = rang_for(queue.entries_of(scope, thread.thread_id), readers).keys() - kept
    if not theirs:
        raise NobodyLeads(_NOBODY)
    return tuple(sorted(theirs))
