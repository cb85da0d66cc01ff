"""The staff inbox: lists, one conversation as its reader may see it, search, and the quiet off duty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.actions import placing
from gateway.actions.accounts import Visitor
from gateway.actions.alerts import may_see
from gateway.actions.directory import directory
from gateway.actions.replies import NotYourThread
from gateway.domain.errors import InputProblem
from gateway.domain.hours import is_on_duty, next_on_duty
from gateway.domain.identity import Directory
from gateway.domain.roster import Contact, Pupil, Tie
from gateway.domain.scope import Scope
from gateway.mail.parsing import attachment_bytes
from gateway.store import accounts, arrivals, audit, concerns, flags, inbox, outbox, queue, threads
from gateway.store.concerns import Alert
from gateway.store.flags import Suggestion
from gateway.store.inbox import Line
from gateway.store.outbox import Parcel
from gateway.store.queue import Entry
from gateway.store.threads import File, Message, Thread
from gateway.store.transaction import reading, writing

PAGE = 25
FOLDERS: dict[str, tuple[str, ...]] = {"waiting": ("open",), "answered": ("answered",), "finished": ("done",)}
OPENS_OFF_DUTY_FOR = timedelta(minutes=15)
OFF_DUTY_REASONS = {
    "safety": "A child may not be safe",
    "trip": "I am on a school trip or event",
    "other": "Something else",
}


class OffDuty(Exception):
    """The inbox stays closed until ``until`` (None when no working time is known); opening it asks why."""

    def __init__(self, until: datetime | None) -> None:
        super().__init__("You are off duty.")
        self.until = until


@dataclass(frozen=True, slots=True)
class InboxLine:
    """One conversation in a list, with whom and whom it is about."""

    line: Line
    contact: Contact | None
    pupils: tuple[Pupil, ...]
    is_better_in_person: bool


@dataclass(frozen=True, slots=True)
class InboxPage:
    """One page of a folder; ``older_than`` leads to the next, None at the end."""

    folder: str
    lines: tuple[InboxLine, ...]
    unread: int
    older_than: datetime | None


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation as this reader may see it: what still waits for its hour is not in it."""

    thread: Thread
    contact: Contact | None
    pupils: tuple[Pupil, ...]
    ties: tuple[Tie, ...]
    messages: tuple[Message, ...]
    files: tuple[File, ...]
    entries: tuple[Entry, ...]
    parcels: tuple[Parcel, ...]
    suggestion: Suggestion | None
    alerts: tuple[Alert, ...]
    alert_taken_elsewhere: bool
    draft: tuple[str, datetime] | None
    state: str


def refuse_off_duty(visitor: Visitor, *, now: datetime) -> None:
    """Raise OffDuty outside the visitor's own hours, unless they said why and opened it a moment ago."""
    if visitor.opened_off_duty_until is not None and visitor.opened_off_duty_until > now:
        return
    with reading():
        staffing = directory(visitor.scope).staffing
    worker = staffing.workers[visitor.key]
    if not is_on_duty(worker, staffing.calendar, now):
        raise OffDuty(next_on_duty(worker, staffing.calendar, now))


def open_off_duty(visitor: Visitor, *, reason: str, now: datetime) -> None:
    """Open the inbox for fifteen minutes outside hours. Raises InputProblem. Event: inbox.opened_off_duty."""
    if reason not in OFF_DUTY_REASONS:
        raise InputProblem("Choose why you need to open your inbox.")
    with writing():
        accounts.open_off_duty(visitor.scope, visitor.token_hash, until=now + OPENS_OFF_DUTY_FOR)
        audit.append(visitor.scope, "inbox.opened_off_duty", now=now, clause="C3", reason=reason)


def inbox_page(scope: Scope, staff_id: str, *, folder: str, before: datetime | None) -> InboxPage:
    """One page of a folder of ``FOLDERS``; no event, because no message is opened by looking at a list."""
    states = FOLDERS.get(folder, FOLDERS["waiting"])
    with reading():
        people = directory(scope)
        readers = placing.readers_for(people, staff_id)
        found = inbox.lines(scope, readers, states=states, before=before, limit=PAGE + 1)
        open_to_me = [line for line in found if staff_id not in line.sealed_from.split(";")]
        shown = open_to_me[:PAGE]
        suggested = flags.suggestions(scope, [line.thread_id for line in shown]) if shown else {}
        pupils = threads.pupils_of(scope, [line.thread_id for line in shown]) if shown else {}
        return InboxPage(
            folder=folder if folder in FOLDERS else "waiting",
            lines=tuple(
                InboxLine(
                    line,
                    people.contacts.get(line.contact_id),
                    _known(people, pupils.get(line.thread_id, ())),
                    line.thread_id in suggested,
                )
                for line in shown
            ),
            unread=inbox.unread(scope, readers),
            older_than=found[PAGE - 1].rung_at if len(found) > PAGE else None,
        )


