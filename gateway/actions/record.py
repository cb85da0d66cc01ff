"""The record as a whole: is its chain unbroken, and where is its newest link kept besides."""

from __future__ import annotations

from collections.abc import Callable

from gateway.domain.scope import Scope
from gateway.store import audit
from gateway.store.audit import Broken
from gateway.store.transaction import reading


def first_break(scope: Scope, *, anchored: tuple[int, str] | None = None) -> tuple[Broken | None, int]:
    """Walk the chain; where it breaks or None, and how many links stand. ``anchored`` is a (number, mark) kept elsewhere."""
    with reading():
        broken = audit.first_break(scope)
        length, _ = audit.head(scope)
        if broken is None and anchored is not None and audit.mark_of(scope, anchored[0]) != anchored[1]:
            broken = Broken(anchored[0], "it is not the link that was anchored outside the database")
        return broken, length


def anchor(scope: Scope, keep: Callable[[int, int, str], None]) -> None:
    """Hand the newest link to a keeper outside the database, so that a cut tail is noticed. No event: it would need one more."""
    with reading():
        seq, mark = audit.head(scope)
    if seq:
        keep(scope.school_id, seq, mark)
