"""Alerts as the people of their route see them: who was told, who has it, and the words in full."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.actions.alerts import is_closed, may_see, next_in_line
from gateway.actions.concerns import OF_ALERT
from gateway.actions.directory import directory
from gateway.actions.own_threads import NotYourThread
from gateway.actions.reports import report_in
from gateway.actions.slips import Slip, slip_waiting
from gateway.actions.threads import Download, download
from gateway.actions.trail import Step, trail_of
from gateway.domain.councils import councils_for
from gateway.domain.help import Help, help_at
from gateway.domain.identity import Directory
from gateway.domain.roster import Contact, Pupil, Tie
from gateway.domain.scope import Scope
from gateway.store import audit, concerns, outbox, queue, threads
from gateway.store.concerns import Alert
from gateway.store.reports import Report
from gateway.store.threads import File, Message
from gateway.store.transaction import reading, writing

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Told:
    """One person of an alert's route; ``mail`` is the state of the mail that went to them, blank where none did."""

    name: str
    mail: str
    has_it: bool


@dataclass(frozen=True, slots=True)
class AlertLine:
    """An alert in a list: the children it is about, when it was raised, and who has it, blank while nobody does."""

    alert: Alert
    about: str
    taken_by: str


@dataclass(frozen=True, slots=True)
class AlertPage:
    """One alert with the words it is about, ``marked`` where rules spoke, and everything that happened since.

    ``promised`` is what their writer was told of when they will be seen, the same as for any other words.
    ``report`` is what was reported, None where rules spoke, and ``reported`` the message that it is about, if it is about one.
    ``files`` came with the message that was reported, or else with the alert's own.
    ``next_name`` is who is told next, blank where nobody new can be told.
    """

    alert: Alert
    about: str
    message: Message
    marked: tuple[tuple[int, int], ...]
    pupils: tuple[Pupil, ...]
    ties: tuple[Tie, ...]
    contacts: dict[str, Contact]
    told: tuple[Told, ...]
    taken_by: str
    cleared_by: str
    next_name: str
    is_allegation: bool
    may_take: bool
    promised: Slip | None
    report: Report | None
    reported: Message | None
    files: tuple[File, ...]
    steps: tuple[Step, ...]


def alerts_for(scope: Scope, staff_id: str) -> tuple[AlertLine, ...]:
    """The alerts that this person may see, those that nobody has taken first, then the newest. No event: no words are shown."""
    with reading():
        people = directory(scope)
        held = {
            one.alert_id: one for one in (*concerns.open_alerts(scope), *concerns.latest_alerts(scope, limit=SHOWN))
        }
        mine = [one for one in held.values() if may_see(people, staff_id, one)]
        about = threads.pupils_of(scope, [one.thread_id for one in mine]) if mine else {}
        mine.sort(key=lambda one: (one.acknowledged_at is not None, -one.alert_id))
        return tuple(
            AlertLine(
                one,
                said_about(people, about.get(one.thread_id, ())),
                people.name_of(one.acknowledged_by) if one.acknowledged_by else "",
            )
            for one in mine
        )


def open_alert(scope: Scope, alert_id: int, *, staff_id: str, now: datetime) -> AlertPage:
    """One alert with its words in full. Raises NotYourThread. Event: alert.opened, once a person."""
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        alert = concerns.alert(scope, alert_id)
        message = threads.message(scope, alert.message_id) if alert else None
        if alert is None or message is None or not may_see(people, staff_id, alert):
            raise NotYourThread("There is no alert of this number that you may see.")
        links = audit.links_of_thread(scope, alert.thread_id)
        mine = [one for one in links if one.event in OF_ALERT and one.detail["alert"] == alert_id]
        if not any(one.event == "alert.opened" and one.actor == str(scope.actor) for one in mine):
            audit.append(scope, "alert.opened", now=now, clause="C12", thread_id=alert.thread_id, alert=alert_id)
        return _page(scope, people, alert, message, trail_of(people, (), mine), staff_id=staff_id)


