"""The page on which staff record that a family came to them elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gateway.actions.roster import import_roster
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, SCHOOL, THURSDAY_EVENING, a_roster, come_in, parcels, submit

NINE = MONDAY_MORNING + timedelta(minutes=45)
LINE = "Agnieszka Nowak, mother of Zofia (Robin Class)"


@pytest.fixture
def nair(sqlite_school: Flask, clock: SetClock) -> FlaskClient:
    """Miss Nair, at nine on Monday."""
    clock.now = NINE
    return come_in(sqlite_school, "nair")


def tells(client: FlaskClient, who: str = LINE, **fields: str) -> TestResponse:
    """Fill the form in and send it, as a browser would."""
    given = {"who": who, "way": "whatsapp", "answer": "redirect", "form": "f1"} | fields
    return submit(client, "/elsewhere", **given)


def shown_after(client: FlaskClient, answer: TestResponse) -> str:
    """The page that an answer leads to."""
    assert answer.status_code == 302
    return client.get(answer.location).get_data(as_text=True)


def test_two_taps_from_the_inbox_send_the_ways_and_open_the_conversation(nair: FlaskClient) -> None:
    assert 'href="/elsewhere"' in nair.get("/inbox").get_data(as_text=True)
    page = shown_after(nair, tells(nair))
    assert "Written down. Agnieszka Nowak is sent our ways to write to school." in page
    assert "Tapestry, school email, School Gateway or SchoolComms" in page
    assert "Leaving now" in page


def test_where_school_holds_no_address_the_composer_promises_nothing(nair: FlaskClient) -> None:
    with nair.application.app_context():
        held = a_roster()
        contacts = tuple(replace(one, emails=()) if one.contact_id == "agnieszka" else one for one in held.contacts)
        import_roster(SCHOOL, replace(held, contacts=contacts), accept_removals=True, now=NINE)
    page = shown_after(nair, tells(nair))
    assert "School holds no email address for Agnieszka Nowak" in page
    assert "School holds no address for them. No other way is left; phone." in page
    assert "It leaves now." not in page
    assert "to reach Agnieszka" not in page


def test_a_name_that_fits_several_people_asks_which_and_keeps_everything_else(nair: FlaskClient) -> None:
    answer = tells(nair, "nowak", words="Is there PE?")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "Several people fit." in page
    assert 'value="agnieszka"' in page
    assert 'value="marek"' in page
    assert "Is there PE?" in page
    assert not parcels(nair.application, "turned_back")
    page = shown_after(nair, tells(nair, "nowak", contact="marek", words="Is there PE?"))
    assert "Marek Nowak is sent our ways" in page
    assert "Is there PE?" in page


@pytest.mark.parametrize("who", ["", "Helen Tate", "Nobody At All", "<script>"])
def test_whoever_is_no_family_of_ones_own_classes_is_not_found(nair: FlaskClient, who: str) -> None:
    answer = tells(nair, who)
    assert answer.status_code == 400
    assert "Nobody of your children’s families fits." in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"way": ""}, "Choose by which way they came to you."),
        ({"answer": "note"}, "Only a talk can be noted"),
        ({"way": "gate", "answer": "note"}, "Write what you talked about"),
        ({"contact": "helen"}, "Choose who it was"),
        ({"words": "x" * 4001}, "longer than 4,000 letters"),
    ],
)
def test_what_is_missing_is_said_in_one_sentence_and_nothing_is_lost(
    nair: FlaskClient, fields: dict[str, str], said: str
) -> None:
    answer = tells(nair, **fields)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert said in page
    assert LINE in page


@pytest.mark.clause("C3")
def test_it_can_be_recorded_off_duty_and_says_when_the_letter_leaves(nair: FlaskClient, clock: SetClock) -> None:
    clock.now = THURSDAY_EVENING
    page = shown_after(nair, tells(nair))
    assert "Agnieszka Nowak gets our ways to write to school on Monday 23 November, 8:15am." in page
    assert "You are off duty" in page or "next at work" in page, "the conversation itself stays behind the curtain"


def test_a_note_of_a_talk_stands_in_the_conversation_with_its_place(nair: FlaskClient) -> None:
    page = shown_after(nair, tells(nair, way="gate", answer="note", words="Reading goes better."))
    assert "Noted. Nothing was sent" in page
    assert "Reading goes better." in page
    assert "At the gate" in page


def test_the_office_may_name_anybody(sqlite_school: Flask, clock: SetClock) -> None:
    clock.now = NINE
    office = come_in(sqlite_school, "okafor")
    assert "Helen Tate is sent our ways" in shown_after(office, tells(office, "poppy mother"))
