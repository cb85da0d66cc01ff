"""A school mailbox at Microsoft 365 read through Graph: its folders' changes, each mail's own bytes, never marked as read."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any
from urllib.parse import quote

from gateway.ports.channels import Fetched, MailboxMark, TokenSource
from gateway.ports.errors import Misconfigured, Refused, TryLater
from integrations.http import Answer
from integrations.school_email.bearer import Service
from integrations.school_email.codes import GRAPH_RESYNC, graph_error
from integrations.school_email.wire import Listed, graph_code, graph_listed

URL = "https://graph.microsoft.com/v1.0"
SCOPE = "https://graph.microsoft.com/.default"
FOLDERS = ("inbox", "junkemail")
"""Well-known names (learn.microsoft.com/graph/api/resources/mailfolder); delta is a question about one folder."""
PREFER = 'IdType="ImmutableId"'
"""Or a mail's id would change when it is moved (learn.microsoft.com/graph/outlook-immutable-id)."""
PAGE = 50
STRETCH = 10
"""Pages that are listed and put in order before their mails are read: the service gives them in an order of its own."""
LARGEST = 160 * 1024 * 1024
"""Bytes of one mail; Exchange Online takes none above 150 MB."""


_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Place:
    """How far one folder was read: the link to go on from, what of its stretch is kept, and whether it is a listing of all."""

    link: str = ""
    done: frozenset[str] = frozenset()
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class _Cursor:
    """How far a mailbox was read. Mail from before it was connected is never taken in: ``since`` is the time of the newest
    mail there was then, and ``known`` the mails of just that moment.
    """

    since: datetime | None = None
    known: frozenset[str] = frozenset()
    places: dict[str, _Place] = field(default_factory=dict)

    def at(self, folder: str, place: _Place) -> _Cursor:
        """The same with one folder read further."""
        return replace(self, places=self.places | {folder: place})

    def is_older(self, mail: Listed) -> bool:
        """Whether a mail was there before the mailbox was connected."""
        if self.since is None or mail.received_at is None:
            return False
        return mail.received_at < self.since or _short(mail.vendor_id) in self.known

    def mark(self) -> MailboxMark:
        """As it is stored."""
        places = {
            name: {"link": one.link, "done": sorted(one.done), "whole": one.is_whole}
            for name, one in self.places.items()
        }
        since = self.since.isoformat() if self.since else ""
        return MailboxMark(cursor=json.dumps({"since": since, "known": sorted(self.known), "places": places}))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Some pages of a round: the mails, oldest first, the link behind them, and whether that is the round's end."""

    mails: list[Listed]
    link: str
    is_last: bool


