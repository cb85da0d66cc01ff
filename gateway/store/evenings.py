"""Parents' evenings: what is planned, who can choose by which link, which household has which time, who waits."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKeyConstraint, Index, String, UniqueConstraint, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.meetings import TimeTaken
from gateway.domain.meetings.evenings import Evening
from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, Key, SchoolId
from gateway.store.transaction import connection


class EveningRow(Base):
    """One evening, as ``domain.meetings.evenings.Evening`` says; breaks are pairs of moments in UTC."""

    __tablename__ = "evenings"
    __table_args__ = (Index(None, "school_id", "starts_at"),)

    school_id: Mapped[SchoolId]
    evening_id: Mapped[Id]
    staff_id: Mapped[Code]
    class_id: Mapped[Code]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    minutes: Mapped[int]
    breaks: Mapped[list[list[str]]] = mapped_column(JSON)
    ways: Mapped[list[str]] = mapped_column(JSON)
    room: Mapped[str]
    video: Mapped[str]
    words: Mapped[str]
    each: Mapped[int]
    closes_at: Mapped[datetime]
    state: Mapped[Code]
    made_at: Mapped[datetime]


class EveningLinkRow(Base):
    """One link by which a family chooses without an account: the hash of its token alone."""

    __tablename__ = "evening_links"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "evening_id"], ["evenings.school_id", "evenings.evening_id"]),
        UniqueConstraint("token_hash"),
    )

    school_id: Mapped[SchoolId]
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    evening_id: Mapped[int]
    contact_id: Mapped[Code]


class EveningPlaceRow(Base):
    """A household's time about one child: the key is what keeps it to as many ``turn`` as it may have."""

    __tablename__ = "evening_places"
    __table_args__ = (
        ForeignKeyConstraint(["school_id", "evening_id"], ["evenings.school_id", "evenings.evening_id"]),
        ForeignKeyConstraint(["school_id", "meeting_id"], ["meetings.school_id", "meetings.meeting_id"]),
        UniqueConstraint("school_id", "meeting_id"),
    )

    school_id: Mapped[SchoolId]
    evening_id: Mapped[Id]
    pupil_id: Mapped[Key]
    household: Mapped[Key]
    turn: Mapped[Id]
    meeting_id: Mapped[int]


class EveningWaitRow(Base):
    """A contact who waits for a time about one child; a time may be kept for them until a moment."""

    __tablename__ = "evening_waits"
    __table_args__ = (ForeignKeyConstraint(["school_id", "evening_id"], ["evenings.school_id", "evenings.evening_id"]),)

    school_id: Mapped[SchoolId]
    evening_id: Mapped[Id]
    contact_id: Mapped[Key]
    pupil_id: Mapped[Key]
    since: Mapped[datetime]
    earliest_at: Mapped[datetime | None]
    latest_at: Mapped[datetime | None]
    kept_at: Mapped[datetime | None]
    kept_until: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Place:
    """That a household has a time about a child; ``turn`` counts from one."""

    pupil_id: str
    household: str
    turn: int
    meeting_id: int


@dataclass(frozen=True, slots=True)
class Wait:
    """Somebody who waits: since when, for a time not before or not after a moment (None: any), and what is kept for them."""

    contact_id: str
    pupil_id: str
    since: datetime
    earliest_at: datetime | None
    latest_at: datetime | None
    kept_at: datetime | None = None
    kept_until: datetime | None = None


_columns = [column for column in EveningRow.__table__.columns if column.name != "school_id"]
_wait_columns = [
    column for column in EveningWaitRow.__table__.columns if column.name not in ("school_id", "evening_id")
]


def _values(evening: Evening) -> dict[str, Any]:
    held = {field.name: getattr(evening, field.name) for field in fields(evening)}
    breaks = [[edge.astimezone(UTC).isoformat() for edge in one] for one in evening.breaks]
    return held | {"ways": list(evening.ways), "breaks": breaks}


def _evening(row: Any) -> Evening:
    held = dict(row._mapping)
    first, last = datetime.fromisoformat, datetime.fromisoformat
    held["breaks"] = tuple((first(one[0]), last(one[1])) for one in held["breaks"])
    held["ways"] = tuple(held["ways"])
    return Evening(**held)


def add_evening(scope: Scope, evening: Evening) -> None:
    """Write a new evening."""
    connection().execute(insert(EveningRow), {"school_id": scope.school_id, **_values(evening)})


def change_evening(scope: Scope, evening: Evening) -> None:
    """Write an evening as it is now."""
    connection().execute(
        update(EveningRow)
        .where(EveningRow.school_id == scope.school_id, EveningRow.evening_id == evening.evening_id)
        .values(_values(evening))
    )


