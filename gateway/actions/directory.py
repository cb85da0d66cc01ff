"""The people of a school with their look-ups, kept in memory until any of them changes; and one view for a whole page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from gateway.domain.identity import Directory
from gateway.domain.scope import Scope
from gateway.store import people, schools, transaction


def directory(scope: Scope) -> Directory:
    """The directory as it stands in the open transaction. Raises NoSuchSchool."""
    key = f"directory:{scope.school_id}"
    seen = transaction.seen()
    version = seen.get(key) or seen.setdefault(key, schools.people_version(scope))
    held = transaction.remembered().get(key)
    if held is None or held[0] != version:
        held = (version, Directory(people.roster(scope)))
        transaction.remembered()[key] = held
    found: Directory = held[1]
    return found


@contextmanager
def one_view() -> Iterator[None]:
    """Everything that a page reads in it is of one moment, and nothing is written. No event: each reading has its own."""
    with transaction.reading():
        yield
