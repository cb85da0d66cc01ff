"""Addresses that nothing of ours reaches: noted once, shown to the office, and what was meant for them goes another way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from gateway.actions.directory import directory
from gateway.actions.inbox import Child, children_of
from gateway.actions.outgoing import SCHOOL_EMAIL
from gateway.domain.channels import TEXT
from gateway.domain.identity import Directory
from gateway.domain.promises import leaving
from gateway.domain.roster import Contact
from gateway.domain.scope import Scope
from gateway.domain.texts import number_of
from gateway.ports.channels import Inbound
from gateway.store import audit, outbox, text_numbers, threads, unreachable
from gateway.store.outbox import OF_A_TALK, Parcel
from gateway.store.transaction import reading, writing

OPTED_OUT = "opted_out"
BLOCKED = "blocked"
SAID: Mapping[str, str] = {
    OPTED_OUT: "They asked for no more texts.",
    "landline": "Their number is no mobile, so it takes no texts.",
    "not_in_use": "Their number is not in use.",
    BLOCKED: "SchoolComms no longer writes to it.",
    "not_confirmed": "School does not text at the moment.",
}
"""Why nothing goes to an address, as a person is told it."""


@dataclass(frozen=True, slots=True)
class Unheard:
    """A contact whose number takes no texts; ``goes_by_email`` is whether letters to them go that way instead."""

    contact: Contact
    children: tuple[Child, ...]
    number: str
    why: str
    since_at: datetime
    goes_by_email: bool


def why_no_text(scope: Scope, number: str) -> str:
    """Why nothing goes to a number by text, a key of ``SAID``; blank where it does. In the open transaction."""
    held = text_numbers.text_number(scope)
    if held is None or not held.is_confirmed:
        return "not_confirmed"
    return unreachable.why_not(scope, TEXT, number)


def why_not(scope: Scope, parcel: Parcel) -> str:
    """Why a parcel cannot go the way it is to go, or blank. No event: nothing is changed."""
    if parcel.channel != TEXT:
        return ""
    with reading():
        return why_no_text(scope, parcel.to_address)


def note(scope: Scope, channel: str, address: str, *, why: str, now: datetime) -> None:
    """Note that nothing reaches an address, in the open transaction. Event: address.unreachable."""
    audit.take_turn(scope)
    if unreachable.note_unreachable(scope, channel, address, why=why, now=now):
        contacts = [one.contact_id for one in _reached_at(directory(scope), address)]
        audit.append(scope, "address.unreachable", now=now, clause="C1", channel=channel, why=why, contacts=contacts)


def grant(scope: Scope, told: Inbound, *, channel: str, now: datetime) -> None:
    """Do what the writer wishes: no more messages, or messages again. Events: address.unreachable, address.reachable."""
    with writing():
        if told.wish == "stop":
            note(scope, channel, told.person_id, why=OPTED_OUT, now=now)
            return
        audit.take_turn(scope)
        if unreachable.why_not(scope, channel, told.person_id) != OPTED_OUT:
            return
        unreachable.forget_unreachable(scope, channel, told.person_id)
        contacts = [one.contact_id for one in _reached_at(directory(scope), told.person_id)]
        audit.append(scope, "address.reachable", now=now, clause="C1", channel=channel, contacts=contacts)


def has_opted_out(scope: Scope, number: str) -> bool:
    """Whether the people of a number want no texts, in the open transaction."""
    return unreachable.why_not(scope, TEXT, number) == OPTED_OUT


def go_round(scope: Scope, people: Directory, parcel: Parcel, *, now: datetime) -> bool:
    """Let a parcel go by email, in the open transaction and in the hours of its author; False where school has no address.

    Event: delivery.rerouted.
    """
    thread = threads.thread(scope, parcel.thread_id) if parcel.thread_id is not None else None
    contact = people.contacts.get(thread.contact_id) if thread is not None else None
    if contact is None or not contact.emails:
        return False
    send_after = leaving(people.staffing, str(parcel.facts["staff_id"]), now).leaves_at if _is_talk(parcel) else now
    if not outbox.readdress(
        scope, parcel.outbox_id, channel=SCHOOL_EMAIL, to_address=contact.emails[0], send_after=send_after
    ):
        return False
    audit.append(
        scope,
        "delivery.rerouted",
        now=now,
        clause="C1",
        thread_id=parcel.thread_id,
        outbox=parcel.outbox_id,
        letter=parcel.letter,
        was=parcel.channel,
        channel=SCHOOL_EMAIL,
    )
    return True


def unheard(scope: Scope) -> tuple[Unheard, ...]:
    """The contacts whose number, as school holds it today, takes no texts; the newest first. No event: nothing is changed."""
    with reading():
        people = directory(scope)
        found = unreachable.unreached(scope)
    return tuple(
        Unheard(
            contact=contact,
            children=children_of(people, [tie.pupil_id for tie in people.ties_of(contact.contact_id)]),
            number=one.address,
            why=SAID[one.why],
            since_at=one.since_at,
            goes_by_email=bool(contact.emails),
        )
        for one in found
        if one.channel == TEXT
        for contact in _reached_at(people, one.address)
    )


def _is_talk(parcel: Parcel) -> bool:
    return parcel.letter in OF_A_TALK


def _reached_at(people: Directory, number: str) -> list[Contact]:
    return [one for one in people.roster.contacts if number in map(number_of, one.mobiles)]
