"""What mail programs say above an older mail, in all languages that are known here."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gateway.mail.quoted.languages.europe import EUROPE
from gateway.mail.quoted.languages.world import WORLD

LANGUAGES = EUROPE + WORLD


def alternatives(said: Iterable[str]) -> tuple[str, ...]:
    """The single words among several fields of languages, the longest first, none twice."""
    several = dict.fromkeys(word for field in said for word in field.split("|") if word)
    return tuple(sorted(several, key=len, reverse=True))


def pattern(said: Iterable[str]) -> str:
    """The alternatives of one regular expression that finds any of those words."""
    return "|".join(re.escape(word) for word in alternatives(said))
