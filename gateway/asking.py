"""The small application of commands that answer what they are asked from words and folders: no database, no page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Flask

from gateway.cli import flags, hours
from integrations.roster.csv_folder import read_school_folder

COMMANDS = {"flags": flags.commands, "hours": hours.commands}


def is_asked(words: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Whether ``flask`` runs with these words after its name and the first is one of these commands."""
    return environment.get("FLASK_RUN_FROM_CLI") == "true" and bool(words) and words[0] in COMMANDS


def create_app() -> Flask:
    """The application with these commands alone, and the reader of a school folder."""
    app = Flask("gateway", static_folder=None)
    app.extensions["handbell.read_school_folder"] = read_school_folder
    for command in COMMANDS.values():
        app.cli.add_command(command)
    return app
