"""The record as a whole: is its chain unbroken, and where is its newest link kept besides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from gateway.domain.errors import HandbellError
from gateway.domain.scope import Scope
from gateway.store import audit, schools
from gateway.store.audit import Broken
from gateway.store.transaction import reading

CHECK = "verify"
"""The name of the timed job that walks the whole record."""


class RecordBroken(HandbellError):
    """A link of the record does not hold."""


def first_break(scope: Scope, *, anchored: tuple[int, str] | None = None) -> tuple[Broken | None, int]:
    """Walk the chain and the words it was made for; where it breaks or None, and how many links stand.

    ``anchored`` is a (number, mark) kept elsewhere.
    No event: a check reads nobody's words, and every ten minutes of it would drown the record.
    """
    with reading():
        broken = audit.first_break(scope) or audit.first_wrong_words(scope)
        length, _ = audit.head(scope)
        if broken is None:
            broken = _beside_anchor(scope, anchored)
        return broken, length


def _beside_anchor(scope: Scope, anchored: tuple[int, str] | None) -> Broken | None:
    """Where the record parts from the link that was kept outside the database, or None."""
    if anchored is None or audit.mark_of(scope, anchored[0]) == anchored[1]:
        return None
    length, _ = audit.head(scope)
    if anchored[0] > length:
        return Broken(length + 1, audit.CUT)
    return Broken(anchored[0], "it is not the link that was anchored outside the database")


def anchor(scope: Scope, keep: Callable[[int, int, str], None], *, anchored: tuple[int, str] | None) -> None:
    """Hand the newest link to a keeper outside the database, so that a cut tail is noticed. No event: it would need one more.

    Raises RecordBroken where the record no longer holds the link that was kept last: a newer one in its place would
    hide the cut for good.
    """
    with reading():
        broken = _beside_anchor(scope, anchored)
        seq, mark = audit.head(scope)
    if broken is not None:
        raise RecordBroken(f"A link is broken at record {broken.seq:,}: {broken.why}.")
    if seq:
        keep(scope.school_id, seq, mark)


def check_record(scope: Scope, *, anchored: tuple[int, str] | None) -> None:
    """Walk the chain, for the timed job. Raises RecordBroken. No event: see ``first_break``."""
    broken, _ = first_break(scope, anchored=anchored)
    if broken is not None:
        raise RecordBroken(f"A link is broken at record {broken.seq:,}: {broken.why}.")


def checked_at(scope: Scope) -> tuple[datetime | None, bool]:
    """When the whole record was last found unbroken (None for never), and whether the newest walk found a break."""
    with reading():
        beat_at, failure = schools.heartbeats(scope).get(CHECK, (None, ""))
    return beat_at, bool(failure)
