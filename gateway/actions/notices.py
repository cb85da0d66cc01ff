"""Mail of the apps: known by what the school has entered, believed where it is proven, and turned into what it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from gateway.actions.reading import Caller, Reading, screen
from gateway.domain.channels import CLOSED
from gateway.domain.identity import Directory
from gateway.domain.notices import Source, in_force, recognise
from gateway.domain.promises import OFFICE, Staffing, end_of_day, plan, working_days_after
from gateway.domain.scope import Scope
from gateway.domain.texts import number_of
from gateway.mail.authentication import verdict
from gateway.mail.forwarded import read_forwarded, without_links
from gateway.mail.message import Address
from gateway.mail.threading import ThreadKeys, base_subject
from gateway.store import audit, endpoints, notices
from gateway.store.base import new_id
from gateway.store.notices import Notice

EXCERPT = 400
"""Characters of a notice that are shown; the whole mail is kept as it came."""
BRIDGE_HEARD_WITHIN = timedelta(minutes=30)
"""A bridge that called within this time brings the message itself."""
WITHOUT_CALENDAR = timedelta(days=3)
"""When a notice is due where the school's calendar ends first."""
PROVEN = ("pass", "weak")
"""Outcomes of the sender check that are believed: the domain vouches for its mail, or for the server that it came from."""


@dataclass(frozen=True, slots=True)
class AppMail:
    """Mail that an app is said to have sent: how it is read from here on, and its source, None where that is not proven."""

    reading: Reading
    source: Source | None

    @property
    def is_notice(self) -> bool:
        """Whether it says no more than that something waits in the app."""
        return self.source is not None and self.source.tells != "words"


def app_mail(scope: Scope, people: Directory, reading: Reading) -> AppMail | None:
    """What a mail is, in the open transaction, where an app is said to have sent it; None for every other delivery.

    What is not proven stays mail of somebody nobody knows, for the office; no machine answers it, whoever it is from.
    """
    mail = reading.mail
    if reading.known is not None or reading.caller is not None or reading.report is not None or not mail.readable:
        return None
    if people.writer(mail.from_.address, name=mail.from_.name) is not None:  # no app writes from a family's address
        return None
    held = [source for _, source in notices.sources(scope)]
    source = recognise(in_force(held), sender=mail.from_.address, subject=mail.subject)
    if source is None or reading.kind == "bounce":
        return None
    read = _screened(reading)
    school = people.roster.school
    if verdict(mail, school.authentication_server).outcome not in PROVEN:
        return AppMail(read, None)
    return AppMail(_forwarded(read, source.channel, school.name) if source.tells == "words" else read, source)


def _screened(reading: Reading) -> Reading:
    """The mail as a message that is looked at for risks, also where a machine of the app has put its own words round it."""
    read = replace(reading, kind="message", may_be_answered=False, failures=())
    if reading.kind == "message":
        return read
    risks, practical = screen(reading.mail.subject, reading.text, [one.name for one in reading.mail.attachments])
    return replace(read, risks=risks, operations=practical)


def _forwarded(reading: Reading, channel: str, school: str) -> Reading:
    """Mail that hands a message on, read as that message: its writer is who the mail names, and nobody for a name alone."""
    told = read_forwarded(reading.mail, reading.text, school=school)
    subject = reading.mail.subject.strip() or f"{told.pupil or 'Message'} ({CLOSED[channel]})"
    files = [one.name for one in reading.mail.attachments]
    risks, practical = screen(subject, told.text, files)
    seen = {one.code for one in risks}
    above = tuple(replace(one, evidence=()) for one in reading.risks if one.code not in seen)
    person = number_of(told.number) or told.address or told.name
    return replace(
        reading,
        mail=replace(reading.mail, from_=Address(told.name, told.address), subject=subject),
        text=told.text,
        folded="\n".join(filter(None, (told.head, reading.folded))),
        keys=ThreadKeys((), marks_reply=True, base_subject=f"{channel}: {base_subject(subject)}"),
        risks=(*risks, *above),
        operations=practical,
        caller=Caller(channel, person, told.name, told.address, told.number, told.pupil, forwarded=True),
    )


def note(scope: Scope, people: Directory, told: AppMail, *, received_at: datetime, now: datetime) -> None:
    """Write a notice for whoever it concerns, in the open transaction; the same one twice is one. Event: notice.arrived."""
    source, mail = told.source, told.reading.mail
    if source is None:
        return
    excerpt = " ".join(without_links(told.reading.text).split())[:EXCERPT]
    subject = " ".join(without_links(mail.subject).split())[:EXCERPT]
    said = (source.channel, source.account, f"{received_at:%Y-%m-%dT%H:%M}", subject, excerpt)
    mark = sha256("\0".join(said).encode("utf-8", "replace")).hexdigest()
    if notices.is_noted(scope, mark):
        return
    bridged = _is_bridged(scope, source.channel, now=now)
    notice = Notice(
        notice_id=new_id(now),
        mark=mark,
        channel=source.channel,
        account=source.account,
        tells=source.tells,
        subject=subject,
        excerpt=excerpt,
        arrived_at=received_at,
        due_at=end_of_next_working_day(people.staffing, OFFICE, now),
        seen_by=_seen_by(people, source, now=now),
        state="bridged" if bridged else "waiting",
        settled_at=now if bridged else None,
        settled_by="",
        thread_id=None,
    )
    notices.add_notice(scope, notice)
    audit.append(
        scope,
        "notice.arrived",
        now=now,
        clause="C1",
        notice=notice.notice_id,
        channel=notice.channel,
        tells=notice.tells,
        readers=sorted(notice.seen_by),
    )


def _is_bridged(scope: Scope, channel: str, *, now: datetime) -> bool:
    found = next((one for one in endpoints.endpoints(scope) if one.channel == channel), None)
    return found is not None and found.heard_at is not None and now - found.heard_at <= BRIDGE_HEARD_WITHIN


def _seen_by(people: Directory, source: Source, *, now: datetime) -> Mapping[str, str]:
    """Who sees a notice, each from their own next working moment; the office where nobody else does."""
    chosen: tuple[str, ...] = (source.reader,) if source.reader in (*people.staff, OFFICE) else ()
    if source.tells == "absence":
        chosen = (OFFICE,)
    elif not chosen:
        chosen = tuple(
            one.staff_id
            for one in people.roster.staff
            if "teacher" in one.roles and not set(one.classes).isdisjoint(source.classes)
        )
    found: dict[str, str] = {}
    for one in chosen:
        promise = plan(people.staffing, one, now)
        if promise.visible_at is not None:
            found[promise.visible_to] = min(found.get(promise.visible_to, "9"), promise.visible_at.isoformat())
    return found or {OFFICE: now.isoformat()}


def end_of_next_working_day(staffing: Staffing, worker: str, at: datetime) -> datetime:
    """The end of somebody's first working day after the one of ``at``; a few days on where the calendar ends first."""
    person = staffing.workers.get(worker, staffing.workers[OFFICE])
    day = working_days_after(staffing, person, staffing.calendar.day_of(at), days=1)
    return (end_of_day(staffing, person, day) if day is not None else None) or at + WITHOUT_CALENDAR
