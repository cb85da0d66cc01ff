"""Where a message belongs: its conversation, its readers, and when each of them will see it."""

from __future__ import annotations

import base64
import re
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from gateway.actions.reading import Reading
from gateway.domain.identity import Directory, Person
from gateway.domain.permissions import may
from gateway.domain.promises import OFFICE, Promise, plan
from gateway.domain.roster import Pupil, StaffMember
from gateway.domain.scope import Scope
from gateway.mail.threading import reply_token
from gateway.store import queue, threads
from gateway.store.base import new_id
from gateway.store.queue import Entry
from gateway.store.threads import Thread

JOINS_BY_SUBJECT_FOR = timedelta(days=30)
"""How long a reply without ids or token may still find its conversation by its subject."""


def new_token() -> str:
    """An unguessable reply token: 80 random bits in 16 lower-case base32 characters."""
    return base64.b32encode(secrets.token_bytes(10)).decode().lower()


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whom a message is for: readers (staff ids or ``office``), the pupils it is about, and who wrote it."""

    writer: Person | None
    readers: tuple[str, ...]
    pupils: tuple[Pupil, ...]
    restriction: str


def find_thread(scope: Scope, reading: Reading, *, writer: Person | None, received_at: datetime) -> Thread | None:
    """The conversation a mail belongs to, or None for a new one.

    Any id in References or In-Reply-To, then the reply token, then, for a marked reply only, the same contact and base
    subject in the last 30 days. Ids and token count only when they lead to a conversation of the writer's own: a stranger
    who quotes somebody's ids never joins their thread.
    """
    if writer is None:
        return None
    found = threads.thread_by_mail_ids(scope, reading.keys.ids) if reading.keys.ids else ()
    for one in found:
        if _may_join(scope, one, writer):
            return one
    token = reply_token(reading.mail)
    by_token = threads.thread_by_token(scope, token) if token else None
    if by_token is not None and _may_join(scope, by_token, writer):
        return by_token
    if writer.kind == "contact" and reading.keys.marks_reply and reading.keys.base_subject:
        return threads.thread_by_subject(
            scope,
            contact_id=writer.key,
            base_subject=reading.keys.base_subject,
            since=received_at - JOINS_BY_SUBJECT_FOR,
        )
    return None


def _may_join(scope: Scope, thread: Thread, writer: Person) -> bool:
    if writer.kind == "contact":
        return thread.contact_id == writer.key
    return queue.is_reader(scope, thread.thread_id, (writer.key,)) and writer.key not in thread.sealed_from


def address(
    scope: Scope, people: Directory, reading: Reading, *, writer: Person | None, thread: Thread | None
) -> Addressed:
    """Whom a parent's mail is for: the addressed staff, else who has the thread, else the class teachers, else the office."""
    mail = reading.mail
    written_to = dict.fromkeys(one.address for one in (*mail.to, *mail.cc))
    named = tuple(staff.staff_id for one in written_to if (staff := people.staff_by_email(one)) is not None)
    if writer is None or writer.kind != "contact":
        return Addressed(writer, named or (OFFICE,), (), "")
    words = f"{mail.subject} {reading.text}"
    pupils = people.pupils_meant(writer.key, words=words, addressed=named)
    if thread is not None and not named:
        held = tuple(people.pupils[one] for one in thread.pupil_ids if one in people.pupils)
        pupils = held or pupils
        named = tuple(dict.fromkeys(one.addressed for one in queue.entries_of(scope, thread.thread_id)))
    readers = tuple(one for one in named if one == OFFICE or one in people.staff) or people.teachers_of(pupils)
    return Addressed(writer, readers or (OFFICE,), pupils, restriction_on(people, writer.key, pupils))


def restriction_on(people: Directory, contact_id: str, pupils: tuple[Pupil, ...]) -> str:
    """The restriction that sends a contact's own message to the office, or blank."""
    ids = {one.pupil_id for one in pupils}
    for tie in people.ties_of(contact_id):
        if tie.pupil_id in ids and (tie.restriction in ("no_contact", "via_office") or not tie.may_contact):
            return tie.restriction or "via_office"
    return ""


def plans_for(people: Directory, readers: tuple[str, ...], *, at: datetime) -> dict[str, Promise]:
    """Each reader's promise for a message that comes ``at``."""
    return {reader: plan(people.staffing, reader, at) for reader in readers}


def entries_for(plans: dict[str, Promise], *, message_id: int, thread_id: int, at: datetime) -> tuple[Entry, ...]:
    """One queue entry a reader; two promises that fall to one reader become one, the earlier."""
    chosen: dict[str, Entry] = {}
    for addressed, promise in plans.items():
        on_now = promise.visible_at is not None and promise.visible_at <= at
        entry = Entry(
            message_id=message_id,
            reader=promise.visible_to,
            addressed=addressed,
            thread_id=thread_id,
            state="rung" if on_now else "waiting",
            visible_at=promise.visible_at,
            promised_at=None if on_now else promise.visible_at,
            reply_by_on=promise.reply_by,
            why=promise.why,
            rung_at=at if on_now else None,
            opened_at=None,
        )
        held = chosen.get(entry.reader)
        if held is None or (entry.visible_at or at.max.replace(tzinfo=at.tzinfo)) < (
            held.visible_at or at.max.replace(tzinfo=at.tzinfo)
        ):
            chosen[entry.reader] = entry
    return tuple(chosen.values())


def rung_at_once(entries: tuple[Entry, ...], *, at: datetime) -> tuple[Entry, ...]:
    """The same entries, all ringing now: the risk clock waits for nobody's hours."""
    return tuple(replace(one, state="rung", visible_at=at, promised_at=None, rung_at=at) for one in entries)


def new_thread(
    reading: Reading, addressed: Addressed, *, contact_id: str, address: str, at: datetime, channel: str
) -> Thread:
    """A conversation that begins with this mail."""
    return Thread(
        thread_id=new_id(at),
        contact_id=contact_id,
        address=address,
        subject=reading.mail.subject.strip() or "(no subject)",
        base_subject=reading.keys.base_subject,
        token=new_token(),
        channel=channel,
        opened_at=at,
        last_at=at,
        last_by="parent",
        preview="",
        sealed_from=frozenset(),
        pupil_ids=tuple(one.pupil_id for one in addressed.pupils),
    )


def staff_named(people: Directory, text: str) -> tuple[StaffMember, ...]:
    """The members of staff whom a text names by surname, or by the office they hold."""
    said = set(re.findall(r"[^\W\d_]+", text.casefold()))
    by_name = [one for one in people.roster.staff if one.last_name.casefold() in said]
    if "headteacher" in said or re.search(r"\bhead ?(teacher|mistress|master)\b", text.casefold()):
        by_name += people.with_role("headteacher")
    return tuple(dict.fromkeys(by_name))


def readers_for(people: Directory, staff_id: str) -> tuple[str, ...]:
    """Whose inboxes a member of staff reads: their own, and the office's with that right."""
    return (staff_id, OFFICE) if may(people.staff[staff_id].roles, "work_office") else (staff_id,)
