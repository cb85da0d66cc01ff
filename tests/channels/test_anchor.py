"""The anchor file: the newest link of each school's record, never an older one, and whole whatever happens to the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from integrations.files.anchor import AnchorFile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file will be, in a folder that is not there yet."""
    return tmp_path / "instance" / "record-anchor.json"


def test_what_is_kept_is_there_for_another_process_and_for_each_school_apart(path: Path) -> None:
    AnchorFile(path).keep(1, 7, "aa")
    AnchorFile(path).keep(2, 3, "bb")
    assert AnchorFile(path).kept(1) == (7, "aa")
    assert AnchorFile(path).kept(2) == (3, "bb")
    assert AnchorFile(path).kept(3) is None


@pytest.mark.clause("C15")
def test_an_older_or_another_link_of_the_same_number_never_takes_its_place(path: Path) -> None:
    anchor = AnchorFile(path)
    anchor.keep(1, 7, "aa")
    anchor.keep(1, 6, "cc")
    anchor.keep(1, 7, "dd")
    assert anchor.kept(1) == (7, "aa")
    anchor.keep(1, 8, "ee")
    assert anchor.kept(1) == (8, "ee")


def test_nothing_but_the_one_file_is_left_in_the_folder(path: Path) -> None:
    AnchorFile(path).keep(1, 7, "aa")
    assert [one.name for one in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("content", ["", "{", "[1, 2]", "null"])
def test_a_file_of_rubbish_holds_nothing_and_can_be_written_anew(path: Path, content: str) -> None:
    path.parent.mkdir()
    path.write_text(content)
    anchor = AnchorFile(path)
    assert anchor.kept(1) is None
    anchor.keep(1, 9, "ff")
    assert anchor.kept(1) == (9, "ff")
