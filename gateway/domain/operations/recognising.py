"""Operations: what the office must have today, which is an absence, a late arrival, a change of collection, or medicine."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.domain.messages import Evidence, Finding
from gateway.domain.operations.words import LISTS, NOT, REASONS, SAID, SHORT, WHEN
from gateway.domain.phrases import Book
from gateway.domain.wording import Span, read

_BOOK = Book(SAID | {f"not {code}": phrases for code, phrases in NOT.items()} | {"when": WHEN}, lists=LISTS)


def recognise(text: str, *, subject: str = "") -> tuple[Finding, ...]:
    """The practical facts in one message, each with the words of ``text`` that state it; in the order of ``REASONS``.

    A subject speaks like the first line: what it states has no evidence in the text, and what it dates is dated.
    """
    wording, title = read(text), read(subject)
    said, titled = _BOOK.find(wording), _BOOK.find(title)
    if len(wording.words) + len(title.words) > SHORT and "when" not in said and "when" not in titled:
        return ()
    found = []
    for code in REASONS:
        places = _standing(said.get(code, ()), said.get(f"not {code}", ()))
        if places or _standing(titled.get(code, ()), titled.get(f"not {code}", ())):
            evidence = tuple(Evidence(0, *wording.characters(*span)) for span in places[:3])
            found.append(Finding(code, REASONS[code], evidence))
    return tuple(found)


def _standing(places: Sequence[Span], exceptions: Sequence[Span]) -> list[Span]:
    """The places that no exception touches."""
    return [one for one in places if not any(start < one[1] and one[0] < end for start, end in exceptions)]
