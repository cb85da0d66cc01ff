"""One rule by which a conversation is seen to be better held face to face."""

from __future__ import annotations

from dataclasses import dataclass

CALLED_FOR = 3.0
"""What the rules that speak must weigh together, less what speaks against, for a talk where they decide alone: where the
words are not known. Beside known words they count less (``looking.BESIDE_WORDS``)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """``by`` is whose words it reads; ``weight`` is how much it says, ``CALLED_FOR`` being enough where the rules decide alone.

    A rule that does not ``say`` its reason ``alone`` gives it where it is heard twice, or where school has answered before.
    """

    name: str
    code: str
    by: str
    weight: float
    reason: str
    phrases: str
    but_not: str = ""
    says_alone: bool = True
