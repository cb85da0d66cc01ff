"""The patient reader of a mail's parts (the standard library's), for what the quick one may not be believed about."""

from __future__ import annotations

from email.feedparser import BytesFeedParser
from email.message import Message
from email.policy import compat32

from gateway.mail.parts import Part, part
from gateway.mail.transfer import undone

_MOST_CONTAINERS = 30
_MOST_PARTS = 2000
_CHUNK = 1 << 16


class _Opened:
    """Makes the parts of one mail, and closes what would nest without end.

    The library reads every line against every open boundary: a mail made of nothing but containers would take minutes.
    """

    def __init__(self) -> None:
        self.parts = 0
        self.containers = 0

    def __call__(self, policy: object = None) -> Message:
        self.parts += 1
        return _Opaque(self)


class _Opaque(Message):
    """A part whose attached mails stay closed, so that their bytes are kept as they came."""

    def __init__(self, opened: _Opened) -> None:
        super().__init__(policy=compat32)
        self._opened = opened
        self._may_hold: bool | None = None

    def get_content_type(self) -> str:
        """The declared type, or a plain one for an attached mail and for a container too many."""
        kind = super().get_content_type()
        if kind.startswith("message/"):
            return "text/plain"
        if kind.startswith("multipart/"):
            if self._may_hold is None:
                self._opened.containers += 1
                self._may_hold = self._opened.containers <= _MOST_CONTAINERS and self._opened.parts <= _MOST_PARTS
            return kind if self._may_hold else "text/plain"
        return kind


def tree(source: bytes) -> Part:
    """The parts of a mail that begins with its content fields. Damage is read as far as it goes."""
    parser = BytesFeedParser(_Opened(), policy=compat32)
    for at in range(0, len(source), _CHUNK):
        parser.feed(source[at : at + _CHUNK])
    del source  # as large as the mail, which is about to be held as lines
    return _part(parser.close(), default="text/plain")


def _part(message: Message, *, default: str) -> Part:
    content_type, disposition, content_id = (
        _field(message, name) for name in ("content-type", "content-disposition", "content-id")
    )
    if message.is_multipart():
        inside = "message/rfc822" if content_type.lower().startswith("multipart/digest") else "text/plain"
        held = [child for child in message.get_payload() if isinstance(child, Message)]
        children = tuple(_part(child, default=inside) for child in held)
        return part(content_type, disposition, content_id, children=children, default=default)
    words = _field(message, "content-transfer-encoding").strip().lower().split()
    # Without that field the library hands out the very bytes; with it, what it makes of damage, and question marks.
    del message["content-transfer-encoding"]
    data = message.get_payload(decode=True)
    message.set_payload("")
    content = undone(data, words[0] if words else "") if isinstance(data, bytes) else b""
    return part(content_type, disposition, content_id, content=content, default=default)


def _field(message: Message, name: str) -> str:
    value = next((held for key, held in message.raw_items() if key.lower() == name), "")
    raw = str(value).encode("utf-8", "surrogateescape")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    return " ".join(text.split())
