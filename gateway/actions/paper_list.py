"""The paper list: children whose family nothing that school writes can reach, and what no way was left for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from gateway.actions.directory import directory
from gateway.actions.inbox import Child, children_of, class_name
from gateway.actions.outgoing import SCHOOL_EMAIL
from gateway.actions.own_threads import NotYourThread, own_thread
from gateway.actions.threads import Tried, last_try, tried_of
from gateway.actions.ways import every_way
from gateway.domain.delivery import RELAY
from gateway.domain.errors import HandbellError
from gateway.domain.fallback import LETTERS, NOTICE
from gateway.domain.identity import Directory
from gateway.domain.permissions import may
from gateway.domain.roster import Contact, Pupil, Tie
from gateway.domain.scope import Scope
from gateway.store import audit, channels, failures, outbox, threads
from gateway.store.transaction import reading, writing

SHOWN = 200

NEVER_WRITTEN_TO = frozenset({"no_contact", "via_office"})
"""Restrictions under which school does not send a contact what every family gets."""


class NotFailed(HandbellError):
    """Nothing is to be told of this: it is on its way again."""


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

    The order in which a family is tried is that of ``ways``, as somebody has set it; then paper.
    """
    with reading():
        people = directory(scope)
        failed = channels.bounced(scope, among=(SCHOOL_EMAIL, RELAY))
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
    found = every_way(scope, contact, purpose=NOTICE)
    return any(one.channel != SCHOOL_EMAIL or one.address not in failed for one in found)


@dataclass(frozen=True, slots=True)
class Ended:
    """Something for a family that no way was left for: what, to whom about whom, who wrote it, and each way with its why.

    ``author`` is blank for what Handbell itself says.
    """

    outbox_id: int
    to_name: str
    children: tuple[Child, ...]
    author: str
    at: datetime
    tried: tuple[Tried, ...]


def ended(scope: Scope) -> tuple[Ended, ...]:
    """What no way was left for and nobody has told the family otherwise; the newest first. No event: no words are shown."""
    with reading():
        people = directory(scope)
        found = failures.ended(scope, limit=SHOWN)
        closed = threads.sealed(scope, [one.thread_id for one in found if one.thread_id is not None])
        about = threads.pupils_of(scope, [one.thread_id for one in found if one.thread_id is not None])
    return tuple(
        Ended(
            outbox_id=one.outbox_id,
            to_name=one.to_name or one.to_address,
            children=children_of(people, about.get(one.thread_id or 0, ())),
            author=people.name_of(str(one.facts["staff_id"])) if one.facts.get("staff_id") else "",
            at=one.settled_at or one.written_at,
            tried=(*tried_of(one), last_try(one)),
        )
        for one in found
        if one.thread_id not in closed
    )


def tell_otherwise(scope: Scope, outbox_id: int, *, staff_id: str, now: datetime) -> int:
    """Somebody has told the family another way what did not arrive: its author, a reader, or the office; its conversation.

    Raises NotYourThread, NotFailed. Event: delivery.told.
    """
    with writing():
        audit.take_turn(scope)
        people = directory(scope)
        parcel = outbox.parcel(scope, outbox_id)
        if parcel is None or parcel.thread_id is None or parcel.letter not in LETTERS:
            raise NotYourThread("This is not a message of yours.")
        if not may(people.staff[staff_id].roles, "work_office"):
            own_thread(scope, people, parcel.thread_id, staff_id)
        facts = parcel.facts | {"told_by": staff_id, "told_at": now.isoformat()}
        if not failures.note_facts(scope, outbox_id, facts=facts):
            raise NotFailed("This is on its way again, so nothing is to be told.")
        audit.append(scope, "delivery.told", now=now, clause="C1", thread_id=parcel.thread_id, outbox=outbox_id)
    return parcel.thread_id


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
