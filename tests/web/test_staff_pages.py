"""The staff's pages in a real browser: the off-duty page, the checks while they type, and work without a script."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from gateway.actions import compose
from gateway.actions.release import release_due
from gateway.domain.scope import Actor, one_school
from gateway.store import flags, threads
from gateway.store.flags import Suggestion
from gateway.store.transaction import reading, writing
from tests.chromium import axe, live_server
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, PASSWORD, SCHOOL, arrives, mail, sign_in_as

NINE = MONDAY_MORNING + timedelta(minutes=45)


@pytest.fixture
def site(sqlite_school: Flask, clock: SetClock) -> Iterator[tuple[str, int]]:
    """The school served, with a conversation of Miss Nair's that has everything on it; its address and its number."""
    taken = arrives(sqlite_school, mail(text="Zofia does not want to come.\n\n> earlier words\n"))
    arrives(
        sqlite_school, mail("Gary T <g.tate72@mail.example>", "Poppy has left her kit.", to="office@elmswick.example")
    )
    clock.now = NINE
    release_due(SCHOOL, now=clock.now)
    assert taken.thread_id is not None
    with reading():
        message = threads.messages_of(SCHOOL, taken.thread_id)[0]
    finding = {"code": "distress", "reason": "Strong worry", "evidence": [[message.message_id, 6, 19]]}
    with writing():
        flags.save_suggestion(SCHOOL, Suggestion(taken.thread_id, "open", 0.9, [finding], NINE, None, "", ""))
    compose.start_thread(
        one_school(1, Actor("staff", "nair")),
        staff_id="nair",
        contact_id="marek",
        pupil_id="zofia",
        subject="Trip",
        text="Boots, please.",
        now=NINE + timedelta(hours=12),
    )
    for staff_id in ("nair", "okafor"):
        sign_in_as(sqlite_school.test_client(), staff_id)
    with live_server(sqlite_school) as address:
        yield address, taken.thread_id


def sign_in(page: Page, address: str, staff_id: str) -> None:
    """Through the real form."""
    page.goto(f"{address}/sign-in")
    form = page.locator("form:has(input[type=password])")
    form.locator("input[name=email]").fill(f"{staff_id}@elmswick.example")
    form.locator("input[type=password]").fill(PASSWORD)
    form.locator("button").first.click()
    page.wait_for_url(f"{address}/inbox")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_off_duty_page_is_clean_and_within_its_width(
    browser: Browser, site: tuple[str, int], clock: SetClock, width: int
) -> None:
    address, _ = site
    clock.set("2026-11-25T20:00:00+00:00")
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB")
    page, wrong = context.new_page(), list[str]()
    page.on("console", partial(_note, wrong))
    sign_in(page, address, "nair")
    assert "You are off" in page.locator("h1").inner_text()
    wrong += _faults(page, width)
    context.close()
    assert not wrong, "\n".join(wrong)


def _note(wrong: list[str], said: ConsoleMessage) -> None:
    if said.type in ("error", "warning"):
        wrong.append(said.text)


def _faults(page: Page, width: int) -> list[str]:
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    # As tall as the page: a button that the bar at the foot covers for a moment of scrolling is no small target.
    page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})
    found = [str(one) for one in axe(page)]
    page.emulate_media(color_scheme="dark")
    found += [f"in the dark {one}" for one in axe(page, only=("color-contrast",))]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [*found, f"scrolls sideways to {wide}"] if wide > width else found


def test_the_checks_follow_the_words_and_the_words_survive_a_lost_page(page: Page, site: tuple[str, int]) -> None:
    address, thread_id = site
    sign_in(page, address, "nair")
    page.goto(f"{address}/threads/{thread_id}")
    page.locator("#text").press_sequentially("I will talk with Leo")
    page.get_by_role("button", name="Fix 1 thing to send").wait_for()
    assert page.locator("#text").input_value() == "I will talk with Leo"
    page.goto(f"{address}/inbox")
    page.goto(f"{address}/threads/{thread_id}")
    assert page.locator("#text").input_value() == "I will talk with Leo"
    page.get_by_label("It is a different child").check()
    page.get_by_role("button", name="Fix 1 thing to send").click()
    page.get_by_text("Leaving now").wait_for()


def test_without_a_script_a_teacher_answers_all_the_same(browser: Browser, site: tuple[str, int]) -> None:
    address, thread_id = site
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    sign_in(page, address, "nair")
    page.goto(f"{address}/threads/{thread_id}")
    page.locator("#text").fill("Leo is fine.")
    page.locator("button[name=do][value=send]").click()
    page.get_by_role("button", name="Change to “the other child”").click()
    expect(page.locator("#text")).to_have_value("The other child is fine.")
    page.locator("button[name=do][value=send]").click()
    expect(page.get_by_text("Leaving now")).to_have_count(1)
    context.close()
