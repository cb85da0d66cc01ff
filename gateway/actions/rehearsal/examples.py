"""One example for each reason to talk: short, and changed so that nobody in it can be known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gateway.actions.rehearsal.figures import Piece
from gateway.domain.identity import Directory

LONGEST = 170
"""Characters of an example; a longer sentence is cut beside the words that mattered."""
SHORTEST, FAIR = 45, 110
"""Between these lengths one example is as good as another."""
PRIVATE = frozenset({"confidential"})
"""Reasons of which only the words that mattered are shown, without what stands around them."""
MOST_WORDS = 60_000

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+")
_POSTCODE = re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}\b")
_FIGURES = re.compile(r"\+?\d(?:[\d\s()./:\-]*\d)?")
_ENDS = re.compile(r"[.!?…]+[)\"'”’]*(?=\s|$)|\n+")
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thurs Fri Sat Sun"
_MONTHS = "January February March April May June July August September October November December"
_TITLES = "Mr Mrs Ms Miss Mx Dr Sir Madam Mum Dad Mummy Daddy Nan Nana Gran Granny Grandma Grandad Grandpa Auntie Uncle"
_SCHOOL = (
    "Year Reception Nursery SEND SENCO SEN EHCP PE RE PSHE SATs Maths English Science GP NHS CAMHS OK Christmas Easter"
)
_FIRST = (
    "I I'm I've I'll I'd I’m I’ve I’ll I’d He She They We You It My Our Your His Her Their The A An This That These Those There "
    "Is Are Was Were Am Do Does Did Has Have Had Can Could Would Should Will Shall May Might Must Please Thank Thanks Sorry "
    "Hi Hello Dear And But So Or If When While Why What Where Who How As At In On For From With To Of Not No Yes Now Again "
    "Still Last Next Every Each All Some After Before Since Because Although Then Just Also Only Even One Two Three Once "
    "Today Tomorrow Yesterday Tonight Frankly Honestly Ring Call Phone Email Let Tell Give Make Come See Speak Meet "
    "Unfortunately Nobody Someone Everyone Nothing Something Anything Whenever However Until During Maybe Perhaps Really"
)
_KNOWN = frozenset(f"{_DAYS} {_MONTHS} {_TITLES} {_SCHOOL} {_FIRST}".split())
_BOTH = (
    "will may grace rose summer hope faith joy mark art bill pat rob sky lily daisy ivy amber ruby jade iris star dawn eve "
    "june april august ray drew chase hunter mason page reed wren robin olive willow poppy violet heather hazel holly fern "
    "grant frank max dean guy gene sue carol norm rich penny ginger pearl gay glen dale miles neil art wade rusty sandy"
)
_ALSO_WORDS = frozenset(_BOTH.split())


class Examples:
    """Hears every text, is offered what was flagged, and chooses at the end, when it knows which words are names.

    A word is taken for a name when somebody of the school bears it, or when it begins with a capital and the whole mailbox
    never writes it without one; so a name that no list holds is changed too.
    """

    def __init__(self, people: Directory) -> None:
        roster = people.roster
        self._children = _names(name for one in roster.pupils for name in (one.first_name, one.preferred_name))
        first = [*(one.first_name for one in roster.contacts), *(one.first_name for one in roster.staff)]
        last = [*(one.last_name for one in roster.contacts), *(one.last_name for one in roster.staff)]
        self._first_names = _names(first)
        self._last_names = _names((*last, *(one.last_name for one in roster.pupils)))
        self._last_names |= _names(one.name.removesuffix(" Class") for one in roster.classes)
        self._words: set[str] = set()
        self._offers: dict[str, tuple[str, list[tuple[int, int]]]] = {}

    def hear(self, text: str) -> None:
        """Note the words that a text writes without a capital."""
        if len(self._words) < MOST_WORDS:
            self._words.update(word for word in _WORD.findall(text) if word[0].islower())

    def offer(self, code: str, text: str, spans: Sequence[tuple[int, int]]) -> None:
        """Consider a message that was flagged: the one that speaks best for itself is kept."""
        inside = [(start, end) for start, end in spans if 0 <= start < end <= len(text)]
        if not inside:
            return
        excerpt, marks = _private(text, inside) if code in PRIVATE else _excerpt(text, inside)
        held = self._offers.get(code)
        if held is None or _strain(excerpt, marks) < _strain(*held):
            self._offers[code] = excerpt, marks

    def chosen(self, code: str) -> tuple[Piece, ...]:
        """The example of a reason, changed, or nothing."""
        if code not in self._offers:
            return ()
        text, marks = self._offers[code]
        pieces: list[Piece] = []
        here = 0
        for start, end in marks:
            pieces.append(Piece(self._changed(text, here, start), is_evidence=False))
            pieces.append(Piece(self._changed(text, start, end), is_evidence=True))
            here = end
        pieces.append(Piece(self._changed(text, here, len(text)), is_evidence=False))
        return tuple(one for one in pieces if one.text)

    def _changed(self, text: str, start: int, end: int) -> str:
        piece = _ADDRESS.sub("[address]", text[start:end])
        piece = _POSTCODE.sub("[address]", piece)
        piece = _WORD.sub(self._instead, piece)
        piece = _FIGURES.sub(lambda found: found[0] if len(found[0]) < 3 else "[number]", piece)
        return re.sub(r"(\[name\]|\[child\])(?:[ \-]\[name\])+", r"\1", piece)

    def _instead(self, found: re.Match[str]) -> str:
        word, plain = found[0], re.sub(r"['’]s?$", "", found[0])
        owner = word[len(plain) :]
        lower = plain.casefold()
        if lower in ("name", "child", "address") and found.string[found.start() - 1 : found.start()] == "[":
            return word
        has_capital = word[0].isupper()
        is_a_name = has_capital or lower not in _ALSO_WORDS
        if lower in self._children and is_a_name:
            return f"[child]{owner}"
        if (lower in self._first_names and is_a_name) or (lower in self._last_names and has_capital):
            return f"[name]{owner}"
        if has_capital and word not in _KNOWN and plain not in _KNOWN and lower not in self._words:
            return f"[name]{owner}"
        return word


def _names(names: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for name in names:
        found.update(word.casefold() for word in _WORD.findall(name) if len(word) > 1)
    return found


def _strain(excerpt: str, marks: Sequence[tuple[int, int]]) -> int:
    """How far an excerpt is from a good example: of a fair length, with several words that mattered, and few names to hide."""
    length = max(SHORTEST - len(excerpt), 0) + max(len(excerpt) - FAIR, 0)
    names = sum(1 for word in _WORD.findall(excerpt)[1:] if word[0].isupper() and word not in _KNOWN)
    return length + 10 * names - 20 * min(len(marks), 3)


def _private(text: str, spans: list[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """Only the words that mattered, with dots for everything else."""
    said, marks = "… ", []
    for start, end in _apart(spans)[:3]:
        words = " ".join(text[start:end].split())[:LONGEST]
        marks.append((len(said), len(said) + len(words)))
        said += f"{words} … "
    return said.rstrip(), marks


def _excerpt(text: str, spans: list[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """The sentence with most of the words that mattered."""
    first, last = max(sorted(spans), key=lambda one: _company(text, one, spans))
    begins = max((found.end() for found in _ENDS.finditer(text, 0, first)), default=0)
    ends = next((found.end() for found in _ENDS.finditer(text, last)), len(text))
    before = after = ""
    if ends - begins > LONGEST:
        spare = max(LONGEST - (last - first), 0) // 2
        if begins < first - spare:
            begins, before = _next_word(text, first - spare, first), "… "
        if ends > last + spare:
            ends, after = _last_word(text, last, last + spare), " …"
    while begins < first and text[begins].isspace():
        begins += 1
    while ends > last and text[ends - 1].isspace():
        ends -= 1
    marks = _apart((start, end) for start, end in spans if begins <= start and end <= ends)
    shift = len(before) - begins
    said = re.sub(r"\s", " ", text[begins:ends])
    return f"{before}{said}{after}", [(start + shift, end + shift) for start, end in marks]


def _company(text: str, span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> int:
    """How many of the words that mattered stand in one sentence with these, so that the sentence which says most is quoted."""
    begins = max((found.end() for found in _ENDS.finditer(text, 0, span[0])), default=0)
    ends = next((found.end() for found in _ENDS.finditer(text, span[1])), len(text))
    return sum(1 for start, end in spans if begins <= start and end <= ends)


def _next_word(text: str, start: int, limit: int) -> int:
    found = re.compile(r"\s+").search(text, start, limit)
    return found.end() if found else limit


def _last_word(text: str, limit: int, end: int) -> int:
    place = max(text.rfind(blank, limit, end) for blank in " \n")
    return place if place >= 0 else limit


def _apart(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
