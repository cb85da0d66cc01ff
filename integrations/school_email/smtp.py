"""Mail handed over to the school's own SMTP server: one message a line, and the truth about what became of it."""

from __future__ import annotations

import base64
import smtplib
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from gateway.mail.writing import ascii_domain
from gateway.ports.channels import Capabilities, Outbound, SendResult
from gateway.ports.errors import Misconfigured, OutcomeUnknown, PortError, Refused, TryLater
from integrations.school_email.codes import smtp_error
from integrations.school_email.server import Login, Server, xoauth2
from integrations.school_email.wire import mail_of, queue_id, stuffed

PORTS = {"implicit": 465, "starttls": 587, "none": 25}
STEP_WITHIN = 30.0
ALL_WITHIN = 150.0
"""Seconds for everything up to the last byte of the mail; with the answer's time below the five minutes of a lease."""
TAKEN_WITHIN = 120.0
"""Seconds for the server to say that it has the mail: it may be scanning it (RFC 5321, 4.5.3.2.6 allows ten minutes)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds that one step, the whole way to the last byte, and the answer to it may take."""

    step: float = STEP_WITHIN
    whole: float = ALL_WITHIN
    taken: float = TAKEN_WITHIN


class SmtpChannel:
    """The school's email going out; ``address`` is the mailbox that it goes out from, on the envelope and in From."""

    name = "school_email"
    can = Capabilities(receive=True, send=True, receipts=False, attachments=False, safe_to_resend=False)

    def __init__(self, server: Server, login: Login | None, *, address: str, limits: Limits) -> None:
        self._server = server
        self._login = login
        self._address = ascii_domain(address)
        self._limits = limits

    def send(self, message: Outbound) -> SendResult:
        """Hand one message over; the result names it as the server does, or by its own Message-ID.

        TryLater: it has not gone, for the line broke before its last byte or the server said 4xx. Refused: 5xx, or a
        header that would break the mail. OutcomeUnknown: its last byte was on its way and no answer came back.
        """
        mail_of(message, from_address=self._address, eight_bit=False)  # a header that breaks is refused unconnected
        line = _Line(self._server, self._limits, own_name=self._address.rpartition("@")[2])
        try:
            line.open()
            if self._login is not None:
                line.log_in(self._login)
            answer = line.hand_over(message, from_address=self._address)
        finally:
            line.close()
        return SendResult(queue_id(answer) or message.message_id or message.reference)


