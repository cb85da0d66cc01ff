"""What counts as an answer: what its author has seen, when it had rung, to the family; and who takes over what has none."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask

from gateway.actions import approaches, talks, threads
from gateway.actions.approaches import Told
from gateway.actions.calendars import Week, add_absence, set_hours
from gateway.actions.delivery import send_due
from gateway.actions.overdue import answer_here, hand_on, overdue_answers
from gateway.actions.relaying import take
from gateway.actions.release import release_due, replan_promises
from gateway.actions.replies import cancel_reply, check_reply, send_reply
from gateway.actions.roster import import_roster
from gateway.domain.meetings.talks import Agreed
from gateway.domain.roster import Absence
from gateway.domain.scope import Actor, one_school
from gateway.ports.errors import Refused
from gateway.ports.relay import Envelope, Recipient
from gateway.store import inbox, queue
from gateway.store import threads as stored
from gateway.store.threads import Message
from gateway.store.transaction import reading
from tests.actions.test_delivery import failing, letters_of
from tests.schools import FRIDAY_MORNING, MONDAY_MORNING, SCHOOL, a_roster, arrives, mail

NAIR, AGNIESZKA = "nair@elmswick.example", "agnieszka@mail.example"
HER_SCHOOL = one_school(1, Actor("staff", "nair"))
TEN = MONDAY_MORNING + timedelta(hours=1, minutes=45)
SUNDAY = MONDAY_MORNING - timedelta(hours=12)
FIRST, SECOND = "<p1@mail.example>", "<p2@mail.example>"


def wrote(app: Flask, at: datetime, *, message_id: str, in_reply_to: str = "") -> int:
    """Agnieszka writes to Miss Nair, who is at work; the conversation."""
    taken = arrives(app, mail(message_id=message_id, in_reply_to=in_reply_to, subject="Reading book"), at)
    assert taken.thread_id is not None
    return taken.thread_id


def answers_by_mail(to: str, at: datetime) -> None:
    """Miss Nair answers in her own mail program what she has before her."""
    reply = mail(f"Priya Nair <{NAIR}>", "Of course.", to=f"Agnieszka <{AGNIESZKA}>", in_reply_to=to)
    take(SCHOOL, Envelope(NAIR, (Recipient(AGNIESZKA),), (), ""), reply, now=at)


def messages_in(thread_id: int) -> tuple[Message, ...]:
    """Everything that was said in a conversation."""
    with reading():
        return stored.messages_of(SCHOOL, thread_id)


def folder(thread_id: int) -> str:
    """Where the conversation stands in Miss Nair's inbox."""
    with reading():
        return inbox.state_of(SCHOOL, thread_id, ("nair",))


def late(thread_id: int) -> bool:
    """Whether the office has it as a task two days later that no answer came."""
    return [one.thread_id for one in overdue_answers(SCHOOL, now=TEN + timedelta(days=2))] == [thread_id]


@pytest.mark.clause("C1")
def test_an_answer_by_mail_leaves_open_what_came_after_the_mail_that_it_answers(sample_school: Flask) -> None:
    thread_id = wrote(sample_school, TEN, message_id=FIRST)
    wrote(sample_school, TEN + timedelta(minutes=1), message_id=SECOND, in_reply_to=FIRST)
    answers_by_mail(FIRST, TEN + timedelta(minutes=2))
    assert folder(thread_id) == "open", "she has not seen the second"
    assert late(thread_id), "an answer to the second was promised, and is none"
    answers_by_mail(SECOND, TEN + timedelta(minutes=9))
    assert folder(thread_id) == "answered"
    assert not late(thread_id)


def test_an_answer_by_mail_closes_what_was_opened_here(sample_school: Flask) -> None:
    thread_id = wrote(sample_school, TEN, message_id=FIRST)
    wrote(sample_school, TEN + timedelta(minutes=1), message_id=SECOND, in_reply_to=FIRST)
    threads.open_thread(HER_SCHOOL, thread_id, staff_id="nair", now=TEN + timedelta(minutes=2))
    answers_by_mail(FIRST, TEN + timedelta(minutes=3))
    assert folder(thread_id) == "answered"


