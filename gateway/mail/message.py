"""The shape of one mail once it has been read, whatever its bytes were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox as written in a header; ``address`` is lower case, both may be blank."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a mail; ``index`` is its place among all leaf parts, so that its bytes can be taken from the raw mail."""

    index: int
    name: str
    type: str
    bytes: int
    inline: bool = False
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """A mail, read. Nothing here is trusted; ids keep their angle brackets; ``headers`` are in order with lower-case names.

    ``text`` is the whole plain body (made from the HTML where there is no plain part), quoted history included;
    ``html`` is the HTML body as it came, unsafe, or blank. ``readable`` is False when the bytes are no mail at all.
    ``content_digest`` stands for every part's own bytes, whatever servers did to the mail on its way.
    """

    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    from_: Address
    sender: Address
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    delivered_to: tuple[str, ...]
    return_path: str | None
    subject: str
    date: datetime | None
    received_at: datetime | None
    content_type: str
    text: str
    html: str
    attachments: tuple[Attachment, ...]
    headers: tuple[tuple[str, str], ...]
    readable: bool = True
    problems: tuple[str, ...] = ()
    content_digest: str = ""

    def names(self) -> frozenset[str]:
        """The lower-case names of all headers that say anything."""
        return frozenset(key for key, value in self.headers if value)

    def header(self, name: str) -> str:
        """The first header of that lower-case name, or blank."""
        return next((value for key, value in self.headers if key == name), "")

    def all_headers(self, name: str) -> tuple[str, ...]:
        """Every header of that lower-case name, topmost first."""
        return tuple(value for key, value in self.headers if key == name)
