"""Addresses that nothing of ours reaches any more, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, String, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Key, SchoolId
from gateway.store.transaction import connection


class UnreachableRow(Base):
    """One address of a channel; ``why`` is a key of ``domain.delivery.PROOFS``."""

    __tablename__ = "unreachable"

    school_id: Mapped[SchoolId]
    channel: Mapped[Key]
    address: Mapped[str] = mapped_column(String(320), primary_key=True)
    why: Mapped[Code]
    since_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Unreached:
    """An address that nothing reaches, as read back."""

    channel: str
    address: str
    why: str
    since_at: datetime


def why_not(scope: Scope, channel: str, address: str) -> str:
    """Why nothing reaches an address, or blank."""
    return connection().scalar(select(UnreachableRow.why).where(*_is(scope, channel, address))) or ""


def held(scope: Scope, channel: str, address: str) -> Unreached | None:
    """What is known against an address, or None."""
    columns = (UnreachableRow.channel, UnreachableRow.address, UnreachableRow.why, UnreachableRow.since_at)
    row = connection().execute(select(*columns).where(*_is(scope, channel, address))).first()
    return Unreached(*row) if row else None


def unreached(scope: Scope) -> tuple[Unreached, ...]:
    """Every address that nothing reaches, the newest first."""
    columns = [column for column in UnreachableRow.__table__.columns if column.name != "school_id"]
    found = (
        select(*columns)
        .where(UnreachableRow.school_id == scope.school_id)
        .order_by(UnreachableRow.since_at.desc(), UnreachableRow.address)
    )
    return tuple(Unreached(*row) for row in connection().execute(found))


def note_unreachable(scope: Scope, channel: str, address: str, *, why: str, now: datetime) -> bool:
    """Note that nothing reaches an address; False when that is known already."""
    held = why_not(scope, channel, address)
    if held == why:
        return False
    if held:
        connection().execute(update(UnreachableRow).where(*_is(scope, channel, address)).values(why=why, since_at=now))
    else:
        row = {"channel": channel, "address": address, "why": why, "since_at": now}
        connection().execute(insert(UnreachableRow), {"school_id": scope.school_id, **row})
    return True


def forget_unreachable(scope: Scope, channel: str, address: str) -> bool:
    """Write to an address again; False when nothing was known against it."""
    return connection().execute(delete(UnreachableRow).where(*_is(scope, channel, address))).rowcount == 1


def _is(scope: Scope, channel: str, address: str) -> tuple[ColumnElement[bool], ...]:
    return (
        UnreachableRow.school_id == scope.school_id,
        UnreachableRow.channel == channel,
        UnreachableRow.address == address,
    )
