"""The risk clock: whom an alert goes to, how it is told at once, and how a person takes it."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gateway.actions.directory import directory
from gateway.actions.on_call import called_first, text_to
from gateway.actions.outgoing import put_letter, put_staff_letter
from gateway.domain.channels import TEXT
from gateway.domain.errors import HandbellError, InputProblem
from gateway.domain.hours import is_on_duty, next_on_duty
from gateway.domain.identity import Directory
from gateway.domain.messages import Finding
from gateway.domain.permissions import may
from gateway.domain.promises import OFFICE
from gateway.domain.reports import ALLEGATION
from gateway.domain.roster import StaffMember
from gateway.domain.scope import Scope
from gateway.store import audit, concerns, queue
from gateway.store.base import new_id
from gateway.store.concerns import Alert
from gateway.store.transaction import reading, writing

log = logging.getLogger(__name__)

CALLS_AFTER = timedelta(minutes=10)
"""How long an alert waits for a person before the next is told."""
REMINDS_AFTER = timedelta(hours=1)
"""The same where nobody is on call and everybody has been told already."""
CLEARED = {"leaders": "A leader may talk with the family", "all": "Staff may talk with the family as usual"}
"""For whom an alert is cleared: what stands in the record → how it is said. A leader it alleges something about never may."""
CLOSED = Finding(ALLEGATION, "It stands in a conversation about an allegation.", ())
"""Why a message that says nothing alarming is alerted all the same, and why nobody but its route sees the alert."""


class NotYoursToTake(HandbellError):
    """Only the people an alert was sent to can take it."""


@dataclass(frozen=True, slots=True)
class Route:
    """Who is told, in order, from whom the conversation is hidden, and whom it may be about."""

    told: tuple[str, ...]
    sealed_from: frozenset[str]
    about: frozenset[str] = frozenset()


def route_for(people: Directory, codes: Sequence[str], *, named: Sequence[StaffMember]) -> Route:
    """Safeguarding leads and the headteacher; an allegation to the headteacher alone, or, about the headteacher, to the chair."""
    heads = [one.staff_id for one in people.with_role("headteacher")]
    if ALLEGATION in codes:
        accused = {one.staff_id for one in named}
        told = [one for one in heads if one not in accused]
        if not told or len(told) < len(heads):
            told = [one.staff_id for one in people.with_role("governor_chair") if one.staff_id not in accused]
        told = told or _stand_in(people, accused)
        return Route(tuple(told), frozenset(people.staff) - frozenset(told), frozenset(accused))
    leads = [one.staff_id for one in people.with_role("dsl")]
    return Route(tuple(dict.fromkeys([*leads, *heads])) or tuple(_stand_in(people, set())), frozenset())


def _stand_in(people: Directory, accused: set[str]) -> list[str]:
    """The first who can be told where a school has named nobody for it: a worry that reaches nobody would be lost."""
    line = people.with_role("dsl", "deputy_dsl", "deputy_head", "headteacher", "office")
    return [one.staff_id for one in line if one.staff_id not in accused][:1]


def _in_place_of_leads(people: Directory, *, now: datetime) -> tuple[str, ...]:
    """The deputies who are not away on a day on which every safeguarding lead is: they are told at once too."""
    day, workers = people.staffing.calendar.day_of(now), people.staffing.workers
    leads, deputies = (
        [one.staff_id for one in people.with_role(role) if workers[one.staff_id].absence_on(day) is None]
        for role in ("dsl", "deputy_dsl")
    )
    return () if leads else tuple(deputies)


def route_within(
    people: Directory, route: Route | None, *, has_it: Sequence[str], named: Sequence[StaffMember]
) -> Route:
    """Who is told of one more message in a conversation that is closed already: whoever has it, and of the route of a new
    worry those whom no message of it names.
    """
    accused = {one.staff_id for one in named}
    others = [one for one in (route.told if route is not None else ()) if one not in accused]
    return Route(tuple(dict.fromkeys([*has_it, *others])), frozenset(), frozenset(accused))


def with_callers(people: Directory, route: Route, codes: Collection[str], *, now: datetime) -> Route:
    """A route with whoever joins it at this moment: the leader on call first, and the deputies of leads who are away.

    Nobody joins the route of an allegation.
    """
    if route.sealed_from or ALLEGATION in codes:
        return route
    first = called_first(people, now=now)
    told = [*([first] if first else []), *route.told, *_in_place_of_leads(people, now=now)]
    return Route(tuple(dict.fromkeys(told)), frozenset())


def raise_for(
    scope: Scope,
    people: Directory,
    *,
    message_id: int,
    thread_id: int,
    findings: Sequence[Finding],
    route: Route,
    now: datetime,
) -> int:
    """Open an alert in the transaction that placed its message, and tell its whole route at once.

    On a day on which no safeguarding lead is in, their deputies are of the route.
    Out of hours the leader on call is told first, unless it is an allegation, whose route nobody joins.
    """
    route = with_callers(people, route, [one.code for one in findings], now=now)
    alert_id = new_id(now)
    concerns.raise_alert(
        scope,
        Alert(
            alert_id=alert_id,
            message_id=message_id,
            thread_id=thread_id,
            findings=[_plain(one) for one in findings],
            told=list(route.told),
            raised_at=now,
            next_call_at=_calls_at(people, now=now, wait=CALLS_AFTER),
            calls=0,
            acknowledged_at=None,
            acknowledged_by="",
        ),
    )
    for staff_id in route.told:
        _tell(scope, people, staff_id, alert_id=alert_id, thread_id=thread_id, now=now)
    audit.append(
        scope,
        "alert.raised",
        now=now,
        clause="C12",
        thread_id=thread_id,
        alert=alert_id,
        codes=sorted({one.code for one in findings}),
        told=list(route.told),
        about=sorted(route.about),
    )
    return alert_id


def take_alert(scope: Scope, alert_id: int, *, staff_id: str, now: datetime) -> bool:
    """A person says "I have this": the calls stop; False when somebody had it already.

    Raises NotYoursToTake. Event: alert.acknowledged.
    """
    with writing():
        audit.take_turn(scope)
        alert = concerns.alert(scope, alert_id)
        if alert is None or staff_id not in alert.told:
            raise NotYoursToTake("This alert was not sent to you, so you cannot take it.")
        if not concerns.acknowledge(scope, alert_id, staff_id=staff_id, now=now):
            return False
        audit.append(scope, "alert.acknowledged", now=now, clause="C12", thread_id=alert.thread_id, alert=alert_id)
        return True


def clear_alert(scope: Scope, alert_id: int, *, staff_id: str, cleared_for: str, now: datetime) -> None:
    """A person who may see a taken alert says who may talk with the family: a key of ``CLEARED``, blank for nobody again.

    Done twice is done once. Raises NotYoursToTake, InputProblem. Event: alert.cleared.
    """
    if cleared_for and cleared_for not in CLEARED:
        raise InputProblem("Choose who may talk with the family.")
    with writing():
        audit.take_turn(scope)
        alert = concerns.alert(scope, alert_id)
        if alert is None or not may_see(directory(scope), staff_id, alert):
            raise NotYoursToTake("This alert was not sent to you, so you cannot clear it.")
        if alert.acknowledged_at is None:
            raise NotYoursToTake("Nobody has taken this yet. Whoever takes it can say who may talk with the family.")
        if concerns.clear(scope, alert_id, cleared_for=cleared_for, staff_id=staff_id, now=now):
            audit.append(
                scope,
                "alert.cleared",
                now=now,
                clause="C12",
                thread_id=alert.thread_id,
                alert=alert_id,
                cleared_for=cleared_for,
            )


def pass_on(scope: Scope, alert_id: int, *, staff_id: str, now: datetime) -> str:
    """A person says "I cannot": the next in line is told at once, whatever the hour; their name, blank where nobody is left.

    Where nobody is left everybody who was told is told again. Raises NotYoursToTake. Event: alert.escalated.
    """
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        alert = concerns.alert(scope, alert_id)
        if alert is None or staff_id not in alert.told:
            raise NotYoursToTake("This alert was not sent to you, so you cannot pass it on.")
        if alert.acknowledged_at is not None:
            raise NotYoursToTake("Somebody has taken this already.")
        chosen = _tell_next(scope, people, alert, now=now, other_than=staff_id)
        return people.name_of(chosen[0]) if chosen else ""


def escalate_due(scope: Scope, *, now: datetime) -> int:
    """Tell the next person about each alert that nobody has taken; how many. Event: alert.escalated.

    Where nobody is on call and the office has closed meanwhile (snow, a late pass), it waits until that opens again. Each
    alert is a transaction of its own: one that fails is logged, and the others are called on before it is raised.
    """
    with reading():
        due = [one.alert_id for one in concerns.due_for_a_call(scope, now=now)]
    called, failures = 0, []
    for alert_id in due:
        try:
            called += _call_on(scope, alert_id, now=now)
        except Exception as problem:  # another family's worry must not wait for this one
            log.exception("alert not called on", extra={"alert_id": alert_id})
            failures.append(problem)
    if failures:
        raise failures[0]  # the job shows as failing on Today
    return called


def _call_on(scope: Scope, alert_id: int, *, now: datetime) -> bool:
    with writing():
        audit.take_turn(scope)
        people, alert = directory(scope), concerns.alert(scope, alert_id)
        if alert is None or alert.next_call_at is None or alert.next_call_at > now:
            return False
        if _calls_at(people, now=now, wait=timedelta()) != now:
            concerns.put_off(scope, alert_id, to=_calls_at(people, now=now, wait=CALLS_AFTER))
            return False
        return _tell_next(scope, people, alert, now=now) is not None


def _calls_at(people: Directory, *, now: datetime, wait: timedelta) -> datetime | None:
    """When the next is told of an alert that nobody takes for ``wait``: by day or night where people are on call.

    Elsewhere nobody has said that they will look at night, so the wait passes in one stretch of the office's hours. None
    when the calendar ends first.
    """
    if people.roster.school.emergency.mode == "on_call":
        return now + wait
    office, calendar = people.staffing.workers[OFFICE], people.staffing.calendar
    begins = next_on_duty(office, calendar, now)
    while begins is not None and not is_on_duty(office, calendar, begins + wait):
        begins = next_on_duty(office, calendar, begins + wait)
    return begins + wait if begins is not None else None


def _tell_next(
    scope: Scope, people: Directory, alert: Alert, *, now: datetime, other_than: str = ""
) -> list[str] | None:
    """Tell the next in line of an open alert, or everybody again, in the open transaction: who is new to it.

    None where another process, or somebody who took it, was quicker: then nobody is told.
    """
    chosen = next_in_line(people, alert)
    return chosen if tell_more(scope, people, alert, chosen, now=now, other_than=other_than) else None


def tell_more(
    scope: Scope, people: Directory, alert: Alert, chosen: Sequence[str], *, now: datetime, other_than: str = ""
) -> bool:
    """Tell these of an open alert too, or with nobody new everybody who is still there again, in the open transaction.

    False where another process, or somebody who took it, was quicker: then nobody is told. Event: alert.escalated.
    """
    is_first = concerns.note_call(
        scope,
        alert.alert_id,
        seen_calls=alert.calls,
        told=[*alert.told, *chosen],
        next_call_at=calls_next_at(people, chosen, now=now),
    )
    if not is_first:
        return False
    for key in chosen or [one for one in still_there(people, alert) if one != other_than]:
        _tell(scope, people, key, alert_id=alert.alert_id, thread_id=alert.thread_id, now=now)
    audit.append(
        scope,
        "alert.escalated",
        now=now,
        clause="C12",
        thread_id=alert.thread_id,
        alert=alert.alert_id,
        told=list(chosen),
    )
    return True


def calls_next_at(people: Directory, chosen: Sequence[str], *, now: datetime) -> datetime | None:
    """When an alert is called on that these new people are told of now; None when the calendar ends first."""
    is_over = people.roster.school.emergency.mode != "on_call" and not chosen
    return _calls_at(people, now=now, wait=REMINDS_AFTER if is_over else CALLS_AFTER)


def still_there(people: Directory, alert: Alert) -> list[str]:
    """Those who were told of an alert and have not left the school since, in order."""
    return [one for one in alert.told if one in people.staff]


def next_in_line(people: Directory, alert: Alert) -> list[str]:
    """One more person for an alert: a lead or headteacher who is new, then deputies in order.

    Nobody new for an allegation, whose route is closed.
    """
    if is_closed(alert):
        return []
    line = [one.staff_id for one in people.with_role("dsl", "headteacher", "deputy_dsl", "deputy_head")]
    return [one for one in line if one not in alert.told][:1]


def _tell(scope: Scope, people: Directory, staff_id: str, *, alert_id: int, thread_id: int, now: datetime) -> None:
    queue.ring_in_inbox(scope, thread_id, staff_id, rung_at=now)
    put_staff_letter(
        scope, people, staff_id, letter="alert", facts={"alert_id": alert_id}, thread_id=thread_id, now=now
    )
    if mobile := text_to(scope, people, staff_id, now=now):
        put_letter(
            scope,
            people,
            letter="alert",
            to_address=mobile,
            to_name=people.name_of(staff_id),
            facts={"alert_id": alert_id},
            thread_id=thread_id,
            channel=TEXT,
            now=now,
        )


def _plain(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "reason": finding.reason,
        "evidence": [[one.start, one.end] for one in finding.evidence],
    }


def is_closed(alert: Alert) -> bool:
    """Whether an alert is an allegation, whose route nobody may join."""
    return any(one["code"] == ALLEGATION for one in alert.findings)


def may_see(people: Directory, staff_id: str, alert: Alert) -> bool:
    """Whether this person may see the alert: they were told of it, or hold the right and it is no allegation."""
    if staff_id in alert.told:
        return True
    return not is_closed(alert) and may(people.staff[staff_id].roles, "take_alerts")
