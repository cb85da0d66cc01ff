"""What came of the talks of a conversation, as its readers see it: tries, notes, and how each promise stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from gateway.actions.refusals import Talking
from gateway.domain.identity import Directory
from gateway.domain.meetings import BOOKED, Meeting
from gateway.domain.meetings.talks import SPOKE
from gateway.domain.roster import Contact
from gateway.domain.scope import Scope
from gateway.store import meetings, outbox, talks
from gateway.store.talks import FollowUp, Talk
from gateway.store.threads import Thread


@dataclass(frozen=True, slots=True)
class Promised:
    """One promise of a talk: whose it is by name, and how it stands (``open``, ``due``, ``late`` or ``kept``)."""

    follow_up: FollowUp
    name: str
    state: str


@dataclass(frozen=True, slots=True)
class Tried:
    """One talk, or one try, as staff see it in the conversation; ``wants_note`` says that its note is not written."""

    talk: Talk
    name: str
    is_mine: bool
    wants_note: bool


@dataclass(frozen=True, slots=True)
class After:
    """What came of the talks of a conversation. ``numbers`` are those that this reader may ring, none where they may not.

    ``met`` are their booked meetings that have begun and of which nobody has said what came of them.
    """

    met: tuple[Meeting, ...]
    tried: tuple[Tried, ...]
    promised: tuple[Promised, ...]
    note_ids: frozenset[int]
    numbers: tuple[str, ...]


def after_in(
    scope: Scope, people: Directory, thread: Thread, talking: Talking, *, staff_id: str, now: datetime
) -> After:
    """What came of the talks of a conversation, in the open transaction."""
    held = talks.talks_of(scope, thread.thread_id)
    taken_back = taken_back_in(scope, thread.thread_id)
    promised = talks.follow_ups_of(scope, [thread.thread_id])
    today = now.astimezone(people.staffing.calendar.zone).date()
    return After(
        met=tuple(
            one
            for one in meetings.meetings_of_thread(scope, thread.thread_id)
            if one.state == BOOKED and one.starts_at <= now and staff_id in one.staff_ids
        ),
        tried=tuple(
            Tried(
                one,
                people.name_of(one.staff_id),
                one.staff_id == staff_id,
                one.outcome == SPOKE and (one.message_id is None or one.message_id in taken_back),
            )
            for one in held
        ),
        promised=tuple(
            Promised(one, people.name_of(one.staff_id), how_it_stands(one, today=today)) for one in promised
        ),
        note_ids=frozenset(one.message_id for one in held if one.message_id is not None),
        numbers=_numbers(people.contacts.get(thread.contact_id), talking),
    )


def _numbers(contact: Contact | None, talking: Talking) -> tuple[str, ...]:
    return contact.mobiles if contact is not None and "phone" in talking.ways else ()


def taken_back_in(scope: Scope, thread_id: int) -> frozenset[int]:
    """The messages of school's that were taken back before they left."""
    parcels = [one for one in outbox.parcels_of(scope, thread_id) if one.letter == "reply" and one.message_id]
    live = {one.message_id for one in parcels if one.state != "cancelled"}
    return frozenset(one.message_id for one in parcels if one.message_id and one.message_id not in live)


def how_it_stands(follow_up: FollowUp, *, today: date) -> str:
    """How a promise stands on a day: ``open`` before its day, ``due`` on it, ``late`` after it, or ``kept``."""
    if follow_up.state != "open":
        return follow_up.state
    return "late" if follow_up.due_on < today else "due" if follow_up.due_on == today else "open"
