"""When a headteacher confirmed the numbers for danger and the people behind them, and what they were; one row a check."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import JSON, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.roster import Emergency
from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, SchoolId
from gateway.store.transaction import connection


class ContactsCheckRow(Base):
    """One check; ``was`` is the plan that stood before, so that a folder that still says so brings no news."""

    __tablename__ = "contacts_checks"

    school_id: Mapped[SchoolId]
    check_id: Mapped[Id]
    checked_at: Mapped[datetime]
    checked_by: Mapped[Code]
    emergency: Mapped[dict[str, str]] = mapped_column(JSON)
    was: Mapped[dict[str, str]] = mapped_column(JSON)
    people: Mapped[list[str]] = mapped_column(JSON)


@dataclass(frozen=True, slots=True)
class ContactsCheck:
    """One check, as read back."""

    check_id: int
    checked_at: datetime
    checked_by: str
    emergency: Emergency
    was: Emergency
    people: tuple[str, ...]


def add_check(scope: Scope, check: ContactsCheck) -> None:
    """Write a new check."""
    row = asdict(check) | {"people": list(check.people)}
    connection().execute(insert(ContactsCheckRow), {"school_id": scope.school_id, **row})


def latest_check(scope: Scope) -> ContactsCheck | None:
    """The newest check, or None where nobody has ever confirmed the numbers."""
    columns = [column for column in ContactsCheckRow.__table__.columns if column.name != "school_id"]
    found = (
        select(*columns)
        .where(ContactsCheckRow.school_id == scope.school_id)
        .order_by(ContactsCheckRow.check_id.desc())
        .limit(1)
    )
    row = connection().execute(found).first()
    if row is None:
        return None
    return ContactsCheck(
        row.check_id,
        row.checked_at,
        row.checked_by,
        Emergency(**row.emergency),
        Emergency(**row.was),
        tuple(row.people),
    )
