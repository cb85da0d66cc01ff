"""The ways in which school can write to a contact today: by email, and on each closed channel whose bridge knows them."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.actions.outgoing import SCHOOL_EMAIL
from gateway.domain.roster import Contact
from gateway.domain.scope import Scope
from gateway.store import endpoints


@dataclass(frozen=True, slots=True)
class Way:
    """A channel, and how the contact is addressed on it."""

    channel: str
    address: str


def ways_to(scope: Scope, contact: Contact) -> tuple[Way, ...]:
    """Every way to a contact, email first, in the open transaction; none where school can only phone."""
    by_email = (Way(SCHOOL_EMAIL, contact.emails[0]),) if contact.emails else ()
    bridged = endpoints.known_as(scope, contact.contact_id)
    return by_email + tuple(Way(channel, person_id) for channel, person_id in bridged.items())
