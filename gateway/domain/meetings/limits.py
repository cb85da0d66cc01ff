"""What a person of the school notes because it limits how school may talk with a family, until a person ends it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from gateway.domain.errors import InputProblem

LEADERS = frozenset({"headteacher", "deputy_head"})
LEADS = frozenset({"dsl", "deputy_dsl"})
EVERYBODY: frozenset[str] = frozenset()
"""In the place of roles: whoever has the conversation."""
SHORTEST, LONGEST = 5, 300
"""Characters of a reason."""
AT_MOST = timedelta(days=366)
"""How far ahead it may be looked at again: nothing stands longer without a person having thought of it."""

TWO_ADULTS = "two_adults"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of limit: its name in a list, who may note and end it, and who may read that it stands (``EVERYBODY``)."""

    name: str
    hint: str
    noted_by: frozenset[str]
    known_to: frozenset[str]


KINDS: Mapping[str, Kind] = {
    "writing": Kind(
        "Asks school to write",
        "As a reasonable adjustment, or because they are deaf. School then offers no talk, and answers in writing.",
        LEADERS | LEADS | {"office"},
        EVERYBODY,
    ),
    "interpreter": Kind(
        "Needs an interpreter",
        "Name the language. School offers a talk only with the interpreter booked.",
        LEADERS | LEADS | {"office"},
        EVERYBODY,
    ),
    "site_ban": Kind(
        "May not come on site, or has threatened somebody",
        "A leader then talks with them, by phone or video. Whoever has a conversation with them is told.",
        LEADERS | LEADS,
        EVERYBODY,
    ),
    TWO_ADULTS: Kind(
        "Two adults of school are there",
        "Whoever offers a talk chooses a second member of staff, and only times at which both can.",
        LEADERS | LEADS,
        EVERYBODY,
    ),
    "danger_at_home": Kind(
        "Danger from somebody at home",
        "The headteacher decides about every talk. Only leaders and the safeguarding leads can read this.",
        LEADERS | LEADS,
        LEADERS | LEADS,
    ),
}
"""Kind → what it is; the order is that of the form."""


def kinds_for(roles: Iterable[str]) -> tuple[str, ...]:
    """The kinds that somebody with these roles may note and end."""
    held = frozenset(roles)
    return tuple(key for key, kind in KINDS.items() if held & kind.noted_by)


def may_read(key: str, roles: Iterable[str]) -> bool:
    """Whether somebody with these roles, who has the conversation, may read that a limit of this kind stands."""
    known_to = KINDS[key].known_to
    return known_to == EVERYBODY or not known_to.isdisjoint(roles)


def checked(kind: str, reason: str, look_again_on: date | None, *, today: date, roles: Iterable[str]) -> str:
    """The reason of a limit that may be noted, as it is kept. Raises InputProblem."""
    words = " ".join(reason.replace("\x00", "").split())
    if kind not in kinds_for(roles):
        raise InputProblem("Choose from the list what limits the talk.")
    if not SHORTEST <= len(words) <= LONGEST:
        raise InputProblem("Say in a few words why, or in which language; it is kept in the record.")
    if look_again_on is None or not today < look_again_on <= today + AT_MOST:
        raise InputProblem("Give the day on which somebody looks at this again: after today, and within a year.")
    return words
