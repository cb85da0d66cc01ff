"""Bringing a school's people in: the differences first, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gateway.actions.alerts import is_closed
from gateway.actions.contacts_check import with_confirmed_numbers
from gateway.actions.corrections import with_corrections
from gateway.actions.release import replan_promises
from gateway.domain.roster import Roster
from gateway.domain.roster_changes import Changes, Lifted, Limit, differences, merged, refuse_collapse
from gateway.domain.scope import Scope
from gateway.store import audit, concerns, people, restrictions, threads
from gateway.store.restrictions import Lift
from gateway.store.schools import NoSuchSchool
from gateway.store.transaction import reading, writing


def held_roster(scope: Scope) -> Roster | None:
    """The roster as it stands, or None for a school that is not here yet."""
    with reading():
        return _held(scope)


def preview_import(scope: Scope, incoming: Roster) -> Changes:
    """What an import would change; changes nothing."""
    with reading():
        held = _held(scope)
        incoming = with_confirmed_numbers(scope, held, incoming)
        incoming = with_corrections(scope, incoming, ends=False)
        return differences(
            held, incoming, remembered=people.restrictions(scope), lifted=_lifted(restrictions.lifts(scope))
        )


def refuse_removals(scope: Scope, incoming: Roster) -> None:
    """Raise CollapseRefused where an import would take most contacts away. No event: nothing happens."""
    refuse_collapse(held_roster(scope), incoming)


def import_roster(scope: Scope, incoming: Roster, *, accept_removals: bool, now: datetime) -> Changes:
    """Write a school folder's people and plan every promise again; a folder that changes nothing leaves only its event.

    A restriction that was lifted stays lifted while the folder holds the row that had brought it, and is named in what
    comes back; once a folder says anything else, the next restriction is news and stands. Raises CollapseRefused.
    Events: roster.imported, promise.changed.
    """
    with writing():
        audit.open_chain(scope)
        audit.take_turn(scope)
        held, remembered, lifts = _held(scope), people.restrictions(scope), restrictions.lifts(scope)
        lifted = _lifted(lifts)
        if not accept_removals:
            refuse_collapse(held, incoming)
        incoming = with_confirmed_numbers(scope, held, incoming)
        incoming = with_corrections(scope, incoming, ends=True)
        changes = differences(held, incoming, remembered=remembered, lifted=lifted)
        if not changes.is_empty:
            people.save_roster(scope, merged(held, incoming, remembered=remembered, lifted=lifted))
            _seal_from_newcomers(scope, held, incoming)
        still = {(one.pupil_id, one.contact_id) for one in changes.lifted}
        for one in lifts:
            if (one.pupil_id, one.contact_id) not in still:
                restrictions.end_lift(scope, one.lift_id, now=now)
        audit.append(
            scope,
            "roster.imported",
            now=now,
            clause="C4",
            pupils=len(incoming.pupils),
            contacts=len(incoming.contacts),
            staff=len(incoming.staff),
            changes=changes.counts(),
            restricted=[_noted(one) for one in changes.restricted],
            not_loosened=[_noted(one) for one in changes.kept],
            still_lifted=[_noted(one) for one in changes.lifted],
            kept_from_pages=[f"{one.kind} {one.key}" for one in changes.stays],
            removals_accepted=accept_removals,
        )
        replan_promises(scope, now=now)
        return changes


def _seal_from_newcomers(scope: Scope, held: Roster | None, incoming: Roster) -> None:
    """What was closed to everybody but its route is closed to whoever joins the school later, unless they were told of it."""
    known = {one.staff_id for one in held.staff} if held is not None else set()
    new = {one.staff_id for one in incoming.staff} - known
    closed = threads.all_sealed(scope) if new else {}
    raised = concerns.alerts_among(scope, list(closed)) if closed else {}
    for thread_id, sealed_from in closed.items():
        told = {key for one in raised.get(thread_id, ()) if is_closed(one) for key in one.told}
        threads.seal(scope, thread_id, sealed_from=sealed_from | (new - told))


def _lifted(lifts: Sequence[Lift]) -> tuple[Lifted, ...]:
    return tuple(Lifted(one.pupil_id, one.contact_id, one.restriction, one.may_contact) for one in lifts)


def _noted(limit: Limit) -> dict[str, str]:
    return {"pupil": limit.pupil_id, "contact": limit.contact_id, "held": limit.held, "asked": limit.asked}


def _held(scope: Scope) -> Roster | None:
    try:
        return people.roster(scope)
    except NoSuchSchool:
        return None
