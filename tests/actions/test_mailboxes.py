"""Reading the school's mailboxes into the database: nothing lost, nothing twice, whatever happens on the way."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from gateway.actions import mailboxes
from gateway.actions.mailboxes import LEASE_FOR, Reader, mailbox_names, poll_mailbox, save_mailbox
from gateway.actions.record import first_break
from gateway.actions.roster import import_roster
from gateway.domain.errors import InputProblem
from gateway.ports.channels import Fetched, MailboxMark
from gateway.ports.errors import Misconfigured, TryLater
from gateway.store import mailboxes as store
from gateway.store.transaction import writing
from integrations import registry
from tests.clocks import SetClock
from tests.databases import settings_for
from tests.polling import FIRST, KEY, deliver, mail, poll, rows, state, subjects, watch_over
from tests.schools import SCHOOL, a_roster
from tests.servers.dovecot import Dovecot
from tests.servers.imap import FaultyImap, Mailbox
from tests.servers.tokens import TokenServer

_users = itertools.count(1)


@pytest.fixture
def school(app: Flask, clock: SetClock) -> Iterator[Flask]:
    with app.app_context():
        import_roster(SCHOOL, a_roster(), accept_removals=False, now=clock())
        yield app


@pytest.fixture
def user() -> str:
    return f"office{next(_users)}"


@dataclass
class Paper:
    """A mailbox of the test's own: yields what it is given, then fails as it is told."""

    mails: list[tuple[int, bytes]]
    failure: Exception | None = None
    between: Callable[[int], None] = lambda uid: None
    marks: list[MailboxMark | None] | None = None

    def __call__(self, kind: str, settings: dict[str, Any], *, keep: Callable[[str], None]) -> Paper:
        return self

    def fetch_since(self, mark: MailboxMark | None) -> Iterator[tuple[MailboxMark, Fetched]]:
        if self.marks is not None:
            self.marks.append(mark)
        for uid, body in self.mails:
            if mark is None or uid > mark.last_uid:
                self.between(uid)
                yield MailboxMark(1, uid), Fetched(uid, body, FIRST)
        if self.failure is not None:
            raise self.failure

    def wait(self, seconds: float) -> bool:
        return True

    def close(self) -> None:
        """Nothing to let go of."""


@pytest.mark.clause("C23")
def test_after_a_month_of_outage_everything_arrives_once_and_in_order(
    school: Flask, clock: SetClock, dovecot: Dovecot, user: str
) -> None:
    deliver(dovecot, user, range(200), apart=timedelta(hours=4))
    watch_over(dovecot.settings(user), clock)
    assert poll(clock) == 200
    assert subjects() == [f"Mail {number}" for number in range(200)]
    received = [row[0] for row in rows("SELECT received_at FROM arrivals ORDER BY arrival_id")]
    assert received == sorted(received)
    assert len(set(received)) == 200
    assert poll(clock) == 0
    assert len(subjects()) == 200
    assert state().failure == ""
    assert state().checked_at == clock()
    assert first_break(SCHOOL)[0] is None


@pytest.mark.clause("C23")
def test_mail_that_is_handed_over_again_is_not_shown_again(
    school: Flask, clock: SetClock, dovecot: Dovecot, user: str
) -> None:
    deliver(dovecot, user, range(3))
    watch_over(dovecot.settings(user), clock)
    poll(clock)
    with writing():
        store.forget_mark(SCHOOL, "office")
    assert poll(clock) == 3
    assert subjects() == ["Mail 0", "Mail 1", "Mail 2"]


@pytest.mark.clause("C23")
def test_a_mailbox_numbered_anew_shows_only_what_is_new(
    school: Flask, clock: SetClock, dovecot: Dovecot, user: str
) -> None:
    client = dovecot.client(user)
    client.create_folder("Parents")
    deliver(dovecot, user, range(3), folder="Parents")
    watch_over(dovecot.settings(user, folder="Parents"), clock)
    poll(clock)
    client.delete_folder("Parents")
    client.create_folder("Parents")
    client.logout()
    before = state().uidvalidity
    deliver(dovecot, user, range(1, 5), folder="Parents")
    assert poll(clock) == 4
    assert state().uidvalidity != before
    assert subjects() == [f"Mail {number}" for number in range(5)]


@pytest.mark.clause("C23")
def test_inbox_and_junk_are_two_mailboxes_and_one_mail_in_both_is_one_message(
    school: Flask, clock: SetClock, dovecot: Dovecot, user: str
) -> None:
    deliver(dovecot, user, range(2))
    deliver(dovecot, user, range(1, 3), folder="Spam")
    watch_over(dovecot.settings(user), clock)
    watch_over(dovecot.settings(user, folder="\\Junk"), clock, endpoint="office_junk")
    assert poll(clock) == 4
    assert sorted(subjects()) == ["Mail 0", "Mail 1", "Mail 2"]


