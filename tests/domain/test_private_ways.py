"""A number or an address in a draft that would lead a family off the ways that school talks on."""

from __future__ import annotations

import pytest

from gateway.domain.disclosure import private_way_checks, verdict_of


def said(text: str) -> list[str]:
    """The pieces of a text that are warned of."""
    found = private_way_checks(
        text, domains=("elmswick.example",), known=("anna@gmail.com",), numbers=("+447700900111", "+441632960142")
    )
    return [text[one.start : one.end] for one in found]


@pytest.mark.clause("C1")
@pytest.mark.parametrize(
    "given",
    ["07700 900456", "07700900456", "+44 7700 900456", "+44 (0)7700 900456", "07700-900-456", "0044 7700 900456"],
)
def test_a_teachers_own_mobile_is_warned_of_however_it_is_written(given: str) -> None:
    assert said(f"Ring me on {given} tonight.") == [given]


def test_a_private_mailbox_is_warned_of_and_an_address_of_a_museum_is_not() -> None:
    assert said("Write to p.nair@gmail.com or to zoo@museum.example or office@elmswick.example.") == [
        "p.nair@gmail.com"
    ]


@pytest.mark.parametrize(
    "words",
    [
        "We rang you on 07700 900111.",
        "The office is on 01632 960142, the zoo on 0117 496 0000.",
        "We have anna@gmail.com for you. Is that right?",
        "Room 07, page 0123456789012345678, on 07.12.2026.",
    ],
)
def test_what_is_the_familys_own_or_no_private_way_is_left_alone(words: str) -> None:
    assert said(words) == []


def test_it_warns_and_does_not_hold() -> None:
    found = private_way_checks("07700 900456", domains=(), known=(), numbers=())
    assert (verdict_of(found), found[0].clause) == ("warn", "C1")
