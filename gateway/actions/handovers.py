"""Hand-overs: replies on an app that no bridge carries, which a person copies there and confirms, and those that lapsed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.actions.directory import directory
from gateway.actions.inbox import Child, children_of
from gateway.actions.notices import end_of_next_working_day
from gateway.actions.outcomes import settle
from gateway.actions.own_threads import NotYourThread, own_thread
from gateway.actions.ways import by_hand
from gateway.domain.channels import CLOSED
from gateway.domain.errors import HandbellError, InputProblem
from gateway.domain.identity import Directory
from gateway.domain.scope import Scope
from gateway.store import audit, concerns, handovers, notices, outbox, threads
from gateway.store.outbox import Parcel
from gateway.store.transaction import reading, writing

LETTER = "reply"
LAPSED = "Nobody has said that it was sent there."
"""The end of the sentence by which a hand-over that lapsed is known."""
SHOWN = 50


class HandedOverAlready(HandbellError):
    """This was handed over, taken back or has lapsed meanwhile."""


@dataclass(frozen=True, slots=True)
class Handover:
    """One reply to be copied into its app: to whom, about which children, and when it lapses."""

    outbox_id: int
    thread_id: int
    channel: str
    to_name: str
    known_there: str
    children: tuple[Child, ...]
    words: str
    author: str
    lapses_at: datetime
    is_held: bool


@dataclass(frozen=True, slots=True)
class HandoverList:
    """The same words on one app for one or several people, and where staff open it (blank: not entered)."""

    channel: str
    words: str
    app_page: str
    handovers: tuple[Handover, ...]


def waiting(scope: Scope, staff_id: str, *, now: datetime) -> tuple[HandoverList, ...]:
    """What this person is to copy into the apps now, the same words once. No event: they are their author's own."""
    with reading():
        due = handovers.waiting(scope, channels=CLOSED, letter=LETTER, now=now, limit=SHOWN, author=staff_id)
        if not due:
            return ()
        people, channels, pages = directory(scope), by_hand(scope), notices.app_pages(scope)
        found = [_handover(scope, people, one) for one in due if one.channel in channels]
    lists: dict[tuple[str, str], list[Handover]] = {}
    for one in found:
        lists.setdefault((one.channel, one.words), []).append(one)
    return tuple(
        HandoverList(channel, words, pages.get(channel, ""), tuple(held)) for (channel, words), held in lists.items()
    )


def in_thread(scope: Scope, thread_id: int, *, now: datetime) -> dict[int, HandoverList]:
    """Outbox id → the hand-over of each reply of a conversation that waits for one. No event: the page is its reader's."""
    with reading():
        people, channels = directory(scope), by_hand(scope)
        due = [one for one in outbox.parcels_of(scope, thread_id) if _is_due(one, channels, now=now)]
        pages = notices.app_pages(scope) if due else {}
        found = [_handover(scope, people, one) for one in due]
    return {one.outbox_id: HandoverList(one.channel, one.words, pages.get(one.channel, ""), (one,)) for one in found}


def _is_due(parcel: Parcel, channels: Collection[str], *, now: datetime) -> bool:
    return (
        parcel.channel in channels
        and parcel.letter == LETTER
        and parcel.state == "waiting"
        and parcel.attempts == 0
        and parcel.send_after <= now
    )


def _handover(scope: Scope, people: Directory, parcel: Parcel) -> Handover:
    thread = threads.thread(scope, parcel.thread_id) if parcel.thread_id is not None else None
    author = str(parcel.facts["staff_id"])
    thread_id = parcel.thread_id or 0
    return Handover(
        outbox_id=parcel.outbox_id,
        thread_id=thread_id,
        channel=parcel.channel,
        to_name=parcel.to_name,
        known_there=parcel.to_address,
        children=children_of(people, thread.pupil_ids if thread is not None else ()),
        words=str(parcel.facts.get("text", "")),
        author=people.name_of(author),
        lapses_at=end_of_next_working_day(people.staffing, author, parcel.send_after),
        is_held=any(one.acknowledged_at is None for one in concerns.alerts_of(scope, thread_id)),
    )


def confirm(scope: Scope, outbox_ids: Sequence[int], *, staff_id: str, now: datetime) -> int:
    """A person says that they have sent these in the app: who and when is the evidence. How many are new; twice is once.

    All or none. Raises InputProblem, NotYourThread, HandedOverAlready. Event: delivery.handed_over.
    """
    if not outbox_ids:
        raise InputProblem("Tick whom you have sent it to.")
    confirmed = 0
    with writing():
        audit.take_turn(scope)
        people, channels = directory(scope), by_hand(scope)
        for outbox_id in dict.fromkeys(outbox_ids):
            parcel = outbox.parcel(scope, outbox_id)
            if parcel is None or parcel.thread_id is None or parcel.letter != LETTER or parcel.channel not in CLOSED:
                raise NotYourThread("This is not a message of yours.")
            own_thread(scope, people, parcel.thread_id, staff_id)
            if parcel.state == "handed_over" and parcel.facts.get("handed_by"):
                continue
            if not _is_due(parcel, channels, now=now):
                raise HandedOverAlready("This does not wait to be copied any more. Look at it in its conversation.")
            if any(one.acknowledged_at is None for one in concerns.alerts_of(scope, parcel.thread_id)):
                raise HandedOverAlready("Somebody has a worry in this conversation. Ask them before you send anything.")
            if not outbox.change_facts(scope, outbox_id, facts={**parcel.facts, "handed_by": staff_id}):
                raise HandedOverAlready("This does not wait to be copied any more. Look at it in its conversation.")
            settle(scope, parcel, state="handed_over", now=now)
            confirmed += 1
    return confirmed


def lapse_due(scope: Scope, *, now: datetime) -> int:
    """End the hand-overs that nobody has confirmed by the end of their author's next working day; how many.

    Their authors have them on top of their inbox, and the office sees them. Event: delivery.failed.
    """
    with reading():
        people = directory(scope)
        due = handovers.waiting(scope, channels=by_hand(scope), letter=LETTER, now=now, limit=1000)
    lapsed = [
        one
        for one in due
        if end_of_next_working_day(people.staffing, str(one.facts["staff_id"]), one.send_after) <= now
    ]
    for parcel in lapsed:
        settle(
            scope,
            parcel,
            state="failed",
            now=now,
            failure=f"It was to be copied into {CLOSED[parcel.channel]}. {LAPSED}",
        )
    return len(lapsed)


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A hand-over that nobody confirmed: who wrote it to whom on which app, and when it lapsed."""

    thread_id: int
    channel: str
    to_name: str
    author: str
    lapsed_at: datetime


def lapsed(scope: Scope) -> tuple[Lapsed, ...]:
    """The hand-overs that lapsed and were not sent again since, without a word of them. No event: no words are shown."""
    with reading():
        people = directory(scope)
        found = handovers.lapsed(scope, ending=LAPSED, limit=SHOWN)
        closed = threads.sealed(scope, [one.thread_id for one in found if one.thread_id is not None])
    return tuple(
        Lapsed(
            one.thread_id or 0,
            one.channel,
            one.to_name,
            people.name_of(str(one.facts["staff_id"])),
            one.settled_at or one.written_at,
        )
        for one in found
        if one.thread_id not in closed
    )
