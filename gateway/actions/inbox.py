"""The staff inbox: its lists, what the reader's own replies wait for, and search."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from gateway.actions import placing
from gateway.actions.directory import directory
from gateway.actions.readable import is_kept_for, kept_from, resting_on
from gateway.actions.refusals import Asked, refused_threads
from gateway.domain.identity import Directory
from gateway.domain.previews import preview_of
from gateway.domain.promises import OFFICE
from gateway.domain.reports import REPORT
from gateway.domain.roster import Pupil
from gateway.domain.scope import Scope
from gateway.store import flags, held_replies, inbox, queue
from gateway.store.base import first_id
from gateway.store.inbox import FoundMessage, Line, Place
from gateway.store.newest import Newest, newest
from gateway.store.outbox import Parcel
from gateway.store.search import found_messages
from gateway.store.transaction import reading

PAGE = 25


@dataclass(frozen=True, slots=True)
class List:
    """One list of the inbox: its name on the page, the states it holds, and what narrows it."""

    name: str
    states: tuple[str, ...]
    only: str = ""


LISTS: dict[str, List] = {
    "all": List("All", ("open",)),
    "reply": List("Needs my reply", ("open",), "unanswered"),
    "talk": List("Better in person", ("open", "answered"), "in_person"),
    "finished": List("Finished", ("answered", "done")),
}
"""The lists by their names in an address; ``kept`` is the fifth, of the reader's own waiting replies."""


@dataclass(frozen=True, slots=True)
class Child:
    """A pupil whom a conversation is about, as a list names them: "Zofia, Robin Class"."""

    pupil_id: str
    first_name: str
    class_name: str


@dataclass(frozen=True, slots=True)
class InboxLine:
    """One conversation in a list. ``with_whom`` is the contact's name, or the address of somebody nobody knows.

    ``office`` is blank, or the state in the office's inbox of what the office has; ``failed`` is blank, ``failed`` or
    ``unknown``. ``alert_open`` hides every suggestion; ``is_told`` says that the alert was sent to this reader too.
    ``channel`` is how the family's newest words came, or the way of a conversation in which it has not written.
    """

    line: Line
    with_whom: str
    channel: str
    is_known: bool
    children: tuple[Child, ...]
    better_in_person: bool
    alert_open: bool
    is_told: bool
    office: str
    failed: str
    has_promise: bool
    has_claim: bool

    @property
    def is_new(self) -> bool:
        """Whether it waits and holds something that its reader has not opened."""
        return bool(self.line.unread) and self.line.state == "open"


@dataclass(frozen=True, slots=True)
class InboxPage:
    """One page of a list; ``older`` leads to the next, None at the end."""

    which: str
    lines: tuple[InboxLine, ...]
    older: Place | None


def inbox_page(scope: Scope, staff_id: str, *, which: str, before: Place | None) -> InboxPage:
    """One page of a list of ``LISTS``, else of all; no event, because no message is opened by looking at a list."""
    chosen = which if which in LISTS else "all"
    wanted = LISTS[chosen]
    with reading():
        people = directory(scope)
        readers = placing.readers_for(people, staff_id)
        found = inbox.lines(scope, readers, states=wanted.states, before=before, limit=PAGE + 1, only=wanted.only)
        shown = [line for line in found[:PAGE] if not _is_sealed(line.sealed_from, staff_id)]
        marks = inbox.marks(scope, readers, [line.thread_id for line in shown])
        shown = _as_readable(scope, people, shown, marks, staff_id=staff_id, readers=readers)
        asked = [Asked(one.thread_id, one.contact_id, marks[one.thread_id].get("pupil", ())) for one in shown]
        with_talk = [one for one in asked if "talk" in marks[one.thread_id]]
        refused = refused_threads(scope, people, with_talk, staff_id=staff_id)
    last = found[PAGE - 1] if len(found) > PAGE else None
    lines = tuple(
        _line(people, line, marks[line.thread_id], refused, staff_id=staff_id, readers=readers) for line in shown
    )
    if wanted.only == "in_person":
        lines = tuple(one for one in lines if one.better_in_person)
    elif wanted.only == "unanswered":
        lines = tuple(one for one in lines if one.line.last_by != "staff")
    return InboxPage(chosen, lines, (last.rung_at, last.thread_id) if last else None)


