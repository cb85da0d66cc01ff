"""Transactions: the only place that begins, commits and gives back a connection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from gateway.domain.errors import HandbellError
from gateway.store.base import db

_current: ContextVar[Connection | None] = ContextVar("connection", default=None)
_writing: ContextVar[bool] = ContextVar("writing", default=False)


class OutsideTransaction(HandbellError):
    """The store was asked outside a transaction; open reading() or writing() in the action."""


@contextmanager
def writing() -> Iterator[None]:
    """One transaction that may write; commits at the end, rolls back on any exception. Joins an open writing one."""
    if _writing.get():
        yield
        return
    if _current.get() is not None:
        raise OutsideTransaction("A reading transaction is open; an action that writes must say so from its start.")
    with db.engine.connect() as connection:
        connection = connection.execution_options(writing=True)
        with connection.begin():
            yield from _use(connection, _writing.set(True))


@contextmanager
def reading() -> Iterator[None]:
    """One consistent view of the database; joins whichever transaction is open."""
    if _current.get() is not None:
        yield
        return
    with db.engine.connect() as connection, connection.begin():
        yield from _use(connection, None)


def _use(connection: Connection, writing_token: object) -> Iterator[None]:
    token = _current.set(connection)
    try:
        yield
    finally:
        _current.reset(token)
        if writing_token is not None:
            _writing.set(False)


def connection() -> Connection:
    """The open transaction's connection, for the store only. Raises OutsideTransaction."""
    current = _current.get()
    if current is None:
        raise OutsideTransaction(
            "The store was asked outside a transaction; open reading() or writing() in the action."
        )
    return current


def is_migrated() -> bool:
    """Whether the database answers and its migrations have run."""
    try:
        with db.engine.connect() as fresh, fresh.begin():
            return fresh.execute(text("SELECT version_num FROM alembic_version")).first() is not None
    except SQLAlchemyError:
        return False


def is_postgresql() -> bool:
    """Whether the database is PostgreSQL, for the few statements the two say differently."""
    return db.engine.dialect.name == "postgresql"


_remembered: WeakKeyDictionary[Engine, dict[str, Any]] = WeakKeyDictionary()


def remembered() -> dict[str, Any]:
    """A dictionary that lives as long as this database's engine, for values computed from a version of it."""
    return _remembered.setdefault(db.engine, {})
