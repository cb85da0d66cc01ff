"""A hundred thousand random promises against a second reading of the contract, around every change of the clocks to 2030."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from gateway.domain.promises import OFFICE, Staffing, plan
from tests.domain.scanning import KEYS, LONDON, Scan, a_random_roster, clock_changes, hours_of
from tests.torture import repeats

CASES, A_SCHOOL = 100_000, 25
SEEDS = 8
"""The cases in so many parts, each with its own seed, so that processes can share them."""


def test_the_clocks_change_on_the_days_that_the_cases_lie_around() -> None:
    lengths = [len(hours_of(day)) for day in clock_changes()]
    assert (len(lengths), set(lengths[::2]), set(lengths[1::2])) == (14, {23}, {25})


@pytest.mark.torture
@pytest.mark.clause("C3")
@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_promise_is_what_a_second_reading_of_the_contract_finds(seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(repeats(CASES) // SEEDS // A_SCHOOL):
        around = draw.choice(clock_changes()) + timedelta(days=draw.choice((0, 0, 0, draw.randint(-180, 180))))
        roster = a_random_roster(draw, around)
        staffing, scan = Staffing.of(roster), Scan(roster)
        begins = datetime(around.year, around.month, around.day, tzinfo=UTC)
        moments = sorted(begins + timedelta(minutes=draw.randint(-4 * 1440, 8 * 1440)) for _ in range(A_SCHOOL))
        for at in moments:
            _agree(staffing, scan, draw.choice((*KEYS, OFFICE)), at)
        _never_sooner(staffing, draw.choice(KEYS), moments)


def _agree(staffing: Staffing, scan: Scan, key: str, at: datetime) -> None:
    """One promise against the scan; it is seen by somebody at work, not after the person's own next time, and stays so."""
    found = plan(staffing, key, at)
    visible_at, visible_to = scan.seen(key, at)
    told = (scan.weeks, scan.roster.calendar, scan.roster.absences, key, at)
    found_at = found.visible_at.astimezone(UTC) if found.visible_at else None
    assert (found_at, found.visible_to, found.on_duty) == (visible_at, visible_to, scan.is_on_duty(key, at)), told
    if visible_at is None or found_at is None:
        return
    assert scan.is_on_duty(visible_to, found_at), told
    own = scan.next_at(key, at)
    assert at <= found_at, told
    assert own is None or found_at <= own, told
    days = scan.roster.school.reply_within_days
    assert found.reply_by == scan.reply_by(visible_to, _day(visible_at), days), told
    again = plan(staffing, visible_to, found_at)
    assert again.visible_at is not None
    assert (again.visible_at.astimezone(UTC), again.visible_to) == (found_at, visible_to), told


def _never_sooner(staffing: Staffing, key: str, moments: list[datetime]) -> None:
    """Whoever writes later is not seen sooner, where nobody stands in (DECISIONS 9: cover begins with a day of absence)."""
    if staffing.workers[key].absences:
        return
    found = (plan(staffing, key, at).visible_at for at in moments)
    # Two readings of one clock compare by the wall, which stands at one o'clock twice a year.
    seen = [at.astimezone(UTC) if at else None for at in found]
    known = [at for at in seen if at is not None]
    assert known == sorted(known)
    assert seen[: len(known)] == known, "once no day is known, none is for whoever writes later"


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
