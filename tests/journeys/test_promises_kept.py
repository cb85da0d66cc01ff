"""Promises to families in a real browser: missed ones, late answers, dates in law, the next open door, words put right."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from gateway.actions.release import release_due
from gateway.domain.roster import Roster
from tests.chromium import live_server
from tests.clocks import SetClock
from tests.journeys.doors import a_phone, linked_in, signed_in, waits_for
from tests.schools import (
    FRIDAY_MORNING,
    MONDAY_MORNING,
    SCHOOL,
    THURSDAY_EVENING,
    a_roster,
    a_school,
    arrives,
    mail,
    parcels,
)

FRIDAY_EVENING = THURSDAY_EVENING + timedelta(days=1)
TUESDAY_MORNING = MONDAY_MORNING + timedelta(days=1)
WEDNESDAY_MORNING = MONDAY_MORNING + timedelta(days=2)
TUESDAY_LATE = TUESDAY_MORNING + timedelta(hours=7, minutes=46)
"""A minute after Miss Nair's last hour of the day; the office is there until 4:15pm."""


def only_nair() -> Roster:
    """Elmswick where Miss Nair alone has Robin Class, so that a Thursday evening waits for her Monday."""
    staff = tuple(replace(one, classes=()) if one.staff_id == "pettit" else one for one in a_roster().staff)
    return replace(a_roster(), staff=staff)


def writes(page: Page, words: str) -> None:
    """Write on the page that is open, and see the message kept for its hour."""
    page.get_by_label("Your message").fill(words)
    page.get_by_role("button", name="Send, to be read").click()
    expect(page.locator("main")).to_contain_text("Kept for")


@pytest.mark.clause("C3")
def test_a_ring_that_is_missed_is_told_to_the_office_first_and_then_to_the_parent_and_opening_is_never_timed(
    sqlite_school: Flask, clock: SetClock, page: Page, browser: Browser
) -> None:
    taken = arrives(sqlite_school, mail(), THURSDAY_EVENING)
    clock.now = MONDAY_MORNING + timedelta(minutes=25)  # the jobs have stood still since the weekend
    phone = a_phone(browser)
    with live_server(sqlite_school) as site:
        signed_in(page, site, sqlite_school, "okafor")
        page.goto(f"{site}/office")
        expect(page.locator("#late")).to_contain_text("Agnieszka Nowak, about Zofia, to Miss Nair. It has not rung yet")
        assert parcels(sqlite_school, "late") == (), "the office knows before the parent is written to"
        linked_in(phone, site, sqlite_school, "agnieszka")
        expect(phone.locator("main")).to_contain_text("We are late. It is kept safe")
        phone.goto(f"{site}/messages/{taken.thread_id}")
        expect(phone.locator("main")).to_contain_text("We could not give it to Miss Nair on Monday 23 November, 8:15am")
        expect(phone.locator("main")).not_to_contain_text("Miss Nair will see this on")
        release_due(SCHOOL, now=clock.now)
        (letter,) = parcels(sqlite_school, "late")
        assert (letter.to_name, letter.facts["reader"]) == ("Agnieszka Nowak", "nair")
        page.reload()
        expect(page.locator("#late")).to_contain_text("the family was told that we were late")
        arrives(sqlite_school, mail(subject="Shoes"), clock.now)
        clock.now = MONDAY_MORNING + timedelta(hours=7)  # and of all this Miss Nair has opened nothing
        release_due(SCHOOL, now=clock.now)
        signed_in(page, site, sqlite_school, "okafor")
        page.goto(f"{site}/office")
        expect(page.locator("#late li")).to_have_count(1)
        expect(page.locator("#late")).not_to_contain_text("opened")
        assert len(parcels(sqlite_school, "late")) == 1


@pytest.mark.clause("C3")
def test_an_answer_that_is_late_is_a_task_for_the_office_and_nowhere_a_mark_against_a_person(
    sqlite_school: Flask, clock: SetClock, page: Page
) -> None:
    taken = arrives(sqlite_school, mail(), MONDAY_MORNING + timedelta(minutes=45))
    clock.now = TUESDAY_LATE
    with live_server(sqlite_school) as site:
        signed_in(page, site, sqlite_school, "okafor")
        page.goto(f"{site}/office")
        task = page.locator("#answers li")
        expect(task).to_contain_text("Agnieszka Nowak, about Zofia")
        expect(task).to_contain_text("an answer from Miss Nair by Tuesday 24 November, 4pm")
        task.get_by_role("button", name="Remind Miss Nair").click()
        expect(page.locator("#answers li")).to_contain_text("Mrs Okafor had Miss Nair reminded. The reminder reaches")
        (letter,) = parcels(sqlite_school, "answer_due")
        assert (letter.to_address, letter.send_after) == ("nair@elmswick.example", WEDNESDAY_MORNING)
        signed_in(page, site, sqlite_school, "ashdown")
        page.goto(f"{site}/today")
        expect(page.locator("h1")).to_contain_text("Tuesday 24 November")
        expect(page.locator("main")).not_to_contain_text("Nair")
        page.goto(f"{site}/audit")
        expect(page.locator("tr", has_text="Agnieszka Nowak and Miss Nair")).to_contain_text("No marks")
        clock.now = WEDNESDAY_MORNING
        signed_in(page, site, sqlite_school, "nair")
        expect(page.locator("main")).to_contain_text("reading book")
        expect(page.locator("main")).not_to_contain_text("late")
        page.goto(f"{site}/threads/{taken.thread_id}")
        page.locator("#text").fill("I will change it today.")
        page.get_by_role("button", name="Send, to reach Agnieszka now").click()
        expect(page.locator(".talk")).to_contain_text("I will change it today.")
        clock.now = WEDNESDAY_MORNING + timedelta(minutes=20)
        signed_in(page, site, sqlite_school, "okafor")
        page.goto(f"{site}/office")
        expect(page.locator("#answers")).to_contain_text("Every family has had its answer by the day we said.")


