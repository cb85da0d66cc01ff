"""Parents' evenings: set up, let known, chosen from by whoever is first and within what a household has, waited for."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
import vobject
from flask import Flask

from gateway.actions.directory import directory
from gateway.actions.evenings import (
    ChoosingOver,
    LinkEnded,
    NoSuchEvening,
    call_off,
    change_breaks,
    give_back,
    offer_freed,
    open_evening,
    plan_evening,
    sheet_of,
    stop_waiting,
    wait_for,
)
from gateway.actions.meetings import cancel_meeting, running_late
from gateway.actions.reminders import remind_due
from gateway.domain.errors import InputProblem
from gateway.domain.meetings import CANCELLED, IN_PERSON, PHONE, Meeting, TimeTaken
from gateway.domain.meetings.evenings import OPEN, Evening
from gateway.ports.channels import Outbound
from gateway.store import evenings, meetings, people
from gateway.store.transaction import reading, writing
from tests.evenings import (
    GARROD,
    HEAD,
    MINUTE,
    NAIR,
    NOW,
    ROBIN,
    THURSDAY,
    by_link,
    free,
    link_of,
    opened,
    parent,
    sees,
    takes,
    wren,
)
from tests.schools import SCHOOL, parcels
from tests.talks import recorded
from tests.torture import repeats


def letter(app: Flask, name: str, *, to: str = "agnieszka@mail.example") -> Outbound:
    """The newest letter of a name to an address, as it leaves."""
    with reading():
        people = directory(SCHOOL)
    held = [one for one in parcels(app, name) if one.to_address == to]
    mail: Outbound = app.extensions["handbell.equipment"].letters.compose(people, held[-1])
    return mail


def held(meeting: Meeting) -> Meeting:
    """A meeting as it is now."""
    with reading():
        found = meetings.meeting(SCHOOL, meeting.meeting_id)
    assert found is not None
    return found


def test_no_family_hears_of_an_evening_before_who_sets_the_hours_lets_them_know(sample_school: Flask) -> None:
    evening = plan_evening(NAIR, ROBIN, now=NOW)
    assert parcels(sample_school) == ()
    with pytest.raises(InputProblem, match="headteacher or the office"):
        open_evening(NAIR, evening.evening_id, now=NOW)
    with pytest.raises(LinkEnded):
        sees(evening, "helen")
    assert [open_evening(HEAD, evening.evening_id, now=NOW) for _ in range(2)] == [4, 0]
    told = sorted((one.to_address, one.to_name) for one in parcels(sample_school, "evening_invite"))
    assert [name for _, name in told] == ["Agnieszka Nowak", "Marek Nowak", "Kate Reed", "Tom Reed"]


def test_the_letter_says_when_with_whom_and_until_when_and_its_link_is_the_parents_own(sqlite_school: Flask) -> None:
    evening = opened()
    sent = letter(sqlite_school, "evening_invite")
    assert sent.subject == "Parents’ evening: choose your time with Miss Nair"
    assert "Thursday 3 December, 3:30pm to 5:30pm" in sent.text
    assert "10 minutes for each child, at school or by phone." in sent.text
    assert "until Wednesday 2 December, 3:30pm" in sent.text
    assert by_link(link_of(sqlite_school)) == (parent("agnieszka"), evening.evening_id)


def test_a_time_is_taken_confirmed_for_the_calendar_and_gone_for_others(sample_school: Flask) -> None:
    evening = opened()
    assert free(evening, "agnieszka") == [0, 10, 20, 30, 40, 50, 80, 90, 100, 110], "around the break"
    meeting = takes(evening, "agnieszka", "zofia", 10)
    assert 10 not in free(evening, "tom")
    with pytest.raises(TimeTaken):
        takes(evening, "tom", "maisie", 10)
    sent = letter(sample_school, "meeting_booked")
    assert vobject.readOne(sent.calendar.decode()).vevent.dtstart.value == THURSDAY + 10 * MINUTE
    moved = takes(evening, "agnieszka", "zofia", 20, way=PHONE)
    assert (moved.meeting_id, moved.sequence, moved.way) == (meeting.meeting_id, 1, PHONE)
    assert 10 in free(evening, "tom")
    assert [len(recorded(one)) for one in ("meeting.booked", "meeting.moved")] == [1, 1]


def test_a_household_has_one_time_a_child_and_parents_who_live_apart_have_one_each(sample_school: Flask) -> None:
    evening = opened()
    takes(evening, "tom", "maisie", 0)
    with pytest.raises(InputProblem, match="has a time about this child already"):
        takes(evening, "kate", "maisie", 20)
    child = sees(evening, "kate").children[0]
    assert (child.may_book, [one.starts_at for one in child.by_others]) == (False, [THURSDAY])
    takes(evening, "agnieszka", "zofia", 30)
    assert [one for one in free(evening, "marek") if one < 80] == [10, 20, 40, 50], "by phone, if not in person"
    for minutes in (10, 20, 40):
        with pytest.raises(TimeTaken):
            takes(evening, "marek", "zofia", minutes)
    takes(evening, "marek", "zofia", 80)


def test_a_school_may_give_each_household_more(sqlite_school: Flask) -> None:
    evening = opened(each=2)
    takes(evening, "tom", "maisie", 0)
    takes(evening, "kate", "maisie", 20)
    assert len(sees(evening, "kate").children[0].by_others) == 1


def test_brothers_and_sisters_are_side_by_side_with_the_way_in_between(sample_school: Flask) -> None:
    robin, other = opened(), wren()
    takes(robin, "tom", "maisie", 20)
    for contact_id in ("tom", "kate"):
        child = sees(other, contact_id).children[0]
        beside = [int((one.starts_at - THURSDAY) / MINUTE) for one in child.free if one.is_beside]
        assert beside == [0, 40, 50], "not at the same time, not without five minutes to walk"
        assert not {10, 20, 30} & set(free(other, contact_id))
    assert 20 in free(other, "helen"), "another family is free of that"


def test_two_parents_at_once_have_one_winner_and_one_household_one_time(sample_school: Flask) -> None:
    evening = opened()
    for number in range(repeats(10)):
        won: list[str] = []
        barrier = threading.Barrier(2)

        def race(
            contact_id: str,
            pupil_id: str,
            minutes: int,
            won: list[str] = won,
            barrier: threading.Barrier = barrier,
        ) -> None:
            with sample_school.app_context():
                barrier.wait()
                try:
                    takes(evening, contact_id, pupil_id, minutes)
                except (TimeTaken, InputProblem):
                    return
                won.append(contact_id)

        tries = [("agnieszka", "zofia", 0), ("tom", "maisie", 0)]
        if number % 2:
            tries = [("kate", "maisie", 0), ("tom", "maisie", 50)]
        both = [threading.Thread(target=race, args=one) for one in tries]
        for one in both:
            one.start()
        for one in both:
            one.join()
        assert len(won) == 1
        give_back(parent(won[0]), evening.evening_id, pupil_id={a: b for a, b, _ in tries}[won[0]], now=NOW)


@pytest.mark.clause("C4")
def test_nobody_chooses_about_another_familys_child_and_who_is_restricted_goes_by_the_office(
    sqlite_school: Flask,
) -> None:
    robin, other = opened(), wren()
    for contact_id, pupil_id, evening in (
        ("helen", "zofia", robin),
        ("agnieszka", "maisie", robin),
        ("gareth", "poppy", other),
    ):
        with pytest.raises(LinkEnded):
            takes(evening, contact_id, pupil_id, 0)
    assert "gareth@mail.example" not in {one.to_address for one in parcels(sqlite_school, "evening_invite")}
    with pytest.raises(NoSuchEvening):
        sheet_of(GARROD, robin.evening_id, now=NOW)


def test_what_is_over_closed_or_no_time_of_the_evening_cannot_be_taken(sqlite_school: Flask) -> None:
    evening = opened()
    for minutes in (5, 60, 70, 120, -10):
        with pytest.raises(TimeTaken):
            takes(evening, "agnieszka", "zofia", minutes)
    with pytest.raises(TimeTaken):
        takes(evening, "agnieszka", "zofia", 0, way="video")
    with pytest.raises(ChoosingOver):
        takes(evening, "agnieszka", "zofia", 0, now=evening.closes_at)
    with pytest.raises(LinkEnded):
        by_link(link_of(sqlite_school), now=THURSDAY + timedelta(days=8))


@pytest.mark.parametrize(
    "changes",
    [
        {"starts_at": NOW - timedelta(days=1)},
        {"ends_at": THURSDAY},
        {"ends_at": THURSDAY + timedelta(hours=9)},
        {"minutes": 7},
        {"each": 0},
        {"ways": ()},
        {"ways": ("video",)},
        {"starts_at": THURSDAY + timedelta(seconds=90)},
        {"breaks": ((THURSDAY - 10 * MINUTE, THURSDAY),)},
        {"breaks": ((THURSDAY, THURSDAY + timedelta(hours=2)),)},
        {"closes_at": THURSDAY + MINUTE},
        {"class_id": "wren"},
    ],
)
def test_an_evening_that_could_not_be_held_is_refused(sqlite_school: Flask, changes: dict[str, object]) -> None:
    with pytest.raises(InputProblem):
        plan_evening(NAIR, replace(ROBIN, **changes), now=NOW)


def test_breaks_can_move_but_not_over_a_familys_time(sqlite_school: Flask) -> None:
    evening = opened()
    takes(evening, "agnieszka", "zofia", 30)
    with pytest.raises(InputProblem, match="A family has a time"):
        change_breaks(NAIR, evening.evening_id, ((THURSDAY + 30 * MINUTE, THURSDAY + 40 * MINUTE),), now=NOW)
    change_breaks(NAIR, evening.evening_id, ((THURSDAY + 40 * MINUTE, THURSDAY + 60 * MINUTE),), now=NOW)
    assert free(evening, "tom") == [0, 10, 20, 60, 70, 80, 90, 100, 110]


def test_a_called_off_evening_tells_who_had_a_time_and_closes(sqlite_school: Flask) -> None:
    evening = opened()
    meeting = takes(evening, "agnieszka", "zofia", 0)
    assert call_off(HEAD, evening.evening_id, why="The boiler is broken.", now=NOW) == 1
    assert held(meeting).state == CANCELLED
    sent = letter(sqlite_school, "meeting_cancelled")
    assert "The boiler is broken." in sent.text
    assert sent.calendar_method == "CANCEL"
    with pytest.raises(ChoosingOver):
        takes(evening, "tom", "maisie", 0)


def full(evening: Evening) -> None:
    """Three times, two of them taken."""
    takes(evening, "agnieszka", "zofia", 0)
    takes(evening, "tom", "maisie", 10)


def waits(evening: Evening, contact_id: str, pupil_id: str, *, latest: int | None = None) -> None:
    """A parent waits for a time at most so many minutes into the evening."""
    latest_at = evening.starts_at + latest * MINUTE if latest is not None else None
    wait_for(parent(contact_id), evening.evening_id, pupil_id=pupil_id, earliest_at=None, latest_at=latest_at, now=NOW)


def test_a_freed_time_is_kept_for_who_waits_for_one_like_it_and_told_once(sample_school: Flask) -> None:
    evening = opened(breaks=())
    full(evening)
    waits(evening, "marek", "zofia", latest=10)
    assert offer_freed(SCHOOL, now=NOW) == 0, "neither of the two times that he could have is free"
    give_back(parent("tom"), evening.evening_id, pupil_id="maisie", now=NOW)
    give_back(parent("agnieszka"), evening.evening_id, pupil_id="zofia", now=NOW)
    assert [offer_freed(SCHOOL, now=NOW) for _ in range(3)] == [1, 0, 0]
    assert letter(sample_school, "evening_free", to="marek@mail.example").subject == (
        "A time is free: Thursday 3 December, 3:30pm with Miss Nair"
    )
    assert 0 not in free(evening, "tom"), "it is kept"
    assert 0 in free(evening, "marek")
    kept = sheet_of(NAIR, evening.evening_id, now=NOW).lines[0]
    assert kept.who == "Kept for Zofia N’s family until Tuesday 24 November, 9:15am"
    takes(evening, "marek", "zofia", 0)
    assert sheet_of(NAIR, evening.evening_id, now=NOW).waiting == ()


def test_a_kept_time_that_lapses_goes_to_the_next_and_who_let_it_go_is_off_the_list(sqlite_school: Flask) -> None:
    evening = opened()
    waits(evening, "marek", "zofia", latest=0)
    waits(evening, "tom", "maisie", latest=0)
    assert offer_freed(SCHOOL, now=NOW) == 1
    later = NOW + timedelta(hours=25)
    assert offer_freed(SCHOOL, now=later) == 1
    assert [one.to_address for one in parcels(sqlite_school, "evening_free")] == [
        "marek@mail.example",
        "reeds@mail.example",
    ]
    assert 0 not in free(evening, "marek", now=later)
    stop_waiting(parent("tom"), evening.evening_id, pupil_id="maisie", now=later)
    assert 0 in free(evening, "marek", now=later)


def test_the_sheet_shows_who_comes_what_to_know_and_who_has_not_chosen(sqlite_school: Flask) -> None:
    robin, other = opened(), wren()
    takes(robin, "agnieszka", "zofia", 0)
    takes(robin, "marek", "zofia", 80)
    takes(other, "tom", "leo", 20)
    before = sheet_of(NAIR, robin.evening_id, now=NOW)
    assert (before.chosen, before.families, before.taken, before.times) == (1, 2, 2, 10)
    assert before.not_chosen == ("Maisie R",)
    assert before.is_outside_hours, "Miss Nair does not work on Thursdays"
    takes(robin, "tom", "maisie", 40)
    lines = {int((one.at - THURSDAY) / MINUTE): one for one in sheet_of(NAIR, robin.evening_id, now=NOW).lines}
    assert (lines[0].child, lines[0].who, lines[0].how) == ("Zofia N", "Agnieszka, mother", "At school")
    assert lines[0].to_know == ("Own time for each parent. See 4:50pm", "Another language at home")
    assert lines[40].to_know == ("Leo R: Mr Garrod at 3:50pm",)
    assert (lines[60].kind, lines[60].minutes) == ("break", 20)


def test_both_are_reminded_of_a_time_at_an_evening(sqlite_school: Flask) -> None:
    evening = opened()
    takes(evening, "agnieszka", "zofia", 0)
    assert remind_due(SCHOOL, now=THURSDAY - timedelta(hours=24)) == 2, "Miss Nair on her last day before"
    sent = letter(sqlite_school, "meeting_reminder")
    assert sent.subject == "You meet Miss Nair on Thursday 3 December, 3:30pm"
    assert "/meet/evening/" in sent.text


def test_what_staff_do_with_a_time_of_an_evening_on_its_own_page_the_family_hears_too(sqlite_school: Flask) -> None:
    evening = opened()
    meeting = takes(evening, "agnieszka", "zofia", 0)
    running_late(NAIR, meeting.meeting_id, minutes=10, now=evening.starts_at - 5 * MINUTE)
    (late,) = parcels(sqlite_school, "meeting_late")
    assert (late.to_name, late.facts["late_minutes"]) == ("Agnieszka Nowak", 10)
    cancel_meeting(NAIR, meeting.meeting_id, why="I am ill, sorry.", now=evening.starts_at - 4 * MINUTE)
    (told,) = parcels(sqlite_school, "meeting_cancelled")
    assert told.facts["words"] == "I am ill, sorry."
    assert 0 in free(evening, "tom"), "the time can be had again"


def test_two_teachers_of_one_class_share_what_a_household_has(sqlite_school: Flask) -> None:
    robin = opened()
    other = opened(GARROD, class_id="wren")
    with writing():
        evenings.change_evening(SCHOOL, replace(other, class_id="robin", state=OPEN))
    takes(robin, "tom", "maisie", 0)
    assert not sees(other, "kate").children[0].may_book
    with pytest.raises(InputProblem, match="has a time about this child already"):
        takes(other, "tom", "maisie", 40)


def test_a_parent_who_is_kept_apart_from_another_has_times_side_by_side_all_the_same(sample_school: Flask) -> None:
    with writing():
        people.set_restriction(SCHOOL, "leo", "kate", restriction="via_office", may_contact=True)
    robin, other = opened(), wren()
    takes(robin, "tom", "maisie", 0)
    takes(other, "tom", "leo", 20)
    moved = takes(other, "tom", "leo", 40)
    assert moved.starts_at == THURSDAY + 40 * MINUTE
    assert 50 not in [
        int((one.starts_at - THURSDAY) / MINUTE)
        for one in sees(robin, "kate").children[0].free
        if IN_PERSON in one.ways
    ], "and she is kept out of his way"
