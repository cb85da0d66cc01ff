"""What the office has still to do of a conversation: every fact that rang for it since it last said Done, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from gateway.actions import replies, threads
from gateway.actions.office import WroteAgain, deal_with, office_day
from gateway.actions.register import ring_unopened, unopened
from gateway.actions.release import release_due
from gateway.domain.promises import OFFICE
from gateway.domain.scope import Actor, Scope, one_school
from gateway.store import queue
from gateway.store.transaction import reading, writing
from tests.schools import MONDAY_MORNING, SCHOOL, arrives, mail, parcels

FIRST = "<first@mail.example>"
OPENS = MONDAY_MORNING + timedelta(minutes=15)
NINE = MONDAY_MORNING + timedelta(minutes=45)
REGISTER = MONDAY_MORNING + timedelta(hours=1)
ILL = "Zofia is ill today and will not be in school."
FETCHED = "Her grandmother will pick her up at 3 instead of me."
THANKS = "And thank you for the kind words about her drawing."


def okafor() -> Scope:
    """The school as the office reaches it."""
    return one_school(1, Actor("staff", "okafor"))


def begins(app: Flask, text: str = ILL, at: datetime = MONDAY_MORNING - timedelta(hours=1)) -> int:
    """A family's first message of a conversation."""
    taken = arrives(app, mail(text=text, message_id=FIRST, subject="Zofia"), at)
    assert taken.thread_id is not None
    return taken.thread_id


def more(app: Flask, text: str, at: datetime) -> None:
    """What the family writes later in the same conversation."""
    arrives(app, mail(text=text, subject="Re: Zofia", in_reply_to=FIRST), at)


def tasks(now: datetime) -> list[tuple[tuple[str, ...], list[str]]]:
    """The kinds of each task on the office's page and the words that tell them, when what was due has rung."""
    release_due(SCHOOL, now=now)
    found = office_day(SCHOOL, "okafor", now=now).tasks
    return [(one.codes, [message.text.strip() for message in one.messages]) for one in found]


def forgotten(now: datetime = REGISTER) -> int:
    """Of how many conversations the office is told that nobody has opened them."""
    release_due(SCHOOL, now=now)
    with reading():
        return len(unopened(SCHOOL, before=REGISTER))


@pytest.mark.clause("C3")
def test_an_absence_stays_the_offices_whatever_the_family_writes_to_the_teacher_after_it(sample_school: Flask) -> None:
    begins(sample_school)
    for minutes, text in ((0, THANKS), (5, "Could you look for her hat, please?")):
        more(sample_school, text, MONDAY_MORNING + timedelta(minutes=minutes))
    more(sample_school, "She was so proud of it.", MONDAY_MORNING + timedelta(hours=12))
    assert tasks(OPENS) == [(("absence",), [ILL])]
    assert forgotten() == 1


def test_two_facts_of_one_conversation_are_both_the_offices_until_it_says_done(sample_school: Flask) -> None:
    thread_id = begins(sample_school)
    more(sample_school, FETCHED, OPENS)
    assert tasks(NINE) == [(("absence", "collection"), [ILL, FETCHED])]
    deal_with(okafor(), thread_id, staff_id="okafor", now=NINE)
    assert tasks(NINE) == []
    more(sample_school, "She needs her inhaler before PE.", NINE + timedelta(minutes=5))
    assert tasks(REGISTER) == [(("medicine",), ["She needs her inhaler before PE."])]


def test_done_is_said_of_what_stood_on_the_page_alone(sample_school: Flask) -> None:
    thread_id = begins(sample_school)
    release_due(SCHOOL, now=OPENS)
    (task,) = office_day(SCHOOL, "okafor", now=OPENS).tasks
    more(sample_school, FETCHED, NINE)
    with pytest.raises(WroteAgain):
        deal_with(okafor(), thread_id, staff_id="okafor", now=NINE, seen=task.seen)
    (task,) = office_day(SCHOOL, "okafor", now=NINE).tasks
    assert task.codes == ("absence", "collection")
    deal_with(okafor(), thread_id, staff_id="okafor", now=NINE, seen=task.seen)
    assert tasks(NINE) == []


