"""Quiet on both sides in a real browser: the off-duty page, replies at night, Christmas Day, long absences, and medicine."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from gateway.actions import desk
from gateway.actions.release import release_due
from gateway.domain.roster import Absence, Roster
from gateway.domain.scope import Actor, one_school
from tests.chromium import live_server
from tests.clocks import SetClock
from tests.journeys.doors import linked_in, signed_in, waits_for
from tests.schools import MONDAY_MORNING, SCHOOL, a_roster, a_school, arrives, mail, parcels

NINE_AT_NIGHT = MONDAY_MORNING + timedelta(hours=12, minutes=45)
TUESDAY_MORNING = MONDAY_MORNING + timedelta(days=1)
SUNDAY_EVENING = MONDAY_MORNING - timedelta(hours=13)
CHRISTMAS = datetime(2026, 12, 25, 10, 30, tzinfo=UTC)
NEW_YEAR = datetime(2027, 1, 4, 8, 15, tzinfo=UTC)
"""The first day of the spring term, when Miss Nair is at work again."""


@pytest.mark.clause("C3")
@pytest.mark.clause("C15")
def test_a_teacher_at_nine_at_night_sees_until_when_she_is_off_and_nothing_reaches_her_before_her_morning(
    sqlite_school: Flask, clock: SetClock, phone_page: Page
) -> None:
    page, night = phone_page, NINE_AT_NIGHT - timedelta(minutes=20)
    taken = arrives(sqlite_school, mail(), night)
    arrives(sqlite_school, mail(text="Zofia has a fever and will not be in school tomorrow."), night)
    head = one_school(1, Actor("staff", "ashdown"))
    desk.look(head, taken.thread_id or 0, purpose="support", reason="Miss Nair asked me to", now=night)
    clock.now = NINE_AT_NIGHT
    with live_server(sqlite_school) as site:
        signed_in(page, site, sqlite_school, "nair")
        expect(page.locator("h1")).to_have_text("You are off until Tuesday 24 November, 8:15am")
        expect(page).to_have_title(re.compile("^Off duty until Tuesday"))
        for word in ("Nowak", "Zofia", "new", "unread"):
            expect(page.locator("body")).not_to_contain_text(word)
        release_due(SCHOOL, now=clock.now)
        own = [one for one in parcels(sqlite_school) if one.to_name == "Miss Nair" or "nair@" in one.to_address]
        assert [(one.letter, one.send_after) for one in own] == [("looked_at", TUESDAY_MORNING)]
        clock.now = TUESDAY_MORNING
        release_due(SCHOOL, now=clock.now)
        signed_in(page, site, sqlite_school, "nair")
        expect(page.locator("main")).to_contain_text("Could the reading book be changed please?")
        page.goto(f"{site}/settings/looks")
        expect(page.locator("main")).to_contain_text("Miss Nair asked me to")


@pytest.mark.clause("C2")
def test_an_answer_written_at_night_waits_and_only_a_named_right_lets_it_go_with_a_reason_that_is_counted(
    sqlite_school: Flask, clock: SetClock, page: Page
) -> None:
    clock.now = NINE_AT_NIGHT
    with live_server(sqlite_school) as site:
        signed_in(page, site, sqlite_school, "nair")
        page.get_by_role("link", name="Write something for later").click()
        expect(page.locator("h1")).to_have_text("About which child?")
        page.get_by_role("link", name="Zofia Nowak").click()
        expect(page.locator("h1")).to_have_text("To whom about Zofia?")
        page.get_by_role("link", name="Write to Agnieszka Nowak").click()
        expect(page.locator("h1")).to_have_text("Write to Agnieszka Nowak")
        page.get_by_label("Your message").fill("The trip is off: the road is flooded.")
        page.get_by_role("button", name="Send, to reach Agnieszka at 8:15am tomorrow").click()
        expect(page.locator("main")).to_contain_text("To Agnieszka Nowak, on Tuesday 24 November, 8:15am.")
        expect(page.get_by_text("Send it sooner")).to_have_count(0)
        answer = page.goto(f"{site}/waiting")
        assert answer is not None
        assert answer.status == 403, "Miss Nair has no right to wake a family"
        signed_in(page, site, sqlite_school, "castellan")
        page.goto(f"{site}/waiting")
        expect(page.locator("main")).to_contain_text("Leaves Tuesday 24 November, 8:15am.")
        expect(page.locator("main")).not_to_contain_text("flooded")
        page.get_by_text("Send it now").click()
        page.get_by_label("Why can it not wait?").fill("The coach leaves at seven")
        page.get_by_role("button", name="Send now").click()
        expect(page.locator("#waiting")).to_have_text("0 replies wait")
        (reply,) = parcels(sqlite_school, "reply")
        assert reply.send_after == NINE_AT_NIGHT
        clock.now = TUESDAY_MORNING + timedelta(minutes=15)
        signed_in(page, site, sqlite_school, "ashdown")
        page.goto(f"{site}/today")
        expect(page.locator("main")).to_contain_text("1 was sent outside hours in the last 4 weeks, 1 this term.")
        page.get_by_role("link", name="See which, and why").click()
        expect(page.locator("#overrides + p")).to_have_text("1 in the last 4 weeks.")
        expect(page.locator("aside")).to_contain_text("Mrs Castellan")
        expect(page.locator("aside")).to_contain_text("The coach leaves at seven")


@pytest.mark.clause("C23")
def test_on_christmas_day_a_parent_writes_by_the_page_and_by_mail_and_both_are_kept_with_a_day_that_holds(
    sqlite_school: Flask, clock: SetClock, phone_page: Page, browser: Browser
) -> None:
    clock.now, page, desk_page = CHRISTMAS, phone_page, browser.new_context().new_page()
    arrives(sqlite_school, mail(text="Zofia lost her coat on the last day.", subject="Coat"), CHRISTMAS)
    (letter,) = parcels(sqlite_school, "acknowledgement")
    with live_server(sqlite_school) as site:
        linked_in(page, site, sqlite_school, "marek")
        page.goto(f"{site}/messages/new/class-1")
        expect(page.locator("#text-hint")).to_contain_text("Miss Nair will see this on Monday 4 January, 8:15am.")
        page.get_by_label("Your message").fill("Zofia would love to bring her new book.")
        page.get_by_role("button", name="Send, to be read").click()
        expect(page.locator(".promise__when")).to_contain_text("Monday 4 January, 8:15am")
        assert datetime.fromisoformat(letter.facts["visible_at"]) == NEW_YEAR
        assert {one for one in waits_for() if one[0] == "nair"} == {("nair", NEW_YEAR)}
        clock.now = NEW_YEAR - timedelta(seconds=1)
        assert release_due(SCHOOL, now=clock.now).released == 0
        clock.now = NEW_YEAR
        release_due(SCHOOL, now=clock.now)
        signed_in(desk_page, site, sqlite_school, "nair")
        expect(desk_page.locator("main")).to_contain_text("Zofia lost her coat")
        expect(desk_page.locator("main")).to_contain_text("Zofia would love to bring")
        assert parcels(sqlite_school, "late") == ()


def away() -> Roster:
    """Elmswick while Miss Nair is away for a month; Miss Lowe, who works Tuesdays and Fridays, has what is hers."""
    staff = tuple(
        replace(one, hours="Tu,Fr 08:45-15:15")
        if one.staff_id == "lowe"
        else replace(one, classes=())
        if one.staff_id == "pettit"
        else one
        for one in a_roster().staff
    )
    gone = Absence("nair", date(2026, 11, 23), date(2026, 12, 18), "lowe")
    return replace(a_roster(), staff=staff, absences=(gone,))


@pytest.mark.clause("C3")
def test_while_a_teacher_is_away_for_weeks_her_cover_is_named_and_answers_in_the_covers_own_working_days(
    sqlite_app: Flask, clock: SetClock, phone_page: Page, browser: Browser
) -> None:
    clock.now, page, desk_page = SUNDAY_EVENING, phone_page, browser.new_context().new_page()
    tuesday = TUESDAY_MORNING + timedelta(minutes=30)
    with sqlite_app.app_context():
        app = a_school(sqlite_app, away())
        with live_server(app) as site:
            linked_in(page, site, app, "agnieszka")
            page.goto(f"{site}/messages/new/class-1")
            expect(page.locator("#text-hint")).to_contain_text("Miss Nair is away. Miss Lowe has this instead.")
            page.get_by_label("Your message").fill("Could the reading book be changed?")
            page.get_by_role("button", name="Send, to be read").click()
            expect(page.locator(".promise__when")).to_contain_text("Miss Lowe will see this on")
            expect(page.locator(".promise__when")).to_contain_text("Tuesday 24 November, 8:45am")
            expect(page.locator(".promise")).to_contain_text("an answer by 3:15pm on Friday 27 November.")
            assert waits_for() == [("lowe", tuesday)]
            clock.now = tuesday
            release_due(SCHOOL, now=clock.now)
            signed_in(desk_page, site, app, "lowe")
            desk_page.locator("main a.thread").click()
            expect(desk_page.locator(".talk")).to_contain_text("An answer was promised by Friday 27 November")


@pytest.mark.clause("C3")
def test_medicine_and_an_allergy_wait_for_the_office_in_whatever_language_and_the_teacher_need_do_nothing(
    sqlite_school: Flask, clock: SetClock, phone_page: Page, browser: Browser
) -> None:
    clock.now, page, desk_page = SUNDAY_EVENING, phone_page, browser.new_context().new_page()
    turkish = "Poppy'nin yer fıstığına alerjisi var, lütfen dikkat edin."
    arrives(sqlite_school, mail("Helen Tate <helen@mail.example>", turkish, to="garrod@elmswick.example"), clock.now)
    with live_server(sqlite_school) as site:
        linked_in(page, site, sqlite_school, "agnieszka")
        page.goto(f"{site}/messages/new/class-1")
        page.get_by_label("Your message").fill("Proszę podać Zofii antybiotyk o dwunastej.")
        page.get_by_role("button", name="Send, to be read").click()
        expect(page.locator(".promise__when")).to_contain_text("Monday 23 November, 8:15am")
        clock.now = MONDAY_MORNING
        release_due(SCHOOL, now=clock.now)
        signed_in(desk_page, site, sqlite_school, "nair")
        desk_page.locator("main a.thread").click()
        expect(desk_page.locator("main")).to_contain_text("The office gets this today at 8:30am.")
        clock.now = MONDAY_MORNING + timedelta(minutes=15)
        release_due(SCHOOL, now=clock.now)
        signed_in(desk_page, site, sqlite_school, "okafor")
        desk_page.goto(f"{site}/office")
        for child, words in (("Zofia, Robin Class", "Proszę podać"), ("Poppy, Wren Class", "alerjisi")):
            task = desk_page.locator("#now li", has_text=f"Medicine, allergy: {child}")
            expect(task).to_contain_text(words)
        desk_page.locator("#now li", has_text="Proszę podać").get_by_role("button", name="Done").click()
        expect(desk_page.locator("#now li")).to_have_count(1)
        signed_in(desk_page, site, sqlite_school, "nair")
        expect(desk_page.locator("main")).to_contain_text("Office dealt with it")
        signed_in(desk_page, site, sqlite_school, "garrod")
        desk_page.locator("main a.thread").click()
        expect(desk_page.locator("main")).to_contain_text("The office has this.")


@pytest.mark.clause("C3")
def test_what_families_tell_in_their_own_languages_in_no_set_words_is_the_offices_and_the_rest_is_the_teachers(
    sqlite_school: Flask, clock: SetClock, page: Page, phone_page: Page
) -> None:
    clock.now = SUNDAY_EVENING
    for sender, text in (
        ("Helen Tate <helen@mail.example>", "حطيت البخاخ بشنطة بوبي، بختين قبل الرياضة اذا ضاق نفسها"),
        ("Tom Reed <reeds@mail.example>", "kal uske mamu gate pe khare honge, main hospital mein hun"),
        ("Marek Nowak <marek@mail.example>", "Kiedy zebranie i czy można przyjść z chorym maluchem?"),
    ):
        arrives(sqlite_school, mail(sender, text, subject=""), clock.now)
    with live_server(sqlite_school) as site:
        linked_in(phone_page, site, sqlite_school, "agnieszka")
        phone_page.goto(f"{site}/messages/new/class-1")
        phone_page.get_by_label("Your message").fill("Zosia całą noc kasłała, jutro zatrzymam ją pod kołdrą.")
        phone_page.get_by_role("button", name="Send, to be read").click()
        clock.now = MONDAY_MORNING + timedelta(minutes=15)
        release_due(SCHOOL, now=clock.now)
        signed_in(page, site, sqlite_school, "okafor")
        page.goto(f"{site}/office")
        for fact, words in (
            ("Medicine, allergy: Poppy", "البخاخ"),
            ("Collecting: Maisie", "mamu gate pe"),
            ("Absent: Zofia", "pod kołdrą"),
        ):
            expect(page.locator("#now li", has_text=words)).to_contain_text(fact)
        expect(page.locator("#now")).not_to_contain_text("zebranie")
        signed_in(page, site, sqlite_school, "nair")
        expect(page.locator("main")).to_contain_text("Kiedy zebranie")
        expect(page.locator("main")).to_contain_text("The office has this")
