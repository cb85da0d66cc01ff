"""``flask school import``: a school folder into the database, its differences first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

import click

from gateway.actions import roster
from gateway.actions.schools import every_school
from gateway.cli.commands import Commands, equipment, the_school
from gateway.cli.folders import read_folder, show_notices
from gateway.cli.lines import write_line
from gateway.domain.roster import Roster
from gateway.domain.roster_changes import LEFT_OUT, Change, Changes, CollapseRefused, Limit
from gateway.domain.scope import Scope, one_school
from gateway.ports.roster import Finding, RosterProblems

commands = Commands("school", help="The school's people, calendar and settings.")

PLURALS = {
    "school": "school",
    "calendar": "days of the calendar",
    "staff": "staff",
    "class": "classes",
    "pupil": "pupils",
    "contact": "contacts",
    "tie": "contacts of a pupil",
    "absence": "absences",
}
FIRST_SCHOOL = 1


@commands.command("import")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show the differences and change nothing.")
@click.option("--accept-removals", is_flag=True, help="Import even where most contacts would go.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def import_folder(folder: Path, *, dry_run: bool, accept_removals: bool, as_json: bool) -> None:
    """Bring the people, calendar and settings of a school folder in, all of it or nothing."""
    incoming, notices = _read(folder, as_json=as_json)
    equipment().migrate()
    scope = _scope()
    changes = roster.preview_import(scope, incoming)
    answer = {"school": incoming.school.name, **_as_values(changes), "notices": [asdict(one) for one in notices]}
    if not as_json:
        _show(incoming, changes, notices)
    try:
        if dry_run and not accept_removals:
            roster.refuse_removals(scope, incoming)
        elif not dry_run:
            roster.import_roster(scope, incoming, accept_removals=accept_removals, now=equipment().clock())
    except CollapseRefused as refused:
        if as_json:
            write_line({"imported": False, "refused": str(refused), **answer})
        raise
    if as_json:
        write_line({"imported": not dry_run, "refused": None, **answer})
    else:
        click.echo("Nothing was changed: this was a dry run." if dry_run else "Imported.")


def _read(folder: Path, *, as_json: bool) -> tuple[Roster, list[Finding]]:
    try:
        return read_folder(folder)
    except RosterProblems as wrong:
        if as_json:
            write_line({"imported": False, "problems": [asdict(one) for one in wrong.problems]})
        raise


def _scope() -> Scope:
    return the_school() if every_school() else one_school(FIRST_SCHOOL)


def _show(incoming: Roster, changes: Changes, notices: Iterable[Finding]) -> None:
    """The differences on standard output, the notices on standard error."""
    show_notices(notices)
    click.echo(incoming.school.name)
    for kind, row in changes.counts().items():
        said = ", ".join(f"{count} {what}" for what, count in row.items() if count)
        click.echo(f"  {PLURALS[kind]}: {said}")
    if changes.is_empty:
        click.echo("  nothing changes")
    if not any(one.kind == "school" and one.what == "added" for one in changes.changes):
        for change in changes.changes:
            click.echo(f"  {_said(change)}")
    for stays in changes.stays:
        click.echo(f"  kept {stays.kind} {stays.key}: it was set on the settings pages")
    for line in _limits(changes):
        click.echo(f"  {line}")


def _said(change: Change) -> str:
    name = f" {change.name}" if change.name and change.name != change.key else ""
    fields = f": {', '.join(change.fields)}" if change.fields else ""
    return f"{change.what} {change.kind} {change.key}{name}{fields}"


def _limits(changes: Changes) -> Iterator[str]:
    for one in changes.restricted:
        yield f"restriction of {one.contact_id} about {one.pupil_id}: {one.asked} (it was {one.held or 'none'})"
    for one in changes.lifted:
        yield (
            f"stays lifted for {one.contact_id} about {one.pupil_id}, though the folder still says {one.asked}: "
            "correct the folder, or put it back on the family's page"
        )
    for one in changes.kept:
        said = "leaves it out" if one.asked == LEFT_OUT else f"says {one.asked or 'none'}"
        yield f"not loosened for {one.contact_id} about {one.pupil_id}: {one.held} stays, though the folder {said}"


def _as_values(changes: Changes) -> dict[str, object]:
    return {
        "counts": changes.counts(),
        "changes": [asdict(one) for one in changes.changes],
        "kept_from_pages": [{"kind": one.kind, "key": one.key} for one in changes.stays],
        "restrictions_added": [_limit(one) for one in changes.restricted],
        "restrictions_kept": [_limit(one) for one in changes.kept],
        "restrictions_lifted": [_limit(one) for one in changes.lifted],
    }


def _limit(one: Limit) -> dict[str, str]:
    return {"pupil": one.pupil_id, "contact": one.contact_id, "held": one.held, "asked": one.asked}
