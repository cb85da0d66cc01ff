"""Day lines: where working times, a wait and the present stand, in per cent, and what the drawing says in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gateway.web.daylines import line_of_rail, line_of_today, line_of_wait
from gateway.web.marks import initials

LONDON = ZoneInfo("Europe/London")
MONDAY = datetime(2026, 11, 23, 8, 15, tzinfo=LONDON)
WORK = ((MONDAY, MONDAY.replace(hour=16, minute=0)),)


def test_today_runs_from_six_to_ten_with_the_ends_of_work_in_words() -> None:
    line = line_of_today(WORK, MONDAY.replace(hour=14, minute=0), zone=LONDON, label="You are at work.")
    assert (line.bars[0].x, line.bars[0].width) == (14.06, 48.44)
    assert [one.text for one in line.words] == ["8:15am", "4pm"]
    assert line.now == 50


def test_a_moment_outside_the_drawing_stands_at_its_edge() -> None:
    assert line_of_rail(WORK, MONDAY.replace(hour=23)).now == 100
    assert line_of_rail(WORK, MONDAY.replace(hour=2)).now == 0


def test_a_wait_goes_from_the_ring_to_the_bell_with_every_day_named() -> None:
    since = datetime(2026, 11, 19, 18, 45, tzinfo=LONDON)
    line = line_of_wait(WORK, since, MONDAY, label="You wait.")
    assert [one.text for one in line.words] == ["Thu", "Fri", "Sat", "Sun", "Mon"]
    assert [one.is_key for one in line.words] == [False, False, False, False, True]
    assert line.wait == (line.sent, line.bell) == (15.62, 86.88)


def test_a_holiday_names_its_first_and_last_day_alone() -> None:
    line = line_of_wait((), MONDAY, MONDAY + timedelta(days=20), label="You wait.")
    assert [one.text for one in line.words] == ["Mon", "Sun"]


def test_a_wait_within_one_day_has_room_to_be_seen() -> None:
    line = line_of_wait(WORK, MONDAY.replace(hour=6), MONDAY, label="You wait.")
    assert line.wait is not None
    assert line.wait[0] < line.wait[1] < 50


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Agnieszka Nowak", "AN"),
        ("Miss Priya Nair", "PN"),
        ("Mrs. Pettit", "P"),
        ("Ana María del Río", "AR"),
        ("The school office", "SO"),
        ("", ""),
    ],
)
def test_a_face_shows_the_letters_of_a_name_without_its_title(name: str, letters: str) -> None:
    assert initials(name) == letters
