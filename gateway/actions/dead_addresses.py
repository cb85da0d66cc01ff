"""The addresses of families that nothing of ours reaches: whose they are, what proves it, and how they are reached instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gateway.actions.directory import directory
from gateway.actions.inbox import Child, children_of
from gateway.actions.outgoing import SCHOOL_EMAIL
from gateway.actions.unreachable import SAID, reached_at, why_no_mail
from gateway.actions.ways import ways_to
from gateway.domain.channels import TEXT
from gateway.domain.roster import Contact
from gateway.domain.scope import Scope
from gateway.store import unreachable
from gateway.store.transaction import reading


@dataclass(frozen=True, slots=True)
class DeadAddress:
    """An email address or number of a contact, why nothing reaches it, and the channels by which they are written to instead."""

    contact: Contact
    children: tuple[Child, ...]
    channel: str
    address: str
    why: str
    since_at: datetime
    ways: tuple[str, ...]


def dead_addresses(scope: Scope) -> tuple[DeadAddress, ...]:
    """Every email address and number, as school holds it today, that takes nothing; the newest first.

    No event: nothing is changed.
    """
    with reading():
        people = directory(scope)
        found = [one for one in unreachable.unreached(scope) if one.channel in (TEXT, SCHOOL_EMAIL)]
        held = [one for one in found if one.channel == TEXT or why_no_mail(scope, one.address)]
        return tuple(
            DeadAddress(
                contact=contact,
                children=children_of(people, [tie.pupil_id for tie in people.ties_of(contact.contact_id)]),
                channel=one.channel,
                address=one.address,
                why=SAID[one.why],
                since_at=one.since_at,
                ways=tuple(way.channel for way in ways_to(scope, contact)),
            )
            for one in held
            for contact in reached_at(people, one.address)
        )
