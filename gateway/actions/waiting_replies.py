"""Replies that wait for hours that suit both: their new time when hours change, and letting one go sooner by a named right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.actions.directory import directory
from gateway.actions.inbox import Child, children_of
from gateway.actions.leaving import plan_again
from gateway.actions.outcomes import turn_to
from gateway.actions.own_threads import NotYourThread, open_again, own_thread
from gateway.actions.replies import TooLate, own_reply
from gateway.actions.ways import carries, every_way, has_order
from gateway.domain.disclosure import restriction_check
from gateway.domain.errors import HandbellError
from gateway.domain.fallback import URGENT
from gateway.domain.identity import Directory
from gateway.domain.permissions import may
from gateway.domain.scope import Scope
from gateway.store import audit, drafts, held_replies, outbox, queue, threads
from gateway.store.audit import Link
from gateway.store.outbox import OF_A_TALK, Parcel
from gateway.store.transaction import reading, writing

SENDS_SOONER = "send_out_of_hours"
OVERRIDDEN = "quiet_hours.overridden"
OVERRIDES_OF = timedelta(days=28)
SHORTEST_REASON = 5
SHOWN = 50


class NeedsReason(HandbellError):
    """Sending outside hours is a named right and needs a reason for the record."""


@dataclass(frozen=True, slots=True)
class WaitingReply:
    """A reply that has not left, without a word of it: who wrote it to whom, about which children, and when it leaves."""

    outbox_id: int
    author: str
    to_name: str
    children: tuple[Child, ...]
    written_at: datetime
    leaves_at: datetime


@dataclass(frozen=True, slots=True)
class Override:
    """One reply that was let go outside hours: by whom, when and why."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class WaitingReplies:
    """The replies that wait, the next to leave first, and the overrides of the last 28 days, the newest first."""

    replies: tuple[WaitingReply, ...]
    overrides: tuple[Override, ...]
    overridden: int


def replan_replies(scope: Scope, people: Directory, *, now: datetime) -> int:
    """Give every waiting reply its time again after a change of hours or people, in the open transaction; how many moved.

    One that was let go sooner, or that has begun to be sent, keeps its time; one whose reader school may not write to any
    more is taken back, and its words are their author's draft. Events: reply.replanned, reply.stopped.
    """
    moved = 0
    for parcel in held_replies.waiting_replies(scope, now=now):
        if not _stop_restricted(scope, people, parcel, now=now):
            moved += plan_again(scope, people, parcel, now=now)
    return moved


def _stop_restricted(scope: Scope, people: Directory, parcel: Parcel, *, now: datetime) -> bool:
    """Take a reply back where a restriction has come since it was written; whether it was."""
    thread = threads.thread(scope, parcel.thread_id) if parcel.thread_id is not None else None
    if thread is None or thread.contact_id not in people.contacts:
        return False
    author = str(parcel.facts["staff_id"])
    roles = people.staff[author].roles if author in people.staff else frozenset[str]()
    ties = {one.pupil_id: one for one in people.ties_of(thread.contact_id)}
    found = [one for key in thread.pupil_ids for one in restriction_check(ties.get(key), writer_roles=roles)]
    if not found or not outbox.cancel(scope, parcel.outbox_id, now=now):
        return False
    kept = drafts.draft(scope, thread.thread_id, author)
    words = "\n\n".join([str(parcel.facts["text"]), *([kept[0]] if kept else [])])
    drafts.save_draft(scope, thread.thread_id, author, words=words, now=now)
    queue.set_inbox_state(scope, thread.thread_id, author, state="open")
    queue.ring_in_inbox(scope, thread.thread_id, author, rung_at=now, count=0)
    open_again(scope, thread.thread_id)
    audit.append(
        scope,
        "reply.stopped",
        now=now,
        clause="C4",
        thread_id=thread.thread_id,
        message=parcel.message_id,
        author=author,
        codes=["restriction"],
    )
    return True


