"""Hours over time on the pages: a second week in turn, hours from a day on, a swap for one week, and what is taken out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.actions import calendars
from tests.clocks import SetClock
from tests.schools import SCHOOL, THURSDAY_EVENING, sign_in_as, submit
from tests.web.test_settings import a_day, page

PATH = "/settings/staff/nair"
CHANGE = "/settings/change/week"


@pytest.fixture
def office(sqlite_school: Flask, clock: SetClock) -> FlaskClient:
    """Mrs Okafor on Thursday 19 November in the evening."""
    clock.now = THURSDAY_EVENING + timedelta(minutes=10)
    client = sqlite_school.test_client()
    sign_in_as(client, "okafor")
    return client


def send(client: FlaskClient, *, sure: str = "yes", **fields: str) -> str:
    """Miss Nair on Tuesdays, with more of the form; what came of it as text."""
    form = {"staff_id": "nair", "own": "yes", **a_day(1, "10:00", "12:00"), **fields, "sure": sure}
    answer = submit(client, PATH, CHANGE, **form)
    return " ".join(answer.get_data(as_text=True).split())


def hours() -> str:
    """What school holds of Miss Nair's hours."""
    return next(one for one in calendars.times(SCHOOL).staff if one.staff_id == "nair").hours


@pytest.mark.clause("C3")
def test_two_weeks_come_in_turn_and_the_form_shows_this_week_first(office: FlaskClient, clock: SetClock) -> None:
    send(office, two="yes", **a_day(3, "09:00", "11:00", name="other"))
    assert hours() == "from 2026-11-16: Tu 10:00-12:00 / Th 09:00-11:00"
    assert "In turn, 2 weeks. Week 1: Tuesday 10am to 12pm." in page(office, "/settings/staff")
    clock.now += timedelta(weeks=1)
    sign_in_as(office, "okafor")
    shown = page(office, PATH)
    assert 'id="week-3-from-0" name="week-3-from" type="time" value="09:00"' in shown
    assert 'id="other-1-from-0" name="other-1-from" type="time" value="10:00"' in shown


def test_hours_from_a_day_on_are_listed_and_can_be_taken_out(office: FlaskClient) -> None:
    before = hours()
    send(office, when="from", day="2027-01-06")
    assert hours() == f"{before} | from 2027-01-06: Tu 10:00-12:00"
    shown = page(office, PATH)
    assert "From Wednesday 6 January 2027: Tuesday 10am to 12pm. 2 hours a week." in shown
    assert 'value="2027-01-06"' in shown
    send(office, drop="2027-01-06")
    assert hours() == "Tu 10:00-12:00"
    send(office, own="", when="from", day="2026-12-01")
    assert hours() == "Tu 10:00-12:00 | from 2026-12-01: school"


@pytest.mark.clause("C3")
def test_a_swap_is_for_one_week_only(office: FlaskClient) -> None:
    before = hours()
    send(office, when="once", day="2026-11-25")
    assert hours() == f"{before} | from 2026-11-23: Tu 10:00-12:00 | from 2026-11-30: {before}"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"when": "from", "day": ""}, "Choose the day from which these hours hold"),
        ({"when": "from", "day": "soon"}, "Choose the day from which these hours hold"),
        ({"when": "from", "day": "2026-11-19"}, "Choose a day to come"),
        ({"when": "once", "day": "2026-11-13"}, "That week is over."),
        ({"when": "once", "day": "2026-11-25", "two": "yes"}, "A swap is one week."),
    ],
)
def test_a_start_that_cannot_be_is_told_on_the_form_that_keeps_what_was_typed(
    office: FlaskClient, fields: dict[str, str], sentence: str
) -> None:
    before = hours()
    shown = send(office, **fields)
    assert sentence in shown
    assert 'id="week-1-from-0" name="week-1-from" type="time" value="10:00"' in shown
    assert f'name="when" value="{fields["when"]}" checked' in shown
    assert hours() == before


def test_what_changes_is_said_before_it_does(office: FlaskClient) -> None:
    before = hours()
    shown = send(office, sure="", when="from", day="2027-01-04", two="yes", **a_day(3, "09:00", "11:00", name="other"))
    assert "<dt>Now</dt><dd>Monday" in shown
    assert "<dt>Later</dt><dd>From Monday 4 January 2027: In turn, 2 weeks. Week 1: Tuesday 10am to 12pm." in shown
    assert hours() == before


def test_a_button_of_an_editor_is_served_even_while_the_start_is_wrong(office: FlaskClient) -> None:
    shown = send(office, when="from", day="", more="week-1")
    assert shown.count('name="week-1-from"') == 2
    assert "That does not work yet" not in shown
