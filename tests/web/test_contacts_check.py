"""The contacts check on its page: confirmed in one press, changed where it was wrong, and for the headteacher alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from gateway.domain.contacts_check import people_of
from tests.clocks import SetClock
from tests.schools import a_roster, arrives, come_in, form_token, mail

MORNING = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)
PAGE = "/settings/contacts"
NUMBERS = {"office_phone": "01632 960142", "council_day": "01632 960110", "council_night": "01632 960111"}


@pytest.fixture
def head(sqlite_school: Flask, clock: SetClock) -> FlaskClient:
    """Mrs Ashdown, on a Monday morning."""
    clock.now = MORNING
    return come_in(sqlite_school, "ashdown")


def text(client: FlaskClient, path: str = PAGE) -> str:
    return " ".join(client.get(path).get_data(as_text=True).split())


def send(client: FlaskClient, *, seen: tuple[str, ...] = people_of(a_roster()), **fields: str) -> int:
    values = {"mode": "signpost", **NUMBERS, **fields}
    form = MultiDict([*values.items(), *(("seen", one) for one in seen), ("csrf_token", form_token(client, PAGE))])
    return client.post(PAGE, data=form).status_code


@pytest.mark.clause("C12")
def test_one_press_confirms_what_stands_there_with_date_and_name(head: FlaskClient) -> None:
    before = text(head)
    assert "Nobody has confirmed these yet." in before
    assert all(one in before for one in NUMBERS.values())
    assert all(f'value="{one}"' in before for one in people_of(a_roster()))
    assert send(head) == 302
    after = text(head)
    assert "Last confirmed Monday 23 November, 9:05am, by Mrs Ashdown. Asked for again from" in after
    assert "Nobody has confirmed these yet." not in after


def test_a_wrong_number_stays_in_its_field_with_the_reason_and_changes_nothing(head: FlaskClient) -> None:
    form = {"mode": "on_call", **NUMBERS, "council_night": "ask Ann", "csrf_token": form_token(head, PAGE)}
    answer = head.post(PAGE, data=form)
    assert answer.status_code == 400
    assert "Write the number of the council at night in digits" in answer.get_data(as_text=True)
    assert 'value="ask Ann"' in answer.get_data(as_text=True)
    assert "Nobody has confirmed these yet." in text(head)


def test_a_page_that_is_out_of_date_confirms_nothing(head: FlaskClient) -> None:
    assert send(head, seen=("dsl:somebody",)) == 400
    assert "Not confirmed yet." in text(head)


@pytest.mark.clause("C12")
def test_the_alert_page_says_when_its_numbers_were_checked(sqlite_school: Flask, head: FlaskClient) -> None:
    arrives(sqlite_school, mail("Helen Tate <helen@mail.example>", "Dad hit Poppy with a belt."), MORNING)
    client = come_in(sqlite_school, "castellan")
    link = client.get("/alerts").get_data(as_text=True).split('href="/alerts/')[1].split('"')[0]
    assert "Nobody has checked these numbers yet." in text(client, f"/alerts/{link}")
    assert send(head) == 302
    assert "Numbers checked Monday 23 November, 9:05am, by Mrs Ashdown." in text(client, f"/alerts/{link}")


def test_only_the_headteacher_finds_the_way_to_it(sqlite_school: Flask, head: FlaskClient) -> None:
    assert f'href="{PAGE}"' in text(head, "/settings/school")
    office = come_in(sqlite_school, "okafor")
    assert f'href="{PAGE}"' not in text(office, "/settings/school")
    assert office.get(PAGE).status_code == 403


def test_who_hears_nothing_is_shown_by_first_name_and_initial(head: FlaskClient) -> None:
    said = text(head)
    assert "Poppy T, Wren Class" in said
    assert "Gareth, father" in said
    assert "Court order" in said
    assert "4 of 4 children" in said
