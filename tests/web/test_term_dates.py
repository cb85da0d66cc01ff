"""Term dates from a council's file: shown first, corrected, set at once, families told once, and taken back."""

from __future__ import annotations

import re
from datetime import date, datetime
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gateway.cli.school import commands
from gateway.domain.roster import CalendarDay
from gateway.store import audit, people, schools
from gateway.store.transaction import reading, writing
from tests.channels.test_ics import calendar, event
from tests.clocks import SetClock
from tests.schools import SCHOOL, THURSDAY_EVENING, arrives, come_in, form_token, mail, parcels

PAGE = "/settings/term-dates"
COUNCIL = calendar(
    event("DTSTART;VALUE=DATE:20260901", "DTEND;VALUE=DATE:20261121", name="Autumn Term"),
    event("DTSTART;VALUE=DATE:20261026", "DTEND;VALUE=DATE:20261031", name="October half-term"),
    event("DTSTART;VALUE=DATE:20261130", "DTEND;VALUE=DATE:20261219", name="Autumn half term 2"),
    event("DTSTART;VALUE=DATE:20261112", name="Cake sale"),
)
"""A council at which the week from 23 November is a holiday."""


@pytest.fixture
def office(sqlite_school: Flask, clock: SetClock) -> FlaskClient:
    """The headteacher, on a Thursday evening on which a family waits for Monday."""
    clock.now = THURSDAY_EVENING
    arrives(sqlite_school, mail())
    return come_in(sqlite_school, "ashdown")


def held() -> tuple[CalendarDay, ...]:
    with reading():
        return schools.calendar(SCHOOL)


def bring(client: FlaskClient, raw: bytes, name: str = "council.ics") -> TestResponse:
    fields = {"csrf_token": form_token(client, PAGE), "file": (BytesIO(raw), name)}
    return client.post(PAGE, data=fields, content_type="multipart/form-data")


def fields_of(page: str) -> dict[str, list[str]]:
    """The hidden fields and the choices of the page of lines, as a browser would send them."""
    found = {
        name: [unescape(one) for one in re.findall(rf'name="{name}" value="([^"]*)"', page)]
        for name in ("line", "name", "shown", "csrf_token")
    }
    return found | {"kind": re.findall(r'<option value="([a-z]*)" selected>', page)}


def take(client: FlaskClient, page: str, **change: list[str]) -> TestResponse:
    return client.post(f"{PAGE}/take", data={**fields_of(page), **change, "do": ["take"]})


@pytest.mark.clause("C3")
def test_a_file_is_shown_first_and_nothing_changes_until_somebody_is_sure(office: FlaskClient) -> None:
    before = held()
    page = bring(office, COUNCIL).get_data(as_text=True)
    assert "council.ics: 3 lines about school days. One is not clear" in page
    assert "Cake sale" not in page
    assert "One promise moves" in page
    assert held() == before
    done = take(office, page)
    assert (done.status_code, done.location) == (302, "/settings/calendar")
    assert [(one.kind, str(one.first_on), str(one.last_on)) for one in held()] == [
        ("term", "2026-09-01", "2026-10-23"),
        ("term", "2026-11-02", "2026-11-20"),
        ("term", "2026-11-30", "2026-12-18"),
        ("term", "2027-01-04", "2027-07-20"),
    ]


@pytest.mark.clause("C3")
def test_families_that_wait_are_told_once_and_everything_can_be_taken_back(
    office: FlaskClient, sqlite_school: Flask
) -> None:
    before = held()
    take(office, bring(office, COUNCIL).get_data(as_text=True))
    (told,) = parcels(sqlite_school, "promise_changed")
    assert datetime.fromisoformat(told.facts["visible_at"]).date() == date(2026, 11, 30)
    snow = CalendarDay("closed", date(2026, 12, 1), date(2026, 12, 1), "Snow")
    with writing():
        schools.replace_calendar(SCHOOL, (*held(), snow))
        schools.bump_people_version(SCHOOL)
    token = form_token(office, PAGE)
    shown = office.post(f"{PAGE}/take-back", data={"csrf_token": token}).get_data(as_text=True)
    assert "One promise moves" in shown
    assert office.post(f"{PAGE}/take-back", data={"csrf_token": token, "sure": "yes"}).status_code == 302
    assert set(held()) == {*before, snow}, "what was changed since stays"
    assert len(parcels(sqlite_school, "promise_changed")) == 2
    again = office.post(f"{PAGE}/take-back", data={"csrf_token": token, "sure": "yes"})
    assert (again.status_code, len(parcels(sqlite_school, "promise_changed"))) == (400, 2)


