"""Parents' evenings of several teachers on one day: planned at once, made known by one letter, chosen from on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from gateway.actions.directory import directory
from gateway.actions.evenings.booking import Invited, LinkEnded, invitation_to
from gateway.actions.evenings.letters import tell
from gateway.actions.evenings.planning import Asked, asked_of, facts_of, planned, refuse_unless_sets_hours
from gateway.domain.errors import InputProblem
from gateway.domain.identity import Directory
from gateway.domain.meetings.evenings import CALLED_OFF, DRAFT, OPEN, Evening, refuse_impossible
from gateway.domain.promises import courteous_at
from gateway.domain.scope import Scope
from gateway.store import audit, evenings
from gateway.store.transaction import reading, writing

MOST_TEACHERS = 40


@dataclass(frozen=True, slots=True)
class Teacher:
    """Somebody who can hold an evening for a class of theirs."""

    staff_id: str
    name: str
    class_id: str
    class_name: str


def teachers(scope: Scope) -> tuple[Teacher, ...]:
    """Every teacher with each of their classes, by class. No event: nobody's messages are read."""
    with reading():
        people = directory(scope)
    found = [
        Teacher(one.staff_id, one.name, key, people.classes[key].name)
        for one in people.roster.staff
        if "teacher" in one.roles
        for key in one.classes
        if key in people.classes
    ]
    return tuple(sorted(found, key=lambda one: (one.class_name, one.name)))


def plan_together(
    scope: Scope, asked: Asked, chosen: Sequence[tuple[str, str]], *, now: datetime
) -> tuple[Evening, ...]:
    """Set up one evening for each chosen teacher and class, all with the same times; each in their own classroom.

    All or none. Only who sets the school's hours plans for others. Raises InputProblem. Event: evening.planned.
    """
    known = {(one.staff_id, one.class_id): one for one in teachers(scope)}
    if not 1 <= len(chosen) <= MOST_TEACHERS or any(one not in known for one in chosen):
        raise InputProblem("Choose the teachers from the list.")
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        refuse_unless_sets_hours(scope, people)
        return tuple(
            planned(
                scope,
                replace(asked, class_id=class_id, room=asked.room or known[staff_id, class_id].class_name),
                staff_id=staff_id,
                now=now,
            )
            for staff_id, class_id in dict.fromkeys(chosen)
        )


def open_together(scope: Scope, day: date, *, now: datetime) -> int:
    """Let the families of every evening of a day know that they can choose, each adult by one letter; how many leave.

    What was let known already tells nobody twice. Raises InputProblem. Event: evening.opened.
    """
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        refuse_unless_sets_hours(scope, people)
        found = [one for one in _of_day(scope, people, day, since=now) if one.state == DRAFT]
        family: dict[str, list[tuple[Evening, tuple[str, ...]]]] = {}
        for one in found:
            refuse_impossible(one, now=now)
            evenings.change_evening(scope, replace(one, state=OPEN))
            asked = asked_of(people, one)
            for contact_id, pupil_ids in asked.items():
                family.setdefault(contact_id, []).append((one, pupil_ids))
            audit.append(scope, "evening.opened", now=now, clause="C5", evening=one.evening_id, told=len(asked))
        leaves_at = courteous_at(people.staffing, now)
        return sum(
            _invite(scope, people, contact_id, held, leaves_at=leaves_at, now=now)
            for contact_id, held in family.items()
        )


def _invite(
    scope: Scope,
    people: Directory,
    contact_id: str,
    held: Sequence[tuple[Evening, tuple[str, ...]]],
    *,
    leaves_at: datetime,
    now: datetime,
) -> bool:
    (first, pupil_ids), *others = held
    also = [[one.staff_id, list(pupils)] for one, pupils in others]
    facts = {**facts_of(first), "pupils": list(pupil_ids), "also": also}
    return tell(scope, people, first, contact_id, "evening_invite", facts=facts, send_after=leaves_at, now=now)


def invitations_of_day(scope: Scope, evening_id: int, *, now: datetime) -> tuple[Invited, ...]:
    """What one contact can choose on the day of an evening, with every teacher who asks them; this evening first.

    Raises LinkEnded. Event: meeting.stopped, as ``invitation_to`` says.
    """
    first = invitation_to(scope, evening_id, now=now)
    with reading():
        people = directory(scope)
        day = people.staffing.calendar.day_of(first.evening.starts_at)
        others = [
            one.evening_id
            for one in _of_day(scope, people, day, since=first.evening.starts_at)
            if one.evening_id != evening_id and one.state == OPEN and scope.actor.key in asked_of(people, one)
        ]
    return (first, *(invitation_to(scope, one, now=now) for one in others))


def chosen_evening(scope: Scope, evening_id: int, written: str, *, now: datetime) -> int:
    """Which evening of the day a form is about: the link's own where it says none. Raises LinkEnded for any other."""
    held = {
        str(one.evening.evening_id): one.evening.evening_id for one in invitations_of_day(scope, evening_id, now=now)
    }
    if written and written not in held:
        raise LinkEnded("This link has ended. Ask school for a new one.")
    return held.get(written, evening_id)


def _of_day(scope: Scope, people: Directory, day: date, *, since: datetime) -> tuple[Evening, ...]:
    day_of = people.staffing.calendar.day_of
    found = evenings.evenings_after(scope, since)
    return tuple(one for one in found if one.state != CALLED_OFF and day_of(one.starts_at) == day)
