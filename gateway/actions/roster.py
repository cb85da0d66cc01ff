"""Bringing a school's people in: the differences first, then all of it or nothing."""

from __future__ import annotations

from datetime import datetime

from gateway.domain.roster import Roster
from gateway.domain.roster_changes import Changes, differences, merged, refuse_collapse
from gateway.domain.scope import Scope
from gateway.store import audit, people
from gateway.store.schools import NoSuchSchool
from gateway.store.transaction import reading, writing


def held_roster(scope: Scope) -> Roster | None:
    """The roster as it stands, or None for a school that is not here yet."""
    with reading():
        return _held(scope)


def preview_import(scope: Scope, incoming: Roster) -> Changes:
    """What an import would change; changes nothing."""
    return differences(held_roster(scope), incoming)


def import_roster(scope: Scope, incoming: Roster, *, accept_removals: bool, now: datetime) -> Changes:
    """Write a school folder's people. Raises what ``refuse_collapse`` raises. Event: roster.imported."""
    with writing():
        held = _held(scope)
        if not accept_removals:
            refuse_collapse(held, incoming)
        changes = differences(held, incoming)
        people.save_roster(scope, merged(held, incoming))
        audit.open_chain(scope)
        audit.append(
            scope,
            "roster.imported",
            now=now,
            clause="C4",
            pupils=len(incoming.pupils),
            contacts=len(incoming.contacts),
            staff=len(incoming.staff),
        )
        return changes


def _held(scope: Scope) -> Roster | None:
    try:
        return people.roster(scope)
    except NoSuchSchool:
        return None
