"""Days that close, end early or are spent elsewhere, each in a real browser: training, trips, snow, and lists that run out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from gateway.actions import calendars
from gateway.actions.calendars import Week
from gateway.actions.directory import directory
from gateway.actions.release import release_due
from gateway.actions.roster import import_roster
from gateway.domain.roster import CalendarDay
from gateway.store.transaction import reading
from tests.chromium import live_server
from tests.clocks import SetClock
from tests.journeys.doors import a_phone, changes, linked_in, november, signed_in, waits_for
from tests.schools import (
    MONDAY_MORNING,
    SCHOOL,
    THURSDAY_EVENING,
    a_roster,
    arrives,
    mail,
    parcels,
)
from tests.web.test_bank_holidays import published

HELEN = "Helen Tate <helen@mail.example>"
"""Her Poppy is in Wren Class, whose one teacher, Mr Garrod, works the school's hours: Monday to Friday, 8:30am to 4:30pm."""
TOM = "Tom Reed <reeds@mail.example>"
"""He has a child in either class."""
WORDS = "Could the reading book be changed please?"
TUESDAY_MORNING = MONDAY_MORNING + timedelta(days=1)


@pytest.mark.clause("C3")
def test_on_a_training_day_whoever_works_it_is_rung_and_whoever_does_not_rests(
    sqlite_school: Flask, clock: SetClock, page: Page
) -> None:
    arrives(sqlite_school, mail(to="pettit@elmswick.example"), november(21, 17))
    assert waits_for() == [("pettit", november(26, 8, 15))]
    clock.now = november(23, 10)
    with live_server(sqlite_school) as site:
        signed_in(page, site, sqlite_school, "okafor")
        page.goto(f"{site}/settings/staff/garrod")
        page.get_by_label("Training days too").check()
        changes(page, "No promise moves")
        page.goto(f"{site}/settings/calendar")
        form = page.locator("form", has=page.locator("#kind"))
        form.locator("#kind").select_option("inset")
        form.locator("#label").fill("Reading")
        form.locator("#first_on").fill("2026-11-26")
        changes(page, "One promise moves", "The training day is set: Thursday 26 November.", form=form)
        assert waits_for() == [("pettit", november(27, 8, 15))]
        (letter,) = parcels(sqlite_school, "promise_changed")
        assert letter.facts["why"] == "Thursday 26 November is a training day for staff."
        arrives(sqlite_school, mail(HELEN, to="garrod@elmswick.example"), november(25, 20))
        clock.now = november(26, 8, 30)
        release_due(SCHOOL, now=clock.now)
        signed_in(page, site, sqlite_school, "garrod")
        expect(page.locator("main")).to_contain_text(WORDS)
        signed_in(page, site, sqlite_school, "pettit")
        expect(page.locator("h1")).to_contain_text("You are off until Friday 27 November, 8:15am")


@pytest.mark.clause("C3")
def test_going_off_duty_early_moves_what_waits_tells_the_family_why_and_can_be_taken_back(
    sqlite_school: Flask, clock: SetClock, page: Page, phone_page: Page
) -> None:
    calendars.set_hours(SCHOOL, "nair", Week("Mo-We 08:15-12:00,13:00-16:00"), now=THURSDAY_EVENING)
    arrives(sqlite_school, mail(), november(23, 12, 20))
    assert waits_for() == [("nair", november(23, 13))]
    clock.now = november(23, 12, 30)
    with live_server(sqlite_school) as site:
        signed_in(page, site, sqlite_school, "nair")
        expect(page.locator("h1")).to_have_text("You are off until 1pm")
        page.get_by_role("button", name="Finish for today").click()
        expect(page.locator("h1")).to_have_text("You are off until Tuesday 24 November, 8:15am")
        assert waits_for() == [("nair", TUESDAY_MORNING)]
        (letter,) = parcels(sqlite_school, "promise_changed")
        assert (letter.to_name, letter.facts["why"]) == ("Agnieszka Nowak", "Miss Nair has finished for today.")
        linked_in(phone_page, site, sqlite_school, "agnieszka")
        phone_page.get_by_role("link", name=WORDS).click()
        expect(phone_page.locator("main")).to_contain_text("Miss Nair will see this on")
        expect(phone_page.locator("main")).to_contain_text("Tuesday 24 November, 8:15am")
        expect(phone_page.locator("main")).to_contain_text("Miss Nair has finished for today. Miss Nair gets no alert")
        clock.now = november(23, 13, 10)
        page.get_by_role("button", name="I am back").click()
        expect(page.locator("main")).to_contain_text(WORDS)
        assert waits_for() == []
        page.get_by_role("main").get_by_role("button", name="Go off duty early").click()
        expect(page.locator("h1")).to_have_text("You are off until Tuesday 24 November, 8:15am")


