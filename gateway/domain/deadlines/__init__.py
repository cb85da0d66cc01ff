"""Deadlines that the law or the school's own procedure sets: what starts one, when it ends, and the words that show it."""

from gateway.domain.deadlines.law import (
    KINDS,
    Kind,
    Procedure,
    acknowledge_by,
    due_at,
    extended_to,
    last_day_of,
    say_end,
)
from gateway.domain.deadlines.recognising import recognise

__all__ = [
    "KINDS",
    "Kind",
    "Procedure",
    "acknowledge_by",
    "due_at",
    "extended_to",
    "last_day_of",
    "recognise",
    "say_end",
]
