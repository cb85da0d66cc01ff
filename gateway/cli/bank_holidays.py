"""``flask school bank-holidays``: the list that GOV.UK publishes into the school's, the differences first."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from gateway.actions import bank_holidays
from gateway.actions.bank_holidays import Differences
from gateway.cli.commands import equipment, the_school
from gateway.cli.lines import write_line
from gateway.domain.errors import InputProblem


@click.command("bank-holidays")
@with_appcontext
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--take-back", is_flag=True, help="Let Handbell's own list hold again.")
@click.option("--dry-run", is_flag=True, help="Show the differences and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def command(file: Path | None, *, take_back: bool, dry_run: bool, as_json: bool) -> None:
    """Bring in a newer list of bank holidays, www.gov.uk/bank-holidays.json as a file."""
    scope, now = the_school(), equipment().clock()
    if (file is None) != take_back:
        raise InputProblem("Name the file bank-holidays.json, or give --take-back, not both.")
    brought = bank_holidays.read_file(scope, _bytes(file), source=file.name, now=now) if file is not None else None
    found = bank_holidays.preview(scope, brought, now=now)
    answer: dict[str, object] = {
        "added": [day.isoformat() for day in found.added],
        "removed": [day.isoformat() for day in found.removed],
        "known_until": found.ends_on.isoformat(),
        "promises_that_move": sum(one.promises for one in found.moves),
    }
    if not as_json:
        _show(found)
    if dry_run:
        said = "Nothing was changed: this was a dry run."
        answer = {"changed": False, **answer}
    else:
        moved = bank_holidays.set_bank_holidays(scope, brought, now=now)
        said = f"Changed. {moved} promises moved."
        answer = {"changed": True, **answer, "promises_moved": moved}
    if as_json:
        write_line(answer)
    else:
        click.echo(said)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as failure:
        raise InputProblem(
            f"{file} cannot be read: {failure.strerror}; give the path of bank-holidays.json."
        ) from failure


def _show(found: Differences) -> None:
    for day in found.added:
        click.echo(f"  added {day}")
    for day in found.removed:
        click.echo(f"  removed {day}")
    if not found.added and not found.removed:
        click.echo("  nothing changes")
    click.echo(f"  known until {found.ends_on}")
