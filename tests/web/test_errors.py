"""Errors: one clear sentence, one's own words kept, the office's number, and a page even without the database."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gateway.actions import family_messages
from gateway.store import transaction
from gateway.store.base import db
from gateway.store.transaction import writing
from tests.clocks import SetClock
from tests.schools import THURSDAY_EVENING, form_token, link_in_as, submit

WORDS = "Zofia cried again tonight.\nWhat can we do?"


@pytest.fixture
def family(sqlite_school: Flask, clock: SetClock) -> FlaskClient:
    """Agnieszka's browser on Thursday evening, signed in."""
    clock.now = THURSDAY_EVENING
    client = sqlite_school.test_client()
    link_in_as(client, "agnieszka")
    return client


def broken(*_: object, **__: object) -> None:
    """Something that breaks."""
    raise RuntimeError("secret detail of the machine")


@pytest.mark.parametrize("path", ["/nowhere", "/messages/1", "/messages/99999999999999999999", "/threads/x"])
def test_what_is_not_there_has_a_page_with_a_way_on(family: FlaskClient, path: str) -> None:
    answer = family.get(path)
    assert answer.status_code in (403, 404)
    if answer.status_code == 404:
        assert "We cannot find that page" in answer.text
        assert "Nothing is lost" in answer.text
    assert 'href="tel:01632960142"' in answer.text


def test_when_we_break_the_words_are_kept_and_can_be_sent_again(
    family: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = form_token(family, "/messages/new/class-1")
    form = {"csrf_token": token, "form": "once", "subject": "Zofia", "text": WORDS}
    with monkeypatch.context() as patched:
        patched.setattr(family_messages, "take_in", broken)
        answer = family.post("/messages/new/class-1", data=form)
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text
    assert WORDS in answer.text
    assert 'name="form" value="once"' in answer.text, "pressing Try again sends the same form, which counts once"
    assert "it cannot be sent twice" in answer.text
    assert "secret detail" not in answer.text
    assert "01632 960142" in answer.text
    assert family.post("/messages/new/class-1", data=form).status_code == 302


def test_an_error_page_stands_without_the_database(family: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    family.get("/nowhere")
    monkeypatch.setattr(type(db), "engine", property(broken))
    answer = family.get("/messages")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text
    assert "01632 960142" in answer.text, "the number is remembered from before"


def test_an_error_page_stands_in_a_process_that_never_reached_the_database(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(db), "engine", property(broken))
    answer = sqlite_app.test_client().get("/nowhere")
    assert answer.status_code == 404
    assert "Call the school office." in answer.text


def test_a_forged_or_old_form_is_refused_and_keeps_the_words(family: FlaskClient) -> None:
    answer = family.post("/messages/new/class-1", data={"text": WORDS, "csrf_token": "forged"})
    assert answer.status_code == 400
    assert WORDS in answer.text


def test_words_sent_after_the_session_has_ended_are_not_lost(family: FlaskClient, clock: SetClock) -> None:
    token = form_token(family, "/messages/new/class-1")
    clock.set("2026-11-20T09:00:00+00:00")
    answer = family.post("/messages/new/class-1", data={"csrf_token": token, "text": WORDS})
    assert answer.status_code == 401
    assert "You were signed out" in answer.text
    assert WORDS in answer.text


def test_a_form_that_is_too_large_is_refused_with_a_sentence(family: FlaskClient) -> None:
    answer = family.post("/messages/new/class-1", data={"text": "x" * 300_000})
    assert answer.status_code in (400, 413)
    assert "That did not work" in answer.text


def test_what_was_typed_cannot_become_markup_on_an_error_page(family: FlaskClient) -> None:
    answer = family.post("/messages/new/class-1", data={"text": "</textarea><script>alert(1)</script>"})
    assert "<script>alert" not in answer.text


def test_a_wrong_way_to_ask_is_refused_and_says_which_ways_there_are(family: FlaskClient) -> None:
    answer = family.get("/messages/draft")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_a_sentence_for_the_person_is_shown_as_it_is(family: FlaskClient) -> None:
    answer = family.get("/messages/new/class-7")
    assert answer.status_code == 400
    assert "Choose whom to write to from the list." in answer.text


def test_a_password_is_never_offered_to_be_sent_again(family: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.actions.accounts.sign_in", broken)
    answer = submit(family.application.test_client(), "/sign-in", email="nair@elmswick.example", password="a secret")
    assert answer.status_code == 500
    assert "a secret" not in answer.text


def test_a_character_that_no_database_keeps_is_refused_before_anything_reads_it(family: FlaskClient) -> None:
    answer = submit(family, "/messages/new/class-1", text="Zofia\x00 cried.")
    assert answer.status_code == 400
    assert "holds a character that nobody can type" in answer.text
    assert family.get("/messages?page=\x00").status_code == 400


def test_an_error_of_the_database_says_nothing_of_what_was_to_be_written(app: Flask) -> None:
    with app.app_context(), pytest.raises(DBAPIError) as refused, writing():
        transaction.connection().execute(text("UPDATE nowhere SET words = :words"), {"words": WORDS})
    assert "nowhere" in str(refused.value)
    assert "cried" not in str(refused.value)
