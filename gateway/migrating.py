"""The process that migrates: Alembic, and the dialects that it brings along, are loaded here and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask
from flask_migrate import Migrate

from gateway.store.base import db

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def create_app() -> Flask:
    """The application that ``flask --app gateway.migrating db`` finds: over the database that DATABASE_URL names in full."""
    return migrator(os.environ["DATABASE_URL"])


def migrator(database_url: str) -> Flask:
    """An application with the models and Flask-Migrate alone."""
    app = Flask("gateway")
    app.config["SQLALCHEMY_DATABASE_URI"] = database_url
    db.init_app(app)
    Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=False, compare_type=True)
    return app
