"""Handing messages over: lease, let go of the database, send, record what is true."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from gateway.actions import mailboxes, unreachable
from gateway.actions.directory import directory
from gateway.actions.leaving import keep_courtesy, tries_again_at
from gateway.actions.letters import Letters
from gateway.actions.outcomes import fail, settle
from gateway.actions.outgoing import SCHOOL_EMAIL
from gateway.actions.own_threads import bring_back
from gateway.actions.ways import by_hand
from gateway.domain.channels import CLOSED
from gateway.domain.delivery import RELAY
from gateway.domain.identity import Directory
from gateway.domain.retries import wait_before
from gateway.domain.scope import Scope
from gateway.ports.channels import Channel, Outbound
from gateway.ports.errors import Misconfigured, OutcomeUnknown, PortError, Refused, TryLater, Unreachable
from gateway.store import audit, outbox
from gateway.store.outbox import Parcel
from gateway.store.transaction import reading, writing

log = logging.getLogger(__name__)

LEASE_FOR = timedelta(minutes=5)
"""Longer than any channel's own time limit, so that a lease runs out only when its holder has died."""
COLLECTED_WITHIN = timedelta(minutes=30)
"""How long a message for a closed channel may wait for a bridge before its author is told that it did not go."""
MOST_IN_A_PASS = 30
"""A mailbox at Microsoft may send 30 messages a minute (Exchange Online limits); the job ticks once a minute."""


def send_due(scope: Scope, channels: Mapping[str, Channel], letters: Letters, *, now: datetime) -> int:
    """Send what is due, one parcel at a time; how many were handed over. Events: delivery.handed_over and siblings."""
    note_died(scope, now=now)
    keep_courtesy(scope, now=now)
    _note_uncollected(scope, now=now)
    held_back = _held_back(scope, now=now)
    sent = 0
    for _ in range(MOST_IN_A_PASS):
        with writing():
            claimed = outbox.claim_due(scope, now=now, lease_for=LEASE_FOR, limit=1, but=(*CLOSED, RELAY, *held_back))
            people = directory(scope)
        if not claimed:
            break
        sent += _send(scope, channels, letters, people, claimed[0], now=now)
    return sent


def _held_back(scope: Scope, *, now: datetime) -> tuple[str, ...]:
    """The channels that somebody has paused: what is due on them says so and is not tried, or it would count as failed."""
    with reading():
        is_paused = mailboxes.is_paused(scope)
    if not is_paused:
        return ()
    with writing():
        outbox.explain(scope, SCHOOL_EMAIL, now=now, failure=mailboxes.PAUSED)
    return (SCHOOL_EMAIL,)


def note_died(scope: Scope, *, now: datetime) -> None:
    """A sender that died while sending: what may have gone is shown as unknown and is never sent again by itself.

    Event: delivery.unknown.
    """
    with writing():
        audit.take_turn(scope)
        for outbox_id in outbox.hold_unknown(scope, now=now):
            audit.append(scope, "delivery.unknown", now=now, clause="C1", outbox=outbox_id)
            died = outbox.parcel(scope, outbox_id)
            if died is not None:
                bring_back(scope, died, now=now)


def _note_uncollected(scope: Scope, *, now: datetime) -> None:
    """What no bridge comes for goes on by the next way while it is in time, and what Handbell itself says of an app that
    people carry at once with it: that is for no person to copy.
    """
    with reading():
        left = outbox.uncollected(scope, channels=CLOSED, due_before=now - COLLECTED_WITHIN)
        carried, people = by_hand(scope), directory(scope)
    for parcel in left:
        if parcel.channel in carried and parcel.letter == "reply":  # a person has until their next working day
            continue
        fail(scope, people, parcel, now=now, failure=f"Nothing has collected it for {CLOSED[parcel.channel]}.")


def _send(
    scope: Scope, channels: Mapping[str, Channel], letters: Letters, people: Directory, parcel: Parcel, *, now: datetime
) -> int:
    if why := unreachable.why_not(scope, parcel):
        fail(scope, people, parcel, now=now, failure=unreachable.SAID[why], why=why)
        return 0
    try:
        message = replace(letters.compose(people, parcel), sent_at=now)
    except Exception as failure:  # shown as not delivered; the letters behind it must not wait for this one
        log.exception("letter not written", extra={"letter": parcel.letter})
        settle(scope, parcel, state="failed", now=now, failure=f"It could not be written ({type(failure).__name__}).")
        return 0
    try:
        vendor_id = _hand_over(channels, parcel.channel, message)
    except TryLater as failure:
        asked = timedelta(seconds=failure.after) if failure.after else None
        _put_back(scope, people, parcel, asked=asked, why=str(failure), now=now)
    except Misconfigured as failure:  # a wrong password fails no letter: a person corrects it, and all of them leave
        _put_back(scope, people, parcel, asked=None, why=str(failure), now=now)
    except OutcomeUnknown as failure:
        settle(scope, parcel, state="unknown", now=now, failure=str(failure))
    except Unreachable as failure:
        with writing():
            unreachable.note(scope, parcel.channel, parcel.to_address, why=failure.why, now=now)
            fail(scope, people, parcel, now=now, failure=str(failure), why=failure.why)
    except Refused as failure:
        fail(scope, people, parcel, now=now, failure=str(failure))
    else:
        settle(scope, parcel, state="handed_over", now=now, vendor_id=vendor_id)
        return 1
    return 0


def _hand_over(channels: Mapping[str, Channel], name: str, message: Outbound) -> str:
    channel = channels.get(name)
    if channel is None:
        raise TryLater("This way of sending is not set up yet.")
    try:
        return channel.send(message).vendor_id
    except PortError:
        raise
    except Exception as failure:  # an adapter that broke mid-way may have sent: a person is shown "unknown"
        log.exception("adapter broke", extra={"channel": name})
        raise OutcomeUnknown("Sending broke off; it may or may not have gone.") from failure


def _put_back(
    scope: Scope, people: Directory, parcel: Parcel, *, asked: timedelta | None, why: str, now: datetime
) -> None:
    wait = wait_before(parcel.attempts + 1, asked=asked)
    if wait is None:
        fail(scope, people, parcel, now=now, failure=why)
        return
    with writing():
        send_after = tries_again_at(scope, people, parcel, now + wait)
        outbox.put_back(scope, parcel.outbox_id, send_after=send_after, failure=why)
