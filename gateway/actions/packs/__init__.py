"""Evidence packs: one conversation with its proof, to be read and checked outside Handbell."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from gateway.actions.desk import look_at, refuse_sealed
from gateway.actions.directory import directory
from gateway.actions.trail import say_dated, trail_of
from gateway.domain.identity import Directory
from gateway.domain.scope import Scope
from gateway.store import arrivals, audit, threads
from gateway.store.audit import Link
from gateway.store.threads import Message, Thread
from gateway.store.transaction import writing

CHECKER = Path(__file__).with_name("verify.py")
README = """An evidence pack of {school}
{line}

The conversation "{subject}", made on {made}.
Reason: {reason}

trail.txt       what happened, in plain words; begin here
thread.json     the conversation and every message of it
links.jsonl     the record of this conversation, one link a line, exactly as it was marked
chain.txt       number and mark of every link of the whole record from there on, without a word of what they hold
mail/           each mail as it arrived, byte for byte
contents.json   the SHA-256 of every other file
verify.py       the checker; it needs Python and nothing else:  python verify.py

What the checker shows without any key: no file was changed since the pack was made; the words and mails are those for
which the record's links were made; the links stand in one unbroken row with the rest of the record. Two packs of one
school can be compared by chain.txt: where both name a number, the marks must agree.

What it cannot show without the key: that the marks were made by this school's Handbell. A mark is an HMAC-SHA256 and can
be made and checked only with the record key, which stays at school. The school, or somebody it trusts with the key,
checks that with:  python verify.py --key FILE

This pack names people. Keep it as you keep a child's file.
"""


@dataclass(frozen=True, slots=True)
class Packed:
    """A pack that was made: how many messages and links it holds, and the number of the link that says it was made."""

    messages: int
    links: int
    record: int


def make_pack(scope: Scope, thread_id: int, into: IO[bytes], *, purpose: str, reason: str, now: datetime) -> Packed:
    """Write a conversation with its proof as a ZIP file. Raises NoSuchThread, NeedsPurpose. Event: pack.made.

    The event is written first and is part of the pack; the people concerned are told of it as of any look.
    """
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        thread = refuse_sealed(scope, thread_id)
        record = look_at(scope, people, thread, event="pack.made", purpose=purpose, reason=reason, now=now)
        links = audit.links_of_thread(scope, thread_id)
        messages = threads.messages_of(scope, thread_id)
        with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
            digests: dict[str, str] = {}
            for name, body in _files(scope, people, thread, messages, links, reason=reason, now=now):
                digests[name] = _write(archive, name, body, now=now)
            _write(archive, "contents.json", _json(digests), now=now)
    return Packed(len(messages), len(links), record)


def _files(
    scope: Scope,
    people: Directory,
    thread: Thread,
    messages: tuple[Message, ...],
    links: tuple[Link, ...],
    *,
    reason: str,
    now: datetime,
) -> Iterator[tuple[str, bytes]]:
    school = people.roster.school.name
    zone = people.staffing.calendar.zone
    made = say_dated(now, zone)
    readme = README.format(
        school=school, line="=" * (20 + len(school)), subject=thread.subject, made=made, reason=reason
    )
    yield "READ-ME.txt", readme.encode()
    mails = {}
    for message in messages:
        kept = arrivals.arrival(scope, message.arrival_id) if message.arrival_id else None
        if kept is not None and kept.raw:
            mails[message.message_id] = f"mail/{message.message_id}.eml"
            yield mails[message.message_id], kept.raw
    steps = trail_of(people, messages, links)
    yield "trail.txt", "".join(f"{say_dated(one.at, zone)}  {one.words}\n" for one in steps).encode()
    yield "thread.json", _json(_thread(people, thread, messages, mails))
    yield "links.jsonl", b"".join(_line(scope, one) for one in links)
    marks = audit.marks_from(scope, links[0].seq - 1 if links else 0)
    yield "chain.txt", "".join(f"{seq} {mark}\n" for seq, mark in marks).encode()
    yield "verify.py", CHECKER.read_bytes()


def _thread(people: Directory, thread: Thread, messages: tuple[Message, ...], mails: dict[int, str]) -> dict[str, Any]:
    contact = people.contacts.get(thread.contact_id)
    return {
        "thread": thread.thread_id,
        "subject": thread.subject,
        "contact": contact.name if contact else thread.address,
        "pupils": [people.pupils[one].name for one in thread.pupil_ids if one in people.pupils],
        "channel": thread.channel,
        "opened_at": thread.opened_at.isoformat(),
        "messages": [
            {
                "message": one.message_id,
                "by": one.by,
                "author": one.author_name,
                "received_at": one.received_at.isoformat(),
                "subject": one.subject,
                "text": one.text,
                "folded": one.folded,
                "mail": mails.get(one.message_id, ""),
            }
            for one in messages
        ],
    }


def _line(scope: Scope, link: Link) -> bytes:
    """One link with exactly the fields that its mark was made over."""
    held = asdict(link)
    del held["text"]
    held |= {
        "school_id": scope.school_id,
        "at": link.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "detail": link.text,
    }
    return json.dumps(held, ensure_ascii=False).encode() + b"\n"


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _write(archive: zipfile.ZipFile, name: str, body: bytes, *, now: datetime) -> str:
    """Add one file, dated ``now``; its SHA-256."""
    entry = zipfile.ZipInfo(name, date_time=now.astimezone(UTC).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, body)
    return hashlib.sha256(body).hexdigest()
