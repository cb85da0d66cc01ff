"""Calendar files (RFC 5545) as councils publish them: lines of days, repeated ones written out, whatever else is in them."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from itertools import islice

import recurring_ical_events
from charset_normalizer import from_bytes
from icalendar import Calendar, Event

from gateway.domain.term_dates import LONGEST, Line
from gateway.ports.calendars import LARGEST, CalendarUnreadable

MOST_LINES = 20_000
"""Lines that are written out of one file; a council's calendar has some dozens a year."""
REPEATS = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
"""How often a line of days may come again; what repeats by the hour or faster is no school day, and would never end."""
LONGEST_NAME = 80
HOUR, DAY = 3_600, 86_400


def read_calendar(raw: bytes, *, zone: tzinfo, since: date, until: date) -> tuple[Line, ...]:
    """The lines of a calendar file that touch the days from ``since`` to ``until``. Raises CalendarUnreadable."""
    if len(raw) > LARGEST:
        raise CalendarUnreadable(
            f"This file is larger than {LARGEST // 1024 // 1024} MB. Save the calendar of term dates alone."
        )
    calendar = Calendar()
    for event in _events(raw):
        calendar.add_component(event)
    found = recurring_ical_events.of(calendar, skip_bad_series=True).between(since, until + timedelta(days=1))
    lines = {line for one in islice(found, MOST_LINES + 1) if (line := _line(one, zone)) is not None}
    if len(lines) > MOST_LINES:
        raise CalendarUnreadable(f"This file has more than {MOST_LINES} lines. Save the calendar of term dates alone.")
    return tuple(sorted(lines, key=lambda one: (one.first_on, one.last_on, one.name)))


def _events(raw: bytes) -> Iterator[Event]:
    """The events of a file that have a name, a day, and a repetition that ends or is rare."""
    text = _text(raw)
    if "BEGIN:VCALENDAR" not in text[:100_000].upper():
        raise CalendarUnreadable("This is no calendar file. Choose the file of term dates that ends in .ics.")
    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except (ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError) as failure:
        raise CalendarUnreadable("This calendar file is damaged or cut off. Download it once more.") from failure
    if not calendars:
        raise CalendarUnreadable("This calendar file is damaged or cut off. Download it once more.")
    for calendar in calendars:
        for event in calendar.walk("VEVENT"):
            if isinstance(event, Event) and _is_usable(event):
                yield event


def _text(raw: bytes) -> str:
    """The characters of a file, which is UTF-8 by its rules and in an older set by habit."""
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(raw[:200_000], cp_isolation=["cp1252", "cp1250", "iso8859_15"]).best()
        return raw.decode(best.encoding if best else "cp1252", errors="replace")


def _is_usable(event: Event) -> bool:
    if event.get("DTSTART") is None or not str(event.get("SUMMARY", "")).strip() or event.errors:
        return False
    rules = event.get("RRULE", [])
    rules = rules if isinstance(rules, list) else [rules]
    return all(str(every).upper() in REPEATS for rule in rules for every in rule.get("FREQ", [""]))


def _line(event: Event, zone: tzinfo) -> Line | None:
    """An event as days; the end of one without times is the day after its last."""
    start, end = event.start, event.end
    name = " ".join(str(event.get("SUMMARY", "")).split())[:LONGEST_NAME]
    is_timed = isinstance(start, datetime)
    first, last = _day(start, zone), _day(end, zone)
    if not is_timed or (last > first and _is_midnight(end, zone)):
        last -= timedelta(days=1)
    is_timed = is_timed and not (_is_midnight(start, zone) and last >= first and _is_whole(event))
    found = Line(first, max(first, last), name, is_timed)
    return found if name and found.days <= LONGEST else None


def _day(moment: date | datetime, zone: tzinfo) -> date:
    if not isinstance(moment, datetime):
        return moment
    return moment.astimezone(zone).date() if moment.tzinfo is not None else moment.date()


def _is_midnight(moment: date | datetime, zone: tzinfo) -> bool:
    if not isinstance(moment, datetime):
        return True
    wall = moment.astimezone(zone) if moment.tzinfo is not None else moment
    return (wall.hour, wall.minute) == (0, 0)


def _is_whole(event: Event) -> bool:
    """Whether an event from midnight on lasts whole days, or to a minute before one is over, as some programs write it."""
    seconds = event.duration.total_seconds() % DAY
    return seconds in (0, HOUR, DAY - HOUR) or seconds >= DAY - 60
