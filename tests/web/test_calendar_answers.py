"""The answer of a family's calendar on the page of the conversation: something to do, and nothing that cancels."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.actions.release import release_due
from tests.clocks import SetClock
from tests.mail.calendars import google, outlook
from tests.schools import MONDAY_MORNING, SCHOOL, sign_in_as, submit
from tests.talks import BOOKED_AT, a_thread, answers, book

STANDS = "The meeting still stands:"


@pytest.fixture
def nair(sqlite_school: Flask, clock: SetClock) -> FlaskClient:
    """Miss Nair at her desk on Monday morning."""
    clock.now = MONDAY_MORNING + timedelta(hours=2)
    client = sqlite_school.test_client()
    sign_in_as(client, "nair")
    return client


def talk(app: Flask) -> int:
    """A conversation that has rung for her."""
    thread_id = a_thread(app)
    release_due(SCHOOL, now=BOOKED_AT)
    return thread_id


def test_a_no_is_shown_as_something_to_do_and_can_be_put_away(nair: FlaskClient, sqlite_school: Flask) -> None:
    path = f"/threads/{talk(sqlite_school)}"
    meeting = book(int(path.rpartition("/")[2]))
    assert "in their calendar" not in nair.get(path).get_data(as_text=True)
    answers(sqlite_school, google("DECLINED", uid=meeting.uid))
    page = nair.get(path).get_data(as_text=True)
    assert "Agnieszka Nowak said no in their calendar" in page
    assert "It is about Tuesday 24 November, 3:45pm." in page
    assert STANDS in page
    sent = submit(nair, path, f"/calendar-answers/{meeting.meeting_id}", **{"from": path.rpartition("/")[2]})
    assert sent.headers["Location"].endswith(path)
    page = nair.get(path).get_data(as_text=True)
    assert STANDS not in page
    assert "You have seen to it." in page


def test_another_time_is_shown_with_the_time(nair: FlaskClient, sqlite_school: Flask) -> None:
    thread_id = talk(sqlite_school)
    meeting = book(thread_id)
    answers(sqlite_school, outlook("TENTATIVE", method="COUNTER", uid=meeting.uid))
    assert "They would like Tuesday 24 November, 4:30pm." in nair.get(f"/threads/{thread_id}").get_data(as_text=True)


def test_an_unknown_address_is_shown_as_one(nair: FlaskClient, sqlite_school: Flask) -> None:
    thread_id = talk(sqlite_school)
    meeting = book(thread_id)
    answers(sqlite_school, google("DECLINED", uid=meeting.uid), sender="A Nowak <an@work.example>")
    page = nair.get(f"/threads/{thread_id}").get_data(as_text=True)
    assert "An address that school does not know said no" in page
    assert "it may be somebody else" in page


def test_a_yes_is_one_quiet_line_and_nobody_else_can_put_an_answer_away(
    nair: FlaskClient, sqlite_school: Flask
) -> None:
    thread_id = talk(sqlite_school)
    meeting = book(thread_id, staff_id="garrod")
    answers(sqlite_school, google("ACCEPTED", uid=meeting.uid))
    page = nair.get(f"/threads/{thread_id}").get_data(as_text=True)
    assert "said yes in their calendar to Tuesday 24 November, 3:45pm." in page
    assert STANDS not in page
    assert submit(nair, "/settings/hours", f"/calendar-answers/{meeting.meeting_id}").status_code == 404
