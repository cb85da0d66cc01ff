"""Families turned back politely: staff record who came to them by which way, and school answers where it may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from gateway.actions import placing
from gateway.actions.arrivals import take_in
from gateway.actions.directory import directory
from gateway.actions.finding import contacts_for
from gateway.actions.reading import PAGE, Known, page_delivery
from gateway.actions.turned_back import address_of, answer, begin
from gateway.domain import disclosure
from gateway.domain.approaches import AGAIN_AFTER, SPOKEN, WAYS
from gateway.domain.errors import InputProblem
from gateway.domain.identity import Directory
from gateway.domain.roster import Contact, Pupil
from gateway.domain.scope import Scope
from gateway.domain.terms import Term, term_begins_at, term_of
from gateway.ports.channels import RawHook
from gateway.store import approaches, audit, queue
from gateway.store.approaches import Approach
from gateway.store.base import new_id
from gateway.store.outbox import Parcel
from gateway.store.threads import Thread
from gateway.store.transaction import reading, writing

LONGEST = 4_000
"""Characters that staff may copy in of what somebody wrote or said."""
ANSWERS = ("redirect", "note")
"""What is to become of it: the ways to write to school are sent, or it is only noted (of a talk)."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a member of staff tells of one approach; ``words`` may be blank, ``answer`` is of ``ANSWERS``."""

    form: str
    contact_id: str
    way: str
    words: str = ""
    answer: str = "redirect"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of an approach. ``outcome``: ``sent``; ``told_already`` a day ago or less; ``noted``; ``restricted``:
    school may not write to them; ``no_address``: it cannot. ``leaves_at`` is when the letter leaves, None without one;
    ``thread_id`` the conversation that goes on from it, None where there is none for this person to see.
    """

    name: str
    outcome: str
    thread_id: int | None
    leaves_at: datetime | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How families were turned back in this term; ``term`` is None before the first. Nobody is named.

    ``unknown`` are messages of people nobody knows by channel, ``barred`` texts that came by no way the policy names (to a
    group, from another app, while texts are off), ``answered`` the polite answers to all of these: one a day or stretch.
    """

    term: Term | None
    by_way: Mapping[str, int]
    unknown: Mapping[str, int]
    barred: int
    answered: int

    @property
    def approaches(self) -> int:
        """All ways together."""
        return sum(self.by_way.values())


def record(scope: Scope, told: Told, *, staff_id: str, now: datetime) -> Recorded:
    """Record one approach: its words go down the path of every message, risk first; then school answers, once a day.

    A form that is sent twice counts once. Raises InputProblem. Events: approach.recorded, approach.answered,
    message.placed for its words.
    """
    with reading():
        people = directory(scope)
        contact = _checked(people, told, staff_id)
        words = _words(told.words)
        pupils = people.pupils_meant(contact.contact_id, words=words, addressed=(staff_id,))
        thread = _going_on(scope, contact, pupils, staff_id, now=now)
    if words:
        _take_in(scope, people, contact, told, words, thread, pupils, staff_id=staff_id, now=now)
    with writing():
        audit.take_turn(scope)
        before = approaches.approach_of_form(scope, told.form)
        if before is not None:
            return _recorded(scope, contact, before, None)
        thread = _going_on(scope, contact, pupils, staff_id, now=now)
        outcome = _outcome(scope, people, contact, told, pupils, staff_id=staff_id, now=now)
        if thread is None and outcome != "restricted":
            thread = begin(scope, contact, way=told.way, pupil_ids=_ids(pupils), staff_id=staff_id, now=now)
        thread_id = thread.thread_id if thread is not None else None
        audit.append(
            scope,
            "approach.recorded",
            now=now,
            clause="C1",
            thread_id=thread_id,
            contact=contact.contact_id,
            way=told.way,
            outcome=outcome,
        )
        letter = None
        if outcome == "sent" and thread is not None:
            letter = answer(scope, people, contact, thread, way=told.way, staff_id=staff_id, now=now)
        approach = Approach(
            approach_id=new_id(now),
            form=told.form,
            contact_id=contact.contact_id,
            way=told.way,
            recorded_by=staff_id,
            recorded_at=now,
            thread_id=thread_id,
            outbox_id=letter.outbox_id if letter is not None else None,
            outcome=outcome,
        )
        approaches.add_approach(scope, approach)
        return _recorded(scope, contact, approach, letter)