def test_a_line_that_was_read_wrongly_is_corrected_and_shown_again_before_anything_is_done(office: FlaskClient) -> None:
    before = held()
    page = bring(office, COUNCIL).get_data(as_text=True)
    kinds = fields_of(page)["kind"]
    assert kinds[0] == "term", "the line that is not clear stands first"
    shown = take(office, page, kind=["holiday", *kinds[1:]])
    assert shown.status_code == 200
    assert held() == before, "what was not shown is not done"
    take(office, shown.get_data(as_text=True))
    assert [str(one.last_on) for one in held()] == [
        "2026-10-23",
        "2026-11-20",
        "2026-11-27",
        "2027-07-20",
    ]


@pytest.mark.parametrize(
    "raw", [b"", b"rubbish", COUNCIL[:200], calendar(), calendar(event("DTSTART;VALUE=DATE:20261112", name="Fair"))]
)
def test_a_file_that_helps_nobody_is_refused_in_a_sentence_and_changes_nothing(office: FlaskClient, raw: bytes) -> None:
    before = held()
    answer = bring(office, raw)
    assert answer.status_code == 400
    assert 'id="file-wrong"' in answer.get_data(as_text=True)
    assert held() == before


@pytest.mark.parametrize(
    "change",
    [
        {"line": ["2026-11-12"]},
        {"line": ["x y z"] * 3},
        {"kind": ["festival"] * 3},
        {"kind": []},
        {"line": ["2026-11-12 1999-01-01 Half-term"] * 3},
        {"line": ["0001-01-01 9999-12-31 Term"] * 3, "kind": ["term"] * 3, "shown": ["term,term,term"]},
    ],
)
def test_a_form_that_was_tampered_with_is_refused(office: FlaskClient, change: dict[str, list[str]]) -> None:
    before = held()
    page = bring(office, COUNCIL).get_data(as_text=True)
    assert take(office, page, **change).status_code in (200, 400)
    assert held() == before


def test_an_import_is_on_the_record_with_what_it_added_and_took_out(office: FlaskClient) -> None:
    take(office, bring(office, COUNCIL).get_data(as_text=True))
    with reading():
        (link,) = audit.latest(SCHOOL, ("term_dates.imported",), limit=5)
        assert people.roster(SCHOOL).calendar == held()
    assert (link.actor, link.detail["name"]) == ("staff:ashdown", "council.ics")
    assert [one[1] for one in link.detail["added"]] == ["2026-11-02", "2026-11-30"]


def run(app: Flask, *arguments: str | Path) -> Result:
    return app.test_cli_runner().invoke(commands, ["term-dates", *map(str, arguments)])


def test_the_command_line_does_the_same_and_asks_about_what_is_not_clear(sqlite_school: Flask, tmp_path: Path) -> None:
    before, file = held(), tmp_path / "council.ics"
    file.write_bytes(COUNCIL)
    dry = run(sqlite_school, file, "--dry-run")
    assert (dry.exit_code, dry.stdout.splitlines()[-1]) == (0, "Nothing was changed: this was a dry run.")
    assert "added term 2026-11-30 2026-12-18 Autumn half term 2" in dry.stdout
    refused = run(sqlite_school, file)
    assert refused.exit_code == 2
    assert "One line is not clear" in refused.stderr
    assert held() == before
    assert run(sqlite_school, file, "--read", "Autumn half term 2=term").exit_code == 0
    assert date(2026, 11, 30) in {one.first_on for one in held()}
    assert run(sqlite_school, "--take-back").exit_code == 0
    assert held() == before
    for wrong in (
        (),
        (tmp_path / "none.ics",),
        (file, "--read", "Autumn=term"),
        (file, "--read", "x"),
        ("--take-back",),
    ):
        assert run(sqlite_school, *wrong).exit_code == 2, wrong
