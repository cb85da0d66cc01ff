"""Calls of channels: proved, kept before they are answered; and what is to leave by a bridge, given out once."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Protocol

from gateway.actions import text_numbers, unreachable
from gateway.actions.arrivals import shelve, take_in
from gateway.actions.delivery import note_died
from gateway.actions.directory import directory
from gateway.actions.endpoints import KINDS, settings_of
from gateway.actions.leaving import keep_courtesy
from gateway.actions.letters import Letters
from gateway.actions.outcomes import fail, settle
from gateway.actions.reading import CONNECTOR, connected_delivery
from gateway.domain.channels import CALLING, TEXT
from gateway.domain.delivery import MAY_FOLLOW
from gateway.domain.errors import HandbellError
from gateway.domain.scope import Scope, one_school
from gateway.ports.channels import HookChannel, Inbound, Outbound, RawHook, Receipt
from gateway.ports.errors import Unparseable
from gateway.store import arrivals, audit, endpoints, outbox
from gateway.store.outbox import Parcel
from gateway.store.transaction import reading, writing

log = logging.getLogger(__name__)

CONFIRM_WITHIN = timedelta(minutes=10)
"""How long a bridge has to say what became of a message; after that nobody knows, and nobody sends it again by itself."""
MOST_AT_ONCE = 10
HEARD_EVERY = timedelta(minutes=1)


class BuildHook(Protocol):
    """Builds a channel that calls us of a kind: the registry's part, handed in by the door."""

    def __call__(self, kind: str, settings: Mapping[str, Any]) -> HookChannel: ...


class IdUsedTwice(HandbellError):
    """This id belongs to another message already; give every message an id of its own."""


class UnknownReference(HandbellError):
    """No message with this reference was given out here; send back the reference as it stood in the outbox."""


