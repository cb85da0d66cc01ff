"""Published term dates: what each line is taken for, when that is unsure, and the school calendar that they give."""

from __future__ import annotations

from datetime import date

import pytest

from gateway.domain.errors import InputProblem
from gateway.domain.roster import CalendarDay
from gateway.domain.term_dates import Line, Reading, compose, read_line


def line(name: str, first: str, last: str = "", *, is_timed: bool = False) -> Line:
    return Line(date.fromisoformat(first), date.fromisoformat(last or first), name, is_timed)


def day(kind: str, first: str, last: str = "", label: str = "") -> CalendarDay:
    return CalendarDay(kind, date.fromisoformat(first), date.fromisoformat(last or first), label)


AUTUMN = line("Autumn Term 2026", "2026-09-01", "2026-12-18")
HALF_TERM = line("October half-term", "2026-10-26", "2026-10-30")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (AUTUMN, "term"),
        (line("Term 1", "2026-09-02", "2026-10-23"), "term"),
        (line("Spring 2", "2027-02-22", "2027-03-25"), "term"),
        (HALF_TERM, "holiday"),
        (line("Autumn half term", "2026-10-19", "2026-10-30"), "holiday"),
        (line("Half Term Break", "2026-10-26", "2026-10-30"), "holiday"),
        (line("Christmas holidays", "2026-12-21", "2027-01-01"), "holiday"),
        (line("Easter break", "2027-03-26", "2027-04-09"), "holiday"),
        (line("INSET Day – school closed to pupils", "2026-09-01"), "inset"),
        (line("In-service day", "2026-09-01"), "inset"),
        (line("Staff training", "2026-09-01", "2026-09-02"), "inset"),
        (line("School closed: polling station", "2027-05-06"), "closed"),
        (line("Spring term begins", "2027-01-04"), "begins"),
        (line("Pupils return to school", "2027-01-05"), "begins"),
        (line("Last day of term", "2026-12-18"), "ends"),
        (line("School closes for half term", "2026-10-23"), "ends"),
        (line("School re-opens after half-term", "2026-11-02"), "begins"),
        (line("Early May bank holiday", "2027-05-03"), ""),
        (line("Christmas Day", "2026-12-25"), ""),
        (line("Year 4 trip to the museum", "2026-11-12"), ""),
        (line("Breakfast with dads", "2026-11-12"), ""),
        (line("Holiday club", "2026-10-26", "2026-10-30"), ""),
        (line("Summer reading challenge", "2027-06-01", "2027-07-31"), ""),
        (line("Children in Need", "2026-11-13"), ""),
    ],
    ids=lambda one: one.name if isinstance(one, Line) else one,
)
def test_a_plain_line_is_taken_for_what_it_says_and_is_sure(said: Line, kind: str) -> None:
    assert read_line(said) == Reading(said, kind)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (line("Autumn half term 1", "2026-09-02", "2026-10-23"), "term"),
        (line("Autumn half term 2", "2026-10-26", "2026-10-30"), "holiday"),
        (line("Half term", "2026-10-26"), "holiday"),
        (line("Half term begins", "2026-10-24"), ""),
        (line("Christmas holiday starts", "2026-12-19"), ""),
        (line("Autumn term", "2026-09-02"), ""),
        (line("Autumn term", "2026-09-02", "2026-09-06"), ""),
        (line("Book week ends", "2026-11-13"), "ends"),
        (line("Training", "2026-11-01", "2026-11-30"), "inset"),
        (line("Closed", "2026-11-01", "2026-11-30"), "holiday"),
        (line("Last day of term", "2026-12-18", is_timed=True), "ends"),
    ],
    ids=lambda one: one.name if isinstance(one, Line) else one,
)
def test_a_line_that_could_mean_two_things_says_what_makes_it_unsure(said: Line, kind: str) -> None:
    found = read_line(said)
    assert found.kind == kind
    assert found.why.endswith(".")


def stretches(*lines: Line | Reading, held: tuple[CalendarDay, ...] = ()) -> list[tuple[str, str, str]]:
    """The calendar that lines give: kind, first and last day."""
    readings = [one if isinstance(one, Reading) else read_line(one) for one in lines]
    found = compose(held, readings).calendar
    return [(one.kind, one.first_on.isoformat(), one.last_on.isoformat()) for one in found]


