"""What a family does: write at any hour to the right person, take back what has not rung, ask the office to read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gateway.actions import placing, suggestions
from gateway.actions.accounts import Visitor
from gateway.actions.arrivals import take_in
from gateway.actions.directory import directory
from gateway.actions.families import addressed_by, names_of, their_thread, who_is_away, writer_of
from gateway.actions.front import Front, front_of
from gateway.actions.own_threads import hears
from gateway.actions.reading import PAGE, Known, page_delivery
from gateway.actions.slips import Slip, slip_ahead
from gateway.domain.errors import HandbellError, InputProblem
from gateway.domain.identity import Directory
from gateway.domain.moments import say_weekdays
from gateway.domain.previews import preview_of
from gateway.domain.promises import OFFICE, plan
from gateway.domain.roster import Contact
from gateway.domain.scope import Scope
from gateway.ports.channels import RawHook
from gateway.store import audit, drafts, queue, threads
from gateway.store.queue import Entry
from gateway.store.threads import Message, Thread
from gateway.store.transaction import reading, writing

LONGEST = 20_000
"""Characters of one message; longer ones come by email."""
LONGEST_SUBJECT = 150
NEW = 0
"""Where the unsent words of a conversation that has not begun are kept."""


class NothingWritten(InputProblem):
    """There are no words yet, or too many for one message."""


class RangAlready(HandbellError):
    """It has rung already, so it cannot be taken back."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody a family can write to. ``key`` is ``class-1`` (of their first child), ``office`` or ``head``."""

    key: str
    name: str
    what_for: str
    readers: tuple[str, ...]
    pupil_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A conversation about to begin: ``ahead`` is the promise that it would be given now."""

    front: Front
    choice: Choice
    ahead: Slip
    draft: str


def choices(visitor: Visitor, *, now: datetime) -> tuple[Choice, ...]:
    """Whom this family can write to, and for what. No event."""
    with reading():
        people = directory(visitor.scope)
    return _choices(people, visitor.key, now=now)


def _choices(people: Directory, contact_id: str, *, now: datetime) -> tuple[Choice, ...]:
    pupils = [people.pupils[tie.pupil_id] for tie in people.ties_of(contact_id) if tie.pupil_id in people.pupils]
    teachers = [
        Choice(
            key=f"class-{number}",
            name=names_of(people, readers),
            what_for=_teaches(people, pupil.preferred_name or pupil.first_name, pupil.class_id, readers, now=now),
            readers=readers,
            pupil_ids=(pupil.pupil_id,),
        )
        for number, pupil in enumerate(pupils, 1)
        if not placing.restriction_on(people, contact_id, (pupil,)) and (readers := people.teachers_of((pupil,)))
    ]
    own = tuple(one.pupil_id for one in pupils)
    office = Choice(
        OFFICE, people.name_of(OFFICE), "Absence, going home, medicine, allergy, money, lost things", (OFFICE,), own
    )
    free = not placing.restriction_on(people, contact_id, tuple(pupils))
    heads = tuple(one.staff_id for one in people.with_role("headteacher")) if free else ()
    head = [Choice("head", names_of(people, heads), "Headteacher. Anything about school as a whole", heads, own)]
    return (*teachers, office, *(head if heads else []))


def _teaches(people: Directory, child: str, class_id: str, readers: tuple[str, ...], *, now: datetime) -> str:
    """ "For Zofia, Robin Class. Miss Nair works Monday to Wednesday, Mrs Pettit Thursday and Friday."; then who is away."""
    away = {one: said for one in readers if (said := who_is_away(people, one, at=now))}
    weeks = [(one, say_weekdays(people.staffing.workers[one].rota.weekdays)) for one in readers if one not in away]
    days = [(people.name_of(one), said) for one, said in weeks if said]
    shared = ", ".join(f"{name} {'works ' if not at else ''}{said}" for at, (name, said) in enumerate(days))
    called = people.classes[class_id].name if class_id in people.classes else ""
    return " ".join(
        (f"For {child}{f', {called}' if called else ''}.", *([f"{shared}."] if shared else []), *away.values())
    )


def about_to_begin(visitor: Visitor, key: str, *, now: datetime) -> Page:
    """The page of a new conversation with its promise, before a word is written. Raises InputProblem. No event."""
    front = front_of(visitor.scope, now=now, contact_id=visitor.key)
    with reading():
        people = directory(visitor.scope)
        choice = _chosen(people, visitor.key, key, now=now)
        addressed = addressed_by(people, visitor.key, choice.readers, choice.pupil_ids)
        ahead = slip_ahead(people, placing.foreseen(people, addressed, at=now), at=now)
        held = drafts.draft(visitor.scope, NEW, writer_of(visitor))
    return Page(front, choice, ahead, held[0] if held is not None else "")


def _chosen(people: Directory, contact_id: str, key: str, *, now: datetime) -> Choice:
    found = next((one for one in _choices(people, contact_id, now=now) if one.key == key), None)
    if found is None:
        raise InputProblem("Choose whom to write to from the list.")
    return found


def begin_talk(visitor: Visitor, key: str, *, subject: str, text: str, form: str, now: datetime) -> int | None:
    """Begin a conversation; its id, or None when this very form was sent before. Raises InputProblem, NothingWritten.

    It goes down the path of every arrival: kept, screened, decided, placed. Event: message.placed.
    """
    words = _words(text)
    with reading():
        people = directory(visitor.scope)
        choice = _chosen(people, visitor.key, key, now=now)
    said = " ".join(_storable(subject).split())[:LONGEST_SUBJECT] or f"A message from {visitor.name}"
    known = Known(form, visitor.key, None, choice.readers, choice.pupil_ids)
    taken = _send(visitor, people.contacts[visitor.key], known, subject=said, text=words, now=now)
    _forget_draft(visitor, NEW, now=now)
    return taken


def write(visitor: Visitor, thread_id: int, *, text: str, form: str, now: datetime) -> None:
    """Write into a conversation of one's own. Raises NotYourThread, NothingWritten. Event: message.placed."""
    words = _words(text)
    with reading():
        people = directory(visitor.scope)
        thread = their_thread(visitor.scope, thread_id, visitor.key)
    known = Known(form, visitor.key, thread_id, (), ())
    _send(visitor, people.contacts[visitor.key], known, subject=thread.subject, text=words, now=now)
    _forget_draft(visitor, thread_id, now=now)


