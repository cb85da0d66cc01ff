"""What staff write to a parent in their own mail program: noted in the thread and let go, or brought back with what to fix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from gateway.actions import claims, outgoing
from gateway.actions.checking import sending, sending_in
from gateway.actions.compose import draft_of, pupils_for
from gateway.actions.directory import directory
from gateway.actions.leaving import leaving_in
from gateway.actions.originals import original_facts, parcel_id
from gateway.actions.outgoing import SCHOOL_EMAIL
from gateway.actions.placing import find_thread, new_token
from gateway.actions.reading import Reading
from gateway.actions.replies import answers_to, note_accepted
from gateway.domain.delivery import RELAY
from gateway.domain.disclosure import Check
from gateway.domain.identity import Directory, Person
from gateway.domain.roster import Contact, StaffMember
from gateway.domain.scope import Scope
from gateway.mail.addresses import normalise
from gateway.mail.message import ParsedMail
from gateway.mail.quoted import newly_written
from gateway.ports.relay import Envelope, Recipient
from gateway.store import arrivals, audit, drafts, outbox, queue, threads
from gateway.store.base import new_id
from gateway.store.threads import File, Message, Thread
from gateway.store.transaction import writing

REPORT = "relay_report"
"""The letter that tells an author what became of a mail that did not go at once."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a mail: ``staff`` answers for it, ``name`` and ``address`` are theirs or the shared mailbox's, and
    ``readers`` are all who read what comes back.
    """

    staff: StaffMember
    name: str
    address: str
    readers: tuple[StaffMember, ...]


@dataclass(frozen=True, slots=True)
class _Reply:
    """One mail of one author to one contact, read and placed."""

    author: Author
    contact: Contact
    thread: Thread
    is_new: bool
    recipient: Recipient
    reading: Reading
    envelope: Envelope
    own_id: str

    @property
    def staff(self) -> StaffMember:
        """Who answers for it."""
        return self.author.staff


def take_reply(
    scope: Scope,
    author: Author,
    recipient: Recipient,
    reading: Reading,
    envelope: Envelope,
    *,
    mail: bytes,
    now: datetime,
) -> None:
    """Take what staff wrote to one contact: into the outbox for hours that suit both, or back to its author.

    All of it is one transaction, and a mail that comes twice is taken once. Events: reply.accepted, thread.started;
    reply.stopped where a check spoke, a warning included, for nobody is there to answer it.
    """
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        own_id = parcel_id(people, reading, recipient.address)
        if outbox.by_rfc_id(scope, own_id) is not None:
            return
        reply = _placed(scope, people, author, recipient, reading, envelope, own_id=own_id, now=now)
        arrival_id = _keep(scope, reading, mail, now=now)
        found = _checks(scope, people, reply, now=now)
        if found:
            _bring_back(scope, people, reply, found, now=now)
        else:
            _let_go(scope, people, reply, arrival_id=arrival_id, now=now)


def _placed(
    scope: Scope,
    people: Directory,
    author: Author,
    recipient: Recipient,
    reading: Reading,
    envelope: Envelope,
    *,
    own_id: str,
    now: datetime,
) -> _Reply:
    """Find the contact and the conversation; a family that shares an address is told apart by the name in To."""
    contacts = people.contacts_by_email(normalise(recipient.address))
    thread = _thread_of(scope, people, author, reading, now=now)
    contact = next((one for one in contacts if thread is not None and one.contact_id == thread.contact_id), None)
    if contact is not None and thread is not None:
        return _Reply(author, contact, thread, False, recipient, reading, envelope, own_id)
    said = [one.name.casefold().split() for one in (*reading.mail.to, *reading.mail.cc)]
    named = [one for one in contacts if any(one.first_name.casefold() in words for words in said)]
    contact = (named or list(contacts))[0]
    thread = _new_thread(people, author.staff, contact, recipient, reading, now=now)
    return _Reply(author, contact, thread, True, recipient, reading, envelope, own_id)


def _thread_of(scope: Scope, people: Directory, author: Author, reading: Reading, *, now: datetime) -> Thread | None:
    """The conversation that a mail goes on with, as any of those who read its mailbox has it."""
    for one in dict.fromkeys((author.staff, *author.readers)):
        writer = Person("staff", one.staff_id, one.name)
        thread = find_thread(scope, people, reading, writer=writer, received_at=now)
        if thread is not None:
            return thread
    return None


def _new_thread(
    people: Directory, staff: StaffMember, contact: Contact, recipient: Recipient, reading: Reading, *, now: datetime
) -> Thread:
    own = {one.pupil_id for one in pupils_for(people, staff)}
    meant = people.pupils_meant(contact.contact_id, words=f"{reading.mail.subject} {reading.text}", addressed=())
    taught = [one.pupil_id for one in meant if one.pupil_id in own]
    return Thread(
        thread_id=new_id(now),
        contact_id=contact.contact_id,
        address=recipient.address,
        subject=reading.mail.subject.strip() or "(no subject)",
        base_subject=reading.keys.base_subject,
        token=new_token(),
        channel=SCHOOL_EMAIL,
        opened_at=now,
        last_at=now,
        last_by="staff",
        preview="",
        sealed_from=frozenset(),
        pupil_ids=tuple(taught or [one.pupil_id for one in meant]),
    )


def _checks(scope: Scope, people: Directory, reply: _Reply, *, now: datetime) -> tuple[Check, ...]:
    """What the composer's checks say, of the subject and the names of files too; and of quoted words new to the family."""
    reading, thread = reply.reading, reply.thread
    words = [reading.mail.subject, reading.text, *(one.name for one in reading.mail.attachments)]
    if reply.is_new:  # in a conversation the family knows what is quoted; in a forwarded mail it may be another's
        words.append(newly_written(reading.mail.text).quoted)
    text = "\n\n".join(filter(None, words))
    found = list(sending_in(scope, people, thread, staff_id=reply.staff.staff_id, text=text, now=now).checks)
    for one in people.contacts_by_email(normalise(reply.recipient.address)):
        if one.contact_id != reply.contact.contact_id:
            ties = {tie.pupil_id for tie in people.ties_of(one.contact_id)}
            about = tuple(key for key in thread.pupil_ids if key in ties)
            found += sending(people, reply.staff, one.contact_id, about, text=text, now=now).checks
    shown = {one.address for one in (*reading.mail.to, *reading.mail.cc)}
    if _shows_another_family(people, reply.contact, shown):
        reason = "Shows one family’s address to another. Write to each family alone, or put them in Bcc."
        found.append(Check("other_family_contact", "C4", reason, 0, 0))
    return tuple(dict.fromkeys(found))


