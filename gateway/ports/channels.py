"""The socket every sanctioned channel fits: what comes in, what goes out, what a channel can do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What is true of a channel today; the screens show only this. ``max_length`` is in characters, 0 is unlimited."""

    receive: bool
    send: bool
    receipts: bool
    attachments: bool
    max_length: int = 0
    safe_to_resend: bool = False
    handover: bool = False


@dataclass(frozen=True, slots=True)
class RawHook:
    """A delivery exactly as it came: bytes and headers, no framework object.

    ``received_at`` is when the door took it; None believes the mail's own Received and Date headers. ``url`` is the public
    address that was called, as the school gave it out.
    """

    endpoint: str
    vendor_id: str
    body: bytes
    received_at: datetime | None
    headers: Mapping[str, str] = field(default_factory=dict)
    url: str = ""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A secret that calls are signed with; ``until`` is when an old one stops counting, or None."""

    secret: str
    until: datetime | None = None

    def counts_at(self, at: datetime) -> bool:
        """Whether it counts at a moment."""
        return self.until is None or at < self.until


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that came with a message."""

    name: str
    type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Inbound:
    """A parent's message as a closed channel can tell of it; blank is what it does not know.

    ``vendor_id`` and ``person_id`` are the channel's own ids of the message and its writer, ``pupil`` is the child as it
    names them, ``to`` the school addresses of the staff it was written to, ``thread`` its own name for the conversation,
    ``refused`` a sentence for each file that could not be taken. ``sent_at`` is None where the channel does not say.
    ``unsanctioned`` says why this is no way to talk (``group``, ``another_app``, ``not_confirmed``), blank where it is one;
    ``wish`` is ``stop`` or ``start`` where the writer wants no more messages, or wants them again.
    """

    vendor_id: str
    person_id: str
    text: str
    sent_at: datetime | None
    name: str = ""
    address: str = ""
    number: str = ""
    pupil: str = ""
    subject: str = ""
    to: tuple[str, ...] = ()
    thread: str = ""
    files: tuple[SentFile, ...] = ()
    refused: tuple[str, ...] = ()
    unsanctioned: str = ""
    wish: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an outside system says became of a message of ours; ``state`` is a key of ``domain.delivery.MAY_FOLLOW``.

    ``vendor_id`` is its own name for the message, ``failure`` a sentence for people, and ``unreachable`` why nothing of ours
    reaches this address any more (as in ``errors.Unreachable``); each blank where it does not say.
    """

    reference: str
    state: str
    code: str
    at: datetime
    vendor_id: str = ""
    failure: str = ""
    unreachable: str = ""


@dataclass(frozen=True, slots=True)
class Outbound:
    """One message to one address. ``reference`` is ours and goes with it, so that it can be asked for again.

    ``sent_at`` becomes the Date; None leaves that to the server that takes it in (RFC 6409, section 8.2). ``tried_at`` is
    when it may have gone already, for a channel that can be asked before it is sent once more. ``calendar`` is an invitation
    in iCalendar under ``calendar_method``, for a channel that carries mail.
    """

    reference: str
    to_address: str
    to_name: str
    subject: str
    text: str
    html: str = ""
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    reply_to: str = ""
    from_name: str = ""
    automatic: bool = False
    sent_at: datetime | None = None
    tried_at: datetime | None = None
    calendar: bytes = b""
    calendar_method: str = ""


@dataclass(frozen=True, slots=True)
class SendResult:
    """The outside accepted it; ``vendor_id`` is its own name for it."""

    vendor_id: str


class Channel(Protocol):
    """A way that parents and staff may talk. Errors: see ``gateway.ports.errors``."""

    name: str
    can: Capabilities

    def send(self, message: Outbound) -> SendResult:
        """Hand one message over. Raises TryLater, Refused, OutcomeUnknown or Misconfigured."""
        ...


@runtime_checkable
class Provable(Protocol):
    """A channel that can prove that it works without sending anything."""

    def prove(self) -> None:
        """Sign in and look at what is ours. Raises TryLater, Misconfigured; Refused with what to correct outside."""
        ...


class HookChannel(Protocol):
    """A channel that calls us: each call proves who it is."""

    def verify(self, raw: RawHook) -> None:
        """Refuse a call that the endpoint's keys did not sign a moment ago, in constant time. Raises HookRefused."""
        ...

    def parse(self, raw: RawHook) -> Inbound | Receipt:
        """What a call tells. Raises Unparseable with what is wrong and where."""
        ...


@runtime_checkable
class Signing(Protocol):
    """A channel that calls us and whose calls we can sign as its caller does, so that its door can be tried."""

    def signed(self, body: bytes, *, at: datetime) -> RawHook:
        """A call with these bytes that was signed with the newest key at a moment, and comes at that moment."""
        ...


@dataclass(frozen=True, slots=True)
class Fetched:
    """One mail as a mailbox holds it; ``uid`` grows within one ``uidvalidity``. ``vendor_id`` is the mailbox's own name for
    it where it numbers nothing (``uid`` 0).

    An empty ``body`` is a mail that is there and that the server would not give, asked twice; ``received_at`` is None
    where the server gave no time that can be read.
    """

    uid: int
    body: bytes
    received_at: datetime | None
    vendor_id: str = ""


@dataclass(frozen=True, slots=True)
class MailboxMark:
    """How far a mailbox was read: everything up to ``last_uid`` under ``uidvalidity`` is kept.

    A mailbox that numbers nothing writes into ``cursor`` what it needs to go on, which nobody else reads.
    """

    uidvalidity: int = 0
    last_uid: int = 0
    cursor: str = ""


class Mailbox(Protocol):
    """A school mailbox that can be read from a mark onwards, however long ago the mark was made."""

    def fetch_since(self, mark: MailboxMark | None) -> Iterator[tuple[MailboxMark, Fetched | None]]:
        """Yield each newer mail, oldest first, with the mark to store once it is durable; None moves the mark alone.

        Raises TryLater, Misconfigured.
        """
        ...

    def look(self) -> None:
        """Prove that it may be read, without reading a mail. Raises TryLater, Misconfigured; Refused: there is no such one."""
        ...

    def end_mark(self) -> MailboxMark:
        """The mark behind the newest mail, for a mailbox that is read from now on. Raises TryLater, Misconfigured."""
        ...

    def wait(self, seconds: float) -> bool:
        """Wait up to ``seconds`` for new mail (IDLE, or a plain sleep where the server has none); True when there may be some."""
        ...

    def close(self) -> None:
        """Let go of the connection, from any thread: a ``wait`` ends at once. Never raises."""
        ...


class TokenSource(Protocol):
    """Gives a fresh OAuth access token. Raises TryLater or Misconfigured."""

    def token(self) -> str:
        """A token with enough life left to log in with."""
        ...

    def discard(self, token: str) -> None:
        """Forget a token that a server has refused, so that the next one asked for is new."""
        ...
