"""``flask school term-dates``: a published calendar's term dates into the school's, the differences first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
from flask.cli import with_appcontext

from gateway.actions import term_dates
from gateway.actions.term_dates import Proposal
from gateway.cli.commands import equipment, the_school
from gateway.cli.lines import write_line
from gateway.domain.errors import InputProblem
from gateway.domain.roster import CalendarDay
from gateway.domain.term_dates import KINDS, LEFT_OUT, Reading

NOTHING = "nothing"
"""How "leave it out" is written on the command line."""


@click.command("term-dates")
@with_appcontext
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--read",
    "given",
    multiple=True,
    metavar="NAME=KIND",
    help=f"What lines of a name are: {', '.join(filter(None, KINDS))} or {NOTHING}.",
)
@click.option("--as-read", is_flag=True, help="Import although lines are not clear, as they are read.")
@click.option("--take-back", is_flag=True, help="Undo the newest import.")
@click.option("--dry-run", is_flag=True, help="Show the differences and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def command(
    file: Path | None, *, given: tuple[str, ...], as_read: bool, take_back: bool, dry_run: bool, as_json: bool
) -> None:
    """Set the school's terms, training days and closures from a calendar file (.ics), all of them or none."""
    scope, now = the_school(), equipment().clock()
    if take_back:
        moved = term_dates.take_back(scope, now=now)
        _say({"taken_back": True, "promises_moved": moved}, f"Taken back. {moved} promises moved.", as_json=as_json)
        return
    found = term_dates.read_file(scope, _bytes(file), read=equipment().read_calendar, now=now)
    readings = _corrected(found, given)
    proposal = term_dates.preview(scope, readings, now=now)
    answer = _as_values(proposal)
    if not as_json:
        _show(proposal)
    unsure = [one.line.name for one in readings if one.why]
    if unsure and not as_read and not dry_run:
        raise InputProblem(
            f"{'One line is' if len(unsure) == 1 else f'{len(unsure)} lines are'} not clear, so nothing was changed: "
            f"give --read '{unsure[0]}=KIND', or --as-read."
        )
    if dry_run:
        _say({"imported": False, **answer}, "Nothing was changed: this was a dry run.", as_json=as_json)
        return
    moved = term_dates.import_term_dates(scope, readings, name=file.name if file else "", now=now)
    _say({"imported": True, **answer, "promises_moved": moved}, f"Imported. {moved} promises moved.", as_json=as_json)


def _bytes(file: Path | None) -> bytes:
    if file is None:
        raise InputProblem("Name the calendar file, or give --take-back.")
    try:
        return file.read_bytes()
    except OSError as failure:
        raise InputProblem(f"{file} cannot be read: {failure.strerror}; give the path of a calendar file.") from failure


def _corrected(readings: Sequence[Reading], given: Sequence[str]) -> tuple[Reading, ...]:
    """The readings, those of a name that was given with the kind that was given for it."""
    asked: dict[str, str] = {}
    for one in given:
        name, _, kind = one.rpartition("=")
        if kind not in (NOTHING, *filter(None, KINDS)):
            raise InputProblem(
                f"{one!r} names no kind; write NAME=KIND with {', '.join(filter(None, KINDS))} or {NOTHING}."
            )
        if name not in {reading.line.name for reading in readings}:
            raise InputProblem(f"No line is called {name!r}; write the name as the file does.")
        asked[name] = LEFT_OUT if kind == NOTHING else kind
    return tuple(replace(one, kind=asked[one.line.name], why="") if one.line.name in asked else one for one in readings)


def _say(answer: dict[str, object], words: str, *, as_json: bool) -> None:
    if as_json:
        write_line(answer)
    else:
        click.echo(words)


def _show(proposal: Proposal) -> None:
    for one in proposal.readings:
        unsure = f"  (not clear: {one.why})" if one.why else ""
        line = one.line
        click.echo(f"  read {line.first_on} {line.last_on} {line.name!r} as {one.kind or NOTHING}{unsure}")
    for day in proposal.dates.added:
        click.echo(f"  added {_written(day)}")
    for day in proposal.dates.removed:
        click.echo(f"  removed {_written(day)}")
    for note in proposal.dates.notes:
        click.echo(f"  left out: {note}")
    if not proposal.dates.added and not proposal.dates.removed:
        click.echo("  nothing changes")


def _as_values(proposal: Proposal) -> dict[str, object]:
    return {
        "lines": [
            {
                "first_day": one.line.first_on.isoformat(),
                "last_day": one.line.last_on.isoformat(),
                "name": one.line.name,
                "read_as": one.kind or NOTHING,
                "not_clear": one.why,
            }
            for one in proposal.readings
        ],
        "added": [_written(one) for one in proposal.dates.added],
        "removed": [_written(one) for one in proposal.dates.removed],
        "left_out": list(proposal.dates.notes),
        "promises_that_move": sum(one.promises for one in proposal.moves),
    }


def _written(one: CalendarDay) -> str:
    return f"{one.kind} {one.first_on} {one.last_on} {one.label}".strip()