@pytest.mark.clause("C4")
@pytest.mark.clause("C7")
@pytest.mark.clause("C23")
def test_a_date_in_law_runs_from_the_moment_it_came_while_the_message_waits_and_no_queue_eats_a_day(
    sqlite_school: Flask, clock: SetClock, page: Page, browser: Browser
) -> None:
    clock.now, phone = THURSDAY_EVENING, a_phone(browser)
    arrives(sqlite_school, mail(text="I wish to make a formal complaint about the trip.", subject="Trip"), clock.now)
    arrives(sqlite_school, mail(text="You have sent me another child's report by mistake.", subject="Post"), clock.now)
    with live_server(sqlite_school) as site:
        linked_in(phone, site, sqlite_school, "marek")
        phone.goto(f"{site}/messages/new/class-1")
        writes(phone, "Please send me a copy of everything you hold about Zofia.")
        expect(phone.locator("main")).not_to_contain_text("personal data")
        assert {one for one, _ in waits_for()} == {"nair", "pettit"}, "each waits for its teacher"
        for moment in (FRIDAY_MORNING + timedelta(hours=1), MONDAY_MORNING + timedelta(hours=1)):
            clock.now = moment  # before and after they have rung
            release_due(SCHOOL, now=clock.now)
            signed_in(page, site, sqlite_school, "ashdown")
            page.goto(f"{site}/deadlines")
            for kind, dated in (
                ("data breach", "until Sunday 22 November, 7:42pm"),
                ("formal complaint", "Acknowledge it by Thursday 26 November"),
                ("request for personal data", "until the end of Monday 21 December"),
            ):
                line = page.locator(".todo li", has_text=f"This may be a {kind}")
                expect(line).to_contain_text("7:42pm")
                expect(line).to_contain_text(dated)


@pytest.mark.clause("C2")
@pytest.mark.clause("C3")
def test_is_monday_too_late_offers_the_next_open_door_where_a_parent_writes_and_on_what_they_wrote(
    sqlite_app: Flask, clock: SetClock, phone_page: Page, browser: Browser
) -> None:
    page, desk = phone_page, browser.new_context().new_page()
    with sqlite_app.app_context():
        app = a_school(sqlite_app, only_nair())
        with live_server(app) as site:
            clock.now = FRIDAY_EVENING
            linked_in(page, site, app, "agnieszka")
            page.goto(f"{site}/messages/new/class-1")
            expect(page.locator("form.composer")).to_contain_text("Nobody at school can read it before then.")
            clock.now = THURSDAY_EVENING
            page.reload()
            door = "The school office is open tomorrow from 8:30am. Call 01632 960142."
            expect(page.locator("form.composer .note--bell strong")).to_have_text("Is Monday too late?")
            expect(page.locator("form.composer .note--bell")).to_contain_text(door)
            writes(page, "Could Zofia bring her pet mouse?")
            expect(page.locator(".promise .note--bell")).to_contain_text(door)
            page.get_by_role("button", name="Ask the office to read it").click()
            expect(page.locator(".promise__when")).to_contain_text("The school office will see this on")
            expect(page.locator(".promise__when")).to_contain_text("Friday 20 November, 8:30am")
            clock.now = FRIDAY_MORNING + timedelta(minutes=15)
            release_due(SCHOOL, now=clock.now)
            signed_in(desk, site, app, "okafor")
            expect(desk.locator("main")).to_contain_text("pet mouse")
            assert waits_for() == [("nair", MONDAY_MORNING)], "and Miss Nair has it on her Monday all the same"


@pytest.mark.clause("C23")
def test_a_parent_puts_a_message_that_waits_into_other_words_and_the_teacher_reads_those_alone(
    sqlite_school: Flask, clock: SetClock, phone_page: Page, browser: Browser
) -> None:
    clock.now, page, desk = FRIDAY_EVENING, phone_page, browser.new_context().new_page()
    with live_server(sqlite_school) as site:
        linked_in(page, site, sqlite_school, "agnieszka")
        page.goto(f"{site}/messages/new/class-1")
        writes(page, "Why do you never change the reading book?")
        page.get_by_role("button", name="Change it or take it back").click()
        expect(page.locator("#text")).to_have_value("Why do you never change the reading book?")
        page.locator("#text").fill("Could the reading book be changed, please?")
        page.get_by_role("button", name="Send, to be read").click()
        expect(page.locator("#text")).to_have_value("")
        expect(page.locator(".msg.is-held")).to_have_count(1)
        expect(page.locator(".msg.is-held")).to_contain_text("Could the reading book be changed, please?")
        expect(page.locator(".promise__when")).to_contain_text("Monday 23 November, 8:15am")
        clock.now = MONDAY_MORNING
        release_due(SCHOOL, now=clock.now)
        signed_in(desk, site, sqlite_school, "nair")
        desk.locator("main a.thread").click()
        expect(desk.locator(".talk")).to_contain_text("Could the reading book be changed, please?")
        expect(desk.locator("body")).not_to_contain_text("Why do you never")
        linked_in(page, site, sqlite_school, "agnieszka")
        page.locator("main a.thread").click()
        expect(page.locator("main")).to_contain_text("Rang Monday 23 November, 8:15am")
        expect(page.get_by_role("button", name="Change it or take it back")).to_have_count(0)
