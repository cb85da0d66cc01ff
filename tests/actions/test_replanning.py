"""A message to several people is planned anew as it would be planned afresh, whatever was known when it came; nobody is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from gateway.actions import calendars, families, readable
from gateway.actions.arrivals import take_in
from gateway.actions.office import office_day
from gateway.actions.overdue import hand_on
from gateway.actions.placing import entries_for
from gateway.actions.release import release_due, replan_promises
from gateway.actions.replanning import of_message
from gateway.actions.roster import import_roster
from gateway.actions.taking_over import hand_to_leader
from gateway.domain.promises import OFFICE, Staffing, plan
from gateway.domain.roster import Absence, CalendarDay, Roster
from gateway.domain.scope import Actor, Scope, one_school
from gateway.ports.channels import RawHook
from gateway.store import queue
from gateway.store.base import db
from gateway.store.queue import Entry
from gateway.store.transaction import reading
from tests import schools
from tests.domain.staffrooms import LONDON, a_roster, member
from tests.domain.test_hours import UNSHRUNK, hours
from tests.schools import MONDAY_MORNING, SCHOOL, arrives, family_of, mail, parcels

KEYS = ("nair", "pettit", "lowe")
SUNDAY = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
WEEK = Absence("nair", date(2026, 11, 23), date(2026, 11, 27), "garrod")
GARROD_AT = MONDAY_MORNING + timedelta(minutes=15)
ORDERS = ("nair@elmswick.example, garrod@elmswick.example", "garrod@elmswick.example, nair@elmswick.example")

Placed = dict[str, tuple[datetime | None, frozenset[str]]]
"""Reader → when they see the message, and whom it is for by their entry."""


def placed(entries: Sequence[Entry]) -> Placed:
    found = {one.reader: (one.visible_at, frozenset(one.meant_for)) for one in entries}
    assert len(found) == len(entries), "each reader has one entry"
    return found


def afresh(roster: Roster, people: Sequence[str], at: datetime) -> tuple[Entry, ...]:
    staffing = Staffing.of(roster)
    return entries_for({one: plan(staffing, one, at) for one in people}, message_id=1, thread_id=1, at=at)


def anew(roster: Roster, entries: Sequence[Entry], at: datetime, *, have_it: Sequence[str] = ()) -> tuple[Entry, ...]:
    """The waiting entries of a message as they are to be by another roster."""
    moved = of_message(Staffing.of(roster), entries, have_it=have_it, from_staff=False, came_at=at, now=at)
    stay = {one.reader: one for one in entries} | {one.entry.reader: one.becomes for one in moved if not one.is_new}
    return (*filter(None, stay.values()), *(one.becomes for one in moved if one.is_new and one.becomes is not None))


@st.composite
def staffrooms(draw: st.DrawFn, moment: datetime) -> tuple[Roster, Roster]:
    """The same people twice, with other absences and other covers."""
    staff = [member(key, draw(hours())) for key in KEYS]

    def absences() -> tuple[Absence, ...]:
        found = []
        for key in draw(st.lists(st.sampled_from(KEYS), max_size=3)):
            first = moment.date() + timedelta(days=draw(st.integers(-1, 2)))
            cover = draw(st.sampled_from([one for one in ("", *KEYS) if one != key]))
            found.append(Absence(key, first, first + timedelta(days=draw(st.integers(0, 6))), cover))
        return tuple(found)

    return a_roster(*staff, absences=absences()), a_roster(*staff, absences=absences())


@settings(max_examples=150, deadline=None, phases=UNSHRUNK)
@given(st.data())
def test_what_waits_is_planned_anew_as_afresh_there_and_back(data: st.DataObject) -> None:
    moment = datetime(2026, 11, 18, 22, 0, tzinfo=LONDON) + timedelta(hours=data.draw(st.integers(0, 120)))
    before, after = data.draw(staffrooms(moment))
    people = data.draw(st.lists(st.sampled_from((*KEYS, OFFICE)), min_size=1, max_size=4, unique=True))
    entries = afresh(before, people, moment)
    assume(all(one.state == "waiting" for one in entries))
    there = anew(after, entries, moment)
    assert placed(there) == placed(afresh(after, people, moment))
    assert placed(anew(after, there, moment)) == placed(there), "a second time changes nothing"
    assume(all(one.visible_at is None or one.visible_at > moment for one in there))
    assert placed(anew(before, there, moment)) == placed(entries)


@settings(max_examples=100, deadline=None, phases=UNSHRUNK)
@given(st.data())
def test_where_some_have_it_already_everybody_else_is_told_by_one_entry_or_by_theirs(data: st.DataObject) -> None:
    moment = datetime(2026, 11, 18, 10, 0, tzinfo=LONDON) + timedelta(hours=data.draw(st.integers(0, 120)))
    before, after = data.draw(staffrooms(moment))
    people = data.draw(st.lists(st.sampled_from((*KEYS, OFFICE)), min_size=2, max_size=4, unique=True))
    entries = afresh(before, people, moment)
    rung = [one.reader for one in entries if one.state == "rung"]
    waits = [one for one in entries if one.state == "waiting"]
    assume(rung and waits)
    there = placed(anew(after, waits, moment, have_it=rung))
    assert not there.keys() & set(rung), "nobody is told twice"
    told = [whom for _, people_of in there.values() for whom in people_of]
    assert len(told) == len(set(told))
    for whom in {whom for one in waits for whom in one.meant_for}:
        assert whom in told or whom in rung, (
            "who reads for somebody has it, and they see it themselves when they are back"
        )


def waiting() -> dict[str, datetime | None]:
    with reading():
        return {one.reader: one.visible_at for one in queue.waiting(SCHOOL)}


@pytest.mark.clause("C3")
@pytest.mark.parametrize("to", ORDERS)
def test_an_absence_that_is_taken_back_gives_both_people_their_own_ring(sample_school: Flask, to: str) -> None:
    """Miss Nair is away, Mr Garrod, to whom the mail is as well, stands in for her: it rings for him, and once."""
    calendars.add_absence(SCHOOL, WEEK, now=SUNDAY - timedelta(days=1))
    taken = arrives(sample_school, mail(to=to), SUNDAY)
    assert waiting() == {"garrod": GARROD_AT}
    assert replan_promises(SCHOOL, now=SUNDAY + timedelta(minutes=1)) == 0
    assert taken.thread_id is not None
    calendars.remove_absence(SCHOOL, replace(WEEK, origin="page"), now=SUNDAY + timedelta(minutes=5))
    assert waiting() == {"nair": MONDAY_MORNING, "garrod": GARROD_AT}
    (told,) = parcels(sample_school, "promise_changed")
    assert (told.facts["reader"], told.facts["visible_at"]) == ("nair", MONDAY_MORNING.isoformat()), "she is the sooner"
    calendars.add_absence(SCHOOL, WEEK, now=SUNDAY + timedelta(minutes=10))
    assert waiting() == {"garrod": GARROD_AT}
    assert release_due(SCHOOL, now=GARROD_AT).released == 1


@pytest.mark.clause("C3")
@pytest.mark.parametrize("to", ORDERS)
def test_whoever_is_away_for_months_is_not_flooded_and_finds_what_was_for_them(sample_school: Flask, to: str) -> None:
    back = date(2027, 4, 2)
    calendars.add_absence(SCHOOL, replace(WEEK, last_on=back), now=SUNDAY - timedelta(days=1))
    taken = arrives(sample_school, mail(to=to, message_id="<first@mail.example>"), SUNDAY)
    assert release_due(SCHOOL, now=GARROD_AT).released == 1
    assert taken.thread_id is not None
    more = mail(to="office@elmswick.example", subject="Re: Reading book", in_reply_to="<first@mail.example>")
    arrives(sample_school, more, GARROD_AT + timedelta(hours=12))
    assert waiting() == {"garrod": GARROD_AT + timedelta(days=1)}
    release_due(SCHOOL, now=GARROD_AT + timedelta(days=1))
    assert waiting() == {}
    with reading():
        entries = queue.entries_of(SCHOOL, taken.thread_id)
        assert not queue.is_reader(SCHOOL, taken.thread_id, ("nair",)), "nothing of it rings for her when she is back"
    assert [set(one.meant_for) for one in entries] == [{"nair", "garrod"}] * 2, "it is with both, also what comes later"
    assert readable.rang_for(entries, ("nair",)).keys() == {one.message_id for one in entries}


@pytest.mark.clause("C3")
def test_two_who_are_away_with_one_cover_come_back_each_by_themselves(sample_school: Flask) -> None:
    """Mrs Ashdown stands in for both; Miss Nair is well again, and Mr Garrod is not."""
    for whom in ("nair", "garrod"):
        calendars.add_absence(SCHOOL, replace(WEEK, staff_id=whom, covered_by="ashdown"), now=SUNDAY)
    arrives(sample_school, mail(to=ORDERS[0]), SUNDAY)
    assert waiting() == {"ashdown": GARROD_AT}
    calendars.remove_absence(SCHOOL, replace(WEEK, covered_by="ashdown", origin="page"), now=SUNDAY)
    assert waiting() == {"ashdown": GARROD_AT, "nair": MONDAY_MORNING}
    calendars.remove_absence(SCHOOL, replace(WEEK, staff_id="garrod", covered_by="ashdown", origin="page"), now=SUNDAY)
    assert waiting() == {"garrod": GARROD_AT, "nair": MONDAY_MORNING}


def without(*gone: str) -> Roster:
    """The school's folder without some of its staff."""
    roster = schools.a_roster()
    return replace(roster, staff=tuple(one for one in roster.staff if one.staff_id not in gone))


