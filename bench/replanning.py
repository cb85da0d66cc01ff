"""How long a closure takes while families wait: every promise worked out anew and each of them told, in one transaction."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, text

from gateway.actions import calendars
from gateway.actions.roster import import_roster
from gateway.domain.roster import CalendarDay, Roster
from gateway.domain.scope import Scope
from gateway.store.base import db
from gateway.store.outbox import OutboxRow
from gateway.store.queue import EntryRow
from gateway.store.threads import MessageRow, ThreadPupilRow, ThreadRow
from gateway.store.transaction import begun

HELD = 5_000
FAMILIES = 1_250
"""Contacts who wait, each with four messages in two conversations: several times what a primary school has."""
CAME = datetime(2026, 11, 20, 21, 40, tzinfo=UTC)
WAITS = datetime(2026, 11, 23, 8, 15, tzinfo=UTC)
SNOW = CalendarDay("closed", date(2026, 11, 23), date(2026, 11, 23), "Snow")


@dataclass(frozen=True, slots=True)
class Replanning:
    """Seconds of the wall for showing and for doing a closure, the promises it moved, and the letters about that."""

    shown: float
    done: float
    moved: int
    letters: int


def large_school(sample: Roster) -> Roster:
    """The sample school with so many more contacts of its pupils that ``FAMILIES`` can wait."""
    count = len(sample.contacts)
    more = [
        replace(sample.contacts[number % count], contact_id=f"B{number:05}", emails=(f"b{number}@mail.example",))
        for number in range(FAMILIES)
    ]
    ties = [
        replace(sample.ties[number % len(sample.ties)], contact_id=one.contact_id, restriction="", may_contact=True)
        for number, one in enumerate(more)
    ]
    return replace(sample, contacts=(*sample.contacts, *more), ties=(*sample.ties, *ties))


def measure(scope: Scope, sample: Roster) -> Replanning:
    """Let families wait and close school: what would move is shown, then it moves. The database holds the sample school."""
    roster = large_school(sample)
    import_roster(scope, roster, accept_removals=True, now=CAME - timedelta(days=1))
    _hold(roster)
    now = CAME + timedelta(hours=8)
    began = time.perf_counter()
    calendars.preview_day(scope, SNOW, now=now)
    shown = time.perf_counter() - began
    began = time.perf_counter()
    moved = calendars.close_school(scope, SNOW, now=now)
    done = time.perf_counter() - began
    with db.engine.connect() as connection:
        letters = connection.scalar(select(func.count()).where(OutboxRow.letter == "promise_changed"))
    return Replanning(shown, done, moved, letters or 0)


def _hold(roster: Roster) -> None:
    rows = list(_held(roster))
    with db.engine.connect() as connection, begun(connection, writing=True):
        for table, chosen in (
            (ThreadRow, [thread for thread, _, _ in rows]),
            (ThreadPupilRow, [pupil for _, pupil, _ in rows]),
            (MessageRow, [message for _, _, pairs in rows for message, _ in pairs]),
            (EntryRow, [entry for _, _, pairs in rows for _, entry in pairs]),
        ):
            connection.execute(insert(table), chosen)
    with db.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))


def _held(
    roster: Roster,
) -> Iterator[tuple[dict[str, Any], dict[str, Any], list[tuple[dict[str, Any], dict[str, Any]]]]]:
    contacts = [one for one in roster.contacts if one.contact_id.startswith("B")]
    teachers = [one.staff_id for one in roster.staff if "teacher" in one.roles and "headteacher" not in one.roles]
    ties = {one.contact_id: one.pupil_id for one in roster.ties}
    each = HELD // (2 * len(contacts))
    for number in range(HELD // each):
        contact, reader = contacts[number % len(contacts)], teachers[number % len(teachers)]
        thread = {
            "school_id": 1, "thread_id": number + 1, "contact_id": contact.contact_id, "address": contact.emails[0],
            "subject": "PE kit", "base_subject": "pe kit", "token": f"b{number}", "channel": "school_email",
            "opened_at": CAME, "last_at": CAME, "last_by": "parent", "preview": "", "sealed_from": "",
        }  # fmt: skip
        messages = [
            {
                "school_id": 1, "message_id": number * each + n + 1, "thread_id": number + 1, "by": "parent",
                "author_id": contact.contact_id, "author_name": contact.name, "channel": "school_email",
                "received_at": CAME, "subject": "PE kit", "text": "Is it PE on Monday?", "folded": "",
                "disposition": "queue", "rule": "C3.staff_off_duty", "arrival_id": None, "rfc_id": "", "files": 0,
                "record": 0,
            }
            for n in range(each)
        ]  # fmt: skip
        entries = [
            {
                "school_id": 1, "message_id": one["message_id"], "reader": reader, "addressed": reader, "also_for": "",
                "thread_id": number + 1, "state": "waiting", "visible_at": WAITS, "promised_at": WAITS,
                "reply_by_on": None, "why": "", "rung_at": None, "opened_at": None, "leased_until": None,
            }
            for one in messages
        ]  # fmt: skip
        pupil = {"school_id": 1, "thread_id": number + 1, "pupil_id": ties[contact.contact_id]}
        yield thread, pupil, list(zip(messages, entries, strict=True))
