"""The relay's door: a mail server before the school's own, so that the rule holds in any mail program."""

from __future__ import annotations

import signal
import threading
import time
from typing import cast

import click
from flask import Flask, current_app

from gateway.actions import handing_on, relay_pulse, relaying
from gateway.actions.equipment import Equipment
from gateway.actions.relay_setup import relay_setup
from gateway.cli.commands import Commands, equipment, the_school
from gateway.domain.errors import InputProblem
from gateway.domain.relay import Parties
from gateway.domain.scope import Scope
from gateway.ports.errors import Misconfigured
from gateway.ports.relay import Envelope, RunningRelay

commands = Commands("relay", help="The mail server that staff and parents' mail is routed through.")

LOOK_EVERY = 2.0
"""Seconds between two looks for what is due; what has just been kept is looked at at once."""
PLAN_EVERY = 60.0
TELL_EVERY = 30.0
IN_A_PASS = 50


@commands.command("run")
@click.option("--listen", required=True, metavar="HOST:PORT", help="Where the school's mail system hands mail over.")
@click.option("--next-hop", required=True, metavar="HOST:PORT", help="The mail server that mail is handed on to.")
def run(listen: str, next_hop: str) -> None:
    """Take mail over SMTP: talks are kept and held by the school's rules, everything else passes at once.

    Settings beyond this machine (peers, login, certificate, limits) come from flask mailbox connect FILE, in a table
    [relay] with kind = "relay".
    """
    serve(the_school(), equipment(), listen=listen, next_hop=next_hop)


def serve(scope: Scope, kit: Equipment, *, listen: str, next_hop: str) -> None:
    """Run the relay of a school until the process is told to end. Raises InputProblem for what it cannot start with."""
    desk = Desk(cast(Flask, current_app._get_current_object()), scope, kit)  # type: ignore[attr-defined]
    try:
        settings = relaying.relay_settings(scope, key=kit.settings_key)
        relay = kit.open_relay(settings, listen=listen, next_hop=next_hop, desk=desk)
    except Misconfigured as problem:
        raise InputProblem(str(problem)) from problem
    setup = relay_setup(scope, key=kit.settings_key)
    if setup is not None and setup.warning:
        click.echo(setup.warning, err=True)
    signal.signal(signal.SIGTERM, _end)
    click.echo(f"The relay listens on {listen} and hands on to {next_hop}. Press Ctrl+C to stop.", err=True)
    try:
        _work(scope, kit, relay, desk)
    except KeyboardInterrupt:
        click.echo("The relay ends.", err=True)
    finally:
        relay.stop()


class Desk:
    """What the relay asks, answered inside the application; ``came`` is set when something was kept."""

    def __init__(self, app: Flask, scope: Scope, kit: Equipment) -> None:
        self._app = app
        self._scope = scope
        self._kit = kit
        self.came = threading.Event()

    def parties(self) -> Parties:
        """Who counts as staff and contact now."""
        with self._app.app_context():
            return relaying.parties(self._scope)

    def take(self, envelope: Envelope, mail: bytes) -> frozenset[str]:
        """Take a talk in for good; for whom it is none."""
        with self._app.app_context():
            passing = relaying.take(self._scope, envelope, mail, now=self._kit.clock())
        self.came.set()
        return passing


def _work(scope: Scope, kit: Equipment, relay: RunningRelay, desk: Desk) -> None:
    """Hand on what is due until the process is told to end; a database that is away is asked again."""
    planned_at = time.monotonic()
    told_at = planned_at - TELL_EVERY
    while True:
        desk.came.clear()
        try:
            if time.monotonic() - told_at > TELL_EVERY:
                told_at = time.monotonic()
                relay_pulse.note_pulse(scope, relay.pulse(), now=kit.clock())
            tried = handing_on.hand_on_due(scope, relay.hop, now=kit.clock(), limit=IN_A_PASS)
            if time.monotonic() - planned_at > PLAN_EVERY:
                planned_at = time.monotonic()
                handing_on.keep_moments(scope, now=kit.clock())
        except Exception as failure:  # the line stays open and answers 4xx; a relay that ended would turn mail away
            click.echo(f"Handing on stopped ({type(failure).__name__}); it is tried again.", err=True)
            tried = 0
        if tried < IN_A_PASS:
            desk.came.wait(LOOK_EVERY)


def _end(*_: object) -> None:
    raise KeyboardInterrupt
