"""The mails of several sources: worked in the order in which they came, told in the order in which they lie."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Any, Self

from gateway.mail.parsing import parse
from gateway.mail.sources import Place, count_in, mail_at, mails_in

Step = Callable[[str, int, int], None]
"""Told how far a long work is: what is being done, how many are done, and of how many."""
Say = Callable[[dict[str, Any]], None]
"""Takes one line of the answer."""

_HEAD_ENDS = re.compile(rb"\r?\n\r?\n|\r\r")


@dataclass(frozen=True, slots=True)
class Lying:
    """One mail where it lies: its ``number`` in source order from 0, its label, and when it was received, aware."""

    number: int
    label: str
    received_at: datetime
    place: Place

    def read(self) -> bytes:
        """The bytes of the mail. Raises InputProblem where its file has gone."""
        return mail_at(self.place)


def survey(sources: Sequence[Path], *, step: Step) -> list[Lying]:
    """Every mail of every source, in order; only where it lies stays in memory. Raises InputProblem before anything is done."""
    count = sum(count_in(source) for source in sources)
    found: list[Lying] = []
    for source in sources:
        for mail in mails_in(source):
            at = received_time(mail.raw, otherwise=mail.file_time)
            label = mail.label.encode(errors="surrogateescape").decode(errors="replace")
            found.append(Lying(len(found), label, at, mail.place))
            step("Looking through the mails", len(found), count)
    return found


def received_time(raw: bytes, *, otherwise: datetime) -> datetime:
    """When a mail was received: its topmost Received field, else its Date, else ``otherwise``. Only its head is read."""
    first = len(raw) - len(raw.lstrip(b"\r\n"))
    ends = _HEAD_ENDS.search(raw, first)
    head = parse(raw[: ends.end()] if ends else raw)
    return head.received_at or head.date or otherwise


def as_they_came(mails: Sequence[Lying]) -> Iterator[Lying]:
    """The mails in the order of their moments, so that conversations and off-duty stretches come out right."""
    return iter(sorted(mails, key=lambda one: (one.received_at, one.number)))


class InSourceOrder:
    """Says lines in source order, whatever order they were worked in, and names each conversation as it first appears.

    A line that is worked too early waits in a temporary file without a name, which is gone however the process ends.
    """

    def __init__(self, say: Say) -> None:
        self._say = say
        self._next = 0
        self._waiting: dict[int, tuple[int, int]] = {}
        self._names: dict[int, str] = {}
        self._file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed by __exit__

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def put(self, number: int, line: dict[str, Any]) -> None:
        """Take the line of one mail; ``thread`` in it is an id or None. Each number from 0 comes once."""
        if number != self._next:
            raw = json.dumps(line).encode()
            self._waiting[number] = self._file.seek(0, 2), len(raw)
            self._file.write(raw)
            return
        self._tell(line)
        while held := self._waiting.pop(self._next, None):
            self._file.seek(held[0])
            self._tell(json.loads(self._file.read(held[1])))

    def _tell(self, line: dict[str, Any]) -> None:
        self._next += 1
        if line["thread"] is not None:
            line["thread"] = self._names.setdefault(line["thread"], f"T{len(self._names) + 1}")
        self._say(line)
