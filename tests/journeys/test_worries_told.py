"""Worries in a real browser: whom each reaches, who sees nothing of it, and that no page of a family tells one from another."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from gateway.actions import reading as reading_room
from gateway.domain.roster import Absence
from tests.chromium import live_server
from tests.clocks import SetClock
from tests.journeys.doors import a_phone, linked_in, said_on, signed_in, waits_for
from tests.schools import MONDAY_MORNING, THURSDAY_EVENING, a_roster, a_school, arrives, mail, parcels

NIGHT = THURSDAY_EVENING + timedelta(hours=3)
ABOUT_THE_HEAD = "Mrs Ashdown grabbed Zofia by the arm and it left a bruise. I want to know what happened."
ORDINARY = "Could the reading book be changed please?"
WORRY = "Zofia told me that her uncle hit her with a belt last night and she is scared to go home."
IN_POLISH = "Zofia mówi, że tata bije ją pasem i boi się wracać do domu."
IN_URDU = "Mere husband mujhe maarte hain, bachay dar jatay hain."
BULLYING = "In the class WhatsApp group they call Miss Nair a fat cow and post photos of her. It is horrible."
PICTURE = "bruise-on-her-arm-uncle-did-this.jpg"
"""The name of a photo that came with words which say nothing."""
PHOTO = b"\xff\xd8\xff\xe0 a photo"


def written(page: Page, site: str, words: str) -> str:
    """Agnieszka writes to the class on her phone; what her page then says, with her words left out."""
    page.goto(f"{site}/messages/new/class-1")
    page.get_by_label("Your message").fill(words)
    page.get_by_role("button", name="Send, to be read").click()
    expect(page.locator("main")).to_contain_text("Kept for")
    return said_on(page, "main").replace(words, "…")


def opened(page: Page, site: str) -> None:
    """Open the first alert of the list."""
    page.goto(f"{site}/alerts")
    page.locator("main a[href^='/alerts/']").first.click()
    expect(page.get_by_role("heading", name="Their words, in full")).to_be_visible()


def told(page: Page) -> list[str]:
    """Who was told, as the alert's page says it."""
    return (
        page.locator("section", has=page.get_by_role("heading", name="Who was told"))
        .locator("strong")
        .all_inner_texts()
    )


def broken(*_: object, **__: object) -> None:
    """A screen that fails on every message."""
    raise RuntimeError("a rule broke")


def with_a_photo(raw: bytes, name: str) -> bytes:
    """A mail with a photo of this name."""
    message = message_from_bytes(raw, policy=SMTP)
    assert isinstance(message, EmailMessage)
    message.add_attachment(PHOTO, maintype="image", subtype="jpeg", filename=name)
    return message.as_bytes()


PLACES = {"ashdown": ("/today", "/inbox"), "castellan": ("/today", "/alerts"), "okafor": ("/office", "/inbox")}
"""Where each would meet it: in words, in a list, or in a count."""


def seen(desks: dict[str, Page], site: str) -> dict[str, str]:
    """What the headteacher, the safeguarding lead and the office see: page by page, and what a search finds."""
    found = {}
    for staff_id, desk in desks.items():
        for place in PLACES[staff_id]:
            desk.goto(f"{site}{place}")
            found[f"{staff_id} {place}"] = re.sub(r"\d+ records linked", "", said_on(desk, "body"))  # signing in is one
        desk.goto(f"{site}/search")
        desk.locator("main input[name=q]").fill("bruise")
        desk.locator("main input[name=q]").press("Enter")
        expect(desk.locator("main")).to_contain_text("Nothing found")
    return found


@pytest.mark.clause("C12")
def test_an_allegation_about_the_headteacher_is_the_chairs_alone_and_nobody_elses_page_changes_by_a_number(
    sqlite_school: Flask, clock: SetClock, browser: Browser
) -> None:
    phone = a_phone(browser)
    desks = {one: browser.new_context().new_page() for one in PLACES}
    clock.now = MONDAY_MORNING + timedelta(hours=2)
    with live_server(sqlite_school) as site:
        for staff_id, desk in desks.items():
            signed_in(desk, site, sqlite_school, staff_id)
        before = seen(desks, site)
        arrives(sqlite_school, mail(text=ABOUT_THE_HEAD, subject="Her arm", to="office@elmswick.example"), clock.now)
        signed_in(phone, site, sqlite_school, "bell")
        opened(phone, site)
        expect(phone.locator("h1")).to_contain_text("An allegation")
        assert told(phone) == ["Mr Bell"]
        expect(phone.locator("main")).to_contain_text("Nobody else can see this conversation")
        where = phone.url
        phone.get_by_role("button", name="I have this").click()
        expect(phone.locator("main")).to_contain_text("Mr Bell has this")
        assert seen(desks, site) == before
        for staff_id, desk in desks.items():
            answer = desk.goto(where)
            assert answer is not None
            assert answer.status == 404, staff_id


