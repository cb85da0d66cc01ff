"""Taking in what arrives: kept first, screened for risk first, decided by the policy, and placed in one commit."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from gateway.actions import automatic_mail, calendar_answers, callers, entering, notices, placing
from gateway.actions.directory import directory
from gateway.actions.entering import Entered
from gateway.actions.placing import Place
from gateway.actions.reading import Reading, read_delivery
from gateway.domain import policy
from gateway.domain.identity import Person
from gateway.domain.messages import Finding
from gateway.domain.policy import Facts
from gateway.domain.promises import OFFICE
from gateway.domain.scope import Scope
from gateway.ports.channels import RawHook
from gateway.store import arrivals, audit
from gateway.store.base import new_id
from gateway.store.transaction import reading as reading_transaction
from gateway.store.transaction import writing

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one delivery: the facts of one line of ``mail ingest`` and ``rehearse``."""

    kind: str
    disposition: str
    rule: str
    received_at: datetime
    reading: Reading | None = None
    thread_id: int | None = None
    message_id: int | None = None
    writer: Person | None = None
    staff: tuple[str, ...] = ()
    pupils: tuple[str, ...] = ()
    visible_at: datetime | None = None
    flags: tuple[Finding, ...] = ()
    facts: tuple[Finding, ...] = ()
    acknowledged: bool = False


def take_in(scope: Scope, delivery: RawHook, *, now: datetime) -> Taken:
    """Take one mail, or message of a page, in; when this returns, it is durable. Event: message.placed, and its siblings.

    It is read before the transaction opens. Should placing it fail, the bytes are kept all the same, in a transaction of
    their own, and a job tries again; a risk does not wait for that. Only a database that cannot write raises.
    """
    reading = read_delivery(delivery.endpoint, delivery.body)
    received_at = delivery.received_at or reading.mail.received_at or reading.mail.date or now
    try:
        with writing():
            audit.take_turn(scope)
            return _place(scope, delivery, reading, received_at=received_at, now=now, arrival_id=None)
    except Exception as failure:  # the office is told by the shelf; losing the bytes would be worse
        log.exception("arrival not placed", extra={"endpoint": delivery.endpoint})
        kept = Taken("message", "shelf", "C23.unreadable", received_at, reading)
        with writing():
            audit.take_turn(scope)
            arrival_id = _keep_unplaced(scope, delivery, reading, received_at=received_at, now=now, failure=failure)
        return _alarm(scope, kept, reading, arrival_id, now=now) if arrival_id and reading.risks else kept


def shelve(scope: Scope, delivery: RawHook, *, reason: str, now: datetime) -> None:
    """Keep what nobody can read, for a person to look at; once, however often it comes. Event: arrival.shelved."""
    with writing():
        audit.take_turn(scope)
        if arrivals.is_delivery_held(scope, endpoint=delivery.endpoint, vendor_id=delivery.vendor_id):
            return
        arrival_id = new_id(now)
        arrivals.keep(
            scope,
            arrival_id,
            endpoint=delivery.endpoint,
            vendor_id=delivery.vendor_id,
            fingerprint=sha256(f"{delivery.endpoint} {delivery.vendor_id}".encode() + delivery.body).hexdigest(),
            received_at=delivery.received_at or now,
            state="shelf",
            kind="unreadable",
            reason=reason,
            raw=delivery.body,
        )
        audit.append(scope, "arrival.shelved", now=now, clause="C23", arrival=arrival_id)


def place_kept(scope: Scope, *, now: datetime) -> int:
    """Try again to place what was kept and not placed; what fails again goes to the shelf. Event: arrival.shelved."""
    with reading_transaction():
        waiting = arrivals.unplaced(scope, limit=50)
    for arrival_id in waiting:
        with reading_transaction():
            held = arrivals.arrival(scope, arrival_id)
        if held is None or held.state != "kept":
            continue
        delivery = RawHook(held.endpoint, held.vendor_id, held.raw, held.received_at)
        try:
            reading = read_delivery(held.endpoint, held.raw)
            with writing():
                audit.take_turn(scope)
                _place(scope, delivery, reading, received_at=held.received_at, now=now, arrival_id=arrival_id)
        except Exception:  # the shelf is shown on the office's and the headteacher's pages
            log.exception("arrival shelved", extra={"arrival": arrival_id})
            with writing():
                arrivals.settle(scope, arrival_id, state="shelf", kind="unreadable", reason="placing failed twice")
                audit.append(scope, "arrival.shelved", now=now, clause="C23", arrival=arrival_id)
    return len(waiting)


def _keep_unplaced(
    scope: Scope, delivery: RawHook, reading: Reading, *, received_at: datetime, now: datetime, failure: Exception
) -> int | None:
    """Keep the bytes of what could not be placed; None when they are kept already."""
    if arrivals.is_delivery_held(scope, endpoint=delivery.endpoint, vendor_id=delivery.vendor_id):
        return None
    reason = type(failure).__name__
    arrival_id = _keep(scope, delivery, reading, received_at=received_at, now=now, state="kept", reason=reason)
    audit.append(scope, "arrival.kept", now=now, clause="C23", endpoint=delivery.endpoint)
    return arrival_id


