"""Calls of closed channels at the door: who is let in, what is kept, and where it goes, on both databases."""

from __future__ import annotations

import base64
import io
import json
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import create_environ, run_wsgi_app

from gateway.actions import arrivals as taking
from gateway.actions.endpoints import OLD_KEY_COUNTS_FOR, close_endpoint, open_endpoint, rotate_key
from gateway.actions.release import release_due
from gateway.actions.strangers import match
from gateway.actions.threads import open_file
from gateway.domain.errors import InputProblem
from gateway.domain.roster import Contact
from gateway.store import arrivals, concerns, queue, threads
from gateway.store.threads import Message, Thread
from gateway.store.transaction import reading
from tests.bridges import Bridge, a_bridge, a_message, all_threads
from tests.clocks import SetClock
from tests.schools import FRIDAY_MORNING, MONDAY_MORNING, SCHOOL, THURSDAY_EVENING, a_roster, a_school, arrives, mail


@pytest.fixture
def bridge(sample_school: Flask, clock: SetClock) -> Bridge:
    """Tapestry's bridge, on Thursday evening."""
    clock.now = THURSDAY_EVENING
    return a_bridge(sample_school)


def messages(thread: Thread) -> tuple[Message, ...]:
    with reading():
        return threads.messages_of(SCHOOL, thread.thread_id)


def shelf() -> int:
    with reading():
        return arrivals.on_shelf(SCHOOL)


@pytest.mark.clause("C3")
def test_a_message_on_tapestry_in_the_evening_waits_for_its_teacher_and_is_promised_on_tapestry(bridge: Bridge) -> None:
    answer = bridge.tell(a_message())
    assert (answer.status_code, answer.get_json()) == (201, {"state": "kept"})
    (thread,) = all_threads()
    assert (thread.contact_id, thread.channel, thread.pupil_ids) == ("agnieszka", "tapestry", ("zofia",))
    (message,) = messages(thread)
    assert (message.text, message.channel, message.disposition) == (
        "Could the reading book be changed please?",
        "tapestry",
        "queue",
    )
    assert message.received_at == datetime.fromisoformat("2026-11-19T19:40:00+00:00")
    with reading():
        (entry,) = queue.entries_of(SCHOOL, thread.thread_id)
    assert (entry.reader, entry.visible_at) == ("nair", MONDAY_MORNING)
    (promise,) = bridge.outbox()
    assert promise["to"] == {"id": "relative-88", "name": "Agnieszka Nowak"}
    assert promise["in_reply_to"] == "4711"
    assert promise["automatic"] is True
    assert "Monday 23 November" in promise["text"]
    assert "email" not in promise["text"].partition("You wrote on")[0]


@pytest.mark.clause("C12")
def test_a_worry_on_tapestry_rings_at_once_in_the_evening(bridge: Bridge) -> None:
    bridge.tell(a_message("Zofia says her uncle hit her with a belt."))
    (thread,) = all_threads()
    with reading():
        (alert,) = concerns.alerts_of(SCHOOL, thread.thread_id)
    assert set(alert.told) == {"castellan", "ashdown"}


@pytest.mark.parametrize(
    "forge",
    [
        lambda headers: {},
        lambda headers: headers | {"X-Handbell-Signature": "v1=" + "0" * 64},
        lambda headers: headers | {"X-Handbell-Timestamp": str(int(headers["X-Handbell-Timestamp"]) - 1)},
    ],
)
@pytest.mark.clause("C14")
def test_a_forged_call_is_refused_and_leaves_nothing(
    bridge: Bridge, forge: Callable[[dict[str, str]], dict[str, str]]
) -> None:
    raw = json.dumps(a_message()).encode()
    answer = bridge.app.test_client().post(bridge.path, data=raw, headers=forge(bridge.headers(raw)))
    assert answer.status_code == 401
    assert answer.get_json()["problem"].endswith(".")
    path = f"{bridge.path}/outbox"
    assert bridge.app.test_client().get(path, headers=forge(bridge.headers(f"GET {path}".encode()))).status_code == 401
    assert not all_threads()
    assert shelf() == 0


