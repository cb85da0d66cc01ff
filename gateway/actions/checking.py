"""What is asked of words before they leave the school: the checks, when they would leave, and the refusal that keeps them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from gateway.actions.leaving import leaving_in
from gateway.actions.outgoing import SCHOOL_EMAIL
from gateway.actions.threads import hold_on
from gateway.actions.unreachable import SAID, why_no_mail, why_no_text
from gateway.actions.ways import Way, by_hand, ways_to
from gateway.domain import disclosure
from gateway.domain.channels import TEXT
from gateway.domain.disclosure import Check
from gateway.domain.errors import HandbellError
from gateway.domain.identity import Directory
from gateway.domain.promises import leaving
from gateway.domain.roster import StaffMember
from gateway.domain.scope import Scope
from gateway.domain.texts import MOST, number_of, parts_of, signed
from gateway.store import audit, concerns, drafts, text_numbers
from gateway.store.threads import Thread
from gateway.store.transaction import reading, writing

HOLDS = disclosure.HOLDS | {"alert", "too_long"}
"""The codes that stop a message; the others warn, and their author decides."""


class HeldBack(HandbellError):
    """The checks before sending found something that must be fixed; the words are kept as a draft."""

    def __init__(self, sentence: str, *, checks: tuple[Check, ...]) -> None:
        super().__init__(sentence)
        self.checks = checks


class NothingToSend(HandbellError):
    """There are no words yet, or nobody to send them to."""


@dataclass(frozen=True, slots=True)
class Sending:
    """What would happen to some words: which checks spoke, and when they leave. ``leaves_at`` equal to ``now`` is at once.

    ``by`` is the channel they go on, and ``instead`` why it is not ``chosen``, or blank; ``parts`` are those of a text, each
    at ``price`` hundredths of a penny (0: nobody has said what a part costs); ``by_hand`` is an app into which a person
    copies them.
    """

    checks: tuple[Check, ...]
    verdict: str
    leaves_at: datetime
    why: str
    by: str = SCHOOL_EMAIL
    chosen: str = ""
    instead: str = ""
    parts: int = 0
    price: int = 0
    by_hand: bool = False


def sending(
    people: Directory, staff: StaffMember, contact_id: str, pupil_ids: tuple[str, ...], *, text: str, now: datetime
) -> Sending:
    """What the checks say of these words from this person to this contact about these pupils, and when they would leave."""
    ties, school = people.ties_of(contact_id), people.roster.school
    checks: list[Check] = list(
        disclosure.embargo_checks(text, school.embargoes, now=now, zone=ZoneInfo(school.timezone))
    )
    for pupil_id in pupil_ids or ("",):
        tie = next((one for one in ties if one.pupil_id == pupil_id), None)
        checks += disclosure.restriction_check(tie, writer_roles=staff.roles)
    own = [tie.pupil_id for tie in ties]
    contact = people.contacts.get(contact_id)
    recipient = contact.first_name if contact is not None else ""
    checks += disclosure.other_child_checks(text, people.roster.pupils, own=own, recipient=recipient)
    checks += disclosure.private_way_checks(
        text,
        domains=school.email_domains,
        known=contact.emails if contact is not None else (),
        numbers=map(number_of, (school.emergency.office_phone, *(contact.mobiles if contact is not None else ()))),
    )
    moment = leaving(people.staffing, staff.staff_id, now)
    found = tuple(dict.fromkeys(checks))
    return Sending(found, disclosure.verdict_of(found), moment.leaves_at, moment.why)


def sending_in(scope: Scope, people: Directory, thread: Thread, *, staff_id: str, text: str, now: datetime) -> Sending:
    """The same within a conversation, in the open transaction: an alert that nobody has taken stops every answer but theirs."""
    found = sending(people, people.staff[staff_id], thread.contact_id, thread.pupil_ids, text=text, now=now)
    moment = leaving_in(scope, people, thread.thread_id, staff_id, now=now)
    found = replace(found, leaves_at=moment.leaves_at, why=moment.why)
    way = Way(thread.channel, thread.address)
    found = going_by(scope, people, found, way, thread.contact_id, staff_id=staff_id, text=text)
    hold = hold_on(people, concerns.alerts_of(scope, thread.thread_id), staff_id)
    if hold is None or hold.taken_by:
        return found
    stop = Check("alert", "C12", f"{hold.told} was told of this. Please do not answer yet. Your words are kept.", 0, 0)
    return replace(found, checks=(stop, *found.checks), verdict="hold")


def going_by(
    scope: Scope, people: Directory, found: Sending, way: Way, contact_id: str, *, staff_id: str, text: str
) -> Sending:
    """The same with the way the words go, in the open transaction: a text is counted in parts, and what cannot go by the
    way that was chosen goes by the next of the contact's.
    """
    found = replace(found, by=way.channel, chosen=way.channel)
    if way.channel == SCHOOL_EMAIL and not way.address:
        return replace(found, by="", instead="School holds no address for them.")
    if why := _why_not(scope, way):
        found = replace(found, instead=SAID[why])
        contact = people.contacts.get(contact_id)
        left = [one for one in ways_to(scope, contact) if one.channel != way.channel] if contact is not None else []
        if not left:
            return replace(found, by="")
        way = left[0]
        found = replace(found, by=way.channel)
    if way.channel != TEXT:
        return replace(found, by_hand=way.channel in by_hand(scope))
    return _in_parts(scope, people, found, staff_id=staff_id, text=text)


def _why_not(scope: Scope, way: Way) -> str:
    if way.channel == TEXT:
        return why_no_text(scope, way.address)
    return why_no_mail(scope, way.address) if way.channel == SCHOOL_EMAIL else ""


def _in_parts(scope: Scope, people: Directory, found: Sending, *, staff_id: str, text: str) -> Sending:
    number = text_numbers.text_number(scope)
    whole = signed(text, writer=people.name_of(staff_id), school=people.roster.school.name)
    parts, price = parts_of(whole) if text.strip() else parts_of(""), number.price if number is not None else 0
    found = replace(found, parts=parts.number, price=price)
    if not parts.is_too_long:
        return found
    over = parts.characters - MOST
    stop = Check(
        "too_long", "C1", f"This is too long for a text. Take out {over:,} characters, or write by email.", 0, 0
    )
    return replace(found, checks=(*found.checks, stop), verdict="hold")


def refuse_if_held(
    scope: Scope,
    people: Directory,
    thread: Thread,
    *,
    staff_id: str,
    text: str,
    now: datetime,
    knowing: frozenset[str],
    draft_id: int | None = None,
) -> None:
    """Raise HeldBack while a check is unmet, with the words kept as a draft of this conversation (or of ``draft_id``).

    ``knowing`` are the codes of warnings that the author has seen and keeps. Raises NothingToSend for no words or no
    address. Event: reply.stopped.
    """
    if not text.strip():
        raise NothingToSend("Write something first.")
    with reading():
        found = sending_in(scope, people, thread, staff_id=staff_id, text=text, now=now)
    unmet = tuple(one for one in found.checks if one.code in HOLDS or one.code not in knowing)
    if unmet:
        _keep_and_record(scope, thread, unmet, staff_id=staff_id, text=text, now=now, draft_id=draft_id)
        raise HeldBack(f"Fix {_things(len(unmet))} to send.", checks=unmet)
    if not thread.address:
        raise NothingToSend("School holds no address for this person. Phone, or ask the office.")


def _keep_and_record(
    scope: Scope,
    thread: Thread,
    unmet: tuple[Check, ...],
    *,
    staff_id: str,
    text: str,
    now: datetime,
    draft_id: int | None,
) -> None:
    with writing():
        audit.take_turn(scope)
        drafts.save_draft(scope, thread.thread_id if draft_id is None else draft_id, staff_id, words=text, now=now)
        audit.append(
            scope,
            "reply.stopped",
            now=now,
            clause=unmet[0].clause,
            thread_id=thread.thread_id if draft_id is None else None,
            codes=sorted({one.code for one in unmet}),
        )


def _things(number: int) -> str:
    return "1 thing" if number == 1 else f"{number} things"
