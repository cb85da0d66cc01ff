"""The inbox pages as a teacher uses them, and the curtain that is drawn off duty."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.actions import replies
from gateway.actions.release import release_due
from gateway.domain.scope import Actor, one_school
from gateway.store import audit
from gateway.store.transaction import reading
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, SCHOOL, arrives, come_in, link_in_as, mail, sign_in_as, submit


@pytest.fixture
def teacher(sqlite_school: Flask, clock: SetClock) -> FlaskClient:
    """Miss Nair at 8:20 on Monday; Agnieszka's message of Thursday evening has rung for her."""
    arrives(sqlite_school, mail(text="Could Zofia's reading book be changed?"))
    clock.now = MONDAY_MORNING + timedelta(minutes=5)
    release_due(SCHOOL, now=clock.now)
    client = sqlite_school.test_client()
    sign_in_as(client, "nair")
    return client


def text(client: FlaskClient, path: str) -> str:
    """A page that is there, as text."""
    answer = client.get(path)
    assert answer.status_code == 200, f"{path} answered {answer.status_code}"
    return answer.get_data(as_text=True)


def searched(client: FlaskClient, words: str) -> str:
    """What a search for these words shows."""
    answer = submit(client, "/search", q=words)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/search")
    return text(client, "/search")


def test_at_a_quarter_past_eight_a_teacher_sees_who_wrote_when_about_whom_and_by_what(teacher: FlaskClient) -> None:
    page = text(teacher, "/inbox")
    for words in ("Good morning, Priya", "Agnieszka Nowak", "Thu 7:42pm", "Zofia, Robin Class", "School email"):
        assert words in page
    assert "One conversation has something new for you." in page
    assert "Ringing until 4pm" in page


@pytest.mark.clause("C15")
def test_the_inbox_says_that_messages_are_school_records(teacher: FlaskClient) -> None:
    assert "These messages are school records" in text(teacher, "/inbox")


@pytest.mark.clause("C3")
def test_off_duty_there_is_a_curtain_without_any_number(teacher: FlaskClient, clock: SetClock) -> None:
    clock.set("2026-11-25T18:47:00+00:00")
    sign_in_as(teacher, "nair")
    page = text(teacher, "/inbox")
    assert "You are off until Monday 30 November, 8:15am" in page
    assert "You do not need to look." in page
    assert "Agnieszka" not in page
    assert 'class="count"' not in page
    assert "Could Zofia" not in searched(teacher, "zofia")


@pytest.mark.clause("C3")
def test_opening_off_duty_asks_why_lasts_fifteen_minutes_and_is_recorded(teacher: FlaskClient, clock: SetClock) -> None:
    clock.set("2026-11-25T18:47:00+00:00")
    sign_in_as(teacher, "nair")
    assert submit(teacher, "/inbox", "/off-duty").status_code == 400
    assert submit(teacher, "/inbox", "/off-duty", why="trip").status_code == 302
    assert "Agnieszka Nowak" in text(teacher, "/inbox")
    assert "Open until 7:02pm" in text(teacher, "/inbox")
    clock.forward(timedelta(minutes=16))
    assert "You are off until" in text(teacher, "/inbox")
    with reading():
        assert audit.latest(SCHOOL, ("inbox.opened_off_duty",), limit=1)[0].detail["reason"] == "trip"
    shown = text(teacher, "/settings/looks")
    assert "Wednesday 25 November, 6:47pm" in shown
    assert "I am on a school trip or event" in shown
    clock.set("2026-12-15T12:00:00+00:00")
    today = text(come_in(teacher.application, "ashdown"), "/today")
    assert "Nobody opened Handbell off duty in the last 7 days." in today
    assert "This term: 1 time in the whole school." in today, "a count, and nobody's name"
    assert "Miss Nair" not in today


@pytest.mark.clause("C3")
def test_going_off_duty_early_draws_the_curtain_and_coming_back_opens_it(teacher: FlaskClient) -> None:
    for path in ("/inbox", "/settings/hours"):
        assert "Go off duty early" in text(teacher, path), "the rail offers it on every page"
    assert submit(teacher, "/inbox", "/off-duty/early").status_code == 302
    page = text(teacher, "/inbox")
    assert "You are off until Tuesday 24 November, 8:15am" in page
    assert "You finished early today, at 8:20am." in page
    assert "Agnieszka" not in page
    assert submit(teacher, "/inbox", "/off-duty/early").status_code == 400
    assert submit(teacher, "/inbox", "/off-duty/back").status_code == 302
    page = text(teacher, "/inbox")
    assert "You are back. Your messages ring again." in page
    assert "Agnieszka" in page


