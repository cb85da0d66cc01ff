"""``python -m bench.flags.learning``: learns the weights that Handbell ships from every labelled set; reads HANDBELL_DATA."""

from __future__ import annotations

import csv
import math
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bench.flags.sets import (
    AUTHORS,
    BUSINESS,
    EXAMPLES,
    OPERATION,
    OPERATIONS,
    OWN,
    REASONS,
    RISK,
    RISKS,
    TALK,
    TELLINGS,
    TERM,
    Conversation,
    by_themselves,
    conversations,
    elsewhere,
    everyday,
    examples,
    office,
    own,
    sample_term,
    talks,
    tellings,
)
from gateway.domain.flags import look
from gateway.domain.flags.looking import BESIDE_WORDS, hear
from gateway.domain.messages import Turn
from gateway.domain.operations import recognise
from gateway.domain.operations.recognising import STATED
from gateway.domain.weighing import weights
from gateway.domain.weighing.kinds import kinds_of
from gateway.domain.weighing.terms import Known, bare, in_conversation
from gateway.domain.weighing.weights import Weights
from gateway.domain.wording import read

LEARNT = (TALK, *REASONS, RISK, *RISKS, *OPERATIONS)
LEAST_PRECISION = dict.fromkeys(REASONS, 0.75)
"""A code is said as often as keeps this precision on authors that were not learnt from."""
LEAST_WITH_RULES = {TALK: 0.9, OPERATION: 0.86}
"""The same of what the rules and the words weigh together."""
MOST_OF_HARD = {TALK: 0.075}
"""A code is said of at most this share of what looks like one and is none, on authors that were not learnt from."""
MOST_ALARMS = {RISK: 0.02}
"""A risk is said of at most this share of the conversations without one, on authors that were not learnt from."""
MOST_OF_NOTES = {TALK: 0.005, RISK: 0.001}
"""A code is said of at most this share of the short messages by themselves out of ordinary conversations."""

_TERMS = 2_400
_LEAST_FOUND = 3
_LEAST_AUTHORS = 2
_LEAST_RIGHT = 3
_STRENGTH = 0.1
_STRENGTH_OF_FACTS = 0.3
_ALIKE = 0.4
"""How much of what a word says for a fact is what it says for any: families tell of all of them in the same small words."""
_COUNTS = {EXAMPLES: 0.7, TELLINGS: 0.5, TERM: 0.5, BUSINESS: 0.2}
_MESSAGE = 0.4
_HARD = 1.5
"""How much a text counts, 1 being a labelled conversation that is what it looks like."""
_IS_NAME = 0.6
"""A word that is written with a capital so often inside a sentence is somebody's name."""

BARS = (weights.BIAS, weights.ENOUGH, weights.IN_FEW_WORDS, weights.WITH_RULES)
NOTHING = weights.written_as([["", *LEARNT], *([bar, *"0" * len(LEARNT)] for bar in BARS)])
"""Weights of no terms, beside which the rules speak alone."""

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


_EVERYTHING = Known(None)


@dataclass(frozen=True, slots=True)
class Parts:
    """What the weights are made of, so that each part can be left out to see what it does."""

    pairs: bool = True
    kinds: bool = True
    shape: bool = True
    examples: bool = True


EVERY_PART = Parts()


