"""Operations: what the office must have today, which is an absence, a late arrival, a change of collection, or medicine."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.domain.messages import Evidence, Finding, Turn
from gateway.domain.operations.languages import ABROAD
from gateway.domain.operations.near_misses import NOT
from gateway.domain.operations.words import LISTS, REASONS, SAID, SHORT, WHEN
from gateway.domain.phrases import Book
from gateway.domain.weighing import Weights, shipped
from gateway.domain.wording import read

STATED = 4.0
"""What a rule adds to the weight of the words, in the logarithm of the odds: a word alone may mislead it."""

IN_ANSWER = 1.5
"""What words alone must weigh more in an answer to school, in the logarithm of the odds: of answers so many fewer tell a
fact, and they are full of times and days all the same ("It'll take ten minutes")."""

LEAST_SHOWN = 2
"""So many phrases of the text itself must be shown for a fact that no rule states: a word of the subject shows nothing there."""

_BOOK = Book({kind: said + ABROAD[kind] for kind, said in SAID.items()} | {"when": WHEN}, but_not=NOT, lists=LISTS)

_NEAR_MISSES = Book(NOT, lists=LISTS)


def recognise(
    text: str, *, subject: str = "", in_answer: bool = False, weights: Weights | None = None
) -> tuple[Finding, ...]:
    """The practical facts in one message, each with the words of ``text`` that state it; in the order of ``REASONS``.

    A subject speaks like the first line: what it states has no evidence in the text, and what it dates is dated. A fact is
    said where its words, and the rule that states it if one does, weigh enough together; where the words of the text are not
    known, as in most languages, the rules alone say it. Words alone never say what stands in the text as something that only
    looks like it.

    ``in_answer`` is whether school had written before: an answer bears the subject of what it answers, which says nothing of
    its own, and needs more than words alone have to weigh otherwise.
    """
    subject = "" if in_answer else subject
    enough = IN_ANSWER if in_answer else 0.0
    stated = _by_rules(text, subject)
    known, turn = weights or shipped(), Turn("parent", "", text)
    weighed, by_text = known.weigh((Turn("parent", "", subject), turn)), known.weigh((turn,))
    near = _NEAR_MISSES.find(read(text))
    found = []
    for code in REASONS:
        if code in stated:
            if not by_text.is_known or weighed.beside(code) + STATED >= 0:
                found.append(Finding(code, REASONS[code], stated[code]))
        elif code not in near and weighed.margin(code) >= enough:
            evidence = _in_text(weighed.evidence(code))
            if len(evidence) >= LEAST_SHOWN:
                found.append(Finding(code, REASONS[code], evidence))
    return tuple(found)


def _by_rules(text: str, subject: str) -> dict[str, tuple[Evidence, ...]]:
    """The facts that the rules find, each with its evidence in the text."""
    wording, title = read(text), read(subject)
    said, titled = _BOOK.find(wording), _BOOK.find(title)
    if len(wording.words) + len(title.words) > SHORT and "when" not in said and "when" not in titled:
        return {}
    stated: dict[str, tuple[Evidence, ...]] = {}
    for code in REASONS:
        if code in said or code in titled:
            stated[code] = tuple(Evidence(0, *wording.characters(*span)) for span in said.get(code, ())[:3])
    return stated


def _in_text(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The places of the text, which is weighed after its subject."""
    return tuple(Evidence(0, one.start, one.end) for one in evidence if one.message == 1)
