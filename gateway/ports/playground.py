"""Playing a parent without a mail account: the letters they were sent, and the mail they write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class PaperLetter:
    """One mail that left the school; ``order`` grows with every letter, whoever it is to."""

    letter_id: str
    raw: bytes
    order: int


class Playground(Protocol):
    """A parent's side of the post, for the demo and for tests."""

    def letters_to(self, address: str) -> tuple[PaperLetter, ...]:
        """Every letter to an address, newest first; empty for somebody nobody wrote to."""
        ...

    def write(
        self, *, from_address: str, from_name: str, to_address: str, subject: str, text: str, in_reply_to: str = ""
    ) -> bytes:
        """A parent's mail as it would arrive; ``in_reply_to`` is the Message-ID it answers. Raises Refused for a line
        break in a header.
        """
        ...
