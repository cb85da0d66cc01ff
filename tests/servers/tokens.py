"""A token server as Microsoft's and Google's speak (RFC 6749), and the introspection that Dovecot asks (RFC 7662)."""

from __future__ import annotations

import json
import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True, slots=True)
class Reply:
    """What to answer once in place of a token; a ``hang`` reads the request and closes without a word."""

    status: int = 200
    body: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    hang: bool = False


class TokenServer:
    """Gives ``token-1``, ``token-2`` … and knows them again; ``instead`` holds what to answer first, ``granted`` what it says
    that a token may do, ``shown`` how each question proved who asks.
    """

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.instead: deque[Reply] = deque()
        self.expires_in: object = 3600
        self.rotates = False
        self.granted = ""
        self.shown: list[str] = []
        self.owner = "office"
        self.good: set[str] = set()
        handler = type("Handler", (_Handler,), {"owner": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def settings(self, **changes: Any) -> dict[str, Any]:
        """OAuth settings that lead here."""
        plain = {
            "vendor": "google",
            "client_id": "handbell",
            "client_secret": "a secret for tests only",
            "refresh_token": "refresh-0",
            "token_url": f"{self.url}/token",
        }
        return plain | changes

    def take_back(self) -> None:
        """Make every token given so far worthless."""
        self.good.clear()

    def close(self) -> None:
        """End the server."""
        self._server.shutdown()
        self._server.server_close()

    def answer(self, form: dict[str, str]) -> Reply:
        """What a request for a token is answered."""
        self.asked.append(form)
        if self.instead:
            return self.instead.popleft()
        number = len(self.asked)
        token = f"token-{number}"
        self.good.add(token)
        body = {"access_token": token, "token_type": "Bearer", "expires_in": self.expires_in}
        body |= {"scope": self.granted} if self.granted else {}
        return Reply(body=body | ({"refresh_token": f"refresh-{number}"} if self.rotates else {}))


class _Handler(BaseHTTPRequestHandler):
    owner: TokenServer

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        fields = parse_qs(self.rfile.read(length).decode())
        self.owner.shown.append(self.headers.get("Authorization", ""))
        reply = self.owner.answer({name: values[0] for name, values in fields.items()})
        if reply.hang:
            self.close_connection = True
            return
        self._say(reply)

    def do_GET(self) -> None:
        token = parse_qs(urlsplit(self.path).query).get("token", [""])[0]
        active = token in self.owner.good
        self._say(Reply(body={"active": "true" if active else "false", "email": self.owner.owner}))

    def _say(self, reply: Reply) -> None:
        body = json.dumps(reply.body).encode()
        self.send_response(reply.status)
        for name, value in (
            reply.headers | {"Content-Length": str(len(body)), "Content-Type": "application/json"}
        ).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on standard error."""
