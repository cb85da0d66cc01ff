"""How dear taking in a mail is: the whole pipeline against the standard library's parsing of the same mails, in turn."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from bench.corpus import Mail
from gateway.actions.arrivals import take_in
from gateway.domain.scope import Scope
from gateway.ports.channels import RawHook

TURN = 50
"""Mails of one turn: long enough to time, short enough that both sides meet the same machine."""


@dataclass(frozen=True, slots=True)
class Ingest:
    """CPU seconds of this process for the pipeline and for the yard; ``server`` those of the database's own processes."""

    mails: int
    pipeline: float
    server: float
    yard: float
    wall: float

    @property
    def yards(self) -> float:
        """The pipeline in units of the yard."""
        return self.pipeline / self.yard

    @property
    def yards_with_server(self) -> float:
        """The same with the database server's own work added."""
        return (self.pipeline + self.server) / self.yard


def read_every_field(raw: bytes) -> int:
    """The yard: parse a mail with the standard library's ``policy.default`` and read every field, body and file."""
    message = BytesParser(policy=policy.default).parsebytes(raw)
    length = sum(len(str(value)) for _, value in message.items())
    assert isinstance(message, EmailMessage)
    for part in message.walk():
        if not part.is_multipart():
            content = part.get_content()
            length += len(content)
            length += len(part.get_filename() or "")
    return length


def measure(scope: Scope, mails: list[Mail], *, server_seconds: Callable[[], float] = lambda: 0.0) -> Ingest:
    """Take the mails in and parse them, turn by turn; the first turn of each warms up and is not counted."""
    pipeline = yard = wall = server = 0.0
    gc.collect()
    for first in range(0, len(mails), TURN):
        turn = mails[first : first + TURN]
        deliveries = [RawHook("bench", f"{first}:{n}", one.raw, one.at) for n, one in enumerate(turn)]
        began, beginning, held = time.process_time(), time.perf_counter(), server_seconds()
        for delivery, mail in zip(deliveries, turn, strict=True):
            taken = take_in(scope, delivery, now=mail.at)
            assert taken.kind == "message", taken.kind
        spent, waited, served = time.process_time() - began, time.perf_counter() - beginning, server_seconds() - held
        began = time.process_time()
        for mail in turn:
            read_every_field(mail.raw)
        if first:
            pipeline, wall, server = pipeline + spent, wall + waited, server + served
            yard += time.process_time() - began
    return Ingest(len(mails) - TURN, pipeline, server, yard, wall)
