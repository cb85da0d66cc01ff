"""Who wrote on a channel that calls us: by its own id of them, else their address, else their number and their child.

Who texts is known by the number alone, where it is the number of one contact and nobody else.
"""

from __future__ import annotations

import re
from datetime import datetime

from gateway.actions.reading import Caller
from gateway.domain.channels import TEXT
from gateway.domain.identity import Directory, Person
from gateway.domain.roster import Contact
from gateway.domain.scope import Scope
from gateway.domain.texts import number_of
from gateway.store import endpoints


def who_calls(scope: Scope, people: Directory, caller: Caller, *, words: str) -> Person | None:
    """The contact who wrote, in the open transaction; None where a person must decide. A name alone never counts.

    ``words`` are the message's own: whoever shares a number with another may name their child in them.
    """
    if caller.forwarded:
        found = _by_address(people, caller) or _by_number_and_name(people, caller)
        return Person("contact", found.contact_id, found.name) if found is not None else None
    known = people.contacts.get(endpoints.caller(scope, caller.channel, caller.person_id))
    if caller.channel == TEXT:
        found = _by_number(people, caller, words) or (known if not _with_number(people, caller.number) else None)
    else:
        found = known or _by_address(people, caller) or _by_number_and_child(people, caller)
    return Person("contact", found.contact_id, found.name) if found is not None else None


def learn(scope: Scope, caller: Caller, contact_id: str, *, now: datetime, learnt_by: str = "") -> None:
    """Note who is behind a channel's id, in the open transaction; what a person has decided stays (``learnt_by``).

    A number is nobody's for good: of texts only what a person has decided is kept, and the school's own list goes before it.
    Nor is an app's own id in mail that it hands on. No event: message.placed and sender.matched name the contact already.
    """
    if caller.forwarded or (caller.channel == TEXT and not learnt_by):
        return
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


def _by_number(people: Directory, caller: Caller, words: str) -> Contact | None:
    """The one contact with this number; of several the one whose child the words name, where that is one."""
    found = _with_number(people, caller.number)
    if len(found) > 1:
        found = [one for one in found if _child_is_named(people, one, words)]
    return found[0] if len(found) == 1 else None


def _by_number_and_child(people: Directory, caller: Caller) -> Contact | None:
    child = caller.pupil.casefold()
    found = [
        one
        for one in _with_number(people, caller.number)
        if child and any(child in _names(people, tie.pupil_id) for tie in people.ties_of(one.contact_id))
    ]
    return found[0] if len(found) == 1 else None


def _by_number_and_name(people: Directory, caller: Caller) -> Contact | None:
    """The one contact with this number who has the name that stands beside it, where one does."""
    found, said = _with_number(people, caller.number), caller.name.casefold()
    if said:
        found = [one for one in found if one.last_name.casefold() in said]
    if len(found) > 1:
        found = [one for one in found if one.first_name.casefold() in said]
    return found[0] if len(found) == 1 else None


def _with_number(people: Directory, number: str) -> list[Contact]:
    wanted = number_of(number)
    return [one for one in people.roster.contacts if wanted and wanted in map(number_of, one.mobiles)]


def _child_is_named(people: Directory, contact: Contact, words: str) -> bool:
    said = set(re.findall(r"[^\W\d_]+", words.casefold()))
    mine = (people.pupils[tie.pupil_id] for tie in people.ties_of(contact.contact_id) if tie.pupil_id in people.pupils)
    return any({one.first_name.casefold(), one.preferred_name.casefold()} & said for one in mine)


def _names(people: Directory, pupil_id: str) -> frozenset[str]:
    """The ways in which a channel may name a child: first or preferred name, with the last name."""
    pupil = people.pupils.get(pupil_id)
    if pupil is None:
        return frozenset()
    firsts = {pupil.first_name, pupil.preferred_name} - {""}
    return frozenset(f"{one} {pupil.last_name}".casefold() for one in firsts)
