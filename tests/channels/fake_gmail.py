"""The Gmail API as its documents describe it: history, raw mails, labels, threads, limits, lost answers.

From developers.google.com/workspace/gmail/api: reference/rest/v1/users.history/list, users.messages, guides/threads,
guides/handle-errors.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.channels.fake_service import FakeService, Question, Said
from tests.servers.tokens import TokenServer

FIRST = datetime(2026, 11, 2, 8, tzinfo=UTC)


@dataclass(slots=True)
class Held:
    """One mail of the mailbox."""

    name: str
    raw: bytes
    labels: set[str]
    at: datetime
    thread: str
    message_id: str


class FakeGmail(FakeService):
    """One mailbox, ``office@elmswick.example``; a token opens no other one."""

    root = "/gmail/v1"

    def __init__(self, tokens: TokenServer) -> None:
        super().__init__(tokens)
        self.mails: dict[str, Held] = {}
        self.records: list[tuple[int, str, str, list[str]]] = []
        self.oldest = 0
        self.now = 1000
        self.given = 0
        self.repeats = False
        self.tells_labels = True
        self.sent: list[bytes] = []

    def deliver(self, raw: bytes, *, label: str = "INBOX", at: datetime | None = None) -> str:
        """Put a mail under a label; its name."""
        with self.turn:
            held = self._put(raw, {label, "UNREAD"}, at)
            self.record("messagesAdded", held.name, sorted(held.labels))
            return held.name

    def record(self, kind: str, name: str, labels: list[str]) -> None:
        """A record of the history; their numbers grow with gaps."""
        self.now += 7
        for _ in range(2 if self.repeats else 1):
            self.records.append((self.now, kind, name, labels))

    def relabel(self, name: str, *, away: str, to: str) -> None:
        """Somebody moves a mail."""
        self.mails[name].labels ^= {away, to}
        self.record("labelsAdded", name, [to])

    def delete(self, name: str) -> None:
        """Somebody deletes a mail for good."""
        del self.mails[name]
        self.now += 7

    def expire(self) -> None:
        """Forget the history so far."""
        self.now += 7
        self.oldest = self.now

    def unauthorised(self) -> Said:
        return _error(401, "authError")

    def work(self, question: Question) -> Said:
        _, _, user, *rest = question.path.split("/")
        if user != "office@elmswick.example":
            return _error(403, "forbidden")
        match rest:
            case ["profile"]:
                return Said(body={"emailAddress": user, "historyId": str(self.now)})
            case ["history"]:
                return self._history(question)
            case ["messages", "send"]:
                return self._send(question)
            case ["messages"]:
                return self._list(question)
            case ["messages", name]:
                return self._get(name, question)
        return _error(404, "notFound")

    def _put(self, raw: bytes, labels: set[str], at: datetime | None, thread: str = "") -> Held:
        self.given += 1
        name = f"19a{self.given:013x}"
        own = re.search(rb"(?im)^Message-ID:\s*<([^>]*)>", raw)
        moment = at or FIRST + timedelta(minutes=self.given)
        held = Held(name, raw, labels, moment, thread or name, own.group(1).decode() if own else "")
        self.mails[name] = held
        return held

    def _history(self, question: Question) -> Said:
        start = int(question.one("startHistoryId"))
        if start < self.oldest:
            return _error(404, "notFound")
        kinds = {kind + "s" if kind.startswith("message") else kind for kind in question.query["historyTypes"]}
        wanted = {"messagesAdded" if "messageAddeds" in kinds else "", "labelsAdded" if "labelAdded" in kinds else ""}
        found = [one for one in self.records if one[0] > start and one[1] in wanted]
        rows, onwards = _page(found, question)
        return Said(body={"history": [self._record(*one) for one in rows], "historyId": str(self.now)} | onwards)

    def _record(self, number: int, kind: str, name: str, labels: list[str]) -> dict[str, object]:
        mail: dict[str, object] = {"id": name, "threadId": self.mails[name].thread if name in self.mails else name}
        change: dict[str, object] = {"message": mail}
        if kind == "labelsAdded":
            change["labelIds"] = labels
        elif self.tells_labels:
            mail["labelIds"] = labels
        return {"id": str(number), "messages": [mail], kind: [change]}

    def _list(self, question: Question) -> Said:
        search = question.one("q")
        found = [one for one in self.mails.values() if _matches(one, search, question.query.get("labelIds", []))]
        found.sort(key=lambda one: one.at, reverse=True)
        rows, onwards = _page(found, question)
        told = [{"id": one.name, "threadId": one.thread} for one in rows]
        return Said(body=({"messages": told} if told else {}) | {"resultSizeEstimate": len(found)} | onwards)

    def _get(self, name: str, question: Question) -> Said:
        held = self.mails.get(name)
        if held is None:
            return _error(404, "notFound")
        fields: dict[str, object] = {"id": name, "threadId": held.thread, "labelIds": sorted(held.labels)}
        fields["internalDate"] = str(int(held.at.timestamp() * 1000))
        if question.one("format") == "raw":
            fields["raw"] = base64.urlsafe_b64encode(held.raw).decode().rstrip("=")
        return Said(body=fields)

    def _send(self, question: Question) -> Said:
        told = json.loads(question.body)
        thread = told.get("threadId", "")
        if thread and all(one.thread != thread for one in self.mails.values()):
            return _error(404, "notFound")
        raw = base64.urlsafe_b64decode(told["raw"])
        held = self._put(raw, {"SENT"}, None, thread)
        self.record("messagesAdded", held.name, ["SENT"])
        self.sent.append(raw)
        return Said(body={"id": held.name, "threadId": held.thread, "labelIds": ["SENT"]})


def _matches(held: Held, search: str, labels: list[str]) -> bool:
    if not set(labels) <= held.labels:
        return False
    if name := re.search(r"rfc822msgid:(\S+)", search):
        return held.message_id == name.group(1)
    after = re.search(r"after:(\d+)", search)
    wanted = {place.upper() for place in re.findall(r"in:(\w+)", search)}
    return bool(held.labels & wanted) and (after is None or held.at.timestamp() > int(after.group(1)))


def _page(rows: list, question: Question) -> tuple[list, dict[str, str]]:  # type: ignore[type-arg]
    size, start = int(question.one("maxResults") or 100), int(question.one("pageToken") or 0)
    onwards = {"nextPageToken": str(start + size)} if start + size < len(rows) else {}
    return rows[start : start + size], onwards


def _error(status: int, reason: str) -> Said:
    return Said(
        status, {"error": {"code": status, "errors": [{"domain": "global", "reason": reason}], "message": "No."}}
    )
