"""Putting a contact's address right: asked for, made sure of by the old route or by a person, and kept with the old one."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from gateway.actions.accounts import digest
from gateway.actions.directory import directory
from gateway.actions.inbox import Child, children_of
from gateway.actions.outgoing import put_letter
from gateway.actions.unreachable import SAID, why_no_mail, why_no_text
from gateway.actions.ways import Way, by_hand, every_way
from gateway.domain.corrections import CHECKS, OLD_ROUTE, corrected, read_address, refuse_taken
from gateway.domain.errors import InputProblem
from gateway.domain.identity import Directory
from gateway.domain.roster import Contact, Roster
from gateway.domain.scope import Scope
from gateway.domain.texts import number_of
from gateway.store import audit, corrections
from gateway.store.base import new_id
from gateway.store.corrections import Correction
from gateway.store.transaction import reading, writing

CODE_LASTS_FOR = timedelta(days=3)
MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class Address:
    """An address that school holds: ``kind`` is ``email`` or ``mobile``; ``why`` is why nothing reaches it, or blank."""

    kind: str
    address: str
    why: str


@dataclass(frozen=True, slots=True)
class Told:
    """A correction with the names of who asked for it and who made sure."""

    correction: Correction
    asked_by: str
    stands_by: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Addresses:
    """A contact's page: what school holds, what was put right before, and the ways by which a code could go."""

    contact: Contact
    children: tuple[Child, ...]
    held: tuple[Address, ...]
    told: tuple[Told, ...]
    routes: tuple[Way, ...]


def addresses(scope: Scope, contact_id: str, *, now: datetime) -> Addresses:
    """What school holds of one contact. Raises InputProblem. No event: it is the school's own list."""
    with reading():
        people = directory(scope)
        contact = _contact(people, contact_id)
        held = corrections.corrections_of(scope, contact_id)
        return Addresses(
            contact=contact,
            children=children_of(people, [tie.pupil_id for tie in people.ties_of(contact_id)]),
            held=tuple(_held(scope, contact)),
            told=tuple(
                Told(
                    one,
                    people.name_of(one.asked_by),
                    people.name_of(one.stands_by) if one.stands_by else "",
                    one.state == "asked" and now > one.asked_at + CODE_LASTS_FOR,
                )
                for one in held
            ),
            routes=_routes(scope, contact, ""),
        )


def ask(scope: Scope, contact_id: str, *, was: str, written: str, how: str, staff_id: str, now: datetime) -> Correction:
    """Put another address in the place of ``was``: at once where a person made sure, else once the code comes back.

    A message alone changes nothing, and nobody else of the family is told. Raises InputProblem.
    Events: contact.correction_asked, contact.corrected.
    """
    if how not in CHECKS:
        raise InputProblem("Say how you made sure that it is their wish. A message alone is not enough.")
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        contact = _contact(people, contact_id)
        kind = next((one.kind for one in _held(scope, contact) if one.address == was), "")
        if not kind:
            raise InputProblem("Choose the address that is to be put right.")
        address = read_address(kind, written)
        refuse_taken(people, contact, address)
        one = Correction(
            correction_id=new_id(now),
            contact_id=contact_id,
            kind=kind,
            was=was,
            address=address,
            how=how,
            code="",
            tries=0,
            asked_at=now,
            asked_by=staff_id,
            stands_at=None,
            stands_by="",
            state="asked",
        )
        if how == OLD_ROUTE:
            one = replace(one, code=_send_code(scope, people, contact, one, now=now))
        corrections.add_correction(scope, one)
        _note(scope, "contact.correction_asked", one, by=staff_id, now=now)
        if how != OLD_ROUTE:
            _let_stand(scope, one, staff_id=staff_id, now=now)
    return one


def give_code(scope: Scope, correction_id: int, code: str, *, staff_id: str, now: datetime) -> str:
    """The family has told the code that went to them by the old route; the contact. Raises InputProblem.

    Events: contact.corrected; contact.code_refused.
    """
    with writing():
        audit.take_turn(scope)
        one = _asked(scope, correction_id)
        is_over = now > one.asked_at + CODE_LASTS_FOR or one.tries >= MOST_TRIES
        if not is_over and hmac.compare_digest(digest(f"{correction_id}:{''.join(code.split())}"), one.code):
            refuse_taken(directory(scope), _contact(directory(scope), one.contact_id), one.address)
            _let_stand(scope, one, staff_id=staff_id, now=now)
            return one.contact_id
        corrections.change(scope, correction_id, tries=one.tries + 1)
        _note(scope, "contact.code_refused", one, by=staff_id, now=now)
    if is_over:
        raise InputProblem("This code counts no more. Ask for a new one, or phone them.")
    raise InputProblem("This is not the code that was sent to them. Nothing is changed.")


