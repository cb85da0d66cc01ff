"""What of a conversation can be weighed: words, pairs of words, kinds of words, and the shape of the thread."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from gateway.domain.weighing.kinds import PAIRS, PAIRS_BEGIN, kinds_of
from gateway.domain.wording import Span, Wording, read

Said = tuple[str, str]
"""Who wrote, ``staff`` or somebody else, and the text."""

SCHOOL = "school: "
LAST = "last: "

_ENDINGS = ("ings", "ing", "edly", "ed", "ies", "es", "s", "ly", "er")
_LEFT = 3
_MOST_WORDS = 4_096
_STEPS = {"#words": (10, 20, 40, 80, 160), "#rounds": (1, 2, 3), "#questions": (1, 2, 4)}
_SHAPES = {name: tuple([(step, f"{name} {step}") for step in steps]) for name, steps in _STEPS.items()}


def bare(term: str) -> str:
    """A term without whose it is and where it stood."""
    return term.removeprefix(SCHOOL).removeprefix(LAST)


def in_conversation(texts: Sequence[Said], terms: Sequence[Collection[str]]) -> set[str]:
    """The terms of a conversation, given those of each of its texts.

    ``school:`` stands before what staff wrote, ``last:`` before what the family wrote last, after school had answered, and
    ``#`` before the shape of the thread.
    """
    found = set(_shape(texts))
    for (by, _), here in zip(texts, terms, strict=True):
        found.update([SCHOOL + term for term in here] if by == "staff" else here)
    if len(texts) > 1 and texts[-1][0] != "staff" and any(by == "staff" for by, _ in texts):
        found.update([LAST + term for term in terms[-1]])
    return found


class Known:
    """The terms that matter, without whose they are; ``None`` for every term, where it is not known yet which matter."""

    def __init__(self, terms: Iterable[str] | None) -> None:
        self.terms = None if terms is None else frozenset(map(bare, terms))
        self._begins = frozenset(term.split()[0] for term in self.terms or () if " " in term)
        self._kinds = _Kinds(self.terms)

    def among(self, words: Sequence[str]) -> frozenset[str]:
        """The words, two in a row and their kinds that are known; none goes over the end of a sentence."""
        stems = list(map(_STEMS.__getitem__, words))
        named = [f"{one} {two}" for one, two in pairwise(words) if one in PAIRS_BEGIN]
        kinds = set().union(*map(self._kinds.__getitem__, {*words, *PAIRS.intersection(named)}))
        if self.terms is None:
            pairs = {f"{one} {two}" for one, two in pairwise(stems) if "." not in (one, two)}
            return frozenset({*stems, *pairs, *kinds} - {"."})
        begins = self._begins
        pairs = {f"{one} {two}" for one, two in pairwise(stems) if one in begins}
        return self.terms.intersection(stems).union(self.terms & pairs, kinds)

    def of(self, wording: Wording) -> frozenset[str]:
        """The terms of one text that are known."""
        return self.among(wording.words)

    def share(self, wording: Wording) -> float:
        """Which share of the words are known, 0 to 1; numbers are words of every language and are not counted."""
        known = [bool(self.among((word,))) for word in wording.words if word != "." and not word[0].isdecimal()]
        return sum(known) / len(known) if known else 0.0

    @staticmethod
    def place_of(term: str, wording: Wording) -> Span | None:
        """The first place of a term in ``wording.plain``."""
        known = Known([term])
        words, start = wording.words, 0
        for place, word in enumerate(words):
            if known.among((word,)):
                return start, start + len(word)
            if known.among(words[place : place + 2]) and not known.among(words[place + 1 : place + 2]):
                return start, start + len(word) + 1 + len(words[place + 1])
            start += len(word) + 1
        return None


class _Stems(dict[str, str]):
    """Words without their endings: ``ring`` and ``rings`` are one, ``crying`` and ``cried`` stay two."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_WORDS:
            self.clear()
        stem = word
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= _LEFT:
                stem = word[: -len(ending)]
                break
        self[word] = stem
        return stem


_STEMS = _Stems()


class _Kinds(dict[str, tuple[str, ...]]):
    """Words, or two in a row, with those of their kinds that matter."""

    def __init__(self, terms: Collection[str] | None) -> None:
        super().__init__()
        self._terms = terms

    def __missing__(self, words: str) -> tuple[str, ...]:
        if len(self) >= _MOST_WORDS:
            self.clear()
        kinds = tuple(f"<{kind}>" for kind in kinds_of(words))
        self[words] = kinds if self._terms is None else tuple(one for one in kinds if one in self._terms)
        return self[words]


def _shape(texts: Sequence[Said]) -> Iterator[str]:
    family = [text for by, text in texts if by != "staff"]
    words = sum([len(read(text).words) for text in family])
    rounds = sum(texts[place][0] != "staff" and texts[place - 1][0] == "staff" for place in range(1, len(texts)))
    questions = sum([text.count("?") for text in family])
    for name, value in (("#words", words), ("#rounds", rounds), ("#questions", questions)):
        for step, term in _SHAPES[name]:
            if value < step:
                break
            yield term
    if texts and texts[-1][0] == "staff":
        yield "#school wrote last"
    if texts and not family:
        yield "#only school wrote"
