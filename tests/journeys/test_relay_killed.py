"""The relay is killed at random moments of a mixed load: no mail that it answered for is lost, and no talk is doubled."""

from __future__ import annotations

import random
import smtplib
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from gateway.actions.handing_on import LEASE_FOR
from gateway.actions.record import first_break
from gateway.app import create_app
from gateway.store.base import db
from gateway.store.outbox import ORIGINAL
from tests.channels.relays import AGNIESZKA, NAIR, STAFFROOM, STRANGER
from tests.databases import migrate, settings_for
from tests.postgres import Cluster
from tests.schools import SCHOOL, a_school, mail
from tests.servers.relay_process import RelayProcess
from tests.servers.smtp import FaultySmtp
from tests.torture import repeats

KILLS = 40
SENDERS = 4
MONDAY_NOON = datetime.fromisoformat("2026-11-23T12:00:00+00:00")
KINDS = ((AGNIESZKA, NAIR), (NAIR, AGNIESZKA), (STRANGER, STAFFROOM))
"""A parent to a teacher, a teacher to a parent, and neither."""


@dataclass
class Crowd:
    """Senders that hand over mail after mail, each again and again until it is answered for, as mail servers do."""

    port: int
    tries: Counter[int] = field(default_factory=Counter)
    told: set[int] = field(default_factory=set)
    enough: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._threads = [threading.Thread(target=self._send_all, args=(first,)) for first in range(SENDERS)]
        for one in self._threads:
            one.start()

    def stop(self) -> None:
        """Let each sender come to the end of its mail."""
        self.enough.set()
        for one in self._threads:
            one.join(timeout=120)
            assert not one.is_alive(), "a sender is never answered"

    def _send_all(self, first: int) -> None:
        number = first
        while not self.enough.is_set():
            raw, sender, to = numbered(number)
            while number not in self.told:
                self._send_once(number, raw, sender, to)
            number += SENDERS

    def _send_once(self, number: int, raw: bytes, sender: str, to: str) -> None:
        self.tries[number] += 1
        try:
            with smtplib.SMTP("127.0.0.1", self.port, timeout=30) as line:
                line.sendmail(sender, [to], raw)
            self.told.add(number)
        except (OSError, smtplib.SMTPException):
            time.sleep(0.02)


def numbered(number: int) -> tuple[bytes, str, str]:
    """The mail of that number, its sender and its recipient."""
    sender, to = KINDS[number % 3]
    name = "Agnieszka Nowak" if sender == AGNIESZKA else "Priya Nair"
    raw = mail(f"{name} <{sender}>", f"Number {number}.", to=to, subject=f"Mail {number}", message_id=f"<{number}@x>")
    return raw.replace(b"\n", b"\r\n"), sender, to


def torture(url: str, folder: Path, *, kills: int) -> list[str]:
    """Kill the relay that many times under load, let it come to an end, and look for what is wrong."""
    app, hop, draw = a_school(create_app(settings_for(url, folder))), FaultySmtp(), random.Random(20261125)
    relay = RelayProcess(url, folder, hop_port=hop.port, at=MONDAY_NOON)
    crowd = Crowd(relay.port)
    try:
        for _ in range(kills):
            time.sleep(0.2 + draw.random())
            relay.kill()
            relay.start()
        time.sleep(0.5)
        crowd.stop()
        relay.clock.start_at(MONDAY_NOON + LEASE_FOR + timedelta(minutes=2))
        assert settled(app), "something still waits to be handed on"
        return faults(app, crowd, copies(hop), kills=kills)
    finally:
        crowd.enough.set()
        relay.close()
        hop.close()


def rows(app: Flask, statement: str) -> list[Any]:
    """What a statement gives."""
    with app.app_context(), db.engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(statement))]
        connection.rollback()
        db.engine.dispose()
        return found


def settled(app: Flask) -> bool:
    """Whether nothing is left that the relay will still hand on, what it holds in its hand and what it died over included."""
    ours = "SELECT count(*) FROM outbox WHERE channel = 'relay' AND state = 'waiting'"
    ends_at = time.monotonic() + 60
    while rows(app, ours) != [(0,)]:
        if time.monotonic() > ends_at:
            return False
        time.sleep(0.2)
    return True


def copies(hop: FaultySmtp) -> Counter[int]:
    """How often each number arrived at the next hop."""
    bodies = [bytes(one.original_content or b"") for one in hop.faults.taken]
    return Counter(int(one.rpartition(b"Number ")[2].split(b".")[0]) for one in bodies)


def faults(app: Flask, crowd: Crowd, arrived: Counter[int], *, kills: int) -> list[str]:
    """What is not as it must be; empty is what a test hopes for."""
    found = []
    noted = Counter(int(row[0].split()[1]) for row in rows(app, "SELECT subject FROM messages"))
    unsure = len(rows(app, "SELECT 1 FROM outbox WHERE channel = 'relay' AND state = 'unknown'"))
    for number in sorted(crowd.told):
        is_talk = number % 3 != 2
        if is_talk and noted[number] != 1:
            found.append(f"talk {number} was answered for and is noted {noted[number]} times")
        if is_talk and arrived[number] > 1:
            found.append(f"talk {number} arrived {arrived[number]} times")
        if not is_talk and not 1 <= arrived[number] <= crowd.tries[number]:
            found.append(f"mail {number} arrived {arrived[number]} times after {crowd.tries[number]} tries")
    missing = sum(1 for number in crowd.told if number % 3 != 2 and arrived[number] == 0)
    if missing > unsure or unsure > kills:
        found.append(f"{missing} talks did not arrive and {unsure} are unsure after {kills} kills")
    twice = sum(count - 1 for number, count in arrived.items())
    if twice > kills * SENDERS:
        found.append(f"{twice} mails arrived twice after {kills} kills")
    parcels = rows(app, "SELECT rfc_id, count(*) FROM outbox GROUP BY rfc_id HAVING count(*) > 1")
    found += [f"parcel {row[0]} is there twice" for row in parcels]
    if not rows(app, f"SELECT 1 FROM outbox WHERE letter = '{ORIGINAL}'"):
        found.append("no original was ever kept: the load was none")
    with app.app_context():
        broken, _ = first_break(SCHOOL)
        db.engine.dispose()
    return found if broken is None else [*found, f"the record breaks at {broken.seq}: {broken.why}"]


@pytest.mark.torture
@pytest.mark.clause("C23")
def test_a_killed_relay_loses_nothing_and_doubles_no_talk_on_sqlite(sqlite_url: str, tmp_path: Path) -> None:
    assert torture(sqlite_url, tmp_path, kills=repeats(KILLS)) == []


@pytest.mark.torture
@pytest.mark.clause("C23")
def test_a_killed_relay_loses_nothing_and_doubles_no_talk_on_postgresql(
    durable_cluster: Cluster, tmp_path: Path
) -> None:
    url = durable_cluster.create("relay_killed")
    migrate(url)
    assert torture(url, tmp_path, kills=repeats(KILLS)) == []
