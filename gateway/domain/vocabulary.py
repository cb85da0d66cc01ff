"""What of a conversation can be weighed: words, pairs of words, kinds of words, and the shape of the thread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from gateway.domain.messages import Turn
from gateway.domain.word_kinds import PAIRS_BEGIN, kinds_of
from gateway.domain.wording import Span, Wording, read

Place = tuple[int, Span]
"""A message, and a place in its plain reading."""
Terms = Mapping[str, tuple[Place, ...]]
"""What was found, each term with its places; what is no word has none."""

SCHOOL = "school: "
LAST = "last: "

_ENDINGS = ("ings", "ing", "edly", "ed", "ies", "es", "s", "ly", "er")
_LEFT = 3
_LENGTHS = (10, 20, 40, 80, 160)
_ROUNDS = (1, 2, 3)
_QUESTIONS = (1, 2, 4)


class Everything:
    """Holds every term: for learning, where it is not known yet which of them matter."""

    def __contains__(self, term: object) -> bool:
        return True


Known = frozenset[str] | Everything


def in_conversation(turns: Sequence[Turn], known: Known) -> Terms:
    """The terms of a conversation: ``school:`` is what staff wrote, ``last:`` an answer that came last, ``#`` the shape.

    Empty where nobody wrote a word.
    """
    if not any(read(turn.text).words for turn in turns):
        return {}
    found: dict[str, tuple[Place, ...]] = dict.fromkeys(_shape(turns), ())
    for index, turn in enumerate(turns):
        whose = SCHOOL if turn.by == "staff" else ""
        is_last = not whose and 0 < index == len(turns) - 1
        for term, span in in_text(read(turn.text), known).items():
            place = (index, span)
            found[whose + term] = (*found.get(whose + term, ()), place)
            if is_last:
                found[LAST + term] = (place,)
    return found


def in_message(wordings: Sequence[Wording], known: Known) -> Terms:
    """The terms of one message, such as its text and its subject; nothing of its shape."""
    found: dict[str, tuple[Place, ...]] = {}
    for index, wording in enumerate(wordings):
        for term, span in in_text(wording, known).items():
            found[term] = (*found.get(term, ()), (index, span))
    return found


def in_text(wording: Wording, known: Known) -> Mapping[str, Span]:
    """The terms of one text that are known, each with its first place in ``wording.plain``."""
    return _in_words(wording.words, known)


@lru_cache(maxsize=64)
def _in_words(words: tuple[str, ...], known: Known) -> Mapping[str, Span]:
    """Words, two in a row, and their kinds; none goes over the end of a sentence. Kept for the newest texts."""
    found: dict[str, Span] = {}
    start = began = 0
    before = raw = ""
    for word in words:
        end = start + len(word)
        if word == ".":
            before = raw = ""
        else:
            stem, kinds = _reading(word)
            for term in (stem, *kinds):
                if term in known and term not in found:
                    found[term] = (start, end)
            if before:
                pair = f"{before} {stem}"
                if pair in known and pair not in found:
                    found[pair] = (began, end)
                if raw in PAIRS_BEGIN:
                    for term in _named(f"{raw} {word}"):
                        if term in known and term not in found:
                            found[term] = (began, end)
            before, raw = stem, word
        began, start = start, end + 1
    return found


@lru_cache(maxsize=4_096)
def _reading(word: str) -> tuple[str, tuple[str, ...]]:
    """A word without its ending, and its kinds: ``ring`` and ``rings`` are one, ``crying`` and ``cried`` stay two."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEFT:
            return word[: -len(ending)], _named(word)
    return word, _named(word)


def _named(words: str) -> tuple[str, ...]:
    return tuple(f"<{kind}>" for kind in kinds_of(words))


def _shape(turns: Sequence[Turn]) -> Iterator[str]:
    family = [turn for turn in turns if turn.by != "staff"]
    words = sum(len(read(turn.text).words) for turn in family)
    rounds = sum(turns[place].by != "staff" and turns[place - 1].by == "staff" for place in range(1, len(turns)))
    questions = sum(turn.text.count("?") for turn in family)
    for name, steps, value in (
        ("words", _LENGTHS, words),
        ("rounds", _ROUNDS, rounds),
        ("questions", _QUESTIONS, questions),
    ):
        yield from (f"#{name} {step}" for step in steps if value >= step)
    if turns and turns[-1].by == "staff":
        yield "#school wrote last"
    if not family:
        yield "#only school wrote"