@pytest.mark.clause("C22")
@pytest.mark.parametrize(("has_opened", "state"), [(True, "answered"), (False, "open")])
def test_the_note_of_a_talk_answers_nothing_that_its_author_has_not_opened(
    sample_school: Flask, has_opened: bool, state: str
) -> None:
    thread_id = wrote(sample_school, TEN, message_id=FIRST)
    threads.open_thread(HER_SCHOOL, thread_id, staff_id="nair", now=TEN)
    wrote(sample_school, TEN + timedelta(minutes=1), message_id=SECOND, in_reply_to=FIRST)
    if has_opened:
        threads.open_thread(HER_SCHOOL, thread_id, staff_id="nair", now=TEN + timedelta(minutes=2))
    agreed = Agreed("phone", TEN.date(), "Zofia sits with Maria at lunch from Tuesday.", "", None)
    talks.write_note(HER_SCHOOL, thread_id, agreed, staff_id="nair", now=TEN + timedelta(minutes=3))
    assert folder(thread_id) == state
    assert late(thread_id) is (state == "open")


@pytest.mark.clause("C3")
def test_an_answer_is_none_to_what_had_not_rung_when_it_was_written(sample_school: Flask) -> None:
    """Mrs Pettit answers on Friday what she had; what was to Miss Nair alone rings on Monday, and waits for its own answer."""
    both = mail(to=f"{NAIR}, pettit@elmswick.example", message_id=FIRST)
    thread_id = arrives(sample_school, both).thread_id
    assert thread_id is not None
    arrives(sample_school, mail(message_id=SECOND, in_reply_to=FIRST, subject="Re: Reading book"))
    release_due(SCHOOL, now=FRIDAY_MORNING)
    pettit = one_school(1, Actor("staff", "pettit"))
    threads.open_thread(pettit, thread_id, staff_id="pettit", now=FRIDAY_MORNING)
    send_reply(pettit, thread_id, staff_id="pettit", text="Of course.", now=FRIDAY_MORNING)
    release_due(SCHOOL, now=MONDAY_MORNING)
    assert folder(thread_id) == "open"
    (waits,) = overdue_answers(SCHOOL, now=MONDAY_MORNING + timedelta(days=2))
    assert (waits.thread_id, waits.reader) == (thread_id, "Miss Nair")


@pytest.mark.clause("C3")
def test_what_a_colleague_writes_to_a_colleague_is_no_answer_to_the_family(sample_school: Flask) -> None:
    thread_id = wrote(sample_school, TEN, message_id=FIRST)
    asks = mail(f"Priya Nair <{NAIR}>", "Have you seen the book?", to="garrod@elmswick.example", in_reply_to=FIRST)
    assert arrives(sample_school, asks, TEN + timedelta(minutes=5)).thread_id == thread_id
    assert late(thread_id)


@pytest.mark.clause("C1")
@pytest.mark.parametrize("asked_at", [TEN, MONDAY_MORNING - timedelta(minutes=15)])
def test_an_answer_from_the_offices_mailbox_goes_on_with_the_conversation(
    sample_school: Flask, asked_at: datetime
) -> None:
    """The family writes to the school's address, and it rings for the class teacher; the secretary answers in her program."""
    office = "office@elmswick.example"
    asks = mail(text="How much is dinner money?", to=office, subject="Dinner money", message_id=FIRST)
    take(SCHOOL, Envelope(AGNIESZKA, (Recipient(office),), (), ""), asks, now=asked_at)
    says = mail(f"Office <{office}>", "It is £3.", to=AGNIESZKA, subject="Re: Dinner money", in_reply_to=FIRST)
    take(SCHOOL, Envelope(office, (Recipient(AGNIESZKA),), (), ""), says, now=asked_at + timedelta(minutes=20))
    release_due(SCHOOL, now=TEN)
    with reading():
        (held,) = stored.threads_of_contact(SCHOOL, "agnieszka", limit=5)
    assert [one.by for one in messages_in(held.thread_id)] == ["parent", "staff"]
    assert not late(held.thread_id)


