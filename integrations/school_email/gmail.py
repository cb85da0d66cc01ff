"""A school mailbox at Google read through the Gmail API: what its history brought, each mail's own bytes, spam included."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from gateway.ports.channels import Fetched, MailboxMark, TokenSource
from gateway.ports.errors import Misconfigured, Refused, TryLater
from integrations.school_email.bearer import Service
from integrations.school_email.codes import gmail_error
from integrations.school_email.wire import Listed, gmail_added, gmail_mail, gmail_reason

URL = "https://gmail.googleapis.com/gmail/v1"
SCOPE = "https://www.googleapis.com/auth/gmail.readonly https://www.googleapis.com/auth/gmail.send"
LABELS = frozenset({"INBOX", "SPAM"})
SEARCH = "{in:inbox in:spam}"
"""The same in Gmail's language of searches, where braces mean "one of these"."""
PAGE = 500
LARGEST = 96 * 1024 * 1024
"""Bytes of an answer with one mail: Gmail takes in 50 MB (support.google.com/a/answer/1366776), a third more in base64."""


@dataclass(frozen=True, slots=True)
class _Cursor:
    """How far a mailbox was read: everything up to the record ``history`` of its history is kept.

    While a mailbox is listed as a whole, ``behind`` is the last mail of the list that is kept. ``since`` is the time of the
    newest mail when it was connected and ``newest`` that mail: it and those before it are never taken in.
    """

    history: str = ""
    is_whole: bool = False
    behind: str = ""
    since: datetime | None = None
    newest: str = ""

    def mark(self) -> MailboxMark:
        """As it is stored."""
        told: dict[str, object] = {"history": self.history, "whole": self.is_whole, "behind": self.behind}
        since = self.since.isoformat() if self.since else ""
        return MailboxMark(cursor=json.dumps(told | {"since": since, "newest": self.newest}))


class GmailMailbox:
    """Inbox and spam of one mailbox as one; nothing is asked before it is first read."""

    def __init__(self, user: str, tokens: TokenSource, *, url: str = URL) -> None:
        self._service = Service(url, user, tokens, error=gmail_error, headers={})
        self._closing = threading.Event()

    def fetch_since(self, mark: MailboxMark | None) -> Iterator[tuple[MailboxMark, Fetched | None]]:
        """Yield each newer mail, oldest first, with the mark to store once it is durable.

        A history that is too old (404) lists inbox and spam anew: a mail keeps its name, so what is kept is known again. A
        mail that is gone by now is left out. One that is there and not given comes with an empty body, but only once a
        later one was given. Raises TryLater, Misconfigured, Refused.
        """
        cursor = _read_cursor(mark.cursor if mark else "")
        if cursor.history and not cursor.is_whole:
            records, current = self._history(cursor.history)
            if current:
                yield from self._given(_after_each(records, cursor), is_new=_is_wanted)
                end = replace(cursor, history=current)
                if end != cursor:
                    yield end.mark(), None
                return
            cursor = replace(cursor, history="")
        yield from self._everything(cursor)

    def look(self) -> None:
        """Prove that the mailbox may be read, without reading a mail. Raises TryLater, Misconfigured, Refused (no such one)."""
        answer = self._service.ask("GET", "/profile", known=(404,))
        if answer.status == 404:
            raise Refused("Gmail knows no such mailbox.", code=gmail_reason(answer) or "404")

    def end_mark(self) -> MailboxMark:
        """The mark behind the newest mail, for a mailbox that is read from now on. Raises TryLater, Misconfigured."""
        cursor = _Cursor(self._current())
        found = self._service.ask("GET", "/messages", query=_search({"maxResults": 1}, None)).fields().get("messages")
        if not found:
            return cursor.mark()
        newest = str(found[0]["id"])
        about = self._service.ask("GET", f"/messages/{quote(newest)}", query={"format": "minimal"}, known=(404,))
        return replace(cursor, since=gmail_mail(about.fields())[1].received_at, newest=newest).mark()

    def wait(self, seconds: float) -> bool:
        """Wait out the time, for nobody tells of news; False at once when ``close`` was called meanwhile."""
        return not self._closing.wait(seconds)

    def close(self) -> None:
        """Ask nothing more; never raises."""
        self._closing.set()

    def _everything(self, cursor: _Cursor) -> Iterator[tuple[MailboxMark, Fetched | None]]:
        """List inbox and spam as a whole. The history's end is noted first, so that what comes meanwhile is in it."""
        if not (cursor.is_whole and cursor.history):
            cursor = replace(cursor, history=self._current(), is_whole=True, behind="")
        ids = self._all_ids(cursor.since)
        if cursor.behind in ids:
            ids = ids[ids.index(cursor.behind) + 1 :]
        listed = ((Listed(one), replace(cursor, behind=one)) for one in ids)
        yield from self._given(listed, is_new=lambda about: not _is_older(about, cursor))
        yield replace(cursor, is_whole=False, behind="").mark(), None

    def _all_ids(self, since: datetime | None) -> list[str]:
        """The names of all mails, oldest first: Gmail lists the newest first."""
        ids, token = list[str](), ""
        while True:
            self._refuse_closed()
            asked = {"maxResults": PAGE} | ({"pageToken": token} if token else {})
            page = self._service.ask("GET", "/messages", query=_search(asked, since)).fields()
            ids += [str(one["id"]) for one in page.get("messages") or ()]
            token = str(page.get("nextPageToken") or "")
            if not token:
                return ids[::-1]

    def _history(self, start: str) -> tuple[list[dict[str, Any]], str]:
        """Every record behind ``start`` and the newest record's name, blank where the history reaches back no longer so far."""
        records, token = list[dict[str, Any]](), ""
        while True:
            self._refuse_closed()
            asked: dict[str, Any] = {"startHistoryId": start, "maxResults": PAGE}
            asked["historyTypes"] = ["messageAdded", "labelAdded"]
            answer = self._service.ask(
                "GET", "/history", query=asked | ({"pageToken": token} if token else {}), known=(404,)
            )
            if answer.status == 404:
                return [], ""
            page = answer.fields()
            if not page.get("historyId"):
                raise TryLater("Gmail's history of the mailbox makes no sense.")
            records += [one for one in page.get("history") or () if isinstance(one, dict)]
            token = str(page.get("nextPageToken") or "")
            if not token:
                return records, str(page["historyId"])

    def _given(
        self, listed: Iterator[tuple[Listed, _Cursor]], *, is_new: Callable[[Listed], bool]
    ) -> Iterator[tuple[MailboxMark, Fetched]]:
        """Each mail of a list with the mark behind it."""
        withheld: list[tuple[Fetched, _Cursor]] = []
        for mail, behind in listed:
            self._refuse_closed()
            found = self._mail(mail)
            if found is None or not is_new(found[1]):
                continue
            fetched = Fetched(0, found[0], found[1].received_at, mail.vendor_id)
            if not fetched.body:
                withheld.append((fetched, behind))
                continue
            for one, reached in (*withheld, (fetched, behind)):
                yield reached.mark(), one
            withheld.clear()
        if withheld:
            raise TryLater("Gmail does not give a mail that it has; nothing was passed over.")

    def _mail(self, mail: Listed) -> tuple[bytes, Listed] | None:
        """A mail's own bytes and what is said of it; the bytes are empty when it is there and not given; None: it is gone.

        Raises TryLater where the service says plainly to wait, Misconfigured.
        """
        for _ in range(2):
            try:
                asked = {"format": "raw"}
                answer = self._service.ask(
                    "GET", f"/messages/{quote(mail.vendor_id)}", query=asked, known=(404,), largest=LARGEST
                )
            except Refused:
                break
            except TryLater as failure:
                if failure.after is not None:
                    raise
                continue
            if answer.status == 404:
                return None
            body, about = gmail_mail(answer.fields())
            return body, replace(about, labels=mail.labels or about.labels)
        return b"", mail

    def _current(self) -> str:
        """The newest record of the history."""
        told = self._service.ask("GET", "/profile").fields().get("historyId")
        if not told:
            raise TryLater("Gmail does not say how far its history goes.")
        return str(told)

    def _refuse_closed(self) -> None:
        if self._closing.is_set():
            raise TryLater("The mailbox was closed while it was read.")


