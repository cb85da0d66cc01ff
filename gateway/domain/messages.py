"""One turn of a conversation, as the rules read it, and the piece of text that a rule points at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person newly wrote; ``by`` is ``parent``, ``staff`` or ``other``; ``attachments`` are file names."""

    by: str
    author: str
    text: str
    at: datetime | None = None
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that made a rule speak: characters ``start`` to ``end`` of the turn with the 0-based index ``message``."""

    message: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One named reason with its evidence; ``code`` is of the codebook, ``reason`` is a sentence for a person."""

    code: str
    reason: str
    evidence: tuple[Evidence, ...]
