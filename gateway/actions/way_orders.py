"""Setting by which ways families are written to, and in which order: for the school by purpose, and for one family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.actions.directory import directory
from gateway.actions.inbox import Child, children_of
from gateway.actions.ways import Way, by_hand, every_way, order_for
from gateway.domain.errors import InputProblem
from gateway.domain.fallback import PURPOSES, USUAL, read_order
from gateway.domain.roster import Contact
from gateway.domain.scope import Scope
from gateway.store import audit, way_orders
from gateway.store.transaction import reading, writing


@dataclass(frozen=True, slots=True)
class Set:
    """An order and who set it when; ``set_at`` is None for the usual one."""

    channels: tuple[str, ...]
    set_at: datetime | None
    set_by: str


@dataclass(frozen=True, slots=True)
class OwnOrder:
    """A contact with orders of their own, and their children."""

    contact: Contact
    children: tuple[Child, ...]
    purposes: Mapping[str, Set]


@dataclass(frozen=True, slots=True)
class Orders:
    """The school's order for each purpose, the contacts who have their own, and the apps that people carry."""

    school: Mapping[str, Set]
    own: tuple[OwnOrder, ...]
    by_hand: frozenset[str]


@dataclass(frozen=True, slots=True)
class Family:
    """One contact: their children, each purpose's order as it counts for them, whether it is their own, and what it leads to."""

    contact: Contact
    children: tuple[Child, ...]
    orders: Mapping[str, tuple[str, ...]]
    own: frozenset[str]
    ways: Mapping[str, tuple[Way, ...]]


def orders(scope: Scope) -> Orders:
    """Every order as it stands. No event: nothing is changed."""
    with reading():
        people = directory(scope)
        held, carried = way_orders.orders(scope), by_hand(scope)
    set_ = {(one.contact_id, one.purpose): Set(one.channels, one.set_at, people.name_of(one.set_by)) for one in held}
    own = sorted({one.contact_id for one in held if one.contact_id in people.contacts})
    return Orders(
        school={key: set_.get(("", key), Set(USUAL, None, "")) for key in PURPOSES},
        own=tuple(
            OwnOrder(
                people.contacts[key],
                children_of(people, [tie.pupil_id for tie in people.ties_of(key)]),
                {purpose: found for (contact_id, purpose), found in set_.items() if contact_id == key},
            )
            for key in own
        ),
        by_hand=carried,
    )


def family(scope: Scope, contact_id: str) -> Family:
    """How one contact is written to. Raises InputProblem. No event: nothing is changed."""
    with reading():
        people = directory(scope)
        contact = people.contacts.get(contact_id)
        if contact is None:
            raise InputProblem("Choose a person of the school’s list.")
        return Family(
            contact=contact,
            children=children_of(people, [tie.pupil_id for tie in people.ties_of(contact_id)]),
            orders={key: order_for(scope, contact_id, key) for key in PURPOSES},
            own=frozenset(one.purpose for one in way_orders.orders(scope) if one.contact_id == contact_id),
            ways={key: every_way(scope, contact, purpose=key) for key in PURPOSES},
        )


def set_order(
    scope: Scope, purpose: str, chosen: Sequence[str], *, staff_id: str, now: datetime, contact_id: str = ""
) -> tuple[str, ...]:
    """Set an order for the school, or for one contact; what waits already keeps its way until that fails.

    Raises InputProblem. Event: way_order.set.
    """
    if purpose not in PURPOSES:
        raise InputProblem("Choose what the order is for.")
    order = read_order(chosen)
    with writing():
        audit.take_turn(scope)
        if contact_id and contact_id not in directory(scope).contacts:
            raise InputProblem("Choose a person of the school’s list.")
        was = order_for(scope, contact_id, purpose)
        way_orders.set_order(scope, purpose=purpose, contact_id=contact_id, channels=order, now=now, set_by=staff_id)
        audit.append(
            scope,
            "way_order.set",
            now=now,
            clause="C1",
            purpose=purpose,
            contact=contact_id,
            was=list(was),
            channels=list(order),
        )
    return order


def forget_order(scope: Scope, purpose: str, *, now: datetime, contact_id: str = "") -> None:
    """Go back to the usual order, or for one contact to the school's. Raises InputProblem. Event: way_order.forgotten."""
    if purpose not in PURPOSES:
        raise InputProblem("Choose what the order is for.")
    with writing():
        audit.take_turn(scope)
        if way_orders.forget_order(scope, purpose=purpose, contact_id=contact_id):
            audit.append(scope, "way_order.forgotten", now=now, clause="C1", purpose=purpose, contact=contact_id)
