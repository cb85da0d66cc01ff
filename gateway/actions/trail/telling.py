"""What the sentences of the trail are made of: names, the school's clock, a conversation's messages, and a mark beside a step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from gateway.domain.identity import Directory
from gateway.domain.moments import say_moment
from gateway.store.audit import Link
from gateway.store.threads import Message


@dataclass(frozen=True, slots=True)
class Tag:
    """A mark beside a step: ``kind`` is held, rang, meet or stop."""

    kind: str
    icon: str
    words: str


@dataclass(frozen=True, slots=True)
class Telling:
    """What the sentences need: names, the school's clock, and the messages by number."""

    people: Directory
    zone: tzinfo
    messages: dict[int, Message]

    def name(self, key: str) -> str:
        """A reader, a member of staff or a contact by name."""
        if key in self.people.contacts:
            return self.people.contacts[key].name
        return self.people.name_of(key)

    def names(self, keys: Sequence[str]) -> str:
        """Several names in one phrase: "Mrs Ashdown and Mrs Castellan"."""
        said = [self.name(one) for one in keys]
        return " and ".join(filter(None, (", ".join(said[:-1]), *said[-1:]))) or "nobody"

    def actor(self, link: Link) -> str:
        """Who did it: a person's name, or Handbell."""
        kind, _, key = link.actor.partition(":")
        return "Handbell" if kind == "system" else self.name(key)

    def moment(self, written: str) -> str:
        """A moment of a link's detail: "Monday 23 November, 8:15am"."""
        return say_moment(datetime.fromisoformat(written), self.zone)


Said = tuple[str, Tag | None]
"""A sentence, and the mark beside it."""
Sentence = Callable[[Telling, Link], Said]


def by_actor(verb: str) -> Sentence:
    """The sentence of an event of which there is no more to say than who did it."""
    return lambda telling, link: (f"{telling.actor(link)} {verb}.", None)
