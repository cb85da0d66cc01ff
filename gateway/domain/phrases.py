"""Phrases in a small language that a headteacher can read, and where they stand in a text.

``a b`` are words one after the other; ``a|b`` is either; ``lose_the_plot`` is three words in the place of one; ``hit*`` is
every word that begins so; ``?the`` may be missing; ``~3`` is up to three words between, inside one sentence; ``<child>`` is a
word of that list. A line that begins with ``|`` or ``+`` goes on with the line before. Accents, capitals, apostrophes and
text-speak need not be written out: ``gateway.domain.wording`` evens them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_

from gateway.domain.wording import STEM, Found, Span, Wording, fold, places_of, spelt

_MOST = 6
_EVERYDAY_WORDS = (
    "a about again all also am an and any are as at back be been but by can come could day did do does for from get go going"
    " got had has have he her here him his how i if in into is it just know let like made make me more my no not now of off on"
    " one or our out over said say says she so some that the their them then there they this to today told up us very want was"
    " we well went were what when where which who will with would you your . mum dad school child"
)
_EVERYDAY = frozenset(_EVERYDAY_WORDS.split())
"""Words of nearly every message: no phrase is sought because of one of them where it has a rarer word."""


class PhraseProblem(ValueError):
    """A phrase is not written in the language of phrases."""


@dataclass(frozen=True, slots=True, eq=False)
class _Phrase:
    rule: str
    heads: frozenset[str]
    needs: int
    match: Callable[[str, int], re.Match[str] | None]


class Book:
    """Rules, each a name with its phrases (one a line), ready to be found in any number of texts.

    A phrase is tried only in a text that holds a word of every place that must be filled, and only where its first word
    stands. Each such place is one bit, so that a text says in one number which of them it can fill.
    """

    def __init__(self, rules: Mapping[str, str], *, lists: Mapping[str, str] | None = None) -> None:
        self._lists = {name: "|".join(words.split()) for name, words in (lists or {}).items()}
        self._by_key: dict[str, list[_Phrase]] = {}
        self._fills: dict[str, int] = {}
        bits: dict[frozenset[str], int] = {}
        for rule, phrases in rules.items():
            for line in _lines(phrases):
                elements = self._elements(line)
                certain = [_words(one) for one in elements if one[0] not in "?~" and _is_sought(one)]
                pattern = re.compile("".join(_patterns(elements)) + "(?= |$)")
                places = [frozenset(one) for one in certain]
                needs = sum({bits.setdefault(one, 1 << len(bits)) for one in places})
                phrase = _Phrase(rule, places[0], needs, pattern.match)
                for word in min(places, key=_commonness):
                    self._by_key.setdefault(word, []).append(phrase)
        for place, bit in bits.items():
            for word in place:
                self._fills[word] = self._fills.get(word, 0) | bit
        self._keys = frozenset(self._by_key)

    def _elements(self, line: str) -> list[str]:
        elements = re.sub(r"<(\w+)>", self._words_of, line).split()
        if elements[0][0] in "?~":
            raise PhraseProblem(f"{line!r} begins with what may be missing; begin with a word.")
        if not _is_sought(elements[0]):
            raise PhraseProblem(f"{line!r} begins with a stem of less than {STEM} letters; write the words out.")
        return elements

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
        places, plain, starts = places_of(wording.words), wording.plain, wording.starts
        present = frozenset(places)
        hits: dict[str, set[Span]] = {}
        filled = reduce(or_, map(self._fills.__getitem__, self._fills.keys() & present), 0)
        lacking = ~filled
        for phrase in {one for word in self._keys & present for one in self._by_key[word]}:
            if phrase.needs & lacking:
                continue
            for head in phrase.heads & present:
                left = _MOST
                for place in places[head]:
                    found = phrase.match(plain, starts[place])
                    if found is not None:
                        hits.setdefault(phrase.rule, set()).add(found.span())
                        left -= 1
                        if not left:
                            break
        return {rule: tuple(sorted(spans)[:_MOST]) for rule, spans in sorted(hits.items())}


def _lines(phrases: str) -> list[str]:
    joined = re.sub(r"\n\s*\+ ", " ", re.sub(r"\n\s*(?=\|)", "", phrases))
    return [line.strip() for line in joined.splitlines() if line.strip()]


def _words(element: str) -> list[str]:
    """The words that an element can begin with; a stem is its first letters and a star."""
    firsts = (_spelt(one).split()[0] for one in element.split("|"))
    return [word[:-1][:STEM] + "*" if word.endswith("*") else word for word in firsts]


def _is_sought(element: str) -> bool:
    """Whether every word of an element can be looked up by its first letters."""
    return all(len(word) > STEM or not word.endswith("*") for word in _words(element))


def _commonness(words: frozenset[str]) -> tuple[bool, int]:
    return not _EVERYDAY.isdisjoint(words), len(words)


def _patterns(elements: list[str]) -> Iterable[str]:
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
