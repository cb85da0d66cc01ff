"""Replies that a person carries into an app: confirmed by whom and when, or lapsed and noticed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from gateway.actions import copying, handovers, threads
from gateway.actions.compose import start_thread
from gateway.actions.copying import Copy
from gateway.actions.delivery import send_due
from gateway.actions.endpoints import open_endpoint
from gateway.actions.handovers import HandedOverAlready
from gateway.actions.own_threads import NotYourThread
from gateway.actions.replies import Sent, cancel_reply, send_again, send_reply
from gateway.domain.errors import InputProblem
from gateway.domain.scope import Actor, one_school
from gateway.store import audit
from gateway.store.transaction import reading
from tests.schools import MONDAY_MORNING, SCHOOL

NINE = MONDAY_MORNING + timedelta(minutes=45)
NAIR = one_school(1, Actor("staff", "nair"))
LAPSES = (MONDAY_MORNING + timedelta(days=1)).replace(hour=16, minute=0)
"""The end of Miss Nair's Tuesday."""


def answered(
    contact: str = "agnieszka", words: str = "Of course.", channel: str = "tapestry", at: datetime = NINE
) -> Sent:
    """Miss Nair copies a message in and answers it."""
    told = Copy(f"{contact}{channel}", channel, contact, f"Is PE today, asks {contact}?")
    thread_id = copying.copy_in(NAIR, told, staff_id="nair", now=NINE).thread_id
    assert thread_id is not None
    return send_reply(NAIR, thread_id, staff_id="nair", text=words, now=at)


def shown(sent: Sent, at: datetime) -> tuple[str, str, str]:
    """What the conversation says became of a reply: its state, its failure and its evidence."""
    talk = threads.open_thread(NAIR, sent.thread_id, staff_id="nair", now=at)
    (delivery,) = [one.delivery for one in talk.shown if one.delivery is not None]
    return delivery.state, delivery.failure, delivery.evidence


def to_copy(at: datetime = NINE, staff_id: str = "nair") -> list[tuple[str, list[str]]]:
    """What a person is to copy: each text with those whom it is for."""
    found = handovers.waiting(SCHOOL, staff_id, now=at)
    return [(one.words, [held.to_name for held in one.handovers]) for one in found]


def test_a_reply_waits_to_be_copied_and_is_handed_over_when_a_person_says_so(sample_school: Flask) -> None:
    sent = answered()
    assert to_copy() == [("Of course.", ["Agnieszka Nowak"])]
    assert shown(sent, NINE)[0] == "leaving"
    assert handovers.confirm(NAIR, [sent.outbox_id], staff_id="nair", now=NINE + timedelta(minutes=5)) == 1
    assert shown(sent, NINE) == ("handed_over", "", "Miss Nair says that they sent it there.")
    assert to_copy() == []
    with reading():
        (link,) = audit.latest(SCHOOL, ("delivery.handed_over",), limit=5)
    assert (link.actor, link.at) == ("staff:nair", NINE + timedelta(minutes=5))


def test_no_machine_takes_it_meanwhile_and_nobody_is_told_too_early_that_it_failed(sqlite_school: Flask) -> None:
    sent = answered()
    letters = sqlite_school.extensions["handbell.equipment"].letters
    send_due(SCHOOL, {}, letters, now=NINE + timedelta(hours=3))
    assert handovers.lapse_due(SCHOOL, now=LAPSES - timedelta(seconds=1)) == 0
    assert shown(sent, NINE)[0] == "leaving"


def test_one_that_nobody_confirms_lapses_at_the_end_of_the_next_working_day_and_the_office_sees_it(
    sample_school: Flask,
) -> None:
    sent = answered()
    assert handovers.lapse_due(SCHOOL, now=LAPSES) == 1
    assert handovers.lapse_due(SCHOOL, now=LAPSES) == 0
    state, failure, _ = shown(sent, LAPSES)
    assert state == "failed"
    assert failure == "It was to be copied into Tapestry. Nobody has said that it was sent there."
    (one,) = handovers.lapsed(SCHOOL)
    assert (one.author, one.to_name, one.lapsed_at) == ("Miss Nair", "Agnieszka Nowak", LAPSES)
    send_again(NAIR, sent.outbox_id, staff_id="nair", now=LAPSES - timedelta(hours=1))
    assert handovers.lapsed(SCHOOL) == ()
    assert to_copy(LAPSES) == [("Of course.", ["Agnieszka Nowak"])]


