"""Claims: who is answering a conversation now, so that two people do not; each lapses by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

LASTS_FOR = timedelta(minutes=30)
"""How long a claim stands after its holder last wrote or said so: long enough for a careful answer, short enough to be true."""
RENEWED_AFTER = timedelta(minutes=5)
"""How old a claim is before writing on renews it: words come every second, and the database need not hear of each."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One person answers one conversation, until it lapses or they give it back."""

    thread_id: int
    staff_id: str
    began_at: datetime
    lapses_at: datetime

    def stands(self, now: datetime) -> bool:
        """Whether it still says who is answering."""
        return now < self.lapses_at


def claim(held: Claim | None, *, thread_id: int, staff_id: str, now: datetime) -> Claim:
    """The claim that stands after this person began to answer, or wrote on: another's, while theirs stands, is left to them."""
    if held is None or not held.stands(now):
        return Claim(thread_id, staff_id, now, now + LASTS_FOR)
    if held.staff_id != staff_id or held.lapses_at - now > LASTS_FOR - RENEWED_AFTER:
        return held
    return replace(held, lapses_at=now + LASTS_FOR)
