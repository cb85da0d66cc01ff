"""Starting a conversation: a child, a person, the words, and the same checks."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.bridges import a_bridge, a_message
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, sign_in_as, submit


@pytest.fixture
def teacher(sqlite_school: Flask, clock: SetClock) -> FlaskClient:
    """Miss Nair, at work on Monday."""
    clock.now = MONDAY_MORNING + timedelta(minutes=5)
    client = sqlite_school.test_client()
    sign_in_as(client, "nair")
    return client


def text(client: FlaskClient, path: str) -> str:
    """A page that is there, as text."""
    answer = client.get(path)
    assert answer.status_code == 200, f"{path} answered {answer.status_code}"
    return answer.get_data(as_text=True)


def test_a_teacher_picks_a_child_of_their_own_class_and_then_a_person(teacher: FlaskClient) -> None:
    page = text(teacher, "/write")
    assert "Zofia Nowak" in page
    assert "Poppy Tate" not in page, "she is in another class"
    assert teacher.get("/write/poppy").status_code == 400
    page = text(teacher, "/write/zofia")
    assert "Agnieszka Nowak, mother" in page
    assert "Marek Nowak, father" in page
    assert "May hear everything about this child" in page


@pytest.mark.clause("C4")
def test_a_person_whom_school_may_not_write_to_is_shown_without_a_way_to_write(
    sqlite_school: Flask, teacher: FlaskClient
) -> None:
    client = sqlite_school.test_client()
    sign_in_as(client, "garrod")
    page = text(client, "/write/poppy")
    assert "School may not contact this person about this pupil" in page
    assert "/write/poppy/gareth" not in page
    assert "/write/poppy/helen" in page
    refused = submit(client, "/write/poppy/gareth", text="Hello.", subject="A", do="send")
    assert refused.status_code == 422
    assert ">Hello.</textarea>" in refused.get_data(as_text=True)
    assert client.get("/write/poppy/marek").status_code == 400


def test_the_words_go_to_one_person_about_one_child(teacher: FlaskClient) -> None:
    answer = submit(teacher, "/write/zofia/marek", text="Boots on Tuesday, please.", subject="Trip", do="send")
    assert answer.status_code == 302
    page = text(teacher, answer.headers["Location"])
    assert "Marek Nowak" in page
    assert "Boots on Tuesday, please." in page
    assert "Leaving now" in page


def test_words_stay_on_the_page_when_a_check_speaks(teacher: FlaskClient) -> None:
    answer = submit(teacher, "/write/zofia/marek", text="Leo was kind.", subject="Today", do="send")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert ">Leo was kind.</textarea>" in page
    assert 'value="Today"' in page
    assert "Names another child: “Leo”" in page
    changed = submit(teacher, "/write/zofia/marek", text="Leo was kind.", subject="Today", change="0-3")
    assert ">The other child was kind.</textarea>" in changed.get_data(as_text=True)


def test_words_that_are_kept_wait_for_this_person_and_no_other(teacher: FlaskClient) -> None:
    submit(teacher, "/write/zofia/marek", text="About the trip", do="keep")
    assert ">About the trip</textarea>" in text(teacher, "/write/zofia/marek")
    assert "About the trip" not in text(teacher, "/write/zofia/agnieszka")
    submit(teacher, "/write/zofia/marek", "/write/zofia/marek/checks", text="About the trip and boots")
    assert ">About the trip and boots</textarea>" in text(teacher, "/write/zofia/marek")


@pytest.mark.clause("C2")
def test_off_duty_one_may_write_and_it_waits(teacher: FlaskClient, clock: SetClock) -> None:
    clock.set("2026-11-25T20:00:00+00:00")
    sign_in_as(teacher, "nair")
    assert "Send, to reach Marek at 8:15am on Monday 30 November" in text(teacher, "/write/zofia/marek")
    answer = submit(teacher, "/write/zofia/marek", text="Boots, please.", subject="Trip", do="send")
    assert answer.status_code == 302
    curtain = text(teacher, answer.headers["Location"])
    assert "You are off until" in curtain, "the curtain stays drawn"
    assert "To Marek Nowak, on Monday 30 November, 8:15am." in curtain, "what waits can be seen"
    (held,) = re.findall(r'href="(/replies/\d+)"', curtain)
    assert "Boots, please." in text(teacher, held), "and changed"
    assert submit(teacher, held, f"{held}/take-back").status_code == 302
    curtain = text(teacher, "/inbox")
    assert ("You are off until" in curtain, "To Marek Nowak" in curtain) == (True, False), "and taken back"


def test_an_empty_message_is_one_sentence(teacher: FlaskClient) -> None:
    answer = submit(teacher, "/write/zofia/marek", text="  ", subject="Trip", do="send")
    assert answer.status_code == 422
    assert "Write something first." in answer.get_data(as_text=True)


@pytest.mark.clause("C1")
def test_a_conversation_begins_on_any_channel_that_leads_to_the_person(
    sqlite_school: Flask, teacher: FlaskClient
) -> None:
    page = text(teacher, "/write/zofia/agnieszka")
    assert (page.count('value="school_email" checked'), page.count("you copy it there")) == (1, 3)
    bridge = a_bridge(sqlite_school, "tapestry")
    bridge.tell(a_message(sent_at="2026-11-19T19:40:00+00:00"))
    bridge.outbox()
    assert "School email</span> or <span" in text(teacher, "/write/zofia")
    assert text(teacher, "/write/zofia/agnieszka").count("you copy it there") == 2, "its bridge carries Tapestry now"
    answer = submit(teacher, "/write/zofia/agnieszka", text="Boots, please.", subject="Trip", by="tapestry", do="send")
    assert "Boots, please." in text(teacher, answer.headers["Location"])
    (given,) = bridge.outbox()
    assert given["to"]["id"] == "relative-88"
    assert "Boots, please." in given["text"]


def test_a_way_that_does_not_lead_to_the_person_is_refused_and_the_words_stay(
    sqlite_school: Flask, teacher: FlaskClient
) -> None:
    a_bridge(sqlite_school, "tapestry")
    answer = submit(teacher, "/write/zofia/marek", text="Boots, please.", subject="Trip", by="tapestry", do="send")
    assert answer.status_code == 422
    assert ">Boots, please.</textarea>" in answer.get_data(as_text=True)
