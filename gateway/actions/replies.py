"""Staff write: the checks before sending, the hold until hours that suit both, and the author's right to change it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from gateway.actions import outgoing, placing, suggestions
from gateway.actions.directory import directory
from gateway.domain import disclosure
from gateway.domain.disclosure import Check
from gateway.domain.errors import HandbellError
from gateway.domain.identity import Directory
from gateway.domain.permissions import may
from gateway.domain.promises import leaving
from gateway.domain.roster import StaffMember
from gateway.domain.scope import Scope
from gateway.store import audit, inbox, outbox, queue, threads
from gateway.store.base import new_id
from gateway.store.outbox import Parcel
from gateway.store.threads import Message, Thread
from gateway.store.transaction import reading, writing


class NotYourThread(HandbellError):
    """This conversation is not in your inbox."""


class HeldBack(HandbellError):
    """The checks before sending found something that must be fixed; the words are kept as a draft."""

    def __init__(self, sentence: str, *, checks: tuple[Check, ...]) -> None:
        super().__init__(sentence)
        self.checks = checks


class TooLate(HandbellError):
    """It has left already."""


class NeedsReason(HandbellError):
    """Sending outside hours is a named right and needs a reason for the record."""


class NothingToSend(HandbellError):
    """There are no words yet."""


@dataclass(frozen=True, slots=True)
class Sending:
    """What will happen to a reply: which checks spoke, and when it leaves. ``leaves_at`` equal to ``now`` means at once."""

    checks: tuple[Check, ...]
    verdict: str
    leaves_at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A reply that was accepted."""

    thread_id: int
    message_id: int
    outbox_id: int
    leaves_at: datetime


def check_reply(scope: Scope, thread_id: int, *, staff_id: str, text: str, now: datetime) -> Sending:
    """What the checks say of these words, and when they would leave. Raises NotYourThread."""
    with reading():
        people = directory(scope)
        thread = _own_thread(scope, people, thread_id, staff_id)
        return _sending(people, people.staff[staff_id], thread.contact_id, thread.pupil_ids, text=text, now=now)


def check_words(scope: Scope, *, staff_id: str, contact_id: str, pupil_id: str, text: str, now: datetime) -> Sending:
    """The same for a conversation that has not begun."""
    with reading():
        people = directory(scope)
        return _sending(people, people.staff[staff_id], contact_id, (pupil_id,), text=text, now=now)


def send_reply(
    scope: Scope, thread_id: int, *, staff_id: str, text: str, now: datetime, knowing: frozenset[str] = frozenset()
) -> Sent:
    """Accept a reply into the outbox. ``knowing`` are the codes of warnings the author has seen and keeps.

    Raises NotYourThread, NothingToSend, HeldBack. Events: reply.accepted; reply.stopped when it was held back.
    """
    with reading():
        people = directory(scope)
        thread = _own_thread(scope, people, thread_id, staff_id)
    _refuse_if_held(scope, people, thread, staff_id=staff_id, text=text, now=now, knowing=knowing)
    with writing():
        audit.take_turn(scope)
        return _accept(scope, directory(scope), thread, staff_id=staff_id, text=text, now=now)


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
) -> Sent:
    """Begin a conversation with one contact about one pupil, under the same checks.

    Raises NothingToSend, HeldBack. Events: thread.started, reply.accepted.
    """
    with reading():
        people = directory(scope)
    contact = people.contacts.get(contact_id)
    if contact is None or not contact.emails:
        raise NothingToSend("Choose a contact whom school can reach by email.")
    thread = Thread(
        thread_id=new_id(now),
        contact_id=contact_id,
        address=contact.emails[0],
        subject=subject.strip() or "A message from school",
        base_subject=subject.strip().casefold(),
        token=placing.new_token(),
        channel=outgoing.SCHOOL_EMAIL,
        opened_at=now,
        last_at=now,
        last_by="staff",
        preview="",
        sealed_from=frozenset(),
        pupil_ids=(pupil_id,),
    )
    _refuse_if_held(scope, people, thread, staff_id=staff_id, text=text, now=now, knowing=knowing)
    with writing():
        audit.take_turn(scope)
        threads.open_thread(scope, thread)
        queue.ring_in_inbox(scope, thread.thread_id, staff_id, rung_at=now, count=0)
        audit.append(scope, "thread.started", now=now, clause="C1", thread_id=thread.thread_id, contact=contact_id)
        return _accept(scope, directory(scope), thread, staff_id=staff_id, text=text, now=now)