class Table:
    """Conversations beside the terms that stand in them: in the whole, and in what the family wrote."""

    def __init__(self, rows: Sequence[Conversation], parts: Parts) -> None:
        self.rows = rows
        self.authors = np.array([one.author for one in rows])
        self.messages = np.array([one.is_message for one in rows])
        self.notes = np.array([one.is_message and one.is_ordinary for one in rows])
        self.by_family = np.array([len(one.turns) == 1 and one.turns[0].by != "staff" for one in rows])
        self.short = np.array([sum(len(read(turn.text).words) for turn in one.turns) < weights.FEW for one in rows])
        self.counts = np.array([_count(one) for one in rows])
        self.hard = np.array([one.is_hard for one in rows])
        heard = np.array([sum(rule.weight for rule in hear(one.turns, weights=NOTHING)) for one in rows])
        self.by_rules = {TALK: BESIDE_WORDS * heard}
        stated = [_stated(one) for one in rows]
        self.by_rules |= {code: STATED * np.array([code in codes for codes in stated]) for code in OPERATIONS}
        texts: dict[str, Collection[str]] = {
            turn.text: tuple(term for term in _EVERYTHING.of(read(turn.text)) if _keeps(parts, term))
            for one in rows
            for turn in one.turns
        }
        self.whole = [_terms_of(one.turns, texts, parts) for one in rows]
        self.family = [_terms_of([turn for turn in one.turns if turn.by != "staff"], texts, parts) for one in rows]

    def true(self, code: str) -> Flags:
        """Of which conversations a code is true."""
        return np.array([code in one.true for one in self.rows])

    def told(self, code: str) -> Flags:
        """Which conversations are labelled for a code; a fact for the office is told by one message of a family by itself."""
        told = np.array([code in one.labelled for one in self.rows])
        return told & self.by_family if code in (OPERATION, *OPERATIONS) else told


def _count(one: Conversation) -> float:
    return _COUNTS.get(one.author, _MESSAGE if one.is_message else _HARD if one.is_hard else 1.0)


def _stated(one: Conversation) -> frozenset[str]:
    return frozenset(
        fact.code for turn in one.turns if turn.by != "staff" for fact in recognise(turn.text, weights=NOTHING)
    )


def _keeps(parts: Parts, term: str) -> bool:
    if "<" in term:
        return parts.kinds
    return parts.pairs or " " not in term


def _terms_of(turns: Sequence[Turn], texts: Mapping[str, Collection[str]], parts: Parts) -> frozenset[str]:
    found = in_conversation([(turn.by, turn.text) for turn in turns], [texts[turn.text] for turn in turns])
    return frozenset(term for term in found if parts.shape or not term.startswith("#"))


@dataclass(frozen=True, slots=True)
class _Fit:
    """Weights by code over terms in one order, before anything is left out or rounded."""

    order: Mapping[str, int]
    coefficients: dict[str, Floats] = field(default_factory=dict)
    biases: dict[str, float] = field(default_factory=dict)

    def total(self, matrix: csr_matrix, code: str) -> Floats:
        totals: Floats = np.asarray(matrix @ self.coefficients[code]) + self.biases[code]
        return totals


def learn(learnt: Sequence[Conversation], *, parts: Parts = EVERY_PART) -> Weights:
    """Weights from labelled conversations; what is enough is found on each author by the weights of the others."""
    table = Table([one for one in learnt if parts.examples or one.author != EXAMPLES], parts)
    everybody = np.ones(len(table.rows), dtype=bool)
    terms = _that_matter(table, _frequent(table))
    matrices = _matrices(table, terms)
    totals = {code: np.full(len(table.rows), np.nan) for code in LEARNT}
    for author in sorted(set(table.authors) & {*AUTHORS, *OWN}):
        theirs = table.authors == author
        codes = LEARNT if author in AUTHORS else OPERATIONS
        fit = _fit(table, terms, matrices, among=~theirs, codes=codes)
        for code in codes:
            totals[code][theirs] = fit.total(matrices[code not in OPERATIONS][theirs], code)
    fit = _fit(table, terms, matrices, among=everybody)
    together = {code: totals[code] + weigh for code, weigh in table.by_rules.items()}
    together[OPERATION] = np.max([together.pop(code) for code in OPERATIONS], axis=0)
    with_rules = {code: _enough(table, code, together, least_precision=LEAST_WITH_RULES) for code in together}
    with_rules |= dict.fromkeys(OPERATIONS, with_rules.pop(OPERATION))
    enough = {code: with_rules[code] if code in with_rules else _enough(table, code, totals) for code in LEARNT}
    in_few_words = {code: max(enough[code], _for_notes(table, code, totals)) for code in LEARNT}
    return weights.written_as(_lines(fit, enough, in_few_words, with_rules))