def of(staff_id: str) -> Scope:
    """The school as this member of staff reaches it."""
    return one_school(1, Actor("staff", staff_id))


def at(moment: str) -> datetime:
    """A moment of a winter's day in Greenwich."""
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.clause("C3")
@pytest.mark.parametrize("what", ["closure", "absence"])
def test_the_day_of_the_answer_follows_the_calendar_where_the_ring_stays(sample_school: Flask, what: str) -> None:
    """It rings on Monday and was to be answered by Tuesday; then nobody is there on Tuesday."""
    taken = arrives(sample_school, mail(), SUNDAY)
    assert taken.thread_id is not None
    tuesday = date(2026, 11, 24)
    if what == "closure":
        calendars.close_school(SCHOOL, CalendarDay("closed", tuesday, tuesday, "Snow"), now=SUNDAY)
    else:
        calendars.add_absence(SCHOOL, Absence("nair", tuesday, tuesday, ""), now=SUNDAY)
    waits = families.talk(family_of("agnieszka"), taken.thread_id, now=SUNDAY).wait
    assert waits is not None
    assert waits.slip is not None
    assert (waits.slip.visible_at, waits.slip.answer_by_at) == (MONDAY_MORNING, at("2026-11-25 16:00"))


@pytest.mark.parametrize("to", ["lowe@elmswick.example, garrod@elmswick.example", ORDERS[0].replace("nair", "lowe")])
def test_of_two_who_begin_at_one_minute_letter_page_and_the_news_of_a_change_name_one(
    sample_school: Flask, to: str
) -> None:
    taken = arrives(sample_school, mail(to=to), SUNDAY)
    (letter,) = parcels(sample_school, "acknowledgement")
    assert taken.thread_id is not None
    waits = families.talk(family_of("agnieszka"), taken.thread_id, now=SUNDAY).wait
    assert waits is not None
    assert waits.slip is not None
    assert (letter.facts["reader"], waits.slip.who) == ("garrod", "Mr Garrod")
    calendars.add_absence(SCHOOL, replace(WEEK, staff_id="garrod", covered_by=""), now=SUNDAY)
    (told,) = parcels(sample_school, "promise_changed")
    assert told.facts["reader"] == "lowe"


