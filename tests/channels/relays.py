"""A relay of a test's own: a desk that remembers, and a line on which every byte is the test's."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from gateway.domain.relay import Parties
from gateway.ports.relay import Envelope
from integrations.school_email.relay import Relay, open_relay
from tests.servers.places import free_port
from tests.servers.smtp import FaultySmtp

KEY = b"a key for tests only"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PEOPLE = Parties(
    domains=frozenset({"elmswick.example"}),
    staff=frozenset({"nair@elmswick.example", "pettit@elmswick.example"}),
    contacts=frozenset({"agnieszka@mail.example", "helen@mail.example"}),
    office="office@elmswick.example",
)
NAIR, AGNIESZKA = "nair@elmswick.example", "agnieszka@mail.example"
STRANGER, STAFFROOM = "paper@shop.example", "kitchen@elmswick.example"


@dataclass
class Desk:
    """Keeps what it is given; ``away`` is what it raises in place of that, ``passing`` for whom a mail is no talk."""

    kept: list[tuple[Envelope, bytes]] = field(default_factory=list)
    away: Exception | None = None
    passing: frozenset[str] = frozenset()

    def parties(self) -> Parties:
        """Everybody there is."""
        if self.away is not None:
            raise self.away
        return PEOPLE

    def take(self, envelope: Envelope, mail: bytes) -> frozenset[str]:
        """Keep it."""
        if self.away is not None:
            raise self.away
        self.kept.append((envelope, mail))
        return self.passing


class Talk:
    """One line to a relay; what is said is sent as it is."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self._file = self._socket.makefile("rb")
        assert self.hear().startswith("220 ")

    def hear(self) -> str:
        """The next answer, its last line; blank where the line was closed."""
        while (line := self._file.readline().decode())[3:4] == "-":
            pass
        return line.strip()

    def send(self, *pieces: bytes | str) -> None:
        """Send bytes, or lines with CRLF, in one go."""
        self._socket.sendall(b"".join(one if isinstance(one, bytes) else f"{one}\r\n".encode() for one in pieces))

    def say(self, *lines: bytes | str) -> str:
        """Send and hear one answer."""
        self.send(*lines)
        return self.hear()

    def begin(self, sender: str, *to: str) -> list[str]:
        """EHLO, MAIL and every RCPT, each with its answer but the first."""
        self.say("EHLO test.example")
        return [self.say(f"MAIL FROM:<{sender}>"), *(self.say(f"RCPT TO:<{one}>") for one in to)]

    def mail(self, sender: str, *to: str, data: bytes) -> str:
        """A whole mail, without its last dot; the answer to it."""
        for answer in self.begin(sender, *to):
            assert answer.startswith("250 "), answer
        assert self.say("DATA").startswith("354 ")
        return self.say(data, b".\r\n")

    def close(self) -> None:
        """Let go without a word."""
        self._file.close()
        self._socket.close()


def letter(author: str = STRANGER, *, head: str = "", words: str = "Hello.") -> bytes:
    """A mail as it goes over a line, without its last dot."""
    return f"{head}From: Somebody <{author}>\r\nSubject: Words\r\nMessage-ID: <1@x.example>\r\n\r\n{words}\r\n".encode()


@contextmanager
def a_relay(hop_port: int, desk: Desk | None = None, *, host: str = "127.0.0.1", **settings: Any) -> Iterator[Relay]:
    """A relay that hands on to a port of this machine."""
    relay = open_relay(
        settings,
        listen=f"{host}:{free_port()}",
        next_hop=f"127.0.0.1:{hop_port}",
        desk=desk or Desk(),
        key=KEY,
        clock=lambda: NOON,
    )
    try:
        yield relay
    finally:
        relay.stop()


@contextmanager
def talking(relay: Relay) -> Iterator[Talk]:
    """A line to it."""
    talk = Talk(relay.port)
    try:
        yield talk
    finally:
        talk.close()


def until(is_so: Callable[[], bool], *, within: float = 10.0) -> bool:
    """Whether something comes true within some seconds."""
    ends_at = time.monotonic() + within
    while not is_so():
        if time.monotonic() > ends_at:
            return False
        time.sleep(0.01)
    return True


@pytest.fixture
def desk() -> Desk:
    """A desk that keeps what it is given."""
    return Desk()


@pytest.fixture
def relay(faulty_smtp: FaultySmtp, desk: Desk) -> Iterator[Relay]:
    """A relay before a server that goes wrong where the test says."""
    with a_relay(faulty_smtp.port, desk) as opened:
        yield opened


def handed(hop: FaultySmtp) -> list[bytes]:
    """What the next hop has taken."""
    return [bytes(one.original_content or b"") for one in hop.faults.taken]
