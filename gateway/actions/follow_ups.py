"""What was promised in a talk: it rings on its day for whoever is there to keep it, and a missed one is the office's task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from gateway.actions import placing
from gateway.actions.directory import directory
from gateway.actions.own_threads import NotYourThread, hears, own_thread
from gateway.domain.errors import InputProblem
from gateway.domain.identity import Directory
from gateway.domain.promises import OFFICE, end_of_day, plan
from gateway.domain.scope import Scope
from gateway.store import audit, queue, talks, threads
from gateway.store.talks import FollowUp
from gateway.store.threads import Thread
from gateway.store.transaction import reading, writing

SETTLED = {"kept": "follow_up.kept", "taken_back": "follow_up.taken_back", "open": "follow_up.brought_back"}
"""What becomes of a promise → its event; ``open`` brings a settled one back."""


@dataclass(frozen=True, slots=True)
class MissedFollowUp:
    """A promise of a talk whose day is over, for the office: whose it is and for which day, never what it says."""

    thread_id: int
    name: str
    with_whom: str
    due_on: date


def ring_due(scope: Scope, *, now: datetime) -> int:
    """Let each promise ring on its day when its maker, or their cover, begins to work; how many rang.

    A day that ended with a promise open is noted once. Events: follow_up.rang, follow_up.missed.
    """
    with reading():
        today = _today(directory(scope), now)
        if not any(_has_news(one, today) for one in talks.due(scope, by=today)):
            return 0
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        due = [one for one in talks.due(scope, by=today) if _has_news(one, today)]
        sealed = threads.sealed(scope, [one.thread_id for one in due])
        rang = sum(_ring(scope, people, one, sealed.get(one.thread_id, frozenset()), now=now) for one in due)
        for one in due:
            _note_missed(scope, people, one, now=now)
        return rang


def _today(people: Directory, now: datetime) -> date:
    return now.astimezone(people.staffing.calendar.zone).date()


def _has_news(follow_up: FollowUp, today: date) -> bool:
    return follow_up.rung_at is None or (follow_up.missed_at is None and follow_up.due_on <= today)


def _ring(scope: Scope, people: Directory, follow_up: FollowUp, sealed_from: frozenset[str], *, now: datetime) -> int:
    if follow_up.rung_at is not None:
        return 0
    maker = follow_up.staff_id if follow_up.staff_id in people.staffing.workers else OFFICE
    begins = datetime.combine(follow_up.due_on, time(0), tzinfo=people.staffing.calendar.zone)
    promise = plan(people.staffing, maker, begins)
    if promise.visible_at is None or promise.visible_at > now:
        return 0
    reader = promise.visible_to
    if not talks.mark_rung(scope, follow_up.follow_up_id, reader=reader, now=now):
        return 0
    if hears(sealed_from, reader):
        queue.ring_in_inbox(scope, follow_up.thread_id, reader, rung_at=now)
    _record(scope, "follow_up.rang", follow_up, now=now, reader=reader)
    return 1


def _note_missed(scope: Scope, people: Directory, follow_up: FollowUp, *, now: datetime) -> None:
    worker = people.staffing.workers.get(follow_up.staff_id) or people.staffing.workers[OFFICE]
    midnight = datetime.combine(follow_up.due_on + timedelta(days=1), time(0), tzinfo=people.staffing.calendar.zone)
    is_over = now >= (end_of_day(people.staffing, worker, follow_up.due_on) or midnight)
    if is_over and talks.mark_missed(scope, follow_up.follow_up_id, now=now):
        _record(scope, "follow_up.missed", follow_up, now=now)


def missed_follow_ups(scope: Scope, *, now: datetime) -> tuple[MissedFollowUp, ...]:
    """The promises of talks whose day is over and that nobody has kept; none of a closed conversation. No event: no words."""
    with reading():
        people = directory(scope)
        late = [one for one in talks.due(scope, by=_today(people, now)) if one.missed_at is not None]
        closed = threads.sealed(scope, [one.thread_id for one in late])
        held = {one.thread_id: threads.thread(scope, one.thread_id) for one in late if one.thread_id not in closed}
    return tuple(
        MissedFollowUp(one.thread_id, people.name_of(one.staff_id), _with_whom(people, thread), one.due_on)
        for one in late
        if (thread := held.get(one.thread_id)) is not None
    )


def _with_whom(people: Directory, thread: Thread) -> str:
    contact = people.contacts.get(thread.contact_id)
    return contact.name if contact is not None else "a family"


def due_in(scope: Scope, thread_ids: Sequence[int], *, staff_id: str, now: datetime) -> dict[int, date]:
    """For each of these conversations the day of the first promise that this person must keep now. No event: no words."""
    with reading():
        people = directory(scope)
        readers, today = placing.readers_for(people, staff_id), _today(people, now)
        found: dict[int, date] = {}
        for one in talks.follow_ups_of(scope, thread_ids) if thread_ids else ():
            if one.state == "open" and one.due_on <= today and {one.staff_id, one.reader} & set(readers):
                found.setdefault(one.thread_id, one.due_on)
        return found


def settle(scope: Scope, follow_up_id: int, *, staff_id: str, state: str, now: datetime) -> int:
    """Say that a promise was kept, take it back, or let it be open again; its conversation. Done twice is done once.

    ``state`` is a key of ``SETTLED``. Raises NotYourThread, InputProblem. Events: those of ``SETTLED``.
    """
    if state not in SETTLED:
        raise InputProblem("Say that it is done, or take it back.")
    with writing():
        audit.take_turn(scope)
        held = talks.follow_up(scope, follow_up_id)
        if held is None:
            raise NotYourThread("There is no promise of this number.")
        own_thread(scope, directory(scope), held.thread_id, staff_id)
        if talks.settle(scope, follow_up_id, state=state, staff_id=staff_id, now=now):
            _record(scope, SETTLED[state], held, now=now)
        return held.thread_id


def take_back_with(scope: Scope, message_id: int, *, staff_id: str, now: datetime) -> None:
    """The note of a talk was taken back before it left, and what it promised with it, in the open transaction.

    Event: follow_up.taken_back.
    """
    for held in talks.promised_in(scope, message_id):
        if talks.settle(scope, held.follow_up_id, state="taken_back", staff_id=staff_id, now=now):
            _record(scope, "follow_up.taken_back", held, now=now)


def _record(scope: Scope, event: str, follow_up: FollowUp, *, now: datetime, reader: str = "") -> None:
    audit.append(
        scope,
        event,
        now=now,
        clause="C3",
        thread_id=follow_up.thread_id,
        follow_up=follow_up.follow_up_id,
        due_on=follow_up.due_on.isoformat(),
        **({"reader": reader} if reader else {}),
    )
