"""``flask demo``: a sample school whose term was really played, logins that work, and no way into a real school's database."""

from __future__ import annotations

import re
import shutil
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from gateway.actions.demo import SAMPLE, STORIES
from gateway.actions.sample_term import Play, read_stories
from gateway.app import app_from_environment, create_app
from gateway.cli.audit import commands as audit_commands
from gateway.cli.demo import command
from gateway.domain.errors import InputProblem
from gateway.domain.roster import STAFF_ROLES
from gateway.jobs.scheduler import run_everywhere
from gateway.jobs.table import JOBS
from gateway.settings import Settings
from gateway.store.base import db
from integrations.simulator import smtp_door
from tests.clocks import MONDAY_MORNING, SetClock
from tests.pages import ReadingClient
from tests.schools import SCHOOL, a_roster, a_school, submit

PASSWORD = "conker pebble wren"
LOGIN = re.compile(
    r"^  (?P<role>[a-z ]+?) +(?P<email>\S+@elmswick\.example)  " + PASSWORD + r"  \((?P<name>.+)\)$", re.M
)


def settings_in(folder: Path, **changes: str) -> Settings:
    """A demo's settings, with everything that it keeps in a folder of the test's own."""
    plain = Settings(f"sqlite:///{folder / 'demo.sqlite'}", "a demo has no secrets worth keeping", "demo", "", folder)
    return replace(plain, **changes)


def demo(app: Flask, *arguments: str) -> Result:
    """``flask demo`` with these arguments."""
    return app.test_cli_runner().invoke(command, arguments)


def let_go(app: Flask) -> None:
    """Close the database of an application that a test is done with."""
    with app.app_context():
        db.engine.dispose()


def count(app: Flask, statement: str) -> int:
    """The number that a statement gives."""
    with app.app_context(), db.engine.connect() as connection:
        found = int(connection.execute(text(statement)).scalar_one())
        connection.rollback()
    return found


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A demo that was prepared once, for tests to copy; its folder and what it printed."""
    folder = tmp_path_factory.mktemp("demo")
    app = create_app(settings_in(folder), clock=SetClock())
    said = demo(app, "--seed-only", "--password", PASSWORD, "--port", "8017")
    let_go(app)
    assert said.exit_code == 0, said.output
    return folder, said.stdout


@pytest.fixture
def app(prepared: tuple[Path, str], tmp_path: Path) -> Iterator[Flask]:
    """The prepared demo in a folder of the test's own, at twelve past eight on its Monday."""
    folder = shutil.copytree(prepared[0], tmp_path / "instance")
    app = create_app(settings_in(folder), clock=SetClock(MONDAY_MORNING))
    app.testing = True
    app.test_client_class = ReadingClient
    yield app
    let_go(app)


def test_every_login_that_is_printed_signs_in_and_there_is_one_for_each_role(
    app: Flask, prepared: tuple[Path, str]
) -> None:
    logins = [match.groupdict() for match in LOGIN.finditer(prepared[1])]
    assert len(logins) == len(prepared[1].splitlines())
    assert {one["role"].replace(" ", "_") for one in logins} == STAFF_ROLES - {"deputy_dsl"}
    for one in logins:
        browser = app.test_client()
        answer = submit(browser, "/sign-in", email=one["email"], password=PASSWORD)
        assert (answer.status_code, answer.location) == (302, "/inbox"), one["email"]
        assert one["name"] in browser.get("/settings/hours").get_data(as_text=True)


def test_every_story_of_the_term_was_played_to_its_last_turn(app: Flask) -> None:
    stories = read_stories(SAMPLE / STORIES, timezone="Europe/London")
    assert len(stories) > 40
    by_parents = sum(turn.by == "parent" for story in stories for turn in story.turns)
    own = 'SELECT count(*) FROM messages WHERE "by" = '
    assert count(app, "SELECT count(*) FROM threads") == len(stories)
    assert count(app, f"{own} 'parent'") == by_parents
    answers = sum(turn.by not in ("parent", "finish", "dismiss", "take") for story in stories for turn in story.turns)
    assert count(app, f"{own} 'staff'") == answers


