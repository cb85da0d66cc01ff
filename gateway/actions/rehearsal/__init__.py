"""Rehearsing a past mailbox, and taking one in for real: the same mails, the same path, the same lines."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

from gateway.actions.arrivals import Taken, take_in
from gateway.actions.directory import directory
from gateway.actions.rehearsal.figures import Figures
from gateway.actions.rehearsal.lines import Totals, line_of
from gateway.actions.rehearsal.sources import InSourceOrder, Lying, Say, Step, as_they_came, survey
from gateway.actions.rehearsal.tally import Tally
from gateway.actions.release import next_release_at, release_due
from gateway.actions.roster import import_roster
from gateway.domain.identity import Directory
from gateway.domain.roster import Roster
from gateway.domain.scope import Scope, one_school
from gateway.ports.channels import RawHook
from gateway.store.transaction import reading

ENDPOINT = "files"
"""The door by which mails come that lie on a disk."""


def rehearse(
    scratch: Callable[[], AbstractContextManager[object]],
    roster: Roster,
    sources: Sequence[Path],
    *,
    say: Say,
    step: Step,
) -> tuple[Figures, dict[str, Any]]:
    """Take a past mailbox through the whole policy, each mail at the moment it was received; the figures and the totals.

    ``scratch`` opens an empty database that is gone afterwards; nothing is sent, nothing kept, the live database not
    touched. Raises InputProblem before anything is done. Event: those of an arrival, in a record that is thrown away.
    """
    people = Directory(roster)
    mails = survey(sources, step=step)
    tally, totals, scope = Tally(people), Totals(), one_school(1)
    with scratch(), InSourceOrder(say) as lines:
        import_roster(scope, roster, accept_removals=True, now=min(one.received_at for one in mails))
        next_at: datetime | None = None
        for done, lying in enumerate(as_they_came(mails), start=1):
            while next_at is not None and next_at <= lying.received_at:
                next_at = release_due(scope, now=next_at).next_at
            taken = take_in(scope, _delivery(lying, lying.received_at), now=lying.received_at)
            next_at = next_release_at(scope)
            tally.add(taken)
            totals.add(taken)
            lines.put(lying.number, line_of(taken, lying.label, people=people))
            step("Rehearsing", done, len(mails))
    return tally.figures(), totals.as_json()


def ingest(
    scope: Scope, sources: Sequence[Path], *, clock: Callable[[], datetime], at: datetime | None, say: Say, step: Step
) -> dict[str, Any]:
    """Take mails in as if they arrived now, or ``at`` a moment; gives the totals. Each is durable before the next begins.

    A second run finds every mail held already. Raises InputProblem before anything is done, or where a file has gone
    meanwhile; what was taken in by then stays. Event: those of an arrival.
    """
    with reading():
        people = directory(scope)
    mails = survey(sources, step=step)
    totals = Totals()
    with InSourceOrder(say) as lines:
        for done, lying in enumerate(as_they_came(mails), start=1):
            taken: Taken = take_in(scope, _delivery(lying, at or lying.received_at), now=at or clock())
            totals.add(taken)
            lines.put(lying.number, line_of(taken, lying.label, people=people))
            step("Taking in", done, len(mails))
    return totals.as_json()


def _delivery(lying: Lying, received_at: datetime) -> RawHook:
    """A mail as a delivery. It is known by its bytes: a file's name may come again with another mail in it."""
    raw = lying.read()
    return RawHook(ENDPOINT, hashlib.sha256(raw).hexdigest(), raw, received_at)
