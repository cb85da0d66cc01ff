"""What families are told of a parents' evening: that they can choose, what they have, and that a time is kept for them."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from gateway.actions.accounts import digest
from gateway.actions.outgoing import put_letter
from gateway.actions.ways import by_hand, ways_to
from gateway.domain.identity import Directory
from gateway.domain.meetings import Meeting
from gateway.domain.meetings.evenings import Evening
from gateway.domain.scope import Scope
from gateway.store import evenings

SUBJECT = "Parents’ evening"


def new_link(scope: Scope, evening_id: int, contact_id: str) -> str:
    """A fresh link of a contact to an evening, as it stands behind ``/meet/``: 144 random bits, of which the hash is kept."""
    token = secrets.token_urlsafe(18)
    evenings.add_link(scope, digest(token), evening_id=evening_id, contact_id=contact_id)
    return f"evening/{token}"


def tell(
    scope: Scope,
    people: Directory,
    evening: Evening,
    contact_id: str,
    letter: str,
    *,
    facts: dict[str, Any],
    now: datetime,
    send_after: datetime | None = None,
) -> bool:
    """Write one letter about an evening to a contact, in the open transaction; False where school can only phone them.

    No person copies it into an app: a link is for nobody to type.
    """
    contact = people.contacts.get(contact_id)
    ways = [one for one in ways_to(scope, contact) if one.channel not in by_hand(scope)] if contact is not None else []
    if contact is None or not ways:
        return False
    link = new_link(scope, evening.evening_id, contact_id)
    put_letter(
        scope,
        people,
        letter=letter,
        to_address=ways[0].address,
        to_name=contact.name,
        facts={"staff_id": evening.staff_id, "subject": SUBJECT, "minutes": evening.minutes, "link": link, **facts},
        channel=ways[0].channel,
        send_after=send_after,
        now=now,
    )
    return True


def meeting_facts(meeting: Meeting, *, was: Meeting | None = None) -> dict[str, Any]:
    """A meeting of an evening, as the letters about meetings carry one."""
    return {
        "meeting": meeting.meeting_id,
        "uid": meeting.uid,
        "staff_ids": meeting.staff_ids,
        "sequence": meeting.sequence,
        "starts_at": meeting.starts_at.isoformat(),
        "was": was.starts_at.isoformat() if was is not None else None,
        "minutes": (meeting.ends_at - meeting.starts_at) // timedelta(minutes=1),
        "way": meeting.way,
        "room": meeting.room,
        "video": meeting.video,
        "words": meeting.why,
        "late_minutes": meeting.late_minutes,
    }
