"""The office's day: what must be done now, who nobody knows, what nobody could read, and promises that were missed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from gateway.actions import callers, outgoing, placing, suggestions
from gateway.actions.collecting import Collector, collectors
from gateway.actions.directory import directory
from gateway.actions.inbox import Child, children_of
from gateway.actions.own_threads import NotYourThread, own_thread
from gateway.actions.practical import facts_of
from gateway.actions.reading import read_delivery
from gateway.actions.register import closes_at, unopened
from gateway.domain.channels import CALLING
from gateway.domain.errors import HandbellError, InputProblem
from gateway.domain.identity import Directory, Person
from gateway.domain.messages import Finding
from gateway.domain.promises import LATE_AFTER, OFFICE, is_missed
from gateway.domain.roster import Contact
from gateway.domain.scope import Scope
from gateway.store import arrivals, audit, inbox, outbox, queue, threads
from gateway.store.arrivals import Shelved
from gateway.store.queue import Entry
from gateway.store.threads import Message, Thread
from gateway.store.transaction import reading, writing

SHOWN = 50
MISSED_FOR = timedelta(days=7)
"""How long a missed promise stays on the office's page."""
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


@dataclass(frozen=True, slots=True)
class Task:
    """A practical fact of a family: an absence, a late arrival, who collects, medicine, an allergy; ``codes`` may be several.

    ``adults`` are those of the children, where it says who collects.
    """

    thread_id: int
    message: Message
    codes: tuple[str, ...]
    with_whom: str
    relationship: str
    children: tuple[Child, ...]
    adults: tuple[Collector, ...] = ()


@dataclass(frozen=True, slots=True)
class Missed:
    """A promise that was not kept: never a mark against ``reader``, always a task. ``rang_at`` is None while it still waits.

    ``with_whom`` and ``children`` say whom to phone; a word of theirs is not shown.
    """

    thread_id: int
    with_whom: str
    children: tuple[Child, ...]
    reader: str
    promised_at: datetime | None
    rang_at: datetime | None


@dataclass(frozen=True, slots=True)
class OfficeDay:
    """Everything on the office's page; ``unopened`` are the conversations that nobody opened before the register closed."""

    tasks: tuple[Task, ...]
    strangers: tuple[Stranger, ...]
    shelf: tuple[Shelved, ...]
    missed: tuple[Missed, ...]
    register_at: datetime | None = None
    unopened: tuple[int, ...] = ()


def office_day(scope: Scope, staff_id: str, *, now: datetime) -> OfficeDay:
    """What the office has to do. No event: opening a message from here is one."""
    with reading():
        people = directory(scope)
        found = inbox.lines(scope, [OFFICE], states=["open"], before=None, limit=SHOWN)
        lines = {one.thread_id: one for one in found if staff_id not in one.sealed_from.split(";")}
        newest = inbox.newest_of_families(scope, list(lines)) if lines else {}
        pupils = threads.pupils_of(scope, list(lines)) if lines else {}
        unknown = [one for one in lines if not lines[one].contact_id and one in newest]
        strangers = tuple(
            _stranger(people, held, newest[one]) for one in unknown if (held := threads.thread(scope, one)) is not None
        )
        promised = queue.promised_between(scope, now - MISSED_FOR, now - LATE_AFTER)
        missed = _missed(scope, people, promised, now=now)
        shelf = arrivals.shelf(scope, limit=SHOWN)
        register_at = closes_at(people, now=now)
        facts = facts_of(scope, [newest[one] for one in lines if lines[one].contact_id and one in newest])
        unopened_ = unopened(scope, before=register_at) if register_at is not None and now >= register_at else ()
    tasks = (
        _task(people, newest[one], facts[newest[one].message_id], lines[one].contact_id, pupils.get(one, ()))
        for one in lines
        if lines[one].contact_id and one in newest
    )
    return OfficeDay(
        tasks=tuple(one for one in tasks if one.codes),
        strangers=strangers,
        shelf=shelf,
        missed=missed,
        register_at=register_at,
        unopened=unopened_,
    )


