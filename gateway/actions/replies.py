"""Staff answer: accepted after the checks, held until hours that suit both, and its author's to change until it leaves."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from gateway.actions import claims, follow_ups, outgoing, placing, suggestions, unreachable
from gateway.actions.checking import Sending, refuse_if_held, sending_in
from gateway.actions.directory import directory
from gateway.actions.leaving import leaves_again_at, leaving_in, plan_again
from gateway.actions.own_threads import NotYourThread, open_again, own_thread
from gateway.actions.readable import rang_for
from gateway.actions.ways import Way
from gateway.domain.errors import HandbellError
from gateway.domain.identity import Directory
from gateway.domain.previews import preview_of
from gateway.domain.promises import OFFICE
from gateway.domain.scope import Scope
from gateway.store import audit, drafts, outbox, queue, search, threads
from gateway.store.base import new_id
from gateway.store.outbox import OF_A_TALK, Parcel
from gateway.store.queue import Entry
from gateway.store.threads import Message, Thread
from gateway.store.transaction import reading, writing

SAME_WITHIN = timedelta(minutes=10)
"""The same words to the same person within this time are one message: a form was sent twice."""


class TooLate(HandbellError):
    """It has left already."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that was accepted; ``leaves_at`` equal to the moment of writing means at once."""

    thread_id: int
    message_id: int
    outbox_id: int
    leaves_at: datetime


def check_reply(scope: Scope, thread_id: int, *, staff_id: str, text: str, now: datetime) -> Sending:
    """What the checks say of these words, and when they would leave. Raises NotYourThread."""
    with reading():
        people = directory(scope)
        thread = own_thread(scope, people, thread_id, staff_id)
        return sending_in(scope, people, thread, staff_id=staff_id, text=text, now=now)


def send_reply(
    scope: Scope,
    thread_id: int,
    *,
    staff_id: str,
    text: str,
    now: datetime,
    knowing: frozenset[str] = frozenset(),
    seen: int | None = None,
    told: str = "",
) -> Sent:
    """Accept a reply into the outbox. ``knowing`` are the codes of warnings the author has seen and keeps.

    ``seen`` is the newest message on the author's page (None: no page), ``told`` who it said was answering.
    Raises NotYourThread, NothingToSend, HeldBack, Meanwhile. Events: reply.accepted; reply.stopped when it was held back.
    """
    with reading():
        people = directory(scope)
        thread = own_thread(scope, people, thread_id, staff_id)
    refuse_if_held(scope, people, thread, staff_id=staff_id, text=text, now=now, knowing=knowing)
    with writing():
        audit.take_turn(scope)
        already = already_sent(scope, thread_id, staff_id=staff_id, text=text, now=now)
        if already is None and seen is not None:
            claims.refuse_unless_told(scope, people, thread, staff_id=staff_id, seen=seen, told=told, now=now)
        return already or accept(scope, directory(scope), thread, staff_id=staff_id, text=text, now=now)


def change_reply(
    scope: Scope, outbox_id: int, *, staff_id: str, text: str, now: datetime, knowing: frozenset[str] = frozenset()
) -> int:
    """Put new words into a reply that still waits; its conversation.

    Raises TooLate, NotYourThread, NothingToSend, HeldBack. Events: reply.changed; reply.stopped.
    """
    with reading():
        people = directory(scope)
        parcel, message = own_reply(scope, outbox_id, staff_id)
        thread = own_thread(scope, people, message.thread_id, staff_id)
    refuse_if_held(scope, people, thread, staff_id=staff_id, text=text, now=now, knowing=knowing)
    words = text.strip()
    with writing():
        audit.take_turn(scope)
        if not outbox.change_facts(scope, outbox_id, facts={**parcel.facts, "text": words}):
            raise TooLate("It has left already, so it cannot be changed. Write another message.")
        threads.change_text(scope, message.message_id, text=words)
        known_by = f"{message.author_name} {thread.subject} "
        search.change_index(scope, message.message_id, was=known_by + message.text, words=known_by + words)
        if thread.last_by == "staff":
            _touch(scope, thread, words, now=thread.last_at)
        drafts.save_draft(scope, message.thread_id, staff_id, words="", now=now)
        audit.append(
            scope,
            "reply.changed",
            now=now,
            clause="C2",
            thread_id=message.thread_id,
            message=message.message_id,
            content=_digest(words),
        )
    return message.thread_id


