"""Keeping promises: what waits rings once, in order, at its hour; a changed calendar moves promises and says so."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from gateway.actions.arrivals import Taken, take_in
from gateway.actions.calendars import Week, add_absence, close_school, remove_absence, set_hours
from gateway.actions.release import release_due, replan_promises
from gateway.actions.roster import import_roster
from gateway.domain.roster import Absence, CalendarDay
from gateway.ports.channels import RawHook
from gateway.store import audit, inbox, outbox, queue
from gateway.store.transaction import reading, writing
from tests.journeys.killed import SCHOOL, a_small_school, mail

FRIDAY_EVENING = datetime(2026, 11, 20, 21, 40, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 8, 15, tzinfo=UTC)
WEDNESDAY = datetime(2026, 11, 25, 8, 45, tzinfo=UTC)


@pytest.fixture
def school(app: Flask) -> Iterator[Flask]:
    """A small school: Miss Nair works Monday to Wednesday from 8:15, Miss Garrod Wednesday to Friday from 8:45."""
    with app.app_context():
        import_roster(SCHOOL, a_small_school(), accept_removals=False, now=FRIDAY_EVENING - timedelta(days=30))
        yield app


def arrives(number: int, at: datetime) -> Taken:
    """The parent's mail of that number, to the class's two teachers."""
    return take_in(SCHOOL, RawHook("test", str(number), mail(number), at), now=at)


def rang(reader: str) -> list[int]:
    """The conversations in a reader's inbox, the newest on top."""
    with reading():
        return [line.thread_id for line in inbox.lines(SCHOOL, [reader], states=["open"], before=None, limit=50)]


def events(name: str) -> list[dict[str, object]]:
    """The details of every event of one name, the oldest first."""
    with reading():
        return [link.detail for link in reversed(audit.latest(SCHOOL, (name,), limit=100))]


def letters(name: str) -> list[dict[str, object]]:
    """The facts of every parcel of one letter that waits."""
    with writing():
        found = outbox.claim_due(SCHOOL, now=datetime(2030, 1, 1, tzinfo=UTC), lease_for=timedelta(0), limit=100)
    return [one.facts for one in found if one.letter == name]


@pytest.mark.clause("C3")
def test_a_message_on_friday_evening_waits_for_each_teachers_own_next_morning(school: Flask) -> None:
    taken = arrives(1, FRIDAY_EVENING)
    assert (taken.disposition, taken.visible_at) == ("queue", MONDAY)
    assert release_due(SCHOOL, now=MONDAY - timedelta(seconds=1)).released == 0
    assert rang("S1") == []
    assert release_due(SCHOOL, now=MONDAY).released == 1
    assert rang("S1") == [taken.thread_id]
    assert rang("S2") == [], "Miss Garrod works from Wednesday"
    assert release_due(SCHOOL, now=WEDNESDAY).released == 1
    assert rang("S2") == [taken.thread_id]


def test_a_pass_says_when_the_next_message_rings(school: Flask) -> None:
    assert release_due(SCHOOL, now=FRIDAY_EVENING).next_at is None
    arrives(1, FRIDAY_EVENING)
    assert release_due(SCHOOL, now=FRIDAY_EVENING).next_at == MONDAY
    assert release_due(SCHOOL, now=MONDAY).next_at == WEDNESDAY


@pytest.mark.clause("C3")
def test_what_has_rung_does_not_ring_again(school: Flask) -> None:
    arrives(1, FRIDAY_EVENING)
    release_due(SCHOOL, now=MONDAY)
    assert release_due(SCHOOL, now=MONDAY + timedelta(hours=1)).released == 0
    assert len(events("message.rang")) == 1


def test_after_days_without_jobs_everything_rings_in_the_order_it_was_due(school: Flask) -> None:
    taken = [arrives(n, FRIDAY_EVENING + timedelta(minutes=n)) for n in (1, 2, 3)]
    release_due(SCHOOL, now=WEDNESDAY + timedelta(hours=2))
    detail = [(one["reader"], one["message"]) for one in events("message.rang")]
    ids = [one.message_id for one in taken]
    assert detail == [*(("S1", one) for one in ids), *(("S2", one) for one in ids)]


