"""``flask flags score``: conversations in, reasons and risks out, in the exact words of the contract."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from gateway.cli.flags import commands


@pytest.fixture
def runner() -> CliRunner:
    """A terminal in an application without any database."""
    return Flask("nothing").test_cli_runner()


def ask(runner: CliRunner, *lines: str, arguments: tuple[str, ...] = ()) -> Result:
    return runner.invoke(commands, ["score", *arguments], input="\n".join(lines).encode())


def conversation(name: str, *texts: str) -> str:
    messages = [
        {"at": "2026-11-05T19:42:00+00:00", "from": "parent", "author": "Mrs Nowak", "text": text} for text in texts
    ]
    return json.dumps({"id": name, "messages": messages})


def test_conversations_are_answered_in_the_order_asked(runner: CliRunner) -> None:
    result = ask(
        runner,
        conversation("calm", "What time is the concert?"),
        conversation("loud", "My husband hit me on Sunday.", "Please can I come and talk to you?"),
    )
    assert result.exit_code == 0, result.output
    calm, loud = (json.loads(line) for line in result.stdout.splitlines())
    assert {**calm, "score": 0} == {"id": "calm", "score": 0, "flags": [], "risk": []}
    assert set(loud) == {"id", "score", "flags", "risk"}
    assert 0.5 <= loud["score"] <= 1
    assert [one["code"] for one in loud["risk"]] == ["safeguarding"]
    assert loud["risk"][0]["evidence"][0] == {"message": 0, "start": 3, "end": 17}
    assert "request_to_meet" in {one["code"] for one in loud["flags"]}
    assert all(set(one) == {"code", "reason", "evidence"} for one in (*loud["flags"], *loud["risk"]))


def test_the_json_option_changes_nothing(runner: CliRunner) -> None:
    line = conversation("calm", "Thank you!")
    assert ask(runner, line, arguments=("--json",)).stdout == ask(runner, line).stdout


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("not json", "not JSON"),
        ("[]", "not an object"),
        ('{"messages": []}', "id is missing"),
        ('{"id": 1}', "messages is missing"),
        ('{"id": 1, "messages": []}', "messages is missing"),
        ('{"id": 1, "messages": ["x"]}', "messages[0] is not an object"),
        ('{"id": 1, "messages": [{"from": "parent"}]}', "messages[0].text"),
        ('{"id": 1, "messages": [{"from": "cat", "text": "x"}]}', "messages[0].from is 'cat'"),
        ('{"id": 1, "messages": [{"from": ["parent"], "text": "x"}]}', "messages[0].from"),
        ('{"id": 1, "messages": [{"from": "parent", "author": 3, "text": "x"}]}', "messages[0].author"),
        ('{"id": 1, "messages": [{"from": "parent", "text": "x", "at": "noon"}]}', "messages[0].at"),
        ('{"id": 1, "messages": [{"from": "parent", "text": "x", "at": "2026-11-05T19:42:00"}]}', "messages[0].at"),
    ],
)
def test_a_bad_line_is_refused_by_its_number_after_the_good_ones(runner: CliRunner, line: str, words: str) -> None:
    result = ask(runner, conversation("calm", "Thank you!"), "", line)
    assert result.exit_code == 2
    assert len(result.stdout.splitlines()) == 1
    assert result.stderr.startswith("line 3: ")
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999"])
def test_a_number_that_json_does_not_know_is_refused_and_never_echoed(runner: CliRunner, number: str) -> None:
    said = ask(runner, conversation("T7", "Thank you.").replace('"T7"', number))
    assert (said.exit_code, said.stdout) == (2, "")
    assert said.stderr == "line 1: this is not JSON; write one JSON object on each line.\n"
