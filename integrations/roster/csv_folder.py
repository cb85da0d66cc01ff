"""A school folder: school.toml and the CSV files beside it, read as one school or refused with every problem."""

from __future__ import annotations

from pathlib import Path

from gateway.domain.roster import Roster
from gateway.ports.roster import Finding, RosterProblems, Tell, tell_nobody
from integrations.roster import school_files
from integrations.roster.contacts_file import CONTACTS, read_contacts
from integrations.roster.findings import Findings
from integrations.roster.settings_file import read_school
from integrations.roster.tables import read_table


def read_school_folder(folder: Path, *, tell: Tell = tell_nobody) -> Roster:
    """The school that a folder describes; ``tell`` hears what was passed over. Raises RosterProblems with every problem."""
    _refuse_no_folder(folder)
    found = Findings()
    school = read_school(folder, found)
    calendar = school_files.read_calendar(read_table(folder, school_files.CALENDAR, found), found)
    class_rows = read_table(folder, school_files.CLASSES, found)
    staff_rows = read_table(folder, school_files.STAFF, found)
    pupil_rows = read_table(folder, school_files.PUPILS, found)
    staff = school_files.read_staff(staff_rows, class_rows, found)
    classes = school_files.read_classes(class_rows, found)
    pupils = school_files.read_pupils(pupil_rows, class_rows, found)
    families = read_contacts(
        read_table(folder, CONTACTS, found),
        pupil_rows,
        pupils=pupils,
        staff=staff,
        domains=school.email_domains if school else (),
        found=found,
    )
    absences = school_files.read_absences(read_table(folder, school_files.ABSENCES, found), staff_rows, found)
    if school is None or found.problems:
        raise found.refusal()
    found.tell(tell)
    return Roster(school, calendar, staff, classes, pupils, families.contacts, families.ties, absences)


def _refuse_no_folder(folder: Path) -> None:
    try:
        if folder.is_dir():
            return
        what = "this is a file, not a folder" if folder.exists() else "there is no folder of this name"
    except OSError as failure:
        what = f"this folder cannot be opened ({failure.strerror})"
    raise RosterProblems([Finding(str(folder), 0, "", f"{what}; name the folder that holds school.toml.")])
