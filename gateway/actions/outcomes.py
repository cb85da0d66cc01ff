"""What became of a parcel: written down where it is proved, and where it failed, gone on by the next way that can carry it."""

from __future__ import annotations

from datetime import datetime

from gateway.actions.leaving import leaves_again_at
from gateway.actions.own_threads import bring_back
from gateway.actions.ways import Way, by_hand, next_way
from gateway.domain.delivery import MAY_FOLLOW, can_prove
from gateway.domain.fallback import LETTERS
from gateway.domain.identity import Directory
from gateway.domain.promises import courteous_at
from gateway.domain.scope import Scope
from gateway.store import audit, failures, outbox
from gateway.store.outbox import OF_A_TALK, Parcel
from gateway.store.transaction import writing


def settle(
    scope: Scope,
    parcel: Parcel,
    *,
    state: str,
    now: datetime,
    vendor_id: str = "",
    failure: str = "",
) -> None:
    """Write what became of a parcel. Raises ValueError for a state that its channel cannot know.

    Events: delivery.handed_over, delivery.dispatched, delivery.delivered, delivery.opened, delivery.failed, delivery.unknown.
    """
    if not can_prove(parcel.channel, state):
        raise ValueError(f"{parcel.channel} cannot know that a message is {state}")
    with writing():
        audit.take_turn(scope)
        outbox.settle(scope, parcel.outbox_id, state=state, now=now, vendor_id=vendor_id, failure=failure)
        if state in ("failed", "unknown"):
            bring_back(scope, parcel, now=now)
        audit.append(
            scope,
            f"delivery.{state}",
            now=now,
            clause="C1",
            thread_id=parcel.thread_id,
            outbox=parcel.outbox_id,
            letter=parcel.letter,
            channel=parcel.channel,
        )


def fail(scope: Scope, people: Directory, parcel: Parcel, *, now: datetime, failure: str, why: str = "") -> bool:
    """A parcel is proved not to have arrived: it goes on by the next way, once; True where one is left.

    ``failure`` is a sentence or a bare code, ``why`` a key of ``domain.delivery.PROOFS``, or blank where nothing is proved of
    the address. News of a way that it no longer goes changes nothing. Events: delivery.rerouted, delivery.failed.
    """
    with writing():
        audit.take_turn(scope)
        held = outbox.parcel(scope, parcel.outbox_id)
        if held is None or held.state not in MAY_FOLLOW["failed"] or _way(held) != _way(parcel):
            return False
        tried = [*held.facts.get("tried", []), _try(held, failure=failure, why=why, now=now)]
        way = next_way(scope, people, held)
        if way is not None and _go_on(scope, people, held, way, tried=tried, now=now):
            return True
        settle(scope, held, state="failed", now=now, failure=failure)
        failures.note_facts(scope, held.outbox_id, facts=held.facts | {"why": why, "ended": held.letter in LETTERS})
    return False


def turn_to(scope: Scope, people: Directory, parcel: Parcel, way: Way, *, now: datetime) -> bool:
    """Let a parcel that waits go by another way than was meant, in the open transaction; nothing has failed.

    Event: delivery.rerouted.
    """
    tried = list(parcel.facts.get("tried", []))
    return _go_on(scope, people, parcel, way, tried=tried, now=now)


def _way(parcel: Parcel) -> tuple[str, str]:
    return parcel.channel, parcel.to_address


def _try(parcel: Parcel, *, failure: str, why: str, now: datetime) -> dict[str, str]:
    return {
        "channel": parcel.channel,
        "address": parcel.to_address,
        "failure": failure,
        "why": why,
        "at": now.isoformat(),
    }


def _hour(scope: Scope, people: Directory, parcel: Parcel, *, now: datetime) -> datetime:
    """When a parcel may leave again: at once where it cannot wait, or answers what a family has just written."""
    if parcel.override or parcel.letter == "acknowledgement":
        return now
    if parcel.letter in OF_A_TALK:
        return leaves_again_at(scope, people, parcel, now=now)
    return courteous_at(people.staffing, now)


def _go_on(
    scope: Scope, people: Directory, parcel: Parcel, way: Way, *, tried: list[dict[str, str]], now: datetime
) -> bool:
    """Give a parcel its next way, in hours that suit its author and the family; False where somebody was quicker."""
    send_after = _hour(scope, people, parcel, now=now)
    facts = parcel.facts | {"tried": tried}
    facts.pop("tried_at", None)  # it is the other way's: this one was never tried
    if not outbox.readdress(
        scope,
        parcel.outbox_id,
        channel=way.channel,
        to_address=way.address,
        send_after=send_after,
        facts=facts,
    ):
        return False
    if way.channel in by_hand(scope):  # a person must carry it, so it stands on top of their inbox
        bring_back(scope, parcel, now=now)
    audit.append(
        scope,
        "delivery.rerouted",
        now=now,
        clause="C1",
        thread_id=parcel.thread_id,
        outbox=parcel.outbox_id,
        letter=parcel.letter,
        was=parcel.channel,
        channel=way.channel,
        why=tried[-1]["why"] if tried else "",
    )
    return True
