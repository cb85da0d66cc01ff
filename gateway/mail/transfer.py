"""How the bytes of a part were wrapped for their journey (RFC 2045), undone as far as they allow."""

from __future__ import annotations

import binascii
import re

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_FOREIGN = bytes(set(range(256)) - set(_ALPHABET))
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]")
_ENDING = re.compile(rb"=+")
_TRAILING = re.compile(rb"[ \t]+(?=\r?\n|\Z)")
PLAIN = frozenset(("", "7bit", "8bit", "binary"))


def undone(data: bytes, encoding: str) -> bytes:
    """The bytes of a part as its writer had them. ``encoding`` is lower case; what is damaged is read as far as it goes."""
    if encoding == "base64":
        return base64_bytes(data)
    if encoding == "quoted-printable":
        return quoted_bytes(_TRAILING.sub(b"", data))
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return _uuencoded(data)
    return data


def base64_bytes(data: bytes) -> bytes:
    """Base64 with foreign bytes skipped, missing padding supplied, several runs joined and a footer after the last left out."""
    try:
        return binascii.a2b_base64(data, strict_mode=True)
    except (binascii.Error, ValueError):
        pass
    out = []
    at = 0
    while at < len(data):
        ending = _ENDING.search(data, at)
        end = ending.start() if ending else len(data)
        run = data[at:end]
        if at and _NOT_BASE64.search(run):
            break
        run = run.translate(None, _FOREIGN)
        run = run[:-1] if len(run) % 4 == 1 else run
        out.append(binascii.a2b_base64(run + b"=" * (-len(run) % 4)))
        at = ending.end() if ending else end
    return b"".join(out)


def quoted_bytes(data: bytes) -> bytes:
    """Quoted-printable; a stray equals sign stands for itself."""
    return binascii.a2b_qp(data)


def _uuencoded(data: bytes) -> bytes:
    out = []
    begun = False
    for line in data.splitlines():
        if not begun:
            begun = line.startswith(b"begin ")
        elif line.strip() in (b"end", b"`", b""):
            break
        else:
            try:
                out.append(binascii.a2b_uu(line))
            except binascii.Error:
                # Some writers pad the line; the first character says how much of it counts.
                wanted = (((line[0] - 32) & 63) * 4 + 5) // 3
                out.append(_uu_or_nothing(line[:wanted]))
    return b"".join(out) if begun else data


def _uu_or_nothing(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        return b""
