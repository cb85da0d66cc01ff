"""Reporting what is wrong, from any page and message: kept, alerted to the right people at once, and answered plainly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.actions import placing
from gateway.actions.accounts import Visitor
from gateway.actions.alerts import may_see
from gateway.actions.arrivals import take_in
from gateway.actions.directory import directory
from gateway.actions.families import their_thread
from gateway.actions.own_threads import NotYourThread, own_thread
from gateway.actions.readable import needs_no_bell
from gateway.actions.reading import Reported, report_delivery
from gateway.domain.approaches import SPOKEN
from gateway.domain.errors import HandbellError, InputProblem
from gateway.domain.identity import Directory
from gateway.domain.reports import ABOUT, KINDS, REPORT, STAFF
from gateway.domain.scope import Scope
from gateway.ports.channels import RawHook
from gateway.store import concerns, families, queue, reports, threads
from gateway.store.reports import Report
from gateway.store.threads import Message
from gateway.store.transaction import reading

LONGEST = 5_000
"""Characters of the words of a report."""
MOST_IN_AN_HOUR = 12
SHOWN_FOR = timedelta(hours=1)
"""How long the page that says "kept" stays: somebody else may use this phone tomorrow."""
ROLES = {
    "dsl": "the safeguarding lead",
    "headteacher": "the headteacher",
    "governor_chair": "the chair of governors",
}
"""Whose office is said to a reporter; nobody is named, and anybody else is "somebody at school"."""
SOMEBODY = "the person at school who looks after this"


class TooManyReports(HandbellError):
    """So many reports came within an hour that somebody at school should be phoned instead."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is about to be reported: ``message`` is None for a page. ``by_staff`` says that somebody at school wrote it,
    so that the report is about them and goes to nobody who works beside them.
    """

    message: Message | None
    by_staff: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """What a reporter is told: when it was kept, and the offices of those who were told."""

    kept_at: datetime
    told: tuple[str, ...]


def about_to_report(visitor: Visitor, message_id: int | None) -> Asked:
    """What the form of a report is about. Raises NotYourThread for a message that the visitor cannot see. No event."""
    with reading():
        return _asked(visitor, directory(visitor.scope), message_id)


def _asked(visitor: Visitor, people: Directory, message_id: int | None) -> Asked:
    if message_id is None:
        return Asked(None, by_staff=False)
    message = threads.message(visitor.scope, message_id)
    if message is None or not _can_see(visitor, people, message):
        raise NotYourThread("There is no message of this number that you may see.")
    return Asked(message, by_staff=message.by == "staff" and message.channel not in SPOKEN)


def _can_see(visitor: Visitor, people: Directory, message: Message) -> bool:
    """Whether the visitor's own pages show this message. Raises NotYourThread where its conversation is not theirs."""
    scope, thread_id = visitor.scope, message.thread_id
    if visitor.kind == "contact":
        their_thread(scope, thread_id, visitor.key)
        return message.message_id in families.shown_ids(scope, thread_id)
    thread = own_thread(scope, people, thread_id, visitor.key)
    raised = concerns.alerts_of(scope, thread_id)
    if thread.sealed_from or needs_no_bell(message, visitor.key, raised):
        return True
    readers = placing.readers_for(people, visitor.key)
    rang = any(
        one.message_id == message.message_id and one.reader in readers and one.state == "rung"
        for one in queue.entries_of(scope, thread_id)
    )
    return rang or any(one.message_id == message.message_id and may_see(people, visitor.key, one) for one in raised)


def report(
    visitor: Visitor,
    *,
    kind: str,
    about: str,
    text: str,
    message_id: int | None,
    page: str,
    form: str,
    now: datetime,
) -> int | None:
    """Report a page, or a message that the visitor can see, at any hour; the number of the report, however often it is sent,
    and None where it is kept and could not be placed yet.

    It goes down the path of every arrival: kept, screened, alerted to its route, told to nobody else. Raises InputProblem,
    NotYourThread, TooManyReports. Events: message.placed, alert.raised.
    """
    if kind not in KINDS or about not in ABOUT:
        raise InputProblem("Choose what is wrong from the list.")
    if len(text) > LONGEST:
        raise InputProblem(f"This is longer than {LONGEST:,} letters. Send the most important part first.")
    scope, reporter = visitor.scope, f"{visitor.kind}:{visitor.key}"
    with reading():
        people = directory(scope)
        held = reports.report_of_form(scope, reporter, form)
        if held is not None:
            return held.message_id
        asked = _asked(visitor, people, message_id)
        if reports.count_since(scope, reporter, now - SHOWN_FOR) >= MOST_IN_AN_HOUR:
            raise TooManyReports("Everything that you have reported is kept. Please phone now.")
        body = _delivery(visitor, asked, kind=kind, about=about, text=text, page=page, form=form)
    taken = take_in(scope, RawHook(REPORT, f"{reporter}:{form}"[:255], body, now), now=now)
    return taken.message_id if taken.message_id is not None else _kept_already(scope, reporter, form)


def _delivery(visitor: Visitor, asked: Asked, *, kind: str, about: str, text: str, page: str, form: str) -> bytes:
    message = asked.message
    thread = threads.thread(visitor.scope, message.thread_id) if message is not None else None
    reported = Reported(
        form=form,
        by=visitor.kind,
        reporter=visitor.key,
        name=visitor.name,
        kind=kind,
        about=about or (STAFF if asked.by_staff else ""),
        message_id=message.message_id if message is not None else None,
        written_by=message.author_id if message is not None and asked.by_staff else "",
        pupil_ids=thread.pupil_ids if thread is not None else (),
        page=page[:200],
    )
    words = text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    return report_delivery(reported, text=words.replace("\r\n", "\n").strip())


def _kept_already(scope: Scope, reporter: str, form: str) -> int | None:
    """The report of a form that another request sent in the same moment; None where its bytes are kept and not placed yet."""
    with reading():
        held = reports.report_of_form(scope, reporter, form)
    return held.message_id if held is not None else None


def kept(visitor: Visitor, report_id: int, *, now: datetime) -> Kept:
    """What a reporter is told of a report of their own, for an hour. Raises NotYourThread. No event: no words are shown."""
    with reading():
        people = directory(visitor.scope)
        zone = people.staffing.calendar.zone
        held = reports.report(visitor.scope, report_id)
        if held is None or held.reporter != f"{visitor.kind}:{visitor.key}" or held.kept_at + SHOWN_FOR < now:
            raise NotYourThread("There is no report of this number that you may see.")
        told = [key for one in concerns.alerts_of(visitor.scope, held.thread_id) for key in one.told]
        return Kept(held.kept_at.astimezone(zone), offices_of(people, told))


def offices_of(people: Directory, told: Sequence[str]) -> tuple[str, ...]:
    """The offices of these members of staff as a reporter is told them, each once, and no name."""
    said = []
    for staff_id in told:
        roles = people.staff[staff_id].roles if staff_id in people.staff else frozenset()
        said += [phrase for role, phrase in ROLES.items() if role in roles] or [SOMEBODY]
    return tuple(dict.fromkeys(said))


def report_in(scope: Scope, message_id: int) -> tuple[Report | None, Message | None]:
    """The report whose words are this message, and the message that it is about, in the open transaction."""
    held = reports.report(scope, message_id)
    if held is None:
        return None, None
    return held, threads.message(scope, held.about_message_id) if held.about_message_id is not None else None
