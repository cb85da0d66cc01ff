"""Mailboxes that tests fill, watch over and read into a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from gateway.actions.mailboxes import poll_mailboxes, save_mailbox
from gateway.store import mailboxes as store
from gateway.store.base import db
from gateway.store.transaction import reading
from integrations import registry
from tests.clocks import SetClock
from tests.databases import settings_for
from tests.schools import SCHOOL
from tests.servers.dovecot import Dovecot

FIRST = datetime(2026, 10, 20, 6, tzinfo=UTC)
KEY = settings_for("sqlite://", Path()).fernet_key()


def mail(number: int) -> bytes:
    lines = (
        "From: Agnieszka Nowak <agnieszka@mail.example>",
        "To: office@elmswick.example",
        f"Subject: Mail {number}",
        f"Message-ID: <{number}@mail.example>",
        "",
        f"Could the reading book be changed please? Number {number}.",
    )
    return "\r\n".join(lines).encode() + b"\r\n"


def deliver(
    dovecot: Dovecot, user: str, numbers: range, *, folder: str = "INBOX", apart: timedelta = timedelta(0)
) -> None:
    client = dovecot.client(user)
    for number in numbers:
        client.append(folder, mail(number), msg_time=FIRST + (number - numbers.start) * apart)
    client.logout()


def watch_over(settings: dict[str, Any], clock: SetClock, *, endpoint: str = "office") -> None:
    save_mailbox(SCHOOL, endpoint=endpoint, kind="imap", settings=settings, key=KEY, now=clock())


def poll(clock: SetClock, open_mailbox: Any = registry.open_mailbox) -> int:
    return poll_mailboxes(SCHOOL, open_mailbox, key=KEY, clock=clock)


def rows(statement: str) -> list[tuple[Any, ...]]:
    with db.engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(statement))]
        connection.rollback()
    return found


def subjects() -> list[str]:
    return [row[0] for row in rows("SELECT subject FROM messages ORDER BY message_id")]


def state(endpoint: str = "office") -> store.MailboxState:
    with reading():
        found = store.mailbox(SCHOOL, endpoint)
    assert found is not None
    return found
