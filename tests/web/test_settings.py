"""Settings: everybody reads their own hours; who may set them sees what would move before it moves."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from gateway.actions import calendars
from gateway.domain.bank_holidays import bank_holidays
from gateway.domain.hours import Pattern
from gateway.store import queue
from gateway.store.transaction import reading
from gateway.web.months import months_of, week_of
from gateway.web.weeks import MOST_SPANS, WeekFields, typed_week, week_fields
from tests.clocks import SetClock
from tests.domain.test_hours_written import patterns
from tests.schools import (
    MONDAY_MORNING,
    SCHOOL,
    THURSDAY_EVENING,
    a_roster,
    arrives,
    come_in,
    form_token,
    mail,
    parcels,
    sign_in_as,
    submit,
)

FIELDS = [f"week-{day}-{part}" for day in range(7) for part in ("on", "from", "to")] + ["more", "less", "copy"]
LATER = THURSDAY_EVENING + timedelta(minutes=10)


@pytest.fixture
def office(sqlite_school: Flask, clock: SetClock) -> FlaskClient:
    """Mrs Okafor on Thursday evening, with a family waiting for Monday."""
    arrives(sqlite_school, mail())
    clock.now = LATER
    client = sqlite_school.test_client()
    sign_in_as(client, "okafor")
    return client


def page(client: FlaskClient, path: str, code: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == code
    return " ".join(answer.get_data(as_text=True).split())


def a_day(number: int, *times: str, name: str = "week") -> dict[str, list[str]]:
    """A ticked day of an editor as a browser sends it: starts and ends in turn."""
    key = f"{name}-{number}"
    return {f"{key}-on": ["yes"], f"{key}-from": list(times[::2]), f"{key}-to": list(times[1::2])}


def sent_back(week: WeekFields) -> MultiDict[str, str]:
    """An editor as a browser sends it untouched."""
    sent: MultiDict[str, str] = MultiDict()
    for number, day in enumerate(week.days):
        if day.is_on:
            sent.add(f"week-{number}-on", "yes")
        for one in day.fields:
            sent.add(f"week-{number}-from", one.start)
            sent.add(f"week-{number}-to", one.end)
    return sent


def waits_until() -> list[object]:
    with reading():
        return [one.visible_at for one in queue.waiting(SCHOOL)]


@pytest.mark.clause("C3")
def test_a_teacher_sees_their_own_week_off_duty_too_and_what_a_family_is_told(
    sqlite_school: Flask, clock: SetClock
) -> None:
    clock.now = THURSDAY_EVENING - timedelta(minutes=30)
    client = sqlite_school.test_client()
    sign_in_as(client, "nair")
    said = page(client, "/settings/hours")
    assert "8:15am to 4pm" in said
    assert said.count("Not at work.") == 4
    assert "If they write today at 7:42pm" in said
    assert "Monday 23 November, 8:15am" in said
    assert "Change my hours" not in said
    assert "Nobody has looked" in page(client, "/settings/looks")


@pytest.mark.parametrize("staff_id", ["nair", "lowe", "bell"])
def test_a_teacher_reads_hours_and_sets_none(sqlite_school: Flask, staff_id: str) -> None:
    client = sqlite_school.test_client()
    sign_in_as(client, staff_id)
    for path in ("/settings/school", "/settings/calendar", "/settings/staff", f"/settings/staff/{staff_id}"):
        page(client, path, 403)
    token = form_token(client, "/settings/hours")
    fields = {"csrf_token": token, "kind": "closed", "first_on": "2026-11-24", "sure": "yes"}
    assert client.post("/settings/change/day", data=fields).status_code == 403
    assert calendars.times(SCHOOL).calendar == a_roster().calendar


@pytest.mark.clause("C3")
def test_closing_school_is_two_taps_with_what_moves_shown_between(sqlite_school: Flask, office: FlaskClient) -> None:
    day = {"kind": "closed", "first_on": "2026-11-23", "label": "Snow"}
    shown = submit(office, "/settings/calendar", "/settings/change/day", **day)
    said = " ".join(shown.get_data(as_text=True).split())
    assert shown.status_code == 200
    assert "School is closed: Monday 23 November. Nothing has changed yet." in said
    assert "One promise moves" in said
    assert "<del>Mon 8:15am</del>" in said
    assert "<ins>Tue 8:15am</ins>" in said
    assert waits_until() == [MONDAY_MORNING]
    done = submit(office, "/settings/calendar", "/settings/change/day", **day, sure="yes")
    assert (done.status_code, done.location) == (302, "/settings/calendar")
    assert waits_until() == [MONDAY_MORNING + timedelta(days=1)]
    assert len(parcels(sqlite_school, "promise_changed")) == 1
    said = page(office, "/settings/calendar")
    assert "1 promise has moved, and families are told." in said
    assert "Closed: Snow" in said
    polling = {"kind": "closed", "first_on": "other", "other_on": "2027-05-06", "label": "Polling day"}
    asked = submit(office, "/settings/calendar", "/settings/change/day", **polling).get_data(as_text=True)
    assert "School is closed: Thursday 6 May 2027. Nothing has changed yet." in " ".join(asked.split())
    assert 'name="other_on" value="2027-05-06"' in asked, "the second tap sends the day again"
    training = {"kind": "inset", "first_on": "2027-02-22", "label": "Training day"}
    submit(office, "/settings/calendar", "/settings/change/day", **training, sure="yes")
    assert "Training day: Training day" not in page(office, "/settings/calendar"), "nothing is said twice"


def test_an_absence_with_cover_is_shown_noted_and_taken_out_again(office: FlaskClient) -> None:
    away = {"staff_id": "nair", "first_on": "2026-11-23", "last_on": "2026-11-24", "covered_by": "garrod"}
    shown = submit(office, "/settings/staff", "/settings/change/absence", **away).get_data(as_text=True)
    assert "Mr Garrod</ins>" in shown
    submit(office, "/settings/staff", "/settings/change/absence", **away, sure="yes")
    assert "Miss Nair</strong>, Monday 23 November to Tuesday 24 November. Mr Garrod reads." in page(
        office, "/settings/staff"
    )
    submit(office, "/settings/staff", "/settings/change/without-absence", **away, sure="yes")
    assert "Everybody is in" in page(office, "/settings/staff")
    assert waits_until() == [MONDAY_MORNING]


def test_a_week_is_set_day_by_day_with_several_times_lessons_and_days_off(office: FlaskClient, clock: SetClock) -> None:
    week = {
        **a_day(1, "10:00", "12:00", "13:00", "15:00"),
        **a_day(3, "09:00", "10:00"),
        "week-4-from": "09:00",
        "week-4-to": "10:00",
        "lessons": "yes",
        **a_day(1, "10:00", "11:30", name="lessons"),
    }
    sent = {"staff_id": "nair", "own": "yes", "works_inset": "yes"} | week
    shown = submit(office, "/settings/staff/nair", "/settings/change/week", **sent)
    said = " ".join(shown.get_data(as_text=True).split())
    assert "Tuesday 10am to 12pm and 1pm to 3pm; Thursday 9am to 10am. 5 hours a week." in said
    assert "Miss Nair will see this on</small>Tuesday 24 November, 10am" in said
    assert waits_until() == [MONDAY_MORNING]
    submit(office, "/settings/staff/nair", "/settings/change/week", **sent, sure="yes")
    held = next(one for one in calendars.times(SCHOOL).staff if one.staff_id == "nair")
    assert (held.hours, held.works_inset) == ("Tu 10:00-12:00,13:00-15:00; Th 09:00-10:00", True)
    assert "Tuesday 10am to 11:30am. 1 hour 30 minutes a week." in said, "the lessons are shown before they are set"
    assert held.lessons == "Tu 10:00-11:30"
    said = page(office, "/settings/staff")
    assert (
        "1 promise has moved, and families are told. Whoever writes now is seen by Miss Nair on Tuesday 24 November, 10am."
        in said
    )
    assert "Tuesday 10am to 12pm and 1pm to 3pm; Thursday 9am to 10am." in said
    assert waits_until() == [MONDAY_MORNING + timedelta(days=1, hours=1, minutes=45)]
    school = calendars.times(SCHOOL).school
    rules = calendars.Rules(school.office_hours, school.staff_hours, school.courtesy_hours, 3, lessons_hold=True)
    calendars.set_rules(SCHOOL, rules, now=clock.now)
    clock.now = MONDAY_MORNING + timedelta(days=1, hours=2)
    nair = come_in(office.application, "nair")
    assert "What comes now rings today at 11:30am." in page(nair, "/inbox")
    assert "Lessons 10am to 11:30am" in page(nair, "/settings/hours")


def test_a_teacher_asks_for_other_hours_and_the_office_answers(office: FlaskClient) -> None:
    teacher = office.application.test_client()
    sign_in_as(teacher, "nair")
    wish = a_day(1, "10:00", "12:00")
    wrong = submit(teacher, "/settings/hours", "/settings/hours", **a_day(1, "12:00", "10:00"))
    assert wrong.status_code == 400
    assert "The end has to come after the start." in wrong.get_data(as_text=True)
    more = submit(teacher, "/settings/hours", "/settings/hours", **wish, more="week-1").get_data(as_text=True)
    assert more.count('name="week-1-from"') == 2
    assert submit(teacher, "/settings/hours", "/settings/hours", **wish).status_code == 302
    assert "Your hours stay as they are until somebody agrees." in page(teacher, "/settings/hours")
    assert "Asked for other hours" in page(office, "/settings/staff")
    said = page(office, "/settings/staff/nair?show=asked")
    assert "Miss Nair asks for other hours" in said
    assert "<strong>Tuesday 10am to 12pm. 2 hours a week.</strong>" in said
    assert 'id="week-1-from-0" name="week-1-from" type="time" value="10:00"' in said
    submit(office, "/settings/staff/nair", "/settings/staff/nair/decline")
    assert "Asked for other hours" not in page(office, "/settings/staff")
    assert "Mrs Okafor could not agree to these hours" in page(teacher, "/settings/hours")
    submit(teacher, "/settings/hours", "/settings/hours/take-back")
    assert "could not agree" not in page(teacher, "/settings/hours")


def test_a_day_without_a_tick_is_off_whatever_its_times_say(office: FlaskClient) -> None:
    sent = {"staff_id": "nair", "own": "yes", "week-0-from": "08:15", "week-0-to": "16:00"}
    submit(office, "/settings/staff/nair", "/settings/change/week", **sent, sure="yes")
    assert next(one for one in calendars.times(SCHOOL).staff if one.staff_id == "nair").hours == "off"


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        (("16:00", "08:15"), "week-0-to-0", "The end has to come after the start."),
        (("", "16:00"), "week-0-from-0", "Write both times, the start and the end."),
        (("08:15", ""), "week-0-to-0", "Write both times, the start and the end."),
        (("", ""), "week-0-from-0", "Write when the day starts and ends, or take the tick away."),
        (("morning", "16:00"), "week-0-from-0", "“morning” is not a time; write it as 08:15."),
        (("25:00", "26:00"), "week-0-from-0", "is not a time"),
        (("08:60", "16:00"), "week-0-from-0", "is not a time"),
        (("13am", "16:00"), "week-0-from-0", "is not a time"),
        (("8", "16"), "week-0-from-0", "is not a time"),
        (("08:15", "12:00", "11:00", "16:00"), "week-0-from-1", "Two of these times overlap."),
        (("12:00", "16:00", "11:00", "13:00"), "week-0-from-1", "Two of these times overlap."),
        (("<b>", "16:00"), "week-0-from-0", "“&lt;b&gt;” is not a time"),
    ],
)
@pytest.mark.parametrize("sure", ["", "yes"])
def test_a_mistake_in_a_week_is_told_beside_its_field_and_every_word_is_kept(
    office: FlaskClient, typed: tuple[str, ...], field: str, sentence: str, sure: str
) -> None:
    before = calendars.times(SCHOOL).staff
    sent = {"staff_id": "nair", "own": "yes", "covered_by": "garrod", **a_day(0, *typed), **a_day(2, "9.30am", "4pm")}
    answer = submit(office, "/settings/staff/nair", "/settings/change/week", **sent, sure=sure)
    said = " ".join(answer.get_data(as_text=True).split())
    assert answer.status_code == 400
    assert f'<a href="#{field}">Monday: ' in said
    assert re.search(f'id="{field}"[^>]*aria-invalid="true"', said)
    assert said.count(sentence) == 2, "once on top and once beside the day"
    assert 'value="9.30am"' in said
    assert '<option value="garrod" selected>' in said
    assert calendars.times(SCHOOL).staff == before


def test_buttons_add_take_out_and_copy_times_without_a_script_and_save_nothing(office: FlaskClient) -> None:
    before = calendars.times(SCHOOL).staff
    sent = {"staff_id": "nair", "own": "yes", **a_day(0, "08:00", "12:00", "13:00", "15:00"), "sure": "yes"}

    def pressed(**button: str) -> str:
        answer = submit(office, "/settings/staff/nair", "/settings/change/week", **sent, **button)
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    more = pressed(more="week-0")
    assert more.count('name="week-0-from"') == 3
    assert re.search('id="week-0-from-2"[^>]*autofocus', more)
    less = pressed(less="week-0-0")
    assert less.count('name="week-0-from"') == 1
    assert "Monday 1pm to 3pm. 2 hours a week." in less
    assert "Monday to Friday 8am to 12pm and 1pm to 3pm. 30 hours a week." in pressed(copy="week")
    for rubbish in ("week-9", "week-0-77", "", "nobody"):
        assert pressed(more=rubbish, less=rubbish).count('name="week-0-from"') == 2
    assert calendars.times(SCHOOL).staff == before


def test_a_day_takes_so_many_times_and_no_more(office: FlaskClient) -> None:
    times = [f"{hour:02}:{minute}" for hour in range(8, 18) for minute in ("00", "30")]
    sent = {"staff_id": "nair", "own": "yes", **a_day(0, *times), "more": "week-0"}
    answer = submit(office, "/settings/staff/nair", "/settings/change/week", **sent).get_data(as_text=True)
    assert answer.count('name="week-0-from"') == MOST_SPANS
    assert 'value="week-0"' not in answer


def test_an_editor_says_its_week_while_one_types(office: FlaskClient) -> None:
    said = submit(office, "/settings/staff/nair", "/settings/weeks/week", **a_day(6, "22:00", "00:00")).get_data(
        as_text=True
    )
    assert "Sunday 10pm to midnight. 2 hours a week." in said
    assert said.count('hx-swap-oob="true"') == 14
    wrong = submit(office, "/settings/staff/nair", "/settings/weeks/week", **a_day(6, "22:00", "21:00")).get_data(
        as_text=True
    )
    assert "One day needs putting right first." in wrong
    whole = submit(office, "/settings/staff/nair", "/settings/weeks/office", more="office-2").get_data(as_text=True)
    assert 'id="office-editor"' in whole
    assert submit(office, "/settings/staff/nair", "/settings/weeks/nobody").status_code == 400


def test_the_schools_hours_and_days_for_an_answer_are_set(office: FlaskClient) -> None:
    rules = {
        "reply_within_days": "3",
        **{key: value for day in range(5) for key, value in a_day(day, "08:00", "16:00", name="office").items()},
        **a_day(0, "08:30", "16:30", name="staff"),
        **a_day(5, "07:30", "18:30", name="courtesy"),
    }
    shown = submit(office, "/settings/school", "/settings/change/rules", **rules).get_data(as_text=True)
    assert "No promise moves" in shown
    assert "Monday to Friday 8am to 4pm. 40 hours a week." in shown
    submit(office, "/settings/school", "/settings/change/rules", **rules, sure="yes")
    held = calendars.times(SCHOOL).school
    assert (held.office_hours, held.staff_hours, held.courtesy_hours) == (
        "Mo-Fr 08:00-16:00",
        "Mo 08:30-16:30",
        "Sa 07:30-18:30",
    )
    assert (held.reply_within_days, held.lessons_hold) == (3, False)
    submit(office, "/settings/school", "/settings/change/rules", **rules, lessons_hold="yes", sure="yes")
    assert calendars.times(SCHOOL).school.lessons_hold
    assert 'name="lessons_hold" value="yes" checked' in page(office, "/settings/school")


@pytest.mark.parametrize(
    ("days", "sentence"), [("0", "choose a number between"), ("²", "number"), ("9" * 9000, "number")]
)
def test_rules_that_could_not_be_kept_are_told_on_the_page_that_keeps_what_was_typed(
    office: FlaskClient, days: str, sentence: str
) -> None:
    sent = {"reply_within_days": days, **a_day(2, "09:00", "12:00", name="office")}
    answer = submit(office, "/settings/school", "/settings/change/rules", **sent, sure="yes")
    assert answer.status_code == 400
    assert sentence in answer.get_data(as_text=True)
    assert "Wednesday 9am to 12pm. 3 hours a week." in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "hours", ["Mo-Fr 08:30-16:30", "Mo 00:00-24:00", "Tu 08:00-09:00,10:00-11:00; Su 23:59-24:00", "off"]
)
def test_an_editor_that_is_sent_back_untouched_gives_the_same_hours(hours: str) -> None:
    shown = week_fields("week", Pattern.parse(hours))
    assert typed_week("week", sent_back(shown)).pattern == Pattern.parse(hours)


@settings(max_examples=200, deadline=None)
@given(patterns())
def test_any_week_of_the_grammar_survives_the_editor(pattern: Pattern) -> None:
    assert typed_week("week", sent_back(week_fields("week", pattern))).pattern == pattern


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=12) | st.sampled_from(("yes", "08:00", "12:00", "00:00")))
)
def test_whatever_is_sent_is_hours_or_is_told_in_a_sentence(sent: dict[str, str]) -> None:
    week = typed_week("week", MultiDict(sent))
    assert week.reading.endswith(".")
    assert Pattern.parse(week.pattern.written()) == week.pattern
    assert all(field and sentence.endswith(".") for field, sentence in week.problems)


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("day", {"kind": "closed", "first_on": "tomorrow"}),
        ("day", {"kind": "party", "first_on": "2026-11-24"}),
        ("day", {"kind": "closed", "first_on": "2026-11-24", "last_on": "2026-11-23"}),
        ("week", {"staff_id": "nair", "own": "yes", "week-0-on": "yes", "week-0-from": "morning"}),
        ("week", {"staff_id": "nobody"}),
        ("absence", {"staff_id": "nair", "first_on": "2026-11-23", "covered_by": "nair"}),
        ("rules", {"reply_within_days": "1"}),
        ("the-weather", {}),
    ],
)
@pytest.mark.parametrize("sure", ["", "yes"])
def test_what_makes_no_sense_is_refused_in_words_and_changes_nothing(
    office: FlaskClient, what: str, fields: dict[str, str], sure: str
) -> None:
    before = calendars.times(SCHOOL)
    assert submit(office, "/settings/school", f"/settings/change/{what}", **fields, sure=sure).status_code == 400
    after = calendars.times(SCHOOL)
    assert (after.school, after.calendar, after.staff, after.absences) == (
        before.school,
        before.calendar,
        before.staff,
        before.absences,
    )


def test_a_person_nobody_knows_has_no_week(office: FlaskClient) -> None:
    page(office, "/settings/staff/nobody", 400)


def test_a_week_is_drawn_with_its_times_in_words() -> None:
    week = week_of(Pattern.parse("Mo 08:15-12:00,13:00-16:00; We 22:00-24:00"), Pattern.parse("Mo,Tu 09:00-10:00"))
    assert week[2].said == "10pm to midnight"
    assert [one.lessons for one in week[:2]] == ["9am to 10am", ""], "nobody teaches on a day off"


def test_a_month_shows_terms_holidays_bank_holidays_and_today() -> None:
    months = months_of(a_roster().calendar, bank_holidays("england-and-wales"), now=MONDAY_MORNING)
    assert [one.name for one in months] == ["November 2026", "December 2026", "January 2027"]
    days = {(month.name, cell.day): cell for month in months for week in month.weeks for cell in week if cell}
    assert days["November 2026", 23].is_now
    assert days["November 2026", 24].kind == "in"
    assert days["November 2026", 28].kind == "soft"
    assert days["December 2026", 25].word == "bank holiday"
    assert days["December 2026", 29].word == "holiday"
    assert len(days) == 30 + 31 + 31
