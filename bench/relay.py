"""How fast mail of others passes the relay: against aiosmtpd doing nothing but accepting, in turn, from the same senders."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from multiprocessing.connection import Connection
from statistics import median

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from gateway.domain.relay import Parties
from gateway.ports.relay import Envelope as RelayEnvelope
from integrations.school_email.relay import open_relay

LINES = 10
TURNS = 5
SECONDS = 2.0
SIZES = (2_000, 30_000)
"""Bytes of a mail: a few lines, and what mail programs make of a few lines."""
FROM, TO = "paper@shop.example", "kitchen@elmswick.example"


@dataclass(frozen=True, slots=True)
class Passed:
    """Mails a second through each, for mails of ``size`` bytes, ``each`` mails a line; the median of the turns."""

    size: int
    each: int
    relay: float
    accepting: float

    @property
    def share(self) -> float:
        """The relay in units of aiosmtpd that only accepts."""
        return self.relay / self.accepting


class Accepts:
    """A handler that says yes."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Say yes."""
        return "250 OK"


class Desk:
    """A school with nobody in it, so that all mail passes."""

    def parties(self) -> Parties:
        """Nobody."""
        return Parties(frozenset({"elmswick.example"}), frozenset(), frozenset(), "office@elmswick.example")

    def take(self, envelope: RelayEnvelope, mail: bytes) -> frozenset[str]:
        """Never asked."""
        raise AssertionError("no mail of the benchmark is a talk")


class Swallows(asyncio.Protocol):
    """A next hop that costs next to nothing: it answers each command and each end of a mail, and keeps nothing."""

    def __init__(self) -> None:
        self._in_mail = False
        self._held = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(b"220 hop\r\n")

    def data_received(self, data: bytes) -> None:
        """Answer."""
        self._held += data
        while True:
            end = b"\r\n.\r\n" if self._in_mail else b"\r\n"
            at = self._held.find(end)
            if at < 0:
                self._held = self._held[-4:] if self._in_mail else self._held
                return
            said, self._held = self._held[:at], self._held[at + len(end) :]
            if self._in_mail:
                self._in_mail = False
                self._transport.write(b"250 2.0.0 OK\r\n")
            elif said == b"DATA":
                self._in_mail = True
                self._transport.write(b"354 go on\r\n")
            elif said[:4] == b"EHLO":
                self._transport.write(b"250-hop\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SIZE\r\n250 SMTPUTF8\r\n")
            else:
                self._transport.write(b"250 OK\r\n")


def swallow(told: Connection) -> None:
    """Be the next hop."""

    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(Swallows, "127.0.0.1", 0, backlog=1024)
        told.send(server.sockets[0].getsockname()[1])
        await asyncio.Event().wait()

    asyncio.run(serve())


def accept(told: Connection) -> None:
    """Be aiosmtpd that accepts."""
    port = free_port()
    Controller(Accepts(), hostname="127.0.0.1", port=port, enable_SMTPUTF8=True, ready_timeout=60).start()
    told.send(port)
    time.sleep(3600)


def relay(told: Connection, hop_port: int) -> None:
    """Be the relay."""
    opened = open_relay(
        {"per_minute": 10_000_000},
        listen=f"127.0.0.1:{free_port()}",
        next_hop=f"127.0.0.1:{hop_port}",
        desk=Desk(),
        key=b"bench",
        clock=lambda: datetime.now(UTC),
    )
    told.send(opened.port)
    time.sleep(3600)


def free_port() -> int:
    """A port of loopback that nobody holds now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Sender(asyncio.Protocol):
    """A mail server that has much to send: ``each`` mails a line, then a new line, until the time is over."""

    def __init__(self, mail: bytes, each: int, done: Callable[[int], None]) -> None:
        self._steps = [
            f"MAIL FROM:<{FROM}>\r\n".encode(), f"RCPT TO:<{TO}>\r\n".encode(), b"DATA\r\n", mail + b".\r\n",
        ] * each  # fmt: skip
        self._steps = [b"EHLO bench\r\n", *self._steps, b"QUIT\r\n"]
        self._at, self._each, self._done = 0, each, done

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for the greeting."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Take the next step behind each answer."""
        if data[-2:] != b"\r\n" or data.rpartition(b"\r\n")[0].rpartition(b"\r\n")[2][3:4] == b"-":
            return
        assert data[:1] in b"23", data
        if self._at < len(self._steps):
            self._transport.write(self._steps[self._at])
            self._at += 1
        else:
            self._transport.close()
            self._done(self._each)


async def rate(port: int, mail: bytes, *, each: int) -> float:
    """Mails a second through a port."""
    loop, sent = asyncio.get_running_loop(), 0
    until = loop.time() + SECONDS

    async def line() -> None:
        nonlocal sent
        while loop.time() < until:
            over: asyncio.Future[int] = loop.create_future()
            await loop.create_connection(partial(Sender, mail, each, over.set_result), "127.0.0.1", port)
            sent += await over

    began = time.perf_counter()
    await asyncio.gather(*(line() for _ in range(LINES)))
    return sent / (time.perf_counter() - began)


def a_mail(size: int) -> bytes:
    """A mail of about so many bytes, as it goes over a line."""
    head = f"From: Shop <{FROM}>\r\nTo: {TO}\r\nSubject: Paper\r\nMessage-ID: <1@shop.example>\r\n\r\n".encode()
    return head + (b"x" * 74 + b"\r\n") * max(1, (size - len(head)) // 76)


def measure() -> list[Passed]:
    """Both, turn by turn, so that they meet the same machine; the first turn warms up and is not counted."""
    processes = multiprocessing.get_context("spawn")
    begun: list[multiprocessing.process.BaseProcess] = []

    def start(target: Callable[..., None], *arguments: object) -> int:
        ours, theirs = processes.Pipe()
        begun.append(processes.Process(target=target, args=(theirs, *arguments), daemon=True))
        begun[-1].start()
        return int(ours.recv())

    try:
        relay_port, accepting_port = start(relay, start(swallow)), start(accept)
        found = []
        for size in SIZES:
            for each in (1, 10):
                mail, turns = a_mail(size), []
                for _ in range(TURNS + 1):
                    pair = (
                        asyncio.run(rate(relay_port, mail, each=each)),
                        asyncio.run(rate(accepting_port, mail, each=each)),
                    )
                    turns.append(pair)
                found.append(
                    Passed(size, each, median(one for one, _ in turns[1:]), median(two for _, two in turns[1:]))
                )
        return found
    finally:
        for one in begun:
            with suppress(ProcessLookupError):
                os.kill(one.pid or 0, 9) if one.pid else None
            one.join()
