"""Playing a parent: only a demo has these pages, a mail that is played goes through the front door, and the clock moves on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from gateway.app import create_app
from gateway.clock import MovableClock
from gateway.store.base import db
from tests.clocks import MONDAY_MORNING
from tests.databases import settings_for
from tests.pages import ReadingClient
from tests.polling import rows
from tests.schools import a_school, submit


@pytest.fixture
def demo(sqlite_url: str, tmp_path: Path) -> Iterator[Flask]:
    """A demo of Elmswick on a clock that can be moved, at ten past eight on Monday."""
    clock = MovableClock(tmp_path / "demo-clock")
    clock.move_to(MONDAY_MORNING)
    app = create_app(replace(settings_for(sqlite_url, tmp_path), environment="demo"), clock=clock)
    app.testing, app.test_client_class = True, ReadingClient
    yield a_school(app)
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("path", ["/play", "/play/agnieszka"])
def test_outside_a_demo_there_is_nobody_to_play(sqlite_school: Flask, path: str) -> None:
    assert sqlite_school.test_client().get(path).status_code == 404


def test_everybody_with_an_address_can_be_played(demo: Flask) -> None:
    page = demo.test_client().get("/play").get_data(as_text=True)
    assert all(f"/play/{one}" in page for one in ("agnieszka", "marek", "tom", "kate", "helen", "gareth"))


def test_a_mail_that_is_played_is_kept_like_any_other(demo: Flask) -> None:
    browser = demo.test_client()
    fields = {"to": "nair@elmswick.example", "subject": "Book", "text": "Could the book be changed?", "in_reply_to": ""}
    assert submit(browser, "/play/agnieszka", **fields).status_code == 302
    with demo.app_context():
        assert rows("SELECT author_id, text FROM messages") == [("agnieszka", "Could the book be changed?")]
    assert submit(browser, "/play/agnieszka", **(fields | {"text": " "})).status_code == 400
    assert browser.get("/play/nobody").status_code == 400


def test_the_clock_moves_on_and_never_to_a_place_that_nobody_offered(demo: Flask) -> None:
    browser, clock = demo.test_client(), demo.extensions["handbell.clock"]
    submit(browser, "/play", "/play/clock", to="evening")
    assert (clock().hour, clock().minute) == (21, 40)
    assert submit(browser, "/play", "/play/clock", to="yesterday").status_code == 400
    assert submit(browser, "/play", "/play/clock", to="ring").status_code == 302
    assert "Nothing is waiting to ring." in browser.get("/play").get_data(as_text=True)
    assert (clock().hour, clock().minute) == (21, 40)


def test_a_moved_clock_lets_everything_on_the_way_ring_at_its_own_moment(demo: Flask) -> None:
    browser = demo.test_client()
    fields = {"to": "nair@elmswick.example", "subject": "Book", "text": "Could the book be changed?", "in_reply_to": ""}
    submit(browser, "/play/agnieszka", **fields)
    submit(browser, "/play", "/play/clock", to="evening")
    with demo.app_context():
        assert rows("SELECT state, rung_at = promised_at FROM queue_entries") == [("rung", 1)]
        assert rows("SELECT count(*) FROM audit_links WHERE event = 'promise.missed'") == [(0,)]


def test_the_sign_in_page_leads_to_the_parents_of_a_demo_and_of_nothing_else(demo: Flask, sqlite_school: Flask) -> None:
    assert "This is a demo" in demo.test_client().get("/sign-in").get_data(as_text=True)
    assert "/play" not in sqlite_school.test_client().get("/sign-in").get_data(as_text=True)
