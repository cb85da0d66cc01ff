"""A booked talk in the database, and the mails with which calendars answer it: what a test does not name is ordinary."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from itertools import count
from typing import Any

from gateway.domain.meetings import BOOKED, IN_PERSON, Meeting, claims_of
from gateway.store import audit, meetings
from gateway.store.transaction import reading, writing
from tests.schools import MONDAY_MORNING, SCHOOL, Taken, arrives, mail

TUESDAY_AFTERNOON = datetime(2026, 11, 24, 15, 45, tzinfo=UTC)
BOOKED_AT = MONDAY_MORNING + timedelta(hours=1)
_numbers = count(1)


def a_meeting(thread_id: int | None, **changes: Any) -> Meeting:
    """Miss Nair and Zofia's mother, on Tuesday at a quarter to four."""
    number = next(_numbers)
    meeting = Meeting(
        meeting_id=number,
        uid=f"{number}.talk@elmswick.example",
        sequence=0,
        offer_id=None,
        thread_id=thread_id,
        contact_id="agnieszka",
        pupil_ids=("zofia",),
        staff_id="nair",
        second_id="",
        interpreter_id="",
        interpreter="",
        way=IN_PERSON,
        room="Robin classroom",
        video="",
        phone="",
        starts_at=TUESDAY_AFTERNOON,
        ends_at=TUESDAY_AFTERNOON + timedelta(minutes=15),
        state=BOOKED,
        wishes=(),
        booked_at=BOOKED_AT,
        changed_at=BOOKED_AT,
        changed_by="contact:agnieszka",
        why="",
        late_minutes=0,
    )
    if "starts_at" in changes and "ends_at" not in changes:
        changes["ends_at"] = changes["starts_at"] + timedelta(minutes=15)
    return replace(meeting, **changes)


def book(thread_id: int | None, **changes: Any) -> Meeting:
    """Put a talk into the database, in an application's context."""
    meeting = a_meeting(thread_id, **changes)
    with writing():
        meetings.book(SCHOOL, meeting, claims_of(meeting, gap=timedelta(0)))
    return meeting


def a_thread(app: Any) -> int:
    """A conversation of Zofia's mother with Miss Nair, which has rung."""
    taken = arrives(app, mail(), at=MONDAY_MORNING + timedelta(minutes=30))
    assert taken.thread_id is not None
    return taken.thread_id


def answers(
    app: Any,
    calendar: str,
    *,
    sender: str = "Agnieszka Nowak <agnieszka@mail.example>",
    body: str = "",
    at: datetime = BOOKED_AT + timedelta(minutes=5),
    headers: tuple[tuple[str, str], ...] = (),
    alone: bool = False,
) -> Taken:
    """Let the mail arrive with which a calendar program answers; ``alone``: it is nothing but its calendar part, as Apple's."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "Elmswick Primary School <office@elmswick.example>"
    message["Subject"] = "Answer: Talk with Miss Nair"
    message["Message-ID"] = f"<answer-{next(_numbers)}@mail.example>"
    for name, value in headers:
        message[name] = value
    if alone:
        message.set_content(calendar, subtype="calendar", params={"method": "REPLY"})
    else:
        message.set_content(body)
        message.add_alternative(calendar, subtype="calendar", params={"method": "REPLY"})
        message.add_attachment(calendar.encode(), maintype="application", subtype="ics", filename="invite.ics")
    return arrives(app, message.as_bytes(), at=at)


def recorded(event: str) -> list[dict[str, Any]]:
    """What the record holds of one kind of event."""
    with reading():
        return [one.detail for one in audit.latest(SCHOOL, (event,), limit=100)]
