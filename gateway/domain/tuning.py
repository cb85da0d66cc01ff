"""How a school tunes what suggests a talk: for each reason as it is, only with another sign, or never."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gateway.domain.errors import InputProblem
from gateway.domain.messages import Finding

REASONS: Mapping[str, str] = {
    "distress": "Somebody is very upset",
    "incident": "An incident, behaviour or friendship trouble",
    "confidential": "Something private",
    "complex": "A plan, provision or many questions",
    "hostile": "An attack or an insult",
    "unresolved": "The same matter again",
    "complaint": "Dissatisfaction with what school did",
    "request_to_meet": "A request to talk",
    "bad_news": "Hard news from school",
    "public_criticism": "Going public",
}
"""Reason of a suggestion, by its code → its name on a page."""
AS_IT_IS, WITH_ANOTHER, NEVER = "as_it_is", "with_another", "never"
MODES: Mapping[str, str] = {
    AS_IT_IS: "As it is",
    WITH_ANOTHER: "Only with another sign",
    NEVER: "Never",
}
"""How much a reason counts in a school → how the page says it."""
Modes = Mapping[str, str]
"""Code of a reason → its mode; a reason that is not in it counts as it is."""


def heard(findings: Sequence[Finding], modes: Modes) -> tuple[Finding, ...]:
    """What a school wants to be told of what was seen: never what it has put off, nor alone what needs another sign."""
    kept = tuple(one for one in findings if modes.get(one.code) != NEVER)
    codes = {one.code for one in kept}
    if len(codes) == 1 and modes.get(next(iter(codes))) == WITH_ANOTHER:
        return ()
    return kept


def checked(modes: Modes) -> dict[str, str]:
    """The modes of a school that differ from "as it is". Raises InputProblem for a reason or a mode that is none."""
    if not modes.keys() <= REASONS.keys() or not set(modes.values()) <= MODES.keys():
        raise InputProblem("Choose for each reason how much it counts, from the list.")
    if set(modes) == set(REASONS) and set(modes.values()) == {NEVER}:
        raise InputProblem("At least one reason must be left. Without any nothing would ever be suggested.")
    return {code: mode for code, mode in modes.items() if mode != AS_IT_IS}
