"""What becomes of a booked meeting: moved, cancelled, running late, held or missed; by whoever of the two it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from gateway.actions import suggestions
from gateway.actions.directory import directory
from gateway.actions.evenings.letters import meeting_facts, tell
from gateway.actions.meeting_words import HOW
from gateway.actions.meetings.letters import kind_hour, tell_family
from gateway.actions.meetings.planning import time_at, wanted_by
from gateway.actions.stopped_talks import refuse_stopped
from gateway.domain.errors import HandbellError, InputProblem
from gateway.domain.identity import Directory
from gateway.domain.meetings import (
    BOOKED,
    CANCELLED,
    CELL,
    HELD,
    NO_SHOW,
    OPEN,
    Meeting,
    TimeTaken,
    claims_of,
    is_day_of,
    must_not_meet,
)
from gateway.domain.moments import say_moment
from gateway.domain.previews import preview_of
from gateway.domain.scope import Scope
from gateway.store import audit, evenings, meeting_rules, meetings, queue, threads
from gateway.store.transaction import writing

LATE_BY = (5, 10, 15)
"""By how many minutes somebody can say they are late, one tap each."""
LONGEST_WHY = 500
STEP_IN = timedelta(minutes=5)
"""How soon before it a time can still be taken by whoever is on the page."""
STAFF = "staff"


class NotYourMeeting(HandbellError):
    """This meeting is not yours, or there is none of this number."""


class MeetingOver(HandbellError):
    """The meeting was cancelled or is over, or it has not begun; so this cannot be done with it."""


def move_meeting(
    scope: Scope, meeting_id: int, *, starts_at: datetime, way: str, now: datetime, why: str = ""
) -> Meeting:
    """Give a booked meeting another time and way; everybody else is told. The same time and way change nothing.

    Raises NotYourMeeting, MeetingOver, TalkRefused (something came up since that forbids it), TimeTaken, InputProblem.
    Event: meeting.moved.
    """
    with writing():
        audit.take_turn(scope)
        people, meeting = directory(scope), own_meeting(scope, meeting_id)
        refuse_stopped(scope, people, meeting, way=way)
        return moved(scope, people, meeting, starts_at=starts_at, way=way, why=why, now=now)


def moved(
    scope: Scope, people: Directory, meeting: Meeting, *, starts_at: datetime, way: str, why: str, now: datetime
) -> Meeting:
    """The same in the open transaction, for a meeting that is the caller's own."""
    _refuse_unless(meeting, BOOKED)
    if meeting.starts_at <= now:
        raise MeetingOver("The meeting has begun, so it cannot be moved.")
    offer = meetings.offer(scope, meeting.offer_id) if meeting.offer_id is not None else None
    ways = offer.ways if offer is not None else (meeting.way,)
    if way not in ways:
        raise InputProblem("Choose how you will talk.")
    if (starts_at, way) == (meeting.starts_at, meeting.way):
        return meeting
    refuse_between_cells(starts_at)
    wanted = replace(wanted_by(meeting), ways=(way,))
    is_own = by_staff(scope) or (offer is not None and starts_at in offer.own_times)
    slot = time_at(scope, people, wanted, starts_at, now=now, own_choice=is_own, not_before=now + STEP_IN)
    if not slot.ways:
        raise TimeTaken(f"{say_moment(starts_at, people.staffing.calendar.zone)} is not free any more.")
    changed = replace(
        meeting,
        way=way,
        starts_at=starts_at.astimezone(UTC),
        ends_at=starts_at.astimezone(UTC) + (meeting.ends_at - meeting.starts_at),
        sequence=meeting.sequence + 1,
        changed_at=now,
        changed_by=str(scope.actor),
        why=why.strip()[:LONGEST_WHY],
        late_minutes=0,
    )
    meetings.change_meeting(scope, changed, claims_for(scope, people, changed))
    tell_all(scope, people, changed, "meeting_moved", was=meeting, now=now)
    audit.append(
        scope,
        "meeting.moved",
        now=now,
        clause="C2",
        thread_id=meeting.thread_id,
        meeting=meeting.meeting_id,
        was=meeting.starts_at.isoformat(),
        is_now=changed.starts_at.isoformat(),
        way=way,
    )
    return changed


