"""Seeing in the words of a message that a deadline may have begun: a suggestion with its evidence, for a person to decide."""

from __future__ import annotations

from gateway.domain.deadlines.words import LISTS, NOT, REASONS, SAID
from gateway.domain.messages import Evidence, Finding
from gateway.domain.phrases import Book
from gateway.domain.wording import read

MOST_EVIDENCE = 3
_BOOK = Book(SAID | {f"not {kind}": phrases for kind, phrases in NOT.items()}, lists=LISTS)


def recognise(text: str, *, subject: str = "") -> tuple[Finding, ...]:
    """What deadlines one message may have begun, each with the words of ``text`` that show it, in the order of ``KINDS``.

    A subject speaks too, and has no evidence in the text. Recall goes first: a person puts away in a tap what is none.
    """
    wording, title = read(text), read(subject)
    said, titled = _BOOK.find(wording), _BOOK.find(title)
    found = []
    for kind, reason in REASONS.items():
        against = said.get(f"not {kind}", ())
        places = [
            one for one in said.get(kind, ()) if not any(start < one[1] and one[0] < end for start, end in against)
        ]
        if places or (titled.get(kind) and not titled.get(f"not {kind}")):
            evidence = tuple(Evidence(0, *wording.characters(*one)) for one in places[:MOST_EVIDENCE])
            found.append(Finding(kind, reason, evidence))
    return tuple(found)
