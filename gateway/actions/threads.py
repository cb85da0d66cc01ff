"""One conversation as a member of staff may see it: its messages, whom it is about, and what became of each reply."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.actions import claims, placing
from gateway.actions.after_talks import After, after_in
from gateway.actions.alerts import may_see
from gateway.actions.directory import directory
from gateway.actions.inbox import class_name
from gateway.actions.limits import limits_for
from gateway.actions.own_threads import NotYourThread, own_thread
from gateway.actions.readable import is_kept_for, needs_no_bell, rang_for, resting_on
from gateway.actions.reading import file_bytes
from gateway.actions.refusals import Talking, leader_to_ask, talking_in
from gateway.domain.delivery import EMAIL, RELAY, evidence, failure_words, state_of
from gateway.domain.errors import InputProblem
from gateway.domain.identity import Directory
from gateway.domain.promises import OFFICE
from gateway.domain.roster import Contact, Pupil, Tie
from gateway.domain.scope import Scope
from gateway.store import arrivals, audit, concerns, drafts, flags, inbox, outbox, queue, threads
from gateway.store.concerns import Alert
from gateway.store.flags import Suggestion
from gateway.store.limits import Limit
from gateway.store.outbox import OF_A_TALK, Parcel
from gateway.store.queue import Entry
from gateway.store.threads import File, Message, Thread
from gateway.store.transaction import reading, writing

REASONS = 3
"""How many reasons a card shows, the strongest first; a message is marked for these and no others."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A way that a message did not go by: why, as a sentence with its evidence, and when that became known."""

    channel: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a message of school's. ``state``: a key of ``domain.delivery.STATES``, ``taken_back``, or for one that
    waits ``kept``, ``leaving`` or ``trying``; ``at`` is when it leaves, or when that became known; ``evidence`` what it rests on.

    ``tried`` are the ways it has failed on before the one it goes now, ``channel``; ``ended`` is whether none is left, and
    ``told_by`` who has told the family another way since, or blank.
    """

    outbox_id: int
    state: str
    at: datetime
    failure: str
    evidence: str
    override: str
    is_mine: bool
    channel: str
    tried: tuple[Tried, ...]
    ended: bool
    told_by: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One message with everything that stands beside it; ``marked`` are the characters that a suggestion rests on."""

    message: Message
    files: tuple[File, ...]
    entry: Entry | None
    delivery: Delivery | None
    marked: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """Another adult of one of the conversation's children, and how they stand to them."""

    contact: Contact
    pupil: Pupil
    tie: Tie


@dataclass(frozen=True, slots=True)
class About:
    """A child of the conversation, their class, how the writer stands to them, and who else is responsible."""

    pupil: Pupil
    class_name: str
    years: tuple[str, ...]
    tie: Tie | None
    others: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Hold:
    """An alert on this conversation that was not sent to this reader; ``taken_by`` is blank until somebody has it."""

    told: str
    taken_by: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation as this reader may see it: what still waits for its hour is not in it.

    ``office_at`` is when the office sees what it has not seen yet, None where nothing of it waits for the office.
    ``suggestion`` is None, too, where a talk is refused for a reason that is not for this reader; ``limits`` are for them,
    and ``leader`` is whom they would ask.
    """

    thread: Thread
    contact: Contact | None
    about: tuple[About, ...]
    siblings: tuple[Pupil, ...]
    shown: tuple[Shown, ...]
    suggestion: Suggestion | None
    talking: Talking
    leader: str
    after: After
    limits: tuple[Limit, ...]
    alerts: tuple[Alert, ...]
    hold: Hold | None
    office_state: str
    office_at: datetime | None
    draft: tuple[str, datetime] | None
    state: str


def open_thread(scope: Scope, thread_id: int, *, staff_id: str, now: datetime) -> Conversation:
    """Open a conversation of one's own. Raises NotYourThread. Event: message.opened, once a message."""
    with reading():
        people = directory(scope)
        thread = own_thread(scope, people, thread_id, staff_id)
        readers = placing.readers_for(people, staff_id)
        entries = queue.entries_of(scope, thread_id)
        new = queue.has_unread(scope, thread_id, readers) or any(
            one.reader in readers and one.state == "rung" and one.opened_at is None for one in entries
        )
        seen = None if new else _conversation(scope, people, thread, staff_id, readers, now=now)
    if seen is not None:
        return seen
    with writing():
        audit.take_turn(scope)
        opened = sum(queue.mark_opened(scope, thread_id, reader, now=now) for reader in readers)
        if opened:
            audit.append(scope, "message.opened", now=now, clause="C3", thread_id=thread_id, count=opened)
        return _conversation(scope, people, thread, staff_id, readers, now=now)


