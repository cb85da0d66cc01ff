"""What a demo runs besides its pages: processes of its own and a mail server on this machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from gateway.ports.playground import Playground


class Servers(Protocol):
    """A web server and the jobs."""

    def start(self) -> None:
        """Start both and wait until pages are answered. Raises Misconfigured."""
        ...

    def ended(self) -> str:
        """The name of one that has ended, or blank."""
        ...

    def stop(self) -> None:
        """End both; never raises."""
        ...


class MailDoor(Protocol):
    """A mail server that is open on ``port``."""

    port: int

    def stop(self) -> None:
        """Close it; a mail that is being taken in is finished first."""
        ...


class OpenMailDoor(Protocol):
    """Opens a mail server for these domains; ``take`` is given each mail and an id. Raises Misconfigured."""

    def __call__(
        self,
        host: str,
        port: int,
        take: Callable[[bytes, str], None],
        *,
        domains: tuple[str, ...],
        clock: Callable[[], datetime],
    ) -> MailDoor: ...


@dataclass(frozen=True, slots=True)
class DemoParts:
    """Everything of a demo that is not Handbell itself.

    ``forget`` lets go of what an earlier demo left beside its database, ``empty`` of everything in it.
    """

    forget: Callable[[], None]
    empty: Callable[[], None]
    playground: Playground
    servers: Callable[[int, Mapping[str, str]], Servers]
    open_mail_door: OpenMailDoor
