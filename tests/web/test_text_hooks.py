"""Texts at the door: who is let in, what is kept and where it goes, and what becomes of ours, on both databases."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from gateway.actions import arrivals as taking
from gateway.actions import text_numbers, way_orders
from gateway.actions.dead_addresses import dead_addresses
from gateway.actions.endpoints import OLD_KEY_COUNTS_FOR
from gateway.actions.office import office_day
from gateway.actions.release import release_due
from gateway.actions.replies import send_again, send_reply
from gateway.actions.strangers import match
from gateway.actions.threads import Delivery, open_thread
from gateway.domain.channels import TEXT
from gateway.store import arrivals, concerns, outbox, threads
from gateway.store.outbox import Parcel
from gateway.store.threads import Message, Thread
from gateway.store.transaction import reading
from tests.bridges import a_bridge, all_threads
from tests.channels.fake_service import Fault, Said
from tests.clocks import SetClock
from tests.schools import FRIDAY_MORNING, SCHOOL, parcels
from tests.servers.twilio import Call, FakeTwilio, Text, a_text
from tests.texting import AGNIESZKA, HELEN, REEDS, STRANGER, TextLine, a_number

EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


def messages(thread: Thread) -> tuple[Message, ...]:
    with reading():
        return threads.messages_of(SCHOOL, thread.thread_id)


def parcel_of(outbox_id: int) -> Parcel:
    with reading():
        found = outbox.parcel(SCHOOL, outbox_id)
    assert found is not None
    return found


def answered(line: TextLine, words: str = "Found her gloves.") -> tuple[Thread, Text]:
    """Agnieszka asks by text, and Mrs Pettit's answer has gone out on Friday."""
    line.comes(AGNIESZKA, "Zofia has lost her gloves")
    line.send()
    line.clock.now = FRIDAY_MORNING
    release_due(SCHOOL, now=line.clock())
    (thread,) = all_threads()
    send_reply(SCHOOL, thread.thread_id, staff_id="pettit", text=words, now=line.clock())
    (text,) = line.send()
    return thread, text


def way(thread: Thread, line: TextLine) -> Delivery:
    """What became of the newest message, as its author sees it."""
    found = open_thread(SCHOOL, thread.thread_id, staff_id="pettit", now=line.clock()).shown[-1].delivery
    assert found is not None
    return found


@pytest.mark.clause("C3")
def test_a_text_in_the_evening_is_answered_with_nothing_and_waits_for_its_teacher(texting: TextLine) -> None:
    answer = texting.comes(AGNIESZKA, "Zofia has lost her gloves 🧤")
    assert (answer.status_code, answer.get_data(as_text=True), answer.mimetype) == (200, EMPTY, "text/xml")
    (thread,) = all_threads()
    assert (thread.contact_id, thread.channel, thread.address) == ("agnieszka", "schoolcomms_text", AGNIESZKA)
    (message,) = messages(thread)
    assert (message.text, message.disposition) == ("Zofia has lost her gloves 🧤", "queue")
    (promise,) = texting.send()
    assert promise.to == AGNIESZKA
    assert "Mrs Pettit will see it on Friday 20 November" in promise.body
    assert "999" in promise.body


@pytest.mark.clause("C12")
def test_a_worry_by_text_rings_at_once(texting: TextLine) -> None:
    texting.comes(AGNIESZKA, "Zofia says her uncle hits her and she is scared to go home")
    with reading():
        assert concerns.alerts_of(SCHOOL, all_threads()[0].thread_id)


@pytest.mark.torture
def test_a_replay_a_hundred_times_in_parallel_changes_nothing(texting: TextLine) -> None:
    call = texting.twilio.signer.form(f"/hooks/twilio/{texting.endpoint}/sms", a_text(AGNIESZKA, "Thank you"))
    clients = [texting.app.test_client() for _ in range(10)]
    codes: Counter[int] = Counter()

    def replay(number: int) -> None:
        for _ in range(10):
            codes[texting.call(call, client=clients[number]).status_code] += 1

    callers = [threading.Thread(target=replay, args=(number,)) for number in range(10)]
    for one in callers:
        one.start()
    for one in callers:
        one.join(timeout=120)
    assert codes == {200: 100}
    (thread,) = all_threads()
    assert len(messages(thread)) == 1
    assert len(parcels(texting.app)) == 1


def test_a_replay_minutes_later_is_the_same_text(texting: TextLine) -> None:
    for _ in range(2):
        assert texting.comes(AGNIESZKA, "Thank you", sid=f"SM{'b' * 32}").status_code == 200
        texting.clock.forward(timedelta(minutes=3))
    assert len(messages(all_threads()[0])) == 1


