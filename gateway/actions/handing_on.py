"""Handing originals on: whose moment has come, whether they may still go, and what became of them."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from gateway.actions import unreachable
from gateway.actions.delivery import note_died
from gateway.actions.directory import directory
from gateway.actions.leaving import keep_courtesy, tries_again_at
from gateway.actions.originals import envelope_of, own_moment, readers_of, replan_originals
from gateway.actions.outcomes import fail, settle
from gateway.actions.outgoing import SCHOOL_EMAIL
from gateway.actions.own_threads import hears
from gateway.actions.relayed_replies import digest_of
from gateway.domain.delivery import RELAY, proof_in
from gateway.domain.identity import Directory
from gateway.domain.retries import wait_before
from gateway.domain.scope import Scope
from gateway.ports.errors import Misconfigured, OutcomeUnknown, Refused, TryLater
from gateway.ports.relay import NextHop
from gateway.store import arrivals, audit, outbox, relays, threads
from gateway.store.outbox import ORIGINAL, Parcel
from gateway.store.transaction import reading, writing

log = logging.getLogger(__name__)

LEASE_FOR = timedelta(minutes=15)
"""Longer than a next hop may take over one mail, so that a lease runs out only when its holder has died."""
PLACED_WITHIN = timedelta(minutes=1)
"""How long an original waits for its own message to be placed: until then nobody knows whom it is about."""


def hand_on_due(scope: Scope, hop: NextHop, *, now: datetime, limit: int) -> int:
    """Hand on what is due, one original at a time; how many went, at most ``limit`` tried.

    Events: delivery.handed_over and siblings, delivery.rerouted, address.unreachable, original.withheld.
    """
    note_died(scope, now=now)
    keep_courtesy(scope, now=now)
    sent = 0
    for _ in range(limit):
        with writing():
            claimed = outbox.claim_due(scope, now=now, lease_for=LEASE_FOR, limit=1, only=(RELAY,))
            people = directory(scope) if claimed else None
        if not claimed or people is None:
            break
        sent += _hand_on(scope, hop, people, claimed[0], now=now)
    return sent


def keep_moments(scope: Scope, *, now: datetime) -> int:
    """Give waiting originals their moment again; how many moved. Events: those of ``replan_originals``."""
    with reading():
        people = directory(scope)
    return replan_originals(scope, people, now=now)


def _hand_on(scope: Scope, hop: NextHop, people: Directory, parcel: Parcel, *, now: datetime) -> int:
    if not _may_go(scope, people, parcel, now=now):
        return 0
    with reading():
        held = arrivals.arrival(scope, int(parcel.facts["arrival"]))
    if held is None or not held.raw:
        settle(scope, parcel, state="failed", now=now, failure="The original is not kept any more.")
        return 0
    try:
        answer = hop.hand_on(envelope_of(parcel), held.raw)
    except (TryLater, Misconfigured) as failure:
        asked = timedelta(seconds=failure.after) if isinstance(failure, TryLater) and failure.after else None
        _put_back(scope, people, parcel, asked=asked, why=str(failure), now=now)
    except Refused as failure:
        _note_refused(scope, people, parcel, failure, now=now)
    except OutcomeUnknown as failure:
        settle(scope, parcel, state="unknown", now=now, failure=str(failure))
    except Exception as failure:  # a hop that broke mid-way may have the mail: a person is shown "unknown"
        log.exception("handing on broke")
        settle(scope, parcel, state="unknown", now=now, failure=f"Handing on broke off ({type(failure).__name__}).")
    else:
        settle(scope, parcel, state="handed_over", now=now, vendor_id=answer[:200])
        return 1
    return 0


def _may_go(scope: Scope, people: Directory, parcel: Parcel, *, now: datetime) -> bool:
    """Whether a parcel whose moment came may go as it is; else what is done with it is written."""
    if parcel.letter != ORIGINAL:
        if parcel.facts["words"] == digest_of(str(parcel.facts["text"])):
            return True
        with writing():  # its author has changed the words since: the letter goes, and not the original
            relays.leave_to(scope, parcel.outbox_id, channel=SCHOOL_EMAIL)
        return False
    readers = readers_of(people, parcel)
    with writing():
        audit.take_turn(scope)
        thread_id = parcel.thread_id
        if thread_id is None:
            kept = arrivals.arrival(scope, int(parcel.facts["arrival"]))
            message = relays.message_of(scope, kept.arrival_id) if kept is not None else None
            thread_id = message.thread_id if message is not None else None
            if kept is not None and kept.state == "kept":
                outbox.put_back(scope, parcel.outbox_id, send_after=now + PLACED_WITHIN, failure="")
                return False
        thread = threads.thread(scope, thread_id) if thread_id is not None else None
        if thread is not None and not all(hears(thread.sealed_from, one) for one in readers):
            relays.withhold(scope, parcel.outbox_id, now=now)
            audit.append(scope, "original.withheld", now=now, clause="C3", thread_id=thread_id, reader=readers[0])
            return False
        moment = own_moment(people.staffing, readers, now)
        if moment > now:
            outbox.put_back(scope, parcel.outbox_id, send_after=moment, failure="")
            return False
    return True


def _note_refused(scope: Scope, people: Directory, parcel: Parcel, refusal: Refused, *, now: datetime) -> None:
    """What the next hop refuses for good goes on by the family's next way; a code may prove that nothing reaches the address."""
    if parcel.letter == ORIGINAL:  # a mailbox of the school's own: it stands in the inbox all the same
        settle(scope, parcel, state="failed", now=now, failure=str(refusal))
        return
    why = proof_in(refusal.code.rpartition(" ")[2])
    with writing():
        if why:
            unreachable.note(scope, SCHOOL_EMAIL, parcel.to_address, why=why, now=now)
        fail(scope, people, parcel, now=now, failure=str(refusal), why=why)


def _put_back(
    scope: Scope, people: Directory, parcel: Parcel, *, asked: timedelta | None, why: str, now: datetime
) -> None:
    wait = wait_before(parcel.attempts + 1, asked=asked)
    if wait is not None:
        with writing():
            send_after = tries_again_at(scope, people, parcel, now + wait)
            outbox.put_back(scope, parcel.outbox_id, send_after=send_after, failure=why)
    elif parcel.letter == ORIGINAL:
        settle(scope, parcel, state="failed", now=now, failure=why)
    else:
        fail(scope, people, parcel, now=now, failure=why)