def open_file(scope: Scope, alert_id: int, part: int, *, staff_id: str, now: datetime) -> Download:
    """One file of an alert, at any hour like the alert itself. Raises NotYourThread. Event: file.opened."""
    with writing():
        audit.take_turn(scope)
        alert = concerns.alert(scope, alert_id)
        own = threads.message(scope, alert.message_id) if alert else None
        if alert is None or own is None or not may_see(directory(scope), staff_id, alert):
            raise NotYourThread("There is no alert of this number that you may see.")
        message = report_in(scope, own.message_id)[1] or own
        file = next((one for one in _files(scope, message) if one.part == part), None)
        if file is None or message.arrival_id is None:
            raise NotYourThread("There is no such file with this alert.")
        return download(scope, message, file, now=now)


def _files(scope: Scope, message: Message) -> tuple[File, ...]:
    return tuple(one for one in threads.files_of(scope, message.thread_id) if one.message_id == message.message_id)


def help_now(scope: Scope, *, now: datetime, pupil_ids: Sequence[str] = ()) -> Help:
    """Whom one can phone at this moment about these children. No event: these are public numbers."""
    with reading():
        people = directory(scope)
        councils = councils_for(people.roster, pupil_ids)
        return help_at(people.staffing, people.roster.school.emergency, councils, now)


def _page(
    scope: Scope, people: Directory, alert: Alert, message: Message, steps: tuple[Step, ...], *, staff_id: str
) -> AlertPage:
    pupil_ids = threads.pupils_of(scope, [alert.thread_id]).get(alert.thread_id, ())
    ties = tuple(one for one in people.roster.ties if one.pupil_id in pupil_ids)
    spans = sorted((start, end) for one in alert.findings for start, end in one["evidence"])
    line = next_in_line(people, alert)
    report, reported = report_in(scope, alert.message_id)
    return AlertPage(
        alert=alert,
        about=said_about(people, pupil_ids),
        message=message,
        marked=_apart(spans, len(message.text)),
        pupils=tuple(people.pupils[one] for one in pupil_ids if one in people.pupils),
        ties=ties,
        contacts={one.contact_id: people.contacts[one.contact_id] for one in ties},
        told=_told(scope, people, alert),
        taken_by=people.name_of(alert.acknowledged_by) if alert.acknowledged_by else "",
        cleared_by=people.name_of(alert.cleared_by) if alert.cleared_by else "",
        next_name=people.name_of(line[0]) if line else "",
        is_allegation=is_closed(alert),
        may_take=staff_id in alert.told and alert.acknowledged_at is None,
        promised=_promised(scope, people, alert, message),
        report=report,
        reported=reported,
        files=_files(scope, reported or message),
        steps=steps,
    )


def _promised(scope: Scope, people: Directory, alert: Alert, message: Message) -> Slip | None:
    own = [one for one in queue.entries_of(scope, alert.thread_id) if one.message_id == alert.message_id]
    known = [one for one in own if one.visible_at is not None]
    first = min(known, key=lambda one: one.visible_at or message.received_at, default=None)
    return slip_waiting(people, first, at=message.received_at) if first is not None else None


def _told(scope: Scope, people: Directory, alert: Alert) -> tuple[Told, ...]:
    """Everybody told, in order. A mail that was handed over is not a person who has read it."""
    mails = {
        one.to_address: one.state
        for one in outbox.parcels_of(scope, alert.thread_id)
        if one.letter == "alert" and one.facts.get("alert_id") == alert.alert_id
    }
    return tuple(
        Told(
            people.name_of(one),
            mails.get(people.staff[one].email, "") if one in people.staff else "",
            one == alert.acknowledged_by,
        )
        for one in alert.told
    )


def _apart(spans: Sequence[tuple[int, int]], length: int) -> tuple[tuple[int, int], ...]:
    """Stretches of a text that neither overlap nor reach beyond it."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        start = max(start, found[-1][1] if found else 0)
        if start < min(end, length):
            found.append((start, min(end, length)))
    return tuple(found)


def said_about(people: Directory, pupil_ids: Iterable[str]) -> str:
    """Children as a list names them: "Zofia N, Robin Class"; blank for none. A surname never stands in a list."""
    pupils = [people.pupils[key] for key in pupil_ids if key in people.pupils]
    return "; ".join(
        f"{one.preferred_name or one.first_name} {one.last_name[:1]}"
        + (f", {people.classes[one.class_id].name}" if one.class_id in people.classes else "")
        for one in pupils
    )
