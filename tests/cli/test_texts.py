"""``flask texts``: a number is opened, confirmed, shown and given up, and rubbish is refused in a sentence."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from gateway.actions import text_numbers
from tests.schools import SCHOOL
from tests.servers.twilio import ACCOUNT, TOKEN, FakeTwilio

OPEN = ["texts", "open", "07700 900999", "--account", ACCOUNT, "--pence", "4.2", "--json"]


def run(app: Flask, *words: str, typed: str = "") -> tuple[int, str, str]:
    done = app.test_cli_runner().invoke(args=list(words), input=typed)
    return done.exit_code, done.stdout, done.stderr


def test_a_number_is_off_until_somebody_who_may_confirms_it(sqlite_school: Flask) -> None:
    code, out, _ = run(sqlite_school, *OPEN, typed=f"{TOKEN}\n")
    opened = json.loads(out)
    assert (code, opened["number"], opened["pence"]) == (0, "+447700900999", 4.2)
    assert "until the school says" in opened["why_off"]
    assert opened["sms"].startswith("http://127.0.0.1:5000/hooks/twilio/texts-")
    code, _, err = run(sqlite_school, "texts", "confirm", "--by", "nair")
    assert (code, "Only the headteacher" in err) == (2, True)
    code, out, _ = run(sqlite_school, "texts", "confirm", "--by", "ashdown", "--json")
    assert (code, json.loads(out)["why_off"], json.loads(out)["confirmed_by"]) == (0, "", "Mrs Ashdown")
    code, out, _ = run(sqlite_school, "texts", "withdraw", "--json")
    assert json.loads(out)["why_off"]
    assert run(sqlite_school, "texts", "close")[0] == 0
    assert run(sqlite_school, "texts", "show")[0] == 2


def test_the_token_is_shown_nowhere(sqlite_school: Flask) -> None:
    _, out, err = run(sqlite_school, *OPEN, typed=f"{TOKEN}\n")
    _, shown, said = run(sqlite_school, "texts", "show")
    assert TOKEN not in out + err + shown + said


def test_a_test_says_in_one_line_what_is_wrong_and_sends_nothing(sqlite_school: Flask, twilio: FakeTwilio) -> None:
    opened = json.loads(run(sqlite_school, *OPEN, "--url", twilio.url, typed=f"{TOKEN}\n")[1])
    code, _, err = run(sqlite_school, "texts", "test")
    assert (code, opened["sms"] in err, len(err.strip().splitlines())) == (1, True, 1)
    twilio.sms_url = opened["sms"]
    assert run(sqlite_school, "texts", "test")[0] == 0
    assert twilio.texts == []


def test_a_price_and_a_token_are_changed(sqlite_school: Flask) -> None:
    run(sqlite_school, *OPEN, typed=f"{TOKEN}\n")
    assert run(sqlite_school, "texts", "price", "5")[0] == 0
    assert run(sqlite_school, "texts", "token", typed=f"{'b' * 32}\n")[0] == 0
    found = text_numbers.standing(SCHOOL, site="")
    assert found is not None
    assert found.price == 500


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        (["texts", "open", "NHS", "--account", ACCOUNT], TOKEN),
        (["texts", "open", "07700 900999", "--account", "AC1"], TOKEN),
        (["texts", "open", "07700 900999", "--account", ACCOUNT], "a b"),
        (["texts", "open", "07700 900999", "--account", ACCOUNT, "--pence", "free"], TOKEN),
        (["texts", "open", "07700 900999", "--account", ACCOUNT, "--pence", "900"], TOKEN),
        (["texts", "confirm", "--by", "ashdown"], ""),
        (["texts", "withdraw"], ""),
        (["texts", "token"], TOKEN),
        (["texts", "price", "4"], ""),
        (["texts", "close"], ""),
        (["texts", "test"], ""),
        (["texts", "show"], ""),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(sqlite_school: Flask, words: list[str], typed: str) -> None:
    code, out, err = run(sqlite_school, *words, typed=f"{typed}\n")
    assert (code, out) == (2, "")
    assert err.strip().splitlines()[-1].endswith(".")
    assert text_numbers.standing(SCHOOL, site="") is None


def test_a_second_number_is_refused_and_the_first_stays(sqlite_school: Flask) -> None:
    run(sqlite_school, *OPEN, typed=f"{TOKEN}\n")
    code, _, err = run(sqlite_school, "texts", "open", "07700 900888", "--account", ACCOUNT, typed=f"{TOKEN}\n")
    assert (code, "already" in err) == (2, True)
    assert json.loads(run(sqlite_school, "texts", "show", "--json")[1])["number"] == "+447700900999"


def test_the_secret_of_a_text_number_is_not_made_up_by_the_connectors_command(sqlite_school: Flask) -> None:
    run(sqlite_school, *OPEN, typed=f"{TOKEN}\n")
    endpoint = json.loads(run(sqlite_school, "texts", "show", "--json")[1])["sms"].split("/")[-2]
    code, _, err = run(sqlite_school, "connector", "rotate", endpoint)
    assert (code, "flask texts token" in err) == (2, True)
    assert run(sqlite_school, "connector", "list")[0] == 0
