"""Mail as it comes: a thread a mailbox that waits for news of it, and has it read at once."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from flask import Flask

from gateway.actions.equipment import Equipment
from gateway.actions.mailboxes import Reader, mailbox_names, poll_mailbox, watch_mailbox
from gateway.domain.scope import Scope
from gateway.jobs.live import live_schools
from gateway.ports.channels import Mailbox
from gateway.ports.errors import PortError

log = logging.getLogger(__name__)

REFRESH_EVERY = timedelta(minutes=1)
"""How soon a new mailbox is watched; until then, and whenever watching fails, the table's own beat reads it."""
WAIT_FOR = timedelta(minutes=9)
"""After this without news a mailbox is opened anew, so that changed settings are used."""
REST_FOR = timedelta(minutes=1)
"""Between two attempts at a mailbox that cannot be watched."""
END_WITHIN = timedelta(seconds=5)


class Watchers:
    """Every mailbox of every school, each watched by one thread."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._watched: dict[tuple[tuple[int, ...], str], _Watch] = {}
        self._ended = False
        self._turn = threading.Lock()

    def refresh(self) -> None:
        """Watch mailboxes that are new, and no longer those that are gone."""
        with self._app.app_context():
            wanted = {
                (scope.school_ids, name): scope for scope in live_schools(self._app) for name in mailbox_names(scope)
            }
        with self._turn:
            if self._ended:
                return
            gone = [self._watched.pop(key) for key in list(self._watched) if key not in wanted]
            for key, scope in wanted.items():
                if key not in self._watched or not self._watched[key].is_alive():
                    self._watched[key] = _Watch(self._app, scope, key[1])
                    self._watched[key].start()
        _end_all(gone)

    def stop(self) -> None:
        """End every thread; a mail that is being read is finished first, within a few seconds."""
        with self._turn:
            self._ended = True
            watched = list(self._watched.values())
            self._watched.clear()
        _end_all(watched)


class _Watch(threading.Thread):
    """One mailbox: wait, have it read, wait again; whatever fails is tried again after a rest."""

    def __init__(self, app: Flask, scope: Scope, endpoint: str) -> None:
        # A daemon: a server that hangs in the middle of a line must not keep the process from ending.
        super().__init__(name=f"watch {endpoint}", daemon=True)
        self._app = app
        self._scope = scope
        self._endpoint = endpoint
        self._stopping = threading.Event()
        self._mailbox: Mailbox | None = None

    def run(self) -> None:
        """Until told to end."""
        while not self._stopping.is_set():
            try:
                with self._app.app_context():
                    self._listen(self._app.extensions["handbell.equipment"])
            except PortError as problem:
                log.info("mailbox not watched", extra={"endpoint": self._endpoint, "error": type(problem).__name__})
                self._stopping.wait(REST_FOR.total_seconds())
            except Exception:  # the table's own beat goes on reading the mailbox, and shows what is wrong with it
                log.exception("mailbox not watched", extra={"endpoint": self._endpoint})
                self._stopping.wait(REST_FOR.total_seconds())

    def end(self) -> None:
        """Ask it to end: a wait is broken off at once."""
        self._stopping.set()
        if self._mailbox is not None:
            self._mailbox.close()

    def _listen(self, kit: Equipment) -> None:
        reader = Reader(self._scope, kit.open_mailbox, kit.settings_key, kit.clock)
        self._mailbox = watch_mailbox(reader, self._endpoint)
        try:
            while not self._stopping.is_set() and self._mailbox.wait(WAIT_FOR.total_seconds()):
                poll_mailbox(reader, self._endpoint)
        finally:
            self._mailbox.close()


def _end_all(watches: list[_Watch]) -> None:
    for watch in watches:
        watch.end()
    for watch in watches:
        watch.join(END_WITHIN.total_seconds())
