"""Promises: cover and cover's cover, the office, the end of the calendar, the day of the answer; against a slow oracle."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.domain.hours import NaiveMoment
from gateway.domain.promises import OFFICE, Promise, Staffing, is_courteous, leaving, plan
from gateway.domain.roster import Absence, CalendarDay, StaffMember
from tests.domain.staffrooms import LONDON, SCHOOL, TERM, Oracle, a_roster, at, member
from tests.domain.test_hours import UNSHRUNK, calendars, hours

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)
NAIR = member("nair", "Mo-We 08:15-16:00")


def promised(
    moment: str,
    *staff: StaffMember,
    absences: tuple[Absence, ...] = (),
    calendar: tuple[CalendarDay, ...] = (TERM,),
    to: str = "nair",
    days: int = 3,
) -> Promise:
    school = replace(SCHOOL, reply_within_days=days)
    roster = a_roster(*(staff or (NAIR,)), absences=absences, calendar=calendar, school=school)
    return plan(Staffing.of(roster), to, at(moment))


def test_somebody_at_work_sees_it_now() -> None:
    found = promised("2026-11-23 09:00")
    assert (found.on_duty, found.visible_at, found.visible_to) == (True, at("2026-11-23 09:00"), "nair")
    assert found.why == "Miss Nair is at work."


@pytest.mark.clause("C3")
@pytest.mark.parametrize(
    ("moment", "visible_at", "why"),
    [
        ("2026-11-23 16:00", "2026-11-24 08:15", "Miss Nair is not at work now."),
        ("2026-11-23 03:00", "2026-11-23 08:15", "Miss Nair is not at work now."),
        ("2026-11-25 21:40", "2026-11-30 08:15", "Miss Nair does not work on Thursdays."),
        ("2026-11-27 10:00", "2026-11-30 08:15", "Miss Nair does not work on Fridays."),
        ("2026-11-28 10:00", "2026-11-30 08:15", "Miss Nair does not work on Saturdays."),
    ],
)
def test_off_duty_it_waits_for_the_next_working_time_and_says_why(moment: str, visible_at: str, why: str) -> None:
    found = promised(moment)
    assert (found.on_duty, found.visible_at, found.visible_to) == (False, at(visible_at), "nair")
    assert found.why == why


TEACHES = replace(NAIR, lessons="Mo-Fr 09:00-12:00,13:00-16:00")


@pytest.mark.clause("C3")
@pytest.mark.parametrize(
    ("moment", "visible_at", "why"),
    [
        ("2026-11-23 08:59", "2026-11-23 08:59", "Miss Nair is at work."),
        ("2026-11-23 09:00", "2026-11-23 12:00", "Miss Nair is teaching or preparing lessons."),
        ("2026-11-23 12:00", "2026-11-23 12:00", "Miss Nair is at work."),
        ("2026-11-23 15:59", "2026-11-24 08:15", "Miss Nair is teaching or preparing lessons."),
        ("2026-11-25 13:00", "2026-11-30 08:15", "Miss Nair is teaching or preparing lessons."),
    ],
)
def test_where_school_says_so_a_message_waits_for_the_end_of_a_lesson(moment: str, visible_at: str, why: str) -> None:
    holds = Staffing.of(a_roster(TEACHES, school=replace(SCHOOL, lessons_hold=True)))
    found = plan(holds, "nair", at(moment))
    assert (found.on_duty, found.visible_at, found.why) == (True, at(visible_at), why)
    assert plan(Staffing.of(a_roster(TEACHES)), "nair", at(moment)).visible_at == at(moment), "off unless school says"


def test_nobody_teaches_on_a_training_day_or_in_the_holidays_and_a_hold_always_ends() -> None:
    inset = CalendarDay("inset", MONDAY, MONDAY)
    teaches = replace(TEACHES, works_inset=True, year_round=True, lessons="Mo-Fr 00:00-24:00")
    school = replace(SCHOOL, lessons_hold=True)
    holds = Staffing.of(a_roster(teaches, calendar=(TERM, inset), school=school))
    for moment in ("2026-11-23 10:00", "2026-12-21 10:00"):
        assert plan(holds, "nair", at(moment)).visible_at == at(moment)
    always = Staffing.of(a_roster(replace(TEACHES, lessons="Mo-Su 00:00-24:00"), school=school))
    assert plan(always, "nair", at("2026-11-23 10:00")).visible_at == at("2026-11-23 10:00")


@pytest.mark.parametrize(
    ("days", "moment", "visible_at", "why"),
    [
        (("closed", MONDAY), "2026-11-22 20:00", "2026-11-24 08:15", "School is closed on Monday 23 November."),
        (("inset", MONDAY), "2026-11-22 20:00", "2026-11-24 08:15", "Monday 23 November is a training day for staff."),
    ],
)
def test_a_day_that_is_shut_is_stepped_over_and_named(
    days: tuple[str, date], moment: str, visible_at: str, why: str
) -> None:
    found = promised(moment, calendar=(TERM, CalendarDay(days[0], days[1], days[1])))
    assert (found.visible_at, found.why) == (at(visible_at), why)


def test_in_the_holidays_everybody_is_off_the_office_and_the_headteacher_too() -> None:
    terms = (TERM, CalendarDay("term", date(2027, 1, 4), date(2027, 3, 25)))
    head = member("ashdown", "Mo-Fr 08:00-17:00", roles=frozenset({"headteacher"}))
    for key, opens in (("nair", "08:15"), ("ashdown", "08:00"), (OFFICE, "08:15")):
        found = promised("2026-12-21 10:00", NAIR, head, calendar=terms, to=key)
        assert found.visible_at == at(f"2027-01-04 {opens}")
        assert found.why == "School is on holiday."


def test_somebody_marked_year_round_works_in_the_holidays_and_the_office_with_them() -> None:
    okafor = member("okafor", "Mo-Fr 09:00-12:00", year_round=True, roles=frozenset({"office"}))
    assert promised("2026-12-21 08:00", okafor, to="okafor").visible_at == at("2026-12-21 09:00")
    assert promised("2026-12-21 08:00", okafor, to=OFFICE).visible_at == at("2026-12-21 08:15")


def test_a_weekend_that_everybody_has_off_is_not_given_as_a_reason() -> None:
    found = promised("2026-11-27 20:00", member("nair", "Mo-Fr 08:15-16:00"))
    assert (found.visible_at, found.why) == (at("2026-11-30 08:15"), "Miss Nair is not at work now.")


# Cover.

AWAY = Absence("nair", MONDAY, TUESDAY, "pettit")
PETTIT = member("pettit", "Mo-Fr 09:00-15:00")


def test_on_a_day_of_absence_the_cover_sees_it_in_the_covers_own_hours() -> None:
    found = promised("2026-11-23 08:00", NAIR, PETTIT, absences=(AWAY,))
    assert (found.visible_at, found.visible_to, found.on_duty) == (at("2026-11-23 09:00"), "pettit", False)
    assert found.why == "Miss Nair is away. Miss Pettit has this instead."


def test_a_message_of_the_evening_before_meets_the_absence_of_the_morning() -> None:
    found = promised("2026-11-22 20:00", NAIR, PETTIT, absences=(AWAY,))
    assert (found.visible_at, found.visible_to) == (at("2026-11-23 09:00"), "pettit")


def test_the_absence_rows_cover_goes_before_the_staff_rows() -> None:
    nair = replace(NAIR, covered_by="lowe")
    lowe = member("lowe", "Mo-Fr 08:00-09:00")
    assert promised("2026-11-23 07:00", nair, PETTIT, lowe, absences=(AWAY,)).visible_to == "pettit"
    bare = replace(AWAY, covered_by="")
    assert promised("2026-11-23 07:00", nair, PETTIT, lowe, absences=(bare,)).visible_to == "lowe"


def test_the_absent_persons_own_return_counts_when_it_is_earlier() -> None:
    late = member("pettit", "Fr 09:00-15:00")
    found = promised("2026-11-23 10:00", NAIR, late, absences=(AWAY,))
    assert (found.visible_at, found.visible_to) == (at("2026-11-25 08:15"), "nair")


def test_on_duty_is_always_about_the_person_asked_for() -> None:
    found = promised("2026-11-23 10:00", NAIR, PETTIT, absences=(AWAY,))
    assert (found.on_duty, found.visible_at, found.visible_to) == (False, at("2026-11-23 10:00"), "pettit")


def test_a_cover_who_is_absent_too_is_skipped_to_their_own_cover_once() -> None:
    pettit, lowe = replace(PETTIT, covered_by="lowe"), member("lowe", "Mo-Fr 10:00-11:00")
    ill = Absence("pettit", MONDAY, MONDAY)
    found = promised("2026-11-23 08:00", NAIR, pettit, lowe, absences=(AWAY, ill))
    assert (found.visible_at, found.visible_to) == (at("2026-11-23 10:00"), "lowe")


@pytest.mark.parametrize("second", ["", "nair", "lowe"])
def test_the_office_takes_over_when_every_named_cover_is_absent_too(second: str) -> None:
    pettit, lowe = replace(PETTIT, covered_by=second), member("lowe", "Mo-Fr 10:00-11:00", covered_by="bell")
    away = (AWAY, Absence("pettit", MONDAY, MONDAY), Absence("lowe", MONDAY, MONDAY))
    found = promised("2026-11-23 08:00", NAIR, pettit, lowe, member("bell"), absences=away)
    assert (found.visible_at, found.visible_to) == (at("2026-11-23 08:15"), OFFICE)


def test_with_nobody_named_it_waits_for_the_persons_own_next_time() -> None:
    found = promised("2026-11-23 10:00", absences=(replace(AWAY, covered_by=""),))
    assert (found.visible_at, found.visible_to, found.why) == (at("2026-11-25 08:15"), "nair", "Miss Nair is away.")


def test_an_absence_on_a_day_that_is_not_worked_changes_nothing() -> None:
    friday = Absence("nair", date(2026, 11, 27), date(2026, 11, 27), "pettit")
    found = promised("2026-11-26 20:00", NAIR, PETTIT, absences=(friday,))
    assert (found.visible_at, found.visible_to) == (at("2026-11-30 08:15"), "nair")


def test_somebody_without_hours_is_the_offices_and_it_says_so() -> None:
    found = promised("2026-11-23 20:00", member("nair", "off", covered_by="pettit"), PETTIT)
    assert (found.on_duty, found.visible_at, found.visible_to) == (False, at("2026-11-24 08:15"), OFFICE)
    assert found.why == "Miss Nair has no working hours of their own, so the school office has this."


# The end of the calendar.


@pytest.mark.parametrize("key", ["nair", OFFICE, "bell"])
def test_past_the_end_of_the_calendar_no_day_is_made_up(key: str) -> None:
    found = promised("2026-12-18 20:00", NAIR, member("bell", "off"), to=key)
    assert (found.visible_at, found.reply_by, found.reply_by_at) == (None, None, None)
    assert "calendar ends" in found.why


def test_an_answer_that_would_be_due_past_the_calendar_has_no_day() -> None:
    found = promised("2026-12-16 09:00", days=3)
    assert found.visible_at is not None
    assert found.reply_by is None


# The day of the answer.


@pytest.mark.parametrize(("days", "by"), [(1, TUESDAY), (2, WEDNESDAY), (3, date(2026, 11, 30))])
def test_the_answer_is_due_on_a_working_day_of_whoever_sees_it_counted_from_the_day_after(days: int, by: date) -> None:
    found = promised("2026-11-23 08:15", days=days)
    assert found.reply_by == by
    assert found.reply_by_at == datetime(by.year, by.month, by.day, 16, tzinfo=LONDON)


def test_the_answer_counts_the_covers_days_when_the_cover_sees_it() -> None:
    found = promised("2026-11-23 08:00", NAIR, PETTIT, absences=(AWAY,), days=3)
    assert (found.visible_to, found.reply_by) == ("pettit", date(2026, 11, 26))


def test_days_of_absence_closure_and_training_do_not_count_towards_the_answer() -> None:
    shut = (TERM, CalendarDay("closed", TUESDAY, TUESDAY), CalendarDay("inset", WEDNESDAY, WEDNESDAY))
    found = promised("2026-11-23 09:00", calendar=shut, days=1)
    assert found.reply_by == date(2026, 11, 30)
    away = promised("2026-11-23 09:00", absences=(Absence("nair", TUESDAY, TUESDAY),), days=1)
    assert away.reply_by == WEDNESDAY


def test_the_answer_is_shown_with_the_end_of_the_last_span_of_that_day() -> None:
    found = promised("2026-11-23 09:00", member("nair", "Mo-Fr 09:00-12:00,13:00-14:30"), days=1)
    assert found.reply_by_at == at("2026-11-24 14:30")


def test_a_moment_without_an_offset_and_a_person_nobody_knows_are_refused() -> None:
    staffing = Staffing.of(a_roster(NAIR))
    with pytest.raises(NaiveMoment):
        plan(staffing, "nair", datetime.fromisoformat("2026-11-23T09:00"))
    with pytest.raises(KeyError):
        plan(staffing, "nobody", at("2026-11-23 09:00"))


# Leaving.


@pytest.mark.clause("C2")
@pytest.mark.parametrize(
    ("hours_", "written", "leaves_at"),
    [
        ("Mo-Fr 08:15-16:00", "2026-11-23 09:00", "2026-11-23 09:00"),
        ("Mo-Fr 08:15-16:00", "2026-11-23 22:00", "2026-11-24 08:15"),
        ("Mo-Fr 06:00-16:00", "2026-11-23 06:30", "2026-11-23 07:30"),
        ("Mo-Fr 08:15-20:00", "2026-11-23 19:00", "2026-11-24 08:15"),
        ("off", "2026-11-23 22:00", "2026-11-24 07:30"),
        ("Mo-Fr 20:00-22:00", "2026-11-23 20:30", "2026-11-24 07:30"),
    ],
)
def test_a_reply_leaves_at_a_time_that_suits_both_and_a_hold_always_ends(
    hours_: str, written: str, leaves_at: str
) -> None:
    for year_round in (False, True):
        staffing = Staffing.of(a_roster(member("nair", hours_, year_round=year_round)))
        assert leaving(staffing, "nair", at(written)).leaves_at == at(leaves_at)


# Every promise against the oracle.


@settings(max_examples=120, deadline=None, phases=UNSHRUNK)
@given(st.data())
def test_a_promise_is_what_the_sentences_of_the_contract_say(data: st.DataObject) -> None:
    first = data.draw(st.sampled_from((date(2026, 10, 23), date(2027, 3, 26), date(2026, 11, 20))))
    keys = ("nair", "pettit", "lowe")

    def named(key: str) -> str:
        return data.draw(st.sampled_from([one for one in ("", *keys) if one != key]))

    start_at = datetime(first.year, first.month, first.day, tzinfo=LONDON).astimezone(UTC)
    moment = start_at + timedelta(minutes=15 * data.draw(st.integers(-96, 500)))
    staff = [
        member(
            key,
            data.draw(hours()),
            covered_by=named(key),
            works_inset=data.draw(st.booleans()),
            lessons=data.draw(hours()),
        )
        for key in keys
    ]
    absences = []
    for key in ("nair", *data.draw(st.lists(st.sampled_from(keys), max_size=3))):
        start = moment.date() + timedelta(days=data.draw(st.integers(-1, 2)))
        absences.append(Absence(key, start, start + timedelta(days=data.draw(st.integers(0, 3))), named(key)))
    holds = data.draw(st.booleans())
    school = replace(SCHOOL, reply_within_days=data.draw(st.integers(1, 3)), lessons_hold=holds)
    roster = a_roster(*staff, calendar=data.draw(calendars(first)), absences=tuple(absences), school=school)
    oracle = Oracle(roster, days=24)
    found = plan(Staffing.of(roster), "nair", moment)
    visible_at, visible_to = oracle.seen("nair", moment)
    assert found.on_duty is oracle.is_on_duty("nair", moment)
    assert found.visible_to == visible_to
    assert (found.visible_at.astimezone(UTC) if found.visible_at else None) == visible_at
    if visible_at is not None:
        assert found.reply_by == oracle.reply_by(visible_to, visible_at, school.reply_within_days)
    assert found.why.endswith(".")


@st.composite
def weeks_in_turn(draw: st.DrawFn) -> str:
    """Two weeks of hours in turn from some day of 2026 or 2027 on."""
    return f"from {draw(st.dates(date(2026, 9, 1), date(2027, 4, 30)))}: {draw(hours())} / {draw(hours())}"


@settings(max_examples=120, deadline=None, phases=UNSHRUNK)
@given(weeks_in_turn(), st.integers(0, 11), st.integers(32, 63))
def test_lessons_of_two_weeks_in_turn_hold_in_the_week_that_the_calendar_says(
    lessons: str, day: int, quarter: int
) -> None:
    nair = member("nair", "Mo-Fr 08:00-16:00", lessons=lessons)
    roster = a_roster(nair, school=replace(SCHOOL, lessons_hold=True))
    moment = at("2026-11-16 00:00") + timedelta(days=day, minutes=15 * quarter)
    seen_at, _ = Oracle(roster, days=9).seen("nair", moment)
    found = plan(Staffing.of(roster), "nair", moment).visible_at
    assert (found.astimezone(UTC) if found else None) == seen_at


@settings(max_examples=40, deadline=None, phases=UNSHRUNK)
@given(st.data())
def test_a_reply_leaves_in_the_first_minute_that_suits_both(data: st.DataObject) -> None:
    first = data.draw(st.sampled_from((date(2026, 10, 23), date(2027, 3, 26))))
    roster = a_roster(member("nair", data.draw(hours())), calendar=data.draw(calendars(first)))
    staffing, oracle = Staffing.of(roster), Oracle(roster, days=14)
    start_at = datetime(first.year, first.month, first.day, tzinfo=LONDON).astimezone(UTC)
    moment = start_at + timedelta(minutes=15 * data.draw(st.integers(0, 300)))
    both = (one for one in oracle.minutes(moment) if oracle.is_on_duty("nair", one) and is_courteous(staffing, one))
    wanted = next(both, None)
    found = leaving(staffing, "nair", moment).leaves_at
    if wanted is not None:
        assert found.astimezone(UTC) == wanted
    else:
        assert is_courteous(staffing, found)


@settings(max_examples=25, deadline=None, phases=UNSHRUNK)
@given(st.data())
def test_a_reply_outlasts_its_promised_day_only_where_the_office_does_too(data: st.DataObject) -> None:
    first = data.draw(st.sampled_from((date(2026, 10, 23), date(2027, 3, 26))))
    away = Absence("nair", first, first + timedelta(days=data.draw(st.integers(0, 12))), "")
    absences = (away,) if data.draw(st.booleans()) else ()
    roster = a_roster(member("nair", data.draw(hours())), calendar=data.draw(calendars(first)), absences=absences)
    staffing, oracle = Staffing.of(roster), Oracle(roster, days=21)
    start_at = datetime(first.year, first.month, first.day, tzinfo=LONDON).astimezone(UTC)
    moment = start_at + timedelta(minutes=15 * data.draw(st.integers(0, 300)))

    def both(key: str) -> datetime | None:
        courteous = (one for one in oracle.minutes(moment) if is_courteous(staffing, one))
        return next((one for one in courteous if oracle.is_on_duty(key, one)), None)

    own, office = both("nair"), both(OFFICE)
    answer_by = (own or moment).astimezone(LONDON).date() + timedelta(days=data.draw(st.integers(-2, 1)))
    found = leaving(staffing, "nair", moment, answer_by=answer_by).leaves_at
    if own is not None and (own.astimezone(LONDON).date() <= answer_by or own.date() == (office or own).date()):
        assert found.astimezone(UTC) == own
    elif own is not None and office is not None:
        assert found.astimezone(UTC) == min(own, office)
    assert is_courteous(staffing, found)
