"""Covering the names of other children in words that leave the school; a text keeps every other character."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gateway.domain.roster import Pupil

COVER = "[another child]"
"""What stands in the place of a name."""
_LOOSE = 3
"""Letters from which a first name is known in small letters too."""
_NEAR = 5
"""Letters from which a capitalised word one letter away from a first name counts as that name misspelt."""
_MONTH_WORDS = "jan feb mar april apr may june jun july jul august aug sept oct nov dec"
_EVERYDAY_WORDS = (
    "amber angel archer art ash autumn bay bear bill blue carol carter chase christian cliff clover cooper crystal daisy dale"
    " dawn drew earl eden eve ever faith fern flora fox frank gene glen grace guy harmony harper hazel heather holly honey"
    " hope hunter iris ivy jack jade jasmine jay jewel joy king kit lance lark lily luna mark mason max melody mercy miles"
    " nova olive parker pat pearl penny piper poppy prince princess rain ray reed rich river rob robin rose ruby rusty sandy"
    " skip sky skye sol star storm sue summer sunny taylor victor violet will wolf wren"
)
_MONTHS = frozenset(_MONTH_WORDS.split())
_EVERYDAY = frozenset(_EVERYDAY_WORDS.split()) | _MONTHS
"""First names that are ordinary words too: a name only where they begin with a capital."""
_ALIKE = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "’": "'", "‘": "'", "ʼ": "'"}
)
_BEFORE, _AFTER = r"(?<![^\W_])", r"(?=(?:'?s)?(?![^\W_]))"
_MARKS = "[\u0300-\u036f]*"


@dataclass(frozen=True, slots=True)
class Covered:
    """A text with its covers, and how many there are."""

    text: str
    places: int


class Covers:
    """The names of every child but a conversation's own, ready to be covered in any number of texts.

    Known are first, preferred and family names, possessives and plurals, accents written or not, an initial after a first
    name, and, inside a sentence, a first name of five letters or more with one letter wrong. ``adults`` (names as they are
    written: "Miss Nair", "Priya Nair") and ``places`` (the names of classes) are left, as are the family names of adults
    standing alone: the copy would say less than is true of them. ``shared`` are the own children's first names that
    another child has too; they are left, so a person must look at each.
    """

    def __init__(
        self, pupils: Iterable[Pupil], *, own: Iterable[str], adults: Sequence[str] = (), places: Sequence[str] = ()
    ) -> None:
        mine, everyone = set(own), tuple(pupils)
        ours = [one for one in everyone if one.pupil_id in mine]
        others = [one for one in everyone if one.pupil_id not in mine]
        own_words = {word for one in ours for word in _words(f"{one.first_name} {one.preferred_name} {one.last_name}")}
        adult_words = {word for one in adults for word in _words(one)}
        firsts = {name for one in others for name in _firsts(one)}
        self.shared = tuple(sorted({name for one in ours for name in _firsts(one) if _key(name) in _keys(firsts)}))
        self._firsts = {_key(one) for one in firsts if _key(one) not in own_words}
        self._near = tuple(sorted(one for one in self._firsts if len(one) >= _NEAR and " " not in one))
        self._spared = own_words | adult_words | {word for one in places for word in _words(one)}
        lasts = {one.last_name for one in others if _key(one.last_name) not in own_words | adult_words}
        kept = [*adults, *places, *(f"{name} {one.last_name}" for one in ours for name in _firsts(one))]
        named = [
            _after_first(name, one.last_name) for one in others for name in _firsts(one) if _key(name) in self._firsts
        ]
        self._find = re.compile(
            f"{_BEFORE}(?:(?P<kept>{_either(map(_pattern, kept))})|(?P<first>{_either(named)})"
            f"|(?P<last>{_either(map(_pattern, lasts))})){_AFTER}",
            re.IGNORECASE,
        )

    def cover(self, text: str) -> Covered:
        """The text with every name covered. Its other characters stay as they are."""
        plain = "".join(map(_plain, text))
        spans = [match.span() for match in self._find.finditer(plain) if self._is_name(match, text)]
        spans = _apart(sorted([*spans, *self._misspelt(plain, text)]))
        if not spans:
            return Covered(text, 0)
        ends = [0, *(end for _, end in spans)]
        starts = [*(start for start, _ in spans), len(text)]
        return Covered(COVER.join(text[end:start] for end, start in zip(ends, starts, strict=True)), len(spans))

    def _is_name(self, match: re.Match[str], text: str) -> bool:
        if match.lastgroup == "kept":
            return False
        start, end = match.span()
        word = _words(match.group())[0]
        if word in _MONTHS and (re.search(r"\d\W{0,2}$", text[:start]) or re.match(r"\W{0,2}\d", text[end:])):
            return False
        if not text[start].islower() or _is_joined(text, start, end):
            return True
        return match.lastgroup == "first" and len(word) >= _LOOSE and word not in _EVERYDAY

    def _misspelt(self, plain: str, text: str) -> Iterable[tuple[int, int]]:
        """First names with one letter wrong, where a capital inside a sentence says that a word is a name."""
        for match in re.finditer(r"[^\W\d_]{4,}", plain):
            start, end = match.span()
            before = text[:start].rstrip(" \t")
            if text[start].islower() or not before or before[-1] in '.!?:;\n\r"“”*-–—>':
                continue
            word = match.group().casefold()
            if word in self._spared or word in self._firsts:
                continue
            if any(_is_near(word, one) for one in self._near):
                yield start, end


def _is_joined(text: str, start: int, end: int) -> bool:
    """Whether a word is a part of an address or of the name of a file, where nobody writes capitals."""
    before = re.search(r"[^\W_][._@-]$", text[max(start - 2, 0) : start])
    return before is not None or re.match(r"[._@-][^\W_]", text[end:]) is not None


def _firsts(pupil: Pupil) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (pupil.first_name.strip(), pupil.preferred_name.strip()))))


def _plain(letter: str) -> str:
    """One character without its accent, so that places in the plain text are places in the text."""
    return unicodedata.normalize("NFD", letter)[0].translate(_ALIKE)


def _key(name: str) -> str:
    return "".join(map(_plain, unicodedata.normalize("NFC", name))).casefold()


def _keys(names: Iterable[str]) -> frozenset[str]:
    return frozenset(map(_key, names))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*", _key(text))


def _pattern(name: str) -> str:
    """A name however it is spaced and wherever its accents stand."""
    letters = (re.escape(one) + (_MARKS if one.isalpha() else "") for one in _key(name))
    return re.sub(r"(?:\\ )+", r"\\s+", "".join(letters))


def _after_first(first: str, last: str) -> str:
    """A first name with what may follow it: the family name, or its initial."""
    if not last:
        return _pattern(first)
    initial = re.escape(_key(last)[0].upper())
    return rf"{_pattern(first)}(?:\s+(?:{_pattern(last)}|(?-i:{initial})(?![^\W_])\.?))?"


def _either(patterns: Iterable[str]) -> str:
    """Any of the patterns, the longest first; one that nothing matches where there are none."""
    return "|".join(sorted(set(patterns), key=lambda one: (-len(one), one))) or r"(?!)"


def _apart(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found


def _is_near(word: str, name: str) -> bool:
    """Whether two words differ by one letter more, less or other, or by two neighbours that changed places."""
    if abs(len(word) - len(name)) > 1 or word[0] != name[0]:
        return False
    if len(word) == len(name):
        wrong = [at for at, (one, other) in enumerate(zip(word, name, strict=True)) if one != other]
        if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
            return word[wrong[0]] == name[wrong[1]] and word[wrong[1]] == name[wrong[0]]
        return len(wrong) <= 1
    longer, shorter = sorted((word, name), key=len, reverse=True)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
