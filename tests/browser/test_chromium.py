"""Tests of the browser fixtures: a served page is seen, judged for accessibility, and kept from the network."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Error, Page

from tests.chromium import axe, live_server

STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"


@pytest.fixture
def shop_window() -> Flask:
    """A tiny application with a good page and a bad one, under a strict content security policy."""
    app = Flask("window", static_folder=None)
    top = '<!doctype html><html lang="en"><title>Window</title><main><h1>Window</h1>'
    app.add_url_rule("/good", "good", lambda: f"{top}<label>Name <input name=n></label></main></html>")
    app.add_url_rule("/bad", "bad", lambda: f"{top}<img src='/a.png'><input name=n></main></html>")
    app.add_url_rule("/favicon.ico", "icon", lambda: ("", 204))

    @app.after_request
    def strict(response):  # type: ignore[no-untyped-def]
        response.headers["Content-Security-Policy"] = STRICT
        return response

    return app


def test_axe_judges_a_page_under_a_strict_content_security_policy(page: Page, shop_window: Flask) -> None:
    with live_server(shop_window) as address:
        page.goto(f"{address}/good")
        assert axe(page) == []
        page.goto(f"{address}/bad")
        assert {found.rule for found in axe(page)} == {"image-alt", "label"}


def test_the_browser_cannot_leave_this_machine(page: Page) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://school.example/", timeout=5000)
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://192.0.2.7/", timeout=5000)


def test_a_phone_page_is_as_narrow_as_a_phone(phone_page: Page, shop_window: Flask) -> None:
    with live_server(shop_window) as address:
        phone_page.goto(f"{address}/good")
        assert phone_page.evaluate("window.innerWidth") == 390
