"""School email at Google through the Gmail API: nothing lost and nothing twice, whatever the service does."""

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
from integrations.school_email import gmail as gmail_module
from tests.channels.contract import LETTER
from tests.channels.fake_gmail import FIRST, FakeGmail
from tests.channels.fake_service import Fault, Said

BROKEN = Said(500, {"error": {"code": 500, "errors": [{"reason": "backendError"}]}})


def settings(gmail: FakeGmail, **changes: Any) -> dict[str, Any]:
    """Settings that lead to the fake, with the refresh token of one account."""
    return {"user": "office@elmswick.example", "oauth": gmail.tokens.settings(), "url": gmail.url} | changes


def limited(reason: str) -> Said:
    return Said(403, {"error": {"code": 403, "errors": [{"domain": "usageLimits", "reason": reason}]}})


def mail(number: int) -> bytes:
    return f"Subject: {number}\r\nMessage-ID: <{number}@mail.example>\r\n\r\nNumber {number}.\r\n".encode()


class Reader:
    """Reads as the jobs do: each mark is kept once its mail is."""

    def __init__(self, gmail: FakeGmail) -> None:
        self.settings = settings(gmail)
        self.mark: MailboxMark | None = None
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
        opened = registry.open_mailbox("gmail", self.settings, keep=lambda token: None)
        try:
            yield from opened.fetch_since(self.mark)
        finally:
            opened.close()

    def from_now_on(self) -> Reader:
        """Begin behind what is there."""
        self.mark = registry.open_mailbox("gmail", self.settings, keep=lambda token: None).end_mark()
        return self


def send(gmail: FakeGmail, **changes: Any) -> str:
    channel = registry.build_channel("gmail_out", settings(gmail), keep=lambda token: None)
    return channel.send(replace(LETTER, **changes)).vendor_id


def test_inbox_and_spam_are_read_as_one_oldest_first_and_nothing_else(gmail: FakeGmail) -> None:
    for number in (1, 2, 3):
        gmail.deliver(mail(number), label="SPAM" if number == 2 else "INBOX", at=FIRST - timedelta(hours=number))
    gmail.deliver(mail(4), label="SENT")
    gmail.deliver(mail(5), label="TRASH")
    reader = Reader(gmail)
    assert reader.read() == ["3", "2", "1"]
    assert reader.taken[0].received_at == FIRST - timedelta(hours=3)
    gmail.deliver(mail(6), label="DRAFT")
    gmail.deliver(mail(7), label="SPAM")
    gmail.deliver(mail(8))
    assert reader.read() == ["7", "8"]
    assert reader.read() == []


def test_records_that_come_twice_and_tell_no_labels_bring_each_mail_once(gmail: FakeGmail) -> None:
    reader = Reader(gmail)
    reader.read()
    gmail.repeats, gmail.tells_labels = True, False
    gmail.deliver(mail(1))
    gmail.deliver(mail(2), label="SENT")
    assert reader.read() == ["1"]


def test_a_mail_moved_from_spam_to_the_inbox_keeps_its_name(gmail: FakeGmail) -> None:
    name = gmail.deliver(mail(1), label="SPAM")
    reader = Reader(gmail)
    reader.read()
    gmail.relabel(name, away="SPAM", to="INBOX")
    reader.read()
    assert {one.vendor_id for one in reader.taken} == {name}


def test_a_mail_deleted_between_the_list_and_the_asking_is_stepped_over(gmail: FakeGmail) -> None:
    reader = Reader(gmail)
    reader.read()
    names = [gmail.deliver(mail(number)) for number in (1, 2, 3)]
    gmail.delete(names[1])
    assert reader.read() == ["1", "3"]


