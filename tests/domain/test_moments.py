"""How times are said: a day and a clock time that nobody can misread, on the school's own clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.moments import (
    say_dates,
    say_day,
    say_moment,
    say_near,
    say_number,
    say_short,
    say_span,
    say_time,
    say_wait,
    say_weekday,
)

LONDON = ZoneInfo("Europe/London")
MONDAY = datetime(2026, 11, 23, 8, 15, tzinfo=UTC)
FAR_BACK = datetime(2000, 1, 1, tzinfo=UTC)


def at(hour: int, minute: int = 0) -> datetime:
    """A moment of that Monday."""
    return MONDAY.replace(hour=hour, minute=minute)


def test_a_promise_names_the_day_and_the_time() -> None:
    assert say_moment(MONDAY, LONDON) == "Monday 23 November, 8:15am"


def test_a_moment_is_said_on_the_schools_clock_in_summer_too() -> None:
    assert say_moment(datetime(2026, 6, 1, 23, 30, tzinfo=UTC), LONDON) == "Tuesday 2 June, 12:30am"


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(0, 0, "12am"), (8, 5, "8:05am"), (11, 59, "11:59am"), (12, 0, "12pm"), (12, 40, "12:40pm"), (16, 0, "4pm")],
)
def test_a_time_has_no_leading_nought_and_no_minutes_on_the_hour(hour: int, minute: int, said: str) -> None:
    assert say_time(at(hour, minute), LONDON) == said


def test_a_day_is_said_without_figures_for_its_month() -> None:
    assert say_day(date(2027, 1, 4)) == "Monday 4 January"


@pytest.mark.parametrize(
    ("days", "said"), [(0, "8:15am"), (-1, "Sun 8:15am"), (6, "Sun 8:15am"), (-7, "Mon 16 Nov, 8:15am")]
)
def test_a_list_says_only_as_much_of_a_moment_as_is_needed(days: int, said: str) -> None:
    assert say_short(MONDAY + timedelta(days=days), LONDON, now=at(17)) == said


def test_a_list_names_the_year_when_it_is_long_ago() -> None:
    assert say_short(MONDAY - timedelta(days=400), LONDON, now=MONDAY).endswith("Oct 2025, 9:15am")


@pytest.mark.parametrize(
    ("days", "said"), [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (2, "on Wednesday 25 November")]
)
def test_a_near_day_is_said_as_people_say_it(days: int, said: str) -> None:
    assert say_near(MONDAY + timedelta(days=days), LONDON, now=at(23)) == said


def test_days_of_another_year_are_said_with_it() -> None:
    leave = date(2026, 11, 30), date(2027, 7, 20)
    assert say_dates(*leave, today=MONDAY.date()) == "Monday 30 November to Tuesday 20 July 2027"
    assert say_dates(*leave, today=date(2027, 1, 4)) == "Monday 30 November 2026 to Tuesday 20 July"
    assert say_dates(leave[0], leave[0], today=MONDAY.date()) == "Monday 30 November"


def test_a_span_within_a_day_names_two_times_and_over_days_two_moments() -> None:
    assert say_span(MONDAY, at(16), LONDON) == "8:15am to 4pm"
    assert say_span(MONDAY, MONDAY + timedelta(days=1), LONDON) == (
        "Monday 23 November, 8:15am to Tuesday 24 November, 8:15am"
    )


@pytest.mark.parametrize(("number", "said"), [(0, "none"), (2, "two"), (9, "nine"), (10, "10"), (1200, "1,200")])
def test_a_small_number_is_a_word(number: int, said: str) -> None:
    assert say_number(number) == said


def test_a_button_names_the_weekday_alone() -> None:
    assert say_weekday(MONDAY, LONDON) == "Monday"


@given(
    st.integers(min_value=0, max_value=90 * 365 * 24 * 60).map(lambda minutes: FAR_BACK + timedelta(minutes=minutes))
)
def test_no_moment_is_ever_said_with_a_slash_or_a_24_hour_clock(moment: datetime) -> None:
    said = say_moment(moment, LONDON)
    assert "/" not in said
    assert said.endswith(("am", "pm"))
    assert say_time(moment, LONDON).rstrip("apm").split(":")[0] in {str(hour) for hour in range(1, 13)}


def test_a_wait_is_said_in_its_two_largest_units() -> None:
    days = datetime(2026, 6, 1, 8, 15, tzinfo=UTC) - datetime(2026, 5, 22, 16, 52, tzinfo=UTC)
    assert say_wait(days) == "9 days 15 hours"
    assert say_wait(days / 20) == "11 hours 34 minutes"
    assert say_wait(days * 0) == "no time at all"
