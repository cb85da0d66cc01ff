"""Asking for other hours: nothing moves until somebody who may sets them, and every answer reaches whoever asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from gateway.actions import calendars
from gateway.actions.asked_hours import ask_for_hours, asked_by, decline_hours, open_asks, take_back_ask
from gateway.actions.calendars import Week
from gateway.actions.roster import import_roster
from gateway.domain.errors import InputProblem
from gateway.domain.hours import HoursProblem
from gateway.domain.scope import Actor, Scope, one_school
from gateway.store import audit, queue
from gateway.store.transaction import reading
from tests.schools import MONDAY_MORNING, SCHOOL, THURSDAY_EVENING, a_roster, arrives, mail

NAIR: Scope = one_school(1, Actor("staff", "nair"))
HEAD: Scope = one_school(1, Actor("staff", "ashdown"))
NOW = THURSDAY_EVENING + timedelta(minutes=10)
WISH = "Tu 10:00-12:00"


def events() -> list[str]:
    names = ("hours.asked_for", "hours.ask_taken_back", "hours.declined", "hours.changed")
    with reading():
        return [one.event for one in reversed(audit.latest(SCHOOL, names, limit=50))]


@pytest.mark.clause("C3")
def test_asking_changes_nothing_until_somebody_sets_the_hours(sample_school: Flask) -> None:
    arrives(sample_school, mail())
    ask_for_hours(NAIR, "nair", "Tu 10:00-11:00,11:00-12:00", now=NOW)
    with reading():
        assert [one.visible_at for one in queue.waiting(SCHOOL)] == [MONDAY_MORNING]
    assert [(one.staff_id, one.hours, one.asked_at) for one in open_asks(HEAD)] == [("nair", WISH, NOW)]
    assert calendars.set_hours(HEAD, "nair", Week(WISH), now=NOW) == 1
    assert open_asks(HEAD) == ()
    assert asked_by(NAIR, "nair") is None
    assert events() == ["hours.asked_for", "hours.changed"]


def test_a_second_wish_takes_the_place_of_the_first_and_can_be_taken_back(sample_school: Flask) -> None:
    ask_for_hours(NAIR, "nair", "Mo 10:00-12:00", now=NOW)
    ask_for_hours(NAIR, "nair", WISH, now=NOW + timedelta(minutes=1))
    assert [one.hours for one in open_asks(HEAD)] == [WISH]
    take_back_ask(NAIR, "nair", now=NOW)
    take_back_ask(NAIR, "nair", now=NOW)
    assert asked_by(NAIR, "nair") is None
    assert events() == ["hours.asked_for", "hours.asked_for", "hours.ask_taken_back"]


def test_who_could_not_agree_is_named_to_whoever_asked_until_they_have_seen_it(sample_school: Flask) -> None:
    ask_for_hours(NAIR, "nair", WISH, now=NOW)
    assert decline_hours(HEAD, "nair", now=NOW)
    assert not decline_hours(HEAD, "nair", now=NOW)
    assert open_asks(HEAD) == ()
    asked = asked_by(NAIR, "nair")
    assert asked is not None
    assert asked.declined_by == "ashdown"
    take_back_ask(NAIR, "nair", now=NOW)
    assert asked_by(NAIR, "nair") is None
    assert not decline_hours(HEAD, "nair", now=NOW)


def test_nobody_asks_for_the_hours_they_have_or_for_what_is_no_hours(sample_school: Flask) -> None:
    with pytest.raises(InputProblem, match="already"):
        ask_for_hours(NAIR, "nair", "Mo,Tu 08:15-16:00; We 08:15-16:00", now=NOW)
    with pytest.raises(HoursProblem):
        ask_for_hours(NAIR, "nair", "mornings", now=NOW)
    assert events() == []


def test_what_somebody_asked_who_has_left_since_waits_for_nobody(sample_school: Flask) -> None:
    ask_for_hours(NAIR, "nair", WISH, now=NOW)
    gone = replace(a_roster(), staff=tuple(one for one in a_roster().staff if one.staff_id != "nair"))
    import_roster(SCHOOL, gone, accept_removals=True, now=NOW)
    assert open_asks(HEAD) == ()
