"""The office's day: what must be done now, who nobody knows, what nobody could read, and promises that were missed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain

from gateway.actions.collecting import Collector, collectors
from gateway.actions.directory import directory
from gateway.actions.inbox import Child, children_of
from gateway.actions.own_threads import NotYourThread, own_thread
from gateway.actions.practical import facts_of
from gateway.actions.register import closes_at, open_to, unopened
from gateway.actions.strangers import Stranger, stranger_of
from gateway.domain.errors import HandbellError
from gateway.domain.identity import Directory
from gateway.domain.messages import Finding
from gateway.domain.promises import LATE_AFTER, OFFICE, is_missed, sooner
from gateway.domain.scope import Scope
from gateway.store import arrivals, audit, inbox, newest, queue, threads
from gateway.store.arrivals import Shelved
from gateway.store.queue import Entry
from gateway.store.threads import Message, Thread
from gateway.store.transaction import reading, writing

SHOWN = 50
MISSED_FOR = timedelta(days=7)
"""How long a missed promise stays on the office's page."""


@dataclass(frozen=True, slots=True)
class Task:
    """The practical facts of a conversation: an absence, a late arrival, who collects, medicine, an allergy.

    ``messages`` are those that tell them, the oldest first, ``seen`` is the newest that waits with them; ``adults`` are those of
    the children, where it says who collects.
    """

    thread_id: int
    seen: int
    messages: tuple[Message, ...]
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
        waiting = newest.waiting_in(scope, OFFICE, list(lines)) if lines else {}
        pupils = threads.pupils_of(scope, list(lines)) if lines else {}
        unknown = [one for one in lines if not lines[one].contact_id and one in waiting]
        strangers = tuple(
            stranger_of(people, held, waiting[one][-1])
            for one in unknown
            if (held := threads.thread(scope, one)) is not None
        )
        promised = queue.promised_between(scope, now - MISSED_FOR, now - LATE_AFTER)
        missed = _missed(scope, people, promised, now=now)
        shelf = arrivals.shelf(scope, limit=SHOWN)
        register_at = closes_at(people, now=now)
        known = {one: waiting[one] for one in lines if lines[one].contact_id and one in waiting}
        facts = facts_of(scope, list(chain.from_iterable(known.values())))
        unopened_ = unopened(scope, before=register_at) if register_at is not None and now >= register_at else ()
        unopened_ = open_to(scope, staff_id, unopened_)
    tasks = (
        _task(people, messages, facts, lines[one].contact_id, pupils.get(one, ())) for one, messages in known.items()
    )
    return OfficeDay(
        tasks=tuple(one for one in tasks if one.messages),
        strangers=strangers,
        shelf=shelf,
        missed=missed,
        register_at=register_at,
        unopened=unopened_,
    )


def _missed(scope: Scope, people: Directory, promised: Sequence[Entry], *, now: datetime) -> tuple[Missed, ...]:
    """What rang for none of its readers by its first promise, in the open transaction; nothing of a closed conversation."""
    among = queue.entries_among(scope, list({one.thread_id for one in promised})) if promised else {}
    late = []
    for message_id, thread_id in {one.message_id: one.thread_id for one in promised}.items():
        own = [one for one in among[thread_id] if one.message_id == message_id and one.state != "withdrawn"]
        first = min(own, key=lambda one: sooner(one.promised_at))
        rang_at = min((one.rung_at for one in own if one.rung_at is not None), default=None)
        if is_missed(first.promised_at, rang_at or now):
            late.append(replace(first, rung_at=rang_at))
    ids = list({one.thread_id for one in late})
    closed, held = threads.sealed(scope, ids), threads.threads_by_id(scope, ids)
    shown = [one for one in late if one.thread_id not in closed][:SHOWN]
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
    people: Directory,
    messages: Sequence[Message],
    facts: Mapping[int, Sequence[Finding]],
    contact_id: str,
    pupil_ids: Sequence[str],
) -> Task:
    contact = people.contacts.get(contact_id)
    tie = next((one for one in people.ties_of(contact_id) if one.pupil_id in pupil_ids), None)
    telling = tuple(one for one in messages if facts[one.message_id])
    codes = tuple(dict.fromkeys(found.code for one in telling for found in facts[one.message_id]))
    text = " ".join(f"{one.subject} {one.text}" for one in telling)
    return Task(
        thread_id=messages[0].thread_id,
        seen=messages[-1].message_id,
        messages=telling,
        codes=codes,
        adults=collectors(people, text, pupil_ids, contact_id=contact_id) if "collection" in codes else (),
        with_whom=contact.name if contact else messages[0].author_name,
        relationship=tie.relationship if tie else "",
        children=children_of(people, pupil_ids),
    )


class WroteAgain(HandbellError):
    """Something rang for the office that did not stand on the page from which somebody said Done."""


def deal_with(scope: Scope, thread_id: int, *, staff_id: str, now: datetime, seen: int | None = None) -> None:
    """The office has done what its page showed of a conversation, or it is no family's; it stays with its teacher as it is.

    Only what lies with the office: a leader's own conversation is finished in their own inbox. Done twice is done once.
    ``seen`` is the newest message that stood on the page (None: no page). Raises NotYourThread, WroteAgain. Event:
    office.dealt_with.
    """
    with writing():
        audit.take_turn(scope)
        own_thread(scope, directory(scope), thread_id, staff_id)
        state = inbox.state_of(scope, thread_id, (OFFICE,))
        if not state:
            raise NotYourThread("This is not in the office's inbox.")
        if state == "done":
            return
        waiting = newest.waiting_in(scope, OFFICE, [thread_id]).get(thread_id, ())
        if seen is not None and any(one.message_id > seen for one in waiting):
            raise WroteAgain("Something more has come since you opened this page. Look, then say Done.")
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
