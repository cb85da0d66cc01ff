"""The order in which a conversation is screened: what is said, what takes it back, what was solved, and what words weigh."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from gateway.domain.messages import Evidence, Finding, Turn
from gateway.domain.phrases import Book
from gateway.domain.risk.cues import STATEMENTS
from gateway.domain.risk.frames import OTHER_TALK, SOLVED
from gateway.domain.risk.lists import LISTS
from gateway.domain.risk.pairs import PAIRS, Pair
from gateway.domain.risk.signs import LISTS as SIGN_LISTS
from gateway.domain.risk.signs import NOT_SIGNS, SIGNS
from gateway.domain.weighing import RISK, Weighed, Weights, shipped
from gateway.domain.wording import Found, Span, Wording, read

_MOST_EVIDENCE = 5
_BREATH = 350
"""Characters between signs that belong together: some lines of a message."""

_BOOK = Book(
    {f"said {cue.name}": cue.phrases for cue in STATEMENTS}
    | {f"sign {name}": phrases for name, phrases in SIGNS.items()},
    but_not={f"said {cue.name}": cue.but_not for cue in STATEMENTS}
    | {f"sign {name}": phrases for name, phrases in NOT_SIGNS.items()},
    lists=LISTS | SIGN_LISTS,
)
_OTHER_TALK = Book({"other talk": OTHER_TALK}, lists=LISTS)
_SOLVED = Book({"solved": SOLVED}, lists=LISTS)
_PERSONAL = frozenset({"behaviour", "child_says", "hedge"})
"""Talk of books and lessons takes nothing back where a child is quoted, behaves strangely, or somebody doubts."""

WEIGHED = {
    "safeguarding": "Is worded like a worry about a child's safety.",
    "threat": "Is worded like a threat.",
    "missing_child": "Is worded like the search for a child.",
    "online_bullying": "Is worded like cruelty on the net.",
}
"""What a person is told where no rule speaks and the words weigh enough. An allegation is never a guess: it is told to
fewer people than a worry is, so where the words weigh most for one it is said as a worry about a child."""

_ALLEGATION = "allegation_staff"

IN_A_NAME = "It stands in the name of a file."
"""Said beside a reason whose words, or some of them, are the name of a file: no mark in the text can show them."""
_ENDING = re.compile(r"\.\w{1,5}$")
_JOINTS = re.compile(r"[_.()+~\[\]-]+|(?<=[a-z])(?=[A-Z])|(?<=[^\W\d])(?=\d)")

Heard = dict[str, list[Evidence]]


def screen(turns: Sequence[Turn], *, weights: Weights | None = None) -> tuple[Finding, ...]:
    """What must reach a person at once: what the rules hear, or where they hear nothing, what the words weigh most.

    Empty where nothing was heard, which is no all-clear.
    """
    return _by_rules(turns) or _by_weight((weights or shipped()).weigh(turns))


def screen_weighed(weighed: Weighed) -> tuple[Finding, ...]:
    """The same for a conversation that has been weighed already."""
    return _by_rules(weighed.turns) or _by_weight(weighed)


def _by_weight(weighed: Weighed) -> tuple[Finding, ...]:
    """One worry with the phrases that weighed most, and never one more beside a rule's: a guess must widen no circle."""
    if weighed.margin(RISK) < 0:
        return ()
    nearest = max((*WEIGHED, _ALLEGATION), key=weighed.margin)
    if weighed.margin(nearest) < 0:
        return ()
    evidence = weighed.evidence(nearest, RISK)
    code = nearest if nearest in WEIGHED else "safeguarding"
    return (Finding(code, WEIGHED[code], evidence),) if evidence else ()


def _by_rules(turns: Sequence[Turn]) -> tuple[Finding, ...]:
    """What the rules hear, in the order of the cues; the names of files are read after all that was written."""
    names = [replace(turn, text=_words_of(name)) for turn in turns for name in turn.attachments]
    wordings = [read(turn.text) for turn in (*turns, *names)]
    heard = [_hear(wording) for wording in wordings]
    statements = _gathered([said for said, _ in heard])
    findings = [
        Finding(cue.code, cue.reason, _first(statements[cue.name])) for cue in STATEMENTS if cue.name in statements
    ]
    signs = [{} if turn.by == "staff" else of_turn for turn, (_, of_turn) in zip((*turns, *names), heard, strict=True)]
    findings += _pairs(signs, {one.code for one in findings})
    open_still = [one for one in findings if not _is_solved(one, wordings)]
    return tuple(_in_characters(one, wordings[: len(turns)]) for one in _without_repeats(open_still))


def _words_of(name: str) -> str:
    """What the name of a file says, without its ending: ``dad_hit-Zofia2.jpg`` says "dad hit Zofia 2"."""
    return _JOINTS.sub(" ", _ENDING.sub("", name)).strip()


def _hear(wording: Wording) -> tuple[Found, Found]:
    """The statements and signs that stand in one text; kept with the text."""
    said = wording.found.get(id(STATEMENTS))
    signs = wording.found.get(id(SIGNS))
    if said is None or signs is None:
        heard = _BOOK.find(wording)
        signs = wording.found[id(SIGNS)] = _of_kind(heard, "sign ")
        said = _of_kind(heard, "said ")
        if said and _PERSONAL.isdisjoint(signs) and (talk := _OTHER_TALK.find(wording)):
            said = _outside(said, talk["other talk"], wording.plain)
        wording.found[id(STATEMENTS)] = said
    return said, signs


def _without_repeats(findings: Sequence[Finding]) -> Iterable[Finding]:
    """The findings that add words: a second rule of the same code that heard only the same words says nothing new."""
    told: dict[str, list[Evidence]] = {}
    for finding in findings:
        before = told.setdefault(finding.code, [])
        if not all(any(_overlap(one, other) for other in before) for one in finding.evidence):
            before.extend(finding.evidence)
            yield finding


def _in_characters(finding: Finding, wordings: Sequence[Wording]) -> Finding:
    """The same finding with its places in the texts, and in words where it stands in the name of a file.

    Until here they are places in the plain readings.
    """
    in_text = [one for one in finding.evidence if one.message < len(wordings)]
    reason = finding.reason if len(in_text) == len(finding.evidence) else f"{finding.reason} {IN_A_NAME}"
    places = (Evidence(one.message, *wordings[one.message].characters(one.start, one.end)) for one in in_text)
    return Finding(finding.code, reason, tuple(places))


def _pairs(signs: Sequence[Found], told: set[str]) -> Iterable[Finding]:
    """The pairs of which a sign of every group is heard, of codes that are not told already."""
    names = set().union(*signs)
    heard: Heard = {}
    for pair in PAIRS:
        if any(map(names.isdisjoint, pair.groups)) or pair.code in told or (told and pair.last_resort):
            continue
        heard = heard or _gathered(signs)
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


def _is_solved(finding: Finding, wordings: Sequence[Wording]) -> bool:
    """Whether a child who was missed has been found, in words written after."""
    if finding.code != "missing_child":
        return False
    last = max(one.message for one in finding.evidence)
    return any(_SOLVED.find(wording) for wording in wordings[last + 1 :])


def _gathered(heard: Sequence[Found]) -> Heard:
    """Where each name was heard, in the order of the messages."""
    places: Heard = {}
    for index, found in enumerate(heard):
        for name, spans in found.items():
            places.setdefault(name, []).extend([Evidence(index, start, end) for start, end in spans])
    return places


def _of_kind(heard: Found, kind: str) -> Found:
    """What was heard of one kind, by its name."""
    return {rule[len(kind) :]: places for rule, places in heard.items() if rule.startswith(kind)}


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