@pytest.mark.clause("C3")
def test_minutes_before_work_the_curtain_names_the_hour_and_not_the_day_it_is(
    teacher: FlaskClient, clock: SetClock
) -> None:
    clock.set("2026-11-24T08:10:00+00:00")
    sign_in_as(teacher, "nair")
    page = text(teacher, "/inbox")
    assert re.search("You are off until 8:15am\\b", page)
    assert "Off duty until 8:15am" in page


def test_before_work_and_after_it_nobody_is_asked_to_finish_early(teacher: FlaskClient, clock: SetClock) -> None:
    for at in ("2026-11-24T07:00:00+00:00", "2026-11-24T18:00:00+00:00"):
        clock.set(at)
        sign_in_as(teacher, "nair")
        page = text(teacher, "/inbox")
        assert "You are off until" in page
        assert "inish" not in page


def test_every_list_has_its_way_in_and_says_when_it_is_empty(teacher: FlaskClient) -> None:
    for show in ("all", "reply", "talk", "finished", "kept", "nonsense"):
        text(teacher, f"/inbox?show={show}")
    assert "All quiet" in text(teacher, "/inbox?show=talk")
    assert "Nothing is kept" in text(teacher, "/inbox?show=kept")


def test_a_reply_written_at_night_is_in_the_list_of_what_is_kept(
    sqlite_school: Flask, teacher: FlaskClient, clock: SetClock
) -> None:
    thread_id = arrives(sqlite_school, mail(subject="Coat"), at=clock.now).thread_id
    assert thread_id is not None
    at = MONDAY_MORNING + timedelta(hours=12)
    scope = one_school(1, Actor("staff", "nair"))
    replies.send_reply(scope, thread_id, staff_id="nair", text="It is on the peg.", now=at)
    page = text(teacher, "/inbox?show=kept")
    assert "It is on the peg." in page
    assert "Kept for Tuesday 24 November, 8:15am" in page


def test_search_finds_words_and_says_when_it_finds_none(teacher: FlaskClient) -> None:
    assert "Agnieszka Nowak" in searched(teacher, "reading")
    assert "Nothing found" in searched(teacher, "giraffe")
    assert "Nothing found" in searched(teacher, "\") OR * '")
    assert "Search your messages" in searched(teacher, "")


def test_no_word_of_a_search_stands_in_an_address_and_none_outlives_signing_out(teacher: FlaskClient) -> None:
    page = searched(teacher, "  reading   book ")
    assert "Messages with “reading book”" in page
    assert "reading" not in "".join(re.findall(r'(?:href|action)="([^"]*)"', page))
    submit(teacher, "/search", "/sign-out")
    sign_in_as(teacher, "nair")
    assert "Search your messages" in text(teacher, "/search")


@pytest.mark.parametrize("before", ["x", "1-", "99999999999999999999999-1", "1-99999999999999999999", "١-٢"])
def test_an_address_that_names_no_page_is_one_clear_sentence(teacher: FlaskClient, before: str) -> None:
    assert teacher.get("/inbox", query_string={"before": before}).status_code == 400
    if before != "1-":
        assert teacher.get("/search", query_string={"before": before}).status_code == 400


def test_a_family_and_nobody_have_no_way_into_the_inbox(sqlite_school: Flask, teacher: FlaskClient) -> None:
    family = sqlite_school.test_client()
    assert family.get("/inbox").status_code == 302
    link_in_as(family, "agnieszka")
    for path in ("/inbox", "/search", "/write", "/office"):
        assert family.get(path).status_code == 403
    assert teacher.get("/office").status_code == 403


def test_a_page_of_staff_stays_in_no_browser(teacher: FlaskClient) -> None:
    assert teacher.get("/inbox").headers["Cache-Control"] == "no-store"


def test_the_number_of_what_is_new_is_what_the_list_shows_as_new(
    sqlite_school: Flask, teacher: FlaskClient, clock: SetClock
) -> None:
    coat = arrives(sqlite_school, mail("Helen Tate <helen@mail.example>", "Her coat?", subject="Coat"), at=clock.now)
    assert coat.thread_id is not None
    assert text(teacher, "/inbox").count(", new</span>") == 2
    replies.send_reply(
        one_school(1, Actor("staff", "nair")), coat.thread_id, staff_id="nair", text="On its peg.", now=clock.now
    )
    page = text(teacher, "/inbox")
    assert page.count(", new</span>") == 1
    assert "One conversation has something new for you." in page
    finished = text(teacher, "/inbox?show=finished")
    assert "Helen Tate" in finished
    assert "New for you" not in finished
