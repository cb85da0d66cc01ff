"""What has arrived, byte for byte, before anybody decides what it means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Index, LargeBinary, String, UniqueConstraint, bindparam, func, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, SchoolId
from gateway.store.transaction import connection


class ArrivalRow(Base):
    """One delivery. ``state``: ``kept`` (not yet placed), ``placed``, ``duplicate``, ``automatic``,
    ``shelf``, or ``cleared``: it stood on the shelf until a person dealt with it.
    """

    __tablename__ = "arrivals"
    __table_args__ = (
        UniqueConstraint("school_id", "endpoint", "vendor_id"),
        Index(None, "school_id", "fingerprint"),
        Index(None, "school_id", "state", "arrival_id"),
    )

    school_id: Mapped[SchoolId]
    arrival_id: Mapped[Id]
    endpoint: Mapped[Code]
    vendor_id: Mapped[str] = mapped_column(String(255))
    fingerprint: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime]
    state: Mapped[Code]
    kind: Mapped[Code]
    reason: Mapped[str]
    raw: Mapped[bytes] = mapped_column(LargeBinary)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A delivery as it was kept."""

    arrival_id: int
    endpoint: str
    vendor_id: str
    received_at: datetime
    state: str
    kind: str
    reason: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Shelved:
    """A delivery on the shelf, as it is listed; ``bytes`` is its size."""

    arrival_id: int
    received_at: datetime
    endpoint: str
    reason: str
    bytes: int


# Statements of the path that every message takes are built once: building one costs five times what running it does.
_DELIVERED = select(ArrivalRow.arrival_id).where(
    ArrivalRow.school_id == bindparam("school"),
    ArrivalRow.endpoint == bindparam("endpoint"),
    ArrivalRow.vendor_id == bindparam("vendor"),
)
_HELD = _DELIVERED.union_all(
    select(ArrivalRow.arrival_id).where(
        ArrivalRow.school_id == bindparam("school"),
        ArrivalRow.fingerprint == bindparam("fingerprint"),
        ArrivalRow.state != "duplicate",
    )
).limit(1)
_KEEP = insert(ArrivalRow)


def is_held(scope: Scope, *, endpoint: str, vendor_id: str, fingerprint: str) -> bool:
    """Whether this delivery, or the same mail by another path, has been taken in before."""
    values = {"school": scope.school_id, "endpoint": endpoint, "vendor": vendor_id, "fingerprint": fingerprint}
    return connection().execute(_HELD, values).first() is not None


def is_delivery_held(scope: Scope, *, endpoint: str, vendor_id: str) -> bool:
    """Whether this very delivery (endpoint and vendor id) is kept already."""
    values = {"school": scope.school_id, "endpoint": endpoint, "vendor": vendor_id}
    return connection().execute(_DELIVERED, values).first() is not None


def keep(
    scope: Scope,
    arrival_id: int,
    *,
    endpoint: str,
    vendor_id: str,
    fingerprint: str,
    received_at: datetime,
    state: str,
    kind: str,
    reason: str,
    raw: bytes,
) -> None:
    """Keep a delivery in the open transaction; a second one with its endpoint and vendor id is an IntegrityError."""
    connection().execute(
        _KEEP,
        {
            "school_id": scope.school_id,
            "arrival_id": arrival_id,
            "endpoint": endpoint,
            "vendor_id": vendor_id,
            "fingerprint": fingerprint,
            "received_at": received_at,
            "state": state,
            "kind": kind,
            "reason": reason,
            "raw": raw,
        },
    )


def settle(scope: Scope, arrival_id: int, *, state: str, kind: str, reason: str = "") -> None:
    """Say what became of a delivery that was kept before it could be placed."""
    connection().execute(
        update(ArrivalRow)
        .where(ArrivalRow.school_id == scope.school_id, ArrivalRow.arrival_id == arrival_id)
        .values(state=state, kind=kind, reason=reason)
    )


def unplaced(scope: Scope, *, limit: int) -> tuple[int, ...]:
    """The oldest deliveries that are kept and not yet placed."""
    found = (
        select(ArrivalRow.arrival_id)
        .where(ArrivalRow.school_id == scope.school_id, ArrivalRow.state == "kept")
        .order_by(ArrivalRow.arrival_id)
        .limit(limit)
    )
    return tuple(connection().scalars(found))


def on_shelf(scope: Scope) -> int:
    """How many deliveries nobody could read and a person must look at."""
    found = select(func.count()).where(ArrivalRow.school_id == scope.school_id, ArrivalRow.state == "shelf")
    return int(connection().scalar(found) or 0)


def shelf(scope: Scope, *, limit: int) -> tuple[Shelved, ...]:
    """The newest deliveries that nobody could read, without their bytes."""
    found = (
        select(
            ArrivalRow.arrival_id,
            ArrivalRow.received_at,
            ArrivalRow.endpoint,
            ArrivalRow.reason,
            func.length(ArrivalRow.raw),
        )
        .where(ArrivalRow.school_id == scope.school_id, ArrivalRow.state == "shelf")
        .order_by(ArrivalRow.arrival_id.desc())
        .limit(limit)
    )
    return tuple(Shelved(*row) for row in connection().execute(found))


def delivered(scope: Scope, *, endpoint: str, vendor_id: str) -> Arrival | None:
    """The delivery that is kept under this endpoint and vendor id, with its bytes, or None."""
    values = {"school": scope.school_id, "endpoint": endpoint, "vendor": vendor_id}
    found = connection().scalar(_DELIVERED, values)
    return arrival(scope, found) if found is not None else None


def arrival(scope: Scope, arrival_id: int) -> Arrival | None:
    """One delivery with its bytes, or None."""
    row = (
        connection()
        .execute(
            select(
                ArrivalRow.arrival_id,
                ArrivalRow.endpoint,
                ArrivalRow.vendor_id,
                ArrivalRow.received_at,
                ArrivalRow.state,
                ArrivalRow.kind,
                ArrivalRow.reason,
                ArrivalRow.raw,
            ).where(ArrivalRow.school_id == scope.school_id, ArrivalRow.arrival_id == arrival_id)
        )
        .first()
    )
    return Arrival(*row) if row else None
