"""What the relay does with a talk: a parent's mail is kept and held, what staff write passes the composer's own checks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gateway.actions.arrivals import take_in
from gateway.actions.automatic_mail import quoted
from gateway.actions.directory import directory
from gateway.actions.mailboxes import settings_of
from gateway.actions.originals import hold, readers_at
from gateway.actions.reading import Reading, read_mail
from gateway.actions.relayed_replies import Author, take_reply
from gateway.domain.delivery import RELAY
from gateway.domain.identity import Directory
from gateway.domain.promises import leaving
from gateway.domain.relay import Parties
from gateway.domain.scope import Scope
from gateway.mail.addresses import normalise
from gateway.ports.channels import RawHook
from gateway.ports.errors import TryLater
from gateway.ports.relay import Envelope, Recipient
from gateway.store import audit, mailboxes, outbox, relays
from gateway.store.transaction import reading as reading_transaction
from gateway.store.transaction import writing

MACHINES = frozenset({"auto_reply", "receipt", "bounce"})
"""Kinds of mail that a staff mailbox sends by itself, under the null sender (RFC 3834, 3.3)."""


def relay_settings(scope: Scope, *, key: bytes) -> dict[str, Any]:
    """The relay's settings as ``flask mailbox connect`` saved them; none are needed on this machine.

    No event: nothing is changed. Raises Misconfigured.
    """
    with reading_transaction():
        held = next((one for one in mailboxes.mailboxes(scope) if one.kind == RELAY), None)
    return settings_of(held, key=key) if held is not None else {}


def parties(scope: Scope) -> Parties:
    """Who counts as staff and contact at the relay. No event: nothing is changed."""
    with reading_transaction():
        roster = directory(scope).roster
    return Parties(
        domains=frozenset(normalise(f"x@{one}").partition("@")[2] for one in roster.school.email_domains),
        staff=frozenset(
            normalise(one)
            for one in (*(each.email for each in roster.staff), *(each.address for each in roster.addresses))
            if one
        ),
        contacts=frozenset(normalise(email) for one in roster.contacts for email in one.emails),
        office=normalise(roster.school.office_address),
    )


def take(scope: Scope, envelope: Envelope, mail: bytes, *, now: datetime) -> frozenset[str]:
    """Take a talk in for good; the normalised addresses for which it is none after all, and passes untouched.

    A mail that is handed over twice is taken once. Events: those of ``take_in``, ``hold`` and ``take_reply``.
    """
    reading = read_mail(mail)
    addresses = {one: normalise(one.address) for one in envelope.recipients}
    with reading_transaction():
        people = directory(scope)
        is_ours = bool(reading.mail.message_id) and outbox.by_rfc_id(scope, reading.mail.message_id) is not None
    if is_ours:  # a letter of Handbell's own has passed the checks before it was written
        return frozenset(addresses.values())
    if _is_report(people, reading, envelope):
        _note_report(scope, reading, mail, now=now)
        return frozenset(addresses.values())
    author = _staff_author(people, reading, envelope, now=now)
    if _is_no_talk(people, author, reading, envelope):
        to = []
    elif author is not None:
        to = [one for one, address in addresses.items() if people.contacts_by_email(address)]
        for recipient in to:
            take_reply(scope, author, recipient, reading, envelope, mail=mail, now=now)
    else:
        to = [one for one, address in addresses.items() if readers_at(people, address)]
        if to:
            _take_from_parent(scope, to, reading, envelope, mail, now=now)
    return frozenset(address for one, address in addresses.items() if one not in to)


def _is_report(people: Directory, reading: Reading, envelope: Envelope) -> bool:
    """Whether a mail server says what became of a mail: it has no sender, and no family wrote it."""
    return (
        not envelope.mail_from and reading.kind == "bounce" and not people.contacts_by_email(reading.mail.from_.address)
    )


def _note_report(scope: Scope, reading: Reading, mail: bytes, *, now: datetime) -> None:
    """Keep a report that is about a talk, and mark what it tells; one about any other mail of its reader is not ours to keep."""
    with reading_transaction():
        is_ours = any(quoted(scope, one) is not None for one in reading.failures)
    if is_ours:
        take_in(scope, RawHook(RELAY, reading.fingerprint, mail, now), now=now)


def _is_no_talk(people: Directory, author: Author | None, reading: Reading, envelope: Envelope) -> bool:
    """Whether a mail without a sender passes: a program of staff answered by itself, or it is from nobody of ours.

    "I am away" is no answer to a family, and nobody can be asked to mend it.
    """
    if envelope.mail_from:
        return False
    if author is not None:
        return reading.kind in MACHINES
    return not people.contacts_by_email(reading.mail.from_.address)


def _staff_author(people: Directory, reading: Reading, envelope: Envelope, *, now: datetime) -> Author | None:
    """Who of staff wrote a mail, by its From, else by its envelope where nobody knows the From.

    Of a shared mailbox its Sender or the envelope may say who it was; else the reader who is soonest at work answers for it.
    """
    named = reading.mail.from_.address
    if people.contacts_by_email(named):
        return None
    behind = (normalise(one) for one in (reading.mail.sender.address, envelope.mail_from))
    if people.staff_by_email(named) is None and readers_at(people, named):
        told = next(filter(None, map(people.staff_by_email, behind)), None)
        sharing = people.staff_among(readers_at(people, named))
        if told is not None:
            return Author(told, told.name, told.email, tuple(dict.fromkeys((told, *sharing))))
        if sharing:
            soonest = min(sharing, key=lambda one: leaving(people.staffing, one.staff_id, now).leaves_at)
            return Author(soonest, named, named, sharing)
    staff = people.staff_by_email(named) or people.staff_by_email(normalise(envelope.mail_from))
    return Author(staff, staff.name, staff.email, (staff,)) if staff is not None else None


def _take_from_parent(
    scope: Scope, to: list[Recipient], reading: Reading, envelope: Envelope, mail: bytes, *, now: datetime
) -> None:
    """Keep and place a parent's mail, then write who is handed the original when. Taking it in is durable by itself.

    A process that dies between the two has told nobody that the mail was taken, so it comes again.
    """
    take_in(scope, RawHook(RELAY, reading.fingerprint, mail, now), now=now)
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        arrival_id = relays.first_kept(scope, reading.fingerprint)
        if arrival_id is None:
            raise TryLater("The mail was not kept.")
        message = relays.message_of(scope, arrival_id)
        for one in to:
            hold(scope, people, one, reading, envelope, arrival_id=arrival_id, message=message, now=now)
