"""Where a message belongs: its conversation, its readers, and when each of them will see it."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from gateway.actions import alerts, callers
from gateway.actions.alerts import Route
from gateway.actions.outgoing import SCHOOL_EMAIL
from gateway.actions.practical import facts_of_arrival
from gateway.actions.reading import Caller, Known, Reading, Reported
from gateway.domain import policy
from gateway.domain.approaches import WRITTEN
from gateway.domain.channels import TEXT
from gateway.domain.identity import Directory, Person
from gateway.domain.messages import Finding
from gateway.domain.permissions import may
from gateway.domain.policy import Decision, Facts
from gateway.domain.promises import OFFICE, Promise, Staffing, by_reader, courteous_at, is_courteous, plan
from gateway.domain.reports import HEAD
from gateway.domain.roster import Pupil, StaffMember
from gateway.domain.scope import Scope
from gateway.mail.authentication import verdict
from gateway.mail.threading import reply_token
from gateway.store import meetings, queue, threads
from gateway.store.base import new_id
from gateway.store.queue import Entry
from gateway.store.threads import Thread

JOINS_BY_SUBJECT_FOR = timedelta(days=30)
"""How long a reply without ids or token may still find its conversation by its subject."""


def new_token() -> str:
    """An unguessable reply token: 80 random bits in 16 lower-case base32 characters."""
    return base64.b32encode(secrets.token_bytes(10)).decode().lower()


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whom a message is for: readers (staff ids or ``office``), the pupils it is about, and who wrote it."""

    writer: Person | None
    readers: tuple[str, ...]
    pupils: tuple[Pupil, ...]
    restriction: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message belongs: what the policy decided, whom it is for, its conversation (None: a new one), when each
    reader will see it, for a risk, who is alerted, and the practical facts in it.
    """

    decision: Decision
    addressed: Addressed
    thread: Thread | None
    promises: dict[str, Promise]
    route: Route | None
    facts: tuple[Finding, ...] = ()


def find_place(scope: Scope, people: Directory, reading: Reading, *, received_at: datetime, now: datetime) -> Place:
    """Find the writer, the conversation and the readers of a message, ask the policy, and plan the promises."""
    if reading.report is not None:
        return _report_place(people, reading, reading.report)
    authentication = _authenticated(people, reading)
    if reading.known is not None:
        addressed, thread = known_place(scope, people, reading.known)
    else:
        writer = _writer(scope, people, reading) if authentication != "fail" else None
        thread = find_thread(scope, people, reading, writer=writer, received_at=received_at)
        addressed = address(scope, people, reading, writer=writer, thread=thread)
    practical_facts = facts_of_arrival(scope, reading, thread, received_at=received_at)
    plans = plans_for(people, addressed.readers, at=now)
    if reading.known is not None and (told := plans.get(reading.known.told_by)) is not None:
        plans[told.staff] = replace(told, visible_to=told.staff, visible_at=now, why="")  # who tells it, knows it
    facts = Facts(
        route_is_sanctioned=_is_sanctioned(reading),
        sender=addressed.writer.kind if addressed.writer else "",
        authentication=authentication,
        restriction=addressed.restriction,
        risks=tuple(one.code for one in reading.risks),
        operations=tuple(one.code for one in practical_facts),
        any_reader_on_duty=any(one.visible_at is not None and one.visible_at <= now for one in plans.values()),
        any_reader_in_lessons=any(one.on_duty and one.visible_to == one.staff for one in plans.values()),
        reader_is_office=all(one.visible_to == OFFICE for one in plans.values()),
        courteous_now=is_courteous(people.staffing, now),
    )
    decision = policy.decide(facts)
    route = _route(people, reading) if decision.disposition == "risk" else None
    return Place(decision, addressed, thread, _promises(people, facts, plans, at=now), route, practical_facts)


def _is_sanctioned(reading: Reading) -> bool:
    if reading.caller is not None:
        return not reading.caller.unsanctioned
    return reading.known is None or reading.known.channel not in WRITTEN


def _writer(scope: Scope, people: Directory, reading: Reading) -> Person | None:
    if reading.caller is not None:
        return callers.who_calls(scope, people, reading.caller, words=reading.text)
    sender = reading.mail.from_
    return people.writer(sender.address, name=sender.name)


def foreseen(people: Directory, addressed: Addressed, *, at: datetime) -> tuple[Promise, ...]:
    """The promises that a message would be given now, before a word of it is known."""
    plans = plans_for(people, addressed.readers, at=at)
    facts = Facts(sender="contact", authentication="pass", restriction=addressed.restriction)
    return tuple(_promises(people, facts, plans, at=at).values())


def last_resort(people: Directory, reading: Reading) -> Place:
    """The place of a worry that could not be placed: its alert, and nothing that could fail again."""
    if reading.report is not None:
        return _report_place(people, reading, reading.report)
    decision = policy.decide(Facts(risks=tuple(one.code for one in reading.risks)))
    return Place(decision, Addressed(None, (OFFICE,), (), ""), None, {}, _route(people, reading))


def _report_place(people: Directory, reading: Reading, report: Reported) -> Place:
    """The place of a report: a conversation of its own for its route alone, and nothing that its reporter could wait for."""
    decision = policy.decide(Facts(sender=report.by, risks=tuple(one.code for one in reading.risks)))
    pupils = tuple(people.pupils[one] for one in report.pupil_ids if one in people.pupils)
    writer = Person(report.by, report.reporter, report.name)
    return Place(decision, Addressed(writer, (), pupils, ""), None, {}, _route(people, reading))


def _authenticated(people: Directory, reading: Reading) -> str:
    if reading.known is not None or reading.caller is not None:
        return "pass"  # a page knows who is signed in, and a bridge has signed its call
    return verdict(reading.mail, people.roster.school.authentication_server).outcome


def proven(people: Directory, reading: Reading) -> bool:
    """Whether nothing shows that a message's sender is not who it says, by the rule that holds for every mail."""
    return _authenticated(people, reading) != "fail"


