"""What the pages of meetings show: to a parent their offers and meetings, to staff the talks of a day and a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from gateway.actions.directory import directory
from gateway.actions.front import Front, front_of
from gateway.actions.inbox import Child, children_of
from gateway.actions.meetings.answering import DECLINED, NONE_SUIT, their_offer, times_left
from gateway.actions.meetings.changing import STEP_IN, own_meeting
from gateway.actions.meetings.planning import every_time, wanted_by
from gateway.actions.own_threads import own_thread
from gateway.actions.stopped_talks import bookable_ways, note_stopped
from gateway.domain.identity import Directory
from gateway.domain.meetings import BOOKED, OPEN, Meeting, Offer, Slot, is_day_of
from gateway.domain.scope import Scope
from gateway.store import meeting_rules, meetings, threads
from gateway.store.transaction import reading


@dataclass(frozen=True, slots=True)
class Answering:
    """An offer as its parent sees it: with whom, about which children, what can be chosen now, and what is booked.

    ``meeting`` is the newest that came of it, None where none has; ``can_choose`` says that a time may still be chosen, and
    ``can_cancel`` that the one they have may be given back, ``can_be_late`` that they may say they are. ``is_stopped``: no talk
    may be booked now, for no reason that they read.
    ``number`` is the end of the number on which school would ring, blank where it holds none; ``cannot`` when they cannot.
    ``language`` is what they read best, as ``pl``.
    """

    front: Front
    offer: Offer
    who: str
    about: str
    with_them: tuple[str, ...]
    slots: tuple[Slot, ...]
    meeting: Meeting | None
    can_choose: bool
    can_cancel: bool
    can_be_late: bool
    is_stopped: bool
    number: str
    speaks_other: bool
    language: str
    cannot: str


def answering(scope: Scope, offer_id: int, *, now: datetime) -> Answering:
    """An offer to the contact who asks, without the ways on which no talk may be any more. Raises OfferEnded.

    Where none is left of an offer that could be answered, a leader is told, once. Event: meeting.stopped.
    """
    front = front_of(scope, now=now)
    found = _answering(scope, front, offer_id, now=now)
    if found.is_stopped:
        note_stopped(scope, offer_id, now=now)
    return found


def _answering(scope: Scope, front: Front, offer_id: int, *, now: datetime) -> Answering:
    with reading():
        people, offer = directory(scope), their_offer(scope, offer_id)
        meeting = meetings.meeting_of_offer(scope, offer_id)
        thread, contact = threads.thread(scope, offer.thread_id), people.contacts.get(offer.contact_id)
        is_booked = meeting is not None and meeting.state == BOOKED
        may_move = is_booked and meeting is not None and meeting.starts_at > now
        is_open = offer.state in (OPEN, NONE_SUIT, DECLINED) and offer.ends_at > now + STEP_IN
        could_choose = may_move or (is_open and not is_booked)
        ways = bookable_ways(scope, people, offer) if could_choose else offer.ways
        offer, can_choose = replace(offer, ways=ways), could_choose and bool(ways)
        slots = times_left(scope, people, offer, now=now) if can_choose else ()
        mobiles = contact.mobiles if contact is not None else ()
        return Answering(
            front=front,
            offer=offer,
            who=people.name_of(offer.staff_id),
            about=_names(children_of(people, thread.pupil_ids if thread is not None else ())),
            with_them=_with_them(people, offer),
            slots=slots,
            meeting=meeting,
            can_choose=can_choose,
            can_cancel=may_move,
            can_be_late=meeting is not None and is_day_of(people.staffing.calendar, meeting, now=now),
            is_stopped=could_choose and not ways,
            number=mobiles[0].strip()[-3:] if mobiles else "",
            speaks_other=contact is not None and not contact.language.startswith("en"),
            language=contact.language.partition("-")[0] if contact is not None else "en",
            cannot=meeting_rules.terms(scope, offer.contact_id).cannot,
        )


def _names(children: Sequence[Child]) -> str:
    return " and ".join(one.first_name for one in children)


def _with_them(people: Directory, held: Offer | Meeting) -> tuple[str, ...]:
    """Who else is there, as the family is told: a second adult by name, and whoever interprets."""
    second = (people.name_of(held.second_id),) if held.second_id else ()
    interprets = people.name_of(held.interpreter_id) if held.interpreter_id else held.interpreter
    return (*second, *((f"{interprets}, to interpret",) if interprets else ()))


@dataclass(frozen=True, slots=True)
class FamilyTalk:
    """An offer that waits for an answer, or a meeting to come, on a family's first page; both lead to ``offer_id``."""

    offer_id: int
    thread_id: int | None
    who: str
    meeting: Meeting | None


