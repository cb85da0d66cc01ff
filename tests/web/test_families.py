"""The families' pages as a family uses them: the promise after each message, the sooner way, and the button that says when."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page

from gateway.actions.release import release_due
from tests.chromium import axe, live_server
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, SCHOOL, THURSDAY_EVENING, arrives, link_in_as, mail, sign_in_as, submit

URGENT = "Someone in danger now?"


@pytest.fixture
def family(sqlite_school: Flask, clock: SetClock) -> FlaskClient:
    """Agnieszka's browser on Thursday evening, signed in, with one message to Miss Nair that waits."""
    clock.now = THURSDAY_EVENING
    arrives(sqlite_school, mail(text="She says she does not want to come tomorrow."))
    client = sqlite_school.test_client()
    link_in_as(client, "agnieszka")
    return client


def the_talk(family: FlaskClient) -> str:
    """The path of the newest conversation on the first page."""
    found = re.search(r'href="(/messages/\d+)"', family.get("/messages").text)
    assert found
    return found[1]


def words_of(html: str) -> str:
    """What a page says."""
    body = re.sub(r"<(svg|head)\b.*?</\1>", " ", html, flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split()).replace(" .", ".").replace(" ,", ",")


def test_the_schools_own_rule_stands_where_a_family_writes_and_the_message_is_passed_on_all_the_same(
    family: FlaskClient, clock: SetClock
) -> None:
    assert "by phone only" not in family.get("/messages/new/class-1").text
    office = family.application.test_client()
    sign_in_as(office, "okafor")
    said = {"sure": "yes", "reply_within_days": "3", "own_rule": " Tell us of absence  by phone only. "} | {
        f"{week}-{day}-{key}": value
        for week in ("office", "staff", "courtesy")
        for day in range(5)
        for key, value in (("on", "yes"), ("from", "08:00"), ("to", "16:00"))
    }
    asked = {key: value for key, value in said.items() if key != "sure"}
    assert "Tell us of absence" in submit(office, "/settings/school", "/settings/change/rules", **asked).text
    assert submit(office, "/settings/school", "/settings/change/rules", **said).status_code == 302
    shown = words_of(family.get("/messages/new/class-1").text)
    assert "Not for emergencies: call 999. Tell us of absence by phone only." in shown
    assert "Tell us of absence by phone only." in words_of(family.get("/messages").text)
    sent = submit(family, "/messages/new/class-1", text="Zofia is ill and will not be in tomorrow.")
    assert sent.status_code == 302
    clock.now = THURSDAY_EVENING.replace(day=20, hour=9)
    with family.application.app_context():
        release_due(SCHOOL, now=clock.now)
    sign_in_as(office, "okafor")
    assert "Zofia is ill and will not be in tomorrow." in office.get("/office").text
    again = submit(office, "/settings/school", "/settings/change/rules", **said | {"own_rule": "x" * 161})
    assert again.status_code == 400


@pytest.mark.clause("C3")
def test_the_first_page_lists_the_conversation_with_its_promise(family: FlaskClient) -> None:
    page = words_of(family.get("/messages").text)
    assert "Good evening, Agnieszka" in page
    assert "The office is closed now. It is open tomorrow from 8:30am." in page
    assert "You: She says she does not want to come tomorrow." in page
    assert "Miss Nair sees this Mon 8:15am" in page


@pytest.mark.clause("C3")
def test_the_promise_comes_straight_after_the_message_it_is_about(family: FlaskClient) -> None:
    html = family.get(the_talk(family)).text
    page = words_of(html)
    assert "You wrote, 7:42pm" in page
    assert "Miss Nair sees it, Mon 8:15am" in page, "the line says in words what it draws"
    message, promise = page.index("does not want to come"), page.index("Miss Nair will see this on")
    assert message < promise < page.index("If you write about another child")
    assert "Monday 23 November, 8:15am" in page
    assert "You will have an answer by 4pm on Tuesday 24 November." in page
    label = re.search(r'class="dayline" role="img" aria-label="([^"]+)"', html)
    assert label
    assert label[1] == ("You wrote on Thursday 19 November, 7:42pm. Miss Nair sees it on Monday 23 November, 8:15am.")