@pytest.mark.clause("C22")
def test_the_note_of_a_talk_at_the_gate_is_an_answer(sample_school: Flask) -> None:
    thread_id = wrote(sample_school, TEN, message_id=FIRST)
    told = Told("form-of-a-talk", "agnieszka", "gate", "We spoke about the book. It is changed today.", "note")
    noted = approaches.record(HER_SCHOOL, told, staff_id="nair", now=TEN + timedelta(minutes=5))
    assert noted.thread_id == thread_id
    assert not late(thread_id)


@pytest.mark.clause("C3")
def test_the_office_answers_itself_what_was_to_ring_there_later_in_anothers_stead(sample_school: Flask) -> None:
    """Mrs Pettit has it and is late; Miss Nair, to whom it was too, has left, so the office would see it on Monday."""
    both = mail(to=f"{NAIR}, pettit@elmswick.example")
    thread_id = arrives(sample_school, both, FRIDAY_MORNING - timedelta(hours=30)).thread_id
    release_due(SCHOOL, now=FRIDAY_MORNING - timedelta(days=1))
    evening = FRIDAY_MORNING + timedelta(hours=8, minutes=50)
    roster = a_roster()
    without = replace(roster, staff=tuple(one for one in roster.staff if one.staff_id != "nair"))
    import_roster(SCHOOL, without, accept_removals=True, now=evening)
    assert thread_id is not None
    office = one_school(1, Actor("staff", "okafor"))
    answer_here(office, thread_id, now=evening)
    assert threads.open_thread(office, thread_id, staff_id="okafor", now=evening).shown


@pytest.mark.clause("C3")
def test_handing_on_to_somebody_for_whom_the_late_one_stands_in_gives_it_to_them_when_they_are_back(
    sample_school: Flask,
) -> None:
    pettits = mail(to="pettit@elmswick.example")
    thread_id = arrives(sample_school, pettits, FRIDAY_MORNING - timedelta(hours=30)).thread_id
    release_due(SCHOOL, now=FRIDAY_MORNING - timedelta(days=1))
    evening = FRIDAY_MORNING + timedelta(hours=8, minutes=50)
    monday = MONDAY_MORNING.date()
    add_absence(SCHOOL, Absence("nair", monday, monday, "pettit"), now=evening)
    set_hours(SCHOOL, "pettit", Week("Mo-Fr 08:15-15:45"), now=evening)
    assert thread_id is not None
    promise = hand_on(one_school(1, Actor("staff", "okafor")), thread_id, to="nair", now=evening)
    assert (promise.visible_to, promise.visible_at) == ("nair", MONDAY_MORNING + timedelta(days=1))
    assert replan_promises(SCHOOL, now=evening + timedelta(hours=1)) == 0
    release_due(SCHOOL, now=MONDAY_MORNING + timedelta(days=1))
    assert folder(thread_id) == "open"


def finishes(thread_id: int, at: datetime) -> None:
    """Miss Nair opens the conversation and says that nothing is left to do."""
    threads.open_thread(HER_SCHOOL, thread_id, staff_id="nair", now=at)
    threads.set_state(HER_SCHOOL, thread_id, staff_id="nair", state="done", now=at)


@pytest.mark.clause("C3")
def test_what_was_finished_is_late_for_nobody_when_the_family_writes_again(sample_school: Flask) -> None:
    thread_id = wrote(sample_school, TEN, message_id=FIRST)
    finishes(thread_id, TEN + timedelta(minutes=5))
    wednesday = TEN + timedelta(days=16)
    wrote(sample_school, wednesday, message_id=SECOND, in_reply_to=FIRST)
    assert overdue_answers(SCHOOL, now=wednesday + timedelta(minutes=5)) == ()
    answer = check_reply(HER_SCHOOL, thread_id, staff_id="nair", text="Yes.", now=wednesday + timedelta(hours=10))
    assert answer.leaves_at == MONDAY_MORNING + timedelta(days=21), "the second was promised for her next working day"
    hand_on(one_school(1, Actor("staff", "okafor")), thread_id, to="pettit", now=wednesday + timedelta(days=8))
    with reading():
        given = [one for one in queue.entries_of(SCHOOL, thread_id) if one.reader == "pettit"]
    assert len(given) == 1, "what she had finished is nothing for her cover to answer"


