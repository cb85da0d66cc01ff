"""A parents' evening of one teacher and class: its times around the breaks, what a household has, who goes beside whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.domain.errors import InputProblem
from gateway.domain.hours import Spans
from gateway.domain.meetings.meeting import CELL, WAYS
from gateway.domain.roster import Tie

DRAFT, OPEN, CALLED_OFF = "draft", "open", "called_off"
HOME = "home"
WALK = timedelta(minutes=5)
"""The time that a family needs from one teacher to the next."""
NEXT_DOOR = timedelta(minutes=20)
"""Two times of one family that are not further apart than this are side by side."""
LONGEST_EVENING = timedelta(hours=8)
LENGTHS = (5, 10, 15, 20, 30)
MOST_EACH = 3


@dataclass(frozen=True, slots=True)
class Evening:
    """One teacher's evening for a class. ``breaks`` are stretches without times; ``each`` is how many times a household has
    for one child; ``room`` and ``video`` are blank where there is none. ``state``: ``draft``, ``open`` or ``called_off``.
    Families choose until ``closes_at``.
    """

    evening_id: int
    staff_id: str
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
    state: str
    made_at: datetime

    @property
    def lasts(self) -> timedelta:
        """How long one time is."""
        return timedelta(minutes=self.minutes)


def refuse_impossible(evening: Evening, *, now: datetime) -> None:
    """Raise InputProblem for an evening that could not be held, with what to change."""
    if evening.starts_at <= now:
        raise InputProblem("Choose a day and a time that are still ahead.")
    if not timedelta(0) < evening.ends_at - evening.starts_at <= LONGEST_EVENING:
        raise InputProblem("The evening ends after it begins, and lasts at most eight hours.")
    if evening.minutes not in LENGTHS or not 1 <= evening.each <= MOST_EACH:
        raise InputProblem("Choose how long a meeting is, and how many a family has.")
    if not evening.ways or any(one not in WAYS for one in evening.ways):
        raise InputProblem("Choose how families can talk with you.")
    if "video" in evening.ways and not evening.video.startswith("https://"):
        raise InputProblem("For a video call give its address; it begins with https://.")
    edges = (evening.starts_at, evening.ends_at, *(edge for one in evening.breaks for edge in one))
    if any(edge.timestamp() % CELL.total_seconds() for edge in edges):
        raise InputProblem("Times are on five minutes, such as 3:35pm.")
    if any(not evening.starts_at <= first < last <= evening.ends_at for first, last in evening.breaks):
        raise InputProblem("A break lies within the evening, and ends after it begins.")
    if not now < evening.closes_at <= evening.starts_at:
        raise InputProblem("Families choose until a moment before the evening begins.")
    if not times_of(evening):
        raise InputProblem("No meeting fits into this evening; make it longer or the breaks shorter.")


def times_of(evening: Evening) -> tuple[datetime, ...]:
    """When meetings begin: one after the other, around the breaks."""
    found: list[datetime] = []
    at, breaks = evening.starts_at, sorted(evening.breaks)
    while at + evening.lasts <= evening.ends_at:
        resting = next((last for first, last in breaks if first < at + evening.lasts and at < last), None)
        if resting is not None:
            at = resting
            continue
        found.append(at)
        at += evening.lasts
    return tuple(found)


def household_of(contact_id: str, pupil_id: str, ties: Iterable[Tie]) -> str:
    """The household that a contact belongs to for a child: where the child lives, or a home of the contact's own.

    A parent who lives elsewhere, or on whom a restriction stands, has times apart from those of the other home.
    """
    tie = next((one for one in ties if (one.contact_id, one.pupil_id) == (contact_id, pupil_id)), None)
    return HOME if tie is not None and tie.lives_with and not tie.restriction else contact_id


def invited(pupil_ids: Iterable[str], ties: Iterable[Tie]) -> tuple[Tie, ...]:
    """The adults who are asked to choose a time about these children: whoever school may contact without the office."""
    wanted = frozenset(pupil_ids)
    return tuple(one for one in ties if one.pupil_id in wanted and one.may_contact and not one.restriction)


def is_too_near(starts_at: datetime, evening: Evening, others: Spans) -> bool:
    """Whether a family would still be with another teacher, or on the way."""
    end = starts_at + evening.lasts
    return any(first - WALK < end and starts_at < last + WALK for first, last in others)


def is_beside(starts_at: datetime, evening: Evening, others: Spans) -> bool:
    """Whether a time lies side by side with another of the same family, with the way in between."""
    if is_too_near(starts_at, evening, others):
        return False
    end = starts_at + evening.lasts
    return any(
        timedelta(0) <= first - end <= NEXT_DOOR or timedelta(0) <= starts_at - last <= NEXT_DOOR
        for first, last in others
    )
