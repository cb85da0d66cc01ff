"""How much each word, phrase and shape says for a talk, a risk or an operation, as learnt from labelled conversations."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gateway.domain.messages import Evidence, Turn
from gateway.domain.vocabulary import LAST, SCHOOL, Place, Terms, in_conversation, in_message
from gateway.domain.wording import Wording, read

FILE = Path(__file__).with_name("weights.json")
"""Written by ``python -m bench.flags.learning``; a person can read and review every line of it."""
TALK = "face_to_face"
RISK = "any risk"

_MOST_WORDS = 3
_EVERYDAY_WORDS = """
    a about all also am an and any are as at be been but by can could day did do does for from get go got had has have he
    her here him his how i if in into is it just like me my no not now of off on one or our out over s so some that the
    their them then there they this to today too up us very was we well were what when where which who will with would
    you your
"""
_EVERYDAY = frozenset(_EVERYDAY_WORDS.split())
"""Words that weigh, but show nobody anything when they stand alone."""


@dataclass(frozen=True, slots=True)
class Say:
    """Where a code stands in a row, what it starts from, how much its rules say, and what is enough to say it."""

    column: int
    bias: float
    rules: float
    enough: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """The terms of one conversation or message that weigh, and ``share``, by which what they say is divided.

    A code is weighed when it is asked for: most mail is asked for three of them.
    """

    weights: Weights
    terms: Terms
    share: float

    def total(self, code: str, *, rules: float = 0.0) -> float:
        """What the terms say for a code together with its rules: the logarithm of the odds that it is true."""
        say, rows = self.weights.says[code], self.weights.rows
        column = say.column
        return say.bias + sum([rows[term][column] for term in self.terms]) / self.share + say.rules * rules

    def margin(self, code: str, *, rules: float = 0.0) -> float:
        """How far the total is above what is enough; below 0 where it is not, and where nothing was there to weigh."""
        return self.total(code, rules=rules) - self.weights.says[code].enough if self.terms else -math.inf

    def places(self, code: str) -> tuple[Place, ...]:
        """The places of the words that said most for a code, in the order in which they stand; empty where only shape did."""
        column, rows = self.weights.says[code].column, self.weights.rows
        said = ((rows[term][column], term) for term, places in self.terms.items() if places and _shows(term))
        best = sorted((one for one in said if one[0] > 0), reverse=True)[:_MOST_WORDS]
        return tuple(_apart(sorted(self.terms[term][0] for _, term in best)))

    def evidence(self, turns: Sequence[Turn], *codes: str) -> tuple[Evidence, ...]:
        """The words of a conversation that said most for the first of the codes for which words said anything."""
        places = next(filter(None, map(self.places, codes)), ())
        found = (Evidence(index, *read(turns[index].text).characters(*span)) for index, span in places)
        return tuple(found) or (_whole(turns),)


def _whole(turns: Sequence[Turn]) -> Evidence:
    """The newest message that has words, where only the shape of the thread spoke."""
    index = max(index for index, turn in enumerate(turns) if read(turn.text).words)
    return Evidence(index, 0, len(turns[index].text))


def _shows(term: str) -> bool:
    return not _EVERYDAY.issuperset(_bare(term).split())


def _apart(places: list[Place]) -> Iterator[Place]:
    """The places, those that overlap or follow each other joined."""
    joined: list[Place] = []
    for message, (start, end) in places:
        if joined and joined[-1][0] == message and start <= joined[-1][1][1] + 1:
            joined[-1] = (message, (joined[-1][1][0], max(end, joined[-1][1][1])))
        else:
            joined.append((message, (start, end)))
    yield from joined


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """``says`` by code; ``rows`` by term, a weight for each code; ``known`` are the terms without whose they are."""

    says: Mapping[str, Say]
    rows: Mapping[str, tuple[float, ...]]
    known: frozenset[str]

    def of_conversation(self, turns: Sequence[Turn]) -> Weighed:
        """Weigh a conversation; kept, because it is asked for its risks and for a talk."""
        return _of_conversation(self, tuple(turns))

    def of_message(self, wordings: Sequence[Wording]) -> Weighed:
        """Weigh one message by itself, such as its text and its subject."""
        return self._weigh(in_message(wordings, self.known), wordings)

    def _weigh(self, terms: Terms, wordings: Sequence[Wording]) -> Weighed:
        """A long text says no more than a short one: what is said is shared among the known terms.

        Where hardly a word is known, as in a language nobody taught, it is shared among the words.
        """
        rows = self.rows
        here = {term: places for term, places in terms.items() if term in rows}
        share = math.sqrt(max(1, len(here), sum(len(one.words) for one in wordings)))
        return Weighed(self, here, share)


@lru_cache(maxsize=4)
def _of_conversation(weights: Weights, turns: tuple[Turn, ...]) -> Weighed:
    return weights._weigh(in_conversation(turns, weights.known), [read(turn.text) for turn in turns])


def written_as(written: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Weights:
    """The weights that are written as ``{"codes": {code: {bias, rules, enough}}, "terms": {term: {code: weight}}}``."""
    codes = written["codes"]
    says = {
        code: Say(column, one["bias"], one["rules"], one["enough"]) for column, (code, one) in enumerate(codes.items())
    }
    same: dict[float, float] = {}
    rows = {
        term: tuple(same.setdefault(one, one) for one in (row.get(code, 0.0) for code in codes))
        for term, row in written["terms"].items()
    }
    return Weights(says, rows, frozenset(map(_bare, rows)))


def _bare(term: str) -> str:
    for before in (SCHOOL, LAST):
        term = term.removeprefix(before)
    return term


@lru_cache(maxsize=1)
def shipped() -> Weights:
    """The weights that Handbell ships."""
    return written_as(json.loads(FILE.read_text("utf-8")))
