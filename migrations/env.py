"""Runs the numbered migrations against the application's own database."""

from __future__ import annotations

from alembic import context
from flask import current_app

from gateway.store.transaction import begun

NOT_MODELS = ("message_words", "message_terms")
"""Tables that only the database's own search understands, and the shadow tables that belong to them."""


def is_a_model(name: str | None, kind: str, *_: object) -> bool:
    """Whether autogenerate should compare this object with the models."""
    return kind != "table" or not (name or "").startswith(NOT_MODELS)


def run() -> None:
    """Upgrade or downgrade in one transaction."""
    database = current_app.extensions["migrate"].db
    with database.engine.connect() as connection, begun(connection, writing=True):
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            include_object=lambda _object, name, kind, reflected, compare_to: is_a_model(name, kind),
            compare_type=True,
            transactional_ddl=True,
        )
        context.run_migrations()


run()
