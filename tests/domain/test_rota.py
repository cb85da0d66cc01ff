"""A person's weeks over time: in turn, from a day on, for one week only; and what a parent is promised then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.hours import HoursProblem, Pattern, Rota, Turn, say_rota
from gateway.domain.promises import Staffing, plan
from gateway.domain.roster import CalendarDay
from tests.schools import a_roster

SCHOOL = Pattern.parse("Mo-Fr 08:30-16:30")
SHORT, LONG, OFF = Pattern.parse("Mo-We 08:15-16:00"), Pattern.parse("Mo-Th 08:15-16:00"), Pattern.parse("off")
MONDAY = date(2026, 11, 23)
WEEKS = st.sampled_from([SHORT, LONG, OFF, None, Pattern.parse("Sa 10:00-12:00")])


def rota(text: str) -> Rota:
    """A rota at a school that works Monday to Friday."""
    return Rota.parse(text, school=SCHOOL)


@st.composite
def rotas(draw: st.DrawFn) -> Rota:
    """Any rota of up to three turns within half a year."""
    starts = sorted(draw(st.sets(st.integers(0, 180), max_size=2)))
    weeks = [tuple(draw(st.lists(WEEKS, min_size=1, max_size=2))) for _ in range(len(starts) + 1)]
    first = Turn(date.min if len(weeks[0]) == 1 else MONDAY - timedelta(days=draw(st.integers(0, 30))), weeks[0])
    later = (Turn(MONDAY + timedelta(days=start + 1), one) for start, one in zip(starts, weeks[1:], strict=True))
    return Rota((first, *later), SCHOOL)


def test_one_week_stays_and_blank_is_the_schools() -> None:
    assert rota("Mo-We 08:15-16:00").week_on(MONDAY) == SHORT
    assert rota("").week_on(MONDAY) == SCHOOL
    assert rota("school").written() == ""


def test_weeks_come_in_turn_from_the_week_of_their_first_day() -> None:
    held = rota("from 2026-11-25: Mo-We 08:15-16:00 / Mo-Th 08:15-16:00")
    found = [held.week_on(MONDAY + timedelta(weeks=week)) for week in range(-1, 4)]
    assert found == [LONG, SHORT, LONG, SHORT, LONG]
    assert held.week_on(MONDAY + timedelta(days=6)) == SHORT, "a week ends on its Sunday"


def test_other_hours_begin_on_their_day_and_not_before() -> None:
    held = rota("Mo-We 08:15-16:00 | from 2027-01-06: Mo-Th 08:15-16:00 | from 2027-04-12: school")
    assert held.week_on(date(2027, 1, 5)) == SHORT
    assert held.week_on(date(2027, 1, 6)) == LONG
    assert held.week_on(date(2027, 4, 12)) == SCHOOL


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Mo 08:00-12:00 / Tu 08:00-12:00", "has no first day"),
        ("Mo 08:00-12:00 | Tu 08:00-12:00", "has no first day"),
        ("from soon: Mo 08:00-12:00", "is not a rule of hours"),
        ("from 2026-02-30: Mo 08:00-12:00", "'2026-02-30' is not a day"),
        ("off | from 2027-01-04: off | from 2026-12-01: off", "stand after later ones"),
        ("from 2027-01-04: off / off / off", "more than 2 weeks"),
        ("from 2027-01-04: Mo 12:00-08:00", "ends before it begins"),
    ],
)
def test_what_is_no_rota_is_refused_in_a_sentence(text: str, says: str) -> None:
    with pytest.raises(HoursProblem, match=says):
        rota(text)


@given(rotas())
def test_a_rota_that_is_written_reads_back_as_the_same(held: Rota) -> None:
    assert rota(held.written()) == held


@given(rotas(), st.integers(-60, 400))
def test_the_next_day_worked_is_the_one_that_looking_day_by_day_finds(held: Rota, ahead: int) -> None:
    day = MONDAY + timedelta(days=ahead)
    days = (day + timedelta(days=step) for step in range(700))
    assert held.next_worked(day) == next((one for one in days if held.week_on(one).days[one.weekday()]), None)


@given(rotas(), st.integers(0, 250), WEEKS)
def test_another_week_once_changes_that_week_and_no_other_day(held: Rota, ahead: int, week: Pattern | None) -> None:
    day = MONDAY + timedelta(days=ahead)
    monday = day - timedelta(days=day.weekday())
    changed = held.with_one_week(day, week)
    for step in range(-30, 300):
        one = MONDAY + timedelta(days=step)
        swapped = monday <= one < monday + timedelta(weeks=1)
        assert changed.week_on(one) == ((week or SCHOOL) if swapped else held.week_on(one)), one


@given(rotas(), st.integers(0, 250), st.lists(WEEKS, min_size=1, max_size=2))
def test_hours_from_a_day_on_leave_the_days_before_as_they_were(
    held: Rota, ahead: int, weeks: list[Pattern | None]
) -> None:
    first_on = MONDAY + timedelta(days=ahead)
    changed = held.with_turn(first_on, weeks)
    assert changed.week_on(first_on) == (weeks[0] or SCHOOL)
    for step in range(1, 60):
        one = first_on - timedelta(days=step)
        assert changed.week_on(one) == held.week_on(one), one


@given(rotas(), st.integers(0, 250))
def test_what_is_over_can_be_forgotten(held: Rota, ahead: int) -> None:
    day = MONDAY + timedelta(days=ahead)
    kept = held.since(day)
    assert all(kept.week_on(one) == held.week_on(one) for one in (day + timedelta(days=step) for step in range(200)))


def test_a_rota_is_said_in_words() -> None:
    held = rota("from 2026-11-16: Mo-We 08:15-16:00 / Mo-Th 08:15-16:00 | from 2027-01-04: off")
    now, later = say_rota(held, MONDAY)
    assert now.startswith("In turn, 2 weeks. Week 1: Monday to Thursday 8:15am to 4pm.")
    assert later == "From Monday 4 January 2027: Off on every day."


@pytest.mark.clause("C3")
def test_a_parent_is_promised_the_day_that_the_turn_of_the_weeks_gives() -> None:
    wednesday = datetime(2026, 11, 25, 18, tzinfo=ZoneInfo("Europe/London"))
    found = plan(_with_hours("from 2026-11-16: Mo-We 08:15-16:00 / Mo-Th 08:15-16:00"), "nair", wednesday)
    assert found.visible_at is not None
    assert found.visible_at.isoformat() == "2026-11-26T08:15:00+00:00", "the second week has a Thursday"
    later = plan(
        _with_hours("from 2026-11-16: Mo-We 08:15-16:00 / Mo-Th 08:15-16:00"), "nair", wednesday + timedelta(weeks=1)
    )
    assert later.visible_at is not None
    assert later.visible_at.isoformat() == "2026-12-07T08:15:00+00:00"
    assert later.why == "Miss Nair does not work on Thursday 3 December."


@pytest.mark.clause("C3")
def test_the_office_takes_over_from_the_day_on_which_hours_end_for_good() -> None:
    held = _with_hours("Mo-We 08:15-16:00 | from 2026-12-01: off")
    at = datetime(2026, 11, 30, 18, tzinfo=ZoneInfo("Europe/London"))
    assert plan(held, "nair", at).visible_to == "office", "Monday was her last day"
    assert plan(held, "nair", at - timedelta(days=1)).visible_to == "nair"


def _with_hours(hours: str) -> Staffing:
    """A school in term to Christmas at which Miss Nair has these hours."""
    roster = a_roster()
    staff = tuple(replace(one, hours=hours) if one.staff_id == "nair" else one for one in roster.staff)
    term = CalendarDay("term", date(2026, 9, 1), date(2026, 12, 18), "Autumn")
    return Staffing.of(replace(roster, staff=staff, calendar=(term,)))
