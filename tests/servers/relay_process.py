"""The relay in a process of its own, as ``flask relay run`` runs it, on a clock that a test moves."""

from __future__ import annotations

import multiprocessing
import socket
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gateway.app import create_app
from gateway.cli.relay import serve
from gateway.clock import MovableClock
from tests.databases import settings_for
from tests.schools import SCHOOL
from tests.servers.places import free_port

ANSWERS_WITHIN = 60.0
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.servers.relay_process"])


@dataclass(frozen=True, slots=True)
class Place:
    """Where one relay works."""

    url: str
    folder: Path
    clock: Path
    port: int
    hop_port: int


def run(place: Place) -> None:
    """Serve until this process is told to end."""
    app = create_app(settings_for(place.url, place.folder), clock=MovableClock(place.clock))
    with app.app_context():
        kit = app.extensions["handbell.equipment"]
        serve(SCHOOL, kit, listen=f"127.0.0.1:{place.port}", next_hop=f"127.0.0.1:{place.hop_port}")


class RelayProcess:
    """A relay over a database, before a next hop on this machine."""

    def __init__(self, url: str, folder: Path, *, hop_port: int, at: datetime) -> None:
        self.port = free_port()
        self.clock = MovableClock(folder / "relay-clock")
        self.clock.start_at(at)
        self._place = Place(url, folder, self.clock.path, self.port, hop_port)
        self.start()

    def start(self) -> None:
        """Start it, at first or again; returns once it answers."""
        self._process = processes.Process(target=run, args=(self._place,))
        self._process.start()
        until = time.monotonic() + ANSWERS_WITHIN
        while not _is_open(self.port):
            assert self._process.is_alive(), "the relay did not start"
            assert time.monotonic() < until, "the relay does not answer"
            time.sleep(0.01)

    def kill(self) -> None:
        """Kill it at once, wherever it is."""
        self._process.kill()
        self._process.join()

    def close(self) -> int | None:
        """Let it end; how it ended."""
        self._process.terminate()
        self._process.join(timeout=30)
        if self._process.is_alive():
            self.kill()
        return self._process.exitcode


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
