"""The audit desk: finding conversations by what is known of them, looking into one with a reason, and who is told of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from gateway.actions import outgoing
from gateway.actions.directory import directory
from gateway.actions.own_threads import NotYourThread
from gateway.actions.trail import PURPOSES, Step, trail_of
from gateway.domain.errors import HandbellError, InputProblem
from gateway.domain.hours import next_on_duty
from gateway.domain.identity import Directory
from gateway.domain.promises import courteous_at
from gateway.domain.roster import Contact, Pupil
from gateway.domain.scope import Scope
from gateway.store import audit, desk, held_replies, queue, threads
from gateway.store.audit import Broken, Checked, Link
from gateway.store.desk import Known, People, Sought
from gateway.store.outbox import Parcel
from gateway.store.search import found_messages
from gateway.store.threads import Message, Thread
from gateway.store.transaction import reading, writing

PAGE = 25
MOST_BY_WORDS = 500
"""How many messages a search by words looks at before it is narrowed by the rest."""
LOOK_LASTS_FOR = timedelta(minutes=30)
"""How long one recorded look lets its auditor turn back to the conversation."""
SHORTEST_REASON = 5
LOOKS = ("thread.looked_at", "pack.made", "concern.exported")
COMMAND_LINE = "Handbell’s command line"
"""Who looked, where it was no signed-in person."""


class NeedsPurpose(HandbellError):
    """Looking at somebody else's conversation needs a purpose and a reason, for the record."""


class NoSuchThread(NotYourThread):
    """There is no such conversation, or it is not for this person to see."""


