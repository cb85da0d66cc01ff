"""Which conversations are a member of staff's own: those that rang for them and are not about them."""

from __future__ import annotations

from datetime import datetime

from gateway.actions import placing
from gateway.domain.errors import HandbellError
from gateway.domain.identity import Directory
from gateway.domain.promises import OFFICE, Promise, Staffing, plan, plan_alone
from gateway.domain.scope import Scope
from gateway.store import inbox, overdue, queue, threads
from gateway.store.outbox import OF_A_TALK, ORIGINAL, Parcel
from gateway.store.threads import Thread


class NotYourThread(HandbellError):
    """This conversation is not in your inbox."""


def own_thread(scope: Scope, people: Directory, thread_id: int, staff_id: str) -> Thread:
    """A conversation of one's own, in the open transaction. Raises NotYourThread, also where it does not exist."""
    thread = threads.thread(scope, thread_id)
    readers = placing.readers_for(people, staff_id)
    if thread is None or staff_id in thread.sealed_from or not queue.is_reader(scope, thread_id, readers):
        raise NotYourThread("This conversation is not in your inbox.")
    return thread


def hears(sealed_from: frozenset[str], reader: str) -> bool:
    """Whether a message of a conversation that is closed to these members of staff may ring for a reader.

    Where it may not, everything else goes on as it would, so that a family sees nothing different; only the bell is silent.
    """
    return not sealed_from or (reader != OFFICE and reader not in sealed_from)


def for_them_alone(staffing: Staffing, reader: str, *, at: datetime) -> Promise:
    """When a reader sees what was handed to them and nobody else: at their own next moment, whoever covers for them."""
    promise = plan(staffing, reader, at)
    if promise.visible_to == reader:
        return promise
    return plan_alone(staffing, staffing.workers[reader], at, instead=promise)


def open_again(scope: Scope, thread_id: int) -> None:
    """Where an answer was taken back, open the conversation for everybody with a message that it had answered, in the open
    transaction.
    """
    for reader in queue.readers_of(scope, thread_id):
        is_answered = inbox.state_of(scope, thread_id, (reader,)) == "answered"
        if is_answered and overdue.unanswered_messages(scope, thread_id, reader):
            queue.set_inbox_state(scope, thread_id, reader, state="open")


def bring_back(scope: Scope, parcel: Parcel, *, now: datetime) -> None:
    """Put the conversation of a reply that did not go, or may not have, on top of its author's inbox, in the open transaction.

    So for an original that may not have reached its reader's mailbox: it stands in their inbox all the same.
    """
    if parcel.letter in (*OF_A_TALK, ORIGINAL) and parcel.thread_id is not None:
        queue.set_inbox_state(scope, parcel.thread_id, str(parcel.facts["staff_id"]), state="open")
        queue.ring_in_inbox(scope, parcel.thread_id, str(parcel.facts["staff_id"]), rung_at=now, count=0)
