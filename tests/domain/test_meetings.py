"""Free times: never outside anybody's hours, never overlapping, never in the past, right where the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.domain.hours import Calendar, Pattern, Rota, Spans, Worker, is_on_duty
from gateway.domain.meetings import (
    BOOKED,
    IN_PERSON,
    PHONE,
    Busy,
    Meeting,
    Slot,
    cells_of,
    claims_of,
    free_slots,
    must_not_meet,
    of_others,
    of_parent,
    of_room,
    of_worker,
    quarters,
)
from gateway.domain.roster import CalendarDay, Tie
from tests.schools import ELMSWICK

LONDON = ZoneInfo("Europe/London")
SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)
"""The Sundays on which the clocks of the United Kingdom change."""
CALENDAR = Calendar.of(ELMSWICK, (CalendarDay("term", date(2026, 9, 1), date(2027, 7, 20)),))
GAP = timedelta(minutes=10)
ALWAYS = Pattern.parse("Mo-Su 00:00-24:00")


def worker(hours: str) -> Worker:
    """Somebody with these hours, on any day of the year."""
    return Worker("nair", "Miss Nair", Rota.always(Pattern.parse(hours)), year_round=True)


def free(
    hours: str,
    day: date,
    *,
    booked: Spans = (),
    minutes: int = 15,
    lessons: str = "off",
    not_before: datetime | None = None,
) -> tuple[Slot, ...]:
    """The free times of a day of one person, for a parent who always can."""
    days = (day,)
    need = of_worker(worker(hours), CALENDAR, days, lessons=Pattern.parse(lessons), booked=booked, gap=GAP)
    parent = of_parent("Agnieszka", CALENDAR, days, courtesy=ALWAYS, cannot=None, booked=())
    earliest = not_before or datetime(2026, 1, 1, tzinfo=UTC)
    return free_slots((need, parent), quarters(need.open), minutes=minutes, ways=(PHONE,), not_before=earliest)


def clocks(slots: tuple[Slot, ...]) -> list[str]:
    """The times on the wall at which slots begin."""
    return [one.starts_at.astimezone(LONDON).strftime("%H:%M") for one in slots]


def a_meeting(start: datetime, *, minutes: int = 15, contact: str = "agnieszka", way: str = IN_PERSON) -> Meeting:
    """A booked meeting of Miss Nair's in the Nest."""
    return Meeting(
        meeting_id=1,
        uid="1@elmswick.example",
        sequence=0,
        offer_id=None,
        thread_id=None,
        contact_id=contact,
        pupil_ids=("zofia",),
        staff_id="nair",
        second_id="",
        interpreter_id="",
        interpreter="",
        way=way,
        room="The Nest",
        video="",
        phone="",
        starts_at=start,
        ends_at=start + timedelta(minutes=minutes),
        state=BOOKED,
        wishes=(),
        booked_at=start,
        changed_at=start,
        changed_by="contact:agnieszka",
        why="",
        late_minutes=0,
    )


_minutes = st.integers(0, 24 * 12).map(lambda five: five * 5)
_days = st.one_of(st.sampled_from([SPRING, AUTUMN]), st.dates(date(2026, 9, 1), date(2027, 7, 20)))


@st.composite
def hours_of_a_day(draw: st.DrawFn) -> str:
    """One or two spans of a day, in the hours grammar."""
    ends = sorted(draw(st.lists(_minutes, min_size=2, max_size=4, unique=True)))[: 4 if draw(st.booleans()) else 2]
    pairs = [ends[at : at + 2] for at in range(0, len(ends) - 1, 2)]
    said = ",".join("-".join(f"{one // 60:02}:{one % 60:02}" for one in pair) for pair in pairs)
    return f"Mo-Su {said}"


@st.composite
def bookings(draw: st.DrawFn, day: date) -> Spans:
    """Some bookings on a day, in cells of five minutes."""
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
    starts = draw(st.lists(st.integers(0, 287), max_size=4, unique=True))
    length = timedelta(minutes=draw(st.sampled_from([5, 15, 30])))
    return tuple((begin + timedelta(minutes=5 * one), begin + timedelta(minutes=5 * one) + length) for one in starts)


@pytest.mark.clause("C2")
@settings(max_examples=150, deadline=None)
@given(data=st.data(), hours=hours_of_a_day(), day=_days, minutes=st.sampled_from([10, 15, 30, 60]))
def test_a_free_time_is_in_ones_hours_for_its_whole_length_never_past_and_never_near_a_booking(
    data: st.DataObject, hours: str, day: date, minutes: int
) -> None:
    booked = data.draw(bookings(day))
    earliest = datetime(day.year, day.month, day.day, data.draw(st.integers(0, 23)), tzinfo=UTC)
    found = free(hours, day, booked=booked, minutes=minutes, not_before=earliest)
    person, length = worker(hours), timedelta(minutes=minutes)
    assert len({one.starts_at for one in found}) == len(found)
    for one in found:
        assert one.starts_at >= earliest
        assert one.starts_at.minute % 15 == 0
        for step in range(0, minutes, 5):
            assert is_on_duty(person, CALENDAR, one.starts_at + timedelta(minutes=step))
        assert is_on_duty(person, CALENDAR, one.starts_at + length - timedelta(seconds=1))
        for first, last in booked:
            assert one.starts_at >= last + GAP or one.starts_at + length + GAP <= first


