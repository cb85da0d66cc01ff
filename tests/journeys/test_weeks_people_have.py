"""Weeks that people really have, each entered and met in a real browser: two in turn, lessons, shares, leave, phased, swapped."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from gateway.actions import calendars
from gateway.actions.release import release_due
from gateway.actions.replies import send_reply
from gateway.actions.roster import import_roster
from gateway.domain.roster import Absence, Roster
from gateway.domain.scope import Actor, one_school
from tests.chromium import live_server
from tests.clocks import SetClock
from tests.journeys.doors import a_phone, changes, linked_in, november, signed_in, waits_for
from tests.schools import SCHOOL, THURSDAY_EVENING, a_roster, arrives, mail, parcels

HELEN = "Helen Tate <helen@mail.example>"
"""Her Poppy is in Wren Class, whose one teacher, Mr Garrod, works the school's hours: Monday to Friday, 8:30am to 4:30pm."""
NAIR = one_school(1, Actor("staff", "nair"))
FRIDAY_EVENING = THURSDAY_EVENING + timedelta(days=1)
WORDS = "Could the reading book be changed please?"


def december(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of December 2026, in which it is UTC too."""
    return datetime(2026, 12, day, hour, minute, tzinfo=UTC)


def to_garrod(app: Flask, at: datetime) -> None:
    """Helen writes to Mr Garrod."""
    arrives(app, mail(HELEN, to="garrod@elmswick.example"), at)


def promised(page: Page, site: str, says: str) -> None:
    """What the family that is signed in would be promised, should it write to the teacher of its first child now."""
    page.goto(f"{site}/messages/new/class-1")
    expect(page.locator("#text-hint")).to_contain_text(says)


@pytest.mark.clause("C3")
def test_two_weeks_in_turn_begin_on_their_day_and_each_promise_falls_in_the_week_that_it_meets(
    sqlite_school: Flask, clock: SetClock, page: Page, browser: Browser
) -> None:
    phone = a_phone(browser)
    to_garrod(sqlite_school, november(27, 17))
    assert waits_for() == [("garrod", november(30, 8, 30))]
    clock.now = november(27, 18)
    with live_server(sqlite_school) as site:
        signed_in(page, site, sqlite_school, "ashdown")
        page.goto(f"{site}/settings/staff/garrod")
        page.locator("[name=own][value=yes]").check()
        page.locator("[name=week-0-on]").uncheck()
        page.get_by_label("A second week, in turn with this one").check()
        page.locator("[name=other-4-on]").uncheck()
        page.get_by_label("From a day on").check()
        page.locator("#day").fill("2026-11-30")
        changes(page, "One promise moves", "From Monday 30 November: In turn, 2 weeks.")
        assert waits_for() == [("garrod", december(1, 8, 30))], "the first week has no Monday"
        (letter,) = parcels(sqlite_school, "promise_changed")
        assert letter.to_name == "Helen Tate"
        to_garrod(sqlite_school, december(3, 20))
        assert waits_for()[1:] == [("garrod", december(4, 8, 30))], "it has a Friday"
        clock.now = december(10, 20)
        linked_in(phone, site, sqlite_school, "helen")
        promised(phone, site, "Mr Garrod will see this on Tuesday 15 December, 8:30am.")
        expect(phone.locator("#text-hint")).to_contain_text("Mr Garrod does not work on Friday 11 December.")


@pytest.mark.clause("C3")
def test_what_comes_in_a_lesson_rings_after_it_where_school_says_so_and_at_once_where_it_does_not(
    sqlite_school: Flask, clock: SetClock, page: Page, browser: Browser
) -> None:
    phone, desk = a_phone(browser), browser.new_context().new_page()
    clock.now = november(24, 9, 30)
    with live_server(sqlite_school) as site:
        signed_in(page, site, sqlite_school, "ashdown")
        page.goto(f"{site}/settings/staff/garrod")
        page.locator("summary", has_text="No lessons are set.").click()
        page.locator("[name=lessons-1-on]").check()
        page.locator("#lessons-1-from-0").fill("09:00")
        page.locator("#lessons-1-to-0").fill("12:00")
        changes(page, "No promise moves", "Tuesday 9am to 12pm.")
        lessons_hold(page, site, "No promise moves", hold=True)
        clock.now = november(24, 10)
        linked_in(phone, site, sqlite_school, "helen")
        promised(phone, site, "Mr Garrod will see this on Tuesday 24 November, 12pm.")
        phone.get_by_label("Your message").fill(WORDS)
        phone.get_by_role("button", name="Send, to be read").click()
        expect(phone.locator("main")).to_contain_text("Mr Garrod is teaching or preparing lessons.")
        assert waits_for() == [("garrod", november(24, 12))]
        signed_in(desk, site, sqlite_school, "garrod")
        expect(desk.locator("main")).to_contain_text("You are in lessons. What comes now rings today at 12pm.")
        expect(desk.locator("main")).not_to_contain_text(WORDS)
        lessons_hold(page, site, "One promise moves", hold=False)
        promised(phone, site, "Mr Garrod can see it as soon as you send it.")
        release_due(SCHOOL, now=clock.now)
        desk.reload()
        expect(desk.locator("main")).to_contain_text(WORDS)


def lessons_hold(page: Page, site: str, says: str, *, hold: bool) -> None:
    """The headteacher says whether messages wait for the end of lessons."""
    page.goto(f"{site}/settings/school")
    page.locator("[name=lessons_hold]").set_checked(hold)
    changes(page, says)


@pytest.mark.clause("C3")
def test_a_class_that_two_teachers_share_rings_for_the_half_that_is_there_and_for_the_other_on_their_own_day(
    sqlite_school: Flask, clock: SetClock, page: Page, phone_page: Page
) -> None:
    clock.now = november(26, 10)
    with live_server(sqlite_school) as site:
        linked_in(phone_page, site, sqlite_school, "agnieszka")
        phone_page.goto(f"{site}/messages/new")
        expect(phone_page.locator("main")).to_contain_text(
            "Miss Nair works Monday to Wednesday, Mrs Pettit Thursday and Friday."
        )
        promised(phone_page, site, "Mrs Pettit can see it as soon as you send it.")
        phone_page.get_by_label("Your message").fill(WORDS)
        phone_page.get_by_role("button", name="Send now").click()
        expect(phone_page.locator("main")).to_contain_text("Rang Thursday 26 November, 10am")
        signed_in(page, site, sqlite_school, "pettit")
        expect(page.locator("main")).to_contain_text(WORDS)
        signed_in(page, site, sqlite_school, "nair")
        expect(page.locator("h1")).to_contain_text("You are off until Monday 30 November, 8:15am")
        assert waits_for() == [("nair", november(30, 8, 15))]
        clock.now = november(28, 20)
        linked_in(phone_page, site, sqlite_school, "agnieszka")
        promised(phone_page, site, "Miss Nair will see this on Monday 30 November, 8:15am.")


@pytest.mark.clause("C3")
def test_a_teacher_goes_on_maternity_leave_and_whoever_takes_over_has_the_whole_conversation(
    sqlite_school: Flask, clock: SetClock, page: Page, phone_page: Page
) -> None:
    thread_id = a_talk_that_goes_on(sqlite_school)
    assert waits_for() == [("nair", november(30, 8, 15))]
    clock.now = november(26, 10)
    with live_server(sqlite_school) as site:
        signed_in(page, site, sqlite_school, "okafor")
        page.goto(f"{site}/settings/staff")
        page.locator("#staff_id").select_option("nair")
        page.locator("#first_on").fill("2026-11-30")
        page.locator("#last_on").fill("2027-07-20")
        page.locator("#covered_by").select_option("clarke")
        changes(page, "One promise moves", "Ms Clarke")
        expect(page.locator("main")).to_contain_text("Monday 30 November to Tuesday 20 July 2027. Ms Clarke reads.")
        (letter,) = parcels(sqlite_school, "promise_changed")
        assert (letter.to_name, letter.facts["reader"]) == ("Agnieszka Nowak", "clarke")
        clock.now = november(29, 18)  # the evening before: what is written now is no longer Miss Nair's to read
        linked_in(phone_page, site, sqlite_school, "agnieszka")
        phone_page.goto(f"{site}/messages/{thread_id}")
        expect(phone_page.locator("main")).to_contain_text("Miss Nair is away, and Ms Clarke reads instead.")
        clock.now = november(30, 8, 15)
        release_due(SCHOOL, now=clock.now)
        signed_in(page, site, sqlite_school, "clarke")
        page.get_by_role("link", name="She went in today!").click()
        for words in ("Zofia is shy of the water.", "We will go slowly.", "She went in today!"):
            expect(page.locator("main")).to_contain_text(words)
        linked_in(phone_page, site, sqlite_school, "agnieszka")
        phone_page.goto(f"{site}/messages/{thread_id}")
        expect(phone_page.locator("main")).to_contain_text("Miss Nair is away, and Ms Clarke reads instead.")
        expect(phone_page.locator("#text-hint")).to_contain_text("Ms Clarke can see it as soon as you send it.")
        signed_in(page, site, sqlite_school, "nair")
        expect(page.locator("h1")).to_have_text("You are off duty")


def a_talk_that_goes_on(app: Flask) -> int:
    """Ms Clarke has come to the school, and a family's talk with Miss Nair has one more message, which waits for Monday."""
    nair = next(one for one in a_roster().staff if one.staff_id == "nair")
    clarke = replace(nair, staff_id="clarke", title="Ms", last_name="Clarke", email="clarke@elmswick.example")
    roster = replace(a_roster(), staff=(*a_roster().staff, clarke))
    import_roster(SCHOOL, roster, accept_removals=False, now=THURSDAY_EVENING)
    taken = arrives(app, mail(text="Zofia is shy of the water.", message_id="<a@mail.example>"), november(23, 9))
    assert taken.thread_id
    send_reply(NAIR, taken.thread_id, staff_id="nair", text="We will go slowly.", now=november(23, 10))
    arrives(app, mail(text="She went in today!", in_reply_to="<a@mail.example>"), november(25, 19))
    return taken.thread_id


@pytest.mark.clause("C3")
def test_what_a_teacher_had_not_answered_when_her_leave_began_goes_to_her_cover_by_the_office_on_its_first_day(
    sqlite_school: Flask, clock: SetClock, page: Page
) -> None:
    arrives(sqlite_school, mail(), november(25, 14))
    leave = Absence("nair", november(30, 0).date(), date(2027, 7, 20), "garrod")
    calendars.add_absence(SCHOOL, leave, now=november(26, 10))
    clock.now = november(30, 9)
    with live_server(sqlite_school) as site:
        signed_in(page, site, sqlite_school, "okafor")
        page.goto(f"{site}/office")
        late = page.locator("#answers")
        expect(late).to_contain_text("an answer from Miss Nair by Monday 30 November, 4pm.")
        expect(late).to_contain_text("It has not gone yet. Miss Nair is away until Tuesday 20 July 2027.")
        expect(late.get_by_role("button", name="Remind Miss Nair")).to_have_count(0)
        late.get_by_role("button", name="Hand to Mr Garrod").click()
        expect(late).to_contain_text("Mrs Okafor handed it to Mr Garrod.")
        (letter,) = parcels(sqlite_school, "promise_changed")
        assert letter.facts["why"] == "Miss Nair is away. Mr Garrod will answer you instead."
        signed_in(page, site, sqlite_school, "garrod")
        expect(page.locator("main")).to_contain_text(WORDS)


@pytest.mark.clause("C3")
def test_who_comes_back_by_degrees_is_promised_on_the_days_of_each_step_and_reads_them_on_her_own_page(
    sqlite_school: Flask, clock: SetClock, page: Page
) -> None:
    calendars.add_absence(SCHOOL, Absence("nair", november(20, 0).date(), december(4, 0).date()), now=THURSDAY_EVENING)
    arrives(sqlite_school, mail(), THURSDAY_EVENING)
    assert waits_for() == [("nair", december(7, 8, 15))]
    clock.now = november(20, 10)
    with live_server(sqlite_school) as site:
        signed_in(page, site, sqlite_school, "okafor")
        page.goto(f"{site}/settings/staff/nair")
        for day in (0, 2):
            page.locator(f"[name=week-{day}-on]").uncheck()
        page.locator("#week-1-from-0").fill("09:00")
        page.locator("#week-1-to-0").fill("12:00")
        page.get_by_label("From a day on").check()
        page.locator("#day").fill("2026-12-07")
        changes(page, "One promise moves", "From Monday 7 December: Tuesday 9am to 12pm.")
        assert waits_for() == [("nair", december(8, 9))]
        page.goto(f"{site}/settings/staff/nair")
        expect(page.locator("main")).to_contain_text("From Monday 7 December: Tuesday 9am to 12pm.")
        page.get_by_label("From a day on").check()
        page.locator("#day").fill("2027-01-04")
        changes(page, "No promise moves", "From Monday 4 January 2027: Monday to Wednesday 8:15am to 4pm.")
        for came in (december(8, 13), december(15, 13)):
            arrives(sqlite_school, mail(), came)
        assert [at for _, at in waits_for()] == [
            december(8, 9),
            december(15, 9),
            datetime(2027, 1, 4, 8, 15, tzinfo=UTC),
        ]
        clock.now = december(8, 9)
        signed_in(page, site, sqlite_school, "nair")
        page.goto(f"{site}/settings/hours")
        expect(page.locator("main")).to_contain_text("From Monday 4 January 2027: Monday to Wednesday 8:15am to 4pm.")


@pytest.mark.clause("C3")
def test_two_teachers_swap_a_day_of_one_week_and_the_week_after_it_is_as_it_always_was(
    sqlite_school: Flask, clock: SetClock, page: Page
) -> None:
    arrives(sqlite_school, mail(to="pettit@elmswick.example"), november(22, 20))
    assert waits_for() == [("pettit", november(26, 8, 15))]
    clock.now = november(23, 10)
    with live_server(sqlite_school) as site:
        signed_in(page, site, sqlite_school, "okafor")
        for staff_id, gives, takes, says in (("nair", 2, 3, "No promise moves"), ("pettit", 3, 2, "One promise moves")):
            page.goto(f"{site}/settings/staff/{staff_id}")
            page.locator(f"[name=week-{gives}-on]").uncheck()
            page.locator(f"[name=week-{takes}-on]").check()
            page.locator(f"#week-{takes}-from-0").fill("08:30")
            page.locator(f"#week-{takes}-to-0").fill("15:00")
            page.get_by_label("Only in the week of a day, as for a swap").check()
            page.locator("#day").fill("2026-11-25")
            changes(page, says)
    assert waits_for() == [("pettit", november(25, 8, 30))]
    (letter,) = parcels(sqlite_school, "promise_changed")
    assert letter.to_name == "Agnieszka Nowak"
    for came in (november(24, 17), december(1, 17)):
        arrives(sqlite_school, mail(), came)
    assert waits_for()[1:] == [("nair", november(26, 8, 30)), ("nair", december(2, 8, 15))]


@pytest.mark.clause("C3")
def test_hours_in_the_schools_folder_move_what_waits_once_and_hours_of_the_pages_stand_beside_them(
    sqlite_school: Flask, clock: SetClock, page: Page, phone_page: Page
) -> None:
    arrives(sqlite_school, mail(), THURSDAY_EVENING)
    to_garrod(sqlite_school, FRIDAY_EVENING)
    clock.now = FRIDAY_EVENING
    with live_server(sqlite_school) as site:
        signed_in(page, site, sqlite_school, "ashdown")
        page.goto(f"{site}/settings/staff/garrod")
        page.locator("[name=own][value=yes]").check()
        page.locator("[name=week-0-on]").uncheck()
        changes(page, "One promise moves")
        for _ in range(2):
            import_roster(SCHOOL, with_hours("nair", "Tu-We 08:15-16:00"), accept_removals=False, now=FRIDAY_EVENING)
        assert waits_for() == [("nair", november(24, 8, 15)), ("garrod", november(24, 8, 30))]
        assert [one.to_name for one in parcels(sqlite_school, "promise_changed")] == ["Helen Tate", "Agnieszka Nowak"]
        page.goto(f"{site}/settings/staff")
        expect(page.locator("main")).to_contain_text("Tuesday and Wednesday 8:15am to 4pm.")
        expect(page.locator("main")).to_contain_text("Tuesday to Friday 8:30am to 4:30pm.")
        linked_in(phone_page, site, sqlite_school, "agnieszka")
        expect(phone_page.locator("main")).to_contain_text("Miss Nair sees this Tue 8:15am")


def with_hours(staff_id: str, hours: str) -> Roster:
    """The school's folder, in which one person has other hours than before."""
    staff = (replace(one, hours=hours) if one.staff_id == staff_id else one for one in a_roster().staff)
    return replace(a_roster(), staff=tuple(staff))
