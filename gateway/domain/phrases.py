"""Phrases in a small language that a headteacher can read, and where they stand in a text.

``a b`` are words one after the other; ``a|b`` is either; ``lose_the_plot`` is three words in the place of one; ``hit*`` is
every word that begins so; ``?the`` may be missing; ``~3`` is up to three words between, inside one sentence; ``<child>`` is a
word of that list. A line that begins with ``|`` or ``+`` goes on with the line before. Accents, capitals, apostrophes and
text-speak need not be written out: ``gateway.domain.wording`` evens them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from operator import and_, or_

from gateway.domain.wording import STEM, Found, Span, Wording, fold, spelt

_MOST = 6
_SLOTS = 4
"""How many words of a phrase a text must hold before the phrase is tried in it; asking for more would spare little."""


class PhraseProblem(ValueError):
    """A phrase is not written in the language of phrases."""


@dataclass(frozen=True, eq=False)
class _Phrase:
    rule: str
    elements: tuple[str, ...]

    @cached_property
    def match(self) -> Callable[[str, int], re.Match[str] | None]:
        """Made when a text first needs it: most phrases wait long for theirs."""
        return re.compile("".join(_patterns(self.elements)) + "(?= |$)").match


class Book:
    """Rules, each a name with its phrases (one a line), ready to be found in any number of texts.

    A phrase has slots, which are its places that must be filled, and is tried only in a text that can fill them, where its
    first word stands. Each phrase is one bit of a number for each slot, and each word has the bits that it fills: the words
    of a text, put together, say in one number which phrases are worth trying.
    """

    def __init__(self, rules: Mapping[str, str], *, lists: Mapping[str, str] | None = None) -> None:
        self._lists = {name: "|".join(words.split()) for name, words in (lists or {}).items()}
        lines = [(rule, line) for rule, phrases in rules.items() for line in _lines(phrases)]
        self._phrases: list[_Phrase] = []
        self._missing = 0
        fillers: dict[frozenset[str], int] = {}
        for number, (rule, line) in enumerate(lines):
            elements = self._elements(line)
            certain = [_words(one) for one in elements if one[0] not in "?~" and _is_sought(one)]
            self._phrases.append(_Phrase(rule, elements))
            for slot in range(_SLOTS):
                bit = 1 << slot * len(lines) + number
                if slot < len(certain):
                    fillers[certain[slot]] = fillers.get(certain[slot], 0) | bit
                else:
                    self._missing |= bit
        self._fills: dict[str, int] = {}
        for words, bits in fillers.items():
            for word in words:
                self._fills[word] = self._fills.get(word, 0) | bits

    def _elements(self, line: str) -> tuple[str, ...]:
        elements = re.sub(r"<(\w+)>", self._words_of, line).split()
        if elements[0][0] in "?~":
            raise PhraseProblem(f"{line!r} begins with what may be missing; begin with a word.")
        if not _is_sought(elements[0]):
            raise PhraseProblem(f"{line!r} begins with a stem of less than {STEM} letters; write the words out.")
        if any(one[0] == "~" and not one[1:].isdecimal() for one in elements):
            raise PhraseProblem(f"{line!r} has a gap without a number; say how many words may stand between, as in ~3.")
        return tuple(map(sys.intern, elements))

    def _words_of(self, match: re.Match[str]) -> str:
        try:
            return self._lists[match[1]]
        except KeyError as missing:
            raise PhraseProblem(f"There is no list of words called {match[1]!r}.") from missing

    def find(self, wording: Wording) -> Found:
        """The rules that speak, each with its first places in ``wording.plain``."""
        known = wording.found.get(id(self))
        if known is None:
            known = wording.found[id(self)] = self._find(wording)
        return known

    def _find(self, wording: Wording) -> Found:
        plain, bits = wording.plain, self._bits(frozenset(wording.words))
        filled = reduce(or_, bits.values(), self._missing)
        worth = reduce(and_, (filled >> slot * len(self._phrases) for slot in range(_SLOTS)))
        hits: dict[int, list[Span]] = {}
        start = 0
        for word in wording.words:
            tried = bits[word] & worth
            while tried:
                number = tried.bit_length() - 1
                tried ^= 1 << number
                found = self._phrases[number].match(plain, start)
                if found is not None:
                    spans = hits.setdefault(number, [])
                    spans.append(found.span())
                    if len(spans) == _MOST:
                        worth ^= 1 << number
            start += len(word) + 1
        return self._by_rule(hits)

    def _bits(self, words: frozenset[str]) -> dict[str, int]:
        """The slots that each word fills, itself or by its first letters; its phrases' first slots are the lowest bits."""
        fills = self._fills.get
        return {word: fills(word, 0) | fills(word[:STEM] + "*", 0) for word in words}

    def _by_rule(self, hits: Mapping[int, list[Span]]) -> Found:
        found: dict[str, set[Span]] = {}
        for number, spans in hits.items():
            found.setdefault(self._phrases[number].rule, set()).update(spans)
        return {rule: tuple(sorted(spans)[:_MOST]) for rule, spans in sorted(found.items())}


def _lines(phrases: str) -> list[str]:
    joined = re.sub(r"\n\s*\+ ", " ", re.sub(r"\n\s*(?=\|)", "", phrases))
    return [line.strip() for line in joined.splitlines() if line.strip()]


@lru_cache(maxsize=1_024)
def _words(element: str) -> frozenset[str]:
    """The words that an element can begin with; a stem is its first letters and a star."""
    firsts = (_spelt(one).split()[0] for one in element.split("|"))
    return frozenset(word[:-1][:STEM] + "*" if word.endswith("*") else word for word in firsts)


def _is_sought(element: str) -> bool:
    """Whether every word of an element can be looked up by its first letters."""
    return all(len(word) > STEM or not word.endswith("*") for word in _words(element))


def _patterns(elements: Sequence[str]) -> Iterable[str]:
    yield _pattern(elements[0])
    yield from map(_following, elements[1:])


def _following(element: str) -> str:
    if element[0] == "~":
        return rf"(?: (?!\. )[^ ]++){{0,{int(element[1:])}}}?"
    if element[0] == "?":
        return f"(?: {_pattern(element[1:])})?"
    return f" {_pattern(element)}"


def _pattern(element: str) -> str:
    return f"(?:{'|'.join(map(_one, element.split('|')))})"


def _one(word: str) -> str:
    return re.escape(_spelt(word)).replace(r"\*", "[^ ]*+").replace(r"\ ", " ")


def _spelt(words: str) -> str:
    return " ".join(fold(one) if one.endswith("*") else " ".join(spelt(one)) for one in words.split("_"))