def test_who_is_taken_out_of_the_folder_by_mistake_is_not_forgotten(sample_school: Flask) -> None:
    """The office has had the governor's share; Miss Nair's waits while one import lacks her and the next has her again."""
    taken = arrives(sample_school, mail(to="nair@elmswick.example, bell@elmswick.example"), at("2026-11-19 20:00"))
    release_due(SCHOOL, now=at("2026-11-20 08:30"))
    for folder in (without("nair"), schools.a_roster()):
        import_roster(SCHOOL, folder, accept_removals=True, now=at("2026-11-20 12:00"))
    assert taken.thread_id is not None
    with reading():
        (held,) = queue.entries_of(SCHOOL, taken.thread_id)
    assert (held.reader, set(held.meant_for)) == ("office", {"bell", "nair"})


@pytest.mark.clause("C22")
def test_what_waits_for_a_leader_who_leaves_is_promised_to_nobody(sample_school: Flask) -> None:
    taken = arrives(sample_school, mail(to="garrod@elmswick.example"), at("2026-11-18 20:00"))
    release_due(SCHOOL, now=at("2026-11-19 08:30"))
    now = at("2026-11-19 17:00")
    assert taken.thread_id is not None
    hand_to_leader(of("garrod"), taken.thread_id, staff_id="garrod", now=now)
    import_roster(SCHOOL, without("ashdown"), accept_removals=True, now=now)
    with reading():
        held = {one.reader: one for one in queue.entries_of(SCHOOL, taken.thread_id)}
    assert (held["office"].promised_at, held["office"].reply_by_on) == (None, None)
    assert parcels(sample_school, "promise_changed") == ()


