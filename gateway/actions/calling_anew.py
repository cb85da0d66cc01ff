"""Open alerts after the people or the calendar of a school have changed: nobody's worry waits for somebody who has left."""

from __future__ import annotations

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
from gateway.store import concerns, reports, threads
from gateway.store.concerns import Alert


def replan_calls(scope: Scope, people: Directory, *, now: datetime) -> None:
    """Route every open alert anew whose people have all left, and call the others sooner where the calendar lets it.

    In the open transaction. Event: alert.escalated.
    """
    for alert in concerns.open_alerts(scope):
        if not still_there(people, alert):
            _route_anew(scope, people, alert, now=now)
            continue
        sooner = calls_next_at(people, next_in_line(people, alert), now=now)
        if sooner is not None and (alert.next_call_at is None or sooner < alert.next_call_at):
            concerns.put_off(scope, alert.alert_id, to=sooner)


def _route_anew(scope: Scope, people: Directory, alert: Alert, *, now: datetime) -> None:
    """Tell whoever holds the offices of its route now, never whom its conversation names, and open it to them."""
    thread = threads.thread(scope, alert.thread_id)
    codes = [str(one["code"]) for one in alert.findings]
    route = route_for(people, codes, named=_accused(scope, people, alert))
    told = with_callers(people, route, codes, now=now).told
    if thread is None or not told:
        return
    if is_closed(alert):
        threads.seal(scope, alert.thread_id, sealed_from=thread.sealed_from - set(told))
    tell_more(scope, people, alert, told, now=now)


def _accused(scope: Scope, people: Directory, alert: Alert) -> tuple[StaffMember, ...]:
    """Whom an allegation may be about, as it was read when it came: those it names, and those a report points at."""
    said = " ".join(f"{one.subject} {one.text}" for one in threads.messages_of(scope, alert.thread_id))
    report = reports.report(scope, alert.message_id)
    about = report.about_message_id if report is not None else None
    heads = people.with_role("headteacher") if report is not None and report.about == HEAD else ()
    reported = threads.message(scope, about) if about is not None else None
    wrote = people.staff.get(reported.author_id) if reported is not None and reported.by == "staff" else None
    return (*placing.staff_named(people, said), *heads, *([wrote] if wrote is not None else []))
