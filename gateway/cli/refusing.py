"""How a command refuses: one clear line and exit code 2, never a traceback."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask.cli import AppGroup

from gateway.domain.errors import HandbellError


class Refusing(AppGroup):
    """A group of commands that need no database and turn a refused input into one line and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        with refusing(ctx):
            return super().invoke(ctx)


@contextmanager
def refusing(ctx: click.Context) -> Iterator[None]:
    """Let what is refused, and a disk that fails, be a sentence and exit code 2. A closed pipe is for click."""
    try:
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
