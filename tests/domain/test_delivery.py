"""Delivery truth: what a channel cannot prove is in no table, and news that comes late changes nothing."""

from __future__ import annotations

import pytest

from gateway.domain.channels import CALLING, CLOSED, TEXT
from gateway.domain.delivery import (
    EMAIL,
    MAY_FOLLOW,
    PROOFS,
    RELAY,
    STATES,
    can_prove,
    evidence,
    failure_words,
    proof_in,
    state_of,
)


@pytest.mark.parametrize("channel", [EMAIL, RELAY])
def test_email_never_claims_that_a_mail_arrived_or_was_read(channel: str) -> None:
    assert [state for state in STATES if not can_prove(channel, state)] == ["dispatched", "delivered", "opened"]


def test_a_text_is_never_claimed_to_have_been_read() -> None:
    assert [state for state in STATES if not can_prove(TEXT, state)] == ["opened"]


@pytest.mark.parametrize("channel", CLOSED)
def test_a_bridge_of_an_app_may_know_all_that_there_is_to_know(channel: str) -> None:
    assert [state for state in STATES if not can_prove(channel, state)] == []


def test_each_channel_proves_of_an_address_what_it_can_know_and_nothing_else() -> None:
    proofs = {channel: {why for why, held in PROOFS.items() if channel in held} for channel in (EMAIL, RELAY, *CALLING)}
    assert proofs[EMAIL] == proofs[RELAY] == {"no_such_address"}
    assert proofs[TEXT] == {"opted_out", "landline", "not_in_use"}
    assert proofs["tapestry"] == proofs["school_gateway"] == {"no_account", "opted_out"}
    assert proofs["schoolcomms"] == {"no_account", "opted_out", "blocked"}


def test_every_state_has_evidence_in_whole_sentences_and_names_no_stranger() -> None:
    for name, state in STATES.items():
        assert state.proved_by, f"nobody can prove {name}: it must not be in the table"
        assert state.proved_by.keys() <= {EMAIL, RELAY, *CALLING}
        assert all(words.endswith(".") and "{" not in words for words in state.proved_by.values())


def test_what_nobody_can_know_has_no_evidence() -> None:
    assert (evidence(EMAIL, "opened"), evidence(EMAIL, "taken_back"), evidence("page", "delivered")) == ("", "", "")
    assert not can_prove("page", "delivered")


def test_every_state_that_is_kept_can_be_told_and_news_never_goes_backwards() -> None:
    assert MAY_FOLLOW.keys() <= STATES.keys()
    for state, before in MAY_FOLLOW.items():
        assert not [one for one in before if one in MAY_FOLLOW and state in MAY_FOLLOW[one]], "there is no way back"
        assert before <= {"waiting", *STATES}


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("5.1.1", "no_such_address"),
        ("5.1.10", "no_such_address"),
        ("5.1.0", ""),
        ("5.1.8", ""),
        ("5.2.2", ""),
        ("", ""),
    ],
)
def test_a_code_proves_that_there_is_no_such_address_only_where_it_says_so(code: str, why: str) -> None:
    assert proof_in(code) == why


def test_nothing_is_out_of_reach_without_a_proof_that_its_channel_can_give() -> None:
    assert state_of("failed", channel=EMAIL, why="no_such_address") == "unreachable"
    assert state_of("failed", channel=EMAIL, why="opted_out") == "failed"
    assert state_of("failed", channel=EMAIL) == "failed"
    assert state_of("waiting", channel=EMAIL, why="no_such_address") == "queued"
    assert state_of("handed_over", channel=EMAIL, why="no_such_address") == "handed_over"


def test_a_bare_code_is_told_with_what_it_rests_on() -> None:
    assert failure_words(EMAIL, failure="5.2.2") == "A mail server refused it, or it came back (5.2.2)."
    assert failure_words(EMAIL, failure="There is no room.") == "There is no room."
    assert failure_words(TEXT, failure="21610", why="opted_out") == "They asked for no more texts."
