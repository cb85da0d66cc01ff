"""What a family is shown: their own conversations, each with its promise, and nothing of anybody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from gateway.actions import placing
from gateway.actions.accounts import Visitor
from gateway.actions.day import spans_between
from gateway.actions.directory import directory
from gateway.actions.front import Front, front_of
from gateway.actions.own_threads import NotYourThread
from gateway.actions.placing import Addressed
from gateway.actions.slips import Slip, slip_ahead, slip_waiting
from gateway.domain.hours import Spans
from gateway.domain.identity import Directory, Person
from gateway.domain.moments import say_weekdays
from gateway.domain.previews import preview_of
from gateway.domain.promises import OFFICE, plan, sooner
from gateway.domain.roster import Pupil
from gateway.domain.scope import Scope
from gateway.store import drafts, families, queue, talks, threads
from gateway.store.queue import Entry
from gateway.store.threads import Message, Thread
from gateway.store.transaction import reading

MOST_LINES = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One conversation of a family. ``state`` is ``kept`` (then ``slip`` says until when), ``rang`` or ``answered``."""

    thread_id: int
    who: str
    about: str
    is_mine: bool
    preview: str
    at: datetime
    state: str
    slip: Slip | None


@dataclass(frozen=True, slots=True)
class Home:
    """A family's first page."""

    front: Front
    first_name: str
    lines: tuple[Line, ...]
    office_spans: Spans


@dataclass(frozen=True, slots=True)
class Note:
    """What stands beside the note of a talk: by when something was promised, and when it was done; None where neither."""

    promised_for: date | None
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Said:
    """One message as its family sees it. ``state`` of their own: ``kept``, ``rang`` (at ``rang_at``) or ``back``.

    ``note`` is there where the message is the note of a talk.
    """

    message_id: int
    is_mine: bool
    author: str
    text: str
    at: datetime
    channel: str
    state: str
    rang_at: datetime | None
    note: Note | None


@dataclass(frozen=True, slots=True)
class Wait:
    """What waits: the slip, since when, the reader's working times meanwhile, and whether the office was asked as well."""

    slip: Slip
    since: datetime
    spans: Spans
    is_with_office: bool


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation of a family. ``ahead`` is the promise that a message written now would be given."""

    front: Front
    thread_id: int
    who: str
    about: str
    works: str
    said: tuple[Said, ...]
    wait: Wait | None
    ahead: Slip
    draft: str


def home(visitor: Visitor, *, now: datetime) -> Home:
    """A family's conversations, the newest first. No event: they are their own."""
    scope = visitor.scope
    front = front_of(scope, now=now, contact_id=visitor.key)
    with reading():
        people = directory(scope)
        entries: dict[int, tuple[Entry, ...]] = {}
        for entry in families.entries_of_contact(scope, visitor.key):
            entries[entry.thread_id] = (*entries.get(entry.thread_id, ()), entry)
        newest = families.newest(scope, visitor.key, limit=MOST_LINES)
        pupils = threads.pupils_of(scope, [one.thread_id for one in newest])
        lines = tuple(
            _line(people, one, entries.get(one.thread_id, ()), pupils.get(one.thread_id, ()), front=front)
            for one in newest
        )
    today = spans_between(scope, OFFICE, first_at=now, last_at=now)
    return Home(front, people.contacts[visitor.key].first_name, lines, today)


def _line(
    people: Directory, newest: families.Newest, entries: Sequence[Entry], pupil_ids: Sequence[str], *, front: Front
) -> Line:
    waiting = first_waiting([one for one in entries if one.message_id == newest.message_id])
    is_mine = newest.by == "parent"
    slip = slip_waiting(people, waiting, at=front.now) if waiting is not None and is_mine else None
    return Line(
        thread_id=newest.thread_id,
        who=names_of(people, _addressed(entries)) if is_mine or not newest.author_name else newest.author_name,
        about=" and ".join(_called(people.pupils[one]) for one in pupil_ids if one in people.pupils),
        is_mine=is_mine,
        preview=preview_of(newest.text),
        at=newest.at.astimezone(front.zone),
        state="kept" if slip else "rang" if is_mine else "answered",
        slip=slip,
    )


def talk(visitor: Visitor, thread_id: int, *, now: datetime) -> Talk:
    """One conversation of the visitor's own. Raises NotYourThread. No event: it is their own."""
    scope = visitor.scope
    front = front_of(scope, now=now, contact_id=visitor.key)
    with reading():
        people = directory(scope)
        thread = their_thread(scope, thread_id, visitor.key)
        shown = families.shown_ids(scope, thread_id)
        messages = [one for one in threads.messages_of(scope, thread_id) if one.message_id in shown]
        entries = queue.entries_of(scope, thread_id)
        held = drafts.draft(scope, thread_id, writer_of(visitor))
        notes = _notes(scope, thread_id)
        with_whom = placing.who_has(scope, people, thread_id) or (OFFICE,)
        addressed = addressed_by(people, visitor.key, with_whom, thread.pupil_ids)
        ahead = slip_ahead(people, placing.foreseen(people, addressed, at=now), at=now)
        wait = _wait(scope, people, messages, entries, front=front)
    return Talk(
        front=front,
        thread_id=thread_id,
        who=names_of(people, with_whom),
        about=_about(people, with_whom, addressed.pupils),
        works=_works(people, with_whom, at=now),
        said=tuple(_said(one, entries, notes.get(one.message_id), front=front) for one in messages),
        wait=wait,
        ahead=ahead,
        draft=held[0] if held is not None else "",
    )


