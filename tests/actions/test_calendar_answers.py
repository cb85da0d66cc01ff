"""Answers of calendars: they reach the meeting and its staff, cancel nothing, and words in them are heard."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from gateway.actions import calendar_answers
from gateway.actions.meetings import NotYourMeeting
from gateway.actions.meetings.settling import keep_anyway
from gateway.domain.meetings import Meeting
from gateway.domain.scope import Actor, one_school
from gateway.store import calendar_answers as store
from gateway.store import meetings, queue, threads
from gateway.store.calendar_answers import CalendarAnswer
from gateway.store.transaction import reading, writing
from tests.mail.calendars import apple, google, outlook
from tests.schools import SCHOOL, parcels
from tests.talks import BOOKED_AT, a_thread, answers, book, recorded

NAIR = one_school(1, Actor("staff", "nair"))
LATER = BOOKED_AT + timedelta(hours=1)


def newest(meeting: Meeting) -> CalendarAnswer | None:
    """What was answered last."""
    with reading():
        return store.newest_answer(SCHOOL, meeting.meeting_id)


def state(meeting: Meeting) -> str:
    """What the meeting is now."""
    with reading():
        found = meetings.meeting(SCHOOL, meeting.meeting_id)
    assert found is not None
    return found.state


def unread(thread_id: int) -> Any:
    """When the conversation last rang for Miss Nair, and what her list says of it."""
    with reading():
        thread = threads.thread(SCHOOL, thread_id)
        assert thread is not None
        return queue.has_unread(SCHOOL, thread_id, ["nair"]), thread.preview


@pytest.mark.parametrize("program", [outlook, google, apple])
def test_a_yes_is_noted_and_is_neither_message_nor_answered(sample_school: Flask, program: Any) -> None:
    thread_id = a_thread(sample_school)
    meeting = book(thread_id)
    before = len(parcels(sample_school))
    taken = answers(sample_school, program("ACCEPTED", uid=meeting.uid), alone=program is apple)
    assert (taken.kind, taken.disposition, taken.acknowledged) == ("auto_reply", "none", False)
    found = newest(meeting)
    assert found is not None
    assert (found.answer, found.contact_id, found.sequence) == ("accepted", "agnieszka", 0)
    assert len(parcels(sample_school)) == before, "no machine answers a machine"
    with reading():
        assert len(threads.messages_of(SCHOOL, thread_id)) == 1


@pytest.mark.parametrize("program", [outlook, google, apple])
def test_a_no_cancels_nothing_and_is_on_top_of_the_teachers_inbox(sample_school: Flask, program: Any) -> None:
    thread_id = a_thread(sample_school)
    meeting = book(thread_id)
    with writing():
        queue.mark_opened(SCHOOL, thread_id, "nair", now=BOOKED_AT)
    answers(sample_school, program("DECLINED", uid=meeting.uid))
    assert state(meeting) == "booked"
    assert unread(thread_id) == (True, "Their calendar said no: Tuesday 24 November, 3:45pm")
    assert [one["answer"] for one in recorded("meeting.answered")] == ["declined"]


def test_another_time_that_is_asked_for_is_noted_with_it(sqlite_school: Flask) -> None:
    meeting = book(a_thread(sqlite_school))
    answers(sqlite_school, outlook("TENTATIVE", method="COUNTER", uid=meeting.uid))
    found = newest(meeting)
    assert found is not None
    assert (found.answer, found.starts_at) == ("counter", datetime(2026, 11, 24, 16, 30, tzinfo=UTC))


@pytest.mark.clause("C14")
@pytest.mark.parametrize(
    ("sender", "headers"),
    [
        (
            "Agnieszka Nowak <agnieszka@mail.example>",
            (("Authentication-Results", "mx.elmswick.example; dmarc=fail header.from=mail.example"),),
        ),
        ("Helen Tate <helen@mail.example>", ()),
        ("Luke Garrod <garrod@elmswick.example>", ()),
    ],
    ids=["forged", "another family", "school itself"],
)
def test_nobody_else_can_answer_for_a_family(sample_school: Flask, sender: str, headers: Any) -> None:
    thread_id = a_thread(sample_school)
    meeting = book(thread_id)
    with writing():
        queue.mark_opened(SCHOOL, thread_id, "nair", now=BOOKED_AT)
    answers(sample_school, google("DECLINED", uid=meeting.uid), sender=sender, headers=headers)
    assert newest(meeting) is None
    assert unread(thread_id)[0] is False
    assert len(recorded("meeting.answer_refused")) == 1
    assert recorded("meeting.answered") == []


def test_an_address_that_nobody_knows_is_a_hint_to_ask_and_says_so(sqlite_school: Flask) -> None:
    meeting = book(a_thread(sqlite_school))
    answers(sqlite_school, google("DECLINED", uid=meeting.uid), sender="A Nowak <an@work.example>")
    found = newest(meeting)
    assert found is not None
    assert (found.answer, found.contact_id) == ("declined", "")
    assert state(meeting) == "booked"


def test_a_shared_address_answers_for_both_whatever_name_it_shows(sqlite_school: Flask) -> None:
    meeting = book(a_thread(sqlite_school), contact_id="kate")
    answers(sqlite_school, google("DECLINED", uid=meeting.uid), sender="The Reeds <reeds@mail.example>")
    found = newest(meeting)
    assert found is not None
    assert found.contact_id == "kate"


def test_an_answer_about_the_time_before_or_after_over_or_cancelled_changes_nothing(sqlite_school: Flask) -> None:
    thread_id = a_thread(sqlite_school)
    moved = book(thread_id, sequence=2)
    answers(sqlite_school, google("DECLINED", uid=moved.uid, sequence=1))
    answers(sqlite_school, google("DECLINED", uid=moved.uid, sequence=3))
    over = book(thread_id, starts_at=BOOKED_AT - timedelta(hours=1))
    answers(sqlite_school, google("DECLINED", uid=over.uid))
    cancelled = book(thread_id, state="cancelled", starts_at=BOOKED_AT + timedelta(days=2))
    answers(sqlite_school, google("DECLINED", uid=cancelled.uid))
    answers(sqlite_school, google("DECLINED", uid="of-nobody@elmswick.example"))
    assert [newest(one) for one in (moved, over, cancelled)] == [None, None, None]


def test_a_program_that_answers_twice_rings_once_and_a_change_of_mind_counts(sqlite_school: Flask) -> None:
    thread_id = a_thread(sqlite_school)
    meeting = book(thread_id)
    for _ in range(2):
        answers(sqlite_school, google("DECLINED", uid=meeting.uid))
    assert len(recorded("meeting.answered")) == 1
    answers(sqlite_school, google("ACCEPTED", uid=meeting.uid))
    found = newest(meeting)
    assert found is not None
    assert found.answer == "accepted"


def test_words_that_a_parent_added_are_a_message_of_their_conversation_like_any_other(sample_school: Flask) -> None:
    thread_id = a_thread(sample_school)
    meeting = book(thread_id)
    calendar = google("DECLINED", uid=meeting.uid, words="I am at work then\\, sorry. Could we do Friday?")
    taken = answers(sample_school, calendar, body="Agnieszka Nowak has declined this invitation.")
    assert (taken.kind, taken.thread_id) == ("message", thread_id)
    with reading():
        said = threads.messages_of(SCHOOL, thread_id)[-1].text
    assert said.startswith("I am at work then, sorry. Could we do Friday?")
    found = newest(meeting)
    assert found is not None
    assert found.answer == "declined"


@pytest.mark.clause("C12")
def test_a_worry_in_the_words_of_an_answer_is_alerted_at_once(sqlite_school: Flask) -> None:
    meeting = book(a_thread(sqlite_school))
    taken = answers(
        sqlite_school,
        outlook("DECLINED", uid=meeting.uid, words="He hit her with a belt last night. I am scared to come."),
    )
    assert taken.disposition == "risk"


@pytest.mark.clause("C12")
def test_a_worry_that_stands_beside_the_calendar_alone_is_heard_too(sqlite_school: Flask) -> None:
    meeting = book(a_thread(sqlite_school))
    body = "He hit her with a belt last night. I am scared to come."
    assert answers(sqlite_school, outlook("DECLINED", uid=meeting.uid), body=body).disposition == "risk"


def test_staff_see_to_it_by_leaving_the_meeting_as_it_is_and_nobody_else_can(sqlite_school: Flask) -> None:
    meeting = book(a_thread(sqlite_school))
    answers(sqlite_school, google("DECLINED", uid=meeting.uid))
    with pytest.raises(NotYourMeeting):
        keep_anyway(one_school(1, Actor("staff", "garrod")), meeting.meeting_id, now=LATER)
    for _ in range(2):
        keep_anyway(NAIR, meeting.meeting_id, now=LATER)
    found = newest(meeting)
    assert found is not None
    assert (found.settled_by, found.settled_at) == ("nair", LATER)
    assert len(recorded("meeting.answer_settled")) == 1


def test_an_answer_shows_beside_its_meeting_until_the_meeting_moves_or_is_over(sqlite_school: Flask) -> None:
    thread_id = a_thread(sqlite_school)
    meeting = book(thread_id)
    answers(sqlite_school, google("DECLINED", uid=meeting.uid))
    (shown,) = calendar_answers.answered_in(SCHOOL, thread_id, now=LATER)
    assert (shown.answer.answer, shown.is_to_do) == ("declined", True)
    keep_anyway(NAIR, meeting.meeting_id, now=LATER)
    assert [one.is_to_do for one in calendar_answers.answered_in(SCHOOL, thread_id, now=LATER)] == [False]
    assert calendar_answers.answered_in(SCHOOL, thread_id, now=meeting.starts_at) == ()
    with writing():
        meetings.change_meeting(SCHOOL, replace(meeting, sequence=1))
    assert calendar_answers.answered_in(SCHOOL, thread_id, now=LATER) == ()
