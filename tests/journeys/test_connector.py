"""The bridge of the guide against the running product: each closed channel, from a parent's words to their answer."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from gateway.actions.own_threads import NotYourThread
from gateway.actions.release import release_due
from gateway.actions.replies import send_reply
from gateway.actions.threads import open_thread
from gateway.domain.channels import CLOSED
from gateway.store import outbox, threads
from gateway.store.threads import Thread
from gateway.store.transaction import reading
from tests.bridges import Bridge, a_bridge, a_message
from tests.chromium import live_server
from tests.clocks import SetClock
from tests.databases import ROOT
from tests.schools import MONDAY_MORNING, SCHOOL, THURSDAY_EVENING

GUIDE = ROOT / "docs" / "connector.md"


def test_the_bridge_of_the_guide_has_at_most_sixty_lines_of_code() -> None:
    lines = [line for line in bridge_of_the_guide().splitlines() if line.strip()]
    assert 20 < len(lines) <= 60


def test_every_message_in_the_guide_is_one_that_the_product_takes(sqlite_school: Flask, clock: SetClock) -> None:
    bridge = a_bridge(sqlite_school)
    message, receipt = (
        json.loads(one) for one in re.findall(r"```json\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    )
    assert bridge.tell(message).status_code == 201
    assert bridge.tell({**receipt, "reference": bridge.outbox()[0]["reference"]}).status_code == 200


@pytest.mark.clause("C1")
@pytest.mark.parametrize("channel", CLOSED)
def test_a_parent_writes_at_night_is_promised_waits_is_answered_and_the_state_is_true(
    sample_school: Flask, clock: SetClock, tmp_path: Path, channel: str
) -> None:
    clock.now = THURSDAY_EVENING
    bridge = a_bridge(sample_school, channel)
    with live_server(sample_school) as address:
        put_in(tmp_path, a_message("Zofia has lost her gloves 🧤"))
        run(bridge, address, tmp_path)
        (promise,) = came_out(tmp_path)
        assert sorted(one.name for one in (tmp_path / "done").iterdir()) == [
            "4711.json",
            f"receipt-{promise['reference']}.json",
        ]
        assert "Monday 23 November" in promise["text"]
        with reading():
            (thread,) = threads.threads_of_contact(SCHOOL, "agnieszka", limit=5)
        assert way_of(thread, clock) == [], "nobody at school sees it before Monday"

        clock.now = MONDAY_MORNING
        release_due(SCHOOL, now=clock())
        send_reply(SCHOOL, thread.thread_id, staff_id="nair", text="They are on my desk 🎈", now=clock())
        assert way_of(thread, clock) == ["", "leaving"]
        run(bridge, address, tmp_path)
        (reply,) = [one for one in came_out(tmp_path) if not one["automatic"]]
        assert reply["to"]["id"] == promise["to"]["id"] == "relative-88"
        assert reply["text"].startswith("They are on my desk 🎈")
        assert way_of(thread, clock) == ["", "handed_over"]

        clock.forward(timedelta(hours=1))
        run(bridge, address, tmp_path)
        assert len(came_out(tmp_path)) == 2, "nothing goes twice"
    with reading():
        (message, _) = threads.messages_of(SCHOOL, thread.thread_id)
    assert (message.channel, message.disposition) == (channel, "queue")


def test_what_the_product_refuses_stays_in_the_folder_and_is_said(
    sqlite_school: Flask, clock: SetClock, tmp_path: Path
) -> None:
    bridge = a_bridge(sqlite_school)
    with live_server(sqlite_school) as address:
        put_in(tmp_path, a_message())
        run(bridge, address, tmp_path)
        put_in(tmp_path, a_message("Other words under the same id."))
        said = run(bridge, address, tmp_path)
    assert "4711.json: 409 This id belongs to another message already" in said
    assert (tmp_path / "in" / "4711.json").exists()


def test_a_file_that_is_too_large_is_said_and_stops_no_other(
    sqlite_school: Flask, clock: SetClock, tmp_path: Path
) -> None:
    bridge = a_bridge(sqlite_school)
    put_in(tmp_path, a_message("x" * 9_000_000))
    put_in(tmp_path, a_message(id="4712"))
    with live_server(sqlite_school) as address:
        said = run(bridge, address, tmp_path)
    assert said.startswith("4711.json: 413 A call holds at most 8 MB.")
    assert [one.name for one in (tmp_path / "in").iterdir()] == ["4711.json"]
    assert (tmp_path / "done" / "4712.json").exists()


def test_a_bridge_with_a_wrong_secret_ends_with_the_products_own_sentence(
    sqlite_school: Flask, clock: SetClock, tmp_path: Path
) -> None:
    bridge = a_bridge(sqlite_school)
    bridge.secret = "of-another-endpoint"
    with live_server(sqlite_school) as address:
        said = run(bridge, address, tmp_path, ends_with=1)
    assert said.startswith("outbox: 401 ")
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\n\r\n<h1>Bad Gateway</h1>", "Handbell is away (502)"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<h1>Sign in to the school's wifi</h1>", "No answer"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{", "No answer"),
        (b"", "No answer"),
        (None, "No answer"),
    ],
    ids=["a proxy's page", "a hotel's page", "broken off", "hung up", "nobody there"],
)
def test_a_bridge_that_nobody_answers_says_one_sentence_and_tries_again_next_time(
    sqlite_school: Flask, clock: SetClock, tmp_path: Path, answer: bytes | None, said: str
) -> None:
    bridge = a_bridge(sqlite_school)
    put_in(tmp_path, a_message())
    put_in(tmp_path, a_message(id="4712"))
    with something_else(answer) as address:
        told = run(bridge, address, tmp_path, ends_with=1)
    assert told.startswith(said)
    assert len(told.splitlines()) == 1
    with live_server(sqlite_school) as address:
        assert run(bridge, address, tmp_path) == ""
    assert {"4711.json", "4712.json"} < {one.name for one in (tmp_path / "done").iterdir()}


def test_a_receipt_that_was_not_taken_is_told_by_the_next_run(
    sqlite_school: Flask, clock: SetClock, tmp_path: Path
) -> None:
    bridge = a_bridge(sqlite_school)
    bridge.tell(a_message())
    (given,) = bridge.outbox()
    (tmp_path / "in").mkdir()
    receipt = {"version": 1, "type": "receipt", "reference": given["reference"], "state": "handed_over"}
    waiting = tmp_path / "in" / f"receipt-{given['reference']}.json"
    waiting.write_text(json.dumps({**receipt, "at": clock().isoformat()}))
    with live_server(sqlite_school) as address:
        run(bridge, address, tmp_path)
    with reading():
        told = outbox.parcel(SCHOOL, int(given["reference"]))
    assert told is not None
    assert told.state == "handed_over"


def bridge_of_the_guide() -> str:
    """The program in the guide, as a reader would copy it."""
    (program,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    return str(program)


@contextmanager
def something_else(answer: bytes | None) -> Iterator[str]:
    """What a bridge may meet in Handbell's place: these bytes to every call, or nobody; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        if answer is not None:
            threading.Thread(target=_answer_all, args=(listening, answer), daemon=True).start()
            yield address
            return
    yield address


