"""Builds the application: wires the rooms together; starts no thread, reaches no network, migrates nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, tzinfo
from functools import partial
from hashlib import blake2b
from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError

from gateway.actions import text_numbers
from gateway.actions.database import refuse_demo
from gateway.actions.equipment import Equipment
from gateway.actions.letters import Letters
from gateway.actions.mailboxes import channels
from gateway.cli.table import add_commands
from gateway.clock import Clock, clock_from, real_clock
from gateway.domain.errors import InputProblem
from gateway.domain.term_dates import Line
from gateway.jobs import scheduler
from gateway.ports.demo import DemoParts
from gateway.settings import SettingRefused, Settings
from gateway.store.base import db
from gateway.store.transaction import NEWEST_MIGRATION, is_migrated, migration
from gateway.web import open_doors
from integrations.connector import wire
from integrations.connector.schema import SCHEMAS
from integrations.files.anchor import AnchorFile
from integrations.pdf.maker import make_pdf
from integrations.registry import build_channel, build_hook, build_publisher, open_mailbox
from integrations.roster.csv_folder import read_school_folder
from integrations.school_email.relay import open_relay
from integrations.simulator import smtp_door
from integrations.simulator.paper import PaperPost
from integrations.simulator.servers import DemoServers

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "gateway" / "web" / "static"
LETTERS = "demo-letters"
"""The folder of the instance in which a demo keeps what it sends."""

Alembic = Callable[[Settings, tuple[str, ...]], int]
"""Runs the words of ``flask db`` over the database of these settings, and gives the exit code."""


def app_from_environment() -> Flask:
    """The application that the environment describes. Raises SettingRefused, and InputProblem for a demo's database."""
    settings = Settings.from_env(os.environ, instance=ROOT / "instance")
    try:
        settings.instance.mkdir(exist_ok=True)
    except OSError as failure:
        raise SettingRefused(f"{settings.instance} cannot be made: {failure.strerror}; make that folder.") from failure
    try:
        app = create_app(settings)
    except (ArgumentError, ValueError) as failure:
        raise SettingRefused("DATABASE_URL is no address of a database; correct it.") from failure
    if settings.environment == "production":
        _refuse_demo(app)
    return app


def _refuse_demo(app: Flask) -> None:
    """Refuse a demo's database; one that is not there yet, or does not answer now, is for /readyz to say."""
    with app.app_context():
        if is_migrated():
            refuse_demo()


def in_its_own_process(settings: Settings, words: tuple[str, ...]) -> int:
    """Run ``flask db`` where Alembic is: in no process that serves pages or takes in mail."""
    return subprocess.run(  # noqa: S603 # nosec B603
        [sys.executable, "-m", "flask", "--app", "gateway.migrating", "db", *words],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": settings.database_url},
        check=False,
    ).returncode


def create_app(settings: Settings, *, clock: Clock | None = None, alembic: Alembic = in_its_own_process) -> Flask:
    """Build the application for these settings; ``clock`` replaces the one that the settings name."""
    app = Flask(
        "gateway",
        root_path=str(ROOT / "gateway"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(STATIC),
    )
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        AUDIT_KEY=settings.key_for("audit"),
        HANDBELL=settings,
    )
    app.jinja_env.undefined = StrictUndefined
    the_clock = clock or clock_from(settings.clock)
    app.extensions["handbell.clock"] = the_clock
    app.extensions["handbell.callers_clock"] = clock or real_clock  # a demo's own time is unknown to whoever calls it
    app.extensions["handbell.read_school_folder"] = read_school_folder
    app.extensions["handbell.equipment"] = _equipment(app, settings, the_clock, alembic)
    db.init_app(app)
    open_doors(app, settings)
    add_commands(app)
    app.cli.add_command(scheduler.commands)
    return app


def _equipment(app: Flask, settings: Settings, clock: Clock, alembic: Alembic) -> Equipment:
    # One file a database: a rehearsal or a second database must not stand for the record of the first.
    database = blake2b(settings.database_url.encode(), digest_size=6).hexdigest()
    anchor = AnchorFile(settings.instance / f"record-anchor-{database}.json")

    def render(name: str, facts: Mapping[str, object]) -> str:
        return app.jinja_env.get_template(name).render(facts)

    key = settings.fernet_key()
    return Equipment(
        clock=clock,
        channels=lambda scope: {
            **channels(scope, build_channel, key=key),
            **text_numbers.channels(scope, build_channel, site=settings.site, key=key),
        },
        open_mailbox=open_mailbox,
        build_channel=build_channel,
        build_hook=build_hook,
        build_publisher=build_publisher,
        hook_schemas=SCHEMAS,
        hook_outbox=wire.outbox,
        open_relay=partial(open_relay, key=settings.key_for("relay"), clock=clock),
        letters=Letters(render, site=settings.site),
        settings_key=key,
        anchor=anchor.keep,
        anchored=anchor.kept,
        read_school_folder=read_school_folder,
        read_calendar=_read_calendar,
        make_pdf=partial(make_pdf, root=ROOT, static=STATIC),
        alembic=partial(alembic, settings),
        migrate=partial(_migrate, settings, alembic),
        scratch=partial(_scratch, settings, alembic),
        demo=None if settings.environment == "production" else _demo_parts(settings, clock, anchor, alembic),
    )


def _read_calendar(raw: bytes, *, zone: tzinfo, since: date, until: date) -> tuple[Line, ...]:
    """A file of term dates, whose library comes late."""
    from integrations.calendars.ics import read_calendar

    return read_calendar(raw, zone=zone, since=since, until=until)


def _migrate(settings: Settings, alembic: Alembic) -> None:
    """Bring the database of the running application to the newest migration. Raises InputProblem where it knows another."""
    if migration() != NEWEST_MIGRATION and alembic(settings, ("upgrade",)) != 0:
        raise InputProblem("This database belongs to another Handbell; check DATABASE_URL.")


def _demo_parts(settings: Settings, clock: Clock, anchor: AnchorFile, alembic: Alembic) -> DemoParts:
    letters = settings.instance / LETTERS

    def forget() -> None:
        anchor.forget()
        shutil.rmtree(letters, ignore_errors=True)

    def empty() -> None:
        alembic(settings, ("downgrade", "base"))
        _migrate(settings, alembic)

    return DemoParts(
        forget=forget,
        empty=empty,
        playground=PaperPost(letters, clock=clock),
        servers=lambda port, environment: DemoServers(ROOT, port=port, environment=environment),
        open_mail_door=smtp_door.start,
    )


@contextmanager
def _scratch(settings: Settings, alembic: Alembic) -> Iterator[None]:
    """An application of its own over an empty, migrated database in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="handbell-rehearsal-") as folder:
        own = replace(settings, database_url=f"sqlite:///{folder}/rehearsal.sqlite", instance=Path(folder))
        with create_app(own).app_context():
            # Nothing in it is to outlive the machine, so it need not wait for the disk.
            event.listen(db.engine, "connect", lambda opened, _: opened.execute("PRAGMA synchronous=OFF"))
            _migrate(own, alembic)
            try:
                yield
            finally:
                db.engine.dispose()
