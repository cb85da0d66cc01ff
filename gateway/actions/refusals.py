"""Never suggest: what is known of a conversation that forbids a talk, and the refusal that no page can go round."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from gateway.actions import placing
from gateway.actions.alerts import is_closed, may_see
from gateway.actions.readable import kept_in, resting_on
from gateway.domain import disclosure
from gateway.domain.errors import HandbellError
from gateway.domain.identity import Directory
from gateway.domain.meetings.refusals import WAYS, Facts, Refusal, cautions, is_welcome, refusal, ways_left
from gateway.domain.promises import OFFICE
from gateway.domain.roster import StaffMember
from gateway.domain.scope import Scope
from gateway.store import concerns, deadlines, flags, limits, threads
from gateway.store.concerns import Alert
from gateway.store.flags import Suggestion
from gateway.store.limits import Limit
from gateway.store.threads import Thread

_LINE = ("headteacher", "deputy_head", "dsl", "deputy_dsl")
_ORDERS = frozenset({"court_order", "no_contact"})


class TalkRefused(HandbellError):
    """This talk may not be offered by this person, or not this way; the sentence says what to do instead."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A conversation that is asked about: with which contact (blank for nobody known), and about which pupils."""

    thread_id: int
    contact_id: str
    pupil_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Talking:
    """Whether this reader may offer a talk: ``refusal`` where not, else by which ``ways`` and with what in mind."""

    refusal: Refusal | None
    ways: tuple[str, ...]
    cautions: tuple[str, ...]


def facts_of(scope: Scope, people: Directory, asked: Sequence[Asked], *, staff_id: str) -> dict[int, Facts]:
    """What the rules look at in each of these conversations, for one person, in the open transaction: three questions in all.

    Whether the words are hostile is not in it: that is a conversation's own suggestion (``talking_in``).
    """
    family = {one.thread_id: _children(people, one) for one in asked}
    raised = concerns.not_cleared(
        scope, [one.thread_id for one in asked], sorted({pupil for found in family.values() for pupil in found})
    )
    named = {alert.alert_id: _named(scope, people, alert) for alert, _ in raised if is_closed(alert)}
    noted = limits.standing(scope, sorted({one.contact_id for one in asked if one.contact_id}))
    formal = deadlines.running_in(scope, [one.thread_id for one in asked], kind="complaint")
    return {
        one.thread_id: _facts(
            people,
            one,
            [alert for alert, pupil in raised if alert.thread_id == one.thread_id or pupil in family[one.thread_id]],
            [limit for limit in noted if limit.contact_id == one.contact_id],
            named=named,
            is_formal=one.thread_id in formal,
            staff_id=staff_id,
        )
        for one in asked
    }


def _children(people: Directory, asked: Asked) -> frozenset[str]:
    """Every child of the family: a worry about one is a worry in the same home."""
    return frozenset(asked.pupil_ids) | {tie.pupil_id for tie in people.ties_of(asked.contact_id)}


def _named(scope: Scope, people: Directory, alert: Alert) -> frozenset[str]:
    """Whom an allegation names; nobody, where it names no name."""
    message = threads.message(scope, alert.message_id)
    said = f"{message.subject} {message.text}" if message is not None else ""
    return frozenset(one.staff_id for one in placing.staff_named(people, said))


def _facts(
    people: Directory,
    asked: Asked,
    raised: Sequence[Alert],
    noted: Sequence[Limit],
    *,
    named: dict[int, frozenset[str]],
    is_formal: bool,
    staff_id: str,
) -> Facts:
    roles = people.staff[staff_id].roles
    ties = {tie.pupil_id: tie for tie in people.ties_of(asked.contact_id)}
    about = asked.pupil_ids or tuple(ties)
    return Facts(
        roles=roles,
        worry=_worry(raised),
        knows_worry=all(may_see(people, staff_id, one) for one in raised),
        may_be_accused=any(_may_be_about(one, named[one.alert_id], staff_id) for one in raised if is_closed(one)),
        is_threat=any(finding["code"] == "threat" for one in raised for finding in one.findings),
        may_write=not asked.contact_id
        or not any(disclosure.restriction_check(ties.get(one), writer_roles=roles) for one in about),
        has_order=any(tie.restriction in _ORDERS for tie in people.roster.ties if tie.pupil_id in about),
        is_formal=is_formal,
        limits=frozenset(one.kind for one in noted),
    )


def _worry(raised: Sequence[Alert]) -> str:
    if any(not one.cleared_for for one in raised):
        return "uncleared"
    return "leaders" if raised else ""


def _may_be_about(alert: Alert, named: Collection[str], staff_id: str) -> bool:
    """Whether an allegation may be about this person: it names them, or nobody, and it was not for them to read."""
    return staff_id in named if named else staff_id not in alert.told


def talking_in(scope: Scope, people: Directory, thread: Thread, *, staff_id: str) -> Talking:
    """Whether this person may offer a talk in this conversation, in the open transaction."""
    facts = _facts_in(scope, people, thread, staff_id=staff_id)
    contact = _called(people, thread)
    refused = refusal(facts, leader=leader_to_ask(people, staff_id), contact=contact)
    return Talking(refused, ways_left(facts), cautions(facts, contact=contact))