def _checked(people: Directory, told: Told, staff_id: str) -> Contact:
    """The contact of an approach that can be recorded. Raises InputProblem."""
    if told.way not in WAYS:
        raise InputProblem("Choose by which way they came to you.")
    if told.answer not in ANSWERS or (told.answer == "note" and told.way not in SPOKEN):
        raise InputProblem("Only a talk can be noted without an answer. Choose to send our ways to write to school.")
    found = next((one for one in contacts_for(people, staff_id) if one.contact_id == told.contact_id), None)
    if found is None:
        raise InputProblem("Choose who it was, from the school’s list.")
    if told.answer == "note" and not told.words.strip():
        raise InputProblem("Write what you talked about, in a line or two.")
    return found


def _words(typed: str) -> str:
    words = typed.replace("\x00", "").encode("utf-8", "replace").decode().replace("\r\n", "\n").strip()
    if len(words) > LONGEST:
        raise InputProblem(f"These words are longer than {LONGEST:,} letters. Copy the part that matters.")
    return words


def _going_on(
    scope: Scope, contact: Contact, pupils: tuple[Pupil, ...], staff_id: str, *, now: datetime
) -> Thread | None:
    return placing.current_thread(scope, contact.contact_id, pupil_ids=_ids(pupils), readers=(staff_id,), at=now)


def _ids(pupils: tuple[Pupil, ...]) -> tuple[str, ...]:
    return tuple(one.pupil_id for one in pupils)


def _take_in(
    scope: Scope,
    people: Directory,
    contact: Contact,
    told: Told,
    words: str,
    thread: Thread | None,
    pupils: tuple[Pupil, ...],
    *,
    staff_id: str,
    now: datetime,
) -> None:
    """Let the words arrive as any message does: kept, screened for a worry, and placed in a transaction of their own."""
    known = Known(
        form=told.form,
        contact_id=contact.contact_id,
        thread_id=thread.thread_id if thread is not None else None,
        readers=(staff_id,),
        pupil_ids=_ids(pupils),
        channel=told.way,
        told_by=staff_id,
    )
    is_theirs = told.way not in SPOKEN
    body = page_delivery(
        known,
        name=contact.name if is_theirs else people.name_of(staff_id),
        address=address_of(contact),
        subject=thread.subject if thread is not None else WAYS[told.way].subject,
        text=words,
    )
    take_in(scope, RawHook(PAGE, f"{staff_id}:{told.form}"[:255], body, now), now=now)


def _outcome(
    scope: Scope,
    people: Directory,
    contact: Contact,
    told: Told,
    pupils: tuple[Pupil, ...],
    *,
    staff_id: str,
    now: datetime,
) -> str:
    ties = {one.pupil_id: one for one in people.ties_of(contact.contact_id)}
    roles = people.staff[staff_id].roles
    refused = any(disclosure.restriction_check(ties.get(one.pupil_id), writer_roles=roles) for one in pupils)
    if refused or not pupils or placing.restriction_on(people, contact.contact_id, pupils):
        return "restricted"
    if told.answer == "note":
        return "noted"
    if approaches.was_turned_back(scope, contact.contact_id, since=now - AGAIN_AFTER):
        return "told_already"
    return "sent" if contact.emails else "no_address"


def _recorded(scope: Scope, contact: Contact, approach: Approach, letter: Parcel | None) -> Recorded:
    mine = approach.thread_id is not None and queue.is_reader(scope, approach.thread_id, (approach.recorded_by,))
    leaves_at = letter.send_after if letter is not None else None
    return Recorded(contact.name, approach.outcome, approach.thread_id if mine else None, leaves_at)


def tally(scope: Scope, *, now: datetime) -> Tally:
    """How families were turned back since this term began. No event: it is counts alone."""
    with reading():
        return tally_of(scope, directory(scope), now=now)


def tally_of(scope: Scope, people: Directory, *, now: datetime) -> Tally:
    """What ``tally`` says, in the open transaction."""
    zone = people.staffing.calendar.zone
    term = term_of(people.roster.calendar, now.astimezone(zone).date())
    since = term_begins_at(people.roster.calendar, now, zone)
    met = approaches.not_talked_with(scope, since=since)
    return Tally(
        term,
        approaches.approaches_by_way(scope, since=since),
        {channel: number for (channel, is_barred), number in met.items() if not is_barred},
        sum(number for (_, is_barred), number in met.items() if is_barred),
        approaches.turned_back_politely(scope, since=since),
    )
