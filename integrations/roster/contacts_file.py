"""Reading contacts.csv: many rows to one person, what limits each tie, and no pupil among them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from gateway.domain.roster import RESTRICTIONS, Contact, Pupil, StaffMember, Tie
from gateway.mail.addresses import domain_of
from integrations.roster.cells import Cells
from integrations.roster.findings import Findings, shown
from integrations.roster.school_files import each_row
from integrations.roster.tables import Columns, Table

CONTACTS = Columns(
    "contacts.csv",
    (
        *("pupil_id", "contact_id", "title", "first_name", "last_name", "relationship", "email", "mobile"),
        *("parental_responsibility", "priority", "lives_with", "may_contact", "restriction", "language"),
    ),
)
NO_ADULT = ("self", "pupil")
LAST_PRIORITY = 99
"""What a blank priority means: after everybody who has one."""


@dataclass(frozen=True, slots=True)
class Families:
    """Every adult once, and how each stands to each child."""

    contacts: tuple[Contact, ...]
    ties: tuple[Tie, ...]


def read_contacts(
    table: Table,
    roll: Table,
    *,
    pupils: Iterable[Pupil],
    staff: Iterable[StaffMember],
    domains: Iterable[str],
    found: Findings,
) -> Families:
    """The adults and their ties. ``roll`` is pupils.csv as read, ``pupils`` what it says, ``domains`` the school's own."""
    known, gate = roll.ids("pupil_id"), _Gate.of(pupils, domains)
    at_work = {one.email: one.staff_id for one in staff if one.email}
    people: dict[str, _Person] = {}
    ties: list[Tie] = []
    begun: dict[tuple[str, str], int] = {}
    for cells in each_row(table, CONTACTS, found):
        pupil_id, contact_id = cells.id("pupil_id"), cells.id("contact_id")
        cells.among("pupil_id", known, where="pupils.csv")
        row = _Person.of(cells, contact_id)
        gate.refuse_pupil(cells, row)
        for email in row.emails:
            if email in at_work:
                cells.notice(
                    "email", f"{shown(email)} is {at_work[email]}'s at work, so mail from it is read as theirs."
                )
        if contact_id:
            people.setdefault(contact_id, row).join(row, cells)
        before = begun.setdefault((pupil_id, contact_id), cells.row.line)
        if before != cells.row.line and pupil_id and contact_id:
            cells.problem("contact_id", f"this contact of this pupil stands on line {before} already; keep one row.")
        ties.append(_tie(cells, pupil_id, contact_id))
    return Families(tuple(one.contact() for one in people.values()), tuple(ties))


@dataclass(slots=True)
class _Person:
    """What the rows of one contact say together; the first to say something is believed."""

    contact_id: str
    line: int
    title: str
    first_name: str
    last_name: str
    language: str
    emails: dict[str, None] = field(default_factory=dict)
    mobiles: dict[str, None] = field(default_factory=dict)

    @staticmethod
    def of(cells: Cells, contact_id: str) -> _Person:
        return _Person(
            contact_id=contact_id,
            line=cells.row.line,
            title=cells.text("title"),
            first_name=cells.name("first_name"),
            last_name=cells.name("last_name"),
            language=cells.language("language") if cells.row.cells["language"] else "",
            emails=dict.fromkeys(cells.emails("email")),
            mobiles=dict.fromkeys(cells.phones("mobile")),
        )

    def join(self, row: _Person, cells: Cells) -> None:
        """Take in what another row says of the same person; another name is a problem, another title only noted."""
        for column in ("first_name", "last_name"):
            mine, other = getattr(self, column), getattr(row, column)
            if mine and other and plain(mine) != plain(other):
                cells.problem(
                    column,
                    f"{shown(other)}, but line {self.line} calls {shown(self.contact_id)} {shown(mine)}; "
                    "give two people two ids, or one person one name.",
                )
        for column in ("title", "language"):
            mine, other = getattr(self, column), getattr(row, column)
            if mine and other and mine != other:
                cells.notice(column, f"{shown(other)}, but line {self.line} says {shown(mine)}; that was kept.")
            setattr(self, column, mine or other)
        self.emails |= row.emails
        self.mobiles |= row.mobiles

    def contact(self) -> Contact:
        """The person as the roster knows them."""
        return Contact(
            contact_id=self.contact_id,
            title=self.title,
            first_name=self.first_name,
            last_name=self.last_name,
            emails=tuple(self.emails),
            mobiles=tuple(self.mobiles),
            language=self.language or "en",
        )


def _tie(cells: Cells, pupil_id: str, contact_id: str) -> Tie:
    restriction = cells.choice("restriction", RESTRICTIONS)
    said = cells.yes("may_contact")
    may_contact = not restriction if said is None else said
    if restriction == "no_contact" and may_contact:
        cells.notice("may_contact", "'yes' beside no_contact was read as no; the restriction is the stricter.")
        may_contact = False
    return Tie(
        pupil_id=pupil_id,
        contact_id=contact_id,
        relationship=cells.text("relationship"),
        parental_responsibility=cells.yes("parental_responsibility") or False,
        priority=_priority(cells),
        lives_with=cells.yes("lives_with") or False,
        may_contact=may_contact,
        restriction=restriction,
    )


def _priority(cells: Cells) -> int:
    value = cells.row.cells["priority"]
    if not value:
        return LAST_PRIORITY
    if not re.fullmatch("[0-9]{1,2}", value) or int(value) < 1:
        cells.problem("priority", f"{shown(value)} is no place in an order; write 1, 2, 3 … or leave it blank.")
        return LAST_PRIORITY
    return int(value)


@dataclass(frozen=True, slots=True)
class _Gate:
    """No pupil gets in as a contact (C11): by id, by relationship, or by name and address together."""

    ids: frozenset[str]
    names: frozenset[tuple[str, str]]
    domains: tuple[str, ...]

    @staticmethod
    def of(pupils: Iterable[Pupil], domains: Iterable[str]) -> _Gate:
        roll = tuple(pupils)
        names = {(plain(first), plain(one.last_name)) for one in roll for first in (one.first_name, one.preferred_name)}
        return _Gate(frozenset(one.pupil_id.casefold() for one in roll), frozenset(names), tuple(domains))

    def refuse_pupil(self, cells: Cells, row: _Person) -> None:
        """Note a row that is a pupil's own."""
        if row.contact_id and row.contact_id.casefold() in self.ids:
            cells.problem(
                "contact_id", f"{shown(row.contact_id)} is a pupil's id; a pupil is never a contact. Take this row out."
            )
        relationship = cells.row.cells["relationship"]
        if plain(relationship) in NO_ADULT:
            cells.problem(
                "relationship", f"{shown(relationship)} is the pupil; a pupil is never a contact. Take this row out."
            )
        name = (plain(row.first_name), plain(row.last_name))
        if all(name) and name in self.names and any(self._is_pupils(email, name) for email in row.emails):
            cells.problem(
                "email",
                "this name and address are a pupil's; a pupil is never a contact. Take this row out, "
                "or write an adult of the same name with their middle name.",
            )

    def _is_pupils(self, email: str, name: tuple[str, str]) -> bool:
        """Whether an address of somebody with a pupil's name is the pupil's: of the school's own, or spelling that name."""
        domain, local = domain_of(email), plain(email.rpartition("@")[0])
        of_school = any(domain == one or domain.endswith(f".{one}") for one in self.domains)
        return of_school or all(part in local for part in name)


def plain(text: str) -> str:
    """The letters of a text alone, small and without accents, so that one name written in two ways is one name."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in apart if one.isalpha())
