"""Hours as the grammar writes them and as one says them: what is written reads back as the same hours."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.domain.hours import Pattern, say_week
from tests.domain.test_hours import hours


@st.composite
def patterns(draw: st.DrawFn) -> Pattern:
    """Any week: up to three spans a day, to the minute, some days alike."""
    days: list[tuple[tuple[int, int], ...]] = []
    for _ in range(7):
        if days and draw(st.booleans()):
            days.append(draw(st.sampled_from(days)))
            continue
        edges = sorted(draw(st.sets(st.integers(0, 24 * 60), max_size=6)))
        days.append(tuple(zip(edges[::2], edges[1::2], strict=False)))
    return Pattern(tuple(days))


@settings(max_examples=400, deadline=None)
@given(patterns())
def test_hours_that_are_written_read_back_as_the_same_hours(pattern: Pattern) -> None:
    assert Pattern.parse(pattern.written()) == pattern


@settings(max_examples=200, deadline=None)
@given(hours())
def test_hours_written_twice_are_written_alike(text: str) -> None:
    once = Pattern.parse(text).written()
    assert Pattern.parse(once).written() == once


@pytest.mark.parametrize(
    ("text", "written", "said"),
    [
        ("Mo-Fr 08:30-16:30", "Mo-Fr 08:30-16:30", "Monday to Friday 8:30am to 4:30pm. 40 hours a week."),
        (
            "Mo 08:15-16:00; Tu,We 08:15-16:00; Fr 09:00-12:00,13:00-15:15",
            "Mo-We 08:15-16:00; Fr 09:00-12:00,13:00-15:15",
            "Monday to Wednesday 8:15am to 4pm; Friday 9am to 12pm and 1pm to 3:15pm. 28 hours 30 minutes a week.",
        ),
        (
            "We 23:00-24:00; Th 00:00-01:01",
            None,
            "Wednesday 11pm to midnight; Thursday 12am to 1:01am. 2 hours 1 minute a week.",
        ),
        ("Mo,Tu,Fr 09:00-10:00", "Mo,Tu,Fr 09:00-10:00", "Monday, Tuesday and Friday 9am to 10am. 3 hours a week."),
        ("Mo-Su off", "off", "Off on every day."),
    ],
)
def test_hours_are_written_shortly_and_said_in_words(text: str, written: str | None, said: str) -> None:
    pattern = Pattern.parse(text)
    assert pattern.written() == (written or text)
    assert say_week(pattern) == said
