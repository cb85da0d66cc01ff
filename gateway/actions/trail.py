"""What happened in a conversation, link by link, in words that a governor understands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from gateway.actions.suggestions import DISMISSALS
from gateway.domain.approaches import WAYS
from gateway.domain.channels import CALLING
from gateway.domain.concerns import SYSTEMS
from gateway.domain.delivery import STATES
from gateway.domain.identity import Directory
from gateway.domain.moments import say_day, say_moment, say_time
from gateway.store.audit import Link
from gateway.store.threads import Message

PURPOSES = {
    "concern": "Parent concern or complaint",
    "safeguarding": "Safeguarding",
    "data_request": "Request for personal data",
    "support": "Supporting a member of staff",
    "evidence": "Evidence for a formal process",
}
"""Why somebody may look at a conversation that is not their own."""
_STOPPED = {
    "embargo": "it told of something that is not public yet",
    "restriction": "school may not write to this person about this child",
    "private_to_wrong_parent": "it told one parent something private about the other",
    "other_child": "it named another child",
    "other_family_contact": "it held another family’s number or address",
    "staff_private": "it held something private about staff",
}
_LETTERS = {
    "reply": "The answer",
    "acknowledgement": "The automatic answer with the promise",
    "promise_changed": "The news that the promise had changed",
    "late": "The news that we are late",
    "alert": "The alert",
    "looked_at": "The news of a look",
    "redirect": "The list of ways to write to school",
    "turned_back": "The letter with the ways to write to school",
}


@dataclass(frozen=True, slots=True)
class Tag:
    """A mark beside a step: ``kind`` is held, rang, meet or stop."""

    kind: str
    icon: str
    words: str


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


@dataclass(frozen=True, slots=True)
class _Telling:
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


def trail_of(people: Directory, messages: Sequence[Message], links: Sequence[Link]) -> tuple[Step, ...]:
    """Every link of a conversation as a step, oldest first."""
    zone = people.staffing.calendar.zone
    telling = _Telling(people, zone, {one.message_id: one for one in messages})
    return tuple(_step(telling, one) for one in links)


def say_when(at: datetime, zone: tzinfo) -> str:
    """The moment of a step: "Wed 18 Nov, 6:05pm"."""
    local = at.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b}, {say_time(local, zone)}"


def _step(telling: _Telling, link: Link) -> Step:
    at = link.at.astimezone(telling.zone)
    words, tag = _SAID.get(link.event, _said_plainly)(telling, link)
    own = telling.messages.get(link.detail.get("message", 0)) if link.event in _OWN_WORDS else None
    return Step(link.seq, at, say_when(at, telling.zone), words, tag, own, _in_fours(link.mark))


def _in_fours(mark: str) -> str:
    return " ".join(mark[start : start + 4] for start in range(0, 12, 4))


_OWN_WORDS = ("message.placed", "reply.accepted", "approach.answered")
_Said = tuple[str, Tag | None]


def _placed(telling: _Telling, link: Link) -> _Said:
    detail = link.detail
    message = telling.messages.get(detail["message"])
    words = [f"{message.author_name if message else 'Somebody'} wrote."]
    ahead = {reader: at for reader, at in detail["seen_by"].items() if at and datetime.fromisoformat(at) > link.at}
    if ahead:
        reader, at = min(ahead.items(), key=lambda one: one[1])
        words.append(
            f"Kept at {say_time(link.at, telling.zone)}. Promised: {telling.name(reader)}, {telling.moment(at)}."
        )
    if detail["acknowledged"]:
        words.append("The writer was told so." if ahead else "The writer was told that it is here.")
    if detail["disposition"] == "office":
        words.append("It went to the office.")
    meet = Tag("meet", "handshake", "Better in person") if detail["flags"] else None
    return " ".join(words), Tag("held", "hb", "Kept") if ahead and meet is None else meet


def _rang(telling: _Telling, link: Link) -> _Said:
    kept = link.detail["kept"]
    tag = Tag("rang", "hr", "Promise kept") if kept else Tag("held", "warning", "Late")
    return f"Rang for {telling.name(link.detail['reader'])}.", tag


def _withheld(telling: _Telling, link: Link) -> _Said:
    return f"It did not ring for {telling.name(link.detail['reader'])}: this conversation is closed to them.", None


def _missed(telling: _Telling, link: Link) -> _Said:
    promised = link.detail["promised_at"]
    when = f" It was promised for {telling.moment(promised)}." if promised else ""
    return f"The promised time was missed.{when} The family was told, and the office.", None


def _moved(telling: _Telling, link: Link) -> _Said:
    def said(one: dict[str, Any]) -> str:
        reader, at = next(iter(one.items()))
        return f"{telling.name(reader)}, {telling.moment(at)}" if at else f"{telling.name(reader)}, no day known"

    return f"The promise changed: it was {said(link.detail['was'])}; it is {said(link.detail['is_now'])}.", None


def _opened(telling: _Telling, link: Link) -> _Said:
    return f"Opened by {telling.actor(link)} at {say_time(link.at, telling.zone)}.", None


def _answered(telling: _Telling, link: Link) -> _Said:
    leaves_at = datetime.fromisoformat(link.detail["leaves_at"])
    waits = f" It waits until {say_moment(leaves_at, telling.zone)}." if leaves_at > link.at else ""
    return f"Answered by {telling.actor(link)}.{waits}", Tag("held", "hb", "Kept") if waits else None


def _replanned(telling: _Telling, link: Link) -> _Said:
    was, is_now = telling.moment(link.detail["was"]), telling.moment(link.detail["is_now"])
    return f"Hours changed, so the answer leaves at another time: not {was}, but {is_now}.", None


def _stopped(telling: _Telling, link: Link) -> _Said:
    why = "; ".join(_STOPPED.get(one, one.replace("_", " ")) for one in link.detail["codes"])
    writer = telling.name(link.detail["author"]) if "author" in link.detail else telling.actor(link)
    return f"{writer}’s words were stopped before sending: {why}.", Tag("stop", "warning-octagon", "Stopped")


def _sooner(telling: _Telling, link: Link) -> _Said:
    return f"{telling.actor(link)} sent it outside hours. Reason: {link.detail['reason']}", None


def _delivery(telling: _Telling, link: Link) -> _Said:
    state = link.event.partition(".")[2]
    what = _LETTERS.get(link.detail.get("letter", ""), "A message of school")
    failed = Tag("stop", "warning-octagon", "Not delivered") if state == "failed" else None
    channel = CALLING.get(link.detail.get("channel", ""), "school email")
    return f"{what} {STATES[state].record.format(channel=channel)}.", failed


def _rerouted(telling: _Telling, link: Link) -> _Said:
    what = _LETTERS.get(link.detail.get("letter", ""), "A message of school")
    return f"{what} could not go by {CALLING[link.detail['was']]}, so it goes by school email.", None


def _raised(telling: _Telling, link: Link) -> _Said:
    words = f"A worry was seen on arrival. Told at once: {telling.names(link.detail['told'])}."
    return words, Tag("stop", "shield-check", "Alert")


def _called(telling: _Telling, link: Link) -> _Said:
    told = link.detail["told"]
    who = telling.names(told) if told else "everybody on the list, again"
    why = (
        f"{telling.actor(link)} could not take it" if link.actor.startswith("staff:") else "Nobody had taken the alert"
    )
    return f"{why}. Told next: {who}.", None


def _looked(telling: _Telling, link: Link) -> _Said:
    purpose = PURPOSES.get(link.detail["purpose"], link.detail["purpose"])
    return f"Looked at by {telling.actor(link)}. {purpose}: {link.detail['reason']}", None


def _packed(telling: _Telling, link: Link) -> _Said:
    purpose = PURPOSES.get(link.detail["purpose"], link.detail["purpose"])
    what = "an evidence pack"
    if link.detail.get("copy"):
        covered = link.detail["covered"]
        what = f"a copy to release, with {covered} {'name' if covered == 1 else 'names'} of other children covered"
    return f"{telling.actor(link)} made {what}. {purpose}: {link.detail['reason']}", None


def _exported(telling: _Telling, link: Link) -> _Said:
    form = {"page": "a page", "csv": "a file"}.get(link.detail["form"], link.detail["form"])
    return f"{telling.actor(link)} exported it as {form} for the child protection file.", None


def _pointed(telling: _Telling, link: Link) -> _Said:
    system, number = SYSTEMS.get(link.detail["system"], link.detail["system"]), link.detail["reference"]
    return f"{telling.actor(link)} noted where it is kept: {system}, {number}.", None


def _dismissed(telling: _Telling, link: Link) -> _Said:
    answer = DISMISSALS.get(link.detail["answer"], link.detail["answer"])
    return f"{telling.actor(link)} put the suggestion to meet away: {answer}.", None


def _thread_moved(telling: _Telling, link: Link) -> _Said:
    said = {"done": "marked it as finished", "open": "brought it back"}
    return f"{telling.actor(link)} {said.get(link.detail['state'], 'moved it')}.", None


def _approached(telling: _Telling, link: Link) -> _Said:
    way = WAYS[link.detail["way"]].phrase
    return f"{telling.actor(link)} wrote down that {telling.name(link.detail['contact'])} came to them {way}.", None


def _by(verb: str) -> Callable[[_Telling, Link], _Said]:
    return lambda telling, link: (f"{telling.actor(link)} {verb}.", None)


def _said_plainly(telling: _Telling, link: Link) -> _Said:
    noun, _, verb = link.event.partition(".")
    return f"{noun.replace('_', ' ').capitalize()} {verb.replace('_', ' ')}, by {telling.actor(link)}.", None


_SAID: dict[str, Callable[[_Telling, Link], _Said]] = {
    "message.placed": _placed,
    "message.rang": _rang,
    "message.withheld": _withheld,
    "message.opened": _opened,
    "file.opened": _by("opened a file"),
    "promise.missed": _missed,
    "promise.changed": _moved,
    "thread.started": _by("began the conversation"),
    "thread.moved": _thread_moved,
    "thread.looked_at": _looked,
    "pack.made": _packed,
    "reply.accepted": _answered,
    "reply.stopped": _stopped,
    "reply.changed": _by("changed the words before they left"),
    "reply.replanned": _replanned,
    "reply.cancelled": _by("took the answer back before it left"),
    "quiet_hours.overridden": _sooner,
    **{f"delivery.{state}": _delivery for state in STATES},
    "delivery.rerouted": _rerouted,
    "suggestion.dismissed": _dismissed,
    "suggestion.restored": _by("brought the suggestion to meet back"),
    "approach.recorded": _approached,
    "approach.answered": _by("asked Handbell to send the ways to write to school"),
    "alert.raised": _raised,
    "alert.opened": _by("opened the alert"),
    "alert.acknowledged": _by("has taken the alert"),
    "alert.escalated": _called,
    "concern.exported": _exported,
    "concern.pointed": _pointed,
}
"""Event → its sentence. One that is not in here is said plainly, never left out."""


def say_dated(at: datetime, zone: tzinfo) -> str:
    """A moment with its year, for papers that are read later: "Monday 23 November 2026, 8:15am"."""
    local = at.astimezone(zone)
    return f"{say_day(local.date())} {local.year}, {say_time(local, zone)}"
