"""One mail's way through the relay: asked about at the next hop, looked at once its head is there, passed on or kept."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Protocol

from gateway.domain.relay import Parties
from gateway.mail.addresses import normalise
from gateway.ports.relay import Envelope, Recipient, RelayDesk
from integrations.school_email.relay_gate import Gate, Rate
from integrations.school_email.relay_hop import TAKEN_WITHIN, Answer, Hop, HopAway, HopLine
from integrations.school_email.relay_wire import (
    LONGEST_HEAD,
    MOST_HOPS,
    BadCommand,
    is_clean,
    mark_of,
    read_head,
    trace,
    unstuffed,
)

log = logging.getLogger(__name__)

MOST_RECIPIENTS = 100
FRESH_FOR = 5.0
"""Seconds for which it is known who is who; after that the database is asked again, and without it no mail is taken."""
ASKED_WITHIN = 15.0
KEPT_WITHIN = 60.0
MOST_HELD = 256 * 1024 * 1024
"""Bytes of all the talks that are being read now; a sender who would make it more is asked to come again."""
AGAIN = "451 4.3.0 Not taken, try again later"
AWAY = "451 4.4.1 The next server does not answer, try again later"
BARE = "550 5.6.11 A line ends in a lone CR or LF, or there is a NUL; such a mail is not passed on"
CIRCLE = "554 5.4.6 This mail goes in a circle"
UNPROVEN = "550 5.7.1 This mail does not prove that it comes from the school"


class Client(Protocol):
    """A line that is open; ``is_busy`` while a mail is under way on it."""

    @property
    def is_busy(self) -> bool:
        """Whether a mail is under way."""
        ...

    def hang_up(self) -> None:
        """Close it."""
        ...


class House:
    """What all lines of a relay share."""

    def __init__(self, gate: Gate, hop: Hop, desk: RelayDesk, *, key: bytes, clock: Callable[[], datetime]) -> None:
        self.gate = gate
        self.hop = hop
        self.clock = clock
        self.rate = Rate(gate.per_minute)
        self.held = 0
        self.took_at: datetime | None = None
        self.lines: set[Client] = set()
        self._key = key
        self._desk = desk
        self._keepers = ThreadPoolExecutor(4, "relay-keeper")
        self._asker = ThreadPoolExecutor(1, "relay-asker")
        self._parties: Parties | None = None
        self._asked_at = 0.0
        self._one_asks = asyncio.Lock()

    async def parties(self) -> Parties:
        """Who is who. Raises BadCommand while the database is away."""
        loop = asyncio.get_running_loop()
        async with self._one_asks:
            if self._parties is None or loop.time() - self._asked_at > FRESH_FOR:
                try:
                    async with asyncio.timeout(ASKED_WITHIN):
                        self._parties = await loop.run_in_executor(self._asker, self._desk.parties)
                except Exception as failure:  # the sender keeps the mail and comes again
                    log.warning("relay cannot ask", extra={"error": type(failure).__name__})
                    raise BadCommand(AGAIN) from failure
                self._asked_at = loop.time()
            return self._parties

    async def keep(self, envelope: Envelope, mail: bytes) -> frozenset[str]:
        """Let a talk be taken in; for whom it is none. Raises BadCommand when it is not durable."""
        try:
            async with asyncio.timeout(KEPT_WITHIN):
                return await asyncio.get_running_loop().run_in_executor(self._keepers, self._desk.take, envelope, mail)
        except Exception as failure:  # the sender keeps the mail and comes again
            log.exception("relay cannot keep")
            raise BadCommand(AGAIN) from failure

    def mark(self, address: str) -> str:
        """The relay's own mark for an address."""
        return mark_of(self._key, address)

    def close(self) -> None:
        """Let what is being kept be kept, and take no more."""
        self._asker.shutdown(wait=False)
        self._keepers.shutdown(wait=True)


