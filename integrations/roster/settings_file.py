"""Reading school.toml: the school's own settings, with the line of every one that is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gateway.domain.bank_holidays import DIVISIONS
from gateway.domain.hours import HoursProblem, Pattern
from gateway.domain.roster import Embargo, Emergency, School
from integrations.roster.cells import as_email, as_phone, is_domain
from integrations.roster.findings import Findings, shown
from integrations.roster.tables import read_bytes, read_text, tidy, unfit

FILE = "school.toml"
MODES = ("signpost", "on_call")
MOST_DAYS = 30
LONGEST = 300
_SCHOOL = (
    *("name", "timezone", "division", "email_domains", "office_address", "office_hours", "staff_hours"),
    *("courtesy_hours", "reply_within_days", "authentication_server"),
)
_EMERGENCY = ("mode", "office_phone", "council_day", "council_night")
_EMBARGO = ("topic", "phrases", "until")
_PLACE = re.compile(r"at line (\d+)")


def read_school(folder: Path, found: Findings) -> School | None:
    """The settings of the school; None where the file could not be read, and unusable where a problem was noted."""
    data = read_bytes(folder, FILE, found)
    text = read_text(data, FILE, found) if data is not None else None
    if text is None:
        return None
    document = _parse(text, found)
    if document is None:
        return None
    lines = Lines(text)
    top = Section(document, "", 0, lines, found)
    top.notice_unknown(("school", "emergency", "embargo"))
    school = Section(top.table("school"), "school", 0, lines, found)
    school.notice_unknown(_SCHOOL)
    emergency = _emergency(Section(top.table("emergency"), "emergency", 0, lines, found))
    embargoes = tuple(
        _embargo(Section(one, "embargo", number, lines, found)) for number, one in enumerate(top.tables("embargo"))
    )
    return School(
        name=school.text("name"),
        timezone=school.checked("timezone", _zone),
        division=school.checked("division", _division),
        email_domains=tuple(one.lower() for one in school.texts("email_domains", _domain)),
        office_address=as_email(school.checked("office_address", _address)) or "",
        office_hours=school.checked("office_hours", _hours),
        staff_hours=school.checked("staff_hours", _hours),
        courtesy_hours=school.checked("courtesy_hours", _hours),
        reply_within_days=school.number("reply_within_days", most=MOST_DAYS),
        emergency=emergency,
        authentication_server=school.checked("authentication_server", _server, optional=True).lower(),
        embargoes=tuple(one for one in embargoes if one),
    )


def _parse(text: str, found: Findings) -> dict[str, Any] | None:
    for place, words in enumerate(text.split("\n"), 1):
        if "\ufffd" in words:
            found.problem(FILE, "this line is not UTF-8; save the file again as UTF-8.", line=place)
    try:
        return tomllib.loads(text)
    except RecursionError:
        found.problem(
            FILE, "this is nested too deeply to be settings; start again from the sample school's file.", line=1
        )
    except ValueError as failure:
        match = _PLACE.search(str(failure))
        line = int(match[1]) if match else text.count("\n") + 1
        said = re.sub(r"\s*\(at [^)]*\)", "", str(failure))
        found.problem(FILE, f"this is not TOML ({said}); correct it, with text in quotation marks.", line=line)
    return None


def _emergency(section: Section) -> Emergency:
    section.notice_unknown(_EMERGENCY)
    return Emergency(
        mode=section.checked("mode", _mode),
        office_phone=section.checked("office_phone", _phone),
        council_day=section.checked("council_day", _phone),
        council_night=section.checked("council_night", _phone),
    )


def _embargo(section: Section) -> Embargo | None:
    section.notice_unknown(_EMBARGO)
    topic, phrases, until = section.text("topic"), section.texts("phrases", _phrase), section.moment("until")
    return Embargo(topic, phrases, until) if until else None


class Lines:
    """Where in the text of a TOML file each key stands, as far as a person would look."""

    def __init__(self, text: str) -> None:
        self._found: dict[tuple[str, int, str], int] = {}
        table, count = "", {"": 0}
        for number, line in enumerate(text.splitlines(), 1):
            if header := re.match(r"\s*\[\[?\s*\"?([\w-]+)\"?\s*\]", line):
                table = header[1]
                count[table] = count.get(table, -1) + 1
                self._found.setdefault((table, count[table], ""), number)
            elif key := re.match(r"\s*\"?([\w-]+)\"?\s*(=|\.)", line):
                self._found.setdefault((table, count[table], key[1]), number)

    def line_of(self, table: str, number: int, key: str) -> int:
        """The line of a key in the n-th table of a name, else of that table, else the first; a table is a key of no table."""
        places = ((table, number, key), (table, number, ""), (key, 0, ""))
        return next((self._found[place] for place in places if place in self._found), 1)


Check = Callable[[str], str]
"""Why a text is not what it should be, or blank."""


@dataclass(frozen=True, slots=True)
class Section:
    """One table of the file; every reader gives a usable value and notes a problem where there is none."""

    values: Mapping[str, Any]
    table_name: str
    nth: int
    lines: Lines
    found: Findings

    def problem(self, key: str, sentence: str) -> None:
        """Note what is wrong with a key."""
        self.found.problem(FILE, sentence, line=self._line(key), column=self._name(key))

    def notice_unknown(self, known: Sequence[str]) -> None:
        """Note every key that means nothing here."""
        for key in self.values:
            if key not in known:
                sentence = "this setting is not known and was ignored."
                self.found.notice(FILE, sentence, line=self._line(key), column=self._name(key)[:60])

    def table(self, key: str) -> Mapping[str, Any]:
        """A table that must be there; an empty one with a problem noted where it is not."""
        value = self.values.get(key)
        if isinstance(value, dict):
            return value
        self.problem(key, f"this section is missing; write it under a line of its own, [{key}].")
        return {}

    def tables(self, key: str) -> list[Mapping[str, Any]]:
        """Any number of tables of one name."""
        value = self.values.get(key, [])
        if isinstance(value, list) and all(isinstance(one, dict) for one in value):
            return value
        self.problem(key, f"write each of these under a line of its own, [[{key}]].")
        return []

    def text(self, key: str) -> str:
        """A text that may not be blank."""
        return self.checked(key, lambda text: "")

    def checked(self, key: str, check: Check, *, optional: bool = False) -> str:
        """A text that may not be blank (unless optional) and must pass a check; blank with a problem noted otherwise."""
        value = self.values.get(key)
        if value is None and optional:
            return ""
        if value is None:
            self.problem(key, "this setting is missing; add it.")
            return ""
        if not isinstance(value, str):
            self.problem(key, "this must be text in quotation marks.")
            return ""
        text = tidy(value)
        if not text:
            if not optional:
                self.problem(key, "this is blank; fill it in.")
            return ""
        if wrong := self._wrong(text, check):
            self.problem(key, wrong)
            return ""
        return text

    def texts(self, key: str, check: Check) -> tuple[str, ...]:
        """A list of texts, one at least, each of which must pass a check."""
        value = self.values.get(key)
        if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
            self.problem(key, 'this must be a list of texts, such as ["one", "two"].')
            return ()
        texts = tuple(dict.fromkeys(tidy(one) for one in value))
        for text in texts:
            if wrong := self._wrong(text, check) if text else "a text of this list is blank; take it out.":
                self.problem(key, wrong)
        return texts

    def number(self, key: str, *, most: int) -> int:
        """A whole number from 1 on."""
        value = self.values.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most:
            return value
        said = "this setting is missing" if value is None else "this is not such a number"
        self.problem(key, f"{said}; write a whole number from 1 to {most}, without quotation marks.")
        return 1

    def moment(self, key: str) -> datetime | None:
        """A moment with an offset, as text or as a TOML time; None with a problem noted otherwise."""
        value = self.values.get(key)
        try:
            at = datetime.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            at = None
        if isinstance(at, datetime) and at.tzinfo is not None and at.utcoffset() is not None:
            return at
        said = "this setting is missing" if value is None else "this is not a time with an offset"
        self.problem(key, f"{said}; write it such as 2027-01-15T15:30:00+00:00.")
        return None

    def _wrong(self, text: str, check: Check) -> str:
        if len(text) > LONGEST:
            return f"{shown(text)} has {len(text)} characters; write at most {LONGEST}."
        return unfit(text) or check(text)

    def _line(self, key: str) -> int:
        return self.lines.line_of(self.table_name, self.nth, key)

    def _name(self, key: str) -> str:
        return f"{self.table_name}.{key}" if self.table_name else key


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return f"there is no time zone {shown(text)}; use a name such as Europe/London."
    return ""


def _division(text: str) -> str:
    return "" if text in DIVISIONS else f"there is no division {shown(text)}; use one of {', '.join(DIVISIONS)}."


def _mode(text: str) -> str:
    return "" if text in MODES else f"{shown(text)} does not belong here; use {' or '.join(MODES)}."


def _domain(text: str) -> str:
    return "" if is_domain(text) else f"{shown(text)} is not a domain; write it such as elmswick.example, without an @."


def _server(text: str) -> str:
    is_name = re.fullmatch(r"[\w.-]+", text)
    return "" if is_name else f"{shown(text)} is not the name of a server; write it such as mx.elmswick.example."


def _address(text: str) -> str:
    return "" if as_email(text) else f"{shown(text)} is not an email address; correct it."


def _phone(text: str) -> str:
    return "" if as_phone(text) else f"{shown(text)} is not a phone number; correct it."


def _phrase(text: str) -> str:
    return ""


def _hours(text: str) -> str:
    try:
        Pattern.parse(text)
    except HoursProblem as wrong:
        return str(wrong)
    return ""