def _frequent(table: Table) -> dict[str, int]:
    """The terms that stand in some conversations by more than one author and are nobody's name."""
    names = _names(table.rows)
    found: Counter[str] = Counter()
    by: dict[str, set[str]] = defaultdict(set)
    for author, is_message, terms in zip(table.authors, table.messages, table.whole, strict=True):
        if not is_message:
            for term in terms:
                found[term] += 1
                by[term].add(author)
    return {
        term: count
        for term, count in found.items()
        if count >= _LEAST_FOUND and len(by[term]) >= _LEAST_AUTHORS and names.isdisjoint(bare(term).split())
    }


def _names(rows: Iterable[Conversation]) -> frozenset[str]:
    """The words, without their endings, that stand with a capital where no sentence begins."""
    capital: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for one in rows:
        for turn in one.turns:
            for word in re.findall(r"(?<=[a-z,] )[^\W\d_]+", turn.text):
                plain = _plain(word)
                every[plain] += 1
                capital[plain] += word.istitle()
    return frozenset(
        word for word, count in capital.items() if word and count > _IS_NAME * every[word] and not kinds_of(word)
    )


def _plain(word: str) -> str:
    """A word without its ending; blank where it is short for more than one."""
    terms = [term for term in _EVERYTHING.of(read(word)) if "<" not in term and " " not in term]
    return terms[0] if len(terms) == 1 else ""


def _that_matter(table: Table, frequent: Mapping[str, int]) -> list[str]:
    """The terms that say most, in the order of the alphabet."""
    everything = sorted(frequent)
    matrices = _matrices(table, everything)
    fit = _fit(table, everything, matrices, among=np.ones(len(table.rows), dtype=bool))
    most = np.max([np.abs(one) for one in fit.coefficients.values()], axis=0)
    matters = most * np.sqrt([frequent[term] for term in everything])
    return sorted(everything[place] for place in np.argsort(-matters)[:_TERMS])


def _matrices(table: Table, terms: Sequence[str]) -> Mapping[bool, csr_matrix]:
    return {whole: matrix(terms, table.whole if whole else table.family) for whole in (True, False)}


def matrix(terms: Sequence[str], found: Sequence[Iterable[str]]) -> csr_matrix:
    """A line a text and a column a term: what of the terms was found in it, shared among them where they are many."""
    order = {term: place for place, term in enumerate(terms)}
    known = [[order[term] for term in some if term in order] for some in found]
    values = [1 / weights.share(len(places)) for places in known for _ in places]
    edges = np.cumsum([0, *map(len, known)])
    return csr_matrix((values, [place for places in known for place in places], edges), shape=(len(known), len(order)))


def _fit(
    table: Table,
    terms: Sequence[str],
    matrices: Mapping[bool, csr_matrix],
    *,
    among: Flags,
    codes: Iterable[str] = LEARNT,
) -> _Fit:
    fit = _Fit({term: place for place, term in enumerate(terms)})
    any_fact, any_bias = _fitted(table, matrices[False], OPERATION, among=among)
    for code in codes:
        coefficients, bias = _fitted(table, matrices[code not in OPERATIONS], code, among=among)
        if code in OPERATIONS:
            coefficients = (1 - _ALIKE) * coefficients + _ALIKE * any_fact
            bias = (1 - _ALIKE) * bias + _ALIKE * any_bias
        fit.coefficients[code], fit.biases[code] = coefficients, bias
    return fit


def _fitted(table: Table, matrix: csr_matrix, code: str, *, among: Flags) -> tuple[Floats, float]:
    told = among & table.told(code)
    strength = _STRENGTH_OF_FACTS if code in (OPERATION, *OPERATIONS) else _STRENGTH
    model = LogisticRegression(C=strength, class_weight="balanced", solver="liblinear", random_state=0)
    model.fit(matrix[told], table.true(code)[told], table.counts[told])
    return model.coef_[0], float(model.intercept_[0])


