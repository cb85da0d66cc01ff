"""Who wrote, about whom, and to whom it goes: never a guess, and never one parent for the other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gateway.domain.identity import Directory, Person
from gateway.domain.promises import OFFICE
from tests.schools import a_roster

PEOPLE = Directory(a_roster())


def names(*keys: str) -> tuple[str, ...]:
    """The class teachers of these pupils."""
    return PEOPLE.teachers_of([PEOPLE.pupils[one] for one in keys])


def meant(contact_id: str, words: str, *addressed: str) -> tuple[str, ...]:
    """The pupils that a contact's words are about."""
    return tuple(one.pupil_id for one in PEOPLE.pupils_meant(contact_id, words=words, addressed=addressed))


def test_an_address_of_one_contact_is_that_contact_whatever_the_name_says() -> None:
    assert PEOPLE.writer("marek@mail.example", name="Mummy") == Person("contact", "marek", "Marek Nowak")


def test_an_address_of_staff_is_staff() -> None:
    assert PEOPLE.writer("nair@elmswick.example") == Person("staff", "nair", "Miss Nair")


@pytest.mark.clause("C14")
@pytest.mark.parametrize("address", ["", "nobody@mail.example", "nair@elmswick.example.evil.example"])
def test_an_address_that_nobody_holds_is_nobody(address: str) -> None:
    assert PEOPLE.writer(address, name="Agnieszka Nowak") is None


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Tom Reed", "tom"),
        ("Reed, KATE", "kate"),
        ("kate", "kate"),
        ("", None),
        ("The Reeds", None),
        ("Tom and Kate", None),
    ],
)
def test_a_shared_address_is_told_apart_by_first_name_or_not_at_all(name: str, key: str | None) -> None:
    found = PEOPLE.writer("reeds@mail.example", name=name)
    assert (found.key if found else None) == key


def test_a_member_of_staff_who_is_a_parent_too_writes_as_staff_from_the_schools_address() -> None:
    shared = replace(PEOPLE.contacts["helen"], emails=("nair@elmswick.example",))
    roster = replace(a_roster(), contacts=(*[one for one in a_roster().contacts if one.contact_id != "helen"], shared))
    found = Directory(roster).writer("nair@elmswick.example")
    assert found is not None
    assert found.kind == "staff"


def test_with_one_child_every_message_is_about_that_child() -> None:
    assert meant("agnieszka", "about somebody called Leo") == ("zofia",)


@pytest.mark.parametrize(
    ("words", "addressed", "pupils"),
    [
        ("Leo has lost his coat.", (), ("leo",)),
        ("LEO's coat", (), ("leo",)),
        ("Leonard and Maisie are both ill", (), ("leo", "maisie")),
        ("The coat is lost", ("garrod",), ("leo",)),
        ("The coat is lost", ("nair",), ("maisie",)),
        ("The coat is lost", (), ("leo", "maisie")),
        ("Napoleon was mentioned", (), ("leo", "maisie")),
        ("Maisie says so", ("garrod",), ("maisie",)),
    ],
)
def test_of_two_children_the_named_one_is_meant_then_the_addressed_teachers_then_both(
    words: str, addressed: tuple[str, ...], pupils: tuple[str, ...]
) -> None:
    assert meant("kate", words, *addressed) == pupils


@pytest.mark.clause("C4")
def test_nobody_writes_about_a_child_who_is_not_theirs() -> None:
    assert meant("kate", "Poppy and Zofia were there") == ("leo", "maisie")
    assert meant("nobody", "Zofia") == ()


def test_both_teachers_of_a_shared_class_are_its_teachers_and_an_assistant_is_not() -> None:
    assert names("zofia") == ("nair", "pettit")
    assert names("leo") == ("garrod",)
    assert names("leo", "maisie") == ("garrod", "nair", "pettit")


def test_a_pupil_without_a_class_has_no_teacher() -> None:
    assert PEOPLE.teachers_of([replace(PEOPLE.pupils["leo"], class_id="")]) == ()


def test_people_are_listed_in_the_order_of_the_roles_asked_for() -> None:
    assert [one.staff_id for one in PEOPLE.with_role("dsl", "headteacher")] == ["castellan", "ashdown"]


def test_a_reader_is_named_as_families_name_them() -> None:
    assert [PEOPLE.name_of(one) for one in ("nair", OFFICE, "gone")] == ["Miss Nair", "The school office", "gone"]
    assert [PEOPLE.name_inside(one) for one in ("nair", OFFICE)] == ["Miss Nair", "the school office"]
