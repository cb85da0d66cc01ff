"""The contacts check: confirmed by the headteacher with the date, and not undone by a folder that says nothing new."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from gateway.actions import calendars
from gateway.actions.contacts_check import (
    confirm_contacts,
    contacts_page,
    last_confirmed,
    seen_people,
    unconfirmed_schools,
)
from gateway.actions.front import front_of
from gateway.actions.roster import import_roster, preview_import
from gateway.domain.contacts_check import people_of
from gateway.domain.errors import InputProblem
from gateway.domain.roster import Emergency, Roster
from gateway.store import audit
from gateway.store.transaction import reading
from tests.schools import SCHOOL, a_roster, confirm

TERM = datetime(2026, 9, 2, 8, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 18, 21, 26, tzinfo=UTC)
FIRST = a_roster().school.emergency
CORRECTED = replace(FIRST, mode="on_call", council_night="01632 960777")


def with_plan(emergency: Emergency) -> Roster:
    """The folder, with another plan in it."""
    return replace(a_roster(), school=replace(a_roster().school, emergency=emergency))


def plan() -> Emergency:
    return contacts_page(SCHOOL, now=NIGHT).emergency


def again(roster: Roster) -> None:
    """Bring a folder in."""
    import_roster(SCHOOL, roster, accept_removals=True, now=NIGHT)


@pytest.mark.clause("C12")
def test_a_check_carries_its_date_and_its_name_and_stands_in_the_record(sample_school: Flask) -> None:
    assert (contacts_page(SCHOOL, now=NIGHT).due, last_confirmed(SCHOOL)) == ("never", None)
    confirm(a_roster(), now=TERM)
    page = contacts_page(SCHOOL, now=NIGHT)
    assert page.last is not None
    assert (page.last.at, page.last.by, page.due) == (TERM, "Mrs Ashdown", "")
    with reading():
        (link,) = audit.latest(SCHOOL, ("contacts.confirmed",), limit=5)
    assert (link.actor, link.detail["council_night"], link.detail["changed"]) == (
        "staff:ashdown",
        "01632 960111",
        False,
    )
    assert contacts_page(SCHOOL, now=NIGHT + timedelta(days=60)).due == "term"


@pytest.mark.clause("C12")
def test_a_number_that_was_corrected_is_what_every_family_is_shown(sample_school: Flask) -> None:
    confirm(a_roster(), emergency=CORRECTED, now=TERM)
    assert plan() == CORRECTED
    shown = front_of(SCHOOL, now=NIGHT).help
    assert ([one.number for one in shown.councils], shown.nobody_is_on_call) == (["01632 960777"], False)


@pytest.mark.clause("C12")
def test_the_schools_own_rule_and_its_register_are_no_part_of_what_is_confirmed(sample_school: Flask) -> None:
    confirm(a_roster(), now=TERM)
    held = calendars.times(SCHOOL).school
    rules = calendars.Rules(
        held.office_hours,
        held.staff_hours,
        held.courtesy_hours,
        held.reply_within_days,
        own_rule="Absence by phone only.",
        register_closes="09:05",
    )
    calendars.set_rules(SCHOOL, rules, now=NIGHT)
    assert contacts_page(SCHOOL, now=NIGHT).due == "", "the numbers are as they were confirmed"
    confirm(a_roster(), emergency=CORRECTED, now=NIGHT)
    again(a_roster())
    school = calendars.times(SCHOOL).school
    assert (school.emergency, school.own_rule, school.register_closes) == (CORRECTED, "Absence by phone only.", "09:05")


def test_a_folder_that_still_holds_the_old_number_does_not_bring_it_back(sample_school: Flask) -> None:
    confirm(a_roster(), emergency=CORRECTED, now=TERM)
    assert preview_import(SCHOOL, a_roster()).is_empty
    again(a_roster())
    assert plan() == CORRECTED
    confirm(with_plan(CORRECTED), now=NIGHT)
    again(a_roster())
    assert plan() == CORRECTED, "confirmed once more, it is still the page's"
    newer = replace(CORRECTED, council_day="01632 960888")
    confirm(with_plan(CORRECTED), emergency=newer, now=NIGHT)
    again(a_roster())
    assert plan() == newer


def test_a_folder_with_news_is_taken_and_must_be_confirmed(sample_school: Flask) -> None:
    confirm(a_roster(), emergency=CORRECTED, now=TERM)
    news = replace(FIRST, council_day="01632 960555")
    again(with_plan(news))
    assert (plan(), contacts_page(SCHOOL, now=NIGHT).due) == (news, "numbers")


def test_nothing_is_confirmed_when_somebody_else_was_appointed_meanwhile(sample_school: Flask) -> None:
    seen = seen_people(SCHOOL)
    roster = a_roster()
    staff = tuple(
        replace(one, roles=one.roles | {"deputy_dsl"}) if one.staff_id == "nair" else one for one in roster.staff
    )
    again(replace(roster, staff=staff))
    with pytest.raises(InputProblem):
        confirm_contacts(SCHOOL, FIRST, seen=seen, staff_id="ashdown", now=TERM)
    assert last_confirmed(SCHOOL) is None
    confirm_contacts(SCHOOL, FIRST, seen=seen_people(SCHOOL), staff_id="ashdown", now=TERM)
    assert contacts_page(SCHOOL, now=TERM).due == ""


def test_an_office_that_nobody_holds_and_a_person_without_mail_are_shown(sample_school: Flask) -> None:
    roster = a_roster()
    staff = tuple(
        replace(one, email="") if one.staff_id == "castellan" else one for one in roster.staff if one.staff_id != "bell"
    )
    again(replace(roster, staff=staff))
    shown = {one.name: one for one in contacts_page(SCHOOL, now=TERM).offices}
    assert shown["Chair of governors"].holders == ()
    assert shown["Safeguarding lead"].without_mail == ("Mrs Castellan",)


def test_who_starts_the_jobs_is_told_which_school_has_confirmed_nothing(sample_school: Flask) -> None:
    assert unconfirmed_schools() == ("Elmswick Primary School",)
    confirm(a_roster(), now=TERM)
    assert unconfirmed_schools() == ()
    assert people_of(a_roster())
