"""Lifting a restriction: one person about one child, with a paper; and what a school folder may still do to it afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from gateway.actions.checking import HeldBack
from gateway.actions.compose import start_thread
from gateway.actions.restrictions import (
    NothingToLift,
    Paper,
    family,
    lift,
    limited_families,
    put_back,
)
from gateway.actions.roster import held_roster, import_roster, preview_import
from gateway.domain.errors import InputProblem
from gateway.domain.roster import Roster, Tie
from gateway.domain.roster_changes import Changes, Limit
from gateway.domain.scope import Actor, Scope, one_school
from gateway.store import audit
from gateway.store.transaction import reading
from tests.schools import MONDAY_MORNING, SCHOOL, a_roster

NOW = MONDAY_MORNING + timedelta(hours=1)
HEAD = one_school(1, Actor("staff", "ashdown"))
PAPER = Paper("The court has ended it", "Order of the family court, discharge", date(2026, 11, 20))


def with_gareth(restriction: str, *, may_contact: bool) -> Roster:
    """Elmswick whose folder says this of Gareth Tate about Poppy, and of Marek about Zofia that only the office writes."""
    roster = a_roster()
    said = {
        ("poppy", "gareth"): {"restriction": restriction, "may_contact": may_contact},
        ("zofia", "marek"): {"restriction": "via_office"},
    }
    return replace(
        roster, ties=tuple(replace(one, **said.get((one.pupil_id, one.contact_id), {})) for one in roster.ties)
    )


def bring(roster: Roster) -> Changes:
    """An import of today."""
    return import_roster(SCHOOL, roster, accept_removals=False, now=NOW)


def tie(pupil_id: str, contact_id: str) -> Tie:
    """What stands for a contact about a pupil."""
    held = held_roster(SCHOOL)
    assert held is not None
    return next(one for one in held.ties if (one.pupil_id, one.contact_id) == (pupil_id, contact_id))


def stands() -> tuple[str, bool]:
    """What stands for Gareth Tate about Poppy."""
    found = tie("poppy", "gareth")
    return found.restriction, found.may_contact


def lift_it(scope: Scope = HEAD) -> None:
    lift(scope, "poppy", "gareth", staff_id="ashdown", paper=PAPER, now=NOW)


@pytest.fixture
def lifted(sample_school: Flask) -> Flask:
    """Gareth Tate's order about Poppy, lifted today; the folder says it still."""
    bring(with_gareth("court_order", may_contact=False))
    lift_it()
    return sample_school


@pytest.mark.clause("C4")
def test_lifting_frees_one_person_about_one_child_with_the_paper_in_the_record(lifted: Flask) -> None:
    assert stands() == ("", True)
    assert tie("zofia", "marek").restriction == "via_office", "nobody else's is touched"
    with reading():
        (link,) = audit.latest(SCHOOL, ("restriction.lifted",), limit=5)
    assert (link.actor, link.clause) == ("staff:ashdown", "C4")
    assert link.detail == {
        "pupil": "poppy",
        "contact": "gareth",
        "was": "court_order",
        "reason": "The court has ended it",
        "document": "Order of the family court, discharge",
        "document_on": "2026-11-20",
    }
    (gareth,) = (one for one in family(SCHOOL, "poppy").adults if one.contact.contact_id == "gareth")
    assert gareth.lift is not None
    assert gareth.lifted_by == "Mrs Ashdown"


@pytest.mark.clause("C4")
def test_a_letter_is_held_before_and_leaves_after(sample_school: Flask) -> None:
    def write() -> None:
        garrod = one_school(1, Actor("staff", "garrod"))
        start_thread(
            garrod, staff_id="garrod", contact_id="gareth", pupil_id="poppy", subject="", text="Hello.", now=NOW
        )

    with pytest.raises(HeldBack):
        write()
    lift_it()
    write()


@pytest.mark.clause("C4")
def test_its_own_older_row_does_not_bring_it_back_and_every_import_says_so(lifted: Flask) -> None:
    old = with_gareth("court_order", may_contact=False)
    for _ in range(2):
        assert preview_import(SCHOOL, old).lifted == (Limit("poppy", "gareth", "", "court_order"),)
        changes = bring(old)
        assert (changes.restricted, changes.kept) == ((), ())
        assert stands() == ("", True)
    with reading():
        newest = audit.latest(SCHOOL, ("roster.imported",), limit=1)[0].detail
    assert newest["still_lifted"] == [{"pupil": "poppy", "contact": "gareth", "held": "", "asked": "court_order"}]
    assert tie("zofia", "marek").restriction == "via_office"