@pytest.mark.clause("C2")
def test_after_days_without_jobs_nothing_rings_for_somebody_who_is_off_duty_by_now(school: Flask) -> None:
    """The jobs come back on Saturday: both are off, the family is told when, and when it rings the office that it was late."""
    arrives(1, FRIDAY_EVENING)
    saturday = WEDNESDAY + timedelta(days=3)
    assert release_due(SCHOOL, now=saturday).released == 0
    with reading():
        assert {one.reader: one.visible_at for one in queue.waiting(SCHOOL)} == {
            "S1": MONDAY + timedelta(days=7),
            "S2": WEDNESDAY + timedelta(days=7),
        }
    assert [(one["reader"], one["was"]) for one in letters("promise_changed")] == [("S1", MONDAY.isoformat())]
    assert release_due(SCHOOL, now=saturday + timedelta(minutes=1)).released == 0
    assert release_due(SCHOOL, now=MONDAY + timedelta(days=7)).released == 1
    assert [(one["kept"], one["promised_at"]) for one in events("message.rang")] == [(False, MONDAY.isoformat())]
    assert len(events("promise.missed")) == len(letters("late")) == 1


def test_a_missed_promise_is_told_when_another_reader_is_the_first_to_hear(school: Flask) -> None:
    """Miss Nair's Monday is missed and she is off by Thursday: Miss Garrod hears it first, and the family is told that."""
    arrives(1, FRIDAY_EVENING)
    thursday = WEDNESDAY + timedelta(days=1, hours=1)
    assert release_due(SCHOOL, now=thursday).released == 1
    assert len(events("promise.missed")) == 1
    told = letters("late")
    assert [(one["reader"], one["was_reader"], one["promised_at"]) for one in told] == [
        ("S2", "S1", MONDAY.isoformat())
    ]
    assert letters("promise_changed") == [], "one letter says it all"
    release_due(SCHOOL, now=MONDAY + timedelta(days=7))
    assert len(events("promise.missed")) == len(events("message.rang")) - 1 == 1


def test_what_is_due_is_given_to_nobody_who_has_left_before_it_rang(school: Flask) -> None:
    arrives(1, FRIDAY_EVENING)
    without = replace(a_small_school(), staff=tuple(one for one in a_small_school().staff if one.staff_id != "S1"))
    import_roster(SCHOOL, without, accept_removals=True, now=MONDAY + timedelta(seconds=5))
    release_due(SCHOOL, now=MONDAY + timedelta(seconds=5))
    assert rang("S1") == []
    assert "S1" not in [one["reader"] for one in events("message.rang")]


def test_a_promise_that_was_missed_is_told_to_the_parent_and_kept_on_the_record(school: Flask) -> None:
    arrives(1, FRIDAY_EVENING)
    release_due(SCHOOL, now=MONDAY + timedelta(hours=2))
    assert [one["kept"] for one in events("message.rang")] == [False]
    assert len(events("promise.missed")) == 1
    assert [one["promised_at"] for one in letters("late")] == [MONDAY.isoformat()]


def test_a_family_is_told_once_that_we_are_late_whatever_number_of_messages_and_readers_that_meets(
    school: Flask,
) -> None:
    for number in (1, 11):
        arrives(number, FRIDAY_EVENING + timedelta(minutes=number))
    release_due(SCHOOL, now=WEDNESDAY + timedelta(hours=2))
    assert [one["kept"] for one in events("message.rang")] == [False] * 4
    assert len(letters("late")) == 1


def test_that_a_second_reader_heard_it_late_is_no_promise_missed(school: Flask) -> None:
    arrives(1, FRIDAY_EVENING)
    release_due(SCHOOL, now=MONDAY)
    release_due(SCHOOL, now=WEDNESDAY + timedelta(hours=2))
    assert [one["kept"] for one in events("message.rang")] == [True, False]
    assert events("promise.missed") == []
    assert letters("late") == []


def test_a_second_reader_without_a_day_hides_no_missed_promise(school: Flask) -> None:
    add_absence(SCHOOL, Absence("S2", MONDAY.date(), date(2027, 12, 31)), now=FRIDAY_EVENING)
    arrives(1, FRIDAY_EVENING)
    with reading():
        assert [one.visible_at for one in queue.waiting(SCHOOL) if one.reader == "S2"] == [None]
    release_due(SCHOOL, now=MONDAY + timedelta(hours=2))
    assert len(events("promise.missed")) == len(letters("late")) == 1


def test_a_promise_kept_within_a_few_minutes_is_not_called_late(school: Flask) -> None:
    arrives(1, FRIDAY_EVENING)
    release_due(SCHOOL, now=MONDAY + timedelta(minutes=1))
    assert [one["kept"] for one in events("message.rang")] == [True]
    assert letters("late") == []


