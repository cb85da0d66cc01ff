"""Judges: what says which codes are true of a conversation, Handbell itself among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from bench.flags.learning import SILENT, Parts, learn, rules_say
from bench.flags.sets import OPERATION, OPERATIONS, REASONS, RISK, RISKS, TALK, Conversation, examples, tellings
from gateway.domain.flags import look
from gateway.domain.operations import recognise
from gateway.domain.risk import screen
from gateway.domain.weights import Weights
from gateway.domain.wording import forget, read

Judge = Callable[[Conversation], frozenset[str]]
"""Says which codes are true of a conversation."""
Learner = Callable[[Sequence[Conversation]], Judge]
"""Learns from labelled conversations to be a judge; what learns nothing leaves them alone."""


def with_wholes(codes: Iterable[str], *, talk: bool) -> frozenset[str]:
    """Codes with those of the whole kind: any risk, any operation, and face to face."""
    said = set(codes) - {TALK} if talk else set(codes) - {TALK, *REASONS}
    wholes = {TALK: talk, RISK: not said.isdisjoint(RISKS), OPERATION: not said.isdisjoint(OPERATIONS)}
    return frozenset(said.union(code for code, is_so in wholes.items() if is_so))


def handbell(quiet: Sequence[Conversation], *, with_examples: bool = True) -> Learner:
    """What Handbell says, by the very functions that the product calls; ``quiet`` is ordinary writing to learn from."""

    def learner(learnt: Sequence[Conversation]) -> Judge:
        forget()
        weights = learn([*learnt, *(examples() if with_examples else ()), *tellings(), *quiet])
        return lambda one: _said(one, weights)

    return learner


def _said(one: Conversation, weights: Weights | None) -> frozenset[str]:
    reasons = {flag.code for flag in look(one.turns, weights=weights).flags}
    risks = {finding.code for finding in screen(one.turns, weights=weights)}
    facts = {fact.code for turn in one.turns if turn.by == "parent" for fact in recognise(turn.text, weights=weights)}
    return with_wholes(reasons | risks | facts, talk=bool(reasons))


def shipped(_: Sequence[Conversation]) -> Judge:
    """What Handbell says with the weights that it ships, which have seen every labelled set."""
    forget()
    return lambda one: _said(one, None)


def layer(parts: Parts, quiet: Sequence[Conversation]) -> Learner:
    """The weights alone, made of some of their parts: what is enough is said, and nothing else."""

    def learner(learnt: Sequence[Conversation]) -> Judge:
        forget()
        weights = learn([*learnt, *((*examples(), *tellings()) if parts.examples else ()), *quiet], parts=parts)
        return lambda one: _enough(one, weights, with_rules=parts.rules)

    return learner


def _enough(one: Conversation, weights: Weights, *, with_rules: bool) -> frozenset[str]:
    rules = rules_say(one) if with_rules else {}
    whole = weights.of_conversation(one.turns)
    codes = {code for code in (*REASONS, *RISKS) if whole.margin(code, rules=rules.get(code, 0.0)) >= 0}
    for turn in one.turns:
        if turn.by == "parent":
            message = weights.of_message((read(turn.text),))
            codes |= {code for code in OPERATIONS if code in rules or message.margin(code) >= 0}
    is_risk = whole.margin(RISK, rules=rules.get(RISK, 0.0)) >= 0
    said = with_wholes(codes, talk=whole.margin(TALK, rules=rules.get(TALK, SILENT[TALK])) >= 0)
    return said | {RISK} if is_risk else said - {RISK, *RISKS}