class LookFirst(HandbellError):
    """This conversation opens with a reason, which is written down first."""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody searches for; blank and None ask nothing. ``who`` is a child, parent, member of staff or class."""

    words: str = ""
    who: str = ""
    first_on: date | None = None
    last_on: date | None = None
    only: str = ""
    purpose: str = ""
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class FoundThread:
    """One conversation in a list: who and about whom, never what."""

    known: Known
    contact: Contact | None
    staff: tuple[str, ...]
    pupils: tuple[Pupil, ...]


@dataclass(frozen=True, slots=True)
class FoundPage:
    """One page of what a search found; ``older_than`` leads to the next, None at the end."""

    threads: tuple[FoundThread, ...]
    older_than: datetime | None


@dataclass(frozen=True, slots=True)
class AuditedThread:
    """One conversation with its trail and the proof of it; ``looks`` are who has looked, the newest first, ``waiting`` the
    answers that have not left.
    """

    thread: Thread
    contact: Contact | None
    pupils: tuple[Pupil, ...]
    staff: tuple[str, ...]
    steps: tuple[Step, ...]
    checked: Checked
    looks: tuple[Step, ...]
    waiting: tuple[Parcel, ...]
    open_until: datetime


def search(scope: Scope, question: Question, *, now: datetime) -> FoundPage:
    """Conversations by what is known of them. Raises NeedsPurpose, InputProblem. Event: audit.searched, when anything was asked.

    A search by words reads what people wrote, so it says why; its answer is the same list without a word of content.
    """
    if question.only and question.only not in desk.ONLY:
        raise InputProblem("Choose what to show from the list.")
    if question.words.strip() and question.purpose not in PURPOSES:
        raise NeedsPurpose("Searching by words reads messages. Choose why you are looking.")
    with writing():
        people = directory(scope)
        found = desk.found_threads(scope, _sought(scope, people, question), limit=PAGE + 1)
        if question.words.strip() or question.who.strip():
            audit.append(
                scope,
                "audit.searched",
                now=now,
                clause="C15",
                words=question.words.strip(),
                who=question.who.strip(),
                purpose=question.purpose,
            )
        shown = found[:PAGE]
        return FoundPage(
            tuple(_found(scope, people, one) for one in shown),
            shown[-1].last_at if len(found) > PAGE else None,
        )


def _sought(scope: Scope, people: Directory, question: Question) -> Sought:
    zone = people.staffing.calendar.zone
    ids = None
    if question.words.strip():
        messages = found_messages(scope, question.words, readers=None, before=None, limit=MOST_BY_WORDS)
        ids = desk.threads_of_messages(scope, messages)
    return Sought(
        hidden_from=scope.actor.key,
        people=_meant(people, question.who) if question.who.strip() else None,
        thread_ids=ids,
        since=datetime.combine(question.first_on, time(0), tzinfo=zone) if question.first_on else None,
        until=datetime.combine(question.last_on + timedelta(days=1), time(0), tzinfo=zone)
        if question.last_on
        else None,
        only=question.only,
        before=question.before,
    )


def _meant(people: Directory, who: str) -> People:
    """Everybody whose name holds every word of ``who``, and the pupils of a class that does."""
    words = who.casefold().replace(",", " ").split()

    def is_meant(*names: str) -> bool:
        said = " ".join(names).casefold()
        return all(word in said for word in words)

    classes = {one.class_id for one in people.roster.classes if is_meant(one.name)}
    return People(
        tuple(one.contact_id for one in people.roster.contacts if is_meant(one.title, one.name)),
        tuple(
            one.pupil_id
            for one in people.roster.pupils
            if one.class_id in classes or is_meant(one.first_name, one.preferred_name, one.last_name)
        ),
        tuple(one.staff_id for one in people.roster.staff if is_meant(one.title, one.first_name, one.last_name)),
    )


def _found(scope: Scope, people: Directory, known: Known) -> FoundThread:
    pupils = threads.pupils_of(scope, [known.thread_id]).get(known.thread_id, ())
    staff = tuple(dict.fromkeys(whom for one in queue.entries_of(scope, known.thread_id) for whom in one.meant_for))
    return FoundThread(
        known,
        people.contacts.get(known.contact_id),
        tuple(people.name_inside(one) for one in staff or queue.readers_of(scope, known.thread_id)),
        tuple(people.pupils[one] for one in pupils if one in people.pupils),
    )


def refuse_sealed(scope: Scope, thread_id: int) -> Thread:
    """The conversation, in the open transaction, for who may audit it. Raises NoSuchThread: one about the asker is not there."""
    thread = threads.thread(scope, thread_id)
    if thread is None or scope.actor.key in thread.sealed_from:
        raise NoSuchThread(f"There is no conversation {thread_id} that you may see.")
    return thread


def known_thread(scope: Scope, thread_id: int) -> FoundThread:
    """What is known of one conversation without opening it. Raises NoSuchThread. No event: no words are shown."""
    with reading():
        people = directory(scope)
        refuse_sealed(scope, thread_id)
        found = desk.found_threads(scope, Sought(scope.actor.key, thread_ids=(thread_id,)), limit=1)
        return _found(scope, people, found[0])


def look(scope: Scope, thread_id: int, *, purpose: str, reason: str, now: datetime) -> int:
    """Write down that somebody looks and why, before anything is shown; the number of the link.

    Raises NoSuchThread, NeedsPurpose. Event: thread.looked_at.
    """
    with writing():
        audit.take_turn(scope)
        thread = refuse_sealed(scope, thread_id)
        people = directory(scope)
        return look_at(scope, people, thread, event="thread.looked_at", purpose=purpose, reason=reason, now=now)


def look_at(
    scope: Scope,
    people: Directory,
    thread: Thread,
    *,
    event: str,
    purpose: str,
    reason: str,
    now: datetime,
    among: frozenset[str] | None = None,
    **detail: object,
) -> int:
    """The link of a look, in the open transaction, and the news of it for everybody concerned at their next working time.

    ``detail`` is what the link says besides; ``among`` narrows who is told, None to nobody less. Raises NeedsPurpose.
    """
    if purpose not in PURPOSES or len(reason.strip()) < SHORTEST_REASON:
        raise NeedsPurpose("Choose a purpose and say in a few words why you are looking; both are kept in the record.")
    told = {
        staff_id: _told_at(people, staff_id, now=now)
        for staff_id in _concerned(scope, people, thread)
        if staff_id != scope.actor.key and (among is None or staff_id in among)
    }
    record = audit.append(
        scope,
        event,
        now=now,
        clause="C15",
        thread_id=thread.thread_id,
        purpose=purpose,
        reason=reason.strip(),
        told={staff_id: at.isoformat() for staff_id, at in told.items()},
        **detail,
    )
    audit.note_look(scope, record, told)
    for staff_id, at in told.items():
        _write_to(scope, people, staff_id, record=record, purpose=purpose, at=at, now=now)
    return record


def _concerned(scope: Scope, people: Directory, thread: Thread) -> tuple[str, ...]:
    """The staff whose conversation it is: who was written to, who reads it, who wrote in it."""
    entries = queue.entries_of(scope, thread.thread_id)
    written = [one.author_id for one in threads.messages_of(scope, thread.thread_id) if one.by == "staff"]
    keys = [key for one in entries for key in (*one.meant_for, one.reader)]
    all_keys = dict.fromkeys([*keys, *queue.readers_of(scope, thread.thread_id), *written])
    return tuple(one for one in all_keys if one in people.staff and one not in thread.sealed_from)


def _told_at(people: Directory, staff_id: str, *, now: datetime) -> datetime:
    """Their next working time; somebody without one is told when school may write to anybody."""
    staffing = people.staffing
    return next_on_duty(staffing.workers[staff_id], staffing.calendar, now) or courteous_at(staffing, now)


def _write_to(
    scope: Scope, people: Directory, staff_id: str, *, record: int, purpose: str, at: datetime, now: datetime
) -> None:
    staff = people.staff[staff_id]
    by = people.name_of(scope.actor.key) if scope.actor.kind == "staff" else COMMAND_LINE
    if staff.email:
        outgoing.put_letter(
            scope,
            people,
            letter="looked_at",
            to_address=staff.email,
            to_name=staff.name,
            facts={"by": by, "purpose": PURPOSES[purpose], "record": record, "looked_at": now.isoformat()},
            send_after=at,
            now=now,
        )


def open_audited(scope: Scope, thread_id: int, *, now: datetime) -> AuditedThread:
    """A conversation that this auditor has looked into in the last half hour, with its trail and its proof.

    Raises NoSuchThread, LookFirst. No event: ``look`` has written it down before.
    """
    with reading():
        people = directory(scope)
        thread = refuse_sealed(scope, thread_id)
        links = audit.links_of_thread(scope, thread_id)
        open_until = _open_until(scope, links)
        if open_until is None or open_until <= now:
            raise LookFirst("Say why you are looking; that is written down first, and the people concerned are told.")
        messages = threads.messages_of(scope, thread_id)
        steps = trail_of(people, messages, links)
        looks = [one for one, link in zip(steps, links, strict=True) if link.event in LOOKS]
        return AuditedThread(
            thread,
            people.contacts.get(thread.contact_id),
            tuple(people.pupils[one] for one in thread.pupil_ids if one in people.pupils),
            tuple(people.name_inside(one) for one in _concerned(scope, people, thread)),
            steps,
            checked_thread(scope, thread_id, messages=messages, links=links),
            tuple(reversed(looks)),
            tuple(one for one in held_replies.waiting_replies(scope, now=now) if one.thread_id == thread_id),
            open_until,
        )


def checked_thread(scope: Scope, thread_id: int, *, messages: Sequence[Message], links: Sequence[Link]) -> Checked:
    """Whether a conversation's links hold and its words are those they were made for, in the open transaction."""
    checked = audit.check_thread(scope, thread_id)
    if checked.broken is not None:
        return checked
    made_for = {
        link.detail["message"]: (link.seq, link.detail["content"]) for link in links if "content" in link.detail
    }
    held = {one.message_id: hashlib.sha256(one.text.encode()).hexdigest() for one in messages}
    for message_id, (seq, content) in made_for.items():
        if held.get(message_id) != content:
            return Checked(checked.links, Broken(seq, audit.WORDS))
    return checked