def of_family(scope: Scope, contact_id: str, *, now: datetime) -> tuple[FamilyTalk, ...]:
    """What of meetings waits for a family: their booked meetings, then open offers. No event: they are their own."""
    with reading():
        people = directory(scope)
        booked = meetings.meetings_of_contact(scope, contact_id, since=now)
        offers = meetings.offers_of_contact(scope, contact_id, ends_after=now + STEP_IN)
    return (
        *(
            FamilyTalk(one.offer_id, one.thread_id, people.name_of(one.staff_id), one)
            for one in booked
            if one.state == BOOKED and one.offer_id is not None
        ),
        *(FamilyTalk(one.offer_id, one.thread_id, people.name_of(one.staff_id), None) for one in offers),
    )


@dataclass(frozen=True, slots=True)
class StaffTalk:
    """A meeting as staff see it: with whom, about which children, and who else is there."""

    meeting: Meeting
    with_whom: str
    children: tuple[Child, ...]
    others: tuple[str, ...]
    number: str


def of_day(scope: Scope, staff_id: str, day: date, *, now: datetime) -> tuple[StaffTalk, ...]:
    """Somebody's booked meetings of one day, and what became of those that are over. No event: it is their own day."""
    return tuple(one for one in of_days(scope, staff_id, day, days=1, now=now) if one.meeting.state != "cancelled")


def of_days(scope: Scope, staff_id: str, day: date, *, days: int, now: datetime) -> tuple[StaffTalk, ...]:
    """Somebody's meetings from a day on. No event: it is their own list."""
    with reading():
        people = directory(scope)
        since = datetime.combine(day, time(0), tzinfo=people.staffing.calendar.zone)
        found = meetings.meetings_of_staff(scope, staff_id, since, since + timedelta(days=days))
        return tuple(_staff_talk(people, one) for one in found)


def _staff_talk(people: Directory, meeting: Meeting) -> StaffTalk:
    contact = people.contacts.get(meeting.contact_id)
    held = contact.mobiles[0] if contact is not None and contact.mobiles else ""
    names = [people.name_of(one) for one in meeting.staff_ids if one != meeting.staff_id]
    return StaffTalk(
        meeting=meeting,
        with_whom=contact.name if contact is not None else meeting.contact_id,
        children=children_of(people, meeting.pupil_ids),
        others=(*names, *filter(None, (meeting.interpreter,))),
        number=meeting.phone or held,
    )


@dataclass(frozen=True, slots=True)
class OneTalk:
    """One meeting with the other times to which it could be moved, by the ways that were offered."""

    talk: StaffTalk
    ways: tuple[str, ...]
    slots: tuple[Slot, ...]
    may_open: bool


def one_talk(scope: Scope, meeting_id: int, *, now: datetime) -> OneTalk:
    """A meeting of one's own. Raises NotYourMeeting. No event: it is their own."""
    with reading():
        people, meeting = directory(scope), own_meeting(scope, meeting_id)
        offer = meetings.offer(scope, meeting.offer_id) if meeting.offer_id is not None else None
        wanted = wanted_by(meeting)
        slots = every_time(scope, people, wanted, now=now) if meeting.state == BOOKED else ()
        ways = offer.ways if offer is not None else (meeting.way,)
        may_open = scope.actor.key == meeting.staff_id
        return OneTalk(_staff_talk(people, meeting), ways, tuple(one for one in slots if one.ways), may_open)


@dataclass(frozen=True, slots=True)
class InThread:
    """The offers and meetings of a conversation: the one offer that can still be answered, and each meeting."""

    offer: Offer | None
    answered: Offer | None
    talks: tuple[StaffTalk, ...]


def in_thread(scope: Scope, thread_id: int, *, staff_id: str, now: datetime) -> InThread:
    """What stands in a conversation of one's own. Raises NotYourThread. No event: its page is its reader's."""
    with reading():
        people = directory(scope)
        own_thread(scope, people, thread_id, staff_id)
        offers = meetings.offers_of_thread(scope, thread_id)
        held = meetings.meetings_of_thread(scope, thread_id)
        newest = offers[-1] if offers else None
        is_open = newest is not None and newest.state == OPEN
        return InThread(
            offer=newest if is_open else None,
            answered=newest if not is_open else None,
            talks=tuple(_staff_talk(people, one) for one in held),
        )