def refuse_talk(
    scope: Scope,
    people: Directory,
    thread: Thread,
    *,
    staff_id: str,
    ways: Sequence[str] = WAYS,
    has_interpreter: bool = False,
) -> None:
    """Raise TalkRefused unless this person may offer and hold a talk by each of ``ways``, in the open transaction.

    Every action that offers a talk asks this first. The sentence tells nobody what they may not know.
    """
    facts = replace(_facts_in(scope, people, thread, staff_id=staff_id), has_interpreter=has_interpreter)
    leader, contact = leader_to_ask(people, staff_id), _called(people, thread)
    for way in ways:
        refused = refusal(replace(facts, way=way), leader=leader, contact=contact)
        if refused is not None:
            raise TalkRefused(" ".join(filter(None, (refused.reason, refused.instead))))


def ways_standing(
    scope: Scope,
    people: Directory,
    thread: Thread,
    *,
    staff_ids: Sequence[str],
    ways: Sequence[str],
    has_interpreter: bool = False,
) -> tuple[str, ...]:
    """Those of ``ways`` by which the first of these people may still hold a talk that was offered, in the open transaction.

    None, where somebody else who would be there may be who an allegation is about.
    """
    facts = replace(_facts_in(scope, people, thread, staff_id=staff_ids[0]), has_interpreter=has_interpreter)
    left = frozenset(ways_left(facts))
    if left and any(_facts_in(scope, people, thread, staff_id=one).may_be_accused for one in staff_ids[1:]):
        return ()
    return tuple(one for one in ways if one in left)


def refusal_told(
    scope: Scope, people: Directory, thread: Thread, *, staff_id: str, way: str, has_interpreter: bool, to: str
) -> Refusal | None:
    """Why somebody may not hold a talk, as another person may read it, in the open transaction; None where they may."""
    facts = replace(_facts_in(scope, people, thread, staff_id=staff_id), has_interpreter=has_interpreter, way=way)
    reader = _facts_in(scope, people, thread, staff_id=to)
    return refusal(facts, leader=leader_to_ask(people, to), contact=_called(people, thread), reader=reader)


def welcome_at_evening(
    scope: Scope, people: Directory, contact_id: str, pupil_ids: tuple[str, ...], *, staff_id: str
) -> bool:
    """Whether a teacher may meet a family at a parents' evening, in the open transaction."""
    nowhere = 0
    facts = facts_of(scope, people, (Asked(nowhere, contact_id, pupil_ids),), staff_id=staff_id)[nowhere]
    return is_welcome(facts)


def leader_to_tell(scope: Scope, people: Directory, thread: Thread | None, *, staff_id: str) -> StaffMember | None:
    """Whoever leads beside this person and is told what they may not know, in the open transaction; None for nobody.

    Never somebody from whom the conversation is kept, or whom an allegation in it may be about.
    """
    for one in people.with_role(*_LINE):
        if one.staff_id == staff_id or (thread is not None and one.staff_id in thread.sealed_from):
            continue
        if thread is None or not _facts_in(scope, people, thread, staff_id=one.staff_id).may_be_accused:
            return one
    return None


def refused_threads(scope: Scope, people: Directory, asked: Sequence[Asked], *, staff_id: str) -> frozenset[int]:
    """Of these conversations those in which nothing is to be said of a talk to this person, in the open transaction."""
    if not asked:
        return frozenset()
    leader = leader_to_ask(people, staff_id)
    found = facts_of(scope, people, asked, staff_id=staff_id)
    return frozenset(key for key, facts in found.items() if refusal(facts, leader=leader, contact="") is not None)


def _facts_in(scope: Scope, people: Directory, thread: Thread, *, staff_id: str) -> Facts:
    asked = Asked(thread.thread_id, thread.contact_id, thread.pupil_ids)
    facts = facts_of(scope, people, (asked,), staff_id=staff_id)[thread.thread_id]
    seen = flags.suggestion(scope, thread.thread_id)
    if seen is None or seen.state == "dismissed" or not _is_hostile(seen):
        return facts
    return replace(facts, is_hostile=_is_hostile(resting_on(seen, kept_in(scope, people, thread, staff_id))))


def _is_hostile(seen: Suggestion | None) -> bool:
    return seen is not None and any(one["code"] == "hostile" for one in seen.findings)


def leader_to_ask(people: Directory, staff_id: str) -> str:
    """The name of whoever leads the school beside this person; the office's where there is nobody else."""
    found = leader_beside(people, staff_id)
    return found.name if found is not None else people.name_inside(OFFICE)


def leader_beside(people: Directory, staff_id: str) -> StaffMember | None:
    """Whoever leads the school beside this person, else its safeguarding lead; None where there is nobody else."""
    return next(iter(leaders_beside(people, staff_id)), None)


def leaders_beside(people: Directory, staff_id: str) -> tuple[StaffMember, ...]:
    """Everybody who leads the school beside this person, its safeguarding leads last."""
    return tuple(one for one in people.with_role(*_LINE) if one.staff_id != staff_id)


def _called(people: Directory, thread: Thread) -> str:
    contact = people.contacts.get(thread.contact_id)
    return contact.first_name if contact is not None else "the writer"
