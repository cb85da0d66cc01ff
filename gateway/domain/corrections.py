"""Putting a contact's address right: what may take its place, and what counts as a check that the wish is theirs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from gateway.domain.errors import InputProblem
from gateway.domain.identity import Directory
from gateway.domain.roster import Contact
from gateway.domain.texts import number_of

OLD_ROUTE = "old_route"
CHECKS: Mapping[str, str] = {
    OLD_ROUTE: "A code goes to them by a way that school holds already, and they tell it to you",
    "phoned": "I phoned them on a number that school held before, and they said it",
    "in_person": "They told me face to face, and I know them",
}
"""How a person makes sure; a message alone is no check, whatever it says (item of the channels: one person, many addresses)."""
_EMAIL = re.compile(r"[^\s@<>\"(),:;\[\]\\]{1,64}@(?:[\w-]{1,63}\.)+[^\W\d_]{2,24}")


def read_address(kind: str, written: str) -> str:
    """An email address in small letters, or a number as it was written. Raises InputProblem."""
    held = " ".join(written.split())
    if kind == "email":
        if not _EMAIL.fullmatch(held) or len(held) > 254:
            raise InputProblem("This is no email address; write it as name@example.org.")
        return held.lower()
    if not number_of(held):
        raise InputProblem("This is no number; write it as 07700 900123.")
    return held


def refuse_taken(people: Directory, contact: Contact, address: str) -> None:
    """Raise InputProblem for an address of staff, or of another family: it would carry one family's words to another."""
    if people.readers_at(address):
        raise InputProblem("This is the address of a member of staff.")
    own = {tie.pupil_id for tie in people.ties_of(contact.contact_id)}
    number = number_of(address)
    for other in people.roster.contacts:
        is_theirs = address in other.emails or (number and number in map(number_of, other.mobiles))
        if other.contact_id == contact.contact_id and is_theirs:
            raise InputProblem("School holds this address for them already.")
        if is_theirs and own.isdisjoint(tie.pupil_id for tie in people.ties_of(other.contact_id)):
            raise InputProblem(
                "This address belongs to another family on the school’s list. Ask the office to look at both."
            )


def corrected(contact: Contact, *, was: str, address: str) -> Contact:
    """The contact with one address in the place of another; unchanged where the old one is not held any more."""

    def swapped(held: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(address if one == was else one for one in held))

    return replace(contact, emails=swapped(contact.emails), mobiles=swapped(contact.mobiles))
