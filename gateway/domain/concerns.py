"""A concern on its way into a school's child protection system: which systems there are, and the file made for them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from gateway.domain.errors import InputProblem

SYSTEMS: Mapping[str, str] = {"cpoms": "CPOMS", "myconcern": "MyConcern", "other": "Another system"}
LONGEST_REFERENCE = 64
NAMES: Mapping[str, str] = {
    "safeguarding": "Safeguarding",
    "threat": "Threat",
    "missing_child": "Missing child",
    "allegation_staff": "Allegation about a member of staff",
    "online_bullying": "Online bullying",
    "reported": "Reported by somebody",
    "not_screened": "Not screened",
}
"""Code of a finding → how a category is called."""
COLUMNS: Mapping[str, str] = {
    "pupil": "Pupil",
    "class_name": "Class",
    "other_pupils": "Other pupils",
    "date": "Date",
    "time": "Time",
    "category": "Category",
    "words": "Incident",
    "written_by": "Written by",
    "came_by": "Came by",
    "told": "Told",
    "taken_by": "Taken by",
    "source": "Source",
}
"""Field of a row → heading of its column.

Neither CPOMS nor MyConcern publishes a file that it would read concerns from. The columns are what an entry asks for by
public guides to them: the pupil and linked pupils, the category, the date, and what happened in full
(runningdeerschool.org.uk/quick-guide-to-cpoms, cpoms.co.uk/viewinganincident,
safeguarding.initiolearning.org/my-concern-toolkit/logging-a-concern; read in November 2026).
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One pupil's entry. ``date`` reads 18/11/2026 and ``time`` 21:26, as the school's clock said."""

    pupil: str
    class_name: str
    other_pupils: str
    date: str
    time: str
    category: str
    words: str
    written_by: str
    came_by: str
    told: str
    taken_by: str
    source: str


def category_of(codes: Sequence[str]) -> str:
    """The categories of an alert in words; a code that has no name stands as it is."""
    return ", ".join(dict.fromkeys(NAMES.get(one, one.replace("_", " ").capitalize()) for one in codes))


def as_csv(rows: Sequence[Row]) -> bytes:
    """Rows as a file that a spreadsheet opens as it stands: UTF-8 with a mark, RFC 4180, no cell that would be computed."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS[one.name] for one in fields(Row))
    for row in rows:
        writer.writerow(_plain(str(getattr(row, one.name))) for one in fields(Row))
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: str) -> str:
    """A cell that begins like a formula gets an apostrophe, so that a spreadsheet shows it and runs nothing."""
    return f"'{cell}" if cell.lstrip()[:1] in ("=", "+", "-", "@") or cell[:1] in ("\t", "\r") else cell


def read_reference(written: str) -> str:
    """The number of a concern in the other system, as it was typed. Raises InputProblem."""
    reference = " ".join(written.split())
    if not reference:
        raise InputProblem("Type the number that the concern has in the other system.")
    if len(reference) > LONGEST_REFERENCE or not reference.isprintable():
        raise InputProblem(
            f"A number has at most {LONGEST_REFERENCE} letters and digits; keep notes in the other system."
        )
    return reference
