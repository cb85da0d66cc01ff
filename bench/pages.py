"""How quick pages are: inbox and search as a signed-in teacher against a bare route over the same rows, in turn."""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUESTS = 200
WARM_UP = 20
WORD = "museum"
PAGES = (("inbox", "/inbox"), ("search", "/search"))
APPLICATIONS = ("wsgi:app", "bench.bare:create_bare()")
"""The page and its bare twin."""


@dataclass(frozen=True, slots=True)
class Page:
    """The 95th percentile of one page and of its bare twin, in milliseconds, and the memory of the page's process."""

    name: str
    messages: int
    page: float
    bare: float
    peak_mb: float

    @property
    def ratio(self) -> float:
        """How many times the bare route the page takes."""
        return self.page / self.bare


@dataclass(frozen=True, slots=True)
class School:
    """One filled database: its address, how many messages it holds, and the cookie of its signed-in teacher."""

    url: str
    messages: int
    cookie: str


def measure(schools: list[School], *, reader: str, secret: str) -> list[Page]:
    """Both pages at every size. All pages and their bare twins are asked in turn, each by its own server with one worker."""
    with ExitStack() as stack:
        servers = [
            (school, *(stack.enter_context(_server(one, _environment(school, reader, secret))) for one in APPLICATIONS))
            for school in schools
        ]
        found = []
        for name, path in PAGES:
            times: dict[tuple[int, int], list[float]] = {}
            for number in range(REQUESTS + WARM_UP):
                for school, *pair in servers:
                    for side, server in enumerate(pair):
                        spent = _ask(server.port, path, school.cookie if side == 0 else "")
                        if number >= WARM_UP:
                            times.setdefault((school.messages, side), []).append(spent)
            for school, ours, _ in servers:
                page, bare = (_p95(times[school.messages, side]) for side in (0, 1))
                found.append(Page(name, school.messages, page, bare, ours.peak_mb()))
        return found


def _environment(school: School, reader: str, secret: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": school.url,
        "SECRET_KEY": secret,
        "HANDBELL_ENV": "test",
        "HANDBELL_CLOCK": "2026-11-23T10:00:00+00:00",
        "BENCH_READER": reader,
    }


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] * 1000


def _ask(port: int, path: str, cookie: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    began = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    answer.read()
    spent = time.perf_counter() - began
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status} {answer.getheader('Location', '')}")
    return spent


@dataclass(frozen=True, slots=True)
class _Server:
    port: int
    process: subprocess.Popen[bytes]

    def peak_mb(self) -> float:
        """The largest memory that the worker has held, in MB."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        status = Path(f"/proc/{children[0]}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


@contextmanager
def _server(application: str, environment: dict[str, str]) -> Iterator[_Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        application,
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        "1",
        "--log-level",
        "error",
    ]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until and process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield _Server(port, process)
    finally:
        process.terminate()
        process.wait(timeout=20)
