"""The endpoints at which bridges of closed channels call: open, list, rotate, close."""

from __future__ import annotations

import click
from flask import current_app

from gateway.actions import endpoints
from gateway.actions.endpoints import Opened
from gateway.cli.commands import Commands, equipment, the_school
from gateway.cli.lines import write_line
from gateway.domain.channels import CLOSED

commands = Commands("connector", help="Where bridges of Tapestry, School Gateway and SchoolComms call.")
as_json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")


@commands.command("open")
@click.argument("name")
@click.option("--for", "channel", required=True, help=f"One of {', '.join(CLOSED)}.")
@as_json_option
def open_one(name: str, channel: str, as_json: bool) -> None:
    """Open an endpoint called NAME for a channel; its secret is shown this once."""
    kit = equipment()
    opened = endpoints.open_endpoint(the_school(), name, channel=channel, key=kit.settings_key, now=kit.clock())
    _show(opened, as_json)


@commands.command("rotate")
@click.argument("endpoint")
@as_json_option
def rotate(endpoint: str, as_json: bool) -> None:
    """Give ENDPOINT a new secret, shown this once; the old one counts for seven days more."""
    kit = equipment()
    _show(endpoints.rotate_key(the_school(), endpoint, key=kit.settings_key, now=kit.clock()), as_json)


@commands.command("close")
@click.argument("endpoint")
def close(endpoint: str) -> None:
    """Let nobody call at ENDPOINT any more; the messages that came by it stay."""
    endpoints.close_endpoint(the_school(), endpoint, now=equipment().clock())
    click.echo(f"{endpoint} is closed.", err=True)


@commands.command("list")
@as_json_option
def list_them(as_json: bool) -> None:
    """Say which endpoints there are and when each was last called; never their secrets."""
    for one in endpoints.open_endpoints(the_school()):
        heard = one.heard_at.isoformat() if one.heard_at else ""
        if as_json:
            write_line({"endpoint": one.endpoint, "channel": one.channel, "heard_at": heard})
        else:
            click.echo(f"{one.endpoint}  {CLOSED[one.channel]}  {f'called {heard}' if heard else 'not called yet'}")


def _show(opened: Opened, as_json: bool) -> None:
    address = f"{current_app.config['HANDBELL'].site}/hooks/connector/{opened.endpoint}"
    if as_json:
        write_line(
            {"endpoint": opened.endpoint, "channel": opened.channel, "address": address, "secret": opened.secret}
        )
    else:
        click.echo(f"address  {address}\nsecret   {opened.secret}")
        click.echo("Keep the secret where only the bridge reads it; it is not shown again.", err=True)
