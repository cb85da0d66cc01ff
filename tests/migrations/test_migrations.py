"""The migrations: up, down and up again with data in the tables, on both databases, and equal to the models."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError

from gateway.actions.arrivals import take_in
from gateway.actions.release import release_due
from gateway.actions.roster import import_roster
from gateway.app import create_app
from gateway.ports.channels import RawHook
from gateway.store.base import db
from tests.databases import in_this_process, settings_for
from tests.journeys.killed import BEGINS, SCHOOL, a_small_school, mail


def migrate(app: Flask, *words: str) -> None:
    """Run ``flask db`` with these words over an application's database."""
    assert in_this_process(app.config["HANDBELL"], words) == 0


@pytest.fixture
def unmigrated(empty_database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An application over a database that no migration has seen."""
    app = create_app(settings_for(empty_database_url, tmp_path))
    with app.app_context():
        yield app
        db.engine.dispose()


def is_for_search(name: str | None, kind: str) -> bool:
    """Whether an object belongs to the database's own full-text search, which no model describes."""
    return kind == "table" and (name or "").startswith(("message_words", "message_terms"))


def tables() -> set[str]:
    """The tables that stand, without the bookkeeping of migrations and of SQLite's search."""
    return {one for one in inspect(db.engine).get_table_names() if one != "alembic_version"}


def test_the_newest_migration_makes_the_tables_that_the_models_describe(unmigrated: Flask) -> None:
    migrate(unmigrated, "upgrade")
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda _object, name, kind, _reflected, _other: not is_for_search(name, kind),
            },
        )
        assert compare_metadata(context, db.metadata) == []


def test_down_leaves_nothing_and_up_again_works_with_data_in_between(unmigrated: Flask) -> None:
    migrate(unmigrated, "upgrade")
    stood = tables()
    import_roster(SCHOOL, a_small_school(), accept_removals=False, now=BEGINS)
    take_in(SCHOOL, RawHook("test", "1", mail(1), BEGINS), now=BEGINS)
    migrate(unmigrated, "downgrade", "base")
    assert tables() == set()
    migrate(unmigrated, "upgrade")
    assert tables() == stood
    import_roster(SCHOOL, a_small_school(), accept_removals=False, now=BEGINS)
    assert take_in(SCHOOL, RawHook("test", "1", mail(1), BEGINS), now=BEGINS).kind == "message"


def test_a_second_run_of_the_migrations_changes_nothing(unmigrated: Flask) -> None:
    migrate(unmigrated, "upgrade")
    import_roster(SCHOOL, a_small_school(), accept_removals=False, now=BEGINS)
    migrate(unmigrated, "upgrade")
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM pupils")).scalar() == 10


def test_a_calendar_and_absences_of_the_first_release_are_the_folders_and_survive_the_way_back(
    unmigrated: Flask,
) -> None:
    migrate(unmigrated, "upgrade", "0001")
    with db.engine.connect() as connection, connection.begin():
        connection.execute(
            text("INSERT INTO calendar_days VALUES (1, 1, 'term', '2026-09-01', '2026-12-18', 'Autumn')")
        )
    migrate(unmigrated, "upgrade")
    read = "SELECT kind, label FROM calendar_days"
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT origin FROM calendar_days")).scalars().all() == ["folder"]
    migrate(unmigrated, "downgrade", "0001")
    with db.engine.connect() as connection:
        assert [tuple(row) for row in connection.execute(text(read))] == [("term", "Autumn")]


def test_what_waits_in_an_inbox_before_its_day_was_noted_waits_from_its_newest_ring(unmigrated: Flask) -> None:
    migrate(unmigrated, "upgrade")
    import_roster(SCHOOL, a_small_school(), accept_removals=False, now=BEGINS)
    take_in(SCHOOL, RawHook("test", "1", mail(1), BEGINS), now=BEGINS)
    release_due(SCHOOL, now=BEGINS + timedelta(days=7, hours=3))
    migrate(unmigrated, "downgrade", "0021")
    migrate(unmigrated, "upgrade")
    read = (
        "SELECT i.open_since = e.rung_at FROM inbox i JOIN queue_entries e "
        "ON e.thread_id = i.thread_id AND e.reader = i.reader WHERE e.state = 'rung'"
    )
    with db.engine.connect() as connection:
        found = connection.execute(text(read)).scalars().all()
    assert found
    assert all(found)


@pytest.mark.clause("C15")
@pytest.mark.parametrize("statement", ["UPDATE audit_links SET event = 'x'", "DELETE FROM audit_links"])
def test_the_database_itself_refuses_to_change_the_record(app: Flask, statement: str) -> None:
    with app.app_context():
        import_roster(SCHOOL, a_small_school(), accept_removals=False, now=BEGINS)
        with db.engine.connect() as connection, pytest.raises(DatabaseError, match="append-only"), connection.begin():
            connection.execute(text(statement))


@pytest.mark.clause("C15")
def test_postgresql_refuses_to_empty_the_record_at_once(postgresql_url: str, tmp_path: Path) -> None:
    app = create_app(settings_for(postgresql_url, tmp_path))
    with app.app_context():
        with db.engine.connect() as connection, pytest.raises(DatabaseError, match="append-only"), connection.begin():
            connection.execute(text("TRUNCATE audit_links"))
        db.engine.dispose()
