"""Answers to an invitation as the calendar programs that families use write them, and the invitation they are about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from gateway.mail.calendar_events import CalendarEvent
from gateway.mail.message import Address

WRITTEN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
UID = "meeting-7@elmswick.example"


def an_event(starts_at: datetime = datetime(2026, 11, 24, 15, 45, tzinfo=UTC), **changes: Any) -> CalendarEvent:
    """A talk of a quarter of an hour; what a test does not name is ordinary."""
    event = CalendarEvent(
        uid=UID,
        sequence=0,
        summary="Talk with Miss Nair",
        description="At school.",
        location="Robin classroom",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=15),
        zone="Europe/London",
        organiser=Address("Elmswick Primary School", "office@elmswick.example"),
        attendee=Address("Agnieszka Nowak", "agnieszka@mail.example"),
    )
    return replace(event, **changes)


def outlook(
    state: str = "ACCEPTED", *, method: str = "REPLY", words: str = "", uid: str = UID, sequence: int = 0
) -> str:
    """As Exchange and Outlook answer: Windows' name of the zone with rules of its own, and the words as a comment."""
    comment = f"COMMENT;LANGUAGE=en-GB:{words}\\n\r\n" if words else ""
    return (
        f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nPRODID:Microsoft Exchange Server 2010\r\nVERSION:2.0\r\n"
        "BEGIN:VTIMEZONE\r\nTZID:GMT Standard Time\r\nBEGIN:STANDARD\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\n"
        "TZOFFSETTO:+0000\r\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\n"
        "DTSTART:16010101T010000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\n"
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
        f"BEGIN:VEVENT\r\nATTENDEE;PARTSTAT={state};CN=Agnieszka Nowak:mailto:agnieszka@mail.exam\r\n ple\r\n{comment}"
        f"UID:{uid}\r\nSUMMARY;LANGUAGE=en-GB:Accepted: Talk with Miss Nair\r\n"
        "DTSTART;TZID=GMT Standard Time:20261124T163000\r\nDTEND;TZID=GMT Standard Time:20261124T164500\r\n"
        "CLASS:PRIVATE\r\nPRIORITY:5\r\nDTSTAMP:20261121T101500Z\r\nTRANSP:OPAQUE\r\nSTATUS:CONFIRMED\r\n"
        f"SEQUENCE:{sequence}\r\nLOCATION;LANGUAGE=en-GB:Robin classroom\r\nX-MICROSOFT-CDO-APPT-SEQUENCE:{sequence}\r\n"
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:REMINDER\r\n"
        "TRIGGER;RELATED=START:-PT15M\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def google(state: str = "ACCEPTED", *, words: str = "", uid: str = UID, sequence: int = 0) -> str:
    """As Google Calendar answers: every moment in UTC."""
    comment = f"COMMENT:{words}\r\n" if words else ""
    return (
        "BEGIN:VCALENDAR\r\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\r\nVERSION:2.0\r\nCALSCALE:GREGORIAN\r\n"
        "METHOD:REPLY\r\nBEGIN:VEVENT\r\nDTSTART:20261124T154500Z\r\nDTEND:20261124T160000Z\r\nDTSTAMP:20261121T101500Z\r\n"
        "ORGANIZER;CN=Elmswick Primary School:mailto:office@elmswick.example\r\n"
        f"UID:{uid}\r\nATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={state};CN=Agni\r\n"
        f" eszka Nowak;X-NUM-GUESTS=0:mailto:agnieszka@mail.example\r\n{comment}"
        "CLASS:PRIVATE\r\nCREATED:20261120T090000Z\r\nDESCRIPTION:At school.\r\nLAST-MODIFIED:20261121T101500Z\r\n"
        f"LOCATION:Robin classroom\r\nSEQUENCE:{sequence}\r\nSTATUS:CONFIRMED\r\nSUMMARY:Talk with Miss Nair\r\n"
        "TRANSP:OPAQUE\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def apple(state: str = "ACCEPTED", *, uid: str = UID, sequence: int = 0) -> str:
    """As Apple's Calendar answers through iCloud: the attendee is a path on its server, the address stands beside it."""
    return (
        "BEGIN:VCALENDAR\r\nCALSCALE:GREGORIAN\r\nMETHOD:REPLY\r\nPRODID:-//Apple Inc.//macOS 15.1//EN\r\nVERSION:2.0\r\n"
        "BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\nBEGIN:STANDARD\r\nDTSTART:19961027T020000\r\nTZNAME:GMT\r\n"
        "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\n"
        "BEGIN:DAYLIGHT\r\nDTSTART:19810329T010000\r\nTZNAME:BST\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\n"
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
        'BEGIN:VEVENT\r\nATTENDEE;CN="Agnieszka Nowak";CUTYPE=INDIVIDUAL;EMAIL=Agnieszka@mail.exampl\r\n'
        f" e;PARTSTAT={state};ROLE=REQ-PARTICIPANT:/aMTIzNDU2Nzg5MTIzNDU2N/principal/\r\n"
        "CREATED:20261120T090000Z\r\nDTEND;TZID=Europe/London:20261124T160000\r\nDTSTAMP:20261121T101500Z\r\n"
        "DTSTART;TZID=Europe/London:20261124T154500\r\nLAST-MODIFIED:20261121T101500Z\r\n"
        'ORGANIZER;CN="Elmswick Primary School";EMAIL=office@elmswick.example:mailto:\r\n office@elmswick.example\r\n'
        f"SEQUENCE:{sequence}\r\nSUMMARY:Talk with Miss Nair\r\nTRANSP:OPAQUE\r\nUID:{uid}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
