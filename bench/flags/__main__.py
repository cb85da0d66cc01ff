"""``python -m bench.flags``: prints how well talks, risks and operations are seen; reads HANDBELL_DATA."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.flags import baselines
from bench.flags.baselines import Learner
from bench.flags.measures import Tally, interval, tally
from bench.flags.sets import (
    AUTHORS,
    CODES,
    OPERATION,
    REASONS,
    RISK,
    TALK,
    Conversation,
    conversations,
    elsewhere,
    sample_term,
)  # fmt: skip

Answers = Sequence[tuple[Conversation, frozenset[str]]]
"""Conversations, each with the codes that were said of it."""

LEARNERS: Mapping[str, Learner] = {
    "Handbell": baselines.product,
    "length": baselines.length,
    "keywords": baselines.keywords,
    "TF-IDF": baselines.tfidf,
}


def across_authors(learner: Learner, sets: Mapping[str, Sequence[Conversation]]) -> Answers:
    """Each author's conversations, judged by what was learnt from the others."""
    answers: list[tuple[Conversation, frozenset[str]]] = []
    for author, judged in sets.items():
        judge = learner([one for other, rows in sets.items() if other != author for one in rows])
        answers += [(one, judge(one)) for one in judged]
    return answers


def main() -> None:
    """Print the tables and, with ``--errors FILE``, write every error with its words to a file."""
    parser = argparse.ArgumentParser(prog="python -m bench.flags", description=__doc__)
    parser.add_argument("--errors", type=Path, metavar="FILE", help="list every conversation that was got wrong")
    given = parser.parse_args()
    if not (folder := os.environ.get("HANDBELL_DATA")):
        sys.exit("Set HANDBELL_DATA to the folder that holds conversations/dev.jsonl, then run this again.")
    sets = {author: conversations(Path(folder), author) for author in AUTHORS}
    answers = {name: across_authors(learner, sets) for name, learner in LEARNERS.items()}
    for name in answers:
        _table(name, answers[name])
    _by_author(answers["Handbell"])
    _elsewhere({"the sample school's term": sample_term(), **elsewhere(Path(folder))})
    if given.errors:
        _write_errors(answers["Handbell"], given.errors)


def _pairs(answers: Answers, code: str) -> list[tuple[bool, bool]]:
    return [(code in said, code in one.true) for one, said in answers]


def _table(name: str, answers: Answers) -> None:
    print(f"\n{name}: each author judged by what was learnt from the other three; 95% intervals")
    print(
        f"{'':20}{'true':>5}{'precision':>21}{'recall':>21}{'said/100':>10}{'alarms/100':>12}{'P at 3%':>9}{'P at 10%':>9}"
    )
    for code in CODES:
        if any(code in said for _, said in answers):
            print(_line(code, _pairs(answers, code)))
    seen = [tally(_pairs(answers, code)) for code in REASONS]
    if any(one.right for one in seen):
        print(f"  reasons, macro: precision {_mean(seen, 'precision')}, recall {_mean(seen, 'recall')}")
    hard = [TALK in said for one, said in answers if one.is_hard]
    print(f"  hard negatives wrongly flagged: {sum(hard)} of {len(hard)} ({100 * sum(hard) / len(hard):.1f}%)")


def _line(code: str, pairs: Sequence[tuple[bool, bool]]) -> str:
    seen = tally(pairs)
    cells = (
        f"{getattr(seen, name):9.2f} ({low:.2f}–{high:.2f})"
        for name in ("precision", "recall")
        for low, high in [interval(pairs, lambda one, name=name: getattr(one, name))]
    )
    label = code if code in (TALK, RISK, OPERATION) else f"  {code}"
    rest = f"{seen.said:10.1f}{seen.alarms:12.1f}{seen.precision_at(0.03):9.2f}{seen.precision_at(0.10):9.2f}"
    return f"{label:20}{seen.right + seen.missed:5}{''.join(f'{cell:>21}' for cell in cells)}{rest}"


def _mean(seen: Sequence[Tally], name: str) -> str:
    values = [getattr(one, name) for one in seen]
    return f"{sum(values) / len(values):.2f} (lowest {min(values):.2f})"


def _by_author(answers: Answers) -> None:
    print(f"\n{'Handbell by author':20}" + "".join(f"{author:>16}" for author in AUTHORS))
    for code in (TALK, RISK, OPERATION):
        seen = [tally(_pairs([pair for pair in answers if pair[0].author == author], code)) for author in AUTHORS]
        print(f"{code:20}" + "".join(f"{f'P {one.precision:.2f} R {one.recall:.2f}':>16}" for one in seen))


def _elsewhere(texts: Mapping[str, Sequence[Conversation]]) -> None:
    print(f"\n{'said of 100 of':30}{'texts':>7}" + "".join(f"{code:>15}" for code in (TALK, RISK, OPERATION)))
    judge = baselines.product(())
    for name, unlabelled in texts.items():
        said = [judge(one) for one in unlabelled]
        shares = (100 * sum(code in one for one in said) / len(said) for code in (TALK, RISK, OPERATION))
        print(f"{name:30}{len(said):7}" + "".join(f"{share:15.1f}" for share in shares))


def _write_errors(answers: Answers, path: Path) -> None:
    lines: list[str] = []
    for one, said in answers:
        if missed_or_wrong := sorted(one.true ^ said):
            marks = (f"{'missed' if code in one.true else 'wrong'} {code}" for code in missed_or_wrong)
            lines.append(f"{one.id} ({one.author}): {', '.join(marks)}. {one.note}")
            lines += (f"    {turn.by}> {' '.join(turn.text.split())}" for turn in one.turns)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"\n{sum(not line.startswith(' ') for line in lines)} conversations with an error are listed in {path}.")


if __name__ == "__main__":
    main()
