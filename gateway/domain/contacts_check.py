"""Whether the numbers for danger, and the people behind them, were confirmed this term, and who hears nothing from school."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gateway.domain.councils import councils_of
from gateway.domain.errors import InputProblem
from gateway.domain.roster import CalendarDay, Contact, Emergency, Pupil, Roster, Tie

MODES = {
    "signpost": "Nobody at school is on call. Everybody who writes out of hours is shown whom to call instead",
    "on_call": "People at school are on call. An alert goes from one to the next until a person has it",
}
ROLES = {
    "dsl": "Safeguarding lead",
    "deputy_dsl": "Deputy safeguarding lead",
    "headteacher": "Headteacher",
    "governor_chair": "Chair of governors",
}
"""The offices that alerts go to, and how they are called."""
LEADS, HEADS = frozenset({"dsl", "deputy_dsl"}), frozenset({"headteacher"})
"""The roles without which a worry has no route."""
BEFORE_TERM = timedelta(days=14)
"""A check in the last days before a term counts for it."""
HALF_TERM_LASTS_FOR = timedelta(days=14)
"""A shorter pause between two stretches of term is a half term, whatever they are called."""
SEASONS = ("autumn", "spring", "summer")
_PHONE = re.compile(r"\+?[0-9][0-9 ]{4,18}[0-9]")


@dataclass(frozen=True, slots=True)
class Check:
    """What a headteacher confirmed on a day: the plan and its numbers, the staff ids of the offices, and other councils."""

    checked_on: date
    emergency: Emergency
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unheard:
    """A person with parental responsibility to whom no message of school's can go; ``why`` is ``limit`` or ``address``."""

    pupil: Pupil
    contact: Contact
    tie: Tie
    why: str


@dataclass(frozen=True, slots=True)
class Gaps:
    """Who hears nothing, and how many children have fewer than two people to phone, or nobody at all by any way."""

    pupils: int
    unheard: tuple[Unheard, ...]
    fewer_than_two_to_phone: int
    nobody_reachable: int


def people_of(roster: Roster) -> tuple[str, ...]:
    """The staff ids of everybody whose office an alert goes to, each with the office: ``dsl:S04``."""
    return tuple(sorted(f"{role}:{one.staff_id}" for role in ROLES for one in roster.staff if role in one.roles))


def confirmed_of(roster: Roster) -> tuple[str, ...]:
    """Everything that stands on the page of a check besides the plan: the people, and other councils with their numbers."""
    return (*people_of(roster), *councils_of(roster))


def why_due(check: Check | None, roster: Roster, *, today: date) -> str:
    """Why the numbers must be confirmed again: ``never``, ``numbers``, ``people``, ``term``; blank while they are not due."""
    if check is None:
        return "never"
    confirmed = {one for one in check.people if one.startswith("council:")}
    if check.emergency != roster.school.emergency or confirmed != set(councils_of(roster)):
        return "numbers"
    if set(check.people) - confirmed != set(people_of(roster)):
        return "people"
    begun = (first_on for first_on in terms_from(roster.calendar) if first_on <= today)
    return "term" if any(check.checked_on < first_on - BEFORE_TERM for first_on in begun) else ""


def due_again_on(check: Check, calendar: Iterable[CalendarDay]) -> date | None:
    """The first day of the term in which they are asked for again; None where the calendar ends before."""
    return next((one for one in terms_from(calendar) if check.checked_on < one - BEFORE_TERM), None)


def terms_from(calendar: Iterable[CalendarDay]) -> tuple[date, ...]:
    """The first day of every term, half terms taken together: by the season in their names, else by how long the pause is."""
    stretches = sorted((one for one in calendar if one.kind == "term"), key=lambda one: one.first_on)
    return tuple(
        one.first_on
        for place, one in enumerate(stretches)
        if place == 0 or not _is_second_half(stretches[place - 1], one)
    )


def _is_second_half(before: CalendarDay, one: CalendarDay) -> bool:
    if (season := _season(one.label)) and (earlier := _season(before.label)):
        return season == earlier and one.first_on.year == before.first_on.year
    return one.first_on - before.last_on < HALF_TERM_LASTS_FOR


def _season(label: str) -> str:
    return next((one for one in SEASONS if one in label.casefold()), "")


def refuse_unready(roster: Roster, plan: Emergency, *, on_call_now: str) -> None:
    """Raise InputProblem where a plan could not be kept: no route for a worry, or people on call and nobody on the rota.

    ``on_call_now`` is the staff id of the leader whose turn of the rota it is, blank where it is nobody's.
    """
    for roles, name in ((LEADS, "safeguarding lead or their deputy"), (HEADS, "headteacher")):
        if not any(one.email for one in roster.staff if one.roles & roles):
            raise InputProblem(
                f"A worry would reach nobody: no {name} with a school email is on the list of staff. "
                "Put that right in the list, then confirm."
            )
    if plan.mode == "on_call" and not on_call_now:
        raise InputProblem(
            "Nobody is on the out-of-hours rota tonight. Put somebody on it first, or choose that nobody is on call."
        )


def read_emergency(mode: str, *, office: str, day: str, night: str) -> Emergency:
    """A plan with its numbers as they were typed. Raises InputProblem, naming the field."""
    if mode not in MODES:
        raise InputProblem("Choose what happens out of hours.")
    named = (("the school office", office), ("the council by day", day), ("the council at night", night))
    return Emergency(mode, *(read_phone(name, written) for name, written in named))


def read_phone(name: str, written: str) -> str:
    """A phone number as it was typed, its digits in groups. Raises InputProblem, naming whose it is."""
    number = " ".join(written.split())
    if not _PHONE.fullmatch(number):
        raise InputProblem(f"Write the number of {name} in digits, such as 01632 960110.")
    return number


def gaps_of(roster: Roster) -> Gaps:
    """Who hears nothing from school, by responsibility and by what is known of each adult, and never by priority."""
    contacts = {one.contact_id: one for one in roster.contacts}
    ties: dict[str, list[Tie]] = {one.pupil_id: [] for one in roster.pupils}
    for tie in roster.ties:
        if tie.pupil_id in ties and tie.contact_id in contacts:
            ties[tie.pupil_id].append(tie)
    unheard, few, nobody = [], 0, 0
    for pupil in roster.pupils:
        adults = [(tie, contacts[tie.contact_id]) for tie in ties[pupil.pupil_id]]
        few += _count_phones(adults) < 2
        nobody += not any(_may_hear(tie) and _has_address(contact) for tie, contact in adults)
        unheard += [
            Unheard(pupil, contact, tie, "address" if _may_hear(tie) else "limit")
            for tie, contact in adults
            if tie.parental_responsibility and not (_may_hear(tie) and _has_address(contact))
        ]
    return Gaps(len(roster.pupils), tuple(unheard), few, nobody)


def _may_hear(tie: Tie) -> bool:
    """Whether school may write to this adult: by the office alone is a way as well."""
    return tie.restriction == "via_office" or (tie.may_contact and tie.restriction != "no_contact")


def _has_address(contact: Contact) -> bool:
    return bool(contact.emails or contact.mobiles)


def _count_phones(adults: Sequence[tuple[Tie, Contact]]) -> int:
    return sum(1 for tie, contact in adults if contact.mobiles and _may_hear(tie))
