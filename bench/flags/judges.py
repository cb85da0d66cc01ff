"""Judges: what says which codes are true of a conversation, Handbell itself among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from bench.flags.learning import EVERY_PART, NOTHING, Parts, learn
from bench.flags.sets import OPERATION, OPERATIONS, REASONS, RISK, RISKS, TALK, Conversation, by_themselves
from gateway.domain.flags import look
from gateway.domain.operations import recognise
from gateway.domain.risk import screen
from gateway.domain.weighing import Weights, weights
from gateway.domain.wording import forget

Judge = Callable[[Conversation], frozenset[str]]
"""Says which codes are true of a conversation."""
Learner = Callable[[Sequence[Conversation]], Judge]
"""Learns from labelled conversations to be a judge; what learns nothing leaves them alone."""


def with_wholes(codes: Iterable[str], *, talk: bool) -> frozenset[str]:
    """Codes with those of the whole kind: any risk, any operation, and face to face."""
    said = set(codes)
    wholes = {TALK: talk, RISK: not said.isdisjoint(RISKS), OPERATION: not said.isdisjoint(OPERATIONS)}
    return frozenset(said.union(code for code, is_so in wholes.items() if is_so))


def handbell(beside: Sequence[Conversation], *, parts: Parts = EVERY_PART) -> Learner:
    """What Handbell says, by the functions that the product calls; ``beside`` is learnt from beside the authors."""

    def learner(learnt: Sequence[Conversation]) -> Judge:
        forget()
        learned = learn([*learnt, *by_themselves(learnt), *beside], parts=parts)
        return lambda one: _said(one, learned)

    return learner


def rules(_: Sequence[Conversation]) -> Judge:
    """What the rules say by themselves."""
    forget()
    return lambda one: _said(one, NOTHING)


def shipped(_: Sequence[Conversation]) -> Judge:
    """What Handbell says with the weights that it ships, which have seen every labelled set."""
    forget()
    return lambda one: _said(one, weights.shipped())


def _said(one: Conversation, learnt: Weights) -> frozenset[str]:
    reasons = {flag.code for flag in look(one.turns, weights=learnt).flags}
    risks = {finding.code for finding in screen(one.turns, weights=learnt)}
    # That school's last word was long ago is not asked for here: it changes no answer about the unseen authors.
    began = next((place for place, turn in enumerate(one.turns) if turn.by == "staff"), len(one.turns))
    facts = {
        fact.code
        for place, turn in enumerate(one.turns)
        if turn.by == "parent"
        for fact in recognise(turn.text, in_answer=place > began, weights=learnt)
    }
    return with_wholes(reasons | risks | facts, talk=bool(reasons))


def facts(_: Sequence[Conversation]) -> Judge:
    """What Handbell says of facts for the office alone, with the weights that it ships."""
    forget()
    return lambda one: with_wholes({fact.code for turn in one.turns for fact in recognise(turn.text)}, talk=False)


def facts_by_rules(_: Sequence[Conversation]) -> Judge:
    """What the rules say of them by themselves."""
    forget()
    return lambda one: with_wholes(
        {fact.code for turn in one.turns for fact in recognise(turn.text, weights=NOTHING)}, talk=False
    )


def words(beside: Sequence[Conversation], *, parts: Parts = EVERY_PART) -> Learner:
    """What the weights say where no rule speaks at all."""

    def learner(learnt: Sequence[Conversation]) -> Judge:
        forget()
        learned = learn([*learnt, *by_themselves(learnt), *beside], parts=parts)
        return lambda one: _weighed(one, learned)

    return learner


def _weighed(one: Conversation, learnt: Weights) -> frozenset[str]:
    whole = learnt.weigh(one.turns)
    is_talk = whole.margin(TALK) >= 0 and bool(whole.evidence(TALK))
    codes = {code for code in REASONS if is_talk and whole.margin(code) >= 0 and whole.evidence(code, TALK)}
    if whole.margin(RISK) >= 0 and whole.evidence(RISK):
        codes.add(max(RISKS, key=whole.margin))
    for turn in one.turns:
        if turn.by == "parent":
            message = learnt.weigh([turn])
            codes |= {code for code in OPERATIONS if message.margin(code) >= 0 and message.evidence(code)}
    return with_wholes(codes, talk=is_talk)
