"""The people of a school with their look-ups, kept in memory until any of them changes."""

from __future__ import annotations

from gateway.domain.identity import Directory
from gateway.domain.scope import Scope
from gateway.store import people, schools, transaction


def directory(scope: Scope) -> Directory:
    """The directory as it stands in the open transaction. Raises NoSuchSchool."""
    version = schools.people_version(scope)
    key = f"directory:{scope.school_id}"
    held = transaction.remembered().get(key)
    if held is None or held[0] != version:
        held = (version, Directory(people.roster(scope)))
        transaction.remembered()[key] = held
    found: Directory = held[1]
    return found