def test_the_same_words_to_several_people_are_copied_once_and_ticked_one_by_one(sqlite_school: Flask) -> None:
    first, second = answered(), answered("marek")
    answered("tom", "See you then.")
    assert sorted(to_copy()) == [("Of course.", ["Agnieszka Nowak", "Marek Nowak"]), ("See you then.", ["Tom Reed"])]
    handovers.confirm(NAIR, [second.outbox_id], staff_id="nair", now=NINE)
    assert ("Of course.", ["Agnieszka Nowak"]) in to_copy()
    assert handovers.confirm(NAIR, [first.outbox_id, second.outbox_id, first.outbox_id], staff_id="nair", now=NINE) == 1


def test_nothing_is_confirmed_without_a_tick_or_for_another_or_twice_over(sqlite_school: Flask) -> None:
    sent, other = answered(), answered("marek")
    with pytest.raises(InputProblem):
        handovers.confirm(NAIR, [], staff_id="nair", now=NINE)
    for outbox_id, staff_id in ((sent.outbox_id, "garrod"), (12345, "nair")):
        with pytest.raises(NotYourThread):
            handovers.confirm(SCHOOL, [outbox_id], staff_id=staff_id, now=NINE)
    cancel_reply(NAIR, other.outbox_id, staff_id="nair", now=NINE)
    with pytest.raises(HandedOverAlready):
        handovers.confirm(NAIR, [sent.outbox_id, other.outbox_id], staff_id="nair", now=NINE)
    assert shown(sent, NINE)[0] == "leaving", "all or none"


def test_a_reply_of_the_evening_is_not_to_be_copied_before_its_hour(sqlite_school: Flask) -> None:
    evening = NINE.replace(hour=20)
    sent = answered(at=evening)
    assert to_copy(evening) == []
    with pytest.raises(HandedOverAlready):
        handovers.confirm(NAIR, [sent.outbox_id], staff_id="nair", now=evening)
    assert to_copy(MONDAY_MORNING + timedelta(days=1)) == [("Of course.", ["Agnieszka Nowak"])]


def test_where_a_bridge_is_open_nobody_copies(sqlite_school: Flask) -> None:
    sent = answered()
    key = sqlite_school.extensions["handbell.equipment"].settings_key
    open_endpoint(SCHOOL, "nursery", channel="tapestry", key=key, now=NINE)
    assert to_copy() == []
    with pytest.raises(HandedOverAlready):
        handovers.confirm(NAIR, [sent.outbox_id], staff_id="nair", now=NINE)


@pytest.mark.clause("C12")
def test_while_nobody_has_taken_a_worry_nothing_is_sent_by_hand_either(sqlite_school: Flask) -> None:
    sent = answered()
    worry = Copy("f2", "tapestry", "agnieszka", "Zofia says her uncle hit her with a belt.")
    copying.copy_in(NAIR, worry, staff_id="nair", now=NINE)
    held = handovers.in_thread(SCHOOL, sent.thread_id, now=NINE)[sent.outbox_id]
    assert held.handovers[0].is_held
    with pytest.raises(HandedOverAlready, match="worry"):
        handovers.confirm(NAIR, [sent.outbox_id], staff_id="nair", now=NINE)


@pytest.mark.clause("C1")
def test_a_conversation_may_begin_in_an_app_and_is_handed_over_or_lapses_like_any_answer(sqlite_school: Flask) -> None:
    begun = [
        start_thread(
            NAIR,
            staff_id="nair",
            contact_id=contact,
            pupil_id="zofia",
            subject="Gloves",
            text="Her gloves are here.",
            now=NINE,
            channel="tapestry",
        )
        for contact in ("agnieszka", "marek")
    ]
    assert to_copy() == [("Her gloves are here.", ["Agnieszka Nowak", "Marek Nowak"])]
    (shared,) = handovers.waiting(SCHOOL, "nair", now=NINE)
    assert [one.known_there for one in shared.handovers] == ["agnieszka@mail.example", "marek@mail.example"]
    handovers.confirm(NAIR, [begun[0].outbox_id], staff_id="nair", now=NINE)
    assert shown(begun[0], NINE)[0] == "handed_over"
    assert handovers.lapse_due(SCHOOL, now=LAPSES) == 1
    assert shown(begun[1], LAPSES)[0] == "failed"
    assert [one.to_name for one in handovers.lapsed(SCHOOL)] == ["Marek Nowak"]
