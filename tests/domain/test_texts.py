"""Texts: numbers, and the parts in which words travel, against the network's own rules."""

from __future__ import annotations

import pytest

from gateway.domain.texts import MOST, is_mobile, number_of, parts_of, plain_marks, say_cost, signed


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("07700 900123", "+447700900123"),
        ("+44 7700 900123", "+447700900123"),
        ("+44 (0)7700-900123", "+447700900123"),
        ("0044 7700 900123", "+447700900123"),
        ("+48 601 234 567", "+48601234567"),
        ("01632 960101", "+441632960101"),
        ("NHS", ""),
        ("60777", ""),
        ("", ""),
        ("07700 900123 (mum)", ""),
    ],
)
def test_a_number_is_one_however_a_school_office_writes_it(written: str, number: str) -> None:
    assert number_of(written) == number


@pytest.mark.parametrize(
    ("number", "mobile"),
    [
        ("+447700900123", True),
        ("+447624123456", True),
        ("+447012345678", False),
        ("+447612345678", False),
        ("+441632960101", False),
        ("+48601234567", False),
        ("+4477009001234", False),
    ],
)
def test_only_a_british_mobile_counts_as_one(number: str, mobile: bool) -> None:
    assert is_mobile(number) is mobile


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 0),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 153, 3),
        ("ł" * 70, 1),
        ("ł" * 71, 2),
        ("ł" * 134, 2),
        ("ł" * 135, 3),
        ("🎈" * 35, 1),
        ("🎈" * 36, 2),
        ("🎈" * 67, 3),
    ],
)
def test_parts_are_counted_as_the_network_does_and_no_character_is_torn_in_two(text: str, parts: int) -> None:
    assert parts_of(text).number == parts


def test_one_curly_apostrophe_does_not_treble_the_price() -> None:
    said = "Zofia’s gloves – the “blue” ones… " * 4
    assert (parts_of(said).number, parts_of(plain_marks(said)).number) == (3, 1)
    assert signed("Thank you ", writer="Miss Nair", school="St Mary’s") == "Thank you\nMiss Nair, St Mary's"


def test_what_no_text_holds_is_known() -> None:
    assert not parts_of("a" * MOST).is_too_long
    assert parts_of("a" * (MOST + 1)).is_too_long


@pytest.mark.parametrize(
    ("parts", "price", "said"), [(2, 400, "about 8p"), (1, 415, "about 5p"), (30, 400, "about £1.20"), (2, 0, "")]
)
def test_a_cost_is_said_in_pence_rounded_up_and_never_guessed(parts: int, price: int, said: str) -> None:
    assert say_cost(parts, price) == said
