"""Meetings: booked by the first who chooses, and what becomes of them; everybody else is told."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from gateway.actions.directory import directory
from gateway.actions.meetings import (
    MeetingOver,
    NotYourMeeting,
    OfferEnded,
    cancel_meeting,
    decline,
    mark_booked,
    mark_held,
    mark_no_show,
    move_meeting,
    none_suit,
    offer_by_link,
    running_late,
    take_time,
    times_left,
)
from gateway.actions.roster import import_roster
from gateway.domain.errors import InputProblem
from gateway.domain.meetings import BOOKED, CANCELLED, IN_PERSON, NO_SHOW, PHONE, Meeting, Offer, TimeTaken
from gateway.domain.scope import Actor, Scope, one_school
from gateway.store import flags, meeting_rules, meetings, queue, threads
from gateway.store.flags import Suggestion
from gateway.store.transaction import reading, writing
from tests.meetings import (
    NAIR,
    NAIRS,
    QUARTER,
    TUESDAY,
    WEDNESDAY,
    booked,
    events,
    left,
    offered,
    parent,
)
from tests.schools import MONDAY_MORNING, SCHOOL, a_roster, parcels
from tests.torture import repeats


@pytest.mark.clause("C2")
def test_a_chosen_time_is_booked_confirmed_and_rings_for_the_teacher(sample_school: Flask) -> None:
    offer = offered(sample_school)
    meeting = booked(offer)
    assert (meeting.state, meeting.sequence, meeting.starts_at) == (BOOKED, 0, TUESDAY)
    (letter,) = parcels(sample_school, "meeting_booked")
    assert letter.facts["starts_at"] == TUESDAY.isoformat()
    assert offer_by_link(Scope(()), letter.facts["link"], now=MONDAY_MORNING)[1].offer_id == offer.offer_id
    with reading():
        assert queue.has_unread(SCHOOL, offer.thread_id, ["nair"])
        assert meetings.meetings_of_thread(SCHOOL, offer.thread_id) == (meeting,)
    assert booked(offer) == meeting
    assert len(parcels(sample_school, "meeting_booked")) == 1


def test_only_its_own_parent_can_answer_an_offer(sqlite_school: Flask) -> None:
    offer = offered(sqlite_school)
    with pytest.raises(OfferEnded):
        take_time(parent("tom"), offer.offer_id, starts_at=TUESDAY, way=PHONE, now=MONDAY_MORNING)
    with pytest.raises(InputProblem):
        take_time(parent("agnieszka"), offer.offer_id, starts_at=TUESDAY, way="video", now=MONDAY_MORNING)
    ten = TUESDAY.replace(hour=10)
    with pytest.raises(TimeTaken):
        take_time(parent("agnieszka"), offer.offer_id, starts_at=ten, way=PHONE, now=MONDAY_MORNING)


def test_a_time_that_another_parent_took_is_gone_and_the_next_free_one_is_shown(sample_school: Flask) -> None:
    one, other = offered(sample_school), offered(sample_school, "tom")
    booked(one)
    after_lessons = MONDAY_MORNING.replace(hour=15)
    assert left(other) == [after_lessons, WEDNESDAY]
    with pytest.raises(TimeTaken, match="has just been taken"):
        booked(other)
    assert booked(other, left(other)[0]).state == BOOKED


@pytest.mark.torture
def test_of_threads_that_race_for_one_time_one_wins_and_the_others_see_the_next(sample_school: Flask) -> None:
    one, other = offered(sample_school), offered(sample_school, "tom")
    for _ in range(repeats(50)):
        won, lost = _race(sample_school, one, other)
        assert len(won) == 1, "nobody, or two, have one time"
        assert len(lost) == 1, "the loser was not told that the time is taken"
        loser = other if won[0].contact_id == one.contact_id else one
        assert TUESDAY not in left(loser)
        assert len(left(loser)) == 2
        cancel_meeting(parent(won[0].contact_id), won[0].meeting_id, now=MONDAY_MORNING)


def _race(app: Flask, *offers: Offer) -> tuple[list[Meeting], list[TimeTaken]]:
    """What comes of it when the parents of these offers choose the same time at once."""
    gate = threading.Barrier(len(offers))
    won: list[Meeting] = []
    lost: list[TimeTaken] = []

    def choose(offer: Offer) -> None:
        with app.app_context():
            gate.wait()
            try:
                won.append(booked(offer, way=PHONE))
            except TimeTaken as taken:
                lost.append(taken)

    racers = [threading.Thread(target=choose, args=(one,)) for one in offers]
    for one in racers:
        one.start()
    for one in racers:
        one.join(timeout=60)
    return won, lost


def test_the_database_itself_refuses_two_bookings_of_one_time(sample_school: Flask) -> None:
    meeting = booked(offered(sample_school))
    claims = (("staff:nair", TUESDAY, TUESDAY + QUARTER),)
    twin = replace(meeting, meeting_id=meeting.meeting_id + 1, uid="another@elmswick.example")
    with pytest.raises(TimeTaken), writing():
        meetings.book(SCHOOL, twin, claims)
    with reading():
        assert meetings.meeting(SCHOOL, twin.meeting_id) is None


def test_separated_parents_are_kept_half_an_hour_apart_at_school_and_may_both_telephone(sqlite_school: Flask) -> None:
    mother, father = offered(sqlite_school), offered(sqlite_school, "marek")
    booked(mother)
    garrod = replace(father, staff_id="garrod")
    soon = TUESDAY + timedelta(minutes=30)
    with reading():
        people = directory(SCHOOL)
        near = times_left(SCHOOL, people, replace(garrod, times=(soon,)), now=MONDAY_MORNING)
        far = times_left(SCHOOL, people, replace(garrod, times=(soon + QUARTER,)), now=MONDAY_MORNING)
    assert near[0].ways == (PHONE,)
    assert far[0].ways == (IN_PERSON, PHONE)


@pytest.mark.clause("C2")
def test_none_of_these_is_an_answer_that_rings_and_what_a_parent_cannot_is_kept_for_later(sample_school: Flask) -> None:
    offer = offered(sample_school)
    none_suit(parent("agnieszka"), offer.offer_id, cannot="Tu 15:00-24:00", words="I work late.", now=MONDAY_MORNING)
    with reading():
        last = threads.messages_of(SCHOOL, offer.thread_id)[-1]
        held = meetings.offer(SCHOOL, offer.offer_id)
        assert queue.has_unread(SCHOOL, offer.thread_id, ["nair"])
    assert (last.by, last.text) == ("parent", "None of these times work for me. I work late.")
    assert held is not None
    assert held.state == "none_suit"
    assert TUESDAY not in left(held)


def test_not_wanting_to_meet_is_an_answer_and_does_not_call_for_a_talk(sample_school: Flask) -> None:
    offer = offered(sample_school)
    decline(parent("agnieszka"), offer.offer_id, words="", now=MONDAY_MORNING)
    decline(parent("agnieszka"), offer.offer_id, words="", now=MONDAY_MORNING)
    with reading():
        said = [one.text for one in threads.messages_of(SCHOOL, offer.thread_id) if one.by == "parent"]
        suggestion = flags.suggestion(SCHOOL, offer.thread_id)
    assert said[1:] == ["I do not want to meet. Please write to me."]
    assert suggestion is None or suggestion.state != "open"


def test_a_worry_in_the_words_of_an_answer_is_alerted_like_any_other(sqlite_school: Flask) -> None:
    offer = offered(sqlite_school)
    decline(parent("agnieszka"), offer.offer_id, words="He hits me and Zofia is scared at home.", now=MONDAY_MORNING)
    assert events("alert.raised") == 1


@pytest.mark.clause("C2")
def test_whoever_moves_a_meeting_the_other_is_told_and_its_calendar_entry_goes_on(sample_school: Flask) -> None:
    meeting = booked(offered(sample_school))
    moved = move_meeting(NAIR, meeting.meeting_id, starts_at=WEDNESDAY, way=PHONE, now=MONDAY_MORNING, why="A trip.")
    assert (moved.uid, moved.sequence, moved.starts_at) == (meeting.uid, 1, WEDNESDAY)
    (told,) = parcels(sample_school, "meeting_moved")
    assert (told.facts["was"], told.facts["words"]) == (TUESDAY.isoformat(), "A trip.")
    again = take_time(parent("agnieszka"), meeting.offer_id or 0, starts_at=TUESDAY, way=IN_PERSON, now=MONDAY_MORNING)
    assert (again.meeting_id, again.sequence, again.starts_at) == (meeting.meeting_id, 2, TUESDAY)
    other = replace(NAIRS, times=(WEDNESDAY,))
    assert left(replace(offered(sample_school, "tom", asked=other), times=NAIRS.times))[-1] == WEDNESDAY
    assert events("meeting.moved") == 2


@pytest.mark.clause("C2")
def test_a_cancelled_meeting_frees_its_time_and_a_parent_may_choose_again(sample_school: Flask) -> None:
    offer, other = offered(sample_school), offered(sample_school, "tom")
    meeting = booked(offer)
    assert cancel_meeting(parent("agnieszka"), meeting.meeting_id, now=MONDAY_MORNING).state == CANCELLED
    assert booked(other).starts_at == TUESDAY
    assert booked(offer, WEDNESDAY).starts_at == WEDNESDAY
    late = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
    mine = booked(other)
    cancel_meeting(NAIR, mine.meeting_id, why="I am ill, sorry.", now=late)
    told = parcels(sample_school, "meeting_cancelled")[-1]
    assert told.facts["words"] == "I am ill, sorry."
    assert told.send_after == datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
    with pytest.raises(OfferEnded):
        booked(other, WEDNESDAY)


def test_what_cannot_wait_for_the_courtesy_hours_leaves_at_once(sqlite_school: Flask) -> None:
    meeting = booked(offered(sqlite_school), WEDNESDAY)
    night = WEDNESDAY.replace(hour=6)
    cancel_meeting(NAIR, meeting.meeting_id, why="Snow.", now=night + timedelta(minutes=20))
    assert parcels(sqlite_school, "meeting_cancelled")[-1].send_after == night + timedelta(minutes=20)


def test_one_tap_tells_the_family_that_somebody_is_late_and_only_on_the_day(sqlite_school: Flask) -> None:
    meeting = booked(offered(sqlite_school))
    with pytest.raises(MeetingOver):
        running_late(NAIR, meeting.meeting_id, minutes=10, now=MONDAY_MORNING)
    at = TUESDAY - timedelta(minutes=5)
    for _ in range(2):
        running_late(NAIR, meeting.meeting_id, minutes=10, now=at)
    (told,) = parcels(sqlite_school, "meeting_late")
    assert (told.facts["late_minutes"], told.send_after) == (10, at)
    with pytest.raises(InputProblem):
        running_late(NAIR, meeting.meeting_id, minutes=7, now=at)


def test_nobody_came_is_noted_once_it_has_begun_and_can_be_taken_back(sample_school: Flask) -> None:
    meeting = booked(offered(sample_school))
    with pytest.raises(MeetingOver):
        mark_no_show(NAIR, meeting.meeting_id, now=MONDAY_MORNING)
    after = TUESDAY + QUARTER
    assert mark_no_show(NAIR, meeting.meeting_id, now=after).state == NO_SHOW
    assert mark_booked(NAIR, meeting.meeting_id, now=after).state == BOOKED
    with pytest.raises(NotYourMeeting):
        mark_no_show(one_school(1, Actor("staff", "garrod")), meeting.meeting_id, now=after)
    with pytest.raises(NotYourMeeting):
        cancel_meeting(parent("tom"), meeting.meeting_id, now=MONDAY_MORNING)
    with pytest.raises(MeetingOver):
        mark_no_show(parent("agnieszka"), meeting.meeting_id, now=after)


def test_that_it_took_place_closes_the_suggestion_with_what_came_of_it_and_a_slip_brings_it_back(
    sqlite_school: Flask,
) -> None:
    meeting = booked(offered(sqlite_school))
    thread_id, after = meeting.thread_id or 0, TUESDAY + QUARTER
    with writing():
        flags.save_suggestion(SCHOOL, Suggestion(thread_id, "taken", 0.9, [], TUESDAY, TUESDAY, "nair", "meeting"))
    mark_held(NAIR, meeting.meeting_id, now=after)
    with reading():
        closed = flags.suggestion(SCHOOL, thread_id)
    mark_booked(NAIR, meeting.meeting_id, now=after)
    with reading():
        back = flags.suggestion(SCHOOL, thread_id)
    assert closed is not None
    assert back is not None
    assert (closed.state, closed.answer, back.state) == ("closed", IN_PERSON, "open")


def test_a_family_says_that_it_is_late_and_only_its_teacher_is_told(sqlite_school: Flask) -> None:
    meeting = booked(offered(sqlite_school))
    said = running_late(parent("agnieszka"), meeting.meeting_id, minutes=10, now=TUESDAY - timedelta(minutes=5))
    assert said.is_family_late
    assert not parcels(sqlite_school, "meeting_late")
    with reading():
        thread = threads.thread(SCHOOL, meeting.thread_id or 0)
        assert queue.has_unread(SCHOOL, meeting.thread_id or 0, ["nair"])
    assert thread is not None
    assert thread.preview == "Agnieszka is 10 minutes late: Tuesday 24 November, 3:30pm, at school"
    assert not running_late(NAIR, meeting.meeting_id, minutes=5, now=TUESDAY).is_family_late


def test_two_meetings_of_one_teacher_are_ten_minutes_apart_and_a_room_holds_one(sqlite_school: Flask) -> None:
    with writing():
        meeting_rules.replace_rooms(SCHOOL, ["The Nest"])
    asked = replace(NAIRS, room="The Nest")
    meeting = booked(offered(sqlite_school, asked=asked))
    assert meeting.room == "The Nest"
    other = offered(sqlite_school, "tom", asked=replace(asked, times=(WEDNESDAY,)))
    with reading():
        people = directory(SCHOOL)
        near = times_left(SCHOOL, people, replace(other, times=(TUESDAY + QUARTER,)), now=MONDAY_MORNING)
        elsewhere = replace(other, staff_id="ashdown", times=(TUESDAY,))
        by_phone = times_left(SCHOOL, people, elsewhere, now=MONDAY_MORNING)
    assert TUESDAY + QUARTER not in [one.starts_at for one in near]
    assert by_phone[0].ways == (PHONE,)


def test_a_school_folder_that_comes_again_leaves_every_booking(sqlite_school: Flask) -> None:
    meeting = booked(offered(sqlite_school))
    import_roster(SCHOOL, a_roster(), accept_removals=True, now=MONDAY_MORNING)
    with reading():
        assert meetings.meeting(SCHOOL, meeting.meeting_id) == meeting
