"""``python -m bench.flags.abroad``: learns by what facts for the office are heard in other languages than English."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bench.flags.learning import BARS, NOTHING, as_lines, cells, matrix
from bench.flags.sets import ABROAD, OPERATIONS, Conversation, abroad
from gateway.domain.operations import recognise
from gateway.domain.operations.recognising import STATED_ABROAD
from gateway.domain.weighing import FACT, Weights, weights
from gateway.domain.weighing.abroad import KnownAbroad
from gateway.domain.wording import fold, read

MOST_WRONG = 0.04
"""A fact is said of at most this share of the messages that tell none, by authors that were not learnt from; many of those
messages were written to look like one."""

_TERMS = 8_000
_LEAST_FOUND = 3
_LEAST_AUTHORS = 2
_STRENGTH = 1.0
_IS_NAME = 0.6
"""A word that is written with a capital so often inside a sentence is somebody's name."""
_EVERYTHING = KnownAbroad(None)

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def learn(rows: Sequence[Conversation]) -> Weights:
    """Weights from messages in other languages: whether one tells a fact, and which.

    What is enough is found on each author by the weights of the others.
    """
    found = [_EVERYTHING.of(read(one.turns[0].text)) for one in rows]
    true = {code: np.array([code in one.true for one in rows]) for code in (FACT, *OPERATIONS)}
    tells = true[FACT]
    terms = _that_matter(_frequent(rows, found), found, true)
    table = matrix(terms, found)
    authors = np.array([one.author for one in rows])
    totals = np.array([STATED_ABROAD * bool(recognise(one.turns[0].text, weights=NOTHING)) for one in rows])
    for author in sorted(set(authors)):
        theirs = authors == author
        model = _fitted(table[~theirs], tells[~theirs])
        totals[theirs] += model.decision_function(table[theirs])
    enough = float(np.quantile(totals[~tells], 1 - MOST_WRONG))
    models = {code: _fitted(table, is_so) for code, is_so in true.items()}
    return weights.written_as(_lines(terms, models, enough=enough), known=KnownAbroad)


def _fitted(table: csr_matrix, true: Flags) -> LogisticRegression:
    return LogisticRegression(C=_STRENGTH, solver="liblinear", random_state=0).fit(table, true)


def _frequent(rows: Sequence[Conversation], found: Iterable[Iterable[str]]) -> Mapping[str, int]:
    """The terms that stand in some messages by more than one author and are nobody's name."""
    names = _names(rows)
    counts: Counter[str] = Counter()
    by: dict[str, set[str]] = defaultdict(set)
    for one, terms in zip(rows, found, strict=True):
        for term in terms:
            counts[term] += 1
            by[term].add(one.author)
    return {
        term: count
        for term, count in counts.items()
        if count >= _LEAST_FOUND and len(by[term]) >= _LEAST_AUTHORS and term not in names
    }


def _names(rows: Iterable[Conversation]) -> frozenset[str]:
    """The words that stand with a capital where no sentence begins."""
    capital: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for one in rows:
        for word in re.findall(r"(?<=[^\W_] )[^\W\d_]+", one.turns[0].text):
            every[fold(word)] += 1
            capital[fold(word)] += word.istitle()
    return frozenset(word for word, count in capital.items() if count > _IS_NAME * every[word])


def _that_matter(frequent: Mapping[str, int], found: Sequence[frozenset[str]], true: Mapping[str, Flags]) -> list[str]:
    """The terms that say most, in the order of the alphabet."""
    everything = sorted(frequent)
    table = matrix(everything, found)
    most = np.max([np.abs(_fitted(table, is_so).coef_[0]) for is_so in true.values()], axis=0)
    matters = most * np.sqrt([frequent[term] for term in everything])
    return sorted(everything[place] for place in np.argsort(-matters)[:_TERMS])


def _lines(terms: Sequence[str], models: Mapping[str, LogisticRegression], *, enough: float) -> list[list[str]]:
    bias = [float(model.intercept_[0]) for model in models.values()]
    bars = ([enough, *[0.0] * len(OPERATIONS)] for _ in BARS[1:])
    heads = [[name, *cells(one)] for name, one in zip(BARS, (bias, *bars), strict=True)]
    rows = ([term, *cells(model.coef_[0][place] for model in models.values())] for place, term in enumerate(terms))
    return [["", *models], *heads, *(row for row in rows if any(row[1:]))]


def main() -> None:
    """Learn from every message that is learnt from and write the file that Handbell ships."""
    learnt = learn([one for hand in ABROAD for one in abroad(hand)])
    with weights.FILE_ABROAD.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(as_lines(learnt))


if __name__ == "__main__":
    main()
