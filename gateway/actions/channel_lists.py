"""Bringing in what SchoolComms exports: what it sent settles messages that were handed over, data issues mark dead addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.actions import unreachable
from gateway.actions.directory import directory
from gateway.actions.outcomes import fail, settle
from gateway.actions.unreachable import BLOCKED
from gateway.domain.channel_lists import KINDS, Line, fits, guessed, lines_of, missing, same_words, sheet_of
from gateway.domain.channels import CLOSED
from gateway.domain.delivery import MAY_FOLLOW
from gateway.domain.errors import InputProblem
from gateway.domain.identity import Directory
from gateway.domain.scope import Scope
from gateway.domain.texts import number_of
from gateway.store import audit, channel_lists
from gateway.store import unreachable as unreachable_store
from gateway.store.base import new_id
from gateway.store.channel_lists import ChannelList
from gateway.store.outbox import Parcel
from gateway.store.transaction import reading, writing

CHANNEL = "schoolcomms"
LARGEST = 10 * 1024 * 1024
"""Bytes of one list: six months of a large school's messages are less."""
SENT_WITHIN = timedelta(days=1)
"""How far a list's own time may lie from the moment at which a person said that the message is there."""
KEPT_UNTAKEN = timedelta(days=7)


class NoSuchList(InputProblem):
    """There is no such list any more; bring it in again."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A message of ours that a line speaks of, and what became of it."""

    line: Line
    parcel: Parcel
    state: str


