"""Another child's name in the words for a family: found where it is a child's, and not where a grown-up is named or greeted."""

from __future__ import annotations

import pytest

from gateway.domain.disclosure import other_child_checks
from gateway.domain.roster import Pupil

ROLL = (
    Pupil("yusuf", "Yusuf", "Karim", "", "robin"),
    Pupil("karim", "Karim", "Haddad", "", "robin"),
    Pupil("amina", "Amina", "Diallo", "Mina", "robin"),
)


def named(text: str) -> list[str]:
    """The other children's names that are found in words for Amina Karim, Yusuf's mother."""
    found = other_child_checks(text, ROLL, own=("yusuf",), recipient="Amina")
    return [text[one.start : one.end] for one in found]


@pytest.mark.clause("C4")
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Yusuf sat with Karim today.", ["Karim"]),
        ("Dear Amina, Mina pushed him and Karim's coat is torn.", ["Mina", "Karim"]),
        ("Amina pushed him.", ["Amina"]),
        ("I have told Amina and Karim.", ["Amina", "Karim"]),
        ("Thank you. Karim said so.", ["Karim"]),
        ("Mr Karim was told that Karim is fine.", ["Karim"]),
        ("Yusuf says that we all miss Karim a lot.", ["Karim"]),
        ("Hi, Karim hit Yusuf.", ["Karim"]),
        ("Hi, Amina pushed him.", ["Amina"]),
        ("Thanks, Amina's coat is in the hall.", ["Amina"]),
    ],
)
def test_another_childs_name_is_found(text: str, names: list[str]) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Mrs Karim, I would like to talk about this properly.",
        "Dear Mrs. Karim,\nYusuf had a good day.",
        "Hi Amina, Yusuf had a good day.",
        "Good morning, Amina\nThank you Amina",
        "Dear Omar and Amina, Yusuf had a good day.",
        "Dear Amina and Omar,\nYusuf had a good day.",
        "Dear MISS KARIM, Yusuf had a good day.",
        "we karim nothing",
    ],
)
def test_a_grown_up_behind_a_title_or_in_a_greeting_is_no_child(text: str) -> None:
    assert named(text) == []
