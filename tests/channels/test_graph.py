"""School email at Microsoft 365 through Graph: nothing lost and nothing twice, whatever the service does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from gateway.mail.parsing import parse
from gateway.ports.channels import Fetched, MailboxMark
from gateway.ports.errors import Misconfigured, OutcomeUnknown, Refused, TryLater
from integrations import registry
from integrations.school_email import graph as graph_module
from tests.channels.contract import LETTER
from tests.channels.fake_graph import FIRST, FakeGraph
from tests.channels.fake_service import Fault, Said

WAIT = Said(429, {"error": {"code": "TooManyRequests"}}, {"Retry-After": "17"})
BROKEN = Said(500, {"error": {"code": "ErrorInternalServerError"}})


def settings(graph: FakeGraph, **changes: Any) -> dict[str, Any]:
    """Settings that lead to the fake, with the client's own credentials."""
    oauth = graph.tokens.settings(vendor="microsoft", tenant="elmswick.example", refresh_token="")
    return {"user": "office@elmswick.example", "oauth": oauth, "url": graph.url} | changes


def mail(number: int) -> bytes:
    return f"Subject: {number}\r\nMessage-ID: <{number}@mail.example>\r\n\r\nNumber {number}.\r\n".encode()


class Reader:
    """Reads as the jobs do: each mark is kept once its mail is."""

    def __init__(self, graph: FakeGraph, mark: MailboxMark | None = None, **changes: Any) -> None:
        self.settings = settings(graph, **changes)
        self.mark = mark
        self.taken: list[Fetched] = []

    def read(self, most: int = 10_000) -> list[str]:
        """The subjects of what is new; ``most`` stops as a process that dies does."""
        new: list[str] = []
        for reached, found in self._passing():
            if found is not None:
                self.taken.append(found)
                new.append(parse(found.body).subject if found.body else "")
            self.mark = reached
            if len(new) == most:
                break
        return new

    def _passing(self) -> Iterator[tuple[MailboxMark, Fetched | None]]:
        opened = registry.open_mailbox("graph", self.settings, keep=lambda token: None)
        try:
            yield from opened.fetch_since(self.mark)
        finally:
            opened.close()

    def from_now_on(self) -> Reader:
        """Begin behind what is there."""
        self.mark = registry.open_mailbox("graph", self.settings, keep=lambda token: None).end_mark()
        return self


def send(graph: FakeGraph, **changes: Any) -> str:
    channel = registry.build_channel("graph_out", settings(graph), keep=lambda token: None)
    return channel.send(replace(LETTER, **changes)).vendor_id


def test_inbox_and_junk_are_read_as_one_oldest_first_with_the_time_each_came(graph: FakeGraph) -> None:
    for number in (1, 2, 3):
        graph.deliver(mail(number), at=FIRST - timedelta(hours=number))
    graph.deliver(mail(4), folder="junkemail")
    reader = Reader(graph)
    assert reader.read() == ["3", "2", "1", "4"]
    assert reader.taken[0].received_at == FIRST - timedelta(hours=3)
    assert reader.read() == []


def test_a_mail_that_is_read_or_moved_by_staff_keeps_its_name(graph: FakeGraph) -> None:
    number = graph.deliver(mail(1), folder="junkemail")
    reader = Reader(graph)
    reader.read()
    graph.touch(number)
    assert reader.read() == []
    graph.move(number, "inbox")
    reader.read()
    assert len({one.vendor_id for one in reader.taken}) == 1, "by its name it is known to be kept already"


def test_entries_that_come_twice_and_entries_of_what_was_deleted_are_one_and_none(graph: FakeGraph) -> None:
    reader = Reader(graph)
    reader.read()
    graph.repeats = True
    graph.deliver(mail(1))
    graph.delete(graph.deliver(mail(2)))
    assert reader.read() == ["1"]


def test_a_mail_deleted_between_the_list_and_the_asking_is_stepped_over(graph: FakeGraph) -> None:
    for number in (1, 2, 3):
        graph.deliver(mail(number))
    gone = Said(404, {"error": {"code": "ErrorItemNotFound"}})
    graph.faults.append(Fault("GET /messages/AAkALg-2=/$value", gone))
    assert Reader(graph).read() == ["1", "3"]


