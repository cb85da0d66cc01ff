"""A school's own settings and calendar, and how far its people have changed."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, String, bindparam, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from gateway.domain.bank_holidays import HolidayList
from gateway.domain.errors import HandbellError
from gateway.domain.roster import CalendarDay, Embargo, Emergency, School
from gateway.domain.scope import Scope
from gateway.store.base import Base, Code, Id, SchoolId
from gateway.store.transaction import connection


class NoSuchSchool(HandbellError):
    """This database holds no school yet; import a school folder first."""


class SchoolRow(Base):
    """One school. ``people_version`` is another with each change to people, hours or calendar, so that caches know."""

    __tablename__ = "schools"

    school_id: Mapped[SchoolId]
    name: Mapped[str]
    timezone: Mapped[Code]
    division: Mapped[Code]
    email_domains: Mapped[list[str]] = mapped_column(JSON)
    office_address: Mapped[str]
    office_hours: Mapped[str]
    staff_hours: Mapped[str]
    courtesy_hours: Mapped[str]
    reply_within_days: Mapped[int]
    authentication_server: Mapped[str]
    emergency: Mapped[dict[str, str]] = mapped_column(JSON)
    embargoes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    people_version: Mapped[int]
    folder_hours: Mapped[str]
    lessons_hold: Mapped[bool]
    bank_holidays: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class CalendarDayRow(Base):
    """A stretch of term, INSET or closure."""

    __tablename__ = "calendar_days"

    school_id: Mapped[SchoolId]
    calendar_day_id: Mapped[Id]
    kind: Mapped[Code]
    first_on: Mapped[date]
    last_on: Mapped[date]
    label: Mapped[str]
    origin: Mapped[Code]


class Heartbeat(Base):
    """When a timed job last finished; one row a job."""

    __tablename__ = "heartbeats"

    school_id: Mapped[SchoolId]
    job: Mapped[str] = mapped_column(String(64), primary_key=True)
    beat_at: Mapped[datetime]
    failure: Mapped[str]
    failing_since: Mapped[datetime | None]


_columns = [column for column in SchoolRow.__table__.columns if column.name not in ("school_id", "people_version")]


_BESIDE = ("own_rule", "register_closes")
"""What else a school says of whom to phone and when a child is missed; it lies in the same column as the emergency plan."""

_VERSION = select(SchoolRow.people_version).where(SchoolRow.school_id == bindparam("school"))


def _values(school: School) -> dict[str, Any]:
    return {
        "name": school.name,
        "timezone": school.timezone,
        "division": school.division,
        "email_domains": list(school.email_domains),
        "office_address": school.office_address,
        "office_hours": school.office_hours,
        "staff_hours": school.staff_hours,
        "courtesy_hours": school.courtesy_hours,
        "reply_within_days": school.reply_within_days,
        "authentication_server": school.authentication_server,
        "folder_hours": school.folder_hours,
        "lessons_hold": school.lessons_hold,
        "bank_holidays": _listed(school.bank_holidays),
        "emergency": {
            "mode": school.emergency.mode,
            "office_phone": school.emergency.office_phone,
            "council_day": school.emergency.council_day,
            "council_night": school.emergency.council_night,
            **{name: getattr(school, name) for name in _BESIDE},
        },
        "embargoes": [
            {"topic": one.topic, "phrases": list(one.phrases), "until": one.until.isoformat()}
            for one in school.embargoes
        ],
    }


def _listed(brought: HolidayList | None) -> dict[str, Any] | None:
    if brought is None:
        return None
    days = {division: [day.isoformat() for day in found] for division, found in brought.days}
    return {"source": brought.source, "brought_on": brought.brought_on.isoformat(), "days": days}


def _read(held: dict[str, Any] | None) -> HolidayList | None:
    if held is None:
        return None
    days = ((division, tuple(map(date.fromisoformat, found))) for division, found in held["days"].items())
    return HolidayList(held["source"], date.fromisoformat(held["brought_on"]), tuple(days))


def save_school(scope: Scope, school: School) -> None:
    """Write a school's settings, new or changed."""
    values = _values(school)
    changed = connection().execute(update(SchoolRow).where(SchoolRow.school_id == scope.school_id).values(**values))
    if changed.rowcount == 0:
        connection().execute(insert(SchoolRow).values(school_id=scope.school_id, people_version=0, **values))


