"""Planning a parents' evening: set up by its teacher, made known by whoever sets the school's hours, changed, called off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from gateway.actions.directory import directory
from gateway.actions.evenings.letters import meeting_facts, tell
from gateway.domain.errors import HandbellError, InputProblem
from gateway.domain.hours import Spans
from gateway.domain.identity import Directory
from gateway.domain.meetings import BOOKED, CANCELLED, Meeting
from gateway.domain.meetings.evenings import CALLED_OFF, DRAFT, OPEN, Evening, invited, refuse_impossible, times_of
from gateway.domain.permissions import may
from gateway.domain.promises import courteous_at
from gateway.domain.scope import Scope
from gateway.store import audit, evenings, meetings
from gateway.store.base import new_id
from gateway.store.transaction import reading, writing

LONGEST_WORDS = 600


class NoSuchEvening(HandbellError):
    """There is no parents' evening of this number for you."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a teacher asks for: as in ``Evening``."""

    class_id: str
    starts_at: datetime
    ends_at: datetime
    minutes: int
    breaks: Spans
    ways: tuple[str, ...]
    room: str
    video: str
    words: str
    each: int
    closes_at: datetime


def plan_evening(scope: Scope, asked: Asked, *, now: datetime) -> Evening:
    """Set up an evening of one's own class; no family hears of it yet. Raises InputProblem. Event: evening.planned."""
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        if asked.class_id not in people.staff[scope.actor.key].classes:
            raise InputProblem("Choose a class of yours.")
        return planned(scope, asked, staff_id=scope.actor.key, now=now)


def planned(scope: Scope, asked: Asked, *, staff_id: str, now: datetime) -> Evening:
    """The same for a teacher, in the open transaction."""
    evening = _evening(asked, new_id(now), staff_id, made_at=now)
    refuse_impossible(evening, now=now)
    for other in evenings.evenings_after(scope, now):
        is_theirs = other.staff_id == staff_id and other.state != CALLED_OFF
        if is_theirs and other.starts_at < evening.ends_at and evening.starts_at < other.ends_at:
            whose = "You have" if staff_id == scope.actor.key else f"{directory(scope).name_of(staff_id)} has"
            raise InputProblem(f"{whose} an evening at that time already. Change that one, or call it off.")
    evenings.add_evening(scope, evening)
    audit.append(scope, "evening.planned", now=now, clause="C2", evening=evening.evening_id, class_id=evening.class_id)
    return evening


def refuse_unless_sets_hours(scope: Scope, people: Directory) -> None:
    """Raise InputProblem for whoever may not tell a whole class something, nor agree to an evening outside hours."""
    me = people.staff.get(scope.actor.key) if scope.actor.kind == "staff" else None
    if me is None or not may(me.roles, "set_hours"):
        raise InputProblem("The headteacher or the office lets families know.")


def _evening(asked: Asked, evening_id: int, staff_id: str, *, made_at: datetime) -> Evening:
    return Evening(
        evening_id=evening_id,
        staff_id=staff_id,
        class_id=asked.class_id,
        starts_at=asked.starts_at,
        ends_at=asked.ends_at,
        minutes=asked.minutes,
        breaks=asked.breaks,
        ways=asked.ways,
        room=asked.room.strip()[:60],
        video=asked.video.strip()[:500],
        words=asked.words.strip()[:LONGEST_WORDS],
        each=asked.each,
        closes_at=asked.closes_at,
        state=DRAFT,
        made_at=made_at,
    )


def change_breaks(scope: Scope, evening_id: int, breaks: Spans, *, now: datetime) -> Evening:
    """Give an evening other breaks; no booked meeting may lie in one, nor between the times that come of it.

    Raises NoSuchEvening, InputProblem. Event: evening.changed.
    """
    with writing():
        audit.take_turn(scope)
        evening = replace(own_evening(scope, directory(scope), evening_id), breaks=breaks)
        refuse_impossible(evening, now=now)
        times = set(times_of(evening))
        if any(one.starts_at not in times for one in booked_of(scope, evening_id).values()):
            raise InputProblem("A family has a time that would be gone. Move or cancel it first.")
        evenings.change_evening(scope, evening)
        audit.append(scope, "evening.changed", now=now, clause="C2", evening=evening_id)
        return evening