def test_a_signature_for_one_address_opens_no_other(bridge: Bridge) -> None:
    other = a_bridge(bridge.app, "schoolcomms")
    raw = json.dumps(a_message()).encode()
    assert bridge.app.test_client().post(other.path, data=raw, headers=bridge.headers(raw)).status_code == 401
    path = f"{bridge.path}/outbox"
    signed = bridge.headers(f"GET {path}?wait=0".encode())
    assert bridge.app.test_client().get(path, headers=signed).status_code == 401


def test_a_call_that_is_signed_well_and_comes_late_is_refused_and_a_receipt_too(
    bridge: Bridge, clock: SetClock
) -> None:
    raw = json.dumps(a_message()).encode()
    headers = bridge.headers(raw)
    clock.forward(timedelta(minutes=5, seconds=1))
    browser = bridge.app.test_client()
    assert browser.post(bridge.path, data=raw, headers=headers).status_code == 401
    path = f"{bridge.path}/outbox"
    old = bridge.headers(f"GET {path}".encode(), at=clock().timestamp() - 301)
    assert browser.get(path, headers=old).status_code == 401
    assert not all_threads()


def test_a_call_that_no_door_is_there_for_is_told_so_in_json(sqlite_app: Flask) -> None:
    for method, path, code in (
        ("GET", "", 405),
        ("PUT", "", 405),
        ("POST", "/outbox", 405),
        ("POST", "/nothing/here", 404),
        ("GET", "/../schema/no.json", 404),
    ):
        answer = sqlite_app.test_client().open(f"/hooks/connector/messages-abcdefgh{path}", method=method)
        assert answer.status_code == code
        assert answer.get_json()["problem"].endswith(".")
        assert bool(answer.headers.get("Allow")) is (code == 405)


def test_a_bridge_beside_a_demo_goes_by_the_machines_time_or_by_the_demos(sqlite_app: Flask, clock: SetClock) -> None:
    clock.now = THURSDAY_EVENING
    with sqlite_app.app_context():
        a_school(sqlite_app)
        bridge = a_bridge(sqlite_app)
        sqlite_app.extensions["handbell.callers_clock"] = lambda: MONDAY_MORNING
        raw = json.dumps(a_message()).encode()
        for at, code in ((MONDAY_MORNING, 201), (THURSDAY_EVENING, 200), (FRIDAY_MORNING, 401)):
            headers = bridge.headers(raw, at=at.timestamp())
            assert sqlite_app.test_client().post(bridge.path, data=raw, headers=headers).status_code == code


def test_a_rotated_secret_counts_a_week_longer_and_a_closed_endpoint_not_a_moment(
    bridge: Bridge, clock: SetClock
) -> None:
    kit = bridge.app.extensions["handbell.equipment"]
    new = rotate_key(SCHOOL, bridge.endpoint, key=kit.settings_key, now=clock())
    rotated = replace(bridge, secret=new.secret)
    assert bridge.tell(a_message()).status_code == 201
    assert rotated.tell(a_message(id="4712")).status_code == 201
    clock.forward(OLD_KEY_COUNTS_FOR)
    assert bridge.tell(a_message(id="4713")).status_code == 401
    assert rotated.tell(a_message(id="4713")).status_code == 201
    close_endpoint(SCHOOL, bridge.endpoint, now=clock())
    assert rotated.tell(a_message(id="4714")).status_code == 401
    assert a_bridge(bridge.app).tell(a_message(id="4711")).status_code == 200, "it is the same message after all"


def test_a_channel_has_one_endpoint_and_its_name_is_plain(bridge: Bridge, clock: SetClock) -> None:
    kit = bridge.app.extensions["handbell.equipment"]
    for name, channel in (("messages", "tapestry"), ("Messages!", "schoolcomms"), ("", "schoolcomms"), ("m", "pigeon")):
        with pytest.raises(InputProblem):
            open_endpoint(SCHOOL, name, channel=channel, key=kit.settings_key, now=clock())


