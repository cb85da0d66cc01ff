"""Weighing: what words, pairs and kinds of words and the shape of a thread say beside the rules, as learnt from examples."""

from __future__ import annotations

from gateway.domain.weighing.weights import FACT, RISK, TALK, Weighed, Weights, shipped, shipped_abroad

__all__ = ["FACT", "RISK", "TALK", "Weighed", "Weights", "shipped", "shipped_abroad"]
