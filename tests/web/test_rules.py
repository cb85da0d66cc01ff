"""Addresses are read from the start, and what writes them is compiled when the first is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import url_for
from werkzeug.routing import Rule

from gateway.app import create_app
from tests.databases import settings_for


def test_building_the_application_compiles_no_rule_and_an_address_compiles_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    compiled: list[str] = []
    eager = Rule._compile_builder

    def compile_it(rule: Rule, append_unknown: bool = True) -> object:
        compiled.append(rule.rule)
        return eager(rule, append_unknown)

    monkeypatch.setattr(Rule, "_compile_builder", compile_it)
    app = create_app(settings_for("sqlite://", tmp_path))
    assert set(compiled) <= {"/static/<path:filename>"}, "Flask adds its own before it can be told otherwise"
    compiled.clear()
    with app.test_request_context():
        for _ in range(2):
            assert url_for("threads.conversation", thread_id=7, older=3) == "/threads/7?older=3"
    assert compiled == [rule.rule for rule in app.url_map.iter_rules("threads.conversation")]
