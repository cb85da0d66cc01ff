"""Noting what limits how school may talk with a family, ending it, and taking that back; each by whoever may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from gateway.actions import placing
from gateway.actions.directory import directory
from gateway.actions.own_threads import NotYourThread
from gateway.actions.stopped_talks import Stopped, stopped_in
from gateway.domain.errors import HandbellError
from gateway.domain.identity import Directory
from gateway.domain.meetings.limits import KINDS, LEADERS, LEADS, checked, kinds_for, may_read
from gateway.domain.scope import Scope
from gateway.store import audit, limits, queue, threads
from gateway.store.base import new_id
from gateway.store.limits import Limit
from gateway.store.threads import Thread
from gateway.store.transaction import reading, writing


class Change(Protocol):
    """What ends a limit, or brings it back."""

    def __call__(self, scope: Scope, limit_id: int, *, staff_id: str, now: datetime) -> None: ...


ENDED_FOR = timedelta(days=30)
"""How long a limit that was ended is still shown, to bring it back."""


class AlreadyStands(HandbellError):
    """A limit of this kind stands already, or was ended a moment ago by somebody else."""


@dataclass(frozen=True, slots=True)
class Noted:
    """One limit as a page shows it; ``may_end`` says that this reader may end it, ``is_due`` that its day has come."""

    limit: Limit
    name: str
    who: str
    noted_by: str
    ended_by: str
    may_end: bool
    is_due: bool


@dataclass(frozen=True, slots=True)
class LimitsPage:
    """One conversation's limits: with whom it is, what stands, what was ended lately, and the kinds this reader may note.

    ``stopped`` are talks that were offered or booked before something came up that is against them.
    """

    thread_id: int
    contact_name: str
    standing: tuple[Noted, ...]
    ended: tuple[Noted, ...]
    kinds: tuple[str, ...]
    stopped: tuple[Stopped, ...]


def limits_for(scope: Scope, people: Directory, thread: Thread, staff_id: str) -> tuple[Limit, ...]:
    """What stands in a conversation and is for this person to read, in the open transaction."""
    if not thread.contact_id:
        return ()
    roles = people.staff[staff_id].roles
    return tuple(one for one in limits.standing(scope, [thread.contact_id]) if may_read(one.kind, roles))


def limits_page(scope: Scope, thread_id: int, *, staff_id: str, now: datetime) -> LimitsPage:
    """What limits a talk in this conversation. Raises NotYourThread. No event: it shows no message."""
    with reading():
        people = directory(scope)
        thread = _thread(scope, people, thread_id, staff_id)
        ended = limits.ended_since(scope, thread.contact_id, since=now - ENDED_FOR)
        roles = people.staff[staff_id].roles
        return LimitsPage(
            thread_id,
            people.contacts[thread.contact_id].name,
            tuple(_noted(people, one, staff_id, now=now) for one in limits_for(scope, people, thread, staff_id)),
            tuple(_noted(people, one, staff_id, now=now) for one in ended if may_read(one.kind, roles)),
            kinds_for(roles),
            stopped_in(scope, people, thread, staff_id=staff_id, now=now),
        )


def all_limits(scope: Scope, *, staff_id: str, now: datetime) -> tuple[Noted, ...]:
    """Every limit that stands and is for this person to read, those first whose day has come. No event: no message is shown."""
    with reading():
        people = directory(scope)
        roles = people.staff[staff_id].roles
        found = (_noted(people, one, staff_id, now=now) for one in limits.standing(scope) if may_read(one.kind, roles))
        return tuple(sorted(found, key=lambda one: (one.limit.look_again_on, one.limit.limit_id)))


def note(
    scope: Scope,
    thread_id: int,
    *,
    staff_id: str,
    kind: str,
    reason: str,
    look_again_on: date | None,
    now: datetime,
) -> None:
    """Note what limits a talk, for every conversation of the contact.

    Raises NotYourThread, InputProblem, AlreadyStands. Event: limit.noted.
    """
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        thread = _thread(scope, people, thread_id, staff_id)
        today = now.astimezone(people.staffing.calendar.zone).date()
        words = checked(kind, reason, look_again_on, today=today, roles=people.staff[staff_id].roles)
        if limits.stands_already(scope, thread.contact_id, kind=kind):
            raise AlreadyStands("This stands already. End it first to write it anew.")
        held = Limit(
            limit_id=new_id(now),
            contact_id=thread.contact_id,
            kind=kind,
            reason=words,
            look_again_on=look_again_on or today,
            noted_at=now,
            noted_by=staff_id,
            ended_at=None,
            ended_by="",
        )
        limits.add_limit(scope, held)
        _record(scope, "limit.noted", held, now=now)


def end(scope: Scope, limit_id: int, *, staff_id: str, now: datetime) -> None:
    """End a limit. Raises NotYourThread, AlreadyStands where somebody had ended it. Event: limit.ended."""
    with writing():
        audit.take_turn(scope)
        held = _own(scope, limit_id, staff_id)
        if not limits.end(scope, limit_id, staff_id=staff_id, now=now):
            raise AlreadyStands("Somebody has ended this already.")
        _record(scope, "limit.ended", held, now=now)


def bring_back(scope: Scope, limit_id: int, *, staff_id: str, now: datetime) -> None:
    """Let a limit that was ended stand again. Raises NotYourThread, AlreadyStands. Event: limit.brought_back."""
    with writing():
        audit.take_turn(scope)
        held = _own(scope, limit_id, staff_id)
        if limits.stands_already(scope, held.contact_id, kind=held.kind):
            raise AlreadyStands("This stands already.")
        limits.bring_back(scope, limit_id)
        _record(scope, "limit.brought_back", held, now=now)


def _record(scope: Scope, event: str, held: Limit, *, now: datetime) -> None:
    audit.append(
        scope,
        event,
        now=now,
        clause="C22",
        limit=held.limit_id,
        kind=held.kind,
        contact=held.contact_id,
        reason=held.reason,
        look_again_on=held.look_again_on.isoformat(),
    )


def _own(scope: Scope, limit_id: int, staff_id: str) -> Limit:
    """A limit that this person may end, in the open transaction. Raises NotYourThread."""
    held = limits.limit(scope, limit_id)
    if held is None or held.kind not in kinds_for(directory(scope).staff[staff_id].roles):
        raise NotYourThread("There is nothing of this number that you may change.")
    return held


def _thread(scope: Scope, people: Directory, thread_id: int, staff_id: str) -> Thread:
    """A conversation with a known contact that is this person's own, or any for leaders. Raises NotYourThread."""
    thread = threads.thread(scope, thread_id)
    leads = bool(people.staff[staff_id].roles & (LEADERS | LEADS))
    if thread is None or staff_id in thread.sealed_from or thread.contact_id not in people.contacts:
        raise NotYourThread("There is no conversation of this number that you may see.")
    if not leads and not queue.is_reader(scope, thread_id, placing.readers_for(people, staff_id)):
        raise NotYourThread("There is no conversation of this number that you may see.")
    return thread


def _noted(people: Directory, held: Limit, staff_id: str, *, now: datetime) -> Noted:
    contact = people.contacts.get(held.contact_id)
    return Noted(
        limit=held,
        name=KINDS[held.kind].name,
        who=contact.name if contact is not None else held.contact_id,
        noted_by=people.name_of(held.noted_by),
        ended_by=people.name_of(held.ended_by) if held.ended_by else "",
        may_end=held.kind in kinds_for(people.staff[staff_id].roles),
        is_due=held.look_again_on <= now.astimezone(people.staffing.calendar.zone).date(),
    )
