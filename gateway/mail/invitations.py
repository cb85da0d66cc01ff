"""What a calendar part says: in a few lines, for mails that have no other words, and as an answer to an invitation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gateway.mail.addresses import normalise

_MEANINGS = {
    "REQUEST": "Invitation",
    "CANCEL": "Cancelled",
    "REPLY": "Answer to an invitation",
    "COUNTER": "Another time proposed",
}
_ANSWERS = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative", "DELEGATED": "delegated"}
_LONGEST = 4000
_LONGEST_READ = 60_000
_HIGHEST_SEQUENCE = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What a calendar program answered: ``accepted``, ``declined``, ``tentative``, ``delegated`` to somebody else (RFC 5546,
    3.2.2.3), or ``counter`` for another time proposed.

    Nothing here proves who answered: ``attendee`` is an address as the program wrote it, or blank. ``words`` are what the
    person added. ``written_at`` and the times proposed are None where they are not said, or not by a clock that is known.
    """

    uid: str
    sequence: int
    answer: str
    attendee: str
    words: str
    written_at: datetime | None
    starts_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Property:
    given: Mapping[str, object]
    value: str


@dataclass(frozen=True, slots=True)
class _Calendar:
    """The first event or task of a calendar, its lines in order; whole or broken off."""

    method: str
    lines: tuple[tuple[str, _Property], ...]

    def first(self, name: str) -> _Property | None:
        return next((one for key, one in self.lines if key == name), None)

    def said(self, name: str) -> str:
        found = self.first(name)
        return found.value.strip() if found is not None else ""


def text_of_calendar(text: str) -> str:
    """The summary, time, place and words of the first event in a text/calendar part; blank when it has none."""
    calendar = _read(text)
    summary, place = calendar.said("SUMMARY"), calendar.said("LOCATION")
    meaning = _MEANINGS.get(calendar.method, "Calendar entry")
    lines = [f"{meaning}: {summary}" if summary or calendar.lines else "", _when(calendar)]
    lines += [f"Where: {place}" if place else "", calendar.said("DESCRIPTION"), calendar.said("COMMENT")]
    return "\n".join(line for line in lines if line)[:_LONGEST]


def answer_of_calendar(text: str) -> Answer | None:
    """The answer that a calendar part gives to an invitation; None for any other part, and for one that cannot be read."""
    calendar = _read(text)
    uid = calendar.said("UID")
    if not uid or calendar.method not in ("REPLY", "COUNTER"):
        return None
    attendees = [one for key, one in calendar.lines if key == "ATTENDEE" and _state(one) in _ANSWERS]
    named = next((one for one in attendees if _state(one) == "DELEGATED"), attendees[0] if attendees else None)
    if calendar.method == "REPLY" and named is None:
        return None
    is_counter = calendar.method == "COUNTER"
    return Answer(
        uid=uid[:255],
        sequence=_number(calendar.said("SEQUENCE")),
        answer=_ANSWERS[_state(named)] if named is not None and not is_counter else "counter",
        attendee=_address(named or calendar.first("ATTENDEE")),
        words=calendar.said("COMMENT")[:_LONGEST],
        written_at=_aware(calendar.first("DTSTAMP")),
        starts_at=_aware(calendar.first("DTSTART")) if is_counter else None,
        ends_at=_aware(calendar.first("DTEND")) if is_counter else None,
    )


def _read(text: str) -> _Calendar:
    """Line by line, so that a calendar that broke off still says what it said before.

    Not by the library's own tree of components: it remembers, for every mail to come, what one mail says of a time zone.
    """
    from icalendar.parser import Contentline, Contentlines

    method = ""
    lines: list[tuple[str, _Property]] = []
    inside: list[str] = []
    clean = text[:_LONGEST_READ].replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    for line in Contentlines.from_ical(clean):  # type: ignore[no-untyped-call]
        try:
            key, given, value = Contentline(line).parts()
        except ValueError:
            continue
        name, kind = str(key).upper(), str(value).strip().upper()
        if name == "BEGIN":
            inside.append(kind)
        elif name == "END":
            if kind in ("VEVENT", "VTODO"):
                break
            inside = inside[:-1]
        elif name == "METHOD" and not method:
            method = kind
        elif inside and inside[-1] in ("VEVENT", "VTODO"):  # an alarm inside has a description of its own
            lines.append((name, _Property(given, str(value))))
    return _Calendar(method, tuple(lines))


def _state(attendee: _Property) -> str:
    return str(attendee.given.get("PARTSTAT", "")).upper()


def _address(attendee: _Property | None) -> str:
    """The address of an attendee; Apple's server writes a path of its own there, and the address beside it."""
    if attendee is None:
        return ""
    scheme, _, rest = attendee.value.strip().partition(":")
    return normalise(rest if scheme.lower() == "mailto" else str(attendee.given.get("EMAIL", "")))


def _number(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) < 12
    return min(int(text), _HIGHEST_SEQUENCE) if is_number else 0


def _moment(found: _Property | None) -> date | datetime | None:
    """The day or the moment of a property, or None. Windows' names of time zones are known beside the usual ones."""
    if found is None:
        return None
    from icalendar.prop import vDDDTypes

    try:
        value = vDDDTypes.from_ical(found.value.strip(), str(found.given.get("TZID", "")) or None)
    except (ValueError, TypeError, OverflowError, OSError):  # a zone named like a folder is opened as a file
        return None
    return value if isinstance(value, date) else None


def _aware(found: _Property | None) -> datetime | None:
    value = _moment(found)
    return value if isinstance(value, datetime) and value.tzinfo is not None else None


def _when(calendar: _Calendar) -> str:
    given = calendar.first("DTSTART")
    start, end = _moment(given), _moment(calendar.first("DTEND"))
    if start is None or given is None:
        return ""
    shown = f"{start:%A} {start.day} {start:%B %Y}"
    if not isinstance(start, datetime):
        return f"When: {shown}"
    shown += f", {start:%H:%M}"
    if isinstance(end, datetime) and end.replace(tzinfo=None) > start.replace(tzinfo=None):
        is_same_day = end.date() == start.date()
        shown += f" to {end:%H:%M}" if is_same_day else f" to {end:%A} {end.day} {end:%B %Y}, {end:%H:%M}"
    zone = str(given.given.get("TZID", ""))
    return f"When: {shown}" + (f" ({zone})" if zone else " (UTC)" if given.value.strip().endswith("Z") else "")
