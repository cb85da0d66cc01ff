"""The page of the channels: only what is true, tests that can fail, secrets shown once, and nothing saved that cannot work."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.actions.connecting import call_for_channels
from gateway.actions.delivery import send_due
from gateway.actions.directory import directory
from gateway.actions.mailboxes import LEASE_FOR, PAUSED, Reader, poll_mailbox
from gateway.actions.schools import beat
from gateway.ports.channels import Capabilities, Fetched, MailboxMark, Outbound, SendResult
from gateway.ports.errors import Misconfigured, Refused, TryLater
from gateway.store import audit, mailboxes, outbox
from gateway.store.transaction import reading, writing
from tests.bridges import Bridge, a_bridge
from tests.clocks import SetClock
from tests.schools import MONDAY_MORNING, SCHOOL, arrives, come_in, mail, parcels, submit

NINE = MONDAY_MORNING + timedelta(minutes=45)
PAGE = "/settings/channels"
MINE = "office@elmswick.example"
GRAPH = {
    "address": MINE,
    "tenant": "elmswick.example",
    "client_id": "an id",
    "client_secret": "never to be seen",
    "key_ends_on": "2026-12-10",
}


@dataclass
class Service:
    """A mail service of the test's own, in the place of the registry: whose mailboxes its key opens, and what it refuses."""

    opens: set[str] = field(default_factory=lambda: {MINE})
    exists: bool = True
    broken: Exception | None = None
    sending: Exception | None = None
    sent: list[Outbound] = field(default_factory=list)
    name: str = "school_email"
    can: Capabilities = field(default_factory=lambda: Capabilities(True, True, receipts=False, attachments=False))
    user: str = ""

    def open_mailbox(self, kind: str, settings: dict[str, Any], *, keep: Callable[[str], None]) -> Service:
        self.user = settings["user"]
        return self

    def build_channel(self, kind: str, settings: dict[str, Any], *, keep: Callable[[str], None]) -> Service:
        return self

    def look(self) -> None:
        if self.broken is not None:
            raise self.broken
        if self.user not in self.opens:
            raise (Misconfigured if self.exists else Refused)(f"{self.user} is closed to us.")

    def end_mark(self) -> MailboxMark:
        self.look()
        return MailboxMark(1, 7)

    def fetch_since(self, mark: MailboxMark | None) -> Iterator[tuple[MailboxMark, Fetched]]:
        self.look()
        return iter(())

    def send(self, message: Outbound) -> SendResult:
        if self.sending is not None:
            raise self.sending
        self.sent.append(message)
        return SendResult("1")

    def close(self) -> None:
        """Nothing to let go of."""


@pytest.fixture
def service(sqlite_school: Flask, clock: SetClock) -> Service:
    """The mail service that the school's Handbell talks to, on Monday at nine."""
    clock.now = NINE
    made = Service()
    kit = sqlite_school.extensions["handbell.equipment"]
    sqlite_school.extensions["handbell.equipment"] = replace(
        kit,
        open_mailbox=made.open_mailbox,
        build_channel=made.build_channel,
        channels=lambda scope: {"school_email": made},
    )
    return made


@pytest.fixture
def head(sqlite_school: Flask, clock: SetClock) -> FlaskClient:
    """Mrs Ashdown, at nine on Monday."""
    clock.now = NINE
    return come_in(sqlite_school, "ashdown")


