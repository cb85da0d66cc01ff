"""The two clocks as people meet them, each row in a real browser: who reads instead, which days are school days, rest, worry."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from gateway.actions.alerts import CALLS_AFTER, escalate_due
from gateway.actions.release import release_due
from gateway.domain.bank_holidays import DIVISIONS, bank_holidays
from gateway.store.outbox import Parcel
from tests.channels.test_ics import calendar, event
from tests.chromium import live_server
from tests.clocks import SetClock
from tests.journeys.doors import a_phone, signed_in, waits_for
from tests.schools import (
    FRIDAY_MORNING,
    MONDAY_MORNING,
    SCHOOL,
    THURSDAY_EVENING,
    arrives,
    mail,
    parcels,
)
from tests.texting import TextLine

COUNCIL = calendar(
    event("DTSTART;VALUE=DATE:20260901", "DTEND;VALUE=DATE:20261121", name="Autumn term"),
    event("DTSTART;VALUE=DATE:20261026", "DTEND;VALUE=DATE:20261031", name="October half-term"),
    event("DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261219", name="Autumn half term 2"),
)
"""A council at which Monday 23 November is still a holiday."""
TUESDAY_MORNING = MONDAY_MORNING + timedelta(days=1)
WORRY = "Zofia told me that her uncle hit her with a belt last night and she is scared to go home."
MOBILE = "+447700900123"


def told(app: Flask) -> list[Parcel]:
    """What families were told of a promise that moved."""
    return list(parcels(app, "promise_changed"))


@pytest.mark.clause("C3")
def test_somebody_is_ill_and_the_family_is_told_once_who_reads_instead_and_it_rings_for_them(
    sqlite_school: Flask, clock: SetClock, page: Page
) -> None:
    arrives(sqlite_school, mail(), THURSDAY_EVENING)
    assert waits_for() == [("nair", MONDAY_MORNING)]
    clock.now = FRIDAY_MORNING + timedelta(hours=1)
    with live_server(sqlite_school) as site:
        signed_in(page, site, sqlite_school, "okafor")
        page.goto(f"{site}/settings/staff")
        page.locator("#staff_id").select_option("nair")
        page.locator("#first_on").fill("2026-11-23")
        page.locator("#last_on").fill("2026-11-25")
        page.locator("#covered_by").select_option("garrod")
        page.get_by_role("button", name="Show me what changes").click()
        expect(page.locator("main")).to_contain_text("One promise moves")
        assert waits_for() == [("nair", MONDAY_MORNING)], "looking changes nothing"
        page.get_by_role("button", name="Yes, change it").click()
        expect(page.locator("main")).to_contain_text("Mr Garrod reads.")
        half_past = MONDAY_MORNING + timedelta(minutes=15)
        assert waits_for() == [("garrod", half_past)]
        (letter,) = told(sqlite_school)
        assert (letter.to_name, letter.facts["reader"]) == ("Agnieszka Nowak", "garrod")
        clock.now = half_past
        release_due(SCHOOL, now=clock.now)
        signed_in(page, site, sqlite_school, "garrod")
        expect(page.locator("main")).to_contain_text("Could the reading book be changed please?")
        signed_in(page, site, sqlite_school, "nair")
        expect(page.locator("h1")).to_contain_text("You are off until")


@pytest.mark.clause("C3")
def test_term_dates_and_bank_holidays_come_in_as_files_and_move_what_waits_once_each(
    sqlite_school: Flask, clock: SetClock, page: Page
) -> None:
    arrives(sqlite_school, mail(), THURSDAY_EVENING)
    clock.now = THURSDAY_EVENING + timedelta(minutes=10)
    with live_server(sqlite_school) as site:
        signed_in(page, site, sqlite_school, "ashdown")
        page.goto(f"{site}/settings/term-dates")
        page.locator("#file").set_input_files({"name": "dates.ics", "mimeType": "text/calendar", "buffer": COUNCIL})
        page.get_by_role("button", name="Show me what it says").click()
        expect(page.locator("main")).to_contain_text("dates.ics: 3 lines about school days")
        expect(page.locator("main")).to_contain_text("One promise moves")
        assert waits_for() == [("nair", MONDAY_MORNING)], "looking changes nothing"
        page.get_by_role("button", name="Yes, set these dates").click()
        expect(page.locator("body")).to_contain_text("The term dates are set.")
        assert waits_for() == [("nair", TUESDAY_MORNING)]
        page.goto(f"{site}/settings/bank-holidays")
        page.locator("#file").set_input_files({"name": "h.json", "mimeType": "application/json", "buffer": published()})
        page.get_by_role("button", name="Show me what it says").click()
        expect(page.locator("main")).to_contain_text("Tuesday 24 November 2026")
        page.get_by_role("button", name="Yes, let this list hold").click()
        expect(page.locator("body")).to_contain_text("The newer list holds.")
        assert waits_for() == [("nair", TUESDAY_MORNING + timedelta(days=1))]
    assert [one.facts["visible_at"][:10] for one in told(sqlite_school)] == ["2026-11-24", "2026-11-25"]


def published() -> bytes:
    """The published list with a one-off bank holiday on Tuesday 24 November."""
    days = {one: {*bank_holidays(one), date(2026, 11, 24)} for one in DIVISIONS}
    lists: dict[str, Any] = {
        one: {
            "division": one,
            "events": [{"title": "Bank holiday", "date": day.isoformat()} for day in sorted(days[one])],
        }
        for one in DIVISIONS
    }
    return json.dumps(lists).encode()


@pytest.mark.clause("C3")
def test_a_look_off_duty_asks_why_lasts_a_quarter_of_an_hour_and_is_a_number_to_the_headteacher(
    sqlite_school: Flask, clock: SetClock, phone_page: Page
) -> None:
    arrives(sqlite_school, mail(), MONDAY_MORNING + timedelta(hours=1))
    clock.now = MONDAY_MORNING + timedelta(hours=12)
    page = phone_page
    with live_server(sqlite_school) as site:
        signed_in(page, site, sqlite_school, "nair")
        expect(page.locator("h1")).to_contain_text("You are off until Tuesday 24 November, 8:15am")
        assert "reading book" not in page.locator("body").inner_text()
        page.get_by_text("I need to open my inbox now").click()
        page.locator("[name=why]").first.check()
        page.get_by_role("button", name="Open for 15 minutes").click()
        expect(page.locator("main")).to_contain_text("Could the reading book be changed please?")
        clock.forward(timedelta(minutes=15, seconds=1))
        page.goto(f"{site}/inbox")
        expect(page.locator("h1")).to_contain_text("You are off until")
        clock.now = TUESDAY_MORNING + timedelta(minutes=20)
        signed_in(page, site, sqlite_school, "nair")
        page.goto(f"{site}/settings/looks")
        expect(page.locator("main")).to_contain_text("Monday 23 November, 8:15pm")
        signed_in(page, site, sqlite_school, "ashdown")
        page.goto(f"{site}/today")
        expect(page.locator("main")).to_contain_text("One person opened Handbell off duty in the last 7 days.")
        assert "Nair" not in page.locator("section", has_text="Staff rest").last.inner_text()


@pytest.mark.clause("C12")
def test_whom_to_call_is_confirmed_somebody_is_put_on_call_and_a_worry_at_night_rings_until_one_takes_it(
    texting_sqlite: TextLine, clock: SetClock, page: Page, browser: Browser
) -> None:
    app, phone = texting_sqlite.app, a_phone(browser)
    clock.now = THURSDAY_EVENING - timedelta(hours=8)
    with live_server(app) as site:
        signed_in(page, site, app, "ashdown")
        the_rota_is_set(page, site)
        the_plan_is_confirmed(page, site)
        clock.now = THURSDAY_EVENING
        taken = arrives(app, mail(text=WORRY), THURSDAY_EVENING)
        (text,) = texting_sqlite.send()
        assert (text.to, "Zofia" in text.body) == (MOBILE, False)
        clock.now = THURSDAY_EVENING + CALLS_AFTER
        assert escalate_due(SCHOOL, now=clock.now) == 1, "nobody has taken it, so it goes on"
        signed_in(phone, site, app, "castellan")
        phone.goto(f"{site}/alerts")
        phone.locator("main a[href^='/alerts/']").first.click()
        expect(phone.locator("main")).to_contain_text("Nobody has taken this yet")
        phone.get_by_role("button", name="I have this").click()
        expect(phone.locator("main")).to_contain_text("Mrs Castellan has this")
        clock.forward(CALLS_AFTER)
        assert escalate_due(SCHOOL, now=clock.now) == 0
        steps = re.sub(r"\s+", " ", phone.locator(".trail").inner_text())
    assert taken.thread_id
    assert all(one in steps for one in ("7:42pm", "Mrs Castellan")), steps


def the_plan_is_confirmed(page: Page, site: str) -> None:
    """The headteacher reads the numbers, says that people are on call, and presses once."""
    page.goto(f"{site}/settings/contacts")
    expect(page.locator("main")).to_contain_text("Nobody has confirmed these yet.")
    page.locator("[name=mode][value=on_call]").check()
    page.get_by_role("button", name="I have checked these today").click()
    expect(page.locator("main")).to_contain_text("Last confirmed Thursday 19 November, 11:42am, by Mrs Ashdown.")
    page.goto(f"{site}/settings/on-call")
    expect(page.locator("main")).to_contain_text("On call now: Mrs Castellan.")


def the_rota_is_set(page: Page, site: str) -> None:
    """One leader for a week, who rests until the plan says that people are on call, and the mobile she wants texts on."""
    page.goto(f"{site}/settings/on-call")
    page.locator("#staff_id").select_option("castellan")
    page.locator("#first_on").fill("2026-11-19")
    page.locator("#last_on").fill("2026-11-25")
    page.get_by_role("button", name="Put on the rota").click()
    expect(page.locator("#turns + ul")).to_contain_text("Mrs Castellan, Thursday 19 November to Wednesday 25 November")
    page.locator("#texted").select_option("castellan")
    page.locator("#mobile").fill("07700 900123")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("ends 123")
