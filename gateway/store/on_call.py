"""The turns of the out-of-hours rota, and the mobiles on which those on it are texted."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from sqlalchemy import ForeignKeyConstraint, String, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.roster import OnCall
from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, Key, SchoolId
from gateway.store.transaction import connection


class OnCallRow(Base):
    """One person on call from one day to another, both included."""

    __tablename__ = "on_call_turns"
    __table_args__ = (ForeignKeyConstraint(["school_id", "staff_id"], ["staff.school_id", "staff.staff_id"]),)

    school_id: Mapped[SchoolId]
    turn_id: Mapped[Id]
    staff_id: Mapped[Code]
    first_on: Mapped[date]
    last_on: Mapped[date]


class CallNumberRow(Base):
    """The mobile of one leader, as the networks write it; gone when they no longer want texts."""

    __tablename__ = "call_numbers"
    __table_args__ = (ForeignKeyConstraint(["school_id", "staff_id"], ["staff.school_id", "staff.staff_id"]),)

    school_id: Mapped[SchoolId]
    staff_id: Mapped[Key]
    mobile: Mapped[str] = mapped_column(String(16))


def numbers(scope: Scope) -> dict[str, str]:
    """The mobile of each leader who is texted, by staff id."""
    found = select(CallNumberRow.staff_id, CallNumberRow.mobile).where(CallNumberRow.school_id == scope.school_id)
    return {row.staff_id: row.mobile for row in connection().execute(found)}


def save_number(scope: Scope, staff_id: str, mobile: str) -> None:
    """Write a leader's mobile in the place of the one held; blank for none."""
    mine = (CallNumberRow.school_id == scope.school_id) & (CallNumberRow.staff_id == staff_id)
    connection().execute(delete(CallNumberRow).where(mine))
    if mobile:
        connection().execute(
            insert(CallNumberRow), {"school_id": scope.school_id, "staff_id": staff_id, "mobile": mobile}
        )


def turns(scope: Scope) -> tuple[OnCall, ...]:
    """Every turn, in the order in which they were entered."""
    found = (
        select(OnCallRow.turn_id, OnCallRow.staff_id, OnCallRow.first_on, OnCallRow.last_on)
        .where(OnCallRow.school_id == scope.school_id)
        .order_by(OnCallRow.turn_id)
    )
    return tuple(OnCall(*row) for row in connection().execute(found))


def add_turn(scope: Scope, turn: OnCall) -> None:
    """Write a new turn."""
    connection().execute(insert(OnCallRow), {"school_id": scope.school_id, **asdict(turn)})


def drop_turn(scope: Scope, turn_id: int) -> bool:
    """Take a turn out; whether it was there."""
    gone = connection().execute(
        delete(OnCallRow).where(OnCallRow.school_id == scope.school_id, OnCallRow.turn_id == turn_id)
    )
    return gone.rowcount == 1
