"""Which promise a family was given: the first of a message's readers, and whoever has it besides because the family was told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from gateway.actions.overdue import HANDED_ON
from gateway.domain.promises import OFFICE, Promise
from gateway.domain.scope import Scope
from gateway.store import audit, queue
from gateway.store.audit import Link
from gateway.store.queue import Entry

ASKED = "office.asked"
"""By this event, as by ``HANDED_ON``, a message has one reader more, of whom its family knows."""


@dataclass(frozen=True, slots=True)
class Moved:
    """An entry that waits and the promise that holds for it now; ``is_promised`` is False for what a colleague wrote.

    ``is_twice`` where whoever the promise names has the message already, and the entry is for nobody else.
    """

    entry: Entry
    promise: Promise
    is_promised: bool
    is_twice: bool = False


def changed_for_families(scope: Scope, moved: Sequence[Moved]) -> list[Moved]:
    """What families are told of, once a message, before it is written down: the promise that they were given is another one.

    Nobody was promised the second of two readers, and a promise that has rung is kept. No event: nothing changes.
    """
    promises: dict[int, dict[str, Promise]] = {}
    entries: dict[int, list[Entry]] = {}
    for entry, promise in ((one.entry, one.promise) for one in moved if one.is_promised):
        promises.setdefault(entry.message_id, {})[entry.reader] = promise
        entries[entry.message_id] = [entry]
    several = [one for one in queue.shared(scope) if one.message_id in promises] if promises else []
    entries |= {one.message_id: [] for one in several}
    for one in several:
        entries[one.message_id].append(one)
    talks = list({one.thread_id for one in several})
    given = audit.newest_of_threads(scope, (HANDED_ON, ASKED), talks) if talks else {}
    found = (_changed(held, promises[one], given.get(held[0].thread_id)) for one, held in entries.items())
    return [one for one in found if one is not None]


def _changed(entries: Sequence[Entry], promises: Mapping[str, Promise], given: Link | None) -> Moved | None:
    more = _given_later(entries, given)
    first = _first([one for one in entries if one.reader != more], promises)
    if first is None and more in promises:
        return Moved(next(one for one in entries if one.reader == more), promises[more], True)
    return first


def _given_later(entries: Sequence[Entry], given: Link | None) -> str:
    """Who has a message besides those whom it was for, as its family knows; blank for nobody."""
    if given is None:
        return ""
    if given.event == ASKED:
        return OFFICE if entries[0].message_id in given.detail["messages"] else ""
    rang_before = any(one.rung_at is not None and one.rung_at <= given.at for one in entries)
    return str(given.detail["whom"]) if rang_before else ""


def _first(entries: Sequence[Entry], promises: Mapping[str, Promise]) -> Moved | None:
    """How the first of these promises has changed; ``promises`` are those that moved, by their reader until now."""
    moved = [promises[one.reader] for one in entries if one.reader in promises]
    if not moved or any(one.state == "rung" for one in entries):
        return None
    was = min(entries, key=lambda one: _sooner(one.visible_at))
    first = min(moved, key=lambda one: _sooner(one.visible_at))
    if was.reader not in promises:
        return Moved(was, first, True) if _sooner(first.visible_at) < _sooner(was.visible_at) else None
    why = promises[was.reader].why
    standing = [
        Promise(one.addressed, False, one.visible_at, one.reader, why, one.reply_by_on, None)
        for one in entries
        if one.reader not in promises
    ]
    return Moved(was, min((first, *standing), key=lambda one: _sooner(one.visible_at)), True)


def _sooner(at: datetime | None) -> tuple[bool, datetime]:
    """For sorting: no known moment comes last."""
    return at is None, at or datetime.max.replace(tzinfo=UTC)
