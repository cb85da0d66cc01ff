"""Addresses that nothing of ours reaches: noted once, shown to the office, and what was meant for them goes another way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from gateway.actions.directory import directory
from gateway.actions.outgoing import SCHOOL_EMAIL
from gateway.domain.channels import TEXT
from gateway.domain.fallback import LETTERS
from gateway.domain.identity import Directory
from gateway.domain.roster import Contact
from gateway.domain.scope import Scope
from gateway.domain.texts import is_mobile, number_of
from gateway.ports.channels import Inbound
from gateway.store import audit, text_numbers, threads, unreachable
from gateway.store.outbox import Parcel
from gateway.store.transaction import reading, writing

OPTED_OUT = "opted_out"
BLOCKED = "blocked"
SAID: Mapping[str, str] = {
    OPTED_OUT: "They asked for no more texts.",
    "landline": "Their number is no mobile, so it takes no texts.",
    "not_in_use": "Their number is not in use.",
    "no_such_address": "Their mail server knows no such address.",
    "no_account": "They have no account there.",
    BLOCKED: "SchoolComms no longer writes to it.",
    "not_confirmed": "School does not text at the moment.",
}
"""Why nothing goes to an address, as a person is told it."""


def why_no_text(scope: Scope, number: str) -> str:
    """Why nothing goes to a number by text, a key of ``SAID``; blank where it does. In the open transaction."""
    held = text_numbers.text_number(scope)
    if held is None or not held.is_confirmed:
        return "not_confirmed"
    if number.startswith("+44") and not is_mobile(number):  # texts can come from one; an answer may be read aloud there
        return "landline"
    return unreachable.why_not(scope, TEXT, number)


def why_no_mail(scope: Scope, address: str) -> str:
    """Why no mail reaches an address, a key of ``SAID``; blank where it does, or where somebody has written from it since."""
    held = unreachable.held(scope, SCHOOL_EMAIL, address.lower())
    if held is None or threads.has_written(scope, address.lower(), since=held.since_at):
        return ""
    return held.why


def is_blocked(scope: Scope, channel: str, contact: Contact, address: str) -> bool:
    """Whether an app is known to reach a contact no more, by any of the addresses by which it may hold them."""
    known = {address, *contact.emails, *filter(None, map(number_of, contact.mobiles))}
    return any(unreachable.why_not(scope, channel, one) for one in known)


def why_not(scope: Scope, parcel: Parcel) -> str:
    """Why a parcel to a family cannot go the way it is to go, or blank. No event: nothing is changed."""
    if parcel.letter not in LETTERS and parcel.channel != TEXT:
        return ""
    with reading():
        if parcel.channel == TEXT:
            return why_no_text(scope, parcel.to_address)
        return why_no_mail(scope, parcel.to_address) if parcel.channel == SCHOOL_EMAIL else ""


def take_back(scope: Scope, channel: str, address: str, *, now: datetime) -> bool:
    """Write to an address again, because a person says so, in the open transaction; False where nothing was known against it.

    Event: address.reachable.
    """
    address = address.lower()
    if not unreachable.forget_unreachable(scope, channel, address):
        return False
    contacts = [one.contact_id for one in reached_at(directory(scope), address)]
    audit.append(scope, "address.reachable", now=now, clause="C1", channel=channel, contacts=contacts)
    return True


def note(scope: Scope, channel: str, address: str, *, why: str, now: datetime) -> None:
    """Note that nothing reaches an address, in the open transaction. Event: address.unreachable."""
    audit.take_turn(scope)
    address = address.lower()
    if unreachable.note_unreachable(scope, channel, address, why=why, now=now):
        contacts = [one.contact_id for one in reached_at(directory(scope), address)]
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
        contacts = [one.contact_id for one in reached_at(directory(scope), told.person_id)]
        audit.append(scope, "address.reachable", now=now, clause="C1", channel=channel, contacts=contacts)


def has_opted_out(scope: Scope, number: str) -> bool:
    """Whether the people of a number want no texts, in the open transaction."""
    return unreachable.why_not(scope, TEXT, number) == OPTED_OUT


def reached_at(people: Directory, address: str) -> list[Contact]:
    """Whose number or email address this is."""
    return [
        one
        for one in people.roster.contacts
        if address in map(number_of, one.mobiles) or address in (email.lower() for email in one.emails)
    ]