@pytest.mark.clause("C3")
def test_an_answer_by_somebody_who_may_not_read_the_newest_message_is_none_to_it(sample_school: Flask) -> None:
    set_hours(SCHOOL, "pettit", Week("Mo-Fr 08:15-15:45"), now=SUNDAY - timedelta(days=1))
    both = mail(to=f"{NAIR}, pettit@elmswick.example", message_id=FIRST)
    thread_id = arrives(sample_school, both, SUNDAY).thread_id
    assert thread_id is not None
    wrote(sample_school, SUNDAY + timedelta(minutes=1), message_id=SECOND, in_reply_to=FIRST)
    release_due(SCHOOL, now=MONDAY_MORNING)
    pettit = one_school(1, Actor("staff", "pettit"))
    assert len(threads.open_thread(pettit, thread_id, staff_id="pettit", now=TEN).shown) == 1
    send_reply(pettit, thread_id, staff_id="pettit", text="Of course.", now=TEN)
    assert folder(thread_id) == "open"
    assert late(thread_id)


@pytest.mark.clause("C3")
def test_an_answer_that_is_taken_back_opens_it_again_for_everybody_whom_it_had_served(sample_school: Flask) -> None:
    set_hours(SCHOOL, "pettit", Week("Mo-Fr 08:15-15:45"), now=SUNDAY - timedelta(days=1))
    set_hours(SCHOOL, "nair", Week("Mo-We 09:00-16:00"), now=SUNDAY - timedelta(days=1))
    thread_id = arrives(sample_school, mail(to=f"{NAIR}, pettit@elmswick.example"), SUNDAY).thread_id
    assert thread_id is not None
    for moment in (MONDAY_MORNING, TEN):
        release_due(SCHOOL, now=moment)
    for one in ("nair", "pettit"):
        threads.open_thread(one_school(1, Actor("staff", one)), thread_id, staff_id=one, now=TEN)
    night = TEN + timedelta(hours=9)
    sent = send_reply(HER_SCHOOL, thread_id, staff_id="nair", text="Of course.", now=night)
    assert not late(thread_id)
    cancel_reply(HER_SCHOOL, sent.outbox_id, staff_id="nair", now=night)
    with reading():
        assert {inbox.state_of(SCHOOL, thread_id, (one,)) for one in ("nair", "pettit")} == {"open"}
    assert late(thread_id)


@pytest.mark.clause("C1")
@pytest.mark.parametrize("copy", ["office@elmswick.example", "pettit@elmswick.example"])
def test_a_mail_to_the_family_with_a_colleague_in_copy_is_an_answer(sample_school: Flask, copy: str) -> None:
    thread_id = wrote(sample_school, TEN, message_id=FIRST)
    answer = mail(f"Priya Nair <{NAIR}>", "Of course.", to=f"Agnieszka <{AGNIESZKA}>, {copy}", in_reply_to=FIRST)
    assert arrives(sample_school, answer, TEN + timedelta(minutes=5)).thread_id == thread_id
    assert not late(thread_id)


@pytest.mark.clause("C3")
def test_an_answer_that_did_not_go_is_none(sample_school: Flask) -> None:
    thread_id = wrote(sample_school, TEN, message_id=FIRST)
    threads.open_thread(HER_SCHOOL, thread_id, staff_id="nair", now=TEN)
    send_reply(HER_SCHOOL, thread_id, staff_id="nair", text="Of course.", now=TEN)
    gone = {"school_email": failing(Refused("no such mailbox"))}
    send_due(SCHOOL, gone, letters_of(sample_school), now=TEN)
    assert folder(thread_id) == "open"
    assert late(thread_id)
