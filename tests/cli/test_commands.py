"""What every command has in common: whatever fails is one line that helps and exit code 2, and never a traceback."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from gateway.app import create_app
from gateway.cli import release
from gateway.store.base import db
from gateway.store.transaction import is_migrated
from tests.databases import settings_for
from tests.schools import a_school

COMMANDS = (
    ("audit", "verify"),
    ("audit", "pack", "T1", "--out", "nowhere.zip"),
    ("release", "due", "--json"),
    ("mail", "ingest", "nowhere.mbox"),
    ("mailbox", "list"),
    ("jobs", "run"),
)


def run(app: Flask, *words: str) -> Result:
    """``flask`` with these words."""
    return app.test_cli_runner().invoke(app.cli, list(words))


def refusal(said: Result) -> str:
    """The one line in which a command refused."""
    assert said.exit_code == 2, (said.output, said.exception)
    assert said.stdout == ""
    assert said.stderr.count("\n") == 1, said.stderr
    return said.stderr


@pytest.fixture
def bare_app(empty_database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An application over a database that no migration has seen."""
    app = create_app(settings_for(empty_database_url, tmp_path))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_database_that_was_never_set_up_is_one_line_that_says_how(bare_app: Flask, words: tuple[str, ...]) -> None:
    assert "flask db upgrade" in refusal(run(bare_app, *words))


def test_the_words_of_flask_db_go_to_the_process_that_migrates_and_its_exit_code_comes_back(bare_app: Flask) -> None:
    assert run(bare_app, "db", "upgrade").exit_code == 0
    with bare_app.app_context():
        assert is_migrated()
    assert run(bare_app, "db", "upgrade", "no-such-migration").exit_code == 1


@pytest.mark.parametrize("words", [*COMMANDS, ("db", "upgrade")], ids=" ".join)
def test_a_database_that_cannot_be_opened_is_one_line_that_names_the_setting(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'nowhere' / 'x.sqlite'}", tmp_path))
    assert "unable to open database file" in (said := refusal(run(app, *words)))
    assert "DATABASE_URL" in said


def test_a_database_of_another_migration_is_refused_and_left_as_it_is(app: Flask) -> None:
    a_school(app)
    with app.app_context(), db.engine.connect() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
        connection.commit()
    assert "migration 0000" in refusal(run(app, "release", "due"))
    assert app.test_client().get("/readyz").status_code == 503


def test_a_disk_without_room_is_one_line(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_value: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    a_school(sqlite_app)
    monkeypatch.setattr(release, "write_line", full)
    assert "No space left on device" in refusal(run(sqlite_app, "release", "due", "--json"))


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+10:00", "9999-12-31T23:59:59-10:00"])
def test_a_moment_of_no_calendar_is_refused(sqlite_app: Flask, at: str) -> None:
    a_school(sqlite_app)
    assert at in refusal(run(sqlite_app, "release", "due", "--at", at))
