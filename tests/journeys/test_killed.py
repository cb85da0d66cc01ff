"""The gateway is killed at random moments of a mixed load: nothing told is lost, nothing is shown or sent twice."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.databases import migrate
from tests.journeys.killed import AGAIN, Work, faults, found_school, labour, told_numbers
from tests.postgres import Cluster
from tests.torture import repeats

KILLS = 200
MAILS_A_KILL = 6
LONGEST_SPIN = 0.012
"""Seconds: longer than a mail takes, so that every instruction of one can be the last."""

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.journeys.killed"])


def run_and_kill(work: Work, draw: random.Random) -> None:
    """Start a worker, wait until it has told a few mails, spin for a random while, and kill it."""
    worker = processes.Process(target=labour, args=(work,))
    enough = len(told_numbers(work)) + draw.randint(1, MAILS_A_KILL)
    worker.start()
    while worker.is_alive() and len(told_numbers(work)) < enough:
        worker.join(timeout=0.002)
    until = time.perf_counter() + draw.random() * LONGEST_SPIN
    while time.perf_counter() < until:
        pass
    if worker.is_alive() and worker.pid is not None:
        os.kill(worker.pid, signal.SIGKILL)
    worker.join()


def torture(url: str, folder: Path, *, kills: int) -> list[str]:
    """Kill that many workers on one database, let the last one finish, and look."""
    draw = random.Random(20261123)
    work = Work(url, folder, folder / "told", folder / "sent", first=0, seed=0, mails=kills * MAILS_A_KILL)
    found_school(work)
    for kill in range(kills):
        told = told_numbers(work)
        first = max(max(told, default=-1) + 1 - AGAIN, 0)
        run_and_kill(replace(work, first=first, seed=kill), draw)
    last = processes.Process(target=labour, args=(replace(work, first=0, seed=kills),))
    last.start()
    last.join()
    assert last.exitcode == 0, "the last worker did not finish"
    return faults(work, kills=kills)


@pytest.mark.torture
@pytest.mark.clause("C23")
def test_a_killed_gateway_loses_and_doubles_nothing_on_sqlite(sqlite_url: str, tmp_path: Path) -> None:
    assert torture(sqlite_url, tmp_path, kills=repeats(KILLS)) == []


@pytest.mark.torture
@pytest.mark.clause("C23")
def test_a_killed_gateway_loses_and_doubles_nothing_on_postgresql(durable_cluster: Cluster, tmp_path: Path) -> None:
    url = durable_cluster.create("killed")
    migrate(url)
    assert torture(url, tmp_path, kills=repeats(KILLS)) == []
