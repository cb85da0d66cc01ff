"""Answering together, without JavaScript: who is answering is seen, lapses, is given back, and stops a second answer."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.actions import claims, replies
from gateway.actions.claims import Meanwhile
from gateway.actions.release import release_due
from gateway.actions.threads import open_thread
from gateway.domain.scope import Actor, one_school
from gateway.store import queue, threads
from gateway.store.transaction import reading
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, SCHOOL, THURSDAY_EVENING, a_roster, a_school, arrives, come_in, mail, submit

NINE = MONDAY_MORNING + timedelta(minutes=45)


def a_shared_talk(app: Flask, clock: SetClock) -> int:
    """A question to both teachers of Robin Class, who both work on Mondays; it is nine on Monday and both have it."""
    staff = tuple(
        replace(one, hours="Mo-Fr 08:15-15:45") if one.staff_id == "pettit" else one for one in a_roster().staff
    )
    a_school(app, replace(a_roster(), staff=staff))
    taken = arrives(app, mail(to="nair@elmswick.example, pettit@elmswick.example"), at=MONDAY_MORNING)
    clock.now = NINE
    assert taken.thread_id is not None
    return taken.thread_id


@pytest.fixture
def talk(sqlite_school: Flask, clock: SetClock) -> int:
    """The conversation of ``a_shared_talk``."""
    return a_shared_talk(sqlite_school, clock)


def show(client: FlaskClient, path: str) -> str:
    """A page that is there."""
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def fields(page: str) -> dict[str, str]:
    """The hidden fields of the composer as a browser would send them."""
    composer = page[page.index('id="compose"') :]
    return dict(re.findall(r'type="hidden" name="(seen|told)" value="([^"]*)"', composer))


def send(client: FlaskClient, talk: int, page: str, words: str) -> str:
    """Send words from a page as it was loaded, and not again; the words of the page that follows."""
    answer = submit(client, "/inbox", f"/threads/{talk}/reply", text=words, do="send", **fields(page))
    return show(client, answer.headers["Location"].partition("#")[0])


def words_of(talk: int) -> list[str]:
    """What school has sent in a conversation."""
    with reading():
        return [one.text for one in threads.messages_of(SCHOOL, talk) if one.by == "staff"]


def test_a_message_to_several_rings_for_each_in_their_own_time_and_says_who_else_gets_it(
    sqlite_school: Flask, clock: SetClock
) -> None:
    taken = arrives(sqlite_school, mail(to="nair@elmswick.example, pettit@elmswick.example"), at=THURSDAY_EVENING)
    with reading():
        rings = {one.reader: one.visible_at for one in queue.entries_of(SCHOOL, taken.thread_id or 0)}
    assert rings == {"nair": MONDAY_MORNING, "pettit": MONDAY_MORNING - timedelta(days=3)}
    clock.now = MONDAY_MORNING - timedelta(days=3)
    release_due(SCHOOL, now=clock.now)
    shown = show(come_in(sqlite_school, "pettit"), f"/threads/{taken.thread_id}")
    assert "Nobody is answering this yet" in shown
    assert "Miss Nair sees it on Monday 23 November, 8:15am." in shown


def test_who_else_gets_what_waits_is_said_when_it_has_rung(sqlite_school: Flask, clock: SetClock) -> None:
    first = "<first@mail.example>"
    talk = arrives(sqlite_school, mail(message_id=first), at=MONDAY_MORNING).thread_id or 0
    both = mail(to="nair@elmswick.example, garrod@elmswick.example", in_reply_to=first)
    arrives(sqlite_school, both, at=MONDAY_MORNING + timedelta(hours=12))
    of = one_school(1, Actor("staff", "nair"))
    assert not claims.standing(of, talk, staff_id="nair", now=NINE).sharers
    tuesday = MONDAY_MORNING + timedelta(days=1)
    release_due(SCHOOL, now=tuesday)
    assert [one.name for one in claims.standing(of, talk, staff_id="nair", now=tuesday).sharers] == ["Mr Garrod"]


def test_one_tap_says_who_is_answering_on_the_conversation_and_in_the_inbox(sqlite_school: Flask, talk: int) -> None:
    nair, pettit = come_in(sqlite_school, "nair"), come_in(sqlite_school, "pettit")
    submit(nair, f"/threads/{talk}", f"/threads/{talk}/claim")
    assert "You are answering this" in show(nair, f"/threads/{talk}")
    assert "Miss Nair is answering this, since 9am" in show(pettit, f"/threads/{talk}")
    assert "Miss Nair is answering" in show(pettit, "/inbox")
    submit(nair, f"/threads/{talk}", f"/threads/{talk}/claim", do="give_back")
    assert "Miss Nair is answering" not in show(pettit, "/inbox")


def test_writing_a_draft_says_so_too_and_it_lapses_by_itself(sqlite_school: Flask, talk: int, clock: SetClock) -> None:
    nair, pettit = come_in(sqlite_school, "nair"), come_in(sqlite_school, "pettit")
    submit(nair, f"/threads/{talk}", f"/threads/{talk}/reply", text="I will look", do="keep")
    assert "Miss Nair is answering this" in show(pettit, f"/threads/{talk}")
    submit(pettit, f"/threads/{talk}", f"/threads/{talk}/claim")
    assert "Miss Nair is answering this" in show(pettit, f"/threads/{talk}"), "who was first keeps it"
    clock.now = NINE + timedelta(minutes=30)
    assert "Nobody is answering this yet" in show(pettit, f"/threads/{talk}")


def test_an_emptied_draft_and_a_finished_conversation_end_it(sqlite_school: Flask, talk: int) -> None:
    nair, pettit = come_in(sqlite_school, "nair"), come_in(sqlite_school, "pettit")
    for ends in ({"path": "checks", "text": " "}, {"path": "state", "state": "done"}):
        submit(nair, f"/threads/{talk}", f"/threads/{talk}/checks", text="I will")
        assert "Miss Nair is answering" in show(pettit, "/inbox")
        submit(nair, f"/threads/{talk}", f"/threads/{talk}/{ends.pop('path')}", **ends)
        assert "Miss Nair is answering" not in show(pettit, "/inbox")


def test_the_second_of_two_who_answer_is_told_before_anything_is_sent_and_may_send_all_the_same(
    sqlite_school: Flask, talk: int
) -> None:
    nair, pettit = come_in(sqlite_school, "nair"), come_in(sqlite_school, "pettit")
    loaded = show(pettit, f"/threads/{talk}")
    submit(nair, f"/threads/{talk}", f"/threads/{talk}/claim")
    told = send(pettit, talk, loaded, "It is in her bag.")
    assert "Miss Nair is answering this now. Nothing was sent yet" in told
    assert "It is in her bag." in told, "the words are kept"
    assert words_of(talk) == []
    send(nair, talk, show(nair, f"/threads/{talk}"), "I change it today.")
    told = send(pettit, talk, told, "It is in her bag.")
    assert "Miss Nair answered this at 9am, while you were writing. Nothing was sent yet" in told
    assert words_of(talk) == ["I change it today."]
    assert "Sent." in send(pettit, talk, told, "It is in her bag.")
    assert words_of(talk) == ["I change it today.", "It is in her bag."]


@pytest.mark.clause("C2")
def test_who_answers_while_the_family_writes_again_reads_that_first_and_nothing_is_buried(
    sqlite_school: Flask, clock: SetClock
) -> None:
    first = arrives(sqlite_school, mail(message_id="<first@mail.example>"), at=MONDAY_MORNING)
    talk, clock.now = first.thread_id or 0, NINE
    nair = come_in(sqlite_school, "nair")
    loaded = show(nair, f"/threads/{talk}")
    arrives(sqlite_school, mail(text="No, the blue one.", in_reply_to="<first@mail.example>"), at=NINE)
    clock.forward(timedelta(minutes=2))
    told = send(nair, talk, loaded, "It is changed.")
    assert "A message from Agnieszka Nowak has come while you were writing. Nothing was sent yet" in told
    assert "No, the blue one." in told
    assert "It is changed." in told, "the words are kept"
    assert words_of(talk) == []
    assert "Sent." in send(nair, talk, told, "The blue one is changed.")


@pytest.mark.clause("C2")
def test_what_a_colleague_of_the_office_has_opened_is_new_to_who_has_not_seen_it(
    sqlite_school: Flask, clock: SetClock
) -> None:
    ill = mail(text="Zofia is ill today and will not be in school.", message_id="<first@mail.example>")
    talk, clock.now = arrives(sqlite_school, ill, at=NINE).thread_id or 0, NINE
    okafor, ashdown = come_in(sqlite_school, "okafor"), come_in(sqlite_school, "ashdown")
    loaded = show(okafor, f"/threads/{talk}")
    more = mail(text="Her grandmother will pick her up at 3 instead of me.", in_reply_to="<first@mail.example>")
    arrives(sqlite_school, more, at=NINE)
    show(ashdown, f"/threads/{talk}")
    assert "has come while you were writing" in send(okafor, talk, loaded, "Get well soon.")
    assert words_of(talk) == []


@pytest.mark.clause("C2")
def test_who_may_read_an_allegation_is_told_of_what_comes_to_it_while_they_write(
    sqlite_school: Flask, clock: SetClock
) -> None:
    hit = mail(text="Miss Nair hit Zofia in the face. Miss Nair hurt her.", message_id="<first@mail.example>")
    talk, clock.now = arrives(sqlite_school, hit, at=NINE).thread_id or 0, NINE
    head = come_in(sqlite_school, "ashdown")
    loaded = show(head, f"/threads/{talk}")
    arrives(sqlite_school, mail(text="And her friend saw it.", in_reply_to="<first@mail.example>"), at=NINE)
    assert "has come while you were writing" in send(head, talk, loaded, "I will phone you at once.")
    assert words_of(talk) == []


@pytest.mark.clause("C3")
def test_what_waits_for_its_hour_stops_no_answer_and_is_not_given_away_by_one(
    sqlite_school: Flask, clock: SetClock
) -> None:
    first = arrives(sqlite_school, mail(message_id="<first@mail.example>"), at=MONDAY_MORNING)
    talk, clock.now = first.thread_id or 0, MONDAY_MORNING + timedelta(hours=10)
    nair = come_in(sqlite_school, "nair")
    submit(nair, "/inbox", "/off-duty", why="trip")
    loaded = show(nair, f"/threads/{talk}")
    arrives(sqlite_school, mail(text="No, the blue one.", in_reply_to="<first@mail.example>"), at=clock.now)
    told = send(nair, talk, loaded, "It is changed.")
    assert "Kept. It leaves" in told
    assert "blue one" not in told


def test_of_two_who_press_send_in_one_instant_one_is_told(app: Flask, clock: SetClock) -> None:
    with app.app_context():
        talk = a_shared_talk(app, clock)
        for staff_id in ("nair", "pettit"):
            seen = open_thread(SCHOOL, talk, staff_id=staff_id, now=NINE).shown[-1].message.message_id
        ready, ends = threading.Barrier(2), []

        def press(staff_id: str) -> None:
            with app.app_context():
                scope = one_school(1, Actor("staff", staff_id))
                ready.wait()
                try:
                    replies.send_reply(scope, talk, staff_id=staff_id, text=f"From {staff_id}.", now=NINE, seen=seen)
                    ends.append("sent")
                except Meanwhile as told:
                    ends.append(str(told))

        both = [threading.Thread(target=press, args=(one,)) for one in ("nair", "pettit")]
        for one in both:
            one.start()
        for one in both:
            one.join()
        assert len(words_of(talk)) == 1
        assert sorted(end == "sent" for end in ends) == [False, True]


def test_of_two_who_begin_in_one_instant_both_see_the_same_person(app: Flask, clock: SetClock) -> None:
    with app.app_context():
        talk = a_shared_talk(app, clock)
        ready, seen = threading.Barrier(2), []

        def begin(staff_id: str) -> None:
            with app.app_context():
                ready.wait()
                seen.append(claims.take(one_school(1), talk, staff_id=staff_id, now=NINE).staff_id)

        both = [threading.Thread(target=begin, args=(one,)) for one in ("nair", "pettit")]
        for one in both:
            one.start()
        for one in both:
            one.join()
        assert len(seen) == 2
        assert len(set(seen)) == 1


def test_nobody_claims_a_conversation_that_is_not_theirs(sqlite_school: Flask, talk: int) -> None:
    garrod = come_in(sqlite_school, "garrod")
    assert submit(garrod, "/inbox", f"/threads/{talk}/claim").status_code == 404
