"""Answers that did not come by the promised day: the office's task, its three ways on, and who is told what."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.actions import calendars
from gateway.actions.overdue import overdue_answers
from gateway.actions.release import release_due
from gateway.actions.replies import cancel_reply, send_reply
from gateway.domain.roster import Absence, CalendarDay
from gateway.domain.scope import Actor, one_school
from gateway.store import audit, inbox, queue
from gateway.store.transaction import reading
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, SCHOOL, arrives, come_in, link_in_as, mail, parcels, submit

MONDAY_NINE = MONDAY_MORNING + timedelta(minutes=45)
TUESDAY_LATE = MONDAY_NINE + timedelta(days=1, hours=7, minutes=1)
"""A minute after Miss Nair's last hour of the day by which she was to answer; the office is there until 4:15pm."""
NAIR = one_school(1, Actor("staff", "nair"))


@pytest.fixture
def thread(sqlite_school: Flask, clock: SetClock) -> int:
    """Mrs Nowak's question to Miss Nair of Monday at nine, promised an answer by Tuesday at four; it is a minute later."""
    taken = arrives(sqlite_school, mail(), at=MONDAY_NINE)
    clock.now = TUESDAY_LATE
    assert taken.thread_id is not None
    return taken.thread_id


def page(client: FlaskClient) -> str:
    """The office's page."""
    return client.get("/office").get_data(as_text=True)


def answer(thread: int, at: SetClock) -> int:
    """Miss Nair answers."""
    return send_reply(NAIR, thread, staff_id="nair", text="I will change it today.", now=at.now).outbox_id


@pytest.mark.clause("C3")
def test_an_answer_that_did_not_come_is_a_task_of_the_office_until_somebody_answers(
    sqlite_school: Flask, thread: int, clock: SetClock
) -> None:
    clock.now = TUESDAY_LATE - timedelta(minutes=2)
    office = come_in(sqlite_school, "okafor")
    assert "Every family has had its answer by the day we said." in page(office)
    clock.now = TUESDAY_LATE
    shown = page(office)
    assert "Agnieszka Nowak, about Zofia" in shown
    assert "an answer from Miss Nair by Tuesday 24 November, 4pm" in shown
    assert "reading book" not in shown, "the office is shown who waits, not what they wrote"
    answer(thread, clock)
    assert "Every family has had its answer by the day we said." in page(office)


@pytest.mark.clause("C3")
def test_nobody_is_late_on_a_day_on_which_school_was_shut_after_all(
    sqlite_school: Flask, thread: int, clock: SetClock
) -> None:
    tuesday = TUESDAY_LATE.date()
    calendars.close_school(SCHOOL, CalendarDay("closed", tuesday, tuesday, "Snow"), now=MONDAY_NINE)
    wednesday = TUESDAY_LATE + timedelta(days=1)
    clock.now = wednesday - timedelta(minutes=2)
    office = come_in(sqlite_school, "okafor")
    assert "Every family has had its answer" in page(office)
    clock.now = wednesday
    assert "an answer from Miss Nair by Wednesday 25 November, 4pm" in page(office)


@pytest.mark.clause("C3")
def test_an_answer_without_a_day_has_one_as_soon_as_the_next_terms_are_known(
    sqlite_school: Flask, clock: SetClock
) -> None:
    clock.now = datetime(2027, 7, 20, 8, 0, tzinfo=UTC)
    thread = arrives(sqlite_school, mail(), at=clock.now).thread_id
    clock.now += timedelta(days=57)
    assert overdue_answers(SCHOOL, now=clock.now) == (), "nobody knows when they work again"
    autumn = CalendarDay("term", date(2027, 9, 6), date(2027, 12, 17), "Autumn term")
    calendars.add_day(SCHOOL, autumn, now=clock.now)
    office = come_in(sqlite_school, "okafor")
    assert "an answer from Miss Nair by Monday 6 September, 4pm" in page(office)
    assert submit(office, "/office", f"/office/answers/{thread}/remind").status_code == 302
    (letter,) = parcels(sqlite_school, "answer_due")
    assert letter.facts["promised_on"] == "2027-09-06"


def test_an_answer_that_was_taken_back_is_none(sqlite_school: Flask, thread: int, clock: SetClock) -> None:
    clock.now = TUESDAY_LATE + timedelta(hours=3)
    outbox_id = answer(thread, clock)
    cancel_reply(NAIR, outbox_id, staff_id="nair", now=clock.now)
    clock.now = MONDAY_NINE + timedelta(days=2)
    assert "an answer from Miss Nair" in page(come_in(sqlite_school, "okafor"))


