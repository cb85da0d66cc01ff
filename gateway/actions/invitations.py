"""The invitation for calendars that goes with a letter about a meeting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from gateway.domain.identity import Directory
from gateway.mail.calendar_events import CalendarEvent, Method
from gateway.mail.message import Address
from gateway.store.outbox import Parcel

METHODS: Mapping[str, Method] = {
    "meeting_booked": "REQUEST",
    "meeting_moved": "REQUEST",
    "meeting_cancelled": "CANCEL",
}
"""The letters that carry a meeting, and what each asks of a calendar."""


def calendar_part(people: Directory, parcel: Parcel) -> tuple[str, bytes]:
    """The METHOD and the iCalendar bytes that go with a letter; both empty for a letter about no meeting.

    The facts are a meeting's as it stood when the letter was written; one without its ``uid`` is for no calendar. No child is
    named in it: a family's calendar is on many a wall. Raises BrokenEvent.
    """
    method, facts = METHODS.get(parcel.letter), parcel.facts
    if method is None or not facts.get("uid"):
        return "", b""
    school, starts_at = people.roster.school, datetime.fromisoformat(facts["starts_at"])
    who = [people.name_of(one) for one in facts["staff_ids"]]
    how, where = _how(facts, who[0], school.name)
    event = CalendarEvent(
        uid=str(facts["uid"]),
        sequence=int(facts["sequence"]),
        summary=f"Talk with {' and '.join(filter(None, (', '.join(who[:-1]), who[-1])))}",
        description=f"{how}\nNeed to change it? Write to {school.office_address}.",
        location=where,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=int(facts["minutes"])),
        zone=school.timezone,
        organiser=Address(school.name, school.office_address),
        attendee=Address(parcel.to_name, parcel.to_address),
        method=method,
    )
    from gateway.mail.calendar_writing import invitation

    return method, invitation(event, now=parcel.written_at)


def _how(facts: Mapping[str, Any], who: str, school: str) -> tuple[str, str]:
    """How they talk, in a sentence, and the place for a calendar."""
    if facts["way"] == "phone":
        return f"By phone. {who} rings you.", ""
    if facts["way"] == "video":
        return f"By video: {facts['video']}", str(facts["video"])
    room = str(facts["room"])
    return f"At school{f', {room}' if room else ''}.", f"{f'{room}, ' if room else ''}{school}"
