"""The page of waiting replies: who and when but never what, and the reason that lets one go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from gateway.actions.replies import send_reply
from gateway.domain.scope import Actor, one_school
from gateway.store import outbox
from gateway.store.transaction import reading
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, SCHOOL, arrives, come_in, mail, submit

NIGHT = MONDAY_MORNING + timedelta(hours=13)


@pytest.fixture
def waits(sqlite_school: Flask, clock: SetClock) -> int:
    """Miss Nair's answer of Monday night, which waits for Tuesday."""
    clock.now = NIGHT
    thread_id = arrives(sqlite_school, mail(), MONDAY_MORNING).thread_id
    assert thread_id is not None
    nair = one_school(1, Actor("staff", "nair"))
    return send_reply(nair, thread_id, staff_id="nair", text="Yes, on Thursday.", now=NIGHT).outbox_id


@pytest.mark.clause("C2")
def test_the_headteacher_sees_who_waits_without_a_word_and_lets_it_go_with_a_reason(
    sqlite_school: Flask, waits: int
) -> None:
    head = come_in(sqlite_school, "ashdown")
    assert "One reply waits" in head.get("/today").get_data(as_text=True)
    page = head.get("/waiting").get_data(as_text=True)
    assert "Miss Nair to Agnieszka Nowak" in page
    assert "Leaves Tuesday 24 November, 8:15am" in page
    assert "Yes, on Thursday." not in page
    refused = submit(head, "/waiting", f"/waiting/{waits}/sooner", reason="now")
    assert refused.status_code == 409
    assert "Say in a few words why this cannot wait" in refused.get_data(as_text=True)
    assert submit(head, "/waiting", f"/waiting/{waits}/sooner", reason="The gate is flooded").status_code == 302
    with reading():
        sent = outbox.parcel(SCHOOL, waits)
    assert sent is not None
    assert sent.send_after == NIGHT
    page = head.get("/waiting").get_data(as_text=True)
    assert "Nothing waits" in page
    assert "<strong>1</strong> in the last 4 weeks" in page
    assert "The gate is flooded" in page
    today = head.get("/today").get_data(as_text=True)
    assert "<strong>1</strong> was sent outside hours in the last 4 weeks, 1 this term." in today


def test_the_author_reads_beside_the_reply_who_let_it_go_and_why(
    sqlite_school: Flask, waits: int, clock: SetClock
) -> None:
    submit(come_in(sqlite_school, "castellan"), "/waiting", f"/waiting/{waits}/sooner", reason="The gate is flooded")
    with reading():
        sent = outbox.parcel(SCHOOL, waits)
    assert sent is not None
    clock.now = MONDAY_MORNING + timedelta(days=1)
    page = come_in(sqlite_school, "nair").get(f"/threads/{sent.thread_id}").get_data(as_text=True)
    assert "Sent outside hours: Mrs Castellan. The gate is flooded" in page


def test_an_audited_conversation_says_that_an_answer_waits_and_leads_to_it(sqlite_school: Flask, waits: int) -> None:
    head = come_in(sqlite_school, "ashdown")
    with reading():
        sent = outbox.parcel(SCHOOL, waits)
    assert sent is not None
    path = f"/audit/{sent.thread_id}"
    submit(head, path, f"{path}/look", purpose="support", reason="Miss Nair asked me to")
    page = head.get(path).get_data(as_text=True)
    assert "It leaves on Tuesday 24 November, 8:15am." in page
    assert f'href="/waiting#reply-{waits}"' in page


@pytest.mark.parametrize("staff_id", ["nair", "okafor", "lowe", "bell"])
def test_only_who_may_send_outside_hours_passes_the_door(sqlite_school: Flask, waits: int, staff_id: str) -> None:
    client = come_in(sqlite_school, staff_id)
    assert client.get("/waiting").status_code == 403


def test_who_reads_the_conversation_lets_the_reply_go_from_there_and_is_brought_back(
    sqlite_school: Flask, clock: SetClock
) -> None:
    clock.now = NIGHT
    both = mail(to="nair@elmswick.example, castellan@elmswick.example")
    thread_id = arrives(sqlite_school, both, MONDAY_MORNING + timedelta(hours=1)).thread_id
    assert thread_id is not None
    nair = one_school(1, Actor("staff", "nair"))
    sent = send_reply(nair, thread_id, staff_id="nair", text="Yes, on Thursday.", now=NIGHT)
    deputy = come_in(sqlite_school, "castellan")
    submit(deputy, "/inbox", "/off-duty", why="safety")
    page = deputy.get(f"/threads/{thread_id}").get_data(as_text=True)
    assert "Send it sooner" in page
    assert "Change it" not in page, "the words are their author's"
    fields = {"reason": "The gate is flooded", "from": "conversation"}
    answer = submit(deputy, f"/threads/{thread_id}", f"/waiting/{sent.outbox_id}/sooner", **fields)
    assert answer.location == f"/threads/{thread_id}"
