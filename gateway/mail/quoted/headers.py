"""Where history that no line marks begins: the header lines of an older mail, and rules that name it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gateway.mail.quoted.languages import LANGUAGES, alternatives, pattern

_OTHERS = (
    "reply-to|importance|priority|attachments|organisation|organization|mailed-by|signed-by",
    "antwort an|wichtigkeit|anlagen|priorität",
    "répondre à|pièces jointes|pièce jointe",
    "responder a|adjuntos|importancia|anexos|prioridade",
    "rispondi a|allegati|priorità",
    "bijlagen|beantwoorden|załączniki|přílohy|вложения|bilagor|vedlegg|vedhæftede filer|liitteet|附件|添付ファイル|첨부",
)


def _kinds() -> dict[str, str]:
    """What each label of a header line tells, in all languages."""
    told: dict[str, str] = {}
    for kind, said in (
        ("from", (one.sender for one in LANGUAGES)),
        ("sent", (one.sent for one in LANGUAGES)),
        ("to", (one.to for one in LANGUAGES)),
        ("cc", (one.copy for one in LANGUAGES)),
        ("subject", (one.subject for one in LANGUAGES)),
        ("other", _OTHERS),
    ):
        for word in alternatives(said):
            told.setdefault(word, kind)
    return told


_KIND = _kinds()
_LABEL = re.compile(r"\s{0,8}(?:[*_]{1,2}|\[)?\s?([^\W\d_][^:：*<>@]{0,24}?)\s?[*_]{0,2}\s?[:：][*_]{0,2}")
_ANY_LABEL = re.compile(r"\s{0,8}\*{0,2}[^\W\d_][^:：\n*@]{0,24}\s?[:：]")
_MOST_LINES = 14
_RULE = re.compile(r"\s*(?:[-_=*~—–─]\s?){3,}\s*$")
_DASHES = r"(?:[-_=*~—–─]\s?){2,}"
_PHRASES = pattern(field for one in LANGUAGES for field in (one.original, one.forwarded))
_BEGINNINGS = pattern(one.begins for one in LANGUAGES)
_NAMED_RULE = re.compile(
    rf"\s*{_DASHES}\s?(?:{_PHRASES})\s?(?:{_DASHES}|(?:by |von |par |de )?[^\n]{{0,60}}[-_=*~—–─]{{2,}})\s*",
    re.I,
)
_BEGIN = re.compile(rf"\s*(?:{_BEGINNINGS})\s?[:：]\s*$", re.I)
# What ticket systems put between an answer and the mail that it answers.
_ABOVE_THIS = re.compile(
    r"\W{0,12}(?:please )?(?:(?:type|write|enter|add|put) )?(?:your |a )?(?:reply|replies|response|answer|write)"
    r" (?:directly )?above this line\b"
    r"|\W{0,12}(?:please )?do not (?:write|reply|type) below this line\b"
    r"|\W{0,12}(?:bitte )?(?:antworten sie |antwort(?:en)? )?(?:bitte )?(?:oberhalb|über) dieser (?:linie|zeile)\b"
    r"|\W{0,12}(?:veuillez )?(?:répondre|répondez|écrire|écrivez) au-dessus de cette ligne\b"
    r"|\W{0,12}(?:por favor,? )?(?:responda|responde|escriba|escribe) (?:por )?encima de esta línea\b"
    r"|\W{0,12}(?:por favor,? )?(?:responda|escreva) acima desta linha\b"
    r"|\W{0,12}(?:rispondi|rispondere|scrivi) sopra (?:a )?questa riga\b"
    r"|\W{0,12}(?:antwoord|typ|schrijf)(?: \w+)? boven deze (?:regel|lijn)\b",
    re.I,
)
_FLAT_LABEL = re.compile(
    r"(?:^|(?<=[\s*_>]))([^\W\d_][^\s:：*<>@]{0,24}(?: [^\W\d_][^\s:：*<>@]{0,12})?)[*_]{0,2}\s?[:：]"
)
_DATED = re.compile(r"(?=.*(?<!\d)(?:\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2})(?!\d)).*(?<!\d)\d{1,2}[:.h]\d{2}(?!\d)")
_NAMELY = re.compile(r"[^:：]*[:：]\W{0,6}[^\W\d_]\D*$")
_LONGEST_FLAT = 1000
_RULE_CHARACTERS = frozenset("-_=*~—–─")


def is_rule(line: str) -> bool:
    """Is a line nothing but a ruled line?"""
    return bool(line) and line.strip()[:1] in _RULE_CHARACTERS and _RULE.match(line) is not None


def names_history(line: str) -> bool:
    """Does a line say in words that an older or forwarded mail follows ("-----Original Message-----")?"""
    start = line.lstrip()[:3]
    if start[:1] in _RULE_CHARACTERS and (start[1:2] in _RULE_CHARACTERS or start[2:3] in _RULE_CHARACTERS):
        named = _NAMED_RULE.match(line[:_LONGEST_FLAT])
        if named is not None:
            # Some phones put the header lines on the same line.
            below = line[named.end() :]
            return (not below and len(line) < 160) or label_of(below) == "from"
    if len(line) >= 120:
        return False
    return (line[-1:] in ":：" and _BEGIN.match(line) is not None) or _ABOVE_THIS.match(line) is not None


def is_flat_block(line: str) -> bool:
    """Are the headers of an older mail written one behind another on this line, an address among them?"""
    if "@" not in line or len(line) > _LONGEST_FLAT:
        return False
    kinds = set()
    for found in _FLAT_LABEL.finditer(line):
        label = found[1].lower()
        kinds.add(_KIND.get(label) or _KIND.get(label.rpartition(" ")[2], ""))
    return "from" in kinds and "subject" in kinds and len(kinds & {"sent", "to"}) > 0


def label_of(line: str) -> str:
    """What a header line tells ("from", "sent", "to", "cc", "subject"), or blank where a line is none."""
    if ":" not in line[:40] and "：" not in line[:40]:
        return ""
    match = _LABEL.match(line)
    return _KIND.get(match.group(1).strip().lower(), "") if match else ""


def starts_block(lines: Sequence[str], first: int, *, ruled: bool) -> bool:
    """Do the headers of an older mail begin here? ``ruled``: a ruled line stands right above.

    An address, a subject, or names and a full date must be among them: "From: Monday, To: Wednesday" is something a
    parent writes.
    """
    kinds: set[str] = set()
    address = dated = False
    named = True
    count = blanks = 0
    for line in lines[first : first + _MOST_LINES]:
        if not line.strip():
            blanks += 1
            if blanks > 1 and count:
                break
            continue
        kind = label_of(line)
        if not kind and not (ruled and _ANY_LABEL.match(line)):
            # A long value goes on in the next line; but after a blank line it is the mail's own text.
            if blanks or len(line) > 160:
                break
            address = address or "@" in line
            continue
        blanks = 0
        count += 1
        kinds.add(kind or f"unknown {count}")
        address = address or "@" in line
        if kind == "sent":
            dated = dated or _DATED.match(line) is not None
        elif kind in ("from", "to"):
            named = named and _NAMELY.match(line) is not None
    if dated and named and {"from", "to"} <= kinds:
        return True
    return _is_enough(kinds, address=address, ruled=ruled, count=count)


def _is_enough(kinds: set[str], *, address: bool, ruled: bool, count: int) -> bool:
    if ruled and address and count >= 3:
        return True
    if "from" not in kinds and not ({"sent", "to"} <= kinds and "subject" in kinds):
        return False
    if "subject" in kinds and (address or "sent" in kinds):
        return True
    return address and len(kinds & {"from", "sent", "to", "subject", "cc"}) >= 3