def unread_count(scope: Scope, staff_id: str) -> int:
    """How many conversations hold something new, for the number beside "Inbox"."""
    with reading():
        return inbox.unread(scope, placing.readers_for(directory(scope), staff_id))


def open_thread(scope: Scope, thread_id: int, *, staff_id: str, now: datetime) -> Conversation:
    """Open a conversation of one's own. Raises NotYourThread. Event: message.opened, once a message."""
    with writing():
        people = directory(scope)
        thread = threads.thread(scope, thread_id)
        readers = placing.readers_for(people, staff_id)
        if thread is None or staff_id in thread.sealed_from or not queue.is_reader(scope, thread_id, readers):
            raise NotYourThread("This conversation is not in your inbox.")
        opened = sum(queue.mark_opened(scope, thread_id, reader, now=now) for reader in readers)
        if opened:
            audit.append(scope, "message.opened", now=now, clause="C3", thread_id=thread_id, count=opened)
        return _conversation(scope, people, thread, staff_id, readers)


def _conversation(
    scope: Scope, people: Directory, thread: Thread, staff_id: str, readers: Sequence[str]
) -> Conversation:
    entries = queue.entries_of(scope, thread.thread_id)
    raised = concerns.alerts_of(scope, thread.thread_id)
    mine = tuple(one for one in raised if may_see(people, staff_id, one))
    told = {one.message_id for one in mine}
    rung = {one.message_id for one in entries if one.reader in readers and one.state == "rung"} | told
    messages = tuple(
        one for one in threads.messages_of(scope, thread.thread_id) if one.by == "staff" or one.message_id in rung
    )
    uncleared = any(one.acknowledged_at is None for one in raised)
    suggestion = flags.suggestion(scope, thread.thread_id)
    return Conversation(
        thread=thread,
        contact=people.contacts.get(thread.contact_id),
        pupils=_known(people, thread.pupil_ids),
        ties=tuple(one for one in people.roster.ties if one.pupil_id in thread.pupil_ids),
        messages=messages,
        files=tuple(one for one in threads.files_of(scope, thread.thread_id)),
        entries=tuple(one for one in entries if one.reader in readers),
        parcels=outbox.parcels_of(scope, thread.thread_id),
        suggestion=None if uncleared else suggestion,
        alerts=mine,
        alert_taken_elsewhere=bool(raised) and not mine,
        draft=inbox.draft(scope, thread.thread_id, staff_id),
        state=inbox.state_of(scope, thread.thread_id, readers),
    )


def set_state(scope: Scope, thread_id: int, *, staff_id: str, state: str, now: datetime) -> None:
    """Move a conversation to finished (``done``) or back (``open``). Raises NotYourThread. Event: thread.moved."""
    with writing():
        people = directory(scope)
        readers = placing.readers_for(people, staff_id)
        if state not in ("open", "done") or not queue.is_reader(scope, thread_id, readers):
            raise NotYourThread("This conversation is not in your inbox.")
        for reader in readers:
            queue.set_inbox_state(scope, thread_id, reader, state=state)
        audit.append(scope, "thread.moved", now=now, clause="C23", thread_id=thread_id, state=state)


@dataclass(frozen=True, slots=True)
class Found:
    """One message that a search found."""

    message_id: int
    thread_id: int
    author: str
    text: str
    at: datetime


def search(scope: Scope, query: str, *, staff_id: str, before: int | None = None) -> tuple[Found, ...]:
    """Messages of one's own conversations that hold every word, newest first. No event: they are the reader's own."""
    with reading():
        readers = placing.readers_for(directory(scope), staff_id)
        ids = inbox.found_messages(scope, query, readers=readers, before=before, limit=PAGE)
        return tuple(Found(*row) for row in inbox.message_lines(scope, ids)) if ids else ()


@dataclass(frozen=True, slots=True)
class Download:
    """The bytes of one file."""

    name: str
    type: str
    body: bytes


def open_file(scope: Scope, thread_id: int, message_id: int, part: int, *, staff_id: str, now: datetime) -> Download:
    """One file of a conversation of one's own. Raises NotYourThread. Event: file.opened."""
    held = open_thread(scope, thread_id, staff_id=staff_id, now=now)
    shown = {one.message_id: one for one in held.messages}
    file = next((one for one in held.files if one.message_id == message_id and one.part == part), None)
    message = shown.get(message_id)
    if file is None or message is None or message.arrival_id is None:
        raise NotYourThread("This file is not in your inbox.")
    with writing():
        kept = arrivals.arrival(scope, message.arrival_id)
        audit.append(scope, "file.opened", now=now, clause="C4", thread_id=thread_id, message=message_id, part=part)
    return Download(file.name, file.type, attachment_bytes(kept.raw, part) if kept else b"")


def _known(people: Directory, pupil_ids: Sequence[str]) -> tuple[Pupil, ...]:
    return tuple(people.pupils[one] for one in pupil_ids if one in people.pupils)
