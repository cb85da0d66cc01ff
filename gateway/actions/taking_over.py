"""A leader takes over a conversation that its reader should not go on with: it rings for them in their own hours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from gateway.actions import placing
from gateway.actions.directory import directory
from gateway.actions.own_threads import own_thread
from gateway.actions.readable import rang_for
from gateway.actions.refusals import leader_beside
from gateway.domain.errors import HandbellError
from gateway.domain.promises import plan
from gateway.domain.scope import Scope
from gateway.store import audit, queue
from gateway.store.transaction import writing


class NobodyLeads(HandbellError):
    """The school has named no leader beside this person."""


@dataclass(frozen=True, slots=True)
class HandedOn:
    """Who takes a conversation over, and when it rings for them."""

    name: str
    visible_at: datetime


def hand_to_leader(scope: Scope, thread_id: int, *, staff_id: str, now: datetime) -> HandedOn:
    """Let a leader take over: everything that the member of staff has of it rings for them when they next work, once.

    The promise to the family stays as it is, and whoever handed it on keeps it in their inbox, answered. Raises
    NotYourThread, NobodyLeads. Event: thread.handed_on.
    """
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        thread = own_thread(scope, people, thread_id, staff_id)
        readers = placing.readers_for(people, staff_id)
        theirs = rang_for(queue.entries_of(scope, thread_id), readers)
        leader = leader_beside(people, staff_id)
        if leader is None or leader.staff_id in thread.sealed_from or not theirs:
            raise NobodyLeads("The school has named nobody who could take this over. Speak to the office.")
        promise = plan(people.staffing, leader.staff_id, now)
        handed = HandedOn(people.name_of(promise.visible_to), promise.visible_at or now)
        if queue.entry(scope, max(theirs), promise.visible_to) is not None:
            return handed
        entries = [
            replace(one, promised_at=None, reply_by_on=None)
            for message_id in sorted(theirs)
            if queue.entry(scope, message_id, promise.visible_to) is None
            for one in placing.entries_for(
                {leader.staff_id: promise}, message_id=message_id, thread_id=thread_id, at=now
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
            to=leader.staff_id,
            visible_at=handed.visible_at.isoformat(),
        )
        return handed
