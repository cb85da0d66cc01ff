"""JSON lines in and out: one question a line, one answer a line, in the order asked."""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from gateway.domain.errors import InputProblem

_BREAKS_LINES = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""What some readers take for the end of a line, and halves of characters that UTF-8 cannot hold."""

_CHUNK = 1 << 16
_SAYS = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": "))
Answer = Callable[[dict[str, Any]], dict[str, Any]]


class BadLine(InputProblem):
    """A line of the input is not a question this command can answer; the sentence names its number."""


def questions(stream: BinaryIO) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each line that is not blank with its number, counted from 1. Raises BadLine.

    What was answered is written out before more is waited for: whoever asks one question at a time waits for its answer.
    """
    for number, raw in enumerate(_lines_of(stream), 1):
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip()
        except UnicodeDecodeError as failure:
            raise BadLine(f"line {number}: this is not UTF-8; save the file as UTF-8 and run it again.") from failure
        if not line:
            continue
        try:
            question = _READS.decode(line)
        except (ValueError, RecursionError) as failure:
            raise BadLine(f"line {number}: this is not JSON; write one JSON object on each line.") from failure
        if not isinstance(question, dict):
            raise BadLine(f"line {number}: this is JSON but not an object; write one JSON object on each line.")
        yield number, question


def _lines_of(stream: BinaryIO) -> Iterator[bytes]:
    begun: list[bytes] = []
    while more := stream.read1(_CHUNK):  # type: ignore[attr-defined]  # standard input is buffered
        end, *rest = more.split(b"\n")
        begun.append(end)
        if rest:
            yield b"".join(begun)
            yield from rest[:-1]
            begun = rest[-1:]
        sys.stdout.flush()
    if last := b"".join(begun):
        yield last


def _finite(written: str) -> float:
    """A number of JSON, which knows neither NaN nor infinity. Raises ValueError."""
    number = float(written)
    if not math.isfinite(number):
        raise ValueError(f"{written} is no number of JSON")
    return number


_READS = json.JSONDecoder(parse_constant=_finite, parse_float=_finite)


def answer_lines(stream: BinaryIO, answer: Answer) -> None:
    """Answer every line on standard output. Raises BadLine; an InputProblem of ``answer`` becomes one."""
    for number, question in questions(stream):
        try:
            said = answer(question)
        except InputProblem as problem:
            raise BadLine(f"line {number}: {problem}") from problem
        sys.stdout.write(_line_of(said))


def write_line(value: object) -> None:
    """One JSON value on a line of standard output, whatever a mail brought into it, at once."""
    sys.stdout.write(_line_of(value))
    sys.stdout.flush()


def _line_of(value: object) -> str:
    said = _SAYS.encode(value)
    if not said.isascii() or "\x7f" in said:
        said = _BREAKS_LINES.sub(lambda found: f"\\u{ord(found[0]):04x}", said)
    return f"{said}\n"


def text_of(question: dict[str, Any], name: str) -> str:
    """A text field of a question. Raises InputProblem where it is missing or no text."""
    value = question.get(name)
    if not isinstance(value, str):
        raise InputProblem(f"{name} is missing or is not text; write for example {json.dumps({name: '…'})}.")
    return value
