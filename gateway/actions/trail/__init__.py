"""What happened in a conversation, link by link, in words that a governor understands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from gateway.actions.trail import care, meetings, messages, talks
from gateway.actions.trail.care import PURPOSES
from gateway.actions.trail.telling import Said, Sentence, Tag, Telling
from gateway.domain.identity import Directory
from gateway.domain.moments import say_day, say_time
from gateway.store.audit import Link
from gateway.store.threads import Message

__all__ = ["PURPOSES", "Step", "Tag", "say_dated", "say_when", "trail_of"]

_SAID: dict[str, Sentence] = {**messages.SENTENCES, **talks.SENTENCES, **meetings.SENTENCES, **care.SENTENCES}
"""Event → its sentence. One that is not in here is said plainly, never left out."""
_OWN_WORDS = ("message.placed", "reply.accepted", "approach.answered")


@dataclass(frozen=True, slots=True)
class Step:
    """One link of the record as it is shown; ``message`` where it is about one message's own words."""

    seq: int
    at: datetime
    when: str
    words: str
    tag: Tag | None
    message: Message | None
    mark: str


def trail_of(people: Directory, written: Sequence[Message], links: Sequence[Link]) -> tuple[Step, ...]:
    """Every link of a conversation as a step, oldest first."""
    zone = people.staffing.calendar.zone
    telling = Telling(people, zone, {one.message_id: one for one in written})
    return tuple(_step(telling, one) for one in links)


def say_when(at: datetime, zone: tzinfo) -> str:
    """The moment of a step: "Wed 18 Nov, 6:05pm"."""
    local = at.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b}, {say_time(local, zone)}"


def say_dated(at: datetime, zone: tzinfo) -> str:
    """A moment with its year, for papers that are read later: "Monday 23 November 2026, 8:15am"."""
    local = at.astimezone(zone)
    return f"{say_day(local.date())} {local.year}, {say_time(local, zone)}"


def _step(telling: Telling, link: Link) -> Step:
    at = link.at.astimezone(telling.zone)
    words, tag = _SAID.get(link.event, _said_plainly)(telling, link)
    own = telling.messages.get(link.detail.get("message", 0)) if link.event in _OWN_WORDS else None
    return Step(link.seq, at, say_when(at, telling.zone), words, tag, own, _in_fours(link.mark))


def _in_fours(mark: str) -> str:
    return " ".join(mark[start : start + 4] for start in range(0, 12, 4))


def _said_plainly(telling: Telling, link: Link) -> Said:
    noun, _, verb = link.event.partition(".")
    return f"{noun.replace('_', ' ').capitalize()} {verb.replace('_', ' ')}, by {telling.actor(link)}.", None