def known_place(scope: Scope, people: Directory, known: Known) -> tuple[Addressed, Thread | None]:
    """The place of a message of a page: as its writer chose it, in a conversation of their own."""
    contact = people.contacts[known.contact_id]
    writer = Person("contact", contact.contact_id, contact.name)
    thread = threads.thread(scope, known.thread_id) if known.thread_id is not None else None
    pupil_ids = thread.pupil_ids if thread is not None else known.pupil_ids
    pupils = tuple(people.pupils[one] for one in pupil_ids if one in people.pupils)
    readers = known.readers or (who_has(scope, people, thread.thread_id) if thread is not None else ())
    return Addressed(writer, readers or (OFFICE,), pupils, restriction_on(people, writer.key, pupils)), thread


def _route(people: Directory, reading: Reading) -> Route:
    named = staff_named(people, f"{reading.mail.subject} {reading.text}")
    if reading.report is not None:
        named += _reported_staff(people, reading.report)
    return alerts.route_for(people, [one.code for one in reading.risks], named=named)


def _reported_staff(people: Directory, report: Reported) -> tuple[StaffMember, ...]:
    """Whom a report is about besides those it names: the headteacher, where that was chosen, and who wrote the message."""
    heads = people.with_role("headteacher") if report.about == HEAD else ()
    return (*heads, *(people.staff[one] for one in (report.written_by,) if one in people.staff))


def _promises(people: Directory, facts: Facts, plans: dict[str, Promise], *, at: datetime) -> dict[str, Promise]:
    """Who will see the message by the work clock; an alert comes on top of this and changes none of its words.

    Nor does an allegation: its family is promised what every family is, and whoever has it instead has it at once.
    """
    if facts.sender == "staff":
        return {key: from_colleague(people.staffing, key, at=at) for key in plans}
    ordinary = policy.decide(replace(facts, risks=(), route_is_sanctioned=True))
    if ordinary.disposition == "office" and ordinary.rule != "C3.nobody_with_hours":
        office = plan(people.staffing, OFFICE, at)
        return {OFFICE: office, **plans} if ordinary.rule == "C3.operation_to_office" else {OFFICE: office}
    return plans


def from_colleague(staffing: Staffing, reader: str, *, at: datetime) -> Promise:
    """When a reader sees what a colleague writes: it waits by the courtesy hours alone, and for nobody but them."""
    return replace(plan(staffing, reader, at), visible_to=reader, visible_at=courteous_at(staffing, at), why="")


