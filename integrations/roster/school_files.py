"""Reading the calendar, classes, staff, pupils and absences of a school folder."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.domain.promises import OFFICE
from gateway.domain.roster import STAFF_ROLES, Absence, CalendarDay, Pupil, SchoolClass, StaffMember
from integrations.roster.cells import Cells
from integrations.roster.findings import Findings, shown
from integrations.roster.tables import Columns, Table

CALENDAR = Columns("calendar.csv", ("kind", "first_day", "last_day", "label"))
STAFF = Columns(
    "staff.csv",
    (
        *("staff_id", "title", "first_name", "last_name", "email", "roles", "classes", "hours", "works_inset"),
        "covered_by",
    ),
)
CLASSES = Columns("classes.csv", ("class_id", "name", "year_groups"))
PUPILS = Columns(
    "pupils.csv",
    (
        *("pupil_id", "first_name", "last_name", "preferred_name", "class_id", "consent_twitter", "consent_youtube"),
        *("consent_document", "consent_until"),
    ),
)
ABSENCES = Columns("absences.csv", ("staff_id", "first_day", "last_day", "covered_by"), optional=True)
KINDS = ("term", "inset", "closed")
YEAR_GROUPS = ("N", "R", "1", "2", "3", "4", "5", "6")
ALERTED = ("headteacher", "dsl")
LAST_YEAR_OF_CONSENT = 9999


def each_row(table: Table, columns: Columns, found: Findings) -> Iterator[Cells]:
    """The rows of a table, ready to be read cell by cell."""
    return (Cells(columns.file, row, found) for row in table.rows)


def each_once(table: Table, columns: Columns, key: str, found: Findings) -> Iterator[Cells]:
    """The same for a file whose rows have an id each; an id that was there before is a problem."""
    begun: dict[str, int] = {}
    for cells in each_row(table, columns, found):
        value = cells.id(key)
        if value in begun:
            cells.problem(key, f"{shown(value)} stands on line {begun[value]} already; give each its own id.")
        elif value:
            begun[value] = cells.row.line
        yield cells


def read_calendar(table: Table, found: Findings) -> tuple[CalendarDay, ...]:
    """The stretches of the calendar, in the order of the file."""
    days = []
    for cells in each_row(table, CALENDAR, found):
        kind, span, label = cells.choice("kind", KINDS), cells.span("first_day", "last_day"), cells.text("label")
        if span:
            days.append(CalendarDay(kind, *span, label))
    if table.whole and not any(day.kind == "term" for day in days):
        found.notice(CALENDAR.file, "there is no term in it, so every day is a holiday and no message will ever ring.")
    return tuple(days)


def read_classes(table: Table, found: Findings) -> tuple[SchoolClass, ...]:
    """The classes; one without a name goes by its id."""
    classes = []
    for cells in each_once(table, CLASSES, "class_id", found):
        groups = tuple(piece.upper() for piece in cells.pieces("year_groups"))
        for group in groups:
            if group not in YEAR_GROUPS:
                cells.problem("year_groups", f"{shown(group)} is no year group; use {', '.join(YEAR_GROUPS)}.")
        class_id = cells.row.cells["class_id"]
        classes.append(SchoolClass(class_id, cells.text("name") or class_id, groups))
    return tuple(classes)


def read_staff(table: Table, classes: Table, found: Findings) -> tuple[StaffMember, ...]:
    """The members of staff."""
    known_classes, known_staff = classes.ids("class_id"), table.ids("staff_id")
    staff, mailboxes = [], dict[str, str]()
    for cells in each_once(table, STAFF, "staff_id", found):
        staff_id = cells.row.cells["staff_id"]
        if staff_id.lower() == OFFICE:
            cells.problem("staff_id", f"{shown(staff_id)} stands for the office itself; give this person another id.")
        taught = cells.pieces("classes")
        for class_id in taught:
            if known_classes is not None and class_id not in known_classes:
                cells.problem(
                    "classes", f"there is no class {shown(class_id)} in classes.csv; correct it, or add it there."
                )
        email = _one_mailbox(cells, mailboxes)
        staff.append(
            StaffMember(
                staff_id=staff_id,
                title=cells.text("title"),
                first_name=cells.name("first_name"),
                last_name=cells.name("last_name"),
                email=email,
                roles=_roles(cells),
                classes=taught,
                hours=cells.hours("hours"),
                works_inset=cells.yes("works_inset") or False,
                covered_by=_cover(cells, staff_id, known_staff),
            )
        )
    if table.whole:
        for role in ALERTED:
            if not any(role in one.roles for one in staff):
                found.notice(STAFF.file, f"nobody has the role {role}, to whom worries about children go first.")
    return tuple(staff)


def _one_mailbox(cells: Cells, mailboxes: dict[str, str]) -> str:
    emails = cells.emails("email")
    if len(emails) > 1:
        cells.problem("email", "this holds more than one address; keep the one they use for school.")
    email = emails[0] if emails else ""
    if email and mailboxes.setdefault(email, cells.row.cells["staff_id"]) != cells.row.cells["staff_id"]:
        cells.notice("email", f"{shown(email)} is also {mailboxes[email]}'s, so mail from it cannot be told apart.")
    return email


def _roles(cells: Cells) -> frozenset[str]:
    roles = frozenset(piece.lower() for piece in cells.pieces("roles"))
    if not roles:
        cells.problem("roles", f"this is blank; use one or more of {', '.join(sorted(STAFF_ROLES))}.")
    for role in sorted(roles - STAFF_ROLES):
        cells.problem("roles", f"{shown(role)} is no role; use one or more of {', '.join(sorted(STAFF_ROLES))}.")
    return roles


def _cover(cells: Cells, staff_id: str, known: frozenset[str] | None) -> str:
    cover = cells.among("covered_by", known, where=STAFF.file)
    if cover and cover == staff_id:
        cells.problem(
            "covered_by", f"{shown(cover)} cannot stand in for themselves; name somebody else or leave it blank."
        )
    return cover


def read_pupils(table: Table, classes: Table, found: Findings) -> tuple[Pupil, ...]:
    """The children on the roll; a consent without its document is no consent, and is noted."""
    known = classes.ids("class_id")
    pupils = []
    for cells in each_once(table, PUPILS, "pupil_id", found):
        class_id = cells.id("class_id")
        cells.among("class_id", known, where=CLASSES.file)
        document = cells.text("consent_document")
        pupils.append(
            Pupil(
                pupil_id=cells.row.cells["pupil_id"],
                first_name=cells.name("first_name"),
                last_name=cells.name("last_name"),
                preferred_name=cells.text("preferred_name"),
                class_id=class_id,
                consent_twitter=_consent(cells, "consent_twitter", document),
                consent_youtube=_consent(cells, "consent_youtube", document),
                consent_document=document,
                consent_until=cells.day_or_blank("consent_until", last_year=LAST_YEAR_OF_CONSENT),
            )
        )
    return tuple(pupils)


def _consent(cells: Cells, column: str, document: str) -> bool:
    said = cells.yes(column) or False
    if said and not document:
        cells.notice(column, "'yes' without a document is no consent, and was read as no; name the document.")
    return said and bool(document)


def read_absences(table: Table, staff: Table, found: Findings) -> tuple[Absence, ...]:
    """The days on which members of staff are away, in the order of the file."""
    known = staff.ids("staff_id")
    absences = []
    for cells in each_row(table, ABSENCES, found):
        staff_id = cells.id("staff_id")
        cells.among("staff_id", known, where=STAFF.file)
        cover = _cover(cells, staff_id, known)
        span = cells.span("first_day", "last_day")
        if span:
            absences.append(Absence(staff_id, *span, cover))
    return tuple(absences)
