"""Reading one CSV file of a school folder: bytes to rows that know their line, whatever is wrong with the bytes."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from integrations.roster.findings import Findings, shown

LARGEST = 32 * 1024 * 1024
"""Bytes of one file: forty times what a trust of thirty schools exports."""
LONGEST_NAME = 60
_INVISIBLE = re.compile("[\u200b\u2060\ufeff]")
_UNWANTED = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_UNREADABLE = "\ufffd"


@dataclass(frozen=True, slots=True)
class Columns:
    """What a file must hold: its name, its columns, and whether a folder may come without it."""

    file: str
    names: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the line on which it begins, and its cells by column, tidied."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A file as read. ``ragged`` rows have too few or too many cells: good for the id they name and nothing else.

    A table is not ``whole`` when a record of it could not be read at all, so that nobody knows which ids it named.
    """

    rows: tuple[Row, ...] = ()
    ragged: tuple[Row, ...] = ()
    whole: bool = True

    def ids(self, column: str) -> frozenset[str] | None:
        """Every id that the file names in a column, whatever else is wrong with its row; None for a table that is not whole."""
        return frozenset(row.cells[column] for row in (*self.rows, *self.ragged)) - {""} if self.whole else None


UNREAD = Table(whole=False)


def read_bytes(folder: Path, file: str, found: Findings, *, optional: bool = False) -> bytes | None:
    """The bytes of a file of the folder, or None with a problem noted (none for an optional file that is not there)."""
    path = folder / file
    try:
        if path.is_dir():
            found.problem(file, "this is a folder; put the file of this name in its place.")
        elif not path.exists():
            if not optional or path.is_symlink():
                found.problem(file, "this file is missing; add it to the folder.")
        elif not path.is_file():
            found.problem(file, "this is not an ordinary file; put the file itself in its place.")
        elif path.stat().st_size > LARGEST:
            found.problem(
                file, f"this file is larger than {LARGEST // 1024 // 1024} MB; no school needs that, check what it is."
            )
        else:
            return path.read_bytes()
    except OSError as failure:
        found.problem(file, f"this file cannot be read ({failure.strerror}); check its permissions.")
    return None


def read_text(data: bytes, file: str, found: Findings) -> str | None:
    """The text of a file, with or without a byte order mark, or None with a problem noted for UTF-16.

    A byte that is not UTF-8 becomes a replacement mark, which ``tidy`` reports with its line and column.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        found.problem(file, "this is UTF-16 and not UTF-8; save it again as “CSV UTF-8”.", line=1)
        return None
    return data.decode("utf-8-sig", errors="replace")


def read_table(folder: Path, columns: Columns, found: Findings) -> Table:
    """The rows of a CSV file, every problem of its form noted."""
    data = read_bytes(folder, columns.file, found, optional=columns.optional)
    if data is None:
        return Table(whole=not found.problems_in(columns.file))
    text = read_text(data, columns.file, found)
    if text is None:
        return UNREAD
    records = _records(text, columns.file, found)
    header = next(records, None)
    if header is None or not header.cells:
        if not found.problems_in(columns.file):
            names = ", ".join(columns.names)
            found.problem(columns.file, f"this file is empty; its first line must name the columns {names}.", line=1)
        return UNREAD
    places = _places(header, columns, found)
    if places is None:
        return UNREAD
    return _table(records, places, width=len(header.cells), file=columns.file, found=found)


def _table(records: Iterator[_Record], places: dict[str, int], *, width: int, file: str, found: Findings) -> Table:
    rows: list[Row] = []
    ragged: list[Row] = []
    whole = True
    for record in records:
        if not record.cells:
            whole = False
        elif len(record.cells) != width:
            _report_ragged(record, width, file, found)
            ragged.append(Row(record.line, _cells(record, places)))
        else:
            row = Row(record.line, _cells(record, places))
            rows.append(row)
            for name, cell in row.cells.items():
                if wrong := unfit(cell):
                    found.problem(file, wrong, line=row.line, column=name)
    return Table(tuple(rows), tuple(ragged), whole)


def _cells(record: _Record, places: dict[str, int]) -> dict[str, str]:
    return {name: tidy(record.cells[place]) if place < len(record.cells) else "" for name, place in places.items()}


def _report_ragged(record: _Record, width: int, file: str, found: Findings) -> None:
    cells = "1 cell" if len(record.cells) == 1 else f"{len(record.cells)} cells"
    found.problem(
        file,
        f"this line has {cells} and the first line has {width}; put a cell that holds a comma in quotation marks.",
        line=record.line,
    )


@dataclass(frozen=True, slots=True)
class _Record:
    """The line on which a record begins and its raw cells; no cells for one that could not be read."""

    line: int
    cells: list[str]


def _records(text: str, file: str, found: Findings) -> Iterator[_Record]:
    """Every record that is not blank; one with a broken quote is noted and comes without cells."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as failure:
            found.problem(file, f"{_broken(str(failure))}.", line=begins)
            yield _Record(begins, [])
        else:
            if any(cell.strip() for cell in cells):
                yield _Record(begins, cells)
        begins = reader.line_num + 1


def _broken(said: str) -> str:
    if "unexpected end" in said:
        return "a quoted cell begins here and is never closed; add the missing quotation mark"
    if "field larger" in said:
        return "a cell begins here that is longer than any cell can be, or its closing quotation mark is missing"
    return "a quotation mark stands in the wrong place; write one inside a quoted cell twice"


def _places(header: _Record, columns: Columns, found: Findings) -> dict[str, int] | None:
    """Where each column stands, or None with the problems noted."""
    names = [tidy(cell).lower() for cell in header.cells]
    if len(header.cells) == 1 and (mark := re.search("[;\t]", header.cells[0])):
        marks = "tabs" if mark[0] == "\t" else "semicolons"
        found.problem(columns.file, f"the columns are parted by {marks}; save it again with commas.", line=header.line)
        return None
    if any(unfit(name) for name in names):
        sentence = "the names of the columns are not plain UTF-8; save it again as “CSV UTF-8”."
        found.problem(columns.file, sentence, line=header.line)
        return None
    missing = [name for name in columns.names if name not in names]
    unknown = [name[:LONGEST_NAME] for name in dict.fromkeys(names) if name and name not in columns.names]
    instead = f" (not known here: {', '.join(unknown)})" if unknown else ""
    for name in missing:
        sentence = f"this column is missing; add it, blank if need be{instead}."
        found.problem(columns.file, sentence, line=header.line, column=name)
    for name in dict.fromkeys(name for name in names if name and names.count(name) > 1):
        found.problem(columns.file, "this column is there more than once; keep one.", line=header.line, column=name)
        missing.append(name)
    for name in unknown:
        found.notice(columns.file, "this column is not known and was ignored.", line=header.line, column=name)
    return None if missing else {name: names.index(name) for name in columns.names}


def tidy(cell: str) -> str:
    """A cell without marks that nobody sees, its white space single, in composed characters."""
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", cell)).split())


def unfit(cell: str) -> str:
    """Why a tidy cell cannot be text for people, or blank."""
    if _UNREADABLE in cell:
        return f"{shown(cell)} is not UTF-8; save the file again as “CSV UTF-8”."
    if match := _UNWANTED.search(cell):
        return f"{shown(cell)} holds the control character U+{ord(match.group()):04X}; type the cell again."
    return ""
