"""``flask relay run``: what it refuses to start with, and that its settings are no mailbox to read."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from gateway.actions.mailboxes import mailbox_names
from gateway.actions.relaying import relay_settings
from gateway.cli.mailboxes import commands as mailbox_commands
from gateway.cli.relay import commands
from tests.schools import SCHOOL, come_in


def said(app: Flask, *arguments: str) -> tuple[int, str]:
    """How ``flask relay run`` with these arguments ended, and what it said."""
    result = app.test_cli_runner().invoke(commands, ["run", *arguments])
    return result.exit_code, result.output


def connect(app: Flask, folder: Path, text: str) -> int:
    """Save settings as ``flask mailbox connect`` does; how it ended."""
    (folder / "relay.toml").write_text(text)
    return app.test_cli_runner().invoke(mailbox_commands, ["connect", str(folder / "relay.toml")]).exit_code


@pytest.mark.parametrize(
    ("listen", "hop", "why"),
    [
        ("0.0.0.0:25", "127.0.0.1:2", "needs a fixed list of peers"),
        ("here", "127.0.0.1:2", "write HOST:PORT"),
        ("127.0.0.1:1", "127.0.0.1", "write HOST:PORT"),
    ],
)
def test_a_relay_that_cannot_be_run_says_why_in_a_line(sqlite_school: Flask, listen: str, hop: str, why: str) -> None:
    code, output = said(sqlite_school, "--listen", listen, "--next-hop", hop)
    assert code == 2
    assert why in output
    assert len(output.splitlines()) == 1


def test_its_settings_are_kept_for_it_and_never_read_as_a_mailbox(sqlite_school: Flask, tmp_path: Path) -> None:
    assert connect(sqlite_school, tmp_path, '[relay]\nkind = "relay"\npeers = ["203.0.113.7"]\n') == 0
    key = sqlite_school.extensions["handbell.equipment"].settings_key
    assert relay_settings(SCHOOL, key=key) == {"peers": ["203.0.113.7"]}
    assert mailbox_names(SCHOOL) == ()
    code, output = said(sqlite_school, "--listen", "0.0.0.0:25", "--next-hop", "127.0.0.1:2")
    assert (code, "certificate and key" in output) == (2, True)


def test_a_wrong_peer_is_named(sqlite_school: Flask, tmp_path: Path) -> None:
    connect(sqlite_school, tmp_path, '[relay]\nkind = "relay"\npeers = ["mx.example"]\n')
    code, output = said(sqlite_school, "--listen", "127.0.0.1:2526", "--next-hop", "127.0.0.1:2")
    assert (code, "mx.example" in output) == (2, True)


def test_a_relay_that_lets_a_whole_cloud_in_warns_on_its_page_until_mail_must_prove_its_school(
    sqlite_school: Flask, tmp_path: Path
) -> None:
    browser, page = come_in(sqlite_school, "ashdown"), "/settings/channels"
    assert "The relay" not in browser.get(page).get_data(as_text=True)
    let_in = '[relay]\nkind = "relay"\npeers = ["40.92.0.0/15"]\n'
    assert connect(sqlite_school, tmp_path, let_in) == 0
    warned = browser.get(page).get_data(as_text=True)
    assert "Every customer of Microsoft 365 sends from the servers that your relay lets in" in warned
    assert connect(sqlite_school, tmp_path, f'{let_in}proof_header = "X-Proof"\nproof = "k7p2m9qxk7p2m9qx"\n') == 0
    quiet = browser.get(page).get_data(as_text=True)
    assert "The relay" in quiet
    assert "Every customer of" not in quiet
    assert "k7p2m9qx" not in quiet