def _open_until(scope: Scope, links: Sequence[Link]) -> datetime | None:
    own = [one.at for one in links if one.event == "thread.looked_at" and one.actor == str(scope.actor)]
    return max(own) + LOOK_LASTS_FOR if own else None


@dataclass(frozen=True, slots=True)
class Look:
    """One look as the watched person sees it."""

    at: datetime
    by: str
    purpose: str
    reason: str
    whose: str
    is_pack: bool


def looks_at_mine(scope: Scope, staff_id: str, *, now: datetime) -> tuple[Look, ...]:
    """Who looked at this person's conversations, as far as they have been told by now. No event: it is their own list."""
    with reading():
        people = directory(scope)
        return tuple(
            Look(
                link.at,
                people.name_of(link.actor.partition(":")[2]) if link.actor.startswith("staff:") else COMMAND_LINE,
                PURPOSES.get(link.detail["purpose"], link.detail["purpose"]),
                link.detail["reason"],
                _whose(scope, people, link),
                link.event == "pack.made",
            )
            for link in audit.looks_at(scope, staff_id, now=now, limit=PAGE)
        )


def _whose(scope: Scope, people: Directory, link: Link) -> str:
    thread = threads.thread(scope, link.thread_id) if link.thread_id is not None else None
    if thread is None:
        return "a conversation"
    return people.contacts[thread.contact_id].name if thread.contact_id in people.contacts else thread.address
