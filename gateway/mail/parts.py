"""The tree of parts that a mail is made of, in one shape whichever reader found it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gateway.mail.fields import decode_words, parameters

_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,120}")
_UNSAFE_NAME = re.compile(r'[\x00-\x1f\x7f"<>|\u202a-\u202e\u2066-\u2069]+')
_LONGEST_NAME = 200


class Distrusted(Exception):
    """A reader's answer does not fit the bytes; another reader must try."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: a container with ``children``, or a leaf with its ``content``, unwrapped from its transfer encoding.

    ``type`` is lower case, ``disposition`` ``inline``, ``attachment`` or blank, ``content_id`` without angle brackets.
    """

    type: str
    parameters: dict[str, str]
    disposition: str
    name: str
    content_id: str
    content: bytes = b""
    children: tuple[Part, ...] = field(default=())

    @property
    def is_container(self) -> bool:
        """Does it only hold other parts?"""
        return bool(self.children)


def part(
    content_type: str,
    disposition: str,
    content_id: str,
    *,
    content: bytes = b"",
    children: tuple[Part, ...] = (),
    default: str = "text/plain",
) -> Part:
    """A part from the values of its header fields. A container that holds nothing is read as plain text."""
    kind, given = parameters(content_type) if content_type else (default, {})
    if not _TYPE.fullmatch(kind):
        kind = (
            "text/html"
            if kind == "html"
            else "text/plain"
            if kind in ("", "text", "plain")
            else "application/octet-stream"
        )
    if kind.startswith("multipart/") and not children:
        kind, given = "text/plain", {}
    placed, placing = parameters(disposition) if disposition else ("", {})
    if placed and placed != "inline":
        # An unknown disposition is to be treated as an attachment (RFC 2183).
        placed = "attachment"
    name = placing.get("filename") or given.get("name") or ""
    return Part(kind, given, placed, safe_name(name), content_id.strip(" <>\t"), content, children)


def safe_name(name: str) -> str:
    """A file name without folders, line breaks or marks that turn its direction, at most 200 characters."""
    if not name:
        return ""
    last = _UNSAFE_NAME.sub("", decode_words(name)).replace("\\", "/").rpartition("/")[2].strip(" .")
    if len(last) <= _LONGEST_NAME:
        return last
    stem, dot, ending = last.rpartition(".")
    return f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}" if dot and len(ending) < 20 else last[:_LONGEST_NAME]


def leaves(root: Part) -> Iterator[Part]:
    """The leaf parts in order; an attached mail is one leaf, not opened."""
    if not root.children:
        yield root
    for child in root.children:
        yield from leaves(child)
