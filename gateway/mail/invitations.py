"""What a calendar invitation says, in a few lines, for mails that have no other words."""

from __future__ import annotations

import re
from datetime import datetime

_FOLD = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(r'([A-Za-z0-9-]{1,60})((?:;[^:"]*(?:"[^"]*"[^:"]*)*)?):(.*)')
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?")
_ESCAPES = re.compile(r"\\(.)")
_MEANINGS = {
    "REQUEST": "Invitation",
    "CANCEL": "Cancelled",
    "REPLY": "Answer to an invitation",
    "COUNTER": "Another time proposed",
}
_LONGEST = 4000


def text_of_calendar(text: str) -> str:
    """The summary, time, place and description of the first event in a text/calendar part; blank when it has none."""
    method = ""
    found: dict[str, tuple[str, str]] = {}
    inside = False
    for line in _FOLD.sub("", text).splitlines():
        matched = _LINE.match(line)
        if matched is None:
            continue
        name, given, value = matched[1].upper(), matched[2], matched[3]
        if name == "METHOD":
            method = value.strip().upper()
        elif name == "BEGIN":
            # An alarm inside the event has a description of its own.
            inside = value.strip().upper() in ("VEVENT", "VTODO")
        elif name == "END" and value.strip().upper() in ("VEVENT", "VTODO"):
            break
        elif inside:
            found.setdefault(name, (given, value))
    summary = _said(found, "SUMMARY")
    lines = [f"{_MEANINGS.get(method, 'Calendar entry')}: {summary}" if summary or found else "", _when(found)]
    place = _said(found, "LOCATION")
    lines += [f"Where: {place}" if place else "", _said(found, "DESCRIPTION")]
    return "\n".join(line for line in lines if line)[:_LONGEST]


def _said(found: dict[str, tuple[str, str]], name: str) -> str:
    value = found.get(name, ("", ""))[1]
    return _ESCAPES.sub(lambda mark: "\n" if mark[1] in "nN" else mark[1], value).strip()


def _when(found: dict[str, tuple[str, str]]) -> str:
    start, end = (_stamp(found.get(name, ("", ""))[1]) for name in ("DTSTART", "DTEND"))
    if start is None:
        return ""
    given, value = found["DTSTART"]
    zone = re.search(r'TZID="?([^;":]+)', given, re.I)
    where = f" ({zone[1]})" if zone else " (UTC)" if value.strip().endswith("Z") else ""
    has_time = "T" in value
    shown = f"{start:%A} {start.day} {start:%B %Y}" + (f", {start:%H:%M}" if has_time else "")
    if end is not None and has_time and end > start:
        shown += (
            f" to {end:%H:%M}" if end.date() == start.date() else f" to {end:%A} {end.day} {end:%B %Y}, {end:%H:%M}"
        )
    return f"When: {shown}{where}"


def _stamp(value: str) -> datetime | None:
    matched = _STAMP.match(value.strip())
    if matched is None:
        return None
    try:
        year, month, day, hour, minute = (int(one or 0) for one in matched.group(1, 2, 3, 4, 5))
        return datetime(year, month, day, hour, minute)  # noqa: DTZ001 - the zone is shown beside it
    except ValueError:
        return None