def change_reply(scope: Scope, outbox_id: int, *, staff_id: str, text: str, now: datetime) -> None:
    """Put new words into a reply that still waits. Raises TooLate, NotYourThread, HeldBack. Event: reply.changed."""
    with reading():
        people = directory(scope)
        parcel, message = _own_reply(scope, outbox_id, staff_id)
        thread = _own_thread(scope, people, message.thread_id, staff_id)
    _refuse_if_held(scope, people, thread, staff_id=staff_id, text=text, now=now, knowing=frozenset({"other_child"}))
    with writing():
        audit.take_turn(scope)
        if not outbox.change_facts(scope, outbox_id, facts={**parcel.facts, "text": text}):
            raise TooLate("It has left already, so it cannot be changed. Write another message.")
        threads.change_text(scope, message.message_id, text=text)
        audit.append(
            scope,
            "reply.changed",
            now=now,
            clause="C2",
            thread_id=message.thread_id,
            message=message.message_id,
            content=_digest(text),
        )


def cancel_reply(scope: Scope, outbox_id: int, *, staff_id: str, now: datetime) -> None:
    """Take a waiting reply back; its words become a draft. Raises TooLate, NotYourThread. Event: reply.cancelled."""
    with writing():
        audit.take_turn(scope)
        _, message = _own_reply(scope, outbox_id, staff_id)
        if not outbox.cancel(scope, outbox_id, now=now):
            raise TooLate("It has left already, so it cannot be taken back.")
        inbox.save_draft(scope, message.thread_id, staff_id, words=message.text, now=now)
        queue.set_inbox_state(scope, message.thread_id, staff_id, state="open")
        audit.append(
            scope,
            "reply.cancelled",
            now=now,
            clause="C2",
            thread_id=message.thread_id,
            message=message.message_id,
        )


def send_sooner(scope: Scope, outbox_id: int, *, staff_id: str, reason: str, now: datetime) -> None:
    """Let a waiting reply leave now: a named right, with its reason in the record.

    Raises NeedsReason, TooLate, NotYourThread. Event: quiet_hours.overridden.
    """
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        if not may(people.staff[staff_id].roles, "send_out_of_hours"):
            raise NeedsReason("Only the headteacher, a deputy or a safeguarding lead can send outside hours.")
        if len(reason.strip()) < 5:
            raise NeedsReason("Say in a few words why this cannot wait; the reason is kept in the record.")
        _, message = _own_reply(scope, outbox_id, staff_id)
        if not outbox.send_sooner(scope, outbox_id, now=now, reason=reason.strip()):
            raise TooLate("It has left already.")
        audit.append(
            scope,
            "quiet_hours.overridden",
            now=now,
            clause="C2",
            thread_id=message.thread_id,
            message=message.message_id,
            reason=reason.strip(),
        )


def save_draft(scope: Scope, thread_id: int, *, staff_id: str, text: str, now: datetime) -> None:
    """Keep words for later. Raises NotYourThread. No event: a draft is its author's own until it is sent."""
    with writing():
        _own_thread(scope, directory(scope), thread_id, staff_id)
        inbox.save_draft(scope, thread_id, staff_id, words=text, now=now)


def _own_thread(scope: Scope, people: Directory, thread_id: int, staff_id: str) -> Thread:
    thread = threads.thread(scope, thread_id)
    readers = placing.readers_for(people, staff_id)
    if thread is None or staff_id in thread.sealed_from or not queue.is_reader(scope, thread_id, readers):
        raise NotYourThread("This conversation is not in your inbox.")
    return thread


def _own_reply(scope: Scope, outbox_id: int, staff_id: str) -> tuple[Parcel, Message]:
    parcel = outbox.parcel(scope, outbox_id)
    message = threads.message(scope, parcel.message_id) if parcel and parcel.message_id else None
    if parcel is None or message is None or message.author_id != staff_id or parcel.letter != "reply":
        raise NotYourThread("This is not a message of yours.")
    return parcel, message


