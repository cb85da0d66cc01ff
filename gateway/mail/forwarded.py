"""What mail of an app carries: who wrote there as far as it says, their words, and a text without its links."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gateway.mail.message import ParsedMail

LINK_LEFT_OUT = "(link left out)"
_LINK = re.compile(r"<?\b(?:https?://|www\.)[^\s<>\"']+>?", re.I)
_LINE = re.compile(r"\s*([A-Za-z][A-Za-z ’']{1,30}?)\s*:[ \t]*(.*?)\s*")
_MOBILE = re.compile(r"(?<!\d)(?:\+44\s?\(?0?\)?|0)7\d{3}[\s-]?\d{3}[\s-]?\d{3}(?!\d)")
_VIA = re.compile(r"\s+(?:via|through|from)\s+\S.*$", re.I)
_LABELS = {
    "name": (
        "from",
        "sender",
        "name",
        "parent",
        "parent name",
        "contact",
        "message from",
        "reply from",
        "author",
        "sent by",
    ),
    "number": ("mobile", "mobile number", "number", "phone", "phone number", "telephone"),
    "address": ("email", "e mail", "email address"),
    "pupil": ("pupil", "pupil name", "child", "child’s name", "child's name", "student", "regarding"),
    "": ("to", "date", "sent", "received", "time", "subject", "school"),
}
_MEANS = {label: field for field, labels in _LABELS.items() for label in labels}
_WORDS_FOLLOW = frozenset({"message", "reply", "text", "their message"})


@dataclass(frozen=True, slots=True)
class Forwarded:
    """Who wrote, as the mail says, blank where it does not; ``text`` is what they wrote, ``head`` the lines above it."""

    name: str
    number: str
    address: str
    pupil: str
    text: str
    head: str


def read_forwarded(mail: ParsedMail, text: str, *, school: str) -> Forwarded:
    """Read mail that hands a message on. ``text`` is its newly written part; ``school`` is a name that is no writer's."""
    said, head, words = _head(text.strip("\n"))
    name = said.get("name", "") or _shown_name(mail, school)
    number = said.get("number", "") or _number_in(name) or _number_in(f"{mail.from_.name} {mail.subject}")
    domain = mail.from_.address.rpartition("@")[2]
    replies = [one for one in mail.reply_to if one.address and one.address.rpartition("@")[2] != domain]
    address = said.get("address", "") or (replies[0].address if replies else "")
    name = _MOBILE.sub("", name).strip(" ()<>,-")
    return Forwarded(name[:200], number, address.casefold()[:320], said.get("pupil", "")[:200], words, head)


def without_links(text: str) -> str:
    """The text with a mark in the place of each link: one in an app's mail may close the account of whoever follows it."""
    return _LINK.sub(LINK_LEFT_OUT, text)


def _head(text: str) -> tuple[dict[str, str], str, str]:
    """The labelled lines at the top of a text, those lines as they stand, and the rest."""
    said: dict[str, str] = {}
    lines = text.split("\n")
    for place, line in enumerate(lines[:20]):
        found = _LINE.fullmatch(line)
        label = found[1].casefold() if found else ""
        if found and label in _WORDS_FOLLOW:
            return said, "\n".join(lines[:place]), "\n".join((found[2], *lines[place + 1 :])).strip()
        if found and label in _MEANS:
            said.setdefault(_MEANS[label], found[2])
        elif line.strip():
            return said, "\n".join(lines[:place]).strip(), "\n".join(lines[place:]).strip()
    return {}, "", text.strip()


def _shown_name(mail: ParsedMail, school: str) -> str:
    shown = _VIA.sub("", mail.from_.name).strip()
    return "" if school and shown.casefold() == school.casefold() else shown


def _number_in(text: str) -> str:
    found = _MOBILE.search(text)
    return found[0] if found else ""
