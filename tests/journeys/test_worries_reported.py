"""What people report and prepare for in a real browser: whom a report reaches, calls that go on, councils, and going live."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from gateway.actions.alerts import CALLS_AFTER, escalate_due
from gateway.actions.replies import send_reply
from gateway.domain.scope import Actor, one_school
from gateway.jobs.scheduler import run_everywhere
from gateway.jobs.table import JOBS
from gateway.store import outbox
from gateway.store.transaction import writing
from tests.chromium import live_server
from tests.clocks import SetClock
from tests.journeys.doors import linked_in, said_on, signed_in, waits_for
from tests.schools import MONDAY_MORNING, SCHOOL, THURSDAY_EVENING, a_roster, a_school, arrives, mail

NINE = MONDAY_MORNING + timedelta(minutes=45)
NIGHT = THURSDAY_EVENING + timedelta(hours=3)
WORRY = "Zofia told me that her uncle hit her with a belt last night and she is scared to go home."
RELEASE = next(one for one in JOBS if one.name == "release")


def report_it(page: Page, kind: str, *, words: str, about: str = "") -> None:
    """Fill the form of a report in and send it."""
    expect(page.locator("h1")).to_have_text("Report what is wrong")
    page.get_by_label(kind).check()
    if about:
        page.get_by_label(about).check()
    page.get_by_label("In your own words").fill(words)
    page.get_by_role("button", name="Report it now").click()
    expect(page.locator("h1")).to_have_text("Your report is kept")


def alerted(page: Page, site: str, app: Flask, staff_id: str) -> list[str]:
    """Sign in and open every alert that somebody has: the words of each, the newest first."""
    signed_in(page, site, app, staff_id)
    page.goto(f"{site}/alerts")
    found, heard = page.locator("main a[href^='/alerts/']").evaluate_all("all => all.map(one => one.href)"), []
    for where in found:
        page.goto(where)
        expect(page.locator("#happened")).to_be_visible()
        heard.append(page.locator("main").text_content() or "")
    return heard


@pytest.mark.clause("C12")
def test_a_parent_reports_a_teachers_message_and_a_page_and_reads_who_was_told_and_the_teacher_finds_neither(
    sqlite_school: Flask, clock: SetClock, phone_page: Page, page: Page
) -> None:
    clock.now = NINE
    taken = arrives(sqlite_school, mail(), NINE)
    nair = one_school(1, Actor("staff", "nair"))
    sent = send_reply(nair, taken.thread_id or 0, staff_id="nair", text="Ask your husband, he is brighter.", now=NINE)
    with writing():
        outbox.settle(SCHOOL, sent.outbox_id, state="handed_over", now=NINE)
    with live_server(sqlite_school) as site:
        linked_in(phone_page, site, sqlite_school, "agnieszka")
        phone_page.goto(f"{site}/messages/{taken.thread_id}")
        phone_page.locator("article", has_text="he is brighter").get_by_role("link", name="Report this").click()
        expect(phone_page.locator("main")).to_contain_text("So they are not told, nor anybody who works beside them.")
        report_it(phone_page, "Something else", words="This was rude.")
        expect(phone_page.locator("main")).to_contain_text("We have told the headteacher. That does not mean that it")
        expect(phone_page.locator("main")).to_contain_text("Kept at 9am on Monday 23 November.")
        phone_page.goto(f"{site}/messages")
        phone_page.get_by_role("link", name="Report something that is wrong").click()
        report_it(phone_page, "Bullying online", words="They laugh at Miss Nair in the chat of the class.")
        expect(phone_page.locator("main")).to_contain_text("We have told the safeguarding lead and the headteacher.")
        phone_page.goto(f"{site}/messages")
        expect(phone_page.locator("main")).not_to_contain_text("This was rude.")
        bullying, rude = alerted(page, site, sqlite_school, "ashdown")
        assert ("in the chat" in bullying, "brighter" in rude, "Reported by a parent" in rude) == (True, True, True)
        (only,) = alerted(page, site, sqlite_school, "castellan")
        assert "in the chat" in only
        assert alerted(page, site, sqlite_school, "nair") == []
        page.goto(f"{site}/inbox")
        expect(page.locator("main")).not_to_contain_text("rude")


@pytest.mark.clause("C12")
def test_a_teacher_reports_a_familys_message_and_from_a_page_the_headteacher_whose_report_the_chair_alone_has(
    sqlite_school: Flask, clock: SetClock, phone_page: Page, page: Page
) -> None:
    clock.now = NINE
    taken = arrives(sqlite_school, mail(text="That is a nice red car you have."), NINE)
    with live_server(sqlite_school) as site:
        signed_in(phone_page, site, sqlite_school, "nair")
        phone_page.goto(f"{site}/threads/{taken.thread_id}")
        phone_page.locator("article", has_text="red car").get_by_role("link", name="Report this").click()
        report_it(phone_page, "A threat", words="He has waited for me at the gate.")
        expect(phone_page.locator("main")).to_contain_text("We have told the safeguarding lead and the headteacher.")
        phone_page.goto(f"{site}/inbox")
        phone_page.get_by_role("link", name="Report something that is wrong").click()
        report_it(phone_page, "Something else", about="Yes, the headteacher", words="She laughed at Leo in assembly.")
        expect(phone_page.locator("main")).to_contain_text("We have told the chair of governors.")
        for staff_id in ("castellan", "ashdown"):
            (threat,) = alerted(page, site, sqlite_school, staff_id)
            assert ("at the gate" in threat, "red car" in threat) == (True, True)
        (about_her,) = alerted(page, site, sqlite_school, "bell")
        assert ("in assembly" in about_her, "The report is about the headteacher." in about_her) == (True, True)


@pytest.mark.clause("C12")
def test_the_alert_says_when_it_was_raised_who_was_told_when_it_went_on_and_who_took_it(
    sqlite_app: Flask, clock: SetClock, phone_page: Page
) -> None:
    roster, page = a_roster(mode="on_call"), phone_page
    staff = [
        replace(one, roles=one.roles | {"deputy_dsl"}) if one.staff_id == "garrod" else one for one in roster.staff
    ]
    with sqlite_app.app_context(), live_server(sqlite_app) as site:
        app = a_school(sqlite_app, replace(roster, staff=tuple(staff)))
        clock.now = NIGHT
        arrives(app, mail(text=WORRY), NIGHT)
        clock.forward(CALLS_AFTER)
        assert escalate_due(SCHOOL, now=clock.now) == 1
        clock.forward(timedelta(minutes=3))
        signed_in(page, site, app, "garrod")
        page.goto(f"{site}/alerts")
        page.locator("main a[href^='/alerts/']").first.click()
        expect(page.locator("#taken")).to_have_text("Nobody has taken this yet")
        expect(page.locator(".trail .is-next")).to_contain_text("11:02pm")
        page.get_by_role("button", name="I have this").click()
        expect(page.locator("#taken")).to_have_text("Mr Garrod has this")
        steps = [" ".join(one.split()) for one in page.locator(".trail li").all_text_contents()]
    wanted = (("10:42pm", "Mrs Castellan and Mrs Ashdown"), ("10:52pm", "Mr Garrod"), ("10:55pm", "Mr Garrod"))
    for at, who in wanted:
        assert any(at in one and who in one for one in steps), steps


@pytest.mark.clause("C12")
def test_a_family_of_another_council_is_shown_its_own_number_of_the_hour_and_otherwise_what_everybody_is(
    sqlite_school: Flask, clock: SetClock, phone_page: Page, page: Page
) -> None:
    clock.now = NINE
    with live_server(sqlite_school) as site:
        signed_in(page, site, sqlite_school, "ashdown")
        page.goto(f"{site}/settings/councils")
        for field, value in (("name", "Northvale"), ("day", "01632 960210"), ("night", "01632 960211")):
            page.locator(f"#{field}-new").fill(value)
        page.get_by_role("button", name="Add it").click()
        expect(page.get_by_role("heading", name="Northvale")).to_be_visible()
        page.get_by_label("A child who lives there").select_option("poppy")
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.get_by_role("button", name="Lives there no more")).to_be_visible()
        read, by_day, evening = {}, NINE + timedelta(hours=7, minutes=45), NINE + timedelta(hours=8)
        for who in ("helen", "agnieszka"):
            clock.now = by_day
            linked_in(phone_page, site, sqlite_school, who)
            for at in (by_day, evening):
                clock.now = at
                phone_page.goto(f"{site}/messages")
                read[who, at] = said_on(phone_page, "#help .urgent")
    assert ("01632 960210" in read["helen", by_day], "01632 960211" in read["helen", evening]) == (True, True)
    assert ("01632 960110" in read["agnieszka", by_day], "01632 960111" in read["agnieszka", evening]) == (True, True)
    for at in (by_day, evening):
        assert read["helen", at].replace(" 9602", " 9601") == read["agnieszka", at]


@pytest.mark.clause("C12")
def test_a_new_school_goes_live_once_its_plan_is_declared_and_is_asked_again_when_a_new_term_begins(
    sqlite_school: Flask, clock: SetClock, page: Page
) -> None:
    app = sqlite_school
    app.config["HANDBELL"] = replace(app.config["HANDBELL"], environment="production")
    arrives(app, mail(), THURSDAY_EVENING)
    clock.now = MONDAY_MORNING
    with live_server(app) as site:
        run_everywhere(app, RELEASE)
        assert waits_for(), "nothing has run"
        signed_in(page, site, app, "ashdown")
        page.goto(f"{site}/today")
        expect(page.locator("main")).to_contain_text("Your school goes live when this is done")
        page.locator("li", has_text="Nobody has confirmed whom to call in danger").get_by_role("link").click()
        confirmed(page, "Monday 23 November, 8:15am")
        expect(page.locator("h1 + p")).to_contain_text("Asked for again from Monday 4 January")
        run_everywhere(app, RELEASE)
        assert waits_for() == []
        clock.now = datetime.fromisoformat("2027-01-05T09:00:00+00:00")
        signed_in(page, site, app, "ashdown")
        page.goto(f"{site}/today")
        page.locator("li", has_text="Confirm whom to call in danger").get_by_role("link", name="Check").click()
        expect(page.locator("main")).to_contain_text("A new term has begun since this was confirmed")
        confirmed(page, "Tuesday 5 January, 9am")
        expect(page.locator("main")).not_to_contain_text("A new term has begun since this was confirmed")


def confirmed(page: Page, at: str) -> None:
    """The headteacher confirms what stands there, that nobody is on call among it, and reads the date."""
    expect(page.locator("h1")).to_have_text("Are these still right?")
    page.locator("[name=mode][value=signpost]").check()
    page.get_by_role("button", name="I have checked these today").click()
    expect(page.locator("main")).to_contain_text(f"Last confirmed {at}, by Mrs Ashdown.")