@pytest.mark.clause("C23")
def test_a_replay_a_hundred_times_in_parallel_is_one_message_and_one_promise(bridge: Bridge) -> None:
    codes: Counter[int] = Counter()
    raw = json.dumps(a_message()).encode()
    headers = bridge.headers(raw)
    ready = threading.Barrier(10)

    def replay() -> None:
        ready.wait(timeout=30)
        for _ in range(10):
            codes[bridge.app.test_client().post(bridge.path, data=raw, headers=headers).status_code] += 1

    callers = [threading.Thread(target=replay) for _ in range(10)]
    for one in callers:
        one.start()
    for one in callers:
        one.join(timeout=120)
    assert codes == {201: 1, 200: 99}
    (thread,) = all_threads()
    assert len(messages(thread)) == 1
    assert len(bridge.outbox()) == 1


def test_one_id_for_two_messages_is_refused_and_the_first_stands(bridge: Bridge) -> None:
    bridge.tell(a_message())
    answer = bridge.tell(a_message("Something else entirely."))
    assert answer.status_code == 409
    assert "id of its own" in answer.get_json()["problem"]
    assert [one.text for one in messages(all_threads()[0])] == ["Could the reading book be changed please?"]


@pytest.mark.clause("C23")
@pytest.mark.parametrize("body", [b"\x00\xff rubbish", b"{", json.dumps(a_message(sent_at="soon")).encode()])
def test_what_cannot_be_read_stands_on_the_shelf_once_and_says_why(bridge: Bridge, body: bytes) -> None:
    for _ in range(3):
        answer = bridge.tell(body)
        assert answer.status_code == 202
        assert "a person at the school will look" in answer.get_json()["problem"]
    assert shelf() == 1
    with reading():
        (shelved,) = arrivals.shelf(SCHOOL, limit=5)
        held = arrivals.arrival(SCHOOL, shelved.arrival_id)
    assert held is not None
    assert held.raw == body


def test_a_call_that_is_too_large_is_refused_whole(bridge: Bridge) -> None:
    answer = bridge.tell(b"x" * (8 * 1024 * 1024 + 1))
    assert answer.status_code == 413
    assert "8 MB" in answer.get_json()["problem"]
    assert shelf() == 0


def test_a_call_that_is_too_large_is_heard_to_its_end_so_that_its_sender_hears_the_answer(bridge: Bridge) -> None:
    line = io.BytesIO(b"x" * (9 * 1024 * 1024) + b"the next call")
    call = create_environ(bridge.path, method="POST", input_stream=line)
    call["CONTENT_LENGTH"] = str(9 * 1024 * 1024)
    _, status, _ = run_wsgi_app(bridge.app, call, buffered=True)
    assert status.startswith("413 ")
    assert line.read() == b"the next call"


