"""What families see and do: their own words and promises, never another's, and nothing that rests on what was found in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from gateway.actions import calendars, families, family_messages, suggestions
from gateway.actions.families import Talk
from gateway.actions.family_messages import NothingWritten, RangAlready
from gateway.actions.own_threads import NotYourThread
from gateway.actions.release import release_due
from gateway.actions.replies import send_reply
from gateway.actions.threads import open_thread
from gateway.domain.errors import InputProblem
from gateway.domain.identity import Directory
from gateway.domain.messages import Evidence, Finding
from gateway.domain.promises import OFFICE
from gateway.domain.roster import Absence, CalendarDay
from gateway.domain.scope import Actor, one_school
from gateway.store import audit, inbox, outbox, queue, threads
from gateway.store.transaction import reading, writing
from tests.schools import (
    FRIDAY_MORNING,
    MONDAY_MORNING,
    SCHOOL,
    THURSDAY_EVENING,
    a_roster,
    arrives,
    family_of,
    mail,
    parcels,
)

AGNIESZKA = family_of("agnieszka")


def a_message(text: str = "Could the book be changed?", *, key: str = "class-1", form: str = "form-1") -> int:
    """Agnieszka's new conversation on Thursday evening; its id."""
    thread_id = family_messages.begin_talk(AGNIESZKA, key, subject="Book", text=text, form=form, now=THURSDAY_EVENING)
    assert thread_id is not None
    return thread_id


def the_talk(thread_id: int, *, at: timedelta = timedelta()) -> Talk:
    """Agnieszka's view of a conversation."""
    return families.talk(AGNIESZKA, thread_id, now=THURSDAY_EVENING + at)


def events(name: str) -> int:
    """How many events of one name the record holds."""
    with reading():
        return len(audit.latest(SCHOOL, (name,), limit=100))


def readers(thread_id: int) -> dict[str, str]:
    """Who has, or will have, a conversation's messages, and in which state."""
    with reading():
        return {one.reader: one.state for one in queue.entries_of(SCHOOL, thread_id)}


# Writing


@pytest.mark.clause("C3")
def test_the_promise_before_sending_is_the_promise_after_it(sample_school: Flask) -> None:
    ahead = family_messages.about_to_begin(AGNIESZKA, "class-1", now=THURSDAY_EVENING).ahead
    wait = the_talk(a_message()).wait
    assert wait is not None
    assert (ahead.who, ahead.visible_at) == ("Mrs Pettit", FRIDAY_MORNING)
    assert (wait.slip.who, wait.slip.visible_at, wait.slip.answer_by_at) == (
        ahead.who,
        ahead.visible_at,
        ahead.answer_by_at,
    )


def test_a_message_of_a_page_goes_to_both_who_share_the_class_and_needs_no_mail(sample_school: Flask) -> None:
    thread_id = a_message()
    assert readers(thread_id) == {"nair": "waiting", "pettit": "waiting"}
    assert parcels(sample_school) == (), "the page itself shows the promise"
    assert events("message.placed") == 1


def test_a_form_that_is_sent_twice_sends_one_message(sample_school: Flask) -> None:
    thread_id = a_message()
    again = family_messages.begin_talk(
        AGNIESZKA, "class-1", subject="Book", text="Could the book be changed?", form="form-1", now=THURSDAY_EVENING
    )
    assert again is None
    assert len(the_talk(thread_id).said) == 1


def test_the_same_words_in_two_forms_are_two_messages(sample_school: Flask) -> None:
    thread_id = a_message("Thank you")
    for form in ("form-2", "form-3"):
        family_messages.write(AGNIESZKA, thread_id, text="Thank you", form=form, now=THURSDAY_EVENING)
    assert [one.text for one in the_talk(thread_id).said] == ["Thank you"] * 3


def test_words_that_look_like_a_quoted_mail_are_kept_whole(sample_school: Flask) -> None:
    words = "On Monday 16 November Miss Nair wrote:\n> Zofia was happy\n\nShe is not.\n--\nAgnieszka"
    assert the_talk(a_message(words)).said[0].text == words


