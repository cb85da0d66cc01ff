"""What a school sets for its meetings: rooms, lessons and the gap between two, and what holds for single families."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.meetings import Terms
from gateway.domain.scope import Scope
from gateway.store.base import Base, Key, SchoolId
from gateway.store.transaction import connection


class RulesRow(Base):
    """One school's rules; a school without a row has those of ``Rules()``."""

    __tablename__ = "meeting_rules"

    school_id: Mapped[SchoolId]
    lessons: Mapped[str]
    gap_minutes: Mapped[int]


class RoomRow(Base):
    """A room in which families are met, under its name."""

    __tablename__ = "meeting_rooms"

    school_id: Mapped[SchoolId]
    room: Mapped[str] = mapped_column(String(64), primary_key=True)


class TermsRow(Base):
    """What holds for every meeting with one contact."""

    __tablename__ = "meeting_terms"

    school_id: Mapped[SchoolId]
    contact_id: Mapped[Key]
    cannot: Mapped[str]
    cannot_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Rules:
    """When lessons are (the hours grammar, ``off`` for none) and how many minutes are kept free between two meetings."""

    lessons: str = "Mo-Fr 08:45-15:15"
    gap_minutes: int = 10


def rules(scope: Scope) -> Rules:
    """The school's rules."""
    row = connection().execute(
        select(RulesRow.lessons, RulesRow.gap_minutes).where(RulesRow.school_id == scope.school_id)
    )
    found = row.first()
    return Rules(found.lessons, found.gap_minutes) if found else Rules()


def save_rules(scope: Scope, rules: Rules) -> None:
    """Write the school's rules."""
    connection().execute(delete(RulesRow).where(RulesRow.school_id == scope.school_id))
    values = {"school_id": scope.school_id, "lessons": rules.lessons, "gap_minutes": rules.gap_minutes}
    connection().execute(insert(RulesRow), values)


def rooms(scope: Scope) -> tuple[str, ...]:
    """The names of the rooms, in order."""
    found = select(RoomRow.room).where(RoomRow.school_id == scope.school_id).order_by(RoomRow.room)
    return tuple(connection().scalars(found))


def replace_rooms(scope: Scope, names: Sequence[str]) -> None:
    """Write the names of the rooms in the place of those before."""
    connection().execute(delete(RoomRow).where(RoomRow.school_id == scope.school_id))
    if names:
        connection().execute(insert(RoomRow), [{"school_id": scope.school_id, "room": one} for one in names])


_terms = [column for column in TermsRow.__table__.columns if column.name != "school_id"]


def terms(scope: Scope, contact_id: str) -> Terms:
    """What holds for meetings with a contact."""
    row = connection().execute(
        select(*_terms).where(TermsRow.school_id == scope.school_id, TermsRow.contact_id == contact_id)
    )
    found = row.first()
    return Terms(*found) if found else Terms(contact_id)


def save_terms(scope: Scope, terms: Terms) -> None:
    """Write what holds for meetings with a contact."""
    values = {column.name: getattr(terms, column.name) for column in _terms}
    changed = connection().execute(
        update(TermsRow)
        .where(TermsRow.school_id == scope.school_id, TermsRow.contact_id == terms.contact_id)
        .values(values)
    )
    if changed.rowcount == 0:
        connection().execute(insert(TermsRow), {"school_id": scope.school_id, **values})
