"""How a family answers to a parents' evening by its link: takes a time, changes it, gives it back, or waits for a better one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from gateway.actions.accounts import digest
from gateway.actions.directory import directory
from gateway.actions.evenings.choosing import Child, child_at
from gateway.actions.evenings.letters import meeting_facts, tell
from gateway.actions.evenings.planning import asked_of, booked_of, cancel_place
from gateway.actions.evenings.welcome import ChoosingOver, is_welcome, note_unwelcome, refuse_unwelcome
from gateway.actions.outgoing import mail_domain
from gateway.domain.errors import HandbellError, InputProblem
from gateway.domain.identity import Directory
from gateway.domain.meetings import BOOKED, PHONE, Meeting, TimeTaken, claims_of, must_not_meet
from gateway.domain.meetings.evenings import OPEN, Evening, household_of
from gateway.domain.moments import say_moment
from gateway.domain.scope import Actor, Scope, one_school
from gateway.store import audit, evenings, meetings
from gateway.store.base import new_id
from gateway.store.evenings import Place, Wait
from gateway.store.transaction import reading, writing

SHOWN_FOR = timedelta(days=7)
"""How long after an evening its links still show what was."""
LONGEST_PHONE = 40


class LinkEnded(HandbellError):
    """This link has ended, or there never was one of this kind."""


@dataclass(frozen=True, slots=True)
class Invited:
    """An evening as one contact sees it: their children of the class, and whether they can still choose."""

    evening: Evening
    contact_name: str
    teacher: str
    class_name: str
    language: str
    children: tuple[Child, ...]
    is_open: bool


def evening_by_link(scope: Scope, token: str, *, now: datetime) -> tuple[Scope, int]:
    """The evening behind a link, and the scope of its contact in their school. Raises LinkEnded. No event: it is their own."""
    with reading():
        found = evenings.linked_evening(scope, digest(token))
        evening = evenings.evening(one_school(found[0]), found[1]) if found is not None else None
    if found is None or evening is None or now > evening.ends_at + SHOWN_FOR:
        raise LinkEnded("This link has ended. Ask school for a new one.")
    return one_school(found[0], Actor("contact", found[2])), found[1]


def invitation_to(scope: Scope, evening_id: int, *, now: datetime) -> Invited:
    """An evening as the contact of the scope sees it. Raises LinkEnded.

    Where its teacher may not meet them any more, it is over for them, and a leader is told, once. Event: meeting.stopped.
    """
    with reading():
        people, evening = directory(scope), evenings.evening(scope, evening_id)
        pupils = asked_of(people, evening).get(scope.actor.key, ()) if evening is not None else ()
        if evening is None or not pupils:
            raise LinkEnded("This link has ended. Ask school for a new one.")
        welcome = is_welcome(scope, people, evening, scope.actor.key, pupil_ids=pupils)
        page = Invited(
            evening=evening,
            contact_name=people.contacts[scope.actor.key].name,
            teacher=people.name_of(evening.staff_id),
            class_name=people.classes[evening.class_id].name if evening.class_id in people.classes else "",
            language=people.contacts[scope.actor.key].language.partition("-")[0],
            children=tuple(
                child_at(scope, people, evening, contact_id=scope.actor.key, pupil_id=one, now=now) for one in pupils
            ),
            is_open=_is_open(evening, now=now) and welcome,
        )
    if _is_open(evening, now=now) and not welcome:
        note_unwelcome(scope, evening, now=now)
    return page


def take_place(
    scope: Scope, evening_id: int, *, pupil_id: str, starts_at: datetime, way: str, now: datetime, phone: str = ""
) -> Meeting:
    """Take a time about a child, or change the one that one has to it; the first to choose has it.

    Raises LinkEnded, ChoosingOver, TimeTaken, InputProblem. Events: meeting.booked, meeting.moved.
    """
    with writing():
        audit.take_turn(scope)
        people, evening, child = _choosing(scope, evening_id, pupil_id, now=now)
        refuse_unwelcome(scope, people, evening, pupil_id=pupil_id)
        held = child.mine
        if held is not None and (held.starts_at, held.way) == (starts_at, way):
            return held
        if not child.may_book:
            raise InputProblem("Your family has a time about this child already. Whoever chose it can change it.")
        if not any(one.starts_at == starts_at and way in one.ways for one in child.free):
            zone = people.staffing.calendar.zone
            raise TimeTaken(f"{say_moment(starts_at, zone)} has just been taken. Please choose another time.")
        if held is not None:
            meeting = _moved(scope, people, evening, held, starts_at=starts_at, way=way, phone=phone, now=now)
        else:
            meeting = _booked(scope, people, evening, pupil_id, starts_at=starts_at, way=way, phone=phone, now=now)
        evenings.end_wait(scope, evening_id, contact_id=scope.actor.key, pupil_id=pupil_id)
        audit.append(
            scope,
            "meeting.booked" if held is None else "meeting.moved",
            now=now,
            clause="C2",
            evening=evening_id,
            meeting=meeting.meeting_id,
            starts_at=meeting.starts_at.isoformat(),
            way=way,
        )
        return meeting


def give_back(scope: Scope, evening_id: int, *, pupil_id: str, now: datetime) -> None:
    """Give one's time about a child back, for whoever waits; does nothing where there is none.

    Raises LinkEnded, ChoosingOver. Event: meeting.cancelled.
    """
    with writing():
        audit.take_turn(scope)
        people, evening, child = _choosing(scope, evening_id, pupil_id, now=now)
        if child.mine is not None:
            cancel_place(scope, people, evening, child.mine, why="", now=now)


def wait_for(
    scope: Scope,
    evening_id: int,
    *,
    pupil_id: str,
    earliest_at: datetime | None,
    latest_at: datetime | None,
    now: datetime,
) -> None:
    """Wait for a time not before, or not after, a moment; one is asked when one is free, and keeps what one has till then.

    Raises LinkEnded, ChoosingOver, InputProblem. Event: evening.waited.
    """
    with writing():
        audit.take_turn(scope)
        people, evening, child = _choosing(scope, evening_id, pupil_id, now=now)
        refuse_unwelcome(scope, people, evening, pupil_id=pupil_id)
        if earliest_at is not None and latest_at is not None and earliest_at > latest_at:
            raise InputProblem("“Not before” lies after “not after”. Change one of them.")
        since = child.wait.since if child.wait is not None else now
        evenings.put_wait(scope, evening_id, Wait(scope.actor.key, pupil_id, since, earliest_at, latest_at))
        audit.append(scope, "evening.waited", now=now, clause="C2", evening=evening.evening_id)


def stop_waiting(scope: Scope, evening_id: int, *, pupil_id: str, now: datetime) -> None:
    """Wait no more; what was kept is free for others. Raises LinkEnded, ChoosingOver. Event: evening.wait_ended."""
    with writing():
        audit.take_turn(scope)
        _choosing(scope, evening_id, pupil_id, now=now)
        if evenings.end_wait(scope, evening_id, contact_id=scope.actor.key, pupil_id=pupil_id):
            audit.append(scope, "evening.wait_ended", now=now, clause="C2", evening=evening_id)


def _is_open(evening: Evening, *, now: datetime) -> bool:
    return evening.state == OPEN and now < evening.closes_at


def _choosing(scope: Scope, evening_id: int, pupil_id: str, *, now: datetime) -> tuple[Directory, Evening, Child]:
    """Who chooses about which child, in the open transaction. Raises LinkEnded, ChoosingOver."""
    people, evening = directory(scope), evenings.evening(scope, evening_id)
    is_theirs = evening is not None and pupil_id in asked_of(people, evening).get(scope.actor.key, ())
    if evening is None or scope.actor.kind != "contact" or not is_theirs:
        raise LinkEnded("This link has ended. Ask school for a new one.")
    if not _is_open(evening, now=now):
        raise ChoosingOver("Times are not chosen here any more. Call the office.")
    return people, evening, child_at(scope, people, evening, contact_id=scope.actor.key, pupil_id=pupil_id, now=now)


def _booked(
    scope: Scope,
    people: Directory,
    evening: Evening,
    pupil_id: str,
    *,
    starts_at: datetime,
    way: str,
    phone: str,
    now: datetime,
) -> Meeting:
    meeting_id = new_id(now)
    begins_at = starts_at.astimezone(UTC)
    meeting = Meeting(
        meeting_id=meeting_id,
        uid=f"{meeting_id:x}.{secrets.token_hex(8)}@{mail_domain(people)}",
        sequence=0,
        offer_id=None,
        thread_id=None,
        contact_id=scope.actor.key,
        pupil_ids=(pupil_id,),
        staff_id=evening.staff_id,
        second_id="",
        interpreter_id="",
        interpreter="",
        way=way,
        room=evening.room,
        video=evening.video,
        phone=_number(phone, way),
        starts_at=begins_at,
        ends_at=begins_at + evening.lasts,
        state=BOOKED,
        wishes=(),
        booked_at=now,
        changed_at=now,
        changed_by=str(scope.actor),
        why="",
        late_minutes=0,
    )
    meetings.book(scope, meeting, _claims(people, meeting))
    evenings.take_place(scope, evening.evening_id, _turn(scope, people, evening, pupil_id, meeting_id))
    tell(scope, people, evening, scope.actor.key, "meeting_booked", facts=meeting_facts(meeting), now=now)
    return meeting


def _turn(scope: Scope, people: Directory, evening: Evening, pupil_id: str, meeting_id: int) -> Place:
    """The first turn of a household about a child that it has not; what a cancelled meeting still held is given back."""
    household = household_of(scope.actor.key, pupil_id, people.roster.ties)
    held = [
        one
        for one in evenings.places_of(scope, evening.evening_id)
        if (one.pupil_id, one.household) == (pupil_id, household)
    ]
    booked = booked_of(scope, evening.evening_id)
    for one in held:
        if one.meeting_id not in booked:
            evenings.give_back(scope, one.meeting_id)
    taken = {one.turn for one in held if one.meeting_id in booked}
    return Place(
        pupil_id, household, next(turn for turn in range(1, evening.each + 2) if turn not in taken), meeting_id
    )


def _moved(
    scope: Scope,
    people: Directory,
    evening: Evening,
    held: Meeting,
    *,
    starts_at: datetime,
    way: str,
    phone: str,
    now: datetime,
) -> Meeting:
    begins_at = starts_at.astimezone(UTC)
    changed = replace(
        held,
        starts_at=begins_at,
        ends_at=begins_at + evening.lasts,
        way=way,
        phone=_number(phone, way),
        sequence=held.sequence + 1,
        changed_at=now,
        changed_by=str(scope.actor),
        why="",
    )
    meetings.change_meeting(scope, changed, _claims(people, changed))
    tell(scope, people, evening, scope.actor.key, "meeting_moved", facts=meeting_facts(changed, was=held), now=now)
    return changed


def _claims(people: Directory, meeting: Meeting) -> tuple[tuple[str, datetime, datetime], ...]:
    """One after the other without a gap: that is what a parents' evening is."""
    apart = must_not_meet(meeting.contact_id, people.roster.ties)
    return claims_of(meeting, gap=timedelta(0), apart_from=apart)


def _number(phone: str, way: str) -> str:
    return " ".join(phone.split())[:LONGEST_PHONE] if way == PHONE else ""
