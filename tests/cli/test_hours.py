"""``flask hours plan``: questions in, promises out, in the exact words of the contract."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from gateway.cli.hours import commands
from gateway.domain.errors import InputProblem
from gateway.domain.roster import Absence
from tests.schools import a_roster

Ask = Callable[..., Result]


@pytest.fixture
def ask(sqlite_app: Flask) -> Ask:
    """Put lines to the command, over the invented school in the place of a folder."""
    roster = replace(a_roster(), absences=(Absence("nair", *(a_roster().calendar[1].first_on,) * 2, "pettit"),))
    sqlite_app.extensions["handbell.read_school_folder"] = lambda _, **__: roster

    def put(*lines: str | bytes, arguments: tuple[str, ...] = ()) -> Result:
        body = b"\n".join(one if isinstance(one, bytes) else one.encode() for one in lines)
        return sqlite_app.test_cli_runner().invoke(commands, ["plan", "--school", "folder", *arguments], input=body)

    return put


def question(staff: str, at: str) -> str:
    return json.dumps({"staff": staff, "at": at})


def answers(result: Result) -> list[dict[str, object]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.clause("C3")
def test_a_message_at_twenty_to_eight_in_the_evening_is_promised_for_the_teachers_next_working_time(ask: Ask) -> None:
    (said,) = answers(ask(question("nair", "2026-11-19T19:42:00+00:00")))
    assert said == {
        "staff": "nair",
        "at": "2026-11-19T19:42:00+00:00",
        "on_duty": False,
        "visible_at": "2026-11-23T08:15:00+00:00",
        "visible_to": "nair",
        "why": "Miss Nair does not work on Thursdays.",
        "reply_by": "2026-11-24",
    }


def test_answers_come_in_the_order_asked_and_repeat_the_question(ask: Ask) -> None:
    asked = [
        ("office", "2026-11-23T03:00:00Z"),
        ("nair", "2026-11-23T09:00:00+02:00"),
        ("bell", "2026-11-23T09:00:00Z"),
    ]
    said = answers(ask(*(question(*one) for one in asked), "", arguments=("--json",)))
    assert [(one["staff"], one["at"]) for one in said] == asked
    assert [one["visible_to"] for one in said] == ["office", "nair", "office"]
    assert [one["on_duty"] for one in said] == [False, False, False]


def test_times_are_given_on_the_schools_clock_in_summer_too(ask: Ask) -> None:
    (said,) = answers(ask(question("nair", "2026-09-14T05:00:00+00:00")))
    assert said["visible_at"] == "2026-09-14T08:15:00+01:00"


def test_cover_is_asked_on_a_day_of_absence(ask: Ask) -> None:
    (said,) = answers(ask(question("nair", "2026-11-02T07:00:00+00:00")))
    assert (said["visible_to"], said["visible_at"]) == ("nair", "2026-11-03T08:15:00+00:00")


def test_after_the_last_day_of_the_calendar_no_time_is_made_up(ask: Ask) -> None:
    (said,) = answers(ask(question("nair", "2027-07-21T09:00:00+01:00")))
    assert (said["visible_at"], said["reply_by"]) == (None, None)
    assert "calendar ends" in str(said["why"])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (question("nobody", "2026-11-23T09:00:00Z"), "nobody"),
        (question("nair", "2026-11-23T09:00:00"), "offset"),
        (question("nair", "2026-11-23"), "offset"),
        (question("nair", "Monday"), "offset"),
        (question("nair", ""), "offset"),
        (question("nair", "0001-01-01T00:00:00+14:00"), "0001"),
        (question("nair", "9999-12-31T23:59:59-14:00"), "9999"),
        ('{"staff": "nair"}', "at is missing"),
        ('{"staff": 4, "at": "2026-11-23T09:00:00Z"}', "staff is missing"),
        ("[1]", "object"),
        ("not json", "JSON"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_a_line_that_cannot_be_answered_is_named_by_its_number(ask: Ask, line: str | bytes, words: str) -> None:
    result = ask(question("nair", "2026-11-23T09:00:00Z"), line, question("nair", "2026-11-23T09:00:00Z"))
    assert result.exit_code == 2
    assert result.stderr.startswith("line 2: ")
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert len(result.stdout.splitlines()) == 1, "what stood before the bad line was answered"


def test_a_folder_that_cannot_be_read_is_one_clear_line(sqlite_app: Flask) -> None:
    def refuse(path: Path, **_: object) -> None:
        raise InputProblem(f"{path} is not a folder; name the folder with school.toml.")

    sqlite_app.extensions["handbell.read_school_folder"] = refuse
    result = sqlite_app.test_cli_runner().invoke(commands, ["plan", "--school", "nowhere"], input="")
    assert (result.exit_code, result.stderr) == (2, "nowhere is not a folder; name the folder with school.toml.\n")
