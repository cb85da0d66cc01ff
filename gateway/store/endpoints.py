"""Where closed channels call us, and which contact each of their ids of people stands for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKeyConstraint, String, UniqueConstraint, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Key, SchoolId
from gateway.store.transaction import connection


class EndpointRow(Base):
    """One open endpoint of a channel; ``settings`` is encrypted JSON and holds its keys."""

    __tablename__ = "endpoints"
    __table_args__ = (UniqueConstraint("endpoint"), UniqueConstraint("school_id", "channel"))

    school_id: Mapped[SchoolId]
    endpoint: Mapped[Key]
    channel: Mapped[Code]
    settings: Mapped[str]
    opened_at: Mapped[datetime]
    heard_at: Mapped[datetime | None]


class CallerRow(Base):
    """The contact behind a channel's own id of a person; ``learnt_by`` is a staff id, or ``roster``."""

    __tablename__ = "callers"
    __table_args__ = (ForeignKeyConstraint(["school_id", "contact_id"], ["contacts.school_id", "contacts.contact_id"]),)

    school_id: Mapped[SchoolId]
    channel: Mapped[Key]
    person_id: Mapped[str] = mapped_column(String(320), primary_key=True)
    contact_id: Mapped[Code]
    learnt_at: Mapped[datetime]
    learnt_by: Mapped[Code]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An open endpoint; ``heard_at`` is when a call last proved who it is."""

    school_id: int
    endpoint: str
    channel: str
    settings: str
    opened_at: datetime
    heard_at: datetime | None


_columns = EndpointRow.__table__.columns


def open_endpoint(scope: Scope, *, endpoint: str, channel: str, settings: str, opened_at: datetime) -> None:
    """Write a new endpoint; a second one of the channel, or of the name, is an IntegrityError."""
    row = {"endpoint": endpoint, "channel": channel, "settings": settings, "opened_at": opened_at, "heard_at": None}
    connection().execute(insert(EndpointRow), {"school_id": scope.school_id, **row})


def change_settings(scope: Scope, endpoint: str, *, settings: str) -> None:
    """Put other settings in the place of an endpoint's."""
    connection().execute(
        update(EndpointRow)
        .where(EndpointRow.school_id == scope.school_id, EndpointRow.endpoint == endpoint)
        .values(settings=settings)
    )


def close_endpoint(scope: Scope, endpoint: str) -> bool:
    """Take an endpoint away; False when there was none."""
    mine = (EndpointRow.school_id == scope.school_id, EndpointRow.endpoint == endpoint)
    return connection().execute(delete(EndpointRow).where(*mine)).rowcount == 1


def note_heard(scope: Scope, endpoint: str, *, now: datetime) -> None:
    """Note that an endpoint's bridge has called."""
    connection().execute(
        update(EndpointRow)
        .where(EndpointRow.school_id == scope.school_id, EndpointRow.endpoint == endpoint)
        .values(heard_at=now)
    )


def endpoints(scope: Scope) -> tuple[Endpoint, ...]:
    """Every open endpoint of the school."""
    found = select(*_columns).where(EndpointRow.school_id == scope.school_id).order_by(EndpointRow.endpoint)
    return tuple(Endpoint(*row) for row in connection().execute(found))


def endpoint(scope: Scope, name: str) -> Endpoint | None:
    """The endpoint of this name in the schools of the scope, or in any school for a scope over none."""
    found = select(*_columns).where(EndpointRow.endpoint == name)
    if scope.school_ids:
        found = found.where(EndpointRow.school_id.in_(scope.school_ids))
    row = connection().execute(found).first()
    return Endpoint(*row) if row else None


def caller(scope: Scope, channel: str, person_id: str) -> str:
    """The contact for whom a channel's id of a person stands, or blank."""
    found = select(CallerRow.contact_id).where(*_is(scope, channel, person_id))
    return connection().scalar(found) or ""


def known_as(scope: Scope, contact_id: str) -> dict[str, str]:
    """Channel with an open endpoint → the id by which it knew a contact last."""
    found = (
        select(CallerRow.channel, CallerRow.person_id)
        .join(EndpointRow, (EndpointRow.school_id == CallerRow.school_id) & (EndpointRow.channel == CallerRow.channel))
        .where(CallerRow.school_id == scope.school_id, CallerRow.contact_id == contact_id)
        .order_by(CallerRow.channel, CallerRow.learnt_at)
    )
    return {row.channel: row.person_id for row in connection().execute(found)}


def learn_caller(
    scope: Scope, *, channel: str, person_id: str, contact_id: str, learnt_at: datetime, learnt_by: str
) -> None:
    """Note for whom a channel's id of a person stands, in the place of what was known."""
    connection().execute(delete(CallerRow).where(*_is(scope, channel, person_id)))
    row = {"channel": channel, "person_id": person_id, "contact_id": contact_id}
    connection().execute(
        insert(CallerRow), {"school_id": scope.school_id, "learnt_at": learnt_at, "learnt_by": learnt_by, **row}
    )


def _is(scope: Scope, channel: str, person_id: str) -> tuple[ColumnElement[bool], ...]:
    return (
        CallerRow.school_id == scope.school_id,
        CallerRow.channel == channel,
        CallerRow.person_id == person_id,
    )
