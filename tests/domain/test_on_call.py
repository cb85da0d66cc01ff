"""The out-of-hours rota: who has which night, swaps, gaps, and both clock changes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from gateway.domain.on_call import call_day, gaps, on_call_on
from gateway.domain.roster import OnCall

LONDON = ZoneInfo("Europe/London")
MONDAY = date(2026, 11, 23)
WEEK = OnCall(1, "ashdown", MONDAY, MONDAY + timedelta(days=6))
SWAP = OnCall(2, "castellan", MONDAY + timedelta(days=2), MONDAY + timedelta(days=2))


def test_a_week_is_one_persons_and_a_later_turn_stands_over_one_night_of_it() -> None:
    held = [on_call_on((WEEK, SWAP), MONDAY + timedelta(days=step)) for step in range(8)]
    assert held == ["ashdown", "ashdown", "castellan", "ashdown", "ashdown", "ashdown", "ashdown", ""]


def test_whoever_has_the_evening_has_the_night_until_seven_in_the_morning() -> None:
    assert call_day(datetime(2026, 11, 24, 2, 30, tzinfo=LONDON), LONDON) == MONDAY
    assert call_day(datetime(2026, 11, 24, 6, 59, tzinfo=LONDON), LONDON) == MONDAY
    assert call_day(datetime(2026, 11, 24, 7, 0, tzinfo=LONDON), LONDON) == MONDAY + timedelta(days=1)


def test_seven_is_seven_on_the_school_s_own_clock_when_it_changes() -> None:
    for sunday in (date(2026, 10, 25), date(2027, 3, 28)):
        morning = datetime.combine(sunday, datetime.min.time(), tzinfo=LONDON)
        assert call_day(morning.replace(hour=6, minute=59), LONDON) == sunday - timedelta(days=1)
        assert call_day(morning.replace(hour=7), LONDON) == sunday


def test_gaps_are_the_days_that_nobody_has() -> None:
    assert gaps((WEEK,), MONDAY + timedelta(days=5), days=4) == (MONDAY + timedelta(days=7), MONDAY + timedelta(days=8))
