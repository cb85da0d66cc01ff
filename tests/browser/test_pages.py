"""Every page in a real browser: clean by the rules of accessibility, within its width, silent, and large enough for a thumb."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.browser.visits import ELSEWHERE, GROUPS, Site, Visit, a_site
from tests.chromium import axe, live_server
from tests.web.access import NOBODY, doors

WIDTHS = (320, 390, 1280)
TOUCHED_BELOW = 1280
OUTSIDE_THE_RAIL = "reports."
"""What everybody can do from every page, so that no entry of the rail leads to it."""
SMALLEST, THUMB = 24, 44
"""Pixels that a control is high, and that a button is high on touch; links within a sentence are as high as the sentence."""
CONTROLS = """(least) => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].map((one) => {
  const isMark = one.matches('input[type=checkbox], input[type=radio]')
  const box = (isMark && one.closest('label') || one).getBoundingClientRect()
  const isButton = one.matches('button, .btn, input[type=submit]')
  const isSaid = one.matches('a') && getComputedStyle(one).display === 'inline'
  const isShown = one.checkVisibility({visibilityProperty: true}) && box.width > 1 && box.height > 1
  const asked = isButton ? least.button : least.control
  return isShown && !isSaid && box.height < asked - 0.5
    ? `${one.outerHTML.slice(0, 90)} is ${box.height.toFixed(1)} px high, not ${asked}` : ''
}).filter(Boolean)"""


@pytest.fixture(scope="module")
def site(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One school for all the pages: they are only looked at."""
    folder = tmp_path_factory.mktemp("pages")
    held, copy = sqlite3.connect(migrated_sqlite), sqlite3.connect(folder / "test.sqlite")
    held.backup(copy)
    copy.close()
    held.close()
    with a_site(f"sqlite:///{folder / 'test.sqlite'}", folder) as served:
        yield served


def a_context(browser: Browser, site: Site, who: str, width: int) -> BrowserContext:
    """A phone or a desk in which the visitor is signed in."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        has_touch=width < TOUCHED_BELOW,
        is_mobile=width < TOUCHED_BELOW,
        reduced_motion="reduce",
        locale="en-GB",
    )
    if who != NOBODY:
        context.add_cookies([{"name": "handbell", "value": site.sessions[who], "url": site.address}])
    return context


def faults(page: Page, url: str, visit: Visit, width: int) -> list[str]:
    """What is wrong with a page, one sentence each, with every part of it folded open; by night only colours change."""
    page.emulate_media(color_scheme="light")
    answer = page.goto(url)
    if page.url != url:
        return [f"leads to {page.url}"]
    if visit.sends:
        with page.expect_navigation() as sent:
            page.locator(visit.sends).first.evaluate("form => form.requestSubmit()")
        answer = sent.value
        if page.url == url:
            return ["stays where it was when its form is sent"]
    if visit.code and (answer is None or answer.status != visit.code):
        return [f"answered {answer and answer.status}, not {visit.code}"]
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    # As tall as the page: a button that the bar at the foot covers for a moment of scrolling is no small target.
    page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})
    found = [str(one) for one in axe(page)]
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        found.append(f"scrolls sideways to {wide}")
    headings = page.locator("h1").count()
    if headings != 1:
        found.append(f"has {headings} first headings")
    lit, has_rail = page.locator(".rail [aria-current]").count(), page.locator(".rail").count()
    if has_rail and lit != 1 and not visit.endpoint.startswith(OUTSIDE_THE_RAIL):
        found.append(f"lights {lit} entries of the rail")
    least = {"control": SMALLEST, "button": THUMB if width < TOUCHED_BELOW else SMALLEST}
    small: list[str] = page.evaluate(CONTROLS, least)
    page.emulate_media(color_scheme="dark")
    return found + small + [f"in the dark {one}" for one in axe(page, only=("color-contrast",))]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("group", GROUPS)
def test_every_page_can_be_read_and_pressed_by_everybody(browser: Browser, site: Site, group: str, width: int) -> None:
    who, visits = GROUPS[group]
    context = a_context(browser, site, who, width)
    page, said, wrong = context.new_page(), list[str](), list[str]()
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: said.extend(_complaint(line, page)))
    assert page.evaluate("matchMedia('(pointer: coarse)').matches") is (width < TOUCHED_BELOW)
    for visit in visits:
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [
            f"{visit.path} ({visit.endpoint}): {one}" for one in faults(page, site.url(group, visit), visit, width)
        ]
        wrong += [f"{visit.path}: the browser says: {one}" for one in said]
        said.clear()
    context.close()
    assert not wrong, "\n".join(wrong)


def test_a_page_with_every_fault_is_found_out(browser: Browser) -> None:
    app = Flask("faulty", static_folder=None)
    rail, headings = "<nav class=rail><a href=/>In</a></nav>", "<h1>One</h1><h1>Two</h1>"
    marks = f"{rail}{headings}<input><button>x</button><details><summary>More</summary><img src=/a.png></details>"
    wide = "<main><p style='inline-size: 90rem'>Wide</p></main>"
    dark = "<style>@media (prefers-color-scheme: dark) { p { color: #fff; background: #eee } }</style>"
    app.add_url_rule("/", "page", lambda: f"<!doctype html><html lang=en><title>Faulty</title>{dark}{wide}{marks}")
    context = browser.new_context(viewport={"width": 390, "height": 900}, has_touch=True)
    with live_server(app) as address:
        found = " ".join(faults(context.new_page(), f"{address}/", Visit("page", "/"), 390))
    context.close()
    for fault in (
        "label (",
        "image-alt (",
        "scrolls sideways",
        "has 2 first headings",
        "lights 0 entries",
        "not 44",
        "not 24",
        "in the dark",
    ):
        assert fault in found, fault


def test_no_page_is_left_out_without_a_reason(sqlite_app: Flask) -> None:
    known = {door.endpoint for door in doors(sqlite_app) if door.method == "GET"}
    visited = {visit.endpoint for _, visits in GROUPS.values() for visit in visits}
    assert known - visited == ELSEWHERE.keys(), (
        "visit each page in tests/browser/visits.py, or say in ELSEWHERE why not"
    )


def _complaint(line: ConsoleMessage, page: Page) -> list[str]:
    """What the browser complains of, but for its note that an error page, asked for as such, came with its code."""
    is_own_code = line.text.startswith("Failed to load resource") and line.location.get("url") == page.url
    return [line.text] if line.type in ("error", "warning") and not is_own_code else []
