"""Who wrote on a closed channel: by the channel's own id of them, else their address, else their number and their child."""

from __future__ import annotations

from datetime import datetime

from gateway.actions.reading import Caller
from gateway.domain.identity import Directory, Person
from gateway.domain.roster import Contact
from gateway.domain.scope import Scope
from gateway.store import endpoints

LAST_DIGITS = 10
"""Digits from the right by which two ways of writing one British number are one: 07700 900123, +44 7700 900123."""


def who_calls(scope: Scope, people: Directory, caller: Caller) -> Person | None:
    """The contact who wrote, in the open transaction; None where a person must decide. A name alone never counts."""
    known = people.contacts.get(endpoints.caller(scope, caller.channel, caller.person_id))
    found = known or _by_address(people, caller) or _by_number_and_child(people, caller)
    return Person("contact", found.contact_id, found.name) if found is not None else None


def learn(scope: Scope, caller: Caller, contact_id: str, *, now: datetime, learnt_by: str = "") -> None:
    """Note who is behind a channel's id, in the open transaction; what a person has decided stays (``learnt_by``).

    No event: message.placed and sender.matched name the contact already.
    """
    held = endpoints.caller(scope, caller.channel, caller.person_id)
    if learnt_by or held != contact_id:
        endpoints.learn_caller(
            scope,
            channel=caller.channel,
            person_id=caller.person_id,
            contact_id=contact_id,
            learnt_at=now,
            learnt_by=learnt_by or "roster",
        )


def _by_address(people: Directory, caller: Caller) -> Contact | None:
    writer = people.writer(caller.address, name=caller.name) if caller.address else None
    return people.contacts.get(writer.key) if writer is not None and writer.kind == "contact" else None


def _by_number_and_child(people: Directory, caller: Caller) -> Contact | None:
    number, child = _digits(caller.number), caller.pupil.casefold()
    if len(number) < LAST_DIGITS or not child:
        return None
    found = [
        one
        for one in people.roster.contacts
        if number in map(_digits, one.mobiles)
        and any(child in _names(people, tie.pupil_id) for tie in people.ties_of(one.contact_id))
    ]
    return found[0] if len(found) == 1 else None


def _digits(number: str) -> str:
    return "".join(one for one in number if one.isascii() and one.isdigit())[-LAST_DIGITS:]


def _names(people: Directory, pupil_id: str) -> frozenset[str]:
    """The ways in which a channel may name a child: first or preferred name, with the last name."""
    pupil = people.pupils.get(pupil_id)
    if pupil is None:
        return frozenset()
    firsts = {pupil.first_name, pupil.preferred_name} - {""}
    return frozenset(f"{one} {pupil.last_name}".casefold() for one in firsts)
