"""Looking at a whole conversation: what the rules hear, what its words weigh, and whether that calls for a talk."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial

from gateway.domain.flags.rule import CALLED_FOR, Rule
from gateway.domain.flags.rules import AGAINST, PUTS_OFF, RULES, SARCASTIC, SETTLED, TO_ALL
from gateway.domain.messages import Evidence, Finding, Turn
from gateway.domain.phrases import Book
from gateway.domain.risk import screen_weighed
from gateway.domain.weighing import TALK, Weighed, Weights, shipped
from gateway.domain.wording import Found, Span, Wording, read

Place = tuple[int, Span]
"""A message, and a place in its plain reading."""

_MOST_EVIDENCE = 5
_MANY_QUESTIONS = 4
_ROUND = 2
_SHORT = 14
_SHOUTED = 0.6
_LOUD = 8
_AGAIN = 0.25
_LESS_THAN_HALF = 0.4999
BESIDE_WORDS = 0.3
"""How much the rules count beside the words: their weights were set in sight of four authors, and counted whole they are
wrong more often of others (chosen by counting the answers on three authors that no rule or weight has seen)."""
IN_A_LINE = 5.0
"""What the rules must weigh in few words, in which there is no room for much beside what they have heard."""

_BOOK = Book(
    {rule.name: rule.phrases for rule in RULES}
    | {f"against {name}": phrases for name, (_, phrases) in AGAINST.items()}
    | {"to all": TO_ALL[1], "puts off": PUTS_OFF},
    but_not={rule.name: rule.but_not for rule in RULES},
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
    "not_settled_by_answer": ("", 1.5, "School has answered and the parent has written again about it."),
    "going_round": ("unresolved", 0.5, "School has answered more than once and the parent has written again about it."),
    "many_questions": ("complex", 0.5, "Asks many questions at once."),
    "shouting": ("hostile", 0.5, "Is written in capitals."),
    "short": ("", -0.5, "Is a few words."),
    "answered": ("", -2.0, "School wrote last, and did not put it off."),
}
"""What the shape of the thread says: the reason code, the weight, and the sentence."""

WEIGHED = {
    "request_to_meet": "Is worded like a wish to talk.",
    "confidential": "Is worded like something private.",
    "bad_news": "Is worded like hard news.",
    "distress": "Is worded like upset, fear or exhaustion.",
    "incident": "Is worded like something that happened and needs talking through.",
    "complex": "Is worded like a matter with many sides.",
    "hostile": "Is worded like an attack.",
    "complaint": "Is worded like discontent with what school did or did not do.",
    "public_criticism": "Is worded like going public.",
}
"""What a person is told of a reason that no rule gives, beside the phrases that weighed most for it."""


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


def look(turns: Sequence[Turn], *, weights: Weights | None = None) -> Seen:
    """What is seen in a conversation as it stands after its last message: what the rules hear and its words weigh, added up.

    Words can be shown for every reason that is given.
    """
    weighed = (weights or shipped()).weigh(turns)
    spoken = tuple(_hear(turns, weighed))
    weight = _together(spoken, weighed)
    flags = tuple(_reasons(spoken, weighed)) if weight >= 0 else ()
    return Seen(flags, _score(weight, called_for=bool(flags)))


def _together(spoken: Sequence[Spoken], weighed: Weighed) -> float:
    """How far a conversation is above what calls for a talk: by its words where no rule speaks for one, or else by both.

    The rules alone say it where its words are not known, and in few words where they weigh ``IN_A_LINE``.
    """
    rules = sum(one.weight for one in spoken)
    if not any(one.weight > 0 for one in spoken):
        return weighed.margin(TALK)
    if not weighed.is_known:
        return rules - CALLED_FOR
    both = BESIDE_WORDS * rules + weighed.beside(TALK)
    return max(both, rules - IN_A_LINE) if weighed.is_short else both


def _score(weight: float, *, called_for: bool) -> float:
    score = round(1 / (1 + math.exp(-max(-30.0, min(30.0, weight)))), 4)
    return score if called_for else min(score, _LESS_THAN_HALF)


def _reasons(spoken: Sequence[Spoken], weighed: Weighed) -> Iterable[Finding]:
    """The reasons of the rules, and after them those that the words weigh enough for and can show."""
    told: set[str] = set()
    for one in spoken:
        if one.code and one.weight > 0 and one.code not in told:
            told.add(one.code)
            yield Finding(one.code, one.reason, one.evidence)
    margins = {code: weighed.margin(code) for code in WEIGHED if code not in told}
    enough = [code for code, margin in margins.items() if margin >= 0]
    if not told and not enough:
        enough = sorted(margins, key=margins.__getitem__)[-1:]
    for code in enough:
        if evidence := weighed.evidence(code, TALK):
            yield Finding(code, WEIGHED[code], evidence)


def hear(turns: Sequence[Turn], *, weights: Weights | None = None) -> Iterable[Spoken]:
    """Every rule that speaks about a conversation, in the order of the tables."""
    return _hear(turns, (weights or shipped()).weigh(turns))


def _hear(turns: Sequence[Turn], weighed: Weighed) -> Iterable[Spoken]:
    if not turns:
        return
    wordings = [read(turn.text) for turn in turns]
    heard = [_BOOK.find(wording) for wording in wordings]
    spoke = frozenset().union(*heard)
    rounds = sum(turns[place].by != "staff" and turns[place - 1].by == "staff" for place in range(1, len(turns)))
    for rule in RULES:
        places = _places(rule, turns, heard) if rule.name in spoke else ()
        if places:
            weight = rule.weight * (1 + _AGAIN * (min(len(places), 3) - 1))
            code = rule.code if rule.says_alone or rounds or len(places) > 1 else ""
            yield Spoken(rule.name, code, rule.reason, weight, partial(_evidence, places, wordings))
    last = max((index for index, turn in enumerate(turns) if turn.by != "staff"), default=None)
    is_settled = last is not None and any(f"against {name}" in heard[last] for name in SETTLED)
    worries = screen_weighed(weighed)
    yield from _shape(turns, wordings, worries=worries, rounds=rounds, is_settled=is_settled)
    if last is None:
        if places := [(index, span) for index, found in enumerate(heard) for span in found.get("to all", ())]:
            yield Spoken("to_all", "", "", -TO_ALL[0], partial(_evidence, places, wordings))
        return
    is_attack = any(rule.code == "hostile" and rule.name in heard[last] for rule in RULES)
    for name, (weight, _) in AGAINST.items():
        spans = heard[last].get(f"against {name}")
        if spans and not (is_attack and name in SARCASTIC):
            places = [(last, span) for span in spans]
            yield Spoken(name, "", "", -weight, partial(_evidence, places, wordings))


def _evidence(places: Sequence[Place], wordings: Sequence[Wording]) -> tuple[Evidence, ...]:
    return tuple(Evidence(index, *wordings[index].characters(*span)) for index, span in places[:_MOST_EVIDENCE])


def _places(rule: Rule, turns: Sequence[Turn], heard: Sequence[Found]) -> list[Place]:
    """Where a rule speaks in the words of those it reads."""
    return [
        (index, span)
        for index, turn in enumerate(turns)
        if (turn.by == "staff") == (rule.by == "staff")
        for span in heard[index].get(rule.name, ())
    ]


def _shape(
    turns: Sequence[Turn], wordings: Sequence[Wording], *, worries: Sequence[Finding], rounds: int, is_settled: bool
) -> Iterable[Spoken]:
    for finding in worries:
        _, weight, reason = STRUCTURE["worry"]
        yield Spoken("worry", WORRY[finding.code], reason, weight, partial(tuple, finding.evidence))
        break
    written = [(index, turn) for index, turn in enumerate(turns) if turn.by != "staff"]
    if not written:
        return
    last, turn = written[-1]
    whole = (Evidence(last, 0, len(turn.text)),)
    words = sum(len(wordings[index].words) for index, _ in written)
    questions = sum(one.text.count("?") for _, one in written)
    holds = {
        "not_settled_by_answer": turns[-1].by != "staff" and rounds >= 1,
        "going_round": turns[-1].by != "staff" and rounds >= _ROUND and not is_settled,
        "many_questions": questions >= _MANY_QUESTIONS and words > 40,
        "shouting": _is_shouted([one.text for _, one in written]),
        "short": words < _SHORT,
        "answered": turns[-1].by == "staff" and "puts off" not in _BOOK.find(wordings[-1]),
    }
    for name, (code, weight, reason) in STRUCTURE.items():
        if holds.get(name):
            yield Spoken(name, code, reason, weight, partial(tuple, whole))


def _is_shouted(texts: Sequence[str]) -> bool:
    capitals, spelt = map(sum, zip(*map(_capitals, texts), strict=True))
    return spelt > _LOUD and capitals > _SHOUTED * spelt


@lru_cache(maxsize=256)
def _capitals(text: str) -> tuple[int, int]:
    """How many words of two letters or more are in capitals, and how many there are; kept, as a text is looked at again."""
    spelt = [word for word in text.split() if len(word) > 1]
    return sum(map(str.isupper, spelt)), len(spelt)