def cancel_meeting(scope: Scope, meeting_id: int, *, now: datetime, why: str = "") -> Meeting:
    """Cancel a booked meeting; its time is free again and everybody else is told. Cancelled twice is cancelled once.

    Where the parent cancels, the offer stands again as long as it lasts. Raises NotYourMeeting, MeetingOver.
    Event: meeting.cancelled.
    """
    with writing():
        audit.take_turn(scope)
        people, meeting = directory(scope), own_meeting(scope, meeting_id)
        if meeting.state == CANCELLED:
            return meeting
        _refuse_unless(meeting, BOOKED)
        changed = replace(
            meeting,
            state=CANCELLED,
            sequence=meeting.sequence + 1,
            changed_at=now,
            changed_by=str(scope.actor),
            why=why.strip()[:LONGEST_WHY],
        )
        meetings.change_meeting(scope, changed, ())
        if meeting.offer_id is not None:
            state = "withdrawn" if by_staff(scope) else OPEN
            meetings.settle_offer(scope, meeting.offer_id, was=BOOKED, state=state, answered_at=now)
        tell_all(scope, people, changed, "meeting_cancelled", was=meeting, now=now)
        audit.append(
            scope, "meeting.cancelled", now=now, clause="C2", thread_id=meeting.thread_id, meeting=meeting.meeting_id
        )
        return changed


def running_late(scope: Scope, meeting_id: int, *, minutes: int, now: datetime) -> Meeting:
    """Say that one is late for a meeting of today; everybody else is told at once, whatever the hour.

    Raises NotYourMeeting, MeetingOver, InputProblem. Event: meeting.running_late.
    """
    if minutes not in LATE_BY:
        raise InputProblem("Choose how late you are.")
    with writing():
        audit.take_turn(scope)
        people, meeting = directory(scope), own_meeting(scope, meeting_id)
        _refuse_unless(meeting, BOOKED)
        if not is_day_of(people.staffing.calendar, meeting, now=now):
            raise MeetingOver("This can be said on the day, until the meeting ends.")
        if meeting.late_minutes == minutes and meeting.changed_by == str(scope.actor):
            return meeting
        changed = replace(meeting, late_minutes=minutes, changed_at=now, changed_by=str(scope.actor), why="")
        meetings.change_meeting(scope, changed)
        tell_all(scope, people, changed, "meeting_late", was=meeting, now=now)
        audit.append(
            scope,
            "meeting.running_late",
            now=now,
            clause="C2",
            thread_id=meeting.thread_id,
            meeting=meeting.meeting_id,
            minutes=minutes,
        )
        return changed


def mark_no_show(scope: Scope, meeting_id: int, *, now: datetime) -> Meeting:
    """Note that nobody came, once the meeting has begun; no letter goes. Raises NotYourMeeting, MeetingOver.

    Event: meeting.missed.
    """
    return _settle(scope, meeting_id, state=NO_SHOW, event="meeting.missed", now=now)


def mark_held(scope: Scope, meeting_id: int, *, now: datetime) -> Meeting:
    """Note that the talk has been, once it has begun; a suggestion to talk is closed with it.

    Raises NotYourMeeting, MeetingOver. Events: meeting.held, suggestion.closed.
    """
    with writing():
        held = _settle(scope, meeting_id, state=HELD, event="meeting.held", now=now)
        if held.thread_id is not None:
            suggestions.close(scope, held.thread_id, staff_id=scope.actor.key, answer=held.way, now=now)
        return held


def mark_booked(scope: Scope, meeting_id: int, *, now: datetime) -> Meeting:
    """Take back what was noted of a meeting, so that it is booked again, and what that had closed with it.

    Raises NotYourMeeting, MeetingOver. Events: meeting.reopened, suggestion.restored.
    """
    with writing():
        audit.take_turn(scope)
        was = own_meeting(scope, meeting_id)
        booked = _settle(scope, meeting_id, state=BOOKED, event="meeting.reopened", now=now)
        if was.state == HELD and was.thread_id is not None:
            suggestions.reopen(scope, was.thread_id, now=now)
        return booked


def _settle(scope: Scope, meeting_id: int, *, state: str, event: str, now: datetime) -> Meeting:
    with writing():
        audit.take_turn(scope)
        meeting = own_meeting(scope, meeting_id)
        if meeting.state == state:
            return meeting
        if not by_staff(scope) or meeting.state == CANCELLED:
            raise MeetingOver("This meeting was cancelled.")
        if meeting.starts_at > now:
            raise MeetingOver("This meeting has not begun.")
        changed = replace(meeting, state=state, changed_at=now, changed_by=str(scope.actor))
        meetings.change_meeting(scope, changed)
        audit.append(scope, event, now=now, clause="C22", thread_id=meeting.thread_id, meeting=meeting.meeting_id)
        return changed