@pytest.mark.clause("C22")
def test_a_colleagues_words_that_a_leader_takes_over_wait_for_her_own_hours(sample_school: Flask) -> None:
    first = mail(to="garrod@elmswick.example", message_id="<a@mail.example>")
    taken = arrives(sample_school, first, at("2026-11-18 20:00"))
    release_due(SCHOOL, now=at("2026-11-19 08:30"))
    lowe = mail(
        "Ada Lowe <lowe@elmswick.example>",
        to="garrod@elmswick.example",
        subject="Re: Book",
        in_reply_to="<a@mail.example>",
    )
    arrives(sample_school, lowe, at("2026-11-19 10:10"))
    now = at("2026-11-19 17:00")
    release_due(SCHOOL, now=now)
    assert taken.thread_id is not None
    handed = hand_to_leader(of("garrod"), taken.thread_id, staff_id="garrod", now=now)
    assert handed.visible_at == at("2026-11-20 08:30")
    assert replan_promises(SCHOOL, now=now + timedelta(minutes=1)) == 0
    release_due(SCHOOL, now=at("2026-11-20 07:45"))
    with reading():
        assert not queue.is_reader(SCHOOL, taken.thread_id, ("ashdown",))


@pytest.mark.clause("C3")
def test_what_was_handed_on_is_not_planned_anew_by_the_clock_alone(sample_school: Flask) -> None:
    """Miss Nair is away on Monday, so Miss Lowe has it on Tuesday at eight; that Monday passes changes nothing."""
    taken = arrives(sample_school, mail(to="pettit@elmswick.example"), at("2026-11-18 10:00"))
    release_due(SCHOOL, now=at("2026-11-19 08:15"))
    now = at("2026-11-20 17:05")
    calendars.set_hours(SCHOOL, "lowe", calendars.Week("Tu 08:00-12:00"), now=now)
    calendars.add_absence(SCHOOL, Absence("nair", date(2026, 11, 23), date(2026, 11, 23), "lowe"), now=now)
    assert taken.thread_id is not None
    promise = hand_on(of("okafor"), taken.thread_id, to="nair", now=now)
    assert (promise.visible_to, promise.visible_at) == ("lowe", at("2026-11-24 08:00"))
    for moment in ("2026-11-20 18:00", "2026-11-23 12:00", "2026-11-24 00:30"):
        assert replan_promises(SCHOOL, now=at(moment)) == 0
    assert len(parcels(sample_school, "promise_changed")) == 1


def test_however_many_wait_a_change_makes_as_many_statements(sample_school: Flask) -> None:
    made: list[str] = []

    def note(connection: object, cursor: object, statement: str, *more: object) -> None:
        made.append(statement)

    counts = []
    for number in (5, 20):
        for one in range(number):
            arrives(sample_school, mail(to=ORDERS[0], subject=f"{number} {one}"), SUNDAY)
        event.listen(db.engine, "before_cursor_execute", note)
        calendars.add_absence(SCHOOL, WEEK, now=SUNDAY)
        event.remove(db.engine, "before_cursor_execute", note)
        counts.append(len(made))
        made.clear()
        calendars.remove_absence(SCHOOL, WEEK, now=SUNDAY)
    assert counts[1] <= counts[0] + 3, counts


