"""Going off duty early: what arrives waits for the next working moment, what waited moves, and coming back undoes it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from gateway.actions.calendars import promise_now
from gateway.actions.early_finishes import OutsideWorkingDay, come_back, finish_early
from gateway.actions.release import release_due
from gateway.domain.scope import Actor, Scope, one_school
from gateway.store import audit, queue
from gateway.store.transaction import reading
from tests.schools import MONDAY_MORNING, SCHOOL, arrives, mail, parcels

NAIR: Scope = one_school(1, Actor("staff", "nair"))
"""Miss Nair works from Monday to Wednesday, 8:15am to 4pm."""
TWO = MONDAY_MORNING + timedelta(hours=5, minutes=45)
TUESDAY_MORNING = MONDAY_MORNING + timedelta(days=1)


def waits_until() -> list[tuple[str, datetime | None]]:
    with reading():
        return [(one.reader, one.visible_at) for one in queue.waiting(SCHOOL)]


def events(*names: str) -> list[str]:
    with reading():
        return [one.event for one in audit.latest(SCHOOL, names, limit=50)]


@pytest.mark.clause("C3")
def test_what_arrives_after_an_early_finish_is_promised_for_the_next_working_moment(sample_school: Flask) -> None:
    assert finish_early(NAIR, "nair", now=TWO) == TUESDAY_MORNING
    arrives(sample_school, mail(), at=TWO + timedelta(minutes=1))
    assert waits_until() == [("nair", TUESDAY_MORNING)]
    assert events("duty.finished_early", "duty.resumed") == ["duty.finished_early"]
    assert release_due(SCHOOL, now=TWO + timedelta(hours=1)).released == 0
    assert release_due(SCHOOL, now=TUESDAY_MORNING).released == 1


@pytest.mark.clause("C3")
def test_coming_back_rings_what_waited_at_once_and_tells_the_family_once(sample_school: Flask) -> None:
    finish_early(NAIR, "nair", now=TWO)
    arrives(sample_school, mail(), at=TWO + timedelta(minutes=1))
    back = TWO + timedelta(minutes=30)
    assert come_back(NAIR, "nair", now=back)
    assert waits_until() == []
    assert events("duty.finished_early", "duty.resumed", "message.rang") == [
        "message.rang",
        "duty.resumed",
        "duty.finished_early",
    ]
    assert len(parcels(sample_school, "promise_changed")) == 1
    assert promise_now(SCHOOL, "nair", at=back + timedelta(minutes=1)).on_duty
    assert not come_back(NAIR, "nair", now=back + timedelta(minutes=1)), "there is nothing left to undo"


def test_finishing_again_after_coming_back_counts_from_the_second_time(sample_school: Flask) -> None:
    finish_early(NAIR, "nair", now=TWO)
    come_back(NAIR, "nair", now=TWO + timedelta(minutes=10))
    finish_early(NAIR, "nair", now=TWO + timedelta(minutes=40))
    assert promise_now(SCHOOL, "nair", at=TWO + timedelta(minutes=20)).on_duty
    assert not promise_now(SCHOOL, "nair", at=TWO + timedelta(minutes=40)).on_duty


def test_an_early_finish_is_over_the_next_morning_by_itself_and_cannot_be_undone_then(sample_school: Flask) -> None:
    finish_early(NAIR, "nair", now=TWO)
    assert promise_now(SCHOOL, "nair", at=TUESDAY_MORNING).on_duty
    assert not come_back(NAIR, "nair", now=TUESDAY_MORNING)
    assert finish_early(NAIR, "nair", now=TUESDAY_MORNING + timedelta(hours=1)) == TUESDAY_MORNING + timedelta(days=1)


@pytest.mark.parametrize(
    "at", [MONDAY_MORNING - timedelta(minutes=1), MONDAY_MORNING + timedelta(hours=8), TWO + timedelta(days=3)]
)
def test_nobody_finishes_early_outside_their_working_day(sample_school: Flask, at: datetime) -> None:
    with pytest.raises(OutsideWorkingDay, match="working day"):
        finish_early(NAIR, "nair", now=at)
    assert events("duty.finished_early") == []


def test_one_persons_early_finish_changes_nobody_elses_day(sample_school: Flask) -> None:
    finish_early(NAIR, "nair", now=TWO)
    for key in ("garrod", "office"):
        assert promise_now(SCHOOL, key, at=TWO + timedelta(minutes=1)).on_duty
