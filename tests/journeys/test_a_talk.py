"""From a suggestion to what came of it: offered, chosen on a phone without JavaScript, reminded of, late, noted, closed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect

from gateway.actions.release import release_due
from gateway.actions.reminders import remind_due
from gateway.store import audit, flags
from gateway.store.transaction import reading
from tests.chromium import live_server
from tests.clocks import SetClock
from tests.meetings import TUESDAY, WEDNESDAY
from tests.schools import MONDAY_MORNING, SCHOOL, arrives, come_in, mail, parcels, submit

WORDS = (
    "Zofia cries every Sunday night about school and I am at my wits' end. Could we have a chat, any afternoon? "
    "As I said last week, it is still happening."
)
MORNING = datetime(2026, 11, 24, 8, 15, tzinfo=UTC)
AGREED = "Zofia sits with Maria at lunch from Thursday."


def card_of(client: FlaskClient, thread_id: int) -> str:
    """The conversation as Miss Nair reads it."""
    answer = client.get(f"/threads/{thread_id}")
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def state_of(thread_id: int) -> tuple[str, str]:
    """How the suggestion stands, and what came of it."""
    with reading():
        held = flags.suggestion(SCHOOL, thread_id)
    assert held is not None
    return held.state, held.answer


@pytest.fixture
def phone(browser: Browser) -> Page:
    """A parent's phone with JavaScript switched off."""
    return browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False).new_page()


@pytest.mark.clause("C2")
@pytest.mark.clause("C22")
def test_a_talk_is_suggested_offered_chosen_reminded_of_held_and_noted(
    sqlite_school: Flask, clock: SetClock, phone: Page
) -> None:
    clock.now = MONDAY_MORNING
    thread_id = arrives(sqlite_school, mail(text=WORDS, subject="Sundays"), MONDAY_MORNING).thread_id or 0
    release_due(SCHOOL, now=clock.now)
    nair = come_in(sqlite_school, "nair")
    assert "Better face to face?" in card_of(nair, thread_id)
    assert state_of(thread_id) == ("open", "")
    the_teacher_offers(nair, thread_id)
    with live_server(sqlite_school) as site:
        link = f"{site}/meet/{parcels(sqlite_school, 'meeting_offer')[-1].facts['link']}"
        the_parent_chooses(phone, link)
        both_are_reminded(sqlite_school, clock)
        the_parent_is_late(sqlite_school, clock, phone, link)
    the_note_ends_it(sqlite_school, clock, thread_id)
    happened = [
        "meeting.offered",
        "suggestion.taken",
        "meeting.booked",
        "meeting.reminded",
        "meeting.running_late",
        "meeting.held",
        "talk.written",
    ]
    with reading():
        said = [one.event for one in audit.links_of_thread(SCHOOL, thread_id)]
    assert [one for one in dict.fromkeys(said) if one in happened] == sorted(happened, key=said.index)
    assert set(happened) <= set(said)


def the_teacher_offers(nair: FlaskClient, thread_id: int) -> None:
    """Two times, at school or by phone, from the conversation's own form."""
    page = f"/threads/{thread_id}/meeting"
    times = [TUESDAY.isoformat(), WEDNESDAY.isoformat()]
    sent = submit(nair, page, words="Let us talk.", minutes="15", do="send", how=["in_person", "phone"], when=times)
    assert sent.status_code == 302
    assert "Times are offered" in card_of(nair, thread_id)
    assert state_of(thread_id) == ("taken", "meeting")


def the_parent_chooses(phone: Page, link: str) -> None:
    """Without an account: a time, a way, one button."""
    phone.goto(link)
    phone.locator(f'input[value="{TUESDAY.isoformat()}"]').check()
    phone.locator('input[value="in_person"]').check()
    phone.get_by_role("button", name="Book this time").click()
    expect(phone.locator("h1")).to_contain_text("You meet Miss Nair about Zofia")
    assert not phone.get_by_role("button", name="10 minutes").is_visible(), "nobody is late the day before"


def both_are_reminded(app: Flask, clock: SetClock) -> None:
    """On the day, each in their own hours, and once."""
    clock.now = MORNING
    assert remind_due(SCHOOL, now=clock.now) == 2
    assert remind_due(SCHOOL, now=clock.now + timedelta(minutes=10)) == 0
    (family,) = parcels(app, "meeting_reminder")
    (staff,) = parcels(app, "meetings_ahead")
    assert (family.to_name, staff.to_name) == ("Agnieszka Nowak", "Miss Nair")


def the_parent_is_late(app: Flask, clock: SetClock, phone: Page, link: str) -> None:
    """One tap, and the teacher sees it where she looks on the day."""
    clock.now = TUESDAY - timedelta(minutes=5)
    phone.goto(link)
    phone.get_by_role("button", name="10 minutes").click()
    expect(phone.locator("main")).to_contain_text("You told us that you are about 10 minutes late")
    nair = come_in(app, "nair")
    assert "Agnieszka is 10 minutes late" in nair.get("/inbox").get_data(as_text=True)
    assert "The family is 10 minutes late" in nair.get("/meetings").get_data(as_text=True)
    assert not parcels(app, "meeting_late"), "nobody is told what they have said themselves"


def the_note_ends_it(app: Flask, clock: SetClock, thread_id: int) -> None:
    """The meeting is over: its note goes to the family, and the suggestion is closed with what came of it."""
    clock.now = TUESDAY + timedelta(minutes=20)
    nair = come_in(app, "nair")
    page = nair.get(f"/threads/{thread_id}").get_data(as_text=True)
    form = re.search(rf'href="(/threads/{thread_id}/talk\?meeting=\d+)"', page)
    assert form, "the conversation asks what came of it"
    sent = submit(
        nair,
        form[1],
        f"/threads/{thread_id}/talk",
        meeting=form[1].partition("=")[2],
        way="in_person",
        held_on="2026-11-24",
        words=AGREED,
        do="send",
    )
    assert sent.status_code == 302
    assert AGREED in parcels(app, "reply")[-1].facts["text"]
    assert state_of(thread_id) == ("closed", "in_person")
    assert "You talked at school" in card_of(nair, thread_id)
