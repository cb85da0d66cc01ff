"""Rehearsal: a past mailbox through the whole policy, told as lines and as a report for governors."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from gateway.actions.rehearsal import rehearse
from gateway.actions.rehearsal.figures import Figures
from gateway.cli.commands import equipment, standing_alone
from gateway.cli.folders import read_folder, show_notices
from gateway.cli.lines import write_line
from gateway.cli.mail import counted
from gateway.cli.progress import Progress
from gateway.cli.report import render_report
from gateway.domain.errors import InputProblem


@standing_alone("rehearse")
@click.argument("sources", metavar="SOURCE...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--school", "school", type=click.Path(path_type=Path), help="The school folder: who works when, who is whose."
)
@click.option("--html", "html", type=click.Path(path_type=Path), help="Write the report into this file.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a mail, then the totals.")
def command(sources: tuple[Path, ...], school: Path | None, html: Path | None, as_json: bool) -> None:
    """Show what would have happened to SOURCE: .eml files, folders of them, mbox files or maildirs.

    Nothing is sent and nothing is kept; the live database is not touched.
    """
    if not sources:
        raise InputProblem(
            "Name the mail to rehearse: flask rehearse SOURCE --school DIR; an .eml file, folder, mbox or maildir."
        )
    if school is None:
        raise InputProblem("Name the school folder with --school DIR; it says who works when and who is whose parent.")
    if html is not None:
        _refuse_unwritable(html, sources)
    kit, progress = equipment(), Progress()
    roster, notices = read_folder(school)
    show_notices(notices)

    def say(line: dict[str, Any]) -> None:
        if as_json:
            progress.clear()
            write_line(line)

    with _clearing_up():
        figures, totals = rehearse(kit.scratch, roster, sources, say=say, step=progress.step)
    progress.clear()
    if as_json:
        write_line({"totals": totals})
    else:
        _say_in_short(figures, totals)
    if html is not None:
        _write(html, render_report(figures, zone=roster.school.timezone, made_at=kit.clock()))
        click.echo(f"The report is in {html}.", err=True)


@contextmanager
def _clearing_up() -> Iterator[None]:
    """Let a closed terminal and a polite end pass through the code that deletes the scratch database, as Ctrl+C does."""
    before = {one: signal.signal(one, _interrupt) for one in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _say_in_short(figures: Figures, totals: dict[str, Any]) -> None:
    waits, alerts = figures.waits.total, figures.at_once.alerts
    click.echo(f"{totals['mails']:,} mails: {counted(totals['kind'])}.")
    click.echo(f"{figures.families:,} messages from families, {figures.families_off:,} of them off duty.")
    click.echo(f"{waits:,} would have waited, each with a promise; {alerts:,} would have raised an alert.")
    click.echo(
        f"{figures.flagged:,} of {figures.conversations:,} conversations would have been flagged to talk through."
    )
    click.echo("Nothing was sent, and nothing is kept. --html FILE writes the report, --json every mail.")


def _refuse_unwritable(file: Path, sources: tuple[Path, ...]) -> None:
    """Before an hour of work, not after it. Raises InputProblem."""
    if file.is_dir():
        raise InputProblem(f"--html {file} is a folder; name a file, such as {file / 'rehearsal.html'}.")
    if not file.absolute().parent.is_dir():
        raise InputProblem(f"--html {file}: there is no folder {file.absolute().parent}; make it first.")
    if not os.access(file if file.exists() else file.absolute().parent, os.W_OK):
        raise InputProblem(f"--html {file} cannot be written; check its permissions or name another place.")
    if file.resolve() in {source.resolve() for source in sources}:
        raise InputProblem(f"--html {file} is one of the mailboxes and would be overwritten; name another file.")


def _write(file: Path, page: str) -> None:
    """Put the whole report in place at once, so that a killed run leaves the old one."""
    fresh = file.with_name(f".{file.name}.new")
    try:
        fresh.write_text(page, encoding="utf-8")
        fresh.replace(file)
    except OSError as failure:
        fresh.unlink(missing_ok=True)
        raise InputProblem(f"--html {file} could not be written ({failure.strerror}); name another place.") from failure