@dataclass(frozen=True, slots=True)
class Dead:
    """An address of a contact that the channel has stopped writing to."""

    line: Line
    contact_id: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """An address that SchoolComms no longer writes to, and whose it is."""

    address: str
    names: tuple[str, ...]
    since_at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a list would do: the messages it settles, the addresses it marks, and the lines that do neither.

    ``others`` are messages that did not begin here, ``strangers`` lines about nobody whom school knows, ``unread`` lines that
    cannot be read.
    """

    settled: tuple[Settled, ...]
    dead: tuple[Dead, ...]
    others: int
    strangers: tuple[Line, ...]
    unread: tuple[Line, ...]

    def counts(self) -> dict[str, int]:
        """How many of each."""
        return {
            "settled": len(self.settled),
            "failed": sum(one.state == "failed" for one in self.settled),
            "dead": len(self.dead),
            "others": self.others,
            "strangers": len(self.strangers),
            "unread": len(self.unread),
        }


@dataclass(frozen=True, slots=True)
class Shown:
    """A list that waits to be acted upon: its headings with an example each, the columns chosen, and what it would do.

    ``outcome`` is None while ``missing`` names what must still be chosen.
    """

    brought: ChannelList
    examples: tuple[tuple[str, str], ...]
    columns: dict[str, str]
    missing: tuple[str, ...]
    outcome: Outcome | None


def bring(scope: Scope, kind: str, *, name: str, raw: bytes, staff_id: str, now: datetime) -> int:
    """Keep a list that somebody has saved from SchoolComms; its number. Raises InputProblem. Event: channel_list.brought."""
    if kind not in KINDS:
        raise InputProblem("Choose which of the two lists this is.")
    if len(raw) > LARGEST:
        raise InputProblem("This file is larger than 10 MB. Choose fewer weeks in SchoolComms.")
    sheet_of(raw)
    with writing():
        audit.take_turn(scope)
        channel_lists.forget_untaken(scope, brought_before=now - KEPT_UNTAKEN)
        one = ChannelList(new_id(now), kind, " ".join(name.split())[:120], now, staff_id, None, {})
        channel_lists.keep(scope, one, raw=raw)
        audit.append(scope, "channel_list.brought", now=now, clause="C1", list=one.list_id, kind=kind, by=staff_id)
    return one.list_id


def brought(scope: Scope) -> tuple[ChannelList, ...]:
    """The newest lists. No event: only what they were is told."""
    with reading():
        return channel_lists.newest(scope, limit=10)


def blocked(scope: Scope) -> tuple[Blocked, ...]:
    """The addresses that lists have marked, the newest first. No event: nothing is changed."""
    with reading():
        people = directory(scope)
        found = [one for one in unreachable_store.unreached(scope) if one.channel == CHANNEL]
    return tuple(
        Blocked(one.address, tuple(sorted(people.contacts[key].name for key in keys)), one.since_at)
        for one in found
        if (keys := _contacts(people, Line(0, email=one.address, mobile=one.address)))
    )


def unblock(scope: Scope, address: str, *, now: datetime) -> None:
    """Take a mark away: SchoolComms writes to the address again. Event: address.reachable."""
    with writing():
        audit.take_turn(scope)
        if unreachable_store.forget_unreachable(scope, CHANNEL, address):
            contacts = sorted(_contacts(directory(scope), Line(0, email=address, mobile=address)))
            audit.append(scope, "address.reachable", now=now, clause="C1", channel=CHANNEL, contacts=contacts)


def show(scope: Scope, list_id: int, columns: Mapping[str, str] | None = None) -> Shown:
    """What a list would do by these columns, by those that were saved, or by those that its headings suggest.

    Raises NoSuchList. No event: nothing is done.
    """
    with reading():
        one, raw = _waiting(scope, list_id)
        sheet = sheet_of(raw)
        chosen = _columns(scope, one.kind, sheet.headers, columns)
        people = directory(scope)
        lacks = missing(one.kind, chosen)
        outcome = None if lacks else _outcome(scope, people, one.kind, raw, chosen)
    examples = tuple(
        (heading, next((row[place] for row in sheet.rows if row[place]), ""))
        for place, heading in enumerate(sheet.headers)
        if heading
    )
    return Shown(one, examples, chosen, lacks, outcome)


def take(scope: Scope, list_id: int, columns: Mapping[str, str], *, now: datetime) -> Outcome:
    """Do what a list says, and read the next ones by the same columns; twice is once.

    Raises NoSuchList, InputProblem. Events: channel_list.taken, address.unreachable and those of ``settle``.
    """
    with writing():
        audit.take_turn(scope)
        one, raw = _waiting(scope, list_id)
        chosen = _columns(scope, one.kind, sheet_of(raw).headers, columns)
        if lacks := missing(one.kind, chosen):
            raise InputProblem(f"Choose a column first: {', '.join(lacks)}.")
        people = directory(scope)
        found = _outcome(scope, people, one.kind, raw, chosen)
        for dead in found.dead:
            unreachable.note(scope, CHANNEL, dead.address, why=BLOCKED, now=now)
        for each in found.settled:
            if each.state == "failed":
                fail(scope, people, each.parcel, now=now, failure=f"{CLOSED[CHANNEL]} did not deliver it.")
            else:
                settle(scope, each.parcel, state=each.state, now=now)
        channel_lists.save_columns(scope, one.kind, chosen)
        channel_lists.note_taken(scope, list_id, now=now, counts=found.counts())
        audit.append(scope, "channel_list.taken", now=now, clause="C1", list=list_id, kind=one.kind, **found.counts())
    return found


def _waiting(scope: Scope, list_id: int) -> tuple[ChannelList, bytes]:
    found = channel_lists.channel_list(scope, list_id)
    if found is None or found[0].taken_at is not None:
        raise NoSuchList("There is no such list any more; bring it in again.")
    return found


def _columns(scope: Scope, kind: str, headers: Sequence[str], asked: Mapping[str, str] | None) -> dict[str, str]:
    """The columns to read by; a heading that the list does not have is none."""
    if asked is None:
        saved = channel_lists.columns_of(scope, kind)
        asked = saved if fits(kind, saved, headers) else guessed(kind, headers)
    return {key: asked[key] for key in KINDS[kind][1] if asked.get(key) in headers and asked.get(key)}


def _outcome(scope: Scope, people: Directory, kind: str, raw: bytes, columns: Mapping[str, str]) -> Outcome:
    lines = tuple(lines_of(kind, sheet_of(raw), columns, zone=people.staffing.calendar.zone))
    unread = tuple(one for one in lines if one.problem)
    known = [(one, _contacts(people, one)) for one in lines if not one.problem]
    strangers = tuple(one for one, contacts in known if not contacts)
    about = [(one, contacts) for one, contacts in known if contacts]
    if kind == "blocked":
        return Outcome((), tuple(_dead(people, about)), 0, strangers, unread)
    settled = tuple(_settled(channel_lists.unsettled_on(scope, CHANNEL), about))
    spoken_of = {one.line.number for one in settled}
    others = sum(1 for one, _ in about if one.number not in spoken_of)
    return Outcome(settled, (), others, strangers, unread)


def _contacts(people: Directory, line: Line) -> frozenset[str]:
    """Whom a line may be about: by the system's id, else by the address, else by the number; a family may share either."""
    if line.contact_id in people.contacts:
        return frozenset({line.contact_id})
    number = number_of(line.mobile)
    return frozenset(
        one.contact_id
        for one in people.roster.contacts
        if (line.email and line.email in one.emails) or (number and number in map(number_of, one.mobiles))
    )


def _settled(waiting: Sequence[tuple[Parcel, str]], about: Iterable[tuple[Line, frozenset[str]]]) -> Iterable[Settled]:
    """The messages of ours that lines speak of, each once: the same family, the same words, the same day."""
    left = list(waiting)
    for line, contacts in about:
        if not line.state:
            continue
        found = next((one for one in left if one[1] in contacts and _is_about(line, one[0])), None)
        if found is not None and found[0].state in MAY_FOLLOW[line.state]:
            left.remove(found)
            yield Settled(line, found[0], line.state)


def _is_about(line: Line, parcel: Parcel) -> bool:
    at = parcel.settled_at or parcel.send_after
    ours = (str(parcel.facts.get("subject", "")), str(parcel.facts.get("text", "")))
    near = line.at is not None and abs(line.at - at) <= SENT_WITHIN
    return near and any(same_words(line.words, one) for one in ours if one)


def _dead(people: Directory, about: Iterable[tuple[Line, frozenset[str]]]) -> Iterable[Dead]:
    """The addresses of contacts that lines name, each once."""
    seen: set[str] = set()
    for line, contacts in about:
        for address in filter(None, (line.email, number_of(line.mobile))):
            if address not in seen:
                seen.add(address)
                contact = people.contacts[min(contacts)]
                yield Dead(line, contact.contact_id, contact.name, address)
