"""Approaches outside the sanctioned channels: by which ways families try, and the words with which school turns them back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from gateway.domain.errors import InputProblem

SANCTIONED = ("Tapestry", "school email", "School Gateway", "SchoolComms")
"""The ways that the school's policy names (clause C1), as families call them."""
AGAIN_AFTER = timedelta(days=1)
"""Nobody is told twice within this time which ways there are."""
SHORTEST, LONGEST = 20, 1_200
"""Characters of the school's own words."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way outside the sanctioned channels: its name in a list, in a sentence, and as what a conversation is about."""

    name: str
    phrase: str
    subject: str


WAYS: Mapping[str, Way] = {
    "whatsapp": Way("WhatsApp", "on WhatsApp", "Your message on WhatsApp"),
    "facebook": Way("Facebook", "on Facebook", "Your message on Facebook"),
    "personal_mail": Way("Personal email", "at a private email address", "Your email to a private address"),
    "text": Way("Text to a private phone", "by text to a private phone", "Your text message"),
    "gate": Way("At the gate", "at the school gate", "Our talk at the school gate"),
}
"""Way → how it is said; the order is that of the form."""
SPOKEN = frozenset({"gate"})
"""Ways on which nothing was written: words about them are a note by staff, and school need not turn anybody back."""
WRITTEN = WAYS.keys() - SPOKEN


def usual_words(reply_within_days: int) -> str:
    """How a school turns a family back that has written nothing of its own."""
    ways = f"{', '.join(SANCTIONED[:-1])} or {SANCTIONED[-1]}"
    days = "the next working day" if reply_within_days == 1 else f"{reply_within_days} working days"
    return (
        f"Please write to us by {ways}. That way your message is safe, it stays private, and it reaches the right "
        f"person even when somebody is away. We read messages in school hours and answer within {days}. "
        "Staff do not talk about children in any other way, so please do not be hurt if nobody answers you there."
    )


def checked_words(words: str) -> str:
    """The school's own words as they are kept. Raises InputProblem where they would leave a family without a way."""
    kept = "\n".join(" ".join(line.split()) for line in words.replace("\x00", "").strip().splitlines())
    if not SHORTEST <= len(kept) <= LONGEST:
        raise InputProblem(f"Write between {SHORTEST} and {LONGEST:,} letters; this has {len(kept):,}.")
    if not any(one.casefold() in kept.casefold() for one in SANCTIONED):
        raise InputProblem(f"Name at least one way to write to school: {', '.join(SANCTIONED)}.")
    return kept
