"""The policy as a table: which rule decides, in which order, under which clause."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.policy import CLAUSES, RESTRICTED_WRITERS, RULES, Facts, decide

A_PARENT = Facts(sender="contact", authentication="pass", any_reader_on_duty=True)


@pytest.mark.parametrize(
    ("facts", "disposition", "rule"),
    [
        (replace(A_PARENT, readable=False), "shelf", "C23.unreadable"),
        (replace(A_PARENT, held_already=True), "none", "C23.held_already"),
        (replace(A_PARENT, mail_kind="auto_reply"), "none", "C3.automatic_mail"),
        (replace(A_PARENT, risks=("threat",)), "risk", "C12.risk_first"),
        (replace(A_PARENT, route_is_sanctioned=False), "turned_back", "C1.route_not_sanctioned"),
        (replace(A_PARENT, authentication="fail"), "office", "C14.sender_not_proven"),
        (replace(A_PARENT, sender=""), "office", "C1.unknown_sender"),
        (Facts(sender="staff", courteous_now=False), "queue", "C2.courtesy_hours"),
        (Facts(sender="staff"), "inbox", "C1.from_staff"),
        (replace(A_PARENT, operations=("absence",)), "office", "C3.operation_to_office"),
        (replace(A_PARENT, restriction="no_contact"), "office", "C4.restricted_contact"),
        (replace(A_PARENT, reader_is_office=True), "office", "C3.nobody_with_hours"),
        (A_PARENT, "inbox", "C3.on_duty"),
        (replace(A_PARENT, any_reader_on_duty=False), "queue", "C3.staff_off_duty"),
        (replace(A_PARENT, any_reader_on_duty=False, any_reader_in_lessons=True), "queue", "C3.in_lessons"),
    ],
)
def test_each_rule_decides_what_it_is_for(facts: Facts, disposition: str, rule: str) -> None:
    decision = decide(facts)
    assert (decision.disposition, decision.rule, decision.clause) == (disposition, rule, rule.split(".")[0])


def test_every_rule_of_the_table_can_decide_something() -> None:
    cases = product(
        (True, False), ("", "contact", "staff"), ("pass", "fail"), ("", "no_contact"), ((), ("absence",)), (True, False)
    )
    decided = {
        decide(
            Facts(
                sender=sender,
                authentication=proof,
                restriction=restriction,
                operations=operations,
                any_reader_on_duty=on_duty,
                courteous_now=on_duty,
                reader_is_office=office,
            )
        ).rule
        for on_duty, sender, proof, restriction, operations, office in cases
    }
    decided.add(decide(replace(A_PARENT, any_reader_on_duty=False, any_reader_in_lessons=True)).rule)
    before = {one.name for one in RULES[:5]}
    assert decided | before == {one.name for one in RULES}


any_facts = st.builds(
    Facts,
    readable=st.just(True),
    held_already=st.just(False),
    mail_kind=st.just("message"),
    route_is_sanctioned=st.booleans(),
    sender=st.sampled_from(["", "contact", "staff"]),
    authentication=st.sampled_from(["pass", "fail", "none"]),
    restriction=st.sampled_from(["", *sorted(RESTRICTED_WRITERS)]),
    risks=st.just(()),
    operations=st.sampled_from([(), ("absence",)]),
    any_reader_on_duty=st.booleans(),
    any_reader_in_lessons=st.booleans(),
    reader_is_office=st.booleans(),
    courteous_now=st.booleans(),
)


@pytest.mark.clause("C12")
@given(any_facts)
def test_a_risk_is_a_risk_whatever_else_is_true_of_a_message(facts: Facts) -> None:
    assert decide(replace(facts, risks=("safeguarding",))).rule == "C12.risk_first"


@pytest.mark.clause("C23")
@given(any_facts)
def test_no_readable_message_of_a_person_is_ever_left_without_a_place(facts: Facts) -> None:
    assert decide(replace(facts, route_is_sanctioned=True)).disposition in ("inbox", "queue", "office", "risk")


@pytest.mark.clause("C4")
@given(any_facts, st.sampled_from(sorted(RESTRICTED_WRITERS)))
def test_a_restricted_contact_never_reaches_a_teacher_directly(facts: Facts, restriction: str) -> None:
    decision = decide(replace(facts, sender="contact", restriction=restriction, route_is_sanctioned=True))
    assert decision.disposition == "office"


@pytest.mark.clause("C3")
@given(any_facts)
def test_a_family_is_never_put_into_the_inbox_of_somebody_off_duty(facts: Facts) -> None:
    off_duty = replace(facts, sender="contact", any_reader_on_duty=False)
    assert decide(off_duty).disposition != "inbox"


def test_every_rule_serves_a_clause_that_the_school_has() -> None:
    assert {one.name.partition(".")[0] for one in RULES} <= set(CLAUSES)
    assert list(CLAUSES) == [f"C{number}" for number in range(1, 24)]
