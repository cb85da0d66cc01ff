"""Databases for tests: migrated once a run, then copied for each test that asks, on SQLite and on PostgreSQL."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from flask_migrate import downgrade, upgrade

from gateway.migrating import migrator
from gateway.settings import Settings
from gateway.store.base import db
from tests.postgres import DURABLE, QUICK, Cluster, require_cluster

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = "migrated"
_number = itertools.count(1)


def settings_for(database_url: str, folder: Path) -> Settings:
    """The settings of a test's own application; ``folder`` stands for ``instance/``."""
    return Settings(
        database_url=database_url,
        secret_key="a secret for tests only, of no worth",
        environment="test",
        clock="",
        instance=folder,
    )


def migrate(database_url: str) -> None:
    """Bring a database to the newest migration and let go of it."""
    with migrator(database_url).app_context():
        upgrade()
        db.engine.dispose()


def in_this_process(settings: Settings, words: tuple[str, ...]) -> int:
    """Migrate where the tests run: a process of its own costs most of a second, and tests of commands ask for many."""
    with migrator(settings.database_url).app_context():
        try:
            match words:
                case ("upgrade", *revisions):
                    upgrade(revision=(*revisions, "head")[0])
                case ("downgrade", revision):
                    downgrade(revision=revision)
                case _:
                    raise AssertionError(f"no test migrates with {words}")
        except SystemExit as ended:
            return int(str(ended.code))
        finally:
            db.engine.dispose()
    return 0


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """The run's quick cluster, without any database of ours."""
    cluster = require_cluster(QUICK)
    yield cluster
    cluster.close()


@pytest.fixture
def durable_cluster() -> Iterator[Cluster]:
    """A cluster that writes through to the disk, for tests that kill it with ``crash()`` and ``start()`` it again."""
    cluster = require_cluster(DURABLE)
    yield cluster
    cluster.close()


@pytest.fixture(scope="session")
def migrated_cluster(postgres_cluster: Cluster) -> Cluster:
    """The quick cluster with a migrated database that nobody may open, ready to be copied."""
    url = postgres_cluster.create(TEMPLATE)
    migrate(url)
    postgres_cluster.freeze(TEMPLATE)
    return postgres_cluster


class Emptied:
    """Databases that tests have left: to take the rows out of one takes a tenth of the time of copying another."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._shape = ""
        self.free: list[str] = []

    def take(self) -> str:
        """A migrated database without a row, under a name that nobody has ever known."""
        name = f"test_{next(_number)}"
        if self.free:
            self._cluster.rename(self.free.pop(), name)
        else:
            self._cluster.create(name, template=TEMPLATE)
            self._shape = self._shape or self._cluster.shape(name)
        return name

    def give_back(self, name: str) -> None:
        """Empty a database for the next test; one that is not as it was, or that cannot be emptied, goes."""
        free = f"emptied_{next(_number)}"
        try:
            if self._cluster.shape(name) == self._shape:
                self._cluster.send_away(name)
                self._cluster.rename(name, free)  # first, so that whoever comes back late to the old name finds nothing
                self._cluster.empty(free)
                self.free.append(free)
                return
        except psycopg.Error:
            self._cluster.drop(free)
        self._cluster.drop(name)


@pytest.fixture(scope="session")
def emptied(migrated_cluster: Cluster) -> Emptied:
    """The databases on PostgreSQL that this run has used already."""
    return Emptied(migrated_cluster)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy; nobody has it open."""
    folder = tmp_path_factory.mktemp("sqlite")
    migrate(f"sqlite:///{folder / 'migrated.sqlite'}")
    return folder / "migrated.sqlite"


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """The address of a fresh, migrated SQLite database."""
    path = tmp_path / "test.sqlite"
    held, copy = sqlite3.connect(migrated_sqlite), sqlite3.connect(path)
    try:
        held.backup(copy)
    finally:
        copy.close()
        held.close()
    return f"sqlite:///{path}"


@pytest.fixture
def postgresql_url(migrated_cluster: Cluster, emptied: Emptied) -> Iterator[str]:
    """The address of a fresh, migrated PostgreSQL database."""
    name = emptied.take()
    yield migrated_cluster.url(name)
    emptied.give_back(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh, migrated database; the test runs once on each kind."""
    address: str = request.getfixturevalue(f"{request.param}_url")
    return address


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database that no migration has seen, for tests of the migrations themselves."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    cluster: Cluster = request.getfixturevalue("postgres_cluster")
    name = f"empty_{next(_number)}"
    yield cluster.create(name)
    cluster.drop(name)
