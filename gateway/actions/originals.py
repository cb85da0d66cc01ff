"""Originals: mail that is handed on byte for byte, for whose mailbox it is, and when it may reach them."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from gateway.actions.outgoing import mail_domain, put_letter
from gateway.actions.reading import Reading
from gateway.domain.delivery import RELAY
from gateway.domain.hours import next_reading
from gateway.domain.identity import Directory
from gateway.domain.permissions import may
from gateway.domain.promises import OFFICE, Staffing, courteous_at
from gateway.domain.scope import Scope
from gateway.mail.addresses import normalise, without_plus
from gateway.ports.relay import Envelope, Recipient
from gateway.store import audit, outbox, relays
from gateway.store.outbox import ORIGINAL, Parcel
from gateway.store.threads import Message
from gateway.store.transaction import writing

OFFICE_ALONE = frozenset({"C4.restricted_contact", "C14.sender_not_proven", "C1.unknown_sender"})
"""The rules by which a message reaches the office and no teacher; its original does neither."""


def readers_at(people: Directory, address: str) -> tuple[str, ...]:
    """Whose mailbox a normalised address is: staff ids or ``office``, who answers for it first; empty where it is nobody's."""
    if without_plus(address) == normalise(people.roster.school.office_address):
        return (OFFICE,)
    return people.readers_at(address)


def own_moment(staffing: Staffing, readers: tuple[str, ...], at: datetime) -> datetime:
    """When a mail may reach a mailbox: at the next working moment of the first of its readers, and the office's at once."""
    return min(_moment(staffing, one, at) for one in readers)


def _moment(staffing: Staffing, reader: str, at: datetime) -> datetime:
    """A person without a next working moment is bound by the courtesy hours alone: a hold must end."""
    worker = staffing.workers.get(reader)
    if reader == OFFICE or worker is None:
        return at
    found = next_reading(worker, staffing.calendar, at)
    return courteous_at(staffing, at) if found is None else max(at, found)


def parcel_id(people: Directory, reading: Reading, address: str, *, purpose: str = "") -> str:
    """The id of what one mail becomes for one address, the same however often the mail is handed over."""
    digest = sha256(f"{reading.fingerprint} {normalise(address)} {purpose}".encode()).hexdigest()
    return f"<relay.{digest[:40]}@{mail_domain(people)}>"


def original_facts(recipient: Recipient, envelope: Envelope, *, arrival_id: int) -> dict[str, Any]:
    """What a parcel must know so that the original goes on as it came."""
    return {
        "arrival": arrival_id,
        "mail_from": envelope.mail_from,
        "mail_options": list(envelope.options),
        "rcpt_options": list(recipient.options),
        "trace": envelope.trace,
    }


def envelope_of(parcel: Parcel) -> Envelope:
    """The envelope of a parcel with ``original_facts``."""
    facts = parcel.facts
    recipient = Recipient(parcel.to_address, tuple(facts["rcpt_options"]))
    return Envelope(facts["mail_from"], (recipient,), tuple(facts["mail_options"]), facts["trace"])


def hold(
    scope: Scope,
    people: Directory,
    recipient: Recipient,
    reading: Reading,
    envelope: Envelope,
    *,
    arrival_id: int,
    message: Message | None,
    now: datetime,
) -> None:
    """Write one original into the outbox for its reader's next working moment, unless it stands there, in the open transaction.

    What the policy gave to the office alone reaches no teacher's mailbox. Events: original.kept, original.withheld.
    """
    readers, own_id = readers_at(people, normalise(recipient.address)), parcel_id(people, reading, recipient.address)
    reader = readers[0]
    if outbox.by_rfc_id(scope, own_id) is not None:
        return
    thread_id = message.thread_id if message is not None else None
    if message is not None and message.rule in OFFICE_ALONE and not all(_is_office(people, one) for one in readers):
        clause = message.rule.partition(".")[0]
        audit.append(scope, "original.withheld", now=now, clause=clause, thread_id=thread_id, reader=reader)
        return
    send_after = own_moment(people.staffing, readers, now)
    put_letter(
        scope,
        people,
        letter=ORIGINAL,
        to_address=recipient.address,
        to_name=people.name_of(reader),
        facts={"staff_id": reader} | original_facts(recipient, envelope, arrival_id=arrival_id),
        thread_id=thread_id,
        message_id=message.message_id if message is not None else None,
        send_after=send_after,
        channel=RELAY,
        rfc_id=own_id,
        now=now,
    )
    audit.append(
        scope, "original.kept", now=now, clause="C3", thread_id=thread_id, reader=reader, until=send_after.isoformat()
    )


def replan_originals(scope: Scope, people: Directory, *, now: datetime) -> int:
    """Give every waiting original its moment again after a change of hours; how many moved. Event: original.replanned."""
    moved = 0
    with writing():
        audit.take_turn(scope)
        for parcel in relays.waiting(scope, ORIGINAL):
            at = own_moment(people.staffing, readers_of(people, parcel), now)
            if at == parcel.send_after or (at <= now and parcel.send_after <= now):
                continue
            if outbox.replan(scope, parcel.outbox_id, send_after=at):
                audit.append(
                    scope,
                    "original.replanned",
                    now=now,
                    clause="C3",
                    thread_id=parcel.thread_id,
                    outbox=parcel.outbox_id,
                    was=parcel.send_after.isoformat(),
                    is_now=at.isoformat(),
                )
                moved += 1
    return moved


def readers_of(people: Directory, parcel: Parcel) -> tuple[str, ...]:
    """Who reads the mailbox that an original is for, as it stands now."""
    return readers_at(people, normalise(parcel.to_address)) or (str(parcel.facts["staff_id"]),)


def _is_office(people: Directory, reader: str) -> bool:
    return reader == OFFICE or may(people.staff[reader].roles, "work_office")
