"""One thing that the risk screen listens for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cue:
    """A named thing to listen for; ``reason`` is what a person is told, ``but_not`` what takes the words back."""

    name: str
    code: str
    reason: str
    phrases: str
    but_not: str = ""
