"""The job that reminds is killed at every statement that it makes: each side is reminded once, and neither twice nor never."""

from __future__ import annotations

import multiprocessing
import os
import signal
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event

from gateway.actions.reminders import remind_due
from gateway.app import create_app
from gateway.store import reminders
from gateway.store.base import db
from gateway.store.transaction import reading
from tests.databases import settings_for
from tests.schools import SCHOOL, a_school, parcels
from tests.talks import BOOKED_AT, TUESDAY_AFTERNOON, a_thread, book
from tests.torture import repeats

NOW = TUESDAY_AFTERNOON - timedelta(minutes=30)
STATEMENTS = 60
"""More than the job makes."""

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.journeys.test_reminders_killed"])


def remind_until_killed(url: str, folder: Path, last: int) -> None:
    """Run the job, and die at its statement of that number."""
    app = create_app(settings_for(url, folder))
    made = 0

    def count(*_: object) -> None:
        nonlocal made
        made += 1
        if made == last:
            os.kill(os.getpid(), signal.SIGKILL)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", count)
        event.listen(db.engine, "commit", count)
        remind_due(SCHOOL, now=NOW)


def kill_at_every_statement(app: Flask, url: str, folder: Path) -> int:
    """How many runs were killed before one came to its end."""
    killed = 0
    for last in range(1, STATEMENTS, STATEMENTS // repeats(STATEMENTS)):
        worker = processes.Process(target=remind_until_killed, args=(url, folder, last))
        worker.start()
        worker.join()
        killed += worker.exitcode == -signal.SIGKILL
    with app.app_context():
        remind_due(SCHOOL, now=NOW)
    return killed


@pytest.mark.torture
def test_a_killed_job_reminds_each_side_once(database_url: str, tmp_path: Path) -> None:
    app = create_app(settings_for(database_url, tmp_path))
    with app.app_context():
        a_school(app)
        meeting = book(a_thread(app), changed_at=BOOKED_AT - timedelta(days=7))
        assert kill_at_every_statement(app, database_url, tmp_path) > 0
        assert len(parcels(app, "meeting_reminder")) == 1
        assert len(parcels(app, "meetings_ahead")) == 1
        with reading():
            told = reminders.reminded(SCHOOL, [meeting.meeting_id])
        assert {one.who for one in told} == {"contact:agnieszka", "staff:nair"}
        db.engine.dispose()
