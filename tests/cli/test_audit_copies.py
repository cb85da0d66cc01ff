"""A copy of an evidence pack to release: other children are covered in it, nothing lets them be guessed, and it checks itself."""

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
from flask import Flask

from gateway.actions.release import release_due
from gateway.actions.replies import change_reply, send_reply
from gateway.actions.roster import import_roster
from gateway.cli.audit import commands
from gateway.domain.roster import Roster
from gateway.domain.scope import Actor, one_school
from gateway.store import audit, threads
from gateway.store.transaction import reading
from tests.schools import MONDAY_MORNING, SCHOOL, a_roster, a_school, arrives, mail

NAIR = one_school(1, Actor("staff", "nair"))
NIGHT = MONDAY_MORNING + timedelta(hours=13)
FIRST = "Leo and Maisie Reed hit Zofia. LEO again!"
LAST = "Thank you. Zofia is fine."


def without_poppy() -> Roster:
    """The school after Poppy Tate has left it."""
    roster = a_roster()
    return Roster(
        **{name: getattr(roster, name) for name in Roster.__dataclass_fields__ if name not in ("pupils", "ties")},
        pupils=tuple(one for one in roster.pupils if one.pupil_id != "poppy"),
        ties=tuple(one for one in roster.ties if one.pupil_id != "poppy"),
    )


@pytest.fixture
def told(sqlite_app: Flask) -> Iterator[tuple[Flask, int]]:
    """A conversation about Zofia in which Leo, Maisie and Poppy, who has left since, are named; its number."""
    a_school(sqlite_app)
    with sqlite_app.app_context():
        taken = arrives(sqlite_app, mail(text=FIRST, subject="Leo Reed"))
        assert taken.thread_id is not None
        release_due(SCHOOL, now=MONDAY_MORNING)
        knowing = frozenset({"other_child"})
        sent = send_reply(NAIR, taken.thread_id, staff_id="nair", text="I spoke to Poppy.", now=NIGHT, knowing=knowing)
        change_reply(NAIR, sent.outbox_id, staff_id="nair", text="I spoke to her friend.", now=NIGHT)
        send_reply(NAIR, taken.thread_id, staff_id="nair", text=LAST, now=NIGHT + timedelta(minutes=20))
        import_roster(SCHOOL, without_poppy(), accept_removals=True, now=NIGHT)
        yield sqlite_app, taken.thread_id


def packed(app: Flask, thread: int, folder: Path, kind: str, *, reason: str = "Poppy’s mother asked") -> Path:
    """A pack of one kind, unpacked; the ZIP file lies beside it."""
    out = folder / f"{kind}.zip"
    asked = ["pack", f"T{thread}", "--out", str(out), "--kind", kind, "--reason", reason]
    said = app.test_cli_runner().invoke(commands, asked)
    assert said.exit_code == 0, said.output
    with zipfile.ZipFile(out) as archive:
        archive.extractall(folder / kind)
    return folder / kind


