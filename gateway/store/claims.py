"""Who is answering which conversation now; a claim that has lapsed is not kept, so nobody's minutes are on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, bindparam, delete, insert, select
from sqlalchemy.orm import Mapped

from gateway.domain.claims import Claim
from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, SchoolId
from gateway.store.transaction import connection


class ClaimRow(Base):
    """One person who is answering one conversation, until it lapses."""

    __tablename__ = "claims"
    __table_args__ = (ForeignKeyConstraint(["school_id", "thread_id"], ["threads.school_id", "threads.thread_id"]),)

    school_id: Mapped[SchoolId]
    thread_id: Mapped[Id]
    staff_id: Mapped[Code]
    began_at: Mapped[datetime]
    lapses_at: Mapped[datetime]


_columns = (ClaimRow.thread_id, ClaimRow.staff_id, ClaimRow.began_at, ClaimRow.lapses_at)
_STANDING = select(*_columns).where(
    ClaimRow.school_id == bindparam("school"),
    ClaimRow.thread_id.in_(bindparam("ids", expanding=True)),
    ClaimRow.lapses_at > bindparam("at"),
)


def standing(scope: Scope, thread_ids: Sequence[int], *, now: datetime) -> dict[int, Claim]:
    """The claims on these conversations that stand; those without one are left out."""
    if not thread_ids:
        return {}
    found = connection().execute(_STANDING, {"school": scope.school_id, "ids": list(thread_ids), "at": now})
    return {row.thread_id: Claim(*row) for row in found}


def save_claim(scope: Scope, claim: Claim, *, now: datetime) -> None:
    """Put a claim in the place of the one held, and forget all that have lapsed. The caller has taken its turn."""
    mine = ClaimRow.thread_id == claim.thread_id
    connection().execute(
        delete(ClaimRow).where(ClaimRow.school_id == scope.school_id, mine | (ClaimRow.lapses_at <= now))
    )
    values = {column.key: getattr(claim, column.key) for column in _columns}
    connection().execute(insert(ClaimRow), {"school_id": scope.school_id, **values})


def drop_claim(scope: Scope, thread_id: int, staff_id: str) -> bool:
    """End a person's claim on a conversation; whether there was one."""
    gone = connection().execute(
        delete(ClaimRow).where(
            ClaimRow.school_id == scope.school_id, ClaimRow.thread_id == thread_id, ClaimRow.staff_id == staff_id
        )
    )
    return gone.rowcount == 1
