"""An offer of times to talk and the meeting that comes of it, and what a booking claims so that no two can overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from gateway.domain.errors import HandbellError
from gateway.domain.hours import Calendar
from gateway.domain.roster import Tie

IN_PERSON, PHONE, VIDEO = "in_person", "phone", "video"
WAYS = {IN_PERSON: "At school", PHONE: "By phone", VIDEO: "By video"}
"""How people can talk, by code, in the words of a button."""
WISHES = {"interpreter": "Would like an interpreter", "companion": "Brings somebody"}
"""What a parent can say beside the time they choose, as staff read it."""
OPEN = "open"
BOOKED, CANCELLED, HELD, NO_SHOW = "booked", "cancelled", "held", "no_show"
CELL = timedelta(minutes=5)
"""The unit in which time is claimed: meetings begin, last and keep apart in whole cells."""
APART_FOR = timedelta(minutes=15)
"""How long before and after a visit to school a parent who must not meet another is kept out of their way."""
APART = "apart:"
"""How the claim of a pair begins whom school must not bring together: either of the two may have it for several visits."""
_BEGIN = datetime(2020, 1, 1, tzinfo=UTC)


class TimeTaken(HandbellError):
    """Somebody else has this time, or it is over."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Times to talk that a member of staff offers to one contact, in a conversation.

    ``ways`` are keys of ``WAYS``; ``times`` are when the talk could begin, and ``own_times`` those of them that the member of
    staff chose outside their own hours or in lessons. ``second_id`` and ``interpreter_id`` are staff who are there too,
    ``interpreter`` the name of somebody from outside who interprets, ``video`` the address of the call; blank is none.
    ``state``: ``open``, ``booked``, ``none_suit``, ``declined``, ``withdrawn``. It can be answered until ``ends_at``.
    """

    offer_id: int
    thread_id: int
    message_id: int | None
    contact_id: str
    staff_id: str
    second_id: str
    interpreter_id: str
    interpreter: str
    ways: tuple[str, ...]
    minutes: int
    room: str
    video: str
    words: str
    times: tuple[datetime, ...]
    own_times: tuple[datetime, ...]
    offered_at: datetime
    ends_at: datetime
    state: str
    answered_at: datetime | None

    @property
    def staff_ids(self) -> tuple[str, ...]:
        """Everybody of school who would be there."""
        return tuple(dict.fromkeys(filter(None, (self.staff_id, self.second_id, self.interpreter_id))))


@dataclass(frozen=True, slots=True)
class Meeting:
    """A booked talk. ``uid`` never changes; ``sequence`` goes up with every change that a calendar must hear of.

    ``state``: ``booked``, ``cancelled``, ``held`` or ``no_show``. ``changed_by`` is an actor (``staff:nair``), ``why`` their
    words; ``wishes`` are keys of ``WISHES``; ``phone`` is the number the parent asked to be rung on, blank for the one that
    school holds; ``late_minutes`` is how late somebody has said they are, of school or of the family, who spoke last.
    """

    meeting_id: int
    uid: str
    sequence: int
    offer_id: int | None
    thread_id: int | None
    contact_id: str
    pupil_ids: tuple[str, ...]
    staff_id: str
    second_id: str
    interpreter_id: str
    interpreter: str
    way: str
    room: str
    video: str
    phone: str
    starts_at: datetime
    ends_at: datetime
    state: str
    wishes: tuple[str, ...]
    booked_at: datetime
    changed_at: datetime
    changed_by: str
    why: str
    late_minutes: int

    @property
    def staff_ids(self) -> tuple[str, ...]:
        """Everybody of school who is there."""
        return tuple(dict.fromkeys(filter(None, (self.staff_id, self.second_id, self.interpreter_id))))

    @property
    def is_family_late(self) -> bool:
        """Whether it is the family who has said that they are late."""
        return bool(self.late_minutes) and self.changed_by.startswith("contact:")


@dataclass(frozen=True, slots=True)
class Terms:
    """What one contact has said of every meeting: when they cannot (the hours grammar, blank: nothing), and when they said so."""

    contact_id: str
    cannot: str = ""
    cannot_at: datetime | None = None


def cells_of(starts_at: datetime, ends_at: datetime) -> range:
    """The cells that a stretch of time touches, numbered from the beginning of 2020."""
    return range((starts_at - _BEGIN) // CELL, -((_BEGIN - ends_at) // CELL))


def claims_of(
    meeting: Meeting, *, gap: timedelta, apart_from: Iterable[str] = ()
) -> tuple[tuple[str, datetime, datetime], ...]:
    """What a booking claims: whom or which room, from when, to when. ``apart_from`` are contacts its parent must not meet.

    Staff are claimed with the ``gap`` after it, so that two bookings with a claim in common are as far apart as that.
    """
    start, end = meeting.starts_at, meeting.ends_at
    claims = [(f"staff:{one}", start, end + gap) for one in meeting.staff_ids]
    claims.append((f"contact:{meeting.contact_id}", start, end))
    if meeting.way == IN_PERSON:
        if meeting.room:
            claims.append((f"room:{meeting.room}", start, end))
        for other in sorted(set(apart_from)):
            pair = "|".join(sorted((meeting.contact_id, other)))
            claims.append((f"{APART}{pair}", start - APART_FOR, end + APART_FOR))
    return tuple(claims)


def must_not_meet(contact_id: str, ties: Iterable[Tie]) -> frozenset[str]:
    """The other contacts of a person's children whom school must not bring together with them.

    So wherever a restriction stands on one of the two, or one lives with the child and the other does not: school never knows
    how a parting went, and keeping two visits half an hour apart costs nobody anything.
    """
    by_pupil: dict[str, list[Tie]] = {}
    for tie in ties:
        by_pupil.setdefault(tie.pupil_id, []).append(tie)
    return frozenset(
        other.contact_id
        for held in by_pupil.values()
        for mine in held
        if mine.contact_id == contact_id
        for other in held
        if other.contact_id != contact_id and (_is_restricted(mine, other) or mine.lives_with != other.lives_with)
    )


def _is_restricted(*ties: Tie) -> bool:
    return any(one.restriction or not one.may_contact for one in ties)


def is_day_of(calendar: Calendar, meeting: Meeting, *, now: datetime) -> bool:
    """Whether it is the day of a booked meeting, and not over: somebody can say that they are late."""
    return (
        meeting.state == BOOKED and now < meeting.ends_at and calendar.day_of(meeting.starts_at) == calendar.day_of(now)
    )