class _Line:
    """One connection, from greeting to QUIT."""

    def __init__(self, server: Server, limits: Limits, *, own_name: str) -> None:
        self._server = server
        self._limits = limits
        self._own_name = own_name
        self._until = time.monotonic() + limits.whole
        self._smtp: smtplib.SMTP | None = None

    def open(self) -> None:
        """Connect, make the line private, and learn what the server can."""
        server, step = self._server, self._limits.step
        with self._talking("while it was called", refusal=Misconfigured):
            if server.tls == "implicit":
                self._smtp = smtplib.SMTP_SSL(
                    server.host, server.port, self._own_name, timeout=step, context=server.context()
                )
            else:
                self._smtp = smtplib.SMTP(server.host, server.port, self._own_name, timeout=step)
            self._smtp.ehlo_or_helo_if_needed()
            if server.tls == "starttls":
                self._step()
                if not self._smtp.has_extn("starttls"):
                    raise Misconfigured("The mail server offers no TLS on this port; correct port or tls.")
                _expect(220, self._smtp.starttls(context=server.context()), step="while TLS was begun")
                self._step()
                self._smtp.ehlo_or_helo_if_needed()

    def log_in(self, login: Login) -> None:
        """By password, or by XOAUTH2 with one fresh token more when the first is refused."""
        smtp = self._connected()
        with self._talking("while logging in", refusal=Misconfigured):
            self._step()
            if login.tokens is None:
                if not smtp.has_extn("auth"):
                    raise Misconfigured("The mail server takes no login on this port; correct port or tls.")
                _log_in_by_password(smtp, login)
                return
            token = login.tokens.token()
            try:
                self._by_token(smtp, login.user, token)
            except smtplib.SMTPAuthenticationError:
                login.tokens.discard(token)
                self._step()
                self._by_token(smtp, login.user, login.tokens.token())

    def hand_over(self, message: Outbound, *, from_address: str) -> bytes:
        """The envelope, the mail, and the server's answer once it has taken it."""
        smtp = self._connected()
        mail = mail_of(message, from_address=from_address, eight_bit=smtp.has_extn("8bitmime"))
        to_address = ascii_domain(message.to_address)
        options = self._options(mail, from_address, to_address)
        with self._talking("while it was asked to take a mail", refusal=Refused):
            self._command(250, f"MAIL FROM:<{from_address}>{options}", step="as to the sender")
            self._command(250, f"RCPT TO:<{to_address}>", step="as to the recipient")
            self._command(354, "DATA", step="before the mail")
            self._step()
            smtp.send(stuffed(mail))
        return self._finish(smtp)

    def close(self) -> None:
        """Leave; what can go wrong in leaving changes nothing about the mail."""
        if self._smtp is None:
            return
        with suppress(OSError, smtplib.SMTPException, ValueError):
            if self._smtp.sock is not None:
                self._smtp.sock.settimeout(5)
                self._smtp.quit()
        with suppress(OSError):
            self._smtp.close()

    def _finish(self, smtp: smtplib.SMTP) -> bytes:
        """Send the dot that hands the mail over. From here on silence is no proof of anything."""
        try:
            if smtp.sock is not None:
                smtp.sock.settimeout(self._limits.taken)
            smtp.send(b".\r\n")
            code, answer = smtp.getreply()
        except (OSError, smtplib.SMTPException, ValueError) as failure:
            raise OutcomeUnknown(
                "The line broke while the mail was handed over; it may or may not have gone."
            ) from failure
        if 200 <= code < 300:
            return answer
        if not 400 <= code < 600:
            raise OutcomeUnknown("The mail server's answer to the mail makes no sense; it may or may not have gone.")
        raise smtp_error(code, answer, step="after reading the mail", refusal=Refused)

    def _options(self, mail: bytes, from_address: str, to_address: str) -> str:
        smtp = self._connected()
        options = f" SIZE={len(mail)}" if smtp.has_extn("size") else ""
        if not (from_address + to_address).isascii():
            if not smtp.has_extn("smtputf8"):
                raise Refused(
                    "The mail server cannot write to an address with these letters (SMTPUTF8).", code="smtputf8"
                )
            smtp.command_encoding = "utf-8"
            options += " SMTPUTF8"
        return options if mail.isascii() else f"{options} BODY=8BITMIME"

    def _by_token(self, smtp: smtplib.SMTP, user: str, token: str) -> None:
        """The server's refusal comes as a question that wants an empty answer before it says no."""
        if "XOAUTH2" not in str(smtp.esmtp_features.get("auth", "")).upper().split():
            raise Misconfigured("The mail server takes no OAuth login (XOAUTH2) on this port; correct the settings.")
        smtp.auth("XOAUTH2", lambda challenge=None: "" if challenge is not None else xoauth2(user, token))

    def _command(self, wanted: int, command: str, *, step: str) -> None:
        self._step()
        _expect(wanted, self._connected().docmd(command), step=step)

    def _step(self) -> None:
        """Give the next step its time, within what is left of the whole."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise TryLater("The mail server is too slow; the mail has not gone.")
        smtp = self._connected()
        if smtp.sock is not None:
            smtp.sock.settimeout(min(left, self._limits.step))

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is None:
            raise TryLater("The line to the mail server is gone.")
        return self._smtp

    @contextmanager
    def _talking(self, doing: str, *, refusal: type[Refused] | type[Misconfigured]) -> Iterator[None]:
        """Turn everything that can go wrong before the mail's last byte into a port error: none of it has sent anything.

        ``refusal`` is what a 5xx of this part of the talk is about: the one mail, or our settings.
        """
        try:
            yield
        except PortError:
            raise
        except ssl.SSLCertVerificationError as failure:
            raise Misconfigured(
                "The mail server does not prove who it is; its certificate is not accepted."
            ) from failure
        except smtplib.SMTPResponseException as failure:
            said = failure.smtp_error
            if not isinstance(said, bytes):  # smtplib's own words for a line that no server may send
                raise TryLater(f"The mail server's answer makes no sense, {doing}.") from failure
            raise smtp_error(failure.smtp_code, said, step=doing, refusal=refusal) from failure
        except smtplib.SMTPNotSupportedError as failure:
            raise Misconfigured(
                "The mail server takes none of the logins that Handbell knows; correct the settings."
            ) from failure
        except (OSError, smtplib.SMTPException, ValueError) as failure:
            raise TryLater(f"The mail server does not answer, {doing}.") from failure


def _expect(wanted: int, answer: tuple[int, bytes], *, step: str) -> None:
    """251 says that the server will pass the mail on, which is as good as 250 (RFC 5321, 4.2.2)."""
    code, said = answer
    if code != wanted and (wanted, code) != (250, 251):
        raise smtp_error(code, said, step=step, refusal=Refused)


def _log_in_by_password(smtp: smtplib.SMTP, login: Login) -> None:
    """smtplib's own ways know ASCII only; letters beyond it go in UTF-8 by PLAIN (RFC 4616)."""
    if (login.user + login.password).isascii():
        smtp.login(login.user, login.password)
        return
    words = base64.b64encode(f"\0{login.user}\0{login.password}".encode()).decode("ascii")
    code, said = smtp.docmd("AUTH", f"PLAIN {words}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, said)
