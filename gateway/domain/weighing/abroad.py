"""What of a text in a language of the families can be weighed: its words, how they begin, their kinds, and which kinds meet.

Families write of the same few things in every language: somebody is ill, stays in bed, does not come, is fetched by grandmother.
``abroad.toml`` says by which words, a section a language, so that what is learnt of a kind in one language is known in the
others.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from pathlib import Path

from gateway.domain.wording import Span, Wording, fold, spelt

LEXICON = Path(__file__).with_name("abroad.toml")
QUESTION = "question"
"""The kind of a text that asks something."""

_END = "."
_QUESTION_MARKS = frozenset("?؟")
_BEGINS = 5
"""Endings differ from language to language, and hardly ever reach so far to the front: what begins so is one word."""
_LEAST_OF_STEM = 2
_MOST_WORDS = 16_384

_IN_ARABIC = re.compile("[\u0621-\u064a]{3,}")
_ONE_SPELLING = str.maketrans("ةى", "هي")
_PARTICLES = re.compile("[وف]?(?:[بعفهك]?ال|لل|[بلكف])")
"""And, with, to, for, the."""
_PERSON = re.compile("[وف]?(?:ر?ح|ه|س|ب|ك|غ)?[يتنا]")
"""Who does it, and whether it is to come."""


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The kinds of one language by whole word, or two with a blank between, and by the beginning of a word."""

    whole: Mapping[str, frozenset[str]]
    stems: Mapping[str, frozenset[str]]

    def kinds(self, word: str) -> frozenset[str]:
        found = set(self.whole.get(word, ()))
        if " " not in word:
            for form in _forms(word):
                found.update(self.whole.get(form, ()))
                for length in range(_LEAST_OF_STEM, len(form) + 1):
                    found.update(self.stems.get(form[:length], ()))
        return frozenset(found)


def _forms(word: str) -> Iterable[str]:
    """A word, and in Arabic what is left of it without the particles or the person that are written before it."""
    yield word
    if _IN_ARABIC.fullmatch(word):
        for before in (_PARTICLES, _PERSON):
            if (found := before.match(word)) and len(word) - found.end() >= 3:
                yield word[found.end() :]


@lru_cache(maxsize=1)
def _lexicons() -> Mapping[str, _Lexicon]:
    with LEXICON.open("rb") as file:
        return {language: _lexicon(kinds) for language, kinds in tomllib.load(file).items()}


def _lexicon(kinds: Mapping[str, str]) -> _Lexicon:
    whole: dict[str, frozenset[str]] = {}
    stems: dict[str, frozenset[str]] = {}
    for kind, words in kinds.items():
        for word in words.split():
            if word.endswith("*"):
                stem = _even(fold(word[:-1]))
                stems[stem] = stems.get(stem, frozenset()) | {kind}
            else:
                plain = " ".join(_even(part) for one in word.split("_") for part in spelt(one))
                for form in _forms(plain) if " " not in plain else (plain,):
                    whole[form] = whole.get(form, frozenset()) | {kind}
    return _Lexicon(whole, stems)


def _even(word: str) -> str:
    return word.translate(_ONE_SPELLING)


@lru_cache(maxsize=_MOST_WORDS)
def _kinds(word: str) -> Mapping[str, frozenset[str]]:
    """The kinds of one word, or of two with a blank between, by the languages that know it."""
    found = {language: lexicon.kinds(word) for language, lexicon in _lexicons().items()}
    return {language: kinds for language, kinds in found.items() if kinds}


def language_of(words: Iterable[str]) -> str | None:
    """The language that knows most of the words; ``None`` where no language knows one."""
    known = Counter(language for word in words for language in _kinds(word))
    return max(_lexicons(), key=known.__getitem__) if known else None


class KnownAbroad:
    """The terms that matter; ``None`` for every term, where it is not known yet which matter."""

    def __init__(self, terms: Iterable[str] | None) -> None:
        self.terms = None if terms is None else frozenset(terms)

    def of(self, wording: Wording) -> frozenset[str]:
        """The words of a text, how they begin, their kinds in the language of the text, and each two kinds that meet in it."""
        words = _words(wording)
        kinds = set().union(*_kinds_of_each(words))
        if not _QUESTION_MARKS.isdisjoint(wording.text):
            kinds.add(QUESTION)
        names = sorted(f"<{kind}>" for kind in kinds)
        pairs = (f"{one} {other}" for one, other in combinations(names, 2))
        found = {*words, *map(_beginning, words), *names, *pairs} - {_END, ""}
        return frozenset(found if self.terms is None else found & self.terms)

    def share(self, wording: Wording) -> float:
        """Which share of the words are known, 0 to 1; numbers are words of every language and are not counted."""
        words = _words(wording)
        known = [
            bool(kinds) or self.terms is None or not self.terms.isdisjoint((word, _beginning(word)))
            for word, kinds in zip(words, _kinds_of_each(words), strict=True)
            if word != _END and not word[0].isdecimal()
        ]
        return sum(known) / len(known) if known else 0.0

    @staticmethod
    def place_of(term: str, wording: Wording) -> Span | None:
        """The first place of a term in ``wording.plain``; none where two kinds meet."""
        words, kind, start = _words(wording), term.strip("<>"), 0
        for place, (word, kinds) in enumerate(zip(words, _kinds_of_each(words), strict=True)):
            end = start + len(wording.words[place])
            if term in (word, _beginning(word)):
                return start, end
            if kind in kinds:
                is_one_word = any(kind in found for found in _kinds(word).values())
                return start, end if is_one_word else end + 1 + len(wording.words[place + 1])
            start = end + 1
        return None


def _words(wording: Wording) -> tuple[str, ...]:
    return tuple(map(_even, wording.words))


def _beginning(word: str) -> str:
    return f"{word[:_BEGINS]}*" if len(word) >= _BEGINS else ""


def _kinds_of_each(words: Sequence[str]) -> list[frozenset[str]]:
    """The kinds of each word in the language of them all, those of it and the next word among them."""
    language = language_of(words)
    if language is None:
        return [frozenset()] * len(words)
    nothing: frozenset[str] = frozenset()
    pairs = [*map(" ".join, pairwise(words)), ""]
    return [
        _kinds(word).get(language, nothing) | _kinds(pair).get(language, nothing)
        for word, pair in zip(words, pairs, strict=True)
    ]