def _after_each(records: list[dict[str, Any]], cursor: _Cursor) -> Iterator[tuple[Listed, _Cursor]]:
    """Each mail of these records once, with the cursor behind it: a record counts as read with the last mail it brought."""
    seen = set[str]()
    for record in records:
        new = [
            one for one in gmail_added(record) if one.vendor_id not in seen and (not one.labels or one.labels & LABELS)
        ]
        mails = {one.vendor_id: one for one in new}
        seen |= set(mails)
        read = replace(cursor, history=str(record.get("id") or cursor.history))
        for left, one in zip(range(len(mails) - 1, -1, -1), mails.values(), strict=True):
            yield one, cursor if left else read
        cursor = read


def _is_wanted(about: Listed) -> bool:
    return not about.labels or bool(about.labels & LABELS)


def _is_older(about: Listed, cursor: _Cursor) -> bool:
    """Whether a mail was there before the mailbox was connected."""
    if cursor.since is None or about.received_at is None:
        return False
    return about.received_at < cursor.since or about.vendor_id == cursor.newest


def _search(asked: dict[str, Any], since: datetime | None) -> dict[str, Any]:
    """Inbox and spam, from a moment on; Gmail's ``after:`` takes whole seconds and leaves its own second out."""
    after = f" after:{int(since.timestamp()) - 1}" if since else ""
    return asked | {"q": SEARCH + after, "includeSpamTrash": "true"}


def _read_cursor(said: str) -> _Cursor:
    """The cursor of a stored mark; the beginning for one that is blank. Raises Misconfigured."""
    if not said:
        return _Cursor()
    try:
        told = json.loads(said)
        since = datetime.fromisoformat(told["since"]) if told["since"] else None
        return _Cursor(told["history"], told["whole"], told["behind"], since, told["newest"])
    except (ValueError, KeyError, TypeError) as failure:
        raise Misconfigured("Where the mailbox was read to cannot be read; connect it again.") from failure
