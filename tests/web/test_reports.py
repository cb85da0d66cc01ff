"""The Report button as parents and staff press it: calm, at any hour, kept once, and answered with what is true."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page

from gateway.actions.release import release_due
from gateway.store import concerns
from gateway.store.concerns import Alert
from gateway.store.transaction import reading
from tests.chromium import axe, live_server
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, SCHOOL, arrives, come_in, form_token, link_in_as, mail, submit

NIGHT = datetime(2026, 11, 22, 2, 14, tzinfo=UTC)
WORDS = "They call her names in the chat every night."
FORM = {"kind": "online", "about": "", "text": WORDS}


@pytest.fixture
def family(sqlite_school: Flask, clock: SetClock) -> FlaskClient:
    """Agnieszka's browser on Saturday night."""
    clock.now = NIGHT
    arrives(sqlite_school, mail(text="She has new shoes."), at=NIGHT)
    client = sqlite_school.test_client()
    link_in_as(client, "agnieszka")
    return client


def alerts() -> tuple[Alert, ...]:
    with reading():
        return concerns.latest_alerts(SCHOOL, limit=50)


def page(client: FlaskClient, path: str, code: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == code, path
    return " ".join(answer.get_data(as_text=True).split())


def reported(client: FlaskClient, **fields: str) -> str:
    """Report something from the form; the address of the page that follows."""
    answer = submit(client, "/report", **{**FORM, **fields})
    assert answer.status_code == 302
    return str(answer.location)


@pytest.mark.clause("C12")
def test_a_parent_reports_at_night_and_reads_when_it_was_kept_who_was_told_and_whom_to_phone(
    family: FlaskClient,
) -> None:
    said = page(family, reported(family))
    for words in (
        "Kept at 2:14am on Sunday 22 November.",
        "We have told the safeguarding lead and the headteacher. That does not mean that it was read.",
        "01632 960111",
        "999",
    ):
        assert words in said, words
    assert WORDS not in said
    for name in ("Castellan", "Ashdown"):
        assert name not in said
    assert WORDS not in page(family, "/messages")


@pytest.mark.clause("C12")
@pytest.mark.parametrize("path", ["/messages", "/messages/new", "/messages/new/class-1", "TALK"])
def test_every_page_of_a_family_has_the_button_and_every_message_its_own(family: FlaskClient, path: str) -> None:
    if path == "TALK":
        path = re.search(r'href="(/messages/\d+)"', family.get("/messages").text)[1]  # type: ignore[index]
        assert re.search(r'href="/report\?message=\d+">Report this<', family.get(path).text)
    assert f'href="/report?page={path}"' in family.get(path).text


@pytest.mark.clause("C12")
@pytest.mark.parametrize("path", ["/inbox", "/settings/hours", "/elsewhere", "TALK"])
def test_every_page_of_staff_has_the_button_and_every_message_its_own(
    family: FlaskClient, clock: SetClock, path: str
) -> None:
    clock.now = MONDAY_MORNING
    release_due(SCHOOL, now=MONDAY_MORNING)
    client = come_in(family.application, "nair")
    if path == "TALK":
        path = re.search(r'href="(/threads/\d+)"', client.get("/inbox").text)[1]  # type: ignore[index]
        message = re.search(r'href="(/report\?message=\d+)">Report this<', client.get(path).text)
        assert message
        assert "A message by Agnieszka Nowak" in page(client, message[1])
    assert f'href="/report?page={path}"' in client.get(path).text


def test_the_curtain_leads_to_the_button_too(family: FlaskClient) -> None:
    client = come_in(family.application, "nair")
    assert 'href="/report"' in client.get("/inbox").text
    assert "the safeguarding lead and the headteacher" in page(client, reported(client))


def test_a_double_press_is_one_report(family: FlaskClient) -> None:
    html = family.get("/report").text
    form = re.search(r'name="form" value="([0-9a-f]+)"', html)
    assert form
    first, second = (reported(family, form=form[1]) for _ in range(2))
    assert first == second
    assert len(alerts()) == 1


def test_nothing_chosen_keeps_the_words_and_says_what_to_do(family: FlaskClient) -> None:
    answer = submit(family, "/report", kind="", text=WORDS)
    assert answer.status_code == 400
    assert "Choose what is wrong from the list." in answer.text
    assert f">{WORDS}</textarea>" in answer.text
    assert alerts() == ()


def test_too_many_in_an_hour_are_told_to_phone_and_keep_their_words(family: FlaskClient) -> None:
    for _ in range(12):
        reported(family)
    answer = submit(family, "/report", **FORM)
    assert answer.status_code == 429
    assert "Everything that you have reported is kept. Please phone now." in answer.text
    assert WORDS in answer.text
    assert "01632 960111" in answer.text


@pytest.mark.clause("C16")
def test_the_alert_of_a_report_shows_what_was_reported_and_nobody_whom_it_names_finds_it(
    family: FlaskClient, clock: SetClock
) -> None:
    words = {"kind": "online", "about": "staff", "text": "Miss Nair said this to a child.", "page": "/messages"}
    family.post("/report", data={**words, "csrf_token": form_token(family, "/report")})
    (alert,) = alerts()
    said = page(come_in(family.application, "ashdown"), f"/alerts/{alert.alert_id}")
    for said_there in (
        "Miss Nair said this to a child.",
        "Reported by a parent: bullying online.",
        "/messages",
        "An allegation",
    ):
        assert said_there in said, words
    assert "Marked by plain rules" not in said
    for staff_id in ("nair", "castellan", "garrod"):
        client = come_in(family.application, staff_id)
        page(client, f"/alerts/{alert.alert_id}", 404)
        assert "said this to a child" not in client.get("/alerts").text


def test_the_message_that_was_reported_stands_beside_the_words(family: FlaskClient) -> None:
    talk = re.search(r'href="(/messages/\d+)"', family.get("/messages").text)
    assert talk
    message = re.search(r"/report\?message=(\d+)", family.get(talk[1]).text)
    assert message
    reported(family, about_message=message[1])
    (alert,) = alerts()
    said = page(come_in(family.application, "castellan"), f"/alerts/{alert.alert_id}")
    assert "The message that was reported" in said
    assert "She has new shoes." in said


@pytest.mark.clause("C4")
def test_the_page_of_a_report_is_nobody_elses_and_goes_away(family: FlaskClient, clock: SetClock) -> None:
    address = reported(family)
    other = family.application.test_client()
    link_in_as(other, "marek")
    for client in (other, come_in(family.application, "ashdown")):
        page(client, address, 404)
    clock.now = NIGHT.replace(hour=3, minute=15)
    link_in_as(family, "agnieszka")
    page(family, address, 404)


@pytest.mark.parametrize("where", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_the_way_back_leads_to_no_other_site(family: FlaskClient, where: str) -> None:
    assert "evil" not in family.get("/report", query_string={"page": where}).text


@pytest.mark.parametrize("written", ["-1", "x", "9" * 30, "٣"])
def test_a_message_number_that_is_none_is_refused(family: FlaskClient, written: str) -> None:
    assert family.get("/report", query_string={"message": written}).status_code == 400


def test_the_button_works_on_a_phone_with_the_keyboard_and_holds_to_the_accessibility_rules(
    family: FlaskClient, phone_page: Page
) -> None:
    cookie = family.get_cookie("handbell")
    assert cookie is not None
    with live_server(family.application) as site:
        phone_page.context.add_cookies([{"name": "handbell", "value": cookie.value, "url": site}])
        phone_page.goto(f"{site}/messages")
        phone_page.get_by_role("link", name="Report something that is wrong").click()
        assert axe(phone_page) == []
        phone_page.get_by_label("A threat").check()
        phone_page.get_by_label("In your own words").fill("He shouted.")
        phone_page.keyboard.press("Tab")
        phone_page.keyboard.press("Enter")
        phone_page.get_by_role("heading", name="Your report is kept").wait_for()
        assert axe(phone_page) == []
        assert phone_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert len(alerts()) == 1
