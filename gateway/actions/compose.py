"""Starting a conversation: about which child, with whom of their adults, by which way, and what each may receive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from gateway.actions import placing
from gateway.actions.checking import NothingToSend, Sending, going_by, refuse_if_held, sending
from gateway.actions.directory import directory
from gateway.actions.inbox import class_name
from gateway.actions.replies import Sent, accept, already_sent
from gateway.actions.unreachable import is_blocked
from gateway.actions.ways import Way, by_hand, known_there, ways_to
from gateway.domain import disclosure
from gateway.domain.channels import CLOSED
from gateway.domain.errors import InputProblem
from gateway.domain.identity import Directory
from gateway.domain.permissions import may
from gateway.domain.roster import Contact, Pupil, StaffMember, Tie
from gateway.domain.scope import Scope
from gateway.store import audit, drafts, queue, threads
from gateway.store.base import new_id
from gateway.store.threads import Thread
from gateway.store.transaction import reading, writing


class NotYourPupil(InputProblem):
    """Staff write about the children of their own classes."""


@dataclass(frozen=True, slots=True)
class ClassList:
    """A class and its pupils, for picking a child."""

    name: str
    pupils: tuple[Pupil, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One adult of a child. ``refusal`` is blank, or why this person cannot be written to from here."""

    contact: Contact
    tie: Tie
    may_hear: str
    ways: tuple[Way, ...]
    refusal: str


@dataclass(frozen=True, slots=True)
class Choosing:
    """A child and the adults whom school knows for them, the first to ask on top."""

    pupil: Pupil
    class_name: str
    choices: tuple[Choice, ...]


def classes_for(scope: Scope, staff_id: str) -> tuple[ClassList, ...]:
    """The children about whom a person may write, by class. No event: a class list is no message."""
    with reading():
        people = directory(scope)
    pupils = pupils_for(people, people.staff[staff_id])
    by_class: dict[str, list[Pupil]] = {}
    for one in pupils:
        by_class.setdefault(one.class_id, []).append(one)
    return tuple(
        ClassList(class_name(people, found[0]) or "Without a class", tuple(sorted(found, key=lambda one: one.name)))
        for found in by_class.values()
    )


def apps_by_hand(scope: Scope) -> frozenset[str]:
    """The apps into which an author copies what they write. No event: nothing is sent."""
    with reading():
        return by_hand(scope)


def choices_for(scope: Scope, pupil_id: str, *, staff_id: str) -> Choosing:
    """The adults of one child, and what each may receive. Raises NotYourPupil. No event: nothing is sent."""
    with reading():
        people = directory(scope)
        staff = people.staff[staff_id]
        pupil = _own_pupil(people, staff, pupil_id)
        ties = sorted((one for one in people.roster.ties if one.pupil_id == pupil_id), key=lambda one: one.priority)
        choices = (_choice(scope, people.contacts[one.contact_id], one, staff) for one in ties)
        return Choosing(pupil, class_name(people, pupil), tuple(choices))


def _choice(scope: Scope, contact: Contact, tie: Tie, staff: StaffMember) -> Choice:
    found, ways = disclosure.restriction_check(tie, writer_roles=staff.roles), _ways_to_begin(scope, contact)
    refusal = found[0].reason if found else ""
    if not refusal and not ways:
        refusal = "Nothing that we write reaches this person. Phone, or ask the office."
    hears_all = tie.parental_responsibility or tie.lives_with
    may_hear = "May hear everything about this child" if hears_all else "Everyday matters only, nothing private"
    return Choice(contact, tie, may_hear, ways, refusal)


def _ways_to_begin(scope: Scope, contact: Contact) -> tuple[Way, ...]:
    """The ways by which a conversation may begin: those that reach the contact, then each app into which its author copies."""
    found = ways_to(scope, contact)
    listed, carried = {one.channel for one in found}, by_hand(scope)
    apps = (Way(one, known_there(contact)) for one in CLOSED if one in carried and one not in listed)
    return found + tuple(one for one in apps if not is_blocked(scope, one.channel, contact, one.address))


def pupils_for(people: Directory, staff: StaffMember) -> tuple[Pupil, ...]:
    """The children of a person's classes; every child for those without a class, the office and the safeguarding leads."""
    everyone = not staff.classes or may(staff.roles, "work_office") or may(staff.roles, "take_alerts")
    return tuple(one for one in people.roster.pupils if everyone or one.class_id in staff.classes)


def _own_pupil(people: Directory, staff: StaffMember, pupil_id: str) -> Pupil:
    found = next((one for one in pupils_for(people, staff) if one.pupil_id == pupil_id), None)
    if found is None:
        raise NotYourPupil("This child is in none of your classes. Ask their teacher, or the office.")
    return found


