"""What a change of hours, calendar or cover changes of what waits: each message as if it had been planned by now's hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from gateway.actions.own_threads import for_them_alone
from gateway.actions.placing import from_colleague
from gateway.domain.hours import next_reading
from gateway.domain.promises import (
    OFFICE,
    Promise,
    Staffing,
    by_reader,
    is_courteous,
    is_missed,
    plan,
    plan_alone,
)
from gateway.domain.scope import Scope
from gateway.store import queue, replans
from gateway.store.queue import Entry

RINGS_WITHIN = timedelta(minutes=1)
"""What is due is left to the release job for so long, whatever has changed: it ticks four times a minute."""


@dataclass(frozen=True, slots=True)
class Moved:
    """An entry that waits, the promise that holds for it now, and whom that is to; ``is_promised`` says whether to a family.

    ``meant_for`` is empty where its people have the message by another entry, so that this one goes; ``is_new`` where some of
    them see it apart from the others from now on, by an entry of their own. ``joins`` are its people for whom nothing waits
    any more, each with the reader who has it in their stead. ``missed_at`` is the first moment that was promised to them, and
    at which it has not rung.
    ``since`` is from when the promise is reckoned; None: as until now.
    """

    entry: Entry
    promise: Promise
    is_promised: bool
    meant_for: tuple[str, ...]
    is_new: bool = False
    joins: tuple[tuple[str, str], ...] = ()
    missed_at: datetime | None = None
    since: datetime | None = None

    @property
    def is_elsewhere(self) -> bool:
        """Whether the time or the reader is another one."""
        return (self.promise.visible_at, self.promise.visible_to) != (self.entry.visible_at, self.entry.reader)

    @property
    def changes(self) -> bool:
        """Whether anything is to be written: the time, the reader, whom it is for, or the day of the answer."""
        is_of_others = self.is_new or bool(self.joins) or set(self.meant_for) != set(self.entry.meant_for)
        return (
            self.is_elsewhere or is_of_others or (self.is_promised and self.promise.reply_by != self.entry.reply_by_on)
        )

    @property
    def becomes(self) -> Entry | None:
        """The entry as it is to be; None where it goes. What was promised and missed stays promised, so that it is seen."""
        if not self.meant_for:
            return None
        promise, (addressed, *others) = self.promise, self.meant_for
        promised_at = self.missed_at or promise.visible_at
        return replace(
            self.entry,
            reader=promise.visible_to,
            addressed=addressed,
            also_for=";".join(others),
            visible_at=promise.visible_at,
            promised_at=promised_at if self.is_promised else None,
            reply_by_on=promise.reply_by if self.is_promised else None,
            why=promise.why,
            planned_from=self.since or self.entry.planned_from,
        )


def would_move(scope: Scope, staffing: Staffing, *, now: datetime) -> tuple[Moved, ...]:
    """What a staffing changes of the waiting entries, message by message. No event: nothing changes."""
    came, found = replans.came(scope), list[Moved]()
    readers, have_it = defaultdict[int, set[str]](set), defaultdict[int, set[str]](set)
    held = defaultdict[int, list[Entry]](list)
    for entry in replans.shared(scope):
        readers[entry.message_id].add(entry.reader)
        if entry.state == "rung":
            have_it[entry.message_id].add(entry.reader)
    for entry in queue.waiting(scope):
        is_due = rings_now(staffing, entry, from_staff=came[entry.message_id][1], now=now)
        if is_due or entry.is_alone:
            have_it[entry.message_id].add(entry.reader)
        else:
            held[entry.message_id].append(entry)
        if entry.is_alone and not is_due:
            found.append(_alone(staffing, entry, readers[entry.message_id] - {entry.reader}, now=now))
    for message_id, entries in held.items():
        came_at, from_staff = came[message_id]
        has = have_it[message_id]
        found += of_message(staffing, entries, have_it=has, from_staff=from_staff, came_at=came_at, now=now)
    return tuple(one for one in found if one.changes)


def rings_now(staffing: Staffing, entry: Entry, *, from_staff: bool, now: datetime) -> bool:
    """Whether a waiting entry's moment has come and it rings with the next pass: nothing has changed for its family.

    Not where the pass is late, after an outage say, and its reader is off duty by now.
    """
    worker = staffing.workers.get(entry.reader)
    if entry.visible_at is None or entry.visible_at > now or worker is None:
        return False
    if now - entry.visible_at <= RINGS_WITHIN:
        return True
    if from_staff and not entry.is_alone:
        return is_courteous(staffing, now)
    return next_reading(worker, staffing.calendar, now) == now


def _alone(staffing: Staffing, entry: Entry, others: Collection[str], *, now: datetime) -> Moved:
    addressed = entry.addressed if entry.addressed in staffing.workers else OFFICE
    promise = for_them_alone(staffing, addressed, at=now)
    if promise.visible_to in others:
        return Moved(entry, promise, False, (), joins=((entry.addressed, promise.visible_to),))
    return Moved(entry, promise, False, entry.meant_for)


def of_message(
    staffing: Staffing,
    entries: Sequence[Entry],
    *,
    have_it: Collection[str],
    from_staff: bool,
    came_at: datetime,
    now: datetime,
) -> list[Moved]:
    """What holds for the waiting entries of one message, which ``have_it`` have already by others."""
    since = {whom: entry.planned_from or came_at for entry in entries for whom in entry.meant_for}
    promises = {}
    for whom, at in since.items():
        if from_staff:
            promises[whom] = from_colleague(staffing, whom if whom in staffing.workers else OFFICE, at=now)
        else:
            promises[whom], since[whom] = planned(staffing, whom, since=at, now=now)
    hold, twice = _apart(staffing, promises, have_it, now=now)
    moves = _moves(entries, hold, twice, is_promised=not from_staff, now=now)
    if from_staff:
        return moves
    return [replace(one, since=min(since[whom] for whom in one.meant_for)) if one.meant_for else one for one in moves]


def planned(staffing: Staffing, whom: str, *, since: datetime, now: datetime) -> tuple[Promise, datetime]:
    """When what waits for somebody would be seen as of now, and from when that is reckoned: ``since`` or now.

    It is reckoned from the moment it came, as its first promise was, or from the last change: what came on the last day of
    an absence stays with the cover, who has promised, when the absence has ended and the message has not rung yet. Where
    a message that came now would be seen then too, the reason is the one of now: it is what has changed.
    """
    # Whoever has left the school since is nobody's promise any more: the office sees what was meant for them.
    addressed = whom if whom in staffing.workers else OFFICE
    as_it_came = plan(staffing, addressed, min(since, now))
    as_of_now = plan(staffing, addressed, now)
    is_same = (as_it_came.visible_at, as_it_came.visible_to) == (as_of_now.visible_at, as_of_now.visible_to)
    still_ahead = as_it_came.visible_at is not None and as_it_came.visible_at > now
    return (as_it_came, since) if still_ahead and not is_same else (as_of_now, now)


def _apart(
    staffing: Staffing, promises: Mapping[str, Promise], have_it: Collection[str], *, now: datetime
) -> tuple[dict[str, Promise], dict[str, Promise]]:
    """The promises that hold where some readers have the message already, and those with which there is nothing left to do:
    each names the reader who has it.

    Whoever was to be stood in for by one of those sees it at their own next moment, unless they have left or have it too.
    """
    hold, twice = dict[str, Promise](), dict[str, Promise]()
    for whom, promise in promises.items():
        own = staffing.workers.get(whom)
        if promise.visible_to not in have_it:
            hold[whom] = promise
        elif own is None or own.key in have_it:
            twice[whom] = promise
        else:
            hold[whom] = plan_alone(staffing, own, now, instead=promise)
    return hold, twice


def _moves(
    entries: Sequence[Entry],
    hold: Mapping[str, Promise],
    twice: Mapping[str, Promise],
    *,
    is_promised: bool,
    now: datetime,
) -> list[Moved]:
    """How the entries of one message become one for each reader again: each keeps its reader where it can, and nobody is lost."""
    groups = by_reader(hold)
    readers = {one.reader for one in entries}
    free = [reader for reader in groups if reader not in readers]
    missed_at = {
        one: entry.promised_at
        for entry in entries
        if entry.promised_at is not None and is_missed(entry.promised_at, now)
        for one in entry.meant_for
    }
    found = []
    for entry in entries:
        reader = entry.reader if entry.reader in groups else None
        if reader is None and free:
            reader = next((one for one in free if entry.addressed in groups[one][1]), free[0])
            free.remove(reader)
        promise, meant_for = groups[reader] if reader is not None else ({**hold, **twice}[entry.addressed], ())
        joins = tuple((whom, twice[whom].visible_to) for whom in entry.meant_for if whom in twice)
        missed = min((missed_at[one] for one in meant_for if one in missed_at), default=None)
        found.append(Moved(entry, promise, is_promised, meant_for, joins=joins, missed_at=missed))
    for reader in free:
        promise, meant_for = groups[reader]
        entry = next(one for one in entries if set(one.meant_for) & set(meant_for))
        found.append(Moved(entry, promise, is_promised, meant_for, is_new=True))
    return found
