"""Playing a parent in a demo: whom one can be, the letters they were sent, and the mail they write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from gateway.actions.arrivals import Taken, take_in
from gateway.actions.directory import directory
from gateway.actions.outgoing import SCHOOL_EMAIL
from gateway.actions.release import next_release_at, release_due
from gateway.domain.errors import InputProblem
from gateway.domain.roster import Contact, Pupil, StaffMember
from gateway.domain.scope import Scope
from gateway.mail.parsing import parse
from gateway.ports.channels import RawHook
from gateway.ports.playground import Playground
from gateway.store import outbox
from gateway.store.transaction import reading

ENDPOINT = "play"


@dataclass(frozen=True, slots=True)
class Part:
    """A parent whom one can play, with their children."""

    contact: Contact
    pupils: tuple[Pupil, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as a parent's mail program would list it; ``sent_at`` is None where its date says nothing."""

    letter_id: str
    subject: str
    sender: str
    sent_at: datetime | None
    text: str
    message_id: str


@dataclass(frozen=True, slots=True)
class Desk:
    """A parent at their mail program: their letters, the newest first, and whom they may write to."""

    part: Part
    letters: tuple[Letter, ...]
    office_address: str
    staff: tuple[StaffMember, ...]


def parts(scope: Scope) -> tuple[Part, ...]:
    """Everybody whom one can play, by name. No event: a demo has no secrets."""
    with reading():
        people = directory(scope)
    found = [
        Part(one, tuple(people.pupils[tie.pupil_id] for tie in people.ties_of(one.contact_id)))
        for one in people.roster.contacts
        if one.emails
    ]
    return tuple(sorted(found, key=lambda part: (part.contact.last_name, part.contact.first_name)))


def desk(scope: Scope, playground: Playground, contact_id: str) -> Desk:
    """One parent's letters and addressees. Raises InputProblem. No event: a demo has no secrets."""
    with reading():
        people = directory(scope)
    part = next((one for one in parts(scope) if one.contact.contact_id == contact_id), None)
    if part is None:
        raise InputProblem("There is nobody of that name to play; choose somebody from the list.")
    letters = tuple(_letter(one.letter_id, one.raw) for one in playground.letters_to(part.contact.emails[0]))
    teachers = people.teachers_of(part.pupils)
    heads = tuple(one.staff_id for one in people.with_role("headteacher"))
    staff = tuple(people.staff[key] for key in dict.fromkeys((*teachers, *heads)))
    return Desk(part, letters, people.roster.school.office_address, staff)


def _letter(letter_id: str, raw: bytes) -> Letter:
    mail = parse(raw)
    return Letter(letter_id, mail.subject, mail.from_.name or mail.from_.address, mail.date, mail.text, mail.message_id)


def write(
    scope: Scope,
    playground: Playground,
    contact_id: str,
    *,
    to_address: str,
    subject: str,
    text: str,
    in_reply_to: str,
    now: datetime,
) -> Taken:
    """Send a parent's mail through the front door. Raises InputProblem. Events: those of ``take_in``."""
    contact = desk(scope, playground, contact_id).part.contact
    if not text.strip():
        raise InputProblem("Write something first.")
    raw = playground.write(
        from_address=contact.emails[0],
        from_name=contact.name,
        to_address=to_address,
        subject=subject.strip() or "(no subject)",
        text=text,
        in_reply_to=in_reply_to,
    )
    return take_in(scope, RawHook(ENDPOINT, parse(raw).message_id, raw, now), now=now)


def zone(scope: Scope) -> ZoneInfo:
    """The school's time zone. No event: nothing is read but a setting."""
    with reading():
        return directory(scope).staffing.calendar.zone


def move_on(scope: Scope, choice: str, *, now: datetime, send: Callable[[datetime], int]) -> datetime | None:
    """The moment to which a choice moves the demo's clock, when all that is due on the way has happened at its own moment;
    None where it is to move to the next ring and nothing waits. Raises InputProblem. Events: those of ``pass_time``.
    """
    moment = _later(scope, choice, now=now)
    if moment is not None:
        pass_time(scope, send, since=now, until=moment)
    return moment


def pass_time(scope: Scope, send: Callable[[datetime], int], *, since: datetime, until: datetime) -> None:
    """Let what rings, and what leaves by ``send``, between two moments do so at its own.

    A jump of the clock would otherwise be an outage: every family on the way would be told that school is late. Events: those of
    ``release_due`` and of sending.
    """
    left_at = since
    while True:
        with reading():
            leaves_at = outbox.next_leaving_at(scope, channel=SCHOOL_EMAIL, after=left_at)
        due = min(filter(None, (next_release_at(scope), leaves_at)), default=None)
        if due is None or due > until:
            return
        release_due(scope, now=due)
        while send(due):
            pass
        left_at = max(due, left_at)


def _later(scope: Scope, choice: str, *, now: datetime) -> datetime | None:
    if choice == "hour":
        return now + timedelta(hours=1)
    local = now.astimezone(zone(scope))
    if choice == "evening":
        evening = local.replace(hour=21, minute=40, second=0, microsecond=0)
        return evening if evening > local else evening + timedelta(days=1)
    if choice == "ring":
        return next_release_at(scope)
    raise InputProblem("Choose how far to move the clock.")
