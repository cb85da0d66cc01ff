"""Weighing: what words, pairs and kinds of words and the shape of a thread say beside the rules, as learnt from examples."""

from __future__ import annotations

from gateway.domain.weighing.weights import RISK, TALK, Weighed, Weights, shipped

__all__ = ["RISK", "TALK", "Weighed", "Weights", "shipped"]
