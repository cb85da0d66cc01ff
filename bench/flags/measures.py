"""Precision and recall with the uncertainty of so few conversations."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_DRAWS = 500
_SEED = 20261125


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a code was rightly said, wrongly said, missed and rightly left unsaid."""

    right: int
    wrong: int
    missed: int
    quiet: int

    @property
    def precision(self) -> float:
        """The share of what was said that is true; 1 where nothing was said."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of what is true that was said; 1 where there is nothing to say."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def alarms(self) -> float:
        """How many of 100 conversations of which it is not true it was said of."""
        return 100 * self.wrong / (self.wrong + self.quiet) if self.wrong + self.quiet else 0.0

    @property
    def said(self) -> float:
        """How many of 100 conversations it was said of."""
        return 100 * (self.right + self.wrong) / max(1, self.right + self.wrong + self.missed + self.quiet)

    def precision_at(self, prevalence: float) -> float:
        """The precision to expect where the share ``prevalence`` (0–1) of conversations is true."""
        right, wrong = prevalence * self.recall, (1 - prevalence) * self.alarms / 100
        return right / (right + wrong) if right + wrong else 1.0


def tally(answers: Sequence[tuple[bool, bool]]) -> Tally:
    """Counts of pairs: what was said, and what is true."""
    counts = dict.fromkeys(((True, True), (True, False), (False, True), (False, False)), 0)
    for pair in answers:
        counts[pair] += 1
    return Tally(*counts.values())


def interval(answers: Sequence[tuple[bool, bool]], measure: Callable[[Tally], float]) -> tuple[float, float]:
    """The middle 95% of a measure over conversations drawn again and again with replacement."""
    draw = random.Random(_SEED).choices
    drawn = sorted(measure(tally(draw(answers, k=len(answers)))) for _ in range(_DRAWS))
    return drawn[int(0.025 * _DRAWS)], drawn[int(0.975 * _DRAWS) - 1]