@pytest.mark.clause("C4")
def test_the_older_row_of_somebody_else_is_not_relaxed_by_it(lifted: Flask) -> None:
    loose = a_roster()
    changes = bring(replace(loose, ties=with_gareth("court_order", may_contact=False).ties))
    assert changes.lifted == (Limit("poppy", "gareth", "", "court_order"),)
    changes = bring(
        replace(
            loose,
            ties=tuple(
                replace(one, restriction="court_order", may_contact=False) if one.contact_id == "gareth" else one
                for one in loose.ties
            ),
        )
    )
    assert changes.kept == (Limit("zofia", "marek", "via_office", ""),)
    assert tie("zofia", "marek").restriction == "via_office"


@pytest.mark.clause("C4")
@pytest.mark.parametrize("restriction", ["no_contact", "via_office"])
def test_a_restriction_that_says_something_else_is_news_and_stands_at_once(lifted: Flask, restriction: str) -> None:
    changes = bring(with_gareth(restriction, may_contact=False))
    assert changes.restricted == (Limit("poppy", "gareth", "", restriction),)
    assert stands() == (restriction, False)
    bring(with_gareth("court_order", may_contact=True))
    assert stands() == (max(restriction, "court_order", key=("via_office", "court_order", "no_contact").index), False)


@pytest.mark.clause("C4")
def test_once_the_folder_was_put_right_the_same_restriction_is_a_new_one(lifted: Flask) -> None:
    assert bring(with_gareth("", may_contact=True)).lifted == ()
    assert stands() == ("", True)
    assert bring(with_gareth("court_order", may_contact=False)).lifted == ()
    assert stands() == ("court_order", False)


@pytest.mark.clause("C4")
def test_somebody_who_left_and_comes_back_with_the_order_is_restricted_again(lifted: Flask) -> None:
    roster = with_gareth("court_order", may_contact=False)
    gone = replace(
        roster,
        contacts=tuple(one for one in roster.contacts if one.contact_id != "gareth"),
        ties=tuple(one for one in roster.ties if one.contact_id != "gareth"),
    )
    bring(gone)
    assert bring(roster).lifted == ()
    assert stands() == ("court_order", False)


@pytest.mark.clause("C4")
def test_what_was_lifted_is_put_back_as_it_was_and_an_import_leaves_it(lifted: Flask) -> None:
    with pytest.raises(InputProblem):
        put_back(HEAD, "poppy", "gareth", reason=" ", now=NOW)
    put_back(HEAD, "poppy", "gareth", reason="The paper was of another case", now=NOW)
    assert stands() == ("court_order", False)
    assert bring(with_gareth("", may_contact=True)).kept == (Limit("poppy", "gareth", "court_order", ""),)
    with pytest.raises(NothingToLift):
        put_back(HEAD, "poppy", "gareth", reason="The paper was of another case", now=NOW)


@pytest.mark.parametrize(
    "paper",
    [
        replace(PAPER, reason=" no "),
        replace(PAPER, document="  "),
        replace(PAPER, document_on=None),
        replace(PAPER, document_on=NOW.date() + timedelta(days=1)),
    ],
)
def test_without_a_whole_paper_nothing_is_lifted(sample_school: Flask, paper: Paper) -> None:
    with pytest.raises(InputProblem):
        lift(HEAD, "poppy", "gareth", staff_id="ashdown", paper=paper, now=NOW)
    assert stands() == ("court_order", False)


def test_where_nothing_stands_nothing_is_lifted_and_nothing_is_written(sample_school: Flask) -> None:
    for pupil_id, contact_id in (("poppy", "helen"), ("zofia", "gareth"), ("poppy", "nobody")):
        with pytest.raises(NothingToLift):
            lift(HEAD, pupil_id, contact_id, staff_id="ashdown", paper=PAPER, now=NOW)
    assert [one.pupil.pupil_id for one in limited_families(SCHOOL)] == ["poppy"]
    with reading():
        assert audit.latest(SCHOOL, ("restriction.lifted",), limit=5) == ()
