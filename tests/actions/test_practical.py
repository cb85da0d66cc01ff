"""The practical facts of a message by its place: what answers school needs more than a few words to be the office's task."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from gateway.actions import replies
from gateway.actions.arrivals import Taken
from gateway.actions.office import office_day
from gateway.actions.practical import facts_of
from gateway.actions.register import unopened
from gateway.actions.release import release_due
from gateway.domain.scope import Actor
from gateway.domain.weighing import weights
from gateway.store.transaction import reading
from tests.schools import FRIDAY_MORNING, MONDAY_MORNING, SCHOOL, arrives, mail, messages_of, one_school, thread_of

CODES = ("absence", "late", "collection", "medicine")
FIRST = "<first@mail.example>"
SUBJECT = "Zofia is off sick today"
TRACTOR = "A puncture, a tractor."
"""Words alone, of which no rule knows whether somebody is late."""


@pytest.fixture(autouse=True)
def few_words_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights by which a puncture and a tractor are enough to be late."""
    bars = ([bar, *"0000"] for bar in (weights.BIAS, weights.ENOUGH, weights.IN_FEW_WORDS, weights.WITH_RULES))
    rows = ([word, "0", "0.7", "0", "0"] for word in ("puncture", "tractor"))
    known = weights.written_as([["", *CODES], *bars, *rows])
    monkeypatch.setattr("gateway.domain.operations.recognising.shipped", lambda: known)
    monkeypatch.setattr("gateway.domain.operations.recognising.shipped_abroad", lambda: known)


def answered(app: Flask) -> int:
    """A conversation in which a family said on Thursday that a child is ill, and the office answered on Friday."""
    taken = arrives(app, mail(text="Zofia has a cold.", subject=SUBJECT, message_id=FIRST))
    thread_id = thread_of(taken).thread_id
    opens_at = FRIDAY_MORNING + timedelta(minutes=15)
    release_due(SCHOOL, now=opens_at)
    of_office = one_school(1, Actor("staff", "okafor"))
    replies.send_reply(of_office, thread_id, staff_id="okafor", text="Of course.", now=opens_at)
    return thread_id


def again(app: Flask, text: str, at: datetime) -> Taken:
    """What the family writes in the same conversation."""
    more = mail(text=text, subject=f"Re: {SUBJECT}", in_reply_to=FIRST)
    return arrives(app, more, at)


def tasks_at(now: datetime) -> list[tuple[str, ...]]:
    """What the office's page asks for when what was due has rung."""
    release_due(SCHOOL, now=now)
    return [one.codes for one in office_day(SCHOOL, "okafor", now=now).tasks]


def forgotten(now: datetime) -> int:
    """Of how many conversations the office would be told that nobody has opened them."""
    with reading():
        return len(unopened(SCHOOL, before=now))


def test_what_begins_a_conversation_is_the_offices_by_its_words_alone(sample_school: Flask) -> None:
    taken = arrives(sample_school, mail(text=TRACTOR), MONDAY_MORNING)
    assert [one.code for one in taken.facts] == ["late"]
    assert (taken.disposition, taken.rule) == ("office", "C3.operation_to_office")
    soon = MONDAY_MORNING + timedelta(hours=1)
    assert (tasks_at(soon), forgotten(soon)) == ([("late",)], 1)


def test_the_same_words_in_answer_to_school_are_no_task_and_alarm_nobody(sample_school: Flask) -> None:
    thread_id = answered(sample_school)
    taken = again(sample_school, TRACTOR, MONDAY_MORNING)
    assert (taken.thread_id, taken.facts) == (thread_id, ())
    assert taken.disposition != "office"
    theirs = [one for one in messages_of(taken) if one.by == "parent"]
    with reading():
        kept = facts_of(SCHOOL, theirs)
    assert [[fact.code for fact in facts] for facts in kept.values()] == [["absence"], []], "nor on any page"
    soon = MONDAY_MORNING + timedelta(hours=1)
    assert (tasks_at(soon), forgotten(soon)) == ([], 0)


def test_what_a_rule_states_is_the_offices_in_an_answer_too(sample_school: Flask) -> None:
    answered(sample_school)
    taken = again(sample_school, "Thank you. Zofia is off sick today.", MONDAY_MORNING)
    assert [one.code for one in taken.facts] == ["absence"]
    assert tasks_at(MONDAY_MORNING + timedelta(hours=1)) == [("absence",)]


def test_thanks_under_an_old_subject_are_no_task(sample_school: Flask) -> None:
    answered(sample_school)
    assert again(sample_school, "Thank you very much.", MONDAY_MORNING).facts == ()
    assert tasks_at(MONDAY_MORNING + timedelta(hours=1)) == []


def test_a_week_after_schools_last_word_old_mail_begins_something_new(sample_school: Flask) -> None:
    thread_id = answered(sample_school)
    late = MONDAY_MORNING + timedelta(days=7)
    taken = again(sample_school, TRACTOR, late)
    assert (taken.thread_id, [one.code for one in taken.facts]) == (thread_id, ["late"])
    assert tasks_at(late + timedelta(hours=1)) == [("late",)]
