"""Offering a parent times to talk from their conversation, and taking the offer back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from gateway.actions import suggestions
from gateway.actions.accounts import digest
from gateway.actions.checking import NothingToSend, refuse_if_held
from gateway.actions.directory import directory
from gateway.actions.meeting_words import offer_text
from gateway.actions.meetings.letters import kind_hour, put, way_for
from gateway.actions.meetings.planning import Wanted, time_at
from gateway.actions.own_threads import NotYourThread, own_thread
from gateway.actions.refusals import refuse_talk
from gateway.actions.replies import accept
from gateway.domain.errors import HandbellError, InputProblem
from gateway.domain.identity import Directory
from gateway.domain.meetings import CELL, IN_PERSON, OPEN, VIDEO, WAYS, Offer, Slot, TimeTaken
from gateway.domain.meetings.limits import TWO_ADULTS
from gateway.domain.moments import say_moment
from gateway.domain.scope import Scope
from gateway.store import audit, drafts, limits, meeting_rules, meetings, outbox
from gateway.store.base import new_id
from gateway.store.threads import Thread
from gateway.store.transaction import reading, writing

LENGTHS = (10, 15, 20, 30, 45, 60)
"""How many minutes a talk can be offered for."""
MOST_TIMES = 12
WITHDRAWN = "withdrawn"


class OfferEnded(HandbellError):
    """This offer was answered, taken back, or its last time is over."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody of school wants to offer. ``times`` may hold some of their own choice, outside their hours: ``own_times``.

    The other fields are those of ``domain.meetings.Offer``.
    """

    words: str
    ways: tuple[str, ...]
    minutes: int
    times: tuple[datetime, ...]
    own_times: tuple[datetime, ...] = ()
    room: str = ""
    second_id: str = ""
    interpreter_id: str = ""
    interpreter: str = ""
    video: str = ""


def draft_of_offer(thread_id: int) -> int:
    """Under which number the unsent words of an offer are kept, apart from those of an answer: no conversation has it."""
    return -thread_id


def wanted_of(thread: Thread, asked: Asked, *, staff_id: str) -> Wanted:
    """Whom and what an offer asks for."""
    return Wanted(
        contact_id=thread.contact_id,
        staff_id=staff_id,
        second_id=asked.second_id,
        interpreter_id=asked.interpreter_id,
        ways=asked.ways,
        minutes=asked.minutes,
        room=asked.room if IN_PERSON in asked.ways else "",
    )


def offer_times(
    scope: Scope,
    thread_id: int,
    asked: Asked,
    *,
    staff_id: str,
    now: datetime,
    knowing: frozenset[str] = frozenset(),
) -> Offer:
    """Offer times to the contact of a conversation, by a letter in its way; a suggestion to talk is followed by it.

    ``knowing`` as in ``send_reply``. Raises NotYourThread, TalkRefused, InputProblem, TimeTaken, NothingToSend, HeldBack.
    Events: meeting.offered, reply.accepted; reply.stopped when it was held back.
    """
    with reading():
        people = directory(scope)
        thread = own_thread(scope, people, thread_id, staff_id)
        if thread.contact_id not in people.contacts:
            raise NothingToSend("Nobody knows yet who wrote this, so nothing can be offered.")
        refuse_asked(scope, people, thread, asked, staff_id=staff_id)
        has_interpreter = bool(asked.interpreter_id or asked.interpreter.strip())
        refuse_talk(scope, people, thread, staff_id=staff_id, ways=asked.ways, has_interpreter=has_interpreter)
    draft_id = draft_of_offer(thread_id)
    refuse_if_held(
        scope, people, thread, staff_id=staff_id, text=asked.words, now=now, knowing=knowing, draft_id=draft_id
    )
    with writing():
        audit.take_turn(scope)
        standing = [
            one for one in meetings.offers_of_thread(scope, thread_id) if one.state == OPEN and one.ends_at > now
        ]
        if standing and _is_same(standing[-1], asked, staff_id):
            return standing[-1]
        if standing:
            raise InputProblem("Times are offered here already. Take that offer back first.")
        return _put_offer(scope, directory(scope), thread, asked, staff_id=staff_id, now=now)


def refuse_asked(scope: Scope, people: Directory, thread: Thread, asked: Asked, *, staff_id: str) -> None:
    """Raise InputProblem for an offer that is not whole, in the open transaction; whether its times are free is asked later."""
    if not asked.ways or not set(asked.ways) <= WAYS.keys():
        raise InputProblem("Choose at least one way to talk.")
    if asked.minutes not in LENGTHS:
        raise InputProblem("Choose how long the talk takes.")
    if not 1 <= len(asked.times) <= MOST_TIMES:
        raise InputProblem(f"Choose the times to offer, at least one and at most {MOST_TIMES}.")
    if any(one.astimezone(UTC).timestamp() % CELL.total_seconds() for one in asked.times):
        raise InputProblem("A talk begins on five minutes, such as 3:35pm.")
    if asked.room and asked.room not in meeting_rules.rooms(scope):
        raise InputProblem("Choose a room from the list.")
    if VIDEO in asked.ways and not asked.video.startswith("https://"):
        raise InputProblem("A talk by video needs the address of the call, beginning with https://.")
    for key in (asked.second_id, asked.interpreter_id):
        if key and (key not in people.staff or key == staff_id):
            raise InputProblem("Choose a colleague from the list.")
    two = asks_two_adults(scope, people, thread.contact_id)
    if two and not asked.second_id:
        raise InputProblem(f"{two} asks that two adults are there. Choose the second.")


def asks_two_adults(scope: Scope, people: Directory, contact_id: str) -> str:
    """The name of who asks that two adults of school meet this contact, in the open transaction; blank for nobody."""
    held = (one for one in limits.standing(scope, [contact_id]) if one.kind == TWO_ADULTS)
    return next((people.name_of(one.noted_by) for one in held), "")


def _is_same(held: Offer, asked: Asked, staff_id: str) -> bool:
    """Whether the same form was sent twice."""
    return (held.staff_id, held.words, held.times) == (staff_id, asked.words.strip(), tuple(sorted(asked.times)))


def _put_offer(scope: Scope, people: Directory, thread: Thread, asked: Asked, *, staff_id: str, now: datetime) -> Offer:
    slots = _slots(scope, people, thread, asked, staff_id=staff_id, now=now)
    zone, offer_id, token = people.staffing.calendar.zone, new_id(now), secrets.token_urlsafe(18)
    sent = accept(
        scope,
        people,
        thread,
        staff_id=staff_id,
        text=offer_text(asked.words, slots, minutes=asked.minutes, zone=zone),
        now=now,
        letter="meeting_offer",
        more={
            "link": token,
            "words": asked.words.strip(),
            "times": [[one.starts_at.isoformat(), list(one.ways)] for one in slots],
            "minutes": asked.minutes,
            "until": slots[-1].starts_at.isoformat(),
        },
        way=way_for(scope, people, thread),
    )
    offer = _offer(thread, asked, slots, offer_id=offer_id, message_id=sent.message_id, staff_id=staff_id, now=now)
    meetings.add_offer(scope, offer)
    meetings.add_link(scope, digest(token), offer_id=offer_id)
    drafts.save_draft(scope, draft_of_offer(thread.thread_id), staff_id, words="", now=now)
    suggestions.take_up(scope, thread.thread_id, staff_id=staff_id, answer=suggestions.MEETING, now=now)
    audit.append(
        scope,
        "meeting.offered",
        now=now,
        clause="C22",
        thread_id=thread.thread_id,
        offer=offer_id,
        ways=list(offer.ways),
        times=[one.isoformat() for one in offer.times],
        own_times=[one.isoformat() for one in offer.own_times],
    )
    return offer


def _offer(
    thread: Thread,
    asked: Asked,
    slots: tuple[Slot, ...],
    *,
    offer_id: int,
    message_id: int,
    staff_id: str,
    now: datetime,
) -> Offer:
    return Offer(
        offer_id=offer_id,
        thread_id=thread.thread_id,
        message_id=message_id,
        contact_id=thread.contact_id,
        staff_id=staff_id,
        second_id=asked.second_id,
        interpreter_id=asked.interpreter_id,
        interpreter=asked.interpreter.strip(),
        ways=asked.ways,
        minutes=asked.minutes,
        room=asked.room if IN_PERSON in asked.ways else "",
        video=asked.video if VIDEO in asked.ways else "",
        words=asked.words.strip(),
        times=tuple(one.starts_at for one in slots),
        own_times=tuple(sorted(asked.own_times)),
        offered_at=now,
        ends_at=slots[-1].starts_at,
        state=OPEN,
        answered_at=None,
    )


def _slots(
    scope: Scope, people: Directory, thread: Thread, asked: Asked, *, staff_id: str, now: datetime
) -> tuple[Slot, ...]:
    """The times of an offer with their ways, in order. Raises TimeTaken for one at which nobody could talk."""
    wanted, zone = wanted_of(thread, asked, staff_id=staff_id), people.staffing.calendar.zone
    found: list[Slot] = []
    for one in sorted(set(asked.times)):
        slot = time_at(scope, people, wanted, one, now=now, own_choice=one in asked.own_times)
        if not slot.ways:
            raise TimeTaken(f"{say_moment(one, zone)} is not free: {slot.why_not}. Choose another time.")
        found.append(slot)
    return tuple(found)


def withdraw_offer(scope: Scope, offer_id: int, *, staff_id: str, now: datetime, words: str = "") -> Offer:
    """Take an open offer back. Where its letter has not left it never does; else the family is told, with these words.

    Raises NotYourThread, OfferEnded. Event: meeting.withdrawn.
    """
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        offer = own_offer(scope, people, offer_id, staff_id)
        thread = own_thread(scope, people, offer.thread_id, staff_id)
        if not meetings.settle_offer(scope, offer_id, was=OPEN, state=WITHDRAWN, answered_at=now):
            raise OfferEnded("This offer is answered already, or was taken back.")
        parcels = [one for one in outbox.parcels_of(scope, thread.thread_id) if one.message_id == offer.message_id]
        never_left = [one for one in parcels if outbox.cancel(scope, one.outbox_id, now=now)]
        if never_left:
            drafts.save_draft(scope, draft_of_offer(thread.thread_id), staff_id, words=offer.words, now=now)
            suggestions.restore(scope, thread.thread_id, staff_id=staff_id, now=now)
        else:
            facts = {"words": words.strip(), "minutes": offer.minutes}
            leaves_at = kind_hour(people, min(offer.times), now=now)
            letter = "meeting_withdrawn"
            put(scope, people, thread, letter, staff_id=staff_id, facts=facts, send_after=leaves_at, now=now)
        audit.append(
            scope,
            "meeting.withdrawn",
            now=now,
            clause="C22",
            thread_id=thread.thread_id,
            offer=offer_id,
            told=not never_left,
        )
        return offer


def own_offer(scope: Scope, people: Directory, offer_id: int, staff_id: str) -> Offer:
    """An offer in a conversation of one's own, in the open transaction. Raises NotYourThread, also where there is none."""
    offer = meetings.offer(scope, offer_id)
    if offer is None:
        raise NotYourThread("There is no offer of this number.")
    own_thread(scope, people, offer.thread_id, staff_id)
    return offer


def keep_offer_words(scope: Scope, thread_id: int, *, staff_id: str, text: str, now: datetime) -> None:
    """Keep the words of an offer for later. Raises NotYourThread. No event: a draft is its author's own until it is sent."""
    with writing():
        own_thread(scope, directory(scope), thread_id, staff_id)
        drafts.save_draft(scope, draft_of_offer(thread_id), staff_id, words=text, now=now)
