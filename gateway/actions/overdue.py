"""Answers that did not come by the promised day: a task for the office with three ways on, and never a mark against anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from gateway.actions import outgoing, placing
from gateway.actions.directory import directory
from gateway.actions.inbox import Child, children_of
from gateway.actions.originals import own_moment
from gateway.actions.own_threads import for_them_alone
from gateway.domain.errors import HandbellError, InputProblem
from gateway.domain.hours import why_shut
from gateway.domain.identity import Directory
from gateway.domain.promises import OFFICE, Promise, end_of_day, working_days_after
from gateway.domain.roster import Absence
from gateway.domain.scope import Scope
from gateway.store import audit, overdue, queue, threads
from gateway.store.audit import Link
from gateway.store.overdue import Unanswered
from gateway.store.queue import Entry
from gateway.store.threads import Thread
from gateway.store.transaction import reading, writing

SHOWN = 50
REMINDED, HANDED_ON, TAKEN = "answer.reminded", "answer.handed_on", "answer.taken_by_office"
STEPS = (REMINDED, HANDED_ON, TAKEN)
"""What the office can do about an answer that is late; each is an event of the record, and the newest is shown."""
LATE = "We have not answered you by the day we said, and we are sorry. {} will answer you instead."
AWAY = "{} is away. {} will answer you instead."


class AnsweredMeanwhile(HandbellError):
    """This conversation waits for no answer any more."""


@dataclass(frozen=True, slots=True)
class Step:
    """What the office has done already: one of ``STEPS``, when, by whom, for whom it rings and from when."""

    event: str
    at: datetime
    by: str
    whom: str
    rings_at: datetime | None


@dataclass(frozen=True, slots=True)
class Overdue:
    """One conversation that waits: with whom, about which children, who was to answer, and until when.

    ``covers`` are who can take it instead (staff id, name); ``is_office`` says that it is the office's own to answer.
    ``away_until`` is the last day on which who was to answer is away, so that a reminder would not help; None when they are in.
    """

    thread_id: int
    with_whom: str
    children: tuple[Child, ...]
    reader: str
    is_office: bool
    away_until: date | None
    promised_by: datetime
    covers: tuple[tuple[str, str], ...]
    step: Step | None


def overdue_answers(scope: Scope, *, now: datetime) -> tuple[Overdue, ...]:
    """The conversations whose promised day ended without an answer, the longest waiting first; and those that somebody
    left unanswered who is away past the day on which they would have answered. No event: no words are shown.
    """
    with reading():
        people = directory(scope)
        late = _late(scope, people, now=now)[:SHOWN]
        ids = [one.thread_id for one in late]
        pupils = threads.pupils_of(scope, ids) if ids else {}
        steps = audit.newest_of_threads(scope, STEPS, ids) if ids else {}
        return tuple(
            _overdue(people, one, pupils.get(one.thread_id, ()), steps.get(one.thread_id), by_at, now=now)
            for one, by_at in _dated(people, late)
        )


def _late(scope: Scope, people: Directory, *, now: datetime, thread_id: int | None = None) -> list[Unanswered]:
    today = people.staffing.calendar.day_of(now)
    away = {key: held for key in people.staffing.workers if (held := _absence(people, key, now=now)) is not None}
    found = overdue.unanswered(scope, until=today, away=tuple(away), limit=4 * SHOWN, thread_id=thread_id)
    return [one for one, by_at in _dated(people, found) if by_at <= now or _outlasts(people, away.get(one.reader), one)]


def _outlasts(people: Directory, absence: Absence | None, one: Unanswered) -> bool:
    """Whether somebody is away past the day on which they would have answered, had they been in.

    A leave that was known before lies between a promise and its day, which may then be months ahead.
    """
    if absence is None:
        return False
    staffing = people.staffing
    present = replace(staffing.workers[one.reader], absences=())
    rang_on = staffing.calendar.day_of(one.rung_at)
    usual = working_days_after(staffing, present, rang_on, days=staffing.reply_within_days)
    return any(day is not None and absence.last_on >= day for day in (one.reply_by_on, usual))


def _dated(people: Directory, found: Sequence[Unanswered]) -> list[tuple[Unanswered, datetime]]:
    """Each with the end of its day: of their last span on it, or of the day where they no longer work on it; earliest first.

    Where no day could be promised, or school was shut on it after all, it is the one that the calendar of now gives; those
    for whom it ends too soon are left out.
    """
    staffing, dated = people.staffing, []
    for one in found:
        worker = staffing.workers.get(one.reader, staffing.workers[OFFICE])
        day = one.reply_by_on
        if day is None or why_shut(replace(worker, absences=()), staffing.calendar, day) is not None:
            rang_on = staffing.calendar.day_of(one.rung_at)
            day = working_days_after(staffing, worker, rang_on, days=staffing.reply_within_days) or day
        if day is not None:
            ends_at = end_of_day(staffing, worker, day) if one.reader in staffing.workers else None
            midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=staffing.calendar.zone)
            dated.append((replace(one, reply_by_on=day), ends_at or midnight))
    return sorted(dated, key=lambda one: one[1])


def _overdue(
    people: Directory,
    late: Unanswered,
    pupil_ids: Sequence[str],
    link: Link | None,
    promised_by: datetime,
    *,
    now: datetime,
) -> Overdue:
    is_newer = link is not None and link.at >= late.rung_at
    contact = people.contacts.get(late.contact_id)
    return Overdue(
        thread_id=late.thread_id,
        with_whom=contact.name if contact is not None else "A family",
        children=children_of(people, pupil_ids),
        reader=people.name_inside(late.reader),
        is_office=late.reader == OFFICE,
        away_until=absence.last_on if (absence := _absence(people, late.reader, now=now)) is not None else None,
        promised_by=promised_by,
        covers=tuple((one, people.name_of(one)) for one in covers_of(people, late.reader, pupil_ids, now=now)),
        step=_step(people, link) if link is not None and is_newer else None,
    )


def _step(people: Directory, link: Link) -> Step:
    rings_at = link.detail.get("rings_at")
    by = link.actor.partition(":")[2]
    return Step(
        event=link.event,
        at=link.at,
        by=people.name_of(by),
        whom=people.name_inside(str(link.detail["whom"])),
        rings_at=datetime.fromisoformat(rings_at) if rings_at else None,
    )


def covers_of(people: Directory, reader: str, pupil_ids: Sequence[str], *, now: datetime) -> tuple[str, ...]:
    """Who can answer instead: who reads while they are away, their usual cover, whoever shares the class; nobody who is away."""
    staff, absence = people.staff.get(reader), _absence(people, reader, now=now)
    pupils = [people.pupils[one] for one in pupil_ids if one in people.pupils]
    named = (absence.covered_by if absence is not None else "", staff.covered_by if staff is not None else "")
    found = dict.fromkeys((*named, *people.teachers_of(pupils)))
    there = [one for one in found if one in people.staff and _absence(people, one, now=now) is None]
    return tuple(one for one in there if one != reader)[:2]


def _absence(people: Directory, reader: str, *, now: datetime) -> Absence | None:
    worker = people.staffing.workers.get(reader)
    return worker.absence_on(people.staffing.calendar.day_of(now)) if worker is not None else None


def remind(scope: Scope, thread_id: int, *, now: datetime) -> datetime:
    """Remind whoever was to answer, kindly and in their own hours; when it reaches them.

    A second reminder on one day is none. Raises AnsweredMeanwhile, InputProblem. Event: answer.reminded.
    """
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        late, _ = _still(scope, people, thread_id, now=now)
        if late.reader not in people.staff:
            raise InputProblem("This is with the office already. Open the conversation and answer it.")
        rings_at = own_moment(people.staffing, (late.reader,), now)
        step = audit.newest_of_threads(scope, STEPS, [thread_id]).get(thread_id)
        day_of = people.staffing.calendar.day_of
        if step is not None and step.event == REMINDED and day_of(step.at) == day_of(now):
            return rings_at
        queue.ring_in_inbox(scope, thread_id, late.reader, rung_at=rings_at, count=0)
        outgoing.put_staff_letter(
            scope,
            people,
            late.reader,
            letter="answer_due",
            facts={"path": f"/threads/{thread_id}", "promised_on": str(late.reply_by_on)},
            thread_id=thread_id,
            send_after=rings_at,
            now=now,
        )
        _note(scope, REMINDED, thread_id, whom=late.reader, rings_at=rings_at, now=now)
        return rings_at


def hand_on(scope: Scope, thread_id: int, *, to: str, now: datetime) -> Promise:
    """Hand a conversation that waits to somebody who can answer it, in their own hours; the family is told who it is.

    The person who was to answer keeps it in their inbox. Raises AnsweredMeanwhile, InputProblem. Event: answer.handed_on.
    """
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        late, thread = _still(scope, people, thread_id, now=now)
        if to not in covers_of(people, late.reader, thread.pupil_ids, now=now):
            raise InputProblem("Choose who answers instead from the list.")
        promise = placing.plans_for(people, (to,), at=now)[to]
        if promise.visible_to == late.reader:  # their cover is who is late: they see it themselves when they are back
            promise = for_them_alone(people.staffing, to, at=now)
        if _give(scope, late, promise, now=now):
            instead = people.name_of(promise.visible_to)
            is_late = _dated(people, [late])[0][1] <= now
            why = LATE.format(instead) if is_late else AWAY.format(people.name_of(late.reader), instead)
            facts = outgoing.promise_facts(promise) | {"why": why}
            outgoing.put_letter(
                scope,
                people,
                letter="promise_changed",
                to_address=thread.address,
                to_name=people.contacts[thread.contact_id].name,
                facts=facts,
                thread_id=thread_id,
                channel=thread.channel,
                now=now,
            )
            _note(scope, HANDED_ON, thread_id, whom=promise.visible_to, rings_at=promise.visible_at, now=now)
        return promise


def answer_here(scope: Scope, thread_id: int, *, now: datetime) -> None:
    """The office answers itself: what waits rings in its inbox now. Raises AnsweredMeanwhile. Event: answer.taken_by_office."""
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        late, _ = _still(scope, people, thread_id, now=now)
        planned = placing.plans_for(people, (OFFICE,), at=now)[OFFICE]
        at_once = Promise(OFFICE, True, now, OFFICE, planned.why, planned.reply_by, planned.reply_by_at)
        if late.reader != OFFICE and _give(scope, late, at_once, now=now):
            _note(scope, TAKEN, thread_id, whom=OFFICE, rings_at=now, now=now)


def _still(scope: Scope, people: Directory, thread_id: int, *, now: datetime) -> tuple[Unanswered, Thread]:
    late = next(iter(_late(scope, people, now=now, thread_id=thread_id)), None)
    thread = threads.thread(scope, thread_id)
    if late is None or thread is None or thread.contact_id not in people.contacts:
        raise AnsweredMeanwhile("This waits for no answer any more: somebody has answered or finished it.")
    return late, thread


def _give(scope: Scope, late: Unanswered, promise: Promise, *, now: datetime) -> bool:
    """Let what rang for whoever is late ring for one reader more, in the open transaction; whether any of it was new to them.

    What was written to somebody else alone stays theirs, and what still waits rings for whom it was written to.
    """
    entries: list[Entry] = []
    is_now, waits, rung = promise.visible_at is not None and promise.visible_at <= now, False, 0
    for message_id in overdue.unanswered_messages(scope, late.thread_id, late.reader):
        held = queue.entry(scope, message_id, promise.visible_to)
        if held is None:
            plans = {promise.staff: promise}
            entries += placing.entries_for(plans, message_id=message_id, thread_id=late.thread_id, at=now)
        elif held.state == "waiting":  # it was to them too, or they stand in for somebody
            waits = True
            rung += is_now and queue.mark_rung(scope, message_id, promise.visible_to, now=now)
    queue.enter(scope, entries)
    rung += sum(one.state == "rung" for one in entries)
    if rung:
        queue.ring_in_inbox(scope, late.thread_id, promise.visible_to, rung_at=now, count=rung)
    return waits or bool(entries)


def _note(scope: Scope, event: str, thread_id: int, *, whom: str, rings_at: datetime | None, now: datetime) -> None:
    said = rings_at.isoformat() if rings_at is not None else None
    audit.append(scope, event, now=now, clause="C3", thread_id=thread_id, whom=whom, rings_at=said)
