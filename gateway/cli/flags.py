"""``flask flags score``: conversations in, and for each one the reasons for a talk, its score and its risks; no database."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import click

from gateway.cli.lines import answer_lines
from gateway.cli.refusing import Refusing
from gateway.domain.errors import InputProblem
from gateway.domain.flags import look
from gateway.domain.messages import Finding, Turn
from gateway.domain.risk import screen

WRITERS = ("parent", "staff", "other")
commands = Refusing("flags", help="Which conversations are better held face to face.")


@commands.command("score")
@click.option("--json", "_as_json", is_flag=True, help="Accepted; the answer is JSON lines in any case.")
def score(_as_json: bool) -> None:
    """Read conversations as JSON lines from standard input and answer each on a line, in the order asked."""
    answer_lines(sys.stdin.buffer, scored)


def scored(question: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to one conversation, as the contract gives it. Raises InputProblem."""
    if "id" not in question:
        raise InputProblem('id is missing; name the conversation, for example {"id": "T7"}.')
    messages = question.get("messages")
    if not isinstance(messages, list) or not messages:
        raise InputProblem(
            "messages is missing or is no list; give at least one message with at, from, author and text."
        )
    turns = tuple(_turn(one, place) for place, one in enumerate(messages))
    seen = look(turns)
    return {
        "id": question["id"],
        "score": seen.score,
        "flags": [_plain(one) for one in seen.flags],
        "risk": [_plain(one) for one in screen(turns)],
    }


def _turn(message: object, place: int) -> Turn:
    if not isinstance(message, dict):
        raise InputProblem(f"messages[{place}] is not an object; write at, from, author and text.")
    text, by, author, at = (message.get(name) for name in ("text", "from", "author", "at"))
    if not isinstance(text, str):
        raise InputProblem(f"messages[{place}].text is missing or is not text.")
    if by not in WRITERS:
        raise InputProblem(f"messages[{place}].from is {by!r}; it is one of {', '.join(WRITERS)}.")
    if not isinstance(author, str | None):
        raise InputProblem(f"messages[{place}].author is not text.")
    return Turn(by=str(by), author=author or "", text=text, at=_moment(at, place))


def _moment(at: object, place: int) -> datetime | None:
    if at is None:
        return None
    try:
        moment = datetime.fromisoformat(at) if isinstance(at, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise InputProblem(
            f"messages[{place}].at is not a time; write it with an offset, such as 2026-11-05T19:42:00+00:00."
        )
    return moment


def _plain(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "reason": finding.reason,
        "evidence": [{"message": one.message, "start": one.start, "end": one.end} for one in finding.evidence],
    }
