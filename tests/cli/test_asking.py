"""Commands that ask words and folders alone start without the rest of Handbell, and say the same either way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from gateway import asking

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE = "gateway/sample_school"
QUESTION = json.dumps({"staff": "S01", "at": "2026-11-19T19:42:00+00:00"})
TALK = json.dumps({"id": "T1", "messages": [{"from": "parent", "author": "A", "text": "He was hit again today."}]})


def flask(*words: str, said: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """``flask`` with these words in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "flask", *words],
        cwd=ROOT,
        env={**os.environ, **environment},
        input=said,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize(
    ("words", "said"), [(("hours", "plan", "--school", SAMPLE), QUESTION), (("flags", "score"), TALK)]
)
def test_a_question_is_answered_alike_with_no_database_to_be_had(
    sqlite_app: Flask, words: tuple[str, ...], said: str
) -> None:
    alone = flask(*words, said=said, DATABASE_URL="nonsense")
    assert alone.returncode == 0, alone.stderr
    whole = sqlite_app.test_cli_runner().invoke(sqlite_app.cli, [*words], input=said)
    assert json.loads(alone.stdout) == json.loads(whole.stdout)


def test_the_small_application_loads_no_table_and_no_page() -> None:
    asked = (
        "import os, sys; sys.argv = ['flask', 'hours', 'plan']; os.environ['FLASK_RUN_FROM_CLI'] = 'true'; import wsgi; "
        "print(sorted(one for one in sys.modules if one.startswith(('sqlalchemy', 'integrations.')) "
        "or one in {'gateway.store', 'gateway.actions', 'gateway.web'}))"
    )
    heard = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "integrations.roster.csv_folder" in heard.stdout
    assert not any(floor in heard.stdout for floor in ("sqlalchemy", "gateway.", "integrations.school_email"))


@pytest.mark.parametrize(
    ("words", "environment"),
    [
        (("hours", "plan"), {}),  # a web server whose worker happens to be given such a word
        (("school", "import"), {"FLASK_RUN_FROM_CLI": "true"}),
        ((), {"FLASK_RUN_FROM_CLI": "true"}),
        (("--app", "wsgi", "hours"), {"FLASK_RUN_FROM_CLI": "true"}),
    ],
)
def test_everything_else_has_the_whole_application(words: tuple[str, ...], environment: dict[str, str]) -> None:
    assert not asking.is_asked(words, environment)


def test_a_command_that_is_not_known_is_refused_in_a_line() -> None:
    said = flask("hours", "nonsense", said="")
    assert said.returncode == 2
    assert "No such command 'nonsense'" in said.stderr
