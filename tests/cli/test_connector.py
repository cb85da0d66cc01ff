"""``flask connector``: the secret is shown once, and nothing else ever shows it."""

from __future__ import annotations

import json

from flask import Flask

from tests.bridges import Bridge, a_message


def run(app: Flask, *words: str) -> tuple[int, str, str]:
    found = app.test_cli_runner().invoke(args=["connector", *words])
    return found.exit_code, found.stdout, found.stderr


def test_an_endpoint_is_opened_used_listed_rotated_and_closed(sqlite_school: Flask) -> None:
    code, out, _ = run(sqlite_school, "open", "messages", "--for", "tapestry", "--json")
    assert code == 0
    opened = json.loads(out)
    assert opened["address"].endswith(f"/hooks/connector/{opened['endpoint']}")
    bridge = Bridge(sqlite_school, opened["endpoint"], "tapestry", opened["secret"])
    assert run(sqlite_school, "list")[1] == f"{bridge.endpoint}  Tapestry  not called yet\n"
    assert bridge.tell(a_message()).status_code == 201
    code, out, _ = run(sqlite_school, "list", "--json")
    assert json.loads(out)["heard_at"] == bridge.now().isoformat()
    assert bridge.secret not in out
    code, out, err = run(sqlite_school, "rotate", bridge.endpoint)
    assert "secret   " in out
    assert bridge.secret not in out + err
    assert run(sqlite_school, "close", bridge.endpoint)[0] == 0
    assert bridge.tell(a_message(id="2")).status_code == 401


def test_what_is_wrong_is_one_line_and_exit_code_two(sqlite_school: Flask) -> None:
    for words in (
        ("open", "messages", "--for", "pigeon"),
        ("open", "My Messages", "--for", "tapestry"),
        ("rotate", "nowhere"),
        ("close", "nowhere"),
    ):
        code, out, err = run(sqlite_school, *words)
        assert (code, out, err.count("\n")) == (2, "", 1), words
