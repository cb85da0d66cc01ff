"""What must not leave in a message to one contact about one pupil: embargoed topics, restrictions, another child's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from gateway.domain.moments import say_moment
from gateway.domain.roster import Embargo, Pupil, Tie
from gateway.domain.texts import is_mobile, number_of

_NUMBER = re.compile(r"(?<![\w+])(?:\+44|0044|0)(?:\(0\))?[\d \u00a0()./-]{8,16}\d(?!\w)")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@((?:[\w-]+\.)+[A-Za-z]{2,24})(?![\w@])")
_PRIVATE = frozenset(
    {
        "gmail",
        "googlemail",
        "hotmail",
        "outlook",
        "live",
        "msn",
        "yahoo",
        "ymail",
        "icloud",
        "me",
        "mac",
        "aol",
        "proton",
    }
    | {"protonmail", "gmx", "btinternet", "sky", "virginmedia", "talktalk", "ntlworld"}
)
"""Where people have mailboxes of their own, by the first word of the domain."""
_TITLE = re.compile(r"(?<!\w)(?:[Mm]rs?|MRS?|M[Ii][Ss][Ss]|[Mm][sx]|M[SX]|[Dd]r)\.? +$")
"""A small "miss" is a verb: "we miss Karim" names a child."""
_GREETING = re.compile(
    r"(?:^|\n)[ \t]*(?:dear|hello|hi|hiya|hey|good (?:morning|afternoon|evening)|morning|afternoon|evening|thanks|thank you),?"
    r"(?: +[^\W\d_]+(?: and| &|,))? *$",
    re.IGNORECASE,
)
_LONGEST_GREETING = 60
_AFTER_GREETING = re.compile(r"[ \t]*(?:[,.;:!–—-]|\r?\n|$)|(?: and| &) +[^\W\d_]+ *[,\n]")
"""What follows a name that is greeted: "Hi Amina, …", never "Hi, Amina pushed him"."""
_OFF_THE_WAYS = "A family would write there, where school talks with nobody. Take it out."
HOLDS = frozenset({"embargo", "restriction", "private_to_wrong_parent"})


@dataclass(frozen=True, slots=True)
class Check:
    """One finding of the check before sending; ``start`` and ``end`` are characters of the text, both 0 for the whole."""

    code: str
    clause: str
    reason: str
    start: int
    end: int


def embargo_checks(text: str, embargoes: Iterable[Embargo], *, now: datetime, zone: tzinfo) -> tuple[Check, ...]:
    """Phrases of topics that the headteacher has not released yet; ``zone`` is the school's, for the moment of release."""
    found = []
    for embargo in embargoes:
        if embargo.until <= now:
            continue
        for phrase in embargo.phrases:
            words = r"\s+".join(map(re.escape, phrase.split()))
            for match in re.finditer(rf"(?<!\w){words}(?!\w)", text, re.IGNORECASE):
                reason = (
                    f"Not public yet: {embargo.topic}. It may be told from {say_moment(embargo.until, zone)}. "
                    f"Take out “{match.group()}”, or wait until then."
                )
                found.append(Check("embargo", "C6", reason, match.start(), match.end()))
    return tuple(found)


def restriction_check(tie: Tie | None, *, writer_roles: Iterable[str]) -> tuple[Check, ...]:
    """Whether school may write to this contact about this pupil at all."""
    if tie is None:
        why = "This person is not a contact of this pupil."
    elif tie.restriction == "no_contact":
        why = "School must not write to this contact. Speak to the headteacher."
    elif tie.restriction == "via_office" and "office" not in set(writer_roles):
        why = "Only the office writes to this contact. Pass it to the office."
    elif not tie.may_contact:
        why = "School may not contact this person about this pupil. Speak to the office."
    else:
        return ()
    return (Check("restriction", "C4", why, 0, 0),)


def other_child_checks(
    text: str, pupils: Iterable[Pupil], *, own: Sequence[str], recipient: str = ""
) -> tuple[Check, ...]:
    """First names on the roll that belong to none of the recipient's own children.

    A name behind a title ("Mrs Karim") is a grown-up's, and so is ``recipient``, their first name, where it is greeted.
    """
    mine = {one.pupil_id for one in pupils if one.pupil_id in set(own)}
    own_names = {name for one in pupils if one.pupil_id in mine for name in _names(one)}
    others = {name for one in pupils if one.pupil_id not in mine for name in _names(one)} - own_names
    found = []
    for match in re.finditer(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text):
        word = match.group()
        stem = re.sub(r"['’]s?$", "", word)
        if not stem[:1].isupper() or stem.casefold() not in others:
            continue
        before = text[max(0, match.start() - _LONGEST_GREETING) : match.start()]
        greeted = word.casefold() == recipient.casefold() and _GREETING.search(before)
        if _TITLE.search(before) or (greeted and _AFTER_GREETING.match(text, match.end())):
            continue
        reason = f"Names another child: “{stem}”. This family should not learn what school says to another child."
        found.append(Check("other_child", "C4", reason, match.start(), match.start() + len(stem)))
    return tuple(found)


def private_way_checks(
    text: str, *, domains: Iterable[str], known: Iterable[str], numbers: Iterable[str]
) -> tuple[Check, ...]:
    """Mobile numbers and private addresses in the words, which would lead a family off the ways that school talks on.

    ``domains`` are the school's own, ``known`` the recipient's email addresses, ``numbers`` theirs and the school's (E.164).
    """
    ours, theirs, allowed = {one.casefold() for one in domains}, {one.casefold() for one in known}, set(numbers)
    found = []
    for match in _NUMBER.finditer(text):
        number = number_of(match.group())
        if is_mobile(number) and number not in allowed:
            reason = f"Gives a mobile number, {match.group()}. {_OFF_THE_WAYS}"
            found.append(Check("staff_private", "C1", reason, match.start(), match.end()))
    for match in _MAIL.finditer(text):
        address, domain = match.group().casefold(), match.group(1).casefold()
        if address not in theirs and domain not in ours and domain.partition(".")[0] in _PRIVATE:
            reason = f"Gives a private address, {match.group()}. {_OFF_THE_WAYS}"
            found.append(Check("staff_private", "C1", reason, match.start(), match.end()))
    return tuple(found)


def verdict_of(checks: Iterable[Check]) -> str:
    """``hold``, ``warn`` or ``send``: the strictest wins."""
    codes = {one.code for one in checks}
    if codes & HOLDS:
        return "hold"
    return "warn" if codes else "send"


def _names(pupil: Pupil) -> set[str]:
    return {pupil.first_name.casefold(), pupil.preferred_name.casefold()} - {""}
