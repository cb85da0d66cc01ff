"""When whom to call in danger must be confirmed again, what a number is, and who hears nothing from school."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gateway.domain.contacts_check import (
    Check,
    due_again_on,
    gaps_of,
    people_of,
    read_emergency,
    refuse_unready,
    terms_from,
    why_due,
)
from gateway.domain.errors import InputProblem
from gateway.domain.roster import CalendarDay, Emergency, Pupil, Tie
from tests.schools import a_roster

ROSTER = a_roster()
AUTUMN = date(2026, 9, 1)
YEAR = tuple(
    CalendarDay("term", first_on, first_on + timedelta(days=30), label)
    for first_on, label in (
        (date(2026, 9, 2), "Autumn, first half"),
        (date(2026, 11, 3), "Autumn, second half"),
        (date(2027, 1, 4), "Spring, first half"),
        (date(2027, 2, 23), "Spring, second half"),
        (date(2027, 4, 12), "Summer, first half"),
        (date(2027, 6, 8), "Summer, second half"),
    )
)
SCHOOL_YEAR = replace(ROSTER, calendar=YEAR)


def checked(on: date = AUTUMN) -> Check:
    return Check(on, ROSTER.school.emergency, people_of(ROSTER))


@pytest.mark.parametrize(
    ("checked_on", "asked_on"),
    [
        (date(2026, 8, 10), date(2026, 9, 2)),
        (date(2026, 8, 25), date(2027, 1, 4)),
        (date(2026, 9, 2), date(2027, 1, 4)),
        (date(2026, 12, 18), date(2027, 1, 4)),
        (date(2026, 12, 28), date(2027, 4, 12)),
        (date(2027, 1, 4), date(2027, 4, 12)),
        (date(2027, 4, 12), None),
    ],
)
def test_each_term_asks_once_and_its_second_half_does_not(checked_on: date, asked_on: date | None) -> None:
    check = checked(checked_on)
    days = (checked_on + timedelta(days=one) for one in range(300))
    first = next((one for one in days if why_due(check, SCHOOL_YEAR, today=one)), None)
    assert first == asked_on == due_again_on(check, YEAR)


def test_terms_without_a_season_are_told_apart_by_the_pause_between_them() -> None:
    def year(*stretches: tuple[date, date, str]) -> tuple[CalendarDay, ...]:
        return tuple(CalendarDay("term", *one) for one in reversed(stretches))

    first, half = date(2026, 9, 2), date(2026, 11, 2)
    numbered = year(
        (first, date(2026, 10, 23), "Term 1"),
        (half, date(2026, 12, 18), "Term 2"),
        (date(2027, 1, 4), date(2027, 2, 12), "Term 3"),
    )
    assert terms_from(numbered) == (first, date(2027, 1, 4))
    long_half = year((first, date(2026, 10, 16), "Autumn"), (half, date(2026, 12, 18), "Autumn"))
    assert terms_from(long_half) == (first,)
    assert terms_from(()) == ()


def test_a_number_a_plan_or_a_person_that_changed_is_asked_for_at_once() -> None:
    assert why_due(None, SCHOOL_YEAR, today=AUTUMN) == "never"
    assert why_due(checked(), SCHOOL_YEAR, today=AUTUMN) == ""
    other = replace(ROSTER.school, emergency=replace(ROSTER.school.emergency, council_night="01632 960999"))
    assert why_due(checked(), replace(SCHOOL_YEAR, school=other), today=AUTUMN) == "numbers"
    on_call = replace(ROSTER.school, emergency=replace(ROSTER.school.emergency, mode="on_call"))
    assert why_due(checked(), replace(SCHOOL_YEAR, school=on_call), today=AUTUMN) == "numbers"
    staff = tuple(
        replace(one, roles=one.roles | {"deputy_dsl"}) if one.staff_id == "nair" else one for one in ROSTER.staff
    )
    assert why_due(checked(), replace(SCHOOL_YEAR, staff=staff), today=AUTUMN) == "people"
    renamed = tuple(replace(one, last_name="Other") if one.staff_id == "nair" else one for one in ROSTER.staff)
    assert why_due(checked(), replace(SCHOOL_YEAR, staff=renamed), today=AUTUMN) == ""


def test_a_plan_is_read_as_it_was_typed() -> None:
    found = read_emergency("on_call", office=" 01632  960142", day="+44 1632 960110", night="01632960111 ")
    assert found == Emergency("on_call", "01632 960142", "+44 1632 960110", "01632960111")


@pytest.mark.clause("C12")
def test_a_plan_that_nobody_could_keep_tonight_is_refused_in_a_sentence() -> None:
    called, shown = (replace(ROSTER.school.emergency, mode=mode) for mode in ("on_call", "signpost"))
    refuse_unready(ROSTER, shown, on_call_now="")
    refuse_unready(ROSTER, called, on_call_now="ashdown")
    with pytest.raises(InputProblem, match="rota tonight"):
        refuse_unready(ROSTER, called, on_call_now="")
    for roles, named in (({"dsl", "deputy_dsl"}, "safeguarding lead"), ({"headteacher"}, "headteacher")):
        for kept in (
            tuple(one for one in ROSTER.staff if not one.roles & roles),
            tuple(replace(one, email="") if one.roles & roles else one for one in ROSTER.staff),
        ):
            with pytest.raises(InputProblem, match=named):
                refuse_unready(replace(ROSTER, staff=kept), shown, on_call_now="")


@pytest.mark.parametrize("number", ["", "call me", "99", "01632 96011x", "0" * 30, "tel:01632960110", "٠١٦٣٢٩٦٠"])
def test_a_number_that_nobody_could_phone_is_refused_by_name(number: str) -> None:
    with pytest.raises(InputProblem, match="the council at night"):
        read_emergency("signpost", office="01632 960142", day="01632 960110", night=number)
    with pytest.raises(InputProblem, match="out of hours"):
        read_emergency("", office="01632 960142", day="01632 960110", night="01632 960111")


def test_who_hears_nothing_is_told_by_responsibility_and_a_limit_is_no_mistake() -> None:
    contacts = tuple(replace(one, emails=()) if one.contact_id == "marek" else one for one in ROSTER.contacts)
    found = gaps_of(replace(ROSTER, contacts=contacts))
    assert [(one.pupil.pupil_id, one.contact.contact_id, one.why) for one in found.unheard] == [
        ("zofia", "marek", "address"),
        ("poppy", "gareth", "limit"),
    ]
    assert (found.pupils, found.fewer_than_two_to_phone, found.nobody_reachable) == (4, 4, 0)


def test_a_mobile_counts_as_a_way_and_through_the_office_too() -> None:
    contacts = tuple(
        replace(one, emails=(), mobiles=("07700 900123",)) if one.contact_id in ("agnieszka", "marek") else one
        for one in ROSTER.contacts
    )
    ties = tuple(
        replace(one, restriction="via_office", may_contact=False) if one.contact_id == "marek" else one
        for one in ROSTER.ties
    )
    found = gaps_of(replace(ROSTER, contacts=contacts, ties=ties))
    assert [one.contact.contact_id for one in found.unheard] == ["gareth"]
    assert found.fewer_than_two_to_phone == 3


def test_priority_changes_nothing_and_a_child_without_adults_is_counted() -> None:
    turned = tuple(replace(one, priority=9 - one.priority) for one in ROSTER.ties)
    assert gaps_of(replace(ROSTER, ties=turned)) == replace(
        gaps_of(ROSTER),
        unheard=tuple(replace(one, tie=replace(one.tie, priority=7)) for one in gaps_of(ROSTER).unheard),
    )
    alone = replace(ROSTER, pupils=(*ROSTER.pupils, Pupil("max", "Max", "Ode", "", "robin")))
    assert gaps_of(alone).nobody_reachable == 1
    stray = replace(ROSTER, ties=(*ROSTER.ties, Tie("nobody", "helen", "aunt", True, 1, False, True)))
    assert gaps_of(stray) == gaps_of(ROSTER)
