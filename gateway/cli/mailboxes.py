"""Connecting the school's mailboxes and its way out: a file says where they are, the passwords are asked for."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import click

from gateway.actions import mailboxes
from gateway.cli.commands import Commands, equipment, the_school
from gateway.cli.lines import write_line
from gateway.domain.errors import InputProblem
from gateway.ports.channels import MailboxMark
from gateway.ports.errors import PortError

commands = Commands("mailbox", help="The school's mailboxes, and its way out.")


@commands.command("connect")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--from-beginning", is_flag=True, help="Take in the mail that is there already, and answer it.")
def connect(file: Path, from_beginning: bool) -> None:
    """Save the mailboxes of FILE after each was opened; they are read from now on.

    FILE is TOML with a table for each: [inbox] with kind = "imap", host, user and perhaps folder; [school_email] with kind =
    "smtp", host, user. A password that the file does not name is asked for; [inbox.oauth] takes its place.
    """
    kit, scope = equipment(), the_school()
    wanted = _read(file)
    for endpoint, settings in wanted.items():
        if not settings.get("password") and not settings.get("oauth") and settings.get("user"):
            settings["password"] = click.prompt(
                f"Password of {settings['user']} ({endpoint})", hide_input=True, err=True
            )
    ends = {
        endpoint: _opened(endpoint, settings)
        for endpoint, settings in wanted.items()
        if settings["kind"] not in mailboxes.NOT_READ
    }
    for endpoint, settings in wanted.items():
        plain = {name: value for name, value in settings.items() if name != "kind"}
        mailboxes.save_mailbox(
            scope,
            endpoint=endpoint,
            kind=settings["kind"],
            settings=plain,
            key=kit.settings_key,
            now=kit.clock(),
            begin_at=None if from_beginning else ends.get(endpoint),
        )
        click.echo(f"{endpoint} is connected.", err=True)


@commands.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_them(as_json: bool) -> None:
    """Say which mailboxes there are and how they do; never their passwords."""
    for state in mailboxes.standing(the_school()):
        if as_json:
            write_line(state)
        else:
            click.echo(f"{state['endpoint']}  {state['kind']}  {state['failure'] or 'is well'}")


def _read(file: Path) -> dict[str, dict[str, Any]]:
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as failure:
        raise InputProblem(f"{file} cannot be read; give the file that says where the mailboxes are.") from failure
    except ValueError as failure:
        raise InputProblem(f"{file} is not TOML: {failure}.") from failure
    for endpoint, settings in found.items():
        if not isinstance(settings, dict) or not isinstance(settings.get("kind"), str):
            raise InputProblem(f'{file}, [{endpoint}]: the kind is missing; write kind = "imap" or kind = "smtp".')
    if not found:
        raise InputProblem(f"{file} names no mailbox; write a table such as [inbox] for each.")
    return found


def _opened(endpoint: str, settings: dict[str, Any]) -> MailboxMark:
    """Open a mailbox and see where it ends, so that a wrong password is said here and not in the night."""
    plain = {name: value for name, value in settings.items() if name != "kind"}
    try:
        mailbox = equipment().open_mailbox(settings["kind"], plain, keep=lambda token: None)
        try:
            return mailbox.end_mark()
        finally:
            mailbox.close()
    except PortError as problem:
        raise InputProblem(f"[{endpoint}] {problem} Nothing was saved.") from problem
