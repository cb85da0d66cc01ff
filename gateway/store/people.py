"""The people of a school: staff, classes, pupils, contacts, their addresses, ties and absences."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKeyConstraint, Index, String, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.roster import Absence, Contact, EarlyFinish, Pupil, Roster, SchoolClass, StaffMember, Tie
from gateway.domain.roster_changes import Restricted
from gateway.domain.scope import Scope
from gateway.store import councils, on_call, school_addresses, schools
from gateway.store.base import Base, Code, Id, Key, SchoolId
from gateway.store.transaction import connection


class StaffRow(Base):
    """One member of staff; ``left_on`` is set, never deleted, when a folder no longer names them."""

    __tablename__ = "staff"

    school_id: Mapped[SchoolId]
    staff_id: Mapped[Key]
    title: Mapped[str]
    first_name: Mapped[str]
    last_name: Mapped[str]
    email: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(JSON)
    classes: Mapped[list[str]] = mapped_column(JSON)
    hours: Mapped[str]
    works_inset: Mapped[bool]
    covered_by: Mapped[str]
    year_round: Mapped[bool]
    left: Mapped[bool]
    folder_hours: Mapped[str]
    lessons: Mapped[str]


class ClassRow(Base):
    """A class of the school."""

    __tablename__ = "classes"

    school_id: Mapped[SchoolId]
    class_id: Mapped[Key]
    name: Mapped[str]
    year_groups: Mapped[list[str]] = mapped_column(JSON)


class PupilRow(Base):
    """A child on the roll; ``left`` when a folder no longer names them."""

    __tablename__ = "pupils"

    school_id: Mapped[SchoolId]
    pupil_id: Mapped[Key]
    first_name: Mapped[str]
    last_name: Mapped[str]
    preferred_name: Mapped[str]
    class_id: Mapped[Code]
    consent_twitter: Mapped[bool]
    consent_youtube: Mapped[bool]
    consent_document: Mapped[str]
    consent_until: Mapped[date | None]
    left: Mapped[bool]


class ContactRow(Base):
    """An adult of a family; ``left`` when a folder no longer names them."""

    __tablename__ = "contacts"

    school_id: Mapped[SchoolId]
    contact_id: Mapped[Key]
    title: Mapped[str]
    first_name: Mapped[str]
    last_name: Mapped[str]
    language: Mapped[Code]
    left: Mapped[bool]


class AddressRow(Base):
    """A way to reach a contact; ``kind`` is ``email`` or ``mobile``. A family may share one address."""

    __tablename__ = "addresses"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "contact_id"], ["contacts.school_id", "contacts.contact_id"]),
        Index(None, "school_id", "address"),
    )

    school_id: Mapped[SchoolId]
    contact_id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    address: Mapped[str] = mapped_column(String(320), primary_key=True)


class TieRow(Base):
    """How a contact stands to a pupil."""

    __tablename__ = "ties"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "contact_id"], ["contacts.school_id", "contacts.contact_id"]),
        ForeignKeyConstraint(["school_id", "pupil_id"], ["pupils.school_id", "pupils.pupil_id"]),
        Index(None, "school_id", "contact_id"),
    )

    school_id: Mapped[SchoolId]
    pupil_id: Mapped[Key]
    contact_id: Mapped[Key]
    relationship: Mapped[str]
    parental_responsibility: Mapped[bool]
    priority: Mapped[int]
    lives_with: Mapped[bool]
    may_contact: Mapped[bool]
    restriction: Mapped[Code]


class AbsenceRow(Base):
    """Days on which a member of staff is away."""

    __tablename__ = "absences"
    __table_args__ = (ForeignKeyConstraint(["school_id", "staff_id"], ["staff.school_id", "staff.staff_id"]),)

    school_id: Mapped[SchoolId]
    absence_id: Mapped[Id]
    staff_id: Mapped[Code]
    first_on: Mapped[date]
    last_on: Mapped[date]
    covered_by: Mapped[str]
    origin: Mapped[Code]


class EarlyFinishRow(Base):
    """When a member of staff last finished a day early; gone when they came back."""

    __tablename__ = "early_finishes"
    __table_args__ = (ForeignKeyConstraint(["school_id", "staff_id"], ["staff.school_id", "staff.staff_id"]),)

    school_id: Mapped[SchoolId]
    staff_id: Mapped[Key]
    finished_at: Mapped[datetime]


def roster(scope: Scope) -> Roster:
    """Everybody who is at the school now. Raises NoSuchSchool."""
    contacts = _contacts(scope)
    pupils = tuple(Pupil(**row) for row in _rows(scope, PupilRow, order="pupil_id"))
    return Roster(
        school=schools.school(scope),
        calendar=schools.calendar(scope),
        staff=tuple(
            StaffMember(**(row | {"roles": frozenset(row["roles"]), "classes": tuple(row["classes"])}))
            for row in _rows(scope, StaffRow, order="staff_id")
        ),
        classes=tuple(
            SchoolClass(**(row | {"year_groups": tuple(row["year_groups"])}))
            for row in _rows(scope, ClassRow, order="class_id")
        ),
        pupils=pupils,
        contacts=contacts,
        ties=_present_ties(scope, pupils, contacts),
        absences=tuple(
            Absence(row["staff_id"], row["first_on"], row["last_on"], row["covered_by"], row["origin"])
            for row in _rows(scope, AbsenceRow, order="absence_id")
        ),
        early_finishes=tuple(EarlyFinish(**row) for row in _rows(scope, EarlyFinishRow, order="staff_id")),
        on_call=on_call.turns(scope),
        councils=councils.councils(scope),
        addresses=school_addresses.addresses(scope),
    )


def _present_ties(scope: Scope, pupils: tuple[Pupil, ...], contacts: tuple[Contact, ...]) -> tuple[Tie, ...]:
    adults, children = {one.contact_id for one in contacts}, {one.pupil_id for one in pupils}
    ties = (Tie(**row) for row in _rows(scope, TieRow, order="pupil_id"))
    return tuple(tie for tie in ties if tie.contact_id in adults and tie.pupil_id in children)


def _rows(scope: Scope, table: type[Base], *, order: str) -> list[dict[str, Any]]:
    """The rows of people still here, without the bookkeeping columns."""
    columns = table.__table__.columns
    found = select(*columns).where(columns["school_id"] == scope.school_id).order_by(columns[order])
    if "left" in columns:
        found = found.where(columns["left"].is_(False))
    return [
        {name: value for name, value in row.items() if name not in ("school_id", "left")}
        for row in connection().execute(found).mappings()
    ]


def _contacts(scope: Scope) -> tuple[Contact, ...]:
    reached: dict[str, dict[str, list[str]]] = {}
    for row in _rows(scope, AddressRow, order="address"):
        reached.setdefault(row["contact_id"], {"email": [], "mobile": []})[row["kind"]].append(row["address"])
    none: dict[str, list[str]] = {"email": [], "mobile": []}
    return tuple(
        Contact(
            **row,
            emails=tuple(reached.get(row["contact_id"], none)["email"]),
            mobiles=tuple(reached.get(row["contact_id"], none)["mobile"]),
        )
        for row in _rows(scope, ContactRow, order="contact_id")
    )


def save_roster(scope: Scope, incoming: Roster) -> None:
    """Write a whole roster. People it no longer names are marked as left and keep their history."""
    schools.save_school(scope, incoming.school)
    schools.replace_calendar(scope, incoming.calendar)
    _save(scope, StaffRow, "staff_id", [_staff_values(one) for one in incoming.staff])
    _save(
        scope, ClassRow, "class_id", [_plain(one) | {"year_groups": list(one.year_groups)} for one in incoming.classes]
    )
    _save(scope, PupilRow, "pupil_id", [_plain(one) for one in incoming.pupils])
    _save(scope, ContactRow, "contact_id", [_contact_values(one) for one in incoming.contacts])
    _replace(scope, AddressRow, [row for one in incoming.contacts for row in _address_values(one)])
    _save_ties(scope, incoming.ties)
    replace_absences(scope, incoming.absences)
    schools.bump_people_version(scope)


def replace_absences(scope: Scope, absences: tuple[Absence, ...]) -> None:
    """Put these absences in the place of those held."""
    _replace(scope, AbsenceRow, [_plain(one) | {"absence_id": n} for n, one in enumerate(absences, 1)])


def save_staff(scope: Scope, one: StaffMember) -> None:
    """Write one member of staff, as changed."""
    connection().execute(
        update(StaffRow)
        .where(StaffRow.school_id == scope.school_id, StaffRow.staff_id == one.staff_id)
        .values(**_staff_values(one))
    )
    schools.bump_people_version(scope)


def every_pupil(scope: Scope) -> tuple[Pupil, ...]:
    """Every pupil whom school has ever known, those who left included: their names are still theirs."""
    columns = [column for column in PupilRow.__table__.columns if column.name not in ("school_id", "left")]
    found = select(*columns).where(PupilRow.school_id == scope.school_id).order_by(PupilRow.pupil_id)
    return tuple(Pupil(**row) for row in connection().execute(found).mappings())


def set_restriction(scope: Scope, pupil_id: str, contact_id: str, *, restriction: str, may_contact: bool) -> None:
    """Change what limits one contact about one pupil, and nobody else."""
    connection().execute(
        update(TieRow)
        .where(TieRow.school_id == scope.school_id, TieRow.pupil_id == pupil_id, TieRow.contact_id == contact_id)
        .values(restriction=restriction, may_contact=may_contact)
    )
    schools.bump_people_version(scope)


def finish_early(scope: Scope, staff_id: str, *, finished_at: datetime) -> None:
    """Note that somebody's day ends at this moment; an earlier note of theirs is over."""
    come_back(scope, staff_id)
    connection().execute(
        insert(EarlyFinishRow).values(school_id=scope.school_id, staff_id=staff_id, finished_at=finished_at)
    )
    schools.bump_people_version(scope)