def test_its_letters_lead_to_the_port_that_was_asked_for(prepared: tuple[Path, str]) -> None:
    mails = [one.read_bytes() for one in (prepared[0] / "demo-letters").iterdir()]
    assert {site for mail in mails for site in re.findall(rb"http://127[^/\s]+", mail)} == {b"http://127.0.0.1:8017"}


def test_its_record_is_whole_and_nothing_that_it_sent_is_left_over(app: Flask) -> None:
    said = app.test_cli_runner().invoke(audit_commands, ["verify"])
    assert said.exit_code == 0, said.output
    assert said.stdout.startswith("The record is whole: ")
    assert count(app, "SELECT count(*) FROM outbox WHERE state IN ('failed', 'unknown')") == 0
    letters = list((app.config["HANDBELL"].instance / "demo-letters").glob("*.eml"))
    assert len(letters) == count(app, "SELECT count(*) FROM outbox WHERE state = 'handed_over'") > 0


def test_the_week_ends_messages_wait_for_a_quarter_past_eight(app: Flask) -> None:
    waiting = "SELECT count(*) FROM queue_entries WHERE state = 'waiting'"
    before = count(app, waiting)
    assert before > 0
    clock = app.extensions["handbell.clock"]
    clock.set("2026-11-23T08:15:00+00:00")
    with app.app_context():
        next(job for job in JOBS if job.name == "release").run(SCHOOL, app.extensions["handbell.equipment"])
    assert count(app, waiting) < before


def test_it_is_ready_once_its_jobs_have_run(app: Flask) -> None:
    browser = app.test_client()
    assert browser.get("/healthz").get_json() == {"status": "ok"}
    assert browser.get("/readyz").get_json()["checks"]["database"] == "ok"
    for job in JOBS:
        run_everywhere(app, job)
    answer = browser.get("/readyz")
    assert (answer.status_code, answer.get_json()["status"]) == (200, "ready")


def test_preparing_it_again_changes_nothing_but_the_passwords(app: Flask) -> None:
    kept = ("threads", "messages", "outbox", "queue_entries", "pupils", "arrivals")
    before = [count(app, f"SELECT count(*) FROM {one}") for one in kept]
    said = demo(app, "--seed-only", "--password", "three other words")
    assert said.exit_code == 0, said.output
    assert [count(app, f"SELECT count(*) FROM {one}") for one in kept] == before
    email = "p.nair@elmswick.example"
    browser = app.test_client()
    assert submit(browser, "/sign-in", email=email, password=PASSWORD).status_code == 401
    assert submit(browser, "/sign-in", email=email, password="three other words").status_code == 302
    assert app.test_cli_runner().invoke(audit_commands, ["verify"]).exit_code == 0


