"""Reading a mailbox: a real Dovecot for what is right, a server that goes wrong for the rest."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gateway.ports import channels
from gateway.ports.channels import Fetched, MailboxMark
from gateway.ports.errors import Misconfigured, PortError, TryLater
from integrations import registry
from integrations.school_email import imap
from integrations.school_email.imap import ImapMailbox
from integrations.school_email.server import Login, Server
from tests.servers.dovecot import Dovecot
from tests.servers.imap import FaultyImap, Mailbox
from tests.servers.tokens import TokenServer

FIRST = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
_users = itertools.count(1)


@pytest.fixture
def user() -> str:
    return f"parents{next(_users)}"


@pytest.fixture
def faulty() -> Iterator[Callable[[Mailbox], ImapMailbox]]:
    servers: list[FaultyImap] = []

    def start(mailbox: Mailbox) -> ImapMailbox:
        servers.append(FaultyImap(mailbox))
        server = Server("127.0.0.1", servers[-1].port, "none")
        return ImapMailbox(server, Login("office", "any"), "INBOX", answer_within=2)

    yield start
    for server in servers:
        server.close()


def mail(number: int, size: int = 0) -> bytes:
    return f"Subject: {number}\r\nFrom: dan@mail.example\r\n\r\nNumber {number}.\r\n".encode() + b"x" * size


def read(settings: dict[str, Any], mark: MailboxMark | None = None) -> list[tuple[MailboxMark, Fetched]]:
    opened = registry.open_mailbox("imap", settings, keep=lambda token: None)
    try:
        return [(reached, one) for reached, one in opened.fetch_since(mark) if one is not None]
    finally:
        opened.close()


def listening(opened: channels.Mailbox) -> channels.Mailbox:
    """A mailbox that has said "there may be some" for the first time, as it does before it has looked."""
    assert opened.wait(30)
    return opened


def uids(found: list[tuple[MailboxMark, Fetched]]) -> list[int]:
    return [one.uid for _, one in found]


def read_until_it_fails(opened: ImapMailbox) -> tuple[list[int], PortError | None]:
    found: list[int] = []
    try:
        for _, one in opened.fetch_since(None):
            found.append(one.uid)
    except PortError as failure:
        return found, failure
    finally:
        opened.close()
    return found, None


def test_mail_comes_oldest_first_with_its_time_and_stays_unread(dovecot: Dovecot, user: str) -> None:
    for number in range(3):
        dovecot.deliver(user, mail(number), at=FIRST + timedelta(hours=number))
    found = read(dovecot.settings(user))
    assert [one.body for _, one in found] == [mail(0), mail(1), mail(2)]
    assert [one.received_at for _, one in found] == [FIRST + timedelta(hours=number) for number in range(3)]
    client = dovecot.client(user)
    client.select_folder("INBOX")
    assert all(b"\\Seen" not in flags for flags in client.get_flags([1, 2, 3]).values())
    client.logout()


def test_reading_goes_on_from_the_mark_and_finds_nothing_twice(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, mail(1))
    (mark, _), *_ = read(dovecot.settings(user))
    assert read(dovecot.settings(user), mark) == []
    dovecot.deliver(user, mail(2))
    assert uids(read(dovecot.settings(user), mark)) == [2]


def test_a_folder_made_anew_is_read_from_its_beginning(dovecot: Dovecot, user: str) -> None:
    client = dovecot.client(user)
    client.create_folder("School")
    for number in range(3):
        client.append("School", mail(number))
    before = read(dovecot.settings(user, folder="School"))
    client.delete_folder("School")
    client.create_folder("School")
    client.append("School", mail(9))
    client.logout()
    after = read(dovecot.settings(user, folder="School"), before[-1][0])
    assert after[0][0].uidvalidity != before[0][0].uidvalidity
    assert [one.body for _, one in after] == [mail(9)]


def test_gaps_and_mail_that_goes_while_it_is_read_are_stepped_over(dovecot: Dovecot, user: str) -> None:
    for number in range(1, 7):
        dovecot.deliver(user, mail(number))
    client = dovecot.client(user)
    client.select_folder("INBOX")
    client.delete_messages([2])
    client.expunge()
    opened = registry.open_mailbox("imap", dovecot.settings(user), keep=lambda token: None)
    passing = opened.fetch_since(None)
    assert next(passing)[1].uid == 1
    client.delete_messages([4])
    client.expunge()
    client.logout()
    assert [one.uid for _, one in passing] == [3, 5, 6]
    opened.close()


def test_mail_that_comes_while_reading_is_there_the_next_time(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, mail(1))
    opened = registry.open_mailbox("imap", dovecot.settings(user), keep=lambda token: None)
    passing = opened.fetch_since(None)
    mark, _ = next(passing)
    dovecot.deliver(user, mail(2))
    assert list(passing) == []
    opened.close()
    assert uids(read(dovecot.settings(user), mark)) == [2]


def test_the_junk_folder_is_found_by_its_use(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, mail(1), folder="Spam")
    assert [one.body for _, one in read(dovecot.settings(user, folder="\\Junk"))] == [mail(1)]


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_the_line_is_private_and_the_server_proves_who_it_is(dovecot: Dovecot, user: str, tls: str) -> None:
    dovecot.deliver(user, mail(1))
    port = dovecot.tls_port if tls == "implicit" else dovecot.port
    trusted = dovecot.settings(user, tls=tls, port=port, ca_file=str(dovecot.certificate.certificate))
    assert uids(read(trusted)) == [1]
    with pytest.raises(Misconfigured, match="does not prove"):
        read(dovecot.settings(user, tls=tls, port=port))


@pytest.mark.parametrize("password", ["wrong", "päßwort"])
def test_a_wrong_password_is_for_a_person_to_correct(dovecot: Dovecot, user: str, password: str) -> None:
    with pytest.raises(Misconfigured, match="login"):
        read(dovecot.settings(user, password=password))


def test_a_folder_that_is_not_there_is_for_a_person_to_correct(dovecot: Dovecot, user: str) -> None:
    with pytest.raises(Misconfigured, match="folder"):
        read(dovecot.settings(user, folder="Nowhere"))


def test_dovecot_lets_a_good_token_in_and_a_token_taken_back_is_renewed(
    dovecot: Dovecot, introspection: TokenServer, user: str
) -> None:
    introspection.owner = user
    dovecot.deliver(user, mail(1))
    by_token = dovecot.settings(user, password="", oauth=introspection.settings(client_id=user))
    assert uids(read(by_token)) == [1]
    asked = len(introspection.asked)
    assert uids(read(by_token)) == [1]
    assert len(introspection.asked) == asked, "a good token is used again"
    introspection.take_back()
    assert uids(read(by_token)) == [1]
    assert len(introspection.asked) == asked + 1


def test_a_token_for_somebody_else_is_for_a_person_to_correct(
    dovecot: Dovecot, introspection: TokenServer, user: str
) -> None:
    introspection.owner = "somebody"
    with pytest.raises(Misconfigured, match="login"):
        read(dovecot.settings(user, password="", oauth=introspection.settings(client_id=user)))


def test_waiting_ends_when_mail_comes(dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, mail(1))
    opened = listening(registry.open_mailbox("imap", dovecot.settings(user), keep=lambda token: None))
    delivery = threading.Timer(0.2, dovecot.deliver, (user, mail(2)))
    delivery.start()
    assert opened.wait(30)
    assert delivery.finished.is_set(), "it ended before there was mail"
    delivery.join()
    opened.close()


def test_mail_that_came_between_two_waits_is_told_at_once(dovecot: Dovecot, user: str) -> None:
    opened = listening(registry.open_mailbox("imap", dovecot.settings(user), keep=lambda token: None))
    assert not opened.wait(0.05)
    dovecot.deliver(user, mail(1))
    assert opened.wait(30)
    assert not opened.wait(0.05)
    opened.close()


def test_waiting_ends_at_once_when_the_mailbox_is_closed(dovecot: Dovecot, user: str) -> None:
    opened = listening(registry.open_mailbox("imap", dovecot.settings(user), keep=lambda token: None))
    closing = threading.Timer(0.2, opened.close)
    closing.start()
    assert not opened.wait(30)
    closing.join()


def test_a_thirty_megabyte_mail_comes_whole(dovecot: Dovecot, user: str) -> None:
    large = mail(1, 30 << 20)
    dovecot.deliver(user, large)
    ((_, found),) = read(dovecot.settings(user))
    assert found.body == large


Start = Callable[[Mailbox], ImapMailbox]


def test_a_line_cut_in_the_middle_of_a_mail_loses_nothing(faulty: Start) -> None:
    mailbox = Mailbox({uid: mail(uid) for uid in (1, 2, 3)}, cut_in={2})
    found, failure = read_until_it_fails(faulty(mailbox))
    assert found == [1]
    assert isinstance(failure, TryLater)


def test_a_mail_without_a_body_is_handed_on_empty_once_a_later_one_was_given(faulty: Start) -> None:
    for fault in ({"refused": {2}}, {"nil": {2}}):
        opened = faulty(Mailbox({uid: mail(uid) for uid in (1, 2, 3)}, **fault))
        assert [(one.uid, bool(one.body)) for _, one in opened.fetch_since(None)] == [(1, True), (2, False), (3, True)]


def test_a_server_that_gives_no_mail_at_all_passes_nothing_over(faulty: Start) -> None:
    found, failure = read_until_it_fails(faulty(Mailbox({uid: mail(uid) for uid in (1, 2)}, refused={1, 2})))
    assert found == []
    assert isinstance(failure, TryLater)


def test_a_mail_that_is_gone_by_now_is_left_out(faulty: Start) -> None:
    found, failure = read_until_it_fails(faulty(Mailbox({uid: mail(uid) for uid in (1, 2, 3)}, gone={1, 3})))
    assert (found, failure) == ([2], None)


def test_a_time_that_nobody_can_read_spoils_only_the_time(faulty: Start) -> None:
    opened = faulty(Mailbox({uid: mail(uid) for uid in (1, 2)}, bad_dates={2}))
    (_, first), (_, second) = opened.fetch_since(None)
    assert first.received_at == datetime(2026, 11, 1, 9, tzinfo=UTC)
    assert (second.received_at, second.body) == (None, mail(2))


def test_uids_far_apart_are_found_in_a_few_questions(faulty: Start) -> None:
    mailbox = Mailbox({uid: mail(uid) for uid in (5, 900_000, 4_000_000_000)})
    found, _ = read_until_it_fails(faulty(mailbox))
    assert found == [5, 900_000, 4_000_000_000]
    assert sum("SEARCH" in one for one in mailbox.seen) < 40


def test_a_server_that_finds_more_than_was_asked_for_gives_nothing_twice(faulty: Start) -> None:
    opened = faulty(Mailbox({uid: mail(uid) for uid in (1, 2, 3)}, found_too={1, 3}))
    assert [one.uid for _, one in opened.fetch_since(MailboxMark(7, 1))] == [2, 3]


def test_a_server_that_does_not_say_which_uid_comes_next_is_read_all_the_same(faulty: Start) -> None:
    found, _ = read_until_it_fails(faulty(Mailbox({3: mail(3)}, uid_next=0)))
    assert found == [3]


def test_a_server_that_does_not_number_its_mail_is_refused(faulty: Start) -> None:
    _, failure = read_until_it_fails(faulty(Mailbox({1: mail(1)}, validity=0)))
    assert isinstance(failure, Misconfigured)


@pytest.mark.parametrize(
    ("step", "answer", "error"),
    [
        ("LOGIN", "BYE", TryLater),
        ("LOGIN", "CUT", TryLater),
        ("LOGIN", "NO [UNAVAILABLE] later", TryLater),
        ("LOGIN", "NO [AUTHENTICATIONFAILED] no", Misconfigured),
        ("LOGIN", "BAD User is authenticated but not connected.", TryLater),
        ("LOGIN", "NO sorry", Misconfigured),
        ("EXAMINE", "NO [NONEXISTENT] none", Misconfigured),
        ("EXAMINE", "NO [INUSE] locked", TryLater),
        ("EXAMINE", "BYE", TryLater),
        ("SEARCH", "BAD what", TryLater),
        ("SEARCH", "BYE", TryLater),
        ("FETCH", "CUT", TryLater),
        ("FETCH", "NO later", TryLater),
    ],
)
def test_what_a_server_refuses_is_told_apart(faulty: Start, step: str, answer: str, error: type[PortError]) -> None:
    _, failure = read_until_it_fails(faulty(Mailbox({1: mail(1)}, answers={step: answer})))
    assert type(failure) is error
    assert "office" not in str(failure)


def test_a_server_that_says_nothing_is_given_up_for_now(faulty: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = faulty(Mailbox({1: mail(1, 100)}, nil=set()))
    opened._answer_within = 0.2
    monkeypatch.setattr("tests.servers.imap._Handler.do_search", lambda *_: None)
    _, failure = read_until_it_fails(opened)
    assert isinstance(failure, TryLater)


def test_a_mail_above_the_limit_is_cut_and_not_refused(faulty: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "LARGEST", 10)
    mailbox = Mailbox({1: mail(1, 100)})
    read_until_it_fails(faulty(mailbox))
    assert any("BODY.PEEK[]<0.10>" in one for one in mailbox.seen)


def test_a_server_without_idle_is_waited_for_plainly(faulty: Start) -> None:
    mailbox = Mailbox({}, capabilities="IMAP4rev1")
    assert faulty(mailbox).wait(0.01)
    assert not any("IDLE" in one for one in mailbox.seen)


@pytest.mark.parametrize("said", [("* OK still here", "* 4 EXISTS"), ("* 4 EXISTS",)])
def test_only_word_of_mail_ends_a_wait(faulty: Start, said: tuple[str, ...]) -> None:
    began = time.monotonic()
    assert listening(faulty(Mailbox({}, idle_says=said))).wait(30)
    assert time.monotonic() - began < 15, "it came with the first word and was sat out"


def test_a_server_that_only_chats_is_not_taken_for_news(faulty: Start) -> None:
    assert not listening(faulty(Mailbox({}, idle_says=("* OK still here", "* 1 RECENT")))).wait(0.3)


@pytest.mark.parametrize("said", [("CUT",), ("* BYE going", "CUT")])
def test_a_line_cut_while_waiting_is_said_and_not_spun_on(faulty: Start, said: tuple[str, ...]) -> None:
    opened = listening(faulty(Mailbox({}, idle_says=said)))
    with pytest.raises(TryLater):
        opened.wait(30)
    opened.close()
