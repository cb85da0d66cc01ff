"""Today: facts first, promises by class and never by person, and whether Handbell itself is well."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.actions.alerts import take_alert
from gateway.actions.asked_hours import ask_for_hours
from gateway.actions.release import release_due
from gateway.actions.replies import send_reply
from gateway.actions.schools import beat
from gateway.actions.today import Hour, today
from gateway.domain.scope import Actor, one_school
from gateway.store import concerns, mailboxes, outbox
from gateway.store.transaction import reading, writing
from gateway.web.today import chart_of
from tests.clocks import SetClock
from tests.schools import (
    FRIDAY_MORNING,
    MONDAY_MORNING,
    SCHOOL,
    THURSDAY_EVENING,
    a_roster,
    arrives,
    come_in,
    confirm,
    mail,
    sign_in_as,
)

NINE = MONDAY_MORNING + timedelta(minutes=50)
HELEN = "Helen Tate <helen@mail.example>"


@pytest.fixture
def head(sqlite_school: Flask, clock: SetClock) -> FlaskClient:
    """Mrs Ashdown on Monday at five past nine; she has confirmed the numbers for danger this term."""
    clock.now = NINE
    confirm(a_roster(), now=NINE - timedelta(days=60))
    client = sqlite_school.test_client()
    sign_in_as(client, "ashdown")
    return client


def page(client: FlaskClient) -> str:
    answer = client.get("/today")
    assert answer.status_code == 200
    return " ".join(answer.get_data(as_text=True).split())


def test_a_quiet_morning_says_so(head: FlaskClient) -> None:
    beat(SCHOOL, "release", now=NINE, failure="")
    said = page(head)
    assert "<h1>Monday 23 November</h1>" in said
    assert "9:05am. Nothing needs you." in said
    assert "All quiet" in said
    assert "No mailbox is connected yet." in said
    assert "No promises yet" in said


def test_numbers_that_nobody_has_confirmed_this_term_need_the_headteacher(head: FlaskClient, clock: SetClock) -> None:
    clock.now = datetime(2027, 1, 5, 9, 0, tzinfo=UTC)
    beat(SCHOOL, "release", now=clock.now, failure="")
    sign_in_as(head, "ashdown")
    said = page(head)
    assert "Confirm whom to call in danger" in said
    assert 'href="/settings/contacts"' in said
    confirm(a_roster(), now=clock.now)
    assert "Confirm whom to call in danger" not in page(head)


def test_a_school_that_has_never_run_reads_that_it_goes_live_by_its_plan(sqlite_school: Flask, clock: SetClock) -> None:
    clock.now = NINE
    client = sqlite_school.test_client()
    sign_in_as(client, "ashdown")
    assert "Your school goes live when this is done." in page(client)
    beat(SCHOOL, "release", now=NINE, failure="")
    assert "Your school goes live" not in page(client)


def test_a_wish_for_other_hours_needs_somebody(head: FlaskClient) -> None:
    beat(SCHOOL, "release", now=NINE, failure="")
    ask_for_hours(one_school(1, Actor("staff", "nair")), "nair", "Tu 10:00-12:00", now=NINE)
    said = page(head)
    assert "One thing needs you." in said
    assert "One person asks for other hours" in said
    assert 'href="/settings/staff"' in said


@pytest.mark.clause("C3")
def test_promises_are_counted_by_class_and_no_member_of_staff_is_named(sqlite_school: Flask, head: FlaskClient) -> None:
    arrives(sqlite_school, mail())
    arrives(sqlite_school, mail(HELEN, to="garrod@elmswick.example"))
    release_due(SCHOOL, now=FRIDAY_MORNING + timedelta(minutes=40))
    release_due(SCHOOL, now=MONDAY_MORNING)
    beat(SCHOOL, "release", now=NINE, failure="")
    said = page(head)
    assert '<p class="big">1 <span class="of">of 2</span></p>' in said
    assert "Wren Class, Fri 8:30am: late by 25 minutes" in said
    promises = said.split("Promises to parents")[1].split("When parents write")[0]
    assert promises.index("Robin Class") < promises.index("Wren Class</th>")
    for name in ("Nair", "Garrod", "Pettit"):
        assert name not in promises


@pytest.mark.clause("C3")
def test_a_promise_that_has_not_rung_at_all_is_not_called_kept(sqlite_school: Flask, head: FlaskClient) -> None:
    arrives(sqlite_school, mail())
    found = today(SCHOOL, staff_id="ashdown", now=NINE)
    assert (found.promises.messages, found.promises.kept) == (1, 0)
    assert found.promises.missed[0].by is None
    assert "has not rung yet" in page(head)


def test_what_waited_for_the_office_to_open_was_not_seen_at_once(sqlite_school: Flask) -> None:
    for at in (THURSDAY_EVENING, NINE):
        arrives(
            sqlite_school, mail(text="Zofia is off sick tomorrow.", subject="Sick", to="office@elmswick.example"), at
        )
    found = today(SCHOOL, staff_id="ashdown", now=NINE)
    assert [(one.at_once, one.kept) for one in found.hours if one.at_once or one.kept] == [(1, 0), (0, 1)]


def test_a_message_for_two_teachers_is_one_message(sqlite_school: Flask) -> None:
    arrives(sqlite_school, mail(to="nair@elmswick.example, pettit@elmswick.example"))
    release_due(SCHOOL, now=FRIDAY_MORNING)
    release_due(SCHOOL, now=MONDAY_MORNING)
    found = today(SCHOOL, staff_id="ashdown", now=NINE)
    assert (found.promises.messages, found.promises.kept) == (1, 1)


@pytest.mark.clause("C12")
def test_a_worry_that_nobody_has_taken_comes_first(sqlite_school: Flask, head: FlaskClient) -> None:
    arrives(sqlite_school, mail(HELEN, "Dad hit Poppy with a belt last night.", subject="Worried"), NINE)
    said = page(head)
    assert "Nobody has taken this worry yet" in said
    assert "Poppy T, Wren Class" in said
    assert "Tate" not in said.split("Promises to parents")[0], "no surname stands in a list"


@pytest.mark.clause("C16")
def test_a_reply_that_waits_in_a_conversation_that_is_closed_to_who_looks_is_not_counted(sqlite_school: Flask) -> None:
    evening = MONDAY_MORNING + timedelta(hours=12)
    taken = arrives(sqlite_school, mail(text="Miss Nair hit Zofia in the face. Miss Nair hurt her."), NINE)
    with reading():
        (alert,) = concerns.alerts_of(SCHOOL, taken.thread_id or 0)
    ashdown = one_school(1, Actor("staff", "ashdown"))
    take_alert(ashdown, alert.alert_id, staff_id="ashdown", now=NINE)
    send_reply(ashdown, taken.thread_id or 0, staff_id="ashdown", text="I will phone you tomorrow.", now=evening)
    assert today(ashdown, staff_id="ashdown", now=evening).replies_waiting == 1
    assert today(SCHOOL, staff_id="castellan", now=evening).replies_waiting == 0


def test_what_did_not_go_and_what_nobody_could_read_are_said(sqlite_school: Flask, head: FlaskClient) -> None:
    arrives(sqlite_school, mail())
    with writing():
        (parcel,) = outbox.claim_due(SCHOOL, now=NINE, lease_for=timedelta(minutes=1), limit=1)
        outbox.settle(SCHOOL, parcel.outbox_id, state="failed", now=NINE, failure="refused")
    arrives(sqlite_school, mail("Somebody <who@elsewhere.example>", "Hello?"), NINE)
    said = page(head)
    assert "One message was not delivered" in said
    assert "The office has one message of somebody nobody knows" in said


def test_jobs_that_are_silent_are_the_first_thing_to_know(head: FlaskClient) -> None:
    assert "Nothing rings at the moment" in page(head)
    beat(SCHOOL, "release", now=NINE - timedelta(minutes=20), failure="")
    assert "No job has run since Monday 23 November, 8:45am." in page(head)
    beat(SCHOOL, "release", now=NINE, failure="")
    beat(SCHOOL, "deliver", now=NINE, failure="deliver: TimeoutError")
    said = page(head)
    assert "Nothing rings at the moment" not in said
    assert "deliver</dd>" in said


def test_a_mailbox_that_was_not_read_for_long_says_since_when(sqlite_school: Flask, head: FlaskClient) -> None:
    with writing():
        mailboxes.save_mailbox(SCHOOL, endpoint="inbox", kind="imap", settings="")
        held = mailboxes.lease_mailbox(SCHOOL, "inbox", now=NINE - timedelta(hours=1), lease_for=timedelta(minutes=5))
        assert held is not None
        mailboxes.note_check(SCHOOL, "inbox", held=held, now=NINE - timedelta(hours=1), failure="")
    assert "Not read since 8:05am" in page(head)


def test_a_broken_record_is_shown_with_the_way_to_its_place(head: FlaskClient) -> None:
    beat(SCHOOL, "verify", now=NINE, failure="verify: RecordBroken")
    said = page(head)
    assert "A link of the record is broken" in said
    assert "records linked" not in said


def test_a_record_that_was_checked_says_when(head: FlaskClient) -> None:
    beat(SCHOOL, "verify", now=NINE - timedelta(hours=3, minutes=5), failure="")
    assert "All checked today, 6am" in page(head)


@pytest.mark.parametrize("staff_id", ["nair", "okafor", "lowe", "bell"])
def test_today_is_for_the_headteacher_and_deputies(sqlite_school: Flask, staff_id: str) -> None:
    client = sqlite_school.test_client()
    sign_in_as(client, staff_id)
    assert client.get("/today").status_code == 403


def test_the_chart_says_its_finding_in_a_sentence_and_adds_up() -> None:
    hours = tuple(Hour(hour, 3 if hour == 10 else 0, 7 if hour == 21 else 2 if hour == 4 else 0) for hour in range(24))
    chart = chart_of(hours, (8 * 60 + 30, 16 * 60 + 30))
    assert chart is not None
    assert (chart.at_once, chart.kept) == (3, 9)
    assert "The busiest hour begins at 9pm, with 7." in chart.label
    assert len(chart.columns) == 19, "from 4am, because somebody wrote then, to 10pm"
    assert max(one.at_once + one.kept for one in chart.columns) == 160
    assert all(0 <= one.x < 100 for one in chart.columns)
    assert chart_of((), None) is None


def test_messages_are_drawn_at_the_hour_of_the_schools_clock(sqlite_school: Flask) -> None:
    summer = THURSDAY_EVENING.replace(month=9, day=17, hour=19, minute=5)
    arrives(sqlite_school, mail(), summer)
    found = today(SCHOOL, staff_id="ashdown", now=summer + timedelta(days=1))
    assert [one.hour for one in found.hours if one.at_once or one.kept] == [20]


def test_the_headteacher_is_told_before_terms_or_bank_holidays_run_out(sqlite_school: Flask, clock: SetClock) -> None:
    for moment, terms, holidays in (
        (datetime(2027, 1, 3, 9, tzinfo=UTC), False, False),
        (datetime(2027, 1, 4, 9, tzinfo=UTC), True, False),
        (datetime(2027, 12, 27, 9, tzinfo=UTC), True, False),
        (datetime(2027, 12, 28, 9, tzinfo=UTC), True, True),
    ):
        found = today(SCHOOL, staff_id="ashdown", now=moment).ahead
        assert (found.no_next_term, found.holidays_end_on is not None) == (terms, holidays), moment
    clock.now = datetime(2027, 6, 14, 9, tzinfo=UTC)
    shown = page(come_in(sqlite_school, "ashdown"))
    assert "No term is set after Tuesday 20 July 2027" in shown
    assert 'href="/settings/term-dates"' in shown