def test_a_forged_call_and_one_at_a_door_that_is_not_there_are_refused_alike(texting: TextLine) -> None:
    forged = texting.twilio.signer.form(
        f"/hooks/twilio/{texting.endpoint}/sms", a_text(AGNIESZKA, "Hi"), token="b" * 32
    )
    elsewhere = texting.twilio.signer.form("/hooks/twilio/texts-abcdefgh/sms", a_text(AGNIESZKA, "Hi"))
    bridge = a_bridge(texting.app)
    bridges = texting.twilio.signer.form(
        f"/hooks/twilio/{bridge.endpoint}/sms", a_text(AGNIESZKA, "Hi"), token=bridge.secret
    )
    answers = [texting.call(one) for one in (forged, elsewhere, bridges)]
    assert {one.status_code for one in answers} == {403}
    assert len({one.get_data() for one in answers}) == 1
    assert all_threads() == []


def test_json_with_the_hash_of_its_body_is_heard(texting: TextLine) -> None:
    call = texting.twilio.signer.json(f"/hooks/twilio/{texting.endpoint}/sms", a_text(AGNIESZKA, "Thank you"))
    assert texting.call(call).status_code == 200
    assert [one.text for one in messages(all_threads()[0])] == ["Thank you"]


def test_a_signed_call_that_says_nothing_stands_on_the_shelf_once(texting: TextLine) -> None:
    call = texting.twilio.signer.form(f"/hooks/twilio/{texting.endpoint}/sms", {"Body": "Hi"})
    assert [texting.call(call).status_code for _ in range(3)] == [200, 200, 200]
    with reading():
        assert arrivals.on_shelf(SCHOOL) == 1


def test_a_call_that_is_too_large_is_refused(texting: TextLine) -> None:
    call = Call(f"/hooks/twilio/{texting.endpoint}/sms", b"x" * (256 * 1024 + 1), {})
    assert texting.call(call).status_code == 413


def test_while_the_database_is_away_twilio_is_asked_to_come_again(
    texting: TextLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise OSError("no database")

    monkeypatch.setattr(taking.arrivals, "keep", away)
    assert texting.comes(AGNIESZKA, "Thank you", sid=f"SM{'c' * 32}").status_code == 503
    monkeypatch.undo()
    assert texting.comes(AGNIESZKA, "Thank you", sid=f"SM{'c' * 32}").status_code == 200
    assert len(all_threads()) == 1


def test_texts_of_one_family_are_one_conversation_and_so_is_an_answer_to_school(texting: TextLine) -> None:
    thread, _ = answered(texting)
    texting.comes(AGNIESZKA, "Thank you!")
    assert [one.text for one in messages(thread)][-1] == "Thank you!"
    texting.clock.forward(timedelta(days=31))
    texting.comes(AGNIESZKA, "Another thing")
    assert len(all_threads()) == 2


def test_a_shared_number_is_decided_by_the_child_that_is_named_or_by_a_person(texting: TextLine) -> None:
    texting.comes(REEDS, "Leo has a cough")
    (thread,) = all_threads()
    assert thread.contact_id == "", "both parents have this number and this child"


def test_a_number_that_a_person_has_matched_is_known_until_the_list_says_otherwise(texting: TextLine) -> None:
    texting.comes(STRANGER, "It's Marek, Zofia's dad, new phone")
    (thread,) = all_threads()
    texting.clock.now = FRIDAY_MORNING + timedelta(minutes=15)
    release_due(SCHOOL, now=texting.clock())
    match(SCHOOL, thread.thread_id, staff_id="okafor", contact_id="marek", now=texting.clock())
    assert [one.to for one in texting.send()][-1] == STRANGER, "the promise goes where the words came from"
    texting.comes(STRANGER, "And one more thing")
    assert {one.contact_id for one in all_threads()} == {"marek"}


@pytest.mark.clause("C1")
def test_an_unknown_number_gets_one_polite_answer_a_day_and_reaches_the_office(texting: TextLine) -> None:
    texting.comes(STRANGER, "Is school open tomorrow?")
    texting.comes(STRANGER, "Hello?")
    (answer,) = texting.send()
    assert "We cannot tell who wrote this" in answer.body
    assert len(answer.body) <= 459, "three parts at most"
    texting.clock.now = FRIDAY_MORNING + timedelta(minutes=15)
    release_due(SCHOOL, now=texting.clock())
    assert len(office_day(SCHOOL, "okafor", now=texting.clock()).strangers) == 2


@pytest.mark.parametrize("sender", ["NHSVaccine", "60777", "whatsapp:+447700900555"])
def test_who_cannot_be_texted_back_is_kept_and_not_answered(texting: TextLine, sender: str) -> None:
    texting.comes(sender, "Your appointment")
    assert len(all_threads()) == 1
    assert texting.send() == []


@pytest.mark.clause("C1")
def test_a_group_is_turned_back_politely_and_its_words_reach_the_office_alone(texting: TextLine) -> None:
    texting.comes(AGNIESZKA, "Is the trip still on?", OtherRecipients0=STRANGER)
    (thread,) = all_threads()
    (message,) = messages(thread)
    assert (message.disposition, message.rule) == ("turned_back", "C1.route_not_sanctioned")
    (answer,) = texting.send()
    assert answer.to == AGNIESZKA
    assert "in a group" in answer.body


def test_a_picture_is_named_as_not_taken(texting: TextLine) -> None:
    texting.comes(AGNIESZKA, "Look at this", NumMedia="1")
    assert "words alone" in messages(all_threads()[0])[0].folded


@pytest.mark.clause("C1")
def test_until_the_school_confirms_the_number_words_reach_the_office_and_nothing_leaves(
    sample_school: Any, twilio: FakeTwilio, clock: SetClock
) -> None:
    line = a_number(sample_school, twilio, clock, is_confirmed=False)
    line.comes(STRANGER, "Hello")
    assert messages(all_threads()[0])[0].disposition == "turned_back"
    assert line.send() == []
    found = text_numbers.standing(SCHOOL, site="https://handbell.example")
    assert found is not None
    assert "until the school says" in found.why_off


def test_a_replay_after_the_number_was_confirmed_is_still_the_same_text(
    sample_school: Any, twilio: FakeTwilio, clock: SetClock
) -> None:
    line = a_number(sample_school, twilio, clock, is_confirmed=False)
    line.comes(STRANGER, "Hello", sid=f"SM{'d' * 32}")
    text_numbers.confirm_number(SCHOOL, staff_id="ashdown", now=clock())
    assert line.comes(STRANGER, "Hello", sid=f"SM{'d' * 32}").status_code == 200
    assert len(all_threads()) == 1


def test_states_come_in_order_and_the_thread_tells_each(texting: TextLine) -> None:
    thread, text = answered(texting)
    seen = [way(thread, texting).state]
    for status in ("queued", "sent", "delivered"):
        assert texting.tells(text, status).status_code == 200
        seen.append(way(thread, texting).state)
    assert seen == ["handed_over", "handed_over", "dispatched", "delivered"]


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (["delivered", "sent", "queued"], "delivered"),
        (["delivered", "undelivered"], "delivered"),
        (["undelivered", "delivered"], "leaving"),  # by email: the text is past by then
        (["sent", "sent", "sent"], "dispatched"),
    ],
)
def test_news_that_comes_late_twice_or_backwards_changes_nothing(
    texting_sqlite: TextLine, told: list[str], state: str
) -> None:
    thread, text = answered(texting_sqlite)
    for status in told:
        texting_sqlite.tells(text, status, 30003 if status == "undelivered" else None)
    assert way(thread, texting_sqlite).state == state