def test_while_the_database_is_away_nothing_is_said_to_be_kept(bridge: Bridge, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise OSError("no database")

    monkeypatch.setattr(taking.arrivals, "keep", away)
    answer = bridge.tell(a_message())
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    monkeypatch.undo()
    assert bridge.tell(a_message()).status_code == 201


@pytest.mark.clause("C23")
def test_a_message_that_could_not_be_placed_is_kept_and_placed_by_the_job(
    bridge: Bridge, monkeypatch: pytest.MonkeyPatch, clock: SetClock
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("a rule broke")

    monkeypatch.setattr(taking.placing, "find_place", broken)
    assert bridge.tell(a_message("Thank you 🎈")).status_code == 201
    assert not all_threads()
    monkeypatch.undo()
    assert taking.place_kept(SCHOOL, now=clock()) == 1
    assert messages(all_threads()[0])[0].text == "Thank you 🎈"


def test_a_file_comes_through_byte_for_byte_and_one_that_cannot_be_taken_is_named(bridge: Bridge) -> None:
    sent = [
        {"name": "bad.png", "type": "image/png", "content": "?"},
        {"name": "letter.pdf", "type": "application/pdf", "content": base64.b64encode(b"%PDF-1.4 \x00").decode()},
    ]
    answer = bridge.tell(a_message(attachments=sent))
    assert answer.get_json()["refused_attachments"] == ["bad.png: its content is not base64."]
    (thread,) = all_threads()
    (message,) = messages(thread)
    assert "bad.png" in message.folded
    with reading():
        (file,) = threads.files_of(SCHOOL, thread.thread_id)
    release_due(SCHOOL, now=MONDAY_MORNING)
    found = open_file(SCHOOL, thread.thread_id, message.message_id, file.part, staff_id="nair", now=MONDAY_MORNING)
    assert (found.name, found.body) == ("letter.pdf", b"%PDF-1.4 \x00")


def test_an_id_once_learnt_is_known_without_an_address_or_a_name(bridge: Bridge) -> None:
    bridge.tell(a_message())
    bridge.tell(a_message(id="2", **{"from": {"id": "relative-88"}}))
    assert {one.contact_id for one in all_threads()} == {"agnieszka"}


def test_a_number_counts_only_together_with_the_child(sqlite_app: Flask, clock: SetClock) -> None:
    clock.now = THURSDAY_EVENING
    roster = a_roster()
    marek = Contact("marek", "Mr", "Marek", "Nowak", (), ("07700 900123",))
    roster = replace(roster, contacts=tuple(marek if one.contact_id == "marek" else one for one in roster.contacts))
    a_school(sqlite_app, roster)
    with sqlite_app.app_context():
        bridge = a_bridge(sqlite_app)
        bridge.tell(a_message(id="1", about=None, **{"from": {"id": "a", "mobile": "+44 7700 900123"}}))
        bridge.tell(a_message(id="2", about="Leo Reed", **{"from": {"id": "b", "mobile": "+44 7700 900123"}}))
        bridge.tell(a_message(id="3", about="zofia nowak", **{"from": {"id": "c", "mobile": "+447700900123"}}))
        assert [one.contact_id for one in all_threads()] == ["", "", "marek"]


@pytest.mark.clause("C4")
def test_a_name_alone_never_decides_who_wrote_and_the_office_is_asked_once(bridge: Bridge, clock: SetClock) -> None:
    nobody = {"id": "relative-9", "name": "Marek Nowak"}
    bridge.tell(a_message(id="1", **{"from": nobody}))
    (thread,) = all_threads()
    assert (thread.contact_id, messages(thread)[0].rule) == ("", "C1.unknown_sender")
    assert [one["subject"] for one in bridge.outbox()] == ["We do not know who you are yet"], "nothing is promised"
    clock.now = FRIDAY_MORNING + timedelta(minutes=15)
    release_due(SCHOOL, now=clock())
    match(SCHOOL, thread.thread_id, staff_id="okafor", contact_id="marek", now=clock())
    (promise,) = bridge.outbox()
    assert promise["to"]["id"] == "relative-9"
    bridge.tell(a_message("And the other one?", id="2", **{"from": nobody}))
    (same,) = all_threads()
    assert len(messages(same)) == 2


def test_a_conversation_goes_on_by_its_own_name_and_never_with_somebody_else(bridge: Bridge) -> None:
    bridge.tell(a_message(id="1", subject="Reading", thread="t7"))
    bridge.tell(a_message(id="2", subject="Gloves", thread="t7"))
    bridge.tell(
        a_message(id="3", subject="Gloves", thread="t7", **{"from": {"id": "m", "email": "marek@mail.example"}})
    )
    assert [(one.contact_id, len(messages(one))) for one in all_threads()] == [("agnieszka", 2), ("marek", 1)]


def test_a_subject_alone_joins_no_conversation_of_another_channel(bridge: Bridge) -> None:
    arrives(bridge.app, mail(subject="Reading book"))
    bridge.tell(a_message(subject="Reading book"))
    assert [one.channel for one in all_threads()] == ["school_email", "tapestry"]


def test_a_shared_address_is_decided_by_the_first_name(bridge: Bridge) -> None:
    shared = {"id": "r", "name": "Kate Reed", "email": "reeds@mail.example"}
    bridge.tell(a_message(about="Leo Reed", to=None, **{"from": shared}))
    (thread,) = all_threads()
    assert (thread.contact_id, thread.pupil_ids) == ("kate", ("leo",))
