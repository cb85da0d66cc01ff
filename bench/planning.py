"""How long ``flask hours plan`` takes for many questions, from its start to its last answer."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bench.school import SAMPLE, sample_roster
from gateway.domain.promises import OFFICE

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = 20_000
RUNS = 5
BEGINS = datetime.fromisoformat("2026-09-01T00:00:00+01:00")
DAYS = 320
"""A school year: evenings, weekends and holidays are asked about as often as they come."""


@dataclass(frozen=True, slots=True)
class Planning:
    """Seconds on the wall: of a run without a question, and of one with all of them, each the middle of its runs."""

    start: float
    answered: float


def measure() -> Planning:
    """Ask the sample school, every member of its staff and the office alike."""
    chance = random.Random(20)
    people = [*(one.staff_id for one in sample_roster().staff), OFFICE]
    asked = "\n".join(
        json.dumps(
            {
                "staff": chance.choice(people),
                "at": (BEGINS + timedelta(minutes=chance.randrange(DAYS * 24 * 60))).isoformat(),
            }
        )
        for _ in range(QUESTIONS)
    )
    _seconds(asked)  # what is compiled once and read from the disk once is no part of it
    return Planning(*(sorted(_seconds(one) for _ in range(RUNS))[RUNS // 2] for one in ("", asked)))


def _seconds(asked: str) -> float:
    begun = time.perf_counter()
    said = subprocess.run(
        [sys.executable, "-m", "flask", "hours", "plan", "--school", SAMPLE],
        cwd=ROOT,
        input=asked,
        capture_output=True,
        text=True,
        check=True,
    )
    taken = time.perf_counter() - begun
    if said.stdout.count("\n") != (QUESTIONS if asked else 0):
        raise RuntimeError("flask hours plan left questions without an answer")
    return taken
