"""Who wrote from an address that nobody knows: candidates, and a person who says who it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from gateway.actions import callers, outgoing, placing, suggestions
from gateway.actions.directory import directory
from gateway.actions.inbox import Child, children_of
from gateway.actions.own_threads import NotYourThread, own_thread
from gateway.actions.practical import facts_of
from gateway.actions.reading import read_delivery
from gateway.domain.channels import CALLING
from gateway.domain.errors import HandbellError, InputProblem
from gateway.domain.identity import Directory, Person
from gateway.domain.promises import OFFICE
from gateway.domain.roster import Contact
from gateway.domain.scope import Scope
from gateway.store import arrivals, audit, newest, outbox, queue, threads
from gateway.store.threads import Message, Thread
from gateway.store.transaction import reading, writing

SURE_ENOUGH = 3
"""Points from which somebody is named as a candidate: a surname and one thing more."""


class AlreadyMatched(HandbellError):
    """Somebody has said already who wrote this."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A contact who might have written; ``why`` says what speaks for it. It is never sure enough by itself."""

    contact: Contact
    children: tuple[Child, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Stranger:
    """A message of somebody nobody knows, or whose sender could not be proven (``not_proven``).

    ``was_answered`` is whether it had the polite answer itself; known of one message that is shown in full.
    """

    thread: Thread
    message: Message
    not_proven: bool
    candidates: tuple[Candidate, ...]
    was_answered: bool = False


def stranger_of(people: Directory, thread: Thread, message: Message) -> Stranger:
    """Who might have written this message of a conversation whose writer nobody knows."""
    not_proven = message.rule == "C14.sender_not_proven"
    return Stranger(thread, message, not_proven, candidates(people, thread.address, message))


def candidates(people: Directory, address: str, message: Message) -> tuple[Candidate, ...]:
    """At most three contacts who might have written from an address nobody knows, the likeliest first."""
    local = address.partition("@")[0].casefold()
    names = set(_words(message.author_name)) | set(_words(local))
    said = set(_words(f"{message.subject} {message.text}"))
    scored = []
    for contact in people.roster.contacts:
        reasons, points = _reasons(people, contact, names=names, local=local, said=said)
        if address.casefold() in {one.casefold() for one in contact.emails}:
            reasons, points = [f"{contact.first_name}'s own address is named as the sender", *reasons], points + 3
        if points >= SURE_ENOUGH:
            scored.append((points, contact, "; ".join(reasons)))
    scored.sort(key=lambda one: (-one[0], one[1].contact_id))
    return tuple(
        Candidate(one, children_of(people, [tie.pupil_id for tie in people.ties_of(one.contact_id)]), why)
        for _, one, why in scored[:3]
    )


def _reasons(
    people: Directory, contact: Contact, *, names: set[str], local: str, said: set[str]
) -> tuple[list[str], int]:
    reasons: list[str] = []
    points = 0
    last = contact.last_name.casefold()
    if last in names or (len(last) > 3 and last in local):
        reasons, points = [*reasons, "same surname"], points + 2
    if contact.first_name.casefold() in names:
        reasons, points = [*reasons, "same first name"], points + 2
    children = [
        people.pupils[tie.pupil_id] for tie in people.ties_of(contact.contact_id) if tie.pupil_id in people.pupils
    ]
    named = [one for one in children if {one.first_name.casefold(), one.preferred_name.casefold()} & said]
    if named:
        reasons, points = [*reasons, f"names {named[0].preferred_name or named[0].first_name}"], points + 2
    return reasons, points


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]{2,}", text.casefold())


def stranger(scope: Scope, thread_id: int, *, staff_id: str, now: datetime) -> Stranger:
    """One message of somebody nobody knows, in full. Raises NotYourThread, AlreadyMatched. Event: message.opened."""
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        held, message = _unknown(scope, people, thread_id, staff_id)
        opened = queue.mark_opened(scope, thread_id, OFFICE, now=now)
        if opened:
            audit.append(scope, "message.opened", now=now, clause="C3", thread_id=thread_id, count=opened)
        sent = outbox.parcels_of(scope, thread_id)
        return replace(stranger_of(people, held, message), was_answered=any(one.letter == "redirect" for one in sent))


