"""Operations: what the office must have today, which is an absence, a late arrival, a change of collection, or medicine."""

from __future__ import annotations

from gateway.domain.operations.recognising import recognise

__all__ = ["recognise"]
