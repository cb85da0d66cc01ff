"""Mails as they lie on a disk: single files, folders, mbox files and maildirs, one after another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from gateway.domain.errors import InputProblem

_BOM = b"\xef\xbb\xbf"
_ESCAPED = re.compile(rb"^>(>*From )", re.M)
_FROM_LINE = re.compile(rb"From (?:\S+|.*\d{1,2}:\d\d)")
_FIELD = re.compile(rb"[!-9;-~]{1,80}[ \t]*:")
_ONE_OF = "Give an .eml file, a folder of .eml files, an mbox file or a maildir."


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail lies: its file, the byte it starts at and how many it has; ``is_escaped`` in an mbox."""

    file: Path
    start: int
    length: int
    is_escaped: bool


@dataclass(frozen=True, slots=True)
class SourceMail:
    """One mail of a source. ``label`` is its file name, or ``file#place`` with places from 1 in an mbox.

    ``file_time`` is when the file was last changed, aware; ``place`` finds the mail again with ``mail_at``.
    """

    label: str
    raw: bytes
    file_time: datetime
    place: Place


def mails_in(path: Path | str) -> Iterator[SourceMail]:
    """Every mail of a source, in order; an mbox is never held in memory whole. Raises InputProblem, before the first mail."""
    source = Path(path)
    kind = _kind_of(source)
    if kind == "mbox":
        return _mbox_mails(source)
    return (_read_file(file) for file in _files(source, kind))


def count_in(path: Path | str) -> int:
    """How many mails ``mails_in`` will yield. Raises InputProblem."""
    source = Path(path)
    kind = _kind_of(source)
    return sum(1 for _ in _cut(source)) if kind == "mbox" else len(_files(source, kind))


def mail_at(place: Place) -> bytes:
    """The bytes of a mail that ``mails_in`` has given, read once more. Raises InputProblem where the file has gone."""
    try:
        with place.file.open("rb") as file:
            file.seek(place.start)
            raw = file.read(place.length)
    except OSError as failure:
        raise _unread(place.file, failure) from failure
    return _unescaped(raw) if place.is_escaped else raw


def _kind_of(source: Path) -> str:
    try:
        if source.is_dir():
            return _kind_of_folder(source)
        if not source.exists():
            raise InputProblem(f"{source} does not exist. {_ONE_OF}")
        if not source.is_file():
            raise InputProblem(f"{source} is neither a file nor a folder. {_ONE_OF}")
        with source.open("rb") as file:
            start = file.read(4096)
    except OSError as failure:
        raise _unread(source, failure) from failure
    if not start.strip():
        raise InputProblem(f"{source} is empty. {_ONE_OF}")
    if source.suffix.lower() == ".eml":
        return "eml"
    lines = start.removeprefix(_BOM).lstrip(b"\r\n")
    if _FROM_LINE.match(lines):
        return "mbox"
    if source.suffix.lower() not in (".mbox", ".mbx") and _FIELD.match(lines):
        return "eml"
    raise InputProblem(f"{source} is not a mail: it starts with neither a header nor a 'From ' line. {_ONE_OF}")


def _kind_of_folder(source: Path) -> str:
    kind = "maildir" if any((source / part).is_dir() for part in ("cur", "new")) else "folder"
    if not _files(source, kind):
        raise InputProblem(f"There are no mails in {source}. {_ONE_OF}")
    return kind


def _files(source: Path, kind: str) -> list[Path]:
    if kind == "eml":
        return [source]
    if kind == "folder":
        found = (one for one in source.iterdir() if one.suffix.lower() == ".eml" and not one.name.startswith("."))
    else:
        folders = [source / part for part in ("cur", "new") if (source / part).is_dir()]
        found = (one for folder in folders for one in folder.iterdir() if not one.name.startswith("."))
    return sorted((one for one in found if one.is_file()), key=lambda file: (file.name, str(file)))


def _read_file(file: Path) -> SourceMail:
    try:
        raw = file.read_bytes()
        return SourceMail(file.name, raw, _changed_at(file), Place(file, 0, len(raw), is_escaped=False))
    except OSError as failure:
        raise _unread(file, failure) from failure


def _unread(file: Path, failure: OSError) -> InputProblem:
    return InputProblem(f"{file} cannot be read ({failure.strerror}); check its permissions.")


def _changed_at(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _mbox_mails(source: Path) -> Iterator[SourceMail]:
    changed_at = _changed_at(source)
    for number, (start, raw) in enumerate(_cut(source), start=1):
        place = Place(source, start, len(raw), is_escaped=True)
        yield SourceMail(f"{source.name}#{number}", _unescaped(raw), changed_at, place)


def _unescaped(raw: bytes) -> bytes:
    return _ESCAPED.sub(rb"\1", raw) if b">From " in raw else raw


def _cut(source: Path) -> Iterator[tuple[int, bytes]]:
    """The mails of an mbox with the byte each starts at: each begins below a 'From ' line that stands first or after a blank."""
    lines: list[bytes] = []
    start = here = 0
    is_first = after_blank = True
    with source.open("rb") as file:
        for line in file:
            here += len(line)
            begins = line if not is_first else line.removeprefix(_BOM)
            if after_blank and begins.startswith(b"From ") and _FROM_LINE.match(begins):
                if not is_first:
                    yield start, _without_last_blank(lines)
                lines, start, is_first, after_blank = [], here, False, False
                continue
            after_blank = line in (b"\n", b"\r\n")
            if not is_first:
                lines.append(line)
    yield start, _without_last_blank(lines)


def _without_last_blank(lines: list[bytes]) -> bytes:
    """The mail without the blank line that an mbox puts below each."""
    if lines and lines[-1] in (b"\n", b"\r\n"):
        lines.pop()
    return b"".join(lines)
