"""The paper list: children whose family nothing that school writes can reach, and why each adult is not reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from gateway.actions.directory import directory
from gateway.actions.inbox import class_name
from gateway.actions.outgoing import SCHOOL_EMAIL
from gateway.actions.ways import ways_to
from gateway.domain.identity import Directory
from gateway.domain.roster import Contact, Pupil, Tie
from gateway.domain.scope import Scope
from gateway.store import channels
from gateway.store.transaction import reading

NEVER_WRITTEN_TO = frozenset({"no_contact", "via_office"})
"""Restrictions under which school does not send a contact what every family gets."""


@dataclass(frozen=True, slots=True)
class Adult:
    """Somebody school may write to and does not reach; ``failed`` are their addresses from which mail came back, with when."""

    contact: Contact
    relationship: str
    failed: tuple[tuple[str, datetime], ...]


@dataclass(frozen=True, slots=True)
class OnPaper:
    """A child whose family is told on paper; without adults, school may write to nobody about them."""

    pupil: Pupil
    class_name: str
    adults: tuple[Adult, ...]


def paper_list(scope: Scope) -> tuple[OnPaper, ...]:
    """Every child of whom no adult is reached by any channel, by class and name. No event: it holds no message.

    The order in which a family is tried is that of ``ways_to``: email, a text, the app that knows them; then paper.
    """
    with reading():
        people = directory(scope)
        failed = channels.bounced(scope, channel=SCHOOL_EMAIL)
        ties: dict[str, list[Tie]] = {}
        for tie in people.roster.ties:
            if tie.may_contact and tie.restriction not in NEVER_WRITTEN_TO and tie.contact_id in people.contacts:
                ties.setdefault(tie.pupil_id, []).append(tie)
        reached = {one.contact_id for one in people.roster.contacts if _is_reached(scope, one, failed)}
        found = [
            _on_paper(people, pupil, ties.get(pupil.pupil_id, []), failed)
            for pupil in people.roster.pupils
            if not any(tie.contact_id in reached for tie in ties.get(pupil.pupil_id, []))
        ]
    return tuple(sorted(found, key=lambda one: (one.class_name, one.pupil.last_name, one.pupil.first_name)))


def _is_reached(scope: Scope, contact: Contact, failed: Mapping[str, datetime]) -> bool:
    if any(address not in failed for address in contact.emails):
        return True
    return any(way.channel != SCHOOL_EMAIL for way in ways_to(scope, contact))


def _on_paper(people: Directory, pupil: Pupil, ties: list[Tie], failed: Mapping[str, datetime]) -> OnPaper:
    adults = [
        Adult(
            contact=people.contacts[tie.contact_id],
            relationship=tie.relationship,
            failed=tuple((one, failed[one]) for one in people.contacts[tie.contact_id].emails if one in failed),
        )
        for tie in sorted(ties, key=lambda one: one.priority)
    ]
    return OnPaper(pupil, class_name(people, pupil), tuple(adults))
