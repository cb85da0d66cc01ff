"""What every command with a database shares: how it refuses, and the school and tools it works with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from gateway.actions.database import in_plain_words, refuse_unready
from gateway.actions.equipment import Equipment
from gateway.actions.schools import every_school
from gateway.cli.refusing import refusing
from gateway.domain.errors import InputProblem
from gateway.domain.scope import Scope


class Commands(AppGroup):
    """A group of commands that runs in the application and refuses what fails, the database too, in one line."""

    def invoke(self, ctx: click.Context) -> Any:
        with refusing(ctx), in_plain_words():
            return super().invoke(ctx)


class Command(click.Command):
    """The same for a command that stands alone."""

    def invoke(self, ctx: click.Context) -> Any:
        with refusing(ctx), in_plain_words():
            return super().invoke(ctx)


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
