"""One pass of the release job, by hand."""

from __future__ import annotations

import click

from gateway.actions.release import release_due
from gateway.cli.commands import Commands, equipment, moment_or, the_school
from gateway.cli.lines import write_line

commands = Commands("release", help="Messages that wait for their hour.")


@commands.command("due")
@click.option("--at", "at", help="The moment of the pass, with an offset; otherwise now.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def due(at: str | None, as_json: bool) -> None:
    """Let every message ring whose time has come, and say when the next one rings."""
    done = release_due(the_school(), now=moment_or(at, equipment().clock()))
    next_at = done.next_at.isoformat() if done.next_at else None
    if as_json:
        write_line({"released": done.released, "next": next_at})
        return
    said = "1 message has rung." if done.released == 1 else f"{done.released} messages have rung."
    click.echo(f"{said} {f'The next rings at {next_at}.' if next_at else 'None waits.'}")