def evening(scope: Scope, evening_id: int) -> Evening | None:
    """One evening, or None."""
    row = connection().execute(
        select(*_columns).where(EveningRow.school_id == scope.school_id, EveningRow.evening_id == evening_id)
    )
    found = row.first()
    return _evening(found) if found else None


def evenings_after(scope: Scope, since: datetime) -> tuple[Evening, ...]:
    """The evenings of the school that end after a moment, the next first."""
    found = (
        select(*_columns)
        .where(EveningRow.school_id == scope.school_id, EveningRow.ends_at > since)
        .order_by(EveningRow.starts_at, EveningRow.evening_id)
    )
    return tuple(_evening(row) for row in connection().execute(found))


def add_link(scope: Scope, token_hash: str, *, evening_id: int, contact_id: str) -> None:
    """Write a link of a contact to an evening; only the hash of its token is kept."""
    values = {"token_hash": token_hash, "evening_id": evening_id, "contact_id": contact_id}
    connection().execute(insert(EveningLinkRow), {"school_id": scope.school_id, **values})


def linked_evening(scope: Scope, token_hash: str) -> tuple[int, int, str] | None:
    """The school, evening and contact of a link, or None; a scope over no school reaches every one."""
    found = select(EveningLinkRow.school_id, EveningLinkRow.evening_id, EveningLinkRow.contact_id).where(
        EveningLinkRow.token_hash == token_hash
    )
    if scope.school_ids:
        found = found.where(EveningLinkRow.school_id.in_(scope.school_ids))
    row = connection().execute(found).first()
    return (row.school_id, row.evening_id, row.contact_id) if row else None


def take_place(scope: Scope, evening_id: int, place: Place) -> None:
    """Write that a household has this turn. Raises TimeTaken where it has it already."""
    held = {"pupil_id": place.pupil_id, "household": place.household, "turn": place.turn}
    try:
        connection().execute(
            insert(EveningPlaceRow),
            {"school_id": scope.school_id, "evening_id": evening_id, "meeting_id": place.meeting_id, **held},
        )
    except IntegrityError as taken:
        raise TimeTaken("Your family has a time about this child already.") from taken


def give_back(scope: Scope, meeting_id: int) -> None:
    """Take a household's turn away from it, for whose time there is no meeting any more."""
    connection().execute(
        delete(EveningPlaceRow).where(
            EveningPlaceRow.school_id == scope.school_id, EveningPlaceRow.meeting_id == meeting_id
        )
    )


def places_of(scope: Scope, evening_id: int) -> tuple[Place, ...]:
    """Which household has which time of an evening."""
    found = (
        select(EveningPlaceRow.pupil_id, EveningPlaceRow.household, EveningPlaceRow.turn, EveningPlaceRow.meeting_id)
        .where(EveningPlaceRow.school_id == scope.school_id, EveningPlaceRow.evening_id == evening_id)
        .order_by(EveningPlaceRow.pupil_id, EveningPlaceRow.household, EveningPlaceRow.turn)
    )
    return tuple(Place(*row) for row in connection().execute(found))


def evening_of(scope: Scope, meeting_id: int) -> int | None:
    """The evening that a meeting belongs to, or None."""
    found = select(EveningPlaceRow.evening_id).where(
        EveningPlaceRow.school_id == scope.school_id, EveningPlaceRow.meeting_id == meeting_id
    )
    return connection().scalar(found)


def put_wait(scope: Scope, evening_id: int, wait: Wait) -> None:
    """Write who waits, in the place of what they had asked before."""
    end_wait(scope, evening_id, contact_id=wait.contact_id, pupil_id=wait.pupil_id)
    values = {field.name: getattr(wait, field.name) for field in fields(wait)}
    connection().execute(insert(EveningWaitRow), {"school_id": scope.school_id, "evening_id": evening_id, **values})


def end_wait(scope: Scope, evening_id: int, *, contact_id: str, pupil_id: str) -> bool:
    """Take somebody off the list; False when they were not on it."""
    gone = connection().execute(
        delete(EveningWaitRow).where(
            EveningWaitRow.school_id == scope.school_id,
            EveningWaitRow.evening_id == evening_id,
            EveningWaitRow.contact_id == contact_id,
            EveningWaitRow.pupil_id == pupil_id,
        )
    )
    return gone.rowcount == 1


def waits_of(scope: Scope, evening_id: int) -> tuple[Wait, ...]:
    """Who waits for a time of an evening, the longest first."""
    found = (
        select(*_wait_columns)
        .where(EveningWaitRow.school_id == scope.school_id, EveningWaitRow.evening_id == evening_id)
        .order_by(EveningWaitRow.since, EveningWaitRow.contact_id)
    )
    return tuple(Wait(**row._mapping) for row in connection().execute(found))
