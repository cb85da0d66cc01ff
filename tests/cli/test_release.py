"""``flask release due``: one pass of the release job, and when the next message rings."""

from __future__ import annotations

import json

import pytest
from click.testing import Result
from flask import Flask

from gateway.cli.release import commands
from tests.schools import a_school, arrives, mail


def release(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(commands, ["due", *arguments])


@pytest.mark.clause("C3")
def test_what_is_due_at_that_time_rings_and_the_next_time_is_told(app: Flask) -> None:
    a_school(app)
    arrives(app, mail(to="nair@elmswick.example"))
    arrives(app, mail(to="garrod@elmswick.example", sender="Helen Tate <helen@mail.example>"))
    said = release(app, "--at", "2026-11-20T08:30:00+00:00", "--json")
    assert (said.exit_code, said.stderr) == (0, "")
    assert json.loads(said.stdout) == {"released": 1, "next": "2026-11-23T08:15:00+00:00"}
    said = release(app, "--at", "2026-11-23T08:15:00+00:00", "--json")
    assert json.loads(said.stdout) == {"released": 1, "next": None}
    assert json.loads(release(app, "--json").stdout) == {"released": 0, "next": None}


def test_a_person_is_answered_in_a_sentence(sqlite_app: Flask) -> None:
    a_school(sqlite_app)
    assert release(sqlite_app).stdout == "0 messages have rung. None waits.\n"


@pytest.mark.parametrize("at", ["2026-11-23", "now", "2026-11-23T08:15:00"])
def test_a_time_without_an_offset_is_refused_and_nothing_rings(sqlite_app: Flask, at: str) -> None:
    a_school(sqlite_app)
    arrives(sqlite_app, mail())
    said = release(sqlite_app, "--at", at)
    assert said.exit_code == 2
    assert len(said.stderr.splitlines()) == 1
    assert json.loads(release(sqlite_app, "--json").stdout)["released"] == 0


def test_a_database_without_a_school_says_what_to_do(sqlite_app: Flask) -> None:
    said = release(sqlite_app, "--json")
    assert (said.exit_code, said.stderr) == (
        2,
        "This database holds no school yet; run flask school import DIR first.\n",
    )
