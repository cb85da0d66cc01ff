"""Handing a concern over to the school's child protection system, and keeping the pointer to where it went."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from gateway.actions.alerts import may_see
from gateway.actions.desk import look_at
from gateway.actions.directory import directory
from gateway.actions.inbox import class_name
from gateway.actions.own_threads import NotYourThread
from gateway.actions.reports import report_in
from gateway.actions.trail import Step, trail_of
from gateway.domain.concerns import SYSTEMS, Row, category_of, read_reference
from gateway.domain.errors import InputProblem
from gateway.domain.identity import Directory
from gateway.domain.roster import Pupil
from gateway.domain.scope import Scope
from gateway.store import audit, concerns, pointers, threads
from gateway.store.concerns import Alert
from gateway.store.pointers import Pointer
from gateway.store.threads import File, Message, Thread
from gateway.store.transaction import reading, writing

FORMS = ("pdf", "csv", "page")
"""As what a concern leaves: a PDF and a file of rows for the other system, and a page to print for the paper file."""
OF_ALERT = (
    "alert.raised",
    "alert.opened",
    "alert.acknowledged",
    "alert.escalated",
    "alert.handed_over",
    "alert.cleared",
    "concern.exported",
    "concern.pointed",
)
"""The events of an alert's own trail."""
REASON = "For the child protection file"


@dataclass(frozen=True, slots=True)
class Exported:
    """One concern as it left: everything that stands on the page, and ``rows`` for the file, one a pupil.

    ``reported`` is the message that a report is about. ``record`` is the number of the link that says who exported it.
    """

    alert: Alert
    school: str
    exported_by: str
    exported_at: datetime
    zone: tzinfo
    category: str
    message: Message
    files: tuple[File, ...]
    reported: Message | None
    pupils: tuple[Pupil, ...]
    told: tuple[str, ...]
    taken_by: str
    steps: tuple[Step, ...]
    rows: tuple[Row, ...]
    record: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What Handbell keeps of a concern that went: the names behind a pointer, blank for what nobody has done."""

    pointer: Pointer
    system: str
    exported_by: str
    noted_by: str


def export_concern(scope: Scope, alert_id: int, *, staff_id: str, form: str, now: datetime) -> Exported:
    """One concern for the school's own system, as often as it is asked for.

    It is written down first, and told to the others of the alert's route as any look is; whoever was not told of the alert
    is not told of this either. Raises NotYourThread, InputProblem. Event: concern.exported.
    """
    if form not in FORMS:
        raise InputProblem("Export it as a PDF, as a file or as a page.")
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        alert, message, thread = _mine(scope, people, alert_id, staff_id)
        record = look_at(
            scope,
            people,
            thread,
            event="concern.exported",
            purpose="safeguarding",
            reason=REASON,
            among=frozenset(alert.told),
            now=now,
            alert=alert_id,
            form=form,
        )
        held = _pointer(scope, alert_id)
        pointers.save_pointer(scope, replace(held, exported_at=now, exported_by=staff_id))
        return _exported(scope, people, alert, message, thread, staff_id=staff_id, record=record, now=now)


def point_to(scope: Scope, alert_id: int, *, staff_id: str, system: str, reference: str, now: datetime) -> None:
    """Note the number that a concern has in the other system. Raises NotYourThread, InputProblem. Event: concern.pointed."""
    if system not in SYSTEMS:
        raise InputProblem("Choose the system that the concern is in.")
    number = read_reference(reference)
    with writing():
        audit.take_turn(scope)
        alert, _, thread = _mine(scope, directory(scope), alert_id, staff_id)
        held = _pointer(scope, alert.alert_id)
        if (held.system, held.reference) == (system, number):
            return
        changed = replace(held, system=system, reference=number, noted_at=now, noted_by=staff_id)
        pointers.save_pointer(scope, changed)
        audit.append(
            scope,
            "concern.pointed",
            now=now,
            clause="C12",
            thread_id=thread.thread_id,
            alert=alert_id,
            system=system,
            reference=number,
        )


def kept_of(scope: Scope, alert_id: int) -> Kept | None:
    """The pointer of an alert with its names; None while there is none. No event: the alert's own page records its opening."""
    with reading():
        held = pointers.pointer(scope, alert_id)
        if held is None:
            return None
        people = directory(scope)
        return Kept(
            held,
            SYSTEMS.get(held.system, ""),
            people.name_of(held.exported_by) if held.exported_by else "",
            people.name_of(held.noted_by) if held.noted_by else "",
        )


def _mine(scope: Scope, people: Directory, alert_id: int, staff_id: str) -> tuple[Alert, Message, Thread]:
    alert = concerns.alert(scope, alert_id)
    message = threads.message(scope, alert.message_id) if alert is not None else None
    thread = threads.thread(scope, alert.thread_id) if alert is not None else None
    if alert is None or message is None or thread is None or not may_see(people, staff_id, alert):
        raise NotYourThread("There is no alert of this number that you may see.")
    return alert, message, thread


def _pointer(scope: Scope, alert_id: int) -> Pointer:
    held = pointers.pointer(scope, alert_id)
    return held if held is not None else Pointer(alert_id, None, "", "", "", None, "")


def _exported(
    scope: Scope,
    people: Directory,
    alert: Alert,
    message: Message,
    thread: Thread,
    *,
    staff_id: str,
    record: int,
    now: datetime,
) -> Exported:
    zone = people.staffing.calendar.zone
    links = audit.links_of_thread(scope, thread.thread_id)
    own = [one for one in links if one.event in OF_ALERT and one.detail["alert"] == alert.alert_id]
    _, reported = report_in(scope, message.message_id)
    pupils = tuple(people.pupils[one] for one in thread.pupil_ids if one in people.pupils)
    exported = Exported(
        alert=alert,
        school=people.roster.school.name,
        exported_by=people.name_of(staff_id),
        exported_at=now.astimezone(zone),
        zone=zone,
        category=category_of([str(one["code"]) for one in alert.findings]),
        message=message,
        files=tuple(one for one in threads.files_of(scope, thread.thread_id) if one.message_id == message.message_id),
        reported=reported,
        pupils=pupils,
        told=tuple(people.name_of(one) for one in alert.told),
        taken_by=people.name_of(alert.acknowledged_by) if alert.acknowledged_by else "",
        steps=trail_of(people, (), own),
        rows=(),
        record=record,
    )
    return replace(exported, rows=_rows(people, exported))


def _rows(people: Directory, one: Exported) -> tuple[Row, ...]:
    """One row a pupil, and one without a name where the concern is about no child that is known."""
    at = one.message.received_at.astimezone(one.zone)
    words = "\n\n".join(filter(None, (one.message.subject, one.message.text)))
    if one.reported is not None:
        words = f"{words}\n\nThe message that was reported, by {one.reported.author_name}:\n{one.reported.text}"
    plain = Row(
        pupil="",
        class_name="",
        other_pupils="",
        date=f"{at:%d/%m/%Y}",
        time=f"{at:%H:%M}",
        category=one.category,
        words=words,
        written_by=one.message.author_name,
        came_by=one.message.channel,
        told="; ".join(one.told),
        taken_by=one.taken_by,
        source=f"Handbell alert {one.alert.alert_id}, record {one.record}",
    )
    rows = tuple(
        replace(
            plain,
            pupil=pupil.name,
            class_name=class_name(people, pupil),
            other_pupils="; ".join(other.name for other in one.pupils if other is not pupil),
        )
        for pupil in one.pupils
    )
    return rows or (plain,)
