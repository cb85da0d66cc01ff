"""A school mailbox read over IMAP: from a mark onwards, one body at a time, and never marked as read."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import CapabilityError, IMAPClientAbortError, IMAPClientError, LoginError, ProtocolError

from gateway.ports.channels import Fetched, MailboxMark, TokenSource
from gateway.ports.errors import Misconfigured, PortError, TryLater
from integrations.school_email.codes import imap_error
from integrations.school_email.server import Login, Server, xoauth2

PORTS = {"implicit": 993, "starttls": 143, "none": 143}
CONNECT_WITHIN = 15.0
ANSWER_WITHIN = 60.0
"""Seconds without a byte after which a server is given up for now."""
BATCH = 50
"""Mails whose size and time are asked for in one command."""
FIRST_SPAN = 1000
LAST_UID = 2**32 - 1
LARGEST = 64 * 1024 * 1024
"""Bytes of one mail that are read; what is longer is cut here, and stays whole in the mailbox."""
LONGEST_IDLE = 540.0
"""Seconds of one IDLE: below the 29 minutes of RFC 2177 and the ten after which many routers forget a silent line."""
_EARLIEST = 0.5


@dataclass(frozen=True, slots=True)
class _About:
    """What a server says of a mail before its body is asked for; ``size`` 0 is unknown."""

    received_at: datetime | None
    size: int


class ImapMailbox:
    """One folder of one mailbox. Connects when it is first asked; a ``folder`` like ``\\Junk`` is found by its use."""

    def __init__(self, server: Server, login: Login, folder: str, *, answer_within: float = ANSWER_WITHIN) -> None:
        self._server = server
        self._login = login
        self._folder = folder
        self._answer_within = answer_within
        self._client: IMAPClient | None = None
        self._broken = False
        self._waiting = False
        self._next_uid: int | None = None
        self._closing = threading.Event()

    def fetch_since(self, mark: MailboxMark | None) -> Iterator[tuple[MailboxMark, Fetched]]:
        """Yield each newer mail, oldest first, with the mark to store once it is durable.

        Under another UIDVALIDITY than the mark's everything is read anew. A mail that is gone by now is left out. One
        that is there and not given comes with an empty body, but only once a later one was given: a server that gives
        nothing at all is in trouble, and nothing is passed over. Raises TryLater, Misconfigured.
        """
        with self._talking("while the folder was opened"):
            validity, next_uid = self._open_folder()
        last = mark.last_uid if mark is not None and mark.uidvalidity == validity else 0
        withheld: list[tuple[int, _About]] = []
        for uid, about in self._newer(last, next_uid):
            body = self._body(uid, about)
            if body is None:
                continue
            if not body:
                withheld.append((uid, about))
                continue
            for earlier, known in withheld:
                yield MailboxMark(validity, earlier), Fetched(earlier, b"", known.received_at)
            withheld.clear()
            found = Fetched(uid, body, about.received_at)
            del body
            yield MailboxMark(validity, uid), found
            del found  # or two mails would be held while the next one is read
        if withheld:
            raise TryLater("The mail server does not give a mail that it has; nothing was passed over.")

    def look(self) -> None:
        """Prove that the folder may be read, without reading a mail. Raises TryLater, Misconfigured."""
        with self._talking("while the folder was opened"):
            self._open_folder()

    def end_mark(self) -> MailboxMark:
        """The mark behind the newest mail, for a mailbox that is read from now on. Raises TryLater, Misconfigured."""
        with self._talking("while the folder was opened"):
            validity, next_uid = self._open_folder()
        if next_uid > LAST_UID:
            raise Misconfigured("The mail server does not say where its newest mail is; read it from the beginning.")
        return MailboxMark(validity, next_uid - 1)

    def wait(self, seconds: float) -> bool:
        """Wait for new mail by IDLE, or plainly where the server has none; True when there may be some, as the first time.

        Raises TryLater or Misconfigured; False at once when ``close`` was called meanwhile.
        """
        until = time.monotonic() + seconds
        try:
            self._waiting = True
            with self._talking("while it was asked for news"):
                client = self._connected()
                if not client.has_capability("IDLE"):
                    return not self._closing.wait(seconds)
                if self._grew(client):
                    return True
                while (left := until - time.monotonic()) > 0 and not self._closing.is_set():
                    if self._idle(client, min(left, LONGEST_IDLE)):
                        return True
        except TryLater:
            if not self._closing.is_set():
                raise
        finally:
            self._waiting = False
        return False

    def close(self) -> None:
        """Let go of the connection, from any thread; never raises."""
        self._closing.set()
        client, self._client = self._client, None
        if client is None:
            return
        with suppress(Exception):  # what can go wrong in leaving concerns nobody any more
            if self._waiting:
                client.socket().shutdown(socket.SHUT_RDWR)  # wakes the thread that waits
            elif not self._broken:
                client.logout()
        with suppress(Exception):
            client.shutdown()

    def _newer(self, last: int, next_uid: int) -> Iterator[tuple[int, _About]]:
        """The mails above ``last`` in order; asked for in spans, for the list of a whole mailbox can outgrow a line."""
        first, span = last + 1, FIRST_SPAN
        while first < next_uid:
            end = min(first + span - 1, next_uid - 1)
            with self._talking("while new mail was looked for"):
                found = sorted(
                    {uid for uid in self._connected().search(["UID", f"{first}:{end}"]) if first <= uid <= end}
                )
            for start in range(0, len(found), BATCH):
                batch = found[start : start + BATCH]
                with self._talking("while new mail was looked at"):
                    known = self._about(batch)
                yield from ((uid, known[uid]) for uid in batch if uid in known)
            first, span = end + 1, FIRST_SPAN if found else span * 4

    def _about(self, uids: list[int]) -> dict[int, _About]:
        """Time and size of each mail that is still there; a line that cannot be read spoils only its own mail."""
        try:
            answer = self._connected().fetch(uids, ["INTERNALDATE", "RFC822.SIZE"])
        except (ProtocolError, ValueError, TypeError, AttributeError):
            if len(uids) == 1:
                return {uids[0]: _About(None, 0)}
            return {uid: about for one in uids for uid, about in self._about([one]).items()}
        return {uid: _read_about(fields) for uid, fields in answer.items()}

    def _body(self, uid: int, about: _About) -> bytes | None:
        """A mail's bytes; empty when it is there and not given, asked twice; None when it is gone."""
        item = "BODY.PEEK[]" if about.size <= LARGEST else f"BODY.PEEK[]<0.{LARGEST}>"
        for _ in range(2):
            try:
                with self._talking("while a mail was read"):
                    answer: dict[int, Any] = self._connected().fetch([uid], [item])
            except PortError:
                if self._broken:
                    raise
                continue
            if uid not in answer:
                return None
            given = next((value for key, value in answer[uid].items() if key.startswith(b"BODY[")), None)
            if isinstance(given, bytes) and given:
                return given
        return b""

    def _grew(self, client: IMAPClient) -> bool:
        """Open the folder; True when mail may have come since the last wait, while nobody was listening."""
        before, opened = self._next_uid, client.select_folder(self._folder_name(client), readonly=True)
        self._next_uid = opened.get(b"UIDNEXT")
        return before is None or self._next_uid != before

    def _idle(self, client: IMAPClient, seconds: float) -> bool:
        """One IDLE; True when the server told of mail."""
        client.idle()
        began = time.monotonic()
        told: list[Any] = []
        while not told and not self._is_read_ahead(client) and (left := seconds - (time.monotonic() - began)) > 0:
            told = client.idle_check(timeout=left)
            if not told and time.monotonic() - began < seconds - _EARLIEST:
                break  # the line was cut: the end of IDLE below finds out and says so
            told = [one for one in told if b"EXISTS" in one[:2]]
        _, late = client.idle_done()
        return bool(told) or any(b"EXISTS" in one[:2] for one in late)

    def _is_read_ahead(self, client: IMAPClient) -> bool:
        """Whether a line has been read from the socket already, with the one before it.

        IMAPClient asks only the socket, and would sit out the whole wait over news that came along with the "go on".
        """
        line = client.socket()
        line.setblocking(False)
        try:
            return bool(client._imap.file.peek(1))
        except OSError:  # nothing to read without waiting, as TLS says it
            return False
        finally:
            line.settimeout(self._answer_within)

    def _open_folder(self) -> tuple[int, int]:
        """Open the folder for reading only; its UIDVALIDITY and the UID that comes next."""
        client = self._connected()
        try:
            about = client.select_folder(self._folder_name(client), readonly=True)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as failure:
            raise imap_error(
                str(failure), "The mailbox has no such folder; choose another one.", otherwise=Misconfigured
            ) from failure
        validity = about.get(b"UIDVALIDITY")
        if not isinstance(validity, int):
            raise Misconfigured("The mail server does not number its mails (no UIDVALIDITY); it cannot be read safely.")
        return validity, about.get(b"UIDNEXT") or LAST_UID + 1

    def _folder_name(self, client: IMAPClient) -> str:
        if not self._folder.startswith("\\"):
            return self._folder
        found = client.find_special_folder(self._folder.encode())
        if found is None:
            raise Misconfigured("The mailbox has no folder for that use; enter the folder's own name.")
        return str(found)

    def _connected(self) -> IMAPClient:
        if self._client is None:
            if self._broken or self._closing.is_set():
                raise TryLater("The line to the mail server is gone.")
            self._client = self._connect()
        return self._client

    def _connect(self) -> IMAPClient:
        server = self._server
        client = IMAPClient(
            server.host,
            server.port,
            ssl=server.tls == "implicit",
            ssl_context=server.context() if server.tls == "implicit" else None,
            timeout=SocketTimeout(connect=CONNECT_WITHIN, read=self._answer_within),
        )
        client.normalise_times = False  # or times would come without their zone
        try:
            if server.tls == "starttls":
                client.starttls(server.context())
            self._log_in(client)
        except BaseException:
            with suppress(Exception):
                client.shutdown()
            raise
        return client

    def _log_in(self, client: IMAPClient) -> None:
        login = self._login
        try:
            if login.tokens is not None:
                _log_in_by_token(client, login.user, login.tokens)
            elif login.password.isascii() and login.user.isascii():
                client.login(login.user, login.password)
            else:
                client.plain_login(login.user, login.password)
        except LoginError as failure:
            if isinstance(failure.__context__, IMAPClientAbortError):
                raise failure.__context__ from failure
            raise imap_error(
                str(failure), "The mail server does not accept the login; enter it again.", otherwise=Misconfigured
            ) from failure

    @contextmanager
    def _talking(self, doing: str) -> Iterator[None]:
        """Turn everything that can go wrong on the line into a port error."""
        try:
            yield
        except PortError:
            raise
        except ssl.SSLCertVerificationError as failure:
            raise Misconfigured(
                "The mail server does not prove who it is; its certificate is not accepted."
            ) from failure
        except (CapabilityError, UnicodeError) as failure:
            raise Misconfigured(f"The mail server cannot do what is needed, {doing}; check its settings.") from failure
        except (IMAPClientAbortError, OSError) as failure:
            self._broken = True
            raise TryLater(f"The mail server does not answer, {doing}.") from failure
        except IMAPClientError as failure:
            raise imap_error(str(failure), f"The mail server refused, {doing}.", otherwise=TryLater) from failure
        except (ValueError, TypeError, AttributeError) as failure:
            # What IMAPClient and imaplib raise for lines outside the grammar, and for a line closed under them.
            raise TryLater(f"The mail server's answer makes no sense, {doing}.") from failure


def _log_in_by_token(client: IMAPClient, user: str, tokens: TokenSource) -> None:
    """SASL XOAUTH2; a refused token is thrown away and a new one tried once, for it may have been taken back early."""
    for last_try in (False, True):
        token = tokens.token()
        words = iter([xoauth2(user, token)])
        try:
            client.sasl_login("XOAUTH2", lambda _challenge, words=words: next(words, ""))
            return
        except LoginError as failure:
            tokens.discard(token)
            if last_try or isinstance(failure.__context__, IMAPClientAbortError):
                raise


def _read_about(fields: dict[bytes, Any]) -> _About:
    received_at, size = fields.get(b"INTERNALDATE"), fields.get(b"RFC822.SIZE")
    aware = isinstance(received_at, datetime) and received_at.tzinfo is not None
    return _About(received_at if aware else None, size if isinstance(size, int) else 0)
