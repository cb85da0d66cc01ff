"""``flask account``: the first way in for staff, by a password that is asked for."""

from __future__ import annotations

import pytest
from click.testing import Result
from flask import Flask

from gateway.actions.accounts import SignInRefused, sign_in
from gateway.cli.accounts import commands
from tests.clocks import SetClock
from tests.schools import SCHOOL

NEW = "acorn lantern thistle"


def set_password(app: Flask, email: str, password: str, again: str = "") -> Result:
    """Run the command and answer both of its questions."""
    answers = f"{password}\n{again or password}\n"
    return app.test_cli_runner().invoke(commands, ["set-password", email], input=answers)


@pytest.mark.clause("C14")
def test_a_member_of_staff_signs_in_with_the_password_that_was_set(sqlite_school: Flask, clock: SetClock) -> None:
    email = "nair@elmswick.example"
    with pytest.raises(SignInRefused):
        sign_in(SCHOOL, email=email, password=NEW, now=clock())
    result = set_password(sqlite_school, email.upper(), NEW)
    assert (result.exit_code, NEW in result.output) == (0, False), result.output
    assert sign_in(SCHOOL, email=email, password=NEW, now=clock()).token


@pytest.mark.parametrize(
    ("email", "password", "said"),
    [("nobody@elmswick.example", NEW, "No member of staff"), ("nair@elmswick.example", "short", "at least 12")],
)
def test_an_unknown_address_or_a_weak_password_is_refused_in_one_line(
    sqlite_school: Flask, email: str, password: str, said: str
) -> None:
    result = set_password(sqlite_school, email, password)
    assert (result.exit_code, said in result.stderr) == (2, True), result.output
