"""``python -m bench.flags.learning``: learns the weights that Handbell ships from every labelled set; reads HANDBELL_DATA."""

from __future__ import annotations

import json
import math
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bench.flags.sets import (
    AUTHORS,
    EXAMPLES,
    OPERATIONS,
    REASONS,
    RISK,
    RISKS,
    TALK,
    TELLINGS,
    Conversation,
    conversations,
    elsewhere,
    examples,
    tellings,
)
from gateway.domain import flags, operations, risk, weights
from gateway.domain.flags.rule import CALLED_FOR
from gateway.domain.vocabulary import Everything, in_conversation, in_text
from gateway.domain.weights import Weights
from gateway.domain.wording import read

LEARNT = (TALK, *REASONS, RISK, *RISKS, *OPERATIONS)
LEAST_PRECISION = {TALK: 0.88} | dict.fromkeys(REASONS, 0.55) | dict.fromkeys(OPERATIONS, 0.9) | {"late": 0.8}
"""A code is said as often as keeps this precision on authors not learnt from."""
MOST_ALARMS = 0.075
"""A risk is said of at most this share of the conversations without one, on authors not learnt from."""

_TERMS = 1_800
_LEAST_FOUND = 3
_LEAST_AUTHORS = 2
_STRENGTH = 10.0
_SMALLEST = 0.2
_EVERY = 4
"""One in so many business sentences is learnt from, as ordinary writing; the others are kept to measure on."""
_COUNTS = {EXAMPLES: 0.7, TELLINGS: 0.5, "elsewhere": 0.2}
"""How much a text counts where it is by none of the four authors."""
_ONLY_LEARNT_FROM = {TELLINGS, "elsewhere"}
_ALWAYS = 100.0
"""A practical fact that a rule states is always said, so the words are asked only of the others."""
_HARD = 2.0
"""How much a conversation of the four counts that its author meant to look like what it is not."""
_WITHHELD = 3
"""The rules were written in sight of the four authors: one in so many of their right answers is not counted for them."""
SILENT = {TALK: -CALLED_FOR}
"""What the rules say where they say nothing."""
_EVERYTHING = Everything()

