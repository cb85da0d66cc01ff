"""A worker that takes mail in, lets it ring and sends, until it is killed; and what must be true however often it was."""

from __future__ import annotations

import os
import random
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from gateway.actions.arrivals import take_in
from gateway.actions.delivery import send_due
from gateway.actions.record import first_break
from gateway.actions.release import release_due
from gateway.actions.roster import import_roster
from gateway.app import create_app
from gateway.domain.roster import (
    CalendarDay,
    Contact,
    Pupil,
    Roster,
    SchoolClass,
    StaffMember,
    Tie,
)
from gateway.ports.channels import Capabilities, Outbound, RawHook, SendResult
from gateway.store.base import db
from tests.databases import settings_for
from tests.schools import ELMSWICK, SCHOOL

BEGINS = datetime(2026, 9, 7, 6, tzinfo=UTC)
STEP = timedelta(minutes=23)
AGAIN = 5
"""How many mails a mailbox hands over once more after a restart, as one does whose mark was not yet moved on."""


@dataclass(frozen=True, slots=True)
class Work:
    """Where one worker works; ``told`` and ``sent`` are files that outlive it."""

    url: str
    folder: Path
    told: Path
    sent: Path
    first: int
    seed: int
    mails: int


class FileChannel:
    """Hands messages over by writing their reference to a file, at once and for good."""

    name = "school_email"
    can = Capabilities(receive=True, send=True, receipts=False, attachments=False)

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def send(self, message: Outbound) -> SendResult:
        """Write it down."""
        os.write(self._file, f"{message.reference}\n".encode())
        return SendResult(message.reference)


def a_small_school() -> Roster:
    """Two teachers who share a class in different hours, and ten families."""
    teachers = (("S1", "Nair", "Mo-We 08:15-16:00"), ("S2", "Garrod", "We-Fr 08:45-15:30"))
    staff = tuple(
        StaffMember(key, "Miss", "A", name, f"{key}@elmswick.example", frozenset({"teacher"}), ("robin",), hours)
        for key, name, hours in teachers
    )
    head = StaffMember("H", "Mrs", "B", "Ashdown", "head@elmswick.example", frozenset({"headteacher", "dsl", "office"}))
    return Roster(
        school=ELMSWICK,
        calendar=(CalendarDay("term", date(2026, 9, 1), date(2027, 7, 20)),),
        staff=(*staff, head),
        classes=(SchoolClass("robin", "Robin Class", ("3",)),),
        pupils=tuple(Pupil(f"P{n}", f"Child{n}", "Test", "", "robin") for n in range(10)),
        contacts=tuple(Contact(f"C{n}", "Ms", f"Parent{n}", "Test", (f"c{n}@mail.example",), ()) for n in range(10)),
        ties=tuple(Tie(f"P{n}", f"C{n}", "mother", True, 1, True, True) for n in range(10)),
    )


def an_application(work: Work) -> Flask:
    """The application over the worker's database, its clock unused."""
    return create_app(settings_for(work.url, work.folder))


def found_school(work: Work) -> None:
    """Bring the small school into the database."""
    app = an_application(work)
    with app.app_context():
        import_roster(SCHOOL, a_small_school(), accept_removals=False, now=BEGINS)
        db.engine.dispose()


def mail(number: int) -> bytes:
    """The mail of that number; every seventh is about danger, so that alerts are part of the load."""
    message = EmailMessage()
    message["From"] = f"Parent{number % 10} Test <c{number % 10}@mail.example>"
    message["To"] = "office@elmswick.example"
    message["Subject"] = f"Mail {number}"
    message["Message-ID"] = f"<{number}@mail.example>"
    words = "He said dad hit him with a belt." if number % 7 == 0 else "Could the reading book be changed please?"
    message.set_content(f"{words} Number {number}.")
    return message.as_bytes()


