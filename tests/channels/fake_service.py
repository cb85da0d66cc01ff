"""A vendor's web service on this machine: what every fake has in common, its faults included."""

from __future__ import annotations

import json
import threading
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.servers.tokens import TokenServer


@dataclass(frozen=True, slots=True)
class Question:
    """One request, its path below the service's root and without the query."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    def one(self, name: str) -> str:
        """The first value of a word of the query, or blank."""
        return self.query.get(name, [""])[0]


@dataclass(frozen=True, slots=True)
class Said:
    """One answer."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Fault:
    """What goes wrong with the next ``times`` questions that begin so (``POST /messages``, behind the mailbox).

    With ``said`` the question is answered so and nothing is done; without it, it is done and the line breaks.
    """

    begins: str
    said: Said | None = None
    times: int = 1


class FakeService(ABC):
    """Answers only who shows a token that ``tokens`` gave and that is good."""

    root = ""

    def __init__(self, tokens: TokenServer) -> None:
        self.tokens = tokens
        self.asked: list[Question] = []
        self.faults: list[Fault] = []
        self.turn = threading.RLock()
        handler = type("Handler", (_Handler,), {"service": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}{self.root}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        """End the server."""
        self._server.shutdown()
        self._server.server_close()

    def count(self, begins: str) -> int:
        """How many questions began so."""
        return sum(self.line_of(one).startswith(begins) for one in self.asked)

    def line_of(self, question: Question) -> str:
        """A question in a line, without the mailbox."""
        return f"{question.method} /{question.path.partition('/users/')[2].partition('/')[2]}"

    def answer(self, question: Question) -> Said | None:
        """What is answered; None breaks the line."""
        with self.turn:
            self.asked.append(question)
            if not self.lets_in(question):
                return self.unauthorised()
            for fault in self.faults:
                if fault.times and self.line_of(question).startswith(fault.begins):
                    fault.times -= 1
                    if fault.said is not None:
                        return fault.said
                    self.work(question)
                    return None
            return self.work(question)

    def lets_in(self, question: Question) -> bool:
        """Whether who asks may."""
        return question.headers.get("authorization", "").removeprefix("Bearer ") in self.tokens.good

    @abstractmethod
    def unauthorised(self) -> Said:
        """The vendor's own 401."""

    @abstractmethod
    def work(self, question: Question) -> Said:
        """Do what is asked."""


class _Handler(BaseHTTPRequestHandler):
    service: FakeService

    def _handle(self) -> None:
        parts = urlsplit(self.path)
        query: dict[str, list[str]] = {}
        for name, value in parse_qsl(parts.query, keep_blank_values=True):
            query.setdefault(name, []).append(value)
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        path = unquote(parts.path).removeprefix(self.service.root)
        said = self.service.answer(Question(self.command, path, query, headers, body))
        if said is None:
            self.close_connection = True
            return
        content = (
            said.body if isinstance(said.body, bytes) else b"" if said.body is None else json.dumps(said.body).encode()
        )
        self.send_response(said.status)
        for name, value in (said.headers | {"Content-Length": str(len(content))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _handle

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on standard error."""
