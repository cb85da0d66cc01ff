"""Reading the cells of one row: each value of the school folder, and the sentence for one that is not what it should be."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from gateway.domain.hours import HoursProblem, Pattern, Rota
from gateway.mail.addresses import normalise
from integrations.roster.findings import Findings, shown
from integrations.roster.tables import Row, unfit

LONGEST_ID = 64
LONGEST = {"title": 40, "first_name": 100, "last_name": 100, "preferred_name": 100, "email": 1000, "mobile": 320}
LONGEST_OTHER = 500
FIRST_YEAR, LAST_YEAR = 2000, 2099

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+{_LABEL}")
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_PHONE = re.compile(r"\+?[0-9 ()./-]*[0-9](?: ?(?:ext\.?|x) ?[0-9]{1,6})?")
_LANGUAGE = re.compile(
    r"[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of one file; every reader gives a usable value and notes a problem where the cell holds none."""

    file: str
    row: Row
    found: Findings

    def problem(self, column: str, sentence: str) -> None:
        """Note what is wrong in a column of this row."""
        self.found.problem(self.file, sentence, line=self.row.line, column=column)

    def notice(self, column: str, sentence: str) -> None:
        """Note what was passed over in a column of this row."""
        self.found.notice(self.file, sentence, line=self.row.line, column=column)

    def text(self, column: str) -> str:
        """What a cell says, blank allowed."""
        value = self.row.cells[column]
        longest = LONGEST.get(column, LONGEST_OTHER)
        if len(value) > longest:
            self.problem(column, f"{shown(value)} has {len(value)} characters; write at most {longest}.")
        return value

    def name(self, column: str) -> str:
        """What a cell says, blank refused."""
        value = self.text(column)
        if not value:
            self.problem(column, "this is blank; write a name.")
        return value

    def id(self, column: str) -> str:
        """An id of up to 64 characters, blank refused; no semicolon, because lists of ids are joined by one."""
        value = self.row.cells[column]
        if not value:
            self.problem(column, "this is blank; write an id.")
        if len(value) > LONGEST_ID:
            self.problem(column, f"{shown(value)} has {len(value)} characters; an id has at most {LONGEST_ID}.")
        elif ";" in value:
            self.problem(column, f"{shown(value)} holds a semicolon, which no id can; write one id.")
        return value

    def among(self, column: str, known: Collection[str] | None, *, where: str) -> str:
        """An id that a file must know, or blank; ``known`` is None where that file could not be read in full."""
        value = self.row.cells[column]
        if known is not None and value and value not in known and not unfit(value):
            self.problem(column, f"there is no {shown(value)} in {where}; correct it, or add it there.")
        return value

    def pieces(self, column: str) -> tuple[str, ...]:
        """A list joined by semicolons, each piece once."""
        return tuple(dict.fromkeys(piece.strip() for piece in self.text(column).split(";") if piece.strip()))

    def choice(self, column: str, choices: Collection[str]) -> str:
        """One of a few words, whatever their capitals; blank is for ``choices`` to allow."""
        value = self.row.cells[column].lower()
        if value not in choices:
            self.problem(
                column, f"{self._said(column)}; use {_or([one for one in choices if one], blank='' in choices)}."
            )
        return value

    def yes(self, column: str) -> bool | None:
        """True for yes, False for no, None for blank."""
        return {"yes": True, "no": False}.get(self.choice(column, ("yes", "no", "")))

    def day(self, column: str, *, last_year: int = LAST_YEAR) -> date | None:
        """A day, blank refused; None where it is none."""
        if not self.row.cells[column]:
            self.problem(column, "this is blank; write a day such as 2026-09-01.")
            return None
        return self.day_or_blank(column, last_year=last_year)

    def day_or_blank(self, column: str, *, last_year: int = LAST_YEAR) -> date | None:
        """A day, or None for blank and for what is none."""
        value = self.row.cells[column]
        if not value:
            return None
        try:
            day = date.fromisoformat(value) if _DAY.fullmatch(value) else None
        except ValueError:
            self.problem(column, f"{shown(value)} is a day that no calendar has; correct it.")
            return None
        if day is None:
            self.problem(column, f"{shown(value)} is not a day; write it as year, month and day, such as 2026-09-01.")
        elif not FIRST_YEAR <= day.year <= last_year:
            self.problem(column, f"{shown(value)} is not a likely year; days run from {FIRST_YEAR} to {last_year}.")
            return None
        return day

    def span(self, first: str, last: str) -> tuple[date, date] | None:
        """Two days, both ends included, the second not before the first; None where they are not."""
        first_on, last_on = self.day(first), self.day(last)
        if first_on is None or last_on is None:
            return None
        if last_on < first_on:
            self.problem(last, f"{last_on} is before the first day, {first_on}; swap or correct them.")
            return None
        return first_on, last_on

    def hours(self, column: str) -> str:
        """Hours in the hours grammar, or blank."""
        value = self.text(column)
        if value:
            try:
                Rota.parse(value, school=Pattern.parse("off"))
            except HoursProblem as wrong:
                self.problem(column, str(wrong))
        return value

    def emails(self, column: str) -> tuple[str, ...]:
        """The addresses of a cell, in the form in which mail is matched with them."""
        return self._each(column, as_email, "is not an email address; correct it or leave it blank.")

    def phones(self, column: str) -> tuple[str, ...]:
        """The phone numbers of a cell, as they were written."""
        numbers = self._each(column, as_phone, "is not a phone number; correct it or leave it blank.")
        for number in numbers:
            if number[0] not in "0+(":
                self.notice(column, f"{shown(number)} begins with neither 0 nor +; spreadsheets drop a first 0.")
        return numbers

    def language(self, column: str) -> str:
        """A BCP 47 tag in its usual capitals; ``en`` for blank."""
        value = self.row.cells[column]
        if not value:
            return "en"
        if len(value) > LONGEST_ID or not _LANGUAGE.fullmatch(value):
            self.problem(column, f"{self._said(column)}; use a BCP 47 tag such as pl, tr or pt-BR, or leave it blank.")
        return "-".join(_capitals(place, part) for place, part in enumerate(value.split("-")))

    def _each(self, column: str, read: Callable[[str], str | None], otherwise: str) -> tuple[str, ...]:
        values = []
        for piece in self.pieces(column):
            value = read(piece)
            if value is None:
                self.problem(column, f"{shown(piece)} {otherwise}")
            else:
                values.append(value)
        return tuple(dict.fromkeys(values))

    def _said(self, column: str) -> str:
        value = self.row.cells[column]
        return f"{shown(value)} does not belong here" if value else "this is blank"


def as_email(text: str) -> str | None:
    """An address in the form in which mail is matched with it, or None for what is none."""
    local, at, domain = text.rpartition("@")
    if not at or len(text) > 254 or len(local) > 64 or not _LOCAL.fullmatch(local) or not is_domain(domain):
        return None
    return normalise(text)


def is_domain(text: str) -> bool:
    """Whether this is the name of a domain, two labels at least."""
    return len(text) <= 253 and bool(_DOMAIN.fullmatch(text)) and not text.rpartition(".")[2].isdigit()


def as_phone(text: str) -> str | None:
    """A phone number as it was written, or None for what is none."""
    digits = sum(one.isdigit() for one in text)
    return text if 3 <= digits <= 21 and len(text) <= 40 and _PHONE.fullmatch(text.lower()) else None


def _capitals(place: int, part: str) -> str:
    if place and len(part) == 4 and part.isalpha():
        return part.title()
    return part.upper() if place and len(part) == 2 else part.lower()


def _or(words: list[str], *, blank: bool) -> str:
    listed = [*words, "leave it blank"] if blank else words
    return f"{', '.join(listed[:-1])} or {listed[-1]}" if len(listed) > 1 else listed[0]