def test_a_finished_conversation_waits_for_nothing(sqlite_school: Flask, thread: int, clock: SetClock) -> None:
    clock.now = MONDAY_NINE + timedelta(hours=1)
    teacher = come_in(sqlite_school, "nair")
    submit(teacher, f"/threads/{thread}", f"/threads/{thread}/state", state="done")
    clock.now = TUESDAY_LATE
    assert "Every family has had its answer" in page(come_in(sqlite_school, "okafor"))


@pytest.mark.clause("C3")
def test_a_reminder_goes_out_kindly_in_the_teachers_own_hours_and_once_a_day(
    sqlite_school: Flask, thread: int, clock: SetClock
) -> None:
    office = come_in(sqlite_school, "okafor")
    for _ in range(2):
        assert submit(office, "/office", f"/office/answers/{thread}/remind").status_code == 302
    (letter,) = parcels(sqlite_school, "answer_due")
    assert (letter.to_address, letter.send_after) == ("nair@elmswick.example", MONDAY_MORNING + timedelta(days=2))
    assert "Mrs Okafor had Miss Nair reminded. The reminder reaches them" in page(office)
    with reading():
        (link,) = audit.latest(SCHOOL, ("answer.reminded",), limit=5)
    assert (link.actor, link.detail["whom"]) == ("staff:okafor", "nair")


def test_the_office_hands_it_to_whoever_shares_the_class_and_the_family_is_told(
    sqlite_school: Flask, thread: int, clock: SetClock
) -> None:
    office = come_in(sqlite_school, "okafor")
    assert "Hand to Mrs Pettit" in page(office)
    assert submit(office, "/office", f"/office/answers/{thread}/hand-on", to="garrod").status_code == 400
    assert submit(office, "/office", f"/office/answers/{thread}/hand-on", to="pettit").status_code == 302
    thursday = MONDAY_MORNING + timedelta(days=3)
    with reading():
        entry = queue.entry(SCHOOL, queue.entries_of(SCHOOL, thread)[0].message_id, "pettit")
    assert entry is not None
    assert entry.visible_at == thursday
    (told,) = parcels(sqlite_school, "promise_changed")
    assert told.to_address == "agnieszka@mail.example"
    assert told.facts["why"].endswith("Mrs Pettit will answer you instead.")
    assert "handed it to Mrs Pettit, who sees it on Thursday" in page(office)
    snow = CalendarDay("closed", thursday.date(), thursday.date(), "Snow")
    calendars.close_school(SCHOOL, snow, now=clock.now)
    *_, told = parcels(sqlite_school, "promise_changed")
    assert told.facts["visible_at"] == (thursday + timedelta(days=1)).isoformat(), "the family knows of Mrs Pettit"
    calendars.remove_day(SCHOOL, replace(snow, origin="page"), now=clock.now)
    release_due(SCHOOL, now=thursday)
    with reading():
        assert inbox.state_of(SCHOOL, thread, ["pettit"]) == "open"


def test_whoever_is_away_is_neither_reminded_nor_handed_an_answer(
    sqlite_school: Flask, thread: int, clock: SetClock
) -> None:
    office = come_in(sqlite_school, "okafor")
    assert "Remind Miss Nair" in page(office)
    today = clock.now.date()
    for staff_id in ("nair", "pettit"):
        calendars.add_absence(SCHOOL, Absence(staff_id, today, today, "garrod"), now=clock.now)
    shown = page(office)
    assert "It has not gone yet. Miss Nair is away until Tuesday 24 November." in shown
    assert all(one not in shown for one in ("Remind Miss Nair", "Hand to Mrs Pettit"))
    assert "Hand to Mr Garrod" in shown
    assert submit(office, "/office", f"/office/answers/{thread}/hand-on", to="pettit").status_code == 400


