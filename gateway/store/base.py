"""The database itself: engine settings, column types, names of constraints and fresh identifiers."""

from __future__ import annotations

import itertools
import secrets
import sqlite3
from datetime import UTC, datetime
from typing import Annotated, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, DateTime, Engine, MetaData, String, Text, event
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_FOR_MS = 15_000
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


class Moment(TypeDecorator[datetime]):
    """An aware moment; kept in UTC, given back in UTC, and a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be stored; pass an aware datetime.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table: named constraints, and a school at the head of every key."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={datetime: Moment(), int: BigInteger(), str: Text()},
    )


SchoolId = Annotated[int, mapped_column(BigInteger(), primary_key=True, autoincrement=False)]
Id = Annotated[int, mapped_column(BigInteger(), primary_key=True, autoincrement=False)]
Key = Annotated[str, mapped_column(String(64), primary_key=True)]
Code = Annotated[str, mapped_column(String(64))]

# An error names its statement and not what was to be written: the log is no place for a family's words.
db = SQLAlchemy(model_class=Base, disable_autonaming=True, engine_options={"hide_parameters": True})

_counter = itertools.count(secrets.randbelow(1 << 19))


def new_id(now: datetime) -> int:
    """A 63-bit id that sorts by ``now``: milliseconds since 2020, then 20 bits of a counter with a random start.

    Made here and not by the database, so that a whole message is written without asking for one key back.
    Two processes meeting on one id is a refused insert, never an overwritten row.
    """
    milliseconds = int((now - EPOCH).total_seconds() * 1000)
    return (max(milliseconds, 0) << 20) | (next(_counter) & 0xFFFFF)


def first_id(since: datetime) -> int:
    """The least id that can have been made at a moment or later."""
    return max(int((since - EPOCH).total_seconds() * 1000), 0) << 20


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # we say BEGIN ourselves, see transaction.begun()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_FOR_MS}",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")