def test_the_sooner_way_names_the_office_its_hour_and_its_number(family: FlaskClient) -> None:
    page = words_of(family.get(the_talk(family)).text)
    assert "Is Monday too late? The school office is open tomorrow from 8:30am. Call 01632 960142." in page


def test_asking_the_office_changes_the_promise_to_the_offices_own(family: FlaskClient) -> None:
    talk = the_talk(family)
    submit(family, talk, f"{talk}/office")
    page = words_of(family.get(talk).text)
    assert "The school office will see this on Friday 20 November, 8:30am" in page
    assert "Ask the office to read it" not in page


@pytest.mark.clause("C3")
def test_the_button_says_when_it_will_be_read_before_it_is_pressed(family: FlaskClient) -> None:
    assert "Send, to be read Monday" in words_of(family.get(the_talk(family)).text)
    new = words_of(family.get("/messages/new/class-1").text)
    assert "Mrs Pettit will see this on Friday 20 November, 8:15am." in new
    assert "Send, to be read tomorrow" in new


def test_in_hours_the_button_says_now(family: FlaskClient, clock: SetClock) -> None:
    clock.now = MONDAY_MORNING
    link_in_as(family, "agnieszka")
    assert "Send now" in words_of(family.get("/messages/new/class-1").text)


def test_a_new_conversation_goes_to_the_right_people_and_shows_its_promise(family: FlaskClient) -> None:
    page = words_of(family.get("/messages/new").text)
    assert "Miss Nair and Mrs Pettit For Zofia, Robin Class." in page
    answer = submit(family, "/messages/new/class-1", subject="Trip", text="Where is it?")
    shown = words_of(family.get(answer.headers["Location"]).text)
    assert "Sent. We keep your message safe." in shown
    assert "Mrs Pettit will see this on Friday 20 November, 8:15am" in shown


def test_an_empty_message_is_asked_for_again_beside_its_field(family: FlaskClient) -> None:
    answer = submit(family, the_talk(family), text="   ")
    assert answer.status_code == 400
    assert "Write something first." in words_of(answer.text)
    assert 'aria-invalid="true"' in answer.text


def test_a_message_too_long_comes_back_with_every_word(family: FlaskClient) -> None:
    words = "word " * 5_000
    answer = submit(family, "/messages/new/office", text=words, subject="Long")
    assert answer.status_code == 400
    assert words.strip() in answer.text
    assert 'value="Long"' in answer.text


def test_a_message_can_be_taken_back_and_changed_until_it_rings(family: FlaskClient) -> None:
    talk = the_talk(family)
    action = re.search(rf'action="({talk}/\d+/take-back)"', family.get(talk).text)
    assert action
    submit(family, talk, action[1])
    page = family.get(talk).text
    assert "Taken back. Your words are in the box below" in page
    assert re.search(r"<textarea[^>]*>She says she does not want to come tomorrow", page)
    assert "Miss Nair will see this on Monday 23 November" in words_of(page), "of what would be written now"


def test_what_has_rung_says_when_and_offers_no_taking_back(family: FlaskClient, clock: SetClock) -> None:
    talk = the_talk(family)
    release_due(SCHOOL, now=MONDAY_MORNING)
    page = words_of(family.get(talk).text)
    assert "Rang Monday 23 November, 8:15am" in page
    assert "take it back" not in page
    assert "opened" not in page.lower(), "read times are nobody's"


@pytest.mark.clause("C4")
def test_another_parents_conversation_looks_like_one_that_is_not_there(family: FlaskClient) -> None:
    talk = the_talk(family)
    other = family.application.test_client()
    link_in_as(other, "marek")
    assert other.get(talk).status_code == 404
    assert other.get("/messages/123456789").text.split("<main")[1] == other.get(talk).text.split("<main")[1]
    assert submit(other, "/messages/new/office", talk, text="Hello").status_code == 404
    assert "Agnieszka" not in other.get("/messages").text