def test_a_demo_that_was_stopped_while_it_filled_begins_afresh_and_says_so_in_one_line(
    prepared: tuple[Path, str], app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    half = create_app(settings_in(tmp_path / "half"), clock=SetClock())
    (tmp_path / "half").mkdir()
    deliver, turns = Play._deliver, []

    def stopped(play: Play, now: datetime) -> None:
        turns.append(now)
        if len(turns) > 40:
            raise KeyboardInterrupt
        deliver(play, now)

    with monkeypatch.context() as patched:
        patched.setattr(Play, "_deliver", stopped)
        assert demo(half, "--seed-only", "--password", PASSWORD).exit_code != 0
    assert 0 < count(half, "SELECT count(*) FROM threads") < count(app, "SELECT count(*) FROM threads")
    said = demo(half, "--seed-only", "--password", PASSWORD)
    assert said.exit_code == 0, said.output
    line = "An earlier demo was stopped while it filled; the sample school begins afresh."
    assert said.stderr.splitlines().count(line) == 1
    for table in ("threads", "messages", "queue_entries", "audit_links"):
        assert count(half, f"SELECT count(*) FROM {table}") == count(app, f"SELECT count(*) FROM {table}")
    assert half.test_cli_runner().invoke(audit_commands, ["verify"]).exit_code == 0
    assert line not in demo(half, "--seed-only", "--password", PASSWORD).stderr
    let_go(half)


def test_without_a_password_one_is_made_up_that_signs_in(app: Flask) -> None:
    said = demo(app, "--seed-only")
    word = re.search(r"c\.dunnett@elmswick\.example  (\w+-\w+-\w+)  ", said.stdout)
    assert word, said.output
    assert (
        submit(app.test_client(), "/sign-in", email="c.dunnett@elmswick.example", password=word[1]).status_code == 302
    )


def test_a_weak_password_is_refused_in_one_line(app: Flask) -> None:
    said = demo(app, "--seed-only", "--password", "short")
    assert said.exit_code == 2
    assert said.stderr.splitlines()[-1].startswith("Use at least 12 characters")


def test_production_is_refused_before_anything_is_touched(tmp_path: Path) -> None:
    app = create_app(settings_in(tmp_path, environment="production"), clock=SetClock())
    said = demo(app, "--seed-only", "--password", PASSWORD)
    assert (said.exit_code, said.stdout) == (2, "")
    assert said.stderr.splitlines() == [
        "HANDBELL_ENV is production; a demo needs HANDBELL_ENV=demo and a database of its own."
    ]
    assert not (tmp_path / "demo.sqlite").exists()


def test_a_database_of_another_school_is_refused_and_left_as_it_is(sqlite_app: Flask) -> None:
    another = a_roster()
    a_school(sqlite_app, replace(another, school=replace(another.school, name="St Mary’s")))
    tables = ("staff", "accounts", "threads", "pupils", "audit_links")
    before = [count(sqlite_app, f"SELECT count(*) FROM {one}") for one in tables]
    said = demo(sqlite_app, "--seed-only", "--password", PASSWORD)
    assert (said.exit_code, said.stdout) == (2, "")
    assert said.stderr.splitlines()[-1] == (
        "This database holds St Mary’s; give the demo a database of its own with DATABASE_URL."
    )
    assert [count(sqlite_app, f"SELECT count(*) FROM {one}") for one in tables] == before


@pytest.mark.parametrize("option", ["--port", "--smtp-port"])
def test_a_port_that_is_taken_is_one_line_that_says_what_to_do(app: Flask, option: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held, socket.create_server(("127.0.0.1", 0)) as free:
        taken, other = held.getsockname()[1], free.getsockname()[1]
        free.close()
        ports = {"--port": str(other), "--smtp-port": str(other), option: str(taken)}
        said = demo(app, "--password", PASSWORD, *(word for pair in ports.items() for word in pair))
    assert (said.exit_code, said.stdout) == (2, "")
    assert said.stderr.splitlines()[-1].startswith(f"Port {taken} is in use; choose another")
    assert len(said.stderr.splitlines()) == 2, "the line that says what it does, and this one"


def test_a_usual_mail_port_that_is_taken_stops_nobody_who_did_not_ask_for_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held, socket.create_server(("127.0.0.1", 0)) as free:
        taken, other = held.getsockname()[1], free.getsockname()[1]
        free.close()
        monkeypatch.setattr("gateway.cli.demo.USUAL_SMTP_PORTS", (taken, other))
        tried: list[int] = []
        opens = smtp_door.start

        def noted(host: str, port: int, *rest: Any, **more: Any) -> smtp_door.Door:
            tried.append(port)
            return opens(host, port, *rest, **more)

        monkeypatch.setattr(smtp_door, "start", noted)
        said = demo(create_app(app.config["HANDBELL"]), "--password", PASSWORD, "--port", str(taken))
    assert tried == [taken, other]
    assert said.stderr.splitlines()[-1].startswith(f"Port {taken} is in use; choose another, for example: make demo"), (
        said.stderr
    )


def test_production_never_starts_on_what_a_demo_filled_whatever_its_name(
    prepared: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(prepared[0] / "demo.sqlite", tmp_path / "school.sqlite")
    monkeypatch.setenv("HANDBELL_ENV", "production")
    monkeypatch.setenv("SECRET_KEY", "correct-horse-battery-staple-4711")
    monkeypatch.setenv("HANDBELL_SITE", "https://handbell.school.example")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'school.sqlite'}")
    monkeypatch.delenv("HANDBELL_CLOCK", raising=False)
    with pytest.raises(InputProblem, match="A demo has filled the database"):
        app_from_environment()
