"""The labelled conversations by author, and texts that are none of theirs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gateway.domain.messages import Turn

EXAMPLES = "examples"
"""The author of the short examples in ``data``, which nobody wrote rules in sight of."""
TELLINGS = "tellings"
EVERYDAY = "everyday"
"""The author of short everyday notes, which call for nothing but an answer."""
TERM = "term"
BUSINESS = "business"
AUTHORS = ("dev", "train-a", "train-b", "train-c")
"""One set is one author's."""
OWN = ("coast", "estate", "fells", "valley")
"""Four more authors, whose sets lie in ``data/authors`` and are learnt from beside the others'."""
UNSEEN = ("town", "harbour", "moor", "vale", "weald")
"""Authors of sets in the same place from which nothing is ever learnt, and in sight of which no rule is written.

``town`` was told to hide things, the others to write an ordinary term's inbox; ``weald`` was written
when everything had been chosen.
"""
ABROAD = ("quick", "calm", "inbox", "broad", "answers", "asked", "ordinary", "fortnight", "mailbox", "plain", "weeks")
"""Hands in each language of ``gateway/domain/weighing/abroad.toml``, in ``data/abroad``; one file is one author's."""
UNSEEN_ABROAD = ("early", "last")
"""Authors in the same place and languages of whom nothing is ever learnt or read; ``last`` was written when all was chosen."""
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

_ALL = frozenset(CODES)
_PRACTICAL = frozenset({OPERATION, *OPERATIONS})

_LOOKS_LIKE_ONE = re.compile(
    r"hard negative|look-?alike|idiom|settled|solved|resolved|content\b|with the words|routine", re.I
)
_EXAMPLES = Path(__file__).parent / "data"
_TELLINGS = Path(__file__).parents[2] / "tests" / "domain" / "tellings.txt"
_TERM = Path(__file__).parents[2] / "gateway" / "sample_school" / "term.jsonl"


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation with what is true of it; ``is_hard`` where the author meant it to look like what it is not.

    ``is_message`` where it is one message by itself, out of a longer conversation. ``labelled`` are the codes that are
    told of it: of what stands beside them nothing is known.
    """

    id: str
    author: str
    turns: tuple[Turn, ...]
    true: frozenset[str]
    is_hard: bool = False
    note: str = ""
    is_message: bool = False
    labelled: frozenset[str] = _ALL

    @property
    def is_ordinary(self) -> bool:
        """Whether it calls for no talk and is no worry."""
        return self.true.isdisjoint((TALK, RISK))


def conversations(folder: Path, author: str) -> tuple[Conversation, ...]:
    """The conversations of one author of the data sets. Raises OSError where the file is missing."""
    return _written_by(author, folder / "conversations")


def own(author: str) -> tuple[Conversation, ...]:
    """The conversations of one author of our own."""
    return _written_by(author, _EXAMPLES / "authors")


def _written_by(author: str, folder: Path) -> tuple[Conversation, ...]:
    lines = (folder / f"{author}.jsonl").read_text("utf-8").splitlines()
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


def by_themselves(whole: Iterable[Conversation]) -> Iterator[Conversation]:
    """Each message of longer conversations as one of its own: ordinary where the whole was, else labelled for facts alone."""
    for one in whole:
        if len(one.turns) > 1:
            labelled = one.labelled if one.is_ordinary else one.labelled & _PRACTICAL
            for place, turn in enumerate(one.turns):
                yield Conversation(
                    f"{one.id} {place}", one.author, (turn,), one.true, is_message=True, labelled=labelled
                )


def everyday(half: str) -> tuple[Conversation, ...]:
    """The short everyday notes that are ``learnt`` from, or those of the same kinds that are ``unseen``."""
    return tuple(_told(_EXAMPLES / "everyday" / f"{half}.txt", EVERYDAY))


def examples() -> tuple[Conversation, ...]:
    """The examples written to learn from: ``codes|who begins|text``, the turns parted by ``||``; a worry calls for a talk."""
    return tuple(one for path in sorted(_EXAMPLES.glob("*.txt")) for one in _told(path, EXAMPLES))


def tellings() -> tuple[Conversation, ...]:
    """The short tellings that the rules for risk are tested on, and so were written in sight of."""
    return tuple(_told(_TELLINGS, TELLINGS, labelled=frozenset({RISK, *RISKS})))


def office() -> tuple[Conversation, ...]:
    """What offices of many schools must know today, and what only sounds like it; each file by an author of its own."""
    return _files_in("office", labelled=_PRACTICAL)


def talks() -> tuple[Conversation, ...]:
    """Talks, worries and what only sounds like them; each file by an author of its own."""
    return _files_in("talks", labelled=_ALL - _PRACTICAL)


def abroad(hand: str) -> tuple[Conversation, ...]:
    """Messages in the languages of the families by one kind of writer, of each language another."""
    return tuple(
        replace(one, author=f"{one.author} {hand}") for one in _files_in(f"abroad/{hand}", labelled=_PRACTICAL)
    )


def _files_in(folder: str, *, labelled: frozenset[str]) -> tuple[Conversation, ...]:
    files = sorted((_EXAMPLES / folder).glob("*.txt"))
    return tuple(one for path in files for one in _told(path, path.stem, labelled=labelled))


def _told(path: Path, author: str, *, labelled: frozenset[str] = _ALL) -> Iterator[Conversation]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            codes, by, text = line.split("|", 2)
            one = _example(codes.split(), by, text, name=f"{path.stem} {number}", author=author)
            yield replace(one, labelled=one.labelled & labelled)


def _example(codes: list[str], by: str, text: str, *, name: str, author: str) -> Conversation:
    true = set(codes) - {"ok", "no"}
    wholes = {TALK: (*REASONS, *RISKS), RISK: RISKS, OPERATION: OPERATIONS}
    true |= {code for code, of in wholes.items() if not true.isdisjoint(of)}
    other = {"parent": "staff", "staff": "parent"}[by]
    turns = tuple(Turn((by, other)[place % 2], "", one.strip()) for place, one in enumerate(text.split(" || ")))
    # A worry calls for a talk, and nobody wrote down for what reasons.
    labelled = _ALL.difference(REASONS) if TALK in true and true.isdisjoint(REASONS) else _ALL
    return Conversation(name, author, turns, frozenset(true), is_hard=not true, labelled=labelled)


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
        Conversation(str(number), BUSINESS, (Turn("parent", "", text),), frozenset())
        for number, text in enumerate(texts, 1)
        if text.strip()
    )


def sample_term() -> tuple[Conversation, ...]:
    """The sample school's own term, of which nothing is labelled; facts for the office are among it."""
    rows = map(json.loads, _TERM.read_text("utf-8").splitlines())
    return tuple(_of_term(row, number) for number, row in enumerate(rows, 1))


def _of_term(row: dict[str, Any], number: int) -> Conversation:
    spoken = (one for one in row["turns"] if one["by"] == "parent" or str(one["by"]).startswith("S"))
    turns = tuple(Turn("parent" if one["by"] == "parent" else "staff", "", one["text"]) for one in spoken)
    return Conversation(f"term {number}", TERM, turns, frozenset(), labelled=_ALL - _PRACTICAL)
