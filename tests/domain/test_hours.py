"""Working hours: the grammar, the days that are open to a person, both clock changes, and every minute against a slow oracle."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from gateway.domain.bank_holidays import DIVISIONS, UnknownDivision, bank_holidays, last_known_on
from gateway.domain.hours import (
    Calendar,
    HoursProblem,
    NaiveMoment,
    Off,
    Pattern,
    Rota,
    UnknownZone,
    Worker,
    duty_on,
    is_on_duty,
    is_open_to,
    next_courteous,
    next_on_duty,
    next_working_day,
    why_off,
)
from gateway.domain.promises import OFFICE, Staffing
from gateway.domain.roster import Absence, CalendarDay
from tests.domain.staffrooms import LONDON, SCHOOL, TERM, Oracle, a_roster, at, member

MONDAY = date(2026, 11, 23)


def worker(hours: str = "Mo-Fr 08:30-16:30", **more: object) -> Worker:
    return Worker("nair", "Miss Nair", Rota.always(Pattern.parse(hours)), **more)


def calendar(*days: CalendarDay, division: str = "england-and-wales") -> Calendar:
    return Calendar.of(replace(SCHOOL, division=division), days or (TERM,))


# The grammar.


@pytest.mark.parametrize(
    ("text", "weekday", "spans"),
    [
        ("Mo-Fr 08:30-16:30", 4, ((510, 990),)),
        ("Mo-Fr 08:30-16:30", 5, ()),
        ("Mo,We 08:30-12:00", 2, ((510, 720),)),
        ("Mo,We 08:30-12:00", 1, ()),
        ("Mo-We,Fr 08:30-12:00", 4, ((510, 720),)),
        ("Mo 08:30-12:00,13:00-16:00", 0, ((510, 720), (780, 960))),
        ("Mo-Fr 08:30-16:30; We off", 2, ()),
        ("Mo-Fr 08:30-16:30; We 09:00-10:00", 2, ((540, 600),)),
        ("We off; Mo-Fr 08:30-16:30", 2, ((510, 990),)),
        ("Fr-Mo 10:00-11:00", 6, ((600, 660),)),
        ("Fr-Mo 10:00-11:00", 2, ()),
        ("Mo 00:00-24:00", 0, ((0, 1440),)),
        ("Mo 13:00-14:00,08:00-09:00", 0, ((480, 540), (780, 840))),
        ("Mo 08:00-10:00,10:00-12:00", 0, ((480, 720),)),
        ("Mo 08:00-11:00,10:00-12:00", 0, ((480, 720),)),
        ("mo-FR 08:30-16:30", 0, ((510, 990),)),
        ("  Mo - Fr   08:30 - 16:30 ;", 0, ((510, 990),)),
        ("Mo–Fr 08:30–16:30", 0, ((510, 990),)),
        ("off", 0, ()),
        ("Mo-Su off", 3, ()),
    ],
)
def test_hours_are_read_rule_by_rule_and_a_later_rule_replaces_the_days_it_names(
    text: str, weekday: int, spans: tuple[tuple[int, int], ...]
) -> None:
    assert Pattern.parse(text).spans_on(weekday) == spans


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ; ",
        "Monday 08:30-16:30",
        "Mo-Fr",
        "08:30-16:30",
        "Mo 8:30-16:30",
        "Mo 08.30-16.30",
        "Mo 08:30-16:60",
        "Mo 08:30-24:01",
        "Mo 16:30-08:30",
        "Mo 08:30-08:30",
        "Mo 08:30",
        "Mo-Tu-We 08:00-09:00",
        "Mo 08:00-09:00 We 08:00-09:00",
        "Mo,, 08:00-09:00",
        "Mo 08:00-09:00,",
        "Mo open",
        "PH off",
        "Mo 25:00-26:00",
        "Mo ²²:00-23:00",
        "Mo 08:00-09:00\x00",
    ],
)
def test_hours_that_are_not_in_the_grammar_are_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(HoursProblem, match=r"\."):
        Pattern.parse(text)


@given(st.text(max_size=60))
def test_any_text_is_hours_or_is_refused(text: str) -> None:
    try:
        pattern = Pattern.parse(text)
    except HoursProblem:
        return
    for spans in pattern.days:
        assert all(0 <= start < end <= 1440 for start, end in spans)
        assert all(one[1] < other[0] for one, other in pairwise(spans))


# Days.


@pytest.mark.parametrize(
    ("day", "kinds", "marks", "is_open"),
    [
        (MONDAY, (), {}, True),
        (MONDAY, ("closed",), {}, False),
        (MONDAY, ("closed",), {"works_inset": True, "year_round": True}, False),
        (MONDAY, ("inset",), {}, False),
        (MONDAY, ("inset",), {"works_inset": True}, True),
        (MONDAY, ("inset",), {"year_round": True}, False),
        (MONDAY, ("inset", "closed"), {"works_inset": True}, False),
        (date(2026, 8, 28), (), {}, False),
        (date(2026, 8, 28), ("inset",), {"works_inset": True}, True),
        (date(2026, 8, 28), ("inset",), {}, False),
        (date(2026, 8, 28), (), {"year_round": True}, True),
        (date(2026, 8, 31), (), {"year_round": True}, False),
        (date(2026, 8, 31), ("inset",), {"works_inset": True}, False),
        (date(2026, 12, 18), (), {}, True),
        (date(2026, 12, 19), (), {}, False),
        (date(2026, 9, 1), (), {}, True),
    ],
)
def test_a_day_is_open_by_its_kind_and_by_the_marks_of_a_person(
    day: date, kinds: tuple[str, ...], marks: dict[str, bool], is_open: bool
) -> None:
    days = tuple(CalendarDay(kind, day, day) for kind in kinds)
    assert is_open_to(worker(**marks), calendar(TERM, *days), day) is is_open


def test_a_day_of_absence_is_open_to_everybody_else() -> None:
    away = worker(absences=(Absence("nair", MONDAY, MONDAY),))
    assert not is_open_to(away, calendar(), MONDAY)
    assert is_open_to(away, calendar(), MONDAY + timedelta(days=1))
    assert is_open_to(worker(), calendar(), MONDAY)
    assert why_off(away, calendar(), at("2026-11-23 10:00")) == Off.ABSENT


@pytest.mark.parametrize(
    ("day", "kept_in"),
    [
        ("2026-01-02", {"scotland"}),
        ("2026-03-17", {"northern-ireland"}),
        ("2026-04-03", set(DIVISIONS)),
        ("2026-04-06", {"england-and-wales", "northern-ireland"}),
        ("2026-06-15", {"scotland"}),
        ("2026-07-13", {"northern-ireland"}),
        ("2026-08-03", {"scotland"}),
        ("2026-08-31", {"england-and-wales", "northern-ireland"}),
        ("2026-11-30", {"scotland"}),
        ("2026-12-28", set(DIVISIONS)),
        ("2026-12-26", set()),
        ("2028-01-03", set(DIVISIONS)),
    ],
)
def test_each_division_keeps_its_own_bank_holidays(day: str, kept_in: set[str]) -> None:
    wanted = date.fromisoformat(day)
    term = CalendarDay("term", date(2026, 1, 1), date(2028, 12, 31))
    for division in DIVISIONS:
        assert (wanted in bank_holidays(division)) is (division in kept_in), division
        assert is_open_to(worker(), calendar(term, division=division), wanted) is (division not in kept_in)


def test_every_bank_holiday_of_the_list_is_a_weekday_and_lies_within_it() -> None:
    for division in DIVISIONS:
        days = bank_holidays(division)
        assert all(day.weekday() < 5 for day in days)
        assert max(days) == last_known_on(division) == date(2028, 12, 26)
        assert min(days) == date(2024, 1, 1)
    with pytest.raises(UnknownDivision):
        bank_holidays("wales")


# Moments.


@pytest.mark.parametrize(
    ("moment", "on_duty"),
    [
        ("2026-11-23 08:29", False),
        ("2026-11-23 08:30", True),
        ("2026-11-23 16:29", True),
        ("2026-11-23 16:30", False),
        ("2026-11-22 10:00", False),
    ],
)
def test_the_start_is_on_duty_and_the_end_is_off_duty(moment: str, on_duty: bool) -> None:
    assert is_on_duty(worker(), calendar(), at(moment)) is on_duty


def test_between_two_spans_the_next_one_of_the_day_is_waited_for() -> None:
    lunch = worker("Mo-Fr 08:30-12:00,13:00-16:30")
    assert next_on_duty(lunch, calendar(), at("2026-11-23 12:00")) == at("2026-11-23 13:00")
    assert why_off(lunch, calendar(), at("2026-11-23 12:30")) == Off.OUTSIDE_HOURS


def test_midnight_belongs_to_the_day_that_begins() -> None:
    night = worker("Mo 22:00-24:00; Tu 00:00-02:00")
    assert is_on_duty(night, calendar(), at("2026-11-23 23:59"))
    assert is_on_duty(night, calendar(), at("2026-11-24 00:00"))
    assert not is_on_duty(night, calendar(), at("2026-11-24 02:00"))
    assert next_on_duty(night, calendar(), at("2026-11-22 23:59")) == at("2026-11-23 22:00")
    only_monday = worker("Mo 22:00-24:00")
    assert not is_on_duty(only_monday, calendar(), at("2026-11-24 00:00"))


def test_a_moment_is_the_same_whatever_offset_it_is_written_with() -> None:
    tokyo = datetime(2026, 11, 23, 18, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert is_on_duty(worker(), calendar(), tokyo)
    found = next_on_duty(worker(), calendar(), tokyo)
    assert found is not None
    assert (found, found.utcoffset()) == (tokyo, timedelta(0))


def test_a_moment_without_an_offset_is_refused() -> None:
    for ask in (is_on_duty, next_on_duty, why_off):
        with pytest.raises(NaiveMoment):
            ask(worker(), calendar(), datetime.fromisoformat("2026-11-23T09:00"))


def test_a_zone_that_does_not_exist_is_refused() -> None:
    for zone in ("Europe/Elmswick", "", "../../etc/passwd", "\x00"):
        with pytest.raises(UnknownZone):
            Calendar.of(replace(SCHOOL, timezone=zone), (TERM,))


def test_where_clocks_go_forward_a_start_in_the_missing_hour_is_the_moment_they_do() -> None:
    sunday = date(2027, 3, 28)
    spans = duty_on(Pattern.parse("Su 01:30-03:00"), LONDON, sunday)
    assert spans == ((datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2027, 3, 28, 2, tzinfo=UTC)),)
    assert duty_on(Pattern.parse("Su 01:10-01:50"), LONDON, sunday) == ()


def test_where_clocks_go_back_the_repeated_hour_counts_both_times() -> None:
    sunday = date(2026, 10, 25)
    spans = duty_on(Pattern.parse("Su 01:00-02:00"), LONDON, sunday)
    assert spans == ((datetime(2026, 10, 25, 0, tzinfo=UTC), datetime(2026, 10, 25, 2, tzinfo=UTC)),)
    half = duty_on(Pattern.parse("Su 01:00-01:30"), LONDON, sunday)
    assert [(start.hour, end.minute) for start, end in half] == [(0, 30), (1, 30)]


def test_after_a_clock_change_hours_are_the_clock_on_the_wall_again() -> None:
    term = CalendarDay("term", date(2026, 9, 1), date(2026, 12, 18))
    before = next_on_duty(worker(), calendar(term), at("2026-10-22 20:00"))
    after = next_on_duty(worker(), calendar(term), at("2026-10-25 20:00"))
    assert before is not None
    assert after is not None
    assert before.astimezone(UTC) == datetime(2026, 10, 23, 7, 30, tzinfo=UTC)
    assert after.astimezone(UTC) == datetime(2026, 10, 26, 8, 30, tzinfo=UTC)


def test_somebody_without_hours_or_past_the_calendar_has_no_next_time() -> None:
    assert next_on_duty(worker("off"), calendar(), at("2026-11-23 09:00")) is None
    assert next_on_duty(worker(), calendar(), at("2026-12-18 16:30")) is None
    assert next_on_duty(worker(), Calendar.of(SCHOOL, ()), at("2026-11-23 09:00")) is None
    assert why_off(worker("off"), calendar(), at("2026-11-23 09:00")) == Off.NO_HOURS


def test_an_absence_of_years_is_stepped_over_at_once() -> None:
    term = CalendarDay("term", date(2026, 1, 1), date(9999, 12, 30))
    away = worker(absences=(Absence("nair", MONDAY, date(9000, 1, 1)),))
    found = next_working_day(away, calendar(term), MONDAY)
    assert found is not None
    assert found.year == 9000


def test_courtesy_hours_know_nothing_of_the_calendar_and_never_hold_for_ever() -> None:
    week = Pattern.parse("Mo-Fr 07:30-18:30")
    assert next_courteous(week, LONDON, at("2026-12-25 10:00")) == at("2026-12-25 10:00")
    assert next_courteous(week, LONDON, at("2026-11-20 18:30")) == at("2026-11-23 07:30")
    assert next_courteous(Pattern.parse("off"), LONDON, at("2026-11-20 23:00")) == at("2026-11-20 23:00")


# Every minute against the oracle.

UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
"""Making a failure smaller asks the oracle for thousands of weeks; the first failure says enough."""
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
CHANGES = (date(2026, 10, 23), date(2027, 3, 26), date(2026, 12, 23), date(2026, 8, 28))
"""Days just before the clocks change, or before bank holidays."""


@st.composite
def hours(draw: st.DrawFn) -> str:
    rules = []
    for day in draw(
        st.lists(st.sampled_from(DAYS), min_size=draw(st.sampled_from((0, 3, 4))), max_size=6, unique=True)
    ):
        edges = sorted(draw(st.sets(st.integers(0, 96), min_size=2, max_size=6)))
        pairs = list(zip(edges[::2], edges[1::2], strict=False))
        spans = ",".join(f"{a // 4:02}:{a % 4 * 15:02}-{b // 4:02}:{b % 4 * 15:02}" for a, b in pairs)
        rules.append(f"{day} {spans}")
    return "; ".join(rules) or "off"


@st.composite
def calendars(draw: st.DrawFn, first: date) -> tuple[CalendarDay, ...]:
    def day(low: int, high: int) -> date:
        return first + timedelta(days=draw(st.integers(low, high)))

    found = [CalendarDay("term", first, day(3, 12))]
    for kind in draw(st.lists(st.sampled_from(("closed", "inset", "term")), max_size=3)):
        start = day(0, 10)
        found.append(CalendarDay(kind, start, start + timedelta(days=draw(st.integers(0, 2)))))
    return tuple(found)


@settings(max_examples=60, deadline=None, phases=UNSHRUNK)
@given(st.data())
def test_whether_and_when_somebody_is_on_duty_is_what_the_minutes_say(data: st.DataObject) -> None:
    first = data.draw(st.sampled_from(CHANGES))
    away = first + timedelta(days=data.draw(st.integers(0, 6)))
    nair = member("nair", data.draw(hours()), works_inset=data.draw(st.booleans()), year_round=data.draw(st.booleans()))
    absences = (Absence("nair", away, away + timedelta(days=1)),) if data.draw(st.booleans()) else ()
    division = data.draw(st.sampled_from(DIVISIONS))
    roster = a_roster(
        nair, calendar=data.draw(calendars(first)), absences=absences, school=replace(SCHOOL, division=division)
    )
    oracle, staffing = Oracle(roster, days=16), Staffing.of(roster)
    start = datetime(first.year, first.month, first.day, tzinfo=LONDON).astimezone(UTC)
    moment = start + timedelta(minutes=15 * data.draw(st.integers(-96, 600)))
    for key in ("nair", OFFICE):
        who = staffing.workers[key]
        assert is_on_duty(who, staffing.calendar, moment) is oracle.is_on_duty(key, moment)
        found, wanted = next_on_duty(who, staffing.calendar, moment), oracle.next_on_duty(key, moment)
        if wanted is None:
            assert found is None or found >= moment + oracle.horizon
        else:
            assert found is not None
            assert found.astimezone(UTC) == wanted
