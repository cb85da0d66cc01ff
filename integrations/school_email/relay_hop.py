"""The lines to the server behind the relay: opened when needed, kept while they are of use, and never shared by two mails."""

from __future__ import annotations

import asyncio
import base64
import re
import ssl
from collections import deque
from contextlib import suppress
from dataclasses import dataclass

from integrations.school_email.server import Login, Server

MOST_LINES = 200
CONNECT_WITHIN = 10.0
ANSWER_WITHIN = 60.0
TAKEN_WITHIN = 300.0
"""Seconds for the next hop to say that it has a mail: it may be scanning it (RFC 5321, 4.5.3.2.6 allows ten minutes)."""
LINE_WITHIN = 10.0
"""Seconds that a mail waits for a line while all are in use."""
IDLE_FOR = 15.0
MAILS_A_LINE = 10
"""Exim only queues what comes after so many mails on one line, for up to half an hour (smtp_accept_queue_per_connection)."""
LONGEST_ANSWER = 4096
_ANSWER = re.compile(rb"([2-5]\d\d)([ -]?)([^\r\n]*)\r?\n")
_UNSEEN = re.compile(r"[^\x20-\x7e]")


class HopAway(Exception):
    """The next hop does not answer, or the line to it broke."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the next hop said: its code, and its words on one line."""

    code: int
    words: str

    @property
    def line(self) -> str:
        """The answer as it can be passed back."""
        return f"{self.code} {self.words}".rstrip()

    @property
    def is_good(self) -> bool:
        """Whether it is a success."""
        return 200 <= self.code < 300


class HopLine:
    """One connection to the next hop."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self.offers: frozenset[str] = frozenset()
        self.has_mail = False
        self.mails = 0
        self.used_at = 0.0

    async def ask(self, *commands: str) -> list[Answer]:
        """Send commands in one go and read an answer to each. Raises HopAway."""
        self._writer.write("".join(f"{one}\r\n" for one in commands).encode("utf-8", "surrogateescape"))
        return [await self.answer() for _ in commands]

    async def begin(self, mail: str, *recipients: str) -> list[Answer]:
        """MAIL and its RCPTs, in one go where the server takes that; an answer to each. Raises HopAway."""
        self.has_mail = True
        if "PIPELINING" in self.offers:
            answers = await self.ask(mail, *recipients)
        else:
            answers = [(await self.ask(one))[0] for one in (mail, *recipients)]
        if any(one.code == 421 for one in answers):
            raise HopAway("The next server closes the line.")
        return answers

    async def answer(self, within: float = ANSWER_WITHIN) -> Answer:
        """Read one answer. Raises HopAway."""
        words: list[str] = []
        with _away():
            async with asyncio.timeout(within):
                while True:
                    line = await self._reader.readuntil(b"\n")
                    found = _ANSWER.fullmatch(line)
                    if found is None or sum(map(len, words)) > LONGEST_ANSWER:
                        raise HopAway("The next server's answer makes no sense.")
                    words.append(_UNSEEN.sub("?", found[3].decode("utf-8", "replace")).strip())
                    if found[2] != b"-":
                        return Answer(int(found[1]), " ".join(words)[:400])

    async def greet(self, name: str) -> None:
        """Say who we are and learn what the server can. Raises HopAway."""
        self._writer.write(f"EHLO {name}\r\n".encode())
        with _away():
            async with asyncio.timeout(ANSWER_WITHIN):
                offers = []
                while (line := await self._reader.readuntil(b"\n"))[3:4] == b"-":
                    offers.append(line[4:].decode("ascii", "replace").strip().upper())
                offers.append(line[4:].decode("ascii", "replace").strip().upper())
        if line[:1] != b"2":
            raise HopAway("The next server does not want to talk.")
        self.offers = frozenset(one.partition(" ")[0] for one in offers[1:])

    async def make_private(self, server: Server) -> None:
        """STARTTLS, with the server's certificate checked. Raises HopAway."""
        (answer,) = await self.ask("STARTTLS")
        if not answer.is_good:
            raise HopAway("The next server offers no TLS.")
        with _away():
            async with asyncio.timeout(CONNECT_WITHIN):
                await self._writer.start_tls(server.context(), server_hostname=server.host)

    async def log_in(self, login: Login) -> None:
        """By password (PLAIN). Raises HopAway."""
        words = base64.b64encode(f"\0{login.user}\0{login.password}".encode()).decode("ascii")
        (answer,) = await self.ask(f"AUTH PLAIN {words}")
        if not answer.is_good:
            raise HopAway("The next server does not let us in.")

    async def send(self, piece: bytes) -> None:
        """Send bytes of a mail as they go over the line. Raises HopAway."""
        self._writer.write(piece)
        with _away():
            async with asyncio.timeout(ANSWER_WITHIN):
                await self._writer.drain()

    def cut(self) -> None:
        """Break the line off; a mail that was on its way is not taken."""
        with suppress(Exception):
            self._writer.transport.abort()

    def part(self) -> None:
        """Say goodbye and wait for no answer."""
        self._writer.write(b"QUIT\r\n")
        self._writer.close()

    async def leave(self) -> None:
        """Say goodbye. Never raises."""
        with suppress(HopAway):
            await self.ask("QUIT")
        self.cut()

    @property
    def is_open(self) -> bool:
        """Whether nothing says that the other side has gone."""
        return not self._reader.at_eof() and not self._writer.is_closing()


