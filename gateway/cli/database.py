"""``flask db``: the words of Flask-Migrate, handed to the process that migrates."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from gateway.actions.database import stands_at
from gateway.cli.commands import Command, equipment


@click.command("db", cls=Command, context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
@with_appcontext
def command(asked: click.Context, words: tuple[str, ...]) -> None:
    """Migrate the database: ``flask db upgrade`` brings it to the newest migration; ``flask db --help`` has the rest."""
    if words and "--help" not in words:
        stands_at()  # or a wrong address would be answered with Alembic's own traceback
    asked.exit(equipment().alembic(words))
