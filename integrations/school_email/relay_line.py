"""One client's line to the relay: aiosmtpd's manners, with our own MAIL, RCPT and DATA."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword, Session

from gateway.ports.relay import Envelope, Recipient
from integrations.school_email.relay_turn import AGAIN, House, Turn
from integrations.school_email.relay_wire import BadCommand, mail_options, rcpt_options, read_path

log = logging.getLogger(__name__)

PIECE = 1 << 20
LONGEST_COMMAND = 2048
"""Bytes of a command: the 512 of RFC 5321 with room for the parameters of DSN, SMTPUTF8 and AUTH."""
MOST_CLIENTS = 1000
SILENT_FOR = 300.0
SLOW_AFTER = 60.0
SLOWEST = 512
"""Bytes a second that a mail must come at, once it has been coming for a minute."""
END = b"\r\n.\r\n"


class RelayLine(SMTP):
    """What aiosmtpd calls for one connection; the names are its own."""

    line_length_limit = 64 * 1024
    command_size_limit = LONGEST_COMMAND

    def __init__(self, house: House, loop: asyncio.AbstractEventLoop) -> None:
        gate = house.gate
        self._house = house
        self._turn: Turn | None = None
        self._is_utf8 = False
        super().__init__(
            None,
            ident="Handbell",
            hostname=gate.name,
            data_size_limit=None,
            enable_SMTPUTF8=True,
            tls_context=gate.context,
            auth_require_tls=not gate.takes_login_in_clear,
            authenticator=self._log_in,
            timeout=SILENT_FOR,
            loop=loop,
        )
        self.command_size_limits = defaultdict(lambda: LONGEST_COMMAND)

    async def check_auth_needed(self, caller_method: str) -> bool:
        """Whether this client must still prove who it is; the answer has been sent then."""
        if self._talk().authenticated or self._house.gate.knows(self._peer()):
            return False
        if self._house.gate.password:
            await self.push("530 5.7.0 Authentication required")
        else:
            await self.push("550 5.7.1 This relay does not know you")
        return True

    async def smtp_EHLO(self, hostname: str) -> None:
        """Say what can be done here: of what only the next hop can do, what it last offered."""
        if not hostname:
            await self.push("501 5.5.4 Syntax: EHLO hostname")
            return
        self._set_rset_state()  # type: ignore[no-untyped-call]
        self._talk().extended_smtp = True
        self._talk().host_name = hostname
        gate, hop = self._house.gate, self._house.hop
        can = [gate.name, "PIPELINING", f"SIZE {gate.largest}", "ENHANCEDSTATUSCODES"]
        can += [one for one in ("8BITMIME", "SMTPUTF8", "DSN") if one in hop.offers]
        if gate.context and not self._tls_protocol:
            can.append("STARTTLS")
        if gate.password and (self._tls_protocol or gate.takes_login_in_clear):
            can.append("AUTH LOGIN PLAIN")
        await self.push("\r\n".join([*(f"250-{one}" for one in can[:-1]), f"250 {can[-1]}"]))

    async def smtp_MAIL(self, arg: str | None) -> None:
        """Begin a mail."""
        if await self.check_helo_needed() or await self.check_auth_needed("MAIL"):
            return
        if self._turn is not None:
            await self.push("503 5.5.1 A mail has begun already")
            return
        try:
            path = read_path(arg, "FROM", utf8=False)
            offered = self._house.hop.offers
            options = mail_options(path.parameters, offered=offered, largest=self._house.gate.largest)
            if self._house.rate.is_over(self._peer(), now=self.loop.time()):
                raise BadCommand("450 4.7.0 Too many mails a minute, try again later")
            parties = await self._house.parties()
        except BadCommand as problem:
            await self.push(problem.answer)
            return
        self._turn = Turn(
            self._house,
            parties,
            Envelope(path.address, (), options),
            peer=self._peer(),
            said=str(self._talk().host_name),
            protocol=self._protocol(is_utf8="SMTPUTF8" in options),
            has_logged_in=bool(self._talk().authenticated),
        )
        self._is_utf8 = "SMTPUTF8" in options
        await self.push("250 2.1.0 OK")

    async def smtp_RCPT(self, arg: str | None) -> None:
        """Take one recipient."""
        if await self.check_helo_needed() or await self.check_auth_needed("RCPT"):
            return
        if self._turn is None:
            await self.push("503 5.5.1 MAIL comes first")
            return
        try:
            path = read_path(arg, "TO", utf8=self._is_utf8)
            options = rcpt_options(path.parameters, offered=self._house.hop.offers)
        except BadCommand as problem:
            await self.push(problem.answer)
            return
        await self.push(await self._turn.recipient(Recipient(path.address, options)))

    async def smtp_DATA(self, arg: str | None) -> None:
        """Read the mail while it is passed on or held, then give the answer that is true of it."""
        if await self.check_helo_needed() or await self.check_auth_needed("DATA"):
            return
        turn = self._turn
        if turn is None or not turn.has_recipients:
            await self.push("503 5.5.1 RCPT comes first")
            return
        if arg:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        await self._read_mail(turn)
        answer = await turn.finish()
        if answer.startswith("250"):
            self._house.took_at = self._house.clock()
        self._set_post_data_state()
        await self.push(answer)

    async def _read_mail(self, turn: Turn) -> None:
        """Hand every byte up to the lone dot to the turn; never the CR of a CRLF without its LF."""
        began_at, size, held, is_first = self.loop.time(), 0, b"\r\n", True
        while True:
            came = await self._reader.read(PIECE)
            if not came:
                raise asyncio.CancelledError
            size += len(came)
            self._reset_timeout()
            lasted = self.loop.time() - began_at
            if lasted > SLOW_AFTER and size / lasted < SLOWEST:
                await self.push("421 4.4.2 Too slow, try again later")
                self.hang_up()
                raise asyncio.CancelledError
            held += came
            at = held.find(END)
            if at >= 0:
                piece, rest = held[: at + 2], held[at + len(END) :]
            else:
                # The end may stand in the last bytes in part: at most four of its five.
                piece, rest = held[: -len(END)], held[-len(END) :]
                if piece[-1:] == b"\r":
                    piece, rest = piece[:-1], b"\r" + rest
            if is_first and piece:
                piece, is_first = piece[2:], False
            if piece:
                await turn.feed(piece)
            if at >= 0:
                # The next commands came in the same packet; feed_data would refuse them behind the end of the stream.
                self._reader._buffer[:0] = rest  # type: ignore[attr-defined]
                return
            held = rest

    def _set_post_data_state(self) -> None:
        super()._set_post_data_state()  # type: ignore[no-untyped-call]
        self._end_turn()

    @property
    def is_busy(self) -> bool:
        """Whether a mail is under way on this line."""
        return self._turn is not None

    def hang_up(self) -> None:
        """Close the line."""
        if self.transport is not None:
            self.transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has come; one too many is asked to come again."""
        if self._original_transport is None and len(self._house.lines) >= MOST_CLIENTS:
            transport.write(b"421 4.3.2 Too many lines are open, try again later\r\n")  # type: ignore[attr-defined]
            transport.close()
            return
        self._house.lines.add(self)
        super().connection_made(transport)

    def eof_received(self) -> bool | None:
        """A client may close its half behind its last command, as Exim does with QUIT: what it sent is answered all the same."""
        if self._tls_protocol is not None:
            return super().eof_received()
        self._reader.feed_eof()
        return True

    async def handle_exception(self, error: Exception) -> str:
        """The sender keeps its mail and comes again; the log says what broke, and no word of the mail."""
        if isinstance(error, asyncio.IncompleteReadError):
            self.hang_up()
        else:
            log.error("relay line broke", exc_info=error)
        return AGAIN

    def connection_lost(self, error: Exception | None) -> None:
        """The client has gone: what it had not finished never was."""
        if self in self._house.lines:
            self._house.lines.remove(self)
            super().connection_lost(error)
        self._end_turn()

    def _end_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.end()

    def _log_in(self, server: Any, session: Any, envelope: Any, mechanism: str, login: Any) -> AuthResult:
        good = isinstance(login, LoginPassword) and self._house.gate.lets_in(login.login, login.password)
        return AuthResult(success=good, handled=False)

    def _protocol(self, *, is_utf8: bool) -> str:
        """How the mail came (RFC 3848, and RFC 6531 for UTF8SMTP)."""
        if not self._talk().extended_smtp:
            return "SMTP"
        plain = "UTF8SMTP" if is_utf8 else "ESMTP"
        return plain + ("S" if self._tls_protocol else "") + ("A" if self._talk().authenticated else "")

    def _talk(self) -> Session:
        if self.session is None:
            raise ConnectionResetError
        return self.session

    def _peer(self) -> str:
        peer = self._talk().peer
        return str(peer[0]) if isinstance(peer, tuple) else ""
