"""Settings: everybody reads their own hours; who may set them sees what would move before it moves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.actions import calendars
from gateway.domain.hours import Pattern
from gateway.store import queue
from gateway.store.transaction import reading
from gateway.web.months import months_of, typed_as_hours, week_of
from tests.clocks import SetClock
from tests.schools import (
    MONDAY_MORNING,
    SCHOOL,
    THURSDAY_EVENING,
    a_roster,
    arrives,
    form_token,
    mail,
    parcels,
    sign_in_as,
    submit,
)

LATER = THURSDAY_EVENING + timedelta(minutes=10)


@pytest.fixture
def office(sqlite_school: Flask, clock: SetClock) -> FlaskClient:
    """Mrs Okafor on Thursday evening, with a family waiting for Monday."""
    arrives(sqlite_school, mail())
    clock.now = LATER
    client = sqlite_school.test_client()
    sign_in_as(client, "okafor")
    return client


def page(client: FlaskClient, path: str, code: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == code
    return " ".join(answer.get_data(as_text=True).split())


def waits_until() -> list[object]:
    with reading():
        return [one.visible_at for one in queue.waiting(SCHOOL)]


@pytest.mark.clause("C3")
def test_a_teacher_sees_their_own_week_off_duty_too_and_what_a_family_is_told(
    sqlite_school: Flask, clock: SetClock
) -> None:
    clock.now = THURSDAY_EVENING - timedelta(minutes=30)
    client = sqlite_school.test_client()
    sign_in_as(client, "nair")
    said = page(client, "/settings/hours")
    assert "8:15am to 4pm" in said
    assert said.count("Not at work.") == 4
    assert "If they write today at 7:42pm" in said
    assert "Monday 23 November, 8:15am" in said
    assert "Change my hours" not in said
    assert "Nobody has looked" in page(client, "/settings/looks")


@pytest.mark.parametrize("staff_id", ["nair", "lowe", "bell"])
def test_a_teacher_reads_hours_and_sets_none(sqlite_school: Flask, staff_id: str) -> None:
    client = sqlite_school.test_client()
    sign_in_as(client, staff_id)
    for path in ("/settings/school", "/settings/calendar", "/settings/staff", f"/settings/staff/{staff_id}"):
        page(client, path, 403)
    token = form_token(client, "/settings/hours")
    fields = {"csrf_token": token, "kind": "closed", "first_on": "2026-11-24", "sure": "yes"}
    assert client.post("/settings/change/day", data=fields).status_code == 403
    assert calendars.times(SCHOOL).calendar == a_roster().calendar


@pytest.mark.clause("C3")
def test_closing_school_is_two_taps_with_what_moves_shown_between(sqlite_school: Flask, office: FlaskClient) -> None:
    day = {"kind": "closed", "first_on": "2026-11-23", "label": "Snow"}
    shown = submit(office, "/settings/calendar", "/settings/change/day", **day)
    said = " ".join(shown.get_data(as_text=True).split())
    assert shown.status_code == 200
    assert "School is closed: Monday 23 November. Nothing has changed yet." in said
    assert "One promise moves" in said
    assert "<del>Mon 8:15am</del>" in said
    assert "<ins>Tue 8:15am</ins>" in said
    assert waits_until() == [MONDAY_MORNING]
    done = submit(office, "/settings/calendar", "/settings/change/day", **day, sure="yes")
    assert (done.status_code, done.location) == (302, "/settings/calendar")
    assert waits_until() == [MONDAY_MORNING + timedelta(days=1)]
    assert len(parcels(sqlite_school, "promise_changed")) == 1
    said = page(office, "/settings/calendar")
    assert "1 promise has moved, and families are told." in said
    assert "Closed: Snow" in said
    training = {"kind": "inset", "first_on": "2027-02-22", "label": "Training day"}
    submit(office, "/settings/calendar", "/settings/change/day", **training, sure="yes")
    assert "Training day: Training day" not in page(office, "/settings/calendar"), "nothing is said twice"


def test_an_absence_with_cover_is_shown_noted_and_taken_out_again(office: FlaskClient) -> None:
    away = {"staff_id": "nair", "first_on": "2026-11-23", "last_on": "2026-11-24", "covered_by": "garrod"}
    shown = submit(office, "/settings/staff", "/settings/change/absence", **away).get_data(as_text=True)
    assert "Mr Garrod</ins>" in shown
    submit(office, "/settings/staff", "/settings/change/absence", **away, sure="yes")
    assert "Miss Nair</strong>, Monday 23 November to Tuesday 24 November. Mr Garrod reads." in page(
        office, "/settings/staff"
    )
    submit(office, "/settings/staff", "/settings/change/without-absence", **away, sure="yes")
    assert "Everybody is in" in page(office, "/settings/staff")
    assert waits_until() == [MONDAY_MORNING]


def test_a_week_is_typed_day_by_day_with_several_times_and_days_off(office: FlaskClient) -> None:
    week = {
        "staff_id": "nair",
        "own": "yes",
        "day1": "10:00-12:00, 13:00-15:00",
        "day3": " 09:00-10:00 ",
        "works_inset": "yes",
    }
    submit(office, "/settings/staff/nair", "/settings/change/week", **week, sure="yes")
    held = next(one for one in calendars.times(SCHOOL).staff if one.staff_id == "nair")
    assert (held.hours, held.works_inset) == ("Tu 10:00-12:00, 13:00-15:00; Th 09:00-10:00", True)
    said = page(office, "/settings/staff/nair")
    assert 'value="10:00-12:00, 13:00-15:00"' in said
    assert waits_until() == [MONDAY_MORNING + timedelta(days=1, hours=1, minutes=45)]


def test_the_schools_hours_and_days_for_an_answer_are_set(office: FlaskClient) -> None:
    rules = {
        "office": "Mo-Fr 08:00-16:00",
        "staff": "Mo-Fr 08:30-16:30",
        "courtesy": "Mo-Fr 07:30-18:30",
        "reply_within_days": "3",
    }
    shown = submit(office, "/settings/school", "/settings/change/rules", **rules).get_data(as_text=True)
    assert "No promise moves" in shown
    submit(office, "/settings/school", "/settings/change/rules", **rules, sure="yes")
    assert calendars.times(SCHOOL).school.office_hours == "Mo-Fr 08:00-16:00"
    assert calendars.times(SCHOOL).school.reply_within_days == 3


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("day", {"kind": "closed", "first_on": "tomorrow"}),
        ("day", {"kind": "party", "first_on": "2026-11-24"}),
        ("day", {"kind": "closed", "first_on": "2026-11-24", "last_on": "2026-11-23"}),
        ("week", {"staff_id": "nair", "own": "yes", "day0": "morning"}),
        ("week", {"staff_id": "nobody"}),
        ("absence", {"staff_id": "nair", "first_on": "2026-11-23", "covered_by": "nair"}),
        ("rules", {"office": "off", "staff": "off", "courtesy": "off", "reply_within_days": "1"}),
        ("rules", {"office": "Mo 08:00-09:00", "staff": "off", "courtesy": "off", "reply_within_days": "²"}),
        ("the-weather", {}),
    ],
)
@pytest.mark.parametrize("sure", ["", "yes"])
def test_what_makes_no_sense_is_refused_in_words_and_changes_nothing(
    office: FlaskClient, what: str, fields: dict[str, str], sure: str
) -> None:
    before = calendars.times(SCHOOL)
    assert submit(office, "/settings/school", f"/settings/change/{what}", **fields, sure=sure).status_code == 400
    after = calendars.times(SCHOOL)
    assert (after.school, after.calendar, after.staff, after.absences) == (
        before.school,
        before.calendar,
        before.staff,
        before.absences,
    )


def test_a_person_nobody_knows_has_no_week(office: FlaskClient) -> None:
    page(office, "/settings/staff/nobody", 400)


def test_a_week_reads_back_as_it_was_typed() -> None:
    hours = "Mo 08:15-12:00,13:00-16:00; We 22:00-24:00"
    typed = [one.typed for one in week_of(Pattern.parse(hours))]
    assert Pattern.parse(typed_as_hours(typed)) == Pattern.parse(hours)
    assert typed_as_hours([""] * 7) == "off"
    assert week_of(Pattern.parse(hours))[2].said == "10pm to midnight"


def test_a_month_shows_terms_holidays_bank_holidays_and_today() -> None:
    months = months_of(a_roster().calendar, "england-and-wales", now=MONDAY_MORNING)
    assert [one.name for one in months] == ["November 2026", "December 2026", "January 2027"]
    days = {(month.name, cell.day): cell for month in months for week in month.weeks for cell in week if cell}
    assert days["November 2026", 23].is_now
    assert days["November 2026", 24].kind == "in"
    assert days["November 2026", 28].kind == "soft"
    assert days["December 2026", 25].word == "bank holiday"
    assert days["December 2026", 29].word == "holiday"
    assert len(days) == 30 + 31 + 31
