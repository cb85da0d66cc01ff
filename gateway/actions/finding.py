"""Finding a contact by what a member of staff types: their name, or the name of their child."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gateway.actions.compose import pupils_for
from gateway.actions.directory import directory
from gateway.actions.inbox import Child, children_of
from gateway.domain.identity import Directory
from gateway.domain.roster import Contact
from gateway.domain.scope import Scope
from gateway.domain.wording import fold
from gateway.store.transaction import reading

MOST = 12
"""So many people are offered to choose from; whoever typed less than that tells them apart types more."""


@dataclass(frozen=True, slots=True)
class Match:
    """A contact with their children, and the line by which they are told from everybody else."""

    contact: Contact
    children: tuple[Child, ...]
    line: str


def contacts_for(people: Directory, staff_id: str) -> tuple[Contact, ...]:
    """The contacts whom a member of staff may name: those of the children about whom they may write, by last name."""
    mine = {one.pupil_id for one in pupils_for(people, people.staff[staff_id])}
    ids = {one.contact_id for one in people.roster.ties if one.pupil_id in mine}
    found = [people.contacts[one] for one in ids if one in people.contacts]
    return tuple(sorted(found, key=lambda one: (one.last_name, one.first_name, one.contact_id)))


def everybody_for(scope: Scope, staff_id: str) -> tuple[Match, ...]:
    """Everybody whom a member of staff may name, as a form offers them. No event: it is the school's own list."""
    with reading():
        people = directory(scope)
    return matches(people, contacts_for(people, staff_id))


def fitting(scope: Scope, staff_id: str, typed: str) -> tuple[Match, ...]:
    """Those of ``everybody_for`` whom the typed words can mean. No event: it is the school's own list."""
    return found_by(everybody_for(scope, staff_id), typed)


def matches(people: Directory, contacts: Iterable[Contact]) -> tuple[Match, ...]:
    """These contacts as a form offers them; two of one line are told apart by their number."""
    found: list[Match] = []
    lines: dict[str, int] = {}
    for one in contacts:
        ties = people.ties_of(one.contact_id)
        children = children_of(people, [tie.pupil_id for tie in ties])
        named = ", ".join(" ".join(filter(None, (child.first_name, f"({child.class_name})"))) for child in children)
        line = f"{one.name}, {ties[0].relationship} of {named}" if ties and named else one.name
        lines[line] = lines.get(line, 0) + 1
        found.append(Match(one, children, line if lines[line] == 1 else f"{line}, {lines[line]}"))
    return tuple(found)


def found_by(offered: Iterable[Match], typed: str) -> tuple[Match, ...]:
    """Those whom the typed words can mean: the one of that very line, else everybody with a word that begins as each does."""
    offered, wanted = tuple(offered), " ".join(typed.split())
    exact = tuple(one for one in offered if one.line == wanted)
    words = _words(wanted)
    if exact or not words:
        return exact
    return tuple(
        one for one in offered if all(any(held.startswith(word) for held in _words(one.line)) for word in words)
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(fold(one) for one in re.findall(r"[^\W_]+", text))
