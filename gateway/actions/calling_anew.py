"""Alerts after the people or the calendar of a school have changed: none waits for, or is closed with, who has left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gateway.actions import placing
from gateway.actions.alerts import (
    calls_next_at,
    is_closed,
    next_in_line,
    route_for,
    still_there,
    tell_more,
    with_callers,
)
from gateway.domain.identity import Directory
from gateway.domain.reports import HEAD
from gateway.domain.roster import StaffMember
from gateway.domain.scope import Scope
from gateway.store import audit, concerns, queue, reports, threads
from gateway.store.concerns import Alert


def replan_calls(scope: Scope, people: Directory, *, now: datetime) -> None:
    """Route every open alert anew whose people have all left, and call the others sooner where the calendar lets it.

    In the open transaction. Events: alert.escalated, alert.handed_over.
    """
    for alert in concerns.open_alerts(scope):
        if not still_there(people, alert):
            _route_anew(scope, people, alert, now=now)
            continue
        sooner = calls_next_at(people, next_in_line(people, alert), now=now)
        if sooner is not None and (alert.next_call_at is None or sooner < alert.next_call_at):
            concerns.put_off(scope, alert.alert_id, to=sooner)
    closed = list(threads.all_sealed(scope))
    for raised in concerns.alerts_among(scope, closed).values() if closed else ():
        for alert in raised:
            if alert.acknowledged_at is not None and is_closed(alert) and not still_there(people, alert):
                _hand_over(scope, people, alert, now=now)


def _route_anew(scope: Scope, people: Directory, alert: Alert, *, now: datetime) -> None:
    """Tell whoever holds the offices of its route now, never whom its conversation names, and open it to them."""
    told = _holders(scope, people, alert, now=now)
    if not told:
        return
    if is_closed(alert):
        _open_to(scope, alert, told)
    tell_more(scope, people, alert, told, now=now)


def _hand_over(scope: Scope, people: Directory, alert: Alert, *, now: datetime) -> None:
    """An allegation that was taken by somebody who has left stands with whoever holds their office now: nobody is called."""
    told = _holders(scope, people, alert, now=now)
    if not told:
        return
    _open_to(scope, alert, told)
    concerns.hand_over(scope, alert.alert_id, told=[*alert.told, *told])
    for key in told:
        queue.ring_in_inbox(scope, alert.thread_id, key, rung_at=now)
    about = {"alert": alert.alert_id, "told": list(told)}
    audit.append(scope, "alert.handed_over", now=now, clause="C12", thread_id=alert.thread_id, **about)


def _holders(scope: Scope, people: Directory, alert: Alert, *, now: datetime) -> tuple[str, ...]:
    codes = [str(one["code"]) for one in alert.findings]
    route = route_for(people, codes, named=_accused(scope, people, alert))
    return with_callers(people, route, codes, now=now).told


def _open_to(scope: Scope, alert: Alert, told: Sequence[str]) -> None:
    thread = threads.thread(scope, alert.thread_id)
    if thread is not None:
        threads.seal(scope, alert.thread_id, sealed_from=thread.sealed_from - set(told))


def _accused(scope: Scope, people: Directory, alert: Alert) -> tuple[StaffMember, ...]:
    """Whom an allegation may be about, as it was read when it came and as it is read now, for a name may have changed: those it
    names, and those a report points at.
    """
    links = audit.links_of_thread(scope, alert.thread_id)
    then = {key for one in links if one.event == "alert.raised" for key in one.detail.get("about", ())}
    said = " ".join(f"{one.subject} {one.text}" for one in threads.messages_of(scope, alert.thread_id))
    report = reports.report(scope, alert.message_id)
    about = report.about_message_id if report is not None else None
    heads = people.with_role("headteacher") if report is not None and report.about == HEAD else ()
    reported = threads.message(scope, about) if about is not None else None
    wrote = people.staff.get(reported.author_id) if reported is not None and reported.by == "staff" else None
    known = (people.staff[one] for one in sorted(then) if one in people.staff)
    return (*placing.staff_named(people, said), *known, *heads, *([wrote] if wrote is not None else []))
