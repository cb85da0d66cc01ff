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
from gateway.actions.packs import words
from gateway.actions.packs.copies import covered_lines, covered_thread, covers_for
from gateway.actions.trail import say_dated, trail_of
from gateway.domain.covering import Covers
from gateway.domain.errors import InputProblem
from gateway.domain.identity import Directory
from gateway.domain.scope import Scope
from gateway.store import arrivals, audit, threads
from gateway.store.audit import Link
from gateway.store.threads import Message, Thread
from gateway.store.transaction import writing

CHECKER = Path(__file__).with_name("verify.py")
WHOLE, COPY = "whole", "copy"
KINDS = {
    WHOLE: "The whole record, for school’s own keeping",
    COPY: "A copy to release: other children’s names are covered",
}
"""What a pack may be; the first is meant where nobody chose."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A pack that was made: how many messages and links it holds, the number of the link that says it was made, and in how
    many places of a copy a name is covered.
    """

    messages: int
    links: int
    record: int
    covered: int


def make_pack(
    scope: Scope, thread_id: int, into: IO[bytes], *, purpose: str, reason: str, now: datetime, kind: str = WHOLE
) -> Packed:
    """Write a conversation with its proof as a ZIP file, of one of ``KINDS``.

    The event is written first and is part of the pack; the people concerned are told of it as of any look. The school's own
    record is whole whatever is covered in a copy. Raises NoSuchThread, NeedsPurpose, InputProblem. Event: pack.made.
    """
    if kind not in KINDS:
        raise InputProblem("Choose the whole record or a copy to release.")
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        thread = refuse_sealed(scope, thread_id)
        messages = threads.messages_of(scope, thread_id)
        mails = _mails(scope, messages)
        whole = _thread(people, thread, messages, {one: _place(one) for one in mails})
        covers = covers_for(scope, people, thread) if kind == COPY else None
        document = covered_thread(whole, covers) if covers is not None else whole
        covered = document["copy"]["covered"] if covers is not None else 0
        said: dict[str, Any] = {"copy": True, "covered": covered} if covers is not None else {}
        record = look_at(scope, people, thread, event="pack.made", purpose=purpose, reason=reason, now=now, **said)
        links = audit.links_of_thread(scope, thread_id)
        contents = _Contents(people, thread, messages, links, mails, whole, document, covers)
        with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
            digests: dict[str, str] = {}
            for name, body in _files(scope, contents, reason=reason, now=now):
                digests[name] = _write(archive, name, body, now=now)
            _write(archive, "contents.json", _json(digests), now=now)
    return Packed(len(messages), len(contents.links), record, covered)


@dataclass(frozen=True, slots=True)
class _Contents:
    """Everything that a pack is made of: ``whole`` is the thread as it stands, ``document`` as this pack shows it; ``covers``
    is None for a whole one.
    """

    people: Directory
    thread: Thread
    messages: tuple[Message, ...]
    links: tuple[Link, ...]
    mails: dict[int, bytes]
    whole: dict[str, Any]
    document: dict[str, Any]
    covers: Covers | None


def _mails(scope: Scope, messages: tuple[Message, ...]) -> dict[int, bytes]:
    """The mail of each message that came as one, byte for byte."""
    kept = {one.message_id: arrivals.arrival(scope, one.arrival_id) for one in messages if one.arrival_id}
    return {message_id: one.raw for message_id, one in kept.items() if one is not None and one.raw}


def _place(message_id: int) -> str:
    return f"mail/{message_id}.eml"


def _files(scope: Scope, pack: _Contents, *, reason: str, now: datetime) -> Iterator[tuple[str, bytes]]:
    covers, zone = pack.covers, pack.people.staffing.calendar.zone
    yield "READ-ME.txt", _read_me(pack, reason=reason, made=say_dated(now, zone)).encode()
    if covers is None:
        yield from ((_place(message_id), raw) for message_id, raw in pack.mails.items())
    steps = trail_of(pack.people, pack.messages, pack.links)
    trail = "".join(f"{say_dated(one.at, zone)}  {one.words}\n" for one in steps)
    yield "trail.txt", (trail if covers is None else covers.cover(trail).text).encode()
    yield "thread.json", _json(pack.document)
    lines = [(one, _line(scope, one)) for one in pack.links]
    shown = [line for _, line in lines] if covers is None else covered_lines(lines, pack.whole, pack.document, covers)
    yield "links.jsonl", b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in shown)
    marks = audit.marks_from(scope, pack.links[0].seq - 1 if pack.links else 0)
    yield "chain.txt", "".join(f"{seq} {mark}\n" for seq, mark in marks).encode()
    yield "verify.py", CHECKER.read_bytes()


def _read_me(pack: _Contents, *, reason: str, made: str) -> str:
    school = pack.people.roster.school.name
    facts = {"school": school, "made": made, "subject": pack.thread.subject, "reason": reason}
    if pack.covers is None:
        return words.WHOLE.format(**facts, line="=" * (20 + len(school)))
    covered, mails, shared = pack.document["copy"]["covered"], len(pack.mails), pack.covers.shared
    return words.COPY.format(
        school=school,
        made=made,
        subject=pack.document["subject"],
        reason=pack.covers.cover(reason).text,
        line="=" * (22 + len(school)),
        covered="One name" if covered == 1 else f"{covered} names" if covered else "No name",
        in_its_words="in its words is" if covered < 2 else "in its words are",
        mails="1 mail" if mails == 1 else f"{mails} mails",
        shared=f"{' and '.join(shared)} is also the name of another child and is left everywhere. " if shared else "",
    )


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


def _line(scope: Scope, link: Link) -> dict[str, Any]:
    """One link with exactly the fields that its mark was made over."""
    held = asdict(link)
    del held["text"]
    held |= {
        "school_id": scope.school_id,
        "at": link.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "detail": link.text,
    }
    return held


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _write(archive: zipfile.ZipFile, name: str, body: bytes, *, now: datetime) -> str:
    """Add one file, dated ``now``; its SHA-256."""
    entry = zipfile.ZipInfo(name, date_time=now.astimezone(UTC).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, body)
    return hashlib.sha256(body).hexdigest()
