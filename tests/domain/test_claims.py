"""Claims: who is answering now, for how long, and who was first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from gateway.domain.claims import LASTS_FOR, RENEWED_AFTER, claim

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_a_claim_lapses_by_itself() -> None:
    held = claim(None, thread_id=7, staff_id="nair", now=NINE)
    assert held.stands(NINE + LASTS_FOR - timedelta(seconds=1))
    assert not held.stands(NINE + LASTS_FOR)


def test_whoever_was_first_keeps_it_until_it_lapses() -> None:
    first = claim(None, thread_id=7, staff_id="nair", now=NINE)
    assert claim(first, thread_id=7, staff_id="pettit", now=NINE + timedelta(minutes=29)) == first
    after = claim(first, thread_id=7, staff_id="pettit", now=NINE + LASTS_FOR)
    assert (after.staff_id, after.began_at) == ("pettit", NINE + LASTS_FOR)


def test_writing_on_renews_it_and_not_at_every_letter() -> None:
    held = claim(None, thread_id=7, staff_id="nair", now=NINE)
    assert claim(held, thread_id=7, staff_id="nair", now=NINE + timedelta(seconds=5)) is held
    later = NINE + RENEWED_AFTER
    renewed = claim(held, thread_id=7, staff_id="nair", now=later)
    assert (renewed.began_at, renewed.lapses_at) == (NINE, later + LASTS_FOR)
