"""The ways in which school can write to a contact today, in the order that was set, and the next one when one fails."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gateway.actions.outgoing import SCHOOL_EMAIL
from gateway.actions.unreachable import is_blocked, why_no_mail, why_no_text
from gateway.domain.channels import CLOSED, TEXT
from gateway.domain.delivery import RELAY
from gateway.domain.disclosure import restriction_check
from gateway.domain.fallback import CONVERSATION, LETTERS, TEXTED, USUAL, purpose_of
from gateway.domain.identity import Directory
from gateway.domain.roster import Contact
from gateway.domain.scope import Scope
from gateway.domain.texts import is_mobile, number_of, parts_of, signed
from gateway.store import endpoints, threads, way_orders
from gateway.store.outbox import Parcel


@dataclass(frozen=True, slots=True)
class Way:
    """A channel, and how the contact is addressed on it."""

    channel: str
    address: str


def by_hand(scope: Scope) -> frozenset[str]:
    """The apps that no bridge carries, so that people do, in the open transaction."""
    return frozenset(CLOSED) - {one.channel for one in endpoints.endpoints(scope)}


def known_there(contact: Contact) -> str:
    """By what an app's own list shows a contact: their email, their mobile, else their name."""
    return next(iter((*contact.emails, *contact.mobiles)), contact.name)


def order_for(scope: Scope, contact_id: str, purpose: str) -> tuple[str, ...]:
    """The channels by which a contact is tried for a purpose: their own order, else the school's, else the usual one."""
    held = {one.contact_id: one.channels for one in way_orders.orders(scope) if one.purpose == purpose}
    return held.get(contact_id) or held.get("") or USUAL


def has_order(scope: Scope, contact_id: str, purpose: str) -> bool:
    """Whether somebody has set an order for a purpose that this contact is under, in the open transaction."""
    return any(one.purpose == purpose and one.contact_id in ("", contact_id) for one in way_orders.orders(scope))


def every_way(scope: Scope, contact: Contact, *, purpose: str = CONVERSATION) -> tuple[Way, ...]:
    """Every address that reaches a contact, in order, in the open transaction; none where school can only phone."""
    order = order_for(scope, contact.contact_id, purpose)
    return tuple(Way(channel, one) for channel in order for one in _addresses(scope, contact, channel))


def ways_to(scope: Scope, contact: Contact, *, purpose: str = CONVERSATION) -> tuple[Way, ...]:
    """The ways to a contact, each channel once, the first to be tried on top, in the open transaction."""
    found: dict[str, Way] = {}
    for one in every_way(scope, contact, purpose=purpose):
        found.setdefault(one.channel, one)
    return tuple(found.values())


def next_way(scope: Scope, people: Directory, parcel: Parcel) -> Way | None:
    """By which way a parcel that failed may go on, in the open transaction; None where none is left that can carry it."""
    thread = threads.thread(scope, parcel.thread_id) if parcel.thread_id is not None else None
    contact = people.contacts.get(thread.contact_id) if thread is not None else None
    if thread is None or contact is None or parcel.letter not in LETTERS:
        return None
    author = str(parcel.facts.get("staff_id", ""))
    if _is_limited(people, thread.contact_id, thread.pupil_ids, author=author):
        return None
    gone = _gone(parcel)
    purpose = purpose_of(parcel.letter, is_urgent=bool(parcel.override))
    left = (one for one in every_way(scope, contact, purpose=purpose) if (one.channel, one.address) not in gone)
    return next((one for one in left if carries(scope, people, one, parcel)), None)


def carries(scope: Scope, people: Directory, way: Way, parcel: Parcel) -> bool:
    """Whether a way can carry a parcel: a text what is short enough, a person what a person wrote, and files only email."""
    if _has_files(scope, parcel):
        return False
    if way.channel in by_hand(scope):
        return parcel.letter == "reply"
    if way.channel != TEXT:
        return True
    if parcel.letter != "reply":
        return parcel.letter in TEXTED
    writer = people.name_of(str(parcel.facts["staff_id"]))
    return not parts_of(signed(str(parcel.facts["text"]), writer=writer, school=people.roster.school.name)).is_too_long


def _has_files(scope: Scope, parcel: Parcel) -> bool:
    """Whether files went with the mail that staff wrote in a mail program; every other way would leave them behind."""
    if parcel.channel != RELAY or parcel.message_id is None:
        return False
    held = threads.message(scope, parcel.message_id)
    return held is not None and held.files > 0


def _gone(parcel: Parcel) -> set[tuple[str, str]]:
    """The ways that this parcel has failed on since a person last let it go."""
    tried = parcel.facts.get("tried", [])[int(parcel.facts.get("tried_before", 0)) :]
    ways = [(parcel.channel, parcel.to_address), *((one["channel"], one["address"]) for one in tried)]
    return {(SCHOOL_EMAIL if channel == RELAY else channel, address) for channel, address in ways}


def _is_limited(people: Directory, contact_id: str, pupil_ids: Iterable[str], *, author: str) -> bool:
    """Whether a restriction that has come since it was written stops it: what failed must not go round one."""
    ties = {one.pupil_id: one for one in people.ties_of(contact_id)}
    roles = people.staff[author].roles if author in people.staff else frozenset[str]()
    return any(restriction_check(ties.get(one), writer_roles=roles) for one in pupil_ids)


def _addresses(scope: Scope, contact: Contact, channel: str) -> tuple[str, ...]:
    if channel == SCHOOL_EMAIL:
        return tuple(one for one in contact.emails if not why_no_mail(scope, one))
    if channel == TEXT:  # to a mobile alone: a landline reads it aloud to whoever answers
        numbers = dict.fromkeys(one for one in map(number_of, contact.mobiles) if is_mobile(one))
        return tuple(one for one in numbers if not why_no_text(scope, one))
    address = _in_app(scope, contact, channel)
    return (address,) if address and not is_blocked(scope, channel, contact, address) else ()


def _in_app(scope: Scope, contact: Contact, channel: str) -> str:
    """How a contact is addressed in an app: as its bridge knows them, or as they wrote from there, or as an order names it."""
    if channel not in by_hand(scope):
        return endpoints.known_as(scope, contact.contact_id).get(channel, "")
    wrote = threads.threads_of_contact(scope, contact.contact_id, limit=50)
    if any(one.channel == channel for one in wrote):
        return next(one.address for one in wrote if one.channel == channel)
    named = any(one.contact_id == contact.contact_id and channel in one.channels for one in way_orders.orders(scope))
    return known_there(contact) if named else ""
