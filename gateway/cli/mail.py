"""Mail that lies on a disk, taken into the live database exactly as if it had arrived."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from gateway.actions.rehearsal import ingest
from gateway.cli.commands import Commands, equipment, moment_or, the_school
from gateway.cli.lines import write_line
from gateway.cli.progress import Progress
from gateway.domain.errors import InputProblem

NAMES = {
    "message": ("message", "messages"),
    "auto_reply": ("automatic reply", "automatic replies"),
    "bounce": ("bounce", "bounces"),
    "duplicate": ("copy", "copies"),
    "list_mail": ("list mail", "list mails"),
    "unreadable": ("unreadable", "unreadable"),
}
"""Each kind of mail, one and many."""

commands = Commands("mail", help="Mail that lies on a disk.")


@commands.command("ingest")
@click.argument("sources", metavar="SOURCE...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--at", "at", help="The moment at which the mail is treated as arriving, with an offset; otherwise now.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a mail, then the totals.")
def ingest_mail(sources: tuple[Path, ...], at: str | None, as_json: bool) -> None:
    """Take in SOURCE: .eml files, folders of them, mbox files or maildirs. A second run changes nothing."""
    if not sources:
        raise InputProblem("Name the mail to take in: flask mail ingest SOURCE, an .eml file, folder, mbox or maildir.")
    kit, progress = equipment(), Progress()
    moment = moment_or(at, kit.clock()) if at is not None else None

    def say(line: dict[str, Any]) -> None:
        progress.clear()
        if as_json:
            write_line(line)
        else:
            click.echo(plain(line))

    totals = ingest(the_school(), sources, clock=kit.clock, at=moment, say=say, step=progress.step)
    progress.clear()
    if as_json:
        write_line({"totals": totals})
    else:
        mails = "1 mail" if totals["mails"] == 1 else f"{totals['mails']:,} mails"
        click.echo(f"{mails} taken in: {counted(totals['kind'])}.")


def plain(line: dict[str, Any]) -> str:
    """A line for a person: which mail, what it is, what became of it and when it will be seen."""
    seen = f", to be seen at {line['visible_at']}" if line["visible_at"] else ""
    return f"{line['source']}: {line['kind']}, {line['disposition']} ({line['rule']}){seen}"


def counted(counts: dict[str, int]) -> str:
    """How many mails of each kind, in words: ``12 messages, 1 bounce``."""
    return ", ".join(f"{count:,} {NAMES[kind][count != 1]}" for kind, count in counts.items())
