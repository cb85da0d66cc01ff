"""The contacts check of each term: the numbers for danger and the out-of-hours plan, confirmed by the headteacher."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from gateway.actions.directory import directory
from gateway.actions.inbox import class_name
from gateway.actions.on_call import rota_gaps, turns_of
from gateway.actions.schools import every_school
from gateway.domain.contacts_check import (
    ROLES,
    Check,
    Gaps,
    confirmed_of,
    due_again_on,
    gaps_of,
    refuse_unready,
    why_due,
)
from gateway.domain.errors import InputProblem
from gateway.domain.identity import Directory
from gateway.domain.on_call import call_day, on_call_on
from gateway.domain.roster import Council, Emergency, Roster
from gateway.domain.scope import Scope
from gateway.store import audit, contacts_check, schools
from gateway.store.base import new_id
from gateway.store.contacts_check import ContactsCheck
from gateway.store.transaction import reading, writing


@dataclass(frozen=True, slots=True)
class Office:
    """Who holds an office that alerts go to: names, and those of them to whom no mail can go."""

    name: str
    holders: tuple[str, ...]
    without_mail: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """When the numbers were last confirmed, and by whom."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class ContactsPage:
    """Everything on the page. ``due`` says why they must be confirmed (``domain.contacts_check.why_due``), blank while not;
    ``again_on`` is when they are asked for next; ``classes`` names each pupil's class.
    """

    emergency: Emergency
    offices: tuple[Office, ...]
    last: Confirmed | None
    due: str
    again_on: date | None
    gaps: Gaps
    classes: dict[str, str]
    councils: tuple[Council, ...]
    rota_gaps: tuple[date, ...]


def contacts_page(scope: Scope, *, now: datetime) -> ContactsPage:
    """The numbers, the people and the gaps. No event: it shows no message, and families by first name."""
    with reading():
        people = directory(scope)
        held = contacts_check.latest_check(scope)
        zone, roster = people.staffing.calendar.zone, people.roster
        check = _as_check(held, zone)
        gaps = gaps_of(roster)
        return ContactsPage(
            emergency=roster.school.emergency,
            offices=tuple(_office(people, role) for role in ROLES),
            last=_confirmed(people, held),
            due=why_due(check, roster, today=now.astimezone(zone).date()),
            again_on=due_again_on(check, roster.calendar) if check is not None else None,
            gaps=gaps,
            councils=roster.councils,
            rota_gaps=rota_gaps(people, now=now),
            classes={one.pupil.pupil_id: class_name(people, one.pupil) for one in gaps.unheard},
        )


def confirm_contacts(
    scope: Scope, emergency: Emergency, *, seen: tuple[str, ...], staff_id: str, now: datetime
) -> None:
    """The headteacher says that plan, numbers and people are right today, and changes the plan where it was not.

    ``seen`` are the people who stood on the page; were others appointed meanwhile, nothing is confirmed, and no plan
    that could not be kept tonight. Raises InputProblem.
    Event: contacts.confirmed.
    """
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        roster = people.roster
        if seen != confirmed_of(roster):
            raise InputProblem("The people on this page have changed meanwhile. Look once more, then confirm.")
        today = call_day(now, people.staffing.calendar.zone)
        refuse_unready(roster, emergency, on_call_now=on_call_on(turns_of(people), today))
        was = roster.school.emergency
        if emergency != was:
            schools.save_school(scope, replace(roster.school, emergency=emergency))
            schools.bump_people_version(scope)
        said = _folder_said(scope, was)
        contacts_check.add_check(
            scope, ContactsCheck(new_id(now), now, staff_id, emergency, said, confirmed_of(roster))
        )
        audit.append(
            scope,
            "contacts.confirmed",
            now=now,
            clause="C12",
            mode=emergency.mode,
            office_phone=emergency.office_phone,
            council_day=emergency.council_day,
            council_night=emergency.council_night,
            people=list(confirmed_of(roster)),
            changed=emergency != was,
        )


def _folder_said(scope: Scope, was: Emergency) -> Emergency:
    """What the folder says of the plan: what stood before the first change on the page, else what stands."""
    held = contacts_check.latest_check(scope)
    return held.was if held is not None and held.emergency == was else was


def seen_people(scope: Scope) -> tuple[str, ...]:
    """The people of the offices as the page shows them, for ``confirm_contacts``. No event: nothing is shown by it alone."""
    with reading():
        return confirmed_of(directory(scope).roster)


def last_confirmed(scope: Scope) -> Confirmed | None:
    """When the numbers were last confirmed and by whom; None for never. No event: these are public numbers."""
    with reading():
        return _confirmed(directory(scope), contacts_check.latest_check(scope))


def unconfirmed_schools() -> tuple[str, ...]:
    """The names of the schools whose plan nobody has ever confirmed, for who starts the jobs. No event: names alone."""
    found = []
    for scope in every_school():
        with reading():
            if contacts_check.latest_check(scope) is None:
                found.append(schools.school(scope).name)
    return tuple(found)


def may_run(scope: Scope) -> bool:
    """Whether a school's jobs may run in production: its plan has been declared, or they have run before. No event: no data."""
    with reading():
        return contacts_check.latest_check(scope) is not None or bool(schools.heartbeats(scope))


def due_now(scope: Scope, people: Directory, *, now: datetime) -> str:
    """Why the numbers must be confirmed, in the open transaction; blank while they need not."""
    zone = people.staffing.calendar.zone
    check = _as_check(contacts_check.latest_check(scope), zone)
    return why_due(check, people.roster, today=now.astimezone(zone).date()) or (
        "rota" if rota_gaps(people, now=now) else ""
    )


def with_confirmed_numbers(scope: Scope, held: Roster | None, incoming: Roster) -> Roster:
    """A folder whose plan is the one that stood before a headteacher changed it brings no news of it, in the open transaction."""
    check = contacts_check.latest_check(scope)
    if held is None or check is None or incoming.school.emergency != check.was:
        return incoming
    return replace(incoming, school=replace(incoming.school, emergency=held.school.emergency))


def _as_check(held: ContactsCheck | None, zone: tzinfo) -> Check | None:
    if held is None:
        return None
    return Check(held.checked_at.astimezone(zone).date(), held.emergency, held.people)


def _confirmed(people: Directory, held: ContactsCheck | None) -> Confirmed | None:
    return Confirmed(held.checked_at, people.name_of(held.checked_by)) if held is not None else None


def _office(people: Directory, role: str) -> Office:
    holders = people.with_role(role)
    return Office(ROLES[role], tuple(one.name for one in holders), tuple(one.name for one in holders if not one.email))
