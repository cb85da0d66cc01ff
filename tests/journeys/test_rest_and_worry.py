"""More of the two clocks in a real browser: weeks that change, words taken back, who answers, who is told and who is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from gateway.actions.alerts import escalate_due
from gateway.actions.register import ring_unopened
from gateway.actions.release import release_due
from gateway.domain.claims import LASTS_FOR
from gateway.store import threads
from gateway.store.transaction import reading
from tests.chromium import live_server
from tests.clocks import SetClock
from tests.journeys.doors import a_phone, linked_in, said_on, signed_in, waits_for
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

TUESDAY_MORNING = MONDAY_MORNING + timedelta(days=1)
WORRY = "Zofia told me that her uncle hit her with a belt last night and she is scared to go home."
ALLEGATION = "Zofia says Miss Nair grabbed her by the arm and it left a bruise. I want to know what happened."
RULE = "We take absences by phone only, before 9am."


@pytest.mark.clause("C3")
def test_a_teacher_gives_up_her_mondays_and_the_family_that_waits_for_one_is_told_another_day(
    sqlite_school: Flask, clock: SetClock, page: Page
) -> None:
    arrives(sqlite_school, mail(), THURSDAY_EVENING)
    assert waits_for() == [("nair", MONDAY_MORNING)]
    clock.now = FRIDAY_MORNING + timedelta(hours=1)
    with live_server(sqlite_school) as site:
        signed_in(page, site, sqlite_school, "okafor")
        page.goto(f"{site}/settings/staff/nair")
        page.locator("[name=week-0-on]").uncheck()
        page.get_by_role("button", name="Show me what changes").click()
        expect(page.locator("main")).to_contain_text("One promise moves")
        assert waits_for() == [("nair", MONDAY_MORNING)], "looking changes nothing"
        page.get_by_role("button", name="Yes, change it").click()
        expect(page.locator("h1")).not_to_have_text("What changes")
        assert waits_for() == [("nair", TUESDAY_MORNING)]
    (letter,) = parcels(sqlite_school, "promise_changed")
    assert letter.to_name == "Agnieszka Nowak"


@pytest.mark.clause("C23")
def test_a_parent_writes_at_night_and_takes_it_back_before_it_rings_and_no_teacher_ever_sees_it(
    sqlite_school: Flask, clock: SetClock, phone_page: Page
) -> None:
    clock.now, page = THURSDAY_EVENING + timedelta(hours=2), phone_page
    with live_server(sqlite_school) as site:
        linked_in(page, site, sqlite_school, "agnieszka")
        page.goto(f"{site}/messages/new/class-1")
        expect(page.locator("#text-hint")).to_contain_text("Not for emergencies: call 999.")
        page.get_by_label("Your message").fill("I am so angry about the trip.")
        page.get_by_role("button", name="Send, to be read").click()
        expect(page.locator("main")).to_contain_text("Kept for")
        assert waits_for(), "it is kept"
        page.get_by_role("button", name="Change it or take it back").click()
        expect(page.locator("main")).to_contain_text("Taken back")
        expect(page.locator("#text")).to_have_value("I am so angry about the trip.")
        assert waits_for() == []
        clock.now = MONDAY_MORNING
        release_due(SCHOOL, now=clock.now)
        for staff_id in ("nair", "pettit"):
            clock.now = MONDAY_MORNING if staff_id == "nair" else MONDAY_MORNING + timedelta(days=3)
            signed_in(page, site, sqlite_school, staff_id)
            expect(page.locator("main")).not_to_contain_text("angry")


@pytest.mark.clause("C3")
def test_two_teachers_are_rung_in_their_own_time_and_one_sees_that_the_other_answers_until_it_lapses(
    sqlite_app: Flask, clock: SetClock, page: Page, browser: Browser
) -> None:
    both = [replace(one, hours="Mo-Fr 08:45-15:45") if one.staff_id == "pettit" else one for one in a_roster().staff]
    with sqlite_app.app_context():
        app = a_school(sqlite_app, replace(a_roster(), staff=tuple(both)))
        taken = arrives(
            app, mail(to="nair@elmswick.example, pettit@elmswick.example"), THURSDAY_EVENING + timedelta(days=2)
        )
        assert dict(waits_for()) == {"nair": MONDAY_MORNING, "pettit": MONDAY_MORNING + timedelta(minutes=30)}
        desk = browser.new_context().new_page()
        with live_server(app) as site:
            clock.now = MONDAY_MORNING + timedelta(minutes=15)
            release_due(SCHOOL, now=clock.now)
            signed_in(page, site, app, "nair")
            page.goto(f"{site}/threads/{taken.thread_id}")
            expect(page.locator("main")).to_contain_text("Mrs Pettit sees it on Monday 23 November, 8:45am")
            page.get_by_role("button", name="I am answering this").click()
            expect(page.locator("main")).to_contain_text("You are answering this")
            clock.now = MONDAY_MORNING + timedelta(minutes=30)
            release_due(SCHOOL, now=clock.now)
            signed_in(desk, site, app, "pettit")
            expect(desk.locator("main")).to_contain_text("Miss Nair is answering")
            clock.now = MONDAY_MORNING + timedelta(minutes=15, seconds=1) + LASTS_FOR
            desk.goto(f"{site}/inbox")
            expect(desk.locator("main")).to_contain_text("reading book")
            expect(desk.locator("main")).not_to_contain_text("is answering")


@pytest.mark.clause("C12")
def test_an_allegation_reaches_the_headteacher_alone_and_neither_the_one_named_nor_the_safeguarding_lead(
    sqlite_school: Flask, clock: SetClock, page: Page
) -> None:
    clock.now = MONDAY_MORNING + timedelta(hours=1)
    arrives(sqlite_school, mail(text=ALLEGATION, subject="Arm", to="office@elmswick.example"), clock.now)
    with live_server(sqlite_school) as site:
        signed_in(page, site, sqlite_school, "ashdown")
        page.goto(f"{site}/alerts")
        page.locator("main a[href^='/alerts/']").first.click()
        expect(page.locator("h1")).to_contain_text("An allegation")
        expect(page.locator("main")).to_contain_text(
            "Nobody else can see this conversation, and nobody it may be about."
        )
        where = page.url
        for staff_id in ("nair", "castellan", "okafor"):
            signed_in(page, site, sqlite_school, staff_id)
            expect(page.locator("body")).not_to_contain_text("grabbed")
            answer = page.goto(where)
            assert answer is not None
            assert answer.status in (403, 404), staff_id
            expect(page.locator("body")).not_to_contain_text("grabbed")


@pytest.mark.clause("C12")
def test_where_nobody_is_on_call_every_family_reads_the_same_at_night_whatever_it_wrote(
    sqlite_school: Flask, clock: SetClock, phone_page: Page
) -> None:
    clock.now, page = THURSDAY_EVENING + timedelta(hours=3), phone_page
    read = []
    with live_server(sqlite_school) as site:
        for words in (WORRY, "Could the reading book be changed please?"):
            linked_in(page, site, sqlite_school, "agnieszka")
            page.goto(f"{site}/messages/new/class-1")
            page.get_by_label("Your message").fill(words)
            page.get_by_role("button", name="Send, to be read").click()
            expect(page.locator("main")).to_contain_text("Kept for")
            expect(page.locator("#help")).to_contain_text("999")
            expect(page.locator("#help")).to_contain_text("01632 960111")
            read.append(said_on(page, "main").replace(words, "…"))
    assert read[0] == read[1], "no page says that anything was found"


@pytest.mark.clause("C12")
def test_a_concern_is_taken_handed_to_the_childs_own_file_and_kept_here_as_a_number_and_nothing_can_hurry_it_away(
    sqlite_school: Flask, clock: SetClock, page: Page
) -> None:
    clock.now = MONDAY_MORNING + timedelta(hours=1)
    taken = arrives(sqlite_school, mail(text=WORRY, subject="Home"), clock.now)
    with live_server(sqlite_school) as site:
        signed_in(page, site, sqlite_school, "castellan")
        page.goto(f"{site}/alerts")
        page.locator("main a[href^='/alerts/']").first.click()
        page.get_by_role("button", name="I have this").click()
        expect(page.locator("main")).to_contain_text("Mrs Castellan has this")
        assert escalate_due(SCHOOL, now=clock.now + timedelta(hours=1)) == 0
        with page.expect_download() as held:
            page.get_by_role("button", name="File (CSV)").click()
        assert "belt" in held.value.path().read_text(encoding="utf-8-sig")
        page.reload()
        page.locator("#reference").fill("C-2211")
        page.get_by_role("button", name="Keep the pointer").click()
        expect(page.locator("main")).to_contain_text("C-2211")
        expect(page.locator("main")).to_contain_text("Nobody can delete or delay this conversation.")
        assert page.get_by_role("button", name="Delete").count() == 0
    with reading():
        assert threads.thread(SCHOOL, taken.thread_id or 0) is not None


@pytest.mark.clause("C3")
def test_absence_and_collecting_wait_for_the_office_which_is_called_when_the_register_closes_and_sees_who_may_not_come(
    sqlite_school: Flask, clock: SetClock, page: Page
) -> None:
    early = MONDAY_MORNING - timedelta(minutes=50)
    arrives(sqlite_school, mail(text="Zofia is ill and will not be in school today.", subject="Zofia"), early)
    helen = "Helen Tate <helen@mail.example>"
    arrives(sqlite_school, mail(helen, "Her dad will collect Poppy today.", to="office@elmswick.example"), early)
    clock.now = MONDAY_MORNING + timedelta(hours=1)
    release_due(SCHOOL, now=clock.now)
    assert ring_unopened(SCHOOL, now=clock.now) == 2
    with live_server(sqlite_school) as site:
        signed_in(page, site, sqlite_school, "okafor")
        page.goto(f"{site}/office")
        expect(page.get_by_text("Nobody had opened this when the register closed")).to_have_count(2)
        poppy = page.locator("li", has_text="Her dad will collect Poppy today.").first
        expect(poppy.get_by_text("Court order")).to_be_visible()
        expect(poppy).to_contain_text("Ask a leader before anybody agrees.")
        page.locator("li", has_text="Zofia is ill").get_by_role("button", name="Done").click()
        expect(page.locator("#now")).not_to_contain_text("Zofia is ill")
        signed_in(page, site, sqlite_school, "nair")
        expect(page.locator("main")).to_contain_text("Office dealt with it")


@pytest.mark.clause("C23")
def test_the_schools_own_rule_stands_where_a_family_types_and_what_they_send_is_passed_on_all_the_same(
    sqlite_school: Flask, clock: SetClock, page: Page, browser: Browser
) -> None:
    clock.now = MONDAY_MORNING + timedelta(hours=1)
    phone = a_phone(browser)
    with live_server(sqlite_school) as site:
        signed_in(page, site, sqlite_school, "ashdown")
        page.goto(f"{site}/settings/school")
        page.locator("#own_rule").fill(RULE)
        page.get_by_role("button", name="Show me what changes").click()
        page.get_by_role("button", name="Yes, change it").click()
        expect(page.locator("h1")).not_to_have_text("What changes")
        linked_in(phone, site, sqlite_school, "agnieszka")
        phone.goto(f"{site}/messages/new/office")
        expect(phone.locator("#text-hint")).to_contain_text(RULE)
        phone.get_by_label("Your message").fill("Zofia is ill and will not be in school today.")
        phone.get_by_role("button", name="Send now").click()
        expect(phone.locator("main")).to_contain_text("Zofia is ill")
        signed_in(page, site, sqlite_school, "okafor")
        page.goto(f"{site}/office")
        expect(page.locator("#now")).to_contain_text("Absent: Zofia")