def cancel_reply(scope: Scope, outbox_id: int, *, staff_id: str, now: datetime) -> int:
    """Take a waiting reply back; its words become a draft. Raises TooLate, NotYourThread.

    What a note of a talk had promised is taken back with it. Events: reply.cancelled, follow_up.taken_back.
    """
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        _, message = own_reply(scope, outbox_id, staff_id)
        own_thread(scope, people, message.thread_id, staff_id)
        if not outbox.cancel(scope, outbox_id, now=now):
            raise TooLate("It has left already, so it cannot be taken back.")
        follow_ups.take_back_with(scope, message.message_id, staff_id=staff_id, now=now)
        kept = drafts.draft(scope, message.thread_id, staff_id)
        words = f"{message.text}\n\n{kept[0]}" if kept else message.text
        drafts.save_draft(scope, message.thread_id, staff_id, words=words, now=now)
        for reader in placing.closed_by(people, staff_id, queue.readers_of(scope, message.thread_id)):
            queue.set_inbox_state(scope, message.thread_id, reader, state="open")
        open_again(scope, message.thread_id)
        for parcel in outbox.parcels_of(scope, message.thread_id):  # another may be the promised answer now
            if (
                parcel.letter in OF_A_TALK
                and parcel.state == "waiting"
                and parcel.send_after > now
                and not parcel.override
            ):
                plan_again(scope, people, parcel, now=now)
        audit.append(
            scope, "reply.cancelled", now=now, clause="C2", thread_id=message.thread_id, message=message.message_id
        )
    return message.thread_id


def send_again(scope: Scope, outbox_id: int, *, staff_id: str, now: datetime) -> int:
    """A person decides that a reply which failed, or may not have gone, is sent once more; its conversation.

    It keeps its Message-ID, so a mail program that has it already shows it once, and the same hours as any reply. Raises
    TooLate, NotYourThread, HeldBack where a restriction has come since. Events: reply.sent_again, address.reachable.
    """
    with reading():
        people = directory(scope)
        parcel = outbox.parcel(scope, outbox_id)
        if parcel is None or parcel.thread_id is None or parcel.letter not in OF_A_TALK:
            raise NotYourThread("This is not a message of yours.")
        thread = own_thread(scope, people, parcel.thread_id, staff_id)
    words = str(parcel.facts.get("text", ""))
    knowing = frozenset({"other_child", "staff_private"})  # its author has answered these when it was written
    refuse_if_held(scope, people, thread, staff_id=staff_id, text=words, now=now, knowing=knowing)
    with writing():
        audit.take_turn(scope)
        send_after = leaves_again_at(scope, people, replace(parcel, written_at=now), now=now)
        if not outbox.send_again(scope, outbox_id, send_after=send_after):
            raise TooLate("It is on its way already.")
        facts = _facts_again(parcel)
        known = people.contacts[thread.contact_id].emails if thread.contact_id in people.contacts else ()
        # One that the family no longer has was put right since; one that they have is where the fallback had come to.
        if parcel.channel == thread.channel and parcel.to_address not in (thread.address, *known):
            outbox.readdress(
                scope,
                outbox_id,
                channel=parcel.channel,
                to_address=thread.address,
                send_after=send_after,
                facts=facts,
            )
        outbox.change_facts(scope, outbox_id, facts=facts)
        unreachable.take_back(scope, parcel.channel, parcel.to_address, now=now)  # a person says: try it
        _mark_answered(scope, people, thread.thread_id, staff_id)
        audit.append(
            scope,
            "reply.sent_again",
            now=now,
            clause="C1",
            thread_id=thread.thread_id,
            message=parcel.message_id,
            was=parcel.state,
        )
    return thread.thread_id