@pytest.mark.parametrize("size", [1, 2, 500])
def test_a_reading_that_dies_after_any_mail_goes_on_behind_it(
    gmail: FakeGmail, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(gmail_module, "PAGE", size)
    for number in range(1, 8):
        gmail.deliver(mail(number))
    reader = Reader(gmail)
    found = reader.read(most=1)
    gmail.deliver(mail(8))
    while new := reader.read(most=1):
        found += new
    assert sorted(found) == [str(number) for number in range(1, 9)]
    names = {one.vendor_id for one in reader.taken}
    reader.read()
    assert {one.vendor_id for one in reader.taken} == names, "what came while all was listed comes again under its name"
    for number in range(10, 15):
        gmail.deliver(mail(number))
    found.clear()
    while new := reader.read(most=1):
        found += new
    assert found == [str(number) for number in range(10, 15)]


def test_a_history_that_is_too_old_lists_everything_anew_under_the_same_names(gmail: FakeGmail) -> None:
    for number in (1, 2):
        gmail.deliver(mail(number))
    reader = Reader(gmail)
    reader.read()
    names = {one.vendor_id for one in reader.taken}
    gmail.deliver(mail(3))
    gmail.expire()
    assert reader.read() == ["1", "2", "3"]
    assert {one.vendor_id for one in reader.taken[2:4]} == names
    assert reader.read() == []


def test_mail_from_before_it_was_connected_is_not_taken_in_even_when_all_is_listed_anew(gmail: FakeGmail) -> None:
    for number in (1, 2):
        gmail.deliver(mail(number))
    reader = Reader(gmail).from_now_on()
    assert reader.read() == []
    gmail.deliver(mail(3))
    gmail.expire()
    assert reader.read() == ["3"]


def test_an_empty_mailbox_that_is_read_from_now_on_gives_its_first_mail(gmail: FakeGmail) -> None:
    reader = Reader(gmail).from_now_on()
    gmail.deliver(mail(1))
    assert reader.read() == ["1"]


@pytest.mark.parametrize(
    ("said", "after"),
    [
        (limited("rateLimitExceeded"), 60),
        (limited("userRateLimitExceeded"), 60),
        (limited("dailyLimitExceeded"), 3600),
        (Said(429, {"error": {"code": 429}}), 60),
        (Said(429, {}, {"Retry-After": "5"}), 5),
    ],
)
def test_a_limit_is_a_wait_and_no_refusal(gmail: FakeGmail, said: Said, after: float) -> None:
    gmail.deliver(mail(1))
    reader = Reader(gmail)
    gmail.faults.append(Fault("GET /messages/", said))
    with pytest.raises(TryLater) as caught:
        reader.read()
    assert caught.value.after == after
    assert reader.read() == ["1"]


@pytest.mark.parametrize("reason", ["domainPolicy", "insufficientPermissions", "accessNotConfigured"])
def test_a_key_that_lacks_a_permission_is_for_a_person_to_correct(gmail: FakeGmail, reason: str) -> None:
    gmail.faults.append(Fault("GET", limited(reason)))
    with pytest.raises(Misconfigured, match=reason):
        Reader(gmail).read()


def test_a_token_taken_back_is_thrown_away_once_and_then_a_person_is_told(gmail: FakeGmail) -> None:
    reader = Reader(gmail)
    reader.read()
    gmail.tokens.take_back()
    assert reader.read() == []
    gmail.faults.append(Fault("GET", gmail.unauthorised(), times=2))
    with pytest.raises(Misconfigured, match="connect it again"):
        reader.read()


def test_a_mail_that_is_there_and_never_given_is_put_before_a_person_once_a_later_one_was(gmail: FakeGmail) -> None:
    reader = Reader(gmail)
    reader.read()
    name = gmail.deliver(mail(1))
    gmail.faults.append(Fault(f"GET /messages/{name}", BROKEN, times=100))
    with pytest.raises(TryLater):
        reader.read()
    gmail.deliver(mail(2))
    assert reader.read() == ["", "2"]
    assert reader.taken[0].vendor_id == name


@pytest.mark.parametrize("body", [{}, [], {"historyId": 0}, {"messages": 7}, b"<html>", b"\xff"])
@pytest.mark.parametrize("begins", ["GET /history", "GET /profile", "GET /messages?"])
def test_an_answer_that_makes_no_sense_loses_nothing(gmail: FakeGmail, body: Any, begins: str) -> None:
    gmail.deliver(mail(1))
    reader = Reader(gmail)
    gmail.faults.append(Fault(begins, Said(body=body)))
    found: list[str] = []
    for _ in range(3):
        try:
            found += reader.read()
        except TryLater:
            continue
    assert found == ["1"]


def test_a_key_that_opens_one_mailbox_is_refused_at_another(gmail: FakeGmail) -> None:
    registry.open_mailbox("gmail", settings(gmail), keep=lambda token: None).look()
    with pytest.raises(Misconfigured, match="does not let us"):
        registry.open_mailbox("gmail", settings(gmail, user="head@elmswick.example"), keep=lambda token: None).look()


def test_an_answer_joins_the_thread_that_it_answers_by_id_references_and_subject(gmail: FakeGmail) -> None:
    asked = gmail.deliver(b"Subject: Gloves\r\nMessage-ID: <q@mail.example>\r\n\r\nSeen them?\r\n")
    sent = gmail.mails[send(gmail)]
    assert sent.thread == gmail.mails[asked].thread
    assert parse(sent.raw).references == ("<q@mail.example>",)
    assert parse(sent.raw).subject == LETTER.subject


def test_an_answer_to_what_the_mailbox_does_not_hold_begins_a_thread(gmail: FakeGmail) -> None:
    name = send(gmail)
    assert gmail.mails[name].thread == name


def test_a_thread_deleted_meanwhile_does_not_keep_the_letter(gmail: FakeGmail) -> None:
    gmail.deliver(b"Subject: Gloves\r\nMessage-ID: <q@mail.example>\r\n\r\nSeen them?\r\n")
    gmail.faults.append(Fault("POST /messages/send", Said(404, {"error": {"code": 404}})))
    send(gmail)
    assert len(gmail.sent) == 1


@pytest.mark.clause("C1")
def test_a_send_whose_answer_is_lost_is_asked_for_and_never_sent_twice(gmail: FakeGmail) -> None:
    gmail.faults.append(Fault("POST /messages/send"))
    name = send(gmail)
    assert send(gmail) == name
    assert len(gmail.sent) == 1


@pytest.mark.clause("C1")
def test_a_send_nobody_can_say_anything_about_is_unknown_and_is_asked_for_before_a_second_attempt(
    gmail: FakeGmail,
) -> None:
    gmail.faults += [Fault("POST /messages/send"), Fault("GET /messages", Said(body={}), times=3)]
    with pytest.raises(OutcomeUnknown):
        send(gmail)
    gmail.faults.clear()
    send(gmail)
    assert len(gmail.sent) == 1


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (limited("userRateLimitExceeded"), TryLater),
        (limited("delegationDenied"), Misconfigured),
        (Said(400, {"error": {"errors": [{"reason": "invalidArgument"}]}}), Refused),
        (BROKEN, OutcomeUnknown),
        (Said(body={}), OutcomeUnknown),
    ],
)
def test_what_becomes_of_a_letter_is_told_apart(gmail: FakeGmail, said: Said, error: type[Exception]) -> None:
    gmail.faults.append(Fault("POST /messages/send", said))
    with pytest.raises(error):
        send(gmail)
    assert gmail.sent == []
