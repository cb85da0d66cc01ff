"""Connecting school email against services that behave as Microsoft's and Google's do: it works, and it is fenced in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from gateway.actions import connecting
from gateway.actions.arrivals import take_in
from gateway.actions.mailboxes import Reader, poll_mailbox
from gateway.domain.errors import InputProblem
from gateway.ports.channels import Channel, Mailbox, RawHook
from gateway.store import mailboxes
from gateway.store.transaction import reading
from integrations import registry
from tests.channels.fake_gmail import FakeGmail
from tests.channels.fake_graph import FakeGraph
from tests.clocks import SetClock
from tests.polling import rows
from tests.schools import MONDAY_MORNING, SCHOOL, a_roster, a_school, mail

NINE = MONDAY_MORNING + timedelta(minutes=45)
TYPED = {
    "address": "office@elmswick.example",
    "tenant": "elmswick.example",
    "client_id": "handbell",
    "client_secret": "a secret for tests only",
    "refresh_token": "refresh-0",
}
SERVICES = {"graph": "graph", "gmail": "gmail"}
Service = FakeGraph | FakeGmail


@pytest.fixture
def school(sqlite_app: Flask, clock: SetClock) -> Any:
    """Elmswick, whose headteacher has the mailbox that the fakes keep closed."""
    clock.now = NINE
    roster = a_roster()
    staff = tuple(
        replace(one, email="head@elmswick.example") if "headteacher" in one.roles else one for one in roster.staff
    )
    with sqlite_app.app_context():
        yield a_school(sqlite_app, replace(roster, staff=staff))


def leads_to(app: Flask, service: Service) -> Any:
    """The school's equipment, whose vendors stand on this machine."""

    def there(settings: dict[str, Any]) -> dict[str, Any]:
        oauth = settings["oauth"] | {"token_url": f"{service.tokens.url}/token"}
        return settings | {"url": service.url, "oauth": oauth}

    def open_mailbox(kind: str, settings: dict[str, Any], *, keep: Callable[[str], None]) -> Mailbox:
        return registry.open_mailbox(kind, there(settings), keep=keep)

    def build_channel(kind: str, settings: dict[str, Any], *, keep: Callable[[str], None]) -> Channel:
        return registry.build_channel(kind, there(settings), keep=keep)

    kit = app.extensions["handbell.equipment"]
    return replace(kit, open_mailbox=open_mailbox, build_channel=build_channel)


def held(endpoint: str) -> mailboxes.MailboxState:
    with reading():
        found = mailboxes.mailbox(SCHOOL, endpoint)
    assert found is not None
    return found


@pytest.mark.parametrize("kind", SERVICES)
def test_a_mailbox_at_a_vendor_is_connected_tested_and_read_from_now_on(
    kind: str, school: Flask, clock: SetClock, request: pytest.FixtureRequest
) -> None:
    service: Service = request.getfixturevalue(SERVICES[kind])
    service.deliver(mail(text="Before today."))
    kit = leads_to(school, service)
    connecting.connect(SCHOOL, kind, TYPED, kit, now=NINE)
    assert [held(one).fence for one in ("inbox", "school_email")] == ["fenced", "fenced"]
    assert len(service.sent) == 1
    for endpoint in ("inbox", "school_email"):
        connecting.test(SCHOOL, endpoint, kit, now=NINE)
        assert (held(endpoint).test_failure, held(endpoint).fence) == ("", "fenced")
    assert len(service.sent) == 2
    service.deliver(mail(text="From today."))
    assert poll_mailbox(Reader(SCHOOL, kit.open_mailbox, kit.settings_key, clock), "inbox") == 1
    assert rows("SELECT text FROM messages") == [("From today.",)]


def test_a_key_that_opens_the_headteachers_mailbox_too_is_not_kept(school: Flask, graph: FakeGraph) -> None:
    graph.opens.add("head@elmswick.example")
    with pytest.raises(InputProblem, match="also opens the mailboxes of other people"):
        connecting.connect(SCHOOL, "graph", TYPED, leads_to(school, graph), now=NINE)
    assert rows("SELECT count(*) FROM mailboxes") == [(0,)]
    assert graph.sent == []


def test_a_fence_that_falls_later_is_seen_by_the_next_test(school: Flask, graph: FakeGraph) -> None:
    kit = leads_to(school, graph)
    connecting.connect(SCHOOL, "graph", TYPED, kit, now=NINE)
    graph.opens.add("head@elmswick.example")
    connecting.test(SCHOOL, "inbox", kit, now=NINE)
    assert held("inbox").fence == "open"


def test_a_secret_that_has_ended_is_said_by_the_test_in_a_sentence(school: Flask, graph: FakeGraph) -> None:
    kit = leads_to(school, graph)
    connecting.connect(SCHOOL, "graph", TYPED, kit, now=NINE)
    graph.opens.clear()
    connecting.test(SCHOOL, "inbox", kit, now=NINE)
    assert held("inbox").test_failure.endswith(".")


def test_the_letter_of_a_test_rings_for_nobody_when_it_comes_back(school: Flask, graph: FakeGraph) -> None:
    connecting.connect(SCHOOL, "graph", TYPED, leads_to(school, graph), now=NINE)
    (sent,) = graph.sent
    taken = take_in(SCHOOL, RawHook("inbox", "1", sent, NINE), now=NINE)
    assert taken.kind == "auto_reply"
    assert rows("SELECT count(*) FROM messages") == [(0,)]
    assert rows("SELECT count(*) FROM outbox") == [(0,)]