FIRST_HALF, SECOND_HALF = ("term", "2026-09-01", "2026-10-23"), ("term", "2026-11-02", "2026-12-18")


def test_a_half_term_divides_its_term_and_no_stretch_ends_on_a_weekend() -> None:
    assert stretches(AUTUMN, HALF_TERM) == [FIRST_HALF, SECOND_HALF]


def test_a_term_told_whole_and_in_halves_is_the_same_term() -> None:
    halves = (line("Autumn 1", "2026-09-01", "2026-10-23"), line("Autumn 2", "2026-11-02", "2026-12-18"))
    assert stretches(AUTUMN, HALF_TERM, *halves) == stretches(*halves) == [FIRST_HALF, SECOND_HALF]


def test_a_term_told_by_its_first_and_last_day_is_one() -> None:
    ends = [
        line("Autumn term begins", "2026-09-01"),
        line("School closes for half term", "2026-10-23"),
        line("Pupils return to school", "2026-11-02"),
        line("Last day of term", "2026-12-18"),
    ]
    assert stretches(*ends) == [FIRST_HALF, SECOND_HALF]
    assert compose((), [read_line(one) for one in ends]).calendar[0].label == "Autumn term"


def test_a_term_without_an_end_is_left_out_and_named() -> None:
    found = compose((), [read_line(one) for one in (AUTUMN, line("Spring term begins", "2027-01-04"))])
    assert len(found.calendar) == 1
    assert found.notes == ("“Spring term begins” begins a term, and no line ends it.",)


def test_what_the_school_has_set_outside_the_file_and_its_own_training_days_and_closures_stay() -> None:
    before, after = day("term", "2026-06-01", "2026-07-17"), day("term", "2027-01-04", "2027-02-12")
    inset, snow = day("inset", "2026-09-01", label="Ours"), day("closed", "2026-11-23", label="Snow")
    old = day("term", "2026-09-03", "2026-12-17", label="Autumn")
    found = compose((before, inset, old, snow, after), [read_line(AUTUMN), read_line(line("INSET", "2026-09-01"))])
    assert found.removed == (old,)
    assert [(one.kind, one.first_on) for one in found.added] == [("term", date(2026, 9, 1))]
    assert {before, after, inset, snow} <= set(found.calendar)


def test_a_term_that_reaches_beyond_the_file_keeps_the_days_that_the_file_does_not_tell_of() -> None:
    year = day("term", "2026-09-01", "2027-07-20", label="The year")
    found = stretches(line("Spring term", "2027-01-05", "2027-03-25"), held=(year,))
    assert found == [
        ("term", "2026-09-01", "2027-01-04"),
        ("term", "2027-01-05", "2027-03-25"),
        ("term", "2027-03-26", "2027-07-20"),
    ]


def test_a_file_of_holidays_alone_is_cut_out_of_the_terms_that_are_set() -> None:
    assert stretches(HALF_TERM, held=(day(*FIRST_HALF[:2], "2026-12-18"),)) == [FIRST_HALF, SECOND_HALF]


def test_the_same_dates_again_change_nothing_whatever_they_are_called() -> None:
    readings = [read_line(AUTUMN), read_line(HALF_TERM)]
    held = (day(*FIRST_HALF, "Autumn, first half"), day(*SECOND_HALF, "Autumn, second half"))
    again = compose(held, readings)
    assert (again.calendar, again.added, again.removed) == (held, (), ())


def test_what_a_person_says_a_line_is_counts() -> None:
    assert stretches(AUTUMN, Reading(HALF_TERM, "closed")) == [
        ("term", "2026-09-01", "2026-12-18"),
        ("closed", "2026-10-26", "2026-10-30"),
    ]
    assert stretches(AUTUMN, Reading(HALF_TERM, "")) == [("term", "2026-09-01", "2026-12-18")]


def test_lines_that_say_nothing_of_school_days_are_refused() -> None:
    with pytest.raises(InputProblem, match="Nothing in this file"):
        compose((), [read_line(line("Easter Monday", "2027-03-29"))])