@pytest.mark.clause("C3")
def test_a_teacher_on_a_trip_is_read_for_and_in_the_evening_on_the_coach_opens_what_has_rung_and_says_why(
    sqlite_school: Flask, clock: SetClock, page: Page, phone_page: Page
) -> None:
    clock.now = november(24, 10)
    with live_server(sqlite_school) as site:
        signed_in(page, site, sqlite_school, "okafor")
        page.goto(f"{site}/settings/staff")
        page.locator("#staff_id").select_option("garrod")
        page.locator("#first_on").fill("2026-11-25")
        page.locator("#covered_by").select_option("lowe")
        changes(page, "Mr Garrod is away: Wednesday 25 November.", "No promise moves")
        clock.now = november(25, 10)
        linked_in(phone_page, site, sqlite_school, "helen")
        phone_page.goto(f"{site}/messages/new/class-1")
        expect(phone_page.locator("main")).to_contain_text("Mr Garrod is away, and Miss Lowe reads instead.")
        phone_page.get_by_label("Your message").fill(WORDS)
        phone_page.get_by_role("button", name="Send now").click()
        expect(phone_page.locator("main")).to_contain_text("Rang Wednesday 25 November, 10am")
        signed_in(page, site, sqlite_school, "lowe")
        expect(page.locator("main")).to_contain_text(WORDS)
        clock.now = november(25, 19)
        arrives(sqlite_school, mail(HELEN, "When is the coach back?", to="garrod@elmswick.example"), clock.now)
        signed_in(page, site, sqlite_school, "garrod")
        page.get_by_text("I need to open my inbox now").click()
        page.get_by_label("I am on a school trip or event").check()
        page.get_by_role("button", name="Open for 15 minutes").click()
        expect(page.locator("main")).to_contain_text("You opened your inbox until 7:15pm.")
        expect(page.locator("main")).not_to_contain_text("coach")


@pytest.mark.clause("C3")
def test_snow_closes_school_in_two_taps_on_a_phone_and_each_family_is_told_once_of_everything_that_moves(
    sqlite_school: Flask, clock: SetClock, phone_page: Page, browser: Browser
) -> None:
    for sender, to, subject in (
        (TOM, "garrod", "Leo's shoes"),
        (TOM, "pettit", "Maisie's book"),
        ("Agnieszka Nowak <agnieszka@mail.example>", "pettit", "Reading book"),
        (HELEN, "nair", "Monday"),
    ):
        arrives(sqlite_school, mail(sender, to=f"{to}@elmswick.example", subject=subject), THURSDAY_EVENING)
    clock.now = THURSDAY_EVENING + timedelta(hours=1)
    parent = a_phone(browser)
    with live_server(sqlite_school) as site:
        signed_in(phone_page, site, sqlite_school, "ashdown")
        phone_page.goto(f"{site}/settings/calendar")
        changes(phone_page, "3 promises move", "School is closed: Friday 20 November.")
        expect(phone_page.locator("body")).to_contain_text("3 promises have moved, and families are told.")
        linked_in(parent, site, sqlite_school, "tom")
        expect(parent.locator("main")).to_contain_text("Mr Garrod sees this Mon 8:30am")
        expect(parent.locator("main")).to_contain_text("Mrs Pettit sees this")
    thursday = november(26, 8, 15)
    assert sorted(waits_for()) == [
        ("garrod", november(23, 8, 30)),
        ("nair", MONDAY_MORNING),
        ("pettit", thursday),
        ("pettit", thursday),
    ]
    assert sorted(one.to_name for one in parcels(sqlite_school, "promise_changed")) == ["Agnieszka Nowak", "Tom Reed"]
    said = words_to(sqlite_school, "Tom Reed")
    assert "School is closed on Friday 20 November." in said
    assert "Mrs Pettit will see your message on\n    Thursday 26 November, 8:15am" in said
    assert "“Leo's shoes”: Mr Garrod, Monday 23 November, 8:30am" in said
    assert "We are sorry for the wait." in said


def words_to(app: Flask, name: str) -> str:
    """What the letter says by which a family is told that its promises have moved."""
    (letter,) = (one for one in parcels(app, "promise_changed") if one.to_name == name)
    with reading():
        return app.extensions["handbell.equipment"].letters.compose(directory(SCHOOL), letter).text


@pytest.mark.clause("C3")
def test_a_list_of_bank_holidays_that_runs_out_within_a_year_is_said_where_people_begin_their_day(
    sqlite_school: Flask, clock: SetClock, page: Page
) -> None:
    terms = (
        CalendarDay("term", date(2028, 1, 4), date(2028, 7, 20)),
        CalendarDay("term", date(2028, 9, 4), date(2028, 12, 20)),
    )
    import_roster(SCHOOL, replace(a_roster(), calendar=terms), accept_removals=False, now=THURSDAY_EVENING)
    runs_out = "Bank holidays are known until Tuesday 26 December 2028 only"
    clock.now = datetime(2028, 1, 10, 9, tzinfo=UTC)
    with live_server(sqlite_school) as site:
        signed_in(page, site, sqlite_school, "okafor")
        page.goto(f"{site}/office")
        expect(page.locator("main")).to_contain_text(runs_out)
        signed_in(page, site, sqlite_school, "ashdown")
        page.goto(f"{site}/today")
        expect(page.locator("section", has=page.locator("#needs"))).to_contain_text(runs_out)
        page.get_by_role("link", name="Bring it in").click()
        expect(page.locator("h1")).to_contain_text("ank holidays")
        page.locator("#file").set_input_files({"name": "h.json", "mimeType": "application/json", "buffer": published()})
        page.get_by_role("button", name="Show me what it says").click()
        expect(page.locator("main")).to_contain_text("1 August 2029")
        page.get_by_role("button", name="Yes, let this list hold").click()
        expect(page.locator("body")).to_contain_text("The newer list holds.")
        page.goto(f"{site}/today")
        expect(page.locator("h1")).to_contain_text("Monday 10 January")
        expect(page.locator("main")).not_to_contain_text("Bank holidays are known until")
