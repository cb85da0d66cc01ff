"""Every command that ``flask`` is given with the whole application."""

from __future__ import annotations

import click
from flask import Flask

from gateway.cli import (
    accounts,
    audit,
    bank_holidays,
    connector,
    database,
    demo,
    flags,
    hours,
    mail,
    mailboxes,
    rehearse,
    relay,
    release,
    school,
    term_dates,
    texts,
)

school.commands.add_command(bank_holidays.command)
school.commands.add_command(term_dates.command)

COMMANDS: tuple[click.Command, ...] = (
    accounts.commands,
    audit.commands,
    connector.commands,
    database.command,
    demo.command,
    flags.commands,
    hours.commands,
    mail.commands,
    mailboxes.commands,
    rehearse.command,
    relay.commands,
    release.commands,
    school.commands,
    texts.commands,
)


def add_commands(app: Flask) -> None:
    """Let ``flask`` know every command of the contract that exists."""
    for command in COMMANDS:
        app.cli.add_command(command)
