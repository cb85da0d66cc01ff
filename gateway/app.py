"""Builds the application: wires the rooms together; starts no thread, reaches no network, migrates nothing."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from jinja2 import StrictUndefined

import gateway.store
from gateway.clock import Clock, clock_from
from gateway.settings import Settings
from gateway.store.base import db
from gateway.web import open_doors

ROOT = Path(__file__).resolve().parent.parent


def app_from_environment() -> Flask:
    """The application that the environment describes. Raises SettingRefused."""
    settings = Settings.from_env(os.environ, instance=ROOT / "instance")
    settings.instance.mkdir(exist_ok=True)
    return create_app(settings)


def create_app(settings: Settings, *, clock: Clock | None = None) -> Flask:
    """Build the application for these settings; ``clock`` replaces the one that the settings name."""
    app = Flask("gateway", root_path=str(ROOT / "gateway"), template_folder=str(ROOT / "templates"), static_folder="web/static")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        AUDIT_KEY=settings.key_for("audit"),
        HANDBELL=settings,
    )
    app.jinja_env.undefined = StrictUndefined
    app.extensions["handbell.clock"] = clock or clock_from(settings.clock)
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=False, compare_type=True)
    open_doors(app, settings)
    return app
