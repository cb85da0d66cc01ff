"""The hours that people at a school have, told as they tell them, and what a parent who writes is promised."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from gateway.domain.hours import Pattern, Rota
from gateway.domain.promises import OFFICE, Promise, Staffing, plan
from gateway.domain.roster import Absence, CalendarDay, StaffMember
from tests.domain.staffrooms import SCHOOL, TERM, a_roster, at, member

SPRING = CalendarDay("term", date(2027, 1, 4), date(2027, 2, 12))
INSET = CalendarDay("inset", date(2026, 11, 30), date(2026, 11, 30), "Training day")
OFFICE_STAFF = member("castellan", "Mo-Fr 08:15-16:15", roles=frozenset({"office"}))
FULL = "Mo-Fr 08:30-16:30"


def promised(writes: str, *staff: StaffMember, to: str = "nair", absences: tuple[Absence, ...] = ()) -> Promise:
    """What a parent who writes to somebody is promised in an autumn term with a training day and a spring term."""
    roster = a_roster(*staff, OFFICE_STAFF, calendar=(TERM, INSET, SPRING), absences=absences)
    return plan(Staffing.of(roster), to, at(writes))


@pytest.mark.clause("C3")
def test_job_sharers_each_see_what_is_theirs_on_their_own_days() -> None:
    pair = (member("nair", "Mo-We 08:30-16:30"), member("garrod", "We-Fr 08:30-16:30"))
    assert promised("2026-11-25 20:00", *pair).visible_at == at("2026-12-01 08:30"), "Monday is a training day"
    assert promised("2026-11-25 20:00", *pair, to="garrod").visible_at == at("2026-11-26 08:30")


@pytest.mark.clause("C3")
def test_preparation_time_and_lessons_in_which_nobody_reads_are_left_out_of_the_hours() -> None:
    teaching = member("nair", "Mo-Fr 08:15-08:45,12:00-13:00,15:20-16:30; We 08:15-08:45")
    assert promised("2026-11-24 09:30", teaching).visible_at == at("2026-11-24 12:00")
    assert promised("2026-11-25 09:00", teaching).visible_at == at("2026-11-26 08:15"), "Wednesday afternoon prepares"


@pytest.mark.clause("C3")
def test_lessons_come_in_two_weeks_in_turn_and_from_a_day_on_like_hours() -> None:
    lessons = "from 2026-11-16: Mo-Fr 09:00-12:00 / Mo 13:00-15:00 | from 2027-01-04: Tu 09:00-15:00"
    nair = member("nair", "Mo-Fr 08:30-16:30", lessons=lessons)
    school = replace(SCHOOL, lessons_hold=True)

    def read(text: str) -> datetime | None:
        return plan(Staffing.of(a_roster(nair, calendar=(TERM, SPRING), school=school)), "nair", at(text)).visible_at

    assert read("2026-11-16 09:30") == at("2026-11-16 12:00")
    assert read("2026-11-23 09:30") == at("2026-11-23 09:30"), "the other week"
    assert read("2026-11-23 13:30") == at("2026-11-23 15:00")
    assert read("2026-12-07 13:30") == at("2026-12-07 15:00"), "the weeks keep their turn"
    assert read("2027-01-04 09:30") == at("2027-01-04 09:30"), "a new timetable"
    assert read("2027-01-05 09:30") == at("2027-01-05 15:00")


@pytest.mark.clause("C3")
def test_an_assistant_who_works_in_term_time_only_is_off_in_the_holidays_and_the_all_year_office_is_not() -> None:
    assistant = member("lowe", FULL, roles=frozenset({"teaching_assistant"}))
    assert promised("2026-12-21 10:00", assistant, to="lowe").visible_at == at("2027-01-04 08:30")
    all_year = member("frayn", FULL, roles=frozenset({"office"}), year_round=True)
    assert promised("2026-12-20 10:00", all_year, to=OFFICE).visible_at == at("2026-12-21 08:15")


@pytest.mark.clause("C3")
def test_a_training_day_is_worked_only_by_those_who_come_to_it() -> None:
    there, not_there = member("nair", FULL, works_inset=True), member("garrod", FULL)
    assert promised("2026-11-29 12:00", there, not_there).visible_at == at("2026-11-30 08:30")
    assert promised("2026-11-29 12:00", there, not_there, to="garrod").visible_at == at("2026-12-01 08:30")


@pytest.mark.clause("C3")
def test_a_phased_return_grows_week_by_week() -> None:
    back = member(
        "nair",
        "off | from 2026-11-16: Mo 09:00-12:00 | from 2026-11-23: Mo-We 09:00-12:00 | from 2026-12-07: Mo-Fr 08:30-16:30",
    )
    assert promised("2026-11-17 10:00", back).visible_at == at("2026-11-23 09:00")
    assert promised("2026-11-26 10:00", back).visible_at == at("2026-12-01 09:00")
    assert promised("2026-12-10 07:00", back).visible_at == at("2026-12-10 08:30")


@pytest.mark.clause("C3")
def test_maternity_hands_over_to_a_named_colleague_and_comes_back_by_itself() -> None:
    leave = Absence("nair", date(2026, 11, 30), date(2027, 1, 29), "garrod")
    pair = (member("nair", FULL), member("garrod", "Mo-Fr 09:00-15:00"))
    before = promised("2026-11-27 15:00", *pair, absences=(leave,))
    meanwhile = promised("2026-12-09 20:00", *pair, absences=(leave,))
    after = promised("2027-01-30 12:00", *pair, absences=(leave,))
    assert (before.visible_to, before.on_duty) == ("nair", True)
    assert (meanwhile.visible_to, meanwhile.visible_at) == ("garrod", at("2026-12-10 09:00"))
    assert (after.visible_to, after.visible_at) == ("nair", at("2027-02-01 08:30"))


@pytest.mark.clause("C3")
def test_whoever_leaves_in_the_holidays_leaves_what_is_written_meanwhile_to_the_office() -> None:
    """Their weeks still have hours before the day on which these end, and school is open on none of them."""
    leaving = member("nair", "Mo-Fr 08:15-16:00 | from 2027-01-04: off")
    found = promised("2026-12-19 10:00", leaving)
    assert (found.visible_to, found.visible_at) == (OFFICE, at("2027-01-04 08:15"))


@pytest.mark.clause("C3")
def test_a_swap_of_days_holds_for_one_week_and_no_longer() -> None:
    usual = Rota.always(Pattern.parse("Mo-We 08:30-16:30"))
    swapped = usual.with_one_week(date(2026, 11, 26), Pattern.parse("Tu-Th 08:30-16:30")).written()
    assert promised("2026-11-22 20:00", member("nair", swapped)).visible_at == at("2026-11-24 08:30")
    assert promised("2026-11-26 07:00", member("nair", swapped)).visible_at == at("2026-11-26 08:30")
    assert promised("2026-11-30 20:00", member("nair", swapped)).visible_at == at("2026-12-01 08:30")


@pytest.mark.clause("C3")
def test_on_a_trip_the_colleague_at_school_reads_in_ones_place() -> None:
    trip = Absence("nair", date(2026, 11, 25), date(2026, 11, 25), "garrod")
    pair = (member("nair", FULL), member("garrod", "Mo-Fr 09:00-15:00"))
    found = promised("2026-11-24 21:00", *pair, absences=(trip,))
    assert (found.visible_to, found.visible_at) == ("garrod", at("2026-11-25 09:00"))
    assert promised("2026-11-25 15:30", *pair, absences=(trip,)).visible_to == "nair"


@pytest.mark.clause("C3")
def test_two_weeks_in_turn_go_on_through_a_holiday() -> None:
    turns = member("nair", "from 2026-11-23: Mo-We 08:30-16:30 / We-Fr 08:30-16:30")
    assert promised("2026-11-22 20:00", turns).visible_at == at("2026-11-23 08:30")
    assert promised("2026-11-29 20:00", turns).visible_at == at("2026-12-02 08:30")
    assert promised("2026-12-31 20:00", turns).visible_at == at("2027-01-04 08:30"), "the seventh week is as the first"