def find_thread(
    scope: Scope, people: Directory, reading: Reading, *, writer: Person | None, received_at: datetime
) -> Thread | None:
    """The conversation a mail belongs to, or None for a new one.

    What answers an invitation belongs where its meeting is. Else any id in References or In-Reply-To, then the reply token,
    then, for a marked reply only, the same contact and base subject in the last 30 days. Ids and token count only when they
    lead to a conversation of the writer's own: a stranger who quotes somebody's ids never joins their thread.
    """
    if writer is None:
        return None
    if reading.caller is not None and reading.caller.channel == TEXT:
        return _talk_by_text(scope, reading.caller, writer, since=received_at - JOINS_BY_SUBJECT_FOR)
    met = meetings.meeting_by_uid(scope, reading.answer.uid) if reading.answer is not None else None
    if met is not None and met.contact_id == writer.key and met.thread_id is not None:
        return threads.thread(scope, met.thread_id)
    found = threads.thread_by_mail_ids(scope, reading.keys.ids) if reading.keys.ids else ()
    for one in found:
        if _may_join(scope, people, one, writer):
            return one
    token = reply_token(reading.mail)
    by_token = threads.thread_by_token(scope, token) if token else None
    if by_token is not None and _may_join(scope, people, by_token, writer):
        return by_token
    if writer.kind == "contact" and reading.keys.marks_reply and reading.keys.base_subject:
        return threads.thread_by_subject(
            scope,
            contact_id=writer.key,
            base_subject=reading.keys.base_subject,
            since=received_at - JOINS_BY_SUBJECT_FOR,
        )
    return None


def _talk_by_text(scope: Scope, caller: Caller, writer: Person, *, since: datetime) -> Thread | None:
    """The newest conversation with this number: a text names neither subject nor ids. A wish stands by itself."""
    if caller.unsanctioned or caller.wish:
        return None
    for one in threads.threads_of_contact(scope, writer.key, limit=20):
        if (one.channel, one.address) == (caller.channel, caller.person_id) and one.last_at >= since:
            return one
    return None


def _may_join(scope: Scope, people: Directory, thread: Thread, writer: Person) -> bool:
    if writer.kind == "contact":
        return thread.contact_id == writer.key
    readers = readers_for(people, writer.key)
    # What is written to the school's own address reaches the office's mailbox, whoever it rings for here.
    is_office = OFFICE in readers and not thread.sealed_from
    return writer.key not in thread.sealed_from and (is_office or queue.is_reader(scope, thread.thread_id, readers))


def address(
    scope: Scope, people: Directory, reading: Reading, *, writer: Person | None, thread: Thread | None
) -> Addressed:
    """Whom a parent's mail is for: the addressed staff, else who has the thread, else the class teachers, else the office."""
    mail = reading.mail
    written_to = dict.fromkeys(one.address for one in (*mail.to, *mail.cc))
    named = _named(people, written_to)
    if writer is None or writer.kind != "contact":
        return Addressed(writer, named or (OFFICE,), (), "")
    if reading.caller is not None and (reading.caller.unsanctioned or reading.caller.wish):
        return Addressed(writer, (OFFICE,), (), "")
    words = f"{mail.subject} {reading.caller.pupil if reading.caller else ''} {reading.text}"
    pupils = people.pupils_meant(writer.key, words=words, addressed=named)
    if thread is not None and not named:
        held = tuple(people.pupils[one] for one in thread.pupil_ids if one in people.pupils)
        pupils = held or pupils
        named = who_has(scope, people, thread.thread_id)
    readers = tuple(one for one in named if one == OFFICE or one in people.staff) or people.teachers_of(pupils)
    return Addressed(writer, readers or (OFFICE,), pupils, restriction_on(people, writer.key, pupils))


def _named(people: Directory, written_to: Iterable[str]) -> tuple[str, ...]:
    """Who is written to by address, each once. The office's own address, and any other of its, name nobody."""
    found = (people.readers_at(one) for one in written_to)
    return tuple(dict.fromkeys(key for readers in found if readers != (OFFICE,) for key in readers))


def who_has(scope: Scope, people: Directory, thread_id: int) -> tuple[str, ...]:
    """Whom a conversation is with: everybody whom a message of it was for, else who began it, and who is still there."""
    held = dict.fromkeys(whom for one in queue.entries_of(scope, thread_id) for whom in one.meant_for)
    held = held or dict.fromkeys(queue.readers_of(scope, thread_id))
    return tuple(one for one in held if one == OFFICE or one in people.staff)