def own_meeting(scope: Scope, meeting_id: int) -> Meeting:
    """A meeting of whoever asks, in the open transaction: its contact's, or of somebody of school who is to be there.

    Raises NotYourMeeting, also where there is none.
    """
    meeting, actor = meetings.meeting(scope, meeting_id), scope.actor
    if meeting is not None and actor.kind == STAFF and actor.key in meeting.staff_ids:
        return meeting
    if meeting is not None and actor.kind == "contact" and actor.key == meeting.contact_id:
        return meeting
    raise NotYourMeeting("This meeting is not yours.")


def by_staff(scope: Scope) -> bool:
    """Whether somebody of school is asking."""
    return scope.actor.kind == STAFF


def refuse_between_cells(starts_at: datetime) -> None:
    """Raise InputProblem for a time that no meeting begins at."""
    if starts_at.tzinfo is None or starts_at.timestamp() % CELL.total_seconds():
        raise InputProblem("A talk begins on five minutes, such as 3:35pm.")


def claims_for(scope: Scope, people: Directory, meeting: Meeting) -> tuple[tuple[str, datetime, datetime], ...]:
    """What a meeting claims by the rules of its school, in the open transaction."""
    gap = timedelta(minutes=meeting_rules.rules(scope).gap_minutes)
    return claims_of(meeting, gap=gap, apart_from=must_not_meet(meeting.contact_id, people.roster.ties))


def tell_all(
    scope: Scope, people: Directory, meeting: Meeting, letter: str, *, was: Meeting | None, now: datetime
) -> None:
    """Tell the family by letter and the staff in their inboxes, whoever has not done it themselves, in the open transaction.

    What a parent has done themselves is confirmed to them at once; what school does keeps to the courtesy hours while it can.
    """
    thread = threads.thread(scope, meeting.thread_id) if meeting.thread_id is not None else None
    if not (letter == "meeting_late" and not by_staff(scope)):
        soonest = min(one.starts_at for one in (meeting, was) if one is not None)
        is_awaited = letter == "meeting_late" or not by_staff(scope)
        send_after = now if is_awaited else kind_hour(people, soonest, now=now)
        if thread is None:
            _tell_of_evening(scope, people, meeting, letter, was=was, send_after=send_after, now=now)
        else:
            tell_family(scope, people, thread, meeting, letter, was=was, send_after=send_after, now=now)
    if thread is None:
        return
    others = [one for one in meeting.staff_ids if one != scope.actor.key or not by_staff(scope)]
    _ring(scope, thread, others, words=_said(people, meeting, letter), now=now)


def _tell_of_evening(
    scope: Scope,
    people: Directory,
    meeting: Meeting,
    letter: str,
    *,
    was: Meeting | None,
    send_after: datetime,
    now: datetime,
) -> None:
    evening_id = evenings.evening_of(scope, meeting.meeting_id)
    evening = evenings.evening(scope, evening_id) if evening_id is not None else None
    if evening is not None:
        facts = meeting_facts(meeting, was=was)
        tell(scope, people, evening, meeting.contact_id, letter, facts=facts, send_after=send_after, now=now)


def _ring(scope: Scope, thread: threads.Thread, staff_ids: Iterable[str], *, words: str, now: datetime) -> None:
    """Put the conversation on top of these inboxes, whose page it is; the list says what happened."""
    threads.touch(scope, thread.thread_id, last_at=now, last_by=thread.last_by, preview=preview_of(words))
    for staff_id in staff_ids:
        if staff_id not in thread.sealed_from and queue.is_reader(scope, thread.thread_id, [staff_id]):
            queue.ring_in_inbox(scope, thread.thread_id, staff_id, rung_at=now)


def _said(people: Directory, meeting: Meeting, letter: str) -> str:
    when = f"{say_moment(meeting.starts_at, people.staffing.calendar.zone)}, {HOW[meeting.way]}"
    return {
        "meeting_booked": f"Booked: {when}",
        "meeting_moved": f"Moved: {when}",
        "meeting_cancelled": f"Cancelled: {when}",
        "meeting_late": f"{_late(people, meeting)} {meeting.late_minutes} minutes late: {when}",
    }[letter]


def _late(people: Directory, meeting: Meeting) -> str:
    contact = people.contacts.get(meeting.contact_id)
    first_name = contact.first_name if contact is not None else "The family"
    return f"{first_name} is" if meeting.is_family_late else f"{people.name_of(meeting.staff_id)} is"


def _refuse_unless(meeting: Meeting, state: str) -> None:
    if meeting.state != state:
        raise MeetingOver("This meeting was cancelled or is over.")