def test_a_text_that_did_not_arrive_says_why_and_may_be_sent_again(texting: TextLine) -> None:
    way_orders.set_order(SCHOOL, "conversation", [TEXT], staff_id="okafor", now=texting.clock())
    thread, text = answered(texting)
    texting.tells(text, "undelivered", 30003)
    found = way(thread, texting)
    assert (found.state, found.failure) == ("failed", "The phone is switched off or out of reach.")
    send_again(SCHOOL, found.outbox_id, staff_id="pettit", now=texting.clock())
    texting.tells(text, "undelivered", 30003)
    (second,) = texting.send()
    texting.tells(text, "undelivered", 30003)
    assert way(thread, texting).state == "handed_over", "news of the first is not news of the second"
    texting.tells(second, "delivered")
    assert way(thread, texting).state == "delivered"


def test_news_of_a_text_that_nobody_knows_is_taken_and_changes_nothing(texting: TextLine) -> None:
    door = f"http://127.0.0.1:5000/hooks/twilio/{texting.endpoint}/status"
    for query in ("", "?ref=", "?ref=7", "?ref=-1", "?ref=99999999999999999999999", "?ref=abc"):
        nobodys = Text(f"SM{'9' * 32}", AGNIESZKA, "", door + query, texting.clock())
        assert texting.tells(nobodys, "sent").status_code == 200


def test_a_callback_that_overtakes_the_answer_of_an_unknown_text_tells_the_truth(texting: TextLine) -> None:
    texting.twilio.faults += [Fault("POST /Messages.json"), Fault("GET /Messages.json", Said(503, b""))]
    thread, text = answered(texting)
    texting.twilio.faults.clear()
    assert way(thread, texting).state in ("unknown", "handed_over")
    texting.tells(text, "delivered")
    assert way(thread, texting).state == "delivered"


