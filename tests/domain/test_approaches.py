"""Turning families back: the words, the ways, and the term that is counted."""

from __future__ import annotations

from datetime import date

import pytest

from gateway.domain.approaches import LONGEST, SANCTIONED, checked_words, usual_words
from gateway.domain.errors import InputProblem
from gateway.domain.roster import CalendarDay
from gateway.domain.terms import Term, term_of

AUTUMN = (
    CalendarDay("term", date(2026, 9, 1), date(2026, 10, 23), "Autumn term"),
    CalendarDay("inset", date(2026, 11, 2), date(2026, 11, 2), "Training"),
    CalendarDay("term", date(2026, 11, 2), date(2026, 12, 18), "Autumn term"),
    CalendarDay("term", date(2027, 1, 4), date(2027, 3, 26), "Spring term"),
    CalendarDay("term", date(2027, 9, 1), date(2027, 10, 22), "Autumn term"),
)


@pytest.mark.clause("C1")
@pytest.mark.parametrize(("days", "said"), [(1, "within the next working day"), (3, "within 3 working days")])
def test_the_usual_words_name_every_sanctioned_way_and_when_school_answers(days: int, said: str) -> None:
    words = usual_words(days)
    assert all(one in words for one in SANCTIONED)
    assert said in words
    assert checked_words(words) == words, "what we say ourselves passes what we ask of a school"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Please stop.", "letters"),
        ("Please write to us in the usual ways, thank you.", "Name at least one way"),
        ("Tapestry " * (LONGEST // 9 + 1), "letters"),
    ],
)
def test_words_that_leave_a_family_without_a_way_are_refused_with_the_reason(words: str, why: str) -> None:
    with pytest.raises(InputProblem, match=why):
        checked_words(words)


def test_words_are_kept_line_by_line_without_stray_blanks() -> None:
    assert checked_words("  Please use  Tapestry.\r\n\r\nThank you \x00") == "Please use Tapestry.\n\nThank you"


@pytest.mark.parametrize(
    ("today", "term"),
    [
        (date(2026, 8, 31), None),
        (date(2026, 9, 1), Term("Autumn term", date(2026, 9, 1))),
        (date(2026, 12, 1), Term("Autumn term", date(2026, 9, 1))),
        (date(2026, 12, 25), Term("Autumn term", date(2026, 9, 1))),
        (date(2027, 2, 1), Term("Spring term", date(2027, 1, 4))),
        (date(2027, 9, 2), Term("Autumn term", date(2027, 9, 1))),
    ],
)
def test_a_term_is_both_its_halves_and_counts_on_through_the_holiday_behind_it(today: date, term: Term | None) -> None:
    assert term_of(AUTUMN, today) == term
