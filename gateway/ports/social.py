"""The socket of a network that posts go out to: nothing comes in by it, and nothing of it is read but what is our own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class PublicPicture:
    """A picture that may go out, and what it shows."""

    type: str
    content: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Film:
    """A film of ``size`` bytes; ``read`` gives those from a place on: some, up to a piece's end, and none behind the last."""

    type: str
    size: int
    read: Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class PublicPost:
    """What is to be posted. ``asked_at`` is when somebody confirmed it.

    ``tried_at`` is when an earlier attempt began whose end nobody saw, and ``session`` what that attempt left to go on with.
    """

    text: str
    title: str
    description: str
    asked_at: datetime
    pictures: tuple[PublicPicture, ...] = ()
    film: Film | None = None
    tried_at: datetime | None = None
    session: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """The network has it: its own id, where it is, and whether nobody but the school sees it yet."""

    vendor_id: str
    address: str
    is_private: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """What a test found: how the network calls the account, blank where our key may not ask, and what the key may do that
    we never need; empty is a key that is fenced in.
    """

    account: str
    reaches: tuple[str, ...]


class SocialPublisher(Protocol):
    """A network that takes a post. It cannot read what others write there: that is no part of the socket (C22)."""

    network: str

    def publish(self, post: PublicPost, *, keep: Callable[[str], None]) -> Posted:
        """Post it once. ``keep`` is given what a later attempt needs to go on with this one, before anything is sent by it.

        TryLater: it is not there, and may be tried again. Refused: it is not there and never will be. OutcomeUnknown: it may
        be there. Misconfigured: it is not there before a person changes the settings.
        """
        ...

    def find(self, post: PublicPost) -> Posted | None:
        """Look whether an attempt that broke off has arrived; None proves nothing. Raises TryLater, Misconfigured, Refused."""
        ...

    def prove(self) -> Proof:
        """See that it works and that its key does no more than it must; nothing is posted.

        Raises TryLater, Misconfigured, Refused.
        """
        ...


class BuildPublisher(Protocol):
    """Builds the publisher of a network: the registry's part. ``keep`` is given new refresh tokens. Raises Misconfigured."""

    def __call__(self, network: str, settings: dict[str, Any], *, keep: Callable[[str], None]) -> SocialPublisher: ...