@pytest.mark.clause("C3")
def test_two_schedulers_at_once_ring_each_message_once(school: Flask) -> None:
    for number in range(1, 31):
        arrives(number, FRIDAY_EVENING + timedelta(minutes=number))
    counts: list[int] = []

    def pass_once() -> None:
        with school.app_context():
            counts.append(release_due(SCHOOL, now=WEDNESDAY).released)

    workers = [threading.Thread(target=pass_once) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with reading():
        entries = queue.waiting(SCHOOL)
    assert (sum(counts), entries) == (60, ())
    assert len(events("message.rang")) == 60


@pytest.mark.clause("C3")
def test_a_closed_day_moves_the_promise_and_the_parent_is_told_once(school: Flask) -> None:
    arrives(1, FRIDAY_EVENING)
    snow = CalendarDay("closed", date(2026, 11, 23), date(2026, 11, 23), "snow")
    assert close_school(SCHOOL, snow, now=FRIDAY_EVENING + timedelta(hours=1)) == 1
    told = letters("promise_changed")
    assert [(one["was"], one["visible_at"]) for one in told] == [
        (MONDAY.isoformat(), (MONDAY + timedelta(days=1)).isoformat())
    ]
    assert release_due(SCHOOL, now=MONDAY).released == 0
    assert release_due(SCHOOL, now=MONDAY + timedelta(days=1)).released == 1
    assert [one["kept"] for one in events("message.rang")] == [True]


@pytest.mark.clause("C3")
def test_an_absence_gives_the_message_to_the_cover_in_the_covers_hours(school: Flask) -> None:
    taken = arrives(1, FRIDAY_EVENING)
    away = Absence("S1", date(2026, 11, 23), date(2026, 11, 24), covered_by="H")
    assert add_absence(SCHOOL, away, now=FRIDAY_EVENING + timedelta(hours=1)) == 1
    release_due(SCHOOL, now=MONDAY + timedelta(minutes=15))
    assert rang("H") == [taken.thread_id]
    assert rang("S1") == []


def test_changed_hours_move_what_waits_and_nothing_else(school: Flask) -> None:
    arrives(1, FRIDAY_EVENING)
    moved = set_hours(SCHOOL, "S1", Week("Tu 09:00-12:00"), now=FRIDAY_EVENING)
    assert moved == 1
    release_due(SCHOOL, now=MONDAY)
    assert rang("S1") == []
    release_due(SCHOOL, now=MONDAY + timedelta(days=1, minutes=45))
    assert len(rang("S1")) == 1


@pytest.mark.clause("C3")
def test_of_two_readers_a_family_is_told_of_the_first_alone_and_of_nothing_once_it_has_rung(school: Flask) -> None:
    """Miss Nair reads on Monday, which is what the family was promised, and Miss Garrod on Wednesday."""
    arrives(1, FRIDAY_EVENING)
    wednesday = CalendarDay("closed", WEDNESDAY.date(), WEDNESDAY.date(), "snow")
    assert close_school(SCHOOL, wednesday, now=FRIDAY_EVENING) == 1
    assert letters("promise_changed") == [], "nobody was promised the second"
    ill = Absence("S1", MONDAY.date(), WEDNESDAY.date() + timedelta(days=14))
    assert add_absence(SCHOOL, ill, now=FRIDAY_EVENING) == 1
    (told,) = letters("promise_changed")
    assert (told["was_reader"], told["was"]) == ("S1", MONDAY.isoformat())
    assert (told["reader"], told["visible_at"]) == ("S2", (WEDNESDAY + timedelta(days=1)).isoformat())
    assert told["why"] == "Miss Nair is away."
    release_due(SCHOOL, now=WEDNESDAY + timedelta(days=1))
    remove_absence(SCHOOL, replace(ill, origin="page"), now=WEDNESDAY + timedelta(days=1))
    assert len(letters("promise_changed")) == 1, "it has rung"


def test_planning_again_without_a_change_tells_nobody_anything(school: Flask) -> None:
    arrives(1, FRIDAY_EVENING)
    assert replan_promises(SCHOOL, now=FRIDAY_EVENING + timedelta(hours=5)) == 0
    assert letters("promise_changed") == []


@pytest.mark.clause("C3")
def test_the_end_of_an_absence_takes_no_promise_from_the_cover_who_gave_it(school: Flask) -> None:
    """Miss Garrod works from Wednesday; on Friday, her day away, the cover had promised Monday."""
    friday = FRIDAY_EVENING.date()
    add_absence(SCHOOL, Absence("S2", friday, friday, covered_by="H"), now=FRIDAY_EVENING - timedelta(days=1))
    taken = arrives(1, FRIDAY_EVENING)
    assert replan_promises(SCHOOL, now=MONDAY - timedelta(hours=1)) == 0
    assert letters("promise_changed") == []
    release_due(SCHOOL, now=MONDAY + timedelta(minutes=15))
    assert rang("H") == [taken.thread_id]
