"""Which lines of a mail are signature, phone advertisement or legal footer rather than words to the reader."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gateway.mail.signatures.adverts import is_advert
from gateway.mail.signatures.footers import CONTACT, is_picture, take_banner, take_footers

_LONGEST = 20
_FAR_UP = 80
_CLOSING = re.compile(
    r"(?:"
    r"(?:with |my |our )?(?:very )?(?:(?:kind(?:est)?|best|warm(?:est)?|many)(?: personal)? )?(?:regards|wishes)"
    r"|yours (?:sincerely|faithfully|truly)|sincerely(?: yours)?|respectfully"
    r"|mit freundlichen grüßen|mit freundlichen gruessen|freundliche grüße|viele grüße|beste grüße|herzliche grüße"
    r"|(?:bien )?cordialement|salutations|bien à vous|saludos(?: cordiales)?|atentamente|un saludo"
    r"|cordiali saluti|distinti saluti|atenciosamente|com os melhores cumprimentos|cumprimentos"
    r"|met vriendelijke groet(?:en)?|pozdrawiam|z poważaniem|med vänliga hälsningar|vänliga hälsningar"
    r"|med venlig hilsen|med vennlig hilsen|ystävällisin terveisin|s pozdravem|с уважением|з повагою"
    r"|saygılarımla|με εκτίμηση|cu stimă|üdvözlettel"
    r")\s?[,.!]{0,2}$",
    re.I,
)
_THANKS = re.compile(
    r"(?:all the |my )?best|(?:many |with |kind )?thanks(?: (?:again|in advance|and (?:kind |best )?regards))?|thank you"
    r"|cheers|take care|danke|vielen dank|merci|gracias|grazie|obrigad[oa]|dank|dziękuję|tack|takk|mulțumesc|спасибо",
    re.I,
)
_SMALL_WORDS = frozenset(
    (
        "of",
        "on",
        "behalf",
        "the",
        "and",
        "at",
        "for",
        "to",
        "in",
        "de",
        "du",
        "la",
        "und",
        "von",
        "&",
        "@",
        "|",
        "-",
        "–",
        "/",
    )
)
# Words of sentences, not of titles: a cry for help may be in capitals throughout.
_SPOKEN_WORDS = (
    "i i'm me my he him his she her we us they them you your",
    "is am are was were has have had not don't did will please help",
)
_SPOKEN = frozenset(" ".join(_SPOKEN_WORDS).split())


@dataclass(frozen=True, slots=True)
class Parts:
    """The lines that say something, and the lines that are signature, each in order."""

    words: list[str]
    signature: list[str]


def split(lines: Sequence[str]) -> Parts:
    """Tells a run of unquoted lines from its signature. Lines have no space at their ends; in doubt a line is words."""
    words = _stripped(lines)
    banner = take_banner(words)
    footer = take_footers(words)
    at = _signature_at(words)
    signature = words[at:]
    del words[at:]
    adverts = [line for line in words if is_advert(line)]
    if adverts:
        words = _without_adverts(words)
    return Parts(words, [*banner, *adverts, *signature, *footer])


def _stripped(lines: Sequence[str]) -> list[str]:
    first, end = 0, len(lines)
    while end and not lines[end - 1]:
        end -= 1
    while first < end and not lines[first]:
        first += 1
    return list(lines[first:end])


def _without_adverts(words: list[str]) -> list[str]:
    kept: list[str] = []
    for line in words:
        if not is_advert(line) and (line or not kept or kept[-1]):
            kept.append(line)
    return kept


def _signature_at(words: list[str]) -> int:
    """The line with which the signature begins; the number of lines where there is none."""
    for number in range(max(len(words) - _FAR_UP, 0), len(words)):
        line = words[number]
        if not line or len(line) > 60:
            continue
        first = line[0]
        if first in "-—–_*=" and not line.strip("-—–_*= ") and _opens_signature(words, number):
            return number
        if first.isalpha() and len(words) - number <= _LONGEST and _closes(line, words[number + 1 :]):
            return number
    return len(words)


def _closes(line: str, below: list[str]) -> bool:
    """Is a line the closing above a signature? Under mere thanks the block must be one beyond doubt."""
    if _CLOSING.match(line):
        return _is_block(below)
    if not _THANKS.fullmatch(line.rstrip(" ,.!")):
        return False
    return sum(1 for one in below if one) >= 3 and _is_block(below) and any(CONTACT.search(one) for one in below)


def _opens_signature(words: list[str], number: int) -> bool:
    rule = words[number]
    below = [line for line in words[number + 1 :] if line]
    if len(below) > _LONGEST or not below:
        return not below
    if rule == "--":
        return not any(_is_sentence(line) for line in below) or all(len(line) < 100 for line in below[:_LONGEST])
    if len(below) > 8 or any(_is_sentence(line) for line in below):
        return False
    return (len(rule) <= 3 and rule[0] not in "*=") or (len(below) > 1 and any(CONTACT.search(one) for one in below))


def _is_block(below: list[str]) -> bool:
    """Is what stands under a closing a signature of several lines, set off or with contact details?"""
    lines = [line for line in below if line and not is_picture(line)]
    if not 2 <= len(lines) <= 10:
        return False
    set_off = not below[0] or any(CONTACT.search(line) for line in lines)
    return set_off and not any(_is_sentence(line) for line in lines)


def _is_sentence(line: str) -> bool:
    """Could a line be something said rather than a name, a title or a way to be reached?"""
    if len(line) > 90:
        return True
    if CONTACT.search(line) or is_picture(line) or is_advert(line):
        return False
    said = line.lower().split()
    if not _SPOKEN.isdisjoint(said):
        return True
    words = [word for word in line.split() if word.lower() not in _SMALL_WORDS]
    return line[:2].lower() == "ps" or any(not (word[:1].isupper() or not word[:1].isalpha()) for word in words)
