"""The register: what families wrote for the office and nobody has opened when it closes rings for a person, once a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from itertools import chain

from gateway.actions.directory import directory
from gateway.actions.outgoing import put_staff_letter
from gateway.actions.practical import facts_of
from gateway.domain.hours import is_on_duty
from gateway.domain.identity import Directory
from gateway.domain.promises import OFFICE
from gateway.domain.scope import Scope
from gateway.store import audit, inbox, newest, threads
from gateway.store.transaction import reading, writing

MOST = 200
"""More practical words than a school has waiting on any morning."""


def closes_at(people: Directory, *, now: datetime) -> datetime | None:
    """When the register closes today, in the school's zone; None on a day without pupils."""
    calendar = people.staffing.calendar
    day = calendar.day_of(now)
    if not calendar.has_pupils(day):
        return None
    return datetime.combine(day, time.fromisoformat(people.roster.school.register_closes), calendar.zone)


def ring_unopened(scope: Scope, *, now: datetime) -> int:
    """Tell whoever is at work in the office, and the headteacher, what came before the register closed and nobody has opened.

    How many conversations; once a day. A child who is missed in class and a message asleep look alike from a class.
    Whoever is off duty is told nothing: it waits, that day, for the first of them who is there. A conversation that is closed
    to somebody is not counted for them. Event: register.unopened.
    """
    with reading():
        if not _due(scope, directory(scope), now=now):
            return 0
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        found = _due(scope, people, now=now)
        theirs = {one: open_to(scope, one, found) for one in _who_is_there(people, now=now)}
        told = [one for one, held in theirs.items() if held]
        said = [one for one in found if any(one in held for held in theirs.values())]
        if not said:
            return 0
        for staff_id in told:
            facts = {"count": len(theirs[staff_id])}
            put_staff_letter(scope, people, staff_id, letter="register", facts=facts, thread_id=None, now=now)
        day = people.staffing.calendar.day_of(now).isoformat()
        audit.append(scope, "register.unopened", now=now, clause="C3", day=day, conversations=said, told=told)
        return len(said)


def _due(scope: Scope, people: Directory, *, now: datetime) -> tuple[int, ...]:
    """The conversations to tell of now; none before the register closes, and none on a day on which it was told."""
    closed_at = closes_at(people, now=now)
    if closed_at is None or now < closed_at:
        return ()
    last = audit.latest(scope, ("register.unopened",), limit=1)
    if last and last[0].detail["day"] == closed_at.date().isoformat():
        return ()
    return unopened(scope, before=closed_at)


def unopened(scope: Scope, *, before: datetime) -> tuple[int, ...]:
    """The conversations with practical words for the office that came before a moment and that nobody there has opened."""
    lines = inbox.lines(scope, [OFFICE], states=["open"], before=None, limit=MOST)
    waiting = newest.waiting_in(scope, OFFICE, [one.thread_id for one in lines if one.unread], unopened=True)
    facts = facts_of(scope, list(chain.from_iterable(waiting.values())))
    return tuple(
        thread_id
        for thread_id, messages in waiting.items()
        if any(one.received_at < before and facts[one.message_id] for one in messages)
    )


def open_to(scope: Scope, staff_id: str, thread_ids: Sequence[int]) -> tuple[int, ...]:
    """Of these conversations those that are not closed to a member of staff: a number alone would tell them of one."""
    hidden = threads.hidden_from(scope, staff_id)
    return tuple(one for one in thread_ids if one not in hidden)


def _who_is_there(people: Directory, *, now: datetime) -> Sequence[str]:
    """The office and the headteacher, of them those on duty; else a deputy who is."""
    staffing = people.staffing
    for roles in (("office", "headteacher"), ("deputy_head",)):
        there = [
            one.staff_id
            for one in people.with_role(*roles)
            if is_on_duty(staffing.workers[one.staff_id], staffing.calendar, now)
        ]
        if there:
            return tuple(dict.fromkeys(there))
    return ()
