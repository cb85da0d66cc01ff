"""Never suggest: each rule by its name, who passes it, who may read why, and that no two secrets can be told apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from gateway.domain.errors import InputProblem
from gateway.domain.meetings.limits import KINDS, TWO_ADULTS, checked, kinds_for, may_read
from gateway.domain.meetings.refusals import RULES, WAYS, Facts, Refusal, cautions, refusal, ways_left

TEACHER = Facts(roles=frozenset({"teacher"}))
HEAD = Facts(roles=frozenset({"headteacher"}))
DSL = Facts(roles=frozenset({"dsl"}))


def refused(facts: Facts) -> Refusal | None:
    """What the rules say, with the names of the school."""
    return refusal(facts, leader="Mrs Ashdown", contact="Agnieszka")


def name_of(facts: Facts) -> str:
    """The rule that refuses, blank where none does."""
    found = refused(facts)
    return found.name if found else ""


def test_a_conversation_of_which_nothing_is_known_may_be_talked_about_any_way() -> None:
    assert refused(TEACHER) is None
    assert ways_left(TEACHER) == WAYS


CASES: tuple[tuple[str, dict[str, Any], bool, bool], ...] = (
    ("worry_not_cleared", {"worry": "uncleared"}, False, False),
    ("allegation", {"may_be_accused": True}, False, False),
    ("threat", {"worry": "leaders", "is_threat": True}, False, True),
    ("worry_for_leaders", {"worry": "leaders"}, False, True),
    ("restriction", {"may_write": False}, False, False),
    ("danger_at_home", {"limits": frozenset({"danger_at_home"})}, False, True),
    ("order", {"has_order": True}, False, True),
    ("site_ban", {"limits": frozenset({"site_ban"})}, False, True),
    ("hostile", {"is_hostile": True}, False, True),
    ("formal_stage", {"is_formal": True}, False, False),
    ("writing", {"limits": frozenset({"writing"})}, False, False),
    ("interpreter", {"limits": frozenset({"interpreter"})}, False, False),
)
"""Rule, what makes it stand, and whether a teacher and the headteacher may go on all the same."""


@pytest.mark.clause("C22")
@pytest.mark.parametrize(("rule", "facts", "teacher", "head"), CASES)
def test_each_rule_refuses_by_its_name_and_lets_pass_whom_it_should(
    rule: str, facts: dict[str, Any], teacher: bool, head: bool
) -> None:
    for who, passes in ((TEACHER, teacher), (HEAD, head)):
        assert name_of(replace(who, **facts)) == ("" if passes else rule)


def test_every_rule_of_the_table_is_tried_above_and_every_kind_of_limit_has_a_rule() -> None:
    assert [case[0] for case in CASES] == [rule.name for rule in RULES]
    for kind in KINDS.keys() - {TWO_ADULTS}:  # the offer itself asks for the second adult
        assert refused(replace(TEACHER, limits=frozenset({kind}))) is not None


@pytest.mark.clause("C22")
@pytest.mark.parametrize("limit", [{"is_threat": True, "worry": "leaders"}, {"limits": frozenset({"site_ban"})}])
def test_after_a_threat_or_with_a_ban_a_leader_talks_by_phone_or_video_alone(limit: dict[str, Any]) -> None:
    head = replace(HEAD, **limit)
    assert ways_left(head) == ("phone", "video")
    assert refused(replace(head, way="in_person")) is not None
    assert cautions(head, contact="Agnieszka")
    assert ways_left(replace(head, roles=frozenset({"teacher"}))) == ()


def test_an_offer_that_names_the_interpreter_may_be_made() -> None:
    needs = replace(TEACHER, limits=frozenset({"interpreter"}))
    assert name_of(needs) == "interpreter"
    assert refused(replace(needs, has_interpreter=True)) is None


@pytest.mark.clause("C12")
def test_what_somebody_may_not_know_is_refused_in_the_same_words_whatever_it_is() -> None:
    secrets = (
        replace(TEACHER, worry="uncleared", knows_worry=False),
        replace(TEACHER, worry="leaders", knows_worry=False),
        replace(TEACHER, worry="leaders", is_threat=True, knows_worry=False),
        replace(TEACHER, may_be_accused=True),
        replace(TEACHER, limits=frozenset({"danger_at_home"})),
    )
    found = [refused(one) for one in secrets]
    assert all(one is not None and not one.is_known and one.reason == "" for one in found)
    assert {one.instead for one in found if one} == {"Mrs Ashdown arranges this talk. Please ask Mrs Ashdown."}


@pytest.mark.clause("C12")
def test_nobody_reads_that_an_allegation_names_them_whatever_their_role() -> None:
    for who in (TEACHER, HEAD, DSL):
        found = refused(replace(who, may_be_accused=True))
        assert found is not None
        assert not found.is_known


@pytest.mark.clause("C12")
def test_who_may_know_of_a_worry_reads_it_and_a_lead_reads_of_danger_at_home() -> None:
    worry = refused(replace(DSL, worry="uncleared"))
    assert worry is not None
    assert worry.is_known
    assert "not cleared" in worry.reason
    danger = refused(replace(DSL, limits=frozenset({"danger_at_home"})))
    assert danger is not None
    assert danger.is_known


@pytest.mark.clause("C12")
def test_the_strictest_secret_speaks_first() -> None:
    both = replace(TEACHER, worry="uncleared", knows_worry=False, limits=frozenset({"writing"}), is_hostile=True)
    assert name_of(both) == "worry_not_cleared"


def test_the_office_notes_what_helps_a_family_and_nothing_about_its_safety() -> None:
    assert kinds_for(("office",)) == ("writing", "interpreter")
    assert kinds_for(("teacher",)) == ()
    assert set(kinds_for(("headteacher",))) == set(KINDS)
    assert not may_read("danger_at_home", ("office", "teacher"))
    assert may_read("site_ban", ("teacher",))


def test_a_limit_has_a_reason_and_a_day_within_a_year() -> None:
    today = date(2026, 11, 23)
    soon = today + timedelta(days=90)
    assert (
        checked("writing", "  Deaf;\nlip-reads badly ", soon, today=today, roles=("office",)) == "Deaf; lip-reads badly"
    )
    for kind, reason, day in (
        ("writing", "no", soon),
        ("writing", "x" * 301, soon),
        ("writing", "Has asked us to", today),
        ("writing", "Has asked us to", today + timedelta(days=400)),
        ("writing", "Has asked us to", None),
        ("site_ban", "Has asked us to", soon),
        ("no such kind", "Has asked us to", soon),
    ):
        with pytest.raises(InputProblem):
            checked(kind, reason, day, today=today, roles=("office",))