def shown(client: FlaskClient, path: str = PAGE) -> str:
    """A page in one line."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.get_data(as_text=True).split())


def held(endpoint: str = "inbox") -> mailboxes.MailboxState:
    """A mailbox as it is stored."""
    with reading():
        found = mailboxes.mailbox(SCHOOL, endpoint)
    assert found is not None
    return found


def events(name: str) -> list[dict[str, Any]]:
    """The details of the events of a name, the newest first."""
    with reading():
        return [one.detail for one in audit.latest(SCHOOL, (name,), limit=20)]


def connect(client: FlaskClient, **changes: str) -> int:
    """Send the form of Microsoft 365."""
    return submit(client, f"{PAGE}/connect/graph", **(GRAPH | changes)).status_code


def test_a_school_that_has_connected_nothing_is_told_so_and_no_more_than_is_true(head: FlaskClient) -> None:
    page = shown(head)
    assert "Connect the school’s mailbox" in page
    assert page.count("By hand") == 5, "no bridge is open, and posts are carried"
    assert "Tapestry offers programs no way in or out." in page
    assert page.count("when somebody copies it in") == page.count("by a person: copy, open, say it is done") == 3
    assert "by itself" not in page
    assert "Why texts are off" in page
    assert "Test again" not in page


@pytest.mark.clause("C1")
def test_a_mailbox_is_connected_after_it_opened_sent_to_itself_and_was_fenced_in(
    service: Service, head: FlaskClient
) -> None:
    assert connect(head) == 302
    assert [(one.to_address, one.automatic) for one in service.sent] == [(MINE, True)]
    assert (held().kind, held("school_email").kind) == ("graph", "graph_out")
    assert (held().fence, held().last_uid, held().key_ends_on) == ("fenced", 7, date(2026, 12, 10))
    page = shown(head)
    assert "It is fenced in." in page
    assert "School email stops on Thursday 10 December unless somebody renews it" in page
    assert "in 17 days" in page


def test_a_secret_is_encrypted_and_never_shown_again(service: Service, head: FlaskClient) -> None:
    service.broken = Misconfigured("The secret is wrong.")
    answer = submit(head, f"{PAGE}/connect/graph", **GRAPH)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "The secret is wrong. Nothing was saved." in page
    assert 'value="an id"' in page, "what was typed stays"
    assert "never to be seen" not in page
    service.broken = None
    connect(head)
    assert "never to be seen" not in held().settings + held("school_email").settings
    assert "never to be seen" not in shown(head)
    assert "never to be seen" not in str(events("mailbox.saved"))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"opens": {MINE, "ashdown@elmswick.example"}}, "also opens the mailboxes of other people"),
        ({"broken": TryLater("Nobody answers.")}, "Nobody answers."),
        ({"sending": Refused("It may not send.")}, "It may not send."),
    ],
)
def test_what_cannot_work_or_is_not_fenced_in_is_not_saved(
    service: Service, head: FlaskClient, changes: dict[str, Any], why: str
) -> None:
    for name, value in changes.items():
        setattr(service, name, value)
    answer = submit(head, f"{PAGE}/connect/graph", **GRAPH)
    assert answer.status_code == 400
    assert why in answer.get_data(as_text=True)
    with reading():
        assert mailboxes.mailboxes(SCHOOL) == ()


def test_empty_fields_are_named_one_by_one(service: Service, head: FlaskClient) -> None:
    answer = submit(head, f"{PAGE}/connect/graph", **(GRAPH | {"tenant": " ", "client_secret": ""}))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "There are 2 things to fix" in page
    assert head.get(f"{PAGE}/connect/pigeon").status_code == 404
    assert connect(head, key_ends_on="soon") == 400


def test_the_test_button_says_that_a_key_reaches_too_far_once_it_does(service: Service, head: FlaskClient) -> None:
    connect(head)
    service.opens.add("ashdown@elmswick.example")
    assert submit(head, PAGE, f"{PAGE}/mailboxes/inbox/test").status_code == 302
    page = shown(head)
    assert "It is not fenced in." in page
    assert "Test failed" in page
    assert events("channel.tested")[0] == {"endpoint": "inbox", "works": True, "fence": "open"}


def test_the_test_button_says_what_does_not_work(service: Service, head: FlaskClient) -> None:
    connect(head)
    service.broken = Misconfigured("The secret has ended; make a new one.")
    submit(head, PAGE, f"{PAGE}/mailboxes/inbox/test")
    assert "<strong>It does not work.</strong> The secret has ended; make a new one." in shown(head)
    service.broken, service.exists = None, False
    submit(head, PAGE, f"{PAGE}/mailboxes/inbox/test")
    assert "Whether it is fenced in could not be tried" in shown(head), "mailboxes that are not there prove nothing"
    assert submit(head, PAGE, f"{PAGE}/mailboxes/pigeon/test").status_code == 400


def test_a_paused_mailbox_is_not_read_and_nothing_leaves_until_it_is_started_again(
    sqlite_school: Flask, service: Service, head: FlaskClient, clock: SetClock
) -> None:
    connect(head)
    service.sent.clear()
    for endpoint in ("inbox", "school_email"):
        submit(head, PAGE, f"{PAGE}/mailboxes/{endpoint}/pause")
    taken = arrives(sqlite_school, mail(), at=NINE)
    letters = sqlite_school.extensions["handbell.equipment"].letters
    for _ in range(12):
        clock.forward(timedelta(hours=3))
        send_due(SCHOOL, {"school_email": service}, letters, now=clock())
    assert service.sent == []
    with reading():
        waiting = outbox.parcels_of(SCHOOL, taken.thread_id or 0)
    assert {(one.state, one.failure, one.attempts) for one in waiting} == {("waiting", PAUSED, 0)}
    with writing():
        assert mailboxes.lease_mailbox(SCHOOL, "inbox", now=clock(), lease_for=LEASE_FOR) is None
    assert "Paused" in shown(come_in(sqlite_school, "ashdown"))
    again = come_in(sqlite_school, "ashdown")
    for endpoint in ("inbox", "school_email"):
        assert submit(again, PAGE, f"{PAGE}/mailboxes/{endpoint}/resume").status_code == 302
    assert send_due(SCHOOL, {"school_email": service}, letters, now=clock()) == len(service.sent) > 0


def test_a_mailbox_is_disconnected_only_after_a_question(service: Service, head: FlaskClient) -> None:
    connect(head)
    question = f"{PAGE}/mailboxes/inbox/disconnect"
    assert f"Disconnect {MINE}?" in shown(head, question)
    assert held().kind == "graph"
    assert submit(head, question).status_code == 302
    with reading():
        assert [one.endpoint for one in mailboxes.mailboxes(SCHOOL)] == ["school_email"]
    assert head.get(question).status_code == 404


def test_a_bridges_secret_is_shown_once_and_works_and_a_rotated_and_a_closed_one_does_not(
    sqlite_school: Flask, head: FlaskClient, clock: SetClock
) -> None:
    answer = submit(head, PAGE, f"{PAGE}/bridges/tapestry/open")
    page = answer.get_data(as_text=True)
    secret = re.search(r'id="secret"[^>]*>(\w{40,})<', page)
    address = re.search(r'id="address"[^>]*>[^<]*/hooks/connector/([\w-]+)<', page)
    assert secret is not None
    assert address is not None
    assert answer.headers["Cache-Control"] == "no-store"
    assert secret[1] not in shown(head)
    bridge = Bridge(sqlite_school, address[1], "tapestry", secret[1])
    assert bridge.outbox() == []
    assert "Working" in shown(head)
    rotated = submit(head, PAGE, f"{PAGE}/bridges/tapestry/rotate").get_data(as_text=True)
    assert secret[1] not in rotated
    assert bridge.outbox() == [], "the old one counts for a week"
    clock.forward(timedelta(days=7, seconds=1))
    assert bridge.tell(b"{}").status_code == 401
    later = come_in(sqlite_school, "ashdown")
    assert submit(later, f"{PAGE}/bridges/tapestry/close").status_code == 302
    assert shown(later).count("By hand") == 5


def test_a_bridge_that_has_fallen_silent_is_said_to_be_silent(
    sqlite_school: Flask, head: FlaskClient, clock: SetClock
) -> None:
    bridge = a_bridge(sqlite_school)
    page = shown(head)
    assert "Not heard yet" in page
    assert "what its bridge tells: sent on, delivered, opened, or not delivered" in page
    bridge.outbox()
    assert "Silent" not in shown(head)
    clock.forward(timedelta(minutes=31))
    assert "Its bridge is silent since" in shown(head)


@pytest.mark.clause("C1")
def test_a_mailbox_that_fails_rings_for_people_within_minutes_once_a_failure(
    sqlite_school: Flask, service: Service, head: FlaskClient, clock: SetClock
) -> None:
    connect(head, key_ends_on="")
    kit = sqlite_school.extensions["handbell.equipment"]
    reader = Reader(SCHOOL, service.open_mailbox, kit.settings_key, clock)
    service.broken = Misconfigured("The permission has ended; connect the mailbox again.")
    called = []
    for _ in range(9):
        clock.forward(timedelta(minutes=1))
        poll_mailbox(reader, "inbox")
        called.append(call_for_channels(SCHOOL, now=clock()))
    assert called.index(1) <= 6
    assert sum(called) == 1
    letters = parcels(sqlite_school, "channel_fails")
    assert "ashdown@elmswick.example" in {one.to_address for one in letters}
    with reading():
        written = kit.letters.compose(directory(SCHOOL), letters[0])
    assert "The permission has ended; connect the mailbox again." in written.text
    today = shown(head, "/today")
    assert "School email does not work" in today
    service.broken = None
    clock.forward(timedelta(minutes=1))
    poll_mailbox(reader, "inbox")
    assert "School email does not work" not in shown(head, "/today")


def test_a_key_that_ends_is_asked_for_days_ahead_once_a_day_that_counts(
    sqlite_school: Flask, service: Service, head: FlaskClient, clock: SetClock
) -> None:
    connect(head)
    letters = sqlite_school.extensions["handbell.equipment"].letters
    asked = []
    for day in range(19):
        clock.now = NINE + timedelta(days=day)
        if call_for_channels(SCHOOL, now=clock()):
            asked.append((date(2026, 12, 10) - clock().date()).days)
        assert call_for_channels(SCHOOL, now=clock()) == 0
        assert send_due(SCHOOL, {"school_email": service}, letters, now=clock()) in (0, 2)
    assert asked == [14, 7, 3, 1, 0]


def test_letters_that_do_not_leave_are_said_on_today_with_the_reason(
    sqlite_school: Flask, service: Service, head: FlaskClient, clock: SetClock
) -> None:
    connect(head, key_ends_on="")
    beat(SCHOOL, "release", now=NINE, failure="")
    service.sending = Misconfigured("The password of office@elmswick.example is wrong.")
    arrives(sqlite_school, mail(), at=NINE)
    letters = sqlite_school.extensions["handbell.equipment"].letters
    for _ in range(8):
        send_due(SCHOOL, {"school_email": service}, letters, now=clock())
        clock.forward(timedelta(minutes=1))
    page = shown(head, "/today")
    assert "School email does not work" in page
    assert "The password of office@elmswick.example is wrong." in page
    with reading():
        assert outbox.counts(SCHOOL)["waiting"] >= 1, "nothing is lost"