Floats = NDArray[np.float64]
Features = Callable[[Conversation], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a layer is made of, so that each part can be left out to see what it does."""

    words: bool = True
    kinds: bool = True
    shape: bool = True
    rules: bool = True
    examples: bool = True


def _keeps(parts: Parts, term: str) -> bool:
    if term.startswith("#"):
        return parts.shape
    return parts.kinds if "<" in term else parts.words


def _features(parts: Parts) -> tuple[Features, Features]:
    """What is read of a whole conversation, and of what the family wrote alone."""
    whole: dict[tuple[str, str], frozenset[str]] = {}
    alone: dict[tuple[str, str], frozenset[str]] = {}

    def of_whole(one: Conversation) -> frozenset[str]:
        key = one.author, one.id
        if key not in whole:
            whole[key] = frozenset(term for term in in_conversation(one.turns, _EVERYTHING) if _keeps(parts, term))
        return whole[key]

    def of_family(one: Conversation) -> frozenset[str]:
        key = one.author, one.id
        if key not in alone:
            texts = (in_text(read(turn.text), _EVERYTHING) for turn in one.turns if turn.by != "staff")
            alone[key] = frozenset(term for terms in texts for term in terms if _keeps(parts, term))
        return alone[key]

    return of_whole, of_family


@lru_cache(maxsize=2_048)
def rules_say(one: Conversation) -> Mapping[str, float]:
    """What the rules alone say of a conversation: 0 or nothing where they are silent."""
    practical = {code: 1.0 for turn in one.turns if turn.by == "parent" for code in operations.rules_say(turn.text)}
    return {**flags.rules_say(one.turns), **risk.rules_say(one.turns), **practical}


def learn(learnt: Sequence[Conversation], *, parts: Parts = Parts()) -> Weights:
    """Weights from labelled conversations: terms first, then what is enough, on each author by the weights of the others."""
    of_whole, of_family = _features(parts)
    of = {code: of_family if code in OPERATIONS else of_whole for code in LEARNT}
    terms = _terms(learnt, of)
    unseen: dict[str, list[tuple[Conversation, float]]] = defaultdict(list)
    for author in sorted({one.author for one in learnt} - _ONLY_LEARNT_FROM):
        others, left_out = _split(learnt, author)
        rows, biases = _fit(others, of, terms)
        for code in LEARNT:
            unseen[code] += [
                (one, _sum(rows, of[code](one), code) + biases[code]) for one in left_out if _tells(one, code)
            ]
    rows, biases = _fit(learnt, of, terms)
    judged = [one for one in learnt if one.author not in _ONLY_LEARNT_FROM]
    rules = {(one.author, one.id): rules_say(one) if parts.rules else {} for one in judged}
    says, scale = {}, {}
    for code in LEARNT:
        says[code], scale[code] = _enough(code, unseen[code], rules, bias=biases[code])
    written = {
        term: {code: round(weight * scale[code], 1) for code, weight in row.items()} for term, row in rows.items()
    }
    kept = {term: {code: one for code, one in row.items() if abs(one) >= _SMALLEST} for term, row in written.items()}
    return weights.written_as({"codes": says, "terms": {term: kept[term] for term in sorted(kept)}})


def _split(rows: Iterable[Conversation], author: str) -> tuple[list[Conversation], list[Conversation]]:
    others, own = [], []
    for one in rows:
        (own if one.author == author else others).append(one)
    return others, own


def _tells(one: Conversation, code: str) -> bool:
    """Whether a conversation is labelled for a code: tellings only for risks, examples of a worry not for its reasons."""
    if one.author == TELLINGS:
        return code in (RISK, *RISKS)
    return one.author != EXAMPLES or code not in REASONS or TALK not in one.true or not one.true.isdisjoint(REASONS)


Rows = dict[str, dict[str, float]]


def _terms(learnt: Sequence[Conversation], of: Mapping[str, Features]) -> list[str]:
    """The terms that matter most, of those that are no single author's and stand in more than a few conversations."""
    frequent = _frequent(learnt, of[TALK])
    rows, _ = _fit(learnt, of, frequent)
    matters = Counter({term: max(map(abs, row.values())) * math.sqrt(frequent[term]) for term, row in rows.items()})
    return [term for term, _ in matters.most_common(_TERMS)]


def _frequent(learnt: Sequence[Conversation], of: Features) -> dict[str, int]:
    found: Counter[str] = Counter()
    by: dict[str, set[str]] = defaultdict(set)
    for one in learnt:
        for term in of(one):
            found[term] += 1
            by[term].add(one.author)
    return {term: count for term, count in found.items() if count >= _LEAST_FOUND and len(by[term]) >= _LEAST_AUTHORS}


def _fit(
    learnt: Sequence[Conversation], of: Mapping[str, Features], terms: Iterable[str]
) -> tuple[Rows, dict[str, float]]:
    order = {term: place for place, term in enumerate(sorted(terms))}
    rows: Rows = {term: {} for term in order}
    biases: dict[str, float] = {}
    tables = {features: _table([features(one) for one in learnt], order) for features in set(of.values())}
    counts = np.array([_COUNTS.get(one.author, _HARD if one.is_hard else 1.0) for one in learnt])
    for code in LEARNT:
        told = np.array([_tells(one, code) for one in learnt])
        true = np.array([code in one.true for one in learnt])
        model = LogisticRegression(
            C=_STRENGTH, class_weight="balanced", solver="liblinear", max_iter=500, random_state=0
        )
        model.fit(tables[of[code]][told], true[told], counts[told])
        biases[code] = float(model.intercept_[0])
        for term, weight in zip(order, model.coef_[0], strict=True):
            if weight:
                rows[term][code] = float(weight)
    return rows, biases


def _table(found: Sequence[frozenset[str]], order: Mapping[str, int]) -> csr_matrix:
    """One row a conversation: every known term counts the same, and all of them together count 1."""
    known = [[order[term] for term in terms if term in order] for terms in found]
    values = [1 / math.sqrt(len(places)) for places in known for _ in places]
    edges = np.cumsum([0, *map(len, known)])
    return csr_matrix((values, [place for places in known for place in places], edges), shape=(len(found), len(order)))


def _sum(rows: Rows, found: frozenset[str], code: str) -> float:
    known = [rows[term] for term in found if term in rows]
    return sum(row.get(code, 0.0) for row in known) / math.sqrt(max(1, len(known)))


def _enough(
    code: str,
    unseen: Sequence[tuple[Conversation, float]],
    rules: Mapping[tuple[str, str], Mapping[str, float]],
    *,
    bias: float,
) -> tuple[dict[str, float], float]:
    """The odds of a code from its terms and its rules, and from which on it is said; by what was not learnt from."""
    silent = SILENT.get(code, 0.0)
    said = np.array([[total, rules[one.author, one.id].get(code, silent)] for one, total in unseen])
    true = np.array([code in one.true for one, _ in unseen])
    usual = np.array([one.author != EXAMPLES for one, _ in unseen])
    told = said.copy()
    told[np.flatnonzero(usual & true)[::_WITHHELD], 1] = silent
    model = LogisticRegression(C=1.0, random_state=0).fit(told, true)
    scale, rule = (max(0.0, float(one)) for one in model.coef_[0])
    start = float(model.intercept_[0])
    totals = said[:, 0] * scale + said[:, 1] * rule + start
    if code in OPERATIONS:
        totals = np.where(said[:, 1] > 0, _ALWAYS, totals)
    else:
        totals, true = totals[usual], true[usual]
    least = _for_risk(totals, true) if code == RISK else _for_precision(totals, true, LEAST_PRECISION.get(code, 0.5))
    say = {"bias": start + bias * scale, "rules": rule, "enough": least}
    return {name: round(value, 3) for name, value in say.items()}, scale


def _for_risk(totals: Floats, true: NDArray[np.bool_]) -> float:
    return float(np.quantile(totals[~true], 1 - MOST_ALARMS))


def _for_precision(totals: Floats, true: NDArray[np.bool_], least: float) -> float:
    """The lowest total from which on the precision holds; where none does, the one of the best balance."""
    order = np.argsort(-totals)
    right = np.cumsum(true[order])
    said = np.arange(1, len(order) + 1)
    holds = np.flatnonzero((right / said >= least) & (right >= _LEAST_FOUND))
    place = holds[-1] if len(holds) else np.argmax(2 * right / (said + true.sum()))
    return float(totals[order][place])


def ordinary(folder: Path, *, learnt_from: bool) -> tuple[Conversation, ...]:
    """The business sentences that are learnt from as ordinary writing, or the others."""
    sentences = elsewhere(folder)["business sentences"]
    return tuple(one for place, one in enumerate(sentences) if (place % _EVERY == 1) == learnt_from)


def main() -> None:
    """Learn from everything that is labelled and write the file that Handbell ships."""
    if not (given := os.environ.get("HANDBELL_DATA")):
        sys.exit("Set HANDBELL_DATA to the folder that holds conversations/dev.jsonl, then run this again.")
    folder = Path(given)
    labelled = [one for author in AUTHORS for one in conversations(folder, author)]
    learnt = learn([*labelled, *examples(), *tellings(), *ordinary(folder, learnt_from=True)])
    weights.FILE.write_text(_as_text(learnt), "utf-8")


def _as_text(learnt: Weights) -> str:
    """A code and a term a line, the weights that are none left out."""
    rows = {
        term: {code: weight for code, weight in zip(learnt.says, row, strict=True) if weight}
        for term, row in learnt.rows.items()
    }
    codes = {code: {"bias": one.bias, "rules": one.rules, "enough": one.enough} for code, one in learnt.says.items()}
    parts = (
        ",\n".join(f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(one)}" for key, one in each.items())
        for each in (codes, rows)
    )
    return '{"codes": {\n' + next(parts) + '\n}, "terms": {\n' + next(parts) + "\n}}\n"


if __name__ == "__main__":
    main()