def everybody(scope: Scope) -> tuple[Candidate, ...]:
    """Every contact with their children, by name, for a person to choose from. No event: it is the school's own list."""
    with reading():
        people = directory(scope)
    chosen = sorted(people.roster.contacts, key=lambda one: (one.last_name, one.first_name))
    return tuple(
        Candidate(one, children_of(people, [tie.pupil_id for tie in people.ties_of(one.contact_id)]), "")
        for one in chosen
    )


def _unknown(scope: Scope, people: Directory, thread_id: int, staff_id: str) -> tuple[Thread, Message]:
    held = own_thread(scope, people, thread_id, staff_id)
    if not queue.is_reader(scope, thread_id, (OFFICE,)):
        raise NotYourThread("This is not in the office's inbox.")
    if held.contact_id:
        raise AlreadyMatched("Somebody has said already who wrote this. It is in their conversation.")
    waiting = newest.waiting_in(scope, OFFICE, [thread_id]).get(thread_id)
    if not waiting:
        raise NotYourThread("This is not in the office's inbox.")
    return held, waiting[-1]


def match(scope: Scope, thread_id: int, *, staff_id: str, contact_id: str, now: datetime) -> tuple[str, ...]:
    """A person says who wrote: the message goes where it would have gone, in its readers' own hours; who will see it.

    The contact's addresses stay as they are, and answers go to the one that school holds, or on the channel that
    it came by. The promise goes there too, so that somebody who did not write finds out. Event: sender.matched.
    Raises NotYourThread, AlreadyMatched, InputProblem.
    """
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        held, message = _unknown(scope, people, thread_id, staff_id)
        contact = people.contacts.get(contact_id)
        if contact is None:
            raise InputProblem("Choose who wrote this, from the list of contacts.")
        address = held.address if held.channel in CALLING else next(iter(contact.emails), "")
        threads.settle_contact(scope, thread_id, contact_id=contact_id, name=contact.name, address=address)
        seers = _hand_on(scope, people, held, message, contact, staff_id=staff_id, now=now)
        audit.append(
            scope,
            "sender.matched",
            now=now,
            clause="C1",
            thread_id=thread_id,
            message=message.message_id,
            contact=contact_id,
            readers=list(seers),
        )
    return tuple(people.name_of(one) for one in seers)


def _hand_on(
    scope: Scope,
    people: Directory,
    held: Thread,
    message: Message,
    contact: Contact,
    *,
    staff_id: str,
    now: datetime,
) -> tuple[str, ...]:
    """Give a message whose writer is known now to its readers, in the open transaction; who they are."""
    kept = arrivals.arrival(scope, message.arrival_id) if message.arrival_id else None
    if kept is None:
        return (OFFICE,)
    writer = Person("contact", contact.contact_id, contact.name)
    read = read_delivery(kept.endpoint, kept.raw)
    addressed = placing.address(scope, people, read, writer=writer, thread=None)
    if read.caller is not None:
        callers.learn(scope, read.caller, contact.contact_id, now=now, learnt_by=staff_id)
    threads.add_pupils(scope, held.thread_id, [one.pupil_id for one in addressed.pupils])
    readers = tuple(one for one in addressed.readers if one != OFFICE) if not addressed.restriction else ()
    plans = placing.plans_for(people, readers, at=now)
    entries = placing.entries_for(plans, message_id=message.message_id, thread_id=held.thread_id, at=now)
    entries = tuple(one for one in entries if one.reader != OFFICE)
    queue.enter(scope, entries)
    for one in entries:
        if one.state == "rung":
            queue.ring_in_inbox(scope, held.thread_id, one.reader, rung_at=now)
    suggestions.look_again(scope, held.thread_id, now=now)
    settled = threads.thread(scope, held.thread_id)
    if entries and settled is not None and settled.address:
        outgoing.acknowledge(
            scope,
            people,
            settled,
            message_id=message.message_id,
            rfc_id=message.rfc_id,
            promises=list(plans.values()),
            now=now,
        )
    if entries and not facts_of(scope, [message])[message.message_id]:
        queue.set_inbox_state(scope, held.thread_id, OFFICE, state="passed_on")
    return tuple(one.reader for one in entries) or (OFFICE,)
