"""Delivery truth: what a channel cannot prove is in no table, and news that comes late changes nothing."""

from __future__ import annotations

import pytest

from gateway.domain.channels import CALLING, CLOSED, TEXT
from gateway.domain.delivery import EMAIL, MAY_FOLLOW, RELAY, STATES, can_prove, evidence, state_of


@pytest.mark.parametrize("channel", [EMAIL, RELAY])
def test_email_never_claims_that_a_mail_arrived_or_was_read(channel: str) -> None:
    assert [state for state in STATES if not can_prove(channel, state)] == ["dispatched", "delivered", "opened"]


def test_a_text_is_never_claimed_to_have_been_read() -> None:
    assert [state for state in STATES if not can_prove(TEXT, state)] == ["opened"]


@pytest.mark.parametrize("channel", CLOSED)
def test_an_app_of_the_school_knows_all_but_an_address_that_nothing_reaches(channel: str) -> None:
    assert [state for state in STATES if not can_prove(channel, state)] == ["unreachable"]


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


def test_an_address_that_its_own_server_does_not_know_is_told_apart_from_a_full_mailbox() -> None:
    assert state_of("failed", failure="5.1.1") == "unreachable"
    assert state_of("failed", failure="5.2.2") == "failed"
    assert state_of("failed") == "failed"
    assert state_of("waiting", failure="5.1.1") == "queued"
    assert state_of("handed_over", failure="5.1.1") == "handed_over"