def current_thread(
    scope: Scope,
    contact_id: str,
    *,
    pupil_ids: Sequence[str],
    readers: Sequence[str],
    at: datetime,
    channel: str = SCHOOL_EMAIL,
) -> Thread | None:
    """The conversation of this contact about one of these pupils, with one of these readers, that is going on; or None.

    Never one that is closed to somebody: what came by another way must not be put where it would be told from the rest.
    """
    for one in threads.threads_of_contact(scope, contact_id, limit=20):
        if one.last_at < at - JOINS_BY_SUBJECT_FOR or one.channel != channel or one.sealed_from:
            continue
        if set(one.pupil_ids) & set(pupil_ids) and set(readers) & set(queue.readers_of(scope, one.thread_id)):
            return one
    return None


def restriction_on(people: Directory, contact_id: str, pupils: tuple[Pupil, ...]) -> str:
    """The restriction that sends a contact's own message to the office, or blank."""
    ids = {one.pupil_id for one in pupils}
    for tie in people.ties_of(contact_id):
        if tie.pupil_id in ids and (tie.restriction in ("no_contact", "via_office") or not tie.may_contact):
            return tie.restriction or "via_office"
    return ""


def plans_for(people: Directory, readers: tuple[str, ...], *, at: datetime) -> dict[str, Promise]:
    """Each reader's promise for a message that comes ``at``."""
    return {reader: plan(people.staffing, reader, at) for reader in readers}


def entries_for(plans: dict[str, Promise], *, message_id: int, thread_id: int, at: datetime) -> tuple[Entry, ...]:
    """One queue entry a reader; promises to several people that fall to one reader become one, the earliest."""
    found = []
    for reader, (promise, (addressed, *others)) in by_reader(plans).items():
        on_now = promise.visible_at is not None and promise.visible_at <= at
        entry = Entry(
            message_id=message_id,
            reader=reader,
            addressed=addressed,
            also_for=";".join(others),
            thread_id=thread_id,
            state="rung" if on_now else "waiting",
            visible_at=promise.visible_at,
            promised_at=None if on_now else promise.visible_at,
            reply_by_on=promise.reply_by,
            why=promise.why,
            rung_at=at if on_now else None,
            opened_at=None,
            planned_from=at,
        )
        found.append(entry)
    return tuple(found)


def new_thread(
    reading: Reading, addressed: Addressed, *, contact_id: str, address: str, at: datetime, channel: str
) -> Thread:
    """A conversation that begins with this mail."""
    return Thread(
        thread_id=new_id(at),
        contact_id=contact_id,
        address=address,
        subject=reading.mail.subject.strip() or "(no subject)",
        base_subject=reading.keys.base_subject,
        token=new_token(),
        channel=channel,
        opened_at=at,
        last_at=at,
        last_by="parent",
        preview="",
        sealed_from=frozenset(),
        pupil_ids=tuple(one.pupil_id for one in addressed.pupils),
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.casefold())


def _is_named(last_name: str, said: set[str]) -> bool:
    """Whether words name somebody: by a surname of any number of words, by one side of its hyphen, or without its marks."""
    sides = [set(_words(side)) for side in last_name.split("-")]
    return any(side and side <= said for side in sides) or "".join(_words(last_name)) in said


def staff_named(people: Directory, text: str) -> tuple[StaffMember, ...]:
    """The members of staff whom a text names by surname, or by the office they hold."""
    said = set(_words(text))
    by_name = [one for one in people.roster.staff if _is_named(one.last_name, said)]
    if "headteacher" in said or re.search(r"\bhead ?(teacher|mistress|master)\b", text.casefold()):
        by_name += people.with_role("headteacher")
    return tuple(dict.fromkeys(by_name))


def readers_for(people: Directory, staff_id: str) -> tuple[str, ...]:
    """Whose inboxes a member of staff reads: their own, and the office's with that right."""
    return (staff_id, OFFICE) if may(people.staff[staff_id].roles, "work_office") else (staff_id,)


def closed_by(people: Directory, staff_id: str, held_by: Collection[str]) -> tuple[str, ...]:
    """Whose inboxes of a conversation, which it is in ``held_by``, somebody closes who has dealt with it for themselves.

    A leader who reads the office's inbox too leaves it to the office what is the office's, where the words were to them as well.
    """
    mine = readers_for(people, staff_id)
    works_there = "office" in people.staff[staff_id].roles or staff_id not in held_by
    return mine if works_there else tuple(one for one in mine if one != OFFICE)