def _conversation(
    scope: Scope, people: Directory, thread: Thread, staff_id: str, readers: Sequence[str], *, now: datetime
) -> Conversation:
    entries = queue.entries_of(scope, thread.thread_id)
    raised = concerns.alerts_of(scope, thread.thread_id)
    mine = tuple(one for one in raised if may_see(people, staff_id, one))
    ours = rang_for(entries, readers)
    rang = {one.message_id for one in mine} | ours.keys()
    hold = hold_on(people, raised, staff_id)
    talking = talking_in(scope, people, thread, staff_id=staff_id)
    written = threads.messages_of(scope, thread.thread_id)
    # What is closed to everybody else rang for nobody else: whoever may open it has all of it.
    messages = [
        one for one in written if thread.sealed_from or one.message_id in rang or needs_no_bell(one, staff_id, raised)
    ]
    kept = {one.message_id for one in written} - {one.message_id for one in messages}
    is_silent = OFFICE in readers or is_kept_for(OFFICE, entries, kept)
    suggestion = _suggestion(scope, thread, talking, kept)
    files = threads.files_of(scope, thread.thread_id)
    replies = {one.message_id: one for one in outbox.parcels_of(scope, thread.thread_id) if one.letter in OF_A_TALK}
    return Conversation(
        thread=thread,
        contact=people.contacts.get(thread.contact_id),
        about=tuple(_about(people, thread, one) for one in thread.pupil_ids if one in people.pupils),
        siblings=_siblings(people, thread),
        shown=tuple(
            Shown(
                message=one,
                files=tuple(file for file in files if file.message_id == one.message_id),
                entry=ours.get(one.message_id),
                delivery=_delivery(people, replies.get(one.message_id), one, staff_id, now=now),
                marked=_marked(suggestion, one.message_id),
            )
            for one in messages
        ),
        suggestion=suggestion,
        talking=talking,
        leader=leader_to_ask(people, staff_id),
        after=after_in(scope, people, thread, talking, staff_id=staff_id, now=now),
        limits=limits_for(scope, people, thread, staff_id),
        alerts=mine,
        hold=hold,
        office_state="" if is_silent else inbox.state_of(scope, thread.thread_id, [OFFICE]),
        office_at=None if is_silent else _office_at([one for one in entries if one.message_id not in kept]),
        draft=drafts.draft(scope, thread.thread_id, staff_id),
        state=inbox.state_of(scope, thread.thread_id, readers),
    )


def _suggestion(scope: Scope, thread: Thread, talking: Talking, kept: Collection[int]) -> Suggestion | None:
    """What was seen in what its reader may read; nothing may differ from a conversation in which nothing was seen."""
    held = resting_on(flags.suggestion(scope, thread.thread_id), kept)
    is_unsaid = talking.refusal is not None and not talking.refusal.is_known
    return None if held is not None and held.state == "open" and is_unsaid else held


def _office_at(entries: Sequence[Entry]) -> datetime | None:
    waiting = (one for one in entries if OFFICE in one.meant_for and one.state == "waiting")
    return next((one.visible_at for one in waiting), None)


def hold_on(people: Directory, raised: Sequence[Alert], staff_id: str) -> Hold | None:
    """What a reader who was not told of an alert is told of it; None where there is none, or where they were told."""
    others = [one for one in raised if one.cleared_for != "all" and not may_see(people, staff_id, one)]
    if not others:
        return None
    still_open = [one for one in others if one.acknowledged_at is None]
    shown = (still_open or others)[-1]
    told = people.name_of(shown.told[0]) if shown.told else people.name_of(OFFICE)
    return Hold(told, "" if still_open else people.name_of(shown.acknowledged_by))


def _about(people: Directory, thread: Thread, pupil_id: str) -> About:
    pupil = people.pupils[pupil_id]
    ties = [one for one in people.roster.ties if one.pupil_id == pupil_id]
    others = sorted((one for one in ties if one.contact_id != thread.contact_id), key=lambda one: one.priority)
    return About(
        pupil=pupil,
        class_name=class_name(people, pupil),
        years=people.classes[pupil.class_id].year_groups if pupil.class_id in people.classes else (),
        tie=next((one for one in ties if one.contact_id == thread.contact_id), None),
        others=tuple(
            Relation(people.contacts[one.contact_id], pupil, one)
            for one in others
            if one.contact_id in people.contacts and (one.parental_responsibility or one.restriction)
        ),
    )


def _siblings(people: Directory, thread: Thread) -> tuple[Pupil, ...]:
    """The writer's other children at this school."""
    ids = [one.pupil_id for one in people.ties_of(thread.contact_id) if one.pupil_id not in thread.pupil_ids]
    return tuple(people.pupils[one] for one in ids if one in people.pupils)


