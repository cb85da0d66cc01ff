"""Every timed job: its name, its action, and how often it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from gateway.actions import (
    alerts,
    arrivals,
    connecting,
    delivery,
    evenings,
    follow_ups,
    handovers,
    mailboxes,
    record,
    register,
    release,
    reminders,
)
from gateway.actions.equipment import Equipment
from gateway.actions.social import publishing
from gateway.domain.scope import Scope


@dataclass(frozen=True, slots=True)
class Job:
    """One line of the table; ``run`` is called with one school's scope."""

    name: str
    every: timedelta
    run: Callable[[Scope, Equipment], object]


JOBS: tuple[Job, ...] = (
    Job("release", timedelta(seconds=15), lambda scope, kit: release.release_due(scope, now=kit.clock())),
    Job(
        "deliver",
        timedelta(seconds=10),
        lambda scope, kit: delivery.send_due(scope, kit.channels(scope), kit.letters, now=kit.clock()),
    ),
    Job(
        "mailboxes",
        timedelta(seconds=60),
        lambda scope, kit: mailboxes.poll_mailboxes(scope, kit.open_mailbox, key=kit.settings_key, clock=kit.clock),
    ),
    Job("follow_ups", timedelta(minutes=1), lambda scope, kit: follow_ups.ring_due(scope, now=kit.clock())),
    Job("register", timedelta(minutes=1), lambda scope, kit: register.ring_unopened(scope, now=kit.clock())),
    Job(
        "posts",
        timedelta(seconds=15),
        lambda scope, kit: publishing.publish_due(scope, kit.build_publisher, key=kit.settings_key, clock=kit.clock),
    ),
    Job("channels", timedelta(minutes=1), lambda scope, kit: connecting.call_for_channels(scope, now=kit.clock())),
    Job("handovers", timedelta(minutes=5), lambda scope, kit: handovers.lapse_due(scope, now=kit.clock())),
    Job("kept", timedelta(minutes=1), lambda scope, kit: arrivals.place_kept(scope, now=kit.clock())),
    Job("alerts", timedelta(seconds=30), lambda scope, kit: alerts.escalate_due(scope, now=kit.clock())),
    Job("evenings", timedelta(minutes=5), lambda scope, kit: evenings.offer_freed(scope, now=kit.clock())),
    Job("reminders", timedelta(minutes=5), lambda scope, kit: reminders.remind_due(scope, now=kit.clock())),
    Job("replan", timedelta(minutes=30), lambda scope, kit: release.replan_promises(scope, now=kit.clock())),
    Job(
        "anchor",
        timedelta(minutes=10),
        lambda scope, kit: record.anchor(scope, kit.anchor, anchored=kit.anchored(scope.school_id)),
    ),
    Job(
        record.CHECK,
        timedelta(hours=12),
        lambda scope, kit: record.check_record(scope, anchored=kit.anchored(scope.school_id)),
    ),
)
"""Nothing here may be late by more than its own beat; nothing here is harmed by running twice."""
