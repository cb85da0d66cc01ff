"""Off duty early: nothing is seen before the next working moment of another day, and nothing later than that."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.domain.hours import Off, is_on_duty, next_on_duty, why_off
from gateway.domain.promises import Promise, Staffing, leaving, plan
from gateway.domain.roster import Absence, CalendarDay, EarlyFinish
from tests.domain.staffrooms import LONDON, TERM, a_roster, at, member
from tests.domain.test_hours import CHANGES, UNSHRUNK, calendar, calendars, hours, worker

TUESDAY = date(2026, 11, 24)
NAIR = member("nair", "Mo-We 08:15-16:00")


def test_who_finishes_early_is_off_for_the_rest_of_that_day_alone() -> None:
    nair = worker("Mo-Fr 08:30-12:00,13:00-16:30", finished_at=at("2026-11-23 11:00"))
    days = calendar()
    for moment, on_duty in (("10:59", True), ("11:00", False), ("11:30", False), ("13:00", False)):
        assert is_on_duty(nair, days, at(f"2026-11-23 {moment}")) is on_duty
    assert next_on_duty(nair, days, at("2026-11-23 11:00")) == at("2026-11-24 08:30")
    assert next_on_duty(nair, days, at("2026-11-24 09:00")) == at("2026-11-24 09:00")
    assert next_on_duty(nair, days, at("2026-11-30 11:30")) == at("2026-11-30 11:30"), "the next Monday is a new day"
    assert why_off(nair, days, at("2026-11-23 12:30")) == Off.FINISHED
    assert why_off(nair, days, at("2026-11-23 16:30")) == Off.OUTSIDE_HOURS


@settings(max_examples=60, deadline=None, phases=UNSHRUNK)
@given(st.data())
def test_after_an_early_finish_nobody_is_on_duty_until_their_next_working_moment_of_another_day(
    data: st.DataObject,
) -> None:
    first = data.draw(st.sampled_from(CHANGES))
    roster = a_roster(
        member("nair", data.draw(hours()), year_round=data.draw(st.booleans())), calendar=data.draw(calendars(first))
    )
    staffing = Staffing.of(roster)
    usual, days = staffing.workers["nair"], staffing.calendar
    start = datetime(first.year, first.month, first.day, tzinfo=LONDON).astimezone(UTC)
    finished_at = start + timedelta(minutes=data.draw(st.integers(0, 5 * 1440)))
    early = replace(usual, finished_at=finished_at)
    local = finished_at.astimezone(LONDON).date() + timedelta(days=1)
    tomorrow = datetime(local.year, local.month, local.day, tzinfo=LONDON)
    for minutes in data.draw(st.lists(st.integers(-1440, 3 * 1440), min_size=8, max_size=8)):
        moment = finished_at + timedelta(minutes=minutes)
        rests = finished_at <= moment < tomorrow.astimezone(UTC)
        assert is_on_duty(early, days, moment) is (not rests and is_on_duty(usual, days, moment))
        found = next_on_duty(early, days, moment)
        if rests:
            assert found == next_on_duty(usual, days, tomorrow), (
                "never off duty, never later than the next working moment"
            )
        else:
            wanted = next_on_duty(usual, days, moment)
            cut = wanted is not None and finished_at <= wanted.astimezone(UTC) < tomorrow.astimezone(UTC)
            assert found == (next_on_duty(usual, days, tomorrow) if cut else wanted)
        assert found is None or (found.astimezone(UTC) >= moment and is_on_duty(early, days, found))


def finished(moment: str, *, written: str, hours_: str = "Mo-Fr 08:15-16:00", **more: object) -> Promise:
    roster = a_roster(member("nair", hours_, covered_by="pettit"), member("pettit"), **more)
    return plan(Staffing.of(replace(roster, early_finishes=(EarlyFinish("nair", at(moment)),))), "nair", at(written))


@pytest.mark.clause("C3")
@pytest.mark.parametrize(
    ("hours_", "written", "visible_at", "why"),
    [
        ("Mo-Fr 08:15-16:00", "2026-11-23 14:05", "2026-11-24 08:15", "Miss Nair has finished for today."),
        ("Mo-Fr 08:15-16:00", "2026-11-23 14:00", "2026-11-24 08:15", "Miss Nair has finished for today."),
        ("Mo-Fr 08:15-16:00", "2026-11-23 20:00", "2026-11-24 08:15", "Miss Nair is not at work now."),
        ("Mo,We 08:15-16:00", "2026-11-23 14:05", "2026-11-25 08:15", "Miss Nair does not work on Tuesdays."),
        ("Mo-Fr 08:15-16:00", "2026-11-23 13:59", "2026-11-23 13:59", "Miss Nair is at work."),
    ],
)
def test_who_finishes_early_sees_what_comes_then_at_their_own_next_working_moment(
    hours_: str, written: str, visible_at: str, why: str
) -> None:
    found = finished("2026-11-23 14:00", written=written, hours_=hours_)
    assert (found.visible_at, found.visible_to, found.why) == (at(visible_at), "nair", why)


def test_an_early_finish_before_a_closure_names_the_closure() -> None:
    shut = (TERM, CalendarDay("closed", TUESDAY, TUESDAY))
    found = finished("2026-11-23 14:00", written="2026-11-23 15:00", calendar=shut)
    assert (found.visible_at, found.why) == (at("2026-11-25 08:15"), "School is closed on Tuesday 24 November.")


def test_an_early_finish_before_a_day_of_absence_is_the_covers() -> None:
    away = (Absence("nair", TUESDAY, TUESDAY),)
    found = finished("2026-11-23 14:00", written="2026-11-23 15:00", absences=away)
    assert (found.visible_at, found.visible_to) == (at("2026-11-24 08:30"), "pettit")


def test_a_reply_written_after_an_early_finish_waits_for_the_next_working_time() -> None:
    roster = replace(a_roster(NAIR), early_finishes=(EarlyFinish("nair", at("2026-11-23 14:00")),))
    assert leaving(Staffing.of(roster), "nair", at("2026-11-23 14:30")).leaves_at == at("2026-11-24 08:15")
