"""Bank holidays from the list that GOV.UK publishes: shown first, kept with its source and day, taken back, rubbish refused."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gateway.actions import bank_holidays, calendars
from gateway.actions.roster import import_roster
from gateway.cli.school import commands
from gateway.domain.bank_holidays import DIVISIONS, HolidayList
from gateway.domain.bank_holidays import bank_holidays as days_of
from gateway.domain.holiday_list import NotAList, read_list
from tests.clocks import SetClock
from tests.schools import (
    MONDAY_MORNING,
    SCHOOL,
    THURSDAY_EVENING,
    a_roster,
    arrives,
    come_in,
    form_token,
    mail,
    parcels,
)
from tests.web.test_settings import page, waits_until

PAGE = "/settings/bank-holidays"
CORONATION = date(2026, 11, 23)
"""A one-off bank holiday on the Monday for which a family waits."""
TODAY = THURSDAY_EVENING.date()


def published(*more: date, until: int = 2029, **changed: Any) -> bytes:
    """The published file: every day that Handbell knows, eight in each later year, and ``more``; parts may be changed."""
    lists: dict[str, Any] = {}
    for division in DIVISIONS:
        later = [date(year, month, 1) for year in range(2029, until + 1) for month in range(1, 9)]
        events = [
            {"title": "Bank holiday", "date": day.isoformat(), "notes": "", "bunting": True}
            for day in sorted({*days_of(division), *later, *more})
        ]
        lists[division] = {"division": division, "events": events}
    return json.dumps(lists | {key.replace("_", "-"): value for key, value in changed.items()}).encode()


@pytest.fixture
def office(sqlite_school: Flask, clock: SetClock) -> FlaskClient:
    """The headteacher on a Thursday evening on which a family waits for Monday."""
    clock.now = THURSDAY_EVENING + timedelta(minutes=10)
    arrives(sqlite_school, mail())
    return come_in(sqlite_school, "ashdown")


def bring(client: FlaskClient, raw: bytes) -> TestResponse:
    fields = {"csrf_token": form_token(client, PAGE), "file": (BytesIO(raw), "bank-holidays.json")}
    return client.post(PAGE, data=fields, content_type="multipart/form-data")


def agree(client: FlaskClient, shown: str) -> TestResponse:
    """Say yes on the page of differences, with its hidden fields as a browser would send them."""
    names = ("list", "name", "back", "csrf_token")
    fields = {
        name: unescape(found[1]) for name in names if (found := re.search(rf'name="{name}" value="([^"]*)"', shown))
    }
    return client.post(PAGE, data=fields | {"sure": "yes"})


@pytest.mark.clause("C3")
def test_a_newer_list_is_shown_first_then_holds_and_families_are_told_once(
    office: FlaskClient, sqlite_school: Flask
) -> None:
    shown = bring(office, published(CORONATION)).get_data(as_text=True)
    assert "Monday 23 November 2026" in shown
    assert "Thursday 1 February 2029" in shown
    assert "One promise moves" in shown
    assert waits_until() == [MONDAY_MORNING]
    assert agree(office, shown).location == PAGE
    assert waits_until() == [MONDAY_MORNING + timedelta(days=1)]
    assert len(parcels(sqlite_school, "promise_changed")) == 1
    said = page(office, PAGE)
    assert "<strong>bank-holidays.json</strong>, brought in on Thursday 19 November 2026" in said
    assert "Known until Wednesday 1 August 2029" in said
    held = calendars.times(SCHOOL).school.bank_holidays
    import_roster(SCHOOL, a_roster(), accept_removals=False, now=THURSDAY_EVENING)
    assert calendars.times(SCHOOL).school.bank_holidays == held, "no folder knows of it"
    back = office.post(PAGE, data={"csrf_token": form_token(office, PAGE), "back": "yes"}).get_data(as_text=True)
    assert "<del>Monday 23 November 2026</del>" in back
    agree(office, back)
    assert waits_until() == [MONDAY_MORNING]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"<!doctype html><title>Bank holidays</title>", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 200_000, "not JSON"),
        (b"[]", "not a list by division"),
        (b'{"england-and-wales": {"events": []}}', "no days for england-and-wales"),
        (published(scotland=[]), "no days for scotland"),
        (published(scotland={"events": [{"date": "25/12/2029"}]}), "without a day"),
        (published(scotland={"events": [{"date": "9999-12-25"}]}), "without a day"),
        (published(scotland={"events": ["2029-12-25"]}), "without a day"),
        (published(scotland={"events": [{"date": f"2029-12-{day:02}"} for day in range(1, 32)]}), "31 days in 2029"),
        (published(scotland={"events": [{"date": "2026-12-25"}]}), "1 days in 2026"),
        (
            published(scotland={"events": [{"date": f"2026-0{month}-01"} for month in range(1, 9)]}),
            "fetch a newer file",
        ),
        (b" " * 1_000_001, "far larger"),
    ],
)
def test_what_is_no_published_list_is_refused_in_one_sentence(raw: bytes, sentence: str) -> None:
    with pytest.raises(NotAList, match=sentence) as refused:
        read_list(raw, source="x", today=TODAY)
    assert str(refused.value).count("; ") <= 1


def test_a_refused_file_is_told_beside_its_field_and_changes_nothing(office: FlaskClient) -> None:
    answer = bring(office, b"rubbish")
    assert (answer.status_code, "This is not JSON" in answer.get_data(as_text=True)) == (400, True)
    assert office.post(PAGE, data={"csrf_token": form_token(office, PAGE)}).status_code == 400
    assert bank_holidays.standing(SCHOOL).brought is None


def test_within_its_years_the_newer_of_two_lists_holds_and_the_other_before_and_after() -> None:
    only = (date(2027, 6, 1), date(2030, 6, 1))
    brought = HolidayList("x", date(2026, 11, 19), tuple((one, only) for one in DIVISIONS))
    newer = days_of("scotland", brought)
    assert {day.year for day in newer} == {2024, 2025, 2026, 2027, 2030}
    older = days_of("scotland", HolidayList("x", date(2026, 1, 1), brought.days))
    assert older == days_of("scotland") | {date(2030, 6, 1)}


def run(app: Flask, *arguments: str | Path) -> Result:
    return app.test_cli_runner().invoke(commands, ["bank-holidays", *map(str, arguments)])


def test_the_command_line_does_the_same(sqlite_school: Flask, tmp_path: Path) -> None:
    file, bad = tmp_path / "bank-holidays.json", tmp_path / "bad.json"
    file.write_bytes(published(date(2029, 12, 25)))
    bad.write_bytes(b"{}")
    dry = run(sqlite_school, file, "--dry-run")
    assert (dry.exit_code, dry.stdout.splitlines()[-1]) == (0, "Nothing was changed: this was a dry run.")
    assert bank_holidays.standing(SCHOOL).brought is None
    done = run(sqlite_school, file, "--json")
    assert json.loads(done.stdout)["known_until"] == "2029-12-25"
    assert bank_holidays.standing(SCHOOL).ends_on == date(2029, 12, 25)
    assert "known until 2028-12-26" in run(sqlite_school, "--take-back").stdout
    for wrong in ((), (bad,), (tmp_path / "none.json",), (file, "--take-back")):
        assert run(sqlite_school, *wrong).exit_code == 2, wrong
