"""Filling a database with a school's years of messages at once, by plain inserts, to measure pages over it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, text

from bench.corpus import SENTENCES, SUBJECTS
from gateway.domain.roster import Roster
from gateway.store.base import db
from gateway.store.queue import EntryRow, InboxRow
from gateway.store.threads import MessageRow, ThreadPupilRow, ThreadRow
from gateway.store.transaction import begun

A_CONVERSATION = 4
"""Messages of one conversation; the last is always a parent's."""
BEGINS = datetime(2020, 9, 1, 8, tzinfo=UTC)
BATCH = 2_000


def fill(roster: Roster, *, teacher: str, messages: int, seed: int = 7) -> None:
    """Write that many messages, all in one teacher's inbox: one conversation in ten waits, the others are answered."""
    with db.engine.connect() as connection, begun(connection, writing=True):
        for first in range(0, messages // A_CONVERSATION, BATCH):
            numbers = range(first, min(first + BATCH, messages // A_CONVERSATION))
            _write(connection, list(_conversations(roster, teacher, numbers, seed)))
    with db.engine.connect() as connection:
        settled = connection.execution_options(isolation_level="AUTOCOMMIT")
        settled.execute(text("ANALYZE"))


def _conversations(
    roster: Roster, teacher: str, numbers: range, seed: int
) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    for number in numbers:
        draw = random.Random(seed * 1_000_003 + number)
        tie = draw.choice(roster.ties)
        contact = next(one for one in roster.contacts if one.contact_id == tie.contact_id)
        at = BEGINS + timedelta(minutes=11 * number)
        words = [" ".join(draw.sample(SENTENCES, 3)).format(child="Sam") for _ in range(A_CONVERSATION)]
        subject = draw.choice(SUBJECTS)
        thread = {
            "school_id": 1, "thread_id": number + 1, "contact_id": contact.contact_id, "address": "parent@mail.example",
            "subject": subject, "base_subject": subject.casefold(), "token": f"t{number}", "channel": "school_email",
            "opened_at": at, "last_at": at, "last_by": "parent", "preview": words[-1][:140], "sealed_from": "",
        }  # fmt: skip
        rows = [
            {
                "school_id": 1, "message_id": number * A_CONVERSATION + n + 1, "thread_id": number + 1,
                "by": "parent" if n % 2 else "staff", "author_id": contact.contact_id if n % 2 else teacher,
                "author_name": contact.name if n % 2 else "Miss Nair", "channel": "school_email", "received_at": at,
                "subject": subject, "text": word, "folded": "", "disposition": "inbox", "rule": "C3.on_duty",
                "arrival_id": None, "rfc_id": "", "files": 0, "record": 0,
            }
            for n, word in enumerate(words)
        ]  # fmt: skip
        yield (
            {**thread, "pupil_id": tie.pupil_id, "reader": teacher, "state": "answered" if number % 10 else "open"},
            rows,
        )


def _write(connection: Connection, written: list[tuple[dict[str, Any], list[dict[str, Any]]]]) -> None:
    thread_columns = {column.name for column in ThreadRow.__table__.columns}
    threads = [thread for thread, _ in written]
    messages = [row for _, rows in written for row in rows]
    connection.execute(insert(ThreadRow), [{k: v for k, v in one.items() if k in thread_columns} for one in threads])
    connection.execute(
        insert(ThreadPupilRow),
        [{"school_id": 1, "thread_id": one["thread_id"], "pupil_id": one["pupil_id"]} for one in threads],
    )
    connection.execute(insert(MessageRow), messages)
    connection.execute(
        insert(InboxRow),
        [
            {"school_id": 1, "reader": one["reader"], "thread_id": one["thread_id"], "state": one["state"],
             "rung_at": one["last_at"], "open_since": one["last_at"], "unread": 1 if one["state"] == "open" else 0}
            for one in threads
        ],
    )  # fmt: skip
    connection.execute(
        insert(EntryRow),
        [
            {"school_id": 1, "message_id": row["message_id"], "reader": threads[0]["reader"],
             "addressed": threads[0]["reader"], "also_for": "", "thread_id": row["thread_id"], "state": "rung",
             "visible_at": row["received_at"], "promised_at": None, "reply_by_on": None, "why": "",
             "rung_at": row["received_at"], "opened_at": None, "leased_until": None}
            for row in messages
            if row["by"] == "parent"
        ],
    )  # fmt: skip
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            "INSERT INTO message_words (rowid, words) VALUES (?, ?)",
            [(row["message_id"], f"{row['subject']} {row['text']}") for row in messages],
        )
    else:
        connection.execute(
            text(
                "INSERT INTO message_words (school_id, message_id, words)"
                " VALUES (1, :message, to_tsvector('simple', :words))"
            ),
            [{"message": row["message_id"], "words": f"{row['subject']} {row['text']}"} for row in messages],
        )