def open_evening(scope: Scope, evening_id: int, *, now: datetime) -> int:
    """Let the families of the class know that they can choose, each adult once; how many letters leave.

    Only who sets the school's hours lets a whole class know, and agrees with that to an evening outside them. What was let
    known already tells nobody twice. Raises NoSuchEvening, InputProblem. Event: evening.opened.
    """
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        evening = own_evening(scope, people, evening_id)
        refuse_unless_sets_hours(scope, people)
        if evening.state == OPEN:
            return 0
        refuse_impossible(evening, now=now)
        evenings.change_evening(scope, replace(evening, state=OPEN))
        leaves_at = courteous_at(people.staffing, now)
        told = sum(
            tell(
                scope,
                people,
                evening,
                contact_id,
                "evening_invite",
                facts={**facts_of(evening), "pupils": list(pupil_ids)},
                send_after=leaves_at,
                now=now,
            )
            for contact_id, pupil_ids in asked_of(people, evening).items()
        )
        audit.append(scope, "evening.opened", now=now, clause="C5", evening=evening_id, told=told)
        return told


def facts_of(evening: Evening) -> dict[str, object]:
    """An evening as its invitation carries it."""
    return {
        "starts_at": evening.starts_at.isoformat(),
        "ends_at": evening.ends_at.isoformat(),
        "until": evening.closes_at.isoformat(),
        "ways": list(evening.ways),
        "words": evening.words,
    }


def asked_of(people: Directory, evening: Evening) -> Mapping[str, tuple[str, ...]]:
    """Contact → the children of the class about whom they may choose a time."""
    in_class = [one.pupil_id for one in people.pupils.values() if one.class_id == evening.class_id]
    found: dict[str, tuple[str, ...]] = {}
    for tie in invited(in_class, people.roster.ties):
        if tie.contact_id in people.contacts:
            found[tie.contact_id] = (*found.get(tie.contact_id, ()), tie.pupil_id)
    return found


def call_off(scope: Scope, evening_id: int, *, why: str, now: datetime) -> int:
    """Call an evening off: every meeting of it is cancelled and its family told; how many were.

    Raises NoSuchEvening. Event: evening.called_off.
    """
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        evening = own_evening(scope, people, evening_id)
        held = booked_of(scope, evening_id)
        for meeting in held.values():
            cancel_place(scope, people, evening, meeting, why=why.strip()[:LONGEST_WORDS], now=now)
        evenings.change_evening(scope, replace(evening, state=CALLED_OFF))
        audit.append(scope, "evening.called_off", now=now, clause="C2", evening=evening_id, cancelled=len(held))
        return len(held)


def cancel_place(
    scope: Scope, people: Directory, evening: Evening, meeting: Meeting, *, why: str, now: datetime
) -> Meeting:
    """Cancel one meeting of an evening and tell its family, in the open transaction. Event: meeting.cancelled."""
    changed = replace(
        meeting,
        state=CANCELLED,
        sequence=meeting.sequence + 1,
        changed_at=now,
        changed_by=str(scope.actor),
        why=why,
    )
    meetings.change_meeting(scope, changed, ())
    evenings.give_back(scope, meeting.meeting_id)
    tell(scope, people, evening, meeting.contact_id, "meeting_cancelled", facts=meeting_facts(changed), now=now)
    audit.append(
        scope, "meeting.cancelled", now=now, clause="C2", evening=evening.evening_id, meeting=meeting.meeting_id
    )
    return changed


def own_evening(scope: Scope, people: Directory, evening_id: int) -> Evening:
    """An evening of one's own, or any for who sets the school's hours, in the open transaction. Raises NoSuchEvening."""
    found = evenings.evening(scope, evening_id)
    me = people.staff.get(scope.actor.key) if scope.actor.kind == "staff" else None
    if found is None or me is None or (found.staff_id != me.staff_id and not may(me.roles, "set_hours")):
        raise NoSuchEvening("There is no parents’ evening of this number for you.")
    return found


def booked_of(scope: Scope, evening_id: int) -> dict[int, Meeting]:
    """The booked meetings of an evening by their ids, in the open transaction."""
    held = (meetings.meeting(scope, one.meeting_id) for one in evenings.places_of(scope, evening_id))
    return {one.meeting_id: one for one in held if one is not None and one.state == BOOKED}


def my_evenings(scope: Scope, *, now: datetime) -> tuple[Evening, ...]:
    """The evenings to come that one may see: one's own, or the school's. No event: they hold no words of anybody."""
    with reading():
        me = directory(scope).staff[scope.actor.key]
        return tuple(
            one
            for one in evenings.evenings_after(scope, now)
            if one.staff_id == me.staff_id or may(me.roles, "set_hours")
        )


def class_names(scope: Scope) -> Mapping[str, str]:
    """Class → its name. No event: nobody is named."""
    with reading():
        return {key: one.name for key, one in directory(scope).classes.items()}