def _shows_another_family(people: Directory, contact: Contact, shown: set[str]) -> bool:
    own = {tie.pupil_id for tie in people.ties_of(contact.contact_id)}
    others = (one for address in shown for one in people.contacts_by_email(address))
    return any(not own & {tie.pupil_id for tie in people.ties_of(one.contact_id)} for one in others)


def _keep(scope: Scope, reading: Reading, mail: bytes, *, now: datetime) -> int:
    """Keep the bytes once, however many parents the mail is for; the arrival that holds them."""
    held = arrivals.delivered(scope, endpoint=RELAY, vendor_id=reading.fingerprint)
    if held is not None:
        return held.arrival_id
    arrival_id = new_id(now)
    arrivals.keep(
        scope,
        arrival_id,
        endpoint=RELAY,
        vendor_id=reading.fingerprint,
        fingerprint=reading.fingerprint,
        received_at=now,
        state="placed",
        kind="message",
        reason="",
        raw=mail,
    )
    return arrival_id


def _let_go(scope: Scope, people: Directory, reply: _Reply, *, arrival_id: int, now: datetime) -> None:
    """Note the message in its thread, and put the original into the outbox for hours that suit both."""
    thread, staff_id = reply.thread, reply.staff.staff_id
    moment = leaving_in(scope, people, thread.thread_id, staff_id, now=now)
    if reply.is_new:
        threads.open_thread(scope, thread)
        _ring(scope, reply, now=now)
        audit.append(
            scope, "thread.started", now=now, clause="C1", thread_id=thread.thread_id, contact=thread.contact_id
        )
    mail = reply.reading.mail
    message = replace(
        _message(reply, arrival_id=arrival_id, at_once=moment.leaves_at <= now, now=now),
        answers_to=answers_to(scope, people, thread.thread_id, staff_id, seen=_answered_by(scope, thread, mail)),
    )
    files = [File(message.message_id, one.index, one.name, one.type, one.bytes) for one in mail.attachments]
    threads.add_message(scope, message, files=files, rfc_ids=[message.rfc_id] if message.rfc_id else [])
    facts = {
        "text": message.text,
        "staff_id": staff_id,
        "token": thread.token,
        "subject": thread.subject,
        "in_reply_to": mail.in_reply_to[-1] if mail.in_reply_to else "",
        "references": list(mail.references[-20:]),
        "words": digest_of(message.text),
    }
    outgoing.put_letter(
        scope,
        people,
        letter="reply",
        to_address=reply.recipient.address,
        to_name=reply.contact.name,
        facts=facts | original_facts(reply.recipient, reply.envelope, arrival_id=arrival_id),
        thread_id=thread.thread_id,
        message_id=message.message_id,
        send_after=moment.leaves_at,
        channel=RELAY,
        rfc_id=reply.own_id,
        now=now,
    )
    note_accepted(scope, people, thread, message, leaves_at=moment.leaves_at, now=now)
    for one in reply.author.readers:  # whoever of them wrote it has answered
        claims.end(scope, thread.thread_id, staff_id=one.staff_id)
    if moment.leaves_at > now:
        told = {"until": moment.leaves_at.isoformat(), "path": f"/threads/{thread.thread_id}", "reasons": [moment.why]}
        _report(scope, people, reply, told, purpose="waits", now=now)


