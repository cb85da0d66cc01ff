"""Reading the school's mailboxes into the database: nothing lost, nothing twice, whatever happens on the way."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from gateway.actions import mailboxes
from gateway.actions.delivery import send_due
from gateway.actions.mailboxes import LEASE_FOR, Reader, mailbox_names, poll_mailbox, poll_mailboxes, save_mailbox
from gateway.actions.record import first_break
from gateway.actions.roster import import_roster
from gateway.app import create_app
from gateway.domain.errors import InputProblem
from gateway.mail.parsing import parse
from gateway.ports.channels import Fetched, MailboxMark
from gateway.ports.errors import Misconfigured, TryLater
from gateway.store import mailboxes as store
from gateway.store.base import db
from gateway.store.transaction import reading, writing
from integrations import registry
from tests.clocks import SetClock
from tests.databases import migrate, settings_for
from tests.postgres import Cluster
from tests.schools import SCHOOL, a_roster
from tests.servers.dovecot import Dovecot
from tests.servers.exim import Exim
from tests.servers.imap import FaultyImap, Mailbox
from tests.servers.tokens import TokenServer
from tests.torture import repeats

FIRST = datetime(2026, 10, 20, 6, tzinfo=UTC)
KEY = settings_for("sqlite://", Path()).fernet_key()
_users = itertools.count(1)


@pytest.fixture
def school(app: Flask, clock: SetClock) -> Iterator[Flask]:
    with app.app_context():
        import_roster(SCHOOL, a_roster(), accept_removals=False, now=clock())
        yield app


@pytest.fixture
def user() -> str:
    return f"office{next(_users)}"


def mail(number: int) -> bytes:
    lines = (
        "From: Agnieszka Nowak <agnieszka@mail.example>",
        "To: office@elmswick.example",
        f"Subject: Mail {number}",
        f"Message-ID: <{number}@mail.example>",
        "",
        f"Could the reading book be changed please? Number {number}.",
    )
    return "\r\n".join(lines).encode() + b"\r\n"


def deliver(
    dovecot: Dovecot, user: str, numbers: range, *, folder: str = "INBOX", apart: timedelta = timedelta(0)
) -> None:
    client = dovecot.client(user)
    for number in numbers:
        client.append(folder, mail(number), msg_time=FIRST + (number - numbers.start) * apart)
    client.logout()


def watch_over(settings: dict[str, Any], clock: SetClock, *, endpoint: str = "office") -> None:
    save_mailbox(SCHOOL, endpoint=endpoint, kind="imap", settings=settings, key=KEY, now=clock())


def poll(clock: SetClock, open_mailbox: Any = registry.open_mailbox) -> int:
    return poll_mailboxes(SCHOOL, open_mailbox, key=KEY, clock=clock)


def rows(statement: str) -> list[tuple[Any, ...]]:
    with db.engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(statement))]
        connection.rollback()
    return found


def subjects() -> list[str]:
    return [row[0] for row in rows("SELECT subject FROM messages ORDER BY message_id")]


def state(endpoint: str = "office") -> store.MailboxState:
    with reading():
        found = store.mailbox(SCHOOL, endpoint)
    assert found is not None
    return found


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


@pytest.mark.clause("C1")
def test_a_parents_mail_comes_by_imap_and_its_acknowledgement_goes_by_smtp(
    school: Flask, clock: SetClock, dovecot: Dovecot, exim: Exim, user: str
) -> None:
    clock.set("2026-11-23T21:40:00+00:00")
    deliver(dovecot, user, range(1))
    watch_over(dovecot.settings(user), clock)
    save_mailbox(SCHOOL, endpoint="school_email", kind="smtp", settings=exim.settings(), key=KEY, now=clock())
    assert poll(clock) == 1
    channels = mailboxes.channels(SCHOOL, registry.build_channel, key=KEY)
    letters = school.extensions["handbell.equipment"].letters
    while send_due(SCHOOL, channels, letters, now=clock()):
        pass
    answer = parse(exim.next_mail())
    assert answer.in_reply_to == ("<0@mail.example>",)
    assert [one.address for one in answer.to] == ["agnieszka@mail.example"]
    assert (answer.header("auto-submitted"), answer.date) == ("auto-replied", clock())
    assert rows("SELECT state FROM outbox") == [("handed_over",)]


@dataclass(frozen=True, slots=True)
class Work:
    """What a reader in a process of its own needs."""

    url: str
    folder: Path
    now: datetime


processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.actions.test_mailboxes"])
MAILS = 200
KILLS = 100


def read_in_a_process(work: Work) -> None:
    """Read the mailboxes once, as a jobs process would."""
    clock = SetClock(work.now)
    app = create_app(settings_for(work.url, work.folder), clock=clock)
    with app.app_context():
        poll_mailboxes(SCHOOL, registry.open_mailbox, key=KEY, clock=clock)
        db.engine.dispose()


def kill_readers(url: str, folder: Path, settings: dict[str, Any], *, kills: int) -> None:
    """Kill that many readers in the middle, let a last one finish, and see that every mail is there once."""
    draw = random.Random(20261123)
    clock = SetClock()
    app = create_app(settings_for(url, folder), clock=clock)
    with app.app_context():
        import_roster(SCHOOL, a_roster(), accept_removals=False, now=clock())
        watch_over(settings, clock)
        for _ in range(kills):
            clock.forward(LEASE_FOR)
            enough = len(rows("SELECT 1 FROM arrivals")) + draw.randint(1, 3)
            reader = processes.Process(target=read_in_a_process, args=(Work(url, folder, clock()),))
            reader.start()
            while reader.is_alive() and len(rows("SELECT 1 FROM arrivals")) < enough:
                reader.join(timeout=0.002)
            until = time.perf_counter() + draw.random() * 0.02
            while time.perf_counter() < until:
                pass
            if reader.is_alive() and reader.pid is not None:
                os.kill(reader.pid, signal.SIGKILL)
            reader.join()
        assert len(rows("SELECT 1 FROM arrivals")) < MAILS, "nothing was left to be killed over"
        clock.forward(LEASE_FOR)
        read_in_a_process(Work(url, folder, clock()))
        assert subjects() == [f"Mail {number}" for number in range(MAILS)]
        assert state().last_uid == MAILS
        assert first_break(SCHOOL)[0] is None
        db.engine.dispose()


@pytest.mark.torture
@pytest.mark.clause("C23")
def test_readers_killed_in_the_middle_lose_and_double_nothing_on_sqlite(
    sqlite_url: str, tmp_path: Path, dovecot: Dovecot, user: str
) -> None:
    deliver(dovecot, user, range(MAILS))
    kill_readers(sqlite_url, tmp_path, dovecot.settings(user), kills=repeats(KILLS) // 2)


@pytest.mark.torture
@pytest.mark.clause("C23")
def test_readers_killed_in_the_middle_lose_and_double_nothing_on_postgresql(
    durable_cluster: Cluster, tmp_path: Path, dovecot: Dovecot, user: str
) -> None:
    deliver(dovecot, user, range(MAILS))
    url = durable_cluster.create("read")
    migrate(url, tmp_path)
    kill_readers(url, tmp_path, dovecot.settings(user), kills=repeats(KILLS) // 2)
