"""The school that ships with the product: whole, believable, and nobody in it real."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from gateway.actions.demo import SAMPLE
from gateway.domain.hours import Calendar
from gateway.domain.identity import Directory
from gateway.domain.promises import Staffing, plan
from gateway.domain.roster import Roster
from integrations.roster.csv_folder import read_school_folder
from tests.channels.folders import notices


def sample() -> Roster:
    """The school that ships with the product."""
    return read_school_folder(SAMPLE)


def test_the_sample_school_is_read_without_a_word_of_complaint() -> None:
    assert notices(SAMPLE) == []


def test_the_sample_school_has_the_size_of_a_one_form_primary() -> None:
    school = sample()
    assert len(school.pupils) == 181
    assert [one.year_groups for one in sorted(school.classes, key=lambda one: "R123456".index(one.year_groups[0]))] == [
        (year,) for year in "R123456"
    ]
    assert 250 <= len(school.contacts) <= 350
    assert {role for one in school.staff for role in one.roles} == {
        *("teacher", "teaching_assistant", "office", "headteacher", "deputy_head", "dsl", "deputy_dsl"),
        *("governor_chair", "it_lead"),
    }


def test_the_sample_school_has_the_families_that_make_rules_hard() -> None:
    school = sample()
    relationships = {tie.relationship for tie in school.ties}
    assert {"social worker", "foster carer", "grandmother", "stepfather", "aunt"} <= relationships
    assert {tie.restriction for tie in school.ties} == {"", "via_office", "court_order", "no_contact"}
    by_email = [email for one in school.contacts for email in one.emails]
    assert len(by_email) > len(set(by_email)), "a family that shares one address"
    assert any(not one.emails for one in school.contacts)
    assert any(not one.emails and not one.mobiles for one in school.contacts)
    assert len({one.language for one in school.contacts}) >= 10
    apart = {tie.pupil_id for tie in school.ties if tie.parental_responsibility and not tie.lives_with}
    assert len(apart) > 10, "parents who live apart"
    first = [(one.first_name, one.class_id) for one in school.pupils]
    assert len(first) > len(set(first)), "two children of one class with one first name"
    children_of = [tie.contact_id for tie in school.ties]
    assert max(children_of.count(key) for key in set(children_of)) >= 2, "brothers and sisters"
    consents = {(one.consent_twitter, one.consent_youtube) for one in school.pupils}
    assert consents == {(True, True), (True, False), (False, False)}
    assert any(one.consent_until == date(2026, 8, 31) for one in school.pupils), "a consent that has run out"


def test_the_sample_school_shares_classes_between_part_time_teachers() -> None:
    people = Directory(sample())
    pupils = people.roster.pupils
    shared = {key: people.teachers_of([one for one in pupils if one.class_id == key]) for key in people.classes}
    assert {one for one, teachers in shared.items() if len(teachers) == 2} == {"linnet", "swift"}
    assert all(shared.values()), "every class has a teacher"


def test_on_the_demos_monday_the_sample_school_shows_cover_and_cover_of_cover() -> None:
    staffing = Staffing.of(sample())
    promise = plan(staffing, "S07", datetime(2026, 11, 22, 20, tzinfo=UTC))
    assert (promise.visible_to, promise.visible_at) == ("S06", datetime(2026, 11, 23, 8, 15, tzinfo=UTC))
    assert Calendar.of(sample().school, sample().calendar).last_on == date(2027, 7, 20)


def test_the_sample_school_names_nobody_who_could_be_real() -> None:
    for one in sample().contacts:
        assert all(email.endswith(".example") for email in one.emails)
        for number in one.mobiles:
            digits = number.replace(" ", "")
            assert re.fullmatch(r"07700900\d{3}|01632960\d{3}", digits), number
