"""Every timed job: its name, its action, and how often it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from gateway.actions import alerts, arrivals, delivery, mailboxes, record, release
from gateway.actions.letters import Letters
from gateway.actions.mailboxes import OpenMailbox
from gateway.clock import Clock
from gateway.domain.scope import Scope
from gateway.ports.channels import Channel


@dataclass(frozen=True, slots=True)
class Tools:
    """What jobs are handed from outside: the time, the channels, and how mailboxes are opened."""

    clock: Clock
    channels: Callable[[Scope], dict[str, Channel]]
    open_mailbox: OpenMailbox
    letters: Letters
    settings_key: bytes
    anchor: Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Job:
    """One line of the table; ``run`` is called with one school's scope."""

    name: str
    every: timedelta
    run: Callable[[Scope, Tools], object]


JOBS: tuple[Job, ...] = (
    Job("release", timedelta(seconds=15), lambda scope, tools: release.release_due(scope, now=tools.clock())),
    Job(
        "deliver",
        timedelta(seconds=10),
        lambda scope, tools: delivery.send_due(scope, tools.channels(scope), tools.letters, now=tools.clock()),
    ),
    Job(
        "mailboxes",
        timedelta(seconds=60),
        lambda scope, tools: mailboxes.poll_mailboxes(
            scope, tools.open_mailbox, key=tools.settings_key, clock=tools.clock
        ),
    ),
    Job("kept", timedelta(minutes=1), lambda scope, tools: arrivals.place_kept(scope, now=tools.clock())),
    Job("alerts", timedelta(seconds=30), lambda scope, tools: alerts.escalate_due(scope, now=tools.clock())),
    Job("replan", timedelta(minutes=30), lambda scope, tools: release.replan_promises(scope, now=tools.clock())),
    Job("anchor", timedelta(minutes=10), lambda scope, tools: record.anchor(scope, tools.anchor)),
)
"""Nothing here may be late by more than its own beat; nothing here is harmed by running twice."""
