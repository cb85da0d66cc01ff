"""What a change of hours, calendar or cover changes of what waits: each message as if it had been planned by now's hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from gateway.actions.own_threads import for_them_alone
from gateway.actions.placing import from_colleague
from gateway.domain.promises import OFFICE, Promise, Staffing, by_reader, plan, plan_alone
from gateway.domain.scope import Scope
from gateway.store import queue
from gateway.store.queue import Entry


@dataclass(frozen=True, slots=True)
class Moved:
    """An entry that waits, the promise that holds for it now, and whom that is to; ``is_promised`` is False for what a
    colleague wrote.

    ``meant_for`` is empty where its people have the message by another entry, so that this one goes; ``is_new`` where some of
    them see it apart from the others from now on, by an entry of their own.
    """

    entry: Entry
    promise: Promise
    is_promised: bool
    meant_for: tuple[str, ...]
    is_new: bool = False

    @property
    def is_elsewhere(self) -> bool:
        """Whether the time or the reader is another one, and not only whom the entry is for."""
        return (self.promise.visible_at, self.promise.visible_to) != (self.entry.visible_at, self.entry.reader)

    @property
    def becomes(self) -> Entry | None:
        """The entry as it is to be; None where it goes."""
        if not self.meant_for:
            return None
        promise, (addressed, *others) = self.promise, self.meant_for
        return replace(
            self.entry,
            reader=promise.visible_to,
            addressed=addressed,
            also_for=";".join(others),
            visible_at=promise.visible_at,
            promised_at=promise.visible_at if self.is_promised else None,
            reply_by_on=promise.reply_by if self.is_promised else None,
            why=promise.why,
        )


def would_move(scope: Scope, staffing: Staffing, *, now: datetime) -> tuple[Moved, ...]:
    """What a staffing changes of the waiting entries, message by message, the earliest first. No event: nothing changes."""
    came, found = queue.came(scope), list[Moved]()
    have_it, held = defaultdict[int, set[str]](set), defaultdict[int, list[Entry]](list)
    for entry in queue.shared(scope):
        if entry.state == "rung":
            have_it[entry.message_id].add(entry.reader)
    for entry in queue.waiting(scope):
        is_due = entry.visible_at is not None and entry.visible_at <= now
        is_alone = _is_handed_on(staffing, entry, from_staff=came[entry.message_id][1])
        if is_due or is_alone:
            have_it[entry.message_id].add(entry.reader)
        else:
            held[entry.message_id].append(entry)
        if is_alone and not is_due:  # what is due rings with the next pass: nothing has changed for its family
            alone = {entry.addressed: for_them_alone(staffing, entry.addressed, at=now)}
            found += _moves([entry], alone, {}, is_promised=False)
    for message_id, entries in held.items():
        came_at, from_staff = came[message_id]
        has = have_it[message_id]
        found += of_message(staffing, entries, have_it=has, from_staff=from_staff, came_at=came_at, now=now)
    return tuple(found)


def of_message(
    staffing: Staffing,
    entries: Sequence[Entry],
    *,
    have_it: Collection[str],
    from_staff: bool,
    came_at: datetime,
    now: datetime,
) -> list[Moved]:
    """What a staffing changes of the waiting entries of one message, which ``have_it`` have already by others."""
    people = (whom for entry in entries for whom in entry.meant_for)
    promises = {one: planned(staffing, one, from_staff=from_staff, came_at=came_at, now=now) for one in people}
    hold, twice = _apart(staffing, promises, have_it, now=now)
    return _moves(entries, hold, twice, is_promised=not from_staff)


def _is_handed_on(staffing: Staffing, entry: Entry, *, from_staff: bool) -> bool:
    """Whether a family's message waits for a leader who takes over: it is theirs alone, and the family was promised nothing."""
    is_promised = entry.visible_at is None or entry.promised_at is not None
    return not from_staff and not is_promised and entry.addressed in staffing.workers


def planned(staffing: Staffing, whom: str, *, from_staff: bool, came_at: datetime, now: datetime) -> Promise:
    """When what waits for somebody would be seen as of now; what a colleague wrote waits by the courtesy hours alone.

    A family's message is planned from the moment it came, as its first promise was: what came on the last day of an
    absence stays with the cover, who has promised, when the absence has ended and the message has not rung yet. Where
    a message that came now would be seen then too, the reason is the one of now: it is what has changed.
    """
    # Whoever has left the school since is nobody's promise any more: the office sees what was meant for them.
    addressed = whom if whom in staffing.workers else OFFICE
    if from_staff:
        return from_colleague(staffing, addressed, at=now)
    as_it_came = plan(staffing, addressed, min(came_at, now))
    as_of_now = plan(staffing, addressed, now)
    is_same = (as_it_came.visible_at, as_it_came.visible_to) == (as_of_now.visible_at, as_of_now.visible_to)
    still_ahead = as_it_came.visible_at is not None and as_it_came.visible_at > now
    return as_it_came if still_ahead and not is_same else as_of_now


def _apart(
    staffing: Staffing, promises: Mapping[str, Promise], have_it: Collection[str], *, now: datetime
) -> tuple[dict[str, Promise], dict[str, Promise]]:
    """The promises that hold where some readers have the message already, and those with which there is nothing left to do.

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
    entries: Sequence[Entry], hold: Mapping[str, Promise], twice: Mapping[str, Promise], *, is_promised: bool
) -> list[Moved]:
    """How the entries of one message become one for each reader again: each keeps its reader where it can, and nobody is lost."""
    groups = by_reader(hold)
    readers = {one.reader for one in entries}
    free = [reader for reader in groups if reader not in readers]
    found = []
    for entry in entries:
        reader = entry.reader if entry.reader in groups else None
        if reader is None and free:
            reader = next((one for one in free if entry.addressed in groups[one][1]), free[0])
            free.remove(reader)
        promise, meant_for = groups[reader] if reader is not None else ({**hold, **twice}[entry.addressed], ())
        found.append(Moved(entry, promise, is_promised, meant_for))
    for reader in free:
        promise, meant_for = groups[reader]
        entry = next(one for one in entries if set(one.meant_for) & set(meant_for))
        found.append(Moved(entry, promise, is_promised, meant_for, is_new=True))
    return [one for one in found if one.is_new or one.is_elsewhere or set(one.meant_for) != set(one.entry.meant_for)]
