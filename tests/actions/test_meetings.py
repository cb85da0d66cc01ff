"""Offering times to talk: what may be offered, in whose hours, and taking it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from gateway.actions import suggestions
from gateway.actions.checking import HeldBack
from gateway.actions.meetings import (
    Asked,
    LinkEnded,
    OfferEnded,
    offer_by_link,
    offer_times,
    withdraw_offer,
)
from gateway.actions.own_threads import NotYourThread
from gateway.actions.refusals import TalkRefused
from gateway.domain.errors import InputProblem
from gateway.domain.meetings import TimeTaken
from gateway.domain.meetings.limits import TWO_ADULTS
from gateway.domain.scope import Actor, Scope, one_school
from gateway.store import flags, limits, meetings, outbox, threads
from gateway.store.flags import Suggestion
from gateway.store.limits import Limit
from gateway.store.transaction import reading, writing
from tests.meetings import (
    NAIR,
    NAIRS,
    QUARTER,
    TUESDAY,
    WEDNESDAY,
    a_talk,
    booked,
    events,
    left,
    offered,
    parent,
)
from tests.schools import MONDAY_MORNING, SCHOOL, arrives, mail, parcels


@pytest.mark.clause("C22")
def test_an_offer_leaves_by_letter_stands_in_its_conversation_and_follows_the_suggestion(sample_school: Flask) -> None:
    thread_id = a_talk(sample_school)
    with writing():
        flags.save_suggestion(SCHOOL, Suggestion(thread_id, "open", 0.9, [], MONDAY_MORNING, None, "", ""))
    offer = offer_times(NAIR, thread_id, NAIRS, staff_id="nair", now=MONDAY_MORNING)
    (letter,) = parcels(sample_school, "meeting_offer")
    assert (letter.to_address, letter.send_after) == ("agnieszka@mail.example", MONDAY_MORNING)
    with reading():
        held, last = flags.suggestion(SCHOOL, thread_id), threads.messages_of(SCHOOL, thread_id)[-1]
    assert held is not None
    assert (held.state, held.answer) == ("taken", suggestions.MEETING)
    assert last.message_id == offer.message_id
    assert last.text.splitlines()[0] == NAIRS.words
    assert "Tuesday 24 November, 3:30pm, at school or by phone" in last.text
    assert events("meeting.offered") == 1


def test_the_same_form_twice_is_one_offer_and_a_second_offer_waits_for_the_first(sample_school: Flask) -> None:
    offer = offered(sample_school)
    again = offer_times(NAIR, offer.thread_id, NAIRS, staff_id="nair", now=MONDAY_MORNING)
    assert again == offer
    other = replace(NAIRS, times=(WEDNESDAY,))
    with pytest.raises(InputProblem, match="Take that offer back first"):
        offer_times(NAIR, offer.thread_id, other, staff_id="nair", now=MONDAY_MORNING)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (replace(NAIRS, ways=()), "at least one way"),
        (replace(NAIRS, ways=("pigeon",)), "at least one way"),
        (replace(NAIRS, minutes=7), "how long"),
        (replace(NAIRS, times=()), "times to offer"),
        (replace(NAIRS, times=(TUESDAY + timedelta(minutes=1),)), "five minutes"),
        (replace(NAIRS, room="The Moon"), "room from the list"),
        (replace(NAIRS, ways=("video",), video="http://call.example"), "https"),
        (replace(NAIRS, second_id="nair"), "colleague"),
    ],
)
def test_an_offer_that_is_not_whole_is_refused_in_a_sentence(sqlite_school: Flask, wrong: Asked, says: str) -> None:
    thread_id = a_talk(sqlite_school)
    with pytest.raises(InputProblem, match=says):
        offer_times(NAIR, thread_id, wrong, staff_id="nair", now=MONDAY_MORNING)
    assert not parcels(sqlite_school, "meeting_offer")


@pytest.mark.clause("C2")
def test_a_time_outside_ones_hours_or_in_lessons_is_offered_only_by_ones_own_choice(sqlite_school: Flask) -> None:
    thread_id, evening = a_talk(sqlite_school), TUESDAY.replace(hour=17)
    for wrong in (evening, TUESDAY.replace(hour=10), MONDAY_MORNING - timedelta(minutes=30)):
        with pytest.raises(TimeTaken, match="is not free"):
            offer_times(NAIR, thread_id, replace(NAIRS, times=(wrong,)), staff_id="nair", now=MONDAY_MORNING)
    chosen = replace(NAIRS, times=(evening,), own_times=(evening,))
    offer = offer_times(NAIR, thread_id, chosen, staff_id="nair", now=MONDAY_MORNING)
    assert left(offer) == [evening]
    assert booked(offer, evening).starts_at == evening


def test_a_second_adult_is_there_where_the_headteacher_asks_and_only_in_their_hours(sqlite_school: Flask) -> None:
    thread_id = a_talk(sqlite_school)
    with writing():
        limits.add_limit(
            SCHOOL,
            Limit(
                limit_id=1,
                contact_id="agnieszka",
                kind=TWO_ADULTS,
                reason="After the last time.",
                look_again_on=WEDNESDAY.date(),
                noted_at=MONDAY_MORNING,
                noted_by="ashdown",
                ended_at=None,
                ended_by="",
            ),
        )
    with pytest.raises(InputProblem, match="Mrs Ashdown asks that two adults are there"):
        offer_times(NAIR, thread_id, NAIRS, staff_id="nair", now=MONDAY_MORNING)
    with pytest.raises(TimeTaken, match="second adult"):
        offer_times(NAIR, thread_id, replace(NAIRS, second_id="pettit"), staff_id="nair", now=MONDAY_MORNING)
    late = replace(NAIRS, second_id="castellan", times=(TUESDAY,))
    offer = offer_times(NAIR, thread_id, late, staff_id="nair", now=MONDAY_MORNING)
    meeting = booked(offer)
    with reading():
        assert meetings.meetings_of_staff(SCHOOL, "castellan", TUESDAY, TUESDAY + QUARTER) == (meeting,)


def test_a_conversation_of_others_and_a_worry_that_nobody_has_taken_offer_nothing(sqlite_school: Flask) -> None:
    taken = arrives(sqlite_school, mail(text="He hits her at home and she is scared.", subject="Home"), MONDAY_MORNING)
    assert taken.thread_id is not None
    with pytest.raises((TalkRefused, NotYourThread)):
        offer_times(NAIR, taken.thread_id, NAIRS, staff_id="nair", now=MONDAY_MORNING)
    garrod, other = one_school(1, Actor("staff", "garrod")), a_talk(sqlite_school)
    with pytest.raises(NotYourThread):
        offer_times(garrod, other, NAIRS, staff_id="garrod", now=MONDAY_MORNING)


@pytest.mark.clause("C4")
def test_the_words_of_an_offer_are_checked_like_any_answer(sqlite_school: Flask) -> None:
    thread_id, asked = a_talk(sqlite_school), replace(NAIRS, words="It is about Poppy Tate.")
    with pytest.raises(HeldBack):
        offer_times(NAIR, thread_id, asked, staff_id="nair", now=MONDAY_MORNING)
    assert not parcels(sqlite_school, "meeting_offer")


def test_an_offer_taken_back_before_it_leaves_never_leaves_and_after_it_the_family_is_told(
    sqlite_school: Flask,
) -> None:
    offer = offered(sqlite_school)
    withdraw_offer(NAIR, offer.offer_id, staff_id="nair", now=MONDAY_MORNING)
    assert not parcels(sqlite_school, "meeting_offer")
    assert not parcels(sqlite_school, "meeting_withdrawn")
    other = offered(sqlite_school, "marek")
    with writing():
        (letter,) = parcels(sqlite_school, "meeting_offer")
        outbox.settle(SCHOOL, letter.outbox_id, state="handed_over", now=MONDAY_MORNING)
    withdraw_offer(NAIR, other.offer_id, staff_id="nair", now=MONDAY_MORNING, words="I am ill, sorry.")
    (told,) = parcels(sqlite_school, "meeting_withdrawn")
    assert told.facts["words"] == "I am ill, sorry."
    with pytest.raises(OfferEnded):
        booked(other)
    with pytest.raises(OfferEnded):
        withdraw_offer(NAIR, other.offer_id, staff_id="nair", now=MONDAY_MORNING)


def test_a_link_from_a_letter_leads_to_its_offer_and_to_nothing_else(sample_school: Flask) -> None:
    offer = offered(sample_school)
    (letter,) = parcels(sample_school, "meeting_offer")
    scope, found = offer_by_link(Scope(()), letter.facts["link"], now=MONDAY_MORNING)
    assert (scope, found) == (parent("agnieszka"), offer)
    ended = WEDNESDAY + timedelta(days=8)
    for token, at in (("", MONDAY_MORNING), ("x" * 24, MONDAY_MORNING), (letter.facts["link"], ended)):
        with pytest.raises(LinkEnded):
            offer_by_link(Scope(()), token, now=at)
