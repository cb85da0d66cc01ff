"""What passes over a relay's line, as plain values: MAIL and RCPT, a mail's head, its trace and its bytes; pure."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from gateway.mail.addresses import normalise, parse_addresses

MOST_HOPS = 50
"""Received lines: a mail that passed more servers goes in a circle (RFC 5321, 6.3, asks for room for a hundred at most)."""
MARK = "X-Handbell-Relayed"
LONGEST_ADDRESS = 320
LONGEST_HEAD = 512 * 1024

_PATH = re.compile(
    r"(?P<keyword>FROM|TO):[ ]?<(?:@[^:<>\s]{1,255}:)?(?P<address>(?:\"(?:[^\"\\\r\n]|\\.)*\"@)?[^<>\s\"]*)>(?P<rest>(?: .*)?)",
    re.I,
)
_PARAMETER = re.compile(r"([A-Z0-9][A-Z0-9-]*)(?:=([^\s=\x00-\x1f\x7f]+))?", re.I)
_NOTIFY = re.compile(r"NEVER|(?:SUCCESS|FAILURE|DELAY)(?:,(?:SUCCESS|FAILURE|DELAY))*", re.I)
_FROM = re.compile(rb"^from[ \t]*:((?:[^\r\n]*)(?:\r\n[ \t][^\r\n]*)*)", re.I | re.M)
_RECEIVED = re.compile(rb"^received[ \t]*:", re.I | re.M)
_MARKED = re.compile(rb"^x-handbell-relayed[ \t]*:((?:[^\r\n]*)(?:\r\n[ \t][^\r\n]*)*)", re.I | re.M)


class BadCommand(Exception):
    """A command that is not taken; ``answer`` says why in the words of SMTP."""

    def __init__(self, answer: str) -> None:
        super().__init__(answer)
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Path:
    """The address of a MAIL or RCPT, blank for the null sender, and its parameters by upper-case name."""

    address: str
    parameters: dict[str, str]


def read_path(argument: str | None, keyword: str, *, utf8: bool) -> Path:
    """The path and parameters of MAIL (``keyword`` FROM) or RCPT (TO). Raises BadCommand."""
    found = _PATH.fullmatch(argument or "")
    if found is None or found["keyword"].upper() != keyword or (keyword == "TO" and not found["address"]):
        raise BadCommand("501 5.5.4 Write the address in angle brackets")
    address = found["address"]
    if len(address) > LONGEST_ADDRESS or (address and not address.rpartition("@")[0]):
        raise BadCommand("553 5.1.3 That is no mail address")
    if any(ord(one) < 32 or ord(one) == 127 or 0xD800 <= ord(one) <= 0xDFFF for one in address):
        raise BadCommand("553 5.1.3 That is no mail address")
    parameters = {}
    for word in found["rest"].split():
        pair = _PARAMETER.fullmatch(word)
        if pair is None or pair[1].upper() in parameters:
            raise BadCommand("501 5.5.4 A parameter cannot be read")
        parameters[pair[1].upper()] = pair[2] or ""
    if not address.isascii() and not (utf8 or "SMTPUTF8" in parameters):
        raise BadCommand("553 5.6.7 An address with these letters needs SMTPUTF8")
    return Path(address, parameters)


def mail_options(parameters: dict[str, str], *, offered: frozenset[str], largest: int) -> tuple[str, ...]:
    """The parameters of MAIL that go with the mail to the next hop. Raises BadCommand."""
    kept = []
    for name, value in parameters.items():
        if name == "SIZE" and value.isascii() and value.isdigit() and len(value) < 20:
            if int(value) > largest:
                raise BadCommand(f"552 5.3.4 A mail may have {largest} bytes here")
        elif name == "BODY" and value.upper() in ("7BIT", "8BITMIME") and "8BITMIME" in offered:
            kept.append(f"BODY={value.upper()}")
        elif name == "SMTPUTF8" and not value and "SMTPUTF8" in offered:
            kept.append(name)
        elif name == "RET" and value.upper() in ("FULL", "HDRS") and "DSN" in offered:
            kept.append(f"RET={value.upper()}")
        elif name == "ENVID" and 0 < len(value) <= 100 and "DSN" in offered:
            kept.append(f"ENVID={value}")
        elif name != "AUTH" or not value:
            raise BadCommand("555 5.5.4 A parameter of MAIL is not known here")
    return tuple(kept)


def rcpt_options(parameters: dict[str, str], *, offered: frozenset[str]) -> tuple[str, ...]:
    """The parameters of RCPT that go with the mail to the next hop. Raises BadCommand."""
    kept = []
    for name, value in parameters.items():
        is_notify = name == "NOTIFY" and _NOTIFY.fullmatch(value)
        is_orcpt = name == "ORCPT" and ";" in value and len(value) <= 500
        if "DSN" not in offered or not (is_notify or is_orcpt):
            raise BadCommand("555 5.5.4 A parameter of RCPT is not known here")
        kept.append(f"{name}={value}")
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class Head:
    """What a relay must know of a mail's head: who its From names, how many servers it passed, and our own marks in it."""

    authors: tuple[str, ...]
    hops: int
    marks: frozenset[str]


def read_head(head: bytes) -> Head:
    """Look at the bytes of a head, whose lines end in CRLF. Never raises."""
    authors = [
        address.address
        for value in _FROM.findall(head)
        for address in parse_addresses(value.replace(b"\r\n", b"").decode("utf-8", "replace"))
    ]
    marks = b" ".join(_MARKED.findall(head)).decode("ascii", "replace").split()
    return Head(tuple(authors), len(_RECEIVED.findall(head)), frozenset(marks))


def mark_of(key: bytes, address: str) -> str:
    """The mark that a mail carries once it has passed this relay for an address; nobody without the key can make it."""
    return hmac.new(key, normalise(address).encode(), hashlib.sha256).hexdigest()[:20]


def trace(*, said: str, peer: str, name: str, protocol: str, own_id: str, marks: Iterable[str], now: datetime) -> str:
    """The lines that a relay writes above a mail: where it came from (RFC 5321, 4.4), and for whom it has passed here."""
    helo = "".join(one for one in said if one.isascii() and (one.isalnum() or one in "-.[]:"))[:255] or "unknown"
    listed = "\r\n ".join(marks)
    return (
        f"Received: from {helo} ([{peer}]) by {name} with {protocol} id {own_id};\r\n {format_datetime(now)}\r\n"
        f"{MARK}: {listed}\r\n"
    )


def is_clean(piece: bytes) -> bool:
    """Whether every CR and LF of some bytes stands in a CRLF, and there is no NUL.

    A lone one is how a second mail is smuggled past a server that reads line ends otherwise than the next.
    """
    ends = piece.count(b"\r\n")
    return piece.count(b"\n") == ends and piece.count(b"\r") == ends and b"\0" not in piece


def unstuffed(wire: bytes) -> bytes:
    """A mail without the dots that DATA doubles (RFC 5321, 4.5.2)."""
    plain = wire.replace(b"\r\n.", b"\r\n")
    return plain[1:] if plain[:1] == b"." else plain