def their_thread(scope: Scope, thread_id: int, contact_id: str) -> Thread:
    """A contact's own conversation, in the open transaction. Raises NotYourThread, also where it does not exist."""
    thread = threads.thread(scope, thread_id)
    if thread is None or thread.contact_id != contact_id:
        raise NotYourThread("This conversation is not yours.")
    return thread


def addressed_by(people: Directory, contact_id: str, readers: Sequence[str], pupil_ids: Sequence[str]) -> Addressed:
    """A message by this contact to these readers about these of their children."""
    contact = people.contacts[contact_id]
    pupils = tuple(people.pupils[one] for one in pupil_ids if one in people.pupils)
    writer = Person("contact", contact_id, contact.name)
    return Addressed(writer, tuple(readers), pupils, placing.restriction_on(people, contact_id, pupils))


def writer_of(visitor: Visitor) -> str:
    """Under which name a family's unsent words are kept, apart from those of staff."""
    return f"contact:{visitor.key}"


def first_waiting(entries: Sequence[Entry]) -> Entry | None:
    """The entry that will ring first, of a message that has not rung for anybody; None once it has, or was taken back."""
    if not entries or any(one.state != "waiting" for one in entries):
        return None
    return min(entries, key=lambda one: sooner(one.visible_at, one.reader))


def names_of(people: Directory, readers: Sequence[str]) -> str:
    """Whom a conversation is with: "Miss Nair and Mrs Pettit"."""
    first, *others = readers or (OFFICE,)
    names = [people.name_of(first), *(people.name_inside(one) for one in others)]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _addressed(entries: Sequence[Entry]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(whom for one in entries for whom in one.meant_for))


def _called(pupil: Pupil) -> str:
    return pupil.preferred_name or pupil.first_name


def _about(people: Directory, readers: Sequence[str], pupils: Sequence[Pupil]) -> str:
    """ "About Zofia, Robin Class", without a class where the conversation is not with its teachers."""
    if not pupils:
        return ""
    classes = {one.class_id for one in pupils}
    taught = {held for one in readers if one in people.staff for held in people.staff[one].classes}
    named = [people.classes[one].name for one in sorted(classes & taught) if one in people.classes]
    children = " and ".join(_called(one) for one in pupils)
    return ", ".join([f"About {children}", *named])


def who_is_away(people: Directory, reader: str, *, at: datetime) -> str:
    """ "Miss Nair is away, and Ms Clarke reads instead."; blank for whoever is in.

    They are away who are so on the day of ``at``, or on the day on which what is written then would be read.
    """
    staffing = people.staffing
    promise = plan(staffing, reader, at)
    days = {staffing.calendar.day_of(one) for one in (at, promise.visible_at) if one is not None}
    if not any(staffing.workers[reader].absence_on(day) for day in days):
        return ""
    reads = promise.visible_to
    instead = f", and {people.name_inside(reads)} reads instead" if reads != reader else ""
    return f"{people.name_of(reader)} is away{instead}."


def _works(people: Directory, readers: Sequence[str], *, at: datetime) -> str:
    """On which days each of them works: "Miss Nair works Monday to Wednesday."; or that they are away."""
    said = []
    for reader in readers:
        if away := who_is_away(people, reader, at=at):
            said.append(away)
            continue
        days = say_weekdays(people.staffing.workers[reader].rota.weekdays)
        if days and reader != OFFICE:
            said.append(f"{people.name_of(reader)} works {days}.")
    return " ".join(said)


def _notes(scope: Scope, thread_id: int) -> dict[int, Note]:
    """Which messages of a conversation are notes of a talk, each with what was promised in it."""
    promised = {one.talk_id: one for one in talks.follow_ups_of(scope, [thread_id])}
    return {
        one.message_id: Note(held.due_on if held else None, held.settled_at if held else None)
        for one in talks.talks_of(scope, thread_id)
        if one.message_id is not None
        for held in (promised.get(one.talk_id),)
    }


def _said(message: Message, entries: Sequence[Entry], note: Note | None, *, front: Front) -> Said:
    own = [one for one in entries if one.message_id == message.message_id]
    rang_at = min((one.rung_at for one in own if one.rung_at is not None), default=None)
    state = ""
    if message.by == "parent":
        state = "rang" if rang_at else "back" if own and all(one.state == "withdrawn" for one in own) else "kept"
    return Said(
        message_id=message.message_id,
        is_mine=message.by == "parent",
        author=message.author_name,
        text=message.text,
        at=message.received_at.astimezone(front.zone),
        channel=message.channel,
        state=state,
        rang_at=rang_at.astimezone(front.zone) if rang_at is not None else None,
        note=note,
    )


def _wait(
    scope: Scope, people: Directory, messages: Sequence[Message], entries: Sequence[Entry], *, front: Front
) -> Wait | None:
    """What the newest message of the family waits for, if it still waits."""
    mine = [one for one in messages if one.by == "parent"]
    if not mine:
        return None
    own = [one for one in entries if one.message_id == mine[-1].message_id]
    first = first_waiting(own)
    if first is None:
        return None
    since = mine[-1].received_at.astimezone(front.zone)
    return Wait(
        slip=slip_waiting(people, first, at=front.now),
        since=since,
        spans=spans_between(scope, first.reader, first_at=since, last_at=first.visible_at or since),
        is_with_office=any(one.reader == OFFICE for one in own),
    )