def withdraw(scope: Scope, correction_id: int, *, staff_id: str, now: datetime) -> str:
    """Let go of a correction that waits for its code; the contact. Raises InputProblem. Event: contact.correction_withdrawn."""
    with writing():
        audit.take_turn(scope)
        one = _asked(scope, correction_id)
        corrections.change(scope, correction_id, state="withdrawn")
        _note(scope, "contact.correction_withdrawn", one, by=staff_id, now=now)
    return one.contact_id


def with_corrections(scope: Scope, incoming: Roster, *, ends: bool) -> Roster:
    """A folder that still says an address that was put right brings no news of it; one that says another does, and stands.

    In the open transaction; ``ends`` is whether corrections that the folder has caught up with are noted as over.
    """
    contacts = {one.contact_id: one for one in incoming.contacts}
    for one in corrections.standing_corrections(scope):
        contact = contacts.get(one.contact_id)
        if contact is not None and one.was in (*contact.emails, *contact.mobiles):
            contacts[one.contact_id] = corrected(contact, was=one.was, address=one.address)
        elif ends:
            corrections.change(scope, one.correction_id, state="over")
    return replace(incoming, contacts=tuple(contacts[one.contact_id] for one in incoming.contacts))


def _let_stand(scope: Scope, one: Correction, *, staff_id: str, now: datetime) -> None:
    corrections.swap_address(scope, one.contact_id, one.kind, was=one.was, address=one.address)
    corrections.change(scope, one.correction_id, state="stands", stands_at=now, stands_by=staff_id, code="")
    _note(scope, "contact.corrected", one, by=staff_id, now=now)


def _note(scope: Scope, event: str, one: Correction, *, by: str, now: datetime) -> None:
    audit.append(
        scope,
        event,
        now=now,
        clause="C1",
        contact=one.contact_id,
        correction=one.correction_id,
        kind=one.kind,
        was=one.was,
        address=one.address,
        how=one.how,
        by=by,
    )


def _send_code(scope: Scope, people: Directory, contact: Contact, one: Correction, *, now: datetime) -> str:
    routes = _routes(scope, contact, one.was)
    if not routes:
        raise InputProblem("School holds no other way that reaches them. Phone them, or see them, and say so here.")
    code = f"{secrets.randbelow(1_000_000):06}"
    put_letter(
        scope,
        people,
        letter="contact_code",
        to_address=routes[0].address,
        to_name=contact.name,
        facts={"code": code, "kind": one.kind},
        channel=routes[0].channel,
        now=now,
    )
    return digest(f"{one.correction_id}:{code}")


def _routes(scope: Scope, contact: Contact, was: str) -> tuple[Way, ...]:
    """The ways held already by which a code may go: never the address in question, nor an app that somebody copies into."""
    carried = by_hand(scope)
    gone = {was, number_of(was)} - {""}
    return tuple(one for one in every_way(scope, contact) if one.channel not in carried and one.address not in gone)


def _held(scope: Scope, contact: Contact) -> list[Address]:
    mails = [Address("email", one, SAID.get(why_no_mail(scope, one), "")) for one in contact.emails]
    return mails + [Address("mobile", one, _said_of_number(scope, one)) for one in contact.mobiles]


def _said_of_number(scope: Scope, written: str) -> str:
    why = why_no_text(scope, number_of(written))
    return "" if why == "not_confirmed" else SAID.get(why, "")


def _contact(people: Directory, contact_id: str) -> Contact:
    found = people.contacts.get(contact_id)
    if found is None:
        raise InputProblem("Choose a person of the school’s list.")
    return found


def _asked(scope: Scope, correction_id: int) -> Correction:
    found = corrections.correction(scope, correction_id)
    if found is None or found.state != "asked":
        raise InputProblem("This does not wait for a code any more.")
    return found
