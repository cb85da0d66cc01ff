"""The two networks of the policy's promotion accounts: what a post for each may hold, and how each of them counts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass

TWITTER, YOUTUBE = "twitter", "youtube"
NETWORKS: Mapping[str, str] = {TWITTER: "Twitter/X", YOUTUBE: "YouTube"}
"""Network → how people call it."""
MOST_WEIGHT = 280
LINK_WEIGHT = 23
"""X's own count (docs.x.com/fundamentals/counting-characters, read November 2026): any link counts as 23."""
MOST_TITLE = 100
MOST_DESCRIPTION = 5000
"""Characters of a film's title and bytes of its description (developers.google.com/youtube/v3/docs/videos, November 2026)."""
MOST_PICTURES = 4
LARGEST_PICTURE = 5 * 1024 * 1024
"""Pictures of a post on X and bytes of each (docs.x.com/x-api/media/quickstart/best-practices, November 2026)."""
MOST_ALT = 1000
"""Characters of the description of a picture on X (developer.x.com, POST media/metadata/create)."""

_ENDINGS = re.compile(
    "com|org|net|edu|gov|mil|int|info|biz|name|pro|aero|coop|museum|mobi|jobs|travel|tel|asia|"
    "cat|post|app|dev|blog|news|shop|store|xyz|club|live|online|site|website|school|academy|"
    "education|london|wales|cymru|scot|church|community|events|family|fun|games|guide|help|kids|link|"
    "ltd|media|network|photos|photography|space|tech|today|video|world|wiki|zone|charity|foundation|"
    "page|cloud"
)
"""Endings of names that X takes for a link without https:// before it, besides those of countries; the most usual of them."""
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_LINK = re.compile(
    rf"(?:(?P<scheme>https?://)|(?<![@A-Za-z0-9$#./_-]))(?P<host>(?:{_LABEL}\.)+(?P<ending>[A-Za-z]{{2,24}}))"
    r"(?![A-Za-z0-9@])(?P<rest>(?::\d+)?(?:[/?][A-Za-z0-9À-ɏ\-._~:/?#\[\]@!$&'()*+,;=%|]*)?)",
    re.IGNORECASE,
)
_PICTURE = (
    "(?:[\u2139\u2194-\u2199\u21a9\u21aa\u231a\u231b\u2328\u23cf\u23e9-\u23f3\u23f8-\u23fa\u24c2\u25aa\u25ab\u25b6\u25c0"
    "\u25fb-\u25fe\u2600-\u27bf\u2934\u2935\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff]\ufe0f?[\U0001f3fb-\U0001f3ff]?"
    "(?:[\U000e0020-\U000e007e]+\U000e007f)?)"
)
_EMOJI = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|[#*0-9]\ufe0f?\u20e3|[\u00a9\u00ae\u2122\u203c\u2049]\ufe0f"
    f"|{_PICTURE}(?:\u200d{_PICTURE})*"
)
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that count as one; every other counts as two (github.com/twitter/twitter-text, config/v3.json)."""


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody has written for the networks: ``text`` for X, ``title`` and ``description`` of a film for YouTube."""

    text: str = ""
    title: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How much of its room a field takes, in ``unit``."""

    field: str
    network: str
    used: int
    most: int
    unit: str

    @property
    def is_too_much(self) -> bool:
        """Whether the network would refuse it."""
        return self.used > self.most


def weight_of(text: str) -> int:
    """How long X counts a text: a link is 23, an emoji 2 however it is put together, most other signs 1, some 2.

    Links without https:// are known by the most usual endings; where X knows a rarer one, its own count differs by a few.
    """
    text = unicodedata.normalize("NFC", text)
    weight, at = 0, 0
    for start, end in _links(text):
        weight += _weight_of_signs(text[at:start]) + LINK_WEIGHT
        at = end
    return weight + _weight_of_signs(text[at:])


def has_link(text: str) -> bool:
    """Whether X would find a link in it, which makes a post dearer."""
    return bool(_links(text))


def without_links(text: str) -> str:
    """A text with a blank in the place of each link, for a network that writes links anew."""
    text, at, kept = unicodedata.normalize("NFC", text), 0, []
    for start, end in _links(text):
        kept.append(text[at:start])
        at = end
    return " ".join([*kept, text[at:]])


def counts_of(words: Words) -> tuple[Count, ...]:
    """The room that each field takes, whatever network is chosen."""
    return (
        Count("text", TWITTER, weight_of(words.text.strip()), MOST_WEIGHT, "characters as X counts them"),
        Count("title", YOUTUBE, len(words.title.strip()), MOST_TITLE, "characters"),
        Count("description", YOUTUBE, len(words.description.strip().encode()), MOST_DESCRIPTION, "bytes"),
    )


def problems_of(words: Words, networks: Collection[str]) -> tuple[tuple[str, str], ...]:
    """What a network that is chosen would refuse: field and sentence of each, in the order of the page."""
    found: list[tuple[str, str]] = []
    if not networks:
        found.append(("networks", "Choose where it is to be posted."))
    used = {one.field: one for one in counts_of(words) if one.network in networks}
    if TWITTER in networks and not words.text.strip():
        found.append(("text", "Write what the post on Twitter/X says."))
    if YOUTUBE in networks and not words.title.strip():
        found.append(("title", "Give the film on YouTube a title."))
    for field, count in used.items():
        if count.is_too_much:
            found.append(
                (field, f"Take out {count.used - count.most}: it has {count.used:,} of {count.most:,} {count.unit}.")
            )
    found += [
        (field, f"YouTube takes no < and no > in the {field}. Take them out.")
        for field, said in (("title", words.title), ("description", words.description))
        if YOUTUBE in networks and ("<" in said or ">" in said)
    ]
    if YOUTUBE in networks and any(unicodedata.category(one) == "Cc" for one in words.title.strip()):
        found.append(("title", "A title is one line. Take the line break out."))
    return tuple(found)


def _links(text: str) -> list[tuple[int, int]]:
    found = []
    for one in _LINK.finditer(text):
        ending, rest = one["ending"].lower(), one["rest"]
        if not one["scheme"]:
            of_a_country = len(ending) == 2
            if not of_a_country and not _ENDINGS.fullmatch(ending):
                continue
            if of_a_country and one["host"].count(".") == 1 and rest[:1] not in ("/", "?"):
                continue  # X takes "Mr.Jo" for no link, and so "bbc.uk"
        found.append((one.start(), one.end("host") + len(_without_tail(rest))))
    return found


def _without_tail(rest: str) -> str:
    """A path without the sentence's own marks behind it; a bracket that was opened in it stays."""
    while rest:
        last = rest[-1]
        closes = last == ")" and rest.count(")") <= rest.count("(")
        if closes or last not in ".,:;!?'()*~[]|":
            return rest
        rest = rest[:-1]
    return rest


def _weight_of_signs(text: str) -> int:
    weight, at = 0, 0
    for one in _EMOJI.finditer(text):
        weight += sum(map(_weight_of_sign, text[at : one.start()])) + 2
        at = one.end()
    return weight + sum(map(_weight_of_sign, text[at:]))


def _weight_of_sign(sign: str) -> int:
    point = ord(sign)
    return 1 if any(first <= point <= last for first, last in _LIGHT) else 2
