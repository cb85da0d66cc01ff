"""Going live: in production nothing of a new school runs before its headteacher has declared the out-of-hours plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from gateway.actions.schools import beat
from gateway.jobs.live import live_schools
from gateway.jobs.scheduler import run_everywhere
from gateway.jobs.table import JOBS
from gateway.store import queue
from gateway.store.transaction import reading
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, SCHOOL, a_roster, arrives, confirm, mail

RELEASE = next(one for one in JOBS if one.name == "release")


@pytest.fixture
def production(sqlite_school: Flask, clock: SetClock) -> Flask:
    """The school as it stands in production, with a message that is due."""
    sqlite_school.config["HANDBELL"] = replace(sqlite_school.config["HANDBELL"], environment="production")
    arrives(sqlite_school, mail())
    clock.now = MONDAY_MORNING
    return sqlite_school


def waits() -> int:
    """How many messages wait for their moment."""
    with reading():
        return len(queue.waiting(SCHOOL))


@pytest.mark.clause("C12")
def test_a_new_school_goes_live_when_its_plan_is_declared_and_not_before(production: Flask) -> None:
    run_everywhere(production, RELEASE)
    assert waits() == 1, "nothing has run"
    assert live_schools(production) == ()
    confirm(a_roster(), now=MONDAY_MORNING)
    run_everywhere(production, RELEASE)
    assert waits() == 0


def test_a_school_that_has_run_goes_on_and_is_only_told(production: Flask) -> None:
    beat(SCHOOL, "release", now=MONDAY_MORNING - timedelta(days=1), failure="")
    assert len(live_schools(production)) == 1


def test_a_demo_asks_for_nothing(sqlite_school: Flask) -> None:
    assert len(live_schools(sqlite_school)) == 1