@pytest.mark.clause("C23")
def test_stop_is_told_to_the_office_and_the_next_answer_goes_by_email(texting: TextLine) -> None:
    thread, _ = answered(texting)
    texting.comes(AGNIESZKA, "Cancel")
    stopped = all_threads()[-1]
    assert stopped.subject == "They want no more texts from school"
    assert messages(stopped)[0].text == "Cancel"
    (told,) = dead_addresses(SCHOOL)
    assert (told.contact.contact_id, told.ways) == ("agnieszka", ("school_email",))
    assert texting.send() == [], "Twilio has answered it already"
    sent = send_reply(SCHOOL, thread.thread_id, staff_id="pettit", text="They are on her peg.", now=texting.clock())
    assert texting.send() == []
    gone = parcel_of(sent.outbox_id)
    assert (gone.channel, gone.to_address, gone.state) == ("school_email", "agnieszka@mail.example", "waiting")
    texting.comes(AGNIESZKA, "START")
    assert dead_addresses(SCHOOL) == ()
    send_reply(SCHOOL, thread.thread_id, staff_id="pettit", text="By text again.", now=texting.clock())
    assert [one.to for one in texting.send()] == [AGNIESZKA]


def test_a_plain_yes_is_an_answer_and_no_wish(texting: TextLine) -> None:
    thread, _ = answered(texting, "Shall I keep them?")
    texting.comes(AGNIESZKA, "Yes")
    assert [one.text for one in messages(thread)][-1] == "Yes"


@pytest.mark.parametrize(("code", "why"), [(21610, "no more texts"), (21614, "no mobile"), (21211, "not in use")])
def test_a_number_that_refuses_is_marked_and_the_words_go_by_email(texting: TextLine, code: int, why: str) -> None:
    texting.comes(AGNIESZKA, "Zofia has lost her gloves")
    texting.twilio.refused[AGNIESZKA] = code
    assert texting.send() == []
    (promise,) = [one for one in parcels(texting.app) if one.letter == "acknowledgement"]
    assert (promise.channel, promise.to_address) == ("school_email", "agnieszka@mail.example")
    assert why in dead_addresses(SCHOOL)[0].why


def test_a_text_from_a_landline_is_answered_by_email_for_a_text_may_be_read_aloud_there(texting: TextLine) -> None:
    texting.comes(HELEN, "Could we talk on Monday?")
    assert texting.send() == []
    (promise,) = [one for one in parcels(texting.app) if one.letter == "acknowledgement"]
    assert (promise.channel, promise.to_address) == ("school_email", "helen@mail.example")


def test_a_landline_that_shows_only_later_sends_the_words_round_as_well(texting: TextLine) -> None:
    thread, text = answered(texting)
    texting.tells(text, "sent")
    texting.tells(text, "undelivered", 30006)
    (reply,) = [one for one in parcels(texting.app) if one.letter == "reply"]
    assert (reply.channel, reply.state) == ("school_email", "waiting")
    texting.tells(text, "delivered")
    assert parcel_of(reply.outbox_id).state == "waiting", "news of the text is no news of the mail"
    assert way(thread, texting).state in ("leaving", "queued")


def test_where_no_other_way_is_known_the_author_is_told(texting: TextLine) -> None:
    texting.comes(STRANGER, "Hello")
    texting.twilio.refused[STRANGER] = 21610
    assert texting.send() == []
    with reading():
        (failed,) = outbox.parcels_of(SCHOOL, all_threads()[0].thread_id)
    assert (failed.state, failed.facts["why"]) == ("failed", "opted_out")


def test_what_waits_when_the_number_is_turned_off_goes_by_email(texting: TextLine) -> None:
    texting.comes(AGNIESZKA, "Zofia has lost her gloves")
    text_numbers.withdraw_number(SCHOOL, now=texting.clock())
    assert texting.send() == []
    assert [one.channel for one in parcels(texting.app)] == ["school_email"]


def test_while_the_token_changes_both_count(texting: TextLine) -> None:
    kit = texting.app.extensions["handbell.equipment"]
    text_numbers.change_token(SCHOOL, "b" * 32, key=kit.settings_key, now=texting.clock())
    assert texting.comes(AGNIESZKA, "One").status_code == 200
    texting.clock.forward(OLD_KEY_COUNTS_FOR)
    assert texting.comes(AGNIESZKA, "Two").status_code == 403
    texting.twilio.signer.token = "b" * 32
    assert texting.comes(AGNIESZKA, "Three").status_code == 200


def test_a_wrong_token_keeps_the_words_waiting_and_sends_them_once_it_is_right(texting: TextLine) -> None:
    texting.comes(AGNIESZKA, "Zofia has lost her gloves")
    kit = texting.app.extensions["handbell.equipment"]
    text_numbers.change_token(SCHOOL, "b" * 32, key=kit.settings_key, now=texting.clock())
    assert texting.send() == []
    text_numbers.change_token(SCHOOL, texting.twilio.signer.token, key=kit.settings_key, now=texting.clock())
    texting.clock.forward(timedelta(minutes=20))
    assert len(texting.send()) == 1
