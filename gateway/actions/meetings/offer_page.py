"""The page on which somebody of school chooses the times to offer: who else is there, where, and why a time is not free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gateway.actions.directory import directory
from gateway.actions.inbox import Child, children_of
from gateway.actions.meetings.offering import Asked, asks_two_adults, draft_of_offer, wanted_of
from gateway.actions.meetings.planning import every_time
from gateway.actions.own_threads import NotYourThread, own_thread
from gateway.actions.refusals import Talking, talking_in
from gateway.domain.meetings import Slot, must_not_meet
from gateway.domain.roster import Contact
from gateway.domain.scope import Scope
from gateway.store import drafts, meeting_rules
from gateway.store.threads import Thread
from gateway.store.transaction import reading


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of school who can be there as well."""

    staff_id: str
    name: str


@dataclass(frozen=True, slots=True)
class OfferPage:
    """What somebody of school needs to offer times: with whom, who else could be there, where, and every time with its reason.

    ``talking`` says whether they may at all; ``kept_apart`` are the other adults of the children who have meetings of their
    own; ``two_adults`` names who asks for a second adult, blank for nobody; ``draft`` are words kept from before.
    """

    thread: Thread
    contact: Contact
    children: tuple[Child, ...]
    talking: Talking
    slots: tuple[Slot, ...]
    rooms: tuple[str, ...]
    colleagues: tuple[Colleague, ...]
    kept_apart: tuple[str, ...]
    two_adults: str
    cannot: str
    draft: str


def offer_page(scope: Scope, thread_id: int, asked: Asked, *, staff_id: str, now: datetime) -> OfferPage:
    """The page of an offer for what is asked so far. Raises NotYourThread. No event: nothing is offered."""
    with reading():
        people = directory(scope)
        thread = own_thread(scope, people, thread_id, staff_id)
        contact = people.contacts.get(thread.contact_id)
        if contact is None:
            raise NotYourThread("Nobody knows yet who wrote this, so nothing can be offered.")
        terms = meeting_rules.terms(scope, thread.contact_id)
        kept = drafts.draft(scope, draft_of_offer(thread_id), staff_id)
        apart = must_not_meet(thread.contact_id, people.roster.ties)
        return OfferPage(
            thread=thread,
            contact=contact,
            children=children_of(people, thread.pupil_ids),
            talking=talking_in(scope, people, thread, staff_id=staff_id),
            slots=every_time(scope, people, wanted_of(thread, asked, staff_id=staff_id), now=now),
            rooms=meeting_rules.rooms(scope),
            colleagues=tuple(
                Colleague(one.staff_id, one.name) for one in people.roster.staff if one.staff_id != staff_id
            ),
            kept_apart=tuple(people.contacts[one].name for one in sorted(apart) if one in people.contacts),
            two_adults=asks_two_adults(scope, people, thread.contact_id),
            cannot=terms.cannot,
            draft=kept[0] if kept else "",
        )