def _delivery(
    people: Directory, parcel: Parcel | None, message: Message, staff_id: str, *, now: datetime
) -> Delivery | None:
    if parcel is None:
        return None
    why = str(parcel.facts.get("why", ""))
    state = state_of(parcel.state, channel=parcel.channel, why=why)
    at, proof = parcel.settled_at or parcel.written_at, evidence(parcel.channel, state, why=why)
    if state == "handed_over" and parcel.facts.get("handed_by"):
        proof = f"{people.name_of(parcel.facts['handed_by'])} says that they sent it there."
    if state == "queued":
        at = parcel.send_after
        state = "trying" if parcel.failure else ("kept" if parcel.send_after > now else "leaving")
    state = "taken_back" if state == "cancelled" else state
    is_mine = parcel.letter == "reply" and message.author_id == staff_id
    told_by = str(parcel.facts.get("told_by", ""))
    return Delivery(
        outbox_id=parcel.outbox_id,
        state=state,
        at=at,
        failure=parcel.failure,
        evidence=proof,
        override=parcel.override,
        is_mine=is_mine,
        channel=_shown(parcel.channel),
        tried=tried_of(parcel),
        ended=bool(parcel.facts.get("ended")),
        told_by=people.name_of(told_by) if told_by else "",
    )


def _shown(channel: str) -> str:
    """What went through the relay is school email to everybody who reads of it."""
    return EMAIL if channel == RELAY else channel


def tried_of(parcel: Parcel) -> tuple[Tried, ...]:
    """The ways that a parcel has failed on, the first on top."""
    return tuple(
        Tried(
            _shown(one["channel"]),
            failure_words(one["channel"], failure=one["failure"], why=one["why"]),
            datetime.fromisoformat(one["at"]),
        )
        for one in parcel.facts.get("tried", ())
    )


def last_try(parcel: Parcel) -> Tried:
    """The way that a parcel failed on last."""
    why = failure_words(parcel.channel, failure=parcel.failure, why=str(parcel.facts.get("why", "")))
    return Tried(_shown(parcel.channel), why, parcel.settled_at or parcel.written_at)


def _marked(suggestion: Suggestion | None, message_id: int) -> tuple[tuple[int, int], ...]:
    """The characters of a message that the reasons on the card of an open suggestion rest on."""
    if suggestion is None or suggestion.state != "open":
        return ()
    shown = suggestion.findings[:REASONS]
    return apart([(start, end) for one in shown for place, start, end in one["evidence"] if place == message_id])


def apart(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Stretches of a text, sorted, with those that touch put together, so that no word is marked or quoted twice."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif start < end:
            found.append((start, end))
    return tuple(found)


def set_state(scope: Scope, thread_id: int, *, staff_id: str, state: str, now: datetime) -> None:
    """Move a conversation to finished (``done``) or back (``open``).

    Raises NotYourThread, InputProblem. Event: thread.moved.
    """
    if state not in ("open", "done"):
        raise InputProblem("A conversation is finished or open.")
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        own_thread(scope, people, thread_id, staff_id)
        for reader in placing.closed_by(people, staff_id, queue.readers_of(scope, thread_id)):
            queue.set_inbox_state(scope, thread_id, reader, state=state)
        if state == "done":
            claims.end(scope, thread_id, staff_id=staff_id)
        audit.append(scope, "thread.moved", now=now, clause="C23", thread_id=thread_id, state=state)


@dataclass(frozen=True, slots=True)
class Download:
    """The bytes of one file."""

    name: str
    type: str
    body: bytes


def open_file(scope: Scope, thread_id: int, message_id: int, part: int, *, staff_id: str, now: datetime) -> Download:
    """One file of a conversation of one's own. Raises NotYourThread. Event: file.opened."""
    held = open_thread(scope, thread_id, staff_id=staff_id, now=now)
    found = [(one.message, file) for one in held.shown for file in one.files if file.part == part]
    message, file = next((one for one in found if one[0].message_id == message_id), (None, None))
    if file is None or message is None or message.arrival_id is None:
        raise NotYourThread("This file is not in your inbox.")
    with writing():
        audit.take_turn(scope)
        return download(scope, message, file, now=now)


def download(scope: Scope, message: Message, file: File, *, now: datetime) -> Download:
    """The bytes of a file, in the open transaction, for whoever may see its message. Event: file.opened."""
    kept = arrivals.arrival(scope, message.arrival_id) if message.arrival_id is not None else None
    audit.append(
        scope,
        "file.opened",
        now=now,
        clause="C4",
        thread_id=message.thread_id,
        message=message.message_id,
        part=file.part,
    )
    return Download(file.name, file.type, file_bytes(kept.endpoint, kept.raw, file.part) if kept else b"")
