"""Taking in what arrives: kept first, screened for risk first, decided by the policy, and placed in one commit."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from datetime import datetime

from gateway.actions import alerts, automatic_mail, outgoing, placing, suggestions
from gateway.actions.directory import directory
from gateway.actions.placing import Addressed
from gateway.actions.reading import Reading, read_mail
from gateway.domain import policy
from gateway.domain.identity import Directory, Person
from gateway.domain.messages import Finding
from gateway.domain.policy import Decision, Facts
from gateway.domain.promises import OFFICE, Promise, courteous_at, is_courteous, plan
from gateway.domain.scope import Scope
from gateway.mail.authentication import verdict
from gateway.ports.channels import RawHook
from gateway.store import arrivals, audit, inbox, queue, threads
from gateway.store.base import new_id
from gateway.store.queue import Entry
from gateway.store.threads import File, Message, Thread
from gateway.store.transaction import reading as reading_transaction
from gateway.store.transaction import writing

log = logging.getLogger(__name__)

PREVIEW = 140
"""Characters of a message that an inbox line shows."""


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
    acknowledged: bool = False


def take_in(scope: Scope, delivery: RawHook, *, now: datetime) -> Taken:
    """Take one mail in; when this returns, it is durable. Event: message.placed, and its siblings below.

    The mail is read before the transaction opens. Should placing it fail, the bytes are kept all the same, in a
    transaction of their own, and a job tries again; only a database that cannot write raises.
    """
    reading = read_mail(delivery.body)
    received_at = delivery.received_at or reading.mail.received_at or reading.mail.date or now
    try:
        with writing():
            audit.take_turn(scope)
            return _place(scope, delivery, reading, received_at=received_at, now=now, arrival_id=None)
    except Exception as failure:  # the office is told by the shelf; losing the bytes would be worse
        log.exception("arrival not placed", extra={"endpoint": delivery.endpoint})
        with writing():
            audit.take_turn(scope)
            return _keep_unplaced(scope, delivery, reading, received_at=received_at, now=now, failure=failure)


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
            with writing():
                audit.take_turn(scope)
                _place(
                    scope, delivery, read_mail(held.raw), received_at=held.received_at, now=now, arrival_id=arrival_id
                )
        except Exception:  # the shelf is shown on the office's and the headteacher's pages
            log.exception("arrival shelved", extra={"arrival": arrival_id})
            with writing():
                arrivals.settle(scope, arrival_id, state="shelf", kind="unreadable", reason="placing failed twice")
                audit.append(scope, "arrival.shelved", now=now, clause="C23", arrival=arrival_id)
    return len(waiting)


def _keep_unplaced(
    scope: Scope, delivery: RawHook, reading: Reading, *, received_at: datetime, now: datetime, failure: Exception
) -> Taken:
    if not arrivals.is_delivery_held(scope, endpoint=delivery.endpoint, vendor_id=delivery.vendor_id):
        _keep(scope, delivery, reading, received_at=received_at, now=now, state="kept", reason=type(failure).__name__)
        audit.append(scope, "arrival.kept", now=now, clause="C23", endpoint=delivery.endpoint)
    return Taken("message", "shelf", "C23.unreadable", received_at, reading)


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
        return Taken("duplicate", "none", "C23.held_already", received_at, reading)
    state, kind = _fate(reading)
    if arrival_id is None:
        arrival_id = _keep(scope, delivery, reading, received_at=received_at, now=now, state=state)
    else:
        arrivals.settle(scope, arrival_id, state=state, kind=kind)
    if state == "shelf":
        audit.append(scope, "arrival.shelved", now=now, clause="C23", arrival=arrival_id)
        return Taken("unreadable", "shelf", "C23.unreadable", received_at, reading)
    if state == "automatic":
        automatic_mail.note(scope, reading, arrival_id=arrival_id, now=now)
        decision = policy.decide(Facts(mail_kind=reading.kind))
        return Taken(kind, decision.disposition, decision.rule, received_at, reading)
    people = directory(scope)
    return _Placing(scope, people, reading, delivery, received_at, now, arrival_id).run()


def _fate(reading: Reading) -> tuple[str, str]:
    if not reading.mail.readable:
        return "shelf", "unreadable"
    if reading.kind != "message":
        return "automatic", "auto_reply" if reading.kind == "receipt" else reading.kind
    return "placed", "message"


@dataclass(slots=True)
class _Placing:
    """The placing of one message: gathers the facts, asks the policy, writes the answer."""

    scope: Scope
    people: Directory
    reading: Reading
    delivery: RawHook
    received_at: datetime
    now: datetime
    arrival_id: int

    def run(self) -> Taken:
        mail, people = self.reading.mail, self.people
        authentication = verdict(mail, people.roster.school.authentication_server)
        proven = authentication.outcome != "fail"
        writer = people.writer(mail.from_.address, name=mail.from_.name) if proven else None
        thread = placing.find_thread(self.scope, self.reading, writer=writer, received_at=self.received_at)
        addressed = placing.address(self.scope, people, self.reading, writer=writer, thread=thread)
        plans = placing.plans_for(people, addressed.readers, at=self.now)
        facts = Facts(
            sender=writer.kind if writer else "",
            authentication=authentication.outcome,
            restriction=addressed.restriction,
            risks=tuple(one.code for one in self.reading.risks),
            operations=tuple(one.code for one in self.reading.operations),
            any_reader_on_duty=any(one.visible_at is not None and one.visible_at <= self.now for one in plans.values()),
            reader_is_office=all(one.visible_to == OFFICE for one in plans.values()),
            courteous_now=is_courteous(people.staffing, self.now),
        )
        decision = policy.decide(facts)
        return self._write(decision, facts, addressed, plans, thread)

    def _write(
        self,
        decision: Decision,
        facts: Facts,
        addressed: Addressed,
        plans: dict[str, Promise],
        thread: Thread | None,
    ) -> Taken:
        route = None
        if decision.disposition == "risk":
            named = placing.staff_named(self.people, f"{self.reading.mail.subject} {self.reading.text}")
            route = alerts.route_for(self.people, facts.risks, named=named)
        promises = self._promises(decision, facts, plans, route)
        if thread is None:
            thread = self._open_thread(addressed)
        message = self._message(thread, addressed, decision)
        files = [
            File(message.message_id, one.index, one.name, one.type, one.bytes) for one in self.reading.mail.attachments
        ]
        threads.add_message(self.scope, message, files=files, rfc_ids=[message.rfc_id] if message.rfc_id else [])
        entries = placing.entries_for(promises, message_id=message.message_id, thread_id=thread.thread_id, at=self.now)
        self._ring(entries, thread)
        if route is not None:
            threads.seal(self.scope, thread.thread_id, sealed_from=thread.sealed_from | route.sealed_from)
            alerts.raise_for(
                self.scope,
                self.people,
                message_id=message.message_id,
                thread_id=thread.thread_id,
                findings=self.reading.risks,
                route=route,
                now=self.now,
            )
        flags = suggestions.look_again(self.scope, thread.thread_id, now=self.now) if addressed.writer else ()
        told = self._answer(thread, message, addressed, promises)
        inbox.index_message(
            self.scope, message.message_id, words=f"{message.author_name} {message.subject} {message.text}"
        )
        self._record(decision, message, entries, told=told, flags=flags)
        return Taken(
            kind="message",
            disposition=decision.disposition,
            rule=decision.rule,
            received_at=self.received_at,
            reading=self.reading,
            thread_id=thread.thread_id,
            message_id=message.message_id,
            writer=addressed.writer,
            staff=tuple(one for one in addressed.readers if one != OFFICE),
            pupils=tuple(one.pupil_id for one in addressed.pupils),
            visible_at=self._visible_at(decision, entries),
            flags=flags,
            acknowledged=told,
        )

    def _promises(
        self, decision: Decision, facts: Facts, plans: dict[str, Promise], route: alerts.Route | None
    ) -> dict[str, Promise]:
        """Who will see the message by the work clock; an alert comes on top of this and changes none of its words.

        An allegation is the exception: nobody but its route may see it, so the promise names them and stays true.
        """
        if route is not None and route.sealed_from:
            told = tuple(one for one in route.told) or (OFFICE,)
            return placing.plans_for(self.people, told, at=self.now)
        if facts.sender == "staff":
            if facts.courteous_now:
                return plans
            leaves_at = courteous_at(self.people.staffing, self.now)
            return {key: replace(one, visible_to=key, visible_at=leaves_at) for key, one in plans.items()}
        ordinary = policy.decide(_without_risk(facts))
        if ordinary.disposition == "office":
            office = plan(self.people.staffing, OFFICE, self.now)
            if ordinary.rule == "C3.operation_to_office":
                return {OFFICE: office, **plans}
            return {OFFICE: office}
        return plans

    def _open_thread(self, addressed: Addressed) -> Thread:
        writer = addressed.writer
        thread = placing.new_thread(
            self.reading,
            addressed,
            contact_id=writer.key if writer is not None and writer.kind == "contact" else "",
            address=self.reading.mail.from_.address,
            at=self.now,
            channel=outgoing.SCHOOL_EMAIL,
        )
        threads.open_thread(self.scope, thread)
        return thread

    def _message(self, thread: Thread, addressed: Addressed, decision: Decision) -> Message:
        mail, writer = self.reading.mail, addressed.writer
        by = {"contact": "parent", "staff": "staff"}[writer.kind] if writer else "other"
        preview = " ".join(self.reading.text.split())[:PREVIEW]
        threads.touch(self.scope, thread.thread_id, last_at=self.now, last_by=by, preview=preview)
        return Message(
            message_id=new_id(self.now),
            thread_id=thread.thread_id,
            by=by,
            author_id=writer.key if writer else "",
            author_name=writer.name if writer else (mail.from_.name or mail.from_.address),
            channel=outgoing.SCHOOL_EMAIL,
            received_at=self.received_at,
            subject=mail.subject,
            text=self.reading.text,
            folded=self.reading.folded,
            disposition=decision.disposition,
            rule=decision.rule,
            arrival_id=self.arrival_id,
            rfc_id=mail.message_id[:255],
            files=len(mail.attachments),
            record=0,
        )

    def _ring(self, entries: tuple[Entry, ...], thread: Thread) -> None:
        queue.enter(self.scope, entries)
        for entry in entries:
            if entry.state == "rung":
                queue.ring_in_inbox(self.scope, thread.thread_id, entry.reader, rung_at=self.now)

    def _answer(self, thread: Thread, message: Message, addressed: Addressed, promises: dict[str, Promise]) -> bool:
        """The automatic answer, the same for everybody out of hours, whatever the words were found to contain."""
        if not self.reading.may_be_answered or message.by == "staff":
            return False
        if addressed.writer is None:
            return outgoing.redirect(
                self.scope,
                self.people,
                address=self.reading.mail.from_.address,
                rfc_id=message.rfc_id,
                thread_id=thread.thread_id,
                message_id=message.message_id,
                now=self.now,
            )
        return outgoing.acknowledge(
            self.scope,
            self.people,
            thread,
            message_id=message.message_id,
            rfc_id=message.rfc_id,
            promises=list(promises.values()),
            now=self.now,
        )

    def _visible_at(self, decision: Decision, entries: tuple[Entry, ...]) -> datetime | None:
        if decision.disposition == "risk":
            return self.now
        times = [one.visible_at for one in entries if one.visible_at is not None]
        if decision.disposition == "office":
            times = [one.visible_at for one in entries if one.reader == OFFICE and one.visible_at is not None]
        return min(times) if times else None

    def _record(
        self,
        decision: Decision,
        message: Message,
        entries: tuple[Entry, ...],
        *,
        told: bool,
        flags: tuple[Finding, ...],
    ) -> None:
        audit.append(
            self.scope,
            "message.placed",
            now=self.now,
            clause=decision.clause,
            thread_id=message.thread_id,
            message=message.message_id,
            author=message.author_id,
            content=hashlib.sha256(message.text.encode()).hexdigest(),
            raw=hashlib.sha256(self.delivery.body).hexdigest(),
            disposition=decision.disposition,
            rule=decision.rule,
            seen_by={one.reader: one.visible_at.isoformat() if one.visible_at else None for one in entries},
            acknowledged=told,
            flags=[one.code for one in flags],
        )


def _without_risk(facts: Facts) -> Facts:
    return replace(facts, risks=())
