"""Which promise a family was given: the first of a message's readers, and whoever has it besides because the family was told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from gateway.actions.overdue import HANDED_ON
from gateway.actions.replanning import Moved
from gateway.domain.promises import OFFICE, Promise, sooner
from gateway.domain.scope import Scope
from gateway.store import audit, replans
from gateway.store.audit import Link
from gateway.store.queue import Entry

ASKED = "office.asked"
"""By this event, as by ``HANDED_ON``, a message has one reader more, of whom its family knows."""


def changed_for_families(scope: Scope, moved: Sequence[Moved]) -> list[Moved]:
    """What families are told of, once a message, before it is written down: the promise that they were given is another one.

    Nobody was promised the second of two readers, and a promise that has rung is kept. No event: nothing changes.
    """
    promises = defaultdict[int, dict[str, Promise]](dict)
    apart, entries = defaultdict[int, list[Promise]](list), dict[int, list[Entry]]()
    for one in moved:
        if one.is_promised and one.is_elsewhere:
            entries[one.entry.message_id] = [one.entry]
            if one.is_new:
                apart[one.entry.message_id].append(one.promise)
            else:
                promises[one.entry.message_id][one.entry.reader] = one.promise
    several = [one for one in replans.shared(scope) if one.message_id in entries] if entries else []
    entries |= {one.message_id: [] for one in several}
    for entry in several:
        entries[entry.message_id].append(entry)
    talks = list({one.thread_id for one in several})
    given = audit.newest_of_threads(scope, (HANDED_ON, ASKED), talks) if talks else {}
    found = (_changed(held, promises[one], apart[one], given.get(held[0].thread_id)) for one, held in entries.items())
    return [one for one in found if one is not None]


def _changed(
    entries: Sequence[Entry], promises: Mapping[str, Promise], apart: Sequence[Promise], given: Link | None
) -> Moved | None:
    more = _given_later(entries, given)
    first = _first([one for one in entries if one.reader != more], promises, apart)
    if first is None and more in promises:
        return _told(next(one for one in entries if one.reader == more), promises[more])
    return first


def _given_later(entries: Sequence[Entry], given: Link | None) -> str:
    """Who has a message besides those whom it was for, as its family knows; blank for nobody."""
    if given is None:
        return ""
    if given.event == ASKED:
        return OFFICE if entries[0].message_id in given.detail["messages"] else ""
    rang_before = any(one.rung_at is not None and one.rung_at <= given.at for one in entries)
    return str(given.detail["whom"]) if rang_before else ""


def _first(entries: Sequence[Entry], promises: Mapping[str, Promise], apart: Sequence[Promise]) -> Moved | None:
    """How the first of these promises has changed: ``promises`` are those that moved, by their reader until now, and ``apart``
    those of people who see the message by themselves from now on.
    """
    moved = [*(promises[one.reader] for one in entries if one.reader in promises), *apart]
    if not moved or not entries or any(one.state == "rung" for one in entries):
        return None
    was = min(entries, key=lambda one: sooner(one.visible_at, one.reader))
    first = min(moved, key=lambda one: sooner(one.visible_at, one.visible_to))
    if was.reader not in promises:
        return _told(was, first) if sooner(first.visible_at) < sooner(was.visible_at) else None
    why = promises[was.reader].why
    standing = [
        Promise(one.addressed, False, one.visible_at, one.reader, why, one.reply_by_on, None)
        for one in entries
        if one.reader not in promises
    ]
    return _told(was, min((first, *standing), key=lambda one: sooner(one.visible_at, one.visible_to)))


def _told(was: Entry, promise: Promise) -> Moved:
    return Moved(was, promise, True, was.meant_for)
