"""``flask school import``: the differences first, then all of it or nothing, in words and in JSON."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import Result
from flask import Flask

from gateway.actions.demo import SAMPLE
from gateway.actions.roster import held_roster
from gateway.app import create_app
from gateway.cli.school import commands
from gateway.domain.scope import one_school
from gateway.store.base import db
from tests.channels.folders import FILES, a_folder, changed, with_row
from tests.databases import settings_for

SCHOOL = one_school(1)


def run(app: Flask, *arguments: str | Path) -> Result:
    return app.test_cli_runner().invoke(commands, ["import", *map(str, arguments)])


def held_contacts(app: Flask) -> int | None:
    """How many contacts the school has, or None where there is no school."""
    with app.app_context():
        roster = held_roster(SCHOOL)
    return len(roster.contacts) if roster else None


def test_a_folder_is_imported_and_a_second_time_changes_nothing(app: Flask, tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    first = run(app, folder)
    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout.splitlines() == [
        "Elmswick Primary School",
        "  school: 1 added",
        "  days of the calendar: 2 added",
        "  staff: 2 added",
        "  classes: 2 added",
        "  pupils: 2 added",
        "  contacts: 3 added",
        "  contacts of a pupil: 3 added",
        "  absences: 1 added",
        "  restriction of C2 about P1: via_office (it was none)",
        "Imported.",
    ]
    assert held_contacts(app) == 3
    assert run(app, folder).stdout.splitlines() == ["Elmswick Primary School", "  nothing changes", "Imported."]


def test_a_dry_run_shows_the_same_differences_and_changes_nothing(app: Flask, tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    dry = run(app, folder, "--dry-run")
    assert dry.exit_code == 0
    assert dry.stdout.splitlines()[-1] == "Nothing was changed: this was a dry run."
    assert held_contacts(app) is None
    run(app, folder)
    a_folder(tmp_path, contacts=changed("contacts.csv", "Piotr,Nowak", "Piotr,Wójcik").replace("via_office", ""))
    assert run(app, folder, "--dry-run").stdout.splitlines() == [
        "Elmswick Primary School",
        "  contacts: 1 changed",
        "  changed contact C2 Piotr Wójcik: last_name",
        "  not loosened for C2 about P1: via_office stays, though the folder says none",
        "Nothing was changed: this was a dry run.",
    ]
    assert "1 changed" in run(app, folder, "--dry-run").stdout


def test_a_wrong_folder_is_one_line_and_then_one_line_a_problem(app: Flask, tmp_path: Path) -> None:
    text = with_row("contacts.csv", "P1,P2,,Ann,Other,friend,ann,,,,,,,")
    wrong = run(app, a_folder(tmp_path, contacts=text, absences="rubbish"))
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert wrong.stderr.splitlines()[0].startswith("The school folder has 6 problems, so nothing of it was used")
    assert [line.partition(": ")[0] for line in wrong.stderr.splitlines()[1:]] == [
        "contacts.csv, line 5, column email",
        "contacts.csv, line 5, column contact_id",
        *(f"absences.csv, line 1, column {name}" for name in FILES["absences.csv"].split("\n")[0].split(",")),
    ]
    assert held_contacts(app) is None


def test_a_folder_that_is_not_there_is_one_problem_and_no_trace(app: Flask, tmp_path: Path) -> None:
    wrong = run(app, tmp_path / "nowhere")
    assert wrong.exit_code == 2
    assert len(wrong.stderr.splitlines()) == 2
    assert "there is no folder of this name" in wrong.stderr


def test_notices_go_to_standard_error_and_stop_nothing(app: Flask, tmp_path: Path) -> None:
    done = run(app, a_folder(tmp_path, pupils=changed("pupils.csv", "form 2026", "")))
    assert done.exit_code == 0
    assert done.stderr.startswith("Note: pupils.csv, line 2, column consent_twitter: 'yes' without a document")


def test_a_collapse_is_shown_refused_and_can_be_accepted(app: Flask, tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    run(app, folder)
    few = "".join(FILES["contacts.csv"].splitlines(keepends=True)[:2])
    a_folder(tmp_path, contacts=few)
    for arguments in ([folder], [folder, "--dry-run"]):
        refused = run(app, *arguments)
        assert refused.exit_code == 2
        assert "  removed contact C3 Femi Adeyemi" in refused.stdout.splitlines()
        assert refused.stderr.startswith("This folder would remove or replace 2 of 3 contacts")
        assert held_contacts(app) == 3
    assert run(app, folder, "--accept-removals").exit_code == 0
    assert held_contacts(app) == 1


def test_the_json_answer_holds_the_differences(app: Flask, tmp_path: Path) -> None:
    answer = json.loads(run(app, a_folder(tmp_path), "--json").stdout)
    assert (answer["imported"], answer["refused"], answer["notices"]) == (True, None, [])
    assert answer["counts"]["contact"] == {"added": 3, "changed": 0, "removed": 0}
    assert answer["restrictions_added"] == [{"pupil": "P1", "contact": "C2", "held": "", "asked": "via_office"}]
    assert {"kind": "pupil", "what": "added", "key": "P2", "name": "Tobi Adeyemi", "fields": []} in answer["changes"]


def test_the_json_answer_holds_the_problems(app: Flask, tmp_path: Path) -> None:
    wrong = run(app, a_folder(tmp_path, contacts=changed("contacts.csv", "femi@mail.example", "x")), "--json")
    assert wrong.exit_code == 2
    assert json.loads(wrong.stdout) == {
        "imported": False,
        "problems": [
            {
                "file": "contacts.csv",
                "line": 4,
                "column": "email",
                "sentence": "'x' is not an email address; correct it or leave it blank.",
            }
        ],
    }


def test_the_json_answer_to_a_collapse_says_that_nothing_was_imported(app: Flask, tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    run(app, folder)
    a_folder(tmp_path, contacts=FILES["contacts.csv"].splitlines()[0])
    refused = run(app, folder, "--json")
    answer = json.loads(refused.stdout)
    assert (refused.exit_code, answer["imported"]) == (2, False)
    assert answer["refused"] == refused.stderr.strip()


def test_an_import_into_an_empty_database_brings_its_tables_first(empty_database_url: str, tmp_path: Path) -> None:
    app = create_app(settings_for(empty_database_url, tmp_path))
    assert run(app, SAMPLE, "--dry-run").exit_code == 0
    assert run(app, SAMPLE).exit_code == 0
    assert held_contacts(app) == 276
    with app.app_context():
        db.engine.dispose()