class _away:
    """Turns whatever a broken line says into HopAway."""

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: object, failure: BaseException | None, trace: object) -> None:
        wrong = (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError, ssl.SSLError)
        if isinstance(failure, wrong):
            raise HopAway("The next server does not answer.") from failure


class Hop:
    """The next hop and its lines; every method runs on the relay's own loop."""

    def __init__(self, server: Server, login: Login | None, *, name: str, most: int = MOST_LINES) -> None:
        self._server = server
        self._login = login
        self._name = name
        self._idle: deque[HopLine] = deque()
        self._free = asyncio.Semaphore(most)
        self.offers: frozenset[str] = frozenset()

    async def take_line(self, *, anew: bool = False) -> HopLine:
        """A line without a mail on it, opened ``anew`` or not; the caller gives it back or drops it. Raises HopAway."""
        try:
            async with asyncio.timeout(LINE_WITHIN):
                await self._free.acquire()
        except TimeoutError as failure:
            raise HopAway("All lines to the next server are in use.") from failure
        now = asyncio.get_running_loop().time()
        try:
            while self._idle and not anew:
                line = self._idle.pop()
                if line.is_open and now - line.used_at < IDLE_FOR and await self._is_fresh(line):
                    return line
                line.cut()
            return await self._open()
        except BaseException:
            self._free.release()
            raise

    async def begin(self, mail: str, *recipients: str) -> tuple[HopLine, list[Answer]]:
        """A line on which a mail was begun, with the answers to MAIL and to each RCPT. Raises HopAway.

        A kept line may have been given up by the other side a moment ago; nothing was sent on it, so another is opened.
        """
        line = await self.take_line()
        is_kept = line.mails > 0
        while True:
            try:
                return line, await line.begin(mail, *recipients)
            except HopAway:
                self.drop(line)
                if not is_kept:
                    raise
            except BaseException:
                self.drop(line)
                raise
            line, is_kept = await self.take_line(anew=True), False

    def give_back(self, line: HopLine) -> None:
        """Let the next mail have a line."""
        self._free.release()
        line.mails += 1
        if not line.is_open:
            line.cut()
        elif line.mails < MAILS_A_LINE:
            line.used_at = asyncio.get_running_loop().time()
            self._idle.append(line)
        else:
            line.part()

    def drop(self, line: HopLine) -> None:
        """Break a line off."""
        line.cut()
        self._free.release()

    async def tidy(self) -> None:
        """Leave the lines that nobody has used for a while."""
        now = asyncio.get_running_loop().time()
        while self._idle and now - self._idle[0].used_at >= IDLE_FOR:
            await self._idle.popleft().leave()

    def close(self) -> None:
        """Break every idle line off."""
        while self._idle:
            self._idle.pop().cut()

    async def _is_fresh(self, line: HopLine) -> bool:
        """Whether a line is free of the mail that was begun on it."""
        if not line.has_mail:
            return True
        line.has_mail = False
        try:
            return (await line.ask("RSET"))[0].is_good
        except HopAway:
            return False

    async def _open(self) -> HopLine:
        server = self._server
        context = server.context() if server.tls == "implicit" else None
        with _away():
            async with asyncio.timeout(CONNECT_WITHIN):
                reader, writer = await asyncio.open_connection(server.host, server.port, ssl=context)
        line = HopLine(reader, writer)
        try:
            if not (await line.answer()).is_good:
                raise HopAway("The next server does not want to talk.")
            await line.greet(self._name)
            if server.tls == "starttls":
                await line.make_private(server)
                await line.greet(self._name)
            if self._login is not None:
                await line.log_in(self._login)
        except BaseException:
            line.cut()
            raise
        self.offers = line.offers
        return line