def _sending(
    people: Directory, staff: StaffMember, contact_id: str, pupil_ids: tuple[str, ...], *, text: str, now: datetime
) -> Sending:
    ties = people.ties_of(contact_id)
    checks: list[Check] = list(disclosure.embargo_checks(text, people.roster.school.embargoes, now=now))
    for pupil_id in pupil_ids or ("",):
        tie = next((one for one in ties if one.pupil_id == pupil_id), None)
        checks += disclosure.restriction_check(tie, writer_roles=staff.roles)
    own = [tie.pupil_id for tie in ties]
    checks += disclosure.other_child_checks(text, people.roster.pupils, own=own)
    moment = leaving(people.staffing, staff.staff_id, now)
    found = tuple(dict.fromkeys(checks))
    return Sending(found, disclosure.verdict_of(found), moment.leaves_at, moment.why)


def _refuse_if_held(
    scope: Scope,
    people: Directory,
    thread: Thread,
    *,
    staff_id: str,
    text: str,
    now: datetime,
    knowing: frozenset[str],
) -> None:
    if not text.strip():
        raise NothingToSend("Write something first.")
    sending = _sending(people, people.staff[staff_id], thread.contact_id, thread.pupil_ids, text=text, now=now)
    unmet = tuple(one for one in sending.checks if one.code in disclosure.HOLDS or one.code not in knowing)
    if not unmet:
        return
    with writing():
        audit.take_turn(scope)
        inbox.save_draft(scope, thread.thread_id, staff_id, words=text, now=now)
        audit.append(
            scope,
            "reply.stopped",
            now=now,
            clause=unmet[0].clause,
            thread_id=thread.thread_id,
            codes=sorted({one.code for one in unmet}),
        )
    number = len(unmet)
    raise HeldBack(f"Fix {number} {'thing' if number == 1 else 'things'} to send.", checks=unmet)


def _accept(scope: Scope, people: Directory, thread: Thread, *, staff_id: str, text: str, now: datetime) -> Sent:
    staff = people.staff[staff_id]
    leaves_at = leaving(people.staffing, staff_id, now).leaves_at
    message = Message(
        message_id=new_id(now),
        thread_id=thread.thread_id,
        by="staff",
        author_id=staff_id,
        author_name=staff.name,
        channel=thread.channel,
        received_at=now,
        subject=thread.subject,
        text=text.strip(),
        folded="",
        disposition="inbox" if leaves_at <= now else "queue",
        rule="C1.from_staff" if leaves_at <= now else "C2.courtesy_hours",
        arrival_id=None,
        rfc_id="",
        files=0,
        record=0,
    )
    earlier = [one.rfc_id for one in threads.messages_of(scope, thread.thread_id) if one.rfc_id]
    threads.add_message(scope, message)
    parcel = outgoing.put_letter(
        scope,
        people,
        letter="reply",
        to_address=thread.address,
        to_name=people.contacts[thread.contact_id].name if thread.contact_id in people.contacts else "",
        facts={
            "text": message.text,
            "staff_id": staff_id,
            "token": thread.token,
            "subject": thread.subject,
            "in_reply_to": earlier[-1] if earlier else "",
            "references": earlier[-20:],
        },
        thread_id=thread.thread_id,
        message_id=message.message_id,
        send_after=leaves_at,
        now=now,
    )
    preview = " ".join(message.text.split())[:140]
    threads.touch(scope, thread.thread_id, last_at=now, last_by="staff", preview=preview)
    queue.set_inbox_state(scope, thread.thread_id, staff_id, state="answered")
    inbox.save_draft(scope, thread.thread_id, staff_id, words="", now=now)
    inbox.index_message(scope, message.message_id, words=f"{staff.name} {thread.subject} {message.text}")
    suggestions.look_again(scope, thread.thread_id, now=now)
    audit.append(
        scope,
        "reply.accepted",
        now=now,
        clause="C2",
        thread_id=thread.thread_id,
        message=message.message_id,
        content=_digest(message.text),
        leaves_at=leaves_at.isoformat(),
    )
    return Sent(thread.thread_id, message.message_id, parcel.outbox_id, leaves_at)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
