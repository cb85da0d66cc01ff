"""Addresses that a person has put right on a page: the old one and the new one, who asked, who made sure, how and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.scope import Scope
from gateway.store import schools
from gateway.store.base import Base, Code, Id, SchoolId
from gateway.store.people import AddressRow
from gateway.store.threads import ThreadRow
from gateway.store.transaction import connection


class CorrectionRow(Base):
    """One correction; ``state``: ``asked`` while a code is out, ``stands``, ``withdrawn``, or ``over`` once the list has news.

    ``code`` is the digest of what was sent by the old route, blank where a person made sure; ``tries`` how often it was given
    wrong.
    """

    __tablename__ = "contact_corrections"
    __table_args__ = (Index(None, "school_id", "contact_id"),)

    school_id: Mapped[SchoolId]
    correction_id: Mapped[Id]
    contact_id: Mapped[Code]
    kind: Mapped[Code]
    was: Mapped[str] = mapped_column(String(320))
    address: Mapped[str] = mapped_column(String(320))
    how: Mapped[Code]
    code: Mapped[str] = mapped_column(String(64))
    tries: Mapped[int]
    asked_at: Mapped[datetime]
    asked_by: Mapped[Code]
    stands_at: Mapped[datetime | None]
    stands_by: Mapped[Code]
    state: Mapped[Code]


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction, as read back."""

    correction_id: int
    contact_id: str
    kind: str
    was: str
    address: str
    how: str
    code: str
    tries: int
    asked_at: datetime
    asked_by: str
    stands_at: datetime | None
    stands_by: str
    state: str


_columns = [column for column in CorrectionRow.__table__.columns if column.name != "school_id"]


def add_correction(scope: Scope, one: Correction) -> None:
    """Write a new correction."""
    row = {column.name: getattr(one, column.name) for column in _columns}
    connection().execute(insert(CorrectionRow), {"school_id": scope.school_id, **row})


def correction(scope: Scope, correction_id: int) -> Correction | None:
    """One correction, or None."""
    found = select(*_columns).where(
        CorrectionRow.school_id == scope.school_id, CorrectionRow.correction_id == correction_id
    )
    row = connection().execute(found).first()
    return Correction(*row) if row else None


def corrections_of(scope: Scope, contact_id: str) -> tuple[Correction, ...]:
    """Every correction of one contact, the newest first."""
    found = select(*_columns).where(CorrectionRow.school_id == scope.school_id, CorrectionRow.contact_id == contact_id)
    rows = connection().execute(found.order_by(CorrectionRow.correction_id.desc()))
    return tuple(Correction(*row) for row in rows)


def standing_corrections(scope: Scope) -> tuple[Correction, ...]:
    """The corrections that the school folder has not caught up with, the oldest first."""
    found = select(*_columns).where(CorrectionRow.school_id == scope.school_id, CorrectionRow.state == "stands")
    return tuple(Correction(*row) for row in connection().execute(found.order_by(CorrectionRow.correction_id)))


def change(scope: Scope, correction_id: int, **values: Any) -> None:
    """Write a correction's next state."""
    connection().execute(
        update(CorrectionRow)
        .where(CorrectionRow.school_id == scope.school_id, CorrectionRow.correction_id == correction_id)
        .values(**values)
    )


def swap_address(scope: Scope, contact_id: str, kind: str, *, was: str, address: str) -> None:
    """Hold one address of a contact in the place of another, and answer there in the conversations that were answered at it."""
    mine = (
        AddressRow.school_id == scope.school_id,
        AddressRow.contact_id == contact_id,
        AddressRow.kind == kind,
        AddressRow.address == was,
    )
    connection().execute(delete(AddressRow).where(*mine))
    connection().execute(
        insert(AddressRow),
        {"school_id": scope.school_id, "contact_id": contact_id, "kind": kind, "address": address},
    )
    if kind == "email":
        connection().execute(
            update(ThreadRow)
            .where(
                ThreadRow.school_id == scope.school_id,
                ThreadRow.contact_id == contact_id,
                ThreadRow.channel == "school_email",
                ThreadRow.address == was,
            )
            .values(address=address)
        )
    schools.bump_people_version(scope)