def labour(work: Work) -> None:
    """Do a mixed load from mail ``first`` on; tells each mail that was taken in, after it was."""
    draw = random.Random(work.seed)
    told = os.open(work.told, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    channel = FileChannel(work.sent)
    app = an_application(work)
    letters = app.extensions["handbell.equipment"].letters
    with app.app_context():
        for number in range(work.first, work.mails):
            now = BEGINS + number * STEP
            take_in(SCHOOL, RawHook("torture", str(number), mail(number), now), now=now)
            os.write(told, f"{number}\n".encode())
            if draw.random() < 0.4:
                release_due(SCHOOL, now=now)
            if draw.random() < 0.4:
                send_due(SCHOOL, {"school_email": channel}, letters, now=now)
        end = BEGINS + timedelta(days=51, hours=4)  # a Wednesday of the winter, on which both teachers are at work
        release_due(SCHOOL, now=end)
        while send_due(SCHOOL, {"school_email": channel}, letters, now=end):
            pass
        db.engine.dispose()


def told_numbers(work: Work) -> list[int]:
    """Every mail that a worker has said it took in."""
    return [int(line) for line in work.told.read_text().split()] if work.told.exists() else []


def faults(work: Work, *, kills: int) -> list[str]:
    """What is not as it must be; empty is what a test hopes for."""
    app = an_application(work)
    found: list[str] = []
    with app.app_context(), db.engine.connect() as connection:

        def rows(statement: str) -> list[tuple[object, ...]]:
            return [tuple(row) for row in connection.execute(text(statement))]

        subjects = Counter(str(row[0]) for row in rows("SELECT subject FROM messages WHERE \"by\" = 'parent'"))
        found += [f"{name} was told to be safe and is lost" for name in _missing(work, subjects)]
        found += [f"{name} is there {count} times" for name, count in subjects.items() if count > 1]
        rang = Counter(str(row[0]) for row in rows("SELECT detail FROM audit_links WHERE event = 'message.rang'"))
        found += [f"{detail} is on the record {count} times" for detail, count in rang.items() if count > 1]
        waiting = rows("SELECT message_id FROM queue_entries WHERE state <> 'rung'")
        found += [f"message {row[0]} never rang" for row in waiting]
        shown: dict[object, object] = dict(rows("SELECT reader || '/' || thread_id, unread FROM inbox"))
        due: Counter[object] = Counter()
        for reader, thread in rows("SELECT reader, thread_id FROM queue_entries WHERE state = 'rung'"):
            due[f"{reader}/{thread}"] += 1
        for reader, thread in _told_by_alert(rows("SELECT thread_id, told FROM alerts")):
            due[f"{reader}/{thread}"] += 1
        found += [
            f"inbox {key} shows {shown.get(key)} new, {count} are"
            for key, count in due.items()
            if shown.get(key) != count
        ]
        risky = sum(1 for number in set(told_numbers(work)) if number % 7 == 0)
        alerts = rows("SELECT message_id FROM alerts")
        if len(alerts) != len(set(alerts)) or len(alerts) < risky:
            found.append(f"{len(alerts)} alerts for {risky} worries")
        found += _outbox_faults(work, rows("SELECT outbox_id, state FROM outbox"), kills=kills)
        broken, _ = first_break(SCHOOL)
        if broken is not None:
            found.append(f"the record breaks at {broken.seq}: {broken.why}")
        connection.rollback()
        db.engine.dispose()
    return found


def _missing(work: Work, subjects: Counter[str]) -> list[str]:
    return [name for number in set(told_numbers(work)) if (name := f"Mail {number}") not in subjects]


def _told_by_alert(rows: list[tuple[object, ...]]) -> list[tuple[str, object]]:
    return [(reader, thread) for thread, told in rows for reader in _names(told)]


def _names(told: object) -> list[str]:
    return (
        [str(one) for one in told]
        if isinstance(told, list)
        else [one.strip('" ') for one in str(told).strip("[]").split(",")]
    )


def _outbox_faults(work: Work, rows: list[tuple[object, ...]], *, kills: int) -> list[str]:
    sent = Counter(work.sent.read_text().split()) if work.sent.exists() else Counter()
    states = Counter(str(row[1]) for row in rows)
    found = [f"parcel {name} was sent {count} times" for name, count in sent.items() if count > 1]
    if states["handed_over"] + states["unknown"] != len(rows):
        found.append(f"parcels are left: {dict(states)}")
    if states["unknown"] > kills:
        found.append(f"{states['unknown']} parcels are unknown after {kills} kills")
    if len(sent) < states["handed_over"]:
        found.append(f"{states['handed_over']} parcels are marked as gone and {len(sent)} went")
    return found
