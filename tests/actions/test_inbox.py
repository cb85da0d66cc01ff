"""The inbox as data: who is shown what, once, in which list, and what stays hidden from whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

from gateway.actions import calendars, deadlines, family_messages, inbox, replies, suggestions, threads
from gateway.actions.own_threads import NotYourThread
from gateway.actions.release import release_due
from gateway.domain.errors import InputProblem
from gateway.domain.roster import Absence
from gateway.domain.scope import Actor, Scope, one_school
from gateway.store import audit, flags, queue
from gateway.store import threads as stored
from gateway.store.flags import Suggestion
from gateway.store.transaction import reading, writing
from tests.schools import FRIDAY_MORNING, MONDAY_MORNING, SCHOOL, THURSDAY_EVENING, arrives, family_of, mail

NINE = MONDAY_MORNING + timedelta(minutes=45)
EVENING = MONDAY_MORNING + timedelta(hours=12)


def of(staff_id: str) -> Scope:
    """The school as this member of staff reaches it."""
    return one_school(1, Actor("staff", staff_id))


def listed(staff_id: str, which: str = "all") -> list[int]:
    """The conversations of one list."""
    return [one.line.thread_id for one in inbox.inbox_page(of(staff_id), staff_id, which=which, before=None).lines]


def from_agnieszka(app: Flask, text: str = "Could the reading book be changed?", **more: str) -> int:
    """A conversation that has rung for Miss Nair by Monday morning."""
    taken = arrives(app, mail(text=text, **more))
    release_due(SCHOOL, now=MONDAY_MORNING)
    assert taken.thread_id is not None
    return taken.thread_id


def suggest(thread_id: int) -> None:
    """An open suggestion that rests on the first word of the first message."""
    with reading():
        first = stored.messages_of(SCHOOL, thread_id)[0]
    evidence = [[first.message_id, 0, 5], [first.message_id, 3, 9]]
    finding = {"code": "distress", "reason": "Strong worry", "evidence": evidence}
    with writing():
        flags.save_suggestion(SCHOOL, Suggestion(thread_id, "open", 0.9, [finding], NINE, None, "", ""))


@pytest.mark.clause("C3")
def test_a_message_is_in_no_list_and_in_no_search_before_it_rings(sample_school: Flask) -> None:
    arrives(sample_school, mail(text="About the giraffe."))
    assert listed("nair") == []
    assert not inbox.search(of("nair"), "giraffe", staff_id="nair").found
    release_due(SCHOOL, now=MONDAY_MORNING)
    assert len(listed("nair")) == 1
    assert len(inbox.search(of("nair"), "giraffe", staff_id="nair").found) == 1


def test_of_what_rang_at_one_moment_the_words_written_last_stand_on_top(sample_school: Flask) -> None:
    early, late = THURSDAY_EVENING, THURSDAY_EVENING + timedelta(hours=2)
    first = arrives(sample_school, mail(subject="Sundays", message_id="<sundays@mail.example>"), early).thread_id
    other = arrives(sample_school, mail("Tom Reed <reeds@mail.example>"), early + timedelta(hours=1)).thread_id
    again = arrives(sample_school, mail(subject="Re: Sundays", in_reply_to="<sundays@mail.example>"), late).thread_id
    assert first == again
    release_due(SCHOOL, now=MONDAY_MORNING)
    assert listed("nair") == [first, other]


def test_what_rang_at_one_moment_is_shown_page_by_page_without_a_gap(
    sample_school: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "PAGE", 3)
    wrote = [THURSDAY_EVENING + timedelta(minutes=minutes) for minutes in (7, 7, 0, 30, 12, 0, 7, 1)]
    for number, at in enumerate(wrote):
        arrives(sample_school, mail(subject=f"Matter {number}"), at=at)
    release_due(SCHOOL, now=MONDAY_MORNING)
    seen: list[int] = []
    shown: list[datetime] = []
    place = None
    for _ in range(4):
        page = inbox.inbox_page(of("nair"), "nair", which="all", before=place)
        seen += [one.line.thread_id for one in page.lines]
        shown += [one.line.last_at for one in page.lines]
        place = page.older
        if place is None:
            break
    assert len(seen) == 8
    assert len(set(seen)) == 8
    assert shown == sorted(wrote, reverse=True), "of one ring, what was written last stands first, over every page"


def test_a_deputy_who_reads_the_office_too_sees_a_conversation_once(sample_school: Flask) -> None:
    taken = arrives(sample_school, mail(to="castellan@elmswick.example, office@elmswick.example"), at=NINE)
    assert taken.thread_id is not None
    with writing():
        queue.ring_in_inbox(SCHOOL, taken.thread_id, "office", rung_at=NINE)
        queue.ring_in_inbox(SCHOOL, taken.thread_id, "castellan", rung_at=NINE + timedelta(minutes=1))
    assert listed("castellan") == [taken.thread_id]
    threads.set_state(of("castellan"), taken.thread_id, staff_id="castellan", state="done", now=NINE)
    with writing():
        queue.ring_in_inbox(SCHOOL, taken.thread_id, "office", rung_at=NINE)
    assert listed("castellan") == [taken.thread_id], "it is open in one inbox, so it is open"
    assert listed("castellan", "finished") == []


@pytest.mark.parametrize("which", ["all", "reply", "talk", "finished"])
def test_a_sealed_conversation_is_in_no_list_of_whom_it_is_about(sample_school: Flask, which: str) -> None:
    thread_id = from_agnieszka(sample_school, "About the giraffe.")
    suggest(thread_id)
    with writing():
        stored.seal(SCHOOL, thread_id, sealed_from=frozenset({"nair"}))
    assert listed("nair", which) == []
    assert not inbox.search(of("nair"), "giraffe", staff_id="nair").found
    with pytest.raises(NotYourThread):
        threads.open_thread(of("nair"), thread_id, staff_id="nair", now=NINE)
    with pytest.raises(NotYourThread):
        replies.send_reply(of("nair"), thread_id, staff_id="nair", text="Hello.", now=NINE)


def test_opening_is_recorded_once_and_somebody_elses_conversation_is_not_there(sample_school: Flask) -> None:
    thread_id = from_agnieszka(sample_school)
    for _ in range(2):
        threads.open_thread(of("nair"), thread_id, staff_id="nair", now=NINE)
    with reading():
        assert len(audit.latest(SCHOOL, ("message.opened",), limit=10)) == 1
    with pytest.raises(NotYourThread):
        threads.open_thread(of("garrod"), thread_id, staff_id="garrod", now=NINE)


@pytest.mark.clause("C3")
def test_a_cover_has_a_conversation_from_its_beginning_and_whoever_comes_back_has_what_came_meanwhile(
    sample_school: Flask,
) -> None:
    thread_id = from_agnieszka(sample_school, message_id="<first@mail.example>")
    monday = MONDAY_MORNING.date()
    with_garrod = Absence("nair", monday + timedelta(days=1), monday + timedelta(days=1), "garrod")
    calendars.add_absence(SCHOOL, with_garrod, now=NINE)
    tuesday, wednesday = NINE + timedelta(days=1), NINE + timedelta(days=2)
    with pytest.raises(NotYourThread):
        threads.open_thread(of("garrod"), thread_id, staff_id="garrod", now=tuesday)
    for number, at in enumerate((tuesday, wednesday)):
        text = f"More of it, {number}."
        arrives(sample_school, mail(text=text, in_reply_to="<first@mail.example>"), at)
    read = {
        staff_id: [
            one.message.text
            for one in threads.open_thread(of(staff_id), thread_id, staff_id=staff_id, now=wednesday).shown
        ]
        for staff_id in ("garrod", "nair")
    }
    assert len(read["nair"]) == 3
    assert read["garrod"] == read["nair"][:2], "what came once she was back is hers alone"


def test_a_second_reader_of_one_message_has_that_one_alone(sample_school: Flask) -> None:
    thread_id = from_agnieszka(sample_school, message_id="<first@mail.example>")
    both = "nair@elmswick.example, ashdown@elmswick.example"
    arrives(sample_school, mail(text="To both.", to=both, in_reply_to="<first@mail.example>"), NINE)
    shown = threads.open_thread(of("ashdown"), thread_id, staff_id="ashdown", now=NINE).shown
    assert [one.message.text.strip() for one in shown] == ["To both."], "nobody reads on without a reason"


def test_new_words_are_apart_from_quoted_history(sample_school: Flask) -> None:
    thread_id = from_agnieszka(
        sample_school, "Thank you.\n\nOn Thu, 19 Nov 2026 at 12:40, Miss Nair wrote:\n> Good morning.\n> See you.\n"
    )
    message = threads.open_thread(of("nair"), thread_id, staff_id="nair", now=NINE).shown[0].message
    assert message.text.strip() == "Thank you."
    assert "Good morning" in message.folded


@pytest.mark.clause("C4")
def test_two_separated_parents_never_share_a_page_and_staff_are_told_of_the_other(sample_school: Flask) -> None:
    mother = from_agnieszka(sample_school, "From the mother.")
    father = arrives(sample_school, mail("Marek Nowak <marek@mail.example>", "From the father."), at=NINE).thread_id
    assert father is not None
    assert father != mother
    held = threads.open_thread(of("nair"), mother, staff_id="nair", now=NINE)
    assert [one.message.text.strip() for one in held.shown] == ["From the mother."]
    assert [one.contact.name for one in held.about[0].others] == ["Marek Nowak"]


@pytest.mark.clause("C22")
def test_a_suggestion_marks_its_words_and_is_answered_with_one_tap(sample_school: Flask) -> None:
    thread_id = from_agnieszka(sample_school)
    suggest(thread_id)
    assert listed("nair", "talk") == [thread_id]
    assert threads.open_thread(of("nair"), thread_id, staff_id="nair", now=NINE).shown[0].marked == ((0, 9),)
    with pytest.raises(InputProblem):
        suggestions.dismiss(of("nair"), thread_id, staff_id="nair", answer="because", now=NINE)
    with pytest.raises(NotYourThread):
        suggestions.dismiss(of("garrod"), thread_id, staff_id="garrod", answer="settled", now=NINE)
    suggestions.dismiss(of("nair"), thread_id, staff_id="nair", answer="settled", now=NINE)
    assert listed("nair", "talk") == []
    assert threads.open_thread(of("nair"), thread_id, staff_id="nair", now=NINE).shown[0].marked == ()
    suggestions.restore(of("nair"), thread_id, staff_id="nair", now=NINE)
    assert listed("nair", "talk") == [thread_id]
    suggestions.take_up(of("nair"), thread_id, staff_id="nair", answer="phone", now=NINE)
    with reading():
        found = [one.event for one in audit.latest(SCHOOL, ("suggestion.dismissed", "suggestion.taken"), limit=5)]
    assert found == ["suggestion.taken", "suggestion.dismissed"]


def test_one_job_share_answers_for_both(sample_school: Flask) -> None:
    taken = arrives(sample_school, mail(to="office@elmswick.example, nair@elmswick.example, pettit@elmswick.example"))
    assert taken.thread_id is not None
    release_due(SCHOOL, now=FRIDAY_MORNING)
    release_due(SCHOOL, now=MONDAY_MORNING)
    assert listed("pettit", "reply") == listed("nair", "reply") == [taken.thread_id]
    replies.send_reply(of("nair"), taken.thread_id, staff_id="nair", text="Yes.", now=NINE)
    assert listed("pettit", "reply") == []


def test_an_inbox_costs_the_same_few_statements_however_many_lines_it_has(sample_school: Flask) -> None:
    def statements() -> int:
        counted = 0

        def count(*_: object) -> None:
            nonlocal counted
            counted += 1

        event.listen(Engine, "before_cursor_execute", count)
        inbox.inbox_page(of("nair"), "nair", which="all", before=None)
        event.remove(Engine, "before_cursor_execute", count)
        return counted

    from_agnieszka(sample_school)
    inbox.inbox_page(of("nair"), "nair", which="all", before=None)
    with_one = statements()
    for number in range(20):
        from_agnieszka(sample_school, subject=f"Matter {number}")
    assert statements() == with_one <= 4


def test_a_moment_of_the_last_message_is_when_it_was_written(sample_school: Flask) -> None:
    from_agnieszka(sample_school)
    line = inbox.inbox_page(of("nair"), "nair", which="all", before=None).lines[0].line
    assert line.last_at == datetime(2026, 11, 19, 19, 42, tzinfo=UTC)
    assert line.rung_at == MONDAY_MORNING


@pytest.mark.clause("C3")
def test_that_the_office_gets_what_waits_is_told_to_nobody_for_whom_it_waits(sample_school: Flask) -> None:
    thread_id = from_agnieszka(sample_school, message_id="<first@mail.example>")
    ill = mail(text="Zofia is ill and will not be in school tomorrow.", in_reply_to="<first@mail.example>")
    arrives(sample_school, ill, EVENING)
    shown = threads.open_thread(of("nair"), thread_id, staff_id="nair", now=EVENING)
    assert (shown.office_state, shown.office_at) == ("", None)
    with writing():
        (entry,) = [one for one in queue.entries_of(SCHOOL, thread_id) if one.reader == "office"]
        assert queue.mark_rung(SCHOOL, entry.message_id, "office", now=EVENING)
        queue.ring_in_inbox(SCHOOL, thread_id, "office", rung_at=EVENING)
    shown = threads.open_thread(of("nair"), thread_id, staff_id="nair", now=EVENING)
    assert (shown.office_state, shown.office_at) == ("", None)
    assert [one.office for one in inbox.inbox_page(of("nair"), "nair", which="all", before=None).lines] == [""]
    release_due(SCHOOL, now=MONDAY_MORNING + timedelta(days=1))
    assert threads.open_thread(of("nair"), thread_id, staff_id="nair", now=EVENING).office_state == "open"
    assert [one.office for one in inbox.inbox_page(of("nair"), "nair", which="all", before=None).lines] == ["open"]


@pytest.mark.clause("C3")
def test_a_deadline_stands_in_a_conversation_when_the_words_that_began_it_have_rung(sample_school: Flask) -> None:
    thread_id = from_agnieszka(sample_school, message_id="<first@mail.example>")
    complaint = mail(text="This is a formal complaint about the giraffe.", in_reply_to="<first@mail.example>")
    arrives(sample_school, complaint, EVENING)
    assert not deadlines.open_in(of("nair"), thread_id, staff_id="nair", now=EVENING)
    release_due(SCHOOL, now=MONDAY_MORNING + timedelta(days=1))
    (line,) = deadlines.open_in(of("nair"), thread_id, staff_id="nair", now=MONDAY_MORNING + timedelta(days=1))
    assert line.deadline.kind == "complaint"


@pytest.mark.clause("C22")
def test_a_talk_stays_closed_until_new_words_have_rung_and_for_good_if_they_are_taken_back(
    sample_school: Flask,
) -> None:
    sad = "She cries every night because the other girls leave her out. I do not know what to do."
    mother, thread_id = family_of("agnieszka"), from_agnieszka(sample_school)
    family_messages.write(mother, thread_id, text=sad, form="sad", now=EVENING)
    assert suggested(thread_id) == "", "nobody can read it yet"
    release_due(SCHOOL, now=MONDAY_MORNING + timedelta(days=1))
    assert suggested(thread_id) == "open"
    evening = EVENING + timedelta(days=1)
    family_messages.write(mother, thread_id, text=sad, form="before", now=evening)
    with writing():
        suggestions.close(SCHOOL, thread_id, staff_id="nair", answer="phone", now=evening + timedelta(minutes=1))
    family_messages.write(mother, thread_id, text=sad, form="after", now=evening + timedelta(minutes=2))
    assert suggested(thread_id) == "closed"
    with reading():
        last = stored.messages_of(SCHOOL, thread_id)[-1].message_id
    family_messages.take_back(mother, thread_id, last, now=evening)
    assert suggested(thread_id) == "closed"
    release_due(SCHOOL, now=MONDAY_MORNING + timedelta(days=2))
    assert suggested(thread_id) == "open", "who talked had not read what rang afterwards"


@pytest.mark.clause("C22")
def test_what_the_office_is_asked_to_read_now_calls_for_a_talk_now(sample_school: Flask) -> None:
    mother, friday = family_of("agnieszka"), FRIDAY_MORNING + timedelta(hours=2)
    sad = "She cries every night because the other girls leave her out. I do not know what to do."
    thread_id = arrives(sample_school, mail(text=sad), friday).thread_id
    assert thread_id is not None
    assert suggested(thread_id) == ""
    family_messages.ask_office(mother, thread_id, now=friday)
    assert suggested(thread_id) == "open"


def suggested(thread_id: int) -> str:
    """How the suggestion to talk stands; blank where there is none."""
    with reading():
        held = flags.suggestion(SCHOOL, thread_id)
    return held.state if held is not None else ""
