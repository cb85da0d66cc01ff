"""Readers of a mailbox are killed in the middle, and mail goes all the way from IMAP to SMTP."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import random
import signal
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from gateway.actions import mailboxes
from gateway.actions.delivery import send_due
from gateway.actions.mailboxes import LEASE_FOR, poll_mailboxes, save_mailbox
from gateway.actions.record import first_break
from gateway.actions.roster import import_roster
from gateway.app import create_app
from gateway.mail.parsing import parse
from gateway.store.base import db
from integrations import registry
from tests.clocks import SetClock
from tests.databases import migrate, settings_for
from tests.polling import KEY, deliver, poll, rows, state, subjects, watch_over
from tests.postgres import Cluster
from tests.schools import SCHOOL, a_roster
from tests.servers.dovecot import Dovecot
from tests.servers.exim import Exim
from tests.torture import repeats

_users = itertools.count(1)


@pytest.mark.clause("C1")
def test_a_parents_mail_comes_by_imap_and_its_acknowledgement_goes_by_smtp(
    sample_school: Flask, clock: SetClock, dovecot: Dovecot, exim: Exim
) -> None:
    clock.set("2026-11-23T21:40:00+00:00")
    user = f"evening{next(_users)}"
    deliver(dovecot, user, range(1))
    watch_over(dovecot.settings(user), clock)
    save_mailbox(SCHOOL, endpoint="school_email", kind="smtp", settings=exim.settings(), key=KEY, now=clock())
    assert poll(clock) == 1
    channels = mailboxes.channels(SCHOOL, registry.build_channel, key=KEY)
    letters = sample_school.extensions["handbell.equipment"].letters
    while send_due(SCHOOL, channels, letters, now=clock()):
        pass
    answer = parse(exim.next_mail())
    assert answer.in_reply_to == ("<0@mail.example>",)
    assert [one.address for one in answer.to] == ["agnieszka@mail.example"]
    assert (answer.header("auto-submitted"), answer.date) == ("auto-replied", clock())
    assert rows("SELECT state FROM outbox") == [("handed_over",)]


@dataclass(frozen=True, slots=True)
class Work:
    """What a reader in a process of its own needs."""

    url: str
    folder: Path
    now: datetime


processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.journeys.test_mailboxes_killed"])
KILLS = 50
MAILS_A_KILL = 10
"""More than a reader takes in before it is killed, so that there is always one left to be killed over."""


def read_in_a_process(work: Work) -> None:
    """Read the mailboxes once, as a jobs process would."""
    clock = SetClock(work.now)
    app = create_app(settings_for(work.url, work.folder), clock=clock)
    with app.app_context():
        poll_mailboxes(SCHOOL, registry.open_mailbox, key=KEY, clock=clock)
        db.engine.dispose()


def kill_readers(url: str, folder: Path, settings: dict[str, Any], *, kills: int) -> None:
    """Kill that many readers in the middle, let a last one finish, and see that every mail is there once."""
    draw = random.Random(20261123)
    clock = SetClock()
    app = create_app(settings_for(url, folder), clock=clock)
    with app.app_context():
        import_roster(SCHOOL, a_roster(), accept_removals=False, now=clock())
        watch_over(settings, clock)
        for _ in range(kills):
            clock.forward(LEASE_FOR)
            enough = len(rows("SELECT 1 FROM arrivals")) + draw.randint(1, 3)
            reader = processes.Process(target=read_in_a_process, args=(Work(url, folder, clock()),))
            reader.start()
            while reader.is_alive() and len(rows("SELECT 1 FROM arrivals")) < enough:
                reader.join(timeout=0.002)
            until = time.perf_counter() + draw.random() * 0.02
            while time.perf_counter() < until:
                pass
            if reader.is_alive() and reader.pid is not None:
                os.kill(reader.pid, signal.SIGKILL)
            reader.join()
        assert len(rows("SELECT 1 FROM arrivals")) < kills * MAILS_A_KILL, "nothing was left to be killed over"
        clock.forward(LEASE_FOR)
        read_in_a_process(Work(url, folder, clock()))
        assert subjects() == [f"Mail {number}" for number in range(kills * MAILS_A_KILL)]
        assert state().last_uid == kills * MAILS_A_KILL
        assert first_break(SCHOOL)[0] is None
        db.engine.dispose()


@pytest.mark.torture
@pytest.mark.clause("C23")
def test_readers_killed_in_the_middle_lose_and_double_nothing_on_sqlite(
    sqlite_url: str, tmp_path: Path, dovecot: Dovecot
) -> None:
    deliver(dovecot, "killed1", range(repeats(KILLS) * MAILS_A_KILL))
    kill_readers(sqlite_url, tmp_path, dovecot.settings("killed1"), kills=repeats(KILLS))


@pytest.mark.torture
@pytest.mark.clause("C23")
def test_readers_killed_in_the_middle_lose_and_double_nothing_on_postgresql(
    durable_cluster: Cluster, tmp_path: Path, dovecot: Dovecot
) -> None:
    deliver(dovecot, "killed2", range(repeats(KILLS) * MAILS_A_KILL))
    url = durable_cluster.create("read")
    migrate(url)
    kill_readers(url, tmp_path, dovecot.settings("killed2"), kills=repeats(KILLS))
