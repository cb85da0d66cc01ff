"""The school's other mail addresses, aliases and shared mailboxes, and who reads each: what their settings page changes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.actions.directory import directory
from gateway.domain.errors import InputProblem
from gateway.domain.promises import OFFICE, OFFICE_NAME
from gateway.domain.roster import SchoolAddress
from gateway.domain.scope import Scope
from gateway.mail.addresses import domain_of, normalise, without_plus
from gateway.store import audit, school_addresses, schools
from gateway.store.transaction import reading, writing

LONGEST = 320
MOST = 200
"""Addresses that a school may enter."""
_SHAPE = re.compile(r"[^@\s\"'<>()\[\],;:\\*?+\x00-\x1f\x7f]+@[^@\s]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One address and the names of who reads it; who answers for it stands first."""

    address: str
    readers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddressesPage:
    """What the settings page shows: the addresses, who can be chosen (id, name), and what is known without being entered."""

    lines: tuple[Line, ...]
    people: tuple[tuple[str, str], ...]
    office: str
    domains: tuple[str, ...]


def addresses_page(scope: Scope) -> AddressesPage:
    """The addresses with their readers. No event: nothing is changed."""
    with reading():
        people = directory(scope)
    lines = (
        Line(one.address, tuple(people.name_of(key) for key in people.readers_at(one.address)))
        for one in people.roster.addresses
    )
    chosen = ((OFFICE, OFFICE_NAME), *((one.staff_id, one.name) for one in people.roster.staff))
    return AddressesPage(tuple(lines), chosen, people.roster.school.office_address, people.roster.school.email_domains)


def save_address(scope: Scope, typed: str, readers: Sequence[str], *, now: datetime) -> None:
    """Enter an address, or give it other readers (staff ids or ``office``; the first answers for it). Raises InputProblem.

    Event: school_address.saved.
    """
    address, chosen = normalise(typed), tuple(dict.fromkeys(readers))
    if len(address) > LONGEST or not _SHAPE.fullmatch(address):
        raise InputProblem("Enter one whole address, such as year3@your-school.example.")
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        school = people.roster.school
        if domain_of(address) not in {domain_of(normalise(f"x@{one}")) for one in school.email_domains}:
            raise InputProblem(f"Enter an address of the school’s own: one at {' or '.join(school.email_domains)}.")
        if address == without_plus(normalise(school.office_address)):
            raise InputProblem("This is the office’s own address. It is known already.")
        if any(normalise(one.email) == address for one in people.roster.staff):
            raise InputProblem("This is somebody’s own address of the staff list. It is known already.")
        if people.contacts_by_email(address):
            raise InputProblem("This is the address of a family.")
        if not chosen or any(one != OFFICE and one not in people.staff for one in chosen):
            raise InputProblem("Choose who reads it from the list.")
        made, held = SchoolAddress(address, chosen), {one.address: one for one in people.roster.addresses}
        if held.get(address) == made:
            return
        if address not in held and len(held) >= MOST:
            raise InputProblem(f"There are {MOST} already. Take one out that is not needed.")
        school_addresses.save_address(scope, made, now=now)
        schools.bump_people_version(scope)
        audit.append(scope, "school_address.saved", now=now, clause="C1", address=address, readers=list(chosen))


def drop_address(scope: Scope, address: str, *, now: datetime) -> None:
    """Take an address out: mail to it passes unchecked again. Event: school_address.removed."""
    with writing():
        audit.take_turn(scope)
        if address not in {one.address for one in directory(scope).roster.addresses}:
            return
        school_addresses.drop_address(scope, address)
        schools.bump_people_version(scope)
        audit.append(scope, "school_address.removed", now=now, clause="C1", address=address)