class GraphMailbox:
    """The folders of one mailbox as one; nothing is asked before it is first read."""

    def __init__(self, user: str, tokens: TokenSource, *, url: str = URL, folders: Sequence[str] = FOLDERS) -> None:
        self._service = Service(url, user, tokens, error=graph_error, headers={"Prefer": PREFER})
        self._folders = folders
        self._closing = threading.Event()

    def fetch_since(self, mark: MailboxMark | None) -> Iterator[tuple[MailboxMark, Fetched | None]]:
        """Yield each newer mail with the mark to store once it is durable; oldest first among any 500 of a folder.

        A link that is too old (410) lists the folder anew: a mail keeps its name, so what is kept is known again. A mail
        that is gone by now is left out. One that is there and not given comes with an empty body, but only once a later
        one was given. Raises TryLater, Misconfigured, Refused.
        """
        cursor = _read_cursor(mark.cursor if mark else "")
        for folder in self._folders:
            is_last = False
            while not is_last:
                self._refuse_closed()
                place = cursor.places.get(folder, _Place())
                stretch = self._stretch(folder, place)
                if stretch is None:
                    place, cursor = _Place(), cursor.at(folder, _Place())
                    stretch = self._stretch(folder, place)
                if stretch is None:
                    raise TryLater("Microsoft's listing of the mailbox broke off.")
                is_last = stretch.is_last
                behind = cursor.at(folder, _Place(stretch.link, is_whole=place.is_whole and not is_last))
                yield from self._mails(folder, cursor, stretch)
                if behind != cursor:
                    yield behind.mark(), None
                cursor = behind

    def look(self) -> None:
        """Prove that the folders may be read, without reading a mail. Raises TryLater, Misconfigured, Refused (no such one)."""
        for folder in self._folders:
            answer = self._service.ask("GET", f"/mailFolders/{folder}", query={"$select": "id"}, known=(404,))
            if answer.status == 404:
                raise Refused("Microsoft knows no such mailbox or folder.", code=graph_code(answer) or "404")

    def end_mark(self) -> MailboxMark:
        """The mark behind the newest mail: every folder is listed once, for Graph gives no link without it.

        Raises TryLater, Misconfigured.
        """
        cursor, newest, known = _Cursor(), None, set[str]()
        for folder in self._folders:
            place, is_last = _Place(), False
            while not is_last:
                self._refuse_closed()
                stretch = self._stretch(folder, place)
                if stretch is None:
                    raise TryLater("Microsoft's listing of the mailbox broke off.")
                for mail in stretch.mails:
                    if mail.received_at is not None and (newest is None or mail.received_at >= newest):
                        known = known if mail.received_at == newest else set()
                        newest = mail.received_at
                        known.add(_short(mail.vendor_id))
                place, is_last = _Place(stretch.link, is_whole=not stretch.is_last), stretch.is_last
            cursor = cursor.at(folder, place)
        return replace(cursor, since=newest, known=frozenset(known)).mark()

    def wait(self, seconds: float) -> bool:
        """Wait out the time, for nobody tells of news; False at once when ``close`` was called meanwhile."""
        return not self._closing.wait(seconds)

    def close(self) -> None:
        """Ask nothing more; never raises."""
        self._closing.set()

    def _mails(self, folder: str, cursor: _Cursor, stretch: _Stretch) -> Iterator[tuple[MailboxMark, Fetched]]:
        """The mails of a stretch that are not kept yet; each goes into the mark by a short name once it was handed on."""
        place = cursor.places.get(folder, _Place())
        withheld: list[Listed] = []
        done = set(place.done)
        for mail in stretch.mails:
            if _short(mail.vendor_id) in done or (place.is_whole and cursor.is_older(mail)):
                continue
            self._refuse_closed()
            body = self._body(mail)
            if body is None:
                continue
            if not body:
                withheld.append(mail)
                continue
            for one, content in (*((earlier, b"") for earlier in withheld), (mail, body)):
                done.add(_short(one.vendor_id))
                reached = cursor.at(folder, replace(place, done=frozenset(done)))
                yield reached.mark(), Fetched(0, content, one.received_at, one.vendor_id)
            withheld.clear()
            del body
        if withheld:
            raise TryLater("Microsoft does not give a mail that it has; nothing was passed over.")

    def _stretch(self, folder: str, place: _Place) -> _Stretch | None:
        """The next pages from a place on; None when its link is worth nothing any more and the folder is to be listed anew."""
        mails: dict[str, Listed] = {}
        link = place.link
        for _ in range(STRETCH):
            answer = self._page(folder, link)
            if answer.status == 410 or graph_code(answer) in GRAPH_RESYNC:
                if not link:
                    raise TryLater("Microsoft does not list the folder now.")
                return None
            if answer.status != 200:
                raise graph_error(answer)
            page = answer.fields()
            mails |= {one.vendor_id: one for one in graph_listed(page)}
            link, is_last = _onwards(page)
            if is_last:
                return _Stretch(_oldest_first(mails), link, True)
        return _Stretch(_oldest_first(mails), link, False)

    def _page(self, folder: str, link: str) -> Answer:
        """One page: from a link, or the first one. Only what comes in is asked for; a mail that is read is no news."""
        first = {"$select": "id,receivedDateTime", "changeType": "created"}
        return self._service.ask(
            "GET",
            link or f"/mailFolders/{folder}/messages/delta",
            query=None if link else first,
            headers={"Prefer": f"{PREFER}, odata.maxpagesize={PAGE}"},
            known=(400, 410),
        )

    def _body(self, mail: Listed) -> bytes | None:
        """A mail's own bytes; empty when it is there and not given, asked twice; None when it is gone.

        Raises TryLater where the service says plainly to wait, Misconfigured.
        """
        for _ in range(2):
            try:
                answer = self._service.ask(
                    "GET", f"/messages/{quote(mail.vendor_id)}/$value", known=(404,), largest=LARGEST
                )
            except Refused:
                return b""
            except TryLater as failure:
                if failure.after is not None:
                    raise
                continue
            return None if answer.status == 404 else answer.body
        return b""

    def _refuse_closed(self) -> None:
        if self._closing.is_set():
            raise TryLater("The mailbox was closed while it was read.")


def _onwards(page: dict[str, Any]) -> tuple[str, bool]:
    """The link to go on from, and whether the round ends with it. Raises TryLater for a page that has none."""
    for name, is_last in (("@odata.deltaLink", True), ("@odata.nextLink", False)):
        link = page.get(name)
        if isinstance(link, str) and link:
            return link, is_last
    raise TryLater("Microsoft's listing of the mailbox makes no sense.")


def _oldest_first(mails: dict[str, Listed]) -> list[Listed]:
    """By when they came; a mail whose time is not said comes last."""
    return sorted(mails.values(), key=lambda one: (one.received_at is None, one.received_at or _NEVER))


def _short(vendor_id: str) -> str:
    return blake2b(vendor_id.encode(), digest_size=8).hexdigest()


def _read_cursor(said: str) -> _Cursor:
    """The cursor of a stored mark; the beginning for one that is blank."""
    if not said:
        return _Cursor()
    try:
        told = json.loads(said)
        places = {
            name: _Place(one["link"], frozenset(one["done"]), one["whole"]) for name, one in told["places"].items()
        }
        since = datetime.fromisoformat(told["since"]) if told["since"] else None
        return _Cursor(since, frozenset(told["known"]), places)
    except (ValueError, KeyError, TypeError, AttributeError) as failure:
        raise Misconfigured("Where the mailbox was read to cannot be read; connect it again.") from failure
