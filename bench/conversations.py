"""How well risks, operations and flags are seen: precision and recall a code and an author; reads HANDBELL_DATA."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gateway.domain import wording
from gateway.domain.flags import look
from gateway.domain.messages import Finding, Turn
from gateway.domain.operations import recognise
from gateway.domain.risk import screen

FILES = ("dev", "train-a", "train-b", "train-c")
RISKS = ("safeguarding", "threat", "missing_child", "allegation_staff", "online_bullying")
OPERATIONS = ("absence", "late", "collection", "medicine")
TALK = "face_to_face"
ANY_RISK = "any risk"
_ROUNDS = 5


@dataclass(slots=True)
class Tally:
    """How often a code was rightly said, wrongly said and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, *, said: bool, true: bool) -> None:
        """Count one answer."""
        self.right += said and true
        self.wrong += said and not true
        self.missed += true and not said

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """The share of what was said that is true; 1 where nothing was said."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of what is true that was said; 1 where there is nothing to say."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Precision and recall in one figure."""
        whole = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / whole if whole else 1.0


def answers(row: dict[str, Any]) -> tuple[dict[str, bool], dict[str, bool], tuple[Finding, ...]]:
    """What is said and what is true of one conversation, code by code, and the findings behind it."""
    turns = tuple(Turn(one["from"], one["author"], one["text"]) for one in row["messages"])
    risks, seen = screen(turns), look(turns)
    practical = tuple(
        Finding(one.code, one.reason, tuple(replace(place, message=index) for place in one.evidence))
        for index, turn in enumerate(turns)
        if turn.by == "parent"
        for one in recognise(turn.text)
    )
    labels = row["labels"]
    codes = {one.code for one in (*risks, *practical)}
    said = {code: code in codes for code in (*RISKS, *OPERATIONS)} | {TALK: bool(seen.flags), ANY_RISK: bool(risks)}
    true = {code: code in labels["risk"] for code in RISKS} | {code: code in labels["operation"] for code in OPERATIONS}
    reasons = {one.code for one in seen.flags}
    said |= {f"  {code}": code in reasons for code in REASONS}
    true |= {f"  {code}": code in labels["reasons"] for code in REASONS}
    return said, true | {TALK: labels[TALK], ANY_RISK: bool(labels["risk"])}, (*risks, *practical, *seen.flags)


REASONS = (
    "distress", "incident", "confidential", "complex", "hostile", "unresolved", "complaint", "request_to_meet", "bad_news",
    "public_criticism",
)  # fmt: skip


def main() -> None:
    """Prints a table a file and one for all of them; with ``--show`` CODE also every conversation that was got wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", default="", help="print the mistakes of one code")
    parser.add_argument("--files", nargs="*", default=FILES)
    given = parser.parse_args()
    folder = os.environ.get("HANDBELL_DATA")
    if not folder:
        sys.exit("Set HANDBELL_DATA to the folder that holds conversations/dev.jsonl, then run this again.")
    everything: dict[str, dict[str, Tally]] = {}
    rows = {name: _rows(Path(folder) / "conversations" / f"{name}.jsonl") for name in given.files}
    for name, conversations in rows.items():
        tallies = everything.setdefault(name, {})
        for row in conversations:
            said, true, findings = answers(row)
            for code in said:
                tallies.setdefault(code, Tally()).add(said=said[code], true=true[code])
            if given.show and said.get(given.show) != true.get(given.show):
                _explain(row, findings, said=said[given.show])
    _table(everything)
    _time([row for conversations in rows.values() for row in conversations])


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _explain(row: dict[str, Any], findings: Iterable[Finding], *, said: bool) -> None:
    print(f"{'WRONGLY SAID' if said else 'MISSED'} {row['id']}: {row.get('note', '')}")
    for one in row["messages"]:
        print(f"    {one['from']}> {one['text']}")
    for finding in findings:
        words = [row["messages"][one.message]["text"][one.start : one.end] for one in finding.evidence]
        print(f"    {finding.code}: {finding.reason} {words}")


def _table(everything: dict[str, dict[str, Tally]]) -> None:
    print(f"{'':20}" + "".join(f"{name:>24}" for name in (*everything, "all")))
    print(f"{'':20}" + f"{'precision recall  F1':>24}" * (len(everything) + 1))
    for code in next(iter(everything.values())):
        tallies = [one[code] for one in everything.values()]
        cells = (*tallies, sum(tallies, Tally()))
        print(f"{code:20}" + "".join(f"{one.precision:11.2f} {one.recall:6.2f} {one.f1:5.2f}" for one in cells))


def _time(rows: list[dict[str, Any]]) -> None:
    texts = [one["text"] for row in rows for one in row["messages"]]
    words = sum(len(text.split()) for text in texts) / len(texts)
    spent = 0.0
    for _ in range(_ROUNDS):
        wording.forget()
        for text in texts:
            turn = (Turn("parent", "", text),)
            began = time.process_time()
            screen(turn)
            recognise(text)
            look(turn)
            spent += time.process_time() - began
    print(f"{spent / _ROUNDS / len(texts) * 1e6:.0f} µs for all three on a message of {words:.0f} words")


if __name__ == "__main__":
    main()
