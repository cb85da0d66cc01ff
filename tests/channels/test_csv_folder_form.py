"""A school folder whose files are not what they should be: bytes, quotes, columns, and things that are no files."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from integrations.roster.csv_folder import read_school_folder
from tests.channels.folders import FILES, a_folder, changed, notices, problems


@pytest.mark.parametrize(
    ("contacts", "expected"),
    [
        (b"", ["contacts.csv, line 1: this file is empty"]),
        (b"\xff\xfea\x00", ["contacts.csv, line 1: this is UTF-16 and not UTF-8"]),
        (
            FILES["contacts.csv"].replace(",", ";").encode(),
            ["contacts.csv, line 1: the columns are parted by semicolons"],
        ),
        (FILES["contacts.csv"].replace(",", "\t").encode(), ["contacts.csv, line 1: the columns are parted by tabs"]),
        (
            FILES["contacts.csv"].replace("Piotr", "Pi\xf3tr").encode("latin-1"),
            ["contacts.csv, line 3, column first_name: 'Pi\ufffdtr' is not UTF-8"],
        ),
        (
            FILES["contacts.csv"].replace("Piotr", "Pi\x00otr").encode(),
            ["contacts.csv, line 3, column first_name: 'Pi\\x00otr' holds the control character U+0000"],
        ),
        (
            FILES["contacts.csv"].replace("Piotr", "P" * 5000).encode(),
            ["contacts.csv, line 3, column first_name: 'PPPPPP"],
        ),
        (
            FILES["contacts.csv"].replace("Piotr", "P" * 200_000).encode(),
            ["contacts.csv, line 3: a cell begins here that is longer than any cell can be"],
        ),
        (
            FILES["contacts.csv"].replace("Piotr", '"Piotr').encode(),
            ["contacts.csv, line 3: a quoted cell begins here and is never closed"],
        ),
        (
            FILES["contacts.csv"].replace("Piotr", '"Pio"tr').encode(),
            ["contacts.csv, line 3: a quotation mark stands in the wrong place"],
        ),
        (
            FILES["contacts.csv"].replace("Nowak,father,", "Nowak,").encode(),
            ["contacts.csv, line 3: this line has 13 cells and the first line has 14"],
        ),
        (
            FILES["contacts.csv"].replace("Nowak,father,", "Nowak,father,father,").encode(),
            ["contacts.csv, line 3: this line has 15 cells and the first line has 14"],
        ),
        (
            FILES["contacts.csv"].replace("language", "email").encode(),
            [
                "contacts.csv, line 1, column language: this column is missing",
                "contacts.csv, line 1, column email: this column is there more than once",
            ],
        ),
        (
            FILES["contacts.csv"].replace(",email,", ",e-mail,").encode(),
            [
                "contacts.csv, line 1, column email: this column is missing; add it, blank if need be (not known here: e-mail)"
            ],
        ),
    ],
)
def test_a_file_that_is_no_proper_table_says_so_once(contacts: bytes, expected: list[str], tmp_path: Path) -> None:
    found = problems(a_folder(tmp_path, contacts=contacts))
    assert len(found) == len(expected)
    assert all(line.startswith(start) for line, start in zip(found, expected, strict=True)), found


def test_a_row_that_cannot_be_read_blames_no_other_file_for_its_id(tmp_path: Path) -> None:
    found = problems(a_folder(tmp_path, pupils=changed("pupils.csv", "P2,Oluwatobi,Adeyemi,Tobi", "P2,Tobi")))
    assert found == [
        "pupils.csv, line 3: this line has 7 cells and the first line has 9; "
        "put a cell that holds a comma in quotation marks."
    ]


def test_an_id_that_is_not_utf_8_is_one_problem(tmp_path: Path) -> None:
    (said,) = problems(a_folder(tmp_path, absences=FILES["absences.csv"].replace("S1", "S\xe9").encode("latin-1")))
    assert said.startswith("absences.csv, line 2, column staff_id: 'S\ufffd' is not UTF-8")


def test_blank_lines_and_the_empty_cells_that_spreadsheets_leave_are_passed_over(tmp_path: Path) -> None:
    rows = FILES["classes.csv"].splitlines()
    a_folder(tmp_path, classes="\n".join([f"{rows[0]},,", "", f"{rows[1]},,", ",,,,", f"{rows[2]},,", ""]))
    assert [one.class_id for one in read_school_folder(tmp_path).classes] == ["robin", "wren"]
    assert notices(tmp_path) == []


def test_a_folder_or_a_pipe_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    a_folder(tmp_path, staff=None, classes=None)
    for name in ("staff.csv", "classes.csv"):
        (tmp_path / name).unlink(missing_ok=True)
    (tmp_path / "staff.csv").mkdir()
    os.mkfifo(tmp_path / "classes.csv")
    assert [line.partition(";")[0] for line in problems(tmp_path)] == [
        "staff.csv: this is a folder",
        "classes.csv: this is not an ordinary file",
    ]


@pytest.mark.parametrize("name", ["nowhere", "school.toml", "x" * 5000])
def test_a_path_that_is_no_folder_is_one_problem(name: str, tmp_path: Path) -> None:
    (said,) = problems(a_folder(tmp_path) / name)
    assert said.endswith("name the folder that holds school.toml.")


@pytest.mark.parametrize(
    "toml",
    [
        "name = ",
        "[school\n",
        "a = [" * 3000,
        f"n = {'9' * 5000}",
        '"""',
        "\x00",
        "school = 3\nemergency = []\nembargo = 5",
        "[[school]]\n[[emergency]]\n[embargo]",
        f"[school]\nreply_within_days = 0x{'f' * 9000}",
    ],
)
def test_settings_that_are_rubbish_are_refused_with_a_line(toml: str, tmp_path: Path) -> None:
    found = problems(a_folder(tmp_path, school=toml))
    assert all(re.match(r"school\.toml, line \d+", line) for line in found)
