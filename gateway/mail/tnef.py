"""What Outlook's winmail.dat holds: the words and files that were packed into it."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass

from tnefparse import TNEF

from gateway.mail.charsets import clean, decode
from gateway.mail.parts import safe_name
from gateway.mail.richtext import text_of_rtf

_TYPES = frozenset(("application/ms-tnef", "application/vnd.ms-tnef"))
_NAMES = frozenset(("winmail.dat", "win.dat"))


class NotUnpacked(Exception):
    """The bytes are no TNEF that can be read."""


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One file in a winmail.dat."""

    name: str
    type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The words and files of a winmail.dat, in order."""

    text: str
    html: str
    files: tuple[PackedFile, ...]


def is_packed(kind: str, name: str) -> bool:
    """Is a part of that type and name a winmail.dat?"""
    return kind in _TYPES or name.lower() in _NAMES


def unpack(data: bytes) -> Unpacked:
    """The contents of a winmail.dat. Raises NotUnpacked."""
    try:
        packed = TNEF(data, do_checksum=False)
        files = tuple(_file(one) for one in packed.attachments)
        text = _words(packed.body)
        html = _words(packed.htmlbody)
        rtf = packed.rtfbody if not (text or html) else None
    except Exception as failure:  # the library fails in any way on damaged bytes; the caller shows the file as it came
        raise NotUnpacked(type(failure).__name__) from failure
    if rtf:
        text = text_of_rtf(rtf if isinstance(rtf, bytes) else str(rtf).encode("latin-1", "replace"))
    if not (text or html or files):
        raise NotUnpacked("it is empty")
    return Unpacked(text, html, files)


def _file(attachment: object) -> PackedFile:
    long_name = getattr(attachment, "long_filename", None)
    name = (long_name() if callable(long_name) else None) or getattr(attachment, "name", "") or ""
    shown = safe_name(_words(name))
    content = getattr(attachment, "data", b"")
    kind = mimetypes.guess_type(shown, strict=False)[0] or "application/octet-stream"
    return PackedFile(shown, kind, bytes(content) if isinstance(content, bytes | bytearray) else b"")


def _words(value: object) -> str:
    if isinstance(value, bytes | bytearray):
        return decode(bytes(value).rstrip(b"\x00"), "").text
    return clean(value) if isinstance(value, str) else ""
