"""Phrases in a small language that a headteacher can read, and where they stand in a text.

``a b`` are words one after the other; ``a|b`` is either; ``lose_the_plot`` is three words in the place of one; ``hit*`` is every
word that begins so; ``?the`` may be missing; ``~3`` is up to three words between, inside one sentence; ``<child>`` is a word of
that list. Accents, capitals, apostrophes and text-speak need not be written out: ``gateway.domain.wording`` evens them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gateway.domain.wording import Wording, fold, spelt

Span = tuple[int, int]
_STEM = 3
_MOST = 6


class PhraseProblem(ValueError):
    """A phrase is not written in the language of phrases."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    rule: str
    pattern: re.Pattern[str]


class Book:
    """Rules, each a name with its phrases (one a line), ready to be found in any number of texts."""

    def __init__(self, rules: Mapping[str, str], *, lists: Mapping[str, str] | None = None) -> None:
        self._lists = {name: "|".join(words.split()) for name, words in (lists or {}).items()}
        self._whole: dict[str, list[_Phrase]] = {}
        self._stems: dict[str, list[_Phrase]] = {}
        for rule, phrases in rules.items():
            for line in filter(None, map(str.strip, phrases.splitlines())):
                self._add(rule, line)

    def _add(self, rule: str, line: str) -> None:
        elements = re.sub(r"<(\w+)>", self._words_of, line).split()
        if elements[0][0] in "?~":
            raise PhraseProblem(f"{line!r} begins with what may be missing; begin with a word.")
        body = _pattern(elements[0]) + "".join(_following(one) for one in elements[1:])
        phrase = _Phrase(rule, re.compile(body + "(?= |$)"))
        for head in elements[0].split("|"):
            word = _spelt(head).split()[0]
            if not word.endswith("*"):
                known = self._whole.setdefault(word, [])
            elif len(word) > _STEM:
                known = self._stems.setdefault(word[:_STEM], [])
            else:
                raise PhraseProblem(f"{line!r} begins with a stem of less than {_STEM} letters; write the words out.")
            if phrase not in known:
                known.append(phrase)

    def _words_of(self, match: re.Match[str]) -> str:
        try:
            return self._lists[match[1]]
        except KeyError as missing:
            raise PhraseProblem(f"There is no list of words called {match[1]!r}.") from missing

    def find(self, wording: Wording) -> dict[str, list[Span]]:
        """The rules that speak, each with the first places in the text, as characters ``start`` to ``end``."""
        found: dict[str, list[Span]] = {}
        whole, stems, plain, starts = self._whole.get, self._stems.get, wording.plain, wording.starts
        for place, word in enumerate(wording.words):
            for phrases in (whole(word), stems(word[:_STEM])):
                for phrase in phrases or ():
                    match = phrase.pattern.match(plain, starts[place])
                    if match is not None:
                        places = found.setdefault(phrase.rule, [])
                        if len(places) < _MOST:
                            places.append(wording.characters(*match.span()))
        return found


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


def earliest(spans: Iterable[Span]) -> Span:
    """The first of some places in a text."""
    return min(spans)
