"""Who is answering now: begun by writing or with one tap, seen by whoever shares the conversation, and gone by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.actions import placing
from gateway.actions.alerts import may_see
from gateway.actions.directory import directory
from gateway.actions.own_threads import own_thread
from gateway.actions.readable import needs_no_bell, rang_for
from gateway.domain.claims import Claim, claim
from gateway.domain.errors import HandbellError
from gateway.domain.identity import Directory
from gateway.domain.moments import say_time
from gateway.domain.promises import OFFICE
from gateway.domain.scope import Scope
from gateway.store import audit, claims, concerns, outbox, queue, threads
from gateway.store.concerns import Alert
from gateway.store.queue import Entry
from gateway.store.threads import Message, Thread
from gateway.store.transaction import reading, writing


class Meanwhile(HandbellError):
    """Somebody else is answering this or has answered it meanwhile, or the family has written again."""


@dataclass(frozen=True, slots=True)
class Answering:
    """Who is answering a conversation, since when, and when that lapses by itself."""

    staff_id: str
    name: str
    began_at: datetime
    lapses_at: datetime


@dataclass(frozen=True, slots=True)
class Sharer:
    """Somebody else whom the newest message that has rung here is for; ``sees_at`` is None when they have it already."""

    name: str
    sees_at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Who is answering (None: nobody) and with whom the conversation is shared."""

    answering: Answering | None
    sharers: tuple[Sharer, ...]


def standing(scope: Scope, thread_id: int, *, staff_id: str, now: datetime) -> Standing:
    """Who is answering a conversation of one's own, and with whom it is shared. Raises NotYourThread. No event: no words."""
    with reading():
        people = directory(scope)
        thread = own_thread(scope, people, thread_id, staff_id)
        held = claims.standing(scope, [thread_id], now=now).get(thread_id)
        entries = queue.entries_of(scope, thread_id) if not thread.sealed_from else ()
        return Standing(_answering(people, held), _sharers(people, entries, placing.readers_for(people, staff_id)))


def _sharers(people: Directory, entries: Sequence[Entry], mine: Sequence[str]) -> tuple[Sharer, ...]:
    zone = people.staffing.calendar.zone
    newest = max(rang_for(entries, mine), default=None)
    others = [one for one in entries if one.message_id == newest and one.reader not in mine and one.reader != OFFICE]
    waits = [one.visible_at.astimezone(zone) if one.visible_at and one.state == "waiting" else None for one in others]
    return tuple(Sharer(people.name_of(one.reader), at) for one, at in zip(others, waits, strict=True))


def _answering(people: Directory, held: Claim | None) -> Answering | None:
    if held is None:
        return None
    return Answering(held.staff_id, people.name_of(held.staff_id), held.began_at, held.lapses_at)


def answering_in(scope: Scope, thread_ids: Sequence[int], *, now: datetime) -> dict[int, Answering]:
    """Who is answering which of these conversations of one's own list. No event: no message is opened by looking at a list."""
    with reading():
        held, people = claims.standing(scope, thread_ids, now=now), directory(scope)
        return {key: found for key, one in held.items() if (found := _answering(people, one)) is not None}


def take(scope: Scope, thread_id: int, *, staff_id: str, now: datetime) -> Answering:
    """ "I am answering this": the claim that stands now, another's where they were first. Raises NotYourThread.

    No event: who was writing when is nobody's business tomorrow, and a record of it would measure people.
    """
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        own_thread(scope, people, thread_id, staff_id)
        held = hold(scope, thread_id, staff_id=staff_id, now=now)
        return Answering(held.staff_id, people.name_of(held.staff_id), held.began_at, held.lapses_at)


def give_back(scope: Scope, thread_id: int, *, staff_id: str) -> bool:
    """Answer it no longer; whether it was theirs. Raises NotYourThread. No event: as for taking it."""
    with writing():
        own_thread(scope, directory(scope), thread_id, staff_id)
        return claims.drop_claim(scope, thread_id, staff_id)


def end(scope: Scope, thread_id: int, *, staff_id: str) -> None:
    """End this person's claim, if they have one, in the open transaction. No event: as for taking it."""
    claims.drop_claim(scope, thread_id, staff_id)


def hold(scope: Scope, thread_id: int, *, staff_id: str, now: datetime) -> Claim:
    """Begin to answer, or write on, in the open transaction: the claim that stands after it. No event: as for taking it."""
    held = claims.standing(scope, [thread_id], now=now).get(thread_id)
    wanted = claim(held, thread_id=thread_id, staff_id=staff_id, now=now)
    if wanted == held:
        return held
    audit.take_turn(scope)  # of two who begin in one instant the second sees the first
    held = claims.standing(scope, [thread_id], now=now).get(thread_id)
    wanted = claim(held, thread_id=thread_id, staff_id=staff_id, now=now)
    if wanted != held:
        claims.save_claim(scope, wanted, now=now)
    return wanted


def refuse_unless_told(
    scope: Scope, people: Directory, thread: Thread, *, staff_id: str, seen: int, told: str, now: datetime
) -> None:
    """Tell whoever is about to send, once, what happened meanwhile, in the open transaction: another is answering or has
    answered, or the family has written again and they have not seen it.

    ``seen`` is the newest message that stood on their page, ``told`` the person of whom it said that they are answering.
    Raises Meanwhile. No event: nothing was sent, and what is sent afterwards is an event.
    """
    raised, written = concerns.alerts_of(scope, thread.thread_id), threads.messages_of(scope, thread.thread_id)
    newer = (one for one in written if one.message_id > seen and one.author_id != staff_id)
    answered = next((one for one in newer if needs_no_bell(one, staff_id, raised)), None)
    if answered is not None and not _was_taken_back(scope, answered):
        at = say_time(answered.received_at, people.staffing.calendar.zone)
        raise Meanwhile(f"{answered.author_name} answered this at {at}, while you were writing.")
    again = _unseen(scope, people, thread, staff_id, raised=raised, written=written, seen=seen)
    if again is not None:
        raise Meanwhile(f"A message from {again.author_name} has come while you were writing.")
    held = claims.standing(scope, [thread.thread_id], now=now).get(thread.thread_id)
    if held is not None and held.staff_id not in (staff_id, told):
        raise Meanwhile(f"{people.name_of(held.staff_id)} is answering this now.")


def _unseen(
    scope: Scope,
    people: Directory,
    thread: Thread,
    staff_id: str,
    *,
    raised: Sequence[Alert],
    written: Sequence[Message],
    seen: int,
) -> Message | None:
    """The newest message of the family that this reader may read and that did not stand on their page: an answer would bury it.

    One that waited may be older than what they saw; it rang meanwhile, and they have not opened it.
    """
    readers, entries = placing.readers_for(people, staff_id), queue.entries_of(scope, thread.thread_id)
    theirs = {one.message_id for one in raised if may_see(people, staff_id, one)} | rang_for(entries, readers).keys()
    waits = {one.message_id for one in entries if one.reader in readers and one.state == "rung" and not one.opened_at}
    new = [
        one
        for one in written
        if one.by != "staff"
        and (one.message_id in waits or (one.message_id > seen and (thread.sealed_from or one.message_id in theirs)))
    ]
    return new[-1] if new else None


def _was_taken_back(scope: Scope, message: Message) -> bool:
    left = [one for one in outbox.parcels_of(scope, message.thread_id) if one.message_id == message.message_id]
    return any(one.state == "cancelled" for one in left)
