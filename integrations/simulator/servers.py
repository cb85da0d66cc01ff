"""The demo's own processes: a web server and the jobs, started together and ended together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from gateway.ports.errors import Misconfigured

STARTS_WITHIN = 60.0
"""Seconds that a web server may take before the demo gives up: a busy machine imports slowly."""
ENDS_WITHIN = 10.0


class DemoServers:
    """A web server on a port of this machine, and the jobs; both with this environment."""

    def __init__(self, root: Path, *, port: int, environment: Mapping[str, str]) -> None:
        self._root = root
        self._port = port
        self._environment = {**os.environ, **environment}
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Start both and wait until the web server answers. Raises Misconfigured when the port is taken or it does not."""
        if _is_taken(self._port):
            raise Misconfigured(
                f"Port {self._port} is in use; choose another, for example: make demo PORT={self._port + 1}"
            )
        self._run("web server", "-m", "gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{self._port}", "--workers", "1",
                  "--threads", "8", "--worker-class", "gthread", "--log-level", "warning")  # fmt: skip
        self._run("jobs", "-m", "flask", "jobs", "run")
        until = time.monotonic() + STARTS_WITHIN
        while not _is_taken(self._port):
            ended = self.ended()
            if ended or time.monotonic() > until:
                self.stop()
                raise Misconfigured(f"The {ended or 'web server'} did not start; its own words stand above.")
            time.sleep(0.05)

    def ended(self) -> str:
        """The name of a process that has ended, or blank while both run."""
        return next((name for name, process in self._running.items() if process.poll() is not None), "")

    def stop(self) -> None:
        """End both, in order; never raises."""
        for process in self._running.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self._running.values():
            try:
                process.wait(timeout=ENDS_WITHIN)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _run(self, name: str, *arguments: str) -> None:
        # The words are this module's own and no shell reads them.
        self._running[name] = subprocess.Popen(  # noqa: S603 # nosec B603
            [sys.executable, *arguments], cwd=self._root, env=self._environment, stdin=subprocess.DEVNULL
        )


def _is_taken(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