def check(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the pack's own checker with a Python that knows nothing of Handbell."""
    asked = [sys.executable, "-I", "-S", "verify.py", *map(str, arguments)]
    return subprocess.run(asked, cwd=folder, capture_output=True, text=True, check=False)


def forge(folder: Path, before: str, after: str) -> None:
    """Change the thread and the list of contents with it, as somebody would who knows the pack."""
    body = (folder / "thread.json").read_text()
    assert before in body
    (folder / "thread.json").write_text(body.replace(before, after))
    contents = json.loads((folder / "contents.json").read_text())
    contents["thread.json"] = hashlib.sha256((folder / "thread.json").read_bytes()).hexdigest()
    (folder / "contents.json").write_text(json.dumps(contents))


@pytest.mark.clause("C4")
def test_no_file_of_a_copy_names_another_child_and_the_pack_says_how_many_are_covered(
    told: tuple[Flask, int], tmp_path: Path
) -> None:
    folder = packed(*told, tmp_path, "copy")
    everything = "".join(one.read_text() for one in folder.rglob("*") if one.is_file())
    assert not [name for name in ("Leo", "LEO", "Maisie", "Reed", "Poppy") if name in everything]
    document = json.loads((folder / "thread.json").read_text())
    assert document["messages"][0]["text"] == "[another child] and [another child] hit Zofia. [another child] again!"
    assert [one["covered"] for one in document["messages"]] == [3, 0, 0]
    assert document["copy"] == {"covered": 4, "shared": []}
    assert "4 names in its words are covered" in (folder / "READ-ME.txt").read_text()
    assert not (folder / "mail").exists()
    assert "(1 mail)" in (folder / "READ-ME.txt").read_text()
    trail = (folder / "trail.txt").read_text()
    assert "made a copy to release, with 4 names of other children covered" in trail


@pytest.mark.clause("C4")
def test_no_digest_in_a_copy_lets_a_name_be_found_by_trying_the_class_list(
    told: tuple[Flask, int], tmp_path: Path
) -> None:
    folder = packed(*told, tmp_path, "copy")
    everything = (folder / "links.jsonl").read_text() + (folder / "thread.json").read_text()
    for words in (FIRST, "I spoke to Poppy."):
        assert hashlib.sha256(words.encode()).hexdigest() not in everything
    assert hashlib.sha256(LAST.encode()).hexdigest() in everything, "what names nobody keeps its proof"
    assert '"raw"' not in everything.replace('\\"', '"')


@pytest.mark.clause("C16")
def test_the_records_own_words_and_a_whole_pack_stay_whole(told: tuple[Flask, int], tmp_path: Path) -> None:
    app, thread = told
    packed(app, thread, tmp_path, "copy")
    with reading():
        assert threads.messages_of(SCHOOL, thread)[0].text == FIRST
        link = audit.links_of_thread(SCHOOL, thread)[-1]
    assert (link.event, link.detail["copy"], link.detail["covered"]) == ("pack.made", True, 4)
    folder = packed(app, thread, tmp_path, "whole")
    assert json.loads((folder / "thread.json").read_text())["messages"][0]["text"] == FIRST
    assert len(list((folder / "mail").iterdir())) == 1
    assert check(folder).returncode == 0
    verified = app.test_cli_runner().invoke(commands, ["verify"])
    assert verified.exit_code == 0


@pytest.mark.clause("C16")
def test_a_copy_checks_itself_and_against_a_whole_pack(told: tuple[Flask, int], tmp_path: Path) -> None:
    app, _ = told
    whole = packed(*told, tmp_path, "whole").with_suffix(".zip")
    folder = packed(*told, tmp_path, "copy")
    alone = check(folder)
    assert (alone.returncode, alone.stderr) == (0, "")
    assert "A copy: 4 names covered, in 1 messages" in alone.stdout
    compared = check(folder, "--against", whole)
    assert compared.returncode == 0, compared.stdout
    assert "nothing else was changed" in compared.stdout
    key = tmp_path / "key"
    key.write_text(app.config["AUDIT_KEY"].hex())
    assert "shown in full was made with the school's key" in check(folder, "--key", key).stdout


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("hit Zofia", "loves Zofia", "differs from the whole pack in more than covered names"),
        ("[another child] hit Zofia", "Ada hit Zofia", "has lost one of its covers"),
        (LAST, "Thank you.", "are not those its link was made for"),
    ],
)
def test_a_copy_that_was_changed_is_found(
    told: tuple[Flask, int], tmp_path: Path, before: str, after: str, said: str
) -> None:
    whole = packed(*told, tmp_path, "whole").with_suffix(".zip")
    folder = packed(*told, tmp_path, "copy")
    forge(folder, before, after)
    result = check(folder, "--against", whole)
    assert result.returncode == 1
    assert said in result.stdout


def test_only_a_whole_pack_of_the_same_conversation_can_be_compared_with(
    told: tuple[Flask, int], tmp_path: Path
) -> None:
    folder = packed(*told, tmp_path, "copy")
    result = check(folder, "--against", folder.with_suffix(".zip"))
    assert result.returncode == 1
    assert "is no whole pack of this conversation" in result.stdout
