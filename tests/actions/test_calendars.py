"""Changing hours, calendar and absences: what would move is shown first, moves then, and families are told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from gateway.actions import calendars
from gateway.actions.calendars import Move, Rules, Week
from gateway.actions.family_messages import take_back
from gateway.actions.overdue import hand_on
from gateway.actions.release import release_due, replan_promises
from gateway.actions.roster import import_roster
from gateway.domain.errors import InputProblem
from gateway.domain.hours import HoursProblem
from gateway.domain.roster import Absence, CalendarDay
from gateway.domain.scope import Actor, one_school
from gateway.store import audit, queue
from gateway.store.base import db
from gateway.store.transaction import reading
from tests.schools import (
    FRIDAY_MORNING,
    MONDAY_MORNING,
    SCHOOL,
    THURSDAY_EVENING,
    a_roster,
    arrives,
    family_of,
    mail,
    messages_of,
    parcels,
)

TUESDAY_MORNING = MONDAY_MORNING + timedelta(days=1)
NOW = THURSDAY_EVENING + timedelta(minutes=10)
SNOW = CalendarDay("closed", date(2026, 11, 23), date(2026, 11, 23), "Snow")
OFFICE = one_school(1, Actor("staff", "okafor"))
AWAY = Absence("nair", date(2026, 11, 23), date(2026, 11, 24), "garrod")


@pytest.fixture
def waiting(sample_school: Flask) -> Flask:
    """Two families wait for Miss Nair, who works again on Monday at 8:15."""
    arrives(sample_school, mail())
    arrives(sample_school, mail("Marek Nowak <marek@mail.example>"))
    return sample_school


def promised() -> list[tuple[str, datetime | None]]:
    with reading():
        return [(one.reader, one.visible_at) for one in queue.waiting(SCHOOL)]


def events(name: str) -> int:
    with reading():
        return len(audit.latest(SCHOOL, (name,), limit=50))


@pytest.mark.clause("C3")
def test_what_a_closure_would_move_is_shown_and_nothing_moves_yet(waiting: Flask) -> None:
    moves = calendars.preview_day(SCHOOL, SNOW, now=NOW)
    assert moves == (Move("Miss Nair", MONDAY_MORNING, "Miss Nair", TUESDAY_MORNING, 2),)
    assert promised() == [("nair", MONDAY_MORNING)] * 2
    assert events("calendar.changed") == 0


@pytest.mark.clause("C3")
def test_a_closure_moves_exactly_what_was_shown_and_each_family_is_told_once(waiting: Flask) -> None:
    shown = calendars.preview_day(SCHOOL, SNOW, now=NOW)
    moved = calendars.close_school(SCHOOL, replace(SNOW, kind="term"), now=NOW)
    assert moved == sum(one.promises for one in shown) == 2
    assert promised() == [("nair", TUESDAY_MORNING)] * 2
    assert sorted(one.to_address for one in parcels(waiting, "promise_changed")) == [
        "agnieszka@mail.example",
        "marek@mail.example",
    ]
    assert events("calendar.changed") == 1


@pytest.mark.clause("C3")
def test_a_family_with_several_conversations_is_told_once_of_all_of_them(sample_school: Flask) -> None:
    arrives(sample_school, mail(subject="PE kit"))
    arrives(sample_school, mail(subject="Re: PE kit"))
    arrives(sample_school, mail(subject="Trip"))
    assert calendars.close_school(SCHOOL, SNOW, now=NOW) == 3
    (told,) = parcels(sample_school, "promise_changed")
    (also,) = told.facts["also"]
    seen = [datetime.fromisoformat(one["visible_at"]) for one in (told.facts, also)]
    assert seen == [TUESDAY_MORNING, TUESDAY_MORNING]
    assert also["about"] == "Trip"


@pytest.mark.clause("C3")
def test_a_closure_asks_the_database_no_more_often_for_many_messages_than_for_few(sample_school: Flask) -> None:
    counted = []
    for number in range(41):
        arrives(sample_school, mail(subject=f"Question {number}"))
        if number in (9, 40):
            counted.append(_statements(SNOW))
            calendars.remove_day(SCHOOL, SNOW, now=NOW)
    assert counted[1] <= counted[0] + 2, "one for each message would keep families waiting for the news of a snow day"


def _statements(closure: CalendarDay) -> int:
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        found.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        calendars.close_school(SCHOOL, closure, now=NOW)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(found)


@pytest.mark.clause("C2")
def test_no_change_of_hours_moves_what_a_colleague_wrote_and_no_family_hears_of_it(sample_school: Flask) -> None:
    at_night = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)
    courteous = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
    arrives(sample_school, mail("Miss Nair <nair@elmswick.example>", to="garrod@elmswick.example"), at_night)
    assert calendars.preview_day(SCHOOL, SNOW, now=at_night) == ()
    assert calendars.close_school(SCHOOL, SNOW, now=at_night) == 0
    assert calendars.add_absence(SCHOOL, Absence("garrod", SNOW.first_on, SNOW.last_on, "nair"), now=at_night) == 0
    assert ("garrod", courteous) in promised()
    later = Rules("Mo-Fr 08:30-16:15", "Mo-Fr 08:30-16:30", "Mo-Fr 08:00-18:00", 1)
    assert calendars.set_rules(SCHOOL, later, now=at_night) == 1
    assert ("garrod", courteous + timedelta(minutes=30)) in promised()
    release_due(SCHOOL, now=courteous + timedelta(days=1))
    assert parcels(sample_school, "promise_changed") == ()
    assert parcels(sample_school, "late") == ()


def test_a_closure_taken_back_moves_the_promises_back(waiting: Flask) -> None:
    calendars.close_school(SCHOOL, SNOW, now=NOW)
    assert calendars.preview_without_day(SCHOOL, SNOW, now=NOW) == (
        Move("Miss Nair", TUESDAY_MORNING, "Miss Nair", MONDAY_MORNING, 2),
    )
    assert calendars.remove_day(SCHOOL, SNOW, now=NOW) == 2
    assert promised() == [("nair", MONDAY_MORNING)] * 2
    assert calendars.times(SCHOOL).calendar == a_roster().calendar


def test_closing_the_same_day_twice_changes_nothing_the_second_time(waiting: Flask) -> None:
    calendars.close_school(SCHOOL, SNOW, now=NOW)
    assert calendars.close_school(SCHOOL, SNOW, now=NOW) == 0
    assert events("calendar.changed") == 1


def test_a_promise_that_is_due_rings_and_is_never_moved_by_a_second(waiting: Flask) -> None:
    late = MONDAY_MORNING + timedelta(seconds=5)
    assert replan_promises(SCHOOL, now=late) == 0
    assert calendars.preview_day(SCHOOL, SNOW, now=late) == ()
    assert parcels(waiting, "promise_changed") == ()
    assert release_due(SCHOOL, now=late).released == 2


@pytest.mark.clause("C3")
def test_an_absence_shows_who_would_read_instead_and_when(waiting: Flask) -> None:
    cover_at = MONDAY_MORNING + timedelta(minutes=15)
    assert calendars.preview_absence(SCHOOL, AWAY, now=NOW) == (
        Move("Miss Nair", MONDAY_MORNING, "Mr Garrod", cover_at, 2),
    )
    assert calendars.add_absence(SCHOOL, AWAY, now=NOW) == 2
    assert promised() == [("garrod", cover_at)] * 2
    assert calendars.remove_absence(SCHOOL, AWAY, now=NOW) == 2
    assert promised() == [("nair", MONDAY_MORNING)] * 2
    assert (events("absence.added"), events("absence.removed")) == (1, 1)


@pytest.mark.clause("C3")
def test_of_two_readers_one_who_falls_ill_is_stood_in_for_by_the_other_and_the_family_is_told(
    sample_school: Flask,
) -> None:
    """Both job-sharers have it: Mrs Pettit for Friday, Miss Nair, who stands in for her, for Monday."""
    arrives(sample_school, mail(to="nair@elmswick.example, pettit@elmswick.example"))
    ill = Absence("pettit", FRIDAY_MORNING.date(), FRIDAY_MORNING.date(), "nair")
    shown = calendars.preview_absence(SCHOOL, ill, now=NOW)
    assert shown == (Move("Mrs Pettit", FRIDAY_MORNING, "Miss Nair", MONDAY_MORNING, 1),)
    assert calendars.add_absence(SCHOOL, ill, now=NOW) == 1
    assert promised() == [("nair", MONDAY_MORNING)]
    (told,) = parcels(sample_school, "promise_changed")
    assert (told.facts["reader"], told.facts["visible_at"]) == ("nair", MONDAY_MORNING.isoformat())
    why = "Mrs Pettit is away. Miss Nair has this instead."
    assert (told.facts["was"], told.facts["why"]) == (FRIDAY_MORNING.isoformat(), why)
    assert replan_promises(SCHOOL, now=FRIDAY_MORNING) == 0, "nothing has changed"
    calendars.remove_absence(SCHOOL, replace(ill, origin="page"), now=NOW)
    assert promised() == [("pettit", FRIDAY_MORNING), ("nair", MONDAY_MORNING)]


@pytest.mark.clause("C3")
def test_whom_an_answer_was_handed_to_falls_ill_and_the_family_is_told_when_they_are_back(
    sample_school: Flask,
) -> None:
    """Miss Nair, who stands in for Mrs Pettit, has had the message since Monday and has not answered it."""
    taken = arrives(sample_school, mail())
    release_due(SCHOOL, now=MONDAY_MORNING)
    wednesday = TUESDAY_MORNING + timedelta(days=1, hours=8)
    assert taken.thread_id is not None
    assert hand_on(OFFICE, taken.thread_id, to="pettit", now=wednesday).visible_at == MONDAY_MORNING + timedelta(days=3)
    ill = Absence("pettit", date(2026, 11, 26), date(2026, 12, 2), "nair")
    calendars.add_absence(SCHOOL, ill, now=wednesday)
    back = MONDAY_MORNING + timedelta(days=10)
    assert promised() == [("pettit", back)]
    *_, told = parcels(sample_school, "promise_changed")
    assert (told.facts["reader"], told.facts["visible_at"]) == ("pettit", back.isoformat())


@pytest.mark.clause("C3")
def test_of_two_readers_one_who_leaves_has_nothing_waiting_and_the_family_can_still_take_the_message_back(
    sample_school: Flask,
) -> None:
    ill = mail(text="Zofia is ill and will not be in tomorrow.", to="pettit@elmswick.example", subject="Zofia ill")
    taken = arrives(sample_school, ill)
    assert [one for one, _ in promised()] == ["pettit", "office"]
    roster = a_roster()
    stay = replace(roster, staff=tuple(one for one in roster.staff if one.staff_id != "pettit"))
    import_roster(SCHOOL, stay, accept_removals=True, now=NOW)
    opens = FRIDAY_MORNING + timedelta(minutes=15)
    assert promised() == [("office", opens)]
    (told,) = parcels(sample_school, "promise_changed")
    assert (told.facts["reader"], told.facts["visible_at"]) == ("office", opens.isoformat())
    assert taken.thread_id is not None
    (message,) = [one for one in messages_of(taken) if one.by != "staff"]
    take_back(family_of("agnieszka"), taken.thread_id, message.message_id, now=NOW)
    assert promised() == []


def test_an_absence_that_is_not_there_is_taken_away_without_a_trace(waiting: Flask) -> None:
    assert calendars.remove_absence(SCHOOL, AWAY, now=NOW) == 0
    assert events("absence.removed") == 0


@pytest.mark.parametrize(
    "absence",
    [
        replace(AWAY, staff_id="nobody"),
        replace(AWAY, covered_by="nobody"),
        replace(AWAY, covered_by="nair"),
        replace(AWAY, last_on=date(2026, 11, 22)),
    ],
)
def test_an_absence_that_makes_no_sense_is_refused_and_nothing_changes(waiting: Flask, absence: Absence) -> None:
    for change in (calendars.preview_absence, calendars.add_absence):
        with pytest.raises(InputProblem):
            change(SCHOOL, absence, now=NOW)
    assert calendars.times(SCHOOL).absences == ()


def test_changed_hours_move_what_waits_and_say_so(waiting: Flask) -> None:
    week = Week("Tu 10:00-12:00", works_inset=True, covered_by="pettit")
    ten = TUESDAY_MORNING + timedelta(hours=1, minutes=45)
    assert calendars.preview_hours(SCHOOL, "nair", week, now=NOW) == (
        Move("Miss Nair", MONDAY_MORNING, "Miss Nair", ten, 2),
    )
    assert calendars.set_hours(SCHOOL, "nair", week, now=NOW) == 2
    held = next(one for one in calendars.times(SCHOOL).staff if one.staff_id == "nair")
    assert (held.hours, held.works_inset, held.year_round, held.covered_by) == ("Tu 10:00-12:00", True, False, "pettit")
    assert calendars.set_hours(SCHOOL, "nair", week, now=NOW) == 0
    assert events("hours.changed") == 1


@pytest.mark.clause("C3")
def test_a_schools_switch_and_somebodys_lessons_let_a_message_wait_and_be_planned_again(sample_school: Flask) -> None:
    held = calendars.times(SCHOOL)
    nair = next(one for one in held.staff if one.staff_id == "nair")
    calendars.set_hours(SCHOOL, "nair", Week(nair.hours, lessons="Mo-We 09:00-12:00"), now=NOW)
    teaching, over = datetime(2026, 11, 23, 10, tzinfo=UTC), datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert calendars.promise_now(SCHOOL, "nair", at=teaching).visible_at == teaching, "off unless school says"
    school = held.school
    rules = Rules(school.office_hours, school.staff_hours, school.courtesy_hours, 3, lessons_hold=True)
    calendars.set_rules(SCHOOL, rules, now=NOW)
    arrives(sample_school, mail(to="nair@elmswick.example"), teaching)
    assert promised() == [("nair", over)]
    assert release_due(SCHOOL, now=over - timedelta(seconds=1)).released == 0
    calendars.set_rules(SCHOOL, replace(rules, lessons_hold=False), now=teaching + timedelta(minutes=5))
    assert promised() == [("nair", teaching + timedelta(minutes=5))]
    calendars.set_rules(SCHOOL, rules, now=teaching + timedelta(minutes=6))
    import_roster(SCHOOL, a_roster(), accept_removals=False, now=teaching + timedelta(minutes=7))
    after = calendars.times(SCHOOL)
    assert (after.school.lessons_hold, after.staffing.workers["nair"].lessons is not None) == (True, True)


def test_a_person_marked_year_round_is_promised_in_the_holidays(sample_school: Flask) -> None:
    holiday = datetime(2026, 10, 28, 12, tzinfo=UTC)
    assert calendars.promise_now(SCHOOL, "okafor", at=holiday).visible_at == datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
    calendars.set_hours(SCHOOL, "okafor", Week("Mo-Fr 08:30-16:15", year_round=True), now=NOW)
    assert calendars.promise_now(SCHOOL, "okafor", at=holiday).visible_at == holiday
    assert calendars.promise_now(SCHOOL, "office", at=holiday).visible_at == holiday, (
        "the office is as present as its people"
    )


def test_hours_that_nobody_can_read_are_refused_in_words(waiting: Flask) -> None:
    with pytest.raises(HoursProblem, match="Monday"):
        calendars.set_hours(SCHOOL, "nair", Week("Monday morning"), now=NOW)
    with pytest.raises(InputProblem, match="cover"):
        calendars.set_hours(SCHOOL, "nair", Week("Mo 08:00-12:00", covered_by="nair"), now=NOW)
    with pytest.raises(InputProblem, match="list"):
        calendars.set_hours(SCHOOL, "nobody", Week("Mo 08:00-12:00"), now=NOW)


def test_the_schools_hours_move_whoever_has_none_of_their_own(sample_school: Flask) -> None:
    arrives(sample_school, mail("Helen Tate <helen@mail.example>", to="garrod@elmswick.example"))
    rules = Rules("Mo-Fr 08:30-16:15", "Mo-Fr 09:00-16:00", "Mo-Fr 07:30-18:30", 3)
    before = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
    assert calendars.preview_rules(SCHOOL, rules, now=NOW) == (
        Move("Mr Garrod", before, "Mr Garrod", before + timedelta(minutes=30), 1),
    )
    assert calendars.set_rules(SCHOOL, rules, now=NOW) == 1
    assert calendars.times(SCHOOL).school.reply_within_days == 3
    assert calendars.set_rules(SCHOOL, rules, now=NOW) == 0


@pytest.mark.parametrize(
    "rules",
    [
        Rules("off", "Mo-Fr 09:00-16:00", "Mo-Fr 07:30-18:30", 3),
        Rules("Mo-Fr 08:30-16:15", "late", "Mo-Fr 07:30-18:30", 3),
        Rules("Mo-Fr 08:30-16:15", "Mo-Fr 09:00-16:00", "", 3),
        Rules("Mo-Fr 08:30-16:15", "Mo-Fr 09:00-16:00", "Mo-Fr 07:30-18:30", 0),
        Rules("Mo-Fr 08:30-16:15", "Mo-Fr 09:00-16:00", "Mo-Fr 07:30-18:30", 99),
    ],
)
def test_rules_that_could_not_be_kept_are_refused(sample_school: Flask, rules: Rules) -> None:
    before = calendars.times(SCHOOL).school
    for change in (calendars.preview_rules, calendars.set_rules):
        with pytest.raises(InputProblem):
            change(SCHOOL, rules, now=NOW)
    assert calendars.times(SCHOOL).school == before


@pytest.mark.parametrize(
    "day", [replace(SNOW, kind="holiday"), replace(SNOW, last_on=date(2026, 11, 22)), replace(SNOW, kind="")]
)
def test_a_calendar_line_that_makes_no_sense_is_refused(waiting: Flask, day: CalendarDay) -> None:
    for change in (calendars.preview_day, calendars.add_day):
        with pytest.raises(InputProblem):
            change(SCHOOL, day, now=NOW)
    assert calendars.times(SCHOOL).calendar == a_roster().calendar
