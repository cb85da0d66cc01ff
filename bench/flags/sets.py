"""The labelled conversations by author, and texts that are none of theirs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gateway.domain.messages import Turn

AUTHORS = ("dev", "train-a", "train-b", "train-c")
"""One set is one author's."""
REASONS = (
    "distress", "incident", "confidential", "complex", "hostile", "unresolved", "complaint", "request_to_meet", "bad_news",
    "public_criticism",
)  # fmt: skip
RISKS = ("safeguarding", "threat", "missing_child", "allegation_staff", "online_bullying")
OPERATIONS = ("absence", "late", "collection", "medicine")
TALK = "face_to_face"
RISK = "any risk"
OPERATION = "any operation"
CODES = (TALK, *REASONS, RISK, *RISKS, OPERATION, *OPERATIONS)

_LOOKS_LIKE_ONE = re.compile(
    r"hard negative|look-?alike|idiom|settled|solved|resolved|content\b|with the words|routine", re.I
)
_TERM = Path(__file__).parents[2] / "gateway" / "sample_school" / "term.jsonl"


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation with what is true of it; ``is_hard`` where the author meant it to look like what it is not."""

    id: str
    author: str
    turns: tuple[Turn, ...]
    true: frozenset[str]
    is_hard: bool = False
    note: str = ""


def conversations(folder: Path, author: str) -> tuple[Conversation, ...]:
    """The conversations of one author. Raises OSError where the file is missing."""
    lines = (folder / "conversations" / f"{author}.jsonl").read_text("utf-8").splitlines()
    return tuple(_conversation(json.loads(line), author) for line in lines)


def _conversation(row: dict[str, Any], author: str) -> Conversation:
    labels = row["labels"]
    true = {*labels["reasons"], *labels["risk"], *labels["operation"]}
    true |= {
        code
        for code, of in ((TALK, [labels[TALK]]), (RISK, labels["risk"]), (OPERATION, labels["operation"]))
        if any(of)
    }
    turns = tuple(Turn(one["from"], one["author"], one["text"]) for one in row["messages"])
    is_hard = not labels[TALK] and bool(_LOOKS_LIKE_ONE.search(row["note"]))
    return Conversation(row["id"], author, turns, frozenset(true), is_hard, row["note"])


def elsewhere(folder: Path) -> dict[str, tuple[Conversation, ...]]:
    """Texts by nobody of the authors, each sentence or mail as a conversation of its own: nothing in them is labelled."""
    business = (folder / "requests" / "train.txt").read_text("utf-8", errors="replace").splitlines()
    replies = (folder / "replies" / "dev.jsonl").read_text("utf-8").splitlines()
    return {
        "business sentences": _loose(line.partition("\t")[2] for line in business),
        "real replies": _loose(str(json.loads(line)["expected"]) for line in replies),
    }


def _loose(texts: Iterator[str]) -> tuple[Conversation, ...]:
    return tuple(
        Conversation(str(number), "elsewhere", (Turn("parent", "", text),), frozenset())
        for number, text in enumerate(texts, 1)
        if text.strip()
    )


def sample_term() -> tuple[Conversation, ...]:
    """The sample school's own term, unlabelled."""
    rows = map(json.loads, _TERM.read_text("utf-8").splitlines())
    return tuple(_of_term(row, number) for number, row in enumerate(rows, 1))


def _of_term(row: dict[str, Any], number: int) -> Conversation:
    spoken = (one for one in row["turns"] if one["by"] == "parent" or str(one["by"]).startswith("S"))
    turns = tuple(Turn("parent" if one["by"] == "parent" else "staff", "", one["text"]) for one in spoken)
    return Conversation(f"term {number}", "elsewhere", turns, frozenset())
