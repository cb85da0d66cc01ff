"""The school's other mail addresses, aliases and shared mailboxes, and who reads each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, String, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.roster import SchoolAddress
from gateway.domain.scope import Scope
from gateway.store.base import Base, SchoolId
from gateway.store.transaction import connection


class SchoolAddressRow(Base):
    """One address, normalised; ``readers`` are staff ids or ``office``, the first answers for it."""

    __tablename__ = "school_addresses"

    school_id: Mapped[SchoolId]
    address: Mapped[str] = mapped_column(String(320), primary_key=True)
    readers: Mapped[list[str]] = mapped_column(JSON)
    added_at: Mapped[datetime]


def addresses(scope: Scope) -> tuple[SchoolAddress, ...]:
    """Every other address of the school, by name."""
    held = (
        select(SchoolAddressRow.address, SchoolAddressRow.readers)
        .where(SchoolAddressRow.school_id == scope.school_id)
        .order_by(SchoolAddressRow.address)
    )
    return tuple(SchoolAddress(address, tuple(readers)) for address, readers in connection().execute(held))


def save_address(scope: Scope, one: SchoolAddress, *, now: datetime) -> None:
    """Put an address in place, new or with other readers."""
    drop_address(scope, one.address)
    row = {"school_id": scope.school_id, "address": one.address, "readers": list(one.readers), "added_at": now}
    connection().execute(insert(SchoolAddressRow), row)


def drop_address(scope: Scope, address: str) -> None:
    """Take an address out."""
    connection().execute(
        delete(SchoolAddressRow).where(
            SchoolAddressRow.school_id == scope.school_id, SchoolAddressRow.address == address
        )
    )
