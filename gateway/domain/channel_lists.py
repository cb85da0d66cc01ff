"""Lists that a closed channel exports: what it sent, and whom it can no longer reach; read by the columns that a school names."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import partial
from io import StringIO

from gateway.domain.errors import InputProblem

MOST_ROWS = 50_000
MOST_COLUMNS = 100
_ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")
"""Excel writes "CSV UTF-8" with its mark, "Unicode text" as UTF-16, and plain CSV in the code page of Windows."""
_MOMENTS = (
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%y %H:%M",
    "%d-%m-%Y %H:%M",
    "%d %b %Y %H:%M",
    "%d %B %Y %H:%M",
    "%d/%m/%Y %I:%M %p",
    "%d/%m/%Y %I:%M:%S %p",
    "%d/%m/%Y",
    "%d %b %Y",
    "%d %B %Y",
)
"""British ways of writing a moment; ISO 8601 is tried before them."""


@dataclass(frozen=True, slots=True)
class Field:
    """What a list says of a message or a person: how the page asks for its column, and the words that such a column bears."""

    asks: str
    bears: tuple[str, ...]
    is_needed: bool = False


_WHO: Mapping[str, Field] = {
    "email": Field("Email address", ("email", "e-mail", "mail")),
    "mobile": Field("Mobile number", ("mobile", "phone", "telephone", "number")),
    "contact_id": Field("Contact’s id in your management system", ("contact id", "mis id", "person id", "external id")),
}
KINDS: Mapping[str, tuple[str, Mapping[str, Field]]] = {
    "sent": (
        "Sent messages",
        {
            "at": Field("Date and time", ("date", "sent", "time"), is_needed=True),
            **_WHO,
            "words": Field("Subject or text", ("subject", "message", "text", "title"), is_needed=True),
            "status": Field("Status", ("status", "state", "delivery", "result")),
        },
    ),
    "blocked": (
        "Data issues",
        {**_WHO, "why": Field("What is wrong", ("issue", "problem", "reason", "error", "status"))},
    ),
}
"""Kind → what the vendor calls the list, and field → how it is asked for.