def test_a_line_that_breaks_off_goes_on_from_the_last_mail_that_is_safe(school: Flask, clock: SetClock) -> None:
    marks: list[MailboxMark | None] = []
    watch_over({}, clock)
    broken = Paper([(1, mail(1)), (2, mail(2))], failure=TryLater("The line is gone."), marks=marks)
    assert poll(clock, broken) == 2
    assert (state().failure, state().failing_since) == ("The line is gone.", clock())
    clock.forward(timedelta(minutes=1))
    poll(clock, broken)
    assert state().failing_since == clock() - timedelta(minutes=1), "since when it fails, not when it was last tried"
    assert poll(clock, Paper([(1, mail(1)), (2, mail(2)), (3, mail(3))], marks=marks)) == 1
    assert marks == [None, MailboxMark(1, 2), MailboxMark(1, 2)]
    assert (state().failure, state().failing_since) == ("", None)


@pytest.mark.clause("C23")
def test_one_mail_that_breaks_everything_is_shelved_and_stops_none_behind_it(
    school: Flask, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = mailboxes.take_in

    def break_on_two(scope: Any, delivery: Any, *, now: datetime) -> Any:
        if delivery.vendor_id == "1:2":
            raise RecursionError("too deep")
        return whole(scope, delivery, now=now)

    monkeypatch.setattr(mailboxes, "take_in", break_on_two)
    watch_over({}, clock)
    poll(clock, Paper([(uid, mail(uid)) for uid in (1, 2, 3)]))
    assert subjects() == ["Mail 1", "Mail 3"]
    assert rows("SELECT vendor_id, state, reason FROM arrivals WHERE state = 'shelf'") == [
        ("1:2", "shelf", "RecursionError")
    ]
    assert bytes(rows("SELECT raw FROM arrivals WHERE state = 'shelf'")[0][0]) == mail(2)
    assert rows("SELECT count(*) FROM audit_links WHERE event = 'arrival.shelved'") == [(1,)]
    assert (state().last_uid, state().failure) == (3, "")
    with writing():
        store.forget_mark(SCHOOL, "office")
    poll(clock, Paper([(uid, mail(uid)) for uid in (1, 2, 3)]))
    assert state().failure == "", "what is shelved already is not shelved again"
    assert rows("SELECT count(*) FROM arrivals WHERE state = 'shelf'") == [(1,)]


@pytest.mark.clause("C23")
def test_mails_that_the_server_does_not_give_are_each_put_before_a_person(school: Flask, clock: SetClock) -> None:
    server = FaultyImap(Mailbox({uid: mail(uid) for uid in (1, 2, 3, 4)}, refused={2, 3}))
    watch_over(server.settings(), clock)
    poll(clock)
    server.close()
    assert subjects() == ["Mail 1", "Mail 4"]
    assert [row[0] for row in rows("SELECT vendor_id FROM arrivals WHERE state = 'shelf' ORDER BY vendor_id")] == [
        "7:2",
        "7:3",
    ]


@pytest.mark.clause("C23")
def test_a_database_that_cannot_write_moves_no_mark(
    school: Flask, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OSError("disk full")

    watch_over({}, clock)
    with monkeypatch.context() as full:
        full.setattr(mailboxes, "take_in", fail)
        full.setattr("gateway.store.arrivals.keep", fail)
        poll(clock, Paper([(1, mail(1))]))
    assert state().last_uid is None
    assert "OSError" in state().failure
    assert poll(clock, Paper([(1, mail(1))])) == 1
    assert subjects() == ["Mail 1"]


def test_one_mailbox_that_fails_keeps_no_other_from_being_read(school: Flask, clock: SetClock) -> None:
    def open_one(kind: str, settings: dict[str, Any], *, keep: Callable[[str], None]) -> Paper:
        if settings["n"] == 1:
            raise ZeroDivisionError
        return Paper([(1, mail(settings["n"]))], failure=Misconfigured("Wrong.") if settings["n"] == 2 else None)

    for number in (1, 2, 3):
        watch_over({"n": number}, clock, endpoint=f"box{number}")
    assert poll(clock, open_one) == 2
    assert [state(f"box{number}").failure for number in (2, 3)] == ["Wrong.", ""]
    assert "ZeroDivisionError" in state("box1").failure


def test_a_mailbox_that_is_being_read_is_left_alone_until_its_reader_is_dead(school: Flask, clock: SetClock) -> None:
    watch_over({}, clock)
    with writing():
        assert store.lease_mailbox(SCHOOL, "office", now=clock(), lease_for=LEASE_FOR)
    assert poll(clock, Paper([(1, mail(1))])) == 0
    clock.forward(LEASE_FOR)
    assert poll(clock, Paper([(1, mail(1))])) == 1


def test_a_long_reading_holds_its_mailbox_with_every_mail(school: Flask, clock: SetClock) -> None:
    second: list[int] = []

    def slowly(uid: int) -> None:
        clock.forward(LEASE_FOR - timedelta(seconds=1))
        second.append(poll(clock, Paper([(9, mail(9))])))

    watch_over({}, clock)
    assert poll(clock, Paper([(uid, mail(uid)) for uid in (1, 2, 3)], between=slowly)) == 3
    assert second == [0, 0, 0]


def test_a_reader_who_lost_the_mailbox_stops_and_undoes_nothing(school: Flask, clock: SetClock) -> None:
    def too_slowly(uid: int) -> None:
        if uid == 2:
            clock.forward(LEASE_FOR)
            assert poll(clock, Paper([(number, mail(number)) for number in (1, 2, 3, 4)])) == 3

    watch_over({}, clock)
    assert poll(clock, Paper([(uid, mail(uid)) for uid in (1, 2, 3)], between=too_slowly)) == 2
    assert state().last_uid == 4
    assert sorted(subjects()) == [f"Mail {number}" for number in (1, 2, 3, 4)]


def test_a_reader_who_lost_the_mailbox_does_not_let_it_go_for_the_other(school: Flask, clock: SetClock) -> None:
    def taken_over(uid: int) -> None:
        clock.forward(LEASE_FOR)
        with writing():
            assert store.lease_mailbox(SCHOOL, "office", now=clock(), lease_for=LEASE_FOR)

    watch_over({}, clock)
    poll(clock, Paper([(1, mail(1))], between=taken_over))
    assert poll(clock, Paper([(2, mail(2))])) == 0
    assert subjects() == ["Mail 1"]


def test_new_secrets_keep_the_mark_and_another_mailbox_begins_anew(school: Flask, clock: SetClock) -> None:
    there = {"host": "a.example", "user": "office", "folder": "INBOX", "password": "old"}
    for changes, kept in (({"password": "new"}, True), ({"folder": "Junk"}, False), ({"host": "b.example"}, False)):
        watch_over(there, clock)
        with writing():
            store.note_mark(SCHOOL, "office", uidvalidity=14, last_uid=500)
        watch_over(there | changes, clock)
        assert (state().last_uid == 500) is kept
        mailboxes.remove_mailbox(SCHOOL, "office", now=clock())


def test_settings_are_not_readable_in_the_database_nor_with_another_key(school: Flask, clock: SetClock) -> None:
    watch_over({"password": "open sesame"}, clock)
    assert "sesame" not in state().settings
    other = settings_for("sqlite://", Path())
    stranger = replace(other, secret_key="another secret of no worth whatsoever").fernet_key()
    with pytest.raises(Misconfigured, match="enter them again"):
        mailboxes.settings_of(state(), key=stranger)


def test_a_new_refresh_token_takes_the_place_of_the_old_one(
    school: Flask, clock: SetClock, dovecot: Dovecot, introspection: TokenServer, user: str
) -> None:
    introspection.owner, introspection.rotates = user, True
    try:
        watch_over(dovecot.settings(user, password="", oauth=introspection.settings(client_id=user)), clock)
        poll(clock)
    finally:
        introspection.rotates = False
    assert state().failure == ""
    kept = mailboxes.settings_of(state(), key=KEY)
    assert kept["oauth"]["refresh_token"] == f"refresh-{len(introspection.asked)}"
    assert kept["user"] == user


def test_a_mailbox_that_is_not_there_cannot_be_removed_or_watched(school: Flask, clock: SetClock) -> None:
    with pytest.raises(InputProblem):
        mailboxes.remove_mailbox(SCHOOL, "nowhere", now=clock())
    with pytest.raises(InputProblem):
        mailboxes.watch_mailbox(Reader(SCHOOL, registry.open_mailbox, KEY, clock), "nowhere")
    assert poll_mailbox(Reader(SCHOOL, registry.open_mailbox, KEY, clock), "nowhere") == 0


def test_a_way_out_is_no_mailbox_and_a_broken_one_is_left_out(school: Flask, clock: SetClock, tmp_path: Path) -> None:
    letters = {"folder": str(tmp_path), "address": "office@elmswick.example"}
    save_mailbox(SCHOOL, endpoint="school_email", kind="simulator", settings=letters, key=KEY, now=clock())
    save_mailbox(SCHOOL, endpoint="other", kind="smtp", settings={}, key=KEY, now=clock())
    watch_over({}, clock)
    assert mailbox_names(SCHOOL) == ("office",)
    assert list(mailboxes.channels(SCHOOL, registry.build_channel, key=KEY)) == ["school_email"]