def _alarm(scope: Scope, kept: Taken, reading: Reading, arrival_id: int, *, now: datetime) -> Taken:
    """A worry that could not be placed rings all the same. Events: alert.raised, arrival.alarmed."""
    try:
        with writing():
            audit.take_turn(scope)
            people = directory(scope)
            place = placing.last_resort(people, reading)
            entered = entering.alarm(
                scope, people, reading, place, received_at=kept.received_at, now=now, arrival_id=arrival_id
            )
            arrivals.settle(scope, arrival_id, state="placed", kind="message", reason="alarm")
            audit.append(scope, "arrival.alarmed", now=now, clause="C12", thread_id=entered.thread_id)
    except Exception:  # it stays kept, and the job that places what is kept tries again within a minute
        log.exception("alarm not raised", extra={"arrival": arrival_id})
        return kept
    return _taken(reading, place, entered, received_at=kept.received_at, now=now)


def _keep(
    scope: Scope,
    delivery: RawHook,
    reading: Reading,
    *,
    received_at: datetime,
    now: datetime,
    state: str,
    reason: str = "",
) -> int:
    arrival_id = new_id(now)
    arrivals.keep(
        scope,
        arrival_id,
        endpoint=delivery.endpoint,
        vendor_id=delivery.vendor_id,
        fingerprint=reading.fingerprint,
        received_at=received_at,
        state=state,
        kind=reading.kind,
        reason=reason,
        raw=b"" if state == "duplicate" else delivery.body,
    )
    return arrival_id


def _place(
    scope: Scope,
    delivery: RawHook,
    reading: Reading,
    *,
    received_at: datetime,
    now: datetime,
    arrival_id: int | None,
) -> Taken:
    """Decide and write everything about one delivery, in the open transaction."""
    if arrival_id is None and arrivals.is_held(
        scope, endpoint=delivery.endpoint, vendor_id=delivery.vendor_id, fingerprint=reading.fingerprint
    ):
        if not arrivals.is_delivery_held(scope, endpoint=delivery.endpoint, vendor_id=delivery.vendor_id):
            _keep(scope, delivery, reading, received_at=received_at, now=now, state="duplicate")
        return Taken("duplicate", "none", "C23.held_already", received_at, reading, facts=reading.operations)
    people = directory(scope)
    told = notices.app_mail(scope, people, reading)
    reading = told.reading if told is not None else reading
    state, kind = _fate(reading)
    if arrival_id is None:
        arrival_id = _keep(scope, delivery, reading, received_at=received_at, now=now, state=state)
    else:
        arrivals.settle(scope, arrival_id, state=state, kind=kind)
    if state == "shelf":
        audit.append(scope, "arrival.shelved", now=now, clause="C23", arrival=arrival_id)
        return Taken("unreadable", "shelf", "C23.unreadable", received_at, reading)
    if reading.answer is not None:
        calendar_answers.note(scope, people, reading, now=now)
    if state == "automatic":
        automatic_mail.note(scope, reading, arrival_id=arrival_id, now=now)
        decision = policy.decide(Facts(mail_kind=reading.kind))
        return Taken(kind, decision.disposition, decision.rule, received_at, reading)
    if told is not None and told.is_notice:
        notices.note(scope, people, told, received_at=received_at, now=now)
        if not reading.risks:  # a worry in the app's own words is alerted like any other
            decision = policy.decide(Facts(mail_kind="auto_reply"))
            return Taken("auto_reply", decision.disposition, decision.rule, received_at, reading)
    place = placing.find_place(scope, people, reading, received_at=received_at, now=now)
    entered = entering.enter(
        scope, people, reading, place, raw=delivery.body, received_at=received_at, now=now, arrival_id=arrival_id
    )
    if reading.caller is not None and place.addressed.writer is not None:
        callers.learn(scope, reading.caller, place.addressed.writer.key, now=now)
    return _taken(reading, place, entered, received_at=received_at, now=now)


def _taken(reading: Reading, place: Place, entered: Entered, *, received_at: datetime, now: datetime) -> Taken:
    visible_at = now if place.decision.disposition == "risk" else entered.visible_at
    return Taken(
        kind="message",
        disposition=place.decision.disposition,
        rule=place.decision.rule,
        received_at=received_at,
        reading=reading,
        thread_id=entered.thread_id,
        message_id=entered.message_id,
        writer=place.addressed.writer,
        staff=tuple(one for one in place.addressed.readers if one != OFFICE),
        pupils=tuple(one.pupil_id for one in place.addressed.pupils),
        visible_at=visible_at,
        flags=entered.flags,
        facts=place.facts,
        acknowledged=entered.acknowledged,
    )


def _fate(reading: Reading) -> tuple[str, str]:
    if not reading.mail.readable:
        return "shelf", "unreadable"
    if reading.kind != "message":
        return "automatic", "auto_reply" if reading.kind == "receipt" else reading.kind
    return "placed", "message"
