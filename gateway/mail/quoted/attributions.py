"""Which lines say who wrote the history under them, and when, in whatever language a mail client says it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# "wrote", as mail clients say it. An attribution with an address, a date and a time needs none of these.
_VERBS = (
    "wrote|writes|schrieb|schrieben|schreef|geschreven|a écrit|écrit|escribió|escribio|escribiu|ha escrit|va escriure"
    "|ha scritto|scritto|scrisse|escreveu|a scris|scris|skrev|skrifaði|kirjoitti|kirjutas|napisał|napisał\\(a\\)"
    "|napisala"
    "|napisal|napsal|napsal\\(a\\)|napísal|napísal\\(a\\)|napisao|napisala|napisao/la|piše|пише|пишет|писал|писала"
    "|писав"
    "|написал|написала|написал\\(а\\)|написал/а|написав|написала|написав\\(ла\\)|написа|напиша|напісаў|írta|yazdı"
    "|yazmış|έγραψε"
    "|έγραψαν|rakstīja|rašė|parašė|shkroi|idatzi du|đã viết|menulis|nagsulat|كتب|كتبت|نوشت|نوشته|لکھا|لکھتے|כתב|כתבה"
    "|כתב/ה"
    "|ने लिखा|लिखा|লিখেছেন|লিখেছে|எழுதினார்|เขียน|เขียนว่า|写道|寫道|写|のメール|のメッセージ|書きました|님이 작성"
    "|작성|작성함|님이 씀"
)
_VERB = re.compile(f"(?:^|(?<![^\\W_]))(?:{_VERBS})(?![^\\W_])", re.I)
_VERB_AT_END = re.compile(f"(?:{_VERBS})$", re.I)
_TIME = re.compile(r"(?<!\d)\d{1,2}[:.٫hH]\d{2}(?!\d)|\d{1,2}\s?(?:[ap]\.?m\b|時|时|点|시)", re.I)
_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}|\d{4}[./-]\s?\d{1,2}[./-]\s?\d{1,2}|[12]\d{3}"
    r"|[٠-٩۰-۹০-৯०-९]{4})(?!\d)|\d\s?[年년]"
)
_ADDRESS_END = re.compile(r"@[^\s<>()\[\]\"]{1,120}[>\])\"'*]*")
_OLD_GMAIL = re.compile(r"^\d{4}[/-]\d{1,2}[/-]\d{1,2}\s.{0,80}<[^<>\s@]{1,80}@[^<>\s@]{1,80}>$")
_NAME_AND_VERB = re.compile(f"^\\S+(?: \\S+){{0,5}} (?:{_VERBS})\\s?[:：]$", re.I)
# Marks of writing direction, which mail programs put round names in lines that run from right to left.
_DIRECTIONS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_NO_DIRECTIONS = dict.fromkeys(map(ord, _DIRECTIONS))
_ENDS = frozenset(":：>-*")
_COLONS = ":："
_LAST_WORDS = frozenset(word.casefold().split()[-1] for word in _VERBS.replace("\\", "").split("|"))
_MOST_LINES = 4
_LONGEST_LINE = 300


@dataclass(frozen=True, slots=True)
class Attribution:
    """Lines ``first`` to ``last``; ``sure`` when what follows is history even where no line of it is marked so."""

    first: int
    last: int
    sure: bool


def may_end_one(line: str) -> bool:
    """Could a line be the last of an attribution? Cheap: asked of every line of every mail."""
    if not 3 <= len(line) <= _LONGEST_LINE:
        return line in (">:", ":", "):")
    if line[-1] in _ENDS or (line[-1] in _DIRECTIONS and line.rstrip(_DIRECTIONS)[-1:] in _ENDS):
        return True
    last = line.rsplit(None, 1)[-1]
    return len(last) < 16 and last.casefold() in _LAST_WORDS


def ending_at(lines: Sequence[str], last: int, floor: int) -> Attribution | None:
    """The attribution whose last line is ``last``, taking no line before ``floor``; None where there is none."""
    joined = ""
    for first in range(last, max(floor, last - _MOST_LINES + 1) - 1, -1):
        line = lines[first].strip()
        if not line or len(line) > _LONGEST_LINE or (line[0] == ">" and first != last):
            return None
        joined = f"{line} {joined}" if joined else line
        if first < last and _is_complete(line):
            return None
        found = _judge(joined)
        if found is None:
            continue
        if first > floor and _is_name_line(lines[first - 1], joined):
            first -= 1
        return Attribution(first, last, found)
    return None


def introduces(line: str) -> bool:
    """Is a line that stands right above marked history its introduction ("Bob Smith wrote:"), without any date?"""
    return len(line) <= 90 and (line[:1].isupper() or line[:1] in "\"'") and _NAME_AND_VERB.match(line) is not None


def _is_complete(line: str) -> bool:
    """Does a line end a sentence, so that it cannot be the broken first half of an attribution?"""
    return line[-1] in "!?…。" or (line[-1] == "." and not _DATE.search(line))


def _is_name_line(line: str, joined: str) -> bool:
    """Does the line above hold the writer's name and address, the attribution itself beginning with "wrote"?"""
    return "@" in line and len(line) < 120 and _VERB.match(joined) is not None and _VERB_AT_END.search(line) is None


def _judge(joined: str) -> bool | None:
    """Is a text an attribution: True surely, False only above marked history, None not at all."""
    text = (joined if joined.isascii() else joined.translate(_NO_DIRECTIONS)).strip("-*_ \t")
    colon = text[-1:] in _COLONS and text != ""
    text = text.rstrip(":： ")
    date = _DATE.search(text)
    time = _TIME.search(text)
    if date is None and time is None:
        return None
    at = text.rfind("@")
    if at < 0:
        # No address: a sentence a person may have written, so it hides nothing that is not marked.
        return False if colon and _VERB.search(text) and len(text) <= 160 else None
    return _judge_address(text, at, both=date is not None and time is not None, colon=colon)


def _judge_address(text: str, at: int, *, both: bool, colon: bool) -> bool | None:
    address = _ADDRESS_END.match(text, at)
    if address is None:
        return None
    tail = text[address.end() :].strip(" ,")
    head = text[:at]
    bracketed = address.group()[-1] in ">)]\"'" or "<" in head[-90:]
    if not tail:
        if colon and (_VERB.search(head) or (both and bracketed)):
            return True
        return True if _OLD_GMAIL.match(text) else (True if colon and bracketed and text[:1].isdigit() else None)
    words = tail.split()
    if len(words) <= 3 and _VERB_AT_END.search(tail):
        return True
    verb = _VERB.match(tail)
    if verb is not None and len(tail) <= 60 and (_DATE.search(tail) or _TIME.search(tail)):
        return True
    # A verb that is not in the list: one or two words between the address and the colon.
    if colon and both and bracketed and len(words) <= 2 and len(tail) <= 30:
        return True
    if colon and _DATE.search(tail) and len(tail) <= 60:
        return True if _VERB.search(text) or (bracketed and _TIME.search(tail)) else None
    return None
