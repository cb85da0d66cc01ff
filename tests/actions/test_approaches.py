"""Families turned back politely: what is recorded, what is sent, where it goes on, and that a worry comes first."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from gateway.actions import approaches, turned_back
from gateway.actions.approaches import Recorded, Told
from gateway.actions.directory import directory
from gateway.actions.threads import open_thread
from gateway.domain.approaches import usual_words
from gateway.domain.errors import InputProblem
from gateway.domain.scope import Actor, Scope, one_school
from gateway.store import audit, concerns, families, inbox, queue, threads
from gateway.store.threads import Message
from gateway.store.transaction import reading
from tests.schools import MONDAY_MORNING, SCHOOL, THURSDAY_EVENING, arrives, mail, parcels

NAIR = one_school(1, Actor("staff", "nair"))
NINE = MONDAY_MORNING + timedelta(minutes=45)
_forms = iter(range(10_000))


def nair_tells(
    contact_id: str = "agnieszka",
    way: str = "whatsapp",
    words: str = "",
    *,
    answer: str = "redirect",
    form: str = "",
    at: datetime = NINE,
    staff_id: str = "nair",
) -> Recorded:
    """A member of staff records an approach."""
    scope: Scope = one_school(1, Actor("staff", staff_id))
    told = Told(form or f"form{next(_forms)}", contact_id, way, words, answer)
    return approaches.record(scope, told, staff_id=staff_id, now=at)


def said_in(recorded: Recorded) -> tuple[Message, ...]:
    """The messages of the conversation that goes on from an approach."""
    assert recorded.thread_id is not None
    with reading():
        return threads.messages_of(SCHOOL, recorded.thread_id)


def events(name: str) -> int:
    """How often something stands in the record."""
    with reading():
        return audit.counts_since(SCHOOL, THURSDAY_EVENING - timedelta(days=90)).get(name, 0)


@pytest.mark.clause("C1")
def test_a_family_is_sent_the_ways_to_write_and_its_answer_comes_to_whoever_recorded_it(sample_school: Flask) -> None:
    recorded = nair_tells(staff_id="okafor", contact_id="helen")
    (letter,) = parcels(sample_school, "turned_back")
    assert (recorded.outcome, letter.to_address, letter.send_after) == ("sent", "helen@mail.example", NINE)
    with reading():
        held = threads.thread(SCHOOL, recorded.thread_id or 0)
    assert held is not None
    to = f"office+c-{held.token}@elmswick.example"
    answered = arrives(sample_school, mail("Helen Tate <helen@mail.example>", "Sorry!", to=to), at=NINE)
    assert answered.thread_id == recorded.thread_id
    assert answered.staff == ("okafor",), "not to the class teacher, who was never asked"


def test_the_letter_says_who_by_which_way_and_the_words_of_the_school(sqlite_school: Flask) -> None:
    nair_tells()
    (letter,) = parcels(sqlite_school, "turned_back")
    with reading():
        people = directory(SCHOOL)
    sent = sqlite_school.extensions["handbell.equipment"].letters.compose(people, letter)
    assert sent.subject == "Re: Your message on WhatsApp"
    for said in ("You wrote to Miss Nair on WhatsApp.", usual_words(1), "Reply to this email.", "Call 999"):
        assert said in sent.text
    assert sent.automatic
    assert "+c-" in sent.reply_to


def test_the_schools_own_words_stand_in_the_letter_from_the_moment_they_are_written(sqlite_school: Flask) -> None:
    own = "Please use Tapestry or school email. We look at them on school days."
    turned_back.change_words(NAIR, own, staff_id="ashdown", now=NINE)
    assert said_in(nair_tells())[-1].text == own
    turned_back.change_words(NAIR, " ", staff_id="ashdown", now=NINE)
    assert said_in(nair_tells("marek"))[-1].text == usual_words(1)
    assert events("approach.reworded") == 2


def test_it_joins_the_conversation_about_the_same_child_that_is_going_on(sample_school: Flask) -> None:
    taken = arrives(sample_school, mail(), at=NINE)
    recorded = nair_tells(words="Any news about the book?", at=NINE + timedelta(hours=1))
    assert recorded.thread_id == taken.thread_id
    assert [(one.by, one.channel) for one in said_in(recorded)] == [
        ("parent", "school_email"),
        ("parent", "whatsapp"),
        ("staff", "school_email"),
    ]


@pytest.mark.clause("C4")
def test_it_never_joins_the_conversation_of_another_person_or_of_a_colleague(sample_school: Flask) -> None:
    hers = arrives(sample_school, mail(), at=NINE)
    assert nair_tells("marek").thread_id != hers.thread_id
    to_garrod = arrives(sample_school, mail("Helen Tate <helen@mail.example>", to="garrod@elmswick.example"), at=NINE)
    assert nair_tells("helen", staff_id="okafor").thread_id != to_garrod.thread_id


def test_nobody_is_told_twice_within_a_day_but_each_approach_is_counted(sample_school: Flask) -> None:
    assert [nair_tells(at=NINE + timedelta(hours=one)).outcome for one in (0, 2, 25)] == [
        "sent",
        "told_already",
        "sent",
    ]
    assert len(parcels(sample_school, "turned_back")) == 2
    with reading():
        counted = approaches.tally(SCHOOL, now=NINE)
    assert (counted.approaches, counted.by_way) == (3, {"whatsapp": 3})
    assert counted.term is not None
    assert counted.term.label == "Autumn term"


def test_a_form_that_is_sent_twice_counts_once(sample_school: Flask) -> None:
    first, again = (nair_tells(words="Is there PE today?", form="same", at=NINE) for _ in range(2))
    assert (first.thread_id, first.outcome) == (again.thread_id, again.outcome)
    assert len(parcels(sample_school, "turned_back")) == 1
    assert len(said_in(first)) == 2
    assert events("approach.recorded") == 1


@pytest.mark.clause("C12")
def test_a_worry_in_the_words_is_alerted_at_any_hour_before_anything_else(sample_school: Flask) -> None:
    words = "Zofia says her uncle hit her with a belt and she has bruises."
    at_night = THURSDAY_EVENING + timedelta(hours=3)
    recorded = nair_tells(words=words, at=at_night)
    with reading():
        raised = concerns.open_alerts(SCHOOL)
    assert [one.thread_id for one in raised] == [recorded.thread_id]
    assert parcels(sample_school, "alert")
    first = said_in(recorded)[0]
    assert (first.disposition, first.rule) == ("risk", "C12.risk_first")


@pytest.mark.clause("C12")
def test_a_worry_in_a_note_of_a_talk_is_alerted_too(sample_school: Flask) -> None:
    nair_tells(way="gate", words="Mum says Zofia wants to kill herself.", answer="note")
    with reading():
        assert concerns.open_alerts(SCHOOL)


def test_an_absence_that_was_told_elsewhere_still_reaches_the_office(sample_school: Flask) -> None:
    recorded = nair_tells(words="Zofia is sick and will not be in school today.")
    with reading():
        assert [one.thread_id for one in inbox.lines(SCHOOL, ["office"], states=["open"], before=None, limit=9)] == [
            recorded.thread_id
        ]


@pytest.mark.clause("C3")
def test_at_night_the_letter_waits_for_the_hours_of_a_reply_and_nothing_rings(sample_school: Flask) -> None:
    recorded = nair_tells(words="Is there PE tomorrow?", at=THURSDAY_EVENING)
    (letter,) = parcels(sample_school, "turned_back")
    assert letter.send_after == MONDAY_MORNING == recorded.leaves_at
    with reading():
        assert inbox.unread(SCHOOL, "nair", ["nair"]) == 0, "she has read it already"
        (entry,) = queue.entries_of(SCHOOL, recorded.thread_id or 0)
    assert (entry.state, entry.promised_at, entry.opened_at) == ("rung", None, THURSDAY_EVENING)


@pytest.mark.clause("C4")
def test_whom_school_may_not_write_to_is_sent_nothing_and_the_office_has_the_words(sample_school: Flask) -> None:
    recorded = nair_tells("gareth", words="When can I fetch Poppy?", staff_id="garrod")
    assert (recorded.outcome, recorded.thread_id, recorded.leaves_at) == ("restricted", None, None)
    assert parcels(sample_school, "turned_back") == ()
    with reading():
        (line,) = inbox.lines(SCHOOL, ["office"], states=["open"], before=None, limit=9)
        assert not inbox.lines(SCHOOL, ["garrod"], states=["open"], before=None, limit=9)
    assert line.contact_id == "gareth"


def test_a_talk_at_the_gate_can_be_noted_for_staff_alone(sample_school: Flask) -> None:
    recorded = nair_tells(way="gate", words="Reading goes better. Mum is pleased.", answer="note")
    assert (recorded.outcome, parcels(sample_school)) == ("noted", ())
    (note,) = said_in(recorded)
    assert (note.by, note.author_id, note.author_name, note.channel) == ("staff", "nair", "Miss Nair", "gate")
    with reading():
        assert families.shown_ids(SCHOOL, recorded.thread_id or 0) == frozenset()
    talk = open_thread(NAIR, recorded.thread_id or 0, staff_id="nair", now=NINE)
    assert [one.message.text for one in talk.shown] == ["Reading goes better. Mum is pleased."]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"way": "pigeon"}, "by which way"),
        ({"contact_id": "nobody"}, "who it was"),
        ({"contact_id": "helen"}, "who it was"),
        ({"answer": "note"}, "Only a talk"),
        ({"answer": "shout"}, "Only a talk"),
        ({"way": "gate", "answer": "note", "words": " "}, "what you talked about"),
        ({"words": "x" * 4001}, "longer than"),
    ],
)
def test_what_cannot_be_recorded_is_refused_with_a_sentence_and_leaves_nothing(
    sqlite_school: Flask, told: dict[str, str], why: str
) -> None:
    with pytest.raises(InputProblem, match=why):
        nair_tells(**told)
    assert events("approach.recorded") == 0
    assert events("message.placed") == 0


def test_the_record_holds_the_words_of_the_letter_and_stays_whole(sample_school: Flask) -> None:
    nair_tells(words="Is there PE today?")
    with reading():
        assert audit.first_break(SCHOOL) is None
        assert audit.first_wrong_words(SCHOOL) is None