@pytest.mark.parametrize("path", ["/messages", "/messages/new", "/messages/new/class-1", "TALK"])
def test_every_page_shows_whom_to_phone(family: FlaskClient, path: str) -> None:
    page = words_of(family.get(the_talk(family) if path == "TALK" else path).text)
    assert URGENT in page
    assert "NSPCC on 0808 800 5000" in page
    assert "Call the office on 01632 960142" in page


def test_words_are_kept_while_they_are_written(family: FlaskClient) -> None:
    talk = the_talk(family)
    answer = submit(family, talk, f"{talk}/draft", text="half a sent")
    assert answer.text.strip() == "Your words are kept, 7:42pm."
    assert ">half a sent</textarea>" in family.get(talk).text
    submit(family, "/messages/new/office", "/messages/draft", text="something new")
    assert ">something new</textarea>" in family.get("/messages/new/office").text


def test_a_family_without_messages_is_told_what_to_do(sqlite_school: Flask) -> None:
    client = sqlite_school.test_client()
    link_in_as(client, "helen")
    assert "Nothing here yet" in client.get("/messages").text


def test_words_and_names_cannot_become_markup(family: FlaskClient) -> None:
    answer = submit(family, "/messages/new/office", text="<script>alert(1)</script>", subject="<b>x</b>")
    for path in (answer.headers["Location"], "/messages"):
        page = family.get(path).text
        assert "<script>alert" not in page
        assert "<b>x</b>" not in page


def test_a_form_of_another_site_sends_nothing(family: FlaskClient) -> None:
    talk = the_talk(family)
    assert family.post(talk, data={"text": "forged"}).status_code == 400
    assert "forged" not in family.get(talk).text


def test_the_pages_hold_to_the_accessibility_rules_on_a_phone(family: FlaskClient, phone_page: Page) -> None:
    cookie = family.get_cookie("handbell")
    assert cookie is not None
    talk = the_talk(family)
    with live_server(family.application) as site:
        phone_page.context.add_cookies([{"name": "handbell", "value": cookie.value, "url": site}])
        for path in ("/messages", talk, "/messages/new", "/messages/new/class-1", "/sign-in", "/nowhere"):
            phone_page.goto(site + path)
            assert axe(phone_page) == [], path
            assert phone_page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_words_are_kept_by_themselves_in_a_browser_with_scripts(family: FlaskClient, phone_page: Page) -> None:
    cookie = family.get_cookie("handbell")
    assert cookie is not None
    talk = the_talk(family)
    with live_server(family.application) as site:
        phone_page.context.add_cookies([{"name": "handbell", "value": cookie.value, "url": site}])
        phone_page.goto(site + talk)
        phone_page.locator("#text").fill("half a sentence")  # as a phone puts in what one has said or pasted
        phone_page.locator("#kept", has_text="Your words are kept").wait_for()
        phone_page.goto(site + talk)
        assert phone_page.locator("#text").input_value() == "half a sentence"


@pytest.mark.clause("C3")
def test_too_late_offers_the_next_open_door_and_says_so_where_none_opens_sooner(family: FlaskClient) -> None:
    waits = words_of(family.get(the_talk(family)).text)
    assert "Is Monday too late? The school office is open tomorrow from 8:30am." in waits
    assert waits.count("too late?") == 1, "beneath the promise, and not once more beside the box"
    ahead = words_of(family.get("/messages/new/class-1").text)
    assert "Mrs Pettit will see this on Friday 20 November, 8:15am." in ahead
    assert "Is Friday too late? Nobody at school can read it before then." in ahead
    assert "The school office is open tomorrow from 8:30am. Call 01632 960142." in ahead
    assert "Ask the office to read it" in waits
    submit(family, the_talk(family), the_talk(family) + "/office")
    asked = words_of(family.get(the_talk(family)).text)
    assert "Can it not wait? Nobody at school can read it before then." in asked
    assert "The office will read it as well." in asked
    assert "too late?" not in asked, "who has asked is not asked again"
    submit(family, "/messages/new/class-1", text="Could the reading book be changed please?", subject="Book")
    waits = words_of(family.get(the_talk(family)).text)
    assert "Nobody at school can read it before then." in waits
    assert "Ask the office to read it" not in waits, "an office that opens later would not be sooner"