@pytest.mark.parametrize("words", ["", "  \n ", "\x00", "\u200b\u2060", "x" * 20_001])
def test_nothing_and_too_much_are_refused_with_a_sentence(sample_school: Flask, words: str) -> None:
    with pytest.raises(NothingWritten):
        a_message(words)
    assert events("message.placed") == 0


@pytest.mark.clause("C12")
@pytest.mark.parametrize("code", ["safeguarding", "allegation_staff"])
def test_nothing_on_the_page_rests_on_what_the_words_were_found_to_contain(
    sample_school: Flask, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    plain_id = a_message("Miss Nair and Mrs Ashdown", form="plain")
    found = (Finding(code, "for the test", (Evidence(0, 0, 3),)),)
    with monkeypatch.context() as patched:
        patched.setattr("gateway.actions.reading.risk.screen", lambda turns: found)
        worry_id = a_message("Miss Nair and Mrs Ashdown", form="worry")
    assert events("alert.raised") == 1
    moments = (timedelta(), timedelta(days=3, hours=13), timedelta(days=8))
    for at in moments:
        release_due(SCHOOL, now=THURSDAY_EVENING + at)
        plain, worry = the_talk(plain_id, at=at), the_talk(worry_id, at=at)
        assert replace(worry, said=(), thread_id=0) == replace(plain, said=(), thread_id=0)
        assert [replace(one, message_id=0) for one in worry.said] == [replace(one, message_id=0) for one in plain.said]
        lines = families.home(AGNIESZKA, now=THURSDAY_EVENING + at).lines
        assert len({replace(one, thread_id=0) for one in lines}) == 1


@pytest.mark.clause("C12")
def test_asking_the_office_and_taking_back_go_alike_whatever_was_found(
    sample_school: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = (Finding("allegation_staff", "for the test", (Evidence(0, 0, 3),)),)
    with monkeypatch.context() as patched:
        patched.setattr("gateway.actions.reading.risk.screen", lambda turns: ())
        plain_id = a_message("Miss Nair grabbed her arm.", form="plain")
        patched.setattr("gateway.actions.reading.risk.screen", lambda turns: found)
        closed_id = a_message("Miss Nair grabbed her arm.", form="closed")
    asked = [family_messages.ask_office(AGNIESZKA, one, now=THURSDAY_EVENING) for one in (plain_id, closed_id)]
    assert asked[0] == asked[1] is not None
    plain, closed = the_talk(plain_id), the_talk(closed_id)
    assert closed.wait == plain.wait
    release_due(SCHOOL, now=MONDAY_MORNING + timedelta(hours=1))
    with reading():
        assert OFFICE in queue.readers_of(SCHOOL, plain_id)
        assert queue.readers_of(SCHOOL, closed_id) == ("ashdown",), "the office hears nothing of it"


def test_who_asked_the_office_as_well_is_still_told_when_the_teachers_day_moves(sample_school: Flask) -> None:
    taken = arrives(sample_school, mail())
    family_messages.ask_office(AGNIESZKA, taken.thread_id or 0, now=THURSDAY_EVENING)
    release_due(SCHOOL, now=FRIDAY_MORNING + timedelta(hours=1))
    monday = MONDAY_MORNING.date()
    calendars.close_school(SCHOOL, CalendarDay("closed", monday, monday), now=FRIDAY_MORNING + timedelta(hours=2))
    (told,) = parcels(sample_school, "promise_changed")
    assert (told.facts["reader"], told.facts["was"]) == ("nair", MONDAY_MORNING.isoformat())


def test_a_message_for_today_on_a_page_reaches_the_office(
    sample_school: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = (Finding("collection", "for the test", (Evidence(0, 0, 3),)),)
    monkeypatch.setattr("gateway.actions.reading.operations.recognise", lambda text, **_: found)
    assert OFFICE in readers(a_message())


# Whom to write to


def test_a_family_chooses_among_its_childrens_teachers_the_office_and_the_headteacher(sample_school: Flask) -> None:
    found = family_messages.choices(family_of("kate"), now=MONDAY_MORNING)
    assert [one.name for one in found] == ["Mr Garrod", "Miss Nair and Mrs Pettit", "The school office", "Mrs Ashdown"]
    assert found[1].what_for == (
        "For Maisie, Robin Class. Miss Nair works Monday to Wednesday, Mrs Pettit Thursday and Friday."
    )


def test_a_family_is_told_who_reads_while_a_teacher_is_away_and_not_on_which_days_they_work(
    sample_school: Flask,
) -> None:
    leave = Absence("nair", MONDAY_MORNING.date(), MONDAY_MORNING.date(), "garrod")
    calendars.add_absence(SCHOOL, leave, now=THURSDAY_EVENING)
    found = family_messages.choices(family_of("agnieszka"), now=MONDAY_MORNING)
    assert found[0].what_for == (
        "For Zofia, Robin Class. Mrs Pettit works Thursday and Friday. Miss Nair is away, and Mr Garrod reads instead."
    )


@pytest.mark.clause("C4")
def test_a_restricted_parent_is_offered_the_office_alone_and_told_nothing_of_the_class(sample_school: Flask) -> None:
    found = family_messages.choices(family_of("gareth"), now=MONDAY_MORNING)
    assert [one.key for one in found] == ["office"]
    assert "Wren" not in str(found)


@pytest.mark.parametrize("key", ["class-9", "class-2", "nair", "", "office'"])
def test_nobody_can_be_written_to_who_is_not_offered(sample_school: Flask, key: str) -> None:
    with pytest.raises(InputProblem):
        a_message(key=key)


# Their own, and nothing else


@pytest.mark.clause("C4")
@pytest.mark.parametrize("other", ["marek", "helen", "tom"])
def test_nobody_opens_writes_into_or_takes_back_anothers_conversation(sample_school: Flask, other: str) -> None:
    thread_id = a_message()
    message_id = the_talk(thread_id).said[0].message_id
    visitor = family_of(other)
    assert families.home(visitor, now=THURSDAY_EVENING).lines == ()
    with pytest.raises(NotYourThread):
        families.talk(visitor, thread_id, now=THURSDAY_EVENING)
    with pytest.raises(NotYourThread):
        family_messages.write(visitor, thread_id, text="Hello", form="f", now=THURSDAY_EVENING)
    with pytest.raises(NotYourThread):
        family_messages.take_back(visitor, thread_id, message_id, now=THURSDAY_EVENING)
    with pytest.raises(NotYourThread):
        family_messages.ask_office(visitor, thread_id, now=THURSDAY_EVENING)
    with pytest.raises(NotYourThread):
        family_messages.keep_draft(visitor, thread_id, text="Hello", now=THURSDAY_EVENING)


@pytest.mark.clause("C4")
def test_nobody_takes_back_a_message_of_their_own_through_another_conversation(sample_school: Flask) -> None:
    first, second = a_message(form="one"), a_message(form="two")
    message_id = the_talk(second).said[0].message_id
    with pytest.raises(RangAlready):
        family_messages.take_back(AGNIESZKA, first, message_id, now=THURSDAY_EVENING)


@pytest.mark.clause("C2")
def test_an_answer_is_seen_from_the_moment_it_leaves_and_not_before(sample_school: Flask) -> None:
    thread_id = a_message()
    release_due(SCHOOL, now=FRIDAY_MORNING)
    evening = FRIDAY_MORNING + timedelta(hours=12)
    sent = send_reply(SCHOOL, thread_id, staff_id="pettit", text="It is in her bag.", now=evening)
    assert sent.leaves_at > evening
    assert [one.is_mine for one in the_talk(thread_id).said] == [True]
    home = families.home(AGNIESZKA, now=evening)
    assert (home.lines[0].state, home.lines[0].preview) == ("rang", "Could the book be changed?")
    with writing():
        outbox.settle(SCHOOL, sent.outbox_id, state="handed_over", now=sent.leaves_at)
    assert [one.text for one in the_talk(thread_id).said] == ["Could the book be changed?", "It is in her bag."]
    assert families.home(AGNIESZKA, now=sent.leaves_at).lines[0].state == "answered"


def test_mail_and_page_are_one_conversation(sample_school: Flask) -> None:
    taken = arrives(sample_school, mail(text="By mail"))
    assert taken.thread_id is not None
    family_messages.write(AGNIESZKA, taken.thread_id, text="By page", form="f", now=THURSDAY_EVENING)
    assert [one.text.strip() for one in the_talk(taken.thread_id).said] == ["By mail", "By page"]
    assert readers(taken.thread_id) == {"nair": "waiting"}


# While it waits


def test_a_message_that_has_not_rung_can_be_taken_back_and_its_words_come_back(sample_school: Flask) -> None:
    thread_id = a_message("Too angry")
    family_messages.keep_draft(AGNIESZKA, thread_id, text="unsent", now=THURSDAY_EVENING)
    family_messages.take_back(AGNIESZKA, thread_id, the_talk(thread_id).said[0].message_id, now=THURSDAY_EVENING)
    found = the_talk(thread_id)
    assert (found.said[0].state, found.wait, found.draft) == ("back", None, "Too angry\n\nunsent")
    assert release_due(SCHOOL, now=MONDAY_MORNING + timedelta(days=3)).released == 0
    assert events("message.taken_back") == 1


def test_what_has_rung_for_one_of_two_cannot_be_taken_back(sample_school: Flask) -> None:
    thread_id = a_message()
    release_due(SCHOOL, now=FRIDAY_MORNING)
    with pytest.raises(RangAlready):
        family_messages.take_back(AGNIESZKA, thread_id, the_talk(thread_id).said[0].message_id, now=FRIDAY_MORNING)
    assert readers(thread_id) == {"nair": "waiting", "pettit": "rung"}


@pytest.mark.clause("C12")
def test_taking_a_worry_back_calls_nobody_off(sample_school: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    found = (Finding("safeguarding", "for the test", (Evidence(0, 0, 3),)),)
    monkeypatch.setattr("gateway.actions.reading.risk.screen", lambda turns: found)
    thread_id = a_message("A worry")
    family_messages.take_back(AGNIESZKA, thread_id, the_talk(thread_id).said[0].message_id, now=THURSDAY_EVENING)
    with reading():
        assert set(queue.readers_of(SCHOOL, thread_id)) == {"castellan", "ashdown"}
    assert len(parcels(sample_school, "alert")) == 2


@pytest.mark.clause("C3")
def test_the_office_can_be_asked_and_rings_in_its_own_hours(sample_school: Flask) -> None:
    taken = arrives(sample_school, mail())
    assert taken.thread_id is not None
    slip = family_messages.ask_office(AGNIESZKA, taken.thread_id, now=THURSDAY_EVENING)
    assert slip is not None
    opens_at = FRIDAY_MORNING + timedelta(minutes=15)
    assert (slip.who, slip.visible_at) == ("The school office", opens_at)
    wait = the_talk(taken.thread_id).wait
    assert wait is not None
    assert (wait.slip.who, wait.slip.visible_at, wait.is_with_office) == ("The school office", opens_at, True)
    assert family_messages.ask_office(AGNIESZKA, taken.thread_id, now=THURSDAY_EVENING) is None, "once is enough"
    assert events("office.asked") == 1
    release_due(SCHOOL, now=opens_at)
    with reading():
        assert queue.readers_of(SCHOOL, taken.thread_id) == (OFFICE,)


def test_asked_while_it_is_open_the_office_has_it_at_once(sample_school: Flask) -> None:
    taken = arrives(sample_school, mail(), FRIDAY_MORNING + timedelta(hours=2))
    assert taken.thread_id is not None
    slip = family_messages.ask_office(AGNIESZKA, taken.thread_id, now=FRIDAY_MORNING + timedelta(hours=3))
    assert slip is not None
    assert slip.has_it
    with reading():
        assert queue.readers_of(SCHOOL, taken.thread_id) == (OFFICE,)


def test_a_draft_survives_and_is_gone_once_sent(sample_school: Flask) -> None:
    thread_id = a_message()
    family_messages.keep_draft(AGNIESZKA, thread_id, text="half a senten", now=THURSDAY_EVENING)
    assert the_talk(thread_id).draft == "half a senten"
    family_messages.write(AGNIESZKA, thread_id, text="half a sentence", form="f", now=THURSDAY_EVENING)
    assert the_talk(thread_id).draft == ""


def test_unsent_words_of_a_family_are_no_draft_of_staff(sample_school: Flask) -> None:
    family_messages.keep_draft(family_of("helen"), family_messages.NEW, text="hers", now=THURSDAY_EVENING)
    page = family_messages.about_to_begin(AGNIESZKA, "office", now=THURSDAY_EVENING)
    assert page.draft == ""


def test_signs_that_a_database_cannot_hold_are_left_out_and_all_others_kept(sample_school: Flask) -> None:
    words = "a\x00b \ud800 😀 \u202eabc ไทย"
    thread_id = family_messages.begin_talk(
        AGNIESZKA, "office", subject="\x00 sub\x00ject", text=words, form="f", now=THURSDAY_EVENING
    )
    assert thread_id is not None
    assert the_talk(thread_id).said[0].text == "ab ? 😀 \u202eabc ไทย"
    family_messages.keep_draft(AGNIESZKA, thread_id, text=words, now=THURSDAY_EVENING)
    assert the_talk(thread_id).draft == "ab ? 😀 \u202eabc ไทย"


def test_the_office_is_named_as_a_sentence_needs_it() -> None:
    people = Directory(a_roster())
    named = [families.names_of(people, one) for one in ((), ("nair", OFFICE), ("nair", "garrod", OFFICE))]
    assert named == [
        "The school office",
        "Miss Nair and the school office",
        "Miss Nair, Mr Garrod and the school office",
    ]


@pytest.mark.clause("C22")
def test_what_was_taken_back_calls_for_no_talk(sample_school: Flask) -> None:
    thread_id = a_message()
    angry = "I am furious. It is a disgrace how you treat my daughter, and you have ignored me again."
    family_messages.write(AGNIESZKA, thread_id, text=angry, form="angry", now=THURSDAY_EVENING)
    with reading():
        messages = threads.messages_of(SCHOOL, thread_id)
        assert suggestions.seen_in(SCHOOL, messages)[1].flags
    family_messages.take_back(AGNIESZKA, thread_id, messages[-1].message_id, now=THURSDAY_EVENING)
    calm = "Could you look for her glove, please?"
    family_messages.write(AGNIESZKA, thread_id, text=calm, form="calm", now=THURSDAY_EVENING)
    with reading():
        kept, seen = suggestions.seen_in(SCHOOL, threads.messages_of(SCHOOL, thread_id))
    assert not seen.flags
    assert calm in [one.text for one in kept]
    release_due(SCHOOL, now=MONDAY_MORNING)
    nair = one_school(1, Actor("staff", "nair"))
    assert open_thread(nair, thread_id, staff_id="nair", now=MONDAY_MORNING).suggestion is None


def test_what_was_taken_back_stands_in_no_list_of_staff_either(sample_school: Flask) -> None:
    thread_id = a_message()
    release_due(SCHOOL, now=MONDAY_MORNING)
    late = MONDAY_MORNING + timedelta(hours=12)
    family_messages.write(AGNIESZKA, thread_id, text="Forget the glove. I am furious.", form="late", now=late)
    family_messages.take_back(AGNIESZKA, thread_id, the_talk(thread_id).said[-1].message_id, now=late)
    with reading():
        (line,) = [
            one
            for one in inbox.lines(SCHOOL, ["nair", "pettit"], states=["open"], before=None, limit=9)
            if one.thread_id == thread_id
        ]
    assert "furious" not in line.preview
    assert line.last_at < late
