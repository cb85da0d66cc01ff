"""The databases that are measured on: SQLite in a file and a PostgreSQL of the benchmark's own, both writing through to disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from flask import Flask

from gateway.actions.demo import SAMPLE
from gateway.actions.roster import import_roster
from gateway.app import create_app
from gateway.domain.roster import Roster
from gateway.domain.scope import one_school
from gateway.settings import Settings
from integrations.roster.csv_folder import read_school_folder
from tests.postgres import DURABLE, Cluster

SCHOOL = one_school(1)
BEGINS = datetime(2026, 11, 2, 6, tzinfo=UTC)
SECRET = "the benchmark keeps nothing that is secret"
TICKS = os.sysconf("SC_CLK_TCK")


@lru_cache
def sample_roster() -> Roster:
    """The sample school that ships with the product."""
    return read_school_folder(SAMPLE)


def prepared(database_url: str, folder: Path) -> Flask:
    """An application over a fresh database that holds the sample school."""
    app = create_app(Settings(database_url=database_url, secret_key=SECRET, environment="test", instance=folder))
    with app.app_context():
        app.extensions["handbell.equipment"].migrate()
        import_roster(SCHOOL, sample_roster(), accept_removals=False, now=BEGINS - timedelta(days=60))
    return app


@contextmanager
def postgresql() -> Iterator[Cluster | None]:
    """A durable cluster, or None where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        yield None
        return
    cluster = Cluster(found[-1].parent, DURABLE)
    try:
        yield cluster
    finally:
        cluster.close()


def server_seconds(cluster: Cluster) -> float:
    """CPU seconds that the cluster's processes have used so far, those that have ended included."""
    postmaster = int((cluster.folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    ticks = sum(_stat(postmaster)[:4])
    for child in children:
        try:
            ticks += sum(_stat(int(child))[:2])
        except FileNotFoundError:
            continue
    return ticks / TICKS


def _stat(pid: int) -> list[int]:
    """utime, stime, cutime and cstime of a process, in clock ticks (proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return [int(one) for one in fields[11:15]]
