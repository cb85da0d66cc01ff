"""The demo: the sample school with its term, a web server, the jobs and a local mail server, on a clock of its own."""

from __future__ import annotations

import secrets
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import cast

import click
from flask import Flask, current_app

from gateway.actions import demo
from gateway.actions.arrivals import take_in
from gateway.actions.demo import Login
from gateway.cli.commands import equipment, standing_alone
from gateway.clock import Clock, MovableClock
from gateway.domain.errors import InputProblem
from gateway.domain.scope import Scope
from gateway.ports.channels import RawHook
from gateway.ports.demo import DemoParts, MailDoor
from gateway.ports.errors import Misconfigured
from gateway.settings import Settings

WORDS = (
    "acorn",
    "badger",
    "bramble",
    "conker",
    "heron",
    "hazel",
    "lantern",
    "otter",
    "pebble",
    "robin",
    "thistle",
    "wren",
)

USUAL_SMTP_PORTS = range(2525, 2535)


@standing_alone("demo")
@click.option("--port", default=5000, show_default=True, help="The port of the pages.")
@click.option("--smtp-port", type=int, help="The port that mail programs send to.  [default: 2525, or the next free]")
@click.option("--seed-only", is_flag=True, help="Prepare the sample school and start nothing.")
@click.option("--password", default="", help="The password of every sample account; otherwise one is made up.")
def command(port: int, smtp_port: int | None, seed_only: bool, password: str) -> None:
    """Show a sample school in the browser, on a Monday morning."""
    settings = cast(Settings, current_app.config["HANDBELL"])
    if settings.environment == "production":
        raise InputProblem("HANDBELL_ENV is production; a demo needs HANDBELL_ENV=demo and a database of its own.")
    kit = equipment()
    click.echo("Preparing Elmswick Primary School and its term …", err=True)
    kit.migrate()
    kit = replace(kit, letters=kit.letters.at(_site(port)))  # the term is played before the pages open
    scope = demo.prepare(kit, letters=settings.instance / "demo-letters", tell=lambda line: click.echo(line, err=True))
    began_at = demo.newest_moment(scope) + timedelta(seconds=1)
    word = password or "-".join(secrets.SystemRandom().sample(WORDS, 3))
    logins = demo.set_passwords(scope, word, now=began_at)
    if seed_only:
        _print_logins(logins, word)
        return
    clock = MovableClock(settings.instance / "demo-clock")
    clock.start_at(began_at)
    _serve(scope, logins, word, port=port, smtp_port=smtp_port, clock=clock)


def _site(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _serve(
    scope: Scope, logins: tuple[Login, ...], word: str, *, port: int, smtp_port: int | None, clock: MovableClock
) -> None:
    parts = equipment().demo
    if parts is None:
        raise InputProblem("This Handbell was built without a demo; start it with HANDBELL_ENV=demo.")
    environment = {
        "HANDBELL_ENV": "demo",
        "HANDBELL_CLOCK": f"@{clock.path}",
        "HANDBELL_SITE": _site(port),
    }
    servers = parts.servers(port, environment)
    door = _mail_door(parts, scope, smtp_port=smtp_port, clock=clock)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        servers.start()
        click.echo(f"\nHandbell is open at {_site(port)}/  ({clock():%A %-d %B, %H:%M} by its own clock)\n")
        _print_logins(logins, word)
        click.echo(f"\nPlay a parent: {_site(port)}/play")
        click.echo(f"Or send mail to {demo.office_address(scope)} through 127.0.0.1, port {door.port}.")
        click.echo("Press Ctrl+C to stop.")
        while not (ended := servers.ended()):
            time.sleep(0.5)
        raise InputProblem(f"The {ended} ended; its own words stand above.")
    except KeyboardInterrupt:
        click.echo("\nStopping.", err=True)
    finally:
        door.stop()
        servers.stop()


def _mail_door(parts: DemoParts, scope: Scope, *, smtp_port: int | None, clock: MovableClock) -> MailDoor:
    """The mail server on the port that was chosen, else on the first that is free: another demo must not stop this one."""
    take, domains = _taker(scope, clock), demo.email_domains(scope)
    *usual, last = [smtp_port] if smtp_port is not None else USUAL_SMTP_PORTS
    for one in usual:
        with suppress(Misconfigured):
            return parts.open_mail_door("127.0.0.1", one, take, domains=domains, clock=clock)
    return parts.open_mail_door("127.0.0.1", last, take, domains=domains, clock=clock)


def _taker(scope: Scope, clock: Clock) -> Callable[[bytes, str], None]:
    """What the mail server hands its mails to: each is durable when it returns."""
    app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]

    def take(raw: bytes, own_id: str) -> None:
        with app.app_context():
            take_in(scope, RawHook("smtp", own_id, raw, None), now=clock())

    return take


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _print_logins(logins: tuple[Login, ...], word: str) -> None:
    width = max(len(one.role) for one in logins)
    for one in logins:
        click.echo(f"  {one.role.replace('_', ' '):<{width}}  {one.email}  {word}  ({one.name})")
