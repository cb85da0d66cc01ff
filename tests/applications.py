"""The application under test, over a database and a clock of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from gateway.app import create_app
from gateway.store.base import db
from tests.clocks import SetClock
from tests.databases import in_this_process, settings_for
from tests.pages import ReadingClient


class CompiledOnce(BytecodeCache):
    """The templates that this run has compiled: compiling them for each test's application took a quarter of its time."""

    def __init__(self) -> None:
        self._held: dict[str, CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what is held of a template."""
        bucket.code = self._held.get(bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Hold a template that has been compiled."""
        if bucket.code is not None:
            self._held[bucket.key] = bucket.code


TEMPLATES = CompiledOnce()


@pytest.fixture
def app(database_url: str, clock: SetClock, tmp_path: Path) -> Iterator[Flask]:
    """An application over a fresh, migrated database, once on SQLite and once on PostgreSQL."""
    yield from _application(database_url, clock, tmp_path)


@pytest.fixture
def sqlite_app(sqlite_url: str, clock: SetClock, tmp_path: Path) -> Iterator[Flask]:
    """An application on SQLite alone, for tests that have nothing to do with the database."""
    yield from _application(sqlite_url, clock, tmp_path)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor without a login; every page that it fetches is read for faults."""
    return app.test_client()


@pytest.fixture
def sqlite_client(sqlite_app: Flask) -> FlaskClient:
    """A visitor without a login to the application on SQLite alone."""
    return sqlite_app.test_client()


def _application(database_url: str, clock: SetClock, folder: Path) -> Iterator[Flask]:
    app = create_app(settings_for(database_url, folder), clock=clock, alembic=in_this_process)
    app.testing = True
    app.jinja_env.bytecode_cache = TEMPLATES
    app.test_client_class = ReadingClient
    app.before_request_funcs.setdefault(None, []).insert(0, _forget)
    yield app
    with app.app_context():
        db.engine.dispose()


def _forget() -> None:
    """Tests hold an application's context open, and Flask would hand one request what another left in its ``g``."""
    for name in list(g):
        g.pop(name)
