"""Addresses as people and programs write them in headers, and how two of them are told to be the same."""

from __future__ import annotations

import re
import unicodedata

from gateway.mail.fields import decode_words
from gateway.mail.message import Address

NOBODY = Address("", "")

_SIMPLE = re.compile(r'\s*(?:"([^"\\<>]*)"|([^"<>(),:;@\\]*?))\s*<\s*([^<>@\s",;:()\\]+@[^<>@\s",;:()\\]+)\s*>\s*')
_BARE = re.compile(r'\s*([^<>@\s",;:()\\]+@[^<>@\s",;:()\\]+)\s*')
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|\(|\)|<|>|,|;|:|\\.|[^"()<>,;:\\]+|["\\]')
_ANGLE = re.compile(r"<([^<>]*)>?")
_ADDRESS_IN_ANGLE = re.compile(r"<([^<>]*@[^<>]*)>?")
_FOUND = re.compile(r"[^\s<>,;:\"'()\[\]]+@[^\s<>,;:\"'()\[\]]+")
_UNSEEN = re.compile("[\x00-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_JUNK = " \t\r\n<>\"'()[]{},;:`\u2018\u2019\u201c\u201d"
_SPACES = re.compile(r"\s+")
_LONGEST_FIELD = 100_000
_MOST = 2000
_SIMPLE_ADDRESS = re.compile(r"[a-z0-9._+-]+@(?!xn--)[a-z0-9-]+(?:\.(?!xn--)[a-z0-9-]+)+")


def parse_addresses(value: str) -> tuple[Address, ...]:
    """The mailboxes of an address field, group members included; encoded words are read only after it is taken apart.

    Reading them first would let a display name smuggle in an address. Never raises.
    """
    simple = _SIMPLE.fullmatch(value)
    if simple is not None:
        return (Address(_name(simple[1] if simple[1] is not None else simple[2]), normalise(simple[3])),)
    bare = _BARE.fullmatch(value)
    if bare is not None:
        return (Address("", normalise(bare[1])),)
    found = []
    pending = ""
    for chunk in _chunks(value[:_LONGEST_FIELD])[:_MOST]:
        if "@" not in chunk and "<" not in chunk and not _is_last_word(chunk, value):
            # "Smith, Jane <jane@…>" without its quotes: what has no address belongs to what follows.
            pending = f"{pending}{chunk}, "
            continue
        address = _mailbox(f"{pending}{chunk}")
        pending = ""
        if address != NOBODY:
            found.append(address)
    return tuple(found)


def first_address(value: str) -> Address:
    """The first mailbox of a field with an address; else the first at all; else a blank one."""
    several = parse_addresses(value)
    return next((one for one in several if "@" in one.address), several[0] if several else NOBODY)


def normalise(address: str) -> str:
    """An address for matching: lower case, Unicode domain, without brackets, quotes, ``mailto:`` or stray marks around it.

    Plus parts and dots stay: whether they matter is the business of the mail provider.
    """
    if _SIMPLE_ADDRESS.fullmatch(address):
        return address
    tidy = _UNSEEN.sub("", unicodedata.normalize("NFC", address)).strip(_JUNK)
    if tidy[:7].lower() == "mailto:":
        tidy = tidy[7:].partition("?")[0].strip(_JUNK)
    local, at, domain = tidy.rpartition("@")
    if not at:
        return unicodedata.normalize("NFC", _SPACES.sub("", tidy).lower())[:320]
    local = local.rpartition(":")[2] if local.startswith("@") else local
    local = _SPACES.sub("", local.strip().strip('"')).lower()
    domain = _SPACES.sub("", domain).rstrip(".").lower()
    if "xn--" in domain:
        domain = ".".join(_label(one) for one in domain.split("."))
    return unicodedata.normalize("NFC", f"{local}@{domain}")[:320]


def domain_of(address: str) -> str:
    """The domain of a normalised address, or blank."""
    return address.rpartition("@")[2] if "@" in address else ""


def plus_part(address: str) -> str:
    """What stands after the first plus in the local part of an address, or blank."""
    return normalise(address).rpartition("@")[0].partition("+")[2]


def without_plus(address: str) -> str:
    """A normalised address without its plus part."""
    local, at, domain = normalise(address).rpartition("@")
    return f"{local.partition('+')[0] or local}{at}{domain}"


def _label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        shown = label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label
    return unicodedata.normalize("NFC", shown).lower() if shown and shown.isprintable() else label


def _name(name: str) -> str:
    if not name:
        return ""
    return _SPACES.sub(" ", _UNSEEN.sub("", decode_words(name))).strip(" '\"")[:300]


def _is_last_word(chunk: str, value: str) -> bool:
    """Is this all there is, like a lone MAILER-DAEMON?"""
    return value.strip().strip(",;") == chunk.strip()


def _chunks(value: str) -> list[str]:
    """The field cut at commas, semicolons and group names that stand outside quotes, comments and angle brackets."""
    chunks: list[str] = []
    current: list[str] = []
    comment = 0
    angle = False
    for token in _TOKEN.finditer(value):
        mark = token.group()
        if mark == "(" and not angle:
            comment += 1
        elif mark == ")" and comment:
            comment -= 1
        elif mark == "<":
            angle = True
        elif mark == ">":
            angle = False
        elif not comment and (mark == ";" or (mark == "," and not angle)):
            chunks.append("".join(current))
            current = []
            angle = False
            continue
        elif mark == ":" and not comment and not angle:
            # The name of a group; a colon after an @ or a scheme is no group.
            before = "".join(current).strip()
            if "@" not in before and before.lower() != "mailto":
                current = []
                continue
        current.append(mark)
    chunks.append("".join(current))
    return [one.strip() for one in chunks if one.strip()]


def _mailbox(chunk: str) -> Address:
    outside_quotes = _QUOTED.sub(lambda quoted: "\x01" * len(quoted.group()), chunk)
    angle = _ADDRESS_IN_ANGLE.search(outside_quotes) or _ANGLE.search(outside_quotes)
    if angle is not None:
        inner = chunk[angle.start(1) : angle.end(1)]
        name = _unquoted(chunk[: angle.start()].rstrip("< ")) or _unquoted(chunk[angle.end() :].lstrip("> "))
        return Address(_name(_without_comments(name) or name.strip("() ")), normalise(_without_comments(inner)))
    outside = _without_comments(chunk)
    comment = _COMMENT.search(chunk)
    found = _FOUND.search(outside)
    if found is None:
        words = outside.strip()
        is_word = bool(words) and len(words.split()) == 1
        said = comment[1] if comment else ""
        return Address(_name(said if is_word else _unquoted(words) or said), normalise(words) if is_word else "")
    name = comment[1] if comment else _unquoted(outside[: found.start()] if '"' in outside[: found.start()] else "")
    if not name and outside.strip().startswith('"') and outside.strip()[1:].find('"@') > 0:
        return Address("", normalise(outside))
    return Address(_name(name), normalise(found.group()))


_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_COMMENT = re.compile(r"\(([^()]*)\)")


def _without_comments(text: str) -> str:
    shorter = _COMMENT.sub(" ", text)
    return shorter if "(" not in shorter else _COMMENT.sub(" ", shorter)


def _unquoted(text: str) -> str:
    text = text.strip()
    if "\\" in text:
        text = re.sub(r"\\(.)", r"\1", text)
    return text.replace('"', "")
