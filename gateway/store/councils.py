"""Other councils in whose area children of the school live: their numbers, and which children."""

from __future__ import annotations

from sqlalchemy import ForeignKeyConstraint, String, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.roster import Council
from gateway.domain.scope import Scope
from gateway.store.base import Base, Id, Key, SchoolId
from gateway.store.transaction import connection


class CouncilRow(Base):
    """One council with its number by day and its number at night."""

    __tablename__ = "councils"

    school_id: Mapped[SchoolId]
    council_id: Mapped[Id]
    name: Mapped[str]
    day: Mapped[str] = mapped_column(String(32))
    night: Mapped[str] = mapped_column(String(32))


class CouncilPupilRow(Base):
    """One child who lives in another council's area."""

    __tablename__ = "council_pupils"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "pupil_id"], ["pupils.school_id", "pupils.pupil_id"]),
        ForeignKeyConstraint(["school_id", "council_id"], ["councils.school_id", "councils.council_id"]),
    )

    school_id: Mapped[SchoolId]
    pupil_id: Mapped[Key]
    council_id: Mapped[int]


def councils(scope: Scope) -> tuple[Council, ...]:
    """Every other council with its children, by name."""
    living: dict[int, list[str]] = {}
    found = select(CouncilPupilRow.council_id, CouncilPupilRow.pupil_id)
    for row in connection().execute(
        found.where(CouncilPupilRow.school_id == scope.school_id).order_by(CouncilPupilRow.pupil_id)
    ):
        living.setdefault(row.council_id, []).append(row.pupil_id)
    held = (
        select(CouncilRow.council_id, CouncilRow.name, CouncilRow.day, CouncilRow.night)
        .where(CouncilRow.school_id == scope.school_id)
        .order_by(CouncilRow.name, CouncilRow.council_id)
    )
    return tuple(Council(*row, tuple(living.get(row.council_id, ()))) for row in connection().execute(held))


def save_council(scope: Scope, council: Council) -> None:
    """Put name and numbers of a council in place, new or changed; its children stay."""
    values = {"name": council.name, "day": council.day, "night": council.night}
    changed = connection().execute(
        update(CouncilRow)
        .where(CouncilRow.school_id == scope.school_id, CouncilRow.council_id == council.council_id)
        .values(**values)
    )
    if changed.rowcount == 0:
        row = {"school_id": scope.school_id, "council_id": council.council_id, **values}
        connection().execute(insert(CouncilRow), row)


def drop_council(scope: Scope, council_id: int) -> None:
    """Take a council out; its children are the school's own council's again."""
    for table in (CouncilPupilRow, CouncilRow):
        connection().execute(delete(table).where(table.school_id == scope.school_id, table.council_id == council_id))


def move_child(scope: Scope, pupil_id: str, *, council_id: int | None) -> None:
    """Note in whose area a child lives; None is the school's own council."""
    connection().execute(
        delete(CouncilPupilRow).where(
            CouncilPupilRow.school_id == scope.school_id, CouncilPupilRow.pupil_id == pupil_id
        )
    )
    if council_id is not None:
        row = {"school_id": scope.school_id, "pupil_id": pupil_id, "council_id": council_id}
        connection().execute(insert(CouncilPupilRow), row)
