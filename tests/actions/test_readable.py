"""A list says no more of a conversation than it would show when opened: nothing that has not rung for its reader yet."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask

from gateway.actions import approaches, desk, family_messages, inbox, replies, threads
from gateway.actions.approaches import Told
from gateway.actions.inbox import InboxLine
from gateway.actions.release import release_due
from gateway.domain.scope import Actor, Scope, one_school
from gateway.store import concerns, flags
from gateway.store import threads as stored
from gateway.store.flags import Suggestion
from gateway.store.transaction import reading, writing
from tests.schools import MONDAY_MORNING, SCHOOL, THURSDAY_EVENING, arrives, family_of, mail

NINE = MONDAY_MORNING + timedelta(minutes=45)
EVENING = MONDAY_MORNING + timedelta(hours=12)
TUESDAY = MONDAY_MORNING + timedelta(days=1)
FIRST = "<first@mail.example>"


def of(staff_id: str) -> Scope:
    """The school as this member of staff reaches it."""
    return one_school(1, Actor("staff", staff_id))


def line_of(staff_id: str, which: str = "all") -> InboxLine:
    """The one conversation of a list."""
    (only,) = inbox.inbox_page(of(staff_id), staff_id, which=which, before=None).lines
    return only


def begun(app: Flask, **more: str) -> int:
    """A conversation that rang for Miss Nair on Monday morning."""
    taken = arrives(app, mail(message_id=FIRST, **more))
    release_due(SCHOOL, now=MONDAY_MORNING)
    assert taken.thread_id is not None
    return taken.thread_id


def more(app: Flask, text: str, *, to: str = "nair@elmswick.example", hours: int = 12) -> None:
    """What the family writes later in the same conversation."""
    arrives(app, mail(text=text, to=to, in_reply_to=FIRST), MONDAY_MORNING + timedelta(hours=hours))


@pytest.mark.clause("C3")
def test_a_line_keeps_its_words_and_its_time_until_what_waits_rings(sample_school: Flask) -> None:
    begun(sample_school, text="Could the reading book be changed?")
    before = line_of("nair").line
    more(sample_school, "I am furious about the giraffe.")
    assert line_of("nair").line == before
    release_due(SCHOOL, now=TUESDAY)
    line = line_of("nair").line
    assert (line.preview, line.last_by, line.last_at) == ("I am furious about the giraffe.", "parent", EVENING)


@pytest.mark.clause("C3")
def test_an_answered_conversation_stays_answered_until_what_waits_rings(sample_school: Flask) -> None:
    thread_id = begun(sample_school)
    replies.send_reply(of("nair"), thread_id, staff_id="nair", text="It is changed.", now=NINE)
    more(sample_school, "And now the giraffe.")
    line = line_of("nair", "finished").line
    assert (line.preview, line.last_by) == ("It is changed.", "staff")
    assert not inbox.inbox_page(of("nair"), "nair", which="reply", before=None).lines


@pytest.mark.clause("C3")
def test_a_conversation_that_was_brought_back_needs_no_reply_to_what_has_not_rung(sample_school: Flask) -> None:
    thread_id = begun(sample_school)
    replies.send_reply(of("nair"), thread_id, staff_id="nair", text="It is changed.", now=NINE)
    threads.set_state(of("nair"), thread_id, staff_id="nair", state="open", now=NINE)
    more(sample_school, "And now the giraffe.")
    assert not inbox.inbox_page(of("nair"), "nair", which="reply", before=None).lines
    release_due(SCHOOL, now=TUESDAY)
    assert line_of("nair", "reply").line.preview == "And now the giraffe."


def test_what_a_calendar_said_stands_in_the_line_whatever_is_kept_from_it(sample_school: Flask) -> None:
    thread_id = begun(sample_school)
    more(sample_school, "For you alone.", to="ashdown@elmswick.example", hours=1)
    later = NINE + timedelta(hours=1)
    with writing():
        stored.touch(SCHOOL, thread_id, last_at=later, last_by="parent", preview="Their calendar said no")
    assert line_of("nair").line.preview == "Their calendar said no"


def test_what_was_written_to_a_colleague_alone_is_in_no_line_of_anybody_else(sample_school: Flask) -> None:
    begun(sample_school, text="For Miss Nair.")
    more(sample_school, "For both.", to="nair@elmswick.example, ashdown@elmswick.example", hours=1)
    more(sample_school, "For Miss Nair again.", hours=2)
    assert line_of("nair").line.preview == "For Miss Nair again."
    assert line_of("ashdown").line.preview == "For both."


def test_an_answer_to_one_letter_leaves_another_with_who_has_not_opened_it(sample_school: Flask) -> None:
    thread_id = begun(sample_school, text="For Miss Nair.")
    more(sample_school, "For you alone.", to="ashdown@elmswick.example", hours=1)
    at = MONDAY_MORNING + timedelta(hours=2)
    replies.send_reply(of("ashdown"), thread_id, staff_id="ashdown", text="Thank you.", now=at)
    assert line_of("nair").is_new
    assert not inbox.inbox_page(of("ashdown"), "ashdown", which="all", before=None).lines


@pytest.mark.clause("C22")
def test_a_suggestion_waits_with_the_words_that_it_rests_on(sample_school: Flask) -> None:
    thread_id = begun(sample_school)
    more(sample_school, "She cried all night because of it.")
    with reading():
        first, second = stored.messages_of(SCHOOL, thread_id)
    finding = {"code": "distress", "reason": "Strong worry", "evidence": [[second.message_id, 0, 9]]}

    def suggest(*findings: object) -> None:
        with writing():
            flags.save_suggestion(
                SCHOOL,
                Suggestion(thread_id, "open", 0.9, list(findings), EVENING, None, "", ""),
            )

    suggest(finding)
    assert not line_of("nair").better_in_person
    assert not inbox.inbox_page(of("nair"), "nair", which="talk", before=None).lines
    assert threads.open_thread(of("nair"), thread_id, staff_id="nair", now=NINE).suggestion is None
    suggest(finding | {"evidence": [[first.message_id, 0, 5], [second.message_id, 0, 9]]}, finding | {"code": "money"})
    shown = threads.open_thread(of("nair"), thread_id, staff_id="nair", now=NINE).suggestion
    assert shown is not None
    assert [(one["code"], one["evidence"]) for one in shown.findings] == [("distress", [[first.message_id, 0, 5]])]
    assert line_of("nair").better_in_person
    suggest(finding)
    release_due(SCHOOL, now=TUESDAY)
    assert line_of("nair").better_in_person
    assert threads.open_thread(of("nair"), thread_id, staff_id="nair", now=TUESDAY).suggestion is not None


@pytest.mark.clause("C12")
def test_a_worry_is_in_the_line_of_who_was_told_and_in_no_other(sample_school: Flask) -> None:
    thread_id = begun(sample_school, text="Zofia is ill today and will not be in school.")
    release_due(SCHOOL, now=MONDAY_MORNING + timedelta(minutes=15))
    more(sample_school, "Her uncle hits her with a belt and she is covered in bruises.", to="nair@elmswick.example")
    with reading():
        (alert,) = concerns.alerts_of(SCHOOL, thread_id)
    assert "belt" in line_of(alert.told[0]).line.preview
    assert "belt" not in line_of("okafor").line.preview


@pytest.mark.clause("C12")
@pytest.mark.parametrize("way", ["a note of a talk at the gate", "mail to the lead"])
def test_a_worry_that_staff_write_is_read_by_who_wrote_it_and_who_was_told_and_by_nobody_else(
    sample_school: Flask, way: str
) -> None:
    thread_id = begun(sample_school, text="Zofia is ill today and will not be in school.")
    release_due(SCHOOL, now=MONDAY_MORNING + timedelta(minutes=15))
    replies.send_reply(of("nair"), thread_id, staff_id="nair", text="Thank you for telling us.", now=NINE)
    worry = "Mrs Nowak told me at the gate that Zofia's uncle hits her with a belt and she is covered in bruises."
    if way == "mail to the lead":
        nair = "Miss Nair <nair@elmswick.example>"
        arrives(sample_school, mail(nair, worry, to="castellan@elmswick.example", in_reply_to=FIRST), NINE)
    else:
        approaches.record(of("nair"), Told("one", "agnieszka", "gate", worry, "note"), staff_id="nair", now=NINE)

    def read_by(staff_id: str, which: str) -> list[bool]:
        held = threads.open_thread(of(staff_id), thread_id, staff_id=staff_id, now=NINE)
        assert any("telling us" in one.message.text for one in held.shown), "what a colleague answers is everybody's"
        return [
            any("belt" in one.message.text for one in held.shown),
            "belt" in line_of(staff_id, which).line.preview,
            bool(inbox.search(of(staff_id), "belt", staff_id=staff_id).found),
        ]

    nairs = "all" if way == "a note of a talk at the gate" else "finished"
    for staff_id, which in (("nair", nairs), ("castellan", "all"), ("ashdown", "all")):
        assert read_by(staff_id, which) == [True, True, True]
    assert read_by("okafor", "all") == [False, False, False]
    assert line_of("okafor").line.preview == "Thank you for telling us."


def test_a_line_says_by_which_way_the_words_came_not_how_they_are_answered(sample_school: Flask) -> None:
    mother = family_of("agnieszka")
    begin = partial(family_messages.begin_talk, mother, "class-1", subject="Book", now=THURSDAY_EVENING)
    thread_id = begin(text="Could the book be changed?", form="first")
    assert thread_id is not None
    release_due(SCHOOL, now=MONDAY_MORNING)
    assert line_of("nair").channel == "page"
    found = desk.search(of("castellan"), desk.Question(who="Agnieszka Nowak", purpose="support"), now=NINE)
    assert [one.known.channel for one in found.threads] == ["page"]
    replies.send_reply(of("nair"), thread_id, staff_id="nair", text="Of course.", now=NINE)
    assert line_of("nair", "finished").channel == "page"
