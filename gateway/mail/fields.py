"""The header of a mail: its fields in order, encoded words, parameters, ids and moments, as tolerantly as mail is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from gateway.mail.charsets import decode
from gateway.mail.transfer import base64_bytes, quoted_bytes

_MOST_FIELDS = 5000
_LONGEST_HEAD = 1_000_000
_FOLD = re.compile(r"\n[ \t]+")
_NAME = re.compile(r"[!-9;-~]{1,100}")
_KNOWN = re.compile(
    r"(?:from|to|cc|subject|date|received|message-id|mime-version|content-[a-z-]+|return-path|delivered-to|reply-to|sender"
    r"|references|in-reply-to|x-[a-z0-9-]+|dkim-signature|authentication-results|list-[a-z-]+)[ \t]*:",
    re.I,
)
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?(.*?)\?=")
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_SPACES = re.compile(r"\s+")
_ID = re.compile(r"<([^<>]{1,990})>")
_DATE = re.compile(
    r"(?:[A-Za-z]{2,9}\.?,?\s*)?(\d{1,2})[ -]+([A-Za-z]{3})[A-Za-z]*[ -]+(\d{4})"
    r"\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([+-])(\d{2})(\d{2})"
)
_MONTHS = {
    name: at
    for at, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        start=1,
    )
}
_PARAMETER = re.compile(r';\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))')
# A file name may be a path of Windows, whose backslashes escape nothing.
_ESCAPED = re.compile(r"\\([\"\\])")
_CONTINUED = re.compile(r"(.+?)(?:\*(\d{1,3}))?(\*)?")


@dataclass(frozen=True, slots=True)
class Head:
    """The header of a mail: ``fields`` are (lower-case name, unfolded value) in order; the body begins at ``body_at``."""

    fields: tuple[tuple[str, str], ...]
    body_at: int
    problems: tuple[str, ...] = ()

    def first(self, name: str) -> str:
        """The topmost field of that name, or blank."""
        for key, value in self.fields:
            if key == name:
                return value
        return ""

    def all(self, name: str) -> list[str]:
        """Every field of that name, topmost first."""
        return [value for key, value in self.fields if key == name]


def split_head(raw: bytes) -> Head:
    """The header of a mail whose lines end in LF or CRLF. Lines that are no header are skipped where more header follows."""
    if raw[:1] == b"\n" or raw[:2] == b"\r\n":
        return Head((), 2 if raw[:1] == b"\r" else 1)
    end, body_at = _end_of_head(raw)
    problems = []
    if end > _LONGEST_HEAD:
        end = _LONGEST_HEAD
        problems.append("The header is too long; the end of it was not read.")
    head = raw[:end]
    try:
        text, is_text = head.decode("utf-8"), True
    except UnicodeDecodeError:
        text, is_text = head.decode("latin-1"), False
    lines = _FOLD.sub(" ", text.replace("\r\n", "\n")).split("\n")
    fields: list[tuple[str, str]] = []
    for number, line in enumerate(lines):
        name, colon, value = line.partition(":")
        name = name.rstrip(" \t")
        if colon and _NAME.fullmatch(name):
            value = value.strip()
            if not is_text and not value.isascii():
                value = decode(value.encode("latin-1"), "").text
            fields.append((name.lower(), _BREAKS.sub(" ", value) if not value.isprintable() else value))
        elif line.strip("\r \t"):
            if not any(_KNOWN.match(later) for later in lines[number + 1 :]):
                return Head(
                    tuple(fields),
                    _start_of_line(head, lines, number, body_at),
                    (*problems, "The body follows the header without a blank line."),
                )
            problems.append("A line of the header is not a header.")
    if len(fields) > _MOST_FIELDS:
        problems.append("There are too many headers; the last of them were not read.")
    return Head(tuple(fields[:_MOST_FIELDS]), body_at, tuple(dict.fromkeys(problems)))


def _end_of_head(raw: bytes) -> tuple[int, int]:
    crlf = raw.find(b"\n\r\n")
    lf = raw.find(b"\n\n", 0, crlf if crlf >= 0 else len(raw))
    if lf >= 0:
        return lf, lf + 2
    return (crlf, crlf + 3) if crlf >= 0 else (len(raw), len(raw))


def _start_of_line(head: bytes, lines: list[str], number: int, otherwise: int) -> int:
    """Where in the head the body begins that follows without a blank line."""
    wanted = lines[number][:40]
    for encoding in ("utf-8", "latin-1"):
        at = head.find(b"\n" + wanted.encode(encoding, "replace"))
        if at >= 0:
            return at + 1
    return 0 if number == 0 else otherwise


def decode_words(value: str) -> str:
    """A header value with its encoded words (RFC 2047) read; words split inside a character are joined first.

    What is decoded never brings line breaks or control characters with it.
    """
    if "=?" not in value:
        return value
    out: list[str] = []
    pending: list[tuple[str, bytes]] = []
    at = 0
    for word in _WORD.finditer(value):
        between = value[at : word.start()]
        if between.strip() or not pending:
            out.append(_joined(pending))
            pending = []
            out.append(between)
        charset, kind, text = word.groups()
        data = (
            base64_bytes(text.encode("ascii", "ignore"))
            if kind in "bB"
            else quoted_bytes(text.replace("_", " ").encode("utf-8", "replace"))
        )
        pending.append((charset.partition("*")[0].lower(), data))
        at = word.end()
    out.append(_joined(pending))
    out.append(value[at:])
    return _BREAKS.sub(" ", "".join(out))


def _joined(words: list[tuple[str, bytes]]) -> str:
    out = ""
    while words:
        charset, data = words[0]
        run = 1
        while run < len(words) and words[run][0] == charset:
            data += words[run][1]
            run += 1
        out += decode(data, charset).text
        words = words[run:]
    return out


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """The first word of a structured field in lower case, and its parameters: quoted, continued and with charset (RFC 2231)."""
    semicolon = value.find(";")
    if semicolon < 0:
        return _first_word(value), {}
    found: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for match in _PARAMETER.finditer(value, semicolon):
        name, quoted, plain = match.groups()
        name = name.lower()
        text = plain.strip() if quoted is None else (_ESCAPED.sub(r"\1", quoted) if "\\" in quoted else quoted)
        if "*" not in name:
            found.setdefault(name, text)
            continue
        parts = _CONTINUED.fullmatch(name)
        if parts is not None:
            base, number, extended = parts.groups()
            pieces.setdefault(base, []).append((int(number or 0), extended is not None, text))
    for base, several in pieces.items():
        found[base] = _continued(sorted(several))
    return _first_word(value[:semicolon]), found


def _first_word(value: str) -> str:
    words = value.strip().lower().split(None, 1)
    return words[0].strip("\"'") if words else ""


def _continued(pieces: list[tuple[int, bool, str]]) -> str:
    charset = ""
    data = b""
    for number, extended, text in pieces:
        if extended and number == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        data += unquote_to_bytes(text) if extended else text.encode("utf-8", "replace")
    return decode(data, charset).text


def ids(value: str) -> tuple[str, ...]:
    """The message ids in a field, in order, each in its angle brackets and without blanks; a lone id without them gets them."""
    found = [f"<{_SPACES.sub('', one)}>" for one in _ID.findall(value)]
    if not found:
        words = value.replace("<", " ").replace(">", " ").split()
        found = [f"<{words[0][:990]}>"] if len(words) == 1 and "@" in words[0] else []
    return tuple(one for one in dict.fromkeys(found) if one != "<>")


@lru_cache(maxsize=64)
def _zone(sign: str, hours: str, minutes: str) -> timezone:
    away = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-away if sign == "-" else away)


def moment(value: str) -> datetime | None:
    """The moment that a date field names, aware; None when it names none or one outside 1980 to 2100."""
    found = _DATE.search(value)
    try:
        if found is not None and (month := _MONTHS.get(found[2].lower())) is not None:
            at = datetime(
                int(found[3]),
                month,
                int(found[1]),
                int(found[4]),
                int(found[5]),
                min(int(found[6] or 0), 59),
                tzinfo=_zone(*found.group(7, 8, 9)),
            )
        else:
            loose = parsedate_tz(value[:200])
            if loose is None:
                return None
            away = timezone(timedelta(seconds=loose[9])) if loose[9] else UTC
            at = datetime(*loose[:5], min(loose[5], 59), tzinfo=away)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return at if 1980 <= at.year <= 2100 else None


def received_moment(value: str) -> datetime | None:
    """When a Received field says that a server took the mail; None where it does not say."""
    before, semicolon, after = value.rpartition(";")
    return moment(after.strip()) if semicolon else (moment(before or after) if _DATE.search(value) else None)
