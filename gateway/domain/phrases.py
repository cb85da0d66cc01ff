"""Phrases in a small language that a headteacher can read, and where they stand in a text.

``a b`` are words one after the other; ``a|b`` is either; ``lose_the_plot`` is three words in the place of one; ``hit*`` is
every word that begins so; ``?the`` may be missing; ``~3`` is up to three words between, inside one sentence; ``<child>`` is a
word of that list. A line that begins with ``|`` or ``+`` goes on with the line before. Accents, capitals, apostrophes and
text-speak need not be written out: ``gateway.domain.wording`` evens them.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from itertools import accumulate
from operator import and_, or_

from gateway.domain.wording import EVERYDAY, STEM, Found, Span, Wording, fold, spelt

_MOST = 6
_SLOTS = 4
"""How much of a phrase a text must hold before the phrase is tried in it; asking for more would spare little."""
_COMMON = 50
"""An everyday word stands in texts as often as so many others together."""
_MOST_WORDS = 4_096
_AT_HAND = 256
"""Elements remembered while books are made: what is used again is used soon, and all of them are megabytes."""

_Said = tuple[tuple[str, ...], ...]
"""What may stand in the place of an element, each as its words; empty where the element may be missing."""


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


@dataclass(frozen=True, slots=True)
class _Way:
    """``slots`` are forms of which a text must hold one each, the first words before all; ``next_words``, if any, follow."""

    slots: tuple[frozenset[str], ...]
    next_words: frozenset[str]


class _Bits(dict[str, int]):
    """Words of texts, each with the bits of itself and of every stem that it begins with.

    ``slots`` have the places of each form, as numbers: as bits they would be megabytes. The slots lie so many bits ``apart``.
    """

    def __init__(self, slots: Sequence[Mapping[str, array[int]]], *, apart: int, always: int = 0) -> None:
        super().__init__()
        self._slots, self._apart, self._always = slots, apart, always

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_WORDS:
            self.clear()
        forms = (word, *[word[:length] + "*" for length in range(STEM, len(word) + 1)])
        bits = self._always
        for slot, places in enumerate(self._slots):
            for form in forms:
                if form in places:
                    bits |= reduce(or_, [1 << place for place in places[form]]) << slot * self._apart
        self[word] = bits
        return bits


class Book:
    """Rules, each a name with its phrases (one a line), to be found in any number of texts.

    ``but_not`` are phrases by rule: a place of a rule that one of them touches is none. They are read when a text first
    needs them: most commands, and every start, do without.
    """

    def __init__(
        self,
        rules: Mapping[str, str],
        *,
        but_not: Mapping[str, str] | None = None,
        lists: Mapping[str, str] | None = None,
    ) -> None:
        self._written = rules, but_not or {}, lists or {}

    @cached_property
    def _read(self) -> _Read:
        return _Read(*self._written)

    def find(self, wording: Wording) -> Found:
        """The rules that speak, each with its first places in ``wording.plain``. Raises PhraseProblem."""
        known = wording.found.get(id(self))
        if known is None:
            known = wording.found[id(self)] = self._read.find(wording)
        return known


class _Read:
    """A book that has been read.

    A phrase has slots, which are its places that must be filled, and is tried only in a text that can fill them, where its
    first word stands and the next may follow. Each phrase is one bit of a number for each slot, and each word has the bits
    that it fills: the words of a text, put together, say in one number which phrases are worth trying.
    """

    def __init__(self, rules: Mapping[str, str], but_not: Mapping[str, str], lists: Mapping[str, str]) -> None:
        self._lists = {name: "|".join(words.split()) for name, words in lists.items()}
        self._phrases: list[_Phrase] = []
        self._exceptions: dict[str, int] = {}
        self._rules = anything = 0
        fills: list[dict[str, array[int]]] = [{} for _ in range(_SLOTS)]
        follows: dict[str, array[int]] = {}
        missing = [0] * _SLOTS
        for phrase, is_exception in self._written(rules, but_not):
            for way in _ways(phrase.elements):
                place = len(self._phrases)
                self._phrases.append(phrase)
                if is_exception:
                    self._exceptions[phrase.rule] = self._exceptions.get(phrase.rule, 0) | 1 << place
                else:
                    self._rules |= 1 << place
                for slot, forms in enumerate(way.slots):
                    _note(fills[slot], forms, place)
                for slot in range(len(way.slots), _SLOTS):
                    missing[slot] |= 1 << place
                _note(follows, way.next_words, place)
                anything |= 0 if way.next_words else 1 << place
        apart = len(self._phrases)
        self._missing = reduce(or_, [bits << slot * apart for slot, bits in enumerate(missing)])
        self._fills, self._follows = _Bits(fills, apart=apart), _Bits([follows], apart=apart, always=anything)

    def _written(self, rules: Mapping[str, str], but_not: Mapping[str, str]) -> Iterator[tuple[_Phrase, bool]]:
        """Each phrase, and whether it is one of an exception."""
        for is_exception, written in ((False, rules), (True, but_not)):
            for rule, phrases in written.items():
                for line in _lines(phrases):
                    yield _Phrase(rule, self._elements(line)), is_exception

    def _elements(self, line: str) -> tuple[str, ...]:
        elements = re.sub(r"<(\w+)>", self._words_of, line).split()
        if elements[0][0] in "?~":
            raise PhraseProblem(f"{line!r} begins with what may be missing; begin with a word.")
        if not _firsts(_said(elements[0])):
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
        """What ``Book.find`` gives."""
        fills = list(map(self._fills.__getitem__, wording.words))
        filled = reduce(or_, fills, self._missing)
        worth = reduce(and_, [filled >> slot * len(self._phrases) for slot in range(_SLOTS)])
        heard = self._places(wording, fills, worth & self._rules)
        against = reduce(or_, [self._exceptions.get(rule, 0) for rule in heard], 0) & worth
        exceptions = self._places(wording, fills, against) if against else {}
        left = ((rule, _standing(heard[rule], exceptions.get(rule, ()))) for rule in sorted(heard))
        return {rule: spans for rule, spans in left if spans}

    def _places(self, wording: Wording, fills: Sequence[int], worth: int) -> dict[str, list[Span]]:
        """The first places of the phrases that are worth trying, by rule."""
        plain, words, phrases = wording.plain, wording.words, self._phrases
        starts = list(accumulate(map(len, words), initial=0))
        hits: dict[int, list[Span]] = {}
        for place, bits in enumerate(fills):
            tried = bits & worth
            if tried:
                tried &= self._follows[words[place + 1] if place + 1 < len(words) else ""]
            while tried:
                number = tried.bit_length() - 1
                tried ^= 1 << number
                found = phrases[number].match(plain, starts[place] + place)
                if found is not None:
                    spans = hits.setdefault(number, [])
                    spans.append(found.span())
                    if len(spans) == _MOST:
                        worth ^= 1 << number
        found_by: dict[str, set[Span]] = {}
        for number, spans in hits.items():
            found_by.setdefault(phrases[number].rule, set()).update(spans)
        return {rule: sorted(spans)[:_MOST] for rule, spans in found_by.items()}


def _standing(places: Sequence[Span], exceptions: Sequence[Span]) -> tuple[Span, ...]:
    """The places that no exception touches."""
    return tuple([one for one in places if not any(start < one[1] and one[0] < end for start, end in exceptions)])


def _note(places: dict[str, array[int]], forms: Iterable[str], place: int) -> None:
    """Write a place down under each form."""
    for form in forms:
        places.setdefault(form, array("H")).append(place)


def _lines(phrases: str) -> list[str]:
    joined = re.sub(r"\n\s*\+ ", " ", re.sub(r"\n\s*(?=\|)", "", phrases))
    return [line.strip() for line in joined.splitlines() if line.strip()]


@lru_cache(maxsize=_AT_HAND)
def _said(element: str) -> _Said:
    return () if element[0] in "?~" else tuple([tuple(_spelt(one).split()) for one in element.split("|")])


def _ways(elements: Sequence[str]) -> Iterator[_Way]:
    """How a phrase begins: with one word that something follows, or with the first of several in the place of one."""
    needs = [forms for one in elements[1:] if (forms := _rarest(_said(one)))]
    for words in (one for one in _by_length(elements[0]) if one):
        if len(words[0]) > 1:
            next_words, own = _firsts(tuple([one[1:] for one in words])), [_rarest(tuple([one[1:] for one in words]))]
        else:
            next_words, own = _firsts(_said(elements[1])) if len(elements) > 1 else frozenset(), []
        rarest = sorted(filter(None, dict.fromkeys([*needs, *own])), key=_commonness)
        yield _Way((_firsts(words), *rarest[: _SLOTS - 1]), next_words)


@lru_cache(maxsize=_AT_HAND)
def _by_length(element: str) -> tuple[_Said, _Said]:
    """What an element says in one word, and what in several."""
    said = _said(element)
    return tuple([words for words in said if len(words) == 1]), tuple([words for words in said if len(words) > 1])


@lru_cache(maxsize=_AT_HAND)
def _firsts(said: _Said) -> frozenset[str]:
    """The forms of the first words; nothing where any word may be one."""
    forms = frozenset([_form(words[0]) for words in said])
    return frozenset() if "" in forms else forms


@lru_cache(maxsize=_AT_HAND)
def _rarest(said: _Said) -> frozenset[str]:
    """The rarest form of each that may stand there; nothing where any word may."""
    forms = frozenset([min(filter(None, map(_form, words)), key=_often, default="") for words in said])
    return frozenset() if "" in forms else forms


def _form(word: str) -> str:
    """How a word is looked up, or a stem with its star; blank for a stem of too few letters."""
    return word if len(word) > STEM or not word.endswith("*") else ""


@lru_cache(maxsize=_AT_HAND)
def _commonness(forms: frozenset[str]) -> int:
    return sum(map(_often, forms))


def _often(form: str) -> int:
    return _COMMON if form in EVERYDAY else 1


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
