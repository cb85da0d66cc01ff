"""Copying in: what waits in an app, for whom, and its words brought here by a person, down the path of every message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gateway.actions import placing
from gateway.actions.arrivals import take_in
from gateway.actions.directory import directory
from gateway.actions.finding import contacts_for
from gateway.actions.reading import PAGE, Known, page_delivery
from gateway.domain.channels import CLOSED
from gateway.domain.errors import HandbellError, InputProblem
from gateway.domain.identity import Directory
from gateway.domain.promises import OFFICE
from gateway.domain.roster import Contact, Pupil
from gateway.domain.scope import Scope
from gateway.ports.channels import RawHook
from gateway.store import audit, notices, queue, threads
from gateway.store.notices import Notice
from gateway.store.threads import Thread
from gateway.store.transaction import reading, writing

LONGEST = 20_000
"""Characters of a message that is copied in."""
SHOWN = 100


class AlreadySettled(HandbellError):
    """Somebody has dealt with this notice already."""


class NotYourNotice(HandbellError):
    """This notice is not yours."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What somebody copies in: the app, who wrote and what; ``notice_id`` is the notice of it, None where none came."""

    form: str
    channel: str
    contact_id: str
    words: str
    notice_id: int | None = None


@dataclass(frozen=True, slots=True)
class Copied:
    """What became of it: the writer's name, and the conversation where it is one of this person's own, else None."""

    name: str
    thread_id: int | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class Waits:
    """One notice with whether it is overdue, and the names of whom it is for."""

    notice: Notice
    is_overdue: bool
    readers: tuple[str, ...]


def waiting(scope: Scope, staff_id: str, *, now: datetime) -> tuple[Waits, ...]:
    """What waits in the apps for a member of staff, in their hours; the office sees what is overdue. No event: no words."""
    with reading():
        held = notices.waiting(scope, limit=SHOWN)
        if not held:
            return ()
        people = directory(scope)
    mine = placing.readers_for(people, staff_id)
    return tuple(
        Waits(one, now >= one.due_at, tuple(people.name_of(key) for key in one.seen_by))
        for one in held
        if _may_see(one, mine, now=now)
    )


def _may_see(notice: Notice, readers: tuple[str, ...], *, now: datetime) -> bool:
    ours = [datetime.fromisoformat(at) for reader, at in notice.seen_by.items() if reader in readers]
    return any(at <= now for at in ours) or (OFFICE in readers and now >= notice.due_at)


def own_notice(scope: Scope, notice_id: int, *, staff_id: str, now: datetime) -> Waits:
    """One waiting notice of one's own. Raises NotYourNotice, AlreadySettled. No event: it holds no words of a family."""
    with reading():
        return _own(scope, directory(scope), notice_id, staff_id, now=now)


def _own(scope: Scope, people: Directory, notice_id: int, staff_id: str, *, now: datetime) -> Waits:
    held = notices.notice(scope, notice_id)
    if held is None or not _may_see(held, placing.readers_for(people, staff_id), now=now):
        raise NotYourNotice("This notice is not yours.")
    if held.state != "waiting":
        raise AlreadySettled("Somebody has dealt with this already. What was copied is in its conversation.")
    return Waits(held, now >= held.due_at, tuple(people.name_of(key) for key in held.seen_by))


