"""What a person newly wrote in a mail, apart from quoted history and signature."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from gateway.mail import signatures
from gateway.mail.quoted import attributions, headers

# Past this many lines only '>' is looked for, so that no mail takes long.
_MOST_LINES = 20_000
_MOST_ENDS = 2_000
# A face drawn with a leading '>' is the writer's own.
_FACE = re.compile(r">\s?(?:[:;=]['-]?[()\[\]DPOo\\/|3<]|[._]{1,3}<|\.>|_>)")
_WRAPPED_FROM = 70
# A mail answered in more places than this has its sign-off in one of the first or in the last of them.
_MOST_SIGNED = 100


@dataclass(frozen=True, slots=True)
class Written:
    """``text``: the sender's new words; ``quoted``: the history; ``signature``: sign-off blocks and footers."""

    text: str
    quoted: str
    signature: str


class _Reader:
    """Goes through the lines once and puts each in its place; in doubt a line is the sender's own."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.runs: list[list[str]] = [[]]
        self.quoted: list[str] = []
        self.ends = [n for n, line in enumerate(lines[:_MOST_LINES]) if line and attributions.may_end_one(line)][
            :_MOST_ENDS
        ]
        self.marks = self._attributions()
        self.firsts = sorted(self.marks)

    def _attributions(self) -> dict[int, attributions.Attribution]:
        found: dict[int, attributions.Attribution] = {}
        floor = 0
        for last in self.ends:
            if last < floor:
                continue
            attribution = attributions.ending_at(self.lines, last, floor)
            if attribution is not None:
                found[attribution.first] = attribution
                floor = attribution.last + 1
        return found

    def read(self) -> None:
        """Sorts every line."""
        number = 0
        count = len(self.lines)
        while number < count:
            line = self.lines[number]
            mark = self.marks.get(number)
            if mark is not None and self._takes(mark):
                number = mark.last + 1
            elif not line:
                self.runs[-1].append(line)
                number += 1
            elif is_quoted(line) or self._is_wrapped_quote(number):
                self._quote(line)
                number += 1
            elif number < _MOST_LINES and self._starts_history(number):
                self._rest(number)
                return
            elif mark is None and self._introduces(number):
                self._quote(line)
                number += 1
            else:
                self.runs[-1].append(line)
                number += 1
            if mark is not None and mark.sure and number > mark.last and not self._is_marked_after(mark.last):
                self._rest(number)
                return

    def _takes(self, mark: attributions.Attribution) -> bool:
        if not mark.sure and not is_quoted(self._next(mark.last)):
            return False
        self._quote(*self.lines[mark.first : mark.last + 1])
        return True

    def _is_marked_after(self, last: int) -> bool:
        """Is the history under an attribution marked '>', so that what is not marked is new?"""
        after = bisect_right(self.firsts, last)
        end = self.firsts[after] if after < len(self.firsts) else len(self.lines)
        return any(line[:1] == ">" and is_quoted(line) for line in self.lines[last + 1 : end])

    def _next(self, number: int) -> str:
        for line in self.lines[number + 1 : number + 4]:
            if line:
                return line
        return ""

    def _introduces(self, number: int) -> bool:
        line = self.lines[number]
        return line[-1] in ":：" and is_quoted(self._next(number)) and attributions.introduces(line)

    def _is_wrapped_quote(self, number: int) -> bool:
        """Is a line the broken-off end of the quoted line above it, with more of the quote below?"""
        if number == 0 or number + 1 >= len(self.lines):
            return False
        above, line, below = self.lines[number - 1 : number + 2]
        return (
            len(above) >= _WRAPPED_FROM
            and above[:1] == ">"
            and below[:1] == ">"
            and len(line) < len(above)
            and not line[0].isupper()
            and above[-1] not in ".!?:…"
        )

    def _starts_history(self, number: int) -> bool:
        line = self.lines[number]
        if headers.names_history(line) or attributions.runs_on(line):
            return True
        if headers.is_rule(line):
            below = number + 1
            while below < len(self.lines) and below < number + 3 and not self.lines[below]:
                below += 1
            return headers.starts_block(self.lines, below, ruled=True)
        if not headers.label_of(line):
            return False
        return headers.is_flat_block(line) or headers.starts_block(self.lines, number, ruled=False)

    def _quote(self, *lines: str) -> None:
        self.quoted.extend(lines)
        if self.runs[-1]:
            self.runs.append([])

    def _rest(self, number: int) -> None:
        self.quoted.extend(self.lines[number:])


def is_quoted(line: str) -> bool:
    """Does a line carry the mark of quoted history?"""
    if line[:1] not in (">", " ", "＞"):
        return False
    start = line.lstrip(" ")
    return start[:1] in (">", "＞") and len(line) - len(start) <= 4 and _FACE.match(start) is None


def newly_written(text: str) -> Written:
    """What the sender newly wrote in a plain body, what they quoted, and their signature. Takes any string."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").split("\n")]
    reader = _Reader(lines)
    reader.read()
    kept: list[str] = []
    folded: list[str] = []
    for number, run in enumerate(reader.runs):
        near = number < _MOST_SIGNED or number >= len(reader.runs) - 2
        parts = signatures.split(run) if near else signatures.Parts(run, [])
        words = "\n".join(parts.words).strip("\n")
        if words.strip():
            kept.append(words)
        if parts.signature:
            folded.append("\n".join(parts.signature).strip("\n"))
    return Written("\n\n".join(kept).strip(), "\n".join(reader.quoted).strip("\n"), "\n\n".join(folded))
