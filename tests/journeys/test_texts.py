"""A text from a parent's phone to the answer on it: over a real socket, with Twilio on the other side."""

from __future__ import annotations

import urllib.request

import pytest

from gateway.actions.own_threads import NotYourThread
from gateway.actions.release import release_due
from gateway.actions.replies import send_reply
from gateway.actions.threads import open_thread
from gateway.store import threads
from gateway.store.threads import Thread
from gateway.store.transaction import reading
from tests.chromium import live_server
from tests.schools import SCHOOL
from tests.servers.twilio import Call, a_text
from tests.texting import AGNIESZKA, TextLine

WORDS = "Zofia has lost her gloves 🧤 Could you look?"


def calls(address: str, call: Call) -> tuple[int, bytes]:
    """Make a call of Twilio's as Twilio does: one that was signed for the school's public address, over HTTP."""
    request = urllib.request.Request(address + call.path, data=call.body, headers=dict(call.headers))
    with urllib.request.urlopen(request, timeout=15) as answer:
        return answer.status, answer.read()


def way_of(thread: Thread, line: TextLine) -> list[str]:
    """The state of each message as its teacher sees it; empty while the conversation is not theirs yet."""
    try:
        talk = open_thread(SCHOOL, thread.thread_id, staff_id="pettit", now=line.clock())
    except NotYourThread:
        return []
    return [one.delivery.state if one.delivery else "" for one in talk.shown]


@pytest.mark.clause("C1")
@pytest.mark.clause("C3")
def test_a_text_at_twenty_to_ten_is_promised_waits_is_answered_and_its_state_is_true(texting: TextLine) -> None:
    line = texting
    line.clock.set("2026-11-19T21:40:00+00:00")
    sms = f"/hooks/twilio/{line.endpoint}/sms"
    with live_server(line.app) as address:
        status, body = calls(address, line.twilio.signer.form(sms, a_text(AGNIESZKA, WORDS)))
        assert (status, body.endswith(b"<Response/>")) == (200, True)
        (promise,) = line.send()
        assert promise.to == AGNIESZKA
        assert "Mrs Pettit will see it on Friday 20 November" in promise.body
        with reading():
            (thread,) = threads.threads_of_contact(SCHOOL, "agnieszka", limit=5)
        assert way_of(thread, line) == [], "nobody at school sees it before the morning"

        line.clock.set("2026-11-20T08:15:00+00:00")
        release_due(SCHOOL, now=line.clock())
        send_reply(SCHOOL, thread.thread_id, staff_id="pettit", text="They’re on her peg 🎈", now=line.clock())
        assert way_of(thread, line) == ["", "leaving"]
        (reply,) = line.send()
        assert reply.body == "They're on her peg 🎈\nMrs Pettit, Elmswick Primary School"
        assert line.send() == [], "nothing goes twice"
        seen = [way_of(thread, line)[1]]
        for state in ("sent", "delivered", "sent"):
            calls(address, line.twilio.becomes(reply, state))
            seen.append(way_of(thread, line)[1])
        assert seen == ["handed_over", "dispatched", "delivered", "delivered"]

        calls(address, line.twilio.signer.form(sms, a_text(AGNIESZKA, "Thank you!", MessageSid=f"SM{'e' * 32}")))
    with reading():
        found = threads.messages_of(SCHOOL, thread.thread_id)
    assert [one.text for one in found] == [WORDS, "They’re on her peg 🎈", "Thank you!"]
