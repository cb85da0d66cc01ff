"""Other councils: their numbers, and which children live in their area, so that each family is shown its own number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from gateway.actions.directory import directory
from gateway.domain.contacts_check import read_phone
from gateway.domain.errors import InputProblem
from gateway.domain.roster import Council, Pupil, Roster
from gateway.domain.scope import Scope
from gateway.store import audit, councils, schools
from gateway.store.base import new_id
from gateway.store.transaction import reading, writing

SHORTEST, LONGEST = 2, 80
"""Characters of a council's name."""
GONE = "That council is not on this page any more. Load it again."


@dataclass(frozen=True, slots=True)
class CouncilCard:
    """One other council with the children who live in its area."""

    council: Council
    pupils: tuple[Pupil, ...]


@dataclass(frozen=True, slots=True)
class CouncilsPage:
    """The school's own numbers, the other councils, and the children who live in none of them."""

    own_day: str
    own_night: str
    cards: tuple[CouncilCard, ...]
    others: tuple[Pupil, ...]


def councils_page(scope: Scope) -> CouncilsPage:
    """The councils with their children. No event: it shows no message."""
    with reading():
        roster = directory(scope).roster
    pupils = {one.pupil_id: one for one in sorted(roster.pupils, key=lambda one: (one.first_name, one.last_name))}
    away = {key for one in roster.councils for key in one.pupil_ids}
    cards = (CouncilCard(one, tuple(pupils[key] for key in pupils if key in one.pupil_ids)) for one in roster.councils)
    plan = roster.school.emergency
    return CouncilsPage(
        plan.council_day, plan.council_night, tuple(cards), tuple(one for key, one in pupils.items() if key not in away)
    )


def save_council(scope: Scope, council_id: int | None, *, name: str, day: str, night: str, now: datetime) -> None:
    """Enter a council (None: a new one), or change its name and numbers; they are to be confirmed again.

    Raises InputProblem. Event: council.saved.
    """
    said = " ".join(name.replace("\x00", "").split())
    if not SHORTEST <= len(said) <= LONGEST:
        raise InputProblem("Write the council's name.")
    numbers = read_phone("the council by day", day), read_phone("the council at night", night)
    with writing():
        audit.take_turn(scope)
        roster = directory(scope).roster
        held = _held(roster, council_id) if council_id is not None else Council(new_id(now), "", "", "", ())
        if any(one.name.casefold() == said.casefold() and one.council_id != held.council_id for one in roster.councils):
            raise InputProblem(f"{said} stands here already.")
        made = replace(held, name=said, day=numbers[0], night=numbers[1])
        councils.save_council(scope, made)
        _note(scope, "council.saved", made, now=now, day=made.day, night=made.night)


def drop_council(scope: Scope, council_id: int, *, now: datetime) -> None:
    """Take a council out; its children's families are shown the school's own numbers again. Raises InputProblem.

    Event: council.removed.
    """
    with writing():
        audit.take_turn(scope)
        held = _held(directory(scope).roster, council_id)
        councils.drop_council(scope, council_id)
        _note(scope, "council.removed", held, now=now)


def move_child(scope: Scope, council_id: int, pupil_id: str, *, lives_there: bool, now: datetime) -> None:
    """Note that a child lives in this council's area, or no longer. Raises InputProblem. Event: council.child_moved."""
    with writing():
        audit.take_turn(scope)
        roster = directory(scope).roster
        held = _held(roster, council_id)
        if pupil_id not in {one.pupil_id for one in roster.pupils}:
            raise InputProblem("Choose the child from the list.")
        councils.move_child(scope, pupil_id, council_id=council_id if lives_there else None)
        _note(scope, "council.child_moved", held, now=now, pupil=pupil_id, lives_there=lives_there)


def _held(roster: Roster, council_id: int) -> Council:
    found = next((one for one in roster.councils if one.council_id == council_id), None)
    if found is None:
        raise InputProblem(GONE)
    return found


def _note(scope: Scope, event: str, council: Council, *, now: datetime, **detail: Any) -> None:
    schools.bump_people_version(scope)
    audit.append(scope, event, now=now, clause="C12", council=council.council_id, name=council.name, **detail)