def _answer_all(listening: socket.socket, answer: bytes) -> None:
    while True:
        try:
            line, _ = listening.accept()
        except OSError:
            return
        with line:
            line.recv(65536)
            line.sendall(answer)


def put_in(folder: Path, message: dict[str, Any]) -> None:
    (folder / "in").mkdir(exist_ok=True)
    (folder / "in" / f"{message['id']}.json").write_text(json.dumps(message), encoding="utf-8")


def run(bridge: Bridge, address: str, folder: Path, *, ends_with: int = 0) -> str:
    """Run the guide's program once, at the time of the product's clock; what it says to its operator."""
    (folder / "bridge.py").write_text(bridge_of_the_guide(), encoding="utf-8")
    stamp = bridge.now().timestamp()
    at_its_time = f"import runpy, time; time.time = lambda: {stamp}; runpy.run_path({str(folder / 'bridge.py')!r})"
    done = subprocess.run(
        [sys.executable, "-c", at_its_time, str(folder)],
        env={
            "HANDBELL_ADDRESS": f"{address}{bridge.path}",
            "HANDBELL_SECRET": bridge.secret,
            "HANDBELL_WAIT": "0",
            "PYTHONUTF8": "1",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == ends_with, done.stderr
    return done.stderr


def came_out(folder: Path) -> list[dict[str, Any]]:
    """What the bridge handed over, the oldest first."""
    found = [json.loads(one.read_text(encoding="utf-8")) for one in (folder / "out").iterdir()]
    return sorted(found, key=lambda one: int(one["reference"]))


def way_of(thread: Thread, clock: SetClock) -> list[str]:
    """The state of each message as its teacher sees it; empty while the conversation is not theirs yet."""
    try:
        talk = open_thread(SCHOOL, thread.thread_id, staff_id="nair", now=clock())
    except NotYourThread:
        return []
    return [one.delivery.state if one.delivery else "" for one in talk.shown]
