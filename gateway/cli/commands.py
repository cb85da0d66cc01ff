"""What every command shares: a refused input is one clear line and exit code 2, and the school and tools it works with."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, cast

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from gateway.actions.database import in_plain_words, refuse_unready
from gateway.actions.equipment import Equipment
from gateway.actions.schools import every_school
from gateway.domain.errors import HandbellError, InputProblem
from gateway.domain.scope import Scope


class Commands(AppGroup):
    """A group of commands that runs in the application and turns a refused input into one line and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        with _refusing(ctx):
            return super().invoke(ctx)


class Command(click.Command):
    """The same for a command that stands alone."""

    def invoke(self, ctx: click.Context) -> Any:
        with _refusing(ctx):
            return super().invoke(ctx)


@contextmanager
def _refusing(ctx: click.Context) -> Iterator[None]:
    """Let what is refused, and a disk or database that fails, be a sentence and exit code 2. A closed pipe is for click."""
    try:
        with in_plain_words():
            yield
    except HandbellError as problem:
        click.echo(str(problem), err=True)
        ctx.exit(2)
    except OSError as failure:
        if failure.errno == errno.EPIPE:
            raise
        where = failure.filename or "What this command writes to"
        click.echo(
            f"{where} cannot be used: {failure.strerror}. Make room or give the rights, then run it again.", err=True
        )
        ctx.exit(2)


def standing_alone(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a function the command ``flask NAME``, run in the application."""

    def wrap(function: Callable[..., Any]) -> click.Command:
        return click.command(name, cls=Command)(with_appcontext(function))

    return wrap


def equipment() -> Equipment:
    """What the front door handed over."""
    return cast(Equipment, current_app.extensions["handbell.equipment"])


def the_school() -> Scope:
    """The one school of this database. Raises InputProblem where there is none or more than one."""
    refuse_unready()
    scopes = every_school()
    if not scopes:
        raise InputProblem("This database holds no school yet; run flask school import DIR first.")
    if len(scopes) > 1:
        raise InputProblem("This database holds several schools; this command works on a database with one.")
    return scopes[0]


def moment_or(text: str | None, otherwise: datetime) -> datetime:
    """The moment that ``--at`` names, else another. Raises InputProblem for one without an offset, or of another century."""
    if text is None:
        return otherwise
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not 2000 <= at.year < 2100:
        raise InputProblem(f"--at {text!r} is not a time; write it with an offset, such as 2026-11-23T08:15:00+00:00.")
    return at
