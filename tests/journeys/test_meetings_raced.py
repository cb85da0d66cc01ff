"""Two browsers on two phones, one time: whoever is first has it, and the other is shown the next."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from queue import Empty, Queue

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright

from gateway.actions.meetings import cancel_meeting
from gateway.domain.meetings import BOOKED, PHONE
from gateway.store import meetings
from gateway.store.transaction import reading
from tests.chromium import FLAGS, INSTALL_CHROMIUM, live_server
from tests.clocks import SetClock
from tests.meetings import TUESDAY, offered, parent
from tests.parts import require_or_skip
from tests.schools import MONDAY_MORNING, SCHOOL, a_school, parcels
from tests.torture import repeats

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser")
DAY = timedelta(days=1)
TAKEN = "has just been taken. Please choose another time."
"""What the loser reads."""


@dataclass(slots=True)
class Phone:
    """A phone-sized browser without JavaScript, in a thread of its own: what it is told to open, and what it then shows."""

    links: Queue[str] = field(default_factory=Queue)
    shown: Queue[str] = field(default_factory=Queue)


def _press(page: Page, link: str, gate: threading.Barrier) -> str:
    """Choose Tuesday half past three, press the button with the other phone, and read the page that comes."""
    page.goto(link)
    page.locator(f'label.slot:has(input[value="{TUESDAY.isoformat()}"]) input').check()
    page.locator(f'label.slot:has(input[value="{PHONE}"]) input').check()
    gate.wait(timeout=60)
    page.get_by_role("button", name="Book this time").click()
    expect(page.locator("main")).to_contain_text(re.compile(rf"Booked\.|{re.escape(TAKEN)}"), timeout=30_000)
    return page.locator("main").inner_text()


def _run(phone: Phone, gate: threading.Barrier) -> None:
    with sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(executable_path=PROGRAM, args=list(FLAGS))
        while link := phone.links.get():
            context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
            phone.shown.put(_press(context.new_page(), link, gate))
            context.close()
        browser.close()


@pytest.fixture
def phones() -> Iterator[tuple[Phone, Phone]]:
    """Two real browsers that wait for each other before they press."""
    require_or_skip("chromium", PROGRAM, INSTALL_CHROMIUM)
    gate, both = threading.Barrier(2), (Phone(), Phone())
    running = [threading.Thread(target=_run, args=(one, gate), daemon=True) for one in both]
    for one in running:
        one.start()
    yield both
    for phone in both:
        phone.links.put("")
    for one in running:
        one.join(timeout=30)


@pytest.mark.torture
@pytest.mark.clause("C2")
def test_of_two_browsers_that_race_for_one_time_one_has_it_and_the_other_sees_the_next(
    app: Flask, clock: SetClock, phones: tuple[Phone, Phone]
) -> None:
    clock.now = MONDAY_MORNING
    a_school(app)
    with app.app_context(), live_server(app) as address:
        links = []
        for contact in ("agnieszka", "tom"):
            offered(app, contact)
            links.append(f"{address}/meet/{parcels(app, 'meeting_offer')[-1].facts['link']}")
        for number in range(repeats(50)):  # on each of the two databases
            for phone, link in zip(phones, links, strict=True):
                phone.links.put(link)
            shown = [_read(phone) for phone in phones]
            won = [words for words in shown if "Booked." in words]
            lost = [words for words in shown if TAKEN in words]
            assert (len(won), len(lost)) == (1, 1), f"race {number}: {shown}"
            assert "3:30pm" not in lost[0].partition("Choose a time")[2], "the time that is gone is still shown"
            assert "3:15pm" in lost[0].partition("Choose a time")[2], "the next time is not shown"
            with reading():
                (held,) = meetings.booked_between(SCHOOL, TUESDAY - DAY, TUESDAY + DAY)
            assert (held.starts_at, held.state) == (TUESDAY, BOOKED)
            cancel_meeting(parent(held.contact_id), held.meeting_id, now=MONDAY_MORNING)


def _read(phone: Phone) -> str:
    try:
        return phone.shown.get(timeout=90)
    except Empty:
        return "the browser showed nothing"
