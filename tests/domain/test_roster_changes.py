"""What an import changes, never loosens, and refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gateway.domain.roster import PAGE, RESTRICTIONS, Absence, CalendarDay, Contact, Pupil, Roster, Tie
from gateway.domain.roster_changes import (
    Change,
    CollapseRefused,
    Limit,
    Restricted,
    differences,
    merged,
    refuse_collapse,
)
from tests.journeys.killed import a_small_school


def school(*ties: Tie) -> Roster:
    """The small school, with these ties in the place of its own of the same pupil and contact."""
    roster = a_small_school()
    given = {(tie.pupil_id, tie.contact_id) for tie in ties}
    kept = tuple(tie for tie in roster.ties if (tie.pupil_id, tie.contact_id) not in given)
    return replace(roster, ties=(*kept, *ties))


def father(restriction: str = "", *, may_contact: bool = True, pupil_id: str = "P1", contact_id: str = "C1") -> Tie:
    return Tie(pupil_id, contact_id, "father", True, 2, False, may_contact, restriction)


def tie_of(roster: Roster, pupil_id: str = "P1", contact_id: str = "C1") -> Tie:
    (found,) = (tie for tie in roster.ties if (tie.pupil_id, tie.contact_id) == (pupil_id, contact_id))
    return found


def without_tie(roster: Roster, pupil_id: str = "P1", contact_id: str = "C1") -> Roster:
    kept = tuple(tie for tie in roster.ties if (tie.pupil_id, tie.contact_id) != (pupil_id, contact_id))
    return replace(roster, ties=kept)


@pytest.mark.clause("C4")
@pytest.mark.parametrize("held", RESTRICTIONS)
@pytest.mark.parametrize("asked", RESTRICTIONS)
def test_of_two_restrictions_the_stricter_stands(held: str, asked: str) -> None:
    stands = tie_of(merged(school(father(held)), school(father(asked)))).restriction
    assert RESTRICTIONS.index(stands) == max(RESTRICTIONS.index(held), RESTRICTIONS.index(asked))


@pytest.mark.clause("C4")
def test_nobody_becomes_contactable_while_a_restriction_stands() -> None:
    held = school(father("court_order", may_contact=False))
    assert tie_of(merged(held, school(father("", may_contact=True)))).may_contact is False
    assert tie_of(merged(held, school(father("court_order", may_contact=True)))).may_contact is False


def test_without_a_restriction_the_folder_says_who_may_be_contacted() -> None:
    held = school(father(may_contact=False))
    assert tie_of(merged(held, school(father(may_contact=True)))).may_contact is True
    allowed = school(father("via_office", may_contact=True))
    assert tie_of(merged(allowed, school(father("", may_contact=True)))).may_contact is True
    assert tie_of(merged(allowed, school(father("", may_contact=False)))).may_contact is False


@pytest.mark.clause("C4")
def test_leaving_a_restricted_contact_of_a_pupil_out_does_not_lift_the_restriction() -> None:
    held = school(father("no_contact", may_contact=False))
    assert tie_of(merged(held, without_tie(held))) == father("no_contact", may_contact=False)
    assert differences(held, without_tie(held)).kept == (Limit("P1", "C1", "no_contact", "left out"),)
    free = school(father())
    assert without_tie(free).ties == merged(free, without_tie(free)).ties


@pytest.mark.clause("C4")
def test_a_restriction_waits_for_somebody_who_left_and_comes_back() -> None:
    order = father("court_order", may_contact=False)
    remembered = [Restricted(order, "Child1 Test", "Parent1 Test")]
    held = without_tie(school())
    assert tie_of(merged(held, school(father()), remembered=remembered)) == order
    assert tie_of(merged(None, school(father()), remembered=remembered)) == order


@pytest.mark.clause("C4")
def test_a_new_id_for_the_same_person_does_not_lift_the_restriction() -> None:
    held = school(father("no_contact", may_contact=False))
    renamed = replace(
        without_tie(held),
        contacts=(
            *(one for one in held.contacts if one.contact_id != "C1"),
            Contact("C900", "Mr", "PARENT1", "Test", (), ()),
        ),
        ties=(*without_tie(held).ties, father(contact_id="C900")),
    )
    assert tie_of(merged(held, renamed), contact_id="C900").restriction == "no_contact"
    everyone = replace(
        renamed,
        pupils=(*renamed.pupils, Pupil("P900", "Child1", "Test", "", "robin")),
        ties=(*without_tie(held).ties, father(pupil_id="P900", contact_id="C900")),
    )
    assert tie_of(merged(held, everyone), pupil_id="P900", contact_id="C900").restriction == "no_contact"


def test_a_namesake_whom_the_school_knows_apart_is_not_restricted_with_him() -> None:
    roster = school(father("no_contact", may_contact=False), father(contact_id="C900"))
    both = replace(roster, contacts=(*roster.contacts, Contact("C900", "Mr", "Parent1", "Test", (), ())))
    assert tie_of(merged(both, both), contact_id="C900").restriction == ""
    alone = without_tie(both)
    assert tie_of(merged(both, alone), contact_id="C900").restriction == ""


def test_an_import_does_not_take_the_year_round_mark_from_anybody() -> None:
    held = school()
    held = replace(held, staff=tuple(replace(one, year_round=one.staff_id == "H") for one in held.staff))
    assert [one.staff_id for one in merged(held, school()).staff if one.year_round] == ["H"]
    assert differences(held, school()).is_empty


SNOW = CalendarDay("closed", date(2026, 11, 23), date(2026, 11, 23), "Snow", PAGE)
ILL = Absence("S1", date(2026, 11, 23), date(2026, 11, 24), "S2", PAGE)


def with_pages(*, origin: str = PAGE) -> Roster:
    """The small school with a closure and an absence that its folder does not have."""
    roster = a_small_school()
    snow, ill = replace(SNOW, origin=origin), replace(ILL, origin=origin)
    return replace(roster, calendar=(*roster.calendar, snow), absences=(ill,))


@pytest.mark.clause("C3")
def test_what_was_added_on_the_pages_stays_and_is_listed_though_the_folder_leaves_it_out() -> None:
    held = with_pages()
    will_be, changes = merged(held, a_small_school()), differences(held, a_small_school())
    assert (will_be.calendar, will_be.absences) == (held.calendar, held.absences)
    assert [one.origin for one in (*will_be.calendar, *will_be.absences) if one in (SNOW, ILL)] == [PAGE, PAGE]
    assert changes.is_empty
    assert changes.stays == (
        Change("calendar", "kept", "closed 2026-11-23 2026-11-23 Snow"),
        Change("absence", "kept", "S1 2026-11-23 2026-11-24 S2"),
    )


def test_what_the_folder_brought_once_goes_with_the_folder() -> None:
    held = with_pages(origin="folder")
    assert merged(held, a_small_school()).absences == ()
    changes = differences(held, a_small_school())
    assert [(one.kind, one.what) for one in changes.changes] == [("calendar", "removed"), ("absence", "removed")]
    assert changes.stays == ()


def test_what_the_pages_and_the_folder_both_have_stands_once_and_is_no_difference() -> None:
    both = with_pages(origin="folder")
    assert merged(with_pages(), both).calendar == both.calendar
    changes = differences(with_pages(), both)
    assert (changes.changes, changes.stays) == ((), ())


def test_an_absence_of_the_pages_goes_with_the_person_and_forgets_a_cover_who_has_left() -> None:
    def here(*keys: str) -> Roster:
        small = a_small_school()
        return replace(small, staff=tuple(one for one in small.staff if one.staff_id in keys))

    assert merged(with_pages(), here("S2", "H")).absences == ()
    assert merged(with_pages(), here("S1", "H")).absences == (replace(ILL, covered_by=""),)


def test_what_will_stand_differs_in_nothing_from_itself() -> None:
    held = school(father("court_order", may_contact=False), father("via_office", pupil_id="P2"))
    assert differences(held, held).is_empty
    assert merged(held, merged(held, school())) == merged(held, school())
    assert differences(merged(held, school()), school()).is_empty


def test_a_new_school_is_all_added() -> None:
    changes = differences(None, school())
    assert changes.counts() == {
        "school": {"added": 1, "changed": 0, "removed": 0},
        "calendar": {"added": 1, "changed": 0, "removed": 0},
        "staff": {"added": 3, "changed": 0, "removed": 0},
        "class": {"added": 1, "changed": 0, "removed": 0},
        "pupil": {"added": 10, "changed": 0, "removed": 0},
        "contact": {"added": 10, "changed": 0, "removed": 0},
        "tie": {"added": 10, "changed": 0, "removed": 0},
    }


def test_the_differences_name_who_comes_who_goes_and_which_fields_change() -> None:
    held = school()
    incoming = replace(
        held,
        school=replace(held.school, reply_within_days=1),
        pupils=(
            replace(held.pupils[0], last_name="Other"),
            *held.pupils[2:],
            Pupil("P99", "New", "Child", "", "robin"),
        ),
        contacts=(replace(held.contacts[0], emails=("new@mail.example",)), *held.contacts[1:]),
        calendar=(replace(held.calendar[0], label="Year"),),
        ties=held.ties[2:],
    )
    assert set(differences(held, incoming).changes) == {
        Change("school", "changed", "Elmswick Primary School", "Elmswick Primary School", ("reply_within_days",)),
        Change("calendar", "added", "term 2026-09-01 2027-07-20 Year"),
        Change("calendar", "removed", "term 2026-09-01 2027-07-20"),
        Change("pupil", "added", "P99", "New Child"),
        Change("pupil", "changed", "P0", "Child0 Other", ("last_name",)),
        Change("pupil", "removed", "P1", "Child1 Test"),
        Change("contact", "changed", "C0", "Parent0 Test", ("emails",)),
        Change("tie", "removed", "P0 and C0"),
        Change("tie", "removed", "P1 and C1"),
    }


def test_the_order_of_addresses_is_no_difference() -> None:
    held = school()
    two = replace(held.contacts[0], emails=("a@mail.example", "b@mail.example"))
    turned = replace(two, emails=("b@mail.example", "a@mail.example"))
    before = replace(held, contacts=(two, *held.contacts[1:]))
    assert differences(before, replace(held, contacts=(turned, *held.contacts[1:]))).is_empty


@pytest.mark.clause("C4")
def test_restrictions_added_and_not_loosened_are_listed_apart() -> None:
    held = school(father("court_order", may_contact=False), father(pupil_id="P2", contact_id="C2"))
    incoming = school(father("via_office"), father("no_contact", may_contact=False, pupil_id="P2", contact_id="C2"))
    changes = differences(held, incoming)
    assert changes.restricted == (Limit("P2", "C2", "", "no_contact"),)
    assert changes.kept == (Limit("P1", "C1", "court_order", "via_office"),)
    assert [one.key for one in changes.changes] == ["P2 and C2"]


def fewer(roster: Roster, *, contacts: int) -> Roster:
    kept = roster.contacts[:contacts]
    ids = {one.contact_id for one in kept}
    return replace(roster, contacts=kept, ties=tuple(tie for tie in roster.ties if tie.contact_id in ids))


def test_a_folder_that_takes_more_than_half_of_the_contacts_away_is_refused() -> None:
    held = school()
    refuse_collapse(held, fewer(held, contacts=5))
    with pytest.raises(CollapseRefused, match="6 of 10 contacts"):
        refuse_collapse(held, fewer(held, contacts=4))


def test_a_folder_without_addresses_is_refused_like_one_without_people() -> None:
    held = school()
    silent = replace(held, contacts=tuple(replace(one, emails=()) for one in held.contacts))
    with pytest.raises(CollapseRefused, match="10 of 10 contacts"):
        refuse_collapse(held, silent)


def test_the_folder_of_another_school_with_the_same_ids_is_refused() -> None:
    held = school()
    others = tuple(
        Contact(one.contact_id, "", "Someone", "Else", (f"{one.contact_id}@x.example",), ()) for one in held.contacts
    )
    with pytest.raises(CollapseRefused, match="10 of 10 contacts"):
        refuse_collapse(held, replace(held, contacts=others))


def test_a_new_school_and_one_without_contacts_collapse_into_nothing() -> None:
    refuse_collapse(None, fewer(school(), contacts=0))
    refuse_collapse(fewer(school(), contacts=0), fewer(school(), contacts=0))


def test_married_names_and_new_addresses_are_no_collapse() -> None:
    held = school()
    married = tuple(replace(one, last_name="Married", emails=(f"new.{one.emails[0]}",)) for one in held.contacts)
    refuse_collapse(held, replace(held, contacts=married))
