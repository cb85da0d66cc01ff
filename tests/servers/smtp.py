"""An SMTP server that goes wrong where a test says."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tests.servers.places import free_port

CUT = "cut"
"""In the place of an answer: the line is cut."""
HANG = "hang"
"""In the place of an answer: none comes, for longer than any test waits."""


@dataclass
class Faults:
    """What is answered at each step; blank is what a healthy server says."""

    on_mail: str = ""
    on_rcpt: str = ""
    on_data: str = ""
    on_dot: str = ""
    token_good: Callable[[str], bool] = lambda token: True
    taken: list[Envelope] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = await self._say(server, self.on_mail, "250 OK")
        if answer.startswith("250"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return answer

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = await self._say(server, self.on_rcpt, "250 OK")
        if answer.startswith("25"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.taken.append(envelope)
        return await self._say(server, self.on_dot, "250 2.0.0 OK queued as 4Xyz99")

    async def auth_XOAUTH2(self, server: SMTP, words: list[str]) -> AuthResult:
        said = base64.b64decode(words[1]).decode()
        token = said.partition("auth=Bearer ")[2].rstrip("\x01")
        self.tokens.append(token)
        if said.startswith("user=office@elmswick.example\x01") and self.token_good(token):
            return AuthResult(success=True)
        await server.push("334 eyJzdGF0dXMiOiI0MDEifQ==")
        await server._reader.readline()
        return AuthResult(success=False, handled=False, message="535 5.7.8 not accepted")

    async def _say(self, server: SMTP, answer: str, healthy: str) -> str:
        if answer == CUT:
            server.transport.abort()
            await asyncio.sleep(0)
        elif answer == HANG:
            await asyncio.Event().wait()
        return answer or healthy


class _Server(SMTP):
    async def smtp_DATA(self, arg: str) -> None:
        """Say 354 and cut the line without reading on, where a test wants the mail itself to break."""
        answer = self.event_handler.on_data
        if answer == CUT:
            self.transport.pause_reading()
            await self.push("354 go on")
            await asyncio.sleep(0.05)
            self.transport.abort()
        elif answer:
            await self.push(answer)
        else:
            await super().smtp_DATA(arg)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Server(self.handler, **self.SMTP_kwargs)


class FaultySmtp:
    """A running server and its faults."""

    def __init__(self, *, smtputf8: bool = True) -> None:
        self.faults = Faults()
        self.port = free_port()
        self._controller = _Controller(
            self.faults,
            hostname="127.0.0.1",
            port=self.port,
            enable_SMTPUTF8=smtputf8,
            auth_require_tls=False,
            data_size_limit=64 << 20,
        )
        self._controller.start()

    def close(self) -> None:
        """End it."""
        self._controller.stop(no_assert=True)
