"""How much each term says for a talk, a risk or an operation; what was learnt stands in a table that a person can review."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from gateway.domain.messages import Evidence, Turn
from gateway.domain.weighing.abroad import KnownAbroad
from gateway.domain.weighing.terms import SCHOOL, Known, bare, in_conversation
from gateway.domain.wording import EVERYDAY, Span, Wording, read

FILE = Path(__file__).with_name("weights.csv")
"""Written by ``python -m bench.flags.learning``: a column a code, a line a term, after the lines of what each code needs."""
FILE_ABROAD = Path(__file__).with_name("abroad.csv")
"""Written by ``python -m bench.flags.abroad``: whether a text tells a fact for the office, and if it does, which."""
TALK = "face_to_face"
RISK = "any risk"
FACT = "any operation"
BIAS, ENOUGH, IN_FEW_WORDS, WITH_RULES = "=bias", "=enough", "=enough in few words", "=enough with rules"
FEW = 40
"""So few words of a family are a short note, in which one strong word says less than in a letter: more must be there."""
CARRIES = 0.2
"""The least weight of a term that may be shown as what carried a code."""
SHARED_FROM = 60
"""A long text says no more than a short one: from so many known terms on, what they say is shared among them."""

_LEAST_PHRASES = 2
_LEAST_SHOWN = 1.0
_LEAST_KNOWN = 0.3
_MOST_PHRASES = 4


class Vocabulary(Protocol):
    """The terms that matter, and how they are found in a text."""

    def of(self, wording: Wording) -> frozenset[str]:
        """The terms of a text."""

    def share(self, wording: Wording) -> float:
        """Which share of the words are known, 0 to 1."""

    def place_of(self, term: str, wording: Wording) -> Span | None:
        """The first place of a term in ``wording.plain``, where it has one."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """``columns`` by code, ``rows`` by term, a weight for each column; the other tuples are by column.

    ``enough`` is what the words must weigh by themselves, ``with_rules`` what they must weigh together with the rules.
    """

    columns: Mapping[str, int]
    bias: tuple[float, ...]
    enough: tuple[float, ...]
    in_few_words: tuple[float, ...]
    with_rules: tuple[float, ...]
    rows: Mapping[str, tuple[float, ...]]
    known: Vocabulary
    carrying: Mapping[str, frozenset[str]]

    def weigh(self, turns: Sequence[Turn]) -> Weighed:
        """Weigh what stands in a conversation, or in one message by itself."""
        here = _here(self, tuple([("staff" if turn.by == "staff" else "parent", turn.text) for turn in turns]))
        return Weighed(self, turns, here)

    def share(self, text: str) -> float:
        """Which share of the words of a text are known, 0 to 1."""
        return self.known.share(read(text))


@dataclass(frozen=True, slots=True, eq=False)
class _Here:
    """What of the table stands in some texts; nothing where few words are known, as in a language nobody taught."""

    terms: frozenset[str]
    is_short: bool


@lru_cache(maxsize=16)
def _here(weights: Weights, texts: tuple[tuple[str, str], ...]) -> _Here:
    """Kept for the newest conversations, because each is asked for its risks and its operations or a talk."""
    terms = in_conversation(texts, [_of_text(weights, text) for _, text in texts]) & weights.rows.keys()
    words = [read(text).words for _, text in texts]
    length = sum(map(len, words))
    # Words are seldom counted one by one: no text has more different words than words.
    if len(terms) < _LEAST_KNOWN * length and len(terms) < _LEAST_KNOWN * len(set().union(*words)):
        terms = set()
    return _Here(frozenset(terms), length < FEW)


@lru_cache(maxsize=256)
def _of_text(weights: Weights, text: str) -> frozenset[str]:
    """Kept, because a text is read again with each answer to it."""
    return weights.known.of(read(text))


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """One conversation with what of the table stands in it."""

    weights: Weights
    turns: Sequence[Turn]
    here: _Here

    def total(self, code: str) -> float:
        """The logarithm of the odds of a code."""
        column = self.weights.columns[code]
        rows, terms = self.weights.rows, self.here.terms
        return self.weights.bias[column] + math.fsum([rows[term][column] for term in terms]) / share(len(terms))

    @property
    def is_known(self) -> bool:
        """Whether enough of the words are known to weigh anything."""
        return bool(self.here.terms)

    @property
    def is_short(self) -> bool:
        """Whether these are few words: less than ``FEW`` in all."""
        return self.here.is_short

    def beside(self, code: str) -> float:
        """How far the total is above what is enough together with what the rules weigh, if that were nothing."""
        return self.total(code) - self.weights.with_rules[self.weights.columns[code]]

    def margin(self, code: str) -> float:
        """How far the total is above what is enough; minus infinity where too little of it could be shown to somebody."""
        column, rows = self.weights.columns[code], self.weights.rows
        carrying = self.here.terms & self.weights.carrying[code]
        if len(carrying) < _LEAST_PHRASES or math.fsum([rows[term][column] for term in carrying]) < _LEAST_SHOWN:
            return -math.inf
        enough = self.weights.in_few_words if self.here.is_short else self.weights.enough
        return self.total(code) - enough[column]

    def evidence(self, *codes: str, least: int = _LEAST_PHRASES) -> tuple[Evidence, ...]:
        """The phrases that said most for the first of the codes with ``least`` of them, in their order; empty where none has."""
        return next((found for code in codes if len(found := self._evidence(code)) >= least), ())

    def _evidence(self, code: str) -> tuple[Evidence, ...]:
        column, rows = self.weights.columns[code], self.weights.rows
        carrying = sorted(self.here.terms & self.weights.carrying[code], key=lambda term: (-rows[term][column], term))
        chosen: list[tuple[int, Span]] = []
        for term in carrying:
            place = self._place(term)
            if place is not None and not any(_touch(place, other) for other in chosen):
                chosen.append(place)
            if len(chosen) == _MOST_PHRASES:
                break
        return tuple(Evidence(index, *read(self.turns[index].text).characters(*span)) for index, span in sorted(chosen))

    def _place(self, term: str) -> tuple[int, Span] | None:
        """The last place of a term: what was written last is what calls for something now."""
        for index in range(len(self.turns) - 1, -1, -1):
            if (self.turns[index].by == "staff") == term.startswith(SCHOOL):
                span = self.weights.known.place_of(bare(term), read(self.turns[index].text))
                if span is not None:
                    return index, span
        return None


def _touch(one: tuple[int, Span], other: tuple[int, Span]) -> bool:
    return one[0] == other[0] and one[1][0] < other[1][1] and other[1][0] < one[1][1]


def share(known: int) -> float:
    """By what the sum of the weights is divided where so many terms are known."""
    return max(1.0, math.sqrt(known / SHARED_FROM))


def shows(term: str) -> bool:
    """Whether a term shows somebody something: no shape, no number, and not of everyday words alone."""
    words = [word for word in bare(term).split() if not word.isdecimal()]
    return not term.startswith("#") and not EVERYDAY.issuperset(words)


def written_as(lines: Iterable[Sequence[str]], *, known: Callable[[Iterable[str]], Vocabulary] = Known) -> Weights:
    """The weights of a table: a head of codes, the lines of what each code needs, and a line a term, blank being 0.

    ``known`` finds its terms in a text.
    """
    rows: dict[str, tuple[float, ...]] = {}
    same: dict[str, float] = {"": 0.0}
    table = iter(lines)
    codes = list(next(table))[1:]
    for term, *cells in table:
        rows[term] = tuple([same.setdefault(cell, float(cell)) if cell else 0.0 for cell in cells])
    bars = rows.pop(BIAS), rows.pop(ENOUGH), rows.pop(IN_FEW_WORDS), rows.pop(WITH_RULES)
    columns = {code: place for place, code in enumerate(codes)}
    showing = [(term, row) for term, row in rows.items() if shows(term)]
    carrying = {code: frozenset(_carrying(showing, column)) for code, column in columns.items()}
    return Weights(columns, *bars, rows, known(rows), carrying)


def _carrying(rows: Iterable[tuple[str, tuple[float, ...]]], column: int) -> Iterator[str]:
    return (term for term, row in rows if row[column] >= CARRIES)


@lru_cache(maxsize=1)
def shipped() -> Weights:
    """The weights that Handbell ships."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return written_as(csv.reader(lines))


@lru_cache(maxsize=1)
def shipped_abroad() -> Weights:
    """The weights that Handbell ships for the families' other languages."""
    with FILE_ABROAD.open(encoding="utf-8", newline="") as lines:
        return written_as(csv.reader(lines), known=KnownAbroad)