def test_many_pages_are_one_list_in_order(graph: FakeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph_module, "PAGE", 7)
    for number in range(1, 61):
        graph.deliver(mail(number))
    reader = Reader(graph)
    assert reader.read() == [str(number) for number in range(1, 61)]
    assert graph.count("GET /messages/") == 60


@pytest.mark.parametrize("page", [2, 3, 50])
def test_a_reading_that_dies_after_any_mail_goes_on_behind_it(
    graph: FakeGraph, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr(graph_module, "PAGE", page)
    monkeypatch.setattr(graph_module, "STRETCH", 2)
    for number in range(1, 12):
        graph.deliver(mail(number), folder="junkemail" if number % 3 == 0 else "inbox")
    reader = Reader(graph)
    found: list[str] = []
    while new := reader.read(most=1):
        found += new
    assert sorted(found, key=int) == [str(number) for number in range(1, 12)]
    assert graph.count("GET /messages/") == 11, "no mail is fetched twice"


def test_links_that_are_too_old_list_the_folder_anew_under_the_same_names(graph: FakeGraph) -> None:
    for number in (1, 2):
        graph.deliver(mail(number))
    reader = Reader(graph)
    reader.read()
    names = {one.vendor_id for one in reader.taken}
    graph.deliver(mail(3))
    graph.expire()
    assert reader.read() == ["1", "2", "3"]
    assert {one.vendor_id for one in reader.taken[2:4]} == names
    assert reader.read() == []


def test_mail_from_before_it_was_connected_is_not_taken_in_even_when_all_is_listed_anew(graph: FakeGraph) -> None:
    for number in (1, 2):
        graph.deliver(mail(number), at=FIRST)
    reader = Reader(graph).from_now_on()
    assert reader.read() == []
    graph.deliver(mail(3), at=FIRST)
    graph.deliver(mail(4), folder="junkemail")
    graph.expire()
    assert reader.read() == ["3", "4"], "the one that came in the same second as the last old one is new"


def test_a_folder_that_never_lists_is_tried_again_and_not_for_ever(graph: FakeGraph) -> None:
    graph.deliver(mail(1))
    reader = Reader(graph)
    reader.read()
    graph.faults.append(Fault("GET", Said(410, {"error": {"code": "syncStateNotFound"}}), times=100))
    with pytest.raises(TryLater):
        reader.read()
    graph.faults.clear()
    assert reader.read() == []


@pytest.mark.parametrize("status", [429, 503])
def test_a_service_that_asks_us_to_wait_is_left_alone_for_as_long_as_it_says(graph: FakeGraph, status: int) -> None:
    for number in (1, 2):
        graph.deliver(mail(number))
    reader = Reader(graph)
    graph.faults.append(Fault("GET /messages/AAkALg-2=/$value", replace(WAIT, status=status)))
    with pytest.raises(TryLater) as caught:
        reader.read()
    assert caught.value.after == 17
    assert reader.read() == ["2"], "what was kept before the wait is kept"


def test_a_mail_that_is_there_and_never_given_is_put_before_a_person_once_a_later_one_was(graph: FakeGraph) -> None:
    graph.deliver(mail(1))
    graph.faults.append(Fault("GET /messages/AAkALg-1=/$value", BROKEN, times=100))
    reader = Reader(graph)
    with pytest.raises(TryLater):
        reader.read()
    graph.deliver(mail(2))
    assert reader.read() == ["", "2"]
    assert [one.vendor_id for one in reader.taken] == ["AAkALg-1=", "AAkALg-2="]


def test_a_token_taken_back_is_thrown_away_once_and_then_a_person_is_told(graph: FakeGraph) -> None:
    graph.deliver(mail(1))
    reader = Reader(graph)
    reader.read()
    graph.tokens.take_back()
    asked = len(graph.tokens.asked)
    assert reader.read() == []
    assert len(graph.tokens.asked) == asked + 1
    graph.faults.append(Fault("GET", graph.unauthorised(), times=2))
    with pytest.raises(Misconfigured, match="connect it again"):
        reader.read()


def test_a_token_is_shown_to_nobody_but_the_service(graph: FakeGraph) -> None:
    elsewhere = Said(body={"value": [], "@odata.nextLink": f"{graph.url.replace('127.0.0.1', 'localhost')}/users/x"})
    graph.faults.append(Fault("GET", elsewhere))
    with pytest.raises(Misconfigured, match="elsewhere"):
        Reader(graph).read()
    assert len(graph.asked) == 1


@pytest.mark.parametrize("body", [{}, [], {"value": 7, "@odata.deltaLink": 7}, {"value": []}, b"<html>", b"\xff"])
def test_an_answer_that_makes_no_sense_moves_no_mark(graph: FakeGraph, body: Any) -> None:
    graph.deliver(mail(1))
    reader = Reader(graph)
    graph.faults.append(Fault("GET", Said(body=body)))
    with pytest.raises(TryLater):
        reader.read()
    assert reader.mark is None
    assert reader.read() == ["1"]


def test_a_key_that_opens_one_mailbox_is_refused_at_another_and_an_unknown_one_proves_nothing(graph: FakeGraph) -> None:
    def look(user: str) -> None:
        registry.open_mailbox("graph", settings(graph, user=user), keep=lambda token: None).look()

    look("office@elmswick.example")
    with pytest.raises(Misconfigured, match="does not let us"):
        look("head@elmswick.example")
    with pytest.raises(Refused, match="knows no such"):
        look("nobody@elmswick.example")


@pytest.mark.parametrize("folders", ["inbox/../x", "inbox ?$x", "päckchen"])
def test_folders_that_could_lead_elsewhere_are_refused(graph: FakeGraph, folders: str) -> None:
    with pytest.raises(Misconfigured, match="folders"):
        Reader(graph, folders=folders).read()


def test_the_draft_has_our_message_id_before_it_is_sent(graph: FakeGraph) -> None:
    graph.keeps_message_ids = False
    name = send(graph)
    (sent,) = graph.sent
    read = parse(sent)
    assert (read.message_id, read.in_reply_to) == (LETTER.message_id, (LETTER.in_reply_to,))
    assert read.references == LETTER.references
    assert name == "AAkALg-1="


@pytest.mark.clause("C1")
def test_a_send_whose_answer_is_lost_is_asked_for_and_never_sent_twice(graph: FakeGraph) -> None:
    graph.faults.append(Fault("POST /messages/AAkALg-1=/send"))
    assert send(graph) == "AAkALg-1=", "the draft is one no longer, so it went"
    assert send(graph) == "AAkALg-1="
    assert len(graph.sent) == 1


@pytest.mark.clause("C1")
def test_a_send_nobody_can_say_anything_about_is_unknown_and_is_asked_for_before_a_second_attempt(
    graph: FakeGraph,
) -> None:
    graph.faults += [Fault("POST /messages/AAkALg-1=/send"), Fault("GET /messages/AAkALg-1=", BROKEN)]
    with pytest.raises(OutcomeUnknown):
        send(graph)
    assert send(graph) == "AAkALg-1="
    assert len(graph.sent) == 1


def test_a_draft_that_an_earlier_attempt_left_is_the_one_that_is_sent(graph: FakeGraph) -> None:
    graph.faults.append(Fault("POST /messages/AAkALg-1=/send", replace(WAIT, status=503)))
    with pytest.raises(TryLater) as caught:
        send(graph)
    assert (caught.value.after, graph.sent) == (17, [])
    assert send(graph) == "AAkALg-1="
    assert len(graph.sent) == len(graph.mails) == 1


def test_a_send_that_broke_and_stayed_a_draft_is_unknown(graph: FakeGraph) -> None:
    graph.faults.append(Fault("POST /messages/AAkALg-1=/send", BROKEN))
    with pytest.raises(OutcomeUnknown):
        send(graph)


def test_a_letter_that_is_refused_leaves_no_draft_for_somebody_to_send_by_hand(graph: FakeGraph) -> None:
    refused = Said(400, {"error": {"code": "ErrorInvalidRecipients"}})
    graph.faults.append(Fault("POST /messages/AAkALg-1=/send", refused))
    with pytest.raises(Refused) as caught:
        send(graph)
    assert caught.value.code == "ErrorInvalidRecipients"
    assert (graph.mails, graph.sent) == ({}, [])


def test_a_quote_in_a_message_id_stays_inside_the_filter(graph: FakeGraph) -> None:
    send(graph, message_id="<o'neill@elmswick.example>")
    send(graph, message_id="<o'neill@elmswick.example>")
    assert len(graph.sent) == 1