def copy_in(scope: Scope, told: Copy, *, staff_id: str, now: datetime) -> Copied:
    """Take in what a person has copied from an app, as if it had come from there by itself; a notice and its copy are one.

    Raises InputProblem, NotYourNotice, AlreadySettled. Events: notice.copied; message.placed and its siblings.
    """
    with reading():
        people = directory(scope)
        notice = None if told.notice_id is None else _own(scope, people, told.notice_id, staff_id, now=now).notice
        channel = notice.channel if notice is not None else told.channel
        contact = _contact(people, told, staff_id)
        words = _words(told.words)
        if channel not in CLOSED:
            raise InputProblem("Choose the app that it is in.")
        pupils = people.pupils_meant(contact.contact_id, words=words, addressed=(staff_id,))
        readers = _readers(people, notice, pupils, staff_id)
        thread = placing.current_thread(
            scope, contact.contact_id, pupil_ids=_ids(pupils), readers=readers, at=now, channel=channel
        )
    known = Known(
        form=told.form,
        contact_id=contact.contact_id,
        thread_id=thread.thread_id if thread is not None else None,
        readers=readers,
        pupil_ids=_ids(pupils),
        channel=channel,
        told_by=staff_id,
    )
    vendor_id = f"notice:{notice.notice_id}" if notice is not None else f"{staff_id}:{told.form}"[:255]
    body = page_delivery(
        known, name=contact.name, address=_known_there(contact), subject=_subject(thread, channel), text=words
    )
    taken = take_in(scope, RawHook(PAGE, vendor_id, body, now), now=now)
    return _note_copied(scope, told, contact, channel, taken.thread_id, staff_id=staff_id, now=now)


def _note_copied(
    scope: Scope, told: Copy, contact: Contact, channel: str, thread_id: int | None, *, staff_id: str, now: datetime
) -> Copied:
    """Settle the notice, whose message is durable by now, and write down who copied it."""
    with writing():
        audit.take_turn(scope)
        mine = placing.readers_for(directory(scope), staff_id)
        if told.notice_id is not None:
            notices.settle(scope, told.notice_id, state="copied", by=staff_id, thread_id=thread_id, now=now)
        if thread_id is not None:
            audit.append(
                scope,
                "notice.copied",
                now=now,
                clause="C1",
                thread_id=thread_id,
                notice=told.notice_id,
                channel=channel,
            )
        thread = threads.thread(scope, thread_id) if thread_id is not None else None
        shown = (
            thread is not None and staff_id not in thread.sealed_from and queue.is_reader(scope, thread.thread_id, mine)
        )
    return Copied(contact.name, thread_id if shown else None, thread_id is not None)


def nothing_there(scope: Scope, notice_id: int, *, staff_id: str, now: datetime) -> None:
    """There was no message to copy: the app told of something else. Raises NotYourNotice, AlreadySettled.

    Event: notice.cleared.
    """
    with writing():
        audit.take_turn(scope)
        _own(scope, directory(scope), notice_id, staff_id, now=now)
        notices.settle(scope, notice_id, state="nothing", by=staff_id, thread_id=None, now=now)
        audit.append(scope, "notice.cleared", now=now, clause="C1", notice=notice_id)


def _contact(people: Directory, told: Copy, staff_id: str) -> Contact:
    found = next((one for one in contacts_for(people, staff_id) if one.contact_id == told.contact_id), None)
    if found is None:
        raise InputProblem("Choose who wrote it, from the school’s list.")
    return found


def _words(typed: str) -> str:
    words = typed.replace("\x00", "").encode("utf-8", "replace").decode().replace("\r\n", "\n").strip()
    if not words:
        raise InputProblem("Copy what they wrote into the box.")
    if len(words) > LONGEST:
        raise InputProblem(f"This is longer than {LONGEST:,} letters. Copy it in two parts.")
    return words


def _readers(people: Directory, notice: Notice | None, pupils: tuple[Pupil, ...], staff_id: str) -> tuple[str, ...]:
    """Whom it is for: the office for an absence, the teacher who copies it, else the teachers whom the notice was for, else
    the children's own.
    """
    if notice is not None and notice.tells == "absence":
        return (OFFICE,)
    if OFFICE not in placing.readers_for(people, staff_id):
        return (staff_id,)
    named = tuple(one for one in notice.seen_by if one in people.staff) if notice is not None else ()
    return named or people.teachers_of(pupils) or (OFFICE,)


def _ids(pupils: tuple[Pupil, ...]) -> tuple[str, ...]:
    return tuple(one.pupil_id for one in pupils)


def _known_there(contact: Contact) -> str:
    """By what an app's own list shows a contact: their email, their mobile, else their name."""
    return next(iter((*contact.emails, *contact.mobiles)), contact.name)


def _subject(thread: Thread | None, channel: str) -> str:
    return thread.subject if thread is not None else f"Message on {CLOSED[channel]}"
