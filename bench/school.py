"""The sample school in a fresh database: what every benchmark begins with."""

from __future__ import annotations

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

SCHOOL = one_school(1)
BEGINS = datetime(2026, 11, 2, 6, tzinfo=UTC)
SECRET = "the benchmark keeps nothing that is secret"


@lru_cache
def sample_roster() -> Roster:
    """The sample school that ships with the product."""
    return read_school_folder(SAMPLE)


def opened(database_url: str, folder: Path) -> Flask:
    """An application over a database."""
    return create_app(Settings(database_url=database_url, secret_key=SECRET, environment="test", instance=folder))


def prepared(database_url: str, folder: Path) -> Flask:
    """An application over a fresh database that holds the sample school."""
    app = opened(database_url, folder)
    with app.app_context():
        app.extensions["handbell.equipment"].migrate()
        import_roster(SCHOOL, sample_roster(), accept_removals=False, now=BEGINS - timedelta(days=60))
    return app