def waiting_replies(scope: Scope, staff_id: str, *, now: datetime) -> WaitingReplies:
    """Every reply that waits, and how often one was let go sooner. No event: not a word of a message is shown.

    What is about ``staff_id`` is not there for them.
    """
    with reading():
        people = directory(scope)
        shown: list[WaitingReply] = []
        for parcel in held_replies.waiting_replies(scope, now=now):
            thread = threads.thread(scope, parcel.thread_id) if parcel.thread_id is not None else None
            if thread is None or staff_id in thread.sealed_from or len(shown) == SHOWN:
                continue
            shown.append(
                WaitingReply(
                    outbox_id=parcel.outbox_id,
                    author=people.name_of(str(parcel.facts["staff_id"])),
                    to_name=parcel.to_name or parcel.to_address,
                    children=children_of(people, thread.pupil_ids),
                    written_at=parcel.written_at,
                    leaves_at=parcel.send_after,
                )
            )
        links = [one for one in audit.latest(scope, (OVERRIDDEN,), limit=SHOWN) if one.at >= now - OVERRIDES_OF]
        closed = threads.sealed(scope, [one.thread_id for one in links if one.thread_id is not None])
        theirs = [one for one in links if staff_id not in closed.get(one.thread_id or 0, frozenset())]
        counted = audit.counts_since(scope, now - OVERRIDES_OF).get(OVERRIDDEN, 0)
        return WaitingReplies(
            replies=tuple(shown),
            overrides=tuple(_override(people, one) for one in theirs),
            overridden=counted - (len(links) - len(theirs)),
        )


def _override(people: Directory, link: Link) -> Override:
    return Override(people.name_of(link.actor.partition(":")[2]), link.at, link.detail["reason"])


def send_sooner(scope: Scope, outbox_id: int, *, staff_id: str, reason: str, now: datetime) -> int:
    """Let a waiting reply, one's own or a colleague's, leave now by a named right; its conversation.

    The reason stands in the record and beside the reply, for its author to see. Raises NeedsReason, TooLate, NotYourThread.
    Events: quiet_hours.overridden, delivery.rerouted.
    """
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        parcel = _reply(scope, people, outbox_id, staff_id)
        words = reason.strip()
        if not may(people.staff[staff_id].roles, SENDS_SOONER):
            raise NeedsReason("Only the headteacher, a deputy or a safeguarding lead can send outside hours.")
        if len(words) < SHORTEST_REASON:
            raise NeedsReason("Say in a few words why this cannot wait; the reason is kept in the record.")
        said = words if parcel.facts["staff_id"] == staff_id else f"{people.name_of(staff_id)}. {words}"
        if not outbox.send_sooner(scope, outbox_id, now=now, reason=said):
            raise TooLate("It has left already.")
        audit.append(
            scope,
            OVERRIDDEN,
            now=now,
            clause="C2",
            thread_id=parcel.thread_id,
            message=parcel.message_id,
            reason=words,
        )
        _take_urgent_way(scope, people, outbox_id, now=now)
    return int(parcel.thread_id or 0)


def _take_urgent_way(scope: Scope, people: Directory, outbox_id: int, *, now: datetime) -> None:
    """What cannot wait goes by the first way of the order for today that can carry it, where somebody has set one."""
    parcel = outbox.parcel(scope, outbox_id)
    thread = threads.thread(scope, parcel.thread_id) if parcel is not None and parcel.thread_id is not None else None
    contact = people.contacts.get(thread.contact_id) if thread is not None else None
    if parcel is None or contact is None or not has_order(scope, contact.contact_id, URGENT):
        return
    found = (one for one in every_way(scope, contact, purpose=URGENT) if carries(scope, people, one, parcel))
    first = next(found, None)
    if first is not None and first.channel != parcel.channel:
        turn_to(scope, people, parcel, first, now=now)


def _reply(scope: Scope, people: Directory, outbox_id: int, staff_id: str) -> Parcel:
    """A reply that this person may let go, in the open transaction: their own, or with the right any that is not about them."""
    parcel = outbox.parcel(scope, outbox_id)
    thread = threads.thread(scope, parcel.thread_id) if parcel and parcel.thread_id is not None else None
    if parcel is None or thread is None or parcel.letter not in OF_A_TALK:
        raise NotYourThread("There is no waiting reply of this number.")
    if parcel.facts["staff_id"] == staff_id or not may(people.staff[staff_id].roles, SENDS_SOONER):
        own_reply(scope, outbox_id, staff_id)
        own_thread(scope, people, thread.thread_id, staff_id)
    elif staff_id in thread.sealed_from:
        raise NotYourThread("There is no waiting reply of this number.")
    return parcel
