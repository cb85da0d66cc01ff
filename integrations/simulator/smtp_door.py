"""A mail server for the demo, on this machine alone: what it says it took is safe, and it passes nothing on."""

from __future__ import annotations

import asyncio
import logging
import secrets
import socket
from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from gateway.domain.errors import HandbellError
from gateway.ports.errors import Misconfigured
from integrations.http import is_this_machine

log = logging.getLogger(__name__)

LARGEST = 30 * 1024 * 1024
OWN_NAME = "handbell.localhost"

Take = Callable[[bytes, str], None]
"""Takes a mail in for good, under the id that the door gave it; when it raises, the sender is told to come again."""


class Door:
    """A server that is open; ``port`` is where."""

    def __init__(self, controller: Controller) -> None:
        self._controller = controller
        self.port: int = controller.port

    def stop(self) -> None:
        """Close; a mail that is being taken in is finished first."""
        self._controller.stop()


def start(host: str, port: int, take: Take, *, domains: tuple[str, ...], clock: Callable[[], datetime]) -> Door:
    """Open the door for mail to ``domains``; returns once it answers.

    A mail is answered 250 after ``take`` has returned, 451 when it raised, 550 for a recipient elsewhere and 552 above
    30 MB. Raises Misconfigured for a host that others can reach and for a port that is taken.
    """
    if not is_this_machine(host):
        raise Misconfigured("The demo's mail server is for this machine alone; open it on 127.0.0.1.")
    handler = _Handler(take, frozenset(one.lower() for one in domains), clock)
    controller = Controller(
        handler, hostname=host, port=port, data_size_limit=LARGEST, enable_SMTPUTF8=True, server_hostname=OWN_NAME,
        ident="Handbell",
    )  # fmt: skip
    try:
        # aiosmtpd waits for seconds before it says that a port is taken; this says so at once.
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
        controller.start()
    except OSError as failure:
        raise Misconfigured(f"Port {port} is in use; choose another with --smtp-port.") from failure
    return Door(controller)


class _Handler:
    """What aiosmtpd asks; the names are its own."""

    def __init__(self, take: Take, domains: frozenset[str], clock: Callable[[], datetime]) -> None:
        self._take = take
        self._domains = domains
        self._clock = clock

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Only the school's own addresses: anything else would make this an open relay."""
        if address.rpartition("@")[2].lower() not in self._domains:
            return "550 5.7.1 This server takes mail for the school only"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Answer once the mail is safe, and only then."""
        own_id = secrets.token_hex(8)
        mail = self._trace(session, envelope, own_id) + (envelope.original_content or b"")
        try:
            await asyncio.get_running_loop().run_in_executor(None, self._take, mail, own_id)
        except HandbellError:
            return "451 4.3.0 Not taken, try again later"
        except Exception:  # the sender keeps the mail and comes again; the log says what broke
            log.exception("mail not taken", extra={"delivery": own_id})
            return "451 4.3.0 Not taken, try again later"
        return f"250 2.0.0 OK id={own_id}"

    def _trace(self, session: Session, envelope: Envelope, own_id: str) -> bytes:
        """What a receiving server writes above a mail: its way here, its envelope (RFC 5321, 4.4)."""
        said = "".join(one for one in str(session.host_name or "unknown") if one.isalnum() or one in "-.[]:")[:255]
        peer = session.peer[0] if isinstance(session.peer, tuple) else "local"
        lines = [
            f"Return-Path: <{(envelope.mail_from or '').strip('<>')}>",
            *(f"Delivered-To: {address}" for address in envelope.rcpt_tos),
            f"Received: from {said} ([{peer}]) by {OWN_NAME} with ESMTP id {own_id};\r\n\t{format_datetime(self._clock())}",
        ]
        return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "replace")
