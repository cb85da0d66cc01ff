"""How a message begins in a list: whole words, and three dots wherever more follows."""

from __future__ import annotations

import pytest

from gateway.domain.previews import LONGEST, preview_of


def test_a_short_message_stands_as_it_is_on_one_line() -> None:
    assert preview_of(" Thank you.\n\n  See you on Monday. ") == "Thank you. See you on Monday."


def test_a_long_one_ends_with_a_whole_word_and_dots() -> None:
    words = "Maybe it is nothing but I cannot sleep. " * 9
    shown = preview_of(words)
    assert shown.endswith("…")
    assert len(shown) <= LONGEST
    assert words[len(shown) - 1] in " .", "cut behind a word"
    assert not shown.endswith(".…")


@pytest.mark.parametrize("text", ["x" * 400, "Look: " + "x" * 400])
def test_what_has_no_words_is_cut_where_it_is_full(text: str) -> None:
    assert preview_of(text) == text[: LONGEST - 1] + "…"


def test_what_is_just_short_enough_has_no_dots() -> None:
    assert preview_of("x" * LONGEST) == "x" * LONGEST
