"""The settings page of what a family is told that writes elsewhere, and the counts of the term on Today."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, arrives, come_in, mail, submit

NINE = MONDAY_MORNING + timedelta(minutes=45)
OWN = "Please use Tapestry or school email. We read them on school days."


@pytest.fixture
def head(sqlite_school: Flask, clock: SetClock) -> FlaskClient:
    """Mrs Ashdown, at nine on Monday."""
    clock.now = NINE
    return come_in(sqlite_school, "ashdown")


def settings(client: FlaskClient) -> str:
    """The page as it stands."""
    return client.get("/settings/turned-back").get_data(as_text=True)


def test_the_schools_words_can_be_changed_and_the_usual_ones_brought_back(head: FlaskClient) -> None:
    assert "Nobody has changed them." in settings(head)
    assert submit(head, "/settings/turned-back", words=OWN).status_code == 302
    assert OWN in (page := settings(head))
    assert "your school’s own words" in page
    assert submit(head, "/settings/turned-back", words=OWN, usual="yes").status_code == 302
    assert "Nobody has changed them." in settings(head)


@pytest.mark.parametrize(
    ("words", "why"), [("", "Write what they are told"), ("Go away, all of you, please.", "Name at least one way")]
)
def test_words_that_cannot_be_saved_stay_on_the_page_with_the_reason(head: FlaskClient, words: str, why: str) -> None:
    answer = submit(head, "/settings/turned-back", words=words)
    assert answer.status_code == 400
    assert why in (page := answer.get_data(as_text=True))
    assert f">{words}</textarea>" in page
    assert "Nobody has changed them." in settings(head)


def test_today_counts_the_approaches_of_the_term_by_way_and_the_mail_that_was_turned_back(
    sqlite_school: Flask, head: FlaskClient, clock: SetClock
) -> None:
    assert "Nobody has written outside our channels." in head.get("/today").get_data(as_text=True)
    nair = come_in(sqlite_school, "nair")
    for form, way in (("1", "whatsapp"), ("2", "whatsapp"), ("3", "facebook")):
        assert submit(nair, "/elsewhere", who="agnieszka", way=way, answer="redirect", form=form).status_code == 302
    arrives(sqlite_school, mail("X <x@else.example>", "Hello"), at=NINE)
    page = head.get("/today").get_data(as_text=True)
    for name, number in (("WhatsApp", 2), ("Facebook", 1), ("School email, from people nobody knows", 1)):
        assert f"<dt>{name}</dt><dd>{number}</dd>" in page
    assert "Texts to a group" not in page, "the school's own letter is nobody's text"
    assert "Since Tuesday 1 September, Autumn term." in page
    clock.now = MONDAY_MORNING + timedelta(days=49, hours=1)
    next_term = come_in(sqlite_school, "ashdown").get("/today").get_data(as_text=True)
    assert "Nobody has written outside our channels." in next_term
