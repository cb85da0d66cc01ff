"""Operations: what the office must have today, which is an absence, a late arrival, a change of collection, or medicine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gateway.domain.messages import Evidence, Finding, Turn
from gateway.domain.operations.languages import ABROAD
from gateway.domain.operations.near_misses import NOT
from gateway.domain.operations.words import LISTS, REASONS, SAID, SHORT, WHEN
from gateway.domain.phrases import Book
from gateway.domain.weighing import FACT, Weights, shipped, shipped_abroad
from gateway.domain.wording import read

STATED = 4.0
"""What a rule adds to the weight of the words, in the logarithm of the odds: a word alone may mislead it."""

IN_ANSWER = 1.5
"""What words alone must weigh more in an answer to school, in the logarithm of the odds: of answers so many fewer tell a
fact, and they are full of times and days all the same ("It'll take ten minutes")."""

STATED_ABROAD = 1.0
"""The same in another language, where a phrase says less: of what the rules alone say there a quarter is no fact."""

SURELY_ENGLISH = 0.7
"""Where so many of the words are known in English, no other language is asked for."""

LEAST_KNOWN_ABROAD = 0.3
"""Where fewer of the words are known in any language, the rules alone say what is told."""

LEAST_SHOWN = 2
"""So many phrases of the text itself must be shown for a fact that no rule states: a word of the subject shows nothing there."""

_Stated = dict[str, tuple[Evidence, ...]]
"""The facts that the rules find, each with its evidence in the text."""

_BOOK = Book({kind: said + ABROAD[kind] for kind, said in SAID.items()} | {"when": WHEN}, but_not=NOT, lists=LISTS)

_NEAR_MISSES = Book(NOT, lists=LISTS)


def recognise(
    text: str, *, subject: str = "", in_answer: bool = False, weights: Weights | None = None
) -> tuple[Finding, ...]:
    """The practical facts in one message, each with the words of ``text`` that state it; in the order of ``REASONS``.

    A subject speaks like the first line: what it states has no evidence in the text, and what it dates is dated. A fact is
    said where its words, and the rule that states it if one does, weigh enough together; where the words of the text are not
    known, as in most languages, the rules alone say it. Words alone never say what stands in the text as something that only
    looks like it. A text of which more is known in another language of the families is weighed by that language's words.

    ``in_answer`` is whether school had written before: an answer bears the subject of what it answers, which says nothing of
    its own, and needs more than words alone have to weigh otherwise.
    """
    subject = "" if in_answer else subject
    enough = IN_ANSWER if in_answer else 0.0
    stated = _by_rules(text, subject)
    known = weights or _words_of(text)
    if FACT in known.columns:
        return tuple(_told_abroad(text, subject, stated, known, enough=enough))
    return tuple(_told(text, subject, stated, known, enough=enough))


def _words_of(text: str) -> Weights:
    """The words by which a text is weighed: the English ones, if those of no other language are known better."""
    english = shipped()
    share = english.share(text)
    return english if share >= SURELY_ENGLISH or share >= shipped_abroad().share(text) else shipped_abroad()


def _told(text: str, subject: str, stated: _Stated, known: Weights, *, enough: float) -> Iterator[Finding]:
    """The facts that an English text tells, each weighed for itself."""
    turn = Turn("parent", "", text)
    weighed, by_text = known.weigh((Turn("parent", "", subject), turn)), known.weigh((turn,))
    near = _NEAR_MISSES.find(read(text))
    for code in REASONS:
        if code in stated:
            if not by_text.is_known or weighed.beside(code) + STATED >= 0:
                yield Finding(code, REASONS[code], stated[code])
        elif code not in near and weighed.margin(code) >= enough:
            evidence = _in_text(weighed.evidence(code))
            if len(evidence) >= LEAST_SHOWN:
                yield Finding(code, REASONS[code], evidence)


def _told_abroad(text: str, subject: str, stated: _Stated, known: Weights, *, enough: float) -> Iterator[Finding]:
    """Whether a text in another language tells any fact, and then which: of each there are fewer messages to learn from."""
    weighed = known.weigh((Turn("parent", "", subject), Turn("parent", "", text)))
    told = set(stated)
    if known.share(text) >= LEAST_KNOWN_ABROAD:
        if weighed.beside(FACT) + (STATED_ABROAD if stated else 0) < enough:
            return
        told |= {code for code in REASONS if weighed.total(code) >= 0}
        told = told or {max(REASONS, key=weighed.total)}
    for code in REASONS:
        if code in told:
            yield Finding(code, REASONS[code], stated.get(code) or _in_text(weighed.evidence(code, FACT, least=1)))


def _by_rules(text: str, subject: str) -> _Stated:
    wording, title = read(text), read(subject)
    said, titled = _BOOK.find(wording), _BOOK.find(title)
    if len(wording.words) + len(title.words) > SHORT and "when" not in said and "when" not in titled:
        return {}
    stated: _Stated = {}
    for code in REASONS:
        if code in said or code in titled:
            stated[code] = tuple(Evidence(0, *wording.characters(*span)) for span in said.get(code, ())[:3])
    return stated


def _in_text(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The places of the text, which is weighed after its subject."""
    return tuple(Evidence(0, one.start, one.end) for one in evidence if one.message == 1)