def _as_readable(
    scope: Scope,
    people: Directory,
    lines: list[Line],
    marks: dict[int, dict[str, tuple[str, ...]]],
    *,
    staff_id: str,
    readers: Sequence[str],
) -> list[Line]:
    """These lines, and their marks, without a word of what has not rung for their reader, in the open transaction.

    Where the newest message is kept from them, the last that they may read stands in its place.
    """
    silent = {key: frozenset(map(int, held["kept"])) for key, held in marks.items() if "kept" in held}
    kept = kept_from(scope, people, staff_id, readers, silent)
    if not kept:
        return lines
    last = newest(scope, list(kept), without=frozenset(chain.from_iterable(kept.values())))
    talks = flags.suggestions(scope, list(kept))
    with_office = queue.entries_among(scope, [key for key in kept if "office" in marks[key]])
    for key, ids in kept.items():
        marks[key]["came_by"] = (last[key].came_by,) if key in last else ()
        if key in talks and resting_on(talks[key], ids) is None:
            del marks[key]["talk"]
        if is_kept_for(OFFICE, with_office.get(key, ()), ids):
            del marks[key]["office"]
    return [
        _without(one, kept[one.thread_id], last.get(one.thread_id)) if one.thread_id in kept else one for one in lines
    ]


def _without(line: Line, kept: frozenset[int], last: Newest | None) -> Line:
    if first_id(line.last_at) > max(kept):
        return line  # the list was told of something newer, by school or a calendar
    if last is None:
        return replace(line, preview="", last_by="staff", last_at=line.rung_at)
    return replace(line, preview=preview_of(last.text), last_by=last.by, last_at=last.received_at)


def _line(
    people: Directory,
    line: Line,
    marks: dict[str, tuple[str, ...]],
    refused: frozenset[int],
    *,
    staff_id: str,
    readers: Sequence[str],
) -> InboxLine:
    contact = people.contacts.get(line.contact_id)
    alert_open = "alert" in marks
    is_told = all(staff_id in json.loads(told) for told in (*marks.get("alert", ()), *marks.get("taken", ())))
    office = marks.get("office", ("",))[0]
    return InboxLine(
        line=line,
        with_whom=contact.name if contact else line.address,
        channel="".join(marks.get("came_by", ())) or line.channel,
        is_known=contact is not None or line.channel == REPORT,
        children=children_of(people, marks.get("pupil", ())),
        better_in_person="talk" in marks and line.thread_id not in refused,
        alert_open=alert_open,
        is_told=alert_open and is_told,
        office=office if len(readers) == 1 else "",
        failed=marks.get("failed", ("",))[-1],
        has_promise="promise" in marks,
        has_claim="claim" in marks,
    )


def children_of(people: Directory, pupil_ids: Sequence[str]) -> tuple[Child, ...]:
    """These pupils as a list names them; who has left the school is left out."""
    pupils = [people.pupils[one] for one in pupil_ids if one in people.pupils]
    return tuple(Child(one.pupil_id, one.preferred_name or one.first_name, class_name(people, one)) for one in pupils)


def class_name(people: Directory, pupil: Pupil) -> str:
    """The name of a pupil's class, or blank."""
    return people.classes[pupil.class_id].name if pupil.class_id in people.classes else ""


def _is_sealed(sealed_from: str, staff_id: str) -> bool:
    return staff_id in sealed_from.split(";")


@dataclass(frozen=True, slots=True)
class KeptReply:
    """A reply of the reader's own that waits for its hour."""

    parcel: Parcel
    words: str


def kept_replies(scope: Scope, staff_id: str, *, now: datetime) -> tuple[KeptReply, ...]:
    """The reader's own replies that have not left yet, the next to leave first; no event: they are their author's."""
    with reading():
        found = held_replies.kept_of(scope, staff_id, now=now, limit=PAGE)
    return tuple(KeptReply(one, preview_of(str(one.facts.get("text", "")))) for one in found)


@dataclass(frozen=True, slots=True)
class Found:
    """One message that a search found, with whom its conversation is."""

    message: FoundMessage
    with_whom: str


@dataclass(frozen=True, slots=True)
class FoundPage:
    """One page of what a search found; ``older`` is the message to go on from, None at the end."""

    found: tuple[Found, ...]
    older: int | None


def search(scope: Scope, query: str, *, staff_id: str, before: int | None = None) -> FoundPage:
    """Messages of one's own conversations that hold every word, newest first. No event: they are the reader's own."""
    with reading():
        people = directory(scope)
        readers = placing.readers_for(people, staff_id)
        ids = found_messages(scope, query, readers=readers, before=before, limit=PAGE)
        rows = inbox.message_lines(scope, ids) if ids else ()
    shown = tuple(
        Found(row, people.contacts[row.contact_id].name if row.contact_id in people.contacts else row.author_name)
        for row in rows
        if not _is_sealed(row.sealed_from, staff_id)
    )
    return FoundPage(shown, ids[-1] if len(ids) == PAGE else None)
