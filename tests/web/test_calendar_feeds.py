"""The private calendar of a member of staff: an independent reader finds their meetings in it, and nobody without its secret."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from gateway.domain.meetings import PHONE
from gateway.store import calendar_feeds, meetings
from gateway.store.base import db
from gateway.store.transaction import reading, writing
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, SCHOOL, sign_in_as, submit
from tests.talks import TUESDAY_AFTERNOON, a_thread, book, recorded

PAGE = "/settings/my-calendar"


@pytest.fixture
def nair(sqlite_school: Flask, clock: SetClock) -> FlaskClient:
    """Miss Nair at her desk on Monday morning."""
    clock.now = MONDAY_MORNING + timedelta(hours=2)
    client = sqlite_school.test_client()
    sign_in_as(client, "nair")
    return client


def address(client: FlaskClient) -> str:
    """Make a new address, and read its path from the page that shows it once."""
    page = submit(client, PAGE, f"{PAGE}/new").get_data(as_text=True)
    found = re.search(r"(/calendar/[\w-]{24}\.ics)<", page)
    assert found is not None
    return found[1]


def test_an_independent_reader_finds_the_meetings_without_family_names_or_words(
    nair: FlaskClient, sqlite_school: Flask
) -> None:
    thread_id = a_thread(sqlite_school)
    first = book(thread_id)
    book(thread_id, starts_at=TUESDAY_AFTERNOON + timedelta(hours=1), way=PHONE, phone="07700 900123", sequence=3)
    book(thread_id, starts_at=TUESDAY_AFTERNOON + timedelta(hours=2), state="cancelled")
    book(thread_id, starts_at=TUESDAY_AFTERNOON + timedelta(hours=3), staff_id="garrod")
    answer = sqlite_school.test_client().get(address(nair))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    content = answer.get_data(as_text=True)
    calendar = vobject.readOne(content)
    talks = calendar.vevent_list
    assert [one.dtstart.value for one in talks] == [TUESDAY_AFTERNOON, TUESDAY_AFTERNOON + timedelta(hours=1)]
    assert [one.sequence.value for one in talks] == ["0", "3"]
    assert (talks[0].uid.value, talks[0].summary.value, talks[0].location.value) == (
        first.uid,
        "Talk: Zofia N, family",
        "Robin classroom",
    )
    assert f"/threads/{thread_id}" in talks[0].description.value
    for secret in ("Nowak", "Agnieszka", "900123", "Reading book", "ATTENDEE"):
        assert secret not in content


def test_over_the_change_of_the_clock_the_hour_of_school_is_kept(nair: FlaskClient, sqlite_school: Flask) -> None:
    summer = datetime(2027, 6, 8, 14, 45, tzinfo=UTC)
    book(a_thread(sqlite_school), starts_at=summer)
    found = vobject.readOne(nair.get(address(nair)).get_data(as_text=True)).vevent.dtstart.value
    assert (found, f"{found:%H:%M}") == (summer, "15:45")


def test_a_calendar_that_has_not_changed_is_not_sent_again(
    nair: FlaskClient, sqlite_school: Flask, clock: SetClock
) -> None:
    meeting = book(a_thread(sqlite_school))
    path = address(nair)
    first = nair.get(path)
    assert first.headers["Cache-Control"] == "private, max-age=900"
    clock.now += timedelta(minutes=30)
    again = nair.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    with writing():
        meetings.change_meeting(SCHOOL, replace(meeting, state="cancelled"), ())
    assert nair.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_new_address_ends_the_one_before_and_the_database_holds_neither(
    nair: FlaskClient, sqlite_school: Flask
) -> None:
    first, second = address(nair), address(nair)
    assert first != second
    stranger = sqlite_school.test_client()
    assert (stranger.get(first).status_code, stranger.get(second).status_code) == (404, 200)
    with db.engine.connect() as connection:
        kept = str(connection.execute(text("SELECT * FROM calendar_feeds")).all())
    assert second.removeprefix("/calendar/").removesuffix(".ics") not in kept
    assert len(recorded("calendar_feed.opened")) == 2
    assert ".ics" not in nair.get(PAGE).get_data(as_text=True), "it is shown once"


def test_an_ended_address_is_a_page_that_is_not_there(nair: FlaskClient) -> None:
    path = address(nair)
    assert submit(nair, PAGE, f"{PAGE}/end").status_code == 302
    assert nair.get(path).status_code == 404
    assert "You have no address yet." in nair.get(PAGE).get_data(as_text=True)
    assert len(recorded("calendar_feed.closed")) == 1


@pytest.mark.parametrize("secret", ["wrong", "%00", "a" * 500, "..%2f..", "é", "' OR 1=1"])
def test_a_wrong_secret_is_a_page_that_is_not_there(nair: FlaskClient, secret: str) -> None:
    address(nair)
    assert nair.get(f"/calendar/{secret}.ics").status_code == 404


def test_the_page_says_when_a_calendar_fetched_last_and_a_look_an_hour_is_noted_once(
    nair: FlaskClient, clock: SetClock
) -> None:
    path = address(nair)
    assert "Nothing has fetched it yet." in nair.get(PAGE).get_data(as_text=True)
    nair.get(path)
    at = clock.now
    clock.now += timedelta(minutes=20)
    nair.get(path)
    with reading():
        feed = calendar_feeds.feed_of(SCHOOL, "nair")
    assert feed is not None
    assert feed.fetched_at == at
    assert "It was last fetched today, about 10:15am." in nair.get(PAGE).get_data(as_text=True)


def test_whoever_has_left_school_has_no_calendar(nair: FlaskClient) -> None:
    path = address(nair)
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE staff SET \"left\" = true WHERE staff_id = 'nair'"))
        connection.execute(text("UPDATE schools SET people_version = people_version + 1"))
    assert nair.get(path).status_code == 404
