"""The socket of the relay: what it hands us, what it asks of us, and the next hop that we hand mail on to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from gateway.domain.relay import Parties


@dataclass(frozen=True, slots=True)
class Recipient:
    """One RCPT TO: ``address`` as it was given, ``options`` its DSN parameters (``NOTIFY=…``, ``ORCPT=…``)."""

    address: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Envelope:
    """One mail's way: ``mail_from`` is blank for the null sender, ``trace`` the header lines that go above the original."""

    mail_from: str
    recipients: tuple[Recipient, ...]
    options: tuple[str, ...] = ()
    trace: str = ""


class NextHop(Protocol):
    """The mail server that everything is handed on to."""

    def hand_on(self, envelope: Envelope, mail: bytes) -> str:
        """Hand one original on to one recipient, below its trace; the server's answer.

        Raises TryLater (not sent), Refused, or OutcomeUnknown once its last byte was on the way.
        """
        ...


class RelayDesk(Protocol):
    """What the relay asks the gateway. Whatever these raise, the sender is told to come again."""

    def parties(self) -> Parties:
        """Who counts as staff and contact, at most seconds old."""
        ...

    def take(self, envelope: Envelope, mail: bytes) -> frozenset[str]:
        """Take a talk in for good; the normalised addresses for which it is none after all and passes untouched."""
        ...


@dataclass(frozen=True, slots=True)
class Pulse:
    """How a relay does: when it last took a mail (None: not since it runs), and whether the next hop answers now."""

    took_at: datetime | None
    hop_answers: bool


class RunningRelay(Protocol):
    """A relay that listens."""

    @property
    def port(self) -> int:
        """Where it listens."""
        ...

    @property
    def hop(self) -> NextHop:
        """Where what was held is handed on."""
        ...

    def pulse(self) -> Pulse:
        """Ask the next hop for a line, and say how it went. Never raises."""
        ...

    def stop(self) -> None:
        """Take no new mail, and let what is under way finish within seconds."""
        ...


class OpenRelay(Protocol):
    """Opens a relay: the front door's part. Raises Misconfigured with what to correct."""

    def __call__(
        self,
        settings: Mapping[str, Any],
        *,
        listen: str,
        next_hop: str,
        desk: RelayDesk,
    ) -> RunningRelay: ...
