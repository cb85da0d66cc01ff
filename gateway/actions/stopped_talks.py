"""Never suggest, asked again when a talk is booked or moved: what came up since it was offered, and who is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gateway.actions.directory import directory
from gateway.actions.originals import own_moment
from gateway.actions.outgoing import put_letter, put_staff_letter
from gateway.actions.refusals import TalkRefused, leader_to_tell, refusal_told, ways_standing
from gateway.domain.identity import Directory
from gateway.domain.meetings import BOOKED, OPEN, Meeting, Offer
from gateway.domain.scope import Scope
from gateway.store import audit, meetings, threads
from gateway.store.threads import Thread
from gateway.store.transaction import reading, writing

STOPPED = "meeting.stopped"
LETTER = "talk_stopped"
STOPPED_WORDS = "These times cannot be booked any more. School will write to you."
"""All that a family reads, whatever the reason is."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """A talk of a conversation that may not be, as a leader reads it: who would hold it, why not, and what to do instead.

    ``booked_at`` is when it begins where it was booked before something came up, None where no time is chosen.
    """

    who: str
    reason: str
    instead: str
    booked_at: datetime | None


def bookable_ways(scope: Scope, people: Directory, held: Offer | Meeting) -> tuple[str, ...]:
    """The ways of an offer or a meeting on which the talk may be as things stand now, in the open transaction."""
    thread = threads.thread(scope, held.thread_id) if held.thread_id is not None else None
    ways = held.ways if isinstance(held, Offer) else (held.way,)
    if thread is None:
        return ways
    return ways_standing(
        scope, people, thread, staff_ids=held.staff_ids, ways=ways, has_interpreter=_has_interpreter(held)
    )


def refuse_stopped(scope: Scope, people: Directory, meeting: Meeting, *, way: str) -> None:
    """Raise TalkRefused where a booked meeting may not be held this way any more, in the open transaction.

    The sentence is for the member of staff who asks, and tells them nothing that they may not know.
    """
    thread = threads.thread(scope, meeting.thread_id) if meeting.thread_id is not None else None
    if thread is None or scope.actor.key not in people.staff:
        return
    refused = refusal_told(
        scope,
        people,
        thread,
        staff_id=meeting.staff_id,
        way=way,
        has_interpreter=_has_interpreter(meeting),
        to=scope.actor.key,
    )
    if refused is not None:
        raise TalkRefused(" ".join(filter(None, (refused.reason, refused.instead))))


def note_stopped(scope: Scope, offer_id: int, *, now: datetime) -> None:
    """Tell a leader that an offer cannot be answered any more, once. Event: meeting.stopped."""
    with reading():
        offer = meetings.offer(scope, offer_id)
        if offer is None or _is_told(scope, offer):
            return
    with writing():
        audit.take_turn(scope)
        tell_leader(scope, directory(scope), offer, now=now)


def tell_leader(scope: Scope, people: Directory, offer: Offer, *, now: datetime) -> None:
    """Tell whoever leads beside its teacher that an offer is stopped, once and in their own hours, in the open transaction.

    The letter names nobody and no reason; the teacher's pages stay as they are. Event: meeting.stopped.
    """
    if _is_told(scope, offer):
        return
    thread = threads.thread(scope, offer.thread_id)
    facts = {"path": f"/limits/of/{offer.thread_id}"}
    put_stopped(scope, people, thread, staff_id=offer.staff_id, facts=facts, now=now)
    audit.append(scope, STOPPED, now=now, clause="C22", thread_id=offer.thread_id, offer=offer.offer_id)


def put_stopped(
    scope: Scope, people: Directory, thread: Thread | None, *, staff_id: str, facts: dict[str, Any], now: datetime
) -> None:
    """Write the letter of a stopped talk of this teacher to a leader, to the office where there is none."""
    leader = leader_to_tell(scope, people, thread, staff_id=staff_id)
    if leader is not None:
        put_staff_letter(
            scope,
            people,
            leader.staff_id,
            letter=LETTER,
            facts=facts,
            thread_id=None,
            send_after=own_moment(people.staffing, (leader.staff_id,), now),
            now=now,
        )
        return
    school = people.roster.school
    put_letter(
        scope, people, letter=LETTER, to_address=school.office_address, to_name=school.name, facts=facts, now=now
    )


def stopped_in(scope: Scope, people: Directory, thread: Thread, *, staff_id: str, now: datetime) -> tuple[Stopped, ...]:
    """The offers and meetings of a conversation that may not be as things stand, as this person may read it."""
    held: list[Offer | Meeting] = [
        one for one in meetings.offers_of_thread(scope, thread.thread_id) if one.state == OPEN and one.ends_at > now
    ]
    held += [
        one for one in meetings.meetings_of_thread(scope, thread.thread_id) if one.state == BOOKED and one.ends_at > now
    ]
    found = []
    for one in held:
        ways = one.ways if isinstance(one, Offer) else (one.way,)
        left = bookable_ways(scope, people, one)
        gone = [way for way in ways if way not in left]
        told = (
            refusal_told(
                scope,
                people,
                thread,
                staff_id=one.staff_id,
                way=gone[0],
                has_interpreter=_has_interpreter(one),
                to=staff_id,
            )
            if gone
            else None
        )
        if told is not None:
            booked_at = one.starts_at if isinstance(one, Meeting) else None
            found.append(Stopped(people.name_of(one.staff_id), told.reason, told.instead, booked_at))
    return tuple(found)


def _is_told(scope: Scope, offer: Offer) -> bool:
    links = audit.links_of_thread(scope, offer.thread_id)
    return any(one.event == STOPPED and one.detail.get("offer") == offer.offer_id for one in links)


def _has_interpreter(held: Offer | Meeting) -> bool:
    return bool(held.interpreter_id or held.interpreter.strip())
