"""Microsoft Graph's mail as its documents describe it: delta rounds, immutable ids, drafts, throttling, lost answers.

From learn.microsoft.com/graph: delta-query-messages, api/message-delta, outlook-immutable-id, api/user-post-messages,
api/message-send, api/message-update, throttling.
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
_FOLDER = re.compile(r"/mailFolders[/(]'?([\w-]+)'?\)?", re.I)


@dataclass(slots=True)
class Held:
    """One mail of the mailbox."""

    number: int
    folder: str
    body: bytes
    received_at: datetime
    message_id: str = ""


class FakeGraph(FakeService):
    """One mailbox, ``office@elmswick.example``, and one that the key must not open, ``head@elmswick.example``."""

    root = "/v1.0"

    def __init__(self, tokens: TokenServer) -> None:
        super().__init__(tokens)
        self.opens = {"office@elmswick.example"}
        self.mails: dict[int, Held] = {}
        self.changes: list[tuple[str, int, str]] = []
        self.oldest = 0
        self.given = 0
        self.repeats = False
        self.keeps_message_ids = True
        self.sent: list[bytes] = []

    def deliver(self, body: bytes, *, folder: str = "inbox", at: datetime | None = None) -> int:
        """Put a mail into a folder; its number."""
        with self.turn:
            self.given += 1
            number = self.given
            self.mails[number] = Held(number, folder, body, at or FIRST + timedelta(minutes=number))
            self.changes.append((folder, number, "created"))
            return number

    def touch(self, number: int) -> None:
        """Somebody reads a mail in Outlook."""
        self.changes.append((self.mails[number].folder, number, "updated"))

    def delete(self, number: int) -> None:
        """Somebody deletes a mail."""
        self.changes.append((self.mails.pop(number).folder, number, "deleted"))

    def move(self, number: int, folder: str) -> None:
        """Somebody moves a mail."""
        self.changes.append((self.mails[number].folder, number, "deleted"))
        self.mails[number].folder = folder
        self.changes.append((folder, number, "created"))

    def expire(self) -> None:
        """Forget every link given so far."""
        self.changes.append(("", 0, ""))
        self.oldest = len(self.changes)

    def unauthorised(self) -> Said:
        return _error(401, "InvalidAuthenticationToken")

    def work(self, question: Question) -> Said:
        user = re.match(r"/users[/(]'?([^/')]+)", question.path)
        if user is None or user.group(1) not in self.opens | {"head@elmswick.example"}:
            return _error(404, "ErrorInvalidUser")
        if user.group(1) not in self.opens:
            return _error(403, "ErrorAccessDenied")
        if question.path.endswith("/messages/delta"):
            return self._delta(question, user.group(1))
        if folder := _FOLDER.search(question.path):
            known = folder.group(1) in ("inbox", "junkemail")
            return Said(body={"id": folder.group(1)}) if known else _error(404, "ErrorItemNotFound")
        return self._message(question)

    def _delta(self, question: Question, user: str) -> Said:
        folder = _FOLDER.search(question.path)[1]  # type: ignore[index]
        size = int(re.search(r"odata.maxpagesize=(\d+)", question.headers.get("prefer", "odata.maxpagesize=10"))[1])  # type: ignore[index]
        token = question.one("$deltatoken") or question.one("$skiptoken")
        began, until, start, only = token.split(".") if token else ("all", str(len(self.changes)), "0", "")
        only = only or question.one("changeType")
        if token and int(until) < self.oldest:
            return _error(410, "syncStateNotFound")
        if question.one("$deltatoken"):
            began, until, start = until, str(len(self.changes)), "0"
        rows = self._rows(folder, began, int(until), only, question)
        page = rows[int(start) : int(start) + size]
        link = f"{self.url}/users('{user}')/mailFolders('{folder}')/messages/delta?"
        if int(start) + size < len(rows):
            onwards = {"@odata.nextLink": f"{link}$skiptoken={began}.{until}.{int(start) + size}.{only}"}
        else:
            onwards = {"@odata.deltaLink": f"{link}$deltatoken={began}.{until}.0.{only}"}
        return Said(body={"value": page} | onwards)

    def _rows(self, folder: str, began: str, until: int, only: str, question: Question) -> list[dict[str, object]]:
        """A listing of all is newest first; a round of changes comes in the order of the changes."""
        if began == "all":
            told = [(one.number, "created") for one in self.mails.values() if one.folder == folder]
            told.reverse()
        else:
            told = [(number, what) for place, number, what in self.changes[int(began) : until] if place == folder]
        rows: list[dict[str, object]] = []
        for number, what in told:
            name = self._name(number, folder, question)
            if what == "deleted":
                rows.append({"id": name, "@removed": {"reason": "deleted"}})
            elif (what == only or not only) and number in self.mails:
                at = self.mails[number].received_at.isoformat().replace("+00:00", "Z")
                rows += [{"@odata.etag": 'W/"1"', "id": name, "receivedDateTime": at}] * (2 if self.repeats else 1)
        return rows

    def _name(self, number: int, folder: str, question: Question) -> str:
        """A name that stays only for who asks for one (and looks like it: with = and -)."""
        immutable = 'IdType="ImmutableId"' in question.headers.get("prefer", "")
        return f"AAkALg-{number}=" if immutable else f"AQMk{folder}-{number}="

    def _message(self, question: Question) -> Said:
        found = re.search(r"/messages(?:/[^/]*?-(\d+)=)?(/\$value|/send)?$", question.path)
        if found is None:
            return _error(400, "BadRequest")
        if found.group(1) is None:
            return self._found(question) if question.method == "GET" else self._draft(question)
        held = self.mails.get(int(found.group(1)))
        if held is None:
            return _error(404, "ErrorItemNotFound")
        if found.group(2) == "/$value":
            return Said(body=held.body)
        if found.group(2) == "/send":
            return self._send(held)
        if question.method == "PATCH":
            held.message_id = json.loads(question.body)["internetMessageId"]
        if question.method == "DELETE":
            self.mails.pop(held.number)
            return Said(204)
        return Said(body=self._fields(held, question))

    def _fields(self, held: Held, question: Question) -> dict[str, object]:
        name = self._name(held.number, held.folder, question)
        return {"id": name, "isDraft": held.folder == "drafts", "internetMessageId": held.message_id}

    def _found(self, question: Question) -> Said:
        wanted = re.fullmatch(r"internetMessageId eq '(.*)'", question.one("$filter"))
        if wanted is None:
            return _error(400, "BadRequest")
        name = wanted.group(1).replace("''", "'")
        return Said(
            body={"value": [self._fields(one, question) for one in self.mails.values() if one.message_id == name]}
        )

    def _draft(self, question: Question) -> Said:
        if question.headers.get("content-type") != "text/plain":
            return _error(400, "UnableToDeserializePostBody")
        self.given += 1
        number = self.given
        body = base64.b64decode(question.body, validate=True)
        own = re.search(rb"(?im)^Message-ID:\s*(<[^>]*>)", body)
        name = own.group(1).decode() if own and self.keeps_message_ids else f"<{number}@prod.outlook.com>"
        self.mails[number] = Held(number, "drafts", body, FIRST, name)
        return Said(201, self._fields(self.mails[number], question))

    def _send(self, held: Held) -> Said:
        if held.folder != "drafts":
            return _error(400, "ErrorInvalidOperation")
        held.folder = "sentitems"
        self.sent.append(re.sub(rb"(?im)^(Message-ID:\s*)<[^>]*>", b"\\1" + held.message_id.encode(), held.body))
        return Said(202)


def _error(status: int, code: str) -> Said:
    return Said(status, {"error": {"code": code, "message": "Something for a person to read."}})