def _bring_back(scope: Scope, people: Directory, reply: _Reply, found: tuple[Check, ...], *, now: datetime) -> None:
    """Keep the words where they can be put right, and tell the author why they did not go and where they are."""
    staff_id, thread = reply.staff.staff_id, reply.thread
    draft_id, path = thread.thread_id, f"/threads/{thread.thread_id}"
    if reply.is_new:
        own = {one.pupil_id for one in pupils_for(people, reply.staff)}
        pupil_id = next((one for one in thread.pupil_ids if one in own), "")
        draft_id = draft_of(thread.contact_id, pupil_id)
        path = f"/write/{pupil_id}/{thread.contact_id}" if pupil_id else "/write"
    else:
        _ring(scope, reply, now=now)
        claims.hold(scope, thread.thread_id, staff_id=staff_id, now=now)
    for one in reply.author.readers:
        kept = drafts.draft(scope, draft_id, one.staff_id)
        words = "\n\n".join([reply.reading.text, *([kept[0]] if kept else [])])
        drafts.save_draft(scope, draft_id, one.staff_id, words=words, now=now)
    audit.append(
        scope,
        "reply.stopped",
        now=now,
        clause=found[0].clause,
        thread_id=None if reply.is_new else thread.thread_id,
        author=staff_id,
        codes=sorted({one.code for one in found}),
    )
    told = {"until": None, "path": path, "reasons": list(dict.fromkeys(one.reason for one in found))}
    _report(scope, people, reply, told, purpose="", now=now)


def _ring(scope: Scope, reply: _Reply, *, now: datetime) -> None:
    """Lay the conversation before everybody who reads the mailbox it was written from."""
    for one in reply.author.readers:
        queue.ring_in_inbox(scope, reply.thread.thread_id, one.staff_id, rung_at=now, count=0)


def _answered_by(scope: Scope, thread: Thread, mail: ParsedMail) -> int:
    """The newest message of a conversation that a mail names as one that it answers; 0 for none."""
    named = {one[:255] for one in (*mail.in_reply_to, *mail.references)}
    return max(
        (one.message_id for one in threads.messages_of(scope, thread.thread_id) if one.rfc_id in named), default=0
    )


def _report(
    scope: Scope, people: Directory, reply: _Reply, told: Mapping[str, object], *, purpose: str, now: datetime
) -> None:
    """Write to the author; without ``purpose`` the letter is what this mail has become, once and for all."""
    facts: dict[str, Any] = {
        "staff_id": reply.staff.staff_id,
        "subject": reply.reading.mail.subject.strip() or "(no subject)",
        "to": reply.contact.name,
        "files": len(reply.reading.mail.attachments),
        "in_reply_to": reply.reading.mail.message_id[:255],
    }
    own_id = parcel_id(people, reply.reading, reply.recipient.address, purpose=purpose) if purpose else reply.own_id
    outgoing.put_letter(
        scope,
        people,
        letter=REPORT,
        to_address=reply.author.address,
        to_name=reply.author.name,
        facts=facts | dict(told),
        rfc_id=own_id,
        now=now,
    )


def _message(reply: _Reply, *, arrival_id: int, at_once: bool, now: datetime) -> Message:
    reading = reply.reading
    return Message(
        message_id=new_id(now),
        thread_id=reply.thread.thread_id,
        by="staff",
        author_id=reply.staff.staff_id,
        author_name=reply.author.name,
        channel=SCHOOL_EMAIL,
        received_at=now,
        subject=reading.mail.subject,
        text=reading.text.strip(),
        folded=reading.folded,
        disposition="inbox" if at_once else "queue",
        rule="C1.from_staff" if at_once else "C2.courtesy_hours",
        arrival_id=arrival_id,
        rfc_id=reading.mail.message_id[:255],
        files=len(reading.mail.attachments),
        record=0,
    )


def digest_of(words: str) -> str:
    """By which it is seen that a reply's words are still those of its original."""
    return sha256(words.encode()).hexdigest()
