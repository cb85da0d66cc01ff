"""What a parent answers to an offer of times: one that is free, none of these, or that they would rather not meet."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from gateway.actions.accounts import digest
from gateway.actions.arrivals import take_in
from gateway.actions.directory import directory
from gateway.actions.meetings.changing import STEP_IN, claims_for, moved, refuse_between_cells, tell_all
from gateway.actions.meetings.offering import OfferEnded
from gateway.actions.meetings.planning import free_times, time_at, wanted_by
from gateway.actions.outgoing import mail_domain
from gateway.actions.reading import PAGE, Known, page_delivery
from gateway.actions.stopped_talks import STOPPED_WORDS, bookable_ways, tell_leader
from gateway.domain.errors import HandbellError, InputProblem
from gateway.domain.hours import Pattern
from gateway.domain.identity import Directory
from gateway.domain.meetings import BOOKED, CANCELLED, OPEN, PHONE, WISHES, Meeting, Offer, Slot, Terms, TimeTaken
from gateway.domain.moments import say_moment
from gateway.domain.scope import Actor, Scope, one_school
from gateway.ports.channels import RawHook
from gateway.store import audit, meeting_rules, meetings, threads
from gateway.store.base import new_id
from gateway.store.transaction import reading, writing

GOOD_AFTER = timedelta(days=7)
"""How long after its last time, or its meeting, a link still shows what became of it."""
MOST_CHOICES = 12
NONE_SUIT, DECLINED = "none_suit", "declined"
LONGEST_WORDS = 2_000
LONGEST_PHONE = 40


class LinkEnded(HandbellError):
    """This link has ended, or there never was one of this kind."""


def offer_by_link(scope: Scope, token: str, *, now: datetime) -> tuple[Scope, Offer]:
    """The offer behind a link, and the scope of its contact in their school. Raises LinkEnded. No event: it is their own."""
    with reading():
        found = meetings.linked_offer(scope, digest(token))
        if found is None:
            raise LinkEnded("This link has ended. Ask school for a new one.")
        school = one_school(found[0])
        offer = meetings.offer(school, found[1])
        booked = meetings.meeting_of_offer(school, found[1])
        if offer is None or now > max(offer.ends_at, booked.ends_at if booked else offer.ends_at) + GOOD_AFTER:
            raise LinkEnded("This link has ended. Ask school for a new one.")
    return one_school(found[0], Actor("contact", offer.contact_id)), offer


def their_offer(scope: Scope, offer_id: int) -> Offer:
    """An offer to the contact who asks, in the open transaction. Raises OfferEnded, also where there is none."""
    offer = meetings.offer(scope, offer_id)
    if offer is None or scope.actor.kind != "contact" or offer.contact_id != scope.actor.key:
        raise OfferEnded("There is no offer of this number for you.")
    return offer


def times_left(scope: Scope, people: Directory, offer: Offer, *, now: datetime) -> tuple[Slot, ...]:
    """What can be chosen of an offer now, in the open transaction: its own times, and for each that is gone the next free one."""
    wanted = wanted_by(offer)
    booked = meetings.meeting_of_offer(scope, offer.offer_id)
    if booked is not None and booked.state == BOOKED:
        wanted = replace(wanted, but=booked.meeting_id)
    soonest = now + STEP_IN
    own = [
        time_at(scope, people, wanted, one, now=now, own_choice=one in offer.own_times, not_before=soonest)
        for one in offer.times
    ]
    left = [one for one in own if one.ways]
    gone = len(own) - len(left)
    if gone:
        known = {one.starts_at for one in own}
        left += [one for one in free_times(scope, people, wanted, now=now) if one.starts_at not in known][:gone]
    return tuple(sorted(left, key=lambda one: one.starts_at))[:MOST_CHOICES]


def take_time(
    scope: Scope,
    offer_id: int,
    *,
    starts_at: datetime,
    way: str,
    now: datetime,
    wishes: Collection[str] = (),
    phone: str = "",
) -> Meeting:
    """Book one of the times that are left, or move what was booked before to it; the first to choose has it.

    What came up since it was offered, and forbids a talk, stops it: a leader is told, and the parent nothing but that it cannot
    be booked. The scope is the parent's. Raises OfferEnded, TimeTaken (somebody was quicker), InputProblem. Events:
    meeting.booked, or meeting.moved; meeting.stopped.
    """
    refuse_between_cells(starts_at)
    with writing():
        audit.take_turn(scope)
        people, offer = directory(scope), their_offer(scope, offer_id)
        if way in offer.ways and way not in bookable_ways(scope, people, offer):
            tell_leader(scope, people, offer, now=now)
            taken = None
        else:
            taken = _take(scope, people, offer, starts_at, way, wishes=wishes, phone=phone, now=now)
    if taken is None:
        raise OfferEnded(STOPPED_WORDS)
    return taken


def _take(
    scope: Scope,
    people: Directory,
    offer: Offer,
    starts_at: datetime,
    way: str,
    *,
    wishes: Collection[str],
    phone: str,
    now: datetime,
) -> Meeting:
    booked = meetings.meeting_of_offer(scope, offer.offer_id)
    if booked is not None and booked.state == BOOKED:
        _refuse_gone(scope, people, offer, starts_at, way, now=now, held=booked)
        return moved(scope, people, booked, starts_at=starts_at, way=way, why="", now=now)
    if offer.state not in (OPEN, NONE_SUIT, DECLINED) or offer.ends_at <= now:
        raise OfferEnded("These times are not offered any more.")
    _refuse_gone(scope, people, offer, starts_at, way, now=now, held=None)
    meeting = _meeting(scope, people, offer, starts_at, way, wishes=wishes, phone=phone, now=now)
    meetings.book(scope, meeting, claims_for(scope, people, meeting))
    meetings.settle_offer(scope, offer.offer_id, was=offer.state, state=BOOKED, answered_at=now)
    tell_all(scope, people, meeting, "meeting_booked", was=None, now=now)
    audit.append(
        scope,
        "meeting.booked",
        now=now,
        clause="C2",
        thread_id=offer.thread_id,
        offer=offer.offer_id,
        meeting=meeting.meeting_id,
        starts_at=meeting.starts_at.isoformat(),
        way=way,
    )
    return meeting


def _refuse_gone(
    scope: Scope, people: Directory, offer: Offer, starts_at: datetime, way: str, *, now: datetime, held: Meeting | None
) -> None:
    if way not in offer.ways:
        raise InputProblem("Choose how you would like to talk.")
    if held is not None and (held.starts_at, held.way) == (starts_at, way):
        return
    left = times_left(scope, people, offer, now=now)
    if not any(one.starts_at == starts_at and way in one.ways for one in left):
        zone = people.staffing.calendar.zone
        raise TimeTaken(f"{say_moment(starts_at, zone)} has just been taken. Please choose another time.")


def _meeting(
    scope: Scope,
    people: Directory,
    offer: Offer,
    starts_at: datetime,
    way: str,
    *,
    wishes: Collection[str],
    phone: str,
    now: datetime,
) -> Meeting:
    thread = threads.thread(scope, offer.thread_id)
    meeting_id = new_id(now)
    return Meeting(
        meeting_id=meeting_id,
        uid=f"{meeting_id:x}.{secrets.token_hex(8)}@{mail_domain(people)}",
        sequence=0,
        offer_id=offer.offer_id,
        thread_id=offer.thread_id,
        contact_id=offer.contact_id,
        pupil_ids=thread.pupil_ids if thread is not None else (),
        staff_id=offer.staff_id,
        second_id=offer.second_id,
        interpreter_id=offer.interpreter_id,
        interpreter=offer.interpreter,
        way=way,
        room=offer.room,
        video=offer.video,
        phone=" ".join(phone.split())[:LONGEST_PHONE] if way == PHONE else "",
        starts_at=starts_at.astimezone(UTC),
        ends_at=starts_at.astimezone(UTC) + timedelta(minutes=offer.minutes),
        state=BOOKED,
        wishes=tuple(one for one in WISHES if one in wishes),
        booked_at=now,
        changed_at=now,
        changed_by=str(scope.actor),
        why="",
        late_minutes=0,
    )


def none_suit(scope: Scope, offer_id: int, *, cannot: str, words: str, now: datetime) -> None:
    """Say that none of the times suits; ``cannot`` are hours, in their grammar, in which this parent never can.

    Their answer goes into the conversation like any message of theirs, screened and with its promise; what they cannot holds for
    later offers too. Raises OfferEnded, InputProblem. Events: meeting.none_suit, message.placed.
    """
    if cannot:
        Pattern.parse(cannot)
    said = f"None of these times work for me. {words.strip()}".strip()
    _answer(scope, offer_id, NONE_SUIT, said, cannot=cannot, now=now)


def decline(scope: Scope, offer_id: int, *, words: str, now: datetime) -> None:
    """Say that one does not want to meet and would rather be written to. Raises OfferEnded.

    Events: meeting.declined, message.placed.
    """
    said = f"I do not want to meet. Please write to me. {words.strip()}".strip()
    _answer(scope, offer_id, DECLINED, said, cannot=None, now=now)


def _answer(scope: Scope, offer_id: int, state: str, said: str, *, cannot: str | None, now: datetime) -> None:
    """Keep the words first, then what they mean for the offer: nothing that a parent says is lost."""
    with reading():
        people, offer = directory(scope), their_offer(scope, offer_id)
        _refuse_answered(scope, offer, now=now)
    contact = people.contacts[offer.contact_id]
    form = f"meeting{offer_id}{digest(said)[:16]}"
    known = Known(form, offer.contact_id, offer.thread_id, (), ())
    address = contact.emails[0] if contact.emails else ""
    words = said.replace("\x00", "")[:LONGEST_WORDS]
    body = page_delivery(known, name=contact.name, address=address, subject="", text=words)
    take_in(scope, RawHook(PAGE, f"{offer.contact_id}:{form}"[:255], body, now), now=now)
    with writing():
        audit.take_turn(scope)
        offer = their_offer(scope, offer_id)
        if cannot is not None:
            held = meeting_rules.terms(scope, offer.contact_id)
            meeting_rules.save_terms(scope, _with_cannot(held, cannot, now=now))
        if not meetings.settle_offer(scope, offer_id, was=offer.state, state=state, answered_at=now):
            raise OfferEnded("These times are not offered any more.")
        audit.append(
            scope, f"meeting.{state}", now=now, clause="C2", thread_id=offer.thread_id, offer=offer_id, cannot=cannot
        )


def _with_cannot(held: Terms, cannot: str, *, now: datetime) -> Terms:
    return replace(held, cannot=cannot, cannot_at=now if cannot else None)


def _refuse_answered(scope: Scope, offer: Offer, *, now: datetime) -> None:
    booked = meetings.meeting_of_offer(scope, offer.offer_id)
    if booked is not None and booked.state not in (CANCELLED, BOOKED):
        raise OfferEnded("You have met already.")
    if booked is not None and booked.state == BOOKED:
        raise OfferEnded("You have a time already. Cancel it first.")
    if offer.state not in (OPEN, NONE_SUIT, DECLINED) or offer.ends_at <= now:
        raise OfferEnded("These times are not offered any more.")
