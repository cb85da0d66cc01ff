"""A bridge for tests: it signs its calls as the guide says, without a line of the product's own signing."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gateway.actions.endpoints import open_endpoint
from gateway.store import threads
from gateway.store.threads import Thread
from gateway.store.transaction import reading
from tests.schools import SCHOOL


@dataclass(slots=True)
class Bridge:
    """One endpoint, called from a browser-less client at the time of the application's clock."""

    app: Flask
    endpoint: str
    channel: str
    secret: str

    @property
    def path(self) -> str:
        """Where messages and receipts go."""
        return f"/hooks/connector/{self.endpoint}"

    def tell(self, body: dict[str, Any] | bytes, *, client: FlaskClient | None = None) -> TestResponse:
        """Send a message, a receipt or any bytes."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return (client or self.app.test_client()).post(self.path, data=raw, headers=self.headers(raw))

    def outbox(self, query: str = "?wait=0") -> list[dict[str, Any]]:
        """Collect what is to leave."""
        path = f"{self.path}/outbox{query}"
        answer = self.app.test_client().get(path, headers=self.headers(f"GET {path}".encode()))
        assert answer.status_code == 200, answer.get_data(as_text=True)
        found: list[dict[str, Any]] = answer.get_json()["messages"]
        return found

    def receipt(self, reference: str, state: str, code: str = "") -> TestResponse:
        """Say what became of a message."""
        at = self.now().isoformat()
        told = {"version": 1, "type": "receipt", "reference": reference, "state": state, "code": code, "at": at}
        return self.tell(told)

    def headers(self, signed: bytes, *, secret: str = "", at: float | None = None) -> dict[str, str]:
        """The two headers of a call, of this moment or another, with this secret or another."""
        stamp = str(int(at if at is not None else self.now().timestamp()))
        made = hmac.new((secret or self.secret).encode(), f"{stamp}.".encode() + signed, "sha256").hexdigest()
        return {"X-Handbell-Timestamp": stamp, "X-Handbell-Signature": f"v1={made}"}

    def now(self) -> datetime:
        """The moment of the application's clock."""
        moment: datetime = self.app.extensions["handbell.clock"]()
        return moment


def a_bridge(app: Flask, channel: str = "tapestry") -> Bridge:
    """Open an endpoint for a channel and hold its secret."""
    kit = app.extensions["handbell.equipment"]
    with inside(app):
        opened = open_endpoint(SCHOOL, "messages", channel=channel, key=kit.settings_key, now=kit.clock())
    return Bridge(app, opened.endpoint, channel, opened.secret)


@contextmanager
def inside(app: Flask) -> Iterator[None]:
    """The application's context, where it is not open already."""
    if has_app_context():
        yield
        return
    with app.app_context():
        yield


def all_threads() -> list[Thread]:
    """The conversations of everybody whom these tests let write, strangers included, the oldest first."""
    with reading():
        found = [threads.threads_of_contact(SCHOOL, one, limit=50) for one in ("", "agnieszka", "marek", "tom", "kate")]
    return sorted((one for some in found for one in some), key=lambda one: one.thread_id)


def a_message(text: str = "Could the reading book be changed please?", **changes: Any) -> dict[str, Any]:
    """What Agnieszka, Zofia's mother, writes on a Thursday evening; ``changes`` replace fields, None takes one away."""
    told = {
        "version": 1,
        "type": "message",
        "id": "4711",
        "sent_at": "2026-11-19T19:40:00+00:00",
        "from": {"id": "relative-88", "name": "Agnieszka Nowak", "email": "agnieszka@mail.example"},
        "about": "Zofia Nowak",
        "to": ["nair@elmswick.example"],
        "text": text,
        **changes,
    }
    return {name: value for name, value in told.items() if value is not None}
