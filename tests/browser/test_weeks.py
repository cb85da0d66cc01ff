"""The editor of a week in a real browser: with a script the words follow the fields, without one its buttons still work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.chromium import axe, live_server
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, PASSWORD, sign_in_as

WEEK = "/settings/staff/nair"


@pytest.fixture
def address(sqlite_school: Flask, clock: SetClock) -> Iterator[str]:
    """The school on Monday morning, served."""
    clock.now = MONDAY_MORNING
    sign_in_as(sqlite_school.test_client(), "okafor")
    with live_server(sqlite_school) as served:
        yield served


def open_week(page: Page, address: str) -> None:
    """Miss Nair's week, as the office changes it."""
    page.goto(f"{address}/sign-in")
    form = page.locator("form:has(input[type=password])")
    form.locator("input[type=email]").fill("okafor@elmswick.example")
    form.locator("input[type=password]").fill(PASSWORD)
    form.locator("input[type=password]").press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.goto(f"{address}{WEEK}")


def test_words_and_mistakes_follow_the_fields_and_another_day_is_asked_for_only_where_meant(
    page: Page, address: str
) -> None:
    open_week(page, address)
    page.locator("[name=week-4-on]").check()
    page.locator("#week-4-from-0").fill("09:00")
    page.locator("#week-4-to-0").fill("08:00")
    expect(page.locator("#week-4-beside")).to_contain_text("The end has to come after the start.")
    expect(page.locator("#week-reading")).to_have_text("One day needs putting right first.")
    page.locator("#week-4-to-0").fill("12:00")
    expect(page.locator("#week-4-beside")).to_be_empty()
    expect(page.locator("#week-reading")).to_contain_text("Friday 9am to 12pm.")
    expect(page.locator("#week-4-rope rect")).to_have_count(1)
    expect(page.locator("#week-4-to-0")).to_be_focused()
    page.locator("button[name=more][value=week-4]").click()
    expect(page.locator("#week-4-from-1")).to_be_focused()
    assert page.url == f"{address}{WEEK}", "the page itself stays"
    assert axe(page) == []
    page.goto(f"{address}/settings/calendar")
    expect(page.locator("#other_on")).to_be_hidden()
    page.locator("[name=first_on][value=other]").check()
    page.locator("#other_on").fill("2027-05-06")
    page.get_by_role("button", name="Show me what changes").first.click()
    expect(page.locator("main")).to_contain_text("School is closed: Thursday 6 May")
    page.get_by_role("button", name="Yes, change it").click()
    expect(page.locator("main")).to_contain_text("No promise had to move.")


def test_without_a_script_a_time_is_added_and_enter_goes_on_instead_of_adding_another(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    open_week(page, address)
    expect(page.locator("#week-4-from-0")).to_be_hidden()
    page.locator("button[name=more][value=week-0]").click()
    page.locator("#week-0-to-0").fill("12:00")
    page.locator("#week-0-from-1").fill("13:00")
    page.locator("#week-0-to-1").fill("15:00")
    page.locator("#week-0-to-1").press("Enter")
    expect(page.locator("h1")).to_have_text("What changes")
    expect(page.locator("main")).to_contain_text("Monday 8:15am to 12pm and 1pm to 3pm")
    context.close()
