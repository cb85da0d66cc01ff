"""Texts: numbers as the networks write them, what a text may hold, and in how many parts it travels and is paid for."""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST = 1600
"""Characters of one text: more is refused by the carrier's service, and would cost a letter's postage."""
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("\f^{}\\[~]|€")
"""3GPP TS 23.038, 6.2.1: the alphabet in which a text holds 160 characters, and those of it that take the room of two."""
_ROOM = {True: (160, 153), False: (70, 67)}
"""Units that a text holds alone, and each part of a longer one; True is the GSM alphabet, False UCS-2."""
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "}
    | {"\u202f": " ", "\u2011": "-", "\u200b": "", "\ufeff": "", "\t": " "}
)
_MOBILE = re.compile(r"\+447(?:[1-57-9]\d{8}|624\d{6})")
"""Ofcom's numbering plan: 07 is mobile, but for 070 (personal numbers) and 076 (pagers), of which 07624 is the Isle of Man."""
_E164 = re.compile(r"\+[1-9]\d{7,14}")


@dataclass(frozen=True, slots=True)
class Parts:
    """How some words travel: ``number`` of parts, each paid for; ``is_plain`` where all are of the GSM alphabet."""

    number: int
    characters: int
    is_plain: bool

    @property
    def is_too_long(self) -> bool:
        """Whether no text holds it."""
        return self.characters > MOST


def parts_of(text: str) -> Parts:
    """Count the parts of a text as a phone network does: no character is torn in two."""
    is_plain = all(one in _GSM or one in _GSM_TWICE for one in text)
    units = [2 if (one in _GSM_TWICE if is_plain else ord(one) > 0xFFFF) else 1 for one in text]
    alone, each = _ROOM[is_plain]
    if sum(units) <= alone:
        return Parts(1 if text else 0, len(text), is_plain)
    parts, used = 1, 0
    for unit in units:
        if used + unit > each:
            parts, used = parts + 1, 0
        used += unit
    return Parts(parts, len(text), is_plain)


def plain_marks(text: str) -> str:
    """The same words with typewriter's quotes, dashes and spaces: one curly apostrophe would more than double the parts."""
    return text.translate(_PLAIN)


def signed(said: str, *, writer: str, school: str) -> str:
    """What a member of staff says, as it leaves by text: a number on a screen does not say who writes."""
    return f"{plain_marks(said).strip()}\n{plain_marks(writer)}, {plain_marks(school)}"


def number_of(written: str) -> str:
    """A number as the networks write it, such as ``+447700900123``, or blank where it is none; British unless it says so."""
    held = re.sub(r"[\s().\-/]", "", written.replace("(0)", ""))
    if held.startswith("00"):
        held = f"+{held[2:]}"
    elif held.startswith("0"):
        held = f"+44{held[1:]}"
    return held if _E164.fullmatch(held) else ""


def is_mobile(number: str) -> bool:
    """Whether a number (``number_of``) is a British mobile: a landline may read a text aloud to whoever answers it."""
    return _MOBILE.fullmatch(number) is not None


def say_cost(parts: int, price: int) -> str:
    """What parts cost at ``price`` hundredths of a penny each: "about 8p", "about £1.20"; blank where no price is known."""
    pence = -(-parts * price // 100)
    return "" if price <= 0 else f"about {pence}p" if pence < 100 else f"about £{pence // 100}.{pence % 100:02}"
