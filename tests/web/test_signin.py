"""Signing in and out through the real pages: the same answer to everybody, and no scanner is let in."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.clocks import SetClock
from tests.schools import PASSWORD, THURSDAY_EVENING, link_in_as, parcels, sign_in_as, submit

pytestmark = pytest.mark.clause("C14")


@pytest.fixture
def visitor(sqlite_school: Flask, clock: SetClock) -> FlaskClient:
    """A browser that nobody has signed in with, on Thursday evening."""
    clock.now = THURSDAY_EVENING
    return sqlite_school.test_client()


def plain(html: str) -> str:
    """A page without what differs each time it is fetched: the tokens of its forms."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", html)


def token_of(visitor: FlaskClient) -> str:
    """The newest link's token, as it stands in the letter."""
    return str(parcels(visitor.application, "sign_in_link")[-1].facts["token"])


def test_the_sign_in_page_offers_both_ways_and_help_to_phone(visitor: FlaskClient) -> None:
    page = visitor.get("/sign-in").text
    assert "Email me a sign-in link" in page
    assert "Staff sign-in" in page
    assert "01632 960142" in page
    assert "0808 800 5000" in page


def test_staff_sign_in_and_reach_their_inbox(visitor: FlaskClient) -> None:
    assert sign_in_as(visitor, "nair").headers["Location"] == "/inbox"
    assert visitor.get("/").headers["Location"] == "/inbox"


def test_a_family_member_signs_in_by_link_and_reaches_their_messages(visitor: FlaskClient) -> None:
    assert link_in_as(visitor, "agnieszka").headers["Location"] == "/messages"
    assert "Good evening, Agnieszka" in visitor.get("/messages").text


def test_a_wrong_password_and_an_unknown_address_get_one_and_the_same_page(visitor: FlaskClient) -> None:
    sign_in_as(visitor, "nair")
    visitor.post("/sign-out")
    stranger = visitor.application.test_client()
    wrong = submit(stranger, "/sign-in", email="nair@elmswick.example", password="wrong wrong wrong")
    unknown = submit(stranger, "/sign-in", email="naix@elmswick.example", password="wrong wrong wrong")
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert plain(wrong.text).replace("nair@", "naix@") == plain(unknown.text)
    assert "We do not know this email and password together." in wrong.text
    assert 'value="nair@elmswick.example"' in wrong.text, "what was typed stays"
    assert "wrong wrong wrong" not in wrong.text, "a password never comes back"


def test_a_known_and_an_unknown_address_get_the_same_answer_about_a_link(visitor: FlaskClient) -> None:
    known = submit(visitor, "/sign-in", "/sign-in/link", email="agnieszka@mail.example")
    unknown = submit(visitor, "/sign-in", "/sign-in/link", email="stranger@elsewhere.example")
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert "If the school has that address for you, a link is on its way." in visitor.get("/sign-in/link-sent").text
    assert len(parcels(visitor.application, "sign_in_link")) == 1


def test_something_that_is_no_address_is_asked_for_again(visitor: FlaskClient) -> None:
    answer = submit(visitor, "/sign-in", "/sign-in/link", email="agnieszka")
    assert answer.status_code == 400
    assert "Write your email address, like name@mail.com." in answer.text
    assert 'value="agnieszka"' in answer.text


def test_a_scanner_that_follows_the_link_signs_nobody_in_and_uses_nothing_up(visitor: FlaskClient) -> None:
    submit(visitor, "/sign-in", "/sign-in/link", email="agnieszka@mail.example")
    path = f"/sign-in/link/{token_of(visitor)}"
    scanner = visitor.application.test_client()
    for _ in range(3):
        assert "Hello, Agnieszka Nowak" in scanner.get(path).text
        scanner.head(path)
    assert scanner.get("/messages").status_code == 302
    assert scanner.post(path).status_code == 400, "a press of the button carries a token that a scanner has not"
    assert submit(visitor, path).headers["Location"] == "/messages"


def test_a_used_link_says_so_and_offers_a_new_one(visitor: FlaskClient) -> None:
    link_in_as(visitor, "agnieszka")
    path = f"/sign-in/link/{token_of(visitor)}"
    answer = visitor.application.test_client().get(path)
    assert answer.status_code == 410
    assert "This link has ended" in answer.text
    assert "Agnieszka" not in answer.text


def test_signing_out_ends_the_session_for_good(visitor: FlaskClient) -> None:
    link_in_as(visitor, "agnieszka")
    kept = visitor.get_cookie("handbell")
    assert kept is not None
    assert submit(visitor, "/messages", "/sign-out").headers["Location"] == "/signed-out"
    assert "You are signed out" in visitor.get("/signed-out").text
    assert visitor.get("/messages").status_code == 302
    visitor.set_cookie("handbell", kept.value)
    assert visitor.get("/messages").status_code == 302, "a kept cookie opens nothing either"


def test_whoever_asks_for_a_page_is_taken_there_after_signing_in(visitor: FlaskClient) -> None:
    assert visitor.get("/messages/new").headers["Location"] == "/sign-in"
    assert link_in_as(visitor, "agnieszka").headers["Location"] == "/messages/new"


@pytest.mark.parametrize("path", ["/messages/new", "//elsewhere.example/", "/\\elsewhere.example"])
def test_nobody_is_sent_to_another_site_or_to_a_page_that_is_not_theirs(visitor: FlaskClient, path: str) -> None:
    with visitor.session_transaction() as held:
        held["goes_to"] = path
    assert sign_in_as(visitor, "nair").headers["Location"] == "/inbox"


def test_signing_in_leaves_nothing_of_whoever_used_the_browser_before(visitor: FlaskClient) -> None:
    with visitor.session_transaction() as held:
        held["left"] = "behind"
    link_in_as(visitor, "agnieszka")
    with visitor.session_transaction() as held:
        assert "left" not in held


def test_a_family_member_is_refused_at_pages_of_staff_and_staff_at_theirs(visitor: FlaskClient) -> None:
    link_in_as(visitor, "agnieszka")
    refused = visitor.get("/inbox")
    assert (refused.status_code, "This page is not yours to open" in refused.text) == (403, True)
    staff = visitor.application.test_client()
    sign_in_as(staff, "nair")
    assert staff.get("/messages").status_code == 403


def test_a_forged_form_signs_nobody_in(visitor: FlaskClient) -> None:
    sign_in_as(visitor.application.test_client(), "nair")
    answer = visitor.post("/sign-in", data={"email": "nair@elmswick.example", "password": PASSWORD})
    assert answer.status_code == 400
    assert visitor.get("/inbox").status_code == 302


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/link-sent", "/signed-out"])
def test_pages_of_the_door_are_kept_by_no_cache(visitor: FlaskClient, path: str) -> None:
    assert visitor.get(path).headers["Cache-Control"] == "no-store"