def _facts_again(parcel: Parcel) -> dict[str, Any]:
    """The facts of what is sent once more: every way is open to it again, and what it has failed on stays to be read."""
    facts = {key: held for key, held in parcel.facts.items() if key not in ("why", "ended", "told_by", "told_at")}
    if parcel.state == "unknown":
        facts["tried_at"] = (parcel.settled_at or parcel.written_at).isoformat()
    return facts | {"tried_before": len(facts.get("tried", ()))}


def waiting_reply(scope: Scope, outbox_id: int, *, staff_id: str) -> Message:
    """The words of a reply of one's own, to change them. Raises NotYourThread. No event: they are their author's."""
    with reading():
        _, message = own_reply(scope, outbox_id, staff_id)
        own_thread(scope, directory(scope), message.thread_id, staff_id)
        return message


def save_draft(scope: Scope, thread_id: int, *, staff_id: str, text: str, now: datetime) -> None:
    """Keep words for later; whoever writes is answering. Raises NotYourThread. No event: a draft is its author's own."""
    with writing():
        own_thread(scope, directory(scope), thread_id, staff_id)
        drafts.save_draft(scope, thread_id, staff_id, words=text, now=now)
        if text.strip():
            claims.hold(scope, thread_id, staff_id=staff_id, now=now)
        else:
            claims.end(scope, thread_id, staff_id=staff_id)


def own_reply(scope: Scope, outbox_id: int, staff_id: str) -> tuple[Parcel, Message]:
    """A reply that this person wrote, in the open transaction. Raises NotYourThread."""
    parcel = outbox.parcel(scope, outbox_id)
    message = threads.message(scope, parcel.message_id) if parcel and parcel.message_id else None
    if parcel is None or message is None or message.author_id != staff_id or parcel.letter != "reply":
        raise NotYourThread("This is not a message of yours.")
    return parcel, message


def already_sent(scope: Scope, thread_id: int, *, staff_id: str, text: str, now: datetime) -> Sent | None:
    """The message that the same form has sent a moment ago, in the open transaction, or None."""
    last = next(reversed(threads.messages_of(scope, thread_id)), None)
    if last is None or last.author_id != staff_id or last.text != text.strip() or now - last.received_at > SAME_WITHIN:
        return None
    parcels = [one for one in outbox.parcels_of(scope, thread_id) if one.message_id == last.message_id]
    live = next((one for one in parcels if one.letter == "reply" and one.state != "cancelled"), None)
    return Sent(thread_id, last.message_id, live.outbox_id, live.send_after) if live else None


def accept(
    scope: Scope,
    people: Directory,
    thread: Thread,
    *,
    staff_id: str,
    text: str,
    now: datetime,
    letter: str = "reply",
    more: Mapping[str, Any] = MappingProxyType({}),
    way: Way | None = None,
    seen: int | None = None,
) -> Sent:
    """Write a message and its parcel in the open transaction, after every check. Event: reply.accepted.

    ``letter`` is one of ``OF_A_TALK``, ``more`` what it says besides the words; ``way`` is another than the conversation's;
    ``seen`` as for ``answers_to``.
    """
    leaves_at = leaving_in(scope, people, thread.thread_id, staff_id, now=now).leaves_at
    up_to = answers_to(scope, people, thread.thread_id, staff_id, seen=seen)
    message = _message(people, thread, staff_id=staff_id, text=text.strip(), leaves_at=leaves_at, up_to=up_to, now=now)
    before = threads.messages_of(scope, thread.thread_id)
    earlier = [one.rfc_id for one in before if one.rfc_id]
    threads.add_message(scope, message)
    parcel = outgoing.put_letter(
        scope,
        people,
        letter=letter,
        to_address=way.address if way is not None else thread.address,
        to_name=people.contacts[thread.contact_id].name if thread.contact_id in people.contacts else "",
        facts={
            **more,
            "text": message.text,
            "staff_id": staff_id,
            "token": thread.token,
            "subject": thread.subject,
            "begins": not before,
            "in_reply_to": earlier[-1] if earlier else "",
            "references": earlier[-20:],
        },
        thread_id=thread.thread_id,
        message_id=message.message_id,
        send_after=leaves_at,
        channel=way.channel if way is not None else thread.channel,
        now=now,
    )
    if letter == "reply":
        drafts.save_draft(scope, thread.thread_id, staff_id, words="", now=now)
    note_accepted(scope, people, thread, message, leaves_at=leaves_at, now=now)
    return Sent(thread.thread_id, message.message_id, parcel.outbox_id, leaves_at)


