"""Reading a school folder for a command, with what the reader noticed on the way."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import cast

import click
from flask import current_app

from gateway.domain.roster import Roster
from gateway.ports.roster import Finding, RosterSource


def read_folder(folder: Path) -> tuple[Roster, list[Finding]]:
    """The school of a folder, and the notices. Raises RosterProblems with every problem."""
    read = cast(RosterSource, current_app.extensions["handbell.read_school_folder"])
    notices: list[Finding] = []
    return read(folder, tell=notices.append), notices


def show_notices(notices: Iterable[Finding]) -> None:
    """Say on standard error what was passed over."""
    for one in notices:
        click.echo(f"Note: {one}", err=True)
