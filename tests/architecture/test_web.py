"""Tests that read the application: its routes, their guards, and its templates."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, StrictUndefined

from tests.architecture.routes import (
    ROUTES,
    WITHOUT_A_GUARD,
    guarded_requests,
    guards_not_in_place,
    routes_of,
    wired_application,
    written_routes,
)
from tests.architecture.source import ROOT, plant, report
from tests.architecture.templates import does_not_compile, inline_style_or_script, template_names

WRITE = f".venv/bin/python -m tests.architecture.routes > tests/architecture/{ROUTES.name}"


@pytest.fixture
def wired(tmp_path: Path) -> Flask:
    """The application of this tree."""
    return wired_application(tmp_path)


def test_every_route_has_a_guard(wired: Flask) -> None:
    bare = [line for line in routes_of(wired) if line.endswith(WITHOUT_A_GUARD)]
    assert not bare, "give their blueprint a guard in the register of gateway/web/__init__.py:\n" + "\n".join(bare)


def test_the_list_of_routes_is_the_file(wired: Flask) -> None:
    changed = [line for line in difflib.ndiff(written_routes(), routes_of(wired)) if line[0] in "+-"]
    assert not changed, f"if this is meant, {WRITE} does it:\n" + "\n".join(changed)


def test_the_guard_that_is_noted_is_the_guard_that_stands_there(wired: Flask) -> None:
    assert not guards_not_in_place(wired)


def test_somebody_who_is_not_signed_in_passes_no_guard(sqlite_app: Flask) -> None:
    # Forged requests are refused before any guard looks, which would hide a guard that is missing.
    sqlite_app.config["WTF_CSRF_ENABLED"] = False
    visitor = sqlite_app.test_client()
    passed = []
    for method, address, endpoint in guarded_requests(sqlite_app):
        answer = visitor.open(address, method=method)
        if answer.status_code not in {302, 303, 401, 403}:
            passed.append(f"{method} {address} ({endpoint}) answered {answer.status_code}")
    assert not passed, "put a guard before them in the register of gateway/web/__init__.py:\n" + "\n".join(passed)


def test_a_guard_that_is_noted_but_not_in_place_is_found_out(wired: Flask) -> None:
    wired.add_url_rule("/open", "open", view_func=lambda: "")
    wired.extensions["handbell.guards"] = {"open": "staff"}
    assert guards_not_in_place(wired) == ["open staff"]
    assert ("GET", "/open", "open") in guarded_requests(wired)


def test_a_route_without_a_guard_is_found_out(wired: Flask) -> None:
    wired.add_url_rule("/unguarded", "unguarded", view_func=lambda: "")
    assert f"/unguarded GET unguarded {WITHOUT_A_GUARD}" in routes_of(wired)


def test_every_template_compiles_and_names_only_templates_that_are_there(wired: Flask) -> None:
    assert not (found := report(does_not_compile(ROOT, wired.jinja_env))), f"\n{found}"


def test_a_name_that_a_template_is_not_given_is_an_error_and_never_a_blank(wired: Flask) -> None:
    assert issubclass(wired.jinja_env.undefined, StrictUndefined), "set app.jinja_env.undefined = StrictUndefined"


def test_no_page_has_style_or_script_inside_it() -> None:
    assert template_names(ROOT)
    assert not (found := report(inline_style_or_script(ROOT))), f"\n{found}"


@pytest.mark.parametrize(
    "text",
    [
        "<style>p { color: red }</style>",
        "<script>go()</script>",
        '<p style="color: red">',
        '<p\n{% if bad %}\nonclick="go()"{% endif %}>',
        '<a href="javascript:go()">',
        '<div hx-on:click="go()">',
    ],
)
def test_style_or_script_inside_a_page_is_found_out(text: str, tmp_path: Path) -> None:
    assert list(inline_style_or_script(plant(tmp_path, {"templates/inbox/page.html": text})))


@pytest.mark.parametrize("text", ['<p style="color: red">', "<script>go()</script>"])
def test_a_file_that_is_passed_on_has_its_style_sheet_and_nothing_else_inside(text: str, tmp_path: Path) -> None:
    assert list(inline_style_or_script(plant(tmp_path, {"templates/rehearsal/report.html": text})))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("inbox/page.html", '<script src="{{ url_for("static", filename="a.js") }}"></script>'),
        ("inbox/page.html", '<script type="application/json">{"a": 1}</script>'),
        ("inbox/page.html", "<p{% if count > 3 %} class='many'{% endif %}>{# style= #}"),
        ("mail/answer.html", '<p style="color: black">'),
        ("rehearsal/report.html", "<style>p { color: red }</style>"),
    ],
)
def test_what_a_page_may_say_is_left_alone(name: str, text: str, tmp_path: Path) -> None:
    assert not list(inline_style_or_script(plant(tmp_path, {f"templates/{name}": text})))


@pytest.mark.parametrize("text", ["{% if %}", "{{ name|no_such_filter }}", '{% include "not/there.html" %}'])
def test_a_template_that_cannot_work_is_found_out(text: str, tmp_path: Path) -> None:
    tree = plant(tmp_path, {"templates/page.html": text})
    assert list(does_not_compile(tree, Environment(autoescape=True)))
