"""How people come in, in a real browser: staff by password, families by the link in their mail; and who then waits for what."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask
from playwright.sync_api import Browser, Locator, Page, expect

from gateway.store import queue
from gateway.store.transaction import reading
from tests.schools import PASSWORD, SCHOOL, a_roster, come_in, parcels


def november(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026, in which the school's time is UTC."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def a_phone(browser: Browser) -> Page:
    """A family's phone beside the school's desk."""
    return browser.new_context(viewport={"width": 390, "height": 844}).new_page()


def signed_in(page: Page, site: str, app: Flask, staff_id: str) -> None:
    """Sign a member of staff in on the page itself; whoever was signed in before has gone."""
    page.context.clear_cookies()
    come_in(app, staff_id)  # gives them their password
    page.goto(f"{site}/sign-in")
    page.locator("#email").fill(f"{staff_id}@elmswick.example")
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def linked_in(page: Page, site: str, app: Flask, contact_id: str) -> None:
    """Sign somebody of a family in by the link that they ask for; whoever was signed in before has gone."""
    page.context.clear_cookies()
    contact = next(one for one in a_roster().contacts if one.contact_id == contact_id)
    page.goto(f"{site}/sign-in")
    page.get_by_label("Your email address").fill(contact.emails[0])
    page.get_by_role("button", name="Email me a sign-in link").click()
    page.wait_for_url(f"{site}/sign-in/link-sent")
    page.goto(f"{site}/sign-in/link/{parcels(app, 'sign_in_link')[-1].facts['token']}")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{site}/messages")


def waits_for() -> list[tuple[str, datetime | None]]:
    """Who reads each message that waits, and when it rings."""
    with reading():
        return [(one.reader, one.visible_at) for one in queue.waiting(SCHOOL)]


def changes(page: Page, *says: str, form: Locator | None = None) -> None:
    """Go from a form, the first of its page, through the page that shows what would change, which must say these sentences."""
    waited = waits_for()
    (form or page.locator("main")).get_by_role("button", name="Show me what changes").first.click()
    expect(page.locator("h1")).to_have_text("What changes")
    for sentence in says:
        expect(page.locator("main")).to_contain_text(sentence)
    assert waits_for() == waited, "looking changes nothing"
    page.get_by_role("button", name="Yes, change it").click()
    expect(page.locator("h1")).not_to_have_text("What changes")


def said_on(page: Page, where: str) -> str:
    """The words of a page or of a part of it, however they are laid out."""
    return " ".join((page.locator(where).text_content() or "").split())