@dataclass(frozen=True, slots=True)
class Line:
    """A caller that has proved who it is: its school, its endpoint and its channel."""

    scope: Scope
    endpoint: str
    channel: str
    hook: HookChannel


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a call: ``kept``, ``held already``, ``noted``, or ``shelved`` with the problem that a person will see.

    ``refused`` holds a sentence for each file that was not taken.
    """

    state: str
    problem: str = ""
    refused: tuple[str, ...] = ()


def prove(scope: Scope, build_hook: BuildHook, raw: RawHook, *, kind: str, key: bytes, now: datetime) -> Line:
    """Let a call prove that it comes from an endpoint's caller, of this ``kind``. Raises HookRefused, Misconfigured.

    The call's ``received_at`` is by the caller's clock, ``now`` by the school's.

    No event: a stranger's knocking would drown the record. One at a door that is not there is answered like one with a
    wrong key.
    """
    with reading():
        held = endpoints.endpoint(scope, raw.endpoint)
    if held is not None and KINDS[held.channel] != kind:
        held = None
    settings = settings_of(held, key=key) if held is not None else {"key": secrets.token_hex()}
    hook = build_hook(kind, settings)
    hook.verify(raw)
    if held is None:  # nobody can sign with a key that was made up a moment ago
        raise UnknownReference("There is no such endpoint.")
    line = Line(one_school(held.school_id), held.endpoint, held.channel, hook)
    if held.heard_at is None or now - held.heard_at >= HEARD_EVERY:
        with writing():
            endpoints.note_heard(line.scope, held.endpoint, now=now)
    return line


def take_call(line: Line, raw: RawHook, *, now: datetime) -> Answer:
    """Take in what a caller tells; when this returns, it is durable. A replay changes nothing.

    What cannot be read stands on the shelf, where a person sees it. Raises IdUsedTwice, UnknownReference.
    Events: those of ``take_in``, ``settle`` and ``unreachable``, arrival.shelved.
    """
    try:
        told = line.hook.parse(raw)
    except Unparseable as problem:
        vendor_id = f"sha256:{sha256(raw.body).hexdigest()}"
        shelve(line.scope, _delivery(line, vendor_id, raw.body, now), reason=str(problem), now=now)
        return Answer("shelved", str(problem))
    if isinstance(told, Receipt):
        return _note(line, told, now=now)
    return _take_message(line, told, now=now)


def _take_message(line: Line, told: Inbound, *, now: datetime) -> Answer:
    if line.channel == TEXT:
        told = text_numbers.understood(line.scope, told)
    delivery = _delivery(line, told.vendor_id, connected_delivery(line.channel, told), min(told.sent_at or now, now))
    taken = take_in(line.scope, delivery, now=now)
    if told.wish:
        unreachable.grant(line.scope, told, channel=line.channel, now=now)
    if taken.kind != "duplicate":
        return Answer("kept", refused=told.refused)
    with reading():
        held = arrivals.delivered(line.scope, endpoint=delivery.endpoint, vendor_id=told.vendor_id)
    if line.channel != TEXT and held is not None and held.raw and held.raw != delivery.body:
        raise IdUsedTwice("This id belongs to another message already; give every message an id of its own.")
    return Answer("held already", refused=told.refused)


def _delivery(line: Line, vendor_id: str, body: bytes, received_at: datetime) -> RawHook:
    return RawHook(f"{CONNECTOR}{line.endpoint}", vendor_id, body, received_at)


def _note(line: Line, receipt: Receipt, *, now: datetime) -> Answer:
    number = int(receipt.reference) if receipt.reference.isascii() and receipt.reference.isdigit() else 0
    with writing():
        audit.take_turn(line.scope)
        parcel = outbox.parcel(line.scope, number) if 0 < number < 1 << 63 else None
        if parcel is None or parcel.channel != line.channel or parcel.attempts == 0:
            raise UnknownReference(
                "No message with this reference was given out here; send back the reference as it stood in the outbox."
            )
        if parcel.state in MAY_FOLLOW[receipt.state] and _is_of(receipt, parcel):
            _settle(line, parcel, receipt, now=now)
    return Answer("noted")


def _is_of(receipt: Receipt, parcel: Parcel) -> bool:
    """Whether a receipt is of this attempt: one that failed before the parcel was sent once more stops no second one."""
    return not receipt.vendor_id or parcel.vendor_id in ("", receipt.vendor_id)


def _settle(line: Line, parcel: Parcel, receipt: Receipt, *, now: datetime) -> None:
    if receipt.state != "failed":
        settle(line.scope, parcel, state=receipt.state, now=now, vendor_id=receipt.vendor_id)
        return
    if receipt.unreachable:
        unreachable.note(line.scope, parcel.channel, parcel.to_address, why=receipt.unreachable, now=now)
    said = f" ({receipt.code})" if receipt.code else ""
    failure = receipt.failure or f"{CALLING[line.channel]} did not deliver it{said}."
    fail(line.scope, directory(line.scope), parcel, now=now, failure=failure, why=receipt.unreachable)


def collect(line: Line, letters: Letters, *, now: datetime) -> tuple[Outbound, ...]:
    """Give the bridge what is due on its channel, each message once.

    What it does not confirm within ten minutes is shown as unknown, and never given out again. Events: delivery.unknown, and
    delivery.failed for a letter that cannot be written; nothing has been handed over before the bridge says so.
    """
    keep_courtesy(line.scope, now=now)
    with writing():
        note_died(
            line.scope, now=now
        )  # or what was given out and not confirmed would be given out again before the job comes
        claimed = outbox.claim_due(
            line.scope, now=now, lease_for=CONFIRM_WITHIN, limit=MOST_AT_ONCE, only=(line.channel,)
        )
        people = directory(line.scope)
    given: list[Outbound] = []
    for parcel in claimed:
        try:
            given.append(replace(letters.compose(people, parcel), sent_at=now))
        except Exception as failure:  # shown as not delivered; the letters behind it must not wait for this one
            log.exception("letter not written", extra={"letter": parcel.letter})
            why = f"It could not be written ({type(failure).__name__})."
            settle(line.scope, parcel, state="failed", now=now, failure=why)
    return tuple(given)
