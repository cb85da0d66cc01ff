"""Looking at a whole conversation: what the rules hear, how the thread stands, and whether that calls for a talk."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from gateway.domain.flags.rule import CALLED_FOR, Rule
from gateway.domain.flags.rules import AGAINST, RULES
from gateway.domain.messages import Evidence, Finding, Turn
from gateway.domain.phrases import Book
from gateway.domain.risk import screen
from gateway.domain.wording import Found, Span, Wording, read

Place = tuple[int, Span]
"""A message, and a place in its plain reading."""

_MOST_EVIDENCE = 5
_MANY_QUESTIONS = 4
_SHORT = 14
_SHOUTED = 0.6
_LOUD = 8
_AGAIN = 0.25
_BOOK = Book(
    {rule.name: rule.phrases for rule in RULES}
    | {f"not {rule.name}": rule.but_not for rule in RULES}
    | {f"against {name}": phrases for name, (_, phrases) in AGAINST.items()}
)

WORRY = {
    "safeguarding": "confidential",
    "threat": "hostile",
    "missing_child": "distress",
    "allegation_staff": "incident",
    "online_bullying": "incident",
}
"""A worry about somebody's safety is spoken about; this is the reason it gives for a talk."""

STRUCTURE: dict[str, tuple[str, float, str]] = {
    "worry": ("", 4.5, "A worry about somebody's safety is spoken about, not written about."),
    "not_settled_by_answer": ("unresolved", 1.5, "School has answered and the parent has written again about it."),
    "many_questions": ("complex", 0.5, "Asks many questions at once."),
    "shouting": ("hostile", 0.5, "Is written in capitals."),
    "short": ("", -0.5, "Is a few words."),
    "answered": ("", -2.0, "School wrote last."),
}
"""What the shape of the thread says: the reason code, the weight, and the sentence."""


@dataclass(frozen=True, slots=True)
class Seen:
    """``flags`` is empty unless a talk is called for; ``score`` runs from 0 to 1, a half being where one is."""

    flags: tuple[Finding, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Spoken:
    """One rule that spoke: its name, code, reason, and weight (below 0 against a talk).

    ``find_words`` goes back to the text: it is dear, so it is done only for what a person will be shown.
    """

    name: str
    code: str
    reason: str
    weight: float
    find_words: Callable[[], tuple[Evidence, ...]] = field(repr=False, compare=False)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The words that made it speak."""
        return self.find_words()


def look(turns: Sequence[Turn]) -> Seen:
    """What is seen in a conversation as it stands after its last message."""
    spoken = tuple(hear(turns))
    weight = sum(one.weight for one in spoken) - CALLED_FOR
    score = 1 / (1 + math.exp(-max(-30.0, min(30.0, weight))))
    if weight < 0:
        return Seen((), round(score, 4))
    flags: dict[str, Finding] = {}
    for one in spoken:
        if one.code and one.weight > 0 and one.code not in flags:
            flags[one.code] = Finding(one.code, one.reason, one.evidence)
    return Seen(tuple(flags.values()), round(score, 4))


def hear(turns: Sequence[Turn]) -> Iterable[Spoken]:
    """Every rule that speaks about a conversation, in the order of the tables."""
    if not turns:
        return
    wordings = [read(turn.text) for turn in turns]
    heard = [_BOOK.find(wording) for wording in wordings]
    spoke = frozenset().union(*heard)
    for rule in RULES:
        places = _places(rule, turns, heard) if rule.name in spoke else ()
        if places:
            weight = rule.weight * (1 + _AGAIN * (min(len(places), 3) - 1))
            yield Spoken(rule.name, rule.code, rule.reason, weight, partial(_evidence, places, wordings))
    yield from _shape(turns, wordings)
    last = max((index for index, turn in enumerate(turns) if turn.by != "staff"), default=None)
    if last is None:
        return
    for name, (weight, _) in AGAINST.items():
        spans = heard[last].get(f"against {name}")
        if spans:
            places = [(last, span) for span in spans]
            yield Spoken(name, "", "", -weight, partial(_evidence, places, wordings))


def _evidence(places: Sequence[Place], wordings: Sequence[Wording]) -> tuple[Evidence, ...]:
    return tuple(Evidence(index, *wordings[index].characters(*span)) for index, span in places[:_MOST_EVIDENCE])


def _places(rule: Rule, turns: Sequence[Turn], heard: Sequence[Found]) -> list[Place]:
    """Where a rule speaks in the words of those it reads, less its exceptions."""
    return [
        (index, span)
        for index, turn in enumerate(turns)
        if (turn.by == "staff") == (rule.by == "staff")
        for span in heard[index].get(rule.name, ())
        if not _touched(span, heard[index].get(f"not {rule.name}", ()))
    ]


def _touched(place: Span, exceptions: Sequence[Span]) -> bool:
    return any(start < place[1] and place[0] < end for start, end in exceptions)


def _shape(turns: Sequence[Turn], wordings: Sequence[Wording]) -> Iterable[Spoken]:
    for finding in screen(turns):
        _, weight, reason = STRUCTURE["worry"]
        yield Spoken("worry", WORRY[finding.code], reason, weight, partial(tuple, finding.evidence))
        break
    written = [(index, turn) for index, turn in enumerate(turns) if turn.by != "staff"]
    if not written:
        return
    last, turn = written[-1]
    whole = (Evidence(last, 0, len(turn.text)),)
    rounds = sum(turns[place].by != "staff" and turns[place - 1].by == "staff" for place in range(1, len(turns)))
    words = sum(len(wordings[index].words) for index, _ in written)
    questions = sum(one.text.count("?") for _, one in written)
    spelt = [word for _, one in written for word in one.text.split() if len(word) > 1]
    holds = {
        "not_settled_by_answer": turns[-1].by != "staff" and rounds >= 1,
        "many_questions": questions >= _MANY_QUESTIONS and words > 40,
        "shouting": len(spelt) > _LOUD and sum(map(str.isupper, spelt)) > _SHOUTED * len(spelt),
        "short": words < _SHORT,
        "answered": turns[-1].by == "staff",
    }
    for name, (code, weight, reason) in STRUCTURE.items():
        if holds.get(name):
            yield Spoken(name, code, reason, weight, partial(tuple, whole))