def school(scope: Scope) -> School:
    """The school of this scope. Raises NoSuchSchool."""
    row = connection().execute(select(*_columns).where(SchoolRow.school_id == scope.school_id)).mappings().first()
    if row is None:
        raise NoSuchSchool("This database holds no school yet; run flask school import DIR first.")
    values = dict(row)
    values["email_domains"] = tuple(values["email_domains"])
    said = dict(values["emergency"])
    values |= {name: said.pop(name) for name in _BESIDE if name in said}
    values["emergency"] = Emergency(**said)
    values["embargoes"] = tuple(
        Embargo(one["topic"], tuple(one["phrases"]), datetime.fromisoformat(one["until"]))
        for one in values["embargoes"]
    )
    values["bank_holidays"] = _read(values["bank_holidays"])
    return School(**values)


def school_ids(scope: Scope) -> tuple[int, ...]:
    """Every school that this scope reaches, or every school there is for a scope over none."""
    found = select(SchoolRow.school_id).order_by(SchoolRow.school_id)
    if scope.school_ids:
        found = found.where(SchoolRow.school_id.in_(scope.school_ids))
    return tuple(connection().scalars(found))


def people_version(scope: Scope) -> int:
    """Which version of people, hours and calendar this is. Raises NoSuchSchool."""
    version = connection().scalar(_VERSION, {"school": scope.school_id})
    if version is None:
        raise NoSuchSchool("This database holds no school yet; run flask school import DIR first.")
    return int(version)


def bump_people_version(scope: Scope) -> None:
    """Tell every cache in every process that people, hours or calendar have changed.

    A random number and not the next one: a version that was rolled back must never come again with other people in it.
    """
    connection().execute(
        update(SchoolRow).where(SchoolRow.school_id == scope.school_id).values(people_version=secrets.randbits(62))
    )


def replace_calendar(scope: Scope, days: tuple[CalendarDay, ...]) -> None:
    """Put this calendar in the place of the one held."""
    connection().execute(delete(CalendarDayRow).where(CalendarDayRow.school_id == scope.school_id))
    rows = [
        {
            "school_id": scope.school_id,
            "calendar_day_id": number,
            "kind": day.kind,
            "first_on": day.first_on,
            "last_on": day.last_on,
            "label": day.label,
            "origin": day.origin,
        }
        for number, day in enumerate(days, 1)
    ]
    if rows:
        connection().execute(insert(CalendarDayRow), rows)


def calendar(scope: Scope) -> tuple[CalendarDay, ...]:
    """The calendar, in the order it was given."""
    rows = connection().execute(
        select(
            CalendarDayRow.kind,
            CalendarDayRow.first_on,
            CalendarDayRow.last_on,
            CalendarDayRow.label,
            CalendarDayRow.origin,
        )
        .where(CalendarDayRow.school_id == scope.school_id)
        .order_by(CalendarDayRow.calendar_day_id)
    )
    return tuple(CalendarDay(*row) for row in rows)


def beat(scope: Scope, job: str, *, now: datetime, failure: str = "") -> None:
    """Note that a timed job has just finished, or failed with a sentence."""
    key = (Heartbeat.school_id == scope.school_id) & (Heartbeat.job == job)
    held = connection().execute(select(Heartbeat.failing_since).where(key)).first()
    since = (held.failing_since if held and held.failing_since else now) if failure else None
    values = {"failure": failure, "failing_since": since} | ({} if failure and held else {"beat_at": now})
    if held:
        connection().execute(update(Heartbeat).where(key).values(**values))
    else:
        connection().execute(insert(Heartbeat).values(school_id=scope.school_id, job=job, **values))


def heartbeats(scope: Scope) -> dict[str, tuple[datetime, str]]:
    """For each job: when it last finished well, and the sentence of its failure or blank."""
    rows = connection().execute(
        select(Heartbeat.job, Heartbeat.beat_at, Heartbeat.failure).where(Heartbeat.school_id == scope.school_id)
    )
    return {row.job: (row.beat_at, row.failure) for row in rows}
