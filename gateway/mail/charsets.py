"""Which characters the bytes of a mail stand for, whatever charset they claim."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache

_SAMPLE = 3072
_GUESSES = [
    "cp1252",
    "cp1250",
    "cp1251",
    "koi8_r",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "gb18030",
    "big5",
    "cp932",
    "euc_jp",
    "cp949",
]
# What browsers and mail programs really mean by these names (the WHATWG encoding table, and names seen in old mail).
_MEANT = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-1": "cp1252",
    "l1": "cp1252",
    "iso_8859-1": "cp1252",
    "ansi": "cp1252",
    "x-ansi": "cp1252",
    "x-user-defined": "cp1252",
    "cp-850": "cp850",
    "macintosh": "mac_roman",
    "x-mac-roman": "mac_roman",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "iso-8859-8-i": "iso8859_8",
    "iso-8859-6-i": "iso8859_6",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "hz-gb-2312": "hz",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "x-utf-8": "utf-8",
    "unicode": "utf-16",
    "windows-31j": "cp932",
}
_NONE = frozenset(
    (
        "",
        "us-ascii",
        "ascii",
        "ansi_x3.4-1968",
        "unknown",
        "unknown-8bit",
        "x-unknown",
        "default",
        "default_charset",
        "_default",
        "8bit",
        "binary",
        "none",
        "7bit",
        "undefined",
    )
)
_REFUSED = re.compile(r"utf-?7|unicode-1-1-utf-7|utf7imap4|x-imap4", re.I)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and what was wrong with it in one sentence, or blank."""

    text: str
    problem: str = ""


@lru_cache(maxsize=256)
def codec_of(charset: str) -> str | None:
    """The name of the codec for a charset as declared; blank where nothing is declared, None where it is unknown or refused."""
    name = charset.strip(" \t\"'").lower()
    if name in _NONE:
        return ""
    if _REFUSED.fullmatch(name):
        return None
    name = _MEANT.get(name, name)
    try:
        found = codecs.lookup(name)
        # Only codecs from bytes to text: not hex, zip and the like, nor the escapes of programming languages.
        if (
            not getattr(found, "_is_text_encoding", True)
            or "escape" in found.name
            or found.name in ("idna", "punycode", "undefined")
        ):
            return None
    except (LookupError, ValueError):
        return None
    return _MEANT.get(
        found.name.replace("iso8859-1", "iso-8859-1") if found.name == "iso8859-1" else found.name, found.name
    )


def decode(data: bytes, charset: str) -> Decoded:
    """The text of some bytes in their declared charset, or in the one that they show to be in. Never raises."""
    codec = codec_of(charset)
    if codec in ("", "utf-8", "cp1252") or codec is None:
        # A single-byte text that happens to be sound UTF-8 beyond ASCII is UTF-8 in practice, whatever it says.
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            return _undeclared(data, charset, codec)
        if codec is None:
            return Decoded(clean(text), f"The charset {_shown(charset)} is not one that is read.")
        return Decoded(clean(text))
    try:
        return Decoded(clean(data.decode(codec)))
    except (UnicodeError, ValueError):
        text = data.decode(codec, "replace")
        if text.count("\ufffd") * 50 > len(text):
            return _undeclared(data, charset, None)
        return Decoded(clean(text), f"Some of the text is not in the charset it names, {_shown(charset)}.")


def clean(text: str) -> str:
    """Text without NULs, other control characters (a form feed counts as one) and halves of characters; lines end in \\n."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.startswith("\ufeff"):
        text = text[1:]
    return text if text.isprintable() else _CONTROLS.sub("", text)


def _undeclared(data: bytes, charset: str, codec: str | None) -> Decoded:
    """Bytes that are not UTF-8 and whose charset is missing, unknown, refused or untrue."""
    if codec == "cp1252":
        return Decoded(clean(_western(data)))
    problem = (
        f"The text is not in the charset it names, {_shown(charset)}."
        if codec
        else "The text names no charset that is read; it was guessed."
    )
    if codec == "utf-8":
        text = data.decode("utf-8", "replace")
        sound = sum(1 for one in text if one > "\x7f" and one != "\ufffd")
        if sound >= text.count("\ufffd"):
            return Decoded(clean(text), problem)
    return Decoded(clean(_guessed(data)), problem)


def _western(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _guessed(data: bytes) -> str:
    """A guess from a sample around the first foreign bytes: guessing from a whole mail can take seconds."""
    first = next((at for at in range(0, len(data), 1024) if not data[at : at + 1024].isascii()), 0)
    sample = data[first : first + _SAMPLE]
    if sum(1 for one in sample if one > 0x7F) < 8:
        return _western(data)
    from charset_normalizer import from_bytes

    best = from_bytes(sample, steps=2, chunk_size=512, cp_isolation=_GUESSES, preemptive_behaviour=False).best()
    if best is None:
        return _western(data)
    return data.decode(best.encoding, "replace")


def _shown(charset: str) -> str:
    return clean(charset).strip()[:40] or "none"
