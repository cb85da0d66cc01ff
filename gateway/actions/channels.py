"""The channels as the settings page and Today show them: what each can do, how it does, and what its tests found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from gateway.actions import text_numbers
from gateway.actions.health import MAILBOX_SILENT_AFTER
from gateway.actions.mailboxes import SENDING, settings_of
from gateway.actions.outgoing import SCHOOL_EMAIL
from gateway.domain.channels import CLOSED, TEXT
from gateway.domain.scope import Scope
from gateway.ports.channels import Capabilities
from gateway.ports.errors import Misconfigured
from gateway.store import channels, endpoints, mailboxes
from gateway.store.channels import Overdue
from gateway.store.endpoints import Endpoint
from gateway.store.mailboxes import MailboxState
from gateway.store.transaction import reading

READING = frozenset({"imap", "graph", "gmail"})
"""Kinds of endpoint that are a mailbox to read."""
STUCK_AFTER = timedelta(minutes=5)
STUCK_TRIES = 3
"""What is due for this long, or was tried in vain so often, needs a person; the third try comes six minutes after the first."""
BRIDGE_SILENT_AFTER = timedelta(minutes=30)
"""A bridge asks for what is to leave again and again; one that did not for this long is not running."""
TOLD_DAYS_AHEAD = 30
"""How many days before its last day a key that ends is spoken of on the settings page."""
RENEW_DAYS_AHEAD = 14
"""From here on it needs somebody."""
EMAIL_CAN = Capabilities(receive=True, send=True, receipts=False, attachments=False)
BRIDGE_CAN = Capabilities(receive=True, send=True, receipts=True, attachments=False)
BY_HAND_CAN = Capabilities(receive=False, send=False, receipts=False, attachments=False, handover=True)
TEXT_CAN = Capabilities(receive=True, send=True, receipts=True, attachments=False)
OFF_CAN = Capabilities(receive=False, send=False, receipts=False, attachments=False)
TROUBLE = ("failing", "stuck")
"""The states of a channel that need a person now."""


@dataclass(frozen=True, slots=True)
class Part:
    """A mailbox that is read (``reads``), or a way out: where it is, and how it does. ``address`` is blank where it is not known.

    ``state``: ``working``, ``paused``, ``failing``, ``silent`` or ``new``; ``days_left`` of its key, None where it does not end.
    """

    held: MailboxState
    reads: bool
    address: str
    state: str
    days_left: int | None


@dataclass(frozen=True, slots=True)
class Card:
    """One channel. ``state``: ``working``, ``new``, ``paused``, ``failing``, ``silent``, ``stuck``, ``test_failed``,
    ``by_hand`` or ``off``; ``since_at`` is when it last did well, ``failure`` a sentence.
    """

    channel: str
    can: Capabilities
    state: str
    parts: tuple[Part, ...] = ()
    bridge: Endpoint | None = None
    text: text_numbers.Standing | None = None
    overdue: Overdue | None = None
    since_at: datetime | None = None
    failure: str = ""
    last_in: datetime | None = None
    last_out: datetime | None = None

    @property
    def needs_somebody(self) -> bool:
        """Whether a person must look at it now."""
        return self.state in TROUBLE

    @property
    def ends_soon(self) -> bool:
        """Whether a key of it must be renewed within two weeks."""
        first = self.ends_first
        return first is not None and first.days_left is not None and first.days_left <= RENEW_DAYS_AHEAD

    @property
    def ends_first(self) -> Part | None:
        """The part whose key ends soon, the first of them, or None."""
        ending = [one for one in self.parts if one.days_left is not None and one.days_left <= TOLD_DAYS_AHEAD]
        return min(ending, key=lambda one: one.days_left or 0, default=None)


def cards(scope: Scope, *, site: str, key: bytes, now: datetime) -> tuple[Card, ...]:
    """Every channel with all that the settings page says of it. No event: nothing is changed, and no secret is in it."""
    with reading():
        found = standing(scope, now=now)
        came, left = channels.last_in(scope), channels.last_out(scope)
    text = text_numbers.standing(scope, site=site)
    return tuple(
        replace(
            one,
            parts=tuple(replace(part, address=_address(part.held, key=key)) for part in one.parts),
            text=text if one.channel == TEXT else None,
            last_in=came.get(one.channel),
            last_out=left.get(one.channel),
        )
        for one in found
    )


def standing(scope: Scope, *, now: datetime) -> tuple[Card, ...]:
    """Every channel and how it does, in the open transaction; without addresses, which are encrypted."""
    due = channels.overdue(scope, now=now)
    bridges = {one.channel: one for one in endpoints.endpoints(scope)}
    parts = tuple(
        _part(one, now=now) for one in mailboxes.mailboxes(scope) if one.kind in READING or one.kind in SENDING
    )
    return (
        _email(parts, due.get(SCHOOL_EMAIL), now=now),
        *(_closed(channel, bridges.get(channel), due.get(channel), now=now) for channel in CLOSED),
        _text(bridges.get(TEXT), due.get(TEXT), now=now),
    )


def _part(held: MailboxState, *, now: datetime) -> Part:
    reads = held.kind in READING
    state = "working"
    if held.paused_at is not None:
        state = "paused"
    elif held.failing_since is not None:
        state = "failing"
    elif reads and held.checked_at is None:
        state = "new"
    elif reads and held.checked_at is not None and now - held.checked_at > MAILBOX_SILENT_AFTER:
        state = "silent"
    days = (held.key_ends_on - now.date()).days if held.key_ends_on is not None else None
    return Part(held, reads, "", state, days)


def _email(parts: tuple[Part, ...], due: Overdue | None, *, now: datetime) -> Card:
    card = Card(SCHOOL_EMAIL, EMAIL_CAN if parts else OFF_CAN, "working", parts=parts, overdue=due)
    if not parts:
        return replace(card, state="off")
    read = [one for one in parts if one.reads]
    since = min((one.held.checked_at for one in read if one.held.checked_at is not None), default=None)
    for state in ("failing", "paused", "silent"):
        worst = next((one for one in parts if one.state == state), None)
        if worst is not None:
            return replace(card, state=state, since_at=worst.held.checked_at, failure=worst.held.failure)
    if _is_stuck(due, now=now):
        return replace(card, state="stuck", since_at=due.since_at if due else None, failure=due.failure if due else "")
    bad = next((one for one in parts if one.held.test_failure or one.held.fence == "open"), None)
    if bad is not None:
        return replace(card, state="test_failed", since_at=since, failure=bad.held.test_failure)
    return replace(card, state="new" if any(one.state == "new" for one in parts) else "working", since_at=since)


def _closed(channel: str, bridge: Endpoint | None, due: Overdue | None, *, now: datetime) -> Card:
    if bridge is None:
        return Card(channel, BY_HAND_CAN, "by_hand", overdue=due)
    card = Card(channel, BRIDGE_CAN, "working", bridge=bridge, overdue=due, since_at=bridge.heard_at)
    if _is_stuck(due, now=now):
        return replace(card, state="stuck", failure=f"Nothing collects it for {CLOSED[channel]}.")
    if bridge.heard_at is None:
        return replace(card, state="new")
    return replace(card, state="silent" if now - bridge.heard_at > BRIDGE_SILENT_AFTER else "working")


def _text(number: Endpoint | None, due: Overdue | None, *, now: datetime) -> Card:
    if number is None:
        return Card(TEXT, OFF_CAN, "off")
    state = "stuck" if _is_stuck(due, now=now) else "working"
    failure = due.failure if due is not None and state == "stuck" else ""
    return Card(TEXT, TEXT_CAN, state, bridge=number, overdue=due, since_at=number.heard_at, failure=failure)


def _is_stuck(due: Overdue | None, *, now: datetime) -> bool:
    return due is not None and (now - due.since_at > STUCK_AFTER or (due.tries >= STUCK_TRIES and bool(due.failure)))


def _address(held: MailboxState, *, key: bytes) -> str:
    """The mailbox's own address; blank where its settings cannot be opened, which its state says."""
    try:
        settings: Mapping[str, object] = settings_of(held, key=key)
    except Misconfigured:
        return ""
    return str(settings.get("address") or settings.get("user") or "")
