"""Never suggest, through the real pages: what the card says instead, what nobody learns, and that no form goes round a rule."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.actions import calendars, suggestions
from gateway.actions.directory import directory
from gateway.actions.refusals import TalkRefused, refuse_talk
from gateway.actions.release import release_due, replan_promises
from gateway.actions.taking_over import hand_to_leader
from gateway.actions.threads import open_thread
from gateway.domain.roster import Absence
from gateway.domain.scope import Actor, Scope, one_school
from gateway.store import audit, concerns, deadlines, flags, people, queue, threads
from gateway.store.concerns import Alert
from gateway.store.deadlines import Deadline
from gateway.store.flags import Suggestion
from gateway.store.queue import Entry
from gateway.store.transaction import reading, writing
from tests.conversations import NINE, alarm, clear, note
from tests.schools import MONDAY_MORNING, SCHOOL, arrives, mail, parcels, submit

CARD = 'class="meet"'
ASK = "Mrs Ashdown arranges this talk. Please ask Mrs Ashdown."


def of(staff_id: str) -> Scope:
    """The school as this member of staff reaches it."""
    return one_school(1, Actor("staff", staff_id))


def suggest(thread_id: int, code: str = "distress") -> None:
    """An open suggestion that rests on the first word of the first message."""
    with writing():
        first = threads.messages_of(SCHOOL, thread_id)[0]
        finding = {"code": code, "reason": "Strong worry", "evidence": [[first.message_id, 0, 5]]}
        flags.save_suggestion(SCHOOL, Suggestion(thread_id, "open", 0.9, [finding], NINE, None, "", ""))


def rings_for(thread_id: int, staff_id: str) -> None:
    """Everything that was written so far rings for one reader more."""
    with writing():
        for one in threads.messages_of(SCHOOL, thread_id):
            rung = Entry(one.message_id, staff_id, staff_id, "", thread_id, "rung", NINE, None, None, "", NINE, None)
            queue.enter(SCHOOL, [rung])
        queue.ring_in_inbox(SCHOOL, thread_id, staff_id, rung_at=NINE)


def restrict(pupil_id: str, contact_id: str, restriction: str, *, may_contact: bool = True) -> None:
    """A restriction comes with the school folder."""
    with writing():
        people.set_restriction(SCHOOL, pupil_id, contact_id, restriction=restriction, may_contact=may_contact)


def page_of(client: FlaskClient, thread_id: int, more: str = "") -> str:
    """The conversation itself, without the frame around it and what differs from one request to the next."""
    answer = client.get(f"/threads/{thread_id}{more}")
    assert answer.status_code == 200
    text = answer.get_data(as_text=True).partition("<main")[2]
    return re.sub(r'(csrf_token" value|nonce|hx-headers)=[\'"][^\'"]*[\'"]', "", text)


def sentence_of_refusal(thread_id: int, staff_id: str, *ways: str, has_interpreter: bool = False) -> str:
    """What an action that offers a talk says, blank where it may go on."""
    with reading():
        held = directory(SCHOOL)
        thread = threads.thread(SCHOOL, thread_id)
        assert thread is not None
        try:
            refuse_talk(
                SCHOOL, held, thread, staff_id=staff_id, ways=ways or ("phone",), has_interpreter=has_interpreter
            )
        except TalkRefused as refused:
            return str(refused)
    return ""


def goes_round(client: FlaskClient, thread_id: int) -> int:
    """The form of the card, sent although the page does not show it; the code of the answer."""
    answer = submit(client, f"/threads/{thread_id}", f"/threads/{thread_id}/suggestion", answer="phone")
    with reading():
        held = flags.suggestion(SCHOOL, thread_id)
    assert held is not None
    assert (held.state == "taken") == (answer.status_code == 302)
    return answer.status_code


@pytest.mark.clause("C22")
@pytest.mark.parametrize(
    ("kind", "said", "instead"),
    [
        ("writing", "Agnieszka has asked school to write.", "Answer in writing."),
        ("interpreter", "Agnieszka needs an interpreter, and none is booked.", "Book the interpreter first"),
        ("site_ban", "Agnieszka may not come on site.", "Mrs Ashdown arranges it."),
    ],
)
def test_the_card_says_what_to_do_instead_and_the_action_refuses(
    come_in: Callable[[str], FlaskClient], conversation: int, kind: str, said: str, instead: str
) -> None:
    suggest(conversation)
    client = come_in("nair")
    assert "Offer times to meet" in page_of(client, conversation)
    note(conversation, kind)
    page = page_of(client, conversation)
    assert "Not a talk, for now" in page
    assert said in page
    assert instead in page
    assert "Offer times to meet" not in page
    assert "I will phone today" not in page
    assert f"/threads/{conversation}/meeting" not in client.get(f"/threads/{conversation}").get_data(as_text=True)
    assert goes_round(client, conversation) == 409
    assert said in sentence_of_refusal(conversation, "nair")


@pytest.mark.clause("C22")
def test_a_formal_complaint_that_runs_is_answered_in_writing_in_its_own_conversation(
    sqlite_school: Flask, come_in: Callable[[str], FlaskClient], conversation: int
) -> None:
    other = arrives(sqlite_school, mail(text="A book is lost.", subject="Book"), NINE)
    suggest(conversation)
    complaint = Deadline(7, None, conversation, "complaint", "possible", "", [], NINE, None, None, "", None, "", "")
    with writing():
        deadlines.add_deadline(SCHOOL, complaint)
    assert not sentence_of_refusal(conversation, "nair"), "no words are a formal complaint before a person says so"
    with writing():
        deadlines.save_deadline(SCHOOL, replace(complaint, state="running"), was=["possible"])
    client = come_in("nair")
    page = page_of(client, conversation)
    assert "A formal complaint is open, and its stage is in writing." in page
    assert "Answer in writing, by the dates of the procedure." in page
    assert goes_round(client, conversation) == 409
    assert sentence_of_refusal(conversation, "ashdown")
    assert not sentence_of_refusal(other.thread_id or 0, "nair")
    with writing():
        deadlines.save_deadline(SCHOOL, replace(complaint, state="closed"), was=["running"])
    assert not sentence_of_refusal(conversation, "nair")


@pytest.mark.clause("C22")
def test_a_limit_holds_in_every_conversation_of_the_contact(sqlite_school: Flask, conversation: int) -> None:
    other = arrives(sqlite_school, mail(text="A book is lost.", subject="Book"), NINE)
    note(conversation, "writing")
    assert sentence_of_refusal(other.thread_id or 0, "nair")


@pytest.mark.clause("C22")
def test_hostile_words_go_to_a_leader_and_not_to_the_same_teacher(
    sqlite_school: Flask, come_in: Callable[[str], FlaskClient], conversation: int
) -> None:
    arrives(sqlite_school, mail(text="And nobody has answered me yet.", subject="Re: Reading book"), NINE)
    suggest(conversation, "hostile")
    client = come_in("nair")
    page = page_of(client, conversation)
    assert "A leader takes over; you need not answer." in page
    assert goes_round(client, conversation) == 409
    head = come_in("ashdown")
    assert head.get(f"/threads/{conversation}").status_code == 404
    answer = submit(client, f"/threads/{conversation}", f"/threads/{conversation}/leader")
    assert "Mrs Ashdown takes over. You need not answer." in client.get(answer.headers["Location"]).get_data(
        as_text=True
    )
    leads = page_of(head, conversation)
    assert "Offer times to meet" in leads
    assert "does not want to come" in leads, "they have it from its beginning"
    assert "nobody has answered me" in leads
    assert goes_round(head, conversation) == 302
    submit(client, f"/threads/{conversation}", f"/threads/{conversation}/leader")
    with reading():
        assert len(audit.latest(SCHOOL, ("thread.handed_on",), limit=5)) == 1, "handed on twice is handed on once"
        assert len([one for one in queue.entries_of(SCHOOL, conversation) if one.reader == "ashdown"]) == 2


@pytest.mark.clause("C22")
def test_what_a_leader_takes_over_is_never_her_covers_to_read(sqlite_school: Flask, conversation: int) -> None:
    head = Absence("ashdown", MONDAY_MORNING.date(), MONDAY_MORNING.date(), "garrod")
    deputy = replace(head, staff_id="castellan")
    calendars.add_absence(SCHOOL, head, now=NINE)
    assert hand_to_leader(of("nair"), conversation, staff_id="nair", now=NINE).name == "Mrs Castellan"
    other = arrives(sqlite_school, mail(text="A book is lost.", subject="Book"), NINE).thread_id or 0
    calendars.add_absence(SCHOOL, deputy, now=NINE)
    handed = hand_to_leader(of("nair"), other, staff_id="nair", now=NINE)
    assert handed.name == "Mrs Ashdown"
    assert handed.visible_at == MONDAY_MORNING + timedelta(days=1, minutes=15), "at her own next moment"
    replan_promises(SCHOOL, now=NINE + timedelta(minutes=30))
    release_due(SCHOOL, now=handed.visible_at)
    with reading():
        readers = {key for thread in (conversation, other) for key in queue.readers_of(SCHOOL, thread)}
    assert readers == {"nair", "castellan", "ashdown"}
    assert not parcels(sqlite_school, "promise_changed")


@pytest.mark.clause("C22")
def test_what_was_alerted_goes_to_no_leader_who_may_not_see_it(sqlite_school: Flask, conversation: int) -> None:
    second = arrives(sqlite_school, mail(text="And the book?", subject="Re: Reading book"), NINE)
    assert second.thread_id == conversation
    with writing():
        first = threads.messages_of(SCHOOL, conversation)[0]
        closed = [{"code": "allegation_staff", "reason": "", "evidence": []}]
        alert = Alert(9, first.message_id, conversation, closed, ["bell"], NINE, None, 0, None, "")
        concerns.raise_alert(SCHOOL, alert)
    hand_to_leader(of("nair"), conversation, staff_id="nair", now=NINE)
    with reading():
        had = [one.message_id for one in queue.entries_of(SCHOOL, conversation) if one.reader == "ashdown"]
    assert had == [second.message_id]


@pytest.mark.clause("C3")
def test_hostile_words_that_wait_take_no_talk_from_their_reader(sqlite_school: Flask, conversation: int) -> None:
    evening = NINE + timedelta(hours=12)
    arrives(sqlite_school, mail(text="You are useless.", subject="Re: Reading book"), evening)
    with writing():
        waits = threads.messages_of(SCHOOL, conversation)[-1].message_id
        finding = {"code": "hostile", "reason": "Hostile words", "evidence": [[waits, 0, 16]]}
        flags.save_suggestion(SCHOOL, Suggestion(conversation, "open", 0.9, [finding], evening, None, "", ""))
    assert open_thread(of("nair"), conversation, staff_id="nair", now=evening).talking.refusal is None
    release_due(SCHOOL, now=evening + timedelta(hours=12))
    assert open_thread(of("nair"), conversation, staff_id="nair", now=evening).talking.refusal is not None


@pytest.mark.clause("C4")
@pytest.mark.parametrize("restriction", ["court_order", "no_contact"])
def test_with_an_order_in_the_family_the_headteacher_decides(
    come_in: Callable[[str], FlaskClient], conversation: int, restriction: str
) -> None:
    suggest(conversation)
    restrict("zofia", "marek", restriction)
    client = come_in("nair")
    page = page_of(client, conversation)
    assert "A court order or a no-contact restriction stands in this family." in page
    assert goes_round(client, conversation) == 409
    rings_for(conversation, "ashdown")
    head = come_in("ashdown")
    page = page_of(head, conversation)
    assert "Offer times to meet" in page
    assert "A court order or a no-contact restriction stands in this family." in page, "she bears it in mind"
    assert goes_round(head, conversation) == 302


@pytest.mark.clause("C4")
def test_whom_school_may_not_write_to_is_offered_no_talk_by_anybody(conversation: int) -> None:
    restrict("zofia", "agnieszka", "no_contact", may_contact=False)
    for staff_id in ("nair", "ashdown", "okafor"):
        assert "There is a restriction on Agnieszka." in sentence_of_refusal(conversation, staff_id)


@pytest.mark.clause("C22")
def test_a_leader_with_a_ban_in_force_offers_phone_and_video_and_no_room(
    come_in: Callable[[str], FlaskClient], conversation: int
) -> None:
    suggest(conversation)
    note(conversation, "site_ban")
    rings_for(conversation, "ashdown")
    assert "By phone or video only." in page_of(come_in("ashdown"), conversation)
    assert not sentence_of_refusal(conversation, "ashdown", "phone", "video")
    assert sentence_of_refusal(conversation, "ashdown", "phone", "in_person")


def test_an_offer_with_the_interpreter_booked_may_be_made(conversation: int) -> None:
    note(conversation, "interpreter", staff_id="ashdown")
    assert sentence_of_refusal(conversation, "nair", "in_person")
    assert not sentence_of_refusal(conversation, "nair", "in_person", has_interpreter=True)


@pytest.mark.clause("C12")
def test_a_worry_about_the_child_elsewhere_leaves_the_teachers_page_as_if_nothing_had_been_seen(
    sqlite_school: Flask,
    come_in: Callable[[str], FlaskClient],
    conversation: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = come_in("nair")
    nothing_seen = page_of(client, conversation)
    suggest(conversation)
    assert CARD in page_of(client, conversation)
    alert = alarm(sqlite_school, monkeypatch, "safeguarding", "I am worried about her.")
    assert page_of(client, conversation) == nothing_seen
    assert "Better in person</span>" not in client.get("/inbox").get_data(as_text=True)
    assert f"/threads/{conversation}" not in client.get("/inbox?show=talk").get_data(as_text=True)
    refused = submit(client, f"/threads/{conversation}", f"/threads/{conversation}/suggestion", answer="phone")
    assert refused.status_code == 409
    assert ASK in refused.get_data(as_text=True)
    clear(alert, "leaders")
    assert page_of(client, conversation) == nothing_seen
    assert sentence_of_refusal(conversation, "nair") == ASK
    assert not sentence_of_refusal(conversation, "ashdown")
    clear(alert, "all")
    assert CARD in page_of(client, conversation)
    assert not sentence_of_refusal(conversation, "nair")
    clear(alert, "")
    assert page_of(client, conversation) == nothing_seen


@pytest.mark.clause("C12")
def test_whom_an_allegation_names_learns_nothing_of_it_and_never_holds_the_talk(
    sqlite_school: Flask,
    come_in: Callable[[str], FlaskClient],
    conversation: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = come_in("nair")
    nothing_seen = page_of(client, conversation)
    suggest(conversation)
    alert = alarm(sqlite_school, monkeypatch, "allegation_staff", "Miss Nair grabbed her by the arm.")
    assert page_of(client, conversation) == nothing_seen
    assert sentence_of_refusal(conversation, "nair") == ASK
    clear(alert, "leaders")
    assert page_of(client, conversation) == nothing_seen
    assert sentence_of_refusal(conversation, "nair") == ASK
    assert not sentence_of_refusal(conversation, "castellan"), "a leader who is not named may talk with the family"


@pytest.mark.clause("C12")
def test_an_allegation_that_names_nobody_may_be_about_anybody_but_its_route(
    sqlite_school: Flask, conversation: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert = alarm(sqlite_school, monkeypatch, "allegation_staff", "Somebody grabbed her by the arm in class.")
    clear(alert, "leaders")
    assert sentence_of_refusal(conversation, "castellan")
    assert not sentence_of_refusal(conversation, "ashdown")


@pytest.mark.clause("C12")
def test_after_a_threat_the_card_tells_whoever_was_told_how_to_talk(
    sqlite_school: Flask, conversation: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert = alarm(sqlite_school, monkeypatch, "threat", "I will come in and sort you all out.")
    assert "not cleared" in sentence_of_refusal(conversation, "castellan")
    clear(alert, "leaders")
    assert not sentence_of_refusal(conversation, "castellan", "video")
    assert "Somebody was threatened." in sentence_of_refusal(conversation, "castellan", "in_person")
    assert sentence_of_refusal(conversation, "nair", "phone") == ASK


@pytest.mark.clause("C12")
def test_whoever_was_told_reads_on_the_card_to_clear_it_and_does_so_on_the_alert(
    sqlite_school: Flask,
    come_in: Callable[[str], FlaskClient],
    conversation: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alert = alarm(sqlite_school, monkeypatch, "safeguarding", "I am worried about her.")
    suggest(conversation)
    rings_for(conversation, "castellan")
    client = come_in("castellan")
    assert "A worry about a child is not cleared yet." in page_of(client, conversation)
    page = client.get(f"/alerts/{alert}").get_data(as_text=True)
    assert "Nobody talks with the family before you say that it is safe." in page
    submit(client, f"/alerts/{alert}", f"/alerts/{alert}/clear", **{"for": "all"})
    page = client.get(f"/alerts/{alert}").get_data(as_text=True)
    assert "Staff may talk with the family as usual.</strong> Mrs Castellan said so" in page
    assert "Mrs Castellan said: Staff may talk with the family as usual." in page, "it stands in the alert's own trail"
    assert "Offer times to meet" in page_of(client, conversation)
    assert submit(client, f"/alerts/{alert}", f"/alerts/{alert}/clear", **{"for": "me"}).status_code == 400


@pytest.mark.clause("C12")
def test_danger_at_home_is_for_leaders_and_leads_alone_to_read(
    come_in: Callable[[str], FlaskClient], conversation: int
) -> None:
    client = come_in("nair")
    nothing_seen = page_of(client, conversation)
    suggest(conversation)
    note(conversation, "danger_at_home", staff_id="castellan")
    assert page_of(client, conversation) == nothing_seen
    assert sentence_of_refusal(conversation, "nair") == ASK
    office = come_in("okafor")
    assert "Danger from somebody at home" not in office.get("/limits").get_data(as_text=True)
    head = come_in("ashdown").get(f"/limits/of/{conversation}").get_data(as_text=True)
    assert "Danger from somebody at home" in head
    assert "As agreed" in head


def test_on_both_databases_limits_and_alerts_of_a_family_are_found(
    sample_school: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = arrives(sample_school, mail(), NINE)
    thread_id = taken.thread_id or 0
    assert not sentence_of_refusal(thread_id, "nair")
    note(thread_id, "writing")
    assert sentence_of_refusal(thread_id, "nair")
    alert = alarm(sample_school, monkeypatch, "safeguarding", "I am worried about her.")
    assert sentence_of_refusal(thread_id, "nair") == ASK
    clear(alert, "all")
    assert sentence_of_refusal(thread_id, "nair") != ASK
    suggest(thread_id)
    with pytest.raises(TalkRefused):
        suggestions.take_up(of("nair"), thread_id, staff_id="nair", answer="phone", now=NINE)
