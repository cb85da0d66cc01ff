"""``flask mailbox``: where the school's mail is, tried on a real Dovecot before it is saved, and read from now on."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import Result
from flask import Flask

from gateway.cli.mailboxes import commands
from tests.clocks import SetClock
from tests.polling import deliver, poll, state, subjects
from tests.servers.dovecot import PASSWORD, Dovecot


def a_file(folder: Path, dovecot: Dovecot, user: str, *, kind: str = "imap") -> Path:
    """A file that names one mailbox and no password."""
    path = folder / "mailboxes.toml"
    lines = (f'kind = "{kind}"', 'host = "127.0.0.1"', f"port = {dovecot.port}", f'user = "{user}"', 'tls = "none"')
    path.write_text("[office]\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def connect(app: Flask, *arguments: str | Path, password: str = PASSWORD) -> Result:
    """Run the command and answer its question."""
    return app.test_cli_runner().invoke(commands, ["connect", *map(str, arguments)], input=f"{password}\n")


def test_a_mailbox_is_read_from_now_on_so_that_years_of_mail_are_not_answered(
    sqlite_school: Flask, dovecot: Dovecot, clock: SetClock, tmp_path: Path
) -> None:
    deliver(dovecot, "begun", range(1, 4))
    result = connect(sqlite_school, a_file(tmp_path, dovecot, "begun"))
    assert (result.exit_code, result.stdout) == (0, ""), result.output
    deliver(dovecot, "begun", range(4, 6))
    with sqlite_school.app_context():
        assert poll(clock) == 2
        assert subjects() == ["Mail 4", "Mail 5"]


def test_the_mail_that_is_there_already_is_taken_in_when_that_is_asked_for(
    sqlite_school: Flask, dovecot: Dovecot, clock: SetClock, tmp_path: Path
) -> None:
    deliver(dovecot, "before", range(1, 4))
    assert connect(sqlite_school, a_file(tmp_path, dovecot, "before"), "--from-beginning").exit_code == 0
    with sqlite_school.app_context():
        assert poll(clock) == 3


def test_connecting_the_same_mailbox_again_leaves_the_place_it_was_read_to(
    sqlite_school: Flask, dovecot: Dovecot, clock: SetClock, tmp_path: Path
) -> None:
    path = a_file(tmp_path, dovecot, "again")
    connect(sqlite_school, path)
    deliver(dovecot, "again", range(1, 3))
    connect(sqlite_school, path)
    with sqlite_school.app_context():
        assert poll(clock) == 2


def test_a_wrong_password_is_said_at_once_and_nothing_is_saved(
    sqlite_school: Flask, dovecot: Dovecot, tmp_path: Path
) -> None:
    result = connect(sqlite_school, a_file(tmp_path, dovecot, "locked"), password="wrong")
    assert result.exit_code == 2
    assert "[office]" in result.stderr
    assert "Nothing was saved." in result.stderr
    assert "wrong" not in result.stderr.replace("password", "")
    listed = sqlite_school.test_cli_runner().invoke(commands, ["list"])
    assert listed.stdout == ""


def test_the_list_says_how_mailboxes_do_and_never_their_passwords(
    sqlite_school: Flask, dovecot: Dovecot, tmp_path: Path
) -> None:
    connect(sqlite_school, a_file(tmp_path, dovecot, "listed"))
    listed = sqlite_school.test_cli_runner().invoke(commands, ["list", "--json"])
    assert json.loads(listed.stdout) == {"endpoint": "office", "kind": "imap", "checked_at": "", "failure": ""}
    with sqlite_school.app_context():
        assert PASSWORD not in state().settings


def test_a_file_that_names_no_mailbox_or_no_kind_is_refused(sqlite_school: Flask, tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    for text, said in (("", "names no mailbox"), ("[a]\nhost = 'x'", "the kind is missing"), ("[a", "is not TOML")):
        path.write_text(text, encoding="utf-8")
        result = connect(sqlite_school, path)
        assert (result.exit_code, said in result.stderr) == (2, True), result.output
    assert "cannot be read" in connect(sqlite_school, tmp_path / "none.toml").stderr
