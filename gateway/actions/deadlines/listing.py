"""Deadlines as head and office see them: what runs, how many days are left, and the message that began one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gateway.actions.alerts import may_see
from gateway.actions.deadlines.record import STEPS, note
from gateway.actions.directory import directory
from gateway.actions.inbox import Child, children_of
from gateway.actions.own_threads import NotYourThread, own_thread
from gateway.actions.readable import kept_in
from gateway.actions.trail import Step, trail_of
from gateway.domain.deadlines import Procedure, extended_to
from gateway.domain.identity import Directory
from gateway.domain.scope import Scope
from gateway.store import audit, concerns, deadlines, queue, threads
from gateway.store.audit import Link
from gateway.store.deadlines import OPEN, Deadline
from gateway.store.threads import Message, Thread
from gateway.store.transaction import reading, writing

SETTLED_SHOWN = 20


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """One deadline in a list: from whom, about which children, its last day, and the whole days left (below 0: it is over)."""

    deadline: Deadline
    whom: str
    children: tuple[Child, ...]
    last_on: date | None
    days_left: int | None

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.days_left is not None and self.days_left < 0


@dataclass(frozen=True, slots=True)
class DeadlinePage:
    """One deadline with the message that began it, the words that show it marked, and what has happened since.

    ``message`` is None where it came by none, and where its words are not for this reader.
    """

    line: DeadlineLine
    message: Message | None
    marked: tuple[tuple[int, int], ...]
    furthest_on: date | None
    steps: tuple[Step, ...]
    settled_by: str


@dataclass(frozen=True, slots=True)
class DeadlineList:
    """Everything on the page of deadlines."""

    open: tuple[DeadlineLine, ...]
    settled: tuple[DeadlineLine, ...]
    procedure: Procedure


def open_lines(scope: Scope, people: Directory, staff_id: str, *, now: datetime) -> tuple[DeadlineLine, ...]:
    """The deadlines that run or may, as this person may see them, in the open transaction. No event: no words are shown."""
    return _lines(scope, people, staff_id, deadlines.open_deadlines(scope), now=now)


def open_for(scope: Scope, staff_id: str, *, now: datetime) -> tuple[DeadlineLine, ...]:
    """The same for a page. No event: no words are shown."""
    with reading():
        return open_lines(scope, directory(scope), staff_id, now=now)


def _lines(
    scope: Scope, people: Directory, staff_id: str, found: Iterable[Deadline], *, now: datetime
) -> tuple[DeadlineLine, ...]:
    held = list(found)
    ids = list({one.thread_id for one in held if one.thread_id is not None})
    sealed = threads.sealed(scope, ids) if ids else {}
    mine = [one for one in held if _may_see(people, staff_id, sealed.get(one.thread_id or 0, frozenset()))]
    pupils = threads.pupils_of(scope, ids) if ids else {}
    return tuple(_line(scope, people, one, pupils.get(one.thread_id or 0, ()), now=now) for one in mine)


def _may_see(people: Directory, staff_id: str, sealed_from: frozenset[str]) -> bool:
    """A closed conversation's deadline is seen by those to whom it is open, and by nobody as the office."""
    if staff_id in sealed_from:
        return False
    return not sealed_from or "office" not in people.staff[staff_id].roles


def _line(scope: Scope, people: Directory, held: Deadline, pupil_ids: Sequence[str], *, now: datetime) -> DeadlineLine:
    thread = threads.thread(scope, held.thread_id) if held.thread_id is not None else None
    return DeadlineLine(
        deadline=held,
        whom=_whom(people, thread) if thread is not None else held.about,
        children=children_of(people, pupil_ids),
        last_on=_last_on(people, held),
        days_left=_days_left(people, held, now=now),
    )


def _whom(people: Directory, thread: Thread) -> str:
    contact = people.contacts.get(thread.contact_id)
    return contact.name if contact is not None else thread.address


def _days_left(people: Directory, held: Deadline, *, now: datetime) -> int | None:
    """Whole days until the last one: 0 is today."""
    last_on = _last_on(people, held)
    if held.due_at is None or last_on is None:
        return None
    return (last_on - people.staffing.calendar.day_of(now)).days if now < held.due_at else -1


