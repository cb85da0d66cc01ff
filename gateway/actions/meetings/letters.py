"""The letters about meetings to families: on which way they go, with a fresh link, and when they leave."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from gateway.actions.accounts import digest
from gateway.actions.outgoing import put_letter
from gateway.actions.ways import Way, by_hand, ways_to
from gateway.domain.identity import Directory
from gateway.domain.meetings import Meeting
from gateway.domain.promises import courteous_at
from gateway.domain.scope import Scope
from gateway.store import meetings
from gateway.store.threads import Thread

CANNOT_WAIT = timedelta(hours=2)
"""A letter about a meeting leaves at once where the courtesy hours would bring it later than so long before the meeting."""


def way_for(scope: Scope, people: Directory, thread: Thread) -> Way:
    """How a letter about a meeting reaches the contact of a conversation, in the open transaction.

    Its own channel, but where a person would have to copy it into an app: a link is for nobody to type.
    """
    if thread.channel not in by_hand(scope) or thread.contact_id not in people.contacts:
        return Way(thread.channel, thread.address)
    others = [one for one in ways_to(scope, people.contacts[thread.contact_id]) if one.channel not in by_hand(scope)]
    return others[0] if others else Way(thread.channel, thread.address)


def new_link(scope: Scope, offer_id: int) -> str:
    """A fresh link to an offer, in the open transaction: 144 random bits, of which only the hash is kept."""
    token = secrets.token_urlsafe(18)
    meetings.add_link(scope, digest(token), offer_id=offer_id)
    return token


def tell_family(
    scope: Scope,
    people: Directory,
    thread: Thread,
    meeting: Meeting,
    letter: str,
    *,
    now: datetime,
    was: Meeting | None = None,
    send_after: datetime | None = None,
) -> None:
    """Tell the family of a meeting what has become of it, in the open transaction; ``was`` is what it was before."""
    facts: dict[str, Any] = {
        "meeting": meeting.meeting_id,
        "uid": meeting.uid,
        "staff_ids": list(meeting.staff_ids),
        "sequence": meeting.sequence,
        "link": new_link(scope, meeting.offer_id) if meeting.offer_id is not None else "",
        "starts_at": meeting.starts_at.isoformat(),
        "was": was.starts_at.isoformat() if was is not None else None,
        "minutes": (meeting.ends_at - meeting.starts_at) // timedelta(minutes=1),
        "way": meeting.way,
        "room": meeting.room,
        "video": meeting.video,
        "words": meeting.why,
        "late_minutes": meeting.late_minutes,
    }
    put(scope, people, thread, letter, staff_id=meeting.staff_id, facts=facts, send_after=send_after, now=now)


def put(
    scope: Scope,
    people: Directory,
    thread: Thread,
    letter: str,
    *,
    staff_id: str,
    facts: dict[str, Any],
    now: datetime,
    send_after: datetime | None = None,
) -> None:
    """Write one letter about a meeting to the contact of its conversation, in the open transaction."""
    way = way_for(scope, people, thread)
    known = people.contacts.get(thread.contact_id)
    put_letter(
        scope,
        people,
        letter=letter,
        to_address=way.address,
        to_name=known.name if known is not None else "",
        facts={"staff_id": staff_id, "token": thread.token, "subject": thread.subject, **facts},
        thread_id=thread.thread_id,
        send_after=send_after,
        channel=way.channel,
        now=now,
    )


def kind_hour(people: Directory, starts_at: datetime, *, now: datetime) -> datetime:
    """When news of a meeting leaves that nobody of the family waits for: in the courtesy hours, or at once where that is late."""
    leaves_at = courteous_at(people.staffing, now)
    return leaves_at if leaves_at <= starts_at - CANNOT_WAIT else now
