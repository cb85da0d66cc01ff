"""``python -m bench.flags``: prints how well talks, risks and operations are seen; reads HANDBELL_DATA."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path

from bench.flags import baselines, judges
from bench.flags.judges import Learner
from bench.flags.learning import NOTHING, Parts, business, material
from bench.flags.measures import Tally, interval, tally
from bench.flags.sets import (
    ABROAD,
    AUTHORS,
    CODES,
    OPERATION,
    REASONS,
    RISK,
    TALK,
    UNSEEN,
    UNSEEN_ABROAD,
    Conversation,
    abroad,
    conversations,
    elsewhere,
    everyday,
    examples,
    own,
    sample_term,
)  # fmt: skip
from gateway.domain.flags import look
from gateway.domain.operations import recognise
from gateway.domain.risk import screen
from gateway.domain.weighing import Weights, shipped
from gateway.domain.wording import forget

Answers = Sequence[tuple[Conversation, frozenset[str]]]
"""Conversations, each with the codes that were said of it."""


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
    parser.add_argument("--ablation", action="store_true", help="also leave out each part of the weights in turn")
    given = parser.parse_args()
    if not (data := os.environ.get("HANDBELL_DATA")):
        sys.exit("Set HANDBELL_DATA to the folder that holds conversations/dev.jsonl, then run this again.")
    folder = Path(data)
    sets = {author: conversations(folder, author) for author in AUTHORS}
    beside = material(folder)
    learners: dict[str, Learner] = {
        "Handbell": judges.handbell(beside),
        "Handbell's weights alone": judges.words(beside),
        "Handbell's rules alone, which were written in sight of all four": judges.rules,
        "length": baselines.length,
        "keywords": baselines.keywords,
        "TF-IDF": baselines.tfidf,
    }
    answers: dict[str, Answers] = {}
    for name, learner in learners.items():
        answers[name] = across_authors(learner, sets)
        _table(name, answers[name])
    _by_author(answers["Handbell"], AUTHORS)
    everything = [one for rows in sets.values() for one in rows]
    without = judges.handbell(beside, parts=Parts(examples=False))
    _table("Handbell on its own examples, not learnt from: a fifth author", _answers(without(everything), examples()))
    _table("Rules alone on the same examples", _answers(judges.rules(()), examples()))
    never_seen = [one for author in UNSEEN for one in own(author)]
    unseen = _answers(judges.shipped(()), never_seen)
    _table("Handbell as shipped on authors in sight of whom nothing was written or learnt", unseen)
    _by_author(unseen, UNSEEN)
    _table("TF-IDF of the four on the same", _answers(baselines.tfidf(everything), never_seen))
    _abroad()
    _elsewhere(
        {
            "everyday notes, unseen": everyday("unseen"),
            "business sentences, unseen": business(folder, learnt_from=False),
            "real replies": elsewhere(folder)["real replies"],
            "the sample school's term": sample_term(),
        }
    )
    _time(everything)
    if given.ablation:
        _ablation(sets, beside)
    if given.errors:
        _write_errors(answers["Handbell"], given.errors)


def _abroad() -> None:
    """What is heard in the families' other languages, by hands of which nothing was learnt; they tell of facts alone."""
    says = {
        "Handbell as shipped": judges.facts(()),
        "Rules alone": judges.facts_by_rules(()),
        "TF-IDF of what Handbell learnt from": baselines.tfidf([one for hand in ABROAD for one in abroad(hand)]),
    }
    for hand in UNSEEN_ABROAD:
        judged = abroad(hand)
        for name, judge in says.items():
            answers = _answers(judge, judged)
            _table(f"{name} on {len(judged)} messages of hand {hand!r} in the families' other languages", answers)
            _by_author(answers, sorted({one.author for one in judged}), codes=(OPERATION,))


def _answers(judge: judges.Judge, judged: Sequence[Conversation]) -> Answers:
    return [(one, judge(one)) for one in judged]


def _ablation(sets: Mapping[str, Sequence[Conversation]], beside: Sequence[Conversation]) -> None:
    whole = Parts()
    print(f"\n{'weights alone without':24}" + "".join(f"{code:>22}" for code in (TALK, RISK, OPERATION)))
    for left_out in ("", *(field.name for field in fields(whole))):
        parts = replace(whole, **{left_out: False}) if left_out else whole
        answers = across_authors(judges.words(beside, parts=parts), sets)
        seen = [tally(_pairs(answers, code)) for code in (TALK, RISK, OPERATION)]
        cells = "".join(f"{f'P {one.precision:.2f} R {one.recall:.2f}':>22}" for one in seen)
        print(f"{left_out or '(nothing left out)':24}{cells}", flush=True)


def _pairs(answers: Answers, code: str) -> list[tuple[bool, bool]]:
    return [(code in said, code in one.true) for one, said in answers]


def _table(name: str, answers: Answers) -> None:
    print(f"\n{name}; 95% intervals")
    print(
        f"{'':20}{'true':>5}{'precision':>21}{'recall':>21}{'said/100':>10}{'alarms/100':>12}{'P at 3%':>9}{'P at 10%':>9}"
    )
    for code in CODES:
        if any(code in said for _, said in answers):
            print(_line(code, _pairs(answers, code)))
    seen = [tally(_pairs(answers, code)) for code in REASONS]
    if any(one.right for one in seen):
        print(f"  reasons, macro: precision {_mean(seen, 'precision')}, recall {_mean(seen, 'recall')}")
    if hard := [TALK in said for one, said in answers if one.is_hard]:
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


def _by_author(answers: Answers, authors: Sequence[str], *, codes: Sequence[str] = (TALK, RISK, OPERATION)) -> None:
    print(f"\n{'by author':20}" + "".join(f"{author:>17}" for author in authors))
    for code in codes:
        seen = [tally(_pairs([pair for pair in answers if pair[0].author == author], code)) for author in authors]
        print(f"{code:20}" + "".join(f"{f'P {one.precision:.2f} R {one.recall:.2f}':>17}" for one in seen))


def _elsewhere(texts: Mapping[str, Sequence[Conversation]]) -> None:
    print(f"\n{'said of 100 of':50}{'texts':>7}" + "".join(f"{code:>15}" for code in (TALK, RISK, OPERATION)))
    for name, unlabelled in texts.items():
        for whose, judge in (("", judges.shipped(())), (", rules alone", judges.rules(()))):
            said = [judge(one) for one in unlabelled]
            shares = (100 * sum(code in one for one in said) / len(said) for code in (TALK, RISK, OPERATION))
            print(f"{name + whose:50}{len(said):7}" + "".join(f"{share:15.1f}" for share in shares))


def _time(rows: Sequence[Conversation]) -> None:
    """The processor's time a conversation with and without the weights, in turn; what is loaded once is loaded before."""
    spent = {"with the weights": 0.0, "rules alone": 0.0}
    for once_more in (False, True):
        for first in range(0, len(rows), 50):
            for name, weights in (("with the weights", shipped()), ("rules alone", NOTHING)):
                forget()
                began = time.process_time()
                for one in rows[first : first + 50]:
                    _ask(one, weights)
                spent[name] += (time.process_time() - began) * once_more
    print(
        "\n"
        + "; ".join(f"{len(rows) / seconds:.0f} conversations a CPU-second {name}" for name, seconds in spent.items())
    )


def _ask(one: Conversation, weights: Weights) -> None:
    screen(one.turns, weights=weights)
    look(one.turns, weights=weights)
    for turn in one.turns:
        recognise(turn.text, weights=weights)


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
