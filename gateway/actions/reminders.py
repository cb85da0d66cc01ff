"""Reminding both sides of a meeting, each in their own hours and each once, also after an outage."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby

from gateway.actions.directory import directory
from gateway.actions.evenings.letters import meeting_facts, tell
from gateway.actions.meetings.letters import tell_family
from gateway.actions.outgoing import put_staff_letter
from gateway.actions.stopped_talks import bookable_ways, tell_leader
from gateway.domain.identity import Directory
from gateway.domain.meetings import IN_PERSON, VIDEO, Meeting
from gateway.domain.meetings.reminders import FRESH_FOR, is_time_for_family, is_time_for_staff
from gateway.domain.scope import Scope
from gateway.store import audit, evenings, meetings, reminders, threads
from gateway.store.reminders import Reminder
from gateway.store.transaction import reading, writing

LOOKS_AHEAD = timedelta(days=5)
"""Longer than any weekend that a reminder comes before."""


def remind_due(scope: Scope, *, now: datetime) -> int:
    """Remind whoever is to be reminded now; how many were. Events: meeting.reminded, meeting.stopped.

    Where something has come up since that stands against a booked talk, a leader hears of it with the reminder, once.
    Rows and letters are one transaction, so a process killed at any instruction has reminded somebody or has not, and a
    second one finds the rows. What an outage held back comes in the next hours of whom it is for, never after the beginning.
    """
    with reading():
        if not _due(scope, directory(scope), now=now):
            return 0
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        due = _due(scope, people, now=now)
        reminders.note_reminded(scope, (_row(one, who) for one, who in due), now=now)
        for meeting, who in due:
            if who.startswith("contact:"):
                _remind_family(scope, people, meeting, now=now)
        _remind_staff(scope, people, due, now=now)
        for meeting, who in due:
            audit.append(
                scope,
                "meeting.reminded",
                now=now,
                clause="C2",
                thread_id=meeting.thread_id,
                meeting=meeting.meeting_id,
                who=who,
            )
        return len(due)


def _due(scope: Scope, people: Directory, *, now: datetime) -> list[tuple[Meeting, str]]:
    """The meetings to remind of, each with whom; the next to begin first."""
    ahead = [one for one in meetings.booked_between(scope, now, now + LOOKS_AHEAD) if one.starts_at > now]
    told = reminders.reminded(scope, [one.meeting_id for one in ahead])
    return [
        (one, who)
        for one in ahead
        if one.changed_at <= now - FRESH_FOR
        for who in _whom(people, one, now=now)
        if _row(one, who) not in told
    ]


def _whom(people: Directory, meeting: Meeting, *, now: datetime) -> Iterable[str]:
    staffing = people.staffing
    if meeting.contact_id in people.contacts and is_time_for_family(
        staffing.courtesy, staffing.calendar, meeting.starts_at, at=now
    ):
        yield f"contact:{meeting.contact_id}"
    for staff_id in meeting.staff_ids:
        worker = staffing.workers.get(staff_id)
        if worker is not None and is_time_for_staff(worker, staffing.calendar, meeting.starts_at, at=now):
            yield f"staff:{staff_id}"


def _row(meeting: Meeting, who: str) -> Reminder:
    return Reminder(meeting.meeting_id, who, meeting.starts_at)


def _remind_family(scope: Scope, people: Directory, meeting: Meeting, *, now: datetime) -> None:
    thread = threads.thread(scope, meeting.thread_id) if meeting.thread_id is not None else None
    if thread is not None:
        offer = meetings.offer(scope, meeting.offer_id) if meeting.offer_id is not None else None
        if offer is not None and not bookable_ways(scope, people, meeting):
            tell_leader(scope, people, offer, now=now)
        tell_family(scope, people, thread, meeting, "meeting_reminder", now=now)
        return
    evening_id = evenings.evening_of(scope, meeting.meeting_id)
    evening = evenings.evening(scope, evening_id) if evening_id is not None else None
    if evening is not None:
        facts = meeting_facts(meeting)
        tell(scope, people, evening, meeting.contact_id, "meeting_reminder", facts=facts, now=now)


def _remind_staff(scope: Scope, people: Directory, due: list[tuple[Meeting, str]], *, now: datetime) -> None:
    """One letter a person, with all of their meetings that are due."""
    of_staff = sorted((who, one.starts_at, one.meeting_id, one) for one, who in due if who.startswith("staff:"))
    for who, rows in groupby(of_staff, key=lambda row: row[0]):
        facts = [_fact(people, meeting) for _, _, _, meeting in rows]
        put_staff_letter(
            scope,
            people,
            who.removeprefix("staff:"),
            letter="meetings_ahead",
            facts={"meetings": facts},
            thread_id=None,
            now=now,
        )


def _fact(people: Directory, meeting: Meeting) -> dict[str, str]:
    """A meeting in one line, as lists of school name a child: without the family's name, which mail need not carry."""
    pupils = [people.pupils[one] for one in meeting.pupil_ids if one in people.pupils]
    return {
        "starts_at": meeting.starts_at.isoformat(),
        "with": " and ".join(f"{one.preferred_name or one.first_name} {one.last_name[:1]}" for one in pupils),
        "way": meeting.way,
        "where": {IN_PERSON: meeting.room, VIDEO: meeting.video}.get(meeting.way, ""),
    }
