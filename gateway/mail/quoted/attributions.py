"""Which lines say who wrote the history under them, and when, in whatever language a mail client says it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gateway.mail.quoted.languages import LANGUAGES, alternatives, pattern

# "wrote", as mail programs say it. An attribution with an address, a date and a time needs none of these.
_VERBS = pattern(one.wrote for one in LANGUAGES)
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
_BY = r"(?:by|from|von|par|de|da|van|av|fra|från|od|от|від|przez|por|di)"
_DIGITS_BY = re.compile(rf"^\d.{{8,60}}\s{_BY}\s\S+$", re.I)
_QUOTING = re.compile(
    r"(?:quoting|quote from|citing|zitat von|zitiere|citation de|citando a?|cita de|citat från|citat fra|citaat van"
    r"|cytat|cytowanie|citace|цитирую|цитата)\s",
    re.I,
)
# A full date and a time with seconds or a comma behind it, then a name: no hand writes this above its own words.
_STAMPED = re.compile(
    r"^[^\W\d_].{0,50}(?:[12]\d{3}|\d{1,2}[./]\d{1,2}[./]\d{2,4}).{0,12}(?<!\d)\d{1,2}[:.]\d{2}"
    r"(?::\d{2}(?:\s?(?:[A-Z]{2,5}|[+-]\d{4}))?|(?:\s?[ap]\.?m\.?)?(?:\s[A-Z]{2,5})?,|(?:\s[ap]\.?m\.?)?,)\s"
    r"(?P<name>\S.{0,60})$",
    re.I,
)
_RUNS_ON = re.compile(
    r"\s*[^\W\d_].{8,90}(?<!\d)\d{1,2}[:.]\d{2}(?!\d).{1,120}[^\s@<]{1,80}@[^\s@<>]{3,120}>\s?"
    rf"(?:{_VERBS})\s?:\s{{2,}}\S",
    re.I,
)
_LONGEST_JOINED = 420
_ENDS = frozenset(":：>-*")
_COLONS = ":："
_LAST_WORDS = frozenset(word.casefold().split()[-1] for word in alternatives(one.wrote for one in LANGUAGES))
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
    bare: Attribution | None = None
    for first in range(last, max(floor, last - _MOST_LINES + 1) - 1, -1):
        line = lines[first].strip()
        if not line or len(line) > _LONGEST_LINE or (line[0] == ">" and first != last):
            break
        joined = f"{line} {joined}" if joined else line
        if (first < last and _is_complete(line)) or len(joined) > _LONGEST_JOINED:
            break
        found = _judge(joined)
        if found is not None:
            if first > floor and _is_name_line(lines[first - 1], joined):
                first -= 1
            return Attribution(first, last, found)
        if bare is None and _is_bare(joined):
            # The date may still stand in the line above.
            bare = Attribution(first, last, True)
    return bare


def runs_on(line: str) -> bool:
    """Does the history begin on the very line of its attribution, as Yahoo's phone programs write it?"""
    return ">" in line and "@" in line and _RUNS_ON.match(line[:500]) is not None


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
        # No address: unless a program's own stamp shows, a sentence a person may have written hides nothing unmarked.
        if not colon or len(text) > 160 or not _VERB.search(text):
            return None
        return _is_stamped(text)
    return _judge_address(text, at, both=date is not None and time is not None, colon=colon)


def _is_bare(joined: str) -> bool:
    """Is a text nothing but a name, an address in angle brackets and "wrote", or "Quoting" before them, and a colon?"""
    text = joined.strip("-*_ \t")
    if text[-1:] not in _COLONS or not text or len(text) > 160:
        return False
    text = text.rstrip(":： ")
    at = text.rfind("@")
    address = _ADDRESS_END.match(text, at) if at > 0 else None
    if address is None or address.group()[-1] != ">" or "<" not in text[:at]:
        return False
    tail = text[address.end() :].strip(" ,")
    if not tail:
        return _QUOTING.match(text) is not None
    return len(tail.split()) <= 3 and _VERB_AT_END.search(tail) is not None


def _is_stamped(text: str) -> bool:
    stamped = _STAMPED.match(text)
    if stamped is None:
        return False
    named = _VERB.sub("", stamped["name"]).split()
    return 0 < len(named) <= 6 and named[0][:1].isupper() and _VERB_AT_END.search(stamped["name"]) is not None


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
        if _OLD_GMAIL.match(text) or (colon and bracketed and text[:1].isdigit()):
            return True
        return True if colon and both and _DIGITS_BY.match(text) else None
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
