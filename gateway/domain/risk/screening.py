"""The order in which a conversation is screened: what is said, what takes it back, and what was solved since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from gateway.domain.messages import Evidence, Finding, Turn
from gateway.domain.phrases import Book
from gateway.domain.risk.cues import STATEMENTS
from gateway.domain.risk.frames import OTHER_TALK, SOLVED
from gateway.domain.risk.lists import LISTS
from gateway.domain.risk.pairs import PAIRS, Pair
from gateway.domain.risk.signs import LISTS as SIGN_LISTS
from gateway.domain.risk.signs import NOT_SIGNS, SIGNS
from gateway.domain.wording import Found, Span, Wording, read

_MOST_EVIDENCE = 5
_BREATH = 350
"""Characters between signs that belong together: some lines of a message."""

_BOOK = Book(
    {f"said {cue.name}": cue.phrases for cue in STATEMENTS}
    | {f"taken back {cue.name}": cue.but_not for cue in STATEMENTS}
    | {f"sign {name}": phrases for name, phrases in SIGNS.items()}
    | {f"no sign {name}": phrases for name, phrases in NOT_SIGNS.items()}
    | {"other talk": OTHER_TALK, "solved": SOLVED},
    lists=LISTS | SIGN_LISTS,
)
_PERSONAL = frozenset({"behaviour", "child_says", "hedge"})
"""Talk of books and lessons takes nothing back where a child is quoted, behaves strangely, or somebody doubts."""

Heard = dict[str, list[Evidence]]


def screen(turns: Sequence[Turn]) -> tuple[Finding, ...]:
    """What must reach a person at once, in the order of the cues; empty where nothing was heard, which is no all-clear."""
    statements: Heard = {}
    signs: Heard = {}
    solved_at = -1
    wordings = [read(turn.text) for turn in turns]
    for index, turn in enumerate(turns):
        said, of_turn, solved = _hear(wordings[index])
        if solved:
            solved_at = index
        if turn.by != "staff":
            _gather(signs, of_turn, index)
        _gather(statements, said, index)
    findings = [
        Finding(cue.code, cue.reason, _first(statements[cue.name])) for cue in STATEMENTS if cue.name in statements
    ]
    known = {one.code for one in findings}
    findings += _pairs(signs, known)
    open_still = [one for one in findings if not _is_solved(one, solved_at)]
    return tuple(_in_characters(one, wordings) for one in _without_repeats(open_still))


def _hear(wording: Wording) -> tuple[Found, Found, bool]:
    """The statements and signs that stand in one text, and whether it ends a search; kept with the text."""
    said = wording.found.get(id(STATEMENTS))
    signs = wording.found.get(id(SIGNS))
    heard = _BOOK.find(wording)
    if said is None or signs is None:
        signs = wording.found[id(SIGNS)] = _standing(heard, "sign ", but="no sign ")
        said = _standing(heard, "said ", but="taken back ")
        if "other talk" in heard and _PERSONAL.isdisjoint(signs):
            said = _outside(said, heard["other talk"], wording.plain)
        wording.found[id(STATEMENTS)] = said
    return said, signs, "solved" in heard


def _without_repeats(findings: Sequence[Finding]) -> Iterable[Finding]:
    """The findings that add words: a second rule of the same code that heard only the same words says nothing new."""
    told: dict[str, list[Evidence]] = {}
    for finding in findings:
        before = told.setdefault(finding.code, [])
        if not all(any(_overlap(one, other) for other in before) for one in finding.evidence):
            before.extend(finding.evidence)
            yield finding


def _in_characters(finding: Finding, wordings: Sequence[Wording]) -> Finding:
    """The same finding with its places in the texts; until here they are places in the plain readings."""
    places = (Evidence(one.message, *wordings[one.message].characters(one.start, one.end)) for one in finding.evidence)
    return Finding(finding.code, finding.reason, tuple(places))


def _pairs(heard: Heard, known: set[str]) -> Iterable[Finding]:
    told = set(known)
    for pair in PAIRS:
        if pair.code in told or (told and pair.last_resort) or any(map(heard.keys().isdisjoint, pair.groups)):
            continue
        places = _together(pair, heard)
        if places:
            told.add(pair.code)
            yield Finding(pair.code, pair.reason, _first(places))


def _together(pair: Pair, heard: Heard) -> list[Evidence]:
    """One place of every group of a pair, near each other; nothing where a group was not heard near the first."""
    groups = [sorted({one for name in group for one in heard.get(name, ())}, key=_place) for group in pair.groups]
    for anchor in groups[0]:
        places = [anchor]
        for group in groups[1:]:
            near = next(
                (one for one in group if _is_near(anchor, one) and not any(_overlap(one, seen) for seen in places)),
                None,
            )
            if near is None:
                break
            places.append(near)
        else:
            return sorted(places, key=_place)
    return []


def _place(one: Evidence) -> tuple[int, int]:
    return one.message, one.start


def _is_near(one: Evidence, other: Evidence) -> bool:
    """Whether two places are in one breath: some lines apart in a message, or in messages that follow each other."""
    return (
        abs(one.start - other.start) < _BREATH
        if one.message == other.message
        else abs(one.message - other.message) <= 2
    )


def _overlap(one: Evidence, other: Evidence) -> bool:
    return one.message == other.message and one.start < other.end and other.start < one.end


def _is_solved(finding: Finding, solved_at: int) -> bool:
    return finding.code == "missing_child" and all(one.message < solved_at for one in finding.evidence)


def _gather(into: Heard, places: Mapping[str, Sequence[Span]], index: int) -> None:
    for name, spans in places.items():
        into.setdefault(name, []).extend(Evidence(index, start, end) for start, end in spans)


def _standing(heard: Found, kind: str, *, but: str) -> Found:
    """What was heard of one kind, by its name, without the places that its exceptions touch."""
    left: dict[str, tuple[Span, ...]] = {}
    for rule, places in heard.items():
        if rule.startswith(kind):
            name = rule[len(kind) :]
            exceptions = heard.get(but + name, ())
            kept = tuple(one for one in places if not _touched(one, exceptions))
            if kept:
                left[name] = kept
    return left


def _outside(heard: Mapping[str, Sequence[Span]], talk: Sequence[Span], plain: str) -> Found:
    """What was heard, without the sentences that talk of books, lessons or news: the next sentence may be a child's own."""
    ended = f"{plain} . "
    sentences = [(plain.rfind(" . ", 0, start), ended.index(" . ", end)) for start, end in talk]
    left: dict[str, tuple[Span, ...]] = {}
    for name, places in heard.items():
        kept = tuple(one for one in places if not _touched(one, sentences))
        if kept:
            left[name] = kept
    return left


def _touched(place: Span, exceptions: Sequence[Span]) -> bool:
    return any(start < place[1] and place[0] < end for start, end in exceptions)


def _first(places: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(places)[:_MOST_EVIDENCE]
