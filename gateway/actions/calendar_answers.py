"""What a family's calendar answers to an invitation: noted beside the meeting, for staff to see to, never a cancellation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gateway.actions.placing import proven
from gateway.actions.reading import Reading
from gateway.domain.identity import Directory
from gateway.domain.meetings import BOOKED, Meeting
from gateway.domain.moments import say_moment
from gateway.domain.scope import Scope
from gateway.mail.invitations import Answer
from gateway.store import audit, calendar_answers, meetings, queue, threads
from gateway.store.base import new_id
from gateway.store.calendar_answers import CalendarAnswer
from gateway.store.transaction import reading as reading_transaction

TO_DO = frozenset({"declined", "counter", "delegated"})
"""The answers that somebody of school has to see to."""
SAYS = {
    "accepted": "Their calendar said yes",
    "tentative": "Their calendar said maybe",
    "declined": "Their calendar said no",
    "counter": "Their calendar asks for another time",
    "delegated": "Their calendar says that somebody else comes",
}
"""The answers as staff read them."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A meeting, and what the family's calendar said of it last."""

    meeting: Meeting
    answer: CalendarAnswer

    @property
    def is_to_do(self) -> bool:
        """Whether somebody of school has yet to see to it."""
        return self.answer.answer in TO_DO and not self.answer.settled_by


def note(scope: Scope, people: Directory, reading: Reading, *, now: datetime) -> None:
    """Note an answer beside its meeting, in the open transaction; a meeting that is over or cancelled is not touched.

    The meeting itself never changes by it. A sender who fails authentication, or answers for another family, is turned away;
    an address that nobody knows counts as a hint to ask, since only who has the invitation knows the meeting's name.
    Events: meeting.answered, meeting.answer_refused.
    """
    answer = reading.answer
    meeting = meetings.meeting_by_uid(scope, answer.uid) if answer is not None else None
    if answer is None or meeting is None or meeting.state != BOOKED or meeting.starts_at <= now:
        return
    contact_id = _who_answers(people, reading, meeting)
    last = calendar_answers.newest_answer(scope, meeting.meeting_id)
    if contact_id is None or answer.sequence > meeting.sequence:
        audit.append(
            scope,
            "meeting.answer_refused",
            now=now,
            clause="C14",
            thread_id=meeting.thread_id,
            meeting=meeting.meeting_id,
        )
        return
    if answer.sequence < meeting.sequence or (last is not None and _says_the_same(last, answer)):
        return  # it is about the time before, or a program that answers twice
    calendar_answers.add_answer(scope, _noted(meeting, answer, contact_id=contact_id, now=now))
    if answer.answer in TO_DO:
        _ring(scope, people, meeting, answer, now=now)
    audit.append(
        scope,
        "meeting.answered",
        now=now,
        clause="C2",
        thread_id=meeting.thread_id,
        meeting=meeting.meeting_id,
        answer=answer.answer,
        known=bool(contact_id),
    )


def _noted(meeting: Meeting, answer: Answer, *, contact_id: str, now: datetime) -> CalendarAnswer:
    return CalendarAnswer(
        answer_id=new_id(now),
        meeting_id=meeting.meeting_id,
        sequence=answer.sequence,
        answer=answer.answer,
        contact_id=contact_id,
        starts_at=answer.starts_at,
        answered_at=now,
        settled_by="",
        settled_at=None,
    )


def _who_answers(people: Directory, reading: Reading, meeting: Meeting) -> str | None:
    """The contact who answers, blank for an address that nobody knows, None for who may not answer for this meeting."""
    address = reading.mail.from_.address
    if not proven(people, reading) or people.staff_by_email(address) is not None:
        return None
    known = {one.contact_id for one in people.contacts_by_email(address)}
    if meeting.contact_id in known:
        return meeting.contact_id
    return None if known else ""


def _says_the_same(last: CalendarAnswer, answer: Answer) -> bool:
    return (last.sequence, last.answer, last.starts_at) == (answer.sequence, answer.answer, answer.starts_at)


def _ring(scope: Scope, people: Directory, meeting: Meeting, answer: Answer, *, now: datetime) -> None:
    """Put the conversation on top of the inboxes of the staff whom the meeting is with; the list says what happened."""
    thread = threads.thread(scope, meeting.thread_id) if meeting.thread_id is not None else None
    if thread is None:
        return
    when = say_moment(meeting.starts_at, people.staffing.calendar.zone)
    threads.touch(
        scope, thread.thread_id, last_at=now, last_by=thread.last_by, preview=f"{SAYS[answer.answer]}: {when}"
    )
    for staff_id in meeting.staff_ids:
        if staff_id not in thread.sealed_from and queue.is_reader(scope, thread.thread_id, [staff_id]):
            queue.ring_in_inbox(scope, thread.thread_id, staff_id, rung_at=now)


def answered_in(scope: Scope, thread_id: int, *, now: datetime) -> tuple[Answered, ...]:
    """What calendars said of the meetings of a conversation that are still ahead, as these are now; the next first.

    No event: whoever opened the conversation reads it there.
    """
    with reading_transaction():
        newest = calendar_answers.answers_of_thread(scope, thread_id)
        if not newest:
            return ()
        ahead = [one for one in meetings.meetings_of_thread(scope, thread_id) if one.state == BOOKED]
    return tuple(
        Answered(one, last)
        for one in ahead
        if one.starts_at > now and (last := newest.get(one.meeting_id)) is not None and last.sequence == one.sequence
    )
