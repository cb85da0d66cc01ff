"""Writing a message that has its place: conversation, words, queue, alert, answer and record, all in the open transaction."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from datetime import datetime

from gateway.actions import alerts, deadlines, outgoing, placing, suggestions
from gateway.actions.alerts import Route
from gateway.actions.own_threads import hears
from gateway.actions.placing import Place
from gateway.actions.reading import Caller, Reading, Reported
from gateway.domain.channels import CLOSED, TEXT
from gateway.domain.identity import Directory, Person
from gateway.domain.messages import Finding
from gateway.domain.previews import preview_of
from gateway.domain.promises import OFFICE
from gateway.domain.reports import REPORT
from gateway.domain.scope import Scope
from gateway.domain.texts import number_of
from gateway.store import audit, queue, reports, search, threads
from gateway.store.base import new_id
from gateway.store.queue import Entry
from gateway.store.reports import Report
from gateway.store.threads import File, Message, Thread

log = logging.getLogger(__name__)

AUTHOR = {"contact": "parent", "staff": "staff"}


@dataclass(frozen=True, slots=True)
class Entered:
    """What was written. ``visible_at`` is when the first reader whom the policy chose will see it, or None."""

    thread_id: int
    message_id: int
    visible_at: datetime | None
    flags: tuple[Finding, ...]
    acknowledged: bool


def enter(
    scope: Scope,
    people: Directory,
    reading: Reading,
    place: Place,
    *,
    raw: bytes,
    received_at: datetime,
    now: datetime,
    arrival_id: int,
) -> Entered:
    """Write one message; the alert comes first after the words it is about. Event: message.placed."""
    thread = _thread(scope, reading, place, now=now)
    message = _message(scope, people, reading, place, thread, received_at=received_at, now=now, arrival_id=arrival_id)
    sealed_from = _alert(scope, people, reading, place, message, thread, now=now)
    entries = placing.entries_for(place.promises, message_id=message.message_id, thread_id=thread.thread_id, at=now)
    if message.by == "staff":  # nothing is promised to a colleague, so nothing can be late or told to a family
        entries = tuple(replace(one, promised_at=None, reply_by_on=None) for one in entries)
    if reading.known is not None and reading.known.told_by:
        entries = tuple(_opened_by(one, reading.known.told_by, now=now) for one in entries)
    _ring(scope, entries, sealed_from, now=now)
    begun_with = message if place.thread is None else None
    is_talk = place.addressed.writer is not None and reading.report is None
    is_heard = message.by == "staff" or any(one.state == "rung" for one in entries)
    flags = _look_again(scope, message, begun_with, is_heard=is_heard, now=now) if is_talk else ()
    if message.by != "staff" and reading.report is None:
        deadlines.look(scope, people, message, now=now)
    told = _answer(scope, people, reading, place, thread, message, now=now)
    search.index_message(scope, message.message_id, words=f"{message.author_name} {message.subject} {message.text}")
    audit.append(
        scope,
        "message.placed",
        now=now,
        clause=place.decision.clause,
        thread_id=message.thread_id,
        message=message.message_id,
        author=message.author_id,
        content=hashlib.sha256(message.text.encode()).hexdigest(),
        raw=hashlib.sha256(raw).hexdigest(),
        disposition=place.decision.disposition,
        rule=place.decision.rule,
        seen_by={one.reader: one.visible_at.isoformat() if one.visible_at else None for one in entries},
        acknowledged=told,
        flags=[one.code for one in flags],
    )
    return Entered(thread.thread_id, message.message_id, _visible_at(place, entries), flags, told)


def alarm(
    scope: Scope,
    people: Directory,
    reading: Reading,
    place: Place,
    *,
    received_at: datetime,
    now: datetime,
    arrival_id: int,
) -> Entered:
    """Write no more of a message than its words and its alert: the last resort when ``enter`` has failed."""
    thread = _thread(scope, reading, place, now=now)
    message = _message(scope, people, reading, place, thread, received_at=received_at, now=now, arrival_id=arrival_id)
    _alert(scope, people, reading, place, message, thread, now=now)
    return Entered(thread.thread_id, message.message_id, now, (), acknowledged=False)


def _thread(scope: Scope, reading: Reading, place: Place, *, now: datetime) -> Thread:
    by, preview = _author(reading, place)[0], preview_of(reading.text)
    if place.thread is not None:
        threads.touch(scope, place.thread.thread_id, last_at=now, last_by=by, preview=preview)
        return place.thread
    thread = replace(
        placing.new_thread(
            reading,
            place.addressed,
            contact_id=_contact_of(reading, place.addressed.writer),
            address=_address(reading),
            at=now,
            channel=_thread_channel(reading),
        ),
        last_by=by,
        preview=preview,
        sealed_from=place.route.sealed_from if place.route is not None else frozenset(),
    )
    threads.open_thread(scope, thread)
    return thread


def _contact_of(reading: Reading, writer: Person | None) -> str:
    """The family that a conversation is shown to, or blank: a report is shown to its route alone, its reporter included."""
    is_family = writer is not None and writer.kind == "contact" and reading.report is None
    return writer.key if writer is not None and is_family else ""


def _address(reading: Reading) -> str:
    if reading.report is not None:
        return reading.report.name
    return reading.caller.person_id if reading.caller is not None else reading.mail.from_.address


def _message(
    scope: Scope,
    people: Directory,
    reading: Reading,
    place: Place,
    thread: Thread,
    *,
    received_at: datetime,
    now: datetime,
    arrival_id: int,
) -> Message:
    mail, (by, author_id, author_name) = reading.mail, _author(reading, place)
    message = Message(
        message_id=new_id(now),
        thread_id=thread.thread_id,
        by=by,
        author_id=author_id,
        author_name=author_name,
        channel=reading.known.channel if reading.known is not None else _thread_channel(reading),
        received_at=received_at,
        subject=mail.subject,
        text=reading.text,
        folded=reading.folded,
        disposition=place.decision.disposition,
        rule=place.decision.rule,
        arrival_id=arrival_id,
        rfc_id=mail.message_id[:255],
        files=len(mail.attachments),
        record=0,
        answers_to=0 if by == "staff" and not _is_to_family(people, reading, thread) else None,
    )
    files = [File(message.message_id, one.index, one.name, one.type, one.bytes) for one in mail.attachments]
    ids = (message.rfc_id, *(reading.keys.ids if reading.caller is not None else ()))
    threads.add_message(scope, message, files=files, rfc_ids=[one for one in dict.fromkeys(ids) if one])
    if reading.report is not None:
        _note_report(scope, reading.report, message, now=now)
    return message


def _is_to_family(people: Directory, reading: Reading, thread: Thread) -> bool:
    """Whether what staff wrote reached the family, so that it is an answer: a mail to them, or the note of a talk with them."""
    if reading.known is not None and reading.known.is_note:
        return True
    family = people.contacts[thread.contact_id].emails if thread.contact_id in people.contacts else ()
    return any(one.address in family for one in (*reading.mail.to, *reading.mail.cc))


def _note_report(scope: Scope, report: Reported, message: Message, *, now: datetime) -> None:
    reports.keep_report(
        scope,
        Report(
            message_id=message.message_id,
            thread_id=message.thread_id,
            reporter=f"{report.by}:{report.reporter}",
            form=report.form,
            kind=report.kind,
            about=report.about,
            about_message_id=report.message_id,
            page=report.page,
            kept_at=now,
        ),
    )


def _thread_channel(reading: Reading) -> str:
    if reading.report is not None:
        return REPORT
    if reading.known is not None and reading.known.channel in CLOSED:
        return reading.known.channel
    return reading.caller.channel if reading.caller is not None else outgoing.SCHOOL_EMAIL


def _author(reading: Reading, place: Place) -> tuple[str, str, str]:
    """Whose words they are: ``parent``, ``staff`` or ``other``, their id or blank, and their name."""
    writer, sender = place.addressed.writer, reading.mail.from_
    if reading.known is not None and reading.known.is_note:
        return "staff", reading.known.told_by, sender.name
    if writer is None:
        return "other", "", sender.name or sender.address
    return AUTHOR[writer.kind], writer.key, writer.name


def _opened_by(entry: Entry, staff_id: str, *, now: datetime) -> Entry:
    """Whoever brought a message here has read it."""
    return replace(entry, opened_at=now) if entry.reader == staff_id and entry.state == "rung" else entry


def _alert(
    scope: Scope, people: Directory, reading: Reading, place: Place, message: Message, thread: Thread, *, now: datetime
) -> frozenset[str]:
    """Raise the alert of a message, if it needs one; to whom its conversation is closed from now on.

    In a conversation that is closed already every message of the family is alerted to whoever has it: nobody else hears it.
    """
    route, findings = place.route, reading.risks
    if thread.sealed_from and place.thread is not None and message.by != "staff":
        route, findings = _closed_route(scope, people, route, thread), (*findings, alerts.CLOSED)
    sealed_from = thread.sealed_from | (route.sealed_from if route is not None else frozenset())
    if sealed_from != thread.sealed_from:
        threads.seal(scope, thread.thread_id, sealed_from=sealed_from)
    if route is not None:
        alerts.raise_for(
            scope,
            people,
            message_id=message.message_id,
            thread_id=thread.thread_id,
            findings=findings,
            route=route,
            now=now,
        )
    return sealed_from


def _closed_route(scope: Scope, people: Directory, route: Route | None, thread: Thread) -> Route:
    said = " ".join(f"{one.subject} {one.text}" for one in threads.messages_of(scope, thread.thread_id))
    readers = queue.readers_of(scope, thread.thread_id)
    has_it = [one for one in readers if one in people.staff and hears(thread.sealed_from, one)]
    return alerts.route_within(people, route, has_it=has_it, named=placing.staff_named(people, said))


def _ring(scope: Scope, entries: tuple[Entry, ...], sealed_from: frozenset[str], *, now: datetime) -> None:
    queue.enter(scope, entries)
    for entry in entries:
        if entry.state == "rung" and hears(sealed_from, entry.reader):
            unread = 1 if entry.opened_at is None else 0
            queue.ring_in_inbox(scope, entry.thread_id, entry.reader, rung_at=now, count=unread)


def _look_again(
    scope: Scope, message: Message, begun_with: Message | None, *, is_heard: bool, now: datetime
) -> tuple[Finding, ...]:
    """A suggestion helps a conversation; that the rules for it break must never keep a message, or an alert, back."""
    try:
        heard = suggestions.hear(scope, message.thread_id, begun_with=begun_with)
        if heard and is_heard:
            suggestions.look_again(scope, message.thread_id, now=now)
        return heard
    except Exception:  # the record names the message, so that somebody can look by hand
        log.exception("no suggestion", extra={"message_id": message.message_id})
        audit.append(
            scope,
            "suggestion.failed",
            now=now,
            clause="C22",
            thread_id=message.thread_id,
            message=message.message_id,
        )
        return ()


def _answer(
    scope: Scope,
    people: Directory,
    reading: Reading,
    place: Place,
    thread: Thread,
    message: Message,
    *,
    now: datetime,
) -> bool:
    """The automatic answer, the same for everybody out of hours, whatever the words were found to contain."""
    if not reading.may_be_answered or message.by == "staff":
        return False
    caller = reading.caller
    if place.addressed.writer is None or (caller is not None and caller.unsanctioned):
        return outgoing.redirect(
            scope,
            people,
            address=_answered_at(caller) if caller is not None else reading.mail.from_.address,
            rfc_id=message.rfc_id,
            thread_id=thread.thread_id,
            message_id=message.message_id,
            now=now,
            channel=message.channel,
            unsanctioned=caller.unsanctioned if caller is not None else "",
        )
    return outgoing.acknowledge(
        scope,
        people,
        thread,
        message_id=message.message_id,
        rfc_id=message.rfc_id,
        promises=list(place.promises.values()),
        now=now,
    )


def _answered_at(caller: Caller) -> str:
    """Where somebody who cannot be talked with is told so; blank where their channel cannot answer: mail that an app has
    forwarded, a sender that takes no texts, another app, and a number while it is off.
    """
    if caller.channel != TEXT:
        return "" if caller.forwarded else caller.person_id
    is_mobile = number_of(caller.number) == caller.number
    return caller.number if is_mobile and caller.unsanctioned in ("", "group") else ""


def _visible_at(place: Place, entries: tuple[Entry, ...]) -> datetime | None:
    chosen = [one for one in entries if place.decision.disposition != "office" or one.reader == OFFICE]
    return min((one.visible_at for one in chosen if one.visible_at is not None), default=None)
