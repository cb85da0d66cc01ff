"""``flask audit``: is the record whole, and does a pack hold its proof where Handbell is not."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from gateway.actions.release import release_due
from gateway.actions.replies import send_reply
from gateway.cli.audit import commands
from gateway.domain.scope import Actor, one_school
from gateway.store import audit
from gateway.store.base import db
from gateway.store.transaction import reading
from tests.schools import MONDAY_MORNING, SCHOOL, a_school, arrives, mail

NAIR = one_school(1, Actor("staff", "nair"))


@pytest.fixture
def told(sqlite_app: Flask) -> Iterator[tuple[Flask, int]]:
    """A school with one conversation that was answered, and one of another family; the number of the first."""
    a_school(sqlite_app)
    with sqlite_app.app_context():
        taken = arrives(sqlite_app, mail(text="Zofia cried tonight — “nobody” plays with her."))
        arrives(sqlite_app, mail("Helen Tate <helen@mail.example>", "Poppy has lost her coat."))
        release_due(SCHOOL, now=MONDAY_MORNING)
        assert taken.thread_id is not None
        send_reply(
            NAIR,
            taken.thread_id,
            staff_id="nair",
            text="I sat with her today.",
            now=MONDAY_MORNING + timedelta(hours=1),
        )
        yield sqlite_app, taken.thread_id


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(commands, list(arguments))


def force(statement: str) -> None:
    """Change the database behind Handbell's back."""
    with db.engine.connect() as connection, connection.begin():
        for verb in ("update", "delete", "replace"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS audit_links_refuse_{verb}"))
        connection.execute(text(statement))


def check(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the pack's own checker with a Python that knows nothing of Handbell."""
    return subprocess.run(
        [sys.executable, "-I", "-S", *map(str, arguments)], cwd=folder, capture_output=True, text=True, check=False
    )


def unpacked(app: Flask, thread: int, folder: Path) -> Path:
    out = folder / "pack.zip"
    said = run(app, "pack", f"T{thread}", "--out", str(out))
    assert said.exit_code == 0, said.output
    with zipfile.ZipFile(out) as archive:
        archive.extractall(folder / "pack")
    return folder / "pack"


def test_a_whole_record_is_said_to_be_whole(told: tuple[Flask, int]) -> None:
    with reading():
        length, _ = audit.head(SCHOOL)
    said = run(told[0], "verify", "--json")
    assert (said.exit_code, json.loads(said.stdout)) == (0, {"whole": True, "links": length, "broken": None})
    assert run(told[0], "verify").stdout == f"The record is whole: {length} links checked.\n"


def test_the_first_broken_link_is_named_and_the_answer_is_no(told: tuple[Flask, int]) -> None:
    force("UPDATE audit_links SET detail = '{}' WHERE seq >= 2")
    said = run(told[0], "verify", "--json")
    assert said.exit_code == 1
    assert json.loads(said.stdout)["broken"] == {"link": 2, "why": "its content does not match its mark"}
    assert "broken at record 2" in run(told[0], "verify").stdout


def test_words_changed_behind_the_back_of_the_record_are_named_by_their_link(told: tuple[Flask, int]) -> None:
    force("UPDATE messages SET text = 'I never said that.' WHERE \"by\" = 'staff'")
    said = json.loads(run(told[0], "verify", "--json").stdout)
    with reading():
        answered = next(one for one in audit.links_of_thread(SCHOOL, told[1]) if one.event == "reply.accepted")
    assert said["broken"] == {"link": answered.seq, "why": audit.WORDS}


def test_a_message_taken_out_behind_the_back_of_the_record_is_named_by_its_link(told: tuple[Flask, int]) -> None:
    force("PRAGMA foreign_keys = OFF")
    force("DELETE FROM messages WHERE \"by\" = 'staff'")
    assert json.loads(run(told[0], "verify", "--json").stdout)["whole"] is False


def test_a_tail_cut_with_its_head_is_found_by_the_file_beside_the_database(told: tuple[Flask, int]) -> None:
    app, _ = told
    kit = app.extensions["handbell.equipment"]
    with reading():
        seq, mark = audit.head(SCHOOL)
    kit.anchor(1, seq, mark)
    force(f"DELETE FROM audit_links WHERE seq = {seq}")
    force(f"UPDATE audit_heads SET seq = {seq - 1}, mark = (SELECT mark FROM audit_links WHERE seq = {seq - 1})")
    said = run(app, "verify", "--json")
    assert said.exit_code == 1
    assert json.loads(said.stdout)["broken"]["link"] == seq


@pytest.mark.clause("C16")
def test_a_pack_checks_itself_with_python_alone(told: tuple[Flask, int], tmp_path: Path) -> None:
    folder = unpacked(*told, tmp_path)
    result = check(folder / "verify.py", folder=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("Whole: ")
    assert "2 messages" in result.stdout
    assert check(folder / "verify.py", tmp_path / "pack.zip", folder=tmp_path).returncode == 0, "the ZIP file as it is"


def test_a_pack_holds_the_words_the_mail_and_the_trail_and_nobody_elses(
    told: tuple[Flask, int], tmp_path: Path
) -> None:
    folder = unpacked(*told, tmp_path)
    thread = json.loads((folder / "thread.json").read_text())
    assert [one["text"] for one in thread["messages"]] == [
        "Zofia cried tonight — “nobody” plays with her.",
        "I sat with her today.",
    ]
    assert len(list((folder / "mail").iterdir())) == 1
    trail = (folder / "trail.txt").read_text()
    assert "Promised: Miss Nair, Monday 23 November, 8:15am." in trail
    assert "Answered by Miss Nair." in trail
    everything = "".join(one.read_text() for one in folder.rglob("*") if one.is_file())
    assert "Poppy" not in everything
    assert "helen@" not in everything


def test_making_a_pack_is_on_the_record_and_in_the_pack(told: tuple[Flask, int], tmp_path: Path) -> None:
    app, thread = told
    run(
        app,
        "pack",
        str(thread),
        "--out",
        str(tmp_path / "a.zip"),
        "--purpose",
        "concern",
        "--reason",
        "Stage 2 complaint",
    )
    with reading():
        link = audit.links_of_thread(SCHOOL, thread)[-1]
        told_to = audit.looks_at(SCHOOL, "nair", now=MONDAY_MORNING + timedelta(days=30), limit=5)
    assert (link.event, link.detail["purpose"], link.detail["reason"]) == ("pack.made", "concern", "Stage 2 complaint")
    assert [one.seq for one in told_to] == [link.seq]
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert b"pack.made" in archive.read("links.jsonl")


@pytest.mark.parametrize("name", ["thread.json", "links.jsonl", "chain.txt", "trail.txt"])
def test_a_changed_file_of_a_pack_is_found(told: tuple[Flask, int], tmp_path: Path, name: str) -> None:
    folder = unpacked(*told, tmp_path)
    body = (folder / name).read_bytes()
    (folder / name).write_bytes(body.replace(b"1", b"2"))
    result = check("verify.py", folder=folder)
    assert result.returncode == 1
    assert f"the file {name} has been changed" in result.stdout


def test_a_mail_taken_out_of_a_pack_is_found(told: tuple[Flask, int], tmp_path: Path) -> None:
    folder = unpacked(*told, tmp_path)
    next((folder / "mail").iterdir()).unlink()
    result = check("verify.py", folder=folder)
    assert result.returncode == 1
    assert "is missing" in result.stdout


def _forge(folder: Path, name: str, before: str, after: str) -> None:
    """Change a file and the list of contents with it, as somebody would who knows the pack."""
    body = (folder / name).read_text()
    assert before in body
    (folder / name).write_text(body.replace(before, after))
    contents = json.loads((folder / "contents.json").read_text())
    contents[name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / "contents.json").write_text(json.dumps(contents))


def test_words_that_were_changed_with_the_list_of_contents_are_found(told: tuple[Flask, int], tmp_path: Path) -> None:
    folder = unpacked(*told, tmp_path)
    _forge(folder, "thread.json", "I sat with her today.", "I did not sit with her.")
    result = check("verify.py", folder=folder)
    assert result.returncode == 1
    assert "are not those its link was made for" in result.stdout


def test_a_link_taken_out_of_a_pack_is_found(told: tuple[Flask, int], tmp_path: Path) -> None:
    folder = unpacked(*told, tmp_path)
    lines = (folder / "links.jsonl").read_text().splitlines(keepends=True)
    placed = next(one for one in lines if "message.placed" in one)
    _forge(folder, "links.jsonl", placed, "")
    result = check("verify.py", folder=folder)
    assert result.returncode == 1
    assert "has no link" in result.stdout


def test_the_key_shows_what_only_the_key_can_show(told: tuple[Flask, int], tmp_path: Path) -> None:
    app, thread = told
    folder = unpacked(app, thread, tmp_path)
    key = tmp_path / "key"
    key.write_text(app.config["AUDIT_KEY"].hex() + "\n")
    assert "with the school's key" in check("verify.py", "--key", key, folder=folder).stdout
    _forge(folder, "links.jsonl", '"actor": "staff:nair"', '"actor": "staff:lowe"')
    assert check("verify.py", folder=folder).returncode == 0, "without the key this cannot be seen"
    result = check("verify.py", "--key", key, folder=folder)
    assert result.returncode == 1
    assert "was not made with this key" in result.stdout


def test_rubbish_in_the_place_of_a_pack_is_said_to_be_no_pack(told: tuple[Flask, int], tmp_path: Path) -> None:
    folder = unpacked(*told, tmp_path)
    (tmp_path / "rubbish.zip").write_bytes(b"PK rubbish")
    for arguments in (("rubbish.zip",), ("nowhere.zip",)):
        result = check(folder / "verify.py", *arguments, folder=tmp_path)
        assert (result.returncode, result.stderr) == (2, "")
    (folder / "thread.json").unlink()
    assert check("verify.py", folder=folder).returncode == 2


@pytest.mark.parametrize("thread", ["T999999", "x", "T", "99999999999999999999999", "-1"])
def test_a_conversation_that_is_not_there_is_one_line_and_leaves_no_file(
    told: tuple[Flask, int], tmp_path: Path, thread: str
) -> None:
    said = run(told[0], "pack", "--out", str(tmp_path / "pack.zip"), "--", thread)
    assert said.exit_code == 2
    assert len(said.stderr.splitlines()) == 1
    assert list(tmp_path.glob("*pack*")) == []


def test_a_file_that_is_there_is_never_written_over(told: tuple[Flask, int], tmp_path: Path) -> None:
    (tmp_path / "pack.zip").write_text("evidence")
    said = run(told[0], "pack", str(told[1]), "--out", str(tmp_path / "pack.zip"))
    assert said.exit_code == 2
    assert (tmp_path / "pack.zip").read_text() == "evidence"
    said = run(told[0], "pack", str(told[1]), "--out", str(tmp_path / "no" / "pack.zip"))
    assert said.exit_code == 2
    with reading():
        assert all(one.event != "pack.made" for one in audit.links_of_thread(SCHOOL, told[1])), "nothing half done"
