"""A line to a web service that breaks where a test says: before a question is passed on, or after it was answered."""

from __future__ import annotations

import http.client
import socket
import struct
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PASS, RESET, SILENT, RESET_AFTER, SILENT_AFTER = "pass", "reset", "silent", "reset after", "silent after"
BREAKS = (RESET, SILENT, RESET_AFTER, SILENT_AFTER)
"""The line is cut, or nothing more is said: before the service hears of the question, or after it has done what was asked."""


class Meddler:
    """Stands before the service at ``url``; the ``on``-th question (from 1) meets the fault, all others pass."""

    def __init__(self, url: str, fault: str, *, on: int = 1) -> None:
        self._target, self._fault, self._on, self._count = urlsplit(url), fault, on, 0
        self._turn, self._ended = threading.Lock(), threading.Event()
        handler = type("Handler", (_Handler,), {"meddler": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.url = self._target._replace(netloc=f"127.0.0.1:{self._server.server_port}").geturl()
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def met(self) -> bool:
        """Whether any question met the fault."""
        return self._count >= self._on

    def close(self) -> None:
        """End it, and every line that it keeps silent."""
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()

    def fault_of_next(self) -> str:
        """What the next question meets."""
        with self._turn:
            self._count += 1
            return self._fault if self._count == self._on else PASS

    def passed_on(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> http.client.HTTPResponse:
        """Ask the service itself."""
        line = http.client.HTTPConnection(self._target.hostname or "", self._target.port, timeout=10)
        line.request(method, path, body, headers)
        return line.getresponse()

    def as_ours(self, content: bytes) -> bytes:
        """An answer whose links lead through here, as a vendor's own lead to the vendor."""
        return content.replace(self._target.netloc.encode(), urlsplit(self.url).netloc.encode())

    def keep_silent(self) -> None:
        """Until the test is over."""
        self._ended.wait(10)


class _Handler(BaseHTTPRequestHandler):
    meddler: Meddler

    def _handle(self) -> None:
        fault = self.meddler.fault_of_next()
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if fault in (RESET, SILENT):
            self._break(fault)
            return
        answer = self.meddler.passed_on(self.command, self.path, body, dict(self.headers))
        content = self.meddler.as_ours(answer.read())
        if fault != PASS:
            self._break(fault)
            return
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _break(self, fault: str) -> None:
        self.close_connection = True
        if fault in (SILENT, SILENT_AFTER):
            self.meddler.keep_silent()
        # Lingering for no time at all makes the end of the line a reset.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _handle

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on standard error."""


class Cutter:
    """Stands before a server on a port of this machine and cuts each line once the server has said so many bytes on it."""

    def __init__(self, target: int, *, after: int) -> None:
        self._target, self._after = target, after
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Take no more lines."""
        self._server.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._target), timeout=10)
            threading.Thread(target=_pump, args=(client, server, None), daemon=True).start()
            threading.Thread(target=_pump, args=(server, client, self._after), daemon=True).start()


def _pump(source: socket.socket, sink: socket.socket, most: int | None) -> None:
    """Carry bytes one way; at ``most`` of them, or when either side goes, cut both."""
    try:
        while (most is None or most > 0) and (piece := source.recv(4096 if most is None else min(4096, most))):
            sink.sendall(piece)
            most = None if most is None else most - len(piece)
    except OSError:
        pass
    for one in (source, sink):
        with suppress(OSError):  # a plain close would wait for the other thread's read
            one.shutdown(socket.SHUT_RDWR)
        one.close()