def _enough(
    table: Table, code: str, totals: Mapping[str, Floats], *, least_precision: Mapping[str, float] = LEAST_PRECISION
) -> float:
    """From which total on a code is said, by conversations and messages of authors that were not learnt from."""
    unseen = ~np.isnan(totals[code])
    whole = unseen & (table.told(code) if code == OPERATION else ~table.messages)
    least = -math.inf
    if code in REASONS:
        whole &= totals[TALK] >= _enough(table, TALK, totals)
    true = table.true(code)
    if code in least_precision:
        least = _for_precision(totals[code][whole], true[whole], least_precision[code])
    if code in MOST_OF_HARD:
        least = max(least, float(np.quantile(totals[code][whole & table.hard], 1 - MOST_OF_HARD[code])))
    if code in MOST_ALARMS:
        least = float(np.quantile(totals[code][whole & ~true], 1 - MOST_ALARMS[code]))
    if code in RISKS:
        least = _for_precision(totals[code][whole], true[whole], 0.5)
    return least


def _for_notes(table: Table, code: str, totals: Mapping[str, Floats]) -> float:
    """From which total on a code is said of a short note."""
    notes = table.notes & table.short & ~np.isnan(totals[code])
    return float(np.quantile(totals[code][notes], 1 - MOST_OF_NOTES[code])) if code in MOST_OF_NOTES else -math.inf


def _for_precision(totals: Floats, true: Flags, least: float) -> float:
    """The lowest total from which on the precision holds; where none does, the one of the best balance."""
    order = np.argsort(-totals)
    right = np.cumsum(true[order])
    said = np.arange(1, len(order) + 1)
    holds = np.flatnonzero((right / said >= least) & (right >= _LEAST_RIGHT))
    place = holds[-1] if len(holds) else np.argmax(2 * right / (said + true.sum()))
    return float(totals[order][place])


def cells(row: Iterable[float]) -> list[str]:
    """Weights as they are written, to the hundredth; blank for none."""
    return [f"{one:.2f}".rstrip("0").rstrip(".") if abs(one) >= 0.005 else "" for one in row]


def _lines(fit: _Fit, *bars: Mapping[str, float]) -> list[list[str]]:
    lines = [
        [name, *cells(one.get(code, 0.0) for code in LEARNT)]
        for name, one in zip(BARS, (fit.biases, *bars), strict=True)
    ]
    rows = ([term, *cells(fit.coefficients[code][place] for code in LEARNT)] for term, place in fit.order.items())
    return [["", *LEARNT], *lines, *(row for row in rows if any(row[1:]))]


def material(folder: Path) -> list[Conversation]:
    """Everything beside the four authors that is learnt from."""
    ours = [one for author in OWN for one in own(author)]
    quiet = [one for one in sample_term() if not look(one.turns, weights=NOTHING).flags]
    return [
        *ours,
        *by_themselves(ours),
        *examples(),
        *office(),
        *talks(),
        *by_themselves(office()),
        *by_themselves(talks()),
        *tellings(),
        *everyday("learnt"),
        *quiet,
        *by_themselves(quiet),
        *business(folder, learnt_from=True),
    ]


def business(folder: Path, *, learnt_from: bool) -> tuple[Conversation, ...]:
    """The business sentences that are learnt from as ordinary writing, or the others."""
    return elsewhere(folder)["business sentences"][not learnt_from :: 2]


def main() -> None:
    """Learn from everything that is labelled and write the file that Handbell ships."""
    if not (given := os.environ.get("HANDBELL_DATA")):
        sys.exit("Set HANDBELL_DATA to the folder that holds conversations/dev.jsonl, then run this again.")
    folder = Path(given)
    labelled = [one for author in AUTHORS for one in conversations(folder, author)]
    learnt = learn([*labelled, *by_themselves(labelled), *material(folder)])
    with weights.FILE.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(as_lines(learnt))


def as_lines(learnt: Weights) -> Iterable[list[str]]:
    """The table in which the weights are written."""
    bars = (
        (weights.BIAS, learnt.bias),
        (weights.ENOUGH, learnt.enough),
        (weights.IN_FEW_WORDS, learnt.in_few_words),
        (weights.WITH_RULES, learnt.with_rules),
    )
    yield ["", *learnt.columns]
    for term, row in (*bars, *learnt.rows.items()):
        yield [term, *("" if one == 0 else f"{one:g}" for one in row)]


if __name__ == "__main__":
    main()