def check_words(
    scope: Scope, *, staff_id: str, contact_id: str, pupil_id: str, text: str, now: datetime, channel: str = ""
) -> Sending:
    """What the checks say of the first words to a contact about a child, by one of the ways to them (blank: the first).

    Raises NotYourPupil.
    """
    with reading():
        people = directory(scope)
        _own_pupil(people, people.staff[staff_id], pupil_id)
        found = sending(people, people.staff[staff_id], contact_id, (pupil_id,), text=text, now=now)
        ways = _ways_to_begin(scope, people.contacts[contact_id]) if contact_id in people.contacts else ()
        way = next((one for one in ways if channel in ("", one.channel)), None)
        if way is None:
            return found
        return going_by(scope, people, found, way, contact_id, staff_id=staff_id, text=text)


def start_thread(
    scope: Scope,
    *,
    staff_id: str,
    contact_id: str,
    pupil_id: str,
    subject: str,
    text: str,
    now: datetime,
    knowing: frozenset[str] = frozenset(),
    channel: str = "",
) -> Sent:
    """Begin a conversation with one contact about one pupil, under the same checks as an answer.

    ``channel`` is one of the ways to them; blank is the first. Raises NotYourPupil, NothingToSend, HeldBack.
    Events: thread.started, reply.accepted; reply.stopped when held back.
    """
    with reading():
        people = directory(scope)
        _own_pupil(people, people.staff[staff_id], pupil_id)
        contact = people.contacts.get(contact_id)
        ways = _ways_to_begin(scope, contact) if contact is not None else ()
    way = next((one for one in ways if channel in ("", one.channel)), None)
    if contact is None or way is None:
        raise NothingToSend("Choose a person whom school can reach, and a way that leads to them.")
    thread = _new_thread(contact, pupil_id, way, subject=subject, now=now)
    draft_id = draft_of(contact_id, pupil_id)
    refuse_if_held(scope, people, thread, staff_id=staff_id, text=text, now=now, knowing=knowing, draft_id=draft_id)
    with writing():
        audit.take_turn(scope)
        already = _already_begun(scope, thread, staff_id=staff_id, text=text, now=now)
        if already is not None:
            return already
        threads.open_thread(scope, thread)
        queue.ring_in_inbox(scope, thread.thread_id, staff_id, rung_at=now, count=0)
        drafts.save_draft(scope, draft_id, staff_id, words="", now=now)
        audit.append(scope, "thread.started", now=now, clause="C1", thread_id=thread.thread_id, contact=contact_id)
        return accept(scope, people, thread, staff_id=staff_id, text=text, now=now)


def _new_thread(contact: Contact, pupil_id: str, way: Way, *, subject: str, now: datetime) -> Thread:
    subject = " ".join(subject.split())[:200] or "A message from school"
    return Thread(
        thread_id=new_id(now),
        contact_id=contact.contact_id,
        address=way.address,
        subject=subject,
        base_subject=subject.casefold(),
        token=placing.new_token(),
        channel=way.channel,
        opened_at=now,
        last_at=now,
        last_by="staff",
        preview="",
        sealed_from=frozenset(),
        pupil_ids=(pupil_id,),
    )


def _already_begun(scope: Scope, thread: Thread, *, staff_id: str, text: str, now: datetime) -> Sent | None:
    """The conversation that the same form has begun a moment ago, or None."""
    newest = threads.threads_of_contact(scope, thread.contact_id, limit=1)
    if not newest or (newest[0].subject, newest[0].pupil_ids) != (thread.subject, thread.pupil_ids):
        return None
    return already_sent(scope, newest[0].thread_id, staff_id=staff_id, text=text, now=now)


def draft_of(contact_id: str, pupil_id: str) -> int:
    """Under which number the first words to a contact about a child are kept: a negative one, which no conversation has.

    Made from both ids, so that words about one child never appear in a letter to another family.
    """
    mark = blake2b(f"{contact_id}\0{pupil_id}".encode(), digest_size=8).digest()
    return -(int.from_bytes(mark, "big") >> 2) - 1


def first_words(scope: Scope, *, staff_id: str, contact_id: str, pupil_id: str) -> str:
    """The words that a person kept for a conversation that has not begun, or blank. No event: a draft is its author's own."""
    with reading():
        held = drafts.draft(scope, draft_of(contact_id, pupil_id), staff_id)
    return held[0] if held else ""


def keep_first_words(scope: Scope, *, staff_id: str, contact_id: str, pupil_id: str, text: str, now: datetime) -> None:
    """Keep words for a conversation that has not begun. No event: a draft is its author's own until it is sent."""
    with writing():
        drafts.save_draft(scope, draft_of(contact_id, pupil_id), staff_id, words=text, now=now)
