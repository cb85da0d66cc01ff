"""Whether this database can be worked with: it answers, its migrations have run, and it is no demo's where it counts."""

from __future__ import annotations

from gateway.actions.schools import every_school
from gateway.domain.errors import InputProblem
from gateway.store import audit
from gateway.store.transaction import NEWEST_MIGRATION, migration, plainly, reading

DEMO_PREPARED = "demo.prepared"
"""The event that a demo leaves at the head of its record, where nothing can take it away again."""

in_plain_words = plainly
"""For doors: around any work, lets a database that fails be one sentence. Raises DatabaseProblem."""


def stands_at() -> str | None:
    """The migration of this database, or None before the first. Raises DatabaseProblem where it does not answer."""
    with plainly():
        return migration()


def refuse_unready() -> None:
    """Raise InputProblem for a database without our tables, DatabaseProblem for one that does not answer. No event."""
    found = stands_at()
    if found is None:
        raise InputProblem(
            "This database has not been set up; run flask db upgrade, then flask school import DIR, or check DATABASE_URL."
        )
    if found != NEWEST_MIGRATION:
        raise InputProblem(
            f"This database stands at migration {found}, and this Handbell works with {NEWEST_MIGRATION}; "
            "run flask db upgrade, or start the Handbell that the database belongs to."
        )


def refuse_demo() -> None:
    """Raise InputProblem where a demo has filled this database, whatever its name is now. No event: nothing is changed."""
    for scope in every_school():
        with reading():
            is_a_demo = audit.began_with(scope, DEMO_PREPARED)
        if is_a_demo:
            raise InputProblem(
                "A demo has filled the database that DATABASE_URL names; give production a database of its own."
            )
