"""What must not leave in a message to one contact about one pupil: embargoed topics, restrictions, another child's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from gateway.domain.moments import say_moment
from gateway.domain.roster import Embargo, Pupil, Tie

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


def other_child_checks(text: str, pupils: Iterable[Pupil], *, own: Sequence[str]) -> tuple[Check, ...]:
    """First names on the roll that belong to none of the recipient's own children."""
    mine = {one.pupil_id for one in pupils if one.pupil_id in set(own)}
    own_names = {name for one in pupils if one.pupil_id in mine for name in _names(one)}
    others = {name for one in pupils if one.pupil_id not in mine for name in _names(one)} - own_names
    found = []
    for match in re.finditer(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text):
        word = match.group()
        stem = re.sub(r"['’]s?$", "", word)
        if stem[:1].isupper() and stem.casefold() in others:
            reason = f"Names another child: “{stem}”. This family should not learn what school says to another child."
            found.append(Check("other_child", "C4", reason, match.start(), match.start() + len(stem)))
    return tuple(found)


def verdict_of(checks: Iterable[Check]) -> str:
    """``hold``, ``warn`` or ``send``: the strictest wins."""
    codes = {one.code for one in checks}
    if codes & HOLDS:
        return "hold"
    return "warn" if codes else "send"


def _names(pupil: Pupil) -> set[str]:
    return {pupil.first_name.casefold(), pupil.preferred_name.casefold()} - {""}
