"""Watching mailboxes: mail is read as it comes, and the process ends when it is told to."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from gateway.actions.mailboxes import remove_mailbox, save_mailbox
from gateway.jobs import watch
from gateway.jobs.watch import Watchers
from gateway.ports.errors import TryLater
from gateway.store.base import db
from integrations import registry
from tests.clocks import SetClock
from tests.schools import SCHOOL, a_school
from tests.servers.dovecot import Dovecot

SOON = 20.0
MAIL = b"From: agnieszka@mail.example\r\nTo: office@elmswick.example\r\nSubject: Gloves\r\n\r\nHello.\r\n"
_users = itertools.count(1)


class Told:
    """Opens mailboxes of the test's own; each wait is answered with the next of ``news``, and hangs when there is none."""

    def __init__(self, *news: bool | Exception) -> None:
        self.news = list(news)
        self.opened = 0
        self.waits = threading.Semaphore(0)
        self.polls = threading.Semaphore(0)

    def __call__(self, kind: str, settings: dict[str, Any], *, keep: Callable[[str], None]) -> Line:
        self.opened += 1
        return Line(self)


class Line:
    """One opened mailbox, empty."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._closed = threading.Event()

    def fetch_since(self, mark: object) -> Iterator[Any]:
        self._told.polls.release()
        return iter(())

    def wait(self, seconds: float) -> bool:
        self._told.waits.release()
        if not self._told.news:
            self._closed.wait(SOON)
            return False
        news = self._told.news.pop(0)
        if isinstance(news, Exception):
            raise news
        return news

    def close(self) -> None:
        self._closed.set()


def equipped(app: Flask, open_mailbox: Any) -> Flask:
    kit = app.extensions["handbell.equipment"]
    app.extensions["handbell.equipment"] = replace(kit, open_mailbox=open_mailbox)
    return app


def watch_over(app: Flask, settings: dict[str, Any], clock: SetClock) -> None:
    key = app.extensions["handbell.equipment"].settings_key
    with app.app_context():
        save_mailbox(SCHOOL, endpoint="office", kind="imap", settings=settings, key=key, now=clock())


@pytest.fixture
def watchers(sqlite_app: Flask) -> Iterator[Watchers]:
    found = Watchers(a_school(sqlite_app))
    yield found
    found.stop()


def live() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("watch ")]


def test_mail_is_read_as_it_comes(sqlite_app: Flask, watchers: Watchers, clock: SetClock, dovecot: Dovecot) -> None:
    user = f"watched{next(_users)}"
    read = threading.Event()

    def open_and_tell(kind: str, settings: dict[str, Any], *, keep: Callable[[str], None]) -> Any:
        mailbox = registry.open_mailbox(kind, settings, keep=keep)
        whole = mailbox.close

        def close() -> None:
            whole()
            read.set()

        mailbox.close = close  # type: ignore[method-assign]
        return mailbox

    equipped(sqlite_app, open_and_tell)
    watch_over(sqlite_app, dovecot.settings(user), clock)
    watchers.refresh()
    assert read.wait(SOON), "it is read once when watching begins"
    read.clear()
    dovecot.deliver(user, MAIL)
    assert read.wait(SOON)
    with sqlite_app.app_context(), db.engine.connect() as connection:
        assert [row[0] for row in connection.execute(text("SELECT subject FROM messages"))] == ["Gloves"]
    watchers.stop()
    assert live() == []


def test_every_word_of_news_is_one_reading_and_silence_opens_the_mailbox_anew(
    sqlite_app: Flask, watchers: Watchers, clock: SetClock
) -> None:
    told = Told(True, True, False)
    equipped(sqlite_app, told)
    watch_over(sqlite_app, {}, clock)
    watchers.refresh()
    for _ in range(4):
        assert told.waits.acquire(timeout=SOON)
    assert told.polls.acquire(timeout=SOON)
    assert told.polls.acquire(timeout=SOON)
    assert not told.polls.acquire(blocking=False)
    assert told.opened == 4, "twice to wait, twice to read"


@pytest.mark.parametrize("failure", [TryLater("Gone."), ZeroDivisionError()])
def test_a_mailbox_that_fails_is_watched_again_after_a_rest(
    sqlite_app: Flask, watchers: Watchers, clock: SetClock, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    monkeypatch.setattr(watch, "REST_FOR", watch.REST_FOR / 6000)
    told = Told(failure, True)
    equipped(sqlite_app, told)
    watch_over(sqlite_app, {}, clock)
    watchers.refresh()
    assert told.polls.acquire(timeout=SOON)


def test_a_new_mailbox_is_watched_and_one_that_is_gone_is_not(
    sqlite_app: Flask, watchers: Watchers, clock: SetClock
) -> None:
    told = Told()
    equipped(sqlite_app, told)
    watchers.refresh()
    assert live() == []
    watch_over(sqlite_app, {}, clock)
    watchers.refresh()
    watchers.refresh()
    assert live() == ["watch office"]
    assert told.waits.acquire(timeout=SOON)
    with sqlite_app.app_context():
        remove_mailbox(SCHOOL, "office", now=clock())
    watchers.refresh()
    assert live() == []


def test_nothing_is_watched_after_the_end(sqlite_app: Flask, watchers: Watchers, clock: SetClock) -> None:
    equipped(sqlite_app, Told())
    watch_over(sqlite_app, {}, clock)
    watchers.stop()
    watchers.refresh()
    assert live() == []