def _words(text: str) -> str:
    words = _storable(text).replace("\r\n", "\n").strip()
    if not any(one.isprintable() and not one.isspace() for one in words):
        raise NothingWritten("Write something first.")
    if len(words) > LONGEST:
        raise NothingWritten(f"This is longer than {LONGEST:,} letters. Send it in two parts, or by email.")
    return words


def _storable(text: str) -> str:
    """Text without what PostgreSQL cannot hold: NUL and lone surrogates."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _send(visitor: Visitor, contact: Contact, known: Known, *, subject: str, text: str, now: datetime) -> int | None:
    address = contact.emails[0] if contact.emails else ""
    body = page_delivery(known, name=contact.name, address=address, subject=subject, text=text)
    delivery = RawHook(PAGE, f"{visitor.key}:{known.form}"[:255], body, now)
    return take_in(visitor.scope, delivery, now=now).thread_id


def _forget_draft(visitor: Visitor, thread_id: int, *, now: datetime) -> None:
    with writing():
        drafts.save_draft(visitor.scope, thread_id, writer_of(visitor), words="", now=now)


def keep_draft(visitor: Visitor, thread_id: int, *, text: str, now: datetime) -> None:
    """Keep words for later; ``NEW`` for a conversation that has not begun. Raises NotYourThread. No event: nobody has them."""
    with writing():
        if thread_id != NEW:
            their_thread(visitor.scope, thread_id, visitor.key)
        drafts.save_draft(visitor.scope, thread_id, writer_of(visitor), words=_storable(text)[:LONGEST], now=now)


def take_back(visitor: Visitor, thread_id: int, message_id: int, *, now: datetime) -> None:
    """Take back a message that has not rung for anybody; its words become a draft. Raises NotYourThread, RangAlready.

    Event: message.taken_back. The record keeps the words, and a worry that was alerted stays alerted.
    """
    scope = visitor.scope
    with writing():
        audit.take_turn(scope)
        their_thread(scope, thread_id, visitor.key)
        message = threads.message(scope, message_id)
        own = [one for one in queue.entries_of(scope, thread_id) if one.message_id == message_id]
        if message is None or message.author_id != visitor.key or message.thread_id != thread_id:
            raise RangAlready("This is not a message that can be taken back.")
        if not own or queue.withdraw(scope, message_id) != len(own):
            raise RangAlready("It has rung already, so it cannot be taken back. Write again to put it right.")
        unsent = drafts.draft(scope, thread_id, writer_of(visitor))
        words = "\n\n".join([message.text, *([unsent[0]] if unsent is not None else [])])
        drafts.save_draft(scope, thread_id, writer_of(visitor), words=words, now=now)
        _show_last_before(scope, thread_id)
        audit.append(scope, "message.taken_back", now=now, clause="C23", thread_id=thread_id, message=message_id)


def _show_last_before(scope: Scope, thread_id: int) -> None:
    """Let lists show the newest message that was not taken back, in the open transaction; nothing where there is none."""
    back = {one.message_id for one in queue.entries_of(scope, thread_id) if one.state == "withdrawn"}
    left = [one for one in threads.messages_of(scope, thread_id) if one.message_id not in back]
    if left:
        newest = left[-1]
        threads.touch(scope, thread_id, last_at=newest.received_at, last_by=newest.by, preview=preview_of(newest.text))


def ask_office(visitor: Visitor, thread_id: int, *, now: datetime) -> Slip | None:
    """Let what still waits ring at the office as well; the office's promise, or None when nothing waits.

    Raises NotYourThread. Event: office.asked. A conversation that is closed to the office stays closed to it; the family is
    answered as any other, and whoever has the conversation has had it all along.
    """
    scope = visitor.scope
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        thread = their_thread(scope, thread_id, visitor.key)
        entries = queue.entries_of(scope, thread_id)
        waiting = _waiting_messages(scope, thread_id, visitor.key, entries)
        if not waiting:
            return None
        promise = plan(people.staffing, OFFICE, now)
        _ring_at_office(scope, people, thread, [one.message_id for one in waiting], now=now)
        audit.append(
            scope,
            "office.asked",
            now=now,
            clause="C3",
            thread_id=thread_id,
            messages=[one.message_id for one in waiting],
            visible_at=promise.visible_at.isoformat() if promise.visible_at else None,
        )
        return slip_ahead(people, (promise,), at=now)


def _waiting_messages(scope: Scope, thread_id: int, contact_id: str, entries: tuple[Entry, ...]) -> tuple[Message, ...]:
    """The family's messages that have rung for nobody and are not with the office yet."""
    held = {one.message_id for one in entries if one.state != "waiting" or one.reader == OFFICE}
    waits = {one.message_id for one in entries} - held
    return tuple(
        one for one in threads.messages_of(scope, thread_id) if one.author_id == contact_id and one.message_id in waits
    )


def _ring_at_office(scope: Scope, people: Directory, thread: Thread, message_ids: list[int], *, now: datetime) -> None:
    plans = {OFFICE: plan(people.staffing, OFFICE, now)}
    for message_id in message_ids:
        entries = placing.entries_for(plans, message_id=message_id, thread_id=thread.thread_id, at=now)
        queue.enter(scope, entries)
        for entry in entries:
            if entry.state == "rung" and hears(thread.sealed_from, entry.reader):
                queue.ring_in_inbox(scope, thread.thread_id, entry.reader, rung_at=now)
    suggestions.look_again(scope, thread.thread_id, now=now)