def answers_to(scope: Scope, people: Directory, thread_id: int, staff_id: str, *, seen: int | None) -> int | None:
    """Up to which message somebody answers who had those up to ``seen`` before them, and those that they have opened.

    None for everything that has rung: they have seen it, or, without ``seen``, were told of it on their page. But not for what
    rang for others alone after all that is theirs to read. What they name in a mail they have answered, whenever it rings.
    """
    entries, held_by = queue.entries_of(scope, thread_id), queue.readers_of(scope, thread_id)
    mine, rung = placing.closed_by(people, staff_id, held_by), [one for one in entries if one.state == "rung"]
    newest = max(*rang_for(entries, placing.readers_for(people, staff_id)), seen or 0, 0)
    after = [one.message_id for one in rung if one.message_id > newest]
    if seen is not None:
        after += [one.message_id for one in _unopened(rung) if one.reader in mine and one.message_id > seen]
    if after:
        return min(after) - 1
    return seen if seen and any(one.state == "waiting" and one.message_id <= seen for one in entries) else None


def _unopened(entries: Sequence[Entry]) -> list[Entry]:
    return [one for one in entries if one.state == "rung" and one.opened_at is None]


def note_accepted(
    scope: Scope, people: Directory, thread: Thread, message: Message, *, leaves_at: datetime, now: datetime
) -> None:
    """Let everything know of a message that was accepted, in the open transaction. Event: reply.accepted."""
    _touch(scope, thread, message.text, now=now)
    _mark_answered(scope, people, thread.thread_id, message.author_id, up_to=message.answers_to)
    claims.end(scope, thread.thread_id, staff_id=message.author_id)
    search.index_message(scope, message.message_id, words=f"{message.author_name} {thread.subject} {message.text}")
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


def _mark_answered(scope: Scope, people: Directory, thread_id: int, staff_id: str, *, up_to: int | None = None) -> None:
    """A family that was answered waits for nobody of this conversation.

    But what the office must do stays with the office, and what rang for somebody else, who has not opened it, with them: it is
    not what was answered. Nor is what rang for its author after the message ``up_to`` which they answer.
    """
    entries, held_by = queue.entries_of(scope, thread_id), queue.readers_of(scope, thread_id)
    mine, read = placing.closed_by(people, staff_id, held_by), rang_for(entries, placing.readers_for(people, staff_id))
    unread = {one.reader for one in _unopened(entries) if one.message_id not in read}
    unseen = {one.reader for one in _unopened(entries) if up_to is not None and one.message_id > up_to}
    for reader in held_by:
        if reader not in (unseen if reader in mine else {OFFICE, *unread}):
            queue.set_inbox_state(scope, thread_id, reader, state="answered")


def _message(
    people: Directory,
    thread: Thread,
    *,
    staff_id: str,
    text: str,
    leaves_at: datetime,
    up_to: int | None,
    now: datetime,
) -> Message:
    at_once = leaves_at <= now
    return Message(
        message_id=new_id(now),
        thread_id=thread.thread_id,
        by="staff",
        author_id=staff_id,
        author_name=people.staff[staff_id].name,
        channel=thread.channel,
        received_at=now,
        subject=thread.subject,
        text=text,
        folded="",
        disposition="inbox" if at_once else "queue",
        rule="C1.from_staff" if at_once else "C2.courtesy_hours",
        arrival_id=None,
        rfc_id="",
        files=0,
        record=0,
        answers_to=up_to,
    )


def _touch(scope: Scope, thread: Thread, text: str, *, now: datetime) -> None:
    threads.touch(scope, thread.thread_id, last_at=now, last_by="staff", preview=preview_of(text))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