@pytest.mark.clause("C12")
def test_bullying_of_a_teacher_online_is_with_the_headteacher_at_once_at_night_and_accuses_nobody(
    sqlite_school: Flask, clock: SetClock, phone_page: Page
) -> None:
    clock.now, page = NIGHT, phone_page
    with live_server(sqlite_school) as site:
        linked_in(page, site, sqlite_school, "agnieszka")
        written(page, site, BULLYING)
        assert {one.to_name: one.send_after for one in parcels(sqlite_school, "alert")} == {
            "Mrs Castellan": NIGHT,
            "Mrs Ashdown": NIGHT,
        }
        signed_in(page, site, sqlite_school, "ashdown")
        opened(page, site)
        expect(page.locator("h1")).to_contain_text("A worry")
        expect(page.locator("main")).to_contain_text("A child or a member of staff may be bullied online.")
        assert told(page) == ["Mrs Castellan", "Mrs Ashdown"]
        assert waits_for()[-1] == ("nair", MONDAY_MORNING), "the teacher rests until her own hour"


@pytest.mark.clause("C12")
def test_a_worry_in_polish_or_urdu_alerts_like_one_in_english_and_the_familys_page_is_that_of_any_message(
    sqlite_school: Flask, clock: SetClock, phone_page: Page, page: Page
) -> None:
    clock.now, read = NIGHT, []
    with live_server(sqlite_school) as site:
        linked_in(phone_page, site, sqlite_school, "agnieszka")
        read = [written(phone_page, site, words) for words in (ORDINARY, IN_POLISH, IN_URDU)]
        assert read[1:] == [read[0]] * 2, "no page says that anything was found"
        signed_in(page, site, sqlite_school, "castellan")
        page.goto(f"{site}/alerts")
        expect(page.locator("main")).to_contain_text("Two worries have not been taken by anybody.")
        for words in (IN_URDU, IN_POLISH):
            page.locator("main a[href^='/alerts/']").nth((IN_URDU, IN_POLISH).index(words)).click()
            expect(page.locator("article.msg")).to_contain_text(words)
            assert page.locator("mark").count(), "the words that spoke are marked"
            expect(page.locator("main")).to_contain_text(
                "They were not told about this alert, and see nothing different."
            )
            page.go_back()
            expect(page.locator("h1")).to_have_text("Alerts")


@pytest.mark.clause("C12")
def test_what_only_the_name_of_a_photo_says_alerts_and_the_lead_has_the_photo_itself_at_night(
    sqlite_school: Flask, clock: SetClock, page: Page
) -> None:
    clock.now = NIGHT
    plain = mail(text="Please see the photo.", subject="Zofia")
    arrives(sqlite_school, with_a_photo(plain, "IMG_2041.jpg"), NIGHT)
    arrives(sqlite_school, with_a_photo(mail(text="Please see the photo.", subject="Zofia"), PICTURE), NIGHT)
    with live_server(sqlite_school) as site:
        signed_in(page, site, sqlite_school, "castellan")
        page.goto(f"{site}/alerts")
        expect(page.locator("main")).to_contain_text("One worry has not been taken by anybody.")
        opened(page, site)
        expect(page.locator("main")).to_contain_text(
            "Somebody may be hurt or hit at home. It stands in the name of a file."
        )
        with page.expect_download() as held:
            page.get_by_role("link", name=PICTURE).click()
        assert held.value.suggested_filename == PICTURE
        assert held.value.path().read_bytes() == PHOTO


@pytest.mark.clause("C12")
def test_on_a_day_on_which_the_lead_is_away_her_deputies_are_told_at_once_and_one_of_them_takes_it(
    sqlite_app: Flask, clock: SetClock, phone_page: Page
) -> None:
    clock.now, page, roster = NIGHT, phone_page, a_roster()
    staff = [
        replace(one, roles=one.roles | {"deputy_dsl"}) if one.staff_id == "garrod" else one for one in roster.staff
    ]
    away = (Absence("castellan", NIGHT.date(), NIGHT.date(), ""),)
    with sqlite_app.app_context(), live_server(sqlite_app) as site:
        app = a_school(sqlite_app, replace(roster, staff=tuple(staff), absences=away))
        linked_in(page, site, app, "agnieszka")
        written(page, site, WORRY)
        signed_in(page, site, app, "garrod")
        opened(page, site)
        assert told(page) == ["Mrs Castellan", "Mrs Ashdown", "Mr Garrod"]
        page.get_by_role("button", name="I have this").click()
        expect(page.locator("main")).to_contain_text("Mr Garrod has this")


@pytest.mark.clause("C12")
def test_while_the_rules_are_broken_every_family_reads_whom_to_call_every_word_is_kept_and_the_lead_is_told(
    sqlite_school: Flask, clock: SetClock, phone_page: Page, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.now = NIGHT
    with live_server(sqlite_school) as site:
        linked_in(phone_page, site, sqlite_school, "agnieszka")
        usual = written(phone_page, site, ORDINARY)
        monkeypatch.setattr(reading_room.risk, "screen", broken)
        read = [written(phone_page, site, words) for words in ("Is there swimming on Monday?", WORRY)]
        assert read == [usual] * 2, "a family is told the same while nobody screens"
        expect(phone_page.locator("#help")).to_contain_text("999")
        expect(phone_page.locator("#help")).to_contain_text("01632 960111")
        signed_in(page, site, sqlite_school, "castellan")
        page.goto(f"{site}/alerts")
        expect(page.locator("main")).to_contain_text("Two worries have not been taken by anybody.")
        opened(page, site)
        expect(page.locator("article.msg")).to_contain_text(WORRY)
        expect(page.locator("main")).to_contain_text("nobody has looked at it yet")
        assert [one[0] for one in waits_for()] == ["pettit"] * 3 + ["nair"] * 3, "each is kept for its hour as well"