def come_back(scope: Scope, staff_id: str) -> None:
    """Take back the note that somebody has finished early."""
    connection().execute(
        delete(EarlyFinishRow).where(EarlyFinishRow.school_id == scope.school_id, EarlyFinishRow.staff_id == staff_id)
    )
    schools.bump_people_version(scope)


def _plain(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _staff_values(one: StaffMember) -> dict[str, Any]:
    return _plain(one) | {"roles": sorted(one.roles), "classes": list(one.classes)}


def _contact_values(one: Contact) -> dict[str, Any]:
    return {name: value for name, value in _plain(one).items() if name not in ("emails", "mobiles")}


def _address_values(one: Contact) -> list[dict[str, Any]]:
    pairs = [("email", address) for address in one.emails] + [("mobile", number) for number in one.mobiles]
    return [{"contact_id": one.contact_id, "kind": kind, "address": address} for kind, address in pairs]


def _save(scope: Scope, table: type[Base], key: str, rows: list[dict[str, Any]]) -> None:
    columns = table.__table__.columns
    mine = columns["school_id"] == scope.school_id
    held = set(connection().scalars(select(columns[key]).where(mine)))
    marks = {"left": False} if "left" in columns else {}
    for row in rows:
        if row[key] in held:
            connection().execute(update(table).where(mine, columns[key] == row[key]).values(**row, **marks))
    fresh = [{"school_id": scope.school_id, **row, **marks} for row in rows if row[key] not in held]
    if fresh:
        connection().execute(insert(table), fresh)
    gone = held - {row[key] for row in rows}
    if gone and marks:
        connection().execute(update(table).where(mine, columns[key].in_(gone)).values(left=True))
    elif gone:
        connection().execute(delete(table).where(mine, columns[key].in_(gone)))


def _save_ties(scope: Scope, ties: tuple[Tie, ...]) -> None:
    """Put these ties in the place of those held; a restriction on somebody who left stays, for the day they come back."""
    mine = TieRow.school_id == scope.school_id
    given = {(one.pupil_id, one.contact_id) for one in ties}
    connection().execute(delete(TieRow).where(mine, TieRow.restriction == ""))
    restricted = connection().execute(select(TieRow.pupil_id, TieRow.contact_id).where(mine)).all()
    for pupil_id, contact_id in restricted:
        if (pupil_id, contact_id) in given:
            connection().execute(
                delete(TieRow).where(mine, TieRow.pupil_id == pupil_id, TieRow.contact_id == contact_id)
            )
    if ties:
        connection().execute(insert(TieRow), [{"school_id": scope.school_id, **_plain(one)} for one in ties])


def restrictions(scope: Scope) -> tuple[Restricted, ...]:
    """Every restricted tie of this school, those of people who left included."""
    named = (
        select(
            *(column for column in TieRow.__table__.columns if column.name != "school_id"),
            (PupilRow.first_name + " " + PupilRow.last_name).label("pupil_name"),
            (ContactRow.first_name + " " + ContactRow.last_name).label("contact_name"),
        )
        .join(PupilRow, (PupilRow.school_id == TieRow.school_id) & (PupilRow.pupil_id == TieRow.pupil_id))
        .join(ContactRow, (ContactRow.school_id == TieRow.school_id) & (ContactRow.contact_id == TieRow.contact_id))
        .where(TieRow.school_id == scope.school_id, TieRow.restriction != "")
        .order_by(TieRow.pupil_id, TieRow.contact_id)
    )
    found = [dict(row) for row in connection().execute(named).mappings()]
    return tuple(
        Restricted(pupil_name=row.pop("pupil_name"), contact_name=row.pop("contact_name"), tie=Tie(**row))
        for row in found
    )


def _replace(scope: Scope, table: type[Base], rows: list[dict[str, Any]]) -> None:
    connection().execute(delete(table).where(table.__table__.columns["school_id"] == scope.school_id))
    if rows:
        connection().execute(insert(table), [{"school_id": scope.school_id, **row} for row in rows])
