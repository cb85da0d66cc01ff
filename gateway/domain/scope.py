"""Who is asking, and which schools they may reach; every store function takes one first."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.domain.errors import HandbellError


class ReachesSeveralSchools(HandbellError):
    """This needs one school, and the scope holds several."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: ``kind`` is ``staff``, ``contact``, ``office`` or ``system``; ``key`` is their id."""

    kind: str
    key: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


HANDBELL = Actor("system", "handbell")
"""Handbell itself, at the door or on the clock."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The schools an actor may reach."""

    school_ids: tuple[int, ...]
    actor: Actor = HANDBELL

    @property
    def school_id(self) -> int:
        """The one school of this scope. Raises ReachesSeveralSchools."""
        if len(self.school_ids) != 1:
            raise ReachesSeveralSchools("Choose one school first.")
        return self.school_ids[0]


def one_school(school_id: int, actor: Actor = HANDBELL) -> Scope:
    """A scope over a single school."""
    return Scope((school_id,), actor)
