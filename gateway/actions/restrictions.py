"""What limits a family's adults, as the headteacher sees it; lifting a restriction with a paper, and putting it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from gateway.actions.directory import directory
from gateway.actions.inbox import class_name
from gateway.actions.waiting_replies import replan_replies
from gateway.domain.errors import HandbellError, InputProblem
from gateway.domain.identity import Directory
from gateway.domain.roster import Contact, Pupil, Tie
from gateway.domain.scope import Scope
from gateway.store import audit, people, restrictions
from gateway.store.base import new_id
from gateway.store.restrictions import Lift
from gateway.store.transaction import reading, writing

SHORTEST_REASON = 5
LONGEST = 500


class NothingToLift(HandbellError):
    """Nothing of the kind stands for this person about this child; somebody may have changed it a moment ago."""


@dataclass(frozen=True, slots=True)
class Limited:
    """One adult of a child with what limits them; ``lift`` is what was lifted and stands, else None, ``lifted_by`` by name."""

    contact: Contact
    tie: Tie
    lift: Lift | None
    lifted_by: str


@dataclass(frozen=True, slots=True)
class Family:
    """A child with every adult whom school knows for them, the first to ask on top."""

    pupil: Pupil
    class_name: str
    adults: tuple[Limited, ...]

    @property
    def is_limited(self) -> bool:
        """Whether a restriction stands for any of them, or was lifted."""
        return any(one.tie.restriction or one.lift for one in self.adults)


@dataclass(frozen=True, slots=True)
class Paper:
    """Why a restriction may be lifted: the reason, and the name and date of the document that says so."""

    reason: str
    document: str
    document_on: date | None


def limited_families(scope: Scope) -> tuple[Family, ...]:
    """The children about whom a restriction stands or was lifted, by name. No event: not a word of a message is shown."""
    with reading():
        held = directory(scope)
        lifts = restrictions.lifts(scope)
    found = (_family(held, one, lifts) for one in held.roster.pupils)
    return tuple(sorted((one for one in found if one.is_limited), key=lambda one: one.pupil.name))


def family(scope: Scope, pupil_id: str) -> Family:
    """One child's adults and what limits them. Raises InputProblem. No event: not a word of a message is shown."""
    with reading():
        held = directory(scope)
        if pupil_id not in held.pupils:
            raise InputProblem("There is no such child on the roll; go back to the list.")
        return _family(held, held.pupils[pupil_id], restrictions.lifts(scope))


def _family(held: Directory, pupil: Pupil, lifts: tuple[Lift, ...]) -> Family:
    ties = sorted((one for one in held.roster.ties if one.pupil_id == pupil.pupil_id), key=lambda one: one.priority)
    mine = {one.contact_id: one for one in lifts if one.pupil_id == pupil.pupil_id}
    return Family(
        pupil,
        class_name(held, pupil),
        tuple(
            Limited(
                held.contacts[one.contact_id],
                one,
                mine.get(one.contact_id),
                held.name_of(mine[one.contact_id].lifted_by) if one.contact_id in mine else "",
            )
            for one in ties
            if one.contact_id in held.contacts
        ),
    )


def lift(scope: Scope, pupil_id: str, contact_id: str, *, staff_id: str, paper: Paper, now: datetime) -> None:
    """Lift what limits one contact about one child, and nothing else of theirs; the paper is kept with it.

    Raises InputProblem for a paper that is not whole, NothingToLift. Event: restriction.lifted.
    """
    with writing():
        audit.take_turn(scope)
        held = directory(scope)
        document_on = _whole(paper, today=held.staffing.calendar.day_of(now))
        tie = _tie(held, pupil_id, contact_id)
        if tie is None or not tie.restriction:
            raise NothingToLift("No restriction stands for this person about this child. Look at the page again.")
        words, document = paper.reason.strip(), paper.document.strip()
        people.set_restriction(scope, pupil_id, contact_id, restriction="", may_contact=True)
        restrictions.add_lift(
            scope,
            Lift(
                lift_id=new_id(now),
                pupil_id=pupil_id,
                contact_id=contact_id,
                restriction=tie.restriction,
                may_contact=tie.may_contact,
                reason=words,
                document=document,
                document_on=document_on,
                lifted_by=staff_id,
                lifted_at=now,
                ended_at=None,
            ),
        )
        audit.append(
            scope,
            "restriction.lifted",
            now=now,
            clause="C4",
            pupil=pupil_id,
            contact=contact_id,
            was=tie.restriction,
            reason=words,
            document=document,
            document_on=document_on.isoformat(),
        )


def _whole(paper: Paper, *, today: date) -> date:
    """The date of a paper that is whole. Raises InputProblem."""
    if not SHORTEST_REASON <= len(paper.reason.strip()) <= LONGEST:
        raise InputProblem("Say in a few words why this is lifted; it is kept in the record.")
    if not 1 <= len(paper.document.strip()) <= LONGEST:
        raise InputProblem("Name the document that says so, for example: Order of the family court, discharge.")
    if paper.document_on is None or paper.document_on > today:
        raise InputProblem("Give the date on the document; it cannot be after today.")
    return paper.document_on


def put_back(scope: Scope, pupil_id: str, contact_id: str, *, reason: str, now: datetime) -> None:
    """Let a restriction that was lifted stand again as it was.

    An answer that waits for them does not leave. Raises InputProblem, NothingToLift. Events: restriction.put_back,
    reply.stopped.
    """
    if not SHORTEST_REASON <= len(reason.strip()) <= LONGEST:
        raise InputProblem("Say in a few words why it is put back; it is kept in the record.")
    with writing():
        audit.take_turn(scope)
        held = directory(scope)
        stands = (one for one in restrictions.lifts(scope) if (one.pupil_id, one.contact_id) == (pupil_id, contact_id))
        lifted, tie = next(stands, None), _tie(held, pupil_id, contact_id)
        if lifted is None or tie is None:
            raise NothingToLift("Nothing was lifted for this person about this child. Look at the page again.")
        people.set_restriction(
            scope, pupil_id, contact_id, restriction=lifted.restriction, may_contact=lifted.may_contact
        )
        restrictions.end_lift(scope, lifted.lift_id, now=now)
        replan_replies(scope, directory(scope), now=now)
        audit.append(
            scope,
            "restriction.put_back",
            now=now,
            clause="C4",
            pupil=pupil_id,
            contact=contact_id,
            is_now=lifted.restriction,
            reason=reason.strip(),
        )


def _tie(held: Directory, pupil_id: str, contact_id: str) -> Tie | None:
    return next((one for one in held.ties_of(contact_id) if one.pupil_id == pupil_id), None)
