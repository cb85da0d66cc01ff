"""A school folder: what a right one says, and the sentence for every cell that is wrong."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from gateway.domain.roster import Absence, CalendarDay, Contact, Embargo, Pupil, SchoolClass, StaffMember, Tie
from integrations.roster.csv_folder import read_school_folder
from tests.channels.folders import FILES, a_folder, changed, notices, problems, with_row


def test_a_right_folder_is_read_to_the_letter(tmp_path: Path) -> None:
    roster = read_school_folder(a_folder(tmp_path))
    assert roster.school.name == "Elmswick Primary School"
    assert roster.school.embargoes == (
        Embargo("Class structure 2027", ("mixed class", "who will teach"), datetime(2027, 1, 15, 15, 30, tzinfo=UTC)),
    )
    assert roster.calendar[1] == CalendarDay("inset", date(2026, 9, 1), date(2026, 9, 1), "")
    assert roster.classes[0] == SchoolClass("robin", "Robin Class", ("2", "3"))
    assert roster.staff[0] == StaffMember(
        *("S1", "Miss", "Priya", "Nair", "p.nair@elmswick.example", frozenset({"teacher"}), ("robin", "wren")),
        *("Mo-Th 08:15-16:00", True, "S2"),
    )
    assert roster.pupils[0] == Pupil("P1", "Zofia", "Nowak", "", "robin", True, False, "form 2026", date(2027, 7, 31))
    assert roster.contacts[0] == Contact(
        "C1", "Mrs", "Agnieszka", "Nowak", ("a.nowak@mail.example",), ("07700 900001",), "pl"
    )
    assert roster.ties == (
        Tie("P1", "C1", "mother", True, 1, True, True, ""),
        Tie("P1", "C2", "father", True, 2, False, False, "via_office"),
        Tie("P2", "C3", "father", True, 99, False, True, ""),
    )
    assert roster.absences == (Absence("S1", date(2026, 11, 23), date(2026, 11, 24), "S2"),)
    assert notices(tmp_path) == []


def test_the_order_of_columns_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    right = read_school_folder(a_folder(tmp_path))
    rows = [line.split(",") for line in FILES["staff.csv"].splitlines()]
    turned = "\r\n".join(",".join(reversed(row)) for row in rows)
    toml = FILES["school.toml"].replace("\n", "\r\n")
    a_folder(tmp_path, staff=b"\xef\xbb\xbf" + turned.encode(), school=b"\xef\xbb\xbf" + toml.encode())
    assert read_school_folder(tmp_path) == right


def test_quoted_cells_may_hold_commas_quotes_and_line_breaks_and_lines_are_still_counted_right(tmp_path: Path) -> None:
    broken = 'term,2026-09-02,2026-12-18,"Autumn, the ""long""\none"\nterm,2027-01-04,2027-01-03,\n'
    a_folder(tmp_path, calendar=f"kind,first_day,last_day,label\n{broken}")
    assert problems(tmp_path) == [
        "calendar.csv, line 4, column last_day: 2027-01-03 is before the first day, 2027-01-04; swap or correct them."
    ]
    a_folder(tmp_path, calendar=f"kind,first_day,last_day,label\n{broken.replace('2027-01-03', '2027-03-25')}")
    assert read_school_folder(tmp_path).calendar[0].label == 'Autumn, the "long" one'


def test_an_unknown_column_is_reported_and_ignored(tmp_path: Path) -> None:
    rows = FILES["classes.csv"].splitlines()
    a_folder(
        tmp_path, classes="\n".join(f"{row},{extra}" for row, extra in zip(rows, ("colour", "red", ""), strict=True))
    )
    assert notices(tmp_path) == ["classes.csv, line 1, column colour: this column is not known and was ignored."]


def test_an_unknown_setting_is_reported_and_ignored(tmp_path: Path) -> None:
    a_folder(tmp_path, school='motto = "x"\n' + changed("school.toml", "[emergency]", 'head = "x"\n[emergency]'))
    assert notices(tmp_path) == [
        "school.toml, line 1, column motto: this setting is not known and was ignored.",
        "school.toml, line 14, column school.head: this setting is not known and was ignored.",
    ]


def test_absences_may_be_left_out_and_nothing_else(tmp_path: Path) -> None:
    assert read_school_folder(a_folder(tmp_path, absences=None)).absences == ()
    for name in FILES:
        (tmp_path / name).unlink(missing_ok=True)
    assert problems(tmp_path) == [
        f"{name}: this file is missing; add it to the folder."
        for name in sorted(FILES, key=_order)
        if name != "absences.csv"
    ]


def _order(name: str) -> int:
    files = ("school.toml", "calendar.csv", "staff.csv", "classes.csv", "pupils.csv", "contacts.csv", "absences.csv")
    return files.index(name)


WRONG_CELLS = [
    ("contacts.csv", "a.nowak@mail.example", "x", 2, "email", "'x' is not an email address"),
    ("contacts.csv", "a.nowak@mail.example", "a@b@mail.example", 2, "email", "is not an email address"),
    ("contacts.csv", "a.nowak@mail.example", "a..b@mail.example", 2, "email", "is not an email address"),
    ("contacts.csv", "a.nowak@mail.example", "a b@mail.example", 2, "email", "is not an email address"),
    ("contacts.csv", "a.nowak@mail.example", "n/a", 2, "email", "'n/a' is not an email address"),
    ("contacts.csv", "a.nowak@mail.example", "a.nowak@mailexample", 2, "email", "is not an email address"),
    ("contacts.csv", "07700 900001", "ask nan", 2, "mobile", "'ask nan' is not a phone number"),
    ("contacts.csv", "07700 900001", "7.70E+09", 2, "mobile", "is not a phone number"),
    ("contacts.csv", ",yes,1,yes", ",Y,1,yes", 2, "parental_responsibility", "use yes, no or leave it blank"),
    ("contacts.csv", ",yes,1,yes", ",yes,first,yes", 2, "priority", "'first' is no place in an order"),
    ("contacts.csv", ",yes,1,yes", ",yes,0,yes", 2, "priority", "'0' is no place in an order"),
    ("contacts.csv", ",yes,1,yes", ",yes,1,TRUE", 2, "lives_with", "'TRUE' does not belong here"),
    ("contacts.csv", "via_office", "office_only", 3, "restriction", "use via_office, court_order, no_contact or leave"),
    ("contacts.csv", ",pl", ",Polish", 2, "language", "use a BCP 47 tag"),
    ("contacts.csv", ",pl", ",en_GB", 2, "language", "use a BCP 47 tag"),
    ("contacts.csv", "P1,C1", "P9,C1", 2, "pupil_id", "there is no 'P9' in pupils.csv"),
    ("contacts.csv", "P1,C1", ",C1", 2, "pupil_id", "this is blank"),
    ("contacts.csv", "P1,C1", "P1, ", 2, "contact_id", "this is blank"),
    ("contacts.csv", "Agnieszka", "", 2, "first_name", "this is blank; write a name"),
    ("contacts.csv", "Piotr,Nowak", "Piotr,", 3, "last_name", "this is blank; write a name"),
    ("pupils.csv", "Zofia", " ", 2, "first_name", "this is blank; write a name"),
    ("pupils.csv", "robin", "magpie", 2, "class_id", "there is no 'magpie' in classes.csv"),
    ("pupils.csv", "robin", "", 2, "class_id", "this is blank"),
    ("pupils.csv", "yes,no", "agreed,no", 2, "consent_twitter", "'agreed' does not belong here"),
    ("pupils.csv", "2027-07-31", "31/07/2027", 2, "consent_until", "'31/07/2027' is not a day"),
    ("pupils.csv", "2027-07-31", "2027-02-29", 2, "consent_until", "is a day that no calendar has"),
    ("pupils.csv", "2027-07-31", "20270731", 2, "consent_until", "'20270731' is not a day"),
    ("staff.csv", "Priya", "", 2, "first_name", "this is blank; write a name"),
    ("staff.csv", "teacher", "", 2, "roles", "this is blank"),
    ("staff.csv", "headteacher;dsl", "headteacher;senco", 3, "roles", "'senco' is no role"),
    ("staff.csv", "robin;wren", "robin;owl", 2, "classes", "there is no class 'owl' in classes.csv"),
    ("staff.csv", "Mo-Th 08:15-16:00", "Mo-Th 8-4", 2, "hours", "'8-4' is not a span of time"),
    ("staff.csv", "yes,S2", "yes,S9", 2, "covered_by", "there is no 'S9' in staff.csv"),
    ("staff.csv", "yes,S2", "yes,S1", 2, "covered_by", "'S1' cannot stand in for themselves"),
    ("staff.csv", "P.Nair@Elmswick.example", "nair at elmswick", 2, "email", "is not an email address"),
    ("classes.csv", "2;3", "2;Y3", 2, "year_groups", "'Y3' is no year group"),
    ("calendar.csv", "inset", "holiday", 3, "kind", "'holiday' does not belong here; use term, inset or closed"),
    ("calendar.csv", "2026-09-02,", ",", 2, "first_day", "this is blank"),
    ("calendar.csv", "2026-12-18", "2206-12-18", 2, "last_day", "is not a likely year"),
    ("absences.csv", "S1", "S7", 2, "staff_id", "there is no 'S7' in staff.csv"),
    ("absences.csv", "S2", "S7", 2, "covered_by", "there is no 'S7' in staff.csv"),
    ("absences.csv", "2026-11-24", "2026-11-22", 2, "last_day", "2026-11-22 is before the first day"),
    ("school.toml", "Europe/London", "London", 3, "school.timezone", "there is no time zone 'London'"),
    ("school.toml", "Europe/London", "../../etc/hosts", 3, "school.timezone", "there is no time zone"),
    ("school.toml", "england-and-wales", "wales", 4, "school.division", "there is no division 'wales'"),
    ("school.toml", '["elmswick.example"]', '["@elmswick.example"]', 5, "school.email_domains", "is not a domain"),
    ("school.toml", '["elmswick.example"]', '"elmswick.example"', 5, "school.email_domains", "must be a list of texts"),
    ("school.toml", "office@elmswick.example", "office", 6, "school.office_address", "is not an email address"),
    ("school.toml", "Mo-Fr 08:15-16:15", "9 to 5", 7, "school.office_hours", "is not a rule of hours"),
    ("school.toml", "Mo-Fr 08:15-16:15", "", 7, "school.office_hours", "this is blank"),
    ("school.toml", "= 3", '= "3"', 10, "school.reply_within_days", "write a whole number"),
    ("school.toml", "= 3", "= true", 10, "school.reply_within_days", "write a whole number"),
    ("school.toml", "= 3", "= 0", 10, "school.reply_within_days", "write a whole number"),
    ("school.toml", "signpost", "nobody", 14, "emergency.mode", "use signpost or on_call"),
    ("school.toml", "01632 960110", "", 16, "emergency.council_day", "this is blank"),
    ("school.toml", "15:30:00+00:00", "15:30:00", 22, "embargo.until", "is not a time with an offset"),
    ("school.toml", '["mixed class", "who will teach"]', "[]", 21, "embargo.phrases", "must be a list of texts"),
    ("school.toml", 'name = "Elmswick Primary School"\n', "", 1, "school.name", "this setting is missing"),
]


@pytest.mark.parametrize(("file", "old", "new", "line", "column", "said"), WRONG_CELLS)
def test_a_wrong_cell_is_named_by_file_line_and_column(
    file: str, old: str, new: str, line: int, column: str, said: str, tmp_path: Path
) -> None:
    found = problems(a_folder(tmp_path, **{file.partition(".")[0]: changed(file, old, new)}))
    assert len(found) == 1, found
    assert found[0].startswith(f"{file}, line {line}, column {column}: ")
    assert said in found[0]


@pytest.mark.parametrize(
    ("file", "row", "said"),
    [
        ("classes.csv", "robin,Other,4", "line 4, column class_id: 'robin' stands on line 2 already"),
        ("pupils.csv", "P1,Ann,Other,,wren,,,,", "line 4, column pupil_id: 'P1' stands on line 2 already"),
        ("staff.csv", "S2,,Ann,Other,,office,,,,", "line 4, column staff_id: 'S2' stands on line 3 already"),
        (
            "staff.csv",
            "Office,,Ann,Other,,office,,,,",
            "line 4, column staff_id: 'Office' stands for the office itself",
        ),
    ],
)
def test_an_id_belongs_to_one_person(file: str, row: str, said: str, tmp_path: Path) -> None:
    found = problems(a_folder(tmp_path, **{file.partition(".")[0]: with_row(file, row)}))
    assert [line.startswith(f"{file}, {said}") for line in found] == [True]


def test_the_sentence_says_what_where_and_what_to_do(tmp_path: Path) -> None:
    a_folder(tmp_path, contacts=changed("contacts.csv", "femi@mail.example", "x"))
    assert problems(tmp_path) == [
        "contacts.csv, line 4, column email: 'x' is not an email address; correct it or leave it blank."
    ]


def test_every_problem_of_every_file_is_listed_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    a_folder(
        tmp_path,
        school=changed("school.toml", "signpost", "x"),
        contacts=changed("contacts.csv", ",pl", ",??").replace("femi@mail.example", "femi"),
        staff=changed("staff.csv", "teacher", "boss").replace("Mo-Th 08:15-16:00", "always"),
        absences=changed("absences.csv", "S1", "S3"),
    )
    places = [re.match(r"(\S+), line (\d+), column (\S+):", line) for line in problems(tmp_path)]
    assert [place.groups() for place in places if place] == [
        ("school.toml", "14", "emergency.mode"),
        ("staff.csv", "2", "roles"),
        ("staff.csv", "2", "hours"),
        ("contacts.csv", "2", "language"),
        ("contacts.csv", "4", "email"),
        ("absences.csv", "2", "staff_id"),
    ]


def test_ids_and_addresses_are_kept_short_enough_for_every_database(tmp_path: Path) -> None:
    a_folder(
        tmp_path,
        classes=with_row("classes.csv", f"{'w' * 65},Other,"),
        contacts=changed("contacts.csv", "femi@mail.example", f"{'f' * 65}@mail.example"),
    )
    assert [line.partition(": ")[0] for line in problems(tmp_path)] == [
        "classes.csv, line 4, column class_id",
        "contacts.csv, line 4, column email",
    ]


def test_two_staff_with_one_mailbox_are_told_but_may_be(tmp_path: Path) -> None:
    a_folder(tmp_path, staff=changed("staff.csv", "P.Nair@Elmswick.example", "Head@elmswick.example"))
    (said,) = notices(tmp_path)
    assert said.startswith("staff.csv, line 3, column email: 'head@elmswick.example' is also S1's")