SchoolComms documents no column names for either, so none is fixed here (support.parentpaygroup.com, articles 10372848299921
and 10167272166801).
"""
_STATES: Mapping[str, tuple[str, ...]] = {
    "failed": ("red", "fail", "bounce", "block", "undeliver", "not deliver", "reject", "invalid"),
    "": ("amber", "pending", "queue", "waiting", "sending"),
    "delivered": ("delivered", "received by"),
    "dispatched": ("green", "sent", "dispatch", "ok", "success"),
}
"""State → how a word of such a status begins; the first that fits counts. Green means no more than dispatched for an email."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list as a table: its headers, and its rows, each as long as the headers."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One row by its columns: ``number`` as a spreadsheet counts, blank what the list does not say.

    ``state`` is one of ``domain.delivery`` or blank; ``problem`` is why the row cannot be read, or blank.
    """

    number: int
    at: datetime | None = None
    email: str = ""
    mobile: str = ""
    contact_id: str = ""
    words: str = ""
    state: str = ""
    why: str = ""
    problem: str = ""


def sheet_of(raw: bytes) -> Sheet:
    """Read the bytes of a CSV file, with commas, semicolons or tabs. Raises InputProblem."""
    text = _text(raw)
    try:
        dialect = csv.Sniffer().sniff(text[:4096].split("\n", 1)[0], ",;\t")
        rows = [tuple(cell.strip() for cell in row) for row in csv.reader(StringIO(text, newline=""), dialect)]
    except csv.Error:
        rows = []
    rows = [row for row in rows if any(row)]
    if len(rows) < 2 or not 2 <= len(rows[0]) <= MOST_COLUMNS:
        raise InputProblem(
            "This is no list with a row of headings and rows under it. Save the report as CSV, and try again."
        )
    if len(rows) > MOST_ROWS:
        raise InputProblem(f"This list has {len(rows):,} rows; {MOST_ROWS:,} can be read at once. Choose fewer weeks.")
    width = len(rows[0])
    return Sheet(rows[0], tuple((*row, *[""] * (width - len(row)))[:width] for row in rows[1:]))


def _text(raw: bytes) -> str:
    if raw[:2] == b"PK":
        raise InputProblem("This is an Excel workbook. Save it as CSV in Excel (File, Save as), and choose that file.")
    for encoding in _ENCODINGS:
        if encoding == "utf-16" and raw[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            return raw.decode(encoding).replace("\x00", "")
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1").replace("\x00", "")


def guessed(kind: str, headers: Sequence[str]) -> dict[str, str]:
    """Field → the heading that bears its words, each heading once; a field without one is left out."""
    found: dict[str, str] = {}
    for key, field in KINDS[kind][1].items():
        free = [one for one in headers if one and one not in found.values()]
        fitting = (one for words in field.bears for one in free if words in one.casefold())
        if heading := next(fitting, ""):
            found[key] = heading
    return found


def fits(kind: str, columns: Mapping[str, str], headers: Sequence[str]) -> bool:
    """Whether columns that were saved name headings of this list, and all that must be known."""
    return not missing(kind, columns) and set(columns.values()) <= set(headers)


def missing(kind: str, columns: Mapping[str, str]) -> tuple[str, ...]:
    """What must still be chosen, as the page asks for it: what is needed, and one way of knowing the person."""
    needed = [field.asks for key, field in KINDS[kind][1].items() if field.is_needed and not columns.get(key)]
    return (*needed, *([] if any(columns.get(key) for key in _WHO) else ["Email address or mobile number"]))


def lines_of(kind: str, sheet: Sheet, columns: Mapping[str, str], *, zone: tzinfo) -> Iterator[Line]:
    """The rows by these columns; a moment without an offset is the school's own time."""
    places = {key: sheet.headers.index(heading) for key, heading in columns.items() if heading in sheet.headers}
    for number, row in enumerate(sheet.rows, 2):
        said = {key: row[place] for key, place in places.items()}
        at = moment_of(said.get("at", ""), zone)
        problem = ""
        if kind == "sent" and at is None:
            problem = f"“{said.get('at', '')[:40]}” is no date and time."
        elif not any(said.get(key) for key in _WHO):
            problem = "It names nobody."
        yield Line(
            number=number,
            at=at,
            email=said.get("email", "").casefold(),
            mobile=said.get("mobile", ""),
            contact_id=said.get("contact_id", ""),
            words=said.get("words", ""),
            state=state_of(said["status"]) if "status" in said else "dispatched",
            why=said.get("why", ""),
            problem=problem,
        )


def moment_of(written: str, zone: tzinfo) -> datetime | None:
    """A moment as a report writes it, day before month; None where it is none."""
    plain = " ".join(written.replace(",", " ").split())
    readings = (read(plain) for read in (_iso, *_BRITISH))
    found = next((one for one in readings if one is not None), None)
    return found if found is None or found.tzinfo is not None else found.replace(tzinfo=zone)


def _iso(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None


def _written_as(written: str, *, form: str) -> datetime | None:
    try:
        return datetime.strptime(written, form)  # noqa: DTZ007 the zone is the caller's
    except ValueError:
        return None


_BRITISH: tuple[Callable[[str], datetime | None], ...] = tuple(partial(_written_as, form=one) for one in _MOMENTS)


def state_of(status: str) -> str:
    """What a status says, or blank where it says nothing that is settled."""
    plain = status.casefold()
    return next((state for state, bears in _STATES.items() if any(re.search(rf"\b{one}", plain) for one in bears)), "")


def same_words(said: str, ours: str) -> bool:
    """Whether a list's subject or text is the beginning of ours, or ours of it: lists cut words short."""
    one, other = _plain(said), _plain(ours)
    length = min(len(one), len(other), 40)
    return length >= 3 and one[:length] == other[:length]


def _plain(words: str) -> str:
    return re.sub(r"[\W_]+", "", words.rstrip(".… ").casefold())