def _missed(scope: Scope, people: Directory, promised: Sequence[Entry], *, now: datetime) -> tuple[Missed, ...]:
    """What rang for none of its readers in time, in the open transaction; nothing of a conversation that is closed."""
    late = [one for one in promised if is_missed(one.promised_at, one.rung_at or now)]
    in_time = {one.message_id for one in promised if not is_missed(one.promised_at, one.rung_at or now)}
    ids = list({one.thread_id for one in late})
    closed = threads.sealed(scope, ids)
    held = threads.threads_by_id(scope, ids)
    shown = [one for one in late if one.thread_id not in closed and one.message_id not in in_time][:SHOWN]
    return tuple(_missed_by(people, one, held[one.thread_id]) for one in shown)


def _missed_by(people: Directory, entry: Entry, thread: Thread) -> Missed:
    contact = people.contacts.get(thread.contact_id)
    return Missed(
        thread_id=entry.thread_id,
        with_whom=contact.name if contact is not None else thread.address,
        children=children_of(people, thread.pupil_ids),
        reader=people.name_inside(entry.addressed),
        promised_at=entry.promised_at,
        rang_at=entry.rung_at,
    )


def _task(
    people: Directory, message: Message, found: Sequence[Finding], contact_id: str, pupil_ids: Sequence[str]
) -> Task:
    contact = people.contacts.get(contact_id)
    tie = next((one for one in people.ties_of(contact_id) if one.pupil_id in pupil_ids), None)
    codes = tuple(dict.fromkeys(one.code for one in found))
    text = f"{message.subject} {message.text}"
    return Task(
        thread_id=message.thread_id,
        message=message,
        codes=codes,
        adults=collectors(people, text, pupil_ids, contact_id=contact_id) if "collection" in codes else (),
        with_whom=contact.name if contact else message.author_name,
        relationship=tie.relationship if tie else "",
        children=children_of(people, pupil_ids),
    )


def _stranger(people: Directory, thread: Thread, message: Message) -> Stranger:
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
        return replace(_stranger(people, held, message), was_answered=any(one.letter == "redirect" for one in sent))


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
    message = inbox.newest_of_families(scope, [thread_id]).get(thread_id)
    if message is None:
        raise NotYourThread("This is not in the office's inbox.")
    return held, message


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


def deal_with(scope: Scope, thread_id: int, *, staff_id: str, now: datetime) -> None:
    """The office has done what a message asks, or it is no family's; it stays with its teacher as it is.

    Only what lies with the office: a leader's own conversation is finished in their own inbox. Done twice is done once.
    Raises NotYourThread. Event: office.dealt_with.
    """
    with writing():
        audit.take_turn(scope)
        own_thread(scope, directory(scope), thread_id, staff_id)
        state = inbox.state_of(scope, thread_id, (OFFICE,))
        if not state:
            raise NotYourThread("This is not in the office's inbox.")
        if state == "done":
            return
        queue.set_inbox_state(scope, thread_id, OFFICE, state="done")
        audit.append(scope, "office.dealt_with", now=now, clause="C3", thread_id=thread_id)


def open_shelved(scope: Scope, arrival_id: int, *, now: datetime) -> bytes:
    """The bytes of a delivery that nobody could read, as they came. Raises NotYourThread. Event: arrival.opened."""
    with writing():
        audit.take_turn(scope)
        held = _on_shelf(scope, arrival_id)
        audit.append(scope, "arrival.opened", now=now, clause="C23", arrival=arrival_id)
    return held


def clear_shelved(scope: Scope, arrival_id: int, *, now: datetime) -> None:
    """A person has dealt with a delivery on the shelf; its bytes stay. Raises NotYourThread. Event: arrival.cleared."""
    with writing():
        audit.take_turn(scope)
        _on_shelf(scope, arrival_id)
        arrivals.settle(scope, arrival_id, state="cleared", kind="unreadable", reason="a person dealt with it")
        audit.append(scope, "arrival.cleared", now=now, clause="C23", arrival=arrival_id)


def _on_shelf(scope: Scope, arrival_id: int) -> bytes:
    held = arrivals.arrival(scope, arrival_id)
    if held is None or held.state != "shelf":
        raise NotYourThread("This is not on the shelf.")
    return held.raw
