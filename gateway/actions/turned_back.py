"""The letter that turns a family back: its words, which are the school's, and the conversation in which it goes on."""

from __future__ import annotations

import hashlib
from datetime import datetime

from gateway.actions import outgoing, placing
from gateway.actions.directory import directory
from gateway.domain.approaches import WAYS, checked_words, usual_words
from gateway.domain.identity import Directory
from gateway.domain.promises import leaving
from gateway.domain.roster import Contact
from gateway.domain.scope import Scope
from gateway.store import approaches, audit, queue, search, threads
from gateway.store.base import new_id
from gateway.store.outbox import Parcel
from gateway.store.threads import Message, Thread
from gateway.store.transaction import reading, writing

LETTER = "turned_back"


def address_of(contact: Contact) -> str:
    """The address to which school writes to a contact, or blank."""
    return contact.emails[0] if contact.emails else ""


def begin(
    scope: Scope, contact: Contact, *, way: str, pupil_ids: tuple[str, ...], staff_id: str, now: datetime
) -> Thread:
    """Open the conversation that goes on from an approach, in the inbox of whoever recorded it and the open transaction."""
    subject = WAYS[way].subject
    thread = Thread(
        thread_id=new_id(now),
        contact_id=contact.contact_id,
        address=address_of(contact),
        subject=subject,
        base_subject=subject.casefold(),
        token=placing.new_token(),
        channel=outgoing.SCHOOL_EMAIL,
        opened_at=now,
        last_at=now,
        last_by="staff",
        preview=subject,
        sealed_from=frozenset(),
        pupil_ids=pupil_ids,
    )
    threads.open_thread(scope, thread)
    queue.ring_in_inbox(scope, thread.thread_id, staff_id, rung_at=now, count=0)
    return thread


def answer(
    scope: Scope, people: Directory, contact: Contact, thread: Thread, *, way: str, staff_id: str, now: datetime
) -> Parcel:
    """Write the school's words into a conversation and the outbox, in the open transaction; they leave when a reply would.

    Event: approach.answered.
    """
    leaves_at = leaving(people.staffing, staff_id, now).leaves_at
    words = approaches.school_words(scope, LETTER) or usual_words(people.roster.school.reply_within_days)
    message = _message(thread, words, author_id=staff_id, author_name=people.roster.school.name, now=now)
    threads.add_message(scope, message)
    parcel = outgoing.put_letter(
        scope,
        people,
        letter="turned_back",
        to_address=thread.address,
        to_name=contact.name,
        facts={
            "text": words,
            "staff_id": staff_id,
            "token": thread.token,
            "subject": thread.subject,
            "phrase": WAYS[way].phrase,
        },
        thread_id=thread.thread_id,
        message_id=message.message_id,
        send_after=leaves_at,
        now=now,
    )
    search.index_message(scope, message.message_id, words=f"{message.author_name} {thread.subject} {words}")
    audit.append(
        scope,
        "approach.answered",
        now=now,
        clause="C1",
        thread_id=thread.thread_id,
        message=message.message_id,
        content=hashlib.sha256(words.encode()).hexdigest(),
        leaves_at=leaves_at.isoformat(),
    )
    return parcel


def _message(thread: Thread, words: str, *, author_id: str, author_name: str, now: datetime) -> Message:
    return Message(
        message_id=new_id(now),
        thread_id=thread.thread_id,
        by="staff",
        author_id=author_id,
        author_name=author_name,
        channel=outgoing.SCHOOL_EMAIL,
        received_at=now,
        subject=thread.subject,
        text=words,
        folded="",
        disposition="turned_back",
        rule="C1.route_not_sanctioned",
        arrival_id=None,
        rfc_id="",
        files=0,
        record=0,
    )


def words_of_school(scope: Scope) -> tuple[str, str]:
    """The school's own words for turning a family back, blank where it has none, and the usual ones. No event."""
    with reading():
        people = directory(scope)
        return approaches.school_words(scope, LETTER), usual_words(people.roster.school.reply_within_days)


def change_words(scope: Scope, words: str, *, staff_id: str, now: datetime) -> None:
    """Put the school's own words into the letter; blank brings the usual ones back. Raises InputProblem.

    Event: approach.reworded.
    """
    kept = checked_words(words) if words.strip() else ""
    with writing():
        audit.take_turn(scope)
        was = approaches.school_words(scope, LETTER)
        if was == kept:
            return
        approaches.write_school_words(scope, LETTER, words=kept, written_by=staff_id, now=now)
        audit.append(scope, "approach.reworded", now=now, clause="C1", was=was, is_now=kept)