@pytest.mark.clause("C3")
def test_what_somebody_left_unanswered_when_their_leave_began_is_a_task_on_its_first_day_and_the_family_is_told_why(
    sqlite_school: Flask, thread: int, clock: SetClock
) -> None:
    clock.now = MONDAY_NINE + timedelta(hours=1)
    office, monday = come_in(sqlite_school, "okafor"), clock.now.date()
    calendars.add_absence(SCHOOL, Absence("nair", monday, monday, "garrod"), now=clock.now)
    assert "Every family has had its answer" in page(office), "who is back for the promised day keeps it"
    months = Absence("nair", monday + timedelta(days=1), monday + timedelta(days=200), "garrod")
    calendars.add_absence(SCHOOL, months, now=clock.now)
    assert "Every family has had its answer" in page(office), "the leave begins tomorrow"
    clock.now += timedelta(days=1)
    office = come_in(sqlite_school, "okafor")
    shown = page(office)
    assert "Miss Nair is away until Friday 11 June 2027." in shown
    assert submit(office, "/office", f"/office/answers/{thread}/hand-on", to="garrod").status_code == 302
    *_, told = parcels(sqlite_school, "promise_changed")
    assert told.facts["why"] == "Miss Nair is away. Mr Garrod will answer you instead."


def test_a_promise_that_lies_behind_a_leave_is_a_task_when_the_leave_begins(
    sqlite_school: Flask, clock: SetClock
) -> None:
    monday = MONDAY_NINE.date()
    leave = Absence("nair", monday + timedelta(days=1), monday + timedelta(days=9), "garrod")
    calendars.add_absence(SCHOOL, leave, now=MONDAY_NINE)
    arrives(sqlite_school, mail(), at=MONDAY_NINE)
    clock.now = MONDAY_NINE + timedelta(hours=2)
    office = come_in(sqlite_school, "okafor")
    assert "Every family has had its answer" in page(office)
    clock.now = MONDAY_NINE + timedelta(days=1)
    office = come_in(sqlite_school, "okafor")
    assert "an answer from Miss Nair by Monday 7 December, 4pm" in page(office)


def test_the_office_answers_itself_and_only_what_waits_is_shown_to_it(
    sqlite_school: Flask, thread: int, clock: SetClock
) -> None:
    clock.now = MONDAY_NINE + timedelta(days=2)
    office = come_in(sqlite_school, "okafor")
    assert office.get(f"/threads/{thread}").status_code == 404
    went = submit(office, "/office", f"/office/answers/{thread}/here")
    assert went.headers["Location"] == f"/threads/{thread}#compose"
    assert "Could the reading book be changed" in office.get(f"/threads/{thread}").get_data(as_text=True)
    submit(office, f"/threads/{thread}", f"/threads/{thread}/reply", text="It is changed.", do="send")
    assert "Every family has had its answer" in page(office)
    assert submit(office, "/office", f"/office/answers/{thread}/remind").status_code == 409


@pytest.mark.parametrize("way", ["hand-on", "here"])
def test_only_what_rang_for_who_is_late_is_handed_over_not_what_went_to_the_head_alone_nor_what_still_waits(
    sqlite_school: Flask, clock: SetClock, way: str
) -> None:
    first = "<first@mail.example>"
    taken = arrives(sqlite_school, mail(message_id=first), at=MONDAY_NINE)
    alone = mail(text="For you alone, Mrs Ashdown.", to="ashdown@elmswick.example", in_reply_to=first)
    arrives(sqlite_school, alone, at=MONDAY_NINE)
    clock.now = TUESDAY_LATE
    arrives(sqlite_school, mail(text="And her coat?", in_reply_to=first), at=clock.now)
    submit(come_in(sqlite_school, "okafor"), "/office", f"/office/answers/{taken.thread_id}/{way}", to="pettit")
    with reading():
        entries = queue.entries_of(SCHOOL, taken.thread_id or 0)
    given = {one.message_id for one in entries if one.reader in ("pettit", "office")}
    assert given == {taken.message_id}


@pytest.mark.clause("C12")
def test_what_was_alerted_is_no_task_of_the_office(sqlite_school: Flask, clock: SetClock) -> None:
    arrives(sqlite_school, mail(text="Zofia says her uncle hit her with a belt."), at=MONDAY_NINE)
    clock.now = TUESDAY_LATE
    assert "Every family has had its answer" in page(come_in(sqlite_school, "okafor"))


def test_a_family_sees_nothing_of_the_offices_list(sqlite_school: Flask, thread: int, clock: SetClock) -> None:
    office, family = come_in(sqlite_school, "okafor"), sqlite_school.test_client()
    link_in_as(family, "agnieszka")
    before = family.get(f"/messages/{thread}").get_data(as_text=True)
    submit(office, "/office", f"/office/answers/{thread}/remind")
    after = family.get(f"/messages/{thread}").get_data(as_text=True)
    assert "remind" not in after.casefold()
    assert len(before) == len(after)