class Turn:
    """One transaction, from MAIL to the answer after its last dot."""

    def __init__(
        self,
        house: House,
        parties: Parties,
        envelope: Envelope,
        *,
        peer: str,
        said: str,
        protocol: str,
        has_logged_in: bool,
    ) -> None:
        self._house = house
        self._parties = parties
        self._envelope = envelope
        self._sender = normalise(envelope.mail_from)
        self._proof = None if has_logged_in else house.gate.proof
        self._came = {"said": said, "peer": peer, "protocol": protocol}
        self._recipients: dict[str, Recipient] = {}
        self._asked: list[str] = []
        self._line: HopLine | None = None
        self._trace = ""
        self._head = bytearray()
        self._pieces: list[bytes] = []
        self._size = 0
        self._problem = ""
        self._talk: frozenset[str] = frozenset()
        self._is_decided = False
        self._is_passing = False

    @property
    def has_recipients(self) -> bool:
        """Whether anybody is to get the mail."""
        return bool(self._recipients)

    async def recipient(self, recipient: Recipient) -> str:
        """Take one recipient, or say why not: the answer to RCPT."""
        address = normalise(recipient.address)
        if address in self._recipients:
            return "250 2.1.5 OK"
        if len(self._recipients) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients for one mail"
        if self._sender and not self._parties.may_carry(self._sender, address):
            return "550 5.7.1 This relay carries the school's own mail only"
        if self._parties.talk((), self._sender, (address,)):
            self._recipients[address] = recipient
            return "250 2.1.5 OK"
        try:
            answer = await self._ask(recipient)
        except HopAway:
            # A talk is kept whatever the next hop does; whether this is one, its head will say.
            if not self._parties.knows(address):
                return AWAY
        else:
            if not answer.is_good:
                return answer.line
            self._asked.append(address)
        self._recipients[address] = recipient
        return "250 2.1.5 OK"

    async def feed(self, piece: bytes) -> None:
        """Take bytes of the mail as they come over the line; after a problem they are read and thrown away."""
        self._size += len(piece)
        if self._problem:
            return
        if self._size > self._house.gate.largest:
            self._fail(f"552 5.3.4 A mail may have {self._house.gate.largest} bytes here")
        elif not is_clean(piece):
            self._fail(BARE)
        elif self._is_passing:
            await self._pass_piece(piece)
        elif self._is_decided:
            self._hold(piece)
        else:
            self._head += piece
            if self._head[:2] == b"\r\n" or self._head.find(b"\r\n\r\n", max(-len(piece) - 3, -len(self._head))) >= 0:
                await self._decide()
            elif len(self._head) > LONGEST_HEAD:
                self._fail("552 5.3.4 The mail's head is too long")

    async def finish(self) -> str:
        """The answer to the mail, once its last byte is there: a 250 only when it is safe."""
        if not self._problem and not self._is_decided:
            await self._decide()
        if self._problem:
            return self._problem
        try:
            if self._is_passing:
                return await self._passed()
            mail = b"".join(self._pieces)
            own = tuple(self._recipients[one] for one in self._recipients if one in self._talk)
            kept = await self._house.keep(self._enveloped(own), unstuffed(mail))
            passing = [one for one in self._recipients if one not in self._talk or one in kept]
            if not passing:
                return "250 2.0.0 OK, kept"
            return await self._pass_whole(passing, mail)
        except BadCommand as problem:
            return problem.answer
        except HopAway:
            return AWAY

    def end(self) -> None:
        """Let go of everything, whatever was reached."""
        self._let_go(is_whole=not self._is_passing)
        for piece in self._pieces:
            self._house.held -= len(piece)
        self._pieces = []

    async def _ask(self, recipient: Recipient) -> Answer:
        """Ask the next hop about a recipient, with the sender before the first. Raises HopAway."""
        command = rcpt_command(recipient)
        if self._line is None:
            self._line, answers = await self._house.hop.begin(mail_command(self._envelope), command)
            if not answers[0].is_good:
                self._let_go(is_whole=True)
                return answers[0]
            return answers[1]
        try:
            (answer,) = await self._line.ask(command)
            if answer.code == 421:
                raise HopAway("The next server closes the line.")
        except HopAway:
            self._let_go(is_whole=False)
            raise
        return answer

    async def _decide(self) -> None:
        """Look at the head: a circle, a stranger, a talk, or mail that passes."""
        self._is_decided = True
        whole = self._proven(bytes(self._head))
        if self._problem:
            return
        head = read_head(whole.partition(b"\r\n\r\n")[0])
        marks = {address: self._house.mark(address) for address in self._recipients}
        if head.hops > MOST_HOPS or head.marks & set(marks.values()):
            self._fail(CIRCLE)
            return
        outside = [one for one in self._recipients if not self._parties.may_carry("", one)]
        if not self._sender and outside and not any(self._parties.is_school(one) for one in head.authors):
            self._fail("550 5.7.1 This relay carries the school's own mail only")
            return
        self._trace = trace(
            **self._came,
            name=self._house.gate.name,
            own_id=secrets.token_hex(8),
            marks=marks.values(),
            now=self._house.clock(),
        )
        self._talk = self._parties.talk(head.authors, self._sender, self._recipients)
        if not self._sender:  # what became of a talk comes back without a sender, and its news is the desk's
            self._talk |= self._parties.staffs(self._recipients)
        if self._talk:
            self._hold(whole)
            return
        try:
            await self._begin_passing(list(self._recipients))
            await self._pass_piece(whole)
        except BadCommand as problem:
            self._fail(problem.answer)
        except HopAway:
            self._fail(AWAY)

    def _proven(self, whole: bytes) -> bytes:
        """What has come of a mail, without the line that proves whose it is; a mail that lacks it is given up."""
        if self._proof is None:
            return whole
        head, blank, rest = whole.partition(b"\r\n\r\n")
        if head.startswith(b"\r\n") or not self._proof.shown_in(head):
            self._fail(UNPROVEN)
            return b""
        return self._proof.without(head) + blank + rest

    def _hold(self, piece: bytes) -> None:
        if self._house.held + len(piece) > MOST_HELD:
            self._fail("452 4.3.1 Too much mail at once, try again later")
            return
        self._house.held += len(piece)
        self._pieces.append(piece)

    async def _begin_passing(self, passing: list[str]) -> None:
        """Come to the point at which the next hop wants the mail. Raises BadCommand with its own refusal, HopAway."""
        if self._line is None or self._asked != passing:
            self._let_go(is_whole=True)
            commands = [rcpt_command(self._recipients[one]) for one in passing]
            self._line, answers = await self._house.hop.begin(mail_command(self._envelope), *commands)
            refused = next((one for one in answers if not one.is_good), None)
            if refused is not None:
                self._let_go(is_whole=True)
                raise BadCommand(refused.line)
        (answer,) = await self._line.ask("DATA")
        if answer.code != 354:
            self._let_go(is_whole=answer.code >= 400)
            raise BadCommand(answer.line if answer.code >= 400 else AGAIN)
        self._is_passing = True
        await self._line.send(self._trace.encode())

    async def _pass_piece(self, piece: bytes) -> None:
        if self._line is None:
            return
        try:
            await self._line.send(piece)
        except HopAway:
            self._fail(AWAY)

    async def _pass_whole(self, passing: list[str], mail: bytes) -> str:
        """Pass a mail on that was held; the rest of its recipients have it already. Raises BadCommand, HopAway."""
        await self._begin_passing(passing)
        await self._pass_piece(mail)
        return self._problem or await self._passed()

    async def _passed(self) -> str:
        """End the mail at the next hop, and give its own answer back. Raises HopAway."""
        if self._line is None:
            raise HopAway("The line is gone.")
        await self._line.send(b".\r\n")
        answer = await self._line.answer(TAKEN_WITHIN)
        self._line.has_mail = False
        self._is_passing = False
        self._let_go(is_whole=True)
        return AGAIN if answer.code in (354, 421) else answer.line

    def _fail(self, answer: str) -> None:
        """Give the mail up: what has gone of it is broken off before its end."""
        self._problem = answer
        self._let_go(is_whole=not self._is_passing)
        self._is_passing = False
        self._head.clear()

    def _let_go(self, *, is_whole: bool) -> None:
        """Give the line back, or break it off where half a mail is on it."""
        line, self._line = self._line, None
        if line is None:
            return
        if is_whole:
            self._house.hop.give_back(line)
        else:
            self._house.hop.drop(line)

    def _enveloped(self, recipients: tuple[Recipient, ...]) -> Envelope:
        return Envelope(self._envelope.mail_from, recipients, self._envelope.options, self._trace)


def mail_command(envelope: Envelope) -> str:
    """MAIL as it goes to the next hop."""
    return " ".join((f"MAIL FROM:<{envelope.mail_from}>", *envelope.options))


def rcpt_command(recipient: Recipient) -> str:
    """RCPT as it goes to the next hop."""
    return " ".join((f"RCPT TO:<{recipient.address}>", *recipient.options))
