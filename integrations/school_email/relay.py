"""The enforcing relay: a mail server of the school's own that its mail system routes mail through, on a loop of its own."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from gateway.ports.errors import Misconfigured, OutcomeUnknown, Refused, TryLater
from gateway.ports.relay import Envelope, Pulse, RelayDesk
from integrations.school_email.codes import smtp_error
from integrations.school_email.relay_gate import gate_from, next_hop_from
from integrations.school_email.relay_hop import TAKEN_WITHIN, Answer, Hop, HopAway, HopLine
from integrations.school_email.relay_line import RelayLine
from integrations.school_email.relay_turn import House, mail_command, rcpt_command
from integrations.school_email.wire import stuffed

log = logging.getLogger(__name__)

BACKLOG = 1024
TIDY_EVERY = 5.0
ENDS_WITHIN = 10.0

# aiosmtpd tells every command and address that passes; ours says what went wrong, and nobody's name.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)


class Relay:
    """A relay that listens; ``hop`` hands on what was held."""

    def __init__(self, server: asyncio.Server, house: House, loop: asyncio.AbstractEventLoop) -> None:
        self._server = server
        self._house = house
        self._loop = loop
        self._tidying = loop.create_task(_tidy(house.hop))
        self.port: int = server.sockets[0].getsockname()[1]
        self.hop = HandingOn(house.hop, loop)

    def pulse(self) -> Pulse:
        """Ask the next hop for a line, and say how it went. Never raises."""
        asked = asyncio.run_coroutine_threadsafe(_answers(self._house.hop), self._loop)
        return Pulse(self._house.took_at, asked.result())

    def stop(self) -> None:
        """Take no new mail, and let what is under way finish within seconds."""
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _stop(self) -> None:
        self._server.close()
        self._tidying.cancel()
        until = self._loop.time() + ENDS_WITHIN
        while any(one.is_busy for one in self._house.lines) and self._loop.time() < until:
            await asyncio.sleep(0.02)
        for one in list(self._house.lines):
            one.hang_up()
        await asyncio.sleep(0)
        self._house.close()
        self._house.hop.close()


class HandingOn:
    """The next hop for what was held, asked from another thread."""

    def __init__(self, hop: Hop, loop: asyncio.AbstractEventLoop) -> None:
        self._hop = hop
        self._loop = loop

    def hand_on(self, envelope: Envelope, mail: bytes) -> str:
        """Hand one original on, below its trace; the server's answer. Raises TryLater, Refused, OutcomeUnknown."""
        return asyncio.run_coroutine_threadsafe(self._hand_on(envelope, mail), self._loop).result()

    async def _hand_on(self, envelope: Envelope, mail: bytes) -> str:
        try:
            line, answers = await self._hop.begin(mail_command(envelope), *map(rcpt_command, envelope.recipients))
        except HopAway as failure:
            raise TryLater(str(failure)) from failure
        try:
            for answer in answers:
                _refuse_unless_good(answer, "as to sender or recipient")
            await self._offer(line)
            try:
                await line.send(envelope.trace.encode() + stuffed(mail))
            except HopAway as failure:
                raise TryLater(str(failure)) from failure
            answer = await self._hand_over(line)
        except (HopAway, TryLater, OutcomeUnknown, asyncio.CancelledError):
            self._hop.drop(line)
            raise
        except Exception:
            self._hop.give_back(line)
            raise
        self._hop.give_back(line)
        return answer.words

    async def _offer(self, line: HopLine) -> None:
        try:
            (answer,) = await line.ask("DATA")
        except HopAway as failure:
            raise TryLater(str(failure)) from failure
        if answer.code != 354:
            _refuse_unless_good(answer, "before the mail")
            raise TryLater("The next server's answer makes no sense.")

    async def _hand_over(self, line: HopLine) -> Answer:
        """Send the dot. From here on silence is no proof of anything."""
        try:
            await line.send(b".\r\n")
            answer = await line.answer(TAKEN_WITHIN)
        except HopAway as failure:
            raise OutcomeUnknown(
                "The line broke while the mail was handed on; it may or may not have gone."
            ) from failure
        line.has_mail = False
        _refuse_unless_good(answer, "after reading the mail")
        return answer


def open_relay(
    settings: Mapping[str, Any],
    *,
    listen: str,
    next_hop: str,
    desk: RelayDesk,
    key: bytes,
    clock: Callable[[], datetime],
) -> Relay:
    """Open the relay on ``listen`` (HOST:PORT) before ``next_hop``; returns once it answers.

    Raises Misconfigured for settings that cannot work, a place that others could misuse, and a port that is taken.
    """
    gate = gate_from(settings, listen=listen)
    server, login = next_hop_from(settings, next_hop=next_hop)
    loop = asyncio.new_event_loop()
    threading.Thread(target=_run, args=(loop,), name="relay", daemon=True).start()

    async def begin() -> Relay:
        house = House(gate, Hop(server, login, name=gate.name), desk, key=key, clock=clock)
        await _learn(house.hop)
        opened = await loop.create_server(
            lambda: RelayLine(house, loop), gate.host, gate.port, backlog=BACKLOG, reuse_address=True
        )
        return Relay(opened, house, loop)

    try:
        return asyncio.run_coroutine_threadsafe(begin(), loop).result()
    except OSError as failure:
        loop.call_soon_threadsafe(loop.stop)
        raise Misconfigured(f"The relay cannot listen on {listen}; choose another place with --listen.") from failure


def _run(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    loop.run_forever()
    for one in asyncio.all_tasks(loop):
        one.cancel()
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()


async def _learn(hop: Hop) -> None:
    """Ask the next hop what it can do; until it answers, nothing is offered that only it can do."""
    if not await _answers(hop):
        log.warning("next hop does not answer")


async def _answers(hop: Hop) -> bool:
    """Whether the next hop gives a line."""
    try:
        hop.give_back(await hop.take_line())
    except HopAway:
        return False
    return True


async def _tidy(hop: Hop) -> None:
    while True:
        await asyncio.sleep(TIDY_EVERY)
        await hop.tidy()
        if not hop.offers:
            await _learn(hop)


def _refuse_unless_good(answer: Answer, step: str) -> None:
    if not answer.is_good and answer.code != 354:
        raise smtp_error(answer.code, answer.words.encode(), step=step, refusal=Refused)
