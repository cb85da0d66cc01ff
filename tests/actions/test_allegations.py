"""An allegation never goes to whom it is about, however their name is written and whatever it has become since."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from gateway.actions.alerts import take_alert
from gateway.actions.roster import import_roster
from gateway.store import concerns, threads
from gateway.store.concerns import Alert
from gateway.store.transaction import reading
from tests.schools import SCHOOL, a_roster, a_school, arrives, mail

NIGHT = datetime(2026, 11, 18, 21, 26, tzinfo=UTC)
HELEN = "Helen Tate <helen@mail.example>"


def newest() -> Alert:
    """The alert that was raised last."""
    with reading():
        (found,) = concerns.latest_alerts(SCHOOL, limit=1)
    return found


@pytest.mark.clause("C16")
@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("O'Brien", "Mrs O'Brien"),
        ("O'Brien", "mrs obrien"),
        ("Smith-Jones", "Mrs Smith-Jones"),
        ("Smith-Jones", "Mrs Smith"),
        ("Smith-Jones", "Mrs Jones"),
        ("de Souza", "Mrs de Souza"),
    ],
)
def test_a_headteacher_with_a_name_of_several_words_is_not_told_of_what_is_said_of_them(
    app: Flask, name: str, written: str
) -> None:
    roster = a_roster()
    staff = tuple(replace(one, last_name=name) if one.staff_id == "ashdown" else one for one in roster.staff)
    with app.app_context():
        a_school(app, replace(roster, staff=staff))
        words = f"{written} hit my daughter in class."
        arrives(app, mail(HELEN, words, subject="Complaint", to="garrod@elmswick.example"), NIGHT)
        assert newest().told == ["bell"]


@pytest.mark.clause("C16")
@pytest.mark.parametrize("name", ["Garrod-Lowe", "Newname"])
@pytest.mark.parametrize("is_taken", [True, False])
def test_who_has_another_name_and_office_since_does_not_get_what_is_said_of_them(
    app: Flask, name: str, is_taken: bool
) -> None:
    """Mr Garrod is married, and headteacher, when the old one has left: what was said of him under his name stays closed."""
    roster = a_roster()
    with app.app_context():
        a_school(app, roster)
        arrives(app, mail(HELEN, "Mr Garrod hit my daughter in class.", subject="Complaint"), NIGHT)
        alert = newest()
        if is_taken:
            take_alert(SCHOOL, alert.alert_id, staff_id="ashdown", now=NIGHT)
        staff = tuple(
            replace(one, roles=frozenset({"headteacher"}), last_name=name) if one.staff_id == "garrod" else one
            for one in roster.staff
            if one.staff_id not in alert.told
        )
        import_roster(SCHOOL, replace(roster, staff=staff), accept_removals=True, now=NIGHT + timedelta(minutes=2))
        assert newest().told == ["ashdown", "bell"]
        with reading():
            assert "garrod" in threads.all_sealed(SCHOOL)[alert.thread_id]