@pytest.mark.clause("C3")
def test_after_an_outage_the_familys_page_shows_the_new_time_until_it_rings(sample_school: Flask) -> None:
    taken = arrives(sample_school, mail(), SUNDAY)
    assert taken.thread_id is not None
    night = at("2026-11-23 21:00")
    page = families.talk(family_of("agnieszka"), taken.thread_id, now=night).wait
    assert page is not None
    assert page.slip is not None
    assert page.slip.is_late, "nobody has run the jobs"
    assert release_due(SCHOOL, now=night).released == 0
    page = families.talk(family_of("agnieszka"), taken.thread_id, now=night).wait
    assert page is not None
    assert page.slip is not None
    assert (page.slip.visible_at, page.slip.is_late) == (MONDAY_MORNING + timedelta(days=1), False)
    (told,) = parcels(sample_school, "promise_changed")
    assert told.facts["was"] == MONDAY_MORNING.isoformat()
    for moment in (night, MONDAY_MORNING + timedelta(days=1, hours=1)):
        release_due(SCHOOL, now=moment)
        (missed,) = office_day(of("okafor"), "okafor", now=moment).missed
        assert (missed.reader, missed.promised_at) == ("Miss Nair", MONDAY_MORNING)


@pytest.mark.clause("C3")
def test_a_promise_that_was_missed_is_not_lost_where_two_entries_become_one(sample_school: Flask) -> None:
    """Promised for Monday; the jobs come back that night, and from Tuesday Mr Garrod, who has it too, is Miss Nair's cover."""
    saturday = SUNDAY - timedelta(days=1)
    calendars.set_hours(SCHOOL, "garrod", calendars.Week("Tu 08:30-15:00"), now=saturday)
    calendars.add_absence(SCHOOL, replace(WEEK, first_on=date(2026, 11, 24)), now=saturday)
    arrives(sample_school, mail(to=ORDERS[0]), SUNDAY)
    release_due(SCHOOL, now=at("2026-11-23 20:00"))
    assert waiting() == {"garrod": at("2026-11-24 08:30")}
    for moment in (at("2026-11-23 20:00"), at("2026-11-24 08:30"), at("2026-11-24 09:00")):
        release_due(SCHOOL, now=moment)
        (missed,) = office_day(of("okafor"), "okafor", now=moment).missed
        assert missed.promised_at == MONDAY_MORNING


@pytest.mark.clause("C3")
def test_a_message_kept_for_its_first_reader_is_not_missed_by_a_second_a_week_later(sample_school: Flask) -> None:
    calendars.add_absence(SCHOOL, replace(WEEK, staff_id="pettit", covered_by=""), now=SUNDAY)
    arrives(sample_school, mail(to="nair@elmswick.example, pettit@elmswick.example"), SUNDAY)
    release_due(SCHOOL, now=MONDAY_MORNING)
    late = at("2026-12-03 11:00")
    release_due(SCHOOL, now=late)
    assert office_day(of("okafor"), "okafor", now=late).missed == ()


@pytest.mark.clause("C3")
def test_what_was_taken_in_days_late_is_not_moved_by_the_clock(sample_school: Flask) -> None:
    """Written on Friday, taken in on Tuesday, the day after an absence: it is promised for Wednesday, and stays so."""
    before, tuesday = at("2026-11-12 12:00"), at("2026-11-24 10:00")
    calendars.set_hours(SCHOOL, "lowe", calendars.Week("We 08:00-12:00"), now=before)
    calendars.set_hours(SCHOOL, "garrod", calendars.Week("Mo,We 08:30-15:00"), now=before)
    monday = date(2026, 11, 23)
    calendars.add_absence(SCHOOL, Absence("garrod", monday, monday, "lowe"), now=before)
    raw = mail(to="garrod@elmswick.example")
    take_in(SCHOOL, RawHook("test", "late", raw, at("2026-11-20 17:00")), now=tuesday)
    assert waiting() == {"garrod": at("2026-11-25 08:30")}
    assert replan_promises(SCHOOL, now=tuesday + timedelta(minutes=1)) == 0
    assert parcels(sample_school, "promise_changed") == ()
