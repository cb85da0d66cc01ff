"""JSON lines in and out: one question a line, one answer a line, in the order asked."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import click

from gateway.domain.errors import InputProblem

_BREAKS_LINES = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""What some readers take for the end of a line, and halves of characters that UTF-8 cannot hold."""

Answer = Callable[[dict[str, Any]], dict[str, Any]]


class BadLine(InputProblem):
    """A line of the input is not a question this command can answer; the sentence names its number."""


def questions(stream: BinaryIO) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each line that is not blank with its number, counted from 1. Raises BadLine."""
    for number, raw in enumerate(stream, 1):
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip()
        except UnicodeDecodeError as failure:
            raise BadLine(f"line {number}: this is not UTF-8; save the file as UTF-8 and run it again.") from failure
        if not line:
            continue
        try:
            question = json.loads(line, parse_constant=_finite, parse_float=_finite)
        except (ValueError, RecursionError) as failure:
            raise BadLine(f"line {number}: this is not JSON; write one JSON object on each line.") from failure
        if not isinstance(question, dict):
            raise BadLine(f"line {number}: this is JSON but not an object; write one JSON object on each line.")
        yield number, question


def _finite(written: str) -> float:
    """A number of JSON, which knows neither NaN nor infinity. Raises ValueError."""
    number = float(written)
    if not math.isfinite(number):
        raise ValueError(f"{written} is no number of JSON")
    return number


def answer_lines(stream: BinaryIO, answer: Answer) -> None:
    """Answer every line on standard output. Raises BadLine; an InputProblem of ``answer`` becomes one."""
    for number, question in questions(stream):
        try:
            said = answer(question)
        except InputProblem as problem:
            raise BadLine(f"line {number}: {problem}") from problem
        write_line(said)


def write_line(value: object) -> None:
    """One JSON value on a line of standard output, whatever a mail brought into it."""
    said = json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
    click.echo(_BREAKS_LINES.sub(lambda found: f"\\u{ord(found[0]):04x}", said))


def text_of(question: dict[str, Any], name: str) -> str:
    """A text field of a question. Raises InputProblem where it is missing or no text."""
    value = question.get(name)
    if not isinstance(value, str):
        raise InputProblem(f"{name} is missing or is not text; write for example {json.dumps({name: '…'})}.")
    return value
