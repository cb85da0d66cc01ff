"""The ways in which school can write to a contact today: by email, by text, and by each bridge that knows them."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.actions.outgoing import SCHOOL_EMAIL
from gateway.actions.unreachable import why_no_text
from gateway.domain.channels import CLOSED, TEXT
from gateway.domain.roster import Contact
from gateway.domain.scope import Scope
from gateway.domain.texts import is_mobile, number_of
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
    by_bridge = tuple(Way(channel, person_id) for channel, person_id in bridged.items() if channel in CLOSED)
    return by_email + _by_text(scope, contact) + by_bridge


def _by_text(scope: Scope, contact: Contact) -> tuple[Way, ...]:
    """A text goes to a mobile alone: a landline reads it aloud to whoever answers."""
    numbers = [one for one in map(number_of, contact.mobiles) if is_mobile(one) and not why_no_text(scope, one)]
    return (Way(TEXT, numbers[0]),) if numbers else ()
