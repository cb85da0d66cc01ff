"""School folders for tests: a right one, and the same with pieces of it wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.ports.roster import Finding, RosterProblems
from integrations.roster.csv_folder import read_school_folder

FILES = {
    "school.toml": """\
[school]
name = "Elmswick Primary School"
timezone = "Europe/London"
division = "england-and-wales"
email_domains = ["elmswick.example"]
office_address = "office@elmswick.example"
office_hours = "Mo-Fr 08:15-16:15"
staff_hours = "Mo-Fr 08:30-16:30"
courtesy_hours = "Mo-Fr 07:30-18:30"
reply_within_days = 3
authentication_server = "mx.elmswick.example"

[emergency]
mode = "signpost"
office_phone = "01632 960101"
council_day = "01632 960110"
council_night = "01632 960111"

[[embargo]]
topic = "Class structure 2027"
phrases = ["mixed class", "who will teach"]
until = "2027-01-15T15:30:00+00:00"
""",
    "calendar.csv": """\
kind,first_day,last_day,label
term,2026-09-02,2026-12-18,Autumn
inset,2026-09-01,2026-09-01,
""",
    "classes.csv": """\
class_id,name,year_groups
robin,Robin Class,2;3
wren,Wren Class,R
""",
    "staff.csv": """\
staff_id,title,first_name,last_name,email,roles,classes,hours,works_inset,covered_by
S1,Miss,Priya,Nair,P.Nair@Elmswick.example,teacher,robin;wren,Mo-Th 08:15-16:00,yes,S2
S2,Mrs,Helen,Ashdown,head@elmswick.example,headteacher;dsl,,,,
""",
    "pupils.csv": """\
pupil_id,first_name,last_name,preferred_name,class_id,consent_twitter,consent_youtube,consent_document,consent_until
P1,Zofia,Nowak,,robin,yes,no,form 2026,2027-07-31
P2,Oluwatobi,Adeyemi,Tobi,wren,,,,
""",
    "contacts.csv": """\
pupil_id,contact_id,title,first_name,last_name,relationship,email,mobile,parental_responsibility,priority,lives_with,may_contact,restriction,language
P1,C1,Mrs,Agnieszka,Nowak,mother,a.nowak@mail.example,07700 900001,yes,1,yes,,,pl
P1,C2,Mr,Piotr,Nowak,father,,,yes,2,no,,via_office,
P2,C3,Mr,Femi,Adeyemi,father,femi@mail.example,,yes,,,yes,,
""",
    "absences.csv": """\
staff_id,first_day,last_day,covered_by
S1,2026-11-23,2026-11-24,S2
""",
}


def a_folder(at: Path, **files: str | bytes | None) -> Path:
    """A right folder with some files replaced (``contacts=…``) or left out (None)."""
    for name, text in FILES.items():
        other = files.pop(name.partition(".")[0], text)
        if other is not None:
            (at / name).write_bytes(other if isinstance(other, bytes) else other.encode())
    assert not files, "a replaced file has a name of its own"
    return at


def changed(file: str, old: str, new: str) -> str:
    """A right file with one piece of it replaced."""
    assert old in FILES[file]
    return FILES[file].replace(old, new, 1)


def with_row(file: str, row: str) -> str:
    """A right file with one row more."""
    return f"{FILES[file]}{row}\n"


def problems(folder: Path) -> list[str]:
    """Every problem of a wrong folder, as its lines."""
    with pytest.raises(RosterProblems) as refused:
        read_school_folder(folder)
    said = [str(one) for one in refused.value.problems]
    assert str(refused.value).splitlines()[1:] == said
    return said


def notices(folder: Path) -> list[str]:
    """Everything that was passed over in a right folder."""
    heard: list[Finding] = []
    read_school_folder(folder, tell=heard.append)
    return [str(one) for one in heard]