def test_what_the_office_answered_is_done_with(sample_school: Flask) -> None:
    thread_id = begins(sample_school)
    release_due(SCHOOL, now=OPENS)
    replies.send_reply(okafor(), thread_id, staff_id="okafor", text="Get well soon.", now=OPENS)
    more(sample_school, FETCHED, NINE)
    assert tasks(REGISTER) == [(("collection",), [FETCHED])]


def test_a_leader_who_answers_what_was_to_them_leaves_the_absence_to_the_office(sample_school: Flask) -> None:
    ill = mail(text=ILL, to="ashdown@elmswick.example", message_id=FIRST, subject="Zofia")
    thread_id = arrives(sample_school, ill, MONDAY_MORNING - timedelta(hours=1)).thread_id or 0
    release_due(SCHOOL, now=OPENS)
    head = one_school(1, Actor("staff", "ashdown"))
    replies.send_reply(head, thread_id, staff_id="ashdown", text="Get well soon.", now=NINE)
    assert tasks(NINE) == [(("absence",), [ILL])]
    threads.set_state(head, thread_id, staff_id="ashdown", state="done", now=NINE)
    assert tasks(NINE) == [(("absence",), [ILL])]


def test_what_is_brought_back_is_to_be_done_again_with_all_its_words(sample_school: Flask) -> None:
    thread_id = begins(sample_school)
    more(sample_school, FETCHED, OPENS)
    release_due(SCHOOL, now=OPENS)
    deal_with(okafor(), thread_id, staff_id="okafor", now=NINE)
    threads.set_state(okafor(), thread_id, staff_id="okafor", state="open", now=NINE)
    assert tasks(NINE) == [(("absence", "collection"), [ILL, FETCHED])]


def test_what_rings_in_one_pass_is_all_to_be_done(sample_school: Flask) -> None:
    for number in range(3):
        arrives(sample_school, mail(text=ILL, subject=f"Matter {number}"), MONDAY_MORNING - timedelta(hours=9))
    assert len(tasks(OPENS)) == 3


def test_what_rings_late_for_an_earlier_moment_is_to_be_done_too(sample_school: Flask) -> None:
    begins(sample_school)
    more(sample_school, FETCHED, OPENS + timedelta(milliseconds=300))
    release_due(SCHOOL, now=OPENS)  # a pass that had begun before the second message came
    assert tasks(NINE) == [(("absence", "collection"), [ILL, FETCHED])]


def test_nobody_is_alarmed_of_a_fact_that_was_opened_and_a_word_that_was_not(sample_school: Flask) -> None:
    thread_id = begins(sample_school)
    assert forgotten(OPENS) == 1
    with writing():
        queue.mark_opened(SCHOOL, thread_id, OFFICE, now=OPENS)
    assert forgotten(OPENS) == 0
    more(sample_school, FETCHED, NINE)
    assert forgotten(NINE) == 1
    with reading():
        assert unopened(SCHOOL, before=NINE) == ()


@pytest.mark.clause("C16")
def test_the_register_counts_for_nobody_a_conversation_that_is_closed_to_them(sample_school: Flask) -> None:
    begins(sample_school)
    release_due(SCHOOL, now=OPENS)
    more(sample_school, "Miss Nair hit Zofia in the face. Miss Nair hurt her.", OPENS + timedelta(minutes=5))
    assert office_day(SCHOOL, "okafor", now=REGISTER).unopened == ()
    assert ring_unopened(SCHOOL, now=REGISTER) == 1
    assert [one.to_address for one in parcels(sample_school, "register")] == ["ashdown@elmswick.example"]


@pytest.mark.clause("C16")
def test_the_register_tells_each_only_of_what_is_open_to_them_and_nobody_of_nothing(sample_school: Flask) -> None:
    begins(sample_school)
    arrives(sample_school, mail("Helen Tate <helen@mail.example>", "Poppy is ill today."), MONDAY_MORNING)
    release_due(SCHOOL, now=OPENS)
    more(sample_school, "Miss Nair hit Zofia in the face. Miss Nair hurt her.", OPENS + timedelta(minutes=5))
    assert len(office_day(SCHOOL, "okafor", now=REGISTER).unopened) == 1
    assert ring_unopened(SCHOOL, now=REGISTER) == 2
    told = {one.to_address.partition("@")[0]: one.facts for one in parcels(sample_school, "register")}
    assert told == {"okafor": {"count": 1}, "ashdown": {"count": 2}}