def _last_on(people: Directory, held: Deadline) -> date | None:
    """The last day there is; a midnight belongs to the day before it."""
    return people.staffing.calendar.day_of(held.due_at - timedelta(microseconds=1)) if held.due_at is not None else None


def open_in(scope: Scope, thread_id: int, *, staff_id: str, now: datetime) -> tuple[DeadlineLine, ...]:
    """The deadlines that run or may in a conversation of one's own, but for those of words that its reader may not read yet.

    Raises NotYourThread. No event: no words are shown.
    """
    with reading():
        people = directory(scope)
        thread = own_thread(scope, people, thread_id, staff_id)
        found = [one for one in deadlines.deadlines_of(scope, thread_id) if one.state in OPEN]
        kept = kept_in(scope, people, thread, staff_id) if found else frozenset()
        return _lines(scope, people, staff_id, [one for one in found if one.message_id not in kept], now=now)


def deadline_list(scope: Scope, staff_id: str, *, now: datetime) -> DeadlineList:
    """Every deadline that runs or may, and the last that are over. No event: no words are shown."""
    with reading():
        people = directory(scope)
        settled = deadlines.settled_deadlines(scope, limit=SETTLED_SHOWN)
        return DeadlineList(
            open=open_lines(scope, people, staff_id, now=now),
            settled=_lines(scope, people, staff_id, settled, now=now),
            procedure=deadlines.procedure(scope),
        )


def open_deadline(scope: Scope, deadline_id: int, *, staff_id: str, now: datetime) -> DeadlinePage:
    """One deadline with the words that began it. Raises NotYourThread. Event: deadline.opened, once a person, and none where
    its words are kept from them.
    """
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        held = own_deadline(scope, people, deadline_id, staff_id)
        links = audit.links_of_thread(scope, held.thread_id) if held.thread_id is not None else _loose(scope)
        own = [one for one in links if one.event in STEPS and one.detail.get("deadline") == deadline_id]
        message = _words_for(scope, people, held, staff_id)
        is_read = message is not None or held.message_id is None
        if is_read and not any(one.event == "deadline.opened" and one.actor == str(scope.actor) for one in own):
            note(scope, "deadline.opened", held, now=now)
        spans = sorted((start, end) for one in held.findings for start, end in one["evidence"])
        calendar = people.staffing.calendar
        furthest = extended_to(held.received_at, calendar) if held.kind == "data_request" else None
        return DeadlinePage(
            line=_lines(scope, people, staff_id, [held], now=now)[0],
            message=message,
            marked=_apart(spans),
            furthest_on=calendar.day_of(furthest - timedelta(microseconds=1)) if furthest is not None else None,
            steps=trail_of(people, (), own),
            settled_by=people.name_of(held.settled_by) if held.settled_by else "",
        )


def _words_for(scope: Scope, people: Directory, held: Deadline, staff_id: str) -> Message | None:
    """The message that began a deadline; None for whoever was not told of a worry in it, and where the family took it back."""
    if held.message_id is None or held.thread_id is None:
        return None
    raised = [one for one in concerns.alerts_of(scope, held.thread_id) if one.message_id == held.message_id]
    entries = [one for one in queue.entries_of(scope, held.thread_id) if one.message_id == held.message_id]
    if not all(may_see(people, staff_id, one) for one in raised) or any(one.state == "withdrawn" for one in entries):
        return None
    return threads.message(scope, held.message_id)


def _loose(scope: Scope) -> tuple[Link, ...]:
    """The events of deadlines that came by no message, oldest first."""
    return tuple(reversed(audit.latest(scope, STEPS, limit=500)))


def _apart(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for start, end in spans:
        start = max(start, found[-1][1] if found else 0)
        if start < end:
            found.append((start, end))
    return tuple(found)


def own_deadline(scope: Scope, people: Directory, deadline_id: int, staff_id: str) -> Deadline:
    held = deadlines.deadline(scope, deadline_id)
    sealed = threads.sealed(scope, [held.thread_id]) if held is not None and held.thread_id is not None else {}
    if held is None or not _may_see(people, staff_id, sealed.get(held.thread_id or 0, frozenset())):
        raise NotYourThread("There is no deadline of this number that you may see.")
    return held