@settings(max_examples=150, deadline=None)
@given(
    start=st.integers(0, 100),
    other=st.integers(0, 100),
    length=st.sampled_from([5, 15, 30]),
    gap=st.sampled_from([0, 5, 10]),
)
def test_two_bookings_have_a_cell_in_common_exactly_where_they_are_nearer_than_the_gap(
    start: int, other: int, length: int, gap: int
) -> None:
    begin, keeps = datetime(2026, 11, 24, 8, 0, tzinfo=UTC), timedelta(minutes=gap)
    one = a_meeting(begin + timedelta(minutes=5 * start), minutes=length)
    two = a_meeting(begin + timedelta(minutes=5 * other), minutes=length, contact="helen")
    cells = [
        {(who, cell) for who, first, last in claims_of(held, gap=keeps) for cell in cells_of(first, last)}
        for held in (one, two)
    ]
    near = one.starts_at < two.ends_at + keeps and two.starts_at < one.ends_at + keeps
    assert bool(cells[0] & cells[1]) == near


def test_where_the_clocks_go_forward_the_missing_hour_has_no_times() -> None:
    assert clocks(free("Mo-Su 00:30-02:30", SPRING)) == ["00:30", "00:45", "02:00", "02:15"]


def test_where_the_clocks_go_back_the_repeated_hour_has_its_times_twice() -> None:
    found = free("Mo-Su 01:30-02:15", AUTUMN)
    assert clocks(found) == ["01:30", "01:45", "01:30", "01:45", "02:00"]
    assert len({one.starts_at for one in found}) == 5


def test_lessons_are_no_time_to_talk() -> None:
    found = free("Mo-Fr 08:15-16:00", date(2026, 11, 24), lessons="Mo-Fr 08:45-15:15")
    assert clocks(found) == ["08:15", "08:30", "15:15", "15:30", "15:45"]


def test_a_parents_cannots_and_the_courtesy_hours_shut_times_and_say_why() -> None:
    day = (date(2026, 11, 24),)
    need = of_parent(
        "Agnieszka",
        CALENDAR,
        day,
        courtesy=Pattern.parse("Mo-Fr 07:30-18:30"),
        cannot=Pattern.parse("Tu 09:00-15:00"),
        booked=(),
    )
    at = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    quarter = timedelta(minutes=15)
    assert need.why_not(at, at + quarter) is Busy.CANNOT
    assert need.why_not(at.replace(hour=19), at.replace(hour=19) + quarter) is Busy.UNKIND
    assert need.why_not(at.replace(hour=8), at.replace(hour=8) + quarter) is None


def test_a_taken_room_and_a_visit_that_must_not_be_met_leave_the_phone() -> None:
    at = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
    whole = (at - timedelta(hours=8), at + timedelta(hours=8))
    booked = ((at, at + timedelta(minutes=15)),)
    room = of_room("The Nest", whole=whole, booked=booked)
    others = of_others(whole=whole, visits=booked)
    near = [at, at + timedelta(minutes=30), at + timedelta(minutes=45)]
    for need, ways in ((room, [(PHONE,), (IN_PERSON, PHONE), (IN_PERSON, PHONE)]), (others, [(PHONE,), (PHONE,)])):
        found = free_slots((need,), near, minutes=15, ways=(IN_PERSON, PHONE), not_before=whole[0])
        assert [one.ways for one in found][: len(ways)] == ways
    assert found[-1].ways == (IN_PERSON, PHONE)


def test_parents_in_two_homes_or_with_a_restriction_must_not_meet_and_a_couple_may() -> None:
    def tie(contact: str, *, lives: bool, restriction: str = "") -> Tie:
        return Tie("zofia", contact, "parent", True, 1, lives, True, restriction)

    assert must_not_meet("agnieszka", [tie("agnieszka", lives=True), tie("marek", lives=False)]) == {"marek"}
    assert must_not_meet("tom", [tie("tom", lives=True), tie("kate", lives=True)]) == frozenset()
    ordered = [tie("helen", lives=True), tie("gareth", lives=True, restriction="court_order")]
    assert must_not_meet("helen", ordered) == {"gareth"}
    assert must_not_meet("gareth", ordered) == {"helen"}
