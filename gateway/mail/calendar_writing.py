"""Meetings as the calendar programs of Microsoft, Google and Apple take them in (RFC 5545, 5546): an invitation, a feed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vDuration,
    vRecur,
    vText,
)

from gateway.mail.calendar_events import BrokenEvent, CalendarEvent
from gateway.mail.message import Address
from gateway.mail.writing import ascii_domain

_MAKER = "-//Handbell//Meetings//EN"
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u0085\u2028\u2029]+")
_BREAK = re.compile(r"\r\n?|\u2028|\u2029|\u0085")
_NOT_IN_ADDRESS = re.compile(r"[\s<>,;:\"()\x00-\x1f\x7f]")
_LONGEST = 8000
_FETCHED_EVERY = timedelta(hours=1)
"""How often a program is asked to fetch a feed; Google takes its own time, whatever it is asked."""
_OF_THE_UK = frozenset(
    ("Europe/London", "Europe/Belfast", "Europe/Guernsey", "Europe/Isle_of_Man", "Europe/Jersey", "GB", "GB-Eire")
)


def invitation(event: CalendarEvent, *, now: datetime) -> bytes:
    """What goes with a mail: one event under its METHOD, CRLF line ends, 75 bytes a line. Raises BrokenEvent.

    ``now`` is when it was written (DTSTAMP): of two with one SEQUENCE the later counts.
    """
    _check(event)
    calendar = _calendar(event.zone)
    calendar.add("method", event.method)
    entry = _entry(event, now=now)
    entry.add("status", "CANCELLED" if event.method == "CANCEL" else "CONFIRMED")
    entry.add("organizer", _person("ORGANIZER", event.organiser), encode=False)
    attendee = _person("ATTENDEE", event.attendee)
    attendee.params |= {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION"}
    if event.method == "REQUEST":
        attendee.params["RSVP"] = "TRUE"
    entry.add("attendee", attendee, encode=False)
    calendar.add_component(entry)
    written: bytes = calendar.to_ical()
    return written


def feed(events: Iterable[tuple[CalendarEvent, datetime]], *, name: str, zone: str) -> bytes:
    """A calendar that programs fetch again and again: events with when each was changed last. Raises BrokenEvent.

    It says nothing of when it was made, so that one that has not changed is the same bytes.
    """
    calendar = _calendar(zone)
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _line(name))
    calendar.add("refresh-interval", vDuration(_FETCHED_EVERY), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_FETCHED_EVERY))
    for event, changed_at in events:
        _check(event)
        calendar.add_component(_entry(event, now=changed_at))
    written: bytes = calendar.to_ical()
    return written


def _check(event: CalendarEvent) -> None:
    if not event.uid.strip():
        raise BrokenEvent("The meeting has no id that calendars could know it by.")
    if event.starts_at.tzinfo is None or event.ends_at.tzinfo is None:
        raise BrokenEvent("The times of the meeting name no time zone.")
    if event.ends_at <= event.starts_at:
        raise BrokenEvent("The meeting ends before it begins.")


def _calendar(zone: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if zone in _OF_THE_UK:
        calendar.add_component(_uk_clock(zone))
    return calendar


def _entry(event: CalendarEvent, *, now: datetime) -> Event:
    entry = Event()
    entry.add("uid", _line(event.uid))
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("sequence", event.sequence)
    entry.add("dtstart", _moment(event.starts_at, event.zone))
    entry.add("dtend", _moment(event.ends_at, event.zone))
    entry.add("summary", _line(event.summary))
    for name, words in (("description", _words(event.description)), ("location", _line(event.location))):
        if words:
            entry.add(name, words)
    # What a family and a school talk about is nobody else's who may look into a shared calendar.
    entry.add("class", "PRIVATE")
    entry.add("transp", "OPAQUE")
    return entry


def _moment(at: datetime, zone: str) -> datetime:
    """By the school's clock where the event carries its rules; else, and in the hour that comes twice, in UTC."""
    if zone not in _OF_THE_UK:
        return at.astimezone(UTC)
    local = at.astimezone(ZoneInfo(zone))
    comes_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return at.astimezone(UTC) if comes_twice else local


def _uk_clock(zone: str) -> Timezone:
    """The United Kingdom's clock since 1996 as a yearly rule (Summer Time Act 1972, as amended by SI 2002/262).

    Not by the library's own ``from_tzinfo``: it writes a list of days, which Outlook does not read, and an onset in the new
    time where RFC 5545 (3.6.5) wants the old.
    """
    clock = Timezone()
    clock.add("tzid", zone)
    winter, summer = timedelta(0), timedelta(hours=1)
    for rule, name, begins, was, becomes in (
        (TimezoneDaylight(), "BST", datetime(1996, 3, 31, 1), winter, summer),  # noqa: DTZ001 - local by its nature
        (TimezoneStandard(), "GMT", datetime(1996, 10, 27, 2), summer, winter),  # noqa: DTZ001
    ):
        rule.add("tzname", name)
        rule.add("dtstart", begins)
        rule.add("tzoffsetfrom", was)
        rule.add("tzoffsetto", becomes)
        rule.add("rrule", vRecur(freq="YEARLY", bymonth=begins.month, byday="-1SU"))
        clock.add_component(rule)
    return clock


def _person(name: str, person: Address) -> vCalAddress:
    address = ascii_domain(person.address.strip())
    if address.count("@") != 1 or _NOT_IN_ADDRESS.search(address):
        raise BrokenEvent(f"{name} holds no mail address.")
    shown = vCalAddress(f"mailto:{address}")
    # A quotation mark cannot stand in a parameter, and few programs read the form that RFC 6868 gave it.
    called = _line(person.name).replace('"', "'")
    shown.params["CN"] = vText(called or address)
    return shown


def _words(text: str) -> str:
    """Free words that UTF-8 and every line can carry, in at most 8,000 characters."""
    kept = _CONTROL.sub(" ", _BREAK.sub("\n", text)).encode("utf-8", "replace").decode("utf-8").strip()
    return kept if len(kept) <= _LONGEST else kept[: _LONGEST - 1].rstrip() + "…"


def _line(text: str) -> str:
    return " ".join(_words(text).split())
