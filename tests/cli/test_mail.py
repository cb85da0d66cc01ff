"""``flask mail ingest``: the lines of a rehearsal from the live database, where the mail then really is."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from gateway.cli.mail import commands
from gateway.store import arrivals, inbox
from gateway.store.transaction import reading
from tests.mailboxes import mail_of, write_mbox
from tests.schools import SCHOOL, a_school

AGNIESZKA = "Agnieszka Nowak <agnieszka@mail.example>"
TUESDAY = datetime(2026, 11, 17, 10, tzinfo=UTC)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with one question to Miss Nair."""
    (tmp_path / "mails").mkdir()
    (tmp_path / "mails" / "question.eml").write_bytes(
        mail_of(AGNIESZKA, "nair@elmswick.example", "A question.", TUESDAY)
    )
    return tmp_path / "mails"


def ingest(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(commands, ["ingest", *(str(one) for one in arguments)])


def test_what_is_taken_in_is_in_the_inbox(app: Flask, source: Path) -> None:
    a_school(app)
    said = ingest(app, source, "--at", "2026-11-18T10:00:00+00:00", "--json")
    assert (said.exit_code, said.stderr) == (0, "")
    line, totals = [json.loads(one) for one in said.stdout.splitlines()]
    assert (line["source"], line["disposition"], line["thread"]) == ("question.eml", "inbox", "T1")
    assert line["received_at"] == line["visible_at"] == "2026-11-18T10:00:00+00:00"
    assert totals["totals"]["kind"] == {"message": 1}
    with app.app_context(), reading():
        assert len(inbox.lines(SCHOOL, ["nair"], states=["open"], before=None, limit=9)) == 1


def test_a_second_run_changes_nothing(app: Flask, source: Path) -> None:
    a_school(app)
    ingest(app, source)
    said = ingest(app, source, "--json")
    line = json.loads(said.stdout.splitlines()[0])
    assert (line["kind"], line["disposition"], line["acknowledged"]) == ("duplicate", "none", False)
    with app.app_context(), reading():
        assert len(inbox.lines(SCHOOL, ["nair"], states=["open", "waiting"], before=None, limit=9)) <= 1
        assert arrivals.on_shelf(SCHOOL) == 0


def test_a_person_is_told_line_by_line(sqlite_app: Flask, source: Path) -> None:
    a_school(sqlite_app)
    said = ingest(sqlite_app, source, "--at", "2026-11-18T20:00:00+00:00")
    assert said.stdout.splitlines() == [
        "question.eml: message, queue (C3.staff_off_duty), to be seen at 2026-11-23T08:15:00+00:00",
        "1 mail taken in: 1 message.",
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Name the mail to take in"),
        (("{folder}/none",), "does not exist"),
        (("{folder}/mails", "{folder}/none"), "does not exist"),
        (("{folder}/text.txt",), "is not a mail"),
        (("{folder}/mails", "--at", "tomorrow"), "is not a time"),
    ],
)
def test_wrong_input_takes_nothing_in(
    sqlite_app: Flask, source: Path, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    a_school(sqlite_app)
    (tmp_path / "text.txt").write_text("Hello there, this is no mail.\n", encoding="utf-8")
    said = ingest(sqlite_app, *(one.format(folder=tmp_path) for one in arguments))
    assert (said.exit_code, said.stdout) == (2, "")
    assert words in said.stderr
    assert len(said.stderr.splitlines()) == 1
    assert json.loads(ingest(sqlite_app, source, "--json").stdout.splitlines()[0])["kind"] == "message"


def test_a_database_without_a_school_says_what_to_do(sqlite_app: Flask, tmp_path: Path) -> None:
    said = ingest(sqlite_app, write_mbox(tmp_path / "a.mbox", [b"Subject: x\n\nx\n"]))
    assert (said.exit_code, said.stderr) == (
        2,
        "This database holds no school yet; run flask school import DIR first.\n",
    )
