"""What a family can choose at a parents' evening: times that are free for them, and which lie beside a brother's or sister's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.actions.evenings.planning import booked_of
from gateway.domain.hours import Spans
from gateway.domain.identity import Directory
from gateway.domain.meetings import IN_PERSON, Meeting, is_day_of, must_not_meet
from gateway.domain.meetings.evenings import HOME, OPEN, Evening, household_of, is_beside, is_too_near, times_of
from gateway.domain.meetings.meeting import APART_FOR
from gateway.domain.roster import Pupil
from gateway.domain.scope import Scope
from gateway.store import evenings, meetings
from gateway.store.evenings import Wait

AROUND = timedelta(hours=2)
"""How long before and after an evening what a family has elsewhere can still be in its way."""


@dataclass(frozen=True, slots=True)
class Free:
    """A time that can be chosen, the ways that are left of it, and whether it lies side by side with another of the family."""

    starts_at: datetime
    ways: tuple[str, ...]
    is_beside: bool


@dataclass(frozen=True, slots=True)
class Child:
    """One child at an evening, for one contact: what their household has, what can be chosen, and what they wait for.

    ``mine`` is the contact's own meeting about the child, ``by_others`` those of others of the household; ``elsewhere`` are
    the family's meetings with other teachers of that day. ``can_be_late``: it is the day of ``mine``, and not over.
    """

    pupil: Pupil
    mine: Meeting | None
    by_others: tuple[Meeting, ...]
    elsewhere: tuple[Meeting, ...]
    free: tuple[Free, ...]
    wait: Wait | None
    may_book: bool
    can_be_late: bool


def child_at(
    scope: Scope, people: Directory, evening: Evening, *, contact_id: str, pupil_id: str, now: datetime
) -> Child:
    """One child at an evening as one contact sees it, in the open transaction."""
    ties = people.roster.ties
    household = household_of(contact_id, pupil_id, ties)
    booked = booked_of(scope, evening.evening_id)
    places = [one for one in evenings.places_of(scope, evening.evening_id) if one.meeting_id in booked]
    held = [booked[one.meeting_id] for one in places if (one.pupil_id, one.household) == (pupil_id, household)]
    mine = next((one for one in held if one.contact_id == contact_id), None)
    has = len(held) + len(_with_others(scope, people, evening, pupil_id, household))
    waits = evenings.waits_of(scope, evening.evening_id)
    around = meetings.booked_between(scope, evening.starts_at - AROUND, evening.ends_at + AROUND)
    family = tuple(
        one
        for one in around
        if (mine is None or one.meeting_id != mine.meeting_id) and is_of_family(people, one, contact_id=contact_id)
    )
    return Child(
        pupil=people.pupils[pupil_id],
        mine=mine,
        by_others=tuple(one for one in held if one is not mine),
        elsewhere=tuple(one for one in family if one.staff_id != evening.staff_id),
        free=_free(people, evening, around, family, _kept(waits, contact_id, now=now), contact_id, mine, now=now),
        wait=next((one for one in waits if (one.contact_id, one.pupil_id) == (contact_id, pupil_id)), None),
        may_book=mine is not None or has < evening.each,
        can_be_late=mine is not None and is_day_of(people.staffing.calendar, mine, now=now),
    )


def _with_others(scope: Scope, people: Directory, evening: Evening, pupil_id: str, household: str) -> list[Meeting]:
    """What a household has about a child with other teachers of its class on the same day: the limit is over all of them."""
    day_of = people.staffing.calendar.day_of
    return [
        booked[place.meeting_id]
        for one in evenings.evenings_after(scope, evening.starts_at - AROUND)
        if (one.class_id, day_of(one.starts_at)) == (evening.class_id, day_of(evening.starts_at))
        and one.evening_id != evening.evening_id
        and one.state == OPEN
        for booked in (booked_of(scope, one.evening_id),)
        for place in evenings.places_of(scope, one.evening_id)
        if (place.pupil_id, place.household) == (pupil_id, household) and place.meeting_id in booked
    ]


def is_of_family(people: Directory, meeting: Meeting, *, contact_id: str) -> bool:
    """Whether a meeting is one of a contact's own, or of another adult of the home in which both have a child."""
    if meeting.contact_id == contact_id:
        return True
    ties = people.roster.ties
    mine = {one.pupil_id for one in ties if one.contact_id == contact_id}
    return any(
        household_of(contact_id, one, ties) == household_of(meeting.contact_id, one, ties) == HOME
        for one in mine.intersection(meeting.pupil_ids)
    )


def _kept(waits: tuple[Wait, ...], contact_id: str, *, now: datetime) -> frozenset[datetime]:
    """The times that are kept for others."""
    return frozenset(
        one.kept_at
        for one in waits
        if one.kept_at is not None
        and one.kept_until is not None
        and one.kept_until > now
        and one.contact_id != contact_id
    )


def _free(
    people: Directory,
    evening: Evening,
    around: tuple[Meeting, ...],
    family: tuple[Meeting, ...],
    kept: frozenset[datetime],
    contact_id: str,
    mine: Meeting | None,
    *,
    now: datetime,
) -> tuple[Free, ...]:
    """What is free for a contact, in order; their own time counts as free, so that they can see it and keep it."""
    others = [one for one in around if mine is None or one.meeting_id != mine.meeting_id]
    taught = _spans(one for one in others if evening.staff_id in one.staff_ids)
    elsewhere = _spans(family)
    apart = must_not_meet(contact_id, people.roster.ties)
    visits = [one for one in others if one.way == IN_PERSON]
    near = _spans((one for one in visits if one.contact_id in apart), wider=2 * APART_FOR)
    in_room = _spans(one for one in visits if evening.room and one.room == evening.room)
    found = []
    for at in times_of(evening):
        end = at + evening.lasts
        if at <= now or at in kept or _meets(taught, at, end) or is_too_near(at, evening, elsewhere):
            continue
        shut = _meets(near, at, end) or _meets(in_room, at, end)
        ways = tuple(one for one in evening.ways if one != IN_PERSON or not shut)
        if ways:
            found.append(Free(at, ways, is_beside(at, evening, elsewhere)))
    return tuple(found)


def _spans(held: Iterable[Meeting], *, wider: timedelta = timedelta(0)) -> Spans:
    return tuple((one.starts_at - wider, one.ends_at + wider) for one in held)


def _meets(spans: Spans, first: datetime, last: datetime) -> bool:
    return any(begins < last and first < ends for begins, ends in spans)
