"""``flask rehearse``: lines and totals, a report to pass on, nothing left behind, and one helpful line for wrong input."""

from __future__ import annotations

import json
import re
import sqlite3
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from playwright.sync_api import Page

from gateway.actions.rehearsal import rehearse as action
from gateway.actions.rehearsal.figures import Hour
from gateway.cli.rehearse import command
from gateway.cli.report import AXIS, chart_of, share
from tests.chromium import axe
from tests.mailboxes import a_term, mail_of, write_mbox, write_school
from tests.schools import a_roster

TUESDAY_EVENING = datetime(2026, 11, 17, 21, 40, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The scratch database is made in a folder of the test's own, so that what is left of it can be seen."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """Elmswick as a school folder."""
    return write_school(tmp_path / "school", a_roster())


@pytest.fixture
def term(tmp_path: Path) -> Path:
    """A small term's mailbox."""
    return write_mbox(tmp_path / "term.mbox", a_term(a_roster(), count=80))


def rehearse(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(command, [str(one) for one in arguments])


def test_every_mail_has_a_line_in_source_order_and_the_totals_come_last(
    sqlite_app: Flask, school: Path, term: Path
) -> None:
    said = rehearse(sqlite_app, term, "--school", school, "--json")
    assert (said.exit_code, said.stderr) == (0, "")
    *lines, last = [json.loads(line) for line in said.stdout.splitlines()]
    assert [one["source"] for one in lines] == [f"term.mbox#{number}" for number in range(1, len(lines) + 1)]
    assert last["totals"]["mails"] == len(lines) == sum(last["totals"]["disposition"].values())
    assert {"auto_reply", "bounce", "duplicate", "message"} <= {one["kind"] for one in lines}


def test_a_line_stays_one_line_whatever_a_mail_brings(sqlite_app: Flask, school: Path, tmp_path: Path) -> None:
    words = "one\x85two\u2028three\u2029four 😀 é"
    source = write_mbox(tmp_path / "a.mbox", [mail_of("a@mail.example", "b@elmswick.example", words, TUESDAY_EVENING)])
    said = rehearse(sqlite_app, source, "--school", school, "--json").stdout
    assert len(said.splitlines()) == 2
    assert "😀 é" in said
    assert "four" in json.loads(said.splitlines()[0])["text"]


def test_nothing_is_left_behind_and_the_live_database_is_not_touched(
    sqlite_app: Flask, school: Path, term: Path, tmp_path: Path
) -> None:
    live = tmp_path / "test.sqlite"
    before = live.read_bytes()
    assert rehearse(sqlite_app, term, "--school", school).exit_code == 0
    assert live.read_bytes() == before
    assert list((tmp_path / "temporary").iterdir()) == []
    with sqlite3.connect(live) as database:
        assert database.execute("SELECT count(*) FROM arrivals").fetchone() == (0,)


def test_without_json_a_person_is_told_in_short(sqlite_app: Flask, school: Path, term: Path) -> None:
    said = rehearse(sqlite_app, term, "--school", school)
    assert "Nothing was sent, and nothing is kept." in said.stdout
    assert "{" not in said.stdout


@pytest.mark.clause("C4")
def test_the_report_stands_alone_and_names_nobody(sqlite_app: Flask, school: Path, term: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    assert rehearse(sqlite_app, term, "--school", school, "--html", report).exit_code == 0
    page = report.read_text(encoding="utf-8")
    body = page[page.index("</style>") :]
    assert not re.findall(r"(?:src|href)=\"(?!#)", body), "everything lies inside the file"
    assert not re.findall(r"url\((?!data:|#)", page)
    assert "@mail.example" not in body
    roster = a_roster()
    families = {name for one in roster.contacts for name in (one.first_name, one.last_name)}
    families |= {one.first_name for one in roster.pupils}
    assert not [name for name in families if re.search(rf"\b{name}\b", re.sub(r"<[^>]+>", " ", body))]
    assert "Nothing was sent. Nobody was told anything." in body
    assert "We do not count this by person, anywhere." in body
    assert "Chair of governors" in body


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_report_can_be_read_by_everybody(
    sqlite_app: Flask, school: Path, term: Path, tmp_path: Path, page: Page, width: int, scheme: str
) -> None:
    report = tmp_path / "report.html"
    rehearse(sqlite_app, term, "--school", school, "--html", report)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(report.as_uri())
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_report_prints_on_four_pages(
    sqlite_app: Flask, school: Path, term: Path, tmp_path: Path, page: Page
) -> None:
    report = tmp_path / "report.html"
    rehearse(sqlite_app, term, "--school", school, "--html", report)
    page.goto(report.as_uri())
    printed = page.pdf(format="A4", print_background=True, prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 4


def test_a_mailbox_without_a_message_gives_a_clear_empty_report(
    sqlite_app: Flask, school: Path, tmp_path: Path
) -> None:
    away = mail_of(
        "a@mail.example", "b@elmswick.example", "Away.", TUESDAY_EVENING, headers=[("Auto-Submitted", "auto-replied")]
    )
    source, report = write_mbox(tmp_path / "a.mbox", [away]), tmp_path / "report.html"
    assert rehearse(sqlite_app, source, "--school", school, "--html", report).exit_code == 0
    page = report.read_text(encoding="utf-8")
    assert "nothing to rehearse" in page
    assert "Chair of governors" not in page


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Name the mail to rehearse"),
        (("{term}",), "--school DIR"),
        (("{folder}/none.mbox", "--school", "{school}"), "does not exist"),
        (("{folder}/empty", "--school", "{school}"), "There are no mails in"),
        (("{school}/school.toml", "--school", "{school}"), "is not a mail"),
        (("{term}", "--school", "{school}", "--html", "{term}"), "would be overwritten"),
        (("{term}", "--school", "{school}", "--html", "{folder}"), "is a folder"),
        (("{term}", "--school", "{school}", "--html", "{folder}/no/report.html"), "there is no folder"),
    ],
)
def test_wrong_input_is_refused_in_one_line(
    sqlite_app: Flask, school: Path, term: Path, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    (tmp_path / "empty").mkdir()
    before = term.read_bytes()
    said = rehearse(sqlite_app, *(one.format(term=term, school=school, folder=tmp_path) for one in arguments))
    assert (said.exit_code, said.stdout) == (2, "")
    assert words in said.stderr
    assert len(said.stderr.splitlines()) == 1
    assert term.read_bytes() == before
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_wrong_school_folder_names_every_problem(sqlite_app: Flask, school: Path, term: Path) -> None:
    (school / "staff.csv").unlink()
    text = (school / "calendar.csv").read_text(encoding="utf-8").replace("2026-12-18", "2026-13-18")
    (school / "calendar.csv").write_text(text, encoding="utf-8")
    said = rehearse(sqlite_app, term, "--school", school, "--json")
    assert (said.exit_code, said.stdout) == (2, "")
    assert "calendar.csv, line 3" in said.stderr
    assert "staff.csv" in said.stderr


def test_a_report_that_stood_there_stays_until_the_new_one_is_whole(
    sqlite_app: Flask, school: Path, term: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "report.html"
    report.write_text("the old one", encoding="utf-8")

    def full(path: Path, *_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    said = rehearse(sqlite_app, term, "--school", school, "--html", report)
    assert (said.exit_code, report.read_text(encoding="utf-8")) == (2, "the old one")
    assert "No space left on device" in said.stderr


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (7, 12, "7 of 12"),
        (0, 12, "None"),
        (12, 12, "All"),
        (721, 1046, "About seven in ten"),
        (50, 100, "Half of all"),
        (999, 1000, "Nearly all"),
        (3, 1000, "Hardly any"),
    ],
)
def test_a_share_is_said_as_a_person_would(part: int, whole: int, said: str) -> None:
    assert share(part, whole) == said


def test_the_chart_draws_families_and_staff_to_one_scale(sqlite_app: Flask, term: Path) -> None:
    figures, _ = action(lambda: sqlite_app.app_context(), a_roster(), [term], say=lambda _: None, step=lambda *_: None)
    chart = chart_of(figures)
    above = sum(bar.height for bar in chart.bars if bar.y < AXIS)
    below = sum(bar.height for bar in chart.bars if bar.y > AXIS)
    assert above / figures.families == pytest.approx(below / figures.replies, rel=0.01)
    assert all(bar.x >= 0 and bar.x + bar.width <= 100 for bar in chart.bars)
    assert all(bar.y >= 0 and bar.y + bar.height <= 300 for bar in chart.bars)
    busy = replace(figures, hours=tuple(Hour(one, 1, 0, 500, 0) for one in range(24)))
    assert all(bar.y >= 0 and bar.y + bar.height <= 300 for bar in chart_of(busy).bars), "however many staff wrote"
