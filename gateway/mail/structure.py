"""What any bytes are as a mail: a header and a tree of parts, read by the first reader that can be believed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from gateway.mail import fast, standard
from gateway.mail.fields import Head, split_head
from gateway.mail.parts import Distrusted, Part, part
from gateway.mail.transfer import undone

Reader = Callable[[bytes], Part]
READERS: tuple[Reader, ...] = (fast.tree, standard.tree)
"""The quick reader, then the patient one; each may raise Distrusted."""

_POSTMARK = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n){0,20}(?:>?From [^\r\n]*\r?\n)*")
_MOST_DASHED = 20_000
_SHAPING = ("content-type", "content-transfer-encoding", "content-disposition", "content-id")


@dataclass(frozen=True, slots=True)
class Structure:
    """A mail taken apart. ``problems`` are sentences."""

    head: Head
    root: Part
    problems: tuple[str, ...]


def read(raw: bytes, readers: tuple[Reader, ...] = READERS) -> Structure:
    """The header and parts of any bytes; never raises."""
    source = _with_plain_lines(raw)
    head = split_head(source)
    problems = list(head.problems)
    shape = [head.first(name) for name in _SHAPING]
    if not shape[0].lower().startswith("multipart/"):
        encoding = shape[1].strip().lower()
        return Structure(
            head, part(shape[0], shape[2], shape[3], content=undone(source[head.body_at :], encoding)), tuple(problems)
        )
    # The readers see only what shapes the parts: odd lines in the rest of the header cannot mislead them.
    field = f"Content-Type: {shape[0]}\r\n\r\n".encode("utf-8", "replace")
    body = memoryview(source)[head.body_at : _end_of_parts(source, head.body_at, problems)]
    for reader in readers:
        try:
            root = reader(field + body)
        except Distrusted:
            continue
        except Exception:  # whatever it was, the mail is still shown, as the text that it is, and says so
            problems.append("The parts of the mail could not be told apart.")
            continue
        if not root.children:
            problems.append("The mail is declared to have parts, but none were found.")
        return Structure(head, root, tuple(problems))
    return Structure(head, part("text/plain", "", "", content=source[head.body_at :]), tuple(problems))


def _end_of_parts(source: bytes, start: int, problems: list[str]) -> int:
    """Where reading stops: a mail of a million parts would hold up every other for minutes."""
    if source.count(b"\n--", start) <= _MOST_DASHED:
        return len(source)
    at = start
    for _ in range(_MOST_DASHED):
        at = source.find(b"\n--", at + 1)
    problems.append("The mail has too many parts; the end of it was not read.")
    return at


def _with_plain_lines(raw: bytes) -> bytes:
    """The mail without an mbox line or blank lines above it, and with line ends that are LF or CRLF."""
    start = raw[:8192]
    if b"\r" in start:
        if b"\r\r\n" in start:
            raw = raw.replace(b"\r\r\n", b"\r\n")
        elif b"\n" not in raw:
            raw = raw.replace(b"\r", b"\n")
    before = _POSTMARK.match(raw)
    end = before.end() if before else 0
    return raw[end:] if end else raw
