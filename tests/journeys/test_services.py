"""A journey over each service that carries the school's email: a parent's mail is held, rung, answered, and its end is true."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask

from gateway.actions.equipment import Equipment
from gateway.actions.mailboxes import save_mailbox
from gateway.actions.own_threads import NotYourThread
from gateway.actions.replies import send_reply
from gateway.actions.threads import open_thread
from gateway.jobs.table import JOBS
from gateway.mail.parsing import parse
from gateway.store import threads
from gateway.store.transaction import reading
from integrations import registry
from tests.channels.test_registry import service_case
from tests.clocks import SetClock
from tests.databases import ROOT
from tests.polling import KEY
from tests.schools import SCHOOL, arrives, mail

OFFICE = "office@elmswick.example"
NIGHT, MORNING = "2026-11-23T21:40:00+00:00", "2026-11-24T08:15:00+00:00"


@dataclass
class Service:
    """How a parent's mail comes into a service's mailbox, and what has left by it so far."""

    deliver: Callable[[bytes], object]
    left: Callable[[], list[bytes]]


def a_service(request: pytest.FixtureRequest, kind: str, app: Flask, clock: SetClock) -> Service:
    """Connect the school's mailbox and its way out at a service."""
    if kind == "simulator":
        folder: Path = request.getfixturevalue("tmp_path") / "letters"
        _connect("school_email", kind, {"folder": str(folder), "address": OFFICE}, clock)
        return Service(
            lambda raw: arrives(app, raw, at=clock()),
            lambda: [one.read_bytes() for one in sorted(folder.glob("*.eml"))],
        )
    service, settings = service_case(request, kind)
    _connect("office", kind, settings, clock)
    _connect("school_email", f"{kind}_out", settings, clock)
    return Service(service.deliver, lambda: list(service.sent))


def _connect(endpoint: str, kind: str, settings: dict[str, Any], clock: SetClock) -> None:
    save_mailbox(SCHOOL, endpoint=endpoint, kind=kind, settings=settings, key=KEY, now=clock())


def work(app: Flask) -> None:
    """Let every timed job run until nothing is left to do at this moment."""
    kit = cast(Equipment, app.extensions["handbell.equipment"])
    for _ in range(3):
        for job in JOBS:
            job.run(SCHOOL, kit)


def states(thread_id: int, clock: SetClock) -> list[str]:
    """The state of each message as its teacher sees it; empty while the conversation is not theirs yet."""
    try:
        talk = open_thread(SCHOOL, thread_id, staff_id="nair", now=clock())
    except NotYourThread:
        return []
    return [one.delivery.state if one.delivery else "" for one in talk.shown]


def came_back(message_id: str) -> bytes:
    """The report of a mail server that knows no such address."""
    return (
        f"Return-Path: <>\nFrom: mailer-daemon@mx.example\nTo: {OFFICE}\nSubject: Undelivered Mail\n"
        "Message-ID: <back@mx.example>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nIt came back.\n\n--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; agnieszka@mail.example\nAction: failed\n"
        f"Status: 5.1.1\n\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {message_id}\n\n--b--\n"
    ).encode()


@pytest.mark.clause("C1")
@pytest.mark.clause("C3")
@pytest.mark.parametrize("kind", ["graph", "gmail", "simulator"])
def test_a_mail_at_night_is_promised_waits_is_answered_and_what_came_of_the_answer_is_told(
    kind: str, request: pytest.FixtureRequest, sqlite_school: Flask, clock: SetClock
) -> None:
    clock.set(NIGHT)
    service = a_service(request, kind, sqlite_school, clock)
    work(sqlite_school)
    service.deliver(mail(text="Zofia has lost her gloves 🧤"))
    work(sqlite_school)
    (promise,) = map(parse, service.left())
    assert "Tuesday 24 November, 8:15am" in " ".join(promise.text.split())
    with reading():
        (thread,) = threads.threads_of_contact(SCHOOL, "agnieszka", limit=5)
    assert states(thread.thread_id, clock) == [], "nobody at school sees it before the morning"

    clock.set(MORNING)
    work(sqlite_school)
    send_reply(SCHOOL, thread.thread_id, staff_id="nair", text="They are on my desk 🎈", now=clock())
    work(sqlite_school)
    assert states(thread.thread_id, clock) == ["", "handed_over"]
    answer = parse(service.left()[-1])
    assert answer.text.startswith("They are on my desk 🎈")
    assert answer.to[0].address == "agnieszka@mail.example"
    work(sqlite_school)
    assert len(service.left()) == 2, "nothing goes twice"
    service.deliver(came_back(answer.message_id))
    work(sqlite_school)
    assert states(thread.thread_id, clock) == ["", "unreachable"]


JOURNEYS: Mapping[str, str] = {
    **dict.fromkeys(("imap", "smtp"), "test_main_job.py"),
    **dict.fromkeys(("graph", "graph_out", "gmail", "gmail_out", "simulator"), "test_services.py"),
    "twilio": "test_texts.py",
    "connector": "test_connector.py",
}
"""Entry of the registry → the file that walks it from a parent's words to what became of the answer."""


def test_every_entry_of_the_registry_that_carries_a_talk_has_a_journey() -> None:
    entries = {*registry.MAILBOXES, *registry.CHANNELS, *registry.HOOKS}
    assert entries == set(JOURNEYS)
    for name in set(JOURNEYS.values()):
        assert "def test_" in (ROOT / "tests" / "journeys" / name).read_text(encoding="utf-8")
